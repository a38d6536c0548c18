/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an erasure leaves: nothing of the name in any page, file or byte of memory, and every proof.
 *
 * The name that is erased stands in this program only with its bytes turned over, so that finding it
 * in a process means that the vault left it there.
 */
#include "check.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "ledger/policy.h"
#include "ledger/proof_text.h"
#include "vault/access_priv.h"
#include "vault/keyring_priv.h"
#include "vault/object.h"
#include "vault/shred.h"
#include "vault/shred_claim.h"
#include "vault/keyring.h"
#include "vault/vault_priv.h"

enum { TURN = 0x5a, NAME_LEN = 20 };
/* "Nemouneh Davazdahom-" and the same without capitals, each byte ^ TURN. */
static const uint8_t NAME[NAME_LEN] = {
	0x14, 0x3f, 0x37, 0x35, 0x2f, 0x34, 0x3f, 0x32, 0x7a, 0x1e,
	0x3b, 0x2c, 0x3b, 0x20, 0x3e, 0x3b, 0x32, 0x35, 0x37, 0x77
};

static void name_text(char ret[static NAME_LEN + 1])
{
	for (size_t i = 0; i < NAME_LEN; i++)
		ret[i] = (char)(NAME[i] ^ TURN);
	ret[NAME_LEN] = '\0';
}

static bool is_name(const uint8_t *p, bool small)
{
	for (size_t i = 0; i < NAME_LEN; i++) {
		uint8_t c = NAME[i] ^ TURN;
		if (small && c >= 'A' && c <= 'Z')
			c = (uint8_t)(c + 32);
		if (p[i] != c)
			return false;
	}
	return true;
}

static size_t count_name(const uint8_t *p, size_t n)
{
	size_t found = 0;
	const uint8_t first = NAME[1] ^ TURN; /* 'e': the same in both spellings */
	for (size_t i = 1; i + NAME_LEN <= n + 1; i++)
		if (p[i] == first && i - 1 + NAME_LEN <= n &&
		    (is_name(p + i - 1, false) || is_name(p + i - 1, true)))
			found++;
	return found;
}

/* ---- a view that shows everything, with an index of words ---- */

static const struct sql TABLES =
	SQL("DROP TABLE IF EXISTS seen; DROP TABLE IF EXISTS words;"
	    "CREATE TABLE seen (seq INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
	    "CREATE VIRTUAL TABLE words USING fts5 (text)");
static const struct sql ADD = SQL("INSERT INTO seen (seq, text) VALUES (:seq, :text)");
static const struct sql ADD_WORDS = SQL("INSERT INTO words (rowid, text) VALUES (:seq, :text)");

static int view_reset(void *ctx, struct store *st, struct err *e)
{
	(void)ctx;
	return store_run_script(st, &TABLES, e);
}

static int add(struct store *st, const struct sql *sql, int64_t seq, struct str text, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, sql, &q, e));
	bind_int(q, ":seq", seq);
	bind_str(q, ":text", text);
	return stmt_run(q, e);
}

static int view_apply(void *ctx, struct store *st, const struct vault_entry *entry, void *said,
		      struct arena *a, struct err *e)
{
	AUTO_BUF b;
	(void)said;
	(void)ctx;
	(void)a;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < entry->n_parts; i++)
		buf_printf(&b, "%.*s=%.*s;", STR_FMT(entry->parts[i].path),
			   STR_FMT(entry->parts[i].value));
	TRY(add(st, &ADD, entry->seq, buf_str(&b), e));
	return add(st, &ADD_WORDS, entry->seq, buf_str(&b), e);
}

static int view_settle(void *ctx, struct store *st, struct err *e)
{
	(void)ctx;
	(void)st;
	(void)e;
	return 0;
}

static const struct projector VIEW = { .reset = view_reset,
				       .apply = view_apply,
				       .settle = view_settle };
static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };

/* ---- the room ---- */

struct room {
	char dir[64];
	char path[80];
	char other_path[80];
	struct vault *v;
	struct vault *other;
	struct arena *a;
	struct err e;
};

static void room_close(struct room *r)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	vault_close(r->v);
	vault_close(r->other);
	for (size_t i = 0; i < COUNT(ENDS); i++) {
		unlink(str_printf(r->a, "%s%s", r->path, ENDS[i]).p);
		unlink(str_printf(r->a, "%s%s", r->other_path, ENDS[i]).p);
	}
	rmdir(r->dir);
	arena_free(r->a);
}
#define ROOM AUTO(room_close) struct room

static const struct id SOURCE = { { 7, 7, 7 } };
static const struct id PERSON = { { 1, 2, 3 } };
static const struct id EVIDENCE = { { 4, 5, 6 } };
#define FIRST  STR("first passphrase")
#define SECOND STR("second passphrase")
#define THIRD  STR("third passphrase")

/* A statement about `who` with the name in it, and who said it. */
static int say(struct vault *v, const struct id *who, const char *text, const char *compartment,
	       struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	char name[NAME_LEN + 1];
	name_text(name);
	const struct claim_part source[] = {
		{ .name = STR("id"),
		  .value = str_printf(a, "\"%s\"", name),
		  .group = CLAIM_GROUP_SOURCE },
	};
	const struct claim_part parts[] = {
		{ .name = STR("kind"), .value = STR("\"statement\"") },
		{ .name = STR("f1"), .value = str_printf(a, "\"%s\"", text) },
		{ .name = STR("source"), .parts = source, .n_parts = 1 },
	};
	const struct vault_claim c = { .kind = ENTRY_CLAIM,
				       .parts = parts,
				       .n_parts = COUNT(parts),
				       .subject_group = *who,
				       .source_group = SOURCE,
				       .source_compartment = compartment };
	AUTO_VAULT_TX tx = { 0 };
	int64_t seq;
	explicit_bzero(name, sizeof name);
	TRY(vault_begin(&tx, v, e));
	TRY(vault_append(&tx, &c, &seq, e));
	return vault_commit(&tx, e);
}

/* Entries: 0 to 2 members, 3 of the source itself, 4 of the person by the source, 5 the same with the
 * source in the compartment, 6 of the person by somebody. */
static void room_open(struct room *r)
{
	struct id id;
	char name[NAME_LEN + 1];
	memset(r, 0, sizeof *r);
	check_folder(r->dir, sizeof r->dir, "vigil-shred");
	snprintf(r->path, sizeof r->path, "%s/v.vigil", r->dir);
	snprintf(r->other_path, sizeof r->other_path, "%s/w.vigil", r->dir);
	r->a = arena_new(0);
	CHECK_OK(vault_create(r->path, FIRST, STR("One"), &LIGHT, &VIEW, &r->v, &r->e), &r->e);
	CHECK_OK(vault_member_add(r->v, STR("Two"), ROLE_OFFICER, SECOND, &id, &r->e), &r->e);
	CHECK_OK(vault_member_add(r->v, STR("Three"), ROLE_EDITOR, THIRD, &id, &r->e), &r->e);
	name_text(name);
	CHECK_OK(say(r->v, &SOURCE, name, NULL, &r->e), &r->e);
	CHECK_OK(say(r->v, &PERSON, "first", NULL, &r->e), &r->e);
	CHECK_OK(say(r->v, &PERSON, "second", "sources", &r->e), &r->e);
	explicit_bzero(name, sizeof name);
}

static int reopen(struct room *r, struct str passphrase)
{
	vault_close(r->v);
	r->v = NULL;
	return vault_open(r->path, passphrase, true, &VIEW, &r->v, &r->e);
}

static struct vault_shred of(const struct id *entity)
{
	return (struct vault_shred){ .entities = entity,
				     .n_entities = 1,
				     .reason = STR("safety"),
				     .second_passphrase = SECOND };
}

/* Every page as the key opens it. */
static size_t name_in_pages(struct room *r)
{
	const uint8_t *p = NULL;
	size_t n = 0;
	CHECK_OK(store_image(r->v->st, &p, &n, &r->e), &r->e);
	CHECK(n > 4096);
	size_t found = p ? count_name(p, n) : 0;
	store_image_free(p);
	return found;
}

static size_t name_in_files(struct room *r)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	size_t found = 0;
	for (size_t i = 0; i < COUNT(ENDS); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct str s = STR("");
		const char *path = str_printf(a, "%s%s", r->path, ENDS[i]).p;
		if (file_exists(path))
			CHECK_OK(file_read(path, 64 << 20, a, &s, &r->e), &r->e);
		found += count_name((const uint8_t *)s.p, s.n);
	}
	return found;
}

static int judged(struct room *r, struct str proof)
{
	struct proof_text text;
	struct policy policy;
	struct proof_verdict verdict;
	struct str vkey = vault_log_vkey(r->v, r->a);
	TRY(proof_text_read(proof, r->a, &text, &r->e));
	TRY(policy_read(str_printf(r->a, "log %s\nquorum none\n", vkey.p), r->a, &policy, &r->e));
	return proof_text_verify(&text, &policy, r->a, &verdict, &r->e);
}

/* ---- what is left ---- */

TEST(nothing_of_a_name_is_left_and_every_proof_holds)
{
	ROOM r;
	struct vault_shredded done;
	struct str before[6];
	struct str after;
	struct vault_report report;
	struct vault_entry entry;
	room_open(&r);
	const struct key old = r.v->db_key;
	CHECK(name_in_pages(&r) > 4); /* so the search finds what is there */
	for (int64_t seq = 0; seq < 6; seq++)
		CHECK_OK(vault_proof(r.v, seq, NULL, NULL, r.a, &before[seq], &r.e), &r.e);
	const struct vault_shred what = of(&SOURCE);
	CHECK_OK(vault_shred(r.v, &what, r.a, &done, &r.e), &r.e);
	CHECK_INT(done.seq, 6);
	CHECK_INT(done.groups, 2); /* one in the compartment, one outside */
	CHECK(done.parts > 4);

	CHECK_INT(name_in_pages(&r), 0);
	CHECK_INT(name_in_files(&r), 0);
	struct store *st = NULL;
	CHECK_ERR(store_open(r.path, &old, STORE_READ, 100, &st, &r.e), ERR_DENIED);
	CHECK(memcmp(old.b, r.v->db_key.b, KEY_LEN) != 0);

	CHECK_OK(vault_entry_read(r.v, 3, r.a, &entry, &r.e), &r.e);
	CHECK(entry.record_sealed && entry.n_parts == 0);
	CHECK_OK(vault_entry_read(r.v, 4, r.a, &entry, &r.e), &r.e);
	CHECK(entry.source_sealed && !entry.record_sealed);
	for (int64_t seq = 0; seq < 7; seq++) {
		CHECK_OK(vault_proof(r.v, seq, NULL, NULL, r.a, &after, &r.e), &r.e);
		CHECK_OK(judged(&r, after), &r.e);
		CHECK_INT(count_name((const uint8_t *)after.p, after.n), 0);
		if (seq < 6)
			CHECK_OK(judged(&r, before[seq]), &r.e);
	}
	CHECK_OK(vault_check(r.v, NULL, NULL, &report, &r.e), &r.e);
	CHECK_INT(report.entries, 7);
	CHECK_OK(reopen(&r, SECOND), &r.e); /* all passphrases that were there still open it */
	CHECK_INT(name_in_pages(&r), 0);
	CHECK_ERR(vault_shred(r.v, &what, r.a, &done, &r.e), ERR_NOTFOUND);
}

TEST(the_claim_says_what_who_and_why_and_both_agreed)
{
	ROOM r;
	struct vault_shredded done;
	struct vault_entry entry;
	struct shred_claim c;
	struct vault_member *m;
	size_t n;
	room_open(&r);
	const struct vault_shred what = of(&SOURCE);
	CHECK_OK(vault_shred(r.v, &what, r.a, &done, &r.e), &r.e);
	CHECK_OK(vault_entry_read(r.v, done.seq, r.a, &entry, &r.e), &r.e);
	CHECK(entry.kind == ENTRY_SHRED);
	CHECK_OK(shred_claim_read(&entry, r.a, &c, &r.e), &r.e);
	CHECK(c.action == SHRED_CARRIED_OUT && str_eq(c.reason, STR("safety")));
	CHECK_INT(c.n_groups, 2);
	CHECK_INT(c.n_digests, done.parts);
	CHECK(id_eq(&c.groups[0].entity, &SOURCE));
	CHECK_OK(vault_members(r.v, r.a, &m, &n, &r.e), &r.e);
	CHECK(id_eq(&c.first, &m[0].id) && id_eq(&c.second, &m[1].id));
	CHECK(shred_claim_agreed(&c, m[1].sign_public));
	CHECK(!shred_claim_agreed(&c, m[0].sign_public));
	c.reason = STR("mistake");
	CHECK(!shred_claim_agreed(&c, m[1].sign_public));
	c.reason = STR("safety");
	c.n_digests--;
	CHECK(!shred_claim_agreed(&c, m[1].sign_public));
}

TEST(an_erasure_takes_two_officers)
{
	ROOM r;
	struct vault_shredded done;
	struct vault_shred what;
	room_open(&r);
	static const struct str WRONG[] = { { "first passphrase", 16 },
					    { "third passphrase", 16 },
					    { "nobody's passphrase", 19 } };
	for (size_t i = 0; i < COUNT(WRONG); i++) {
		what = of(&SOURCE);
		what.second_passphrase = WRONG[i];
		CHECK_ERR(vault_shred(r.v, &what, r.a, &done, &r.e), ERR_DENIED);
	}
	what = of(&SOURCE);
	what.reason = STR("tidiness");
	CHECK_ERR(vault_shred(r.v, &what, r.a, &done, &r.e), ERR_INPUT);
	const struct id nobody = { { 9 } };
	what = of(&nobody);
	CHECK_ERR(vault_shred(r.v, &what, r.a, &done, &r.e), ERR_NOTFOUND);
	what = of(vault_member(r.v));
	CHECK_ERR(vault_shred(r.v, &what, r.a, &done, &r.e), ERR_INPUT);
	CHECK_OK(reopen(&r, THIRD), &r.e);
	what = of(&SOURCE);
	CHECK_ERR(vault_shred(r.v, &what, r.a, &done, &r.e), ERR_DENIED);
	CHECK(name_in_pages(&r) > 4);
}

TEST(a_source_that_speaks_again_is_heard_and_what_was_erased_stays_so)
{
	ROOM r;
	struct vault_shredded done;
	struct vault_entry entry;
	struct hash h;
	bool shown;
	struct str keys[VAULT_KEY_BUCKETS];
	room_open(&r);
	for (int b = 0; b < VAULT_KEY_BUCKETS; b++) {
		AUTO_BUF buf;
		buf_init(&buf, KEYRING_MAX);
		CHECK_OK(vault_keys_write(r.v, b, &buf, &h, &r.e), &r.e);
		keys[b] = buf_copy(&buf, r.a);
	}
	const struct vault_shred what = of(&SOURCE);
	CHECK_OK(vault_shred(r.v, &what, r.a, &done, &r.e), &r.e);
	CHECK_OK(say(r.v, &SOURCE, "again", NULL, &r.e), &r.e);
	CHECK_OK(vault_entry_read(r.v, 7, r.a, &entry, &r.e), &r.e);
	CHECK(!entry.record_sealed);
	/* Another site that has not erased it gives its keys. */
	AUTO_TX tx = { 0 };
	AUTO(keyring_take_done) struct keyring_take t = { 0 };
	CHECK_OK(tx_begin(&tx, r.v->st, &r.e), &r.e);
	CHECK_OK(keyring_take_begin(&t, r.v, &r.e), &r.e);
	for (int b = 0; b < VAULT_KEY_BUCKETS; b++)
		CHECK_OK(keyring_take(&t, keys[b], &r.e), &r.e);
	CHECK_OK(keyring_take_end(&t, &shown, &r.e), &r.e);
	CHECK_OK(tx_commit(&tx, &r.e), &r.e);
	CHECK_OK(vault_entry_read(r.v, 3, r.a, &entry, &r.e), &r.e);
	CHECK(entry.record_sealed);
}

TEST(an_erasure_cut_short_gets_its_new_key_when_the_vault_is_opened)
{
	ROOM r;
	AUTO_TX tx = { 0 };
	room_open(&r);
	const struct key old = r.v->db_key;
	CHECK_OK(tx_begin(&tx, r.v->st, &r.e), &r.e);
	CHECK_OK(rekey_note_due(r.v, &r.e), &r.e);
	CHECK_OK(tx_commit(&tx, &r.e), &r.e);
	CHECK_OK(reopen(&r, FIRST), &r.e);
	CHECK(memcmp(old.b, r.v->db_key.b, KEY_LEN) != 0);
	const struct key now = r.v->db_key;
	CHECK_OK(reopen(&r, SECOND), &r.e);
	CHECK(memcmp(now.b, r.v->db_key.b, KEY_LEN) == 0); /* once */
}

/* ---- evidence ---- */

static int put_evidence(struct room *r)
{
	const struct vault_object o = { .name = { { 1 } }, .bytes = 9, .entity = EVIDENCE };
	AUTO_VAULT_TX tx = { 0 };
	TRY(vault_begin(&tx, r->v, &r->e));
	TRY(vault_object_add(&tx, &o, STR("age header\n"), &r->e));
	TRY(vault_commit(&tx, &r->e));
	return say(r->v, &EVIDENCE, "a photograph", NULL, &r->e);
}

TEST(evidence_is_asked_for_first_and_erased_after_the_waiting_period)
{
	ROOM r;
	struct vault_shredded done;
	struct str header;
	const struct hash name = { { 1 } };
	int64_t seq;
	room_open(&r);
	CHECK_OK(put_evidence(&r), &r.e);
	struct vault_shred what = of(&EVIDENCE);
	CHECK_ERR(vault_shred(r.v, &what, r.a, &done, &r.e), ERR_INPUT); /* no fast way */
	what.content = true;
	CHECK_ERR(vault_shred(r.v, &what, r.a, &done, &r.e), ERR_CONFLICT);
	CHECK(str_has(str_of(r.e.text), STR("asked for first")));
	CHECK_OK(vault_shred_request(r.v, &EVIDENCE, 1, STR("court"), &seq, &r.e), &r.e);
	CHECK_ERR(vault_shred(r.v, &what, r.a, &done, &r.e), ERR_CONFLICT);
	CHECK(str_has(str_of(r.e.text), STR("less than 7 days ago")));
	CHECK_OK(vault_object_header(r.v, &name, r.a, &header, &r.e), &r.e);
	CHECK_OK(vault_setting_put(r.v, "shred_wait_days", STR("0"), &r.e), &r.e);
	CHECK_OK(vault_shred(r.v, &what, r.a, &done, &r.e), &r.e);
	CHECK_INT(done.objects, 1);
	CHECK(hash_eq(&done.object_names[0], &name));
	CHECK_ERR(vault_object_header(r.v, &name, r.a, &header, &r.e), ERR_NOTFOUND);
	CHECK(str_has(str_of(r.e.text), STR("erased")));
	struct vault_report report;
	CHECK_OK(vault_check(r.v, NULL, NULL, &report, &r.e), &r.e);
}

/* ---- other sites ---- */

struct rows {
	struct arena *a;
	struct log_row list[64];
	size_t n;
};

static int keep_row(void *ctx, const struct log_row *row, struct err *e)
{
	struct rows *x = ctx;
	(void)e;
	CHECK(x->n < COUNT(x->list));
	struct log_row *to = &x->list[x->n++];
	*to = *row;
	to->bytes = str_copy(x->a, row->bytes);
	to->sealed = str_copy(x->a, row->sealed);
	to->src_sealed = str_copy(x->a, row->src_sealed);
	return 0;
}

/* Everything of `from` into `to`, as a sync does. */
static int give(struct room *r, struct vault *from, struct vault *to)
{
	struct vault_log *logs;
	struct vault_taken taken;
	struct hash h;
	size_t n;
	AUTO_VAULT_TAKE t = { 0 };
	TRY(vault_logs(from, r->a, &logs, &n, &r->e));
	TRY(vault_take_begin(&t, to, &r->e));
	for (int b = 0; b < VAULT_KEY_BUCKETS; b++) {
		AUTO_BUF buf;
		buf_init(&buf, KEYRING_MAX);
		TRY(vault_keys_write(from, b, &buf, &h, &r->e));
		TRY(vault_take_keys(&t, buf_str(&buf), &r->e));
	}
	for (size_t i = 0; i < n; i++) {
		struct rows x = { .a = r->a };
		TRY(vault_log_rows(from, logs[i].site, 0, logs[i].size, keep_row, &x, &r->e));
		TRY(vault_take_rows(&t, logs[i].origin, x.list, x.n, logs[i].note, &r->e));
	}
	return vault_take_commit(&t, &taken, &r->e);
}

TEST(another_site_sees_an_erasure_and_carries_it_out_itself)
{
	ROOM r;
	struct str file;
	struct vault_shredded done;
	struct vault_shred_pending *p;
	struct vault_entry entry;
	struct id id;
	size_t n;
	room_open(&r);
	CHECK_OK(vault_invite(r.v, STR("Partner"), ROLE_OFFICER, STR("battery staple"), r.a, &file,
			      &r.e),
		 &r.e);
	CHECK_OK(vault_join(r.other_path, file, STR("battery staple"), &LIGHT, &VIEW, &r.other,
			    &r.e),
		 &r.e);
	CHECK_OK(give(&r, r.v, r.other), &r.e);
	CHECK_OK(vault_entry_read(r.other, 5, r.a, &entry, &r.e), &r.e);
	CHECK(!entry.source_sealed); /* also what is in the compartment */
	const struct vault_shred what = of(&SOURCE);
	CHECK_OK(vault_shred(r.v, &what, r.a, &done, &r.e), &r.e);
	CHECK_OK(vault_shreds_pending(r.v, r.a, &p, &n, &r.e), &r.e);
	CHECK_INT(n, 0);
	CHECK_OK(give(&r, r.v, r.other), &r.e);
	CHECK_OK(vault_shreds_pending(r.other, r.a, &p, &n, &r.e), &r.e);
	CHECK_INT(n, 1);
	CHECK(n && id_eq(&p[0].entity, &SOURCE) && str_eq(p[0].reason, STR("safety")) &&
	      p[0].seq == done.seq && p[0].recorded_ms > 0);
	CHECK_OK(vault_entry_read(r.other, 3, r.a, &entry, &r.e), &r.e);
	CHECK(!entry.record_sealed);

	CHECK_OK(vault_member_add(r.other, STR("Five"), ROLE_OFFICER, SECOND, &id, &r.e), &r.e);
	CHECK_OK(vault_shred(r.other, &what, r.a, &done, &r.e), &r.e);
	CHECK_OK(vault_shreds_pending(r.other, r.a, &p, &n, &r.e), &r.e);
	CHECK_INT(n, 0);
	CHECK_OK(give(&r, r.other, r.v), &r.e);
	CHECK_OK(give(&r, r.v, r.other), &r.e);
	for (int i = 0; i < 2; i++) {
		struct vault_report report;
		struct vault *v = i ? r.other : r.v;
		CHECK_OK(vault_entry_read(v, 3, r.a, &entry, &r.e), &r.e);
		CHECK(entry.record_sealed);
		CHECK_OK(vault_check(v, NULL, NULL, &report, &r.e), &r.e);
	}
}

/* ---- memory ---- */

/* How often the name stands in what this process can write to. */
static size_t name_in_memory(size_t *ret_looked)
{
	/* The windows overlap, so that a name across their border is seen. */
	enum { STEP = 1 << 16 };
	static uint8_t window[STEP + NAME_LEN];
	FILE *maps = fopen("/proc/self/maps", "re");
	AUTO_FD mem = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	char line[512];
	size_t found = 0;
	*ret_looked = 0;
	while (maps && mem >= 0 && fgets(line, sizeof line, maps)) {
		unsigned long from;
		unsigned long to;
		char how[8];
		if (sscanf(line, "%lx-%lx %7s", &from, &to, how) != 3 || how[1] != 'w')
			continue;
		for (unsigned long at = from; at < to; at += STEP) {
			size_t n = to - at < sizeof window ? to - at : sizeof window;
			/* Not into itself. */
			if (at + n > (unsigned long)window &&
			    at < (unsigned long)window + sizeof window)
				continue;
			if (pread(mem, window, n, (off_t)at) != (ssize_t)n)
				break;
			*ret_looked += n;
			found += count_name(window, n);
			explicit_bzero(window, sizeof window);
		}
	}
	if (maps)
		fclose(maps);
	return found;
}

/* The process reads everything, erases, then looks for the name in all of itself. */
TEST(child_that_erases_and_looks_into_its_memory)
{
	struct vault *v = NULL;
	struct vault_shredded done;
	struct err e;
	size_t looked;
	const char *path = getenv("VIGIL_SHRED_CHILD");
	if (!path)
		SKIP("run by the next test");
	CHECK_OK(vault_open(path, FIRST, true, &VIEW, &v, &e), &e);
	{
		AUTO_ARENA *a = arena_new(0);
		for (int64_t seq = 0; seq < 6; seq++) {
			struct vault_entry entry;
			CHECK_OK(vault_entry_read(v, seq, a, &entry, &e), &e);
			CHECK(!entry.record_sealed && !entry.source_sealed);
		}
		CHECK(name_in_memory(&looked) >= 4); /* so the search finds what is there */
	}
	{
		AUTO_ARENA *a = arena_new(0);
		const struct vault_shred what = of(&SOURCE);
		CHECK_OK(vault_shred(v, &what, a, &done, &e), &e);
	}
	CHECK_INT(name_in_memory(&looked), 0);
	CHECK(looked > 1 << 20);
	printf("looked through %zu KiB of memory\n", looked >> 10);
	vault_close(v);
}

TEST(nothing_of_a_name_is_left_in_the_memory_of_the_process_that_erased_it)
{
	ROOM r;
	room_open(&r);
#if defined(__SANITIZE_ADDRESS__)
	SKIP("ASan maps terabytes; the debug build looks");
#endif
	vault_close(r.v);
	r.v = NULL;
	pid_t child = fork();
	if (child == 0) {
		setenv("VIGIL_SHRED_CHILD", r.path, 1);
		execl("/proc/self/exe", "shred", "child_that_erases_and_looks_into_its_memory",
		      (char *)NULL);
		_exit(127);
	}
	int status = -1;
	CHECK(child > 0 && waitpid(child, &status, 0) == child);
	CHECK_INT(status, 0);
	CHECK_OK(reopen(&r, FIRST), &r.e);
	CHECK_INT(name_in_pages(&r), 0);
}
