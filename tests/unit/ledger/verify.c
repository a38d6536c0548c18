/* SPDX-License-Identifier: Apache-2.0 */
/* vigil-verify as a program: its exit status and what it says. */
#include "check.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"

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
	char *argv[8] = { NULL };
	struct str prog = program(a);
	argv[0] = (char *)(uintptr_t)prog.p;
	for (int i = 0; args[i] && i < 6; i++)
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
	static const char *const CASES[][4] = {
		{ "--policy", NULL },
		{ "--nonsense", NULL },
		{ "a", "b", NULL },
		{ "--policy", "no/such/file", NULL },
		{ "--policy", VECTORS "statement.proof", NULL },
		{ "--policy", VECTORS "policy", "no/such/proof", NULL },
	};
	AUTO_ARENA *a = arena_new(0);
	struct str out;
	for (size_t i = 0; i < COUNT(CASES); i++)
		if (run(a, example(a), CASES[i], &out) != 2)
			FAIL("case %zu: %.*s", i, STR_FMT(out));
}

/* All positions are flipped in proof_text.c; here every seventeenth goes through the program. */
TEST(it_refuses_changed_and_cut_proofs_with_1)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_ARENA *scratch = arena_new(0);
	struct str text = example(a);
	struct str out;
	char *t = NEW_N(a, text.n, char);
	for (size_t i = 0; i < text.n; i += 17) {
		memcpy(t, text.p, text.n);
		t[i] = (char)(t[i] ^ 1 << i % 8);
		int flipped = run(scratch, str_n(t, text.n), JUDGE, &out);
		int cut = run(scratch, str_n(text.p, i), JUDGE, &out);
		if (flipped != 1 || cut != 1 || str_has(out, STR("accepted")))
			FAIL("byte %zu: %d, %d", i, flipped, cut);
		arena_clear(scratch);
	}
}
