/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * take_settle.c - of rows that wait for each other, those that can be taken together.
 *
 * Two logs may each import parts of the other, with heads only at their ends. So first the largest
 * sizes are found that need nothing beyond each other; then all is judged, in turns, each log as far as the
 * others let it; what does not hold or cannot go on is cut back to its last head and the rest judged
 * again; then the same turns make entries of it.
 */
#include "vault/taking_priv.h"

enum { TURN = 2048 };

static bool waits(const struct take_log *l)
{
	return l->staged > l->size;
}

/* ---- how far ---- */

static int has_of(struct take *t, struct str origin, int64_t *ret, struct err *e)
{
	struct take_log *l;
	TRY(take_log_find(t, origin, &l, e));
	*ret = !l ? 0 : waits(l) ? l->limit : l->size;
	return 0;
}

/* Cut back until no import needs what is not there. */
static int reach(struct take *t, struct err *e)
{
	bool again = true;
	while (again) {
		again = false;
		for (size_t i = 0; i < t->n_logs; i++) {
			struct take_log *l = t->logs[i];
			for (size_t k = 0; waits(l) && k < l->n_imports; k++) {
				const struct take_import *m = &l->imports[k];
				int64_t has;
				if (m->index < l->size || m->index >= l->limit)
					continue;
				TRY(has_of(t, m->origin, &has, e));
				if (m->size <= has)
					continue;
				l->limit = take_note_before(l, m->index);
				again = true;
			}
		}
	}
	return 0;
}

/* ---- in turns ---- */

static int admit_first(struct take_log *l, bool *ret_admitted, struct err *e)
{
	struct take *t = l->t;
	struct log_row *rows;
	size_t n;
	enum admission a = ADMIT_LATER;
	*ret_admitted = l->known || l->vkey.p;
	if (*ret_admitted)
		return 0;
	TRY(take_staged(l, 0, 1, 1, t->a, &rows, &n, e));
	if (n)
		TRY(take_admit(l, &rows[0], &a, &l->vkey, e));
	l->never = a == ADMIT_NEVER;
	if (a != ADMITTED)
		l->vkey = STR_NULL;
	*ret_admitted = a == ADMITTED;
	return 0;
}

/* One turn of a log; *ret_far says whether it came any further. */
static int judge_turn(struct take_log *l, bool *ret_far, struct err *e)
{
	struct take *t = l->t;
	bool admitted;
	*ret_far = false;
	arena_clear(t->a);
	TRY(admit_first(l, &admitted, e));
	while (admitted && l->pos < l->limit) {
		struct log_row *rows;
		size_t n;
		size_t done;
		arena_clear(t->a);
		TRY(take_staged(l, l->pos, l->limit, TURN, t->a, &rows, &n, e));
		int64_t *recorded = l->recorded + (l->pos - l->size);
		int rc = take_judge(l, l->vkey, rows, n, recorded, &done, e);
		*ret_far |= done > 0;
		if (rc == ERR_CORRUPT) {
			t->sum.refused += l->staged - l->pos;
			l->limit = take_note_before(l, l->pos);
			l->staged = l->limit;
			return rc;
		}
		TRY(rc);
		if (done < n)
			break;
	}
	return 0;
}

static int judge_all(struct take *t, bool *ret_whole, struct err *e)
{
	bool far = true;
	*ret_whole = true;
	while (far) {
		far = false;
		for (size_t i = 0; i < t->n_logs; i++) {
			bool one;
			if (!waits(t->logs[i]))
				continue;
			int rc = judge_turn(t->logs[i], &one, e);
			if (rc == ERR_CORRUPT) {
				*ret_whole = false;
				return 0;
			}
			TRY(rc);
			far |= one;
		}
	}
	for (size_t i = 0; i < t->n_logs; i++) {
		struct take_log *l = t->logs[i];
		if (!waits(l) || l->pos >= l->limit)
			continue;
		l->limit = take_note_before(l, l->pos);
		*ret_whole = false;
	}
	return 0;
}

/* An import needs the entry before which it stands to be there already. */
static int can_accept(struct take *t, const struct log_row *row, bool *ret, struct err *e)
{
	struct checkpoint c;
	struct take_log *other;
	*ret = true;
	if (row->kind != ENTRY_IMPORT)
		return 0;
	TRY(checkpoint_parse(row->bytes, &c, e));
	TRY(take_log_find(t, c.origin, &other, e));
	*ret = other && c.size <= other->pos;
	return 0;
}

static int accept_turn(struct take_log *l, bool *ret_far, struct err *e)
{
	struct take *t = l->t;
	*ret_far = false;
	while (l->pos < l->limit) {
		struct log_row *rows;
		size_t n;
		size_t some = 0;
		bool can = true;
		arena_clear(t->a);
		TRY(take_staged(l, l->pos, l->limit, TURN, t->a, &rows, &n, e));
		while (some < n && can) {
			TRY(can_accept(t, &rows[some], &can, e));
			some += can;
		}
		TRY(take_accept(l, rows, some, l->recorded + (l->pos - l->size), PUT_NOW, e));
		l->pos += (int64_t)some;
		*ret_far |= some > 0;
		if (!can)
			break;
	}
	return 0;
}

static int accept_all(struct take *t, struct err *e)
{
	bool far = true;
	for (size_t i = 0; i < t->n_logs; i++) {
		struct take_log *l = t->logs[i];
		l->pos = l->size;
		if (waits(l) && l->limit > l->size)
			TRY(take_know(l, l->vkey, e));
	}
	while (far) {
		far = false;
		for (size_t i = 0; i < t->n_logs; i++) {
			bool one = false;
			if (waits(t->logs[i]))
				TRY(accept_turn(t->logs[i], &one, e));
			far |= one;
		}
	}
	for (size_t i = 0; i < t->n_logs; i++) {
		struct take_log *l = t->logs[i];
		if (!waits(l) || l->limit == l->size)
			continue;
		assert(l->pos == l->limit && "judged to be possible");
		TRY(take_accept_end(l, l->limit, e));
	}
	return 0;
}

/* ---- all of it ---- */

static void count_denied(struct take *t, const struct take_log *l)
{
	char number[NUMBER_TEXT_MAX];
	struct err why = l->why;
	if (!t->sum.denied) {
		err_wrap(&why, "entry %s of the log %.*s",
			 number_text(number_of(l->site, l->denied), 1, number), STR_FMT(l->origin));
		snprintf(t->sum.denied_why, sizeof t->sum.denied_why, "%s", why.text);
	}
	t->sum.denied += l->staged - l->denied;
}

static void count_left(struct take *t)
{
	for (size_t i = 0; i < t->n_logs; i++) {
		const struct take_log *l = t->logs[i];
		if (l->staged <= l->size)
			continue;
		*(l->never ? &t->sum.refused : &t->sum.waiting) += l->staged - l->size;
		if (l->denied >= l->size)
			count_denied(t, l);
	}
}

static int settle(struct take *t, struct err *e)
{
	bool whole = false;
	for (size_t i = 0; i < t->n_logs; i++) {
		struct take_log *l = t->logs[i];
		l->limit = take_note_before(l, l->staged);
		free(l->recorded);
		l->recorded =
			mem_need(calloc((size_t)(l->staged - l->size) + 1, sizeof *l->recorded));
	}
	while (!whole) {
		take_fold_forget(t);
		TRY(reach(t, e));
		TRY(judge_all(t, &whole, e));
	}
	return accept_all(t, e);
}

int take_settle(struct take *t, struct err *e)
{
	bool any = false;
	struct err ignored = { 0 };
	for (size_t i = 0; i < t->n_logs; i++)
		any |= waits(t->logs[i]);
	if (!any)
		return 0;
	int rc = settle(t, &ignored);
	if (rc < 0) {
		*e = ignored;
		return rc;
	}
	count_left(t);
	return take_unstage(t, 0, e);
}
