/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several sites of one register that take from each other: in whatever order, however often, in
 * whatever pieces, they end with the same; and nobody can make them show what was not written.
 */
#include "check.h"

#include <unistd.h>

#include "base/file.h"
#include "ledger/checkpoint.h"
#include "vault/keyring.h"
#include "vault/vault_priv.h"

enum { SITES_MAX = 5 };

/* ---- a view that remembers the order it was made in ---- */

static const struct sql TABLES =
	SQL("DROP TABLE IF EXISTS seen; CREATE TABLE seen (place INTEGER PRIMARY KEY, seq INTEGER"
	    " NOT NULL UNIQUE, at INTEGER NOT NULL, text TEXT NOT NULL) STRICT");
static const struct sql ADD = SQL("INSERT INTO seen (seq, at, text) VALUES (:seq, :at, :text)");
static const struct sql ALL = SQL("SELECT seq, at, text FROM seen ORDER BY place");

static int view_reset(void *ctx, struct store *st, struct err *e)
{
	(void)ctx;
	return store_run_script(st, &TABLES, e);
}

static int view_apply(void *ctx, struct store *st, const struct vault_entry *entry, void *said,
		      struct arena *a, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_BUF b;
	(void)said;
	(void)ctx;
	(void)a;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < entry->n_parts; i++)
		buf_printf(&b, "%.*s=%.*s;", STR_FMT(entry->parts[i].path),
			   STR_FMT(entry->parts[i].value));
	TRY(store_stmt(st, &ADD, &q, e));
	bind_int(q, ":seq", entry->seq);
	bind_int(q, ":at", entry->at);
	bind_str(q, ":text", buf_str(&b));
	return stmt_run(q, e);
}

static int view_settle(void *ctx, struct store *st, struct err *e)
{
	(void)ctx;
	(void)st;
	(void)e;
	return 0;
}

static int view_digest(void *ctx, struct store *st, struct hash *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_BUF b;
	(void)ctx;
	buf_init(&b, 1 << 26);
	TRY(store_stmt(st, &ALL, &q, e));
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		buf_printf(&b, "%lld %lld %.*s\n", (long long)col_int(q, 0),
			   (long long)col_int(q, 1), STR_FMT(col_str(q, 2)));
	}
	*ret = hash_of(buf_str(&b));
	return 0;
}

static const struct projector VIEW = {
	.reset = view_reset, .apply = view_apply, .settle = view_settle, .digest = view_digest
};
static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };

/* ---- sites ---- */

struct sites {
	char dir[64];
	struct vault *v[SITES_MAX];
	struct arena *a;
	struct err e;
};

static const char *path_of(struct sites *s, int i)
{
	return str_printf(s->a, "%s/%d.vigil", s->dir, i).p;
}

static void sites_open(struct sites *s, int n)
{
	memset(s, 0, sizeof *s);
	check_folder(s->dir, sizeof s->dir, "vigil-gossip");
	s->a = arena_new(0);
	CHECK_OK(vault_create(path_of(s, 0), STR("correct horse"), STR("Example officer"), &LIGHT,
			      &VIEW, &s->v[0], &s->e),
		 &s->e);
	for (int i = 1; i < n; i++) {
		struct str file;
		CHECK_OK(vault_invite(s->v[0], str_printf(s->a, "Example partner %d", i),
				      ROLE_OFFICER, STR("battery staple"), s->a, &file, &s->e),
			 &s->e);
		CHECK_OK(vault_join(path_of(s, i), file, STR("battery staple"), &LIGHT, &VIEW,
				    &s->v[i], &s->e),
			 &s->e);
	}
}

static void sites_close(struct sites *s)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	for (int i = 0; i < SITES_MAX; i++) {
		vault_close(s->v[i]);
		for (size_t k = 0; k < COUNT(ENDS); k++)
			unlink(str_printf(s->a, "%s%s", path_of(s, i), ENDS[k]).p);
	}
	rmdir(s->dir);
	arena_free(s->a);
}
#define SITES AUTO(sites_close) struct sites

static const char *passphrase(int i)
{
	return i ? "battery staple" : "correct horse";
}

static void reopen(struct sites *s, int i)
{
	vault_close(s->v[i]);
	s->v[i] = NULL;
	CHECK_OK(vault_open(path_of(s, i), str_of(passphrase(i)), true, &VIEW, &s->v[i], &s->e),
		 &s->e);
}

/* `n` claims in one transaction, half of them with a source in the compartment. `now_ms` 0: the clock. */
static void say_at(struct sites *s, int i, const char *text, int n, int64_t now_ms)
{
	AUTO_VAULT_TX tx = { 0 };
	CHECK_OK(vault_begin(&tx, s->v[i], &s->e), &s->e);
	if (now_ms)
		tx.now_ms = now_ms;
	for (int k = 0; k < n; k++) {
		AUTO_ARENA *a = arena_new(0);
		const struct claim_part source[] = {
			{ .name = STR("id"), .value = STR("\"s\""), .group = CLAIM_GROUP_SOURCE },
		};
		const struct claim_part parts[] = {
			{ .name = STR("kind"), .value = STR("\"statement\"") },
			{ .name = STR("f1"), .value = str_printf(a, "\"%s %d\"", text, k) },
			{ .name = STR("source"), .parts = source, .n_parts = 1 },
		};
		const struct vault_claim c = { .kind = ENTRY_CLAIM,
					       .parts = parts,
					       .n_parts = COUNT(parts),
					       .subject_group = { { 1, 2, (uint8_t)(k % 7) } },
					       .source_group = { { 3, 4, (uint8_t)(k % 3) } },
					       .source_compartment = k % 2 ? "sources" : NULL };
		int64_t seq;
		CHECK_OK(vault_append(&tx, &c, &seq, &s->e), &s->e);
	}
	CHECK_OK(vault_commit(&tx, &s->e), &s->e);
}

static void say(struct sites *s, int i, const char *text, int n)
{
	say_at(s, i, text, n, 0);
}

/* ---- what travels ---- */

struct parcel {
	struct str origin;
	struct log_row *rows;
	size_t n, cap;
	struct str note;
};

struct collect {
	struct arena *a;
	struct parcel *p;
};

static int collect_row(void *ctx, const struct log_row *row, struct err *e)
{
	struct collect *c = ctx;
	(void)e;
	struct log_row *to = &c->p->rows[c->p->n++];
	*to = *row;
	to->bytes = str_copy(c->a, row->bytes);
	to->sealed = str_copy(c->a, row->sealed);
	to->src_sealed = str_copy(c->a, row->src_sealed);
	return 0;
}

/* Rows of one log from `from` to the head at or before `to`; n 0 when there is none. */
static struct parcel parcel_of(struct sites *s, int i, const struct vault_log *log, int64_t from,
			       int64_t to)
{
	struct parcel p = { .origin = log->origin };
	struct collect c = { s->a, &p };
	int64_t size;
	int rc = vault_checkpoint(s->v[i], log->site, to, true, s->a, &size, &p.note, &s->e);
	if (rc == ERR_NOTFOUND || size <= from)
		return p;
	CHECK_OK(rc, &s->e);
	p.rows = NEW_N(s->a, (size_t)(size - from), struct log_row);
	CHECK_OK(vault_log_rows(s->v[i], log->site, from, size, collect_row, &c, &s->e), &s->e);
	return p;
}

static int take_parcel(struct sites *s, struct vault_take *t, const struct parcel *p)
{
	return vault_take_rows(t, p->origin, p->rows, p->n, p->note, &s->e);
}

static void take_all_keys(struct sites *s, struct vault_take *t, int from)
{
	for (int b = 0; b < VAULT_KEY_BUCKETS; b++) {
		AUTO_BUF buf;
		struct hash h;
		buf_init(&buf, KEYRING_MAX);
		CHECK_OK(vault_keys_write(s->v[from], b, &buf, &h, &s->e), &s->e);
		if (buf.n)
			CHECK_OK(vault_take_keys(t, buf_str(&buf), &s->e), &s->e);
	}
}

/* All that `from` has, to `to`. `seed`: in which order and pieces; 0: whole logs, first to last. */
static struct vault_taken give(struct sites *s, int from, int to, unsigned seed)
{
	AUTO_VAULT_TAKE t = { 0 };
	struct vault_taken taken;
	struct vault_log *logs;
	size_t n;
	CHECK_OK(vault_logs(s->v[from], s->a, &logs, &n, &s->e), &s->e);
	CHECK_OK(vault_take_begin(&t, s->v[to], &s->e), &s->e);
	if (seed % 2)
		vault_take_verify_later(&t);
	take_all_keys(s, &t, from);
	for (size_t k = 0; k < n; k++) {
		const struct vault_log *log = &logs[(k + seed) % n];
		int64_t at = 0;
		/* Pieces that end at heads, overlapping now and then. */
		while (at < log->size) {
			int64_t step = seed ? 1 + (int64_t)(seed % 23) : log->size;
			struct parcel p = parcel_of(s, from, log, at, at + step);
			while (p.n == 0 && at + step < log->size)
				p = parcel_of(s, from, log, at, at + ++step);
			CHECK(p.n > 0);
			CHECK_OK(take_parcel(s, &t, &p), &s->e);
			if (seed % 3 == 1)
				CHECK_OK(take_parcel(s, &t, &p), &s->e);
			at += (int64_t)p.n;
		}
	}
	CHECK_OK(vault_take_commit(&t, &taken, &s->e), &s->e);
	return taken;
}

static struct hash digest(struct sites *s, int i)
{
	struct hash h = { { 0 } };
	CHECK_OK(view_digest(NULL, vault_store(s->v[i]), &h, &s->e), &s->e);
	return h;
}

static void check_site(struct sites *s, int i)
{
	struct vault_report report;
	struct hash before;
	struct hash after;
	if (vault_check(s->v[i], NULL, NULL, &report, &s->e) < 0)
		FAIL("site %d: %s", i, s->e.text);
	CHECK_OK(vault_rebuild(s->v[i], NULL, NULL, &before, &after, &s->e), &s->e);
	CHECK(hash_eq(&before, &after));
}

static bool same(struct sites *s, int i, int k)
{
	struct hash x = digest(s, i);
	struct hash y = digest(s, k);
	return hash_eq(&x, &y);
}

static int64_t own_size(struct sites *s, int i)
{
	struct vault_head h;
	CHECK_OK(vault_head(s->v[i], &h, &s->e), &s->e);
	return number_count(h.size);
}

/* ---- two sites ---- */

TEST(two_sites_take_from_each_other_and_come_to_rest)
{
	SITES s;
	sites_open(&s, 2);
	say(&s, 0, "from the first", 10);
	say(&s, 1, "from the second", 5);
	struct vault_taken t = give(&s, 0, 1, 0);
	CHECK_INT(t.entries, 12); /* two keys and ten claims */
	CHECK_INT(t.logs, 1);
	CHECK_INT(t.waiting + t.refused + t.forks, 0);
	CHECK_INT(own_size(&s, 1), 7); /* its key, five claims, one import */
	t = give(&s, 1, 0, 0);
	CHECK_INT(t.entries, 6);
	CHECK(same(&s, 0, 1));
	/* What came back was an import only: nothing to commit to any more. */
	t = give(&s, 0, 1, 0);
	CHECK_INT(t.entries, 0);
	CHECK_INT(own_size(&s, 1), 7);
	t = give(&s, 1, 0, 0);
	CHECK_INT(t.entries, 0);
	CHECK_INT(own_size(&s, 0), 13);
	check_site(&s, 0);
	check_site(&s, 1);
	/* Their own entries come after all they saw. */
	say(&s, 1, "later", 2);
	t = give(&s, 1, 0, 0);
	CHECK_INT(t.entries, 2);
	CHECK(!t.rebuilt && same(&s, 0, 1));
	reopen(&s, 0);
	reopen(&s, 1);
	check_site(&s, 0);
	check_site(&s, 1);
}

/* What a device had seen comes before what it then wrote, whatever its clock said. */
TEST(a_clock_that_goes_wrong_does_not_turn_cause_and_effect_round)
{
	SITES s;
	const int64_t NEXT_YEAR = 1798761600000;
	const int64_t LAST_YEAR = 1735689600000;
	sites_open(&s, 2);
	say_at(&s, 0, "ahead", 1, NEXT_YEAR);
	give(&s, 0, 1, 0);
	say_at(&s, 1, "answer", 1, LAST_YEAR);
	say_at(&s, 0, "again", 1, LAST_YEAR);
	struct vault_taken t = give(&s, 1, 0, 0);
	CHECK_INT(t.entries, 2);
	give(&s, 0, 1, 0);
	CHECK(same(&s, 0, 1));
	check_site(&s, 0);
	check_site(&s, 1);
}

/* ---- random gossip ---- */

static unsigned next(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7fff;
}

static void all_hear_all(struct sites *s, int n)
{
	for (int round = 0; round < 3; round++)
		for (int i = 0; i < n; i++)
			for (int k = 0; k < n; k++)
				if (i != k)
					give(s, i, k, 0);
}

static void gossip(unsigned seed)
{
	enum { N = SITES_MAX, ACTS = 40 };
	SITES s;
	unsigned r = seed;
	int64_t rest[N];
	sites_open(&s, N);
	for (int act = 0; act < ACTS; act++) {
		int i = (int)(next(&r) % N);
		int k = (int)(next(&r) % N);
		if (next(&r) % 3 == 0 || i == k)
			say_at(&s, i, "x", 1 + (int)(next(&r) % 20),
			       1760000000000 + (int64_t)next(&r) * 1000);
		else
			give(&s, i, k, 1 + next(&r));
		arena_clear(s.a);
	}
	all_hear_all(&s, N);
	for (int i = 1; i < N; i++)
		if (!same(&s, 0, i))
			FAIL("seed %u: site %d sees something else", seed, i);
	for (int i = 0; i < N; i++) {
		check_site(&s, i);
		rest[i] = own_size(&s, i);
	}
	all_hear_all(&s, N);
	for (int i = 0; i < N; i++)
		CHECK_INT(own_size(&s, i), rest[i]);
}

TEST(order_repetition_and_grouping_never_change_what_is_seen)
{
	const char *torture = getenv("VIGIL_TORTURE");
	unsigned rounds = torture && *torture ? 40 : 3;
	for (unsigned seed = 1; seed <= rounds; seed++)
		gossip(seed);
}

/* Logs that each know of the other, with heads at their ends only. */
TEST(logs_that_wait_for_each_other_are_taken_together)
{
	SITES s;
	struct vault_log *logs;
	size_t n;
	sites_open(&s, 3);
	for (int round = 0; round < 5; round++) {
		say(&s, 0, "a", 3);
		give(&s, 0, 1, 0);
		say(&s, 1, "b", 2);
		give(&s, 1, 0, 0);
	}
	struct vault_taken t = give(&s, 0, 2, 0);
	CHECK_INT(t.waiting + t.refused, 0);
	CHECK_INT(t.logs, 2);
	give(&s, 2, 0, 0);
	CHECK(same(&s, 2, 0));
	check_site(&s, 2);
	CHECK_OK(vault_logs(s.v[2], s.a, &logs, &n, &s.e), &s.e);
	CHECK_INT(n, 3);
}

/* One log without the other it needs: waits, and nothing half is shown. */
TEST(what_needs_more_waits_and_is_taken_when_it_is_there)
{
	SITES s;
	struct vault_log log;
	struct vault_taken t;
	sites_open(&s, 3);
	say(&s, 0, "a", 3);
	give(&s, 0, 1, 0);
	say(&s, 1, "b", 2);
	CHECK_OK(vault_log_by_origin(s.v[1], vault_origin(s.v[1]), s.a, &log, &s.e), &s.e);
	struct parcel p = parcel_of(&s, 1, &log, 0, log.size);
	struct hash before = digest(&s, 2);
	{
		AUTO_VAULT_TAKE take = { 0 };
		CHECK_OK(vault_take_begin(&take, s.v[2], &s.e), &s.e);
		take_all_keys(&s, &take, 1);
		CHECK_OK(take_parcel(&s, &take, &p), &s.e);
		CHECK_OK(vault_take_commit(&take, &t, &s.e), &s.e);
	}
	struct hash after = digest(&s, 2);
	CHECK_INT(t.entries, 0);
	CHECK_INT(t.refused + t.waiting, log.size);
	CHECK(hash_eq(&before, &after));
	check_site(&s, 2);
	t = give(&s, 1, 2, 0);
	CHECK_INT(t.waiting + t.refused, 0);
	give(&s, 2, 1, 0);
	CHECK(same(&s, 1, 2));
}

TEST(without_the_keys_a_log_waits)
{
	SITES s;
	struct vault_log log;
	struct vault_taken t;
	AUTO_VAULT_TAKE take = { 0 };
	sites_open(&s, 2);
	CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
	struct parcel p = parcel_of(&s, 0, &log, 0, log.size);
	CHECK_OK(vault_take_begin(&take, s.v[1], &s.e), &s.e);
	CHECK_OK(take_parcel(&s, &take, &p), &s.e);
	CHECK_OK(vault_take_commit(&take, &t, &s.e), &s.e);
	CHECK_INT(t.waiting, log.size);
	CHECK_INT(t.entries, 0);
	check_site(&s, 1);
}

/* A log of the same form that no key of the register vouches for. */
TEST(a_stranger_is_refused)
{
	SITES s;
	SITES other;
	struct vault_log log;
	struct vault_taken t;
	sites_open(&s, 2);
	sites_open(&other, 2);
	say(&other, 1, "stranger", 3);
	CHECK_OK(vault_log_by_origin(other.v[1], vault_origin(other.v[1]), s.a, &log, &s.e), &s.e);
	struct parcel p = parcel_of(&other, 1, &log, 0, log.size);
	for (int i = 0; i < 2; i++) {
		AUTO_VAULT_TAKE take = { 0 };
		CHECK_OK(vault_take_begin(&take, s.v[i], &s.e), &s.e);
		for (int b = 0; b < VAULT_KEY_BUCKETS; b++) {
			AUTO_BUF buf;
			struct hash h;
			buf_init(&buf, KEYRING_MAX);
			CHECK_OK(vault_keys_write(other.v[1], b, &buf, &h, &s.e), &s.e);
			if (buf.n)
				CHECK_OK(vault_take_keys(&take, buf_str(&buf), &s.e), &s.e);
		}
		CHECK_OK(take_parcel(&s, &take, &p), &s.e);
		CHECK_OK(vault_take_commit(&take, &t, &s.e), &s.e);
		CHECK_INT(t.refused, log.size);
		CHECK_INT(t.entries, 0);
		check_site(&s, i);
	}
}

/* ---- lies ---- */

static void flip(struct str *s, unsigned at)
{
	char *p = (char *)(uintptr_t)s->p;
	if (s->n)
		p[at / 8 % s->n] = (char)(p[at / 8 % s->n] ^ (1 << at % 8));
}

TEST(a_flipped_bit_anywhere_is_refused)
{
	enum { PARTS = 5 };
	SITES s;
	struct vault_log log;
	sites_open(&s, 2);
	say(&s, 0, "true", 6);
	CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
	struct hash before = digest(&s, 1);
	unsigned r = 7;
	for (int round = 0; round < 150; round++) {
		AUTO_VAULT_TAKE take = { 0 };
		struct vault_taken t;
		struct parcel p = parcel_of(&s, 0, &log, 0, log.size);
		struct log_row *row = &p.rows[next(&r) % p.n];
		int what = round % PARTS;
		unsigned at = next(&r);
		if (what == 0)
			flip(&row->bytes, at);
		else if (what == 1)
			flip(&row->sealed, at);
		else if (what == 2)
			flip(&row->src_sealed, at);
		else if (what == 3)
			flip(&p.note, at);
		else
			row->kind = (enum entry_kind)((row->kind + 1) % ENTRY_KINDS);
		CHECK_OK(vault_take_begin(&take, s.v[1], &s.e), &s.e);
		take_all_keys(&s, &take, 0);
		int rc = take_parcel(&s, &take, &p);
		if (rc == 0)
			CHECK_OK(vault_take_commit(&take, &t, &s.e), &s.e);
		vault_take_done(&take);
		struct hash after = digest(&s, 1);
		if (!hash_eq(&before, &after) && (what != 2 || row->src_sealed.n))
			FAIL("round %d: part %d was taken", round, what);
		if (!hash_eq(&before, &after)) { /* nothing was flipped */
			sites_close(&s);
			sites_open(&s, 2);
			say(&s, 0, "true", 6);
			before = digest(&s, 1);
		}
		arena_clear(s.a);
		CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
	}
	check_site(&s, 1);
	give(&s, 0, 1, 0);
	give(&s, 1, 0, 0);
	CHECK(same(&s, 0, 1));
}

/* The name of a group is not signed. A wrong one makes what is sealed unreadable, and nothing else. */
TEST(a_group_that_is_renamed_shows_nothing_wrong)
{
	for (unsigned k = 2; k < 8; k++) {
		AUTO_STMT *q = NULL;
		AUTO_VAULT_TAKE take = { 0 };
		SITES s;
		struct vault_log log;
		struct vault_taken t;
		sites_open(&s, 2);
		say(&s, 0, "true", 6);
		CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
		struct parcel p = parcel_of(&s, 0, &log, 0, log.size);
		p.rows[k].gid.b[k] ^= 1;
		CHECK_OK(vault_take_begin(&take, s.v[1], &s.e), &s.e);
		take_all_keys(&s, &take, 0);
		CHECK_OK(take_parcel(&s, &take, &p), &s.e);
		CHECK_OK(vault_take_commit(&take, &t, &s.e), &s.e);
		CHECK_INT(t.entries, log.size);
		CHECK_OK(store_stmt(vault_store(s.v[1]), &ALL, &q, &s.e), &s.e);
		for (bool more = true; more;) {
			CHECK_OK(stmt_next(q, &more, &s.e), &s.e);
			if (more && col_int(q, 0) == k)
				CHECK_STR(col_str(q, 2), "");
		}
		stmt_done(&q);
		check_site(&s, 1);
		/* A key for that group that opens nothing: a check says so, and the view is made. */
		static const struct sql WRONG =
			SQL("UPDATE shred_group SET key = zeroblob(32) WHERE key IS NULL");
		AUTO_TX tx = { 0 };
		CHECK_OK(tx_begin(&tx, vault_store(s.v[1]), &s.e), &s.e);
		CHECK_OK(store_stmt(vault_store(s.v[1]), &WRONG, &q, &s.e), &s.e);
		CHECK_OK(stmt_run(q, &s.e), &s.e);
		CHECK_OK(tx_commit(&tx, &s.e), &s.e);
		stmt_done(&q);
		struct vault_report report;
		struct hash before;
		struct hash after;
		reopen(&s, 1);
		CHECK_ERR(vault_check(s.v[1], NULL, NULL, &report, &s.e), ERR_CORRUPT);
		CHECK_OK(vault_rebuild(s.v[1], NULL, NULL, &before, &after, &s.e), &s.e);
		CHECK(hash_eq(&before, &after));
	}
}

TEST(rows_withheld_cut_or_put_in_another_order_are_refused)
{
	SITES s;
	struct vault_log log;
	sites_open(&s, 2);
	say(&s, 0, "true", 6);
	say(&s, 0, "more", 6);
	CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
	for (int lie = 0; lie < 6; lie++) {
		AUTO_VAULT_TAKE take = { 0 };
		struct vault_taken t;
		struct parcel p = parcel_of(&s, 0, &log, 0, log.size);
		struct parcel half = parcel_of(&s, 0, &log, 0, 8);
		struct log_row one = p.rows[3];
		switch (lie) {
		case 0: /* the last one withheld */
			p.n--;
			break;
		case 1: /* the first one */
			p.rows++;
			p.n--;
			break;
		case 2:
			p.rows[3] = p.rows[4];
			p.rows[4] = one;
			p.rows[3].index = 3;
			p.rows[4].index = 4;
			break;
		case 3: /* one twice */
			p.rows[4] = one;
			p.rows[4].index = 4;
			break;
		case 4: /* a head of another size */
			p.note = half.note;
			break;
		default: /* no head */
			p.note = STR("");
			break;
		}
		CHECK_OK(vault_take_begin(&take, s.v[1], &s.e), &s.e);
		take_all_keys(&s, &take, 0);
		int rc = take_parcel(&s, &take, &p);
		CHECK(lie == 1 || lie == 5 ? rc == 0 : rc < 0);
		CHECK_OK(vault_take_commit(&take, &t, &s.e), &s.e);
		CHECK_INT(t.entries, 0);
		CHECK_INT(t.waiting, lie == 1 ? log.size - 1 : lie == 5 ? log.size : 0);
	}
	/* Earlier calls stand when a later one is refused. */
	AUTO_VAULT_TAKE take = { 0 };
	struct vault_taken t;
	struct parcel p = parcel_of(&s, 0, &log, 0, 8);
	struct parcel q = parcel_of(&s, 0, &log, 8, log.size);
	CHECK(p.n == 8 && q.n > 0);
	flip(&q.rows[0].bytes, 77);
	CHECK_OK(vault_take_begin(&take, s.v[1], &s.e), &s.e);
	take_all_keys(&s, &take, 0);
	CHECK_OK(take_parcel(&s, &take, &p), &s.e);
	CHECK_ERR(take_parcel(&s, &take, &q), ERR_CORRUPT);
	CHECK_OK(vault_take_commit(&take, &t, &s.e), &s.e);
	CHECK_INT(t.entries, 8);
	check_site(&s, 1);
}

/* A log of which a row that another log's import names comes later: staged, and judged with all others. */
TEST(a_claim_that_its_key_did_not_sign_among_rows_that_wait)
{
	AUTO_VAULT_TAKE take = { 0 };
	SITES s;
	struct vault_log log;
	struct vault_log other;
	struct vault_taken t;
	sites_open(&s, 3);
	say(&s, 1, "of another site", 2);
	give(&s, 1, 0, 0); /* now log 0 imports log 1 */
	say(&s, 0, "before", 2);
	CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
	CHECK_OK(vault_log_by_origin(s.v[1], vault_origin(s.v[1]), s.a, &other, &s.e), &s.e);
	struct parcel good = parcel_of(&s, 0, &log, 0, log.size);
	int64_t size = log.size;
	s.v[0]->author.secret[0] ^= 1;
	say(&s, 0, "signed by another key", 1);
	s.v[0]->author.secret[0] ^= 1;
	say(&s, 0, "after", 3);
	CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
	struct parcel bad = parcel_of(&s, 0, &log, size, log.size);
	struct parcel imported = parcel_of(&s, 1, &other, 0, other.size);
	CHECK_OK(vault_take_begin(&take, s.v[2], &s.e), &s.e);
	vault_take_verify_later(&take);
	take_all_keys(&s, &take, 0);
	CHECK_OK(take_parcel(&s, &take, &good), &s.e);
	CHECK_OK(take_parcel(&s, &take, &bad), &s.e);
	CHECK_OK(take_parcel(&s, &take, &imported), &s.e);
	CHECK_OK(vault_take_commit(&take, &t, &s.e), &s.e);
	CHECK(!vault_take_unproven(&take));
	CHECK_INT(t.refused, 4);
	CHECK(t.entries > 0);
	check_site(&s, 2);
}

/* Its owner can sign whatever head they like: only the signature of the claim itself tells. */
TEST(a_claim_that_its_key_did_not_sign)
{
	SITES s;
	struct vault_log log;
	sites_open(&s, 2);
	say(&s, 0, "before", 5);
	CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
	struct parcel good = parcel_of(&s, 0, &log, 0, log.size);
	int64_t size = log.size;
	s.v[0]->author.secret[0] ^= 1;
	say(&s, 0, "signed by another key", 1);
	s.v[0]->author.secret[0] ^= 1;
	say(&s, 0, "after", 3);
	CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
	struct parcel bad = parcel_of(&s, 0, &log, size, log.size);
	CHECK_INT((int64_t)bad.n, 4);
	struct hash nothing = digest(&s, 1);
	for (int later = 1; later >= 0; later--) {
		AUTO_VAULT_TAKE take = { 0 };
		struct vault_taken t;
		CHECK_OK(vault_take_begin(&take, s.v[1], &s.e), &s.e);
		if (later)
			vault_take_verify_later(&take);
		take_all_keys(&s, &take, 0);
		CHECK_OK(take_parcel(&s, &take, &good), &s.e);
		CHECK_INT(take_parcel(&s, &take, &bad), later ? 0 : ERR_CORRUPT);
		CHECK(!vault_take_unproven(&take));
		CHECK_INT(vault_take_commit(&take, &t, &s.e), later ? ERR_CORRUPT : 0);
		CHECK(vault_take_unproven(&take) == later);
		if (!later) {
			CHECK_INT(t.entries, size);
			break;
		}
		vault_take_done(&take);
		struct hash now = digest(&s, 1);
		CHECK(hash_eq(&now, &nothing));
		check_site(&s, 1);
	}
	check_site(&s, 1);
}

/* As a sync does it: what is given, and how often it was asked for. */
struct giving {
	struct sites *s;
	int from, to;
	const struct parcel *parcels[2];
	int asked, refused;
};

static int give_all(void *ctx, struct vault_take *t, bool again, struct err *e)
{
	struct giving *g = ctx;
	CHECK(again == (g->asked > 0));
	g->asked++;
	if (!g->parcels[0])
		return 0;
	TRY(vault_take_begin(t, g->s->v[g->to], e));
	take_all_keys(g->s, t, g->from);
	for (size_t i = 0; i < COUNT(g->parcels) && g->parcels[i]; i++)
		g->refused += take_parcel(g->s, t, g->parcels[i]) == ERR_CORRUPT;
	return 0;
}

TEST(what_stands_before_a_claim_that_its_key_did_not_sign_is_taken_all_the_same)
{
	SITES s;
	struct vault_log log;
	struct vault_taken t = { .entries = -1 };
	sites_open(&s, 2);
	say(&s, 0, "before", 5);
	CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
	struct parcel good = parcel_of(&s, 0, &log, 0, log.size);
	int64_t size = log.size;
	s.v[0]->author.secret[0] ^= 1;
	say(&s, 0, "signed by another key", 1);
	s.v[0]->author.secret[0] ^= 1;
	say(&s, 0, "after", 3);
	CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
	struct parcel bad = parcel_of(&s, 0, &log, size, log.size);
	struct giving none = { .s = &s, .from = 0, .to = 1 };
	CHECK_OK(vault_take_run(give_all, &none, &t, &s.e), &s.e);
	CHECK(none.asked == 1 && t.entries == -1);
	struct giving all = { .s = &s, .from = 0, .to = 1, .parcels = { &good, &bad } };
	CHECK_OK(vault_take_run(give_all, &all, &t, &s.e), &s.e);
	CHECK(all.asked == 2 && all.refused == 1);
	CHECK_INT(t.entries, size);
	check_site(&s, 1);
	/* What is all well is asked for once. */
	struct giving again = { .s = &s, .from = 0, .to = 1, .parcels = { &good } };
	CHECK_OK(vault_take_run(give_all, &again, &t, &s.e), &s.e);
	CHECK(again.asked == 1 && again.refused == 0);
	CHECK_INT(t.entries, 0);
	check_site(&s, 1);
}

/* ---- copies and forks ---- */

static void copy_file(struct sites *s, const char *from, const char *to)
{
	struct str bytes;
	CHECK_OK(file_read(from, 1 << 28, s->a, &bytes, &s->e), &s->e);
	CHECK_OK(file_write(to, bytes, 0600, &s->e), &s->e);
}

/* Site `i` as it is now, kept as site `to`: a backup, or a copy that somebody goes on with. */
static void copy_site(struct sites *s, int i, int to)
{
	vault_close(s->v[i]);
	s->v[i] = NULL;
	vault_close(s->v[to]);
	s->v[to] = NULL;
	copy_file(s, path_of(s, i), path_of(s, to));
	copy_file(s, str_printf(s->a, "%s.keys", path_of(s, i)).p,
		  str_printf(s->a, "%s.keys", path_of(s, to)).p);
	reopen(s, i);
	CHECK_OK(vault_open(path_of(s, to), str_of(passphrase(i)), true, &VIEW, &s->v[to], &s->e),
		 &s->e);
}

static bool shows(struct sites *s, int i, const char *text)
{
	AUTO_STMT *q = NULL;
	CHECK_OK(store_stmt(vault_store(s->v[i]), &ALL, &q, &s->e), &s->e);
	for (;;) {
		bool more;
		CHECK_OK(stmt_next(q, &more, &s->e), &s->e);
		if (!more)
			return false;
		if (str_has(col_str(q, 2), str_of(text)))
			return true;
	}
}

/* Of a run of claims the rows are put while the next run is verified: whatever that says, they are there. */
TEST(runs_of_claims_stand_whatever_follows_them)
{
	enum { REFUSED, WAITS, NOTHING, HOWS };
	for (int how = 0; how < HOWS; how++) {
		SITES s;
		struct vault_log log;
		int64_t ends[4];
		sites_open(&s, 2);
		ends[0] = own_size(&s, 0);
		for (int i = 1; i < 4; i++) {
			say(&s, 0, str_printf(s.a, "run %d", i).p, 40);
			ends[i] = own_size(&s, 0);
		}
		CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
		AUTO_VAULT_TAKE take = { 0 };
		struct vault_taken t = { 0 };
		CHECK_OK(vault_take_begin(&take, s.v[1], &s.e), &s.e);
		take_all_keys(&s, &take, 0);
		int64_t from = 0;
		for (int i = 0; i < 3; i++) {
			struct parcel p = parcel_of(&s, 0, &log, from, ends[i]);
			CHECK_OK(take_parcel(&s, &take, &p), &s.e);
			from = ends[i];
		}
		struct parcel last = parcel_of(&s, 0, &log, from, ends[3]);
		if (how == REFUSED) {
			flip(&last.rows[20].sealed, 30);
			CHECK_ERR(take_parcel(&s, &take, &last), ERR_CORRUPT);
		} else if (how == WAITS) {
			last.rows++;
			last.n--;
			CHECK_OK(take_parcel(&s, &take, &last), &s.e);
		}
		CHECK_OK(vault_take_commit(&take, &t, &s.e), &s.e);
		CHECK(shows(&s, 1, "run 2") && !shows(&s, 1, "run 3"));
		CHECK_INT(t.waiting, how == WAITS ? 39 : 0);
		check_site(&s, 1);
		reopen(&s, 1);
		give(&s, 0, 1, 0);
		CHECK(shows(&s, 1, "run 3"));
		check_site(&s, 1);
		give(&s, 1, 0, 0);
		CHECK(same(&s, 0, 1));
	}
}

/* The backup wrote nothing: it learns what it had written, and begins again. */
TEST(a_restored_backup_goes_on_in_a_new_log)
{
	SITES s;
	struct vault_fork *forks;
	size_t n;
	sites_open(&s, 2);
	say(&s, 0, "before", 3);
	copy_site(&s, 0, 2);
	say(&s, 0, "lost laptop", 3);
	give(&s, 0, 1, 0);
	struct str old = str_copy(s.a, vault_origin(s.v[2]));
	struct vault_taken t = give(&s, 1, 2, 0);
	CHECK(t.epoch && t.rebuilt);
	CHECK_INT(t.forks, 0);
	CHECK(!str_eq(old, vault_origin(s.v[2])) && vault_site(s.v[2]) != 0);
	CHECK(shows(&s, 2, "lost laptop"));
	CHECK_OK(vault_forks(s.v[2], s.a, &forks, &n, &s.e), &s.e);
	CHECK_INT(n, 0);
	check_site(&s, 2);
	say(&s, 2, "after", 2);
	vault_close(s.v[2]);
	CHECK_OK(vault_open(path_of(&s, 2), STR("correct horse"), true, &VIEW, &s.v[2], &s.e),
		 &s.e);
	check_site(&s, 2);
	give(&s, 2, 1, 0);
	give(&s, 1, 2, 0);
	CHECK(same(&s, 1, 2));
	CHECK(shows(&s, 1, "after"));
	check_site(&s, 1);
}

/* Both copies wrote: nobody's entries are lost, and the two heads are kept. */
TEST(a_forked_log_loses_nothing)
{
	SITES s;
	struct vault_fork *forks;
	size_t n;
	sites_open(&s, 2);
	say(&s, 0, "before", 3);
	give(&s, 0, 1, 0);
	copy_site(&s, 0, 2);
	say(&s, 0, "first copy", 4);
	say(&s, 2, "second copy", 5);
	give(&s, 0, 1, 0);
	struct hash root;
	CHECK_OK(vault_root(s.v[2], 5, &root, &s.e), &s.e);
	struct vault_taken t = give(&s, 1, 2, 0);
	CHECK(t.epoch);
	CHECK_INT(t.forks, 1);
	CHECK(shows(&s, 2, "first copy") && shows(&s, 2, "second copy"));
	CHECK_OK(vault_forks(s.v[2], s.a, &forks, &n, &s.e), &s.e);
	CHECK_INT(n, 1);
	CHECK(!str_eq(forks[0].ours, forks[0].theirs));
	check_site(&s, 2);
	give(&s, 2, 1, 0);
	give(&s, 1, 2, 0);
	CHECK(same(&s, 1, 2));
	give(&s, 1, 0, 0);
	give(&s, 0, 1, 0);
	give(&s, 0, 2, 0);
	CHECK(same(&s, 0, 1) && same(&s, 0, 2));
	CHECK(shows(&s, 0, "first copy") && shows(&s, 0, "second copy"));
	for (int i = 0; i < 3; i++)
		check_site(&s, i);
	/* Nobody else goes back on anything. */
	CHECK_INT(vault_site(s.v[0]), 0);
}

/* The other copy comes to a third site: both heads are kept, theirs is not taken, nothing goes. */
TEST(a_fork_of_another_log_is_kept_and_not_taken)
{
	SITES s;
	struct vault_fork *forks;
	size_t n;
	enum vault_head_verdict verdict;
	struct str note;
	struct str theirs;
	sites_open(&s, 2);
	say(&s, 0, "before", 3);
	copy_site(&s, 0, 2);
	say(&s, 0, "first copy", 4);
	say(&s, 2, "second copy", 4);
	give(&s, 0, 1, 0);
	struct hash before = digest(&s, 1);
	CHECK_OK(vault_head_for_others(s.v[2], s.a, &theirs, &s.e), &s.e);
	CHECK_OK(vault_compare_head(s.v[1], theirs, NULL, 0, &verdict, &s.e), &s.e);
	CHECK_INT(verdict, HEAD_FORK);
	struct vault_taken t = give(&s, 2, 1, 0);
	CHECK_INT(t.entries, 0);
	struct hash after = digest(&s, 1);
	CHECK(hash_eq(&before, &after));
	CHECK_OK(vault_forks(s.v[1], s.a, &forks, &n, &s.e), &s.e);
	CHECK_INT(n, 1);
	check_site(&s, 1);
	/* What goes on from ours is taken. */
	say(&s, 0, "going on", 1);
	t = give(&s, 0, 1, 0);
	CHECK_INT(t.entries, 1);
	CHECK_OK(vault_head_for_others(s.v[0], s.a, &note, &s.e), &s.e);
	CHECK_OK(vault_compare_head(s.v[1], note, NULL, 0, &verdict, &s.e), &s.e);
	CHECK_INT(verdict, HEAD_SAME);
	say(&s, 0, "ahead", 1);
	CHECK_OK(vault_head_for_others(s.v[0], s.a, &note, &s.e), &s.e);
	CHECK_OK(vault_compare_head(s.v[1], note, NULL, 0, &verdict, &s.e), &s.e);
	CHECK_INT(verdict, HEAD_BEHIND);
}

/* A head that left is never gone back on, also when the backup has not met anybody since. */
TEST(a_head_that_left_is_not_contradicted)
{
	static const struct sql STATE =
		SQL("INSERT OR REPLACE INTO signing_state (site, size, root)"
		    " VALUES (0, 3, zeroblob(32))");
	SITES s;
	struct str note;
	struct str again;
	sites_open(&s, 1);
	say(&s, 0, "x", 3);
	CHECK_OK(vault_head_for_others(s.v[0], s.a, &note, &s.e), &s.e);
	CHECK_OK(vault_head_for_others(s.v[0], s.a, &again, &s.e), &s.e);
	CHECK(str_eq(note, again));
	{
		AUTO_TX tx = { 0 };
		AUTO_STMT *q = NULL;
		CHECK_OK(tx_begin(&tx, vault_store(s.v[0]), &s.e), &s.e);
		CHECK_OK(store_stmt(vault_store(s.v[0]), &STATE, &q, &s.e), &s.e);
		CHECK_OK(stmt_run(q, &s.e), &s.e);
		CHECK_OK(tx_commit(&tx, &s.e), &s.e);
	}
	CHECK_ERR(vault_head_for_others(s.v[0], s.a, &again, &s.e), ERR_CONFLICT);
}

/* What nobody signed does not end our log. */
TEST(a_forged_head_of_our_own_log_changes_nothing)
{
	for (int forked = 0; forked < 2; forked++) {
		AUTO_VAULT_TAKE take = { 0 };
		SITES s;
		struct vault_log log;
		struct vault_taken t;
		sites_open(&s, 2);
		say(&s, 0, "before", 3);
		copy_site(&s, 0, 2);
		say(&s, 2, "more", 3);
		if (forked)
			say(&s, 0, "other", 2);
		CHECK_OK(vault_log_by_origin(s.v[2], vault_origin(s.v[2]), s.a, &log, &s.e), &s.e);
		struct parcel p = parcel_of(&s, 2, &log, 0, log.size);
		/* In the last line: the signature. */
		flip(&p.note, (unsigned)(p.note.n - 20) * 8);
		CHECK_OK(vault_take_begin(&take, s.v[0], &s.e), &s.e);
		take_all_keys(&s, &take, 2);
		CHECK(take_parcel(&s, &take, &p) < 0);
		CHECK_OK(vault_take_commit(&take, &t, &s.e), &s.e);
		CHECK(!t.epoch);
		CHECK_INT(t.entries + t.forks, 0);
		say(&s, 0, "goes on", 1);
		check_site(&s, 0);
		CHECK_INT(vault_site(s.v[0]), 0);
	}
}

/* The backup is from before the key of the log changed. */
TEST(a_backup_learns_of_a_new_key_of_its_log)
{
	SITES s;
	struct str vkey;
	sites_open(&s, 2);
	copy_site(&s, 0, 2);
	CHECK_OK(vault_log_key_rotate(s.v[0], &vkey, s.a, &s.e), &s.e);
	say(&s, 0, "between", 1);
	CHECK_OK(vault_log_key_retire(s.v[0], &s.e), &s.e);
	say(&s, 0, "after", 1);
	give(&s, 0, 1, 0);
	check_site(&s, 1);
	struct str *keys;
	size_t n;
	CHECK_OK(vault_log_vkeys(s.v[1], 0, NUMBER_COUNT_MAX, s.a, &keys, &n, &s.e), &s.e);
	CHECK(n == 1 && str_eq(keys[0], vkey));
	struct vault_taken t = give(&s, 1, 2, 0);
	CHECK(t.epoch && shows(&s, 2, "after"));
	check_site(&s, 2);
}

/* Another program has the vault open while the log ends and the key changes. */
TEST(two_programs_write_to_the_same_log)
{
	SITES s;
	struct str vkey;
	sites_open(&s, 1);
	CHECK_OK(vault_open(path_of(&s, 0), STR("correct horse"), true, &VIEW, &s.v[1], &s.e),
		 &s.e);
	say(&s, 0, "one", 1);
	say(&s, 1, "two", 1);
	CHECK_OK(vault_log_key_rotate(s.v[0], &vkey, s.a, &s.e), &s.e);
	say(&s, 1, "three", 1);
	CHECK_OK(vault_log_key_retire(s.v[1], &s.e), &s.e);
	say(&s, 0, "four", 1);
	check_site(&s, 0);
	CHECK_OK(vault_epoch(s.v[1], STR("planned"), &s.e), &s.e);
	say(&s, 0, "five", 1);
	CHECK(str_eq(vault_origin(s.v[0]), vault_origin(s.v[1])));
	say(&s, 1, "six", 1);
	check_site(&s, 0);
	check_site(&s, 1);
	CHECK(same(&s, 0, 1));
	vault_close(s.v[1]);
	s.v[1] = NULL;
}

/* A take that is left changes nothing, not even which log is ours. */
TEST(a_take_that_is_left_leaves_nothing)
{
	SITES s;
	sites_open(&s, 2);
	say(&s, 0, "before", 3);
	copy_site(&s, 0, 2);
	say(&s, 0, "first copy", 4);
	say(&s, 2, "second copy", 4);
	struct hash before = digest(&s, 2);
	struct str origin = vault_origin(s.v[2]);
	{
		AUTO_VAULT_TAKE t = { 0 };
		struct vault_log log;
		CHECK_OK(vault_log_by_origin(s.v[0], vault_origin(s.v[0]), s.a, &log, &s.e), &s.e);
		struct parcel p = parcel_of(&s, 0, &log, 0, log.size);
		CHECK_OK(vault_take_begin(&t, s.v[2], &s.e), &s.e);
		take_all_keys(&s, &t, 0);
		CHECK_OK(take_parcel(&s, &t, &p), &s.e);
	}
	struct hash after = digest(&s, 2);
	CHECK(hash_eq(&before, &after));
	CHECK(str_eq(origin, vault_origin(s.v[2])));
	say(&s, 2, "goes on", 1);
	check_site(&s, 2);
}

/* ---- members ---- */

TEST(a_revocation_counts_where_it_is_known)
{
	SITES s;
	struct id second;
	struct vault_taken t;
	sites_open(&s, 3);
	all_hear_all(&s, 3);
	say(&s, 1, "in good faith", 2);
	second = *vault_member(s.v[1]);
	CHECK_OK(vault_member_revoke(s.v[0], &second, &s.e), &s.e);
	/* What was written without knowing stands. */
	t = give(&s, 1, 0, 0);
	CHECK_INT(t.refused, 0);
	CHECK(shows(&s, 0, "in good faith"));
	give(&s, 0, 2, 0);
	CHECK(shows(&s, 2, "in good faith"));
	check_site(&s, 0);
	check_site(&s, 2);
	/* Once its own log says that it knew, nothing it signs is taken. */
	give(&s, 0, 1, 0);
	say(&s, 1, "although revoked", 1);
	struct hash before = digest(&s, 2);
	{
		AUTO_VAULT_TAKE take = { 0 };
		struct vault_log log;
		CHECK_OK(vault_log_by_origin(s.v[1], vault_origin(s.v[1]), s.a, &log, &s.e), &s.e);
		struct parcel p = parcel_of(&s, 1, &log, 0, log.size);
		CHECK_OK(vault_take_begin(&take, s.v[2], &s.e), &s.e);
		take_all_keys(&s, &take, 1);
		CHECK_ERR(take_parcel(&s, &take, &p), ERR_CORRUPT);
		CHECK(str_has(str_of(s.e.text), STR("revoked")));
		CHECK_OK(vault_take_commit(&take, &t, &s.e), &s.e);
	}
	struct hash after = digest(&s, 2);
	CHECK(hash_eq(&before, &after));
	check_site(&s, 2);
}

/* ---- checking ---- */

static void change(struct sites *s, int i, const struct sql *sql)
{
	AUTO_TX tx = { 0 };
	AUTO_STMT *q = NULL;
	CHECK_OK(tx_begin(&tx, vault_store(s->v[i]), &s->e), &s->e);
	CHECK_OK(store_stmt(vault_store(s->v[i]), sql, &q, &s->e), &s->e);
	CHECK_OK(stmt_run(q, &s->e), &s->e);
	CHECK_OK(tx_commit(&tx, &s->e), &s->e);
}

/* Somebody with the key of the database changes what is kept of another site's log. */
TEST(check_finds_what_was_changed_in_any_log)
{
	static const struct sql CHANGES[] = {
		SQL("UPDATE tree_tile SET hashes = zeroblob(length(hashes)) WHERE site <> 0"),
		SQL("DELETE FROM tree_tile WHERE site <> 0 AND level = 0"),
		SQL("INSERT INTO tree_tile (site, level, n, hashes) VALUES (77, 0, 0, zeroblob(32))"),
		SQL("UPDATE log_state SET size = size - 1 WHERE site <> 0"),
		SQL("UPDATE log_state SET size = size + 1 WHERE site <> 0"),
		SQL("INSERT INTO ledger_checkpoint (site, size, root, note, recorded_ms)"
		    " SELECT site, 2, root, note, recorded_ms FROM ledger_checkpoint"
		    " WHERE site <> 0 AND size > 2 LIMIT 1"),
		/* A log that nobody vouches for, with entries of another. */
		SQL("INSERT INTO ledger_entry (seq, at, kind, bytes, grp, sealed)"
		    " SELECT (5 << 30) + seq, at, kind, bytes, grp, sealed FROM ledger_entry"
		    " WHERE seq = 0"),
		/* An import of what is not here; and one entry more, out of its time. */
		SQL("INSERT INTO ledger_entry (seq, at, kind, bytes)"
		    " SELECT seq + 1, at, kind, CAST(bytes || 'x' AS BLOB) FROM ledger_entry"
		    " WHERE kind = 'import' AND seq < 1 << 30 ORDER BY seq DESC LIMIT 1"),
		SQL("UPDATE shred_group SET key = zeroblob(32) WHERE compartment IS NULL"),
	};
	for (size_t i = 0; i < COUNT(CHANGES); i++) {
		SITES s;
		struct vault_report report;
		sites_open(&s, 2);
		say(&s, 1, "one", 2);
		give(&s, 1, 0, 0);
		give(&s, 0, 1, 0);
		give(&s, 1, 0, 0);
		CHECK_OK(vault_check(s.v[0], NULL, NULL, &report, &s.e), &s.e);
		change(&s, 0, &CHANGES[i]);
		vault_close(s.v[0]);
		s.v[0] = NULL;
		if (vault_open(path_of(&s, 0), STR("correct horse"), true, &VIEW, &s.v[0], &s.e) <
		    0)
			continue; /* noticed even before */
		if (vault_check(s.v[0], NULL, NULL, &report, &s.e) != ERR_CORRUPT)
			FAIL("not noticed: %s", CHANGES[i].text);
	}
}

TEST(what_is_new_is_checked_since_last_time)
{
	static const struct sql SPOIL =
		SQL("UPDATE tree_tile SET hashes = zeroblob(length(hashes)) WHERE site = 0");
	SITES s;
	struct vault_report r;
	sites_open(&s, 2);
	say(&s, 0, "a", 300);
	CHECK_OK(vault_check_since(s.v[0], NULL, NULL, &r, &s.e), &s.e);
	CHECK_INT(r.entries, 302);
	CHECK_OK(vault_check_since(s.v[0], NULL, NULL, &r, &s.e), &s.e);
	CHECK_INT(r.entries, 0);
	say(&s, 0, "b", 700);
	give(&s, 1, 0, 0);
	CHECK_OK(vault_check_since(s.v[0], NULL, NULL, &r, &s.e), &s.e);
	CHECK_INT(r.entries, 702); /* and the other's key, and its import */
	say(&s, 0, "c", 5);
	CHECK_OK(vault_check_since(s.v[0], NULL, NULL, &r, &s.e), &s.e);
	CHECK_INT(r.entries, 5);
	CHECK_INT(r.checkpoints, 1);
	/* The whole check does not believe the mark. */
	CHECK_OK(vault_check(s.v[0], NULL, NULL, &r, &s.e), &s.e);
	CHECK_INT(r.entries, 1009);
	change(&s, 0, &SPOIL);
	CHECK_ERR(vault_check_since(s.v[0], NULL, NULL, &r, &s.e), ERR_CORRUPT);
	CHECK_ERR(vault_check(s.v[0], NULL, NULL, &r, &s.e), ERR_CORRUPT);
}
