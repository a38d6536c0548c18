/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keyring_priv.h - keys that come from other sites.
 */
#ifndef VIGIL_KEYRING_PRIV_H
#define VIGIL_KEYRING_PRIV_H

#include "vault/compartment_priv.h"

/* In a transaction: begin before anything is taken, any number of bytes, end when the rows that came
 * with them are there. `ret_for_shown`: a key came for a group whose entries were shown without it, so
 * the view has to be made again. */
struct keyring_group;
struct keyring_take {
	struct vault *v;
	struct arena *a;
	struct compartment_world world;
	int64_t groups_before;
	bool for_shown;
	struct keyring_group *others; /* other wrappings of groups that do not open here */
	size_t n_others, cap_others;
};
int keyring_take_begin(struct keyring_take *t, struct vault *v, struct err *e) MUST_USE;
int keyring_take(struct keyring_take *t, struct str bytes, struct err *e) MUST_USE;
int keyring_take_end(struct keyring_take *t, bool *ret_for_shown, struct err *e) MUST_USE;
void keyring_take_done(struct keyring_take *t);

#endif
