/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The encrypted file: keys, damage, transactions, the ledger's guard, a second process. */
#include "check.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store.h"

static const struct sql SCHEMA =
	SQL("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
	    "CREATE TABLE ledger_note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
static const struct sql ADD = SQL("INSERT INTO note (text) VALUES (:text)");
static const struct sql ADD_LEDGER = SQL("INSERT INTO ledger_note (text) VALUES (:text)");
static const struct sql COUNT_NOTES = SQL("SELECT count(*) FROM note");
static const struct sql ALL = SQL("SELECT id, text FROM note ORDER BY id");

/* A folder with one vault in it. */
struct room {
	char dir[64];
	char path[80];
	struct key key;
	struct store *st;
	struct err e;
};

static void room_open(struct room *r)
{
	memset(r, 0, sizeof *r);
	check_folder(r->dir, sizeof r->dir, "vigil-store");
	snprintf(r->path, sizeof r->path, "%s/v.vigil", r->dir);
	memset(r->key.b, 7, KEY_LEN);
	CHECK_OK(store_open(r->path, &r->key, STORE_CREATE, 100, &r->st, &r->e), &r->e);
	CHECK_OK(store_run_script(r->st, &SCHEMA, &r->e), &r->e);
}

static void room_close(struct room *r)
{
	static const char *const ENDS[] = { "", "-wal", "-shm" };
	store_close(r->st);
	for (size_t i = 0; i < COUNT(ENDS); i++) {
		char p[100];
		snprintf(p, sizeof p, "%s%s", r->path, ENDS[i]);
		unlink(p);
	}
	rmdir(r->dir);
}
#define ROOM AUTO(room_close) struct room

static int add(struct store *st, const struct sql *sql, const char *text, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, sql, &q, e));
	bind_str(q, ":text", str_of(text));
	return stmt_run(q, e);
}

static int add_in_tx(struct room *r, const char *text)
{
	AUTO_TX tx = { 0 };
	TRY(tx_begin(&tx, r->st, &r->e));
	TRY(add(r->st, &ADD, text, &r->e));
	return tx_commit(&tx, &r->e);
}

static int64_t notes(struct store *st)
{
	AUTO_STMT *q = NULL;
	struct err e;
	CHECK_OK(store_stmt(st, &COUNT_NOTES, &q, &e), &e);
	CHECK_OK(stmt_row(q, &e), &e);
	return col_int(q, 0);
}

TEST(rows_come_back_as_they_went_in)
{
	ROOM r;
	AUTO_STMT *q = NULL;
	bool more;
	room_open(&r);
	CHECK_OK(add_in_tx(&r, "one"), &r.e);
	CHECK_OK(add_in_tx(&r, ""), &r.e);
	CHECK_OK(store_stmt(r.st, &ALL, &q, &r.e), &r.e);
	CHECK_OK(stmt_row(q, &r.e), &r.e);
	CHECK_STR(col_str(q, 1), "one");
	CHECK_OK(stmt_next(q, &more, &r.e), &r.e);
	CHECK(more && col_str(q, 1).p != NULL);
	CHECK_STR(col_str(q, 1), "");
	CHECK_OK(stmt_next(q, &more, &r.e), &r.e);
	CHECK(!more);
}

TEST(one_statement_can_be_open_twice)
{
	ROOM r;
	room_open(&r);
	CHECK_OK(add_in_tx(&r, "one"), &r.e);
	{
		AUTO_STMT *a = NULL;
		AUTO_STMT *b = NULL;
		CHECK_OK(store_stmt(r.st, &ALL, &a, &r.e), &r.e);
		CHECK_OK(stmt_row(a, &r.e), &r.e);
		CHECK_OK(store_stmt(r.st, &ALL, &b, &r.e), &r.e);
		CHECK(a != b);
		CHECK_OK(stmt_row(b, &r.e), &r.e);
		CHECK_STR(col_str(a, 1), "one");
	}
}

TEST(what_is_not_committed_is_not_there)
{
	ROOM r;
	room_open(&r);
	{
		AUTO_TX tx = { 0 };
		CHECK_OK(tx_begin(&tx, r.st, &r.e), &r.e);
		CHECK_OK(add(r.st, &ADD, "gone", &r.e), &r.e);
		CHECK(store_in_tx(r.st));
	}
	CHECK(!store_in_tx(r.st));
	CHECK_INT(notes(r.st), 0);
}

/* The authorizer speaks when the statement is prepared, whatever its WHERE. */
TEST(the_ledger_cannot_be_changed_or_dropped)
{
	static const struct sql UPDATE = SQL("UPDATE ledger_note SET text = 'x' WHERE 0");
	static const struct sql DELETE = SQL("DELETE FROM ledger_note WHERE 0");
	static const struct sql DROP = SQL("DROP TABLE ledger_note");
	ROOM r;
	AUTO_STMT *q = NULL;
	room_open(&r);
	AUTO_TX tx = { 0 };
	CHECK_OK(tx_begin(&tx, r.st, &r.e), &r.e);
	CHECK_OK(add(r.st, &ADD_LEDGER, "sealed", &r.e), &r.e);
	CHECK_ERR(store_stmt(r.st, &UPDATE, &q, &r.e), ERR_DENIED);
	CHECK_ERR(store_stmt(r.st, &DELETE, &q, &r.e), ERR_DENIED);
	CHECK_ERR(store_run_script(r.st, &DROP, &r.e), ERR_DENIED);
	CHECK_OK(tx_commit(&tx, &r.e), &r.e);
}

/* One statement at a time, a DELETE, in a transaction; and nothing of the permission stays. */
TEST(only_the_one_way_takes_rows_from_the_ledger)
{
	static const struct sql BACK =
		SQL("DELETE FROM ledger_note WHERE id >= :from AND id < :to");
	static const struct sql CHANGE =
		SQL("UPDATE ledger_note SET text = 'x' WHERE id >= :from AND id < :to");
	static const struct sql DROP = SQL("DROP TABLE ledger_note");
	static const struct sql COUNT = SQL("SELECT count(*) FROM ledger_note");
	ROOM r;
	AUTO_STMT *q = NULL;
	room_open(&r);
	AUTO_TX tx = { 0 };
	CHECK_OK(tx_begin(&tx, r.st, &r.e), &r.e);
	for (int i = 0; i < 4; i++)
		CHECK_OK(add(r.st, &ADD_LEDGER, "sealed", &r.e), &r.e);
	CHECK_ERR(store_ledger_delete(r.st, &CHANGE, 1, 9, &r.e), ERR_DENIED);
	CHECK_ERR(store_ledger_delete(r.st, &DROP, 1, 9, &r.e), ERR_DENIED);
	CHECK_OK(store_ledger_delete(r.st, &BACK, 3, 5, &r.e), &r.e);
	CHECK_ERR(store_stmt(r.st, &BACK, &q, &r.e), ERR_DENIED);
	CHECK_OK(store_stmt(r.st, &COUNT, &q, &r.e), &r.e);
	CHECK_OK(stmt_row(q, &r.e), &r.e);
	CHECK_INT(col_int(q, 0), 2);
}

TEST(a_store_that_only_looks_refuses_to_write)
{
	ROOM r;
	room_open(&r);
	store_look_only(r.st, true);
	CHECK_ERR(add(r.st, &ADD, "x", &r.e), ERR_DENIED);
	store_look_only(r.st, false);
	CHECK_OK(add_in_tx(&r, "x"), &r.e);
	store_close(r.st);
	CHECK_OK(store_open(r.path, &r.key, STORE_READ, 100, &r.st, &r.e), &r.e);
	CHECK_ERR(add(r.st, &ADD, "x", &r.e), ERR_DENIED);
	CHECK_INT(notes(r.st), 1);
}

/* Root may write everywhere until it lays that down; taken up again, the folder can be removed. */
static void as_anybody(bool yes)
{
	static struct __user_cap_data_struct had[2];
	struct __user_cap_header_struct h = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct now[2] = { { 0 } };
	if (yes)
		CHECK(syscall(SYS_capget, &h, had) == 0);
	for (size_t i = 0; i < COUNT(now); i++)
		now[i] = (struct __user_cap_data_struct){ yes ? 0 : had[i].effective,
							  had[i].permitted, had[i].inheritable };
	CHECK(syscall(SYS_capset, &h, now) == 0);
}

/* A write-protected stick, a mounted backup, a folder of somebody else. */
TEST(where_nothing_can_be_written_it_is_read_as_it_lies_there)
{
	static const struct {
		mode_t folder, file;
		bool fixed;
	} CASES[] = { { 0555, 0444, true },
		      { 0555, 0600, true },
		      { 0700, 0444, true },
		      { 0700, 0600, false } };
	ROOM r;
	room_open(&r);
	CHECK_OK(add_in_tx(&r, "x"), &r.e);
	store_close(r.st);
	r.st = NULL;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct store *st = NULL;
		struct store *writing = NULL;
		CHECK(chmod(r.path, CASES[i].file) == 0 && chmod(r.dir, CASES[i].folder) == 0);
		as_anybody(true);
		CHECK_INT(store_can_write(r.path), !CASES[i].fixed);
		CHECK_OK(store_open(r.path, &r.key, STORE_READ, 100, &st, &r.e), &r.e);
		CHECK_INT(store_is_fixed(st), CASES[i].fixed);
		CHECK_INT(notes(st), 1);
		CHECK_OK(store_check(st, &r.e), &r.e);
		CHECK_OK(store_checkpoint(st, &r.e), &r.e);
		CHECK_ERR(add(st, &ADD, "y", &r.e), ERR_DENIED);
		store_look_only(st, false);
		if (CASES[i].fixed)
			CHECK_ERR(add(st, &ADD, "y", &r.e), ERR_DENIED);
		store_close(st);
		int rc = store_open(r.path, &r.key, STORE_WRITE, 100, &writing, &r.e);
		CHECK_INT(rc, CASES[i].fixed ? ERR_IO : 0);
		if (rc < 0)
			CHECK(str_has(str_of(r.e.text), STR("nothing can be written")));
		store_close(writing);
		as_anybody(false);
	}
}

static void copy_to(const char *from, const char *end, const char *to)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s;
	struct err e;
	char path[2][128];
	snprintf(path[0], sizeof path[0], "%s%s", from, end);
	snprintf(path[1], sizeof path[1], "%s%s", to, end);
	CHECK_OK(file_read(path[0], 1 << 20, a, &s, &e), &e);
	CHECK_OK(file_write(path[1], s, 0600, &e), &e);
}

/* What was committed last stands in the log alone, and is not passed over: a stick that was pulled has the
 * log and its index, a backup of a vault in use the log alone. */
TEST(a_log_beside_it_is_read_where_nothing_can_be_written)
{
	ROOM r;
	room_open(&r);
	CHECK_OK(add_in_tx(&r, "in the file"), &r.e);
	CHECK_OK(store_checkpoint(r.st, &r.e), &r.e);
	static const struct {
		bool log, index,
			row; /* what lies beside the file; whether a row went into the log first */
		int notes;
	} CASES[] = { { false, false, false, 1 },
		      { true, false, false, 1 },
		      { true, true, false, 1 },
		      { true, false, true, 2 },
		      { true, true, false, 2 } };
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct store *st = NULL;
		struct key wrong = { { 1 } };
		char dir[100];
		char path
			[128]; /* '?', '#' and '%' mean something in the address that SQLite is given */
		snprintf(dir, sizeof dir, "%s/%zu%%41?mode=rwc#", r.dir, i);
		snprintf(path, sizeof path, "%s/v", dir);
		CHECK(mkdir(dir, 0700) == 0);
		if (CASES[i].row)
			CHECK_OK(add_in_tx(&r, "in the log"), &r.e);
		copy_to(r.path, "", path);
		if (CASES[i].log)
			copy_to(r.path, "-wal", path);
		if (CASES[i].index)
			copy_to(r.path, "-shm", path);
		CHECK(chmod(dir, 0555) == 0);
		as_anybody(true);
		CHECK_ERR(store_open(path, &wrong, STORE_READ, 100, &st, &r.e), ERR_DENIED);
		CHECK_OK(store_open(path, &r.key, STORE_READ, 100, &st, &r.e), &r.e);
		CHECK(store_is_fixed(st));
		CHECK_INT(notes(st), CASES[i].notes);
		CHECK_OK(store_check(st, &r.e), &r.e);
		store_close(st);
		as_anybody(false);
		/* Closing it has moved nothing into the file. */
		struct stat now;
		char wal[140];
		snprintf(wal, sizeof wal, "%s-wal", path);
		CHECK_INT(stat(wal, &now) == 0, CASES[i].log);
		if (CASES[i].log)
			CHECK_INT(now.st_size > 0, CASES[i].notes == 2);
		CHECK(chmod(dir, 0700) == 0);
		unlink(path);
		unlink(wal);
		snprintf(wal, sizeof wal, "%s-shm", path);
		unlink(wal);
		rmdir(dir);
	}
}

TEST(a_wrong_key_and_a_foreign_file_are_refused)
{
	ROOM r;
	struct store *other = NULL;
	struct key wrong = { { 1 } };
	room_open(&r);
	CHECK_OK(add_in_tx(&r, "x"), &r.e);
	CHECK_ERR(store_open(r.path, &wrong, STORE_WRITE, 100, &other, &r.e), ERR_DENIED);
	CHECK_ERR(store_open(r.path, &r.key, STORE_CREATE, 100, &other, &r.e), ERR_CONFLICT);
	char none[100];
	snprintf(none, sizeof none, "%s/none", r.dir);
	CHECK_ERR(store_open(none, &r.key, STORE_WRITE, 100, &other, &r.e), ERR_NOTFOUND);
	CHECK_OK(
		file_write(
			none,
			STR("this is a letter, not a vault; it is longer than a header. ............................................"),
			0600, &r.e),
		&r.e);
	CHECK_ERR(store_open(none, &r.key, STORE_WRITE, 100, &other, &r.e), ERR_DENIED);
	CHECK(other == NULL);
	unlink(none);
}

TEST(a_damaged_page_is_noticed)
{
	ROOM r;
	room_open(&r);
	for (int i = 0; i < 200; i++)
		CHECK_OK(add_in_tx(&r, "some text that fills a page or two with this and that"),
			 &r.e);
	CHECK_OK(store_checkpoint(r.st, &r.e), &r.e);
	store_close(r.st);
	r.st = NULL;
	struct stat st;
	CHECK(stat(r.path, &st) == 0);
	/* Every page in turn, one byte of each half flipped: opening or checking must say so. */
	for (off_t page = 0; page < st.st_size / 4096; page++) {
		struct store *s = NULL;
		uint8_t b;
		AUTO_FD fd = open(r.path, O_RDWR);
		CHECK(pread(fd, &b, 1, page * 4096 + 1000) == 1);
		b ^= 1;
		CHECK(pwrite(fd, &b, 1, page * 4096 + 1000) == 1);
		int rc = store_open(r.path, &r.key, STORE_READ, 100, &s, &r.e);
		if (rc == 0)
			rc = store_check(s, &r.e);
		if (rc != ERR_CORRUPT && rc != ERR_DENIED)
			FAIL("page %lld: %d", (long long)page, rc);
		store_close(s);
		b ^= 1;
		CHECK(pwrite(fd, &b, 1, page * 4096 + 1000) == 1);
	}
	CHECK_OK(store_open(r.path, &r.key, STORE_READ, 100, &r.st, &r.e), &r.e);
	CHECK_OK(store_check(r.st, &r.e), &r.e);
}

TEST(rekey_closes_the_file_to_the_old_key)
{
	ROOM r;
	struct key next;
	struct store *s = NULL;
	memset(next.b, 9, KEY_LEN);
	room_open(&r);
	CHECK_OK(add_in_tx(&r, "x"), &r.e);
	CHECK_OK(store_rekey(r.st, &next, &r.e), &r.e);
	CHECK_OK(store_checkpoint(r.st, &r.e), &r.e);
	CHECK_INT(notes(r.st), 1);
	store_close(r.st);
	r.st = NULL;
	CHECK_ERR(store_open(r.path, &r.key, STORE_WRITE, 100, &s, &r.e), ERR_DENIED);
	CHECK_OK(store_open(r.path, &next, STORE_WRITE, 100, &r.st, &r.e), &r.e);
	CHECK_INT(notes(r.st), 1);
}

/* A child holds the write lock: we wait, then are told which process it is. */
TEST(a_second_writer_is_told_who_holds_the_vault)
{
	ROOM r;
	int up[2];
	int down[2];
	char c = 0;
	room_open(&r);
	store_close(r.st);
	r.st = NULL;
	CHECK(pipe(up) == 0 && pipe(down) == 0);
	pid_t pid = fork();
	if (pid == 0) {
		struct store *s = NULL;
		AUTO_TX tx = { 0 };
		if (store_open(r.path, &r.key, STORE_WRITE, 100, &s, &r.e) < 0 ||
		    tx_begin(&tx, s, &r.e) < 0)
			_exit(1);
		_exit(write(up[1], &c, 1) != 1 || read(down[0], &c, 1) != 1);
	}
	CHECK(read(up[0], &c, 1) == 1);
	CHECK_OK(store_open(r.path, &r.key, STORE_WRITE, 50, &r.st, &r.e), &r.e);
	AUTO_TX tx = { 0 };
	CHECK_ERR(tx_begin(&tx, r.st, &r.e), ERR_BUSY);
	char want[40];
	snprintf(want, sizeof want, "process %ld", (long)pid);
	CHECK(str_has(str_of(r.e.text), str_of(want)));
	CHECK_INT(notes(r.st), 0); /* reading goes on meanwhile */
	CHECK(write(down[1], &c, 1) == 1);
	waitpid(pid, NULL, 0);
	CHECK_OK(add_in_tx(&r, "now"), &r.e);
	for (int i = 0; i < 2; i++) {
		close(up[i]);
		close(down[i]);
	}
}

TEST(the_file_is_readable_by_its_owner_only_and_holds_no_plain_text)
{
	ROOM r;
	AUTO_ARENA *a = arena_new(0);
	struct stat st;
	struct str bytes;
	room_open(&r);
	CHECK_OK(add_in_tx(&r, "a sentence one could search for"), &r.e);
	CHECK(stat(r.path, &st) == 0 && (st.st_mode & 0077) == 0);
	char wal[100];
	snprintf(wal, sizeof wal, "%s-wal", r.path);
	CHECK_OK(file_read(wal, 1 << 24, a, &bytes, &r.e), &r.e);
	CHECK(bytes.n > 0 && !str_has(bytes, STR("search for")));
	CHECK_OK(store_checkpoint(r.st, &r.e), &r.e);
	CHECK_OK(file_read(r.path, 1 << 24, a, &bytes, &r.e), &r.e);
	CHECK(bytes.n > 0 && !str_has(bytes, STR("search for")) &&
	      !str_has(bytes, STR("SQLite format")));
}
