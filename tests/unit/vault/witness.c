/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vaults that cosign for each other: honest ones, one that was restored, one that was copied. */
#include "check.h"

#include <pthread.h>
#include <unistd.h>

#include "base/file.h"
#include "ledger/policy.h"
#include "vault/witness.h"

static const struct projector NO_VIEW = { 0 };
static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };
static const int64_t NOW = 1700000000;

enum { PATHS = 5 };

struct room {
	char dir[64];
	struct vault *v[PATHS];
	struct arena *a;
	struct err e;
};

static const char *path_of(struct room *r, int i)
{
	return str_printf(r->a, "%s/%d.vigil", r->dir, i).p;
}

static void make(struct room *r, int i)
{
	CHECK_OK(vault_create(path_of(r, i), STR("correct horse"), STR("Example officer"), &LIGHT,
			      &NO_VIEW, &r->v[i], &r->e),
		 &r->e);
}

static void room_open(struct room *r, int n)
{
	memset(r, 0, sizeof *r);
	check_folder(r->dir, sizeof r->dir, "vigil-witness");
	r->a = arena_new(0);
	for (int i = 0; i < n; i++)
		make(r, i);
}

static void room_close(struct room *r)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	for (int i = 0; i < PATHS; i++) {
		vault_close(r->v[i]);
		for (size_t k = 0; k < COUNT(ENDS); k++)
			unlink(str_printf(r->a, "%s%s", path_of(r, i), ENDS[k]).p);
	}
	rmdir(r->dir);
	arena_free(r->a);
}
#define ROOM AUTO(room_close) struct room

static void reopen(struct room *r, int i)
{
	vault_close(r->v[i]);
	r->v[i] = NULL;
	CHECK_OK(vault_open(path_of(r, i), STR("correct horse"), true, &NO_VIEW, &r->v[i], &r->e),
		 &r->e);
}

/* Vault `to` becomes a copy of the files of `from`, as a backup is. */
static void copy(struct room *r, int from, int to)
{
	static const char *const ENDS[] = { "", ".keys" };
	CHECK_OK(store_checkpoint(vault_store(r->v[from]), &r->e), &r->e);
	vault_close(r->v[to]);
	r->v[to] = NULL;
	for (size_t i = 0; i < COUNT(ENDS); i++) {
		struct str s;
		CHECK_OK(file_read(str_printf(r->a, "%s%s", path_of(r, from), ENDS[i]).p, 1 << 26,
				   r->a, &s, &r->e),
			 &r->e);
		CHECK_OK(file_write(str_printf(r->a, "%s%s", path_of(r, to), ENDS[i]).p, s, 0600,
				    &r->e),
			 &r->e);
	}
	reopen(r, to);
}

static void say(struct room *r, int i, int times, const char *what)
{
	AUTO_VAULT_TX tx = { 0 };
	int64_t seq;
	struct claim_part parts[] = {
		{ .name = STR("kind"), .value = STR("\"statement\"") },
		{ .name = STR("f1"), .value = str_printf(r->a, "\"%s\"", what) },
	};
	struct vault_claim c = { .kind = ENTRY_CLAIM,
				 .parts = parts,
				 .n_parts = COUNT(parts),
				 .subject_group = { { 7 } } };
	CHECK_OK(vault_begin(&tx, r->v[i], &r->e), &r->e);
	while (times-- > 0)
		CHECK_OK(vault_append(&tx, &c, &seq, &r->e), &r->e);
	CHECK_OK(vault_commit(&tx, &r->e), &r->e);
}

static int64_t size_of(struct room *r, int i)
{
	struct vault_head h = { 0 };
	CHECK_OK(vault_head(r->v[i], &h, &r->e), &r->e);
	return h.size;
}

/* Vault 1 witnesses the log of vault 0, and vault 0 trusts it. */
static struct str introduce(struct room *r)
{
	struct str vkey = STR("");
	bool fresh = false;
	CHECK_OK(
		vault_witness_add_log(r->v[1], vault_log_vkey(r->v[0], r->a), false, &fresh, &r->e),
		&r->e);
	CHECK(fresh);
	CHECK_OK(vault_witness_key(r->v[1], STR("witness.example/one"), r->a, &vkey, &r->e), &r->e);
	CHECK_OK(vault_witness_trust(r->v[0], vkey, STR(""), &r->e), &r->e);
	return vkey;
}

static struct vault_answer ask(struct room *r, int from, int64_t old)
{
	struct str request = STR("");
	struct vault_answer w = { 0 };
	int64_t size = 0;
	CHECK_OK(vault_witness_request(r->v[from], old, r->a, &request, &size, &r->e), &r->e);
	CHECK_OK(vault_witness_answer(r->v[1], request, NOW, r->a, &w, &r->e), &r->e);
	CHECK_INT(w.size, size);
	return w;
}

static struct vault_witness the_witness(struct room *r, int i)
{
	struct vault_witness *w;
	size_t n = 0;
	CHECK_OK(vault_witnesses(r->v[i], r->a, &w, &n, &r->e), &r->e);
	CHECK_INT(n, 1);
	return n == 1 ? w[0] : (struct vault_witness){ 0 };
}

static size_t forks_of(struct room *r, int i)
{
	struct vault_fork *f;
	size_t n = 0;
	CHECK_OK(vault_forks(r->v[i], r->a, &f, &n, &r->e), &r->e);
	return n;
}

static struct vault_cosigned take(struct room *r, int i, struct str lines)
{
	struct vault_cosigned *got = NULL;
	size_t n = 0;
	CHECK_OK(vault_witness_take(r->v[i], lines, NULL, r->a, &got, &n, &r->e), &r->e);
	CHECK_INT(n, 1);
	return n == 1 ? got[0] : (struct vault_cosigned){ 0 };
}

/* Accepted by a policy that asks for this witness? */
static int judged(struct room *r, int i, struct str witness, int64_t size)
{
	struct policy p;
	struct policy_verdict v;
	struct str note = STR("");
	struct str key = vault_log_vkey(r->v[i], r->a);
	struct str s = str_printf(r->a, "log %.*s\nwitness w %.*s\nquorum w\n", STR_FMT(key),
				  STR_FMT(witness));
	CHECK_OK(vault_checkpoint(r->v[i], vault_site(r->v[i]), size, false, r->a, &size, &note,
				  &r->e),
		 &r->e);
	CHECK_OK(policy_read(s, r->a, &p, &r->e), &r->e);
	return policy_check(&p, note, r->a, &v, &r->e);
}

TEST(a_log_is_witnessed_as_it_grows)
{
	ROOM r;
	room_open(&r, 2);
	struct str vkey = introduce(&r);
	for (int round = 0; round < 4; round++) {
		say(&r, 0, 1 + 3 * round, "x");
		int64_t size = size_of(&r, 0);
		CHECK_ERR(judged(&r, 0, vkey, size), ERR_DENIED);
		struct vault_answer w = ask(&r, 0, the_witness(&r, 0).known);
		CHECK_INT(w.status, 200);
		CHECK(!w.fork);
		struct vault_cosigned got = take(&r, 0, w.body);
		CHECK_STR(got.witness, "witness.example/one");
		CHECK_INT(got.size, size);
		CHECK_OK(judged(&r, 0, vkey, size), &r.e);
		CHECK_INT(the_witness(&r, 0).known, size);
		CHECK_INT(the_witness(&r, 0).cosigned, size);
		/* Durable at both. */
		reopen(&r, 0);
		reopen(&r, 1);
		struct vault_witnessed *logs = NULL;
		size_t n = 0;
		CHECK_OK(vault_witness_logs(r.v[1], r.a, &logs, &n, &r.e), &r.e);
		CHECK_INT(n, 1);
		CHECK_INT(logs[0].size, size);
		CHECK_OK(judged(&r, 0, vkey, size), &r.e);
	}
	/* The same head again is cosigned again, at its time. */
	struct vault_answer w = ask(&r, 0, the_witness(&r, 0).known);
	CHECK_INT(w.status, 200);
	CHECK_INT(forks_of(&r, 0) + forks_of(&r, 1), 0);
}

TEST(a_key_that_takes_the_place_of_others_is_alone)
{
	ROOM r;
	bool fresh = false;
	struct vault_witnessed *logs = NULL;
	struct note_key first;
	struct note_key other;
	struct sign_key k;
	size_t n = 0;
	static const struct key SEED = { { 5 } };
	room_open(&r, 2);
	(void)introduce(&r);
	CHECK_INT(ask(&r, 0, 0).status, 200);
	CHECK_OK(note_key_read(vault_log_vkey(r.v[0], r.a), r.a, &first, &r.e), &r.e);
	sign_key_from_seed(&k, &SEED);
	CHECK_OK(note_key_make(first.name, NOTE_ED25519, k.public, &other, &r.e), &r.e);
	struct str vkey = note_key_write(&other, r.a);
	CHECK_OK(vault_witness_add_log(r.v[1], vkey, false, &fresh, &r.e), &r.e);
	CHECK(fresh);
	CHECK_OK(vault_witness_logs(r.v[1], r.a, &logs, &n, &r.e), &r.e);
	CHECK(n == 1 && logs[0].n_keys == 2);
	CHECK_INT(ask(&r, 0, size_of(&r, 0)).status, 200);
	CHECK_OK(vault_witness_add_log(r.v[1], vkey, true, &fresh, &r.e), &r.e);
	CHECK_OK(vault_witness_logs(r.v[1], r.a, &logs, &n, &r.e), &r.e);
	CHECK(n == 1 && logs[0].n_keys == 1 && logs[0].size == size_of(&r, 0));
	CHECK_INT(ask(&r, 0, size_of(&r, 0)).status, 403);
}

/* Asked every hour while nothing happens, it must not fill the note. */
TEST(of_a_witness_one_line_is_kept_over_a_head)
{
	ROOM r;
	room_open(&r, 2);
	(void)introduce(&r);
	int64_t size = size_of(&r, 0);
	for (int64_t i = 0; i < NOTE_SIGS_MAX + 6; i++) {
		struct str request = STR("");
		struct vault_answer w = { 0 };
		struct note n = { 0 };
		struct str note = STR("");
		CHECK_OK(vault_witness_request(r.v[0], the_witness(&r, 0).known, r.a, &request,
					       &size, &r.e),
			 &r.e);
		CHECK_OK(vault_witness_answer(r.v[1], request, NOW + 3600 * i, r.a, &w, &r.e),
			 &r.e);
		CHECK_INT(w.status, 200);
		CHECK_INT(take(&r, 0, w.body).size, size);
		CHECK_OK(vault_checkpoint(r.v[0], vault_site(r.v[0]), size, false, r.a, &size,
					  &note, &r.e),
			 &r.e);
		CHECK_OK(note_parse(note, r.a, &n, &r.e), &r.e);
		CHECK_INT(n.n, 2);
	}
}

TEST(a_log_that_does_not_know_what_the_witness_has_is_told)
{
	ROOM r;
	room_open(&r, 2);
	struct str vkey = introduce(&r);
	say(&r, 0, 5, "x");
	CHECK_INT(ask(&r, 0, 0).status, 200); /* and the answer is lost */
	say(&r, 0, 5, "y");
	struct vault_answer w = ask(&r, 0, 0);
	struct witness_answer told;
	CHECK_INT(w.status, 409);
	CHECK_STR(str_of(w.type), "text/x.tlog.size");
	CHECK_OK(witness_answer_read(w.body, &told, &r.e), &r.e);
	CHECK_INT(told.size, size_of(&r, 0) - 5);
	CHECK_OK(vault_witness_told(r.v[0], vkey, told.size, &r.e), &r.e);
	w = ask(&r, 0, the_witness(&r, 0).known);
	CHECK_INT(w.status, 200);
	(void)take(&r, 0, w.body);
}

TEST(strangers_get_no_cosignature)
{
	ROOM r;
	struct vault_answer w = { 0 };
	bool fresh = true;
	bool one = true;
	room_open(&r, 3);
	CHECK_OK(vault_witness_is_one(r.v[1], &one, &r.e), &r.e);
	CHECK(!one);
	CHECK_INT(ask(&r, 0, 0).status, 404);
	(void)introduce(&r);
	CHECK_OK(vault_witness_is_one(r.v[1], &one, &r.e), &r.e);
	CHECK(one);
	CHECK_INT(ask(&r, 2, 0).status, 404);
	CHECK_OK(vault_witness_answer(r.v[1], STR("hello"), NOW, r.a, &w, &r.e), &r.e);
	CHECK_INT(w.status, 400);
	CHECK_OK(vault_witness_answer(r.v[1], STR("old 0\n\nhello\n"), NOW, r.a, &w, &r.e), &r.e);
	CHECK_INT(w.status, 400);
	/* Twice the same is once; our own log is none to witness; a witness's key is no log's. */
	struct str key = vault_log_vkey(r.v[0], r.a);
	CHECK_OK(vault_witness_add_log(r.v[1], key, false, &fresh, &r.e), &r.e);
	CHECK(!fresh);
	CHECK_ERR(vault_witness_add_log(r.v[0], key, false, &fresh, &r.e), ERR_CONFLICT);
	CHECK_OK(vault_witness_key(r.v[1], STR(""), r.a, &key, &r.e), &r.e);
	CHECK_ERR(vault_witness_add_log(r.v[0], key, false, &fresh, &r.e), ERR_INPUT);
	CHECK_ERR(vault_witness_trust(r.v[0], vault_log_vkey(r.v[2], r.a), STR(""), &r.e),
		  ERR_INPUT);
	/* A name is for ever. */
	CHECK_ERR(vault_witness_key(r.v[1], STR("witness.example/two"), r.a, &key, &r.e),
		  ERR_CONFLICT);
	CHECK_ERR(vault_witness_key(r.v[2], STR("a name"), r.a, &key, &r.e), ERR_INPUT);
	CHECK_OK(vault_witness_key(r.v[2], STR(""), r.a, &key, &r.e), &r.e);
	CHECK(str_starts(key, STR("vigil.example/")));
}

TEST(only_lines_of_trusted_witnesses_over_heads_that_are_here_are_kept)
{
	ROOM r;
	struct vault_cosigned *got = NULL;
	size_t n = 0;
	room_open(&r, 3);
	struct str vkey = introduce(&r);
	struct vault_answer w = ask(&r, 0, 0);
	CHECK_INT(w.status, 200);
	/* Vault 2 trusts nobody; then the witness, but the line is not over a head of its own. */
	CHECK_ERR(vault_witness_take(r.v[2], w.body, NULL, r.a, &got, &n, &r.e), ERR_INPUT);
	struct note_key key;
	CHECK_OK(note_key_read(vkey, r.a, &key, &r.e), &r.e);
	CHECK_ERR(vault_witness_take(r.v[2], w.body, &key, r.a, &got, &n, &r.e), ERR_INPUT);
	/* Each byte of the line in turn. */
	for (size_t i = 0; i < w.body.n - 1; i++) {
		char *t = NEW_N(r.a, w.body.n, char);
		memcpy(t, w.body.p, w.body.n);
		t[i] = (char)(t[i] ^ 1);
		if (vault_witness_take(r.v[0], str_n(t, w.body.n), NULL, r.a, &got, &n, &r.e) == 0)
			FAIL("byte %zu", i);
	}
	CHECK_INT(the_witness(&r, 0).cosigned, 0);
	CHECK_OK(vault_witness_take(r.v[0], w.body, NULL, r.a, &got, &n, &r.e), &r.e);
	CHECK_INT(the_witness(&r, 0).cosigned, size_of(&r, 0));
	/* Twice is once. */
	CHECK_OK(vault_witness_take(r.v[0], w.body, NULL, r.a, &got, &n, &r.e), &r.e);
}

/* A copy of the vault goes on by itself. */
TEST(a_copied_vault_is_found_out_by_the_witness)
{
	ROOM r;
	room_open(&r, 2);
	(void)introduce(&r);
	say(&r, 0, 4, "x");
	copy(&r, 0, 2);
	say(&r, 0, 2, "one story");
	say(&r, 2, 2, "another");
	struct vault_answer w = ask(&r, 0, 0);
	CHECK_INT(w.status, 200);

	/* The same size and another root. */
	w = ask(&r, 2, size_of(&r, 0));
	CHECK_INT(w.status, 422);
	CHECK(w.fork);
	CHECK_INT(forks_of(&r, 1), 1);
	/* Told again, it is the same fork; a larger head of the other story is one more proof. */
	(void)ask(&r, 2, 0);
	CHECK_INT(forks_of(&r, 1), 1);
	say(&r, 2, 3, "another");
	w = ask(&r, 2, size_of(&r, 0));
	CHECK_INT(w.status, 422);
	CHECK(w.fork);
	CHECK_INT(forks_of(&r, 1), 2);
	reopen(&r, 1);
	struct vault_fork *f = NULL;
	size_t n = 0;
	CHECK_OK(vault_forks(r.v[1], r.a, &f, &n, &r.e), &r.e);
	CHECK(n == 2 && str_eq(f[0].origin, vault_origin(r.v[0])));
	CHECK(!str_eq(f[0].ours, f[0].theirs));
	/* The honest one is not punished for it. */
	say(&r, 0, 1, "one story");
	CHECK_INT(ask(&r, 0, size_of(&r, 0) - 1).status, 200);
}

/* A head with a proof that does not hold is refused and remembered, and nobody is accused. */
TEST(a_spoilt_request_accuses_nobody)
{
	ROOM r;
	struct str request = STR("");
	struct vault_answer w = { 0 };
	int64_t size = 0;
	room_open(&r, 2);
	(void)introduce(&r);
	say(&r, 0, 4, "x");
	CHECK_INT(ask(&r, 0, 0).status, 200);
	int64_t old = size_of(&r, 0);
	say(&r, 0, 4, "x");
	CHECK_OK(vault_witness_request(r.v[0], old, r.a, &request, &size, &r.e), &r.e);
	char *t = NEW_N(r.a, request.n, char);
	memcpy(t, request.p, request.n);
	t[8] = t[8] == 'A' ? 'B' : 'A'; /* within the first hash */
	CHECK_OK(vault_witness_answer(r.v[1], str_n(t, request.n), NOW, r.a, &w, &r.e), &r.e);
	CHECK_INT(w.status, 422);
	CHECK(!w.fork);
	CHECK_INT(forks_of(&r, 1), 0);
	struct vault_witnessed *logs = NULL;
	size_t n = 0;
	CHECK_OK(vault_witness_logs(r.v[1], r.a, &logs, &n, &r.e), &r.e);
	CHECK(n == 1 && logs[0].doubt.n > 0 && logs[0].size == old);
	CHECK_OK(vault_witness_answer(r.v[1], request, NOW, r.a, &w, &r.e), &r.e);
	CHECK_INT(w.status, 200);
}

TEST(a_restored_vault_is_told_that_it_is_behind)
{
	ROOM r;
	struct str request = STR("");
	int64_t size = 0;
	room_open(&r, 2);
	struct str vkey = introduce(&r);
	copy(&r, 0, 2);
	say(&r, 0, 4, "x");
	CHECK_INT(ask(&r, 0, 0).status, 200);
	struct vault_answer w = ask(&r, 2, 0);
	CHECK_INT(w.status, 409);
	struct witness_answer told;
	CHECK_OK(witness_answer_read(w.body, &told, &r.e), &r.e);
	CHECK(told.size > size_of(&r, 2));
	CHECK_OK(vault_witness_told(r.v[2], vkey, told.size, &r.e), &r.e);
	CHECK_INT(the_witness(&r, 2).ahead, told.size);
	CHECK_ERR(vault_witness_request(r.v[2], told.size, r.a, &request, &size, &r.e),
		  ERR_CONFLICT);
	CHECK(str_has(str_of(r.e.text), STR("vigil log epoch")));
	reopen(&r, 2);
	CHECK_INT(the_witness(&r, 2).ahead, told.size);
}

/* ---- two requests at once ---- */

struct runner {
	struct room *r;
	struct vault *v;
	struct str request;
	struct arena *a;
	pthread_barrier_t *start;
	struct vault_answer got;
	int rc;
};

static void *answer(void *arg)
{
	struct runner *x = arg;
	struct err e;
	pthread_barrier_wait(x->start);
	x->rc = vault_witness_answer(x->v, x->request, NOW, x->a, &x->got, &e);
	hash_thread_done();
	return NULL;
}

TEST(of_two_requests_at_once_one_wins)
{
	ROOM r;
	room_open(&r, 2);
	(void)introduce(&r);
	CHECK_INT(ask(&r, 0, 0).status, 200);
	struct vault *second = NULL;
	CHECK_OK(vault_open(path_of(&r, 1), STR("correct horse"), true, &NO_VIEW, &second, &r.e),
		 &r.e);
	for (int round = 0; round < 20; round++) {
		pthread_barrier_t start;
		pthread_t thread[2];
		struct runner x[2];
		int64_t old = size_of(&r, 0);
		pthread_barrier_init(&start, NULL, 2);
		for (int i = 0; i < 2; i++) {
			int64_t size;
			x[i] = (struct runner){ .r = &r, .start = &start, .a = arena_new(0) };
			x[i].v = i ? second : r.v[1];
			say(&r, 0, 1, "x"); /* the second is the larger */
			CHECK_OK(
				vault_witness_request(r.v[0], old, r.a, &x[i].request, &size, &r.e),
				&r.e);
		}
		for (int i = 0; i < 2; i++)
			pthread_create(&thread[i], NULL, answer, &x[i]);
		for (int i = 0; i < 2; i++)
			pthread_join(thread[i], NULL);
		pthread_barrier_destroy(&start);
		CHECK(x[0].rc == 0 && x[1].rc == 0);
		CHECK_INT(x[0].got.status + x[1].got.status, 200 + 409);
		/* What is kept is what was cosigned. */
		struct vault_witnessed *logs = NULL;
		size_t n = 0;
		CHECK_OK(vault_witness_logs(second, r.a, &logs, &n, &r.e), &r.e);
		int won = x[0].got.status == WITNESS_COSIGN ? 0 : 1;
		CHECK(n == 1 && logs[0].size == x[won].got.size);
		arena_free(x[0].a);
		arena_free(x[1].a);
		if (won == 0)
			CHECK_INT(ask(&r, 0, logs[0].size).status, 200);
	}
	vault_close(second);
	CHECK_INT(forks_of(&r, 1), 0);
}
