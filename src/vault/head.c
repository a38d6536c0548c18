/* SPDX-License-Identifier: GPL-3.0-or-later */
/* head.c - signed heads: kept, given to others, cosigned, compared. */
#include "vault/take_priv.h"
#include "vault/author_priv.h"

#include "base/clock.h"
#include "ledger/consistency.h"

static const struct sql CHECKPOINT =
	SQL("SELECT size, note FROM ledger_checkpoint WHERE site = :site AND size <= :size"
	    " ORDER BY size DESC LIMIT 1");
static const struct sql NEXT_CHECKPOINT =
	SQL("SELECT note FROM ledger_checkpoint WHERE site = :site AND size >= :size"
	    " ORDER BY size LIMIT 1");
static const struct sql COSIGNATURES = SQL(
	"SELECT line FROM ledger_cosignature WHERE site = :site AND size = :size ORDER BY line");
static const struct sql ADD_COSIGNATURE =
	SQL("INSERT OR IGNORE INTO ledger_cosignature (site, size, line)"
	    " VALUES (:site, :size, :line)");
static const struct sql SIGNED = SQL("SELECT size, root FROM signing_state WHERE site = :site");
static const struct sql SET_SIGNED =
	SQL("INSERT INTO signing_state (site, size, root) VALUES (:site, :size, :root)"
	    " ON CONFLICT (site) DO UPDATE SET size = excluded.size, root = excluded.root");
static const struct sql FORKS =
	SQL("SELECT origin, ours, theirs, found_ms FROM ledger_fork ORDER BY id");
static const struct sql FORK_ID =
	SQL("SELECT id FROM ledger_fork WHERE ours = :ours AND theirs = :theirs");
static const struct sql ADD_FORK = SQL("INSERT INTO ledger_fork (origin, ours, theirs, found_ms)"
				       " VALUES (:origin, :ours, :theirs, :found_ms)");

enum { NOTE_ROOM = 1 << 20 };

/* A transaction of one's own, unless the caller has one open. */
static int begin_here(struct vault *v, struct tx *tx, struct err *e)
{
	return store_in_tx(v->st) ? 0 : tx_begin(tx, v->st, e);
}

static int commit_here(struct tx *tx, struct err *e)
{
	return tx->st ? tx_commit(tx, e) : 0;
}

/* ---- kept ---- */

static int add_cosignatures(struct vault *v, int64_t site, int64_t size, struct buf *b,
			    struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &COSIGNATURES, &q, e));
	bind_int(q, ":site", site);
	bind_int(q, ":size", size);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return buf_check(b, e);
		buf_add(b, col_str(q, 0));
	}
}

int vault_checkpoint(struct vault *v, int64_t site, int64_t size, bool or_before, struct arena *a,
		     int64_t *ret_size, struct str *ret_note, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_BUF b;
	bool there;
	buf_init(&b, NOTE_ROOM);
	TRY(store_stmt(v->st, &CHECKPOINT, &q, e));
	bind_int(q, ":site", site);
	bind_int(q, ":size", size);
	TRY(stmt_next(q, &there, e));
	if (!there || (!or_before && col_int(q, 0) != size))
		return err_set(e, ERR_NOTFOUND, "no head of this size is kept");
	buf_add(&b, col_str(q, 1));
	TRY(add_cosignatures(v, site, col_int(q, 0), &b, e));
	*ret_size = col_int(q, 0);
	*ret_note = buf_copy(&b, a);
	return 0;
}

int head_keep(struct vault *v, int64_t site, const struct checkpoint *c, struct str note,
	      int64_t recorded_ms, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF own;
	AUTO_BUF others;
	struct note n;
	struct str rest;
	buf_init(&own, NOTE_ROOM);
	buf_init(&others, NOTE_ROOM);
	TRY(note_parse(note, a, &n, e));
	buf_add(&own, n.text);
	buf_char(&own, '\n');
	rest = str_from(note, n.text.n + 1);
	for (size_t i = 0; i < n.n; i++) {
		struct str line;
		rest = str_cut(rest, '\n', &line);
		struct buf *to = str_eq(n.sigs[i].name, c->origin) ? &own : &others;
		buf_add(to, line);
		buf_char(to, '\n');
	}
	TRY(buf_check(&own, e));
	TRY(log_put_checkpoint(v, site, c, buf_str(&own), recorded_ms, e));
	return others.n ? vault_cosignature_add(v, c->origin, c->size, buf_str(&others), e) : 0;
}

/* ---- for others ---- */

/* ERR_CONFLICT when a head that left here is not one of this log. */
static int must_extend(struct vault *v, int64_t size, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct hash then;
	struct hash now;
	bool there;
	TRY(store_stmt(v->st, &SIGNED, &q, e));
	bind_int(q, ":site", v->site);
	TRY(stmt_next(q, &there, e));
	if (!there)
		return 0;
	TRY(col_blob(q, 1, then.b, HASH_LEN, e));
	if (col_int(q, 0) <= size) {
		TRY(vault_root(v, number_of(v->site, col_int(q, 0)), &now, e));
		if (hash_eq(&now, &then))
			return 0;
	}
	return err_set(
		e, ERR_CONFLICT,
		"a head of this log for %lld entries was given out before, and the log does not "
		"extend it: this is a copy or a restored backup. Begin a new epoch",
		(long long)col_int(q, 0));
}

int vault_head_for_others(struct vault *v, struct arena *a, struct str *ret_note, struct err *e)
{
	AUTO_TX tx = { 0 };
	AUTO_STMT *q = NULL;
	struct hash root;
	int64_t size;
	if (!store_is_fixed(v->st))
		TRY(begin_here(v, &tx, e));
	TRY(vault_size(v, &size, e));
	TRY(must_extend(v, size, e));
	if (store_is_fixed(v->st)) /* nothing can be signed after it either */
		return vault_checkpoint(v, v->site, size, false, a, &size, ret_note, e);
	TRY(vault_root(v, number_of(v->site, size), &root, e));
	TRY(store_stmt(v->st, &SET_SIGNED, &q, e));
	bind_int(q, ":site", v->site);
	bind_int(q, ":size", size);
	bind_blob(q, ":root", root.b, HASH_LEN);
	TRY(stmt_run(q, e));
	TRY(vault_checkpoint(v, v->site, size, false, a, &size, ret_note, e));
	return commit_here(&tx, e);
}

static int add_line(struct vault *v, int64_t site, int64_t size, struct str line, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &ADD_COSIGNATURE, &q, e));
	bind_int(q, ":site", site);
	bind_int(q, ":size", size);
	bind_str(q, ":line", line);
	return stmt_run(q, e);
}

static bool has_line_of(const struct note *n, const struct note_sig *s)
{
	for (size_t i = 0; i < n->n; i++)
		if (str_eq(n->sigs[i].name, s->name) &&
		    memcmp(n->sigs[i].id, s->id, NOTE_KEY_ID_LEN) == 0)
			return true;
	return false;
}

int vault_cosignature_add(struct vault *v, struct str origin, int64_t size, struct str lines,
			  struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_TX tx = { 0 };
	struct str note;
	struct note had;
	struct note n;
	int64_t site;
	TRY(begin_here(v, &tx, e));
	TRY(log_site_of(v, origin, &site, e));
	TRY(vault_checkpoint(v, site, size, false, a, &size, &note, e));
	TRY(note_parse(note, a, &had, e));
	/* Their form is that of lines under this text. */
	struct str text = had.text;
	TRY(note_parse(str_printf(a, "%.*s\n%.*s", STR_FMT(text), STR_FMT(lines)), a, &n, e));
	for (size_t i = 0; i < n.n; i++) {
		struct str line;
		lines = str_cut(lines, '\n', &line);
		/* Whoever is asked again signs again, at another time. One says it all, and a note has
		 * room for some signatures only. */
		if (has_line_of(&had, &n.sigs[i]))
			continue;
		if (had.n + i >= NOTE_SIGS_MAX)
			return err_set(e, ERR_TOOBIG, "a head has at most %d signatures",
				       NOTE_SIGS_MAX);
		TRY(add_line(v, site, size, str_printf(a, "%.*s\n", STR_FMT(line)), e));
	}
	return commit_here(&tx, e);
}

/* ---- forks ---- */

int vault_forks(struct vault *v, struct arena *a, struct vault_fork **ret, size_t *ret_n,
		struct err *e)
{
	AUTO_STMT *q = NULL;
	size_t n = 0;
	size_t cap = 4;
	struct vault_fork *list = NEW_N(a, cap, struct vault_fork);
	TRY(store_stmt(v->st, &FORKS, &q, e));
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		list = arena_grow(a, list, n, &cap, sizeof *list);
		list[n++] = (struct vault_fork){ col_copy(q, 0, a), col_copy(q, 1, a),
						 col_copy(q, 2, a), col_int(q, 3) };
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

int fork_keep(struct vault *v, int64_t site, struct str origin, int64_t size, struct str theirs,
	      int64_t *ret_id, bool *ret_new, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *add = NULL;
	AUTO_STMT *there_already = NULL;
	AUTO_TX tx = { 0 };
	bool there;
	TRY(begin_here(v, &tx, e));
	TRY(store_stmt(v->st, &NEXT_CHECKPOINT, &q, e));
	bind_int(q, ":site", site);
	bind_int(q, ":size", size);
	TRY(stmt_next(q, &there, e));
	if (!there)
		return err_set(e, ERR_NOTFOUND, "no head of this size is kept");
	TRY(store_stmt(v->st, &FORK_ID, &there_already, e));
	bind_str(there_already, ":ours", col_str(q, 0));
	bind_str(there_already, ":theirs", theirs);
	bool known;
	TRY(stmt_next(there_already, &known, e));
	*ret_new = !known;
	if (known) {
		*ret_id = col_int(there_already, 0);
		return commit_here(&tx, e);
	}
	TRY(store_stmt(v->st, &ADD_FORK, &add, e));
	bind_str(add, ":origin", origin);
	bind_str(add, ":ours", col_str(q, 0));
	bind_str(add, ":theirs", theirs);
	bind_int(add, ":found_ms", clock_now_ms());
	TRY(stmt_run(add, e));
	*ret_id = store_last_rowid(v->st);
	return commit_here(&tx, e);
}

static int compare(const struct checkpoint *ours, const struct checkpoint *theirs,
		   const struct hash *proof, size_t n, enum vault_head_verdict *ret, struct err *e)
{
	*ret = HEAD_BEHIND;
	if (!proof)
		return 0;
	switch (consistency_fit(ours, theirs, proof, n)) {
	case FIT_HOLDS:
		return 0;
	case FIT_FORK:
		*ret = HEAD_FORK;
		return 0;
	case FIT_UNSHOWN:
		break;
	}
	return err_set(e, ERR_CORRUPT, "the proof does not lead from our head to theirs");
}

int vault_compare_head(struct vault *v, struct str note, const struct hash *proof, size_t n,
		       enum vault_head_verdict *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct authors keys;
	struct note parsed;
	struct checkpoint c;
	struct vault_log log;
	struct hash root;
	TRY(note_parse(note, a, &parsed, e));
	TRY(checkpoint_parse(parsed.text, &c, e));
	TRY(vault_log_by_origin(v, c.origin, a, &log, e));
	TRY(authors_of(v, log.site, a, &keys, e));
	TRY(authors_note(&keys, &parsed, c.size, e));
	bool behind = c.size > log.size;
	int64_t common = behind ? log.size : c.size;
	TRY(vault_root(v, number_of(log.site, common), &root, e));
	const struct checkpoint ours = { c.origin, common, root };
	if (behind)
		TRY(compare(&ours, &c, proof, n, ret, e));
	else if (!hash_eq(&root, &c.root))
		*ret = HEAD_FORK;
	else
		*ret = c.size == log.size ? HEAD_SAME : HEAD_AHEAD;
	int64_t fork;
	bool is_new;
	if (*ret != HEAD_FORK || store_is_fixed(v->st))
		return 0;
	return fork_keep(v, log.site, c.origin, common, note, &fork, &is_new, e);
}
