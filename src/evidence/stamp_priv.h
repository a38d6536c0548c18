/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stamp_priv.h - what the files of time stamps share. */
#ifndef VIGIL_EVIDENCE_STAMP_PRIV_H
#define VIGIL_EVIDENCE_STAMP_PRIV_H

#include "evidence/stamp.h"
#include "store/store.h"

/* A setting, or "" when there is none. */
int stamp_setting(struct vault *v, const char *name, struct arena *a, struct str *ret,
		  struct err *e) MUST_USE;
#define STAMP_ROOTS   "stamp roots"
#define STAMP_HEADERS "stamp headers"

/* Our newest head, durable as one that left: its size and text. */
int stamp_head(struct vault *v, struct arena *a, int64_t *ret_size, struct str *ret_text,
	       struct err *e) MUST_USE;

/* Inside a transaction. `s->id` is set. */
int stamp_insert(struct vault *v, struct stamp *s, struct err *e) MUST_USE;
int stamp_set_token(struct vault *v, int64_t id, struct str token, struct err *e) MUST_USE;
int stamp_set_chain(struct vault *v, int64_t id, struct str chain, struct err *e) MUST_USE;

#endif
