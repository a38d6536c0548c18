/* SPDX-License-Identifier: GPL-3.0-or-later */
/* find_text.c - from a typed text to the records it finds. */
#include "register/find_priv.h"
#include "text/fold.h"

static const struct sql MATCH =
	SQL("SELECT rowid FROM search WHERE search MATCH :q ORDER BY rowid");
/* Names that begin with the words: the exact ones are among the first of them. */
static const struct sql BEGINS =
	SQL("SELECT rowid FROM search WHERE search MATCH :q ORDER BY rowid LIMIT 400");
static const struct sql SORTED_AS =
	SQL("SELECT entity FROM card WHERE kind = :kind AND sort = :sort");
static const struct sql LABELS = SQL("SELECT label, label_fa FROM card WHERE entity = :id");

enum { DOCS_PER_ENTITY = 65536, TEXT_MAX = 400 };

static bool set_found(const struct deck *d, int64_t entity, uint8_t how, uint8_t *found)
{
	ptrdiff_t at = deck_at(d, entity);
	if (at >= 0 && found[at] < how)
		found[at] = how;
	return at >= 0;
}

/* Hits come in the order of entities, as the deck does: one walk through both. */
static int match(struct reg *r, const struct deck *d, struct str expression, uint8_t *found,
		 bool *ret_any, struct err *e)
{
	AUTO_STMT *q = NULL;
	size_t at = 0;
	bool more;
	TRY(store_stmt(reg_store(r), &MATCH, &q, e));
	bind_str(q, ":q", expression);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		int64_t entity = col_int(q, 0) / DOCS_PER_ENTITY;
		while (at < d->n && d->cards[at].entity < entity)
			at++;
		if (at == d->n)
			return 0; /* newer than the deck */
		if (d->cards[at].entity == entity) {
			found[at] = FOUND;
			*ret_any = true;
		}
	}
}

/* ---- named exactly so ---- */

static int named_exactly(struct reg *r, int64_t entity, struct str key, struct arena *a, bool *ret,
			 struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), &LABELS, &q, e));
	bind_int(q, ":id", entity);
	TRY(stmt_row(q, e));
	*ret = str_eq(fold_key(a, col_str(q, 0)), key) || str_eq(fold_key(a, col_str(q, 1)), key);
	return 0;
}

static int exact_by_name(struct reg *r, const struct deck *d, struct str text, struct arena *a,
			 uint8_t *found, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *scratch = arena_new(0);
	struct str words = fold_words(a, text);
	struct str key = fold_key(a, text);
	int64_t last = 0;
	bool more;
	TRY(store_stmt(reg_store(r), &BEGINS, &q, e));
	bind_str(q, ":q", str_printf(a, "name : ^ \"%.*s\"", STR_FMT(words)));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		int64_t entity = col_int(q, 0) / DOCS_PER_ENTITY;
		bool exact;
		if (entity == last || deck_at(d, entity) < 0)
			continue;
		last = entity;
		arena_clear(scratch);
		TRY(named_exactly(r, entity, key, scratch, &exact, e));
		if (exact)
			set_found(d, entity, FOUND_EXACT, found);
	}
}

static int exact_by_label(struct reg *r, const struct deck *d, struct str text, struct arena *a,
			  uint8_t *found, struct err *e)
{
	AUTO_STMT *q = NULL;
	size_t n_kinds;
	const struct kind *kinds = vocab_kinds(r->vocab, &n_kinds);
	struct str words = fold_words(a, text);
	bool more;
	TRY(store_stmt(reg_store(r), &SORTED_AS, &q, e));
	for (size_t i = 0; i < n_kinds; i++) {
		bind_str(q, ":kind", kinds[i].term.code);
		bind_str(q, ":sort", words);
		for (;;) {
			TRY(stmt_next(q, &more, e));
			if (!more)
				break;
			set_found(d, col_int(q, 0), FOUND_EXACT, found);
		}
		stmt_reset(q);
	}
	return 0;
}

static int exact_by_number(struct reg *r, const struct deck *d, struct str text, struct arena *a,
			   uint8_t *found, bool *ret_any, struct err *e)
{
	struct entity en;
	struct str ascii = digits_ascii(a, text);
	int rc = reg_entity(r, ascii, a, &en, e);
	if (rc == ERR_NOTFOUND)
		return 0;
	TRY(rc);
	*ret_any |= set_found(d, en.id, FOUND_EXACT, found);
	return 0;
}

int deck_search(struct reg *r, const struct deck *d, struct str text, struct arena *a,
		uint8_t **ret, struct err *e)
{
	uint8_t *found = NEW_N(a, d->n, uint8_t);
	bool any = false;
	bool number = false;
	if (text.n > TEXT_MAX)
		return err_set(e, ERR_TOOBIG, "the search text is longer than %d bytes; shorten it",
			       TEXT_MAX);
	TRY(exact_by_number(r, d, text, a, found, &number, e));
	if (fold_words(a, text).n) {
		TRY(match(r, d, str_printf(a, "{name text} : (%.*s)", STR_FMT(fold_query(a, text))),
			  found, &any, e));
		if (any) {
			TRY(exact_by_name(r, d, text, a, found, e));
			TRY(exact_by_label(r, d, text, a, found, e));
		} else if (!number) {
			TRY(match(r, d,
				  str_printf(a, "skeleton : (%.*s)",
					     STR_FMT(fold_skeleton_query(a, text))),
				  found, &any, e));
		}
	}
	*ret = found;
	return 0;
}
