/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_arrivals.h - what register_arrivals.c keeps (the model, keys of all records) and register_new.c compares with. */
#ifndef VIGIL_LINK_REGISTER_ARRIVALS_H
#define VIGIL_LINK_REGISTER_ARRIVALS_H

#include "link/block_priv.h"
#include "link/register_priv.h"
#include "register/filed.h"

static const size_t LINKAGE_ARRIVALS_MEMORY = (size_t)8 << 30;
enum { LINKAGE_KEY_FAMILIES = 8, LINKAGE_KEYS_MAX = LINKAGE_KEY_FAMILIES * FAMILY_KEYS_MAX };

struct linkage_arrivals {
	struct arena *a; /* of the model */
	struct arena *keep;
	const struct places *places;
	int64_t run;
	const struct link_model *model;
	struct str model_name;
	float accept;
	enum list_field field[LINK_FIELDS_MAX];
	struct link_field fields[LINK_FIELDS_MAX];
	bool whole;
	struct str scheme;
};

struct linkage_row {
	int64_t id;
	int64_t list;
	struct str said;
};

/* Take the model of the newest run, if it is another one. */
int linkage_arrivals_keep_up(struct linkage_arrivals *x, struct reg *r, struct err *e) MUST_USE;
/* Records as a small set of these fields. `lists` NULL: it does not matter whose they are. */
int linkage_rows_set(const struct linkage_arrivals *x, struct reg *r, struct linkage_lists *lists,
		     const struct linkage_row *rows, size_t n, const enum list_field *field,
		     const struct link_field *fields, size_t n_fields,
		     const struct link_reading *as, struct arena *a, struct link_set **ret,
		     struct err *e) MUST_USE;
/* The set that keys are read from. */
int linkage_key_set(const struct linkage_arrivals *x, const struct linkage_row *rows, size_t n,
		    struct arena *a, struct link_set **ret, struct err *e) MUST_USE;
/* Keys of a record, and from how many records on each says too little; how many, at most LINKAGE_KEYS_MAX. */
size_t linkage_keys_of(const struct link_set *s, uint32_t i, struct filed_under *ret);

#endif
