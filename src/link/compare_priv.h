/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare_priv.h - levels of two values of one type, none of them missing. The numbers are places in the lists of
 * compare_level.c. All are symmetric. */
#ifndef VIGIL_LINK_COMPARE_PRIV_H
#define VIGIL_LINK_COMPARE_PRIV_H

#include "link/compare.h"

enum { LINK_NAME_CLOSE = 4, LINK_NAME_MOVED = 6, LINK_NAME_KIN = 8 };

unsigned link_level_name(const struct link_value *x, const struct link_value *y,
			 const struct name_weigher *w);
/* The same of x and each of ys. */
void link_level_names(struct name_many *m, const struct link_value *x,
		      const struct link_value *const *ys, size_t n, const struct name_weigher *w,
		      uint8_t *ret);
/* Whether link_level_name is at most LINK_NAME_CLOSE; `m` keeps what words cost. */
bool link_is_close_name(struct name_many *m, const struct link_value *x, const struct link_value *y,
			const struct name_weigher *w);
/* A name of the person, and not of the father: what can slip into the next column. */
static inline bool link_is_own_name(const struct link_field *f)
{
	return f->type == LINK_NAME && f->role != NAME_FATHER && f->role != NAME_FULL;
}

/* All words of the first are words of the second; both folded. */
bool link_is_within(struct str x, struct str y);
unsigned link_level_text(const struct link_value *x, const struct link_value *y);
unsigned link_level_date(const struct link_date *x, const struct link_date *y);
unsigned link_level_year(float xlo, float xhi, float ylo, float yhi);
unsigned link_level_age(float xlo, float xhi, float ylo, float yhi);
unsigned link_level_place(const struct link_value *x, const struct link_value *y);
unsigned link_level_id(const struct link_value *x, const struct link_value *y);
unsigned link_level_url(const struct link_value *x, const struct link_value *y);

/* Groups are numbered within a field; across fields the keys themselves are compared. */
static inline bool link_same_sound_key(const struct link_value *x, const struct link_value *y)
{
	return x->name->key && x->name->key == y->name->key;
}

#endif
