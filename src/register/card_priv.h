/* SPDX-License-Identifier: GPL-3.0-or-later */
/* card_priv.h - a card in the making. */
#ifndef VIGIL_REGISTER_CARD_PRIV_H
#define VIGIL_REGISTER_CARD_PRIV_H

#include "register/record_priv.h"
#include "register/stage.h"

enum { CARD_ADOPTED_MAX = 64 };

struct making {
	struct reg *r;
	struct store *st;
	struct arena *a;
	int64_t id;
	struct entity en;
	/* picked values; an empty string or 0 when there is none */
	struct str label, label_lang, label_fa, title, title_fa, text;
	struct str type; /* of an event */
	struct str victims_en, victims_fa;
	struct str date;
	int date_rank; /* 0: none yet */
	int32_t lo, hi;
	int64_t place;
	struct str province, charge, status;
	int64_t sources, claims, last;
	int certainty;
	struct {
		struct str property;
		int64_t field;
	} adopted[CARD_ADOPTED_MAX];
	size_t n_adopted;
};

/* The first column of the first row for `:id`, where there is one. */
int card_first(struct making *m, const struct sql *sql, int64_t id, struct str *ret_text,
	       int64_t *ret_int, struct err *e) MUST_USE;
/* How many sources and claims there are, and how certain it is. */
int card_sources(struct making *m, struct err *e) MUST_USE;

#endif
