/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place_priv.h - the table place.c reads. */
#ifndef VIGIL_PLACE_PRIV_H
#define VIGIL_PLACE_PRIV_H

#include "names/place.h"

struct place_row {
	uint32_t id, parent;
	uint8_t kind;
	const char *names; /* separated by |: English, Persian, others */
};
extern const struct place_row PLACE_ROWS[]; /* parents before children */
extern const size_t PLACE_ROWS_N;

#endif
