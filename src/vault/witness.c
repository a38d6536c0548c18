/* SPDX-License-Identifier: GPL-3.0-or-later */
/* witness.c - we cosign heads of other logs. */
#include "vault/witness.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "vault/vault_priv.h"

#define WITNESSED "origin, vkey, size, root, note FROM witnessed"
static const struct sql ALL = SQL("SELECT " WITNESSED " ORDER BY origin");
static const struct sql ONE = SQL("SELECT " WITNESSED " WHERE origin = :origin");
static const struct sql ANY = SQL("SELECT count(*) FROM witnessed");
static const struct sql ADD = SQL("INSERT INTO witnessed (origin, vkey, size, root, note)"
				  " VALUES (:origin, :vkey, 0, :root, '')");
static const struct sql SET_KEYS = SQL("UPDATE witnessed SET vkey = :vkey WHERE origin = :origin");
static const struct sql SET_HEAD =
	SQL("UPDATE witnessed SET size = :size, root = :root, note = :note WHERE origin = :origin");
static const struct sql ADD_FORK =
	SQL("INSERT OR IGNORE INTO ledger_fork (origin, ours, theirs, found_ms)"
	    " VALUES (:origin, :ours, :theirs, :found_ms)");

static const char SEED[] = "witness seed";
static const char NAME[] = "witness name";

enum { KEYS_MAX = 8 }; /* of one log; a change of key takes two */

/* ---- our key ---- */

static int witness_sign_key(struct vault *v, struct sign_key *ret, struct arena *a,
			    struct str *ret_name, struct err *e)
{
	struct str seed;
	AUTO_KEY k;
	TRY(meta_get(v->st, NAME, a, ret_name, e));
	TRY(meta_get(v->st, SEED, a, &seed, e));
	if (seed.n != KEY_LEN)
		return err_set(e, ERR_CORRUPT, "the key of this witness is damaged");
	memcpy(k.b, seed.p, KEY_LEN);
	sign_key_from_seed(ret, &k);
	return 0;
}

static int make_key(struct vault *v, struct str name, struct err *e)
{
	AUTO_TX tx = { 0 };
	AUTO_KEY seed;
	struct note_key check;
	char random[CHECKPOINT_ORIGIN_LEN + 1];
	if (!name.n) {
		checkpoint_origin(random);
		name = str_of(random);
	}
	random_bytes(seed.b, KEY_LEN);
	TRY(note_key_make(name, NOTE_COSIGNATURE, seed.b, &check,
			  e)); /* the name is a key's name */
	TRY(tx_begin(&tx, v->st, e));
	TRY(meta_put(v->st, NAME, name, e));
	TRY(meta_put(v->st, SEED, str_n((char *)seed.b, KEY_LEN), e));
	return tx_commit(&tx, e);
}

int vault_witness_key(struct vault *v, struct str name, struct arena *a, struct str *ret_vkey,
		      struct err *e)
{
	AUTO_SIGN_KEY k;
	struct note_key key;
	struct str has;
	int rc = witness_sign_key(v, &k, a, &has, e);
	if (rc == ERR_NOTFOUND) {
		TRY(make_key(v, name, e));
		rc = witness_sign_key(v, &k, a, &has, e);
	}
	TRY(rc);
	if (name.n && !str_eq(name, has))
		return err_set(
			e, ERR_CONFLICT,
			"this witness is called %.*s; others know it by that name, so it does "
			"not change",
			STR_FMT(has));
	TRY(note_key_make(has, NOTE_COSIGNATURE, k.public, &key, e));
	*ret_vkey = note_key_write(&key, a);
	return 0;
}

/* ---- the logs we witness ---- */

static int read_keys(struct str lines, struct arena *a, struct vault_witnessed *ret, struct err *e)
{
	ret->keys = NEW_N(a, KEYS_MAX, struct note_key);
	while (lines.n) {
		struct str vkey;
		lines = str_cut(lines, '\n', &vkey);
		if (ret->n_keys == KEYS_MAX)
			return err_set(e, ERR_TOOBIG, "a log has at most %d keys here", KEYS_MAX);
		TRY(note_key_read(vkey, a, &ret->keys[ret->n_keys++], e));
	}
	return 0;
}

static const char *doubt_name(struct str origin, struct arena *a)
{
	return str_printf(a, "witness doubt %.*s", STR_FMT(origin)).p;
}

static int read_row(struct vault *v, struct stmt *q, struct arena *a, struct vault_witnessed *ret,
		    struct err *e)
{
	*ret = (struct vault_witnessed){ .origin = col_copy(q, 0, a),
					 .size = col_int(q, 2),
					 .note = col_copy(q, 4, a),
					 .doubt = STR("") };
	TRY(read_keys(col_copy(q, 1, a), a, ret, e));
	TRY(col_blob(q, 3, ret->root.b, HASH_LEN, e));
	int rc = meta_get(v->st, doubt_name(ret->origin, a), a, &ret->doubt, e);
	return rc == ERR_NOTFOUND ? 0 : rc;
}

/* *ret_there: we witness it. */
static int load(struct vault *v, struct str origin, struct arena *a, struct vault_witnessed *ret,
		bool *ret_there, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &ONE, &q, e));
	bind_str(q, ":origin", origin);
	TRY(stmt_next(q, ret_there, e));
	return *ret_there ? read_row(v, q, a, ret, e) : 0;
}

int vault_witness_is_one(struct vault *v, bool *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &ANY, &q, e));
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0) > 0;
	return 0;
}

int vault_witness_logs(struct vault *v, struct arena *a, struct vault_witnessed **ret,
		       size_t *ret_n, struct err *e)
{
	AUTO_STMT *count = NULL;
	AUTO_STMT *q = NULL;
	size_t n = 0;
	TRY(store_stmt(v->st, &ANY, &count, e));
	TRY(stmt_row(count, e));
	size_t max = (size_t)col_int(count, 0);
	struct vault_witnessed *list = NEW_N(a, max, struct vault_witnessed);
	TRY(store_stmt(v->st, &ALL, &q, e));
	while (n < max) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(read_row(v, q, a, &list[n++], e));
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

static int require_officer(struct vault *v, struct err *e)
{
	enum vault_role role;
	TRY(vault_my_role(v, &role, e));
	return role == ROLE_OFFICER
		       ? 0
		       : err_set(e, ERR_DENIED, "only an officer decides who witnesses whom");
}

static int add_row(struct vault *v, struct str origin, struct str vkey, struct err *e)
{
	static const struct hash NONE = { { 0 } };
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &ADD, &q, e));
	bind_str(q, ":origin", origin);
	bind_str(q, ":vkey", vkey);
	bind_blob(q, ":root", NONE.b, HASH_LEN);
	return stmt_run(q, e);
}

static int add_key(struct vault *v, const struct vault_witnessed *w, const struct note_key *key,
		   struct arena *a, bool *ret_new, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_BUF b;
	buf_init(&b, KEYS_MAX * 2048);
	*ret_new = false;
	for (size_t i = 0; i < w->n_keys; i++) {
		if (str_eq(w->keys[i].material, key->material))
			return 0;
		buf_add(&b, note_key_write(&w->keys[i], a));
		buf_char(&b, '\n');
	}
	if (w->n_keys == KEYS_MAX)
		return err_set(e, ERR_TOOBIG, "a log has at most %d keys here", KEYS_MAX);
	buf_add(&b, note_key_write(key, a));
	TRY(buf_check(&b, e));
	TRY(store_stmt(v->st, &SET_KEYS, &q, e));
	bind_str(q, ":origin", w->origin);
	bind_str(q, ":vkey", buf_str(&b));
	TRY(stmt_run(q, e));
	*ret_new = true;
	return 0;
}

int vault_witness_add_log(struct vault *v, struct str vkey, bool alone, bool *ret_new,
			  struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_TX tx = { 0 };
	struct note_key key;
	struct vault_witnessed w;
	bool there;
	TRY(note_key_read(vkey, a, &key, e));
	if (key.type != NOTE_ED25519)
		return err_set(e, ERR_INPUT,
			       "this is not the key of a log: `vigil log policy` "
			       "prints it");
	if (str_eq(key.name, v->origin))
		return err_set(e, ERR_CONFLICT,
			       "this is the log of this vault; nobody is their own witness");
	TRY(require_officer(v, e));
	TRY(tx_begin(&tx, v->st, e));
	TRY(load(v, key.name, a, &w, &there, e));
	*ret_new = true;
	if (there && alone)
		w.n_keys = 0;
	if (there)
		TRY(add_key(v, &w, &key, a, ret_new, e));
	else
		TRY(add_row(v, key.name, vkey, e));
	return tx_commit(&tx, e);
}

/* ---- answering ---- */

static int keep_head(struct vault *v, const struct witness_verdict *j, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &SET_HEAD, &q, e));
	bind_str(q, ":origin", j->head.origin);
	bind_int(q, ":size", j->head.size);
	bind_blob(q, ":root", j->head.root.b, HASH_LEN);
	bind_str(q, ":note", j->kept);
	return stmt_run(q, e);
}

static int keep_fork(struct vault *v, const struct vault_witnessed *w, struct str theirs,
		     struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &ADD_FORK, &q, e));
	bind_str(q, ":origin", w->origin);
	bind_str(q, ":ours", w->note);
	bind_str(q, ":theirs", theirs);
	bind_int(q, ":found_ms", clock_now_ms());
	return stmt_run(q, e);
}

static int cosign(struct vault *v, struct str text, int64_t time, struct arena *a, struct str *ret,
		  struct err *e)
{
	AUTO_SIGN_KEY k;
	struct str name;
	TRY(witness_sign_key(v, &k, a, &name, e));
	return note_cosign(text, time, name, &k, a, ret, e);
}

/* The verdict of this moment; the row is read again for it. */
static int judge(struct vault *v, const struct witness_request *r, struct str origin,
		 struct arena *a, struct vault_witnessed *ret_log, struct witness_verdict *ret,
		 struct err *e)
{
	bool there;
	TRY(load(v, origin, a, ret_log, &there, e));
	struct witness_log known = { .keys = ret_log->keys,
				     .n_keys = ret_log->n_keys,
				     .size = ret_log->size,
				     .root = ret_log->root };
	witness_judge(r, there ? &known : NULL, a, ret);
	return 0;
}

/* What is written when the verdict asks for it. Inside the transaction. */
static int act(struct vault *v, const struct vault_witnessed *w, const struct witness_verdict *j,
	       int64_t time, struct arena *a, struct vault_answer *ret, struct err *e)
{
	if (j->fit == FIT_FORK)
		TRY(keep_fork(v, w, j->kept, e));
	else if (j->status == WITNESS_REFUSED)
		TRY(meta_put(v->st, doubt_name(w->origin, a), j->kept, e));
	if (j->status != WITNESS_COSIGN)
		return 0;
	TRY(cosign(v, j->text, time, a, &ret->body, e));
	return keep_head(v, j, e);
}

static void answer_of(const struct witness_verdict *j, const struct vault_witnessed *w,
		      struct arena *a, struct vault_answer *ret)
{
	ret->status = j->status;
	ret->http = j->http;
	ret->size = j->head.size;
	ret->ours = w->size;
	ret->fork = j->fit == FIT_FORK;
	ret->type = "text/plain; charset=utf-8";
	ret->body = str_printf(a, "%s\n", witness_status_text(j->status));
	if (j->status == WITNESS_STALE) {
		ret->type = "text/x.tlog.size";
		ret->body = str_printf(a, "%lld\n", (long long)w->size);
	}
}

int vault_witness_answer(struct vault *v, struct str request, int64_t time, struct arena *a,
			 struct vault_answer *ret, struct err *e)
{
	struct witness_request r;
	struct witness_verdict j = { .status = WITNESS_MALFORMED, .http = WITNESS_MALFORMED };
	struct vault_witnessed w = { 0 };
	struct str key;
	*ret = (struct vault_answer){ .origin = STR("") };
	if (witness_request_read(request, a, &r, NULL) < 0 ||
	    witness_request_origin(&r, a, &ret->origin, NULL) < 0) {
		answer_of(&j, &w, a, ret);
		return 0;
	}
	/* Whoever sends garbage takes no lock; what may have to be written is judged again below. */
	TRY(judge(v, &r, ret->origin, a, &w, &j, e));
	answer_of(&j, &w, a, ret);
	if (j.status != WITNESS_COSIGN && j.status != WITNESS_REFUSED && j.fit != FIT_FORK)
		return 0;
	TRY(vault_witness_key(v, STR(""), a, &key, e));
	AUTO_TX tx = { 0 };
	TRY(tx_begin(&tx, v->st, e));
	memset(&w, 0, sizeof w);
	TRY(judge(v, &r, ret->origin, a, &w, &j, e));
	answer_of(&j, &w, a, ret);
	TRY(act(v, &w, &j, time, a, ret, e));
	return tx_commit(&tx, e);
}
