/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mention_index.c - what a row of a list is found by, and asking for it. */
#include "register/mention_index_priv.h"

#include "names/names.h"
#include "text/fold.h"

static const struct sql ADD = SQL("INSERT INTO mention_search (rowid, name, other, sounds)"
				  " VALUES (:pos, :name, :other, :sounds)");
static const struct sql DROP = SQL("DELETE FROM mention_search WHERE rowid = :pos");

enum {
	INDEX_MAX = 1 << 20, /* of one row: a cell has at most 300 kB */
	KEY_BITS = 40 /* of a key; what meets by chance is compared and does not sound alike */
};

/* ---- keys as words ------------------------------------------------------ */

/* One letter says the family, so that a key of one is never taken for another's. */
static void put_key(struct buf *b, const char *before, char family, uint64_t key)
{
	buf_printf(b, "%s%c%010llx", b->n ? before : "", family,
		   (unsigned long long)(key & ((UINT64_C(1) << KEY_BITS) - 1)));
}

static void put_keys(struct buf *b, const char *between, const struct name *n,
		     enum name_key_family f, char letter)
{
	uint64_t keys[NAME_KEYS_MAX];
	size_t k = name_keys(n, f, keys);
	for (size_t i = 0; i < k; i++)
		put_key(b, between, letter, keys[i]);
}

static void put_name(struct buf *b, struct str text, struct arena *a)
{
	struct name n;
	if (!text.n)
		return;
	name_read(text, NAME_FULL, a, &n);
	if (n.missing)
		return;
	put_keys(b, " ", &n, NAME_KEY_TOKENS, 't');
	put_keys(b, " ", &n, NAME_KEY_DELETE, 'd');
	put_keys(b, " ", &n, NAME_KEY_SORTED, 's');
}

/* ---- filing ------------------------------------------------------------- */

int mention_index_add(struct store *st, int64_t pos, struct str label, const struct list_row *row,
		      struct arena *a, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_BUF sounds;
	struct str other =
		str_printf(a, "%.*s %.*s %.*s", STR_FMT(row->field[LIST_OTHER_NAME]),
			   STR_FMT(row->field[LIST_FATHER]), STR_FMT(row->field[LIST_ID]));
	buf_init(&sounds, INDEX_MAX);
	put_name(&sounds, label, a);
	put_name(&sounds, row->field[LIST_OTHER_NAME], a);
	TRY(store_stmt(st, &ADD, &q, e));
	bind_int(q, ":pos", pos);
	bind_str(q, ":name", fold_search(a, label));
	bind_str(q, ":other", fold_search(a, other));
	bind_str(q, ":sounds", buf_str(&sounds));
	return stmt_run(q, e);
}

int mention_index_drop(struct store *st, int64_t pos, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &DROP, &q, e));
	bind_int(q, ":pos", pos);
	return stmt_run(q, e);
}

/* ---- asking ------------------------------------------------------------- */

struct str mention_index_words(struct str text, bool other, struct arena *a)
{
	return str_printf(a, "%s : (%.*s)", other ? "{name other}" : "name",
			  STR_FMT(fold_query(a, text)));
}

/* Each word by any of its keys, and all of them; a word that has none (a title, an initial, vowels) asks for
 * nothing. */
static size_t each_word(struct str text, struct buf *b, struct arena *a)
{
	size_t n = 0;
	for (struct str rest = fold_words(a, text), word; rest.n;) {
		AUTO_BUF one;
		struct name name;
		rest = str_cut(rest, ' ', &word);
		buf_init(&one, INDEX_MAX);
		name_read(word, NAME_FULL, a, &name);
		put_keys(&one, " OR ", &name, NAME_KEY_TOKENS, 't');
		if (one.n)
			buf_printf(b, "%s(%.*s)", n++ ? " AND " : "", STR_FMT(buf_str(&one)));
	}
	return n;
}

struct str mention_index_sounds(struct str text, struct arena *a)
{
	AUTO_BUF b;
	AUTO_BUF whole;
	struct name name;
	buf_init(&b, INDEX_MAX);
	buf_init(&whole, INDEX_MAX);
	size_t words = each_word(text, &b, a);
	name_read(text, NAME_FULL, a, &name);
	/* A typing error, words cut elsewhere or in another order: only where there is more than one to go by. */
	if (words > 1 && !name.missing) {
		put_keys(&whole, " OR ", &name, NAME_KEY_DELETE, 'd');
		put_keys(&whole, " OR ", &name, NAME_KEY_SORTED, 's');
	}
	if (whole.n)
		buf_printf(&b, " OR %.*s", STR_FMT(buf_str(&whole)));
	return b.n ? str_printf(a, "sounds : (%.*s)", STR_FMT(buf_str(&b))) : STR("");
}
