/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vault from the outside: what is recorded stays, is sealed, can be proved and made again. */
#include "check.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "ledger/proof_text.h"
#include "vault/log.h"
#include "vault/vault.h"

/* The smallest view: one row an entry, with all its open parts. */
static const struct sql TABLES = SQL(
	"DROP TABLE IF EXISTS seen; CREATE TABLE seen (seq INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
static const struct sql ADD = SQL("INSERT INTO seen (seq, text) VALUES (:seq, :text)");
static const struct sql ALL = SQL("SELECT text FROM seen ORDER BY seq");
static const struct sql SPOIL = SQL("UPDATE seen SET text = 'x' WHERE seq = 1");

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
	bool more = true;
	(void)ctx;
	buf_init(&b, 1 << 24);
	TRY(store_stmt(st, &ALL, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		buf_add(&b, col_str(q, 0));
		buf_char(&b, '\n');
	}
	*ret = hash_of(buf_str(&b));
	return 0;
}

static const struct projector VIEW = {
	.reset = view_reset, .apply = view_apply, .settle = view_settle, .digest = view_digest
};
static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };

/* A folder with one vault in it. */
struct room {
	char dir[64];
	char path[80];
	struct vault *v;
	struct arena *a;
	struct err e;
};

static void room_open(struct room *r)
{
	memset(r, 0, sizeof *r);
	check_folder(r->dir, sizeof r->dir, "vigil-vault");
	snprintf(r->path, sizeof r->path, "%s/v.vigil", r->dir);
	r->a = arena_new(0);
	CHECK_OK(vault_create(r->path, STR("correct horse"), STR("Example officer"), &LIGHT, &VIEW,
			      &r->v, &r->e),
		 &r->e);
}

static void room_close(struct room *r)
{
	static const char *const ENDS[] = {
		"", "-wal", "-shm", ".keys", ".new", ".new.keys", ".old"
	};
	vault_close(r->v);
	for (size_t i = 0; i < COUNT(ENDS); i++)
		unlink(str_printf(r->a, "%s%s", r->path, ENDS[i]).p);
	rmdir(r->dir);
	arena_free(r->a);
}
#define ROOM AUTO(room_close) struct room

static int reopen(struct room *r, const char *passphrase)
{
	vault_close(r->v);
	r->v = NULL;
	return vault_open(r->path, str_of(passphrase), true, &VIEW, &r->v, &r->e);
}

static struct id person(uint8_t n)
{
	return (struct id){ { 1, 2, 3, n } };
}

/* One claim: a record part, and a source part in a group of its own. */
static int say(struct vault_tx *tx, uint8_t who, const char *value, const char *compartment,
	       struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct str json = str_printf(a, "\"%s\"", value);
	const struct claim_part source[] = {
		{ .name = STR("id"), .value = STR("\"source nine\""), .group = CLAIM_GROUP_SOURCE },
	};
	const struct claim_part parts[] = {
		{ .name = STR("kind"), .value = STR("\"statement\"") },
		{ .name = STR("f1"), .value = json },
		{ .name = STR("source"), .parts = source, .n_parts = 1 },
	};
	const struct vault_claim c = { .kind = ENTRY_CLAIM,
				       .parts = parts,
				       .n_parts = COUNT(parts),
				       .subject_group = person(who),
				       .source_group = person(200),
				       .source_compartment = compartment };
	int64_t seq;
	return vault_append(tx, &c, &seq, e);
}

static int say_one(struct room *r, uint8_t who, const char *value)
{
	AUTO_VAULT_TX tx = { 0 };
	TRY(vault_begin(&tx, r->v, &r->e));
	TRY(say(&tx, who, value, NULL, &r->e));
	return vault_commit(&tx, &r->e);
}

static bool has_part(const struct vault_entry *entry, const char *path, const char *value)
{
	for (size_t i = 0; i < entry->n_parts; i++)
		if (str_eq(entry->parts[i].path, str_of(path)))
			return str_eq(entry->parts[i].value, str_of(value));
	return false;
}

TEST(what_is_recorded_is_there_after_reopening)
{
	ROOM r;
	struct vault_entry entry;
	struct vault_head head;
	room_open(&r);
	CHECK_OK(say_one(&r, 1, "first"), &r.e);
	CHECK_OK(say_one(&r, 2, "second"), &r.e);
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
	CHECK_OK(vault_head(r.v, &head, &r.e), &r.e);
	CHECK_INT(head.size, 3);
	CHECK_OK(vault_entry_read(r.v, 2, r.a, &entry, &r.e), &r.e);
	CHECK(has_part(&entry, "f1", "\"second\""));
	CHECK(has_part(&entry, "source/id", "\"source nine\""));
	CHECK(!entry.record_sealed && !entry.source_sealed);
	CHECK_ERR(vault_entry_read(r.v, 3, r.a, &entry, &r.e), ERR_NOTFOUND);
	CHECK_ERR(reopen(&r, "wrong horse"), ERR_DENIED);
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
}

TEST(a_transaction_left_leaves_nothing_and_its_group_numbers_are_free_again)
{
	ROOM r;
	struct vault_entry entry;
	struct vault_head head;
	room_open(&r);
	{
		AUTO_VAULT_TX tx = { 0 };
		CHECK_OK(vault_begin(&tx, r.v, &r.e), &r.e);
		CHECK_OK(say(&tx, 1, "never", NULL, &r.e), &r.e);
	}
	CHECK_OK(vault_head(r.v, &head, &r.e), &r.e);
	CHECK_INT(head.size, 1);
	/* The same numbers now belong to groups with other keys. */
	CHECK_OK(say_one(&r, 7, "seven"), &r.e);
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
	CHECK_OK(vault_entry_read(r.v, 1, r.a, &entry, &r.e), &r.e);
	CHECK(has_part(&entry, "f1", "\"seven\""));
}

TEST(the_view_is_made_again_with_the_same_content)
{
	ROOM r;
	struct hash before;
	struct hash after;
	room_open(&r);
	for (int i = 0; i < 40; i++)
		CHECK_OK(say_one(&r, (uint8_t)i, "x"), &r.e);
	CHECK_OK(vault_rebuild(r.v, NULL, NULL, &before, &after, &r.e), &r.e);
	CHECK(hash_eq(&before, &after));
	/* A view that was spoiled is noticed and mended. */
	AUTO_TX tx = { 0 };
	{
		AUTO_STMT *q = NULL;
		CHECK_OK(tx_begin(&tx, vault_store(r.v), &r.e), &r.e);
		CHECK_OK(store_stmt(vault_store(r.v), &SPOIL, &q, &r.e), &r.e);
		CHECK_OK(stmt_run(q, &r.e), &r.e);
		CHECK_OK(tx_commit(&tx, &r.e), &r.e);
	}
	struct hash good = after;
	CHECK_OK(vault_rebuild(r.v, NULL, NULL, &before, &after, &r.e), &r.e);
	CHECK(!hash_eq(&before, &good) && hash_eq(&after, &good));
}

TEST(check_finds_everything_in_order_over_many_commits)
{
	ROOM r;
	struct vault_report report;
	room_open(&r);
	for (int round = 0; round < 3; round++) {
		AUTO_VAULT_TX tx = { 0 };
		CHECK_OK(vault_begin(&tx, r.v, &r.e), &r.e);
		for (int i = 0; i < 150; i++)
			CHECK_OK(say(&tx, (uint8_t)i, "x", NULL, &r.e), &r.e);
		CHECK_OK(vault_commit(&tx, &r.e), &r.e);
	}
	CHECK_OK(vault_check(r.v, NULL, NULL, &report, &r.e), &r.e);
	CHECK_INT(report.entries, 451);
	CHECK_INT(report.signatures, 451);
	CHECK_INT(report.checkpoints, 4);
	CHECK_INT(report.unreadable, 0);
}

/* ---- vaults of the first format, which kept every JWT in full ---- */

static int format_of(struct room *r, struct str *ret)
{
	static const struct sql GET = SQL("SELECT value FROM vault_meta WHERE name = 'format'");
	AUTO_STMT *q = NULL;
	TRY(store_stmt(vault_store(r->v), &GET, &q, &r->e));
	TRY(stmt_row(q, &r->e));
	*ret = col_copy(q, 0, r->a);
	return 0;
}

static int put_in_full(void *ctx, const struct log_row *row, struct err *e)
{
	static const struct sql PUT = SQL(
		"INSERT INTO ledger_entry (seq, at, kind, bytes, grp, sealed, src_grp, src_sealed)"
		" SELECT seq, at, kind, :bytes, grp, sealed, src_grp, src_sealed FROM was"
		" WHERE seq = :seq");
	struct room *r = ctx;
	AUTO_STMT *q = NULL;
	TRY(store_stmt(vault_store(r->v), &PUT, &q, e));
	bind_int(q, ":seq", row->index);
	bind_blob(q, ":bytes", row->bytes.p, row->bytes.n);
	return stmt_run(q, e);
}

struct kept_rows {
	struct log_row rows[16];
	size_t n;
	struct arena *a;
};

static int keep_row(void *ctx, const struct log_row *row, struct err *e)
{
	struct kept_rows *k = ctx;
	(void)e;
	k->rows[k->n] = (struct log_row){ .index = row->index };
	k->rows[k->n++].bytes = str_copy(k->a, row->bytes);
	return 0;
}

/* As an earlier version of Vigil would have written it. */
static int make_long(struct room *r, int64_t size)
{
	static const struct sql WAS = SQL(
		"CREATE TABLE was AS SELECT * FROM ledger_entry;"
		"UPDATE vault_meta SET value = CAST('vigil/vault/v1' AS BLOB) WHERE name = 'format'");
	static const struct sql GONE = SQL("DROP TABLE was");
	static const struct sql TAKE =
		SQL("DELETE FROM ledger_entry WHERE seq >= :from AND seq < :to");
	struct kept_rows k = { .a = r->a };
	AUTO_TX tx = { 0 };
	struct store *st = vault_store(r->v);
	TRY(vault_log_rows(r->v, 0, 0, size, keep_row, &k, &r->e));
	TRY(tx_begin(&tx, st, &r->e));
	TRY(store_run_script(st, &WAS, &r->e));
	TRY(store_ledger_delete(st, &TAKE, 0, size, &r->e));
	for (size_t i = 0; i < k.n; i++)
		TRY(put_in_full(r, &k.rows[i], &r->e));
	TRY(store_run_script(st, &GONE, &r->e));
	return tx_commit(&tx, &r->e);
}

/* First bytes of the first and the last row: 1 begins a short one, "e" a JWT. How long they are is chance, since
 * claims have decoys. */
static int forms(struct room *r, int64_t *ret_first, int64_t *ret_last)
{
	static const struct sql LONG =
		SQL("SELECT substr(bytes, 1, 1) FROM ledger_entry ORDER BY seq");
	AUTO_STMT *q = NULL;
	bool more = true;
	TRY(store_stmt(vault_store(r->v), &LONG, &q, &r->e));
	TRY(stmt_row(q, &r->e));
	*ret_first = col_str(q, 0).p[0];
	while (more) {
		*ret_last = col_str(q, 0).p[0];
		TRY(stmt_next(q, &more, &r->e));
	}
	return 0;
}

TEST(a_vault_of_the_first_format_opens_and_goes_on_in_the_second)
{
	ROOM r;
	struct vault_report report;
	struct hash before;
	struct hash after;
	struct vault_head head;
	struct vault_head again;
	struct str format = STR_NULL;
	struct str proof = STR_NULL;
	struct str same = STR_NULL;
	int64_t first = 0;
	int64_t last = 0;
	room_open(&r);
	CHECK_OK(say_one(&r, 1, "one"), &r.e);
	CHECK_OK(say_one(&r, 2, "two"), &r.e);
	CHECK_OK(format_of(&r, &format), &r.e);
	CHECK_STR(format, "vigil/vault/v2");
	CHECK_OK(vault_proof(r.v, 1, NULL, NULL, r.a, &proof, &r.e), &r.e);
	CHECK_OK(vault_head(r.v, &head, &r.e), &r.e);
	CHECK_OK(make_long(&r, 3), &r.e);
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
	CHECK_OK(forms(&r, &first, &last), &r.e);
	CHECK(first == 'e' && last == 'e');
	CHECK_OK(vault_head(r.v, &again, &r.e), &r.e);
	CHECK(hash_eq(&head.root, &again.root));
	CHECK_OK(vault_proof(r.v, 1, NULL, NULL, r.a, &same, &r.e), &r.e);
	CHECK(str_eq(proof, same));
	CHECK_OK(vault_check(r.v, NULL, NULL, &report, &r.e), &r.e);
	CHECK_OK(format_of(&r, &format), &r.e);
	CHECK_STR(format, "vigil/vault/v1"); /* nothing was added */
	{
		AUTO_VAULT_TX tx = { 0 };
		CHECK_OK(vault_begin(&tx, r.v, &r.e), &r.e);
	}
	CHECK_OK(format_of(&r, &format), &r.e);
	CHECK_STR(format, "vigil/vault/v1");
	CHECK_OK(say_one(&r, 3, "three"), &r.e);
	CHECK_OK(format_of(&r, &format), &r.e);
	CHECK_STR(format, "vigil/vault/v2");
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
	CHECK_OK(forms(&r, &first, &last), &r.e);
	CHECK(first == 'e' && last == 1);
	CHECK_OK(vault_check(r.v, NULL, NULL, &report, &r.e), &r.e);
	CHECK_INT(report.signatures, 4);
	CHECK_OK(vault_rebuild(r.v, NULL, NULL, &before, &after, &r.e), &r.e);
	CHECK(hash_eq(&before, &after));
}

/* More parts than a short form has room for: kept in full, and like any other. */
TEST(a_claim_of_many_parts_is_kept_and_checked)
{
	enum { MANY = 100 };
	ROOM r;
	struct vault_report report;
	struct vault_entry entry;
	struct claim_part parts[MANY];
	int64_t seq;
	room_open(&r);
	for (size_t i = 0; i < MANY; i++)
		parts[i] = (struct claim_part){ .name = str_printf(r.a, "f%zu", i),
						.value = STR("1") };
	const struct vault_claim c = {
		.kind = ENTRY_CLAIM, .parts = parts, .n_parts = MANY, .subject_group = person(1)
	};
	{
		AUTO_VAULT_TX tx = { 0 };
		CHECK_OK(vault_begin(&tx, r.v, &r.e), &r.e);
		CHECK_OK(vault_append(&tx, &c, &seq, &r.e), &r.e);
		CHECK_OK(vault_commit(&tx, &r.e), &r.e);
	}
	CHECK_OK(say_one(&r, 2, "after it"), &r.e);
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
	CHECK_OK(vault_entry_read(r.v, seq, r.a, &entry, &r.e), &r.e);
	CHECK(has_part(&entry, "f99", "1"));
	CHECK_OK(vault_check(r.v, NULL, NULL, &report, &r.e), &r.e);
	CHECK_INT(report.signatures, 3);
}

/* Somebody with the key of the database changes a row behind Vigil's back. */
TEST(check_finds_what_was_changed_with_the_key_in_hand)
{
	static const struct sql CHANGES[] = {
		SQL("UPDATE tree_tile SET hashes = zeroblob(length(hashes)) WHERE level = 0"),
		SQL("UPDATE tree_tile SET hashes = CAST(hashes || zeroblob(32) AS BLOB) WHERE level = 0"),
		SQL("INSERT INTO tree_tile (site, level, n, hashes) VALUES (0, 3, 9, zeroblob(32))"),
		SQL("INSERT INTO ledger_checkpoint (site, size, root, note, recorded_ms)"
		    " SELECT 0, 99, root, note, recorded_ms FROM ledger_checkpoint WHERE size = 2"),
		SQL("INSERT INTO ledger_entry (seq, at, kind, bytes, grp, sealed)"
		    " SELECT 9, at, kind, bytes, grp, sealed FROM ledger_entry WHERE seq = 1"),
		SQL("INSERT INTO ledger_entry (seq, at, kind, bytes, grp, sealed)"
		    " SELECT 3, at, kind, bytes, grp, sealed FROM ledger_entry WHERE seq = 1"),
		SQL("UPDATE shred_group SET key = zeroblob(32)"),
	};
	for (size_t i = 0; i < COUNT(CHANGES); i++) {
		ROOM r;
		struct vault_report report;
		room_open(&r);
		CHECK_OK(say_one(&r, 1, "one"), &r.e);
		CHECK_OK(say_one(&r, 2, "two"), &r.e);
		CHECK_OK(vault_check(r.v, NULL, NULL, &report, &r.e), &r.e);
		{
			AUTO_TX tx = { 0 };
			AUTO_STMT *q = NULL;
			CHECK_OK(tx_begin(&tx, vault_store(r.v), &r.e), &r.e);
			CHECK_OK(store_stmt(vault_store(r.v), &CHANGES[i], &q, &r.e), &r.e);
			CHECK_OK(stmt_run(q, &r.e), &r.e);
			CHECK_OK(tx_commit(&tx, &r.e), &r.e);
		}
		CHECK_OK(reopen(&r, "correct horse"), &r.e);
		if (vault_check(r.v, NULL, NULL, &report, &r.e) != ERR_CORRUPT)
			FAIL("not noticed: %s", CHANGES[i].text);
	}
}

static bool show_field(void *ctx, struct str path)
{
	(void)ctx;
	return str_eq(path, STR("f1"));
}

TEST(a_proof_holds_for_a_stranger_and_shows_what_was_asked)
{
	ROOM r;
	struct str text;
	struct proof_text parsed;
	struct proof_verdict verdict;
	struct policy policy;
	room_open(&r);
	for (int i = 0; i < 20; i++)
		CHECK_OK(say_one(&r, (uint8_t)i, "x"), &r.e);
	CHECK_OK(say_one(&r, 30, "the one"), &r.e);
	CHECK_OK(say_one(&r, 31, "after it"), &r.e);
	AUTO_BUF line;
	buf_init(&line, 4096);
	policy_write_log(&line, vault_log_vkey(r.v, r.a));
	CHECK_OK(policy_read(buf_str(&line), r.a, &policy, &r.e), &r.e);

	CHECK_OK(vault_proof(r.v, 21, show_field, NULL, r.a, &text, &r.e), &r.e);
	CHECK_OK(proof_text_read(text, r.a, &parsed, &r.e), &r.e);
	CHECK_OK(proof_text_verify(&parsed, &policy, r.a, &verdict, &r.e), &r.e);
	CHECK_INT(verdict.index, 21);
	struct str value = STR_NULL;
	CHECK(json_str(claim_value(&verdict.claim, STR("f1")), &value));
	CHECK_STR(value, "the one");
	CHECK(claim_value(&verdict.claim, STR("source/id")) == NULL);
	CHECK(!str_has(text, STR("Example officer")));

	/* Everything, and entry 0, whose key enrolled itself. */
	CHECK_OK(vault_proof(r.v, 5, NULL, NULL, r.a, &text, &r.e), &r.e);
	CHECK_OK(proof_text_read(text, r.a, &parsed, &r.e), &r.e);
	CHECK_OK(proof_text_verify(&parsed, &policy, r.a, &verdict, &r.e), &r.e);
	CHECK(claim_value(&verdict.claim, STR("source/id")) != NULL);
	CHECK_OK(vault_proof(r.v, 0, NULL, NULL, r.a, &text, &r.e), &r.e);
	CHECK_OK(proof_text_read(text, r.a, &parsed, &r.e), &r.e);
	CHECK_OK(proof_text_verify(&parsed, &policy, r.a, &verdict, &r.e), &r.e);

	/* Another log's policy does not accept it. */
	ROOM other;
	room_open(&other);
	AUTO_BUF other_line;
	buf_init(&other_line, 4096);
	policy_write_log(&other_line, vault_log_vkey(other.v, r.a));
	CHECK_OK(policy_read(buf_str(&other_line), r.a, &policy, &r.e), &r.e);
	CHECK_ERR(proof_text_verify(&parsed, &policy, r.a, &verdict, &r.e), ERR_DENIED);
}

TEST(a_member_comes_in_signs_and_is_shut_out)
{
	ROOM r;
	struct id id;
	struct vault_member *m;
	size_t n;
	struct vault_report report;
	enum vault_role role;
	room_open(&r);
	CHECK_ERR(vault_member_add(r.v, STR("x"), ROLE_EDITOR, STR("correct horse"), &id, &r.e),
		  ERR_CONFLICT);
	CHECK_OK(vault_member_add(r.v, STR("Example editor"), ROLE_EDITOR, STR("battery staple"),
				  &id, &r.e),
		 &r.e);
	CHECK_OK(reopen(&r, "battery staple"), &r.e);
	CHECK(id_eq(vault_member(r.v), &id));
	CHECK_OK(vault_my_role(r.v, &role, &r.e), &r.e);
	CHECK_INT(role, ROLE_EDITOR);
	CHECK_OK(say_one(&r, 1, "said by the editor"), &r.e);
	CHECK_ERR(vault_member_add(r.v, STR("y"), ROLE_EDITOR, STR("third phrase"), &id, &r.e),
		  ERR_DENIED);
	CHECK_ERR(vault_member_revoke(r.v, &id, &r.e), ERR_DENIED);

	/* A copy of the files made now still opens with the old passphrase: the vault itself must not. */
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
	CHECK_ERR(vault_member_revoke(r.v, vault_member(r.v), &r.e), ERR_CONFLICT);
	CHECK_OK(vault_member_revoke(r.v, &id, &r.e), &r.e);
	CHECK_OK(say_one(&r, 2, "after"), &r.e);
	CHECK_OK(vault_check(r.v, NULL, NULL, &report, &r.e), &r.e);
	CHECK_ERR(reopen(&r, "battery staple"), ERR_DENIED);
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
	CHECK_OK(vault_members(r.v, r.a, &m, &n, &r.e), &r.e);
	CHECK_INT(n, 2);
	CHECK_STR(m[1].name, "Example editor");
	CHECK(m[1].revoked_seq > 0 && m[0].revoked_seq < 0);
	CHECK_ERR(vault_member_revoke(r.v, &id, &r.e), ERR_NOTFOUND);
}

TEST(passphrases_are_added_and_removed_and_the_last_one_stays)
{
	ROOM r;
	struct id second;
	struct vault_slot *s;
	size_t n;
	room_open(&r);
	CHECK_ERR(vault_slot_add(r.v, STR("correct horse"), &second, &r.e), ERR_CONFLICT);
	CHECK_OK(vault_slot_add(r.v, STR("another phrase"), &second, &r.e), &r.e);
	CHECK_OK(reopen(&r, "another phrase"), &r.e);
	CHECK_OK(vault_slots(r.v, r.a, &s, &n, &r.e), &r.e);
	CHECK_INT(n, 2);
	CHECK(s[0].ours && s[1].ours && s[1].used && !s[0].used);
	CHECK_OK(say_one(&r, 1, "kept"), &r.e);
	CHECK_OK(vault_slot_remove(r.v, &s[0].id, &r.e), &r.e);
	CHECK_ERR(reopen(&r, "correct horse"), ERR_DENIED);
	CHECK_OK(reopen(&r, "another phrase"), &r.e);
	CHECK_ERR(vault_slot_remove(r.v, &second, &r.e), ERR_CONFLICT);
	struct id none = id_new();
	CHECK_ERR(vault_slot_remove(r.v, &none, &r.e), ERR_NOTFOUND);
	struct vault_entry entry;
	CHECK_OK(vault_entry_read(r.v, 1, r.a, &entry, &r.e), &r.e);
	CHECK(has_part(&entry, "f1", "\"kept\""));
}

/* The view holds nothing of a compartment; a member of it reads it in the entry. */
TEST(a_compartment_is_in_no_view_and_open_to_its_members)
{
	ROOM r;
	AUTO_STMT *q = NULL;
	struct vault_entry entry;
	struct id id;
	room_open(&r);
	{
		AUTO_VAULT_TX tx = { 0 };
		CHECK_OK(vault_begin(&tx, r.v, &r.e), &r.e);
		CHECK_OK(say(&tx, 1, "open part", "sources", &r.e), &r.e);
		CHECK_ERR(say(&tx, 2, "x", "nowhere", &r.e), ERR_NOTFOUND);
	}
	{
		AUTO_VAULT_TX tx = { 0 };
		CHECK_OK(vault_begin(&tx, r.v, &r.e), &r.e);
		CHECK_OK(say(&tx, 1, "open part", "sources", &r.e), &r.e);
		CHECK_OK(vault_commit(&tx, &r.e), &r.e);
	}
	CHECK_OK(vault_entry_read(r.v, 1, r.a, &entry, &r.e), &r.e);
	CHECK(entry.has_sealed && !entry.source_sealed &&
	      has_part(&entry, "source/id", "\"source nine\""));
	CHECK_OK(store_stmt(vault_store(r.v), &ALL, &q, &r.e), &r.e);
	bool more = true;
	while (stmt_next(q, &more, &r.e) == 0 && more)
		CHECK(!str_has(col_str(q, 0), STR("source nine")));
	stmt_done(&q);
	struct hash before;
	struct hash after;
	CHECK_OK(vault_rebuild(r.v, NULL, NULL, &before, &after, &r.e), &r.e);
	CHECK(hash_eq(&before, &after));

	/* A member enrolled later is admitted, and can read it; one revoked cannot come back. */
	CHECK_OK(vault_member_add(r.v, STR("m"), ROLE_RESEARCHER, STR("battery staple"), &id, &r.e),
		 &r.e);
	CHECK_OK(reopen(&r, "battery staple"), &r.e);
	CHECK_OK(vault_entry_read(r.v, 1, r.a, &entry, &r.e), &r.e);
	CHECK(!entry.source_sealed);
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
	CHECK_OK(vault_member_revoke(r.v, &id, &r.e), &r.e);
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
	CHECK_OK(vault_entry_read(r.v, 1, r.a, &entry, &r.e), &r.e);
	CHECK(has_part(&entry, "source/id", "\"source nine\""));
}

TEST(a_new_vault_never_overwrites_and_begins_again_after_an_interruption)
{
	ROOM r;
	struct vault *v = NULL;
	room_open(&r);
	CHECK_ERR(vault_create(r.path, STR("p"), STR(""), &LIGHT, &VIEW, &v, &r.e), ERR_CONFLICT);
	vault_close(r.v);
	r.v = NULL;
	/* Only the slots are left: they may be all that remains of a vault. */
	CHECK(unlink(r.path) == 0);
	CHECK_ERR(vault_create(r.path, STR("p"), STR(""), &LIGHT, &VIEW, &v, &r.e), ERR_CONFLICT);
	CHECK_ERR(vault_open(r.path, STR("correct horse"), true, &VIEW, &v, &r.e), ERR_NOTFOUND);
	/* With NAME.new beside them an attempt was interrupted. */
	CHECK_OK(file_write(str_printf(r.a, "%s.new", r.path).p, STR("half"), 0600, &r.e), &r.e);
	CHECK_OK(vault_create(r.path, STR("correct horse"), STR(""), &LIGHT, &VIEW, &r.v, &r.e),
		 &r.e);
	CHECK(!file_exists(str_printf(r.a, "%s.new", r.path).p));
}

TEST(damaged_or_missing_slots_and_files_are_told_apart)
{
	ROOM r;
	struct str keys;
	room_open(&r);
	vault_close(r.v);
	r.v = NULL;
	const char *path = str_printf(r.a, "%s.keys", r.path).p;
	CHECK_OK(file_read(path, 1 << 20, r.a, &keys, &r.e), &r.e);
	struct stat st;
	CHECK(stat(path, &st) == 0 && (st.st_mode & 0077) == 0);
	CHECK(!str_has(keys, STR("Example officer")));
	CHECK_OK(file_write(path, str_n(keys.p, keys.n / 2), 0600, &r.e), &r.e);
	CHECK_ERR(vault_open(r.path, STR("correct horse"), true, &VIEW, &r.v, &r.e), ERR_CORRUPT);
	CHECK(unlink(path) == 0);
	CHECK_ERR(vault_open(r.path, STR("correct horse"), true, &VIEW, &r.v, &r.e), ERR_NOTFOUND);
	CHECK_OK(file_write(path, keys, 0600, &r.e), &r.e);
	CHECK(truncate(r.path, 5000) == 0);
	CHECK_ERR(vault_open(r.path, STR("correct horse"), true, &VIEW, &r.v, &r.e), ERR_CORRUPT);
	CHECK_OK(file_write(r.path, STR("a letter, and not a vault at all"), 0600, &r.e), &r.e);
	CHECK_ERR(vault_open(r.path, STR("correct horse"), true, &VIEW, &r.v, &r.e), ERR_CORRUPT);
}

static int any_progress(void *ctx, int64_t done, int64_t of)
{
	(void)ctx;
	(void)done;
	(void)of;
	return 0;
}

/* The claim is in the log, the slot is still there: as after a kill between the two steps. */
TEST(a_revocation_cut_short_shuts_out_and_is_finished_by_the_next)
{
	ROOM r;
	struct id id;
	struct str keys;
	struct str slots;
	struct vault_report report;
	room_open(&r);
	const char *path = str_printf(r.a, "%s.keys", r.path).p;
	/* A folder where the new slots would be written first: the second step fails. */
	const char *block = str_printf(r.a, "%s.new-%ld", path, (long)getpid()).p;
	CHECK_OK(vault_member_add(r.v, STR("m"), ROLE_EDITOR, STR("battery staple"), &id, &r.e),
		 &r.e);
	CHECK_OK(file_read(path, 1 << 20, r.a, &keys, &r.e), &r.e);
	CHECK(mkdir(block, 0700) == 0);
	CHECK_ERR(vault_member_revoke(r.v, &id, &r.e), ERR_IO);
	CHECK(rmdir(block) == 0);
	vault_close(r.v);
	r.v = NULL;
	CHECK_OK(file_read(path, 1 << 20, r.a, &slots, &r.e), &r.e);
	CHECK(str_eq(slots, keys));
	CHECK_ERR(vault_open(r.path, STR("battery staple"), true, &VIEW, &r.v, &r.e), ERR_DENIED);
	CHECK_ERR(vault_open(r.path, STR("battery staple"), false, &VIEW, &r.v, &r.e), ERR_DENIED);
	CHECK_OK(vault_open(r.path, STR("correct horse"), true, &VIEW, &r.v, &r.e), &r.e);
	CHECK_OK(file_read(path, 1 << 20, r.a, &slots, &r.e), &r.e);
	CHECK(slots.n < keys.n && !str_has(slots, STR("\"next\"")));
	CHECK_OK(say_one(&r, 1, "after"), &r.e);
	CHECK_OK(vault_check(r.v, any_progress, NULL, &report, &r.e), &r.e);
	CHECK_ERR(reopen(&r, "battery staple"), ERR_DENIED);
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
}

/* While another program re-keys, nothing touches the slots; opening goes on. */
TEST(slots_are_changed_by_one_program_at_a_time)
{
	ROOM r;
	struct id id;
	room_open(&r);
	CHECK_OK(vault_slot_add(r.v, STR("another phrase"), &id, &r.e), &r.e);
	int fd = open(r.dir, O_RDONLY | O_DIRECTORY);
	CHECK(fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0);
	struct id none;
	CHECK_ERR(vault_slot_remove(r.v, &id, &r.e), ERR_BUSY);
	CHECK_ERR(vault_slot_add(r.v, STR("a third phrase"), &none, &r.e), ERR_BUSY);
	CHECK_ERR(vault_member_add(r.v, STR("m"), ROLE_EDITOR, STR("battery staple"), &none, &r.e),
		  ERR_BUSY);
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
	close(fd);
	CHECK_OK(vault_slot_remove(r.v, &id, &r.e), &r.e);
	CHECK_ERR(reopen(&r, "another phrase"), ERR_DENIED);
	CHECK_OK(reopen(&r, "correct horse"), &r.e);
}
