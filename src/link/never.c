/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * never.c - what cannot be true of one person, however much else agrees.
 *
 * A man who died before the other was born is often his grandfather, or his uncle: of one name, one family, one town. Where
 * one list gives the birth and the other the death no field stands on both sides, and nothing would speak against. A brother and
 * a sister differ in one letter of their names and in their sex (sexes.c).
 * A record whose own dates contradict each other says that one of them is mistyped, and proves nothing.
 */
#include "link/link_priv.h"

#include <math.h>

static const struct link_date *date_at(const struct link_set *s, size_t f, uint32_t r)
{
	const struct link_value *v = &s->values[f].p[s->value[f][r]];
	return v->missing || v->date.lo > v->date.hi ? NULL : &v->date;
}

static bool is_after(const struct link_date *birth, const struct link_date *event)
{
	return birth && event && birth->lo > event->hi;
}

static bool born_after(const struct link_set *s, size_t birth, size_t event, uint32_t a, uint32_t b)
{
	const struct link_date *born = date_at(s, birth, a);
	const struct link_date *died = date_at(s, event, b);
	return is_after(born, died) && !is_after(born, date_at(s, event, a)) &&
	       !is_after(date_at(s, birth, b), died);
}

static bool are_of_other_sex(const struct link_rarity *r, uint32_t a, uint32_t b)
{
	return r->sure_sex && r->sure_sex[a] && r->sure_sex[b] && r->sure_sex[a] != r->sure_sex[b];
}

void link_never_begin(struct link_rarity *r, struct arena *a)
{
	r->sure_sex = r->m ? link_sexes_of(r->m, r->s, a) : NULL;
	r->birth = r->event = LINK_FIELDS_MAX;
	for (size_t f = 0; f < r->s->n_fields; f++) {
		const struct link_field *field = &r->s->fields[f];
		if (field->type == LINK_DATE && field->is_birth)
			r->birth = f;
		if (field->type == LINK_DATE && field->is_event)
			r->event = f;
	}
}

enum link_never link_never_of(double bits)
{
	double times = floor(-bits / LINK_NEVER_BITS + .5);
	return times < LINK_BORN_AFTER	? LINK_MAY_BE
	       : times < LINK_OTHER_SEX ? LINK_BORN_AFTER
					: LINK_OTHER_SEX;
}

double link_never_bits(const struct link_rarity *r, uint32_t a, uint32_t b)
{
	if (are_of_other_sex(r, a, b))
		return -LINK_NEVER_BITS * LINK_OTHER_SEX;
	if (r->birth == LINK_FIELDS_MAX || r->event == LINK_FIELDS_MAX)
		return 0;
	bool never = born_after(r->s, r->birth, r->event, a, b) ||
		     born_after(r->s, r->birth, r->event, b, a);
	return never ? -LINK_NEVER_BITS * LINK_BORN_AFTER : 0;
}

bool link_is_kept(float bits, float least)
{
	return bits + (float)LINK_NEVER_BITS * (float)link_never_of((double)bits) >= least;
}
