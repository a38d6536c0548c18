/* SPDX-License-Identifier: Apache-2.0 */
/* vigil-verify as a program: its exit status and what it says. */
#include "bundle_made.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "ledger/consistency.h"
#include "ledger/tiles.h"
#include "ledger/zip.h"

#define VECTORS "docs/formats/vectors/"

/* build/MODE/test/ledger/verify -> build/MODE/vigil-verify */
static struct str program(struct arena *a)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path);
	struct str s = str_n(path, n > 0 ? (size_t)n : 0);
	CHECK(str_ends(s, STR("/test/ledger/verify")));
	s.n -= STR("/test/ledger/verify").n;
	return str_printf(a, "%.*s/vigil-verify", STR_FMT(s));
}

/* Run with `in` on standard input; the exit status, or -1 for a crash. */
static int run(struct arena *a, struct str in, const char *const *args, struct str *ret_out)
{
	int to[2];
	int from[2];
	int status;
	char *argv[12] = { NULL };
	struct str prog = program(a);
	argv[0] = (char *)(uintptr_t)prog.p;
	for (int i = 0; args[i] && i < 10; i++)
		argv[i + 1] = (char *)(uintptr_t)args[i];
	if (pipe(to) < 0 || pipe(from) < 0)
		die("no pipe");
	pid_t pid = fork();
	if (pid == 0) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		dup2(from[1], 2);
		close(to[0]);
		close(to[1]);
		close(from[0]);
		close(from[1]);
		execv(prog.p, argv);
		_exit(99);
	}
	close(to[0]);
	close(from[1]);
	/* The proofs here are smaller than a pipe, so nobody waits for anybody. */
	assert(in.n < 60000);
	/* A question that cannot be put is answered without reading the proof. */
	signal(SIGPIPE, SIG_IGN);
	if (write(to[1], in.p, in.n) < 0)
		in.n = 0;
	close(to[1]);
	char *out = NEW_N(a, 65536, char);
	size_t n = 0;
	ssize_t got;
	while (n < 65536 && (got = read(from[0], out + n, 65536 - n)) > 0)
		n += (size_t)got;
	close(from[0]);
	waitpid(pid, &status, 0);
	*ret_out = str_n(out, n);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static struct str example(struct arena *a)
{
	struct str s = STR("");
	struct err e;
	CHECK_OK(file_read(VECTORS "statement.proof", 1 << 20, a, &s, &e), &e);
	return s;
}

static const char *const JUDGE[] = { "--policy", VECTORS "policy", NULL };

TEST(it_accepts_the_example_and_says_what_is_not_shown)
{
	AUTO_ARENA *a = arena_new(0);
	struct str out;
	CHECK_INT(run(a, example(a), JUDGE, &out), 0);
	CHECK(str_starts(out, STR("accepted\n\nThis shows\n")));
	CHECK(str_has(out, STR("entry 3 (claim) of a log of 7 entries")));
	CHECK(str_has(out, STR("source/role: \"author\"")));
	CHECK(str_has(out, STR("This does not show\n  that what the record says is true\n")));
	CHECK(str_has(out, STR("that no other record is missing")));
	const char *const FILE_ARG[] = { "--policy", VECTORS "policy", VECTORS "statement.proof",
					 NULL };
	struct str same;
	CHECK_INT(run(a, STR(""), FILE_ARG, &same), 0);
	CHECK(str_eq(out, same));
}

TEST(it_speaks_json)
{
	static const char *const ARGS[] = { "--json", "--policy", VECTORS "policy", "-", NULL };
	AUTO_ARENA *a = arena_new(0);
	struct str out;
	const struct json *v = NULL;
	struct str s = STR_NULL;
	int64_t n = 0;
	struct err e;
	CHECK_INT(run(a, example(a), ARGS, &out), 0);
	CHECK_OK(json_read(out, 1 << 20, JSON_ANY, a, &v, &e), &e);
	CHECK(json_str(json_get(v, STR("verdict")), &s) && str_eq(s, STR("accepted")));
	CHECK(json_int(json_get(v, STR("entry")), &n) && n == 3);
	CHECK(json_str(json_get(json_get(v, STR("disclosed")), STR("source/role")), &s));
	CHECK_STR(s, "author");
	CHECK(json_get(v, STR("shows"))->n == 4 && json_get(v, STR("does_not_show"))->n == 5);
	CHECK_INT(run(a, STR("nothing"), ARGS, &out), 1);
	CHECK_OK(json_read(out, 1 << 20, JSON_ANY, a, &v, &e), &e);
	CHECK(json_str(json_get(v, STR("verdict")), &s) && str_eq(s, STR("refused")));
}

TEST(without_a_policy_nothing_is_accepted)
{
	static const char *const NONE[] = { NULL };
	AUTO_ARENA *a = arena_new(0);
	struct str out;
	CHECK_INT(run(a, example(a), NONE, &out), 1);
	CHECK(str_has(out, STR("refused: no policy was given")));
	CHECK(str_has(out, STR("vigil.example/000102030405060708090a0b0c0d0e0f")));
	CHECK(!str_has(out, STR("accepted")));
}

TEST(questions_that_cannot_be_put_exit_with_2)
{
	static const struct {
		const char *const args[6];
		const char *says;
	} CASES[] = {
		{ { "--policy" }, "usage: " },
		{ { "--nonsense" }, "usage: " },
		{ { "a", "b" }, "usage: " },
		{ { "--policy", "no/such/file" },
		  "vigil-verify: cannot read no/such/file: No such" },
		{ { "--policy", VECTORS "statement.proof" }, "statement.proof: policy line 1" },
		{ { "--policy", VECTORS "policy", "no/such/proof" }, "cannot read no/such/proof" },
		{ { "--policy", VECTORS "policy", "--tsa-roots", "no/roots" },
		  "cannot read no/roots" },
		{ { "--policy", VECTORS "policy", "--tsa-roots", VECTORS "policy" },
		  "vectors/policy: there is no certificate in it" },
		{ { "--policy", VECTORS "policy", "--ots-headers", VECTORS "policy" },
		  "vectors/policy: line 1" },
		{ { "--policy", VECTORS "policy", "--file", "no/file" },
		  "no/file: cannot read it: No such" },
	};
	AUTO_ARENA *a = arena_new(0);
	struct str out;
	for (size_t i = 0; i < COUNT(CASES); i++)
		if (run(a, example(a), CASES[i].args, &out) != 2 ||
		    !str_has(out, str_of(CASES[i].says)))
			FAIL("case %zu: %.*s", i, STR_FMT(out));
}

/* A page of a book, an empty file, a folder of something else: it says what it looked for. */
TEST(what_it_does_not_know_is_refused_by_name)
{
	AUTO_ARENA *a = arena_new(0);
	struct str out;
	static const char *const FOLDER[] = { "--policy", VECTORS "policy", "docs", NULL };
	static const char *const TEXTS[] = { "", "a letter", "vigil/\n" };
	for (size_t i = 0; i < COUNT(TEXTS); i++) {
		CHECK_INT(run(a, str_of(TEXTS[i]), JUDGE, &out), 1);
		CHECK(str_starts(out, STR("refused: this is no proof, no bundle, no signed head")));
	}
	CHECK_INT(run(a, STR(""), FOLDER, &out), 1);
	CHECK(str_starts(
		out,
		STR("refused: the folder has no bagit.txt, so it is no bundle, and no checkpoint")));
}

/* All positions are flipped in proof_text.c; here every seventeenth goes through the program. */
TEST(it_refuses_changed_and_cut_proofs_with_1)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_ARENA *scratch = arena_new(0);
	struct str text = example(a);
	struct str out;
	char *t = NEW_N(a, text.n, char);
	for (size_t i = 0; i < text.n; i += check_step(17)) {
		memcpy(t, text.p, text.n);
		t[i] = (char)(t[i] ^ 1 << i % 8);
		int flipped = run(scratch, str_n(t, text.n), JUDGE, &out);
		int cut = run(scratch, str_n(text.p, i), JUDGE, &out);
		if (flipped != 1 || cut != 1 || str_has(out, STR("accepted")))
			FAIL("byte %zu: %d, %d", i, flipped, cut);
		arena_clear(scratch);
	}
}

/* ---- bundles, heads, whole logs ---- */

/* Everything the program can be asked about, in one folder. */
struct things {
	struct arena *a;
	struct made m;
	char folder[4096];
	const char *zip, *policy, *tiles, *file, *unpacked;
};

static const char *in(struct things *t, const char *name)
{
	return str_printf(t->a, "%s/%s", t->folder, name).p;
}

static void put(const char *path, struct str s)
{
	struct err e;
	char *p = (char *)(uintptr_t)path;
	for (size_t i = 1; p[i]; i++)
		if (p[i] == '/') {
			p[i] = '\0';
			mkdir(p, 0700);
			p[i] = '/';
		}
	CHECK_OK(file_write(path, s, 0600, &e), &e);
}

static void put_tiles(struct things *t)
{
	struct example *x = &t->m.x;
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < EXAMPLE_ENTRIES; i++)
		tiles_entry_add(&b, x->entry[i]);
	put(in(t, "tiles/checkpoint"), x->note);
	put(in(t, "tiles/tile/0/000.p/7"),
	    str_n((const char *)x->tile, (size_t)x->width * HASH_LEN));
	put(in(t, "tiles/tile/entries/000.p/7"), buf_str(&b));
}

static void things_make(struct things *t, struct arena *a)
{
	struct memory_files f = { .a = a };
	struct bag_out out = memory_out(&f);
	struct zip_writer w;
	struct err e;
	t->a = a;
	check_folder(t->folder, sizeof t->folder, "verify");
	made_make(&t->m, a);
	made_bundle(&t->m, &out, true, a);
	for (size_t i = 0; i < f.n; i++)
		put(str_printf(a, "%s/unpacked/%.*s", t->folder, STR_FMT(f.list[i].path)).p,
		    f.content[i]);
	t->zip = in(t, "b.zip");
	AUTO_FD fd = open(t->zip, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	zip_write_begin(&w, fd, STR("b/"), a);
	out = zip_bag_out(&w);
	made_bundle(&t->m, &out, true, a);
	CHECK_OK(zip_write_end(&w, &e), &e);
	zip_write_done(&w);
	put_tiles(t);
	t->policy = in(t, "policy");
	t->tiles = in(t, "tiles");
	t->file = in(t, "photo");
	t->unpacked = in(t, "unpacked");
	put(t->policy, t->m.x.policy);
	put(t->file, STR(MADE_FILE));
}

static void things_done(struct things *t)
{
	CHECK_INT(system(str_printf(t->a, "rm -rf '%s'", t->folder).p), 0);
}

TEST(bundles_packed_unpacked_and_piped)
{
	AUTO_ARENA *a = arena_new(0);
	struct things *t = NEW(a, struct things);
	struct str out, zip = STR("");
	struct err e;
	things_make(t, a);
	const char *const ZIP[] = { "--policy", t->policy, t->zip, NULL };
	const char *const FOLDER[] = { "--policy", t->policy, t->unpacked, NULL };
	const char *const PIPE[] = { "--policy", t->policy, "--json", NULL };
	CHECK_INT(run(a, STR(""), ZIP, &out), 0);
	CHECK(str_starts(out, STR("accepted\n\nThis shows\n")));
	CHECK(str_has(out, STR("Record 2 of 2: entry 4 (claim)")));
	CHECK(str_has(out, STR("data/files/photo-1.txt, unchanged")));
	CHECK(str_has(out, STR("made \"2025-10-16\" for \"Example court 1\"")));
	CHECK_INT(run(a, STR(""), FOLDER, &out), 0);
	CHECK_OK(file_read(t->zip, 1 << 20, a, &zip, &e), &e);
	CHECK_INT(run(a, zip, PIPE, &out), 0);
	const struct json *v = NULL;
	CHECK_OK(json_read(out, 1 << 20, JSON_ANY, a, &v, &e), &e);
	CHECK(json_get(v, STR("records"))->n == 2 && json_get(v, STR("files"))->n == 1);
	const char *const NONE[] = { t->zip, NULL };
	CHECK_INT(run(a, STR(""), NONE, &out), 1);
	CHECK(str_has(out, STR("no policy was given")) && str_has(out, STR(EXAMPLE_ORIGIN)));
	/* A file beside it. */
	const char *const FILE_IS[] = { "--policy", t->policy, "--file", t->file, t->zip, NULL };
	const char *const FILE_NOT[] = { "--policy", t->policy, "--file", t->policy, t->zip, NULL };
	CHECK_INT(run(a, STR(""), FILE_IS, &out), 0);
	CHECK(str_has(out, STR("the file you gave is this one")));
	CHECK_INT(run(a, STR(""), FILE_NOT, &out), 1);
	CHECK(str_has(out, STR("no record shown names the file you gave")));
	things_done(t);
}

/* All bytes are flipped in bundle.c; here a sample goes through the program. */
TEST(hostile_bundles_exit_with_1)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_ARENA *scratch = arena_new(0);
	struct things *t = NEW(a, struct things);
	struct str zip = STR(""), out;
	struct err e;
	things_make(t, a);
	const char *const PIPE[] = { "--policy", t->policy, NULL };
	CHECK_OK(file_read(t->zip, 1 << 20, a, &zip, &e), &e);
	char *c = NEW_N(a, zip.n, char);
	for (size_t i = 0; i < zip.n; i += check_step(211)) {
		memcpy(c, zip.p, zip.n);
		c[i] = (char)(c[i] ^ 0x55);
		int flipped = run(scratch, str_n(c, zip.n), PIPE, &out);
		int cut = run(scratch, str_n(zip.p, i), PIPE, &out);
		if ((flipped != 1 && flipped != 0) || cut != 1)
			FAIL("byte %zu: %d, %d", i, flipped, cut);
		arena_clear(scratch);
	}
	/* A folder that leads elsewhere. */
	CHECK_INT(symlink("/etc/passwd", in(t, "unpacked/data/link")), 0);
	const char *const FOLDER[] = { "--policy", t->policy, t->unpacked, NULL };
	CHECK_INT(run(a, STR(""), FOLDER, &out), 1);
	const char *const EMPTY[] = { "--policy", t->policy, "tests", NULL };
	CHECK_INT(run(a, STR(""), EMPTY, &out), 1);
	things_done(t);
}

TEST(heads_and_whole_logs)
{
	AUTO_ARENA *a = arena_new(0);
	struct things *t = NEW(a, struct things);
	struct str out;
	things_make(t, a);
	const char *const TILES[] = { "--policy", t->policy, t->tiles, NULL };
	const char *const HEAD[] = { "--policy", t->policy, in(t, "tiles/checkpoint"), NULL };
	CHECK_INT(run(a, STR(""), TILES, &out), 0);
	CHECK(str_has(out, STR("4 of kind claim")) && str_has(out, STR("the whole log")));
	CHECK_INT(run(a, STR(""), HEAD, &out), 0);
	CHECK(str_has(out, STR("7 entries")) && str_has(out, STR("0 of its witnesses")));
	const char *const JSON[] = { "--json", "--policy", t->policy, t->tiles, NULL };
	const struct json *v = NULL;
	struct err e;
	CHECK_INT(run(a, STR(""), JSON, &out), 0);
	CHECK_OK(json_read(out, 1 << 20, JSON_ANY, a, &v, &e), &e);
	CHECK(json_get(v, STR("head")) && json_get(v, STR("entries")) && json_get(v, STR("shows")));
	/* Bytes of all three files. */
	static const char *const FILES[] = { "tiles/checkpoint", "tiles/tile/0/000.p/7",
					     "tiles/tile/entries/000.p/7" };
	for (size_t f = 0; f < COUNT(FILES); f++) {
		struct str was = STR("");
		const char *path = in(t, FILES[f]);
		CHECK_OK(file_read(path, 1 << 16, a, &was, &e), &e);
		char *c = NEW_N(a, was.n, char);
		for (size_t i = 0; i < was.n; i += check_step(13)) {
			memcpy(c, was.p, was.n);
			c[i] = (char)(c[i] ^ 1);
			put(path, str_n(c, was.n));
			if (run(a, STR(""), TILES, &out) != 1)
				FAIL("byte %zu of %s", i, FILES[f]);
		}
		put(path, was);
	}
	unlink(in(t, "tiles/tile/entries/000.p/7"));
	CHECK_INT(run(a, STR(""), TILES, &out), 1);
	things_done(t);
}

TEST(two_heads_and_what_lies_between)
{
	AUTO_ARENA *a = arena_new(0);
	struct made m;
	struct err e;
	struct str out;
	struct hash path[PROOF_HASHES_MAX + 1];
	struct checkpoint old = { .origin = STR(EXAMPLE_ORIGIN), .size = 4 };
	struct consistency c = { .hashes = path };
	static const char *const JUDGE_IT[] = { "--policy", VECTORS "policy", NULL };
	AUTO_BUF b;
	made_make(&m, a);
	CHECK_OK(tree_root_at(&m.x.tiles, 4, &old.root, &e), &e);
	CHECK_OK(checkpoint_sign(&old, &m.x.log, a, &c.old_note, &e), &e);
	CHECK_OK(tree_consistency(&m.x.tiles, 4, EXAMPLE_ENTRIES, path, &c.n, &e), &e);
	c.note = m.x.note;
	buf_init(&b, 1 << 16);
	consistency_write(&b, &c);
	CHECK_INT(run(a, buf_str(&b), JUDGE_IT, &out), 0);
	CHECK(str_has(out, STR("3 entries came")));
	for (size_t i = 0; i < b.n; i += check_step(5)) {
		b.p[i] = (char)(b.p[i] ^ 1);
		if (run(a, buf_str(&b), JUDGE_IT, &out) != 1)
			FAIL("byte %zu", i);
		b.p[i] = (char)(b.p[i] ^ 1);
	}
	/* Another history up to 4: both heads are signed. */
	memset(old.root.b, 7, HASH_LEN);
	old.size = EXAMPLE_ENTRIES;
	CHECK_OK(checkpoint_sign(&old, &m.x.log, a, &c.old_note, &e), &e);
	c.n = 0;
	buf_clear(&b);
	consistency_write(&b, &c);
	CHECK_INT(run(a, buf_str(&b), JUDGE_IT, &out), 1);
	CHECK(str_has(out, STR("FORK")));
}
