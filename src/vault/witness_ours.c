/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * witness_ours.c - others cosign heads of our log.
 *
 * A witness that is trusted is a named value of the vault, "cosigner VKEY", with lines: origin of our log,
 * URL, and three sizes. Sizes said of a log that is no longer ours (an epoch) say nothing of ours.
 */
#include "vault/vault_priv.h"
#include "vault/witness.h"

static const struct sql TRUSTED = SQL("SELECT name, value FROM vault_meta"
				      " WHERE name >= 'cosigner ' AND name < 'cosigner!'"
				      " ORDER BY name");
static const struct sql LINES = SQL("SELECT size, line FROM ledger_cosignature"
				    " WHERE site = :site ORDER BY size DESC, line");
static const struct sql HEADS = SQL("SELECT size, note FROM ledger_checkpoint"
				    " WHERE site = :site ORDER BY size DESC LIMIT 4096");

static const struct sql DISTRUST = SQL("DELETE FROM vault_meta WHERE name = :name");

enum { WITNESSES_MAX = POLICY_NODES_MAX, PREFIX = 9 /* of "cosigner " */ };

/* ---- who is trusted ---- */

static int64_t take_number(struct str *rest)
{
	struct str line;
	int64_t n = 0;
	*rest = str_cut(*rest, '\n', &line);
	return str_to_int(line, &n) && n > 0 ? n : 0;
}

static int read_witness(struct vault *v, struct str name, struct str value, struct arena *a,
			struct vault_witness *ret, struct err *e)
{
	struct str origin;
	*ret = (struct vault_witness){ .vkey = str_from(name, PREFIX) };
	TRY(note_key_read(ret->vkey, a, &ret->key, e));
	value = str_cut(value, '\n', &origin);
	value = str_cut(value, '\n', &ret->url);
	if (!str_eq(origin, v->origin))
		return 0;
	ret->known = take_number(&value);
	ret->ahead = take_number(&value);
	ret->refused = take_number(&value);
	return 0;
}

static int write_witness(struct vault *v, const struct vault_witness *w, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_TX tx = { 0 };
	struct str value =
		str_printf(a, "%.*s\n%.*s\n%lld\n%lld\n%lld\n", STR_FMT(v->origin), STR_FMT(w->url),
			   (long long)w->known, (long long)w->ahead, (long long)w->refused);
	TRY(tx_begin(&tx, v->st, e));
	TRY(meta_put(v->st, str_printf(a, "cosigner %.*s", STR_FMT(w->vkey)).p, value, e));
	return tx_commit(&tx, e);
}

static bool is_by(struct str line, const struct note_key *k, struct arena *a)
{
	struct note n;
	struct str s = str_printf(a, "x\n\n%.*s", STR_FMT(line));
	return note_parse(s, a, &n, NULL) == 0 && n.n == 1 && str_eq(n.sigs[0].name, k->name) &&
	       memcmp(n.sigs[0].id, k->id, NOTE_KEY_ID_LEN) == 0;
}

/* The newest head of our log that each of them cosigned. */
static int find_cosigned(struct vault *v, struct vault_witness *w, size_t n, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *a = arena_new(0);
	size_t left = n;
	TRY(store_stmt(v->st, &LINES, &q, e));
	bind_int(q, ":site", v->site);
	while (left) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		arena_clear(a);
		for (size_t i = 0; i < n; i++) {
			if (w[i].cosigned || !is_by(col_str(q, 1), &w[i].key, a))
				continue;
			w[i].cosigned = col_int(q, 0);
			left--;
		}
	}
	return 0;
}

int vault_witnesses(struct vault *v, struct arena *a, struct vault_witness **ret, size_t *ret_n,
		    struct err *e)
{
	AUTO_STMT *q = NULL;
	size_t n = 0;
	struct vault_witness *list = NEW_N(a, WITNESSES_MAX, struct vault_witness);
	TRY(store_stmt(v->st, &TRUSTED, &q, e));
	while (n < WITNESSES_MAX) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(read_witness(v, col_copy(q, 0, a), col_copy(q, 1, a), a, &list[n++], e));
	}
	TRY(find_cosigned(v, list, n, e));
	*ret = list;
	*ret_n = n;
	return 0;
}

static int find_witness(struct vault *v, struct str vkey, struct arena *a,
			struct vault_witness *ret, struct err *e)
{
	struct vault_witness *w;
	size_t n;
	TRY(vault_witnesses(v, a, &w, &n, e));
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(w[i].vkey, vkey))
			continue;
		*ret = w[i];
		return 0;
	}
	return err_set(e, ERR_NOTFOUND, "this witness is not trusted here");
}

static bool is_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7F)
			return false;
	return true;
}

static int require_officer(struct vault *v, struct err *e)
{
	enum vault_role role;
	TRY(vault_my_role(v, &role, e));
	return role == ROLE_OFFICER
		       ? 0
		       : err_set(e, ERR_DENIED, "only an officer decides which witness is trusted");
}

int vault_witness_trust(struct vault *v, struct str vkey, struct str url, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct note_key key;
	struct vault_witness w = { 0 };
	struct vault_witness *all;
	size_t n;
	TRY(note_key_read(vkey, a, &key, e));
	if (key.type != NOTE_COSIGNATURE)
		return err_set(e, ERR_INPUT,
			       "this is not the key of a witness that Vigil can judge: a witness "
			       "prints it with `vigil witness key`");
	if (!is_line(url))
		return err_set(e, ERR_INPUT, "an address has no blanks");
	TRY(require_officer(v, e));
	TRY(vault_witnesses(v, a, &all, &n, e));
	if (n == WITNESSES_MAX)
		return err_set(e, ERR_TOOBIG, "at most %d witnesses are trusted", WITNESSES_MAX);
	int rc = find_witness(v, vkey, a, &w, e);
	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	w.vkey = vkey;
	w.url = url;
	return write_witness(v, &w, e);
}

int vault_witness_distrust(struct vault *v, struct str vkey, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_STMT *q = NULL;
	AUTO_TX tx = { 0 };
	struct vault_witness w;
	TRY(require_officer(v, e));
	TRY(tx_begin(&tx, v->st, e));
	TRY(find_witness(v, vkey, a, &w, e));
	TRY(store_stmt(v->st, &DISTRUST, &q, e));
	bind_str(q, ":name", str_printf(a, "cosigner %.*s", STR_FMT(vkey)));
	TRY(stmt_run(q, e));
	return tx_commit(&tx, e);
}

int vault_witness_told(struct vault *v, struct str vkey, int64_t has, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct vault_witness w;
	int64_t size;
	TRY(find_witness(v, vkey, a, &w, e));
	TRY(vault_size(v, &size, e));
	w.known = has;
	w.ahead = has > size ? has : 0;
	return write_witness(v, &w, e);
}

int vault_witness_refused(struct vault *v, struct str vkey, int64_t size, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct vault_witness w;
	TRY(find_witness(v, vkey, a, &w, e));
	w.refused = size;
	return write_witness(v, &w, e);
}

/* ---- asking ---- */

int vault_witness_request(struct vault *v, int64_t old, struct arena *a, struct str *ret,
			  int64_t *ret_size, struct err *e)
{
	struct hash *proof = NEW_N(a, PROOF_HASHES_MAX + 1, struct hash);
	struct witness_request r = { .old = old, .hashes = proof };
	struct tile_store tiles = vault_tiles(v);
	struct note note;
	struct checkpoint head;
	AUTO_BUF b;
	buf_init(&b, WITNESS_REQUEST_MAX);
	TRY(vault_head_for_others(v, a, &r.note, e));
	TRY(note_parse(r.note, a, &note, e));
	TRY(checkpoint_parse(note.text, &head, e));
	if (old > head.size)
		return err_set(
			e, ERR_CONFLICT,
			"a witness has signed %lld entries of this log, and this vault has "
			"%lld: it was restored from a backup, or it is a copy of one that went "
			"on. Fetch what the others have with `vigil sync`, then begin a new log "
			"with `vigil log epoch`",
			(long long)old, (long long)head.size);
	if (old > 0)
		TRY(tree_consistency(&tiles, old, head.size, proof, &r.n, e));
	witness_request_write(&b, &r);
	TRY(buf_check(&b, e));
	*ret = buf_copy(&b, a);
	*ret_size = head.size;
	return 0;
}

/* ---- taking what they answered ---- */

struct taking {
	struct vault *v;
	struct arena *a;
	struct note_key *keys;
	size_t n_keys;
	struct vault_cosigned *got;
	size_t n;
};

/* Does the line sign this text under one of the keys? */
static bool signs(struct taking *t, struct str line, struct str note, struct arena *a,
		  size_t *ret_key)
{
	struct note n;
	struct str kept;
	return note_parse(note, a, &n, NULL) == 0 &&
	       witness_answer_check(line, n.text, t->keys, t->n_keys, a, &kept, ret_key, NULL) ==
		       0 &&
	       kept.n > 0;
}

/* Newest first: which head of this log it is. *ret_size 0: none. */
static int find_head(struct taking *t, int64_t site, struct str line, int64_t *ret_size,
		     size_t *ret_key, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *a = arena_new(0);
	*ret_size = 0;
	TRY(store_stmt(t->v->st, &HEADS, &q, e));
	bind_int(q, ":site", site);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		arena_clear(a);
		if (signs(t, line, col_str(q, 1), a, ret_key)) {
			*ret_size = col_int(q, 0);
			return 0;
		}
	}
}

static int keep_line(struct taking *t, struct str line, struct err *e)
{
	struct vault_log *logs;
	size_t n;
	TRY(vault_logs(t->v, t->a, &logs, &n, e));
	for (size_t i = 0; i < n; i++) {
		int64_t size;
		size_t key = 0;
		TRY(find_head(t, logs[i].site, line, &size, &key, e));
		if (!size)
			continue;
		TRY(vault_cosignature_add(t->v, logs[i].origin, size, line, e));
		t->got[t->n++] = (struct vault_cosigned){ t->keys[key].name, logs[i].origin, size };
		return 0;
	}
	return err_set(e, ERR_INPUT,
		       "a line of a witness fits no head that is kept here: it was changed on its "
		       "way, or answers another vault");
}

/* The keys of the trusted witnesses, and that one. */
static int load_keys(struct taking *t, const struct note_key *also, struct err *e)
{
	struct vault_witness *w;
	size_t n;
	TRY(vault_witnesses(t->v, t->a, &w, &n, e));
	t->keys = NEW_N(t->a, n + 1, struct note_key);
	for (size_t i = 0; i < n; i++)
		t->keys[t->n_keys++] = w[i].key;
	if (also)
		t->keys[t->n_keys++] = *also;
	return 0;
}

static bool is_trusted(struct taking *t, struct str line)
{
	for (size_t i = 0; i < t->n_keys; i++)
		if (is_by(line, &t->keys[i], t->a))
			return true;
	return false;
}

/* A witness that cosigned our head has it, and nothing it said before counts any longer. */
static int note_progress(struct taking *t, struct err *e)
{
	struct vault_witness *w;
	size_t n;
	TRY(vault_witnesses(t->v, t->a, &w, &n, e));
	for (size_t i = 0; i < n; i++) {
		struct vault_witness was = w[i];
		w[i].known = was.cosigned > was.known ? was.cosigned : was.known;
		w[i].refused = was.cosigned >= was.refused ? 0 : was.refused;
		w[i].ahead = was.cosigned >= was.ahead ? 0 : was.ahead;
		if (w[i].known != was.known || w[i].refused != was.refused ||
		    w[i].ahead != was.ahead)
			TRY(write_witness(t->v, &w[i], e));
	}
	return 0;
}

int vault_witness_take(struct vault *v, struct str lines, const struct note_key *also,
		       struct arena *a, struct vault_cosigned **ret, size_t *ret_n, struct err *e)
{
	struct taking t = { .v = v, .a = a };
	TRY(load_keys(&t, also, e));
	t.got = NEW_N(a, NOTE_SIGS_MAX, struct vault_cosigned);
	while (lines.n) {
		struct str line;
		lines = str_cut(lines, '\n', &line);
		line = str_printf(a, "%.*s\n", STR_FMT(line));
		if (!is_trusted(&t, line))
			continue;
		if (t.n == NOTE_SIGS_MAX)
			return err_set(e, ERR_TOOBIG, "an answer has at most %d lines",
				       NOTE_SIGS_MAX);
		TRY(keep_line(&t, line, e));
	}
	if (t.n == 0)
		return err_set(
			e, ERR_INPUT,
			"no line is by a witness that is trusted here; an officer adds one with "
			"`vigil witness trust VKEY`");
	TRY(note_progress(&t, e));
	*ret = t.got;
	*ret_n = t.n;
	return 0;
}
