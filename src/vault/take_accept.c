/* SPDX-License-Identifier: GPL-3.0-or-later */
/* take_accept.c - rows that were judged become entries of their log. */
#include "vault/taking_priv.h"

#include "base/clock.h"

int take_know(struct take_log *l, struct str vkey, struct err *e)
{
	if (l->known)
		return 0;
	TRY(log_add(l->t->v, l->site, l->origin, vkey, LOG_OTHER, e));
	l->known = true;
	l->t->sum.logs++;
	return 0;
}

/* Where an entry stands in the order of all logs (log.h). */
static int place(struct take_log *l, const struct log_row *row, int64_t recorded, int64_t *ret,
		 struct err *e)
{
	int64_t at = l->at;
	if (row->kind == ENTRY_IMPORT) {
		struct checkpoint c;
		int64_t site;
		TRY(checkpoint_parse(row->bytes, &c, e));
		TRY(log_site_of(l->t->v, c.origin, &site, e));
		TRY(log_last_at(l->t->v, site, c.size, &at, e));
		at++;
	} else if (row->kind != ENTRY_END) {
		at = recorded < 0 ? row->at : recorded;
	}
	*ret = at > l->at ? at : l->at;
	return 0;
}

static void note_first(struct take *t, int64_t at, int64_t seq)
{
	if (t->first_seq >= 0 && (t->first_at < at || (t->first_at == at && t->first_seq < seq)))
		return;
	t->first_at = at;
	t->first_seq = seq;
}

/* ---- rows that are put later ---- */

static void put_later(struct take *t, int64_t seq, const struct stored_entry *row)
{
	struct arena *a = t->later_a;
	t->later = arena_grow(a, t->later, t->n_later, &t->cap_later, sizeof *t->later);
	struct take_later *l = &t->later[t->n_later++];
	*l = (struct take_later){ seq, *row };
	l->row.bytes = str_copy(a, row->bytes);
	if (row->grp)
		l->row.sealed = str_copy(a, row->sealed);
	if (row->src_grp)
		l->row.src_sealed = str_copy(a, row->src_sealed);
}

int take_flush(struct take *t, struct err *e)
{
	for (size_t i = 0; i < t->n_later; i++)
		TRY(log_put_entry(t->v, t->later[i].seq, &t->later[i].row, e));
	t->later = NULL;
	t->n_later = t->cap_later = 0;
	arena_clear(t->later_a);
	return 0;
}

/* ---- rows ---- */

int take_accept(struct take_log *l, const struct log_row *rows, size_t n, const int64_t *recorded,
		enum take_when when, struct err *e)
{
	struct vault *v = l->t->v;
	for (size_t i = 0; i < n; i++) {
		const struct log_row *row = &rows[i];
		struct stored_entry s;
		int64_t seq = number_of(l->site, row->index);
		TRY(take_entry(l->t, row, &s, e));
		TRY(place(l, row, recorded[i], &s.at, e));
		if (when == PUT_LATER)
			put_later(l->t, seq, &s);
		else
			TRY(log_put_entry(v, seq, &s, e));
		l->at = s.at;
		if (entry_is_head(row->kind))
			continue;
		note_first(l->t, s.at, seq);
		l->brought++;
	}
	return 0;
}

int take_accept_end(struct take_log *l, int64_t size, struct err *e)
{
	struct vault *v = l->t->v;
	int64_t shown;
	int64_t was;
	size_t kept = 0;
	for (size_t i = 0; i < l->n_notes; i++) {
		const struct take_note *n = &l->notes[i];
		const struct checkpoint c = { l->origin, n->size, n->root };
		if (n->size <= size)
			TRY(head_keep(v, l->site, &c, n->note, clock_now_ms(), e));
		else
			l->notes[kept++] = *n;
	}
	l->n_notes = kept;
	TRY(take_tiles_store(l, size, e));
	TRY(log_size(v, l->site, &was, &shown, e));
	l->size = l->pos = size;
	l->was_ended = l->ended;
	if (l->staged < size)
		l->staged = size;
	return log_set_size(v, l->site, size, shown, e);
}
