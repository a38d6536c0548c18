/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed becomes a command, its options and arguments; what cannot be understood is told. */
#include "check.h"

#include "cli/args.h"
#include "cli/near.h"

enum { WORDS_MAX = 16 };

/* Words separated by blanks; '_' stands for a blank inside a word. */
static int parse(const char *line, struct arena *a, struct given *ret, struct err *e)
{
	struct str words[WORDS_MAX];
	size_t n = 0;
	struct str rest = str_of(line);
	while (rest.n) {
		struct str w;
		rest = str_cut(rest, ' ', &w);
		char *copy = NEW_N(a, w.n + 1, char);
		for (size_t i = 0; i < w.n; i++)
			copy[i] = w.p[i] == '_' ? ' ' : w.p[i];
		words[n++] = str_n(copy, w.n);
	}
	return args_parse(words, n, a, ret, e);
}

TEST(the_command_is_found_wherever_options_stand)
{
	static const struct {
		const char *line, *command;
		size_t args;
	} CASES[] = {
		{ "check", "check", 0 },
		{ "import claims x.csv", "import claims", 1 },
		{ "--vault v import claims x.csv --dry-run", "import claims", 1 },
		{ "--dry-run --vault v import claims x.csv", "import claims", 1 },
		{ "import --dry-run claims --vault=v x.csv", "import claims", 1 },
		{ "date 20 Mehr 1404", "date", 1 },
		{ "date -- -5", "date", 1 },
		{ "import claims -", "import claims", 1 },
		{ "help", "help", 0 },
		{ "help import claims", "help", 1 },
		{ "proof 48 -o out", "proof", 1 },
		{ "-o out proof 48", "proof", 1 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct given g;
		struct err e = { 0 };
		CHECK_OK(parse(CASES[i].line, a, &g, &e), &e);
		CHECK(g.command != NULL);
		if (!g.command)
			continue;
		CHECK_STR(str_of(g.command->name), CASES[i].command);
		CHECK_INT(g.n_args, CASES[i].args);
	}
}

TEST(values_are_where_they_were_given)
{
	AUTO_ARENA *a = arena_new(0);
	struct given g;
	struct err e = { 0 };
	CHECK_OK(parse("list persons --vault v --status executed --limit=7 --status arrested", a,
		       &g, &e),
		 &e);
	CHECK_STR(given_str(&g, "--vault"), "v");
	CHECK_INT(given_count(&g, "--status"), 2);
	CHECK_STR(given_nth(&g, "--status", 0), "executed");
	CHECK_STR(given_nth(&g, "--status", 1), "arrested");
	CHECK_INT(given_number(&g, "--limit", 50), 7);
	CHECK_INT(given_number(&g, "--offset", 3), 3);
	CHECK(!given_has(&g, "--json"));
	CHECK(given_str(&g, "--from").p == NULL);
	CHECK_STR(given_arg(&g, 0), "persons");
	CHECK(given_arg(&g, 1).p == NULL);

	CHECK_OK(parse("proof 48 -o out --json", a, &g, &e), &e);
	CHECK_STR(given_str(&g, "--output"), "out");
	CHECK(given_has(&g, "--json"));
	/* The rest is one text. */
	CHECK_OK(parse("date 8 or 27 Sep 2025", a, &g, &e), &e);
	CHECK_STR(given_arg(&g, 0), "8 or 27 Sep 2025");
	CHECK_OK(parse("date 8_or_27_Sep_2025 --lang fa", a, &g, &e), &e);
	CHECK_STR(given_arg(&g, 0), "8 or 27 Sep 2025");
}

TEST(a_wrong_call_says_what_to_do)
{
	static const struct {
		const char *line, *says;
	} CASES[] = {
		{ "chekc", "did you mean `check`" },
		{ "timline P-1", "did you mean `timeline`" },
		{ "xyzzy", "`vigil help` lists them all" },
		{ "member",
		  "something is missing: `vigil member` is followed by one of: add, list, revoke" },
		{ "member ad x", "there is no command `member ad`" },
		{ "import claims x --dry-rn", "did you mean --dry-run" },
		{ "--dry-rn import claims x", "did you mean --dry-run" },
		{ "check --dry-run", "`vigil check` has no option --dry-run" },
		{ "check --xyzzy", "`vigil help check` lists those it has" },
		{ "--xyzzy", "`vigil` has no option --xyzzy" },
		{ "check -5", "write -- before a text" },
		{ "import claims", "something is missing: vigil import claims FILE" },
		{ "show A B", "one word too many" },
		{ "list persons --limit many", "--limit needs a whole number" },
		{ "list persons --limit -3", "--limit needs a whole number" },
		{ "check --vault", "--vault needs a value" },
		{ "check --vault a --vault b", "--vault stands twice" },
		{ "check --json=yes", "--json takes no value" },
		{ "check --lang de", "--lang is one of en|fa, not \"de\"" },
		{ "check --vault=", "the value of --vault is empty" },
		{ "check \xFF", "not plain text in UTF-8" },
		{ "check \x1B[2J", "not plain text in UTF-8" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct given g;
		struct err e = { 0 };
		CHECK_ERR(parse(CASES[i].line, a, &g, &e), CLI_USAGE);
		if (!str_has(str_of(e.text), str_of(CASES[i].says)))
			FAIL("%s: \"%s\" does not say \"%s\"", CASES[i].line, e.text,
			     CASES[i].says);
	}
}

TEST(help_is_given_also_for_a_call_that_is_not_complete)
{
	AUTO_ARENA *a = arena_new(0);
	struct given g;
	struct err e = { 0 };
	CHECK_OK(parse("import claims --help", a, &g, &e), &e);
	CHECK(g.wants_help && g.command);
	CHECK_OK(parse("-h", a, &g, &e), &e);
	CHECK(g.wants_help && !g.command);
	CHECK_OK(parse("", a, &g, &e), &e);
	CHECK(!g.wants_help && !g.command);
}

TEST(near_counts_slips_of_the_finger)
{
	static const struct {
		const char *a, *b;
		size_t distance;
	} CASES[] = {
		{ "check", "check", 0 }, { "", "abc", 3 },	   { "chekc", "check", 1 },
		{ "chec", "check", 1 },	 { "cheeck", "check", 1 }, { "chack", "check", 1 },
		{ "ab", "ba", 1 },	 { "abcd", "badc", 2 },	   { "kitten", "sitting", 3 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		CHECK_INT(near_distance(str_of(CASES[i].a), str_of(CASES[i].b)), CASES[i].distance);
		CHECK_INT(near_distance(str_of(CASES[i].b), str_of(CASES[i].a)), CASES[i].distance);
	}
	char long_word[200];
	memset(long_word, 'a', sizeof long_word);
	CHECK(near_distance(str_n(long_word, sizeof long_word), STR("a")) == SIZE_MAX);
	/* What is not near is not offered. */
	struct near n = { .word = STR("xyzzy") };
	near_offer(&n, STR("check"));
	CHECK(n.best.p == NULL);
	n = (struct near){ .word = STR("--pass") };
	near_offer(&n, STR("--passphrase-file"));
	CHECK_STR(n.best, "--passphrase-file");
}
