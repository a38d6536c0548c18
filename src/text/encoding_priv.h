/* SPDX-License-Identifier: GPL-3.0-or-later */
/* encoding_priv.h - tables for encoding.c. */
#ifndef VIGIL_TEXT_ENCODING_PRIV_H
#define VIGIL_TEXT_ENCODING_PRIV_H

#include "text/encoding.h"

/* In the order of enum text_encoding from ENCODING_1256 on. */
extern const uint16_t ENCODING_MAP[ENCODINGS - ENCODING_1256][128];

#endif
