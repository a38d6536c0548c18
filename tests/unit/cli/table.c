/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands holds together, and help, man pages and completion come from it. */
#include "check.h"

#include "cli/args.h"
#include "cli/grid.h"
#include "cli/help.h"
#include "text/utf8.h"

/* Pages for man(1) are read by programs that know no UTF-8. */
static bool is_ascii(const char *s)
{
	for (; *s; s++)
		if ((uint8_t)*s >= 0x80)
			return false;
	return true;
}

TEST(commands_are_well_described)
{
	for (size_t i = 0; COMMANDS[i]; i++) {
		const struct command *c = COMMANDS[i];
		CHECK(c->run != NULL);
		CHECK(c->summary.en[0] && msg_is_translated(&c->summary));
		CHECK(str_ends(str_of(c->summary.en), STR(".")));
		/* Fits a line of the overview. */
		CHECK(text_width(str_of(c->summary.en)) <= 72);
		CHECK(utf8_check(str_of(c->summary.fa)) && utf8_check(str_of(c->help.fa)));
		CHECK(is_ascii(c->summary.en) && is_ascii(c->help.en));
		for (size_t k = 0; k < i; k++)
			CHECK(strcmp(COMMANDS[k]->name, c->name) != 0);
		size_t min;
		size_t max;
		command_count_args(c, &min, &max);
		CHECK(min <= max);
	}
}

/* args.c finds the command before it knows whose option it reads. */
TEST(an_option_is_of_one_kind_everywhere)
{
	for (size_t i = 0; COMMANDS[i]; i++) {
		for (const struct option *o = COMMANDS[i]->options; o && o->name; o++) {
			CHECK(str_starts(str_of(o->name), STR("--")));
			CHECK((o->kind == OPTION_FLAG) == (o->arg == NULL));
			CHECK(o->help.en[0] && msg_is_translated(&o->help));
			CHECK(!str_ends(str_of(o->help.en), STR(".")) && is_ascii(o->help.en));
			for (const struct option *g = GLOBAL_OPTIONS; g->name; g++)
				if (strcmp(g->name, o->name) == 0)
					FAIL("%s of %s hides the one of every command", o->name,
					     COMMANDS[i]->name);
			for (size_t k = 0; k < i; k++) {
				for (const struct option *p = COMMANDS[k]->options; p && p->name;
				     p++) {
					bool same_name = strcmp(p->name, o->name) == 0;
					if (same_name &&
					    (p->kind == OPTION_FLAG) != (o->kind == OPTION_FLAG))
						FAIL("%s is not of one kind", o->name);
					if (p->letter && p->letter == o->letter && !same_name)
						FAIL("-%c is %s and %s", o->letter, o->name,
						     p->name);
				}
			}
		}
	}
}

TEST(help_names_every_option)
{
	for (size_t i = 0; COMMANDS[i]; i++) {
		AUTO_ARENA *a = arena_new(0);
		AUTO_BUF b;
		buf_init(&b, 1 << 20);
		help_command(&b, COMMANDS[i], LANG_EN, a);
		struct str s = buf_copy(&b, a);
		CHECK(str_starts(s, str_printf(a, "vigil %s", COMMANDS[i]->name)));
		CHECK(str_has(s, str_of(COMMANDS[i]->summary.en)));
		for (const struct option *o = COMMANDS[i]->options; o && o->name; o++)
			CHECK(str_has(s, str_of(o->name)));
		CHECK(str_has(s, STR("--passphrase-file FILE")));
		/* Nothing is wider than the terminal of an old laptop. */
		for (struct str rest = s, line; rest.n;) {
			rest = str_cut(rest, '\n', &line);
			if (text_width(line) > 80)
				FAIL("%s: %.*s", COMMANDS[i]->name, STR_FMT(line));
		}
		buf_clear(&b);
		help_command(&b, COMMANDS[i], LANG_FA, a);
		CHECK(str_has(buf_str(&b), STR("گزینه")));
	}
}

TEST(man_pages_escape_what_roff_would_read)
{
	static const struct option OPTIONS[] = {
		{ "--dry-run", 'n', OPTION_FLAG, NULL, false, MSG("do .nothing \\ at all", "") },
		{ 0 },
	};
	static const struct command C = {
		.name = "two words",
		.args = "FILE",
		.summary = MSG("Say it.", ""),
		.help = MSG(".SH is a request\n\n'quoted' a-b \\n", ""),
		.options = OPTIONS,
	};
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	help_man(&b, &C, a);
	struct str s = buf_copy(&b, a);
	CHECK(str_starts(s, STR(".TH \"VIGIL-TWO-WORDS\" \"1\"")));
	CHECK(str_has(s, STR("\nvigil\\-two\\-words \\- Say it\n")));
	CHECK(str_has(s, STR("\n\\&.SH is a request\n.PP\n\\&'quoted' a\\-b \\en\n")));
	CHECK(str_has(s, STR(".B \\-\\-dry\\-run, \\-n\ndo .nothing \\e at all.\n")));
}

TEST(completion_has_every_command_and_option)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	help_bash(&b, a);
	struct str s = buf_copy(&b, a);
	for (size_t i = 0; COMMANDS[i]; i++) {
		struct str head;
		struct str tail = str_cut(str_of(COMMANDS[i]->name), ' ', &head);
		CHECK(str_has(s, head) && (!tail.p || str_has(s, tail)));
		for (const struct option *o = COMMANDS[i]->options; o && o->name; o++)
			CHECK(str_has(s, str_of(o->name)));
	}
	CHECK(str_has(s, STR("--audience) COMPREPLY=($(compgen -W 'internal public'")));
}
