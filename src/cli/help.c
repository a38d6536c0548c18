/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help.h"

#include "cli/grid.h"

enum { WIDTH = 80 };

static const struct msg OPTIONS_TITLE = MSG("Options", "گزینه‌ها");
static const struct msg GLOBAL_TITLE =
	MSG("Options of every command", "گزینه‌های همهٔ فرمان‌ها");

struct str help_option(const struct option *o, struct arena *a)
{
	const char *blank = o->arg ? " " : "";
	const char *arg = o->arg ? o->arg : "";
	if (o->letter)
		return str_printf(a, "%s%s%s, -%c%s%s", o->name, blank, arg, o->letter, blank, arg);
	return str_printf(a, "%s%s%s", o->name, blank, arg);
}

struct str help_usage(const struct command *c, struct arena *a)
{
	struct str s =
		str_printf(a, "vigil %s%s%s", c->name, c->args ? " " : "", c->args ? c->args : "");
	for (const struct option *o = c->options; o && o->name; o++)
		s = str_printf(a, "%.*s [%s%s%s]%s", STR_FMT(s), o->name, o->arg ? " " : "",
			       o->arg ? o->arg : "", o->many ? "..." : "");
	return s;
}

static void put_options(struct buf *b, const struct option *list, enum lang lang, struct arena *a)
{
	size_t widest = 0;
	for (const struct option *o = list; o->name; o++) {
		size_t w = text_width(help_option(o, a));
		if (w > widest && w <= 30)
			widest = w;
	}
	for (const struct option *o = list; o->name; o++) {
		struct str name = help_option(o, a);
		size_t w = text_width(name);
		AUTO_BUF help;
		buf_init(&help, 1 << 16);
		text_wrap(&help, widest + 4, WIDTH - widest - 4, tr(lang, &o->help));
		buf_printf(b, "  %.*s", STR_FMT(name));
		/* The first line stands beside the option when there is room for it. */
		if (w <= widest)
			buf_printf(b, "%*s%.*s", (int)(widest - w + 2), "",
				   STR_FMT(str_from(buf_str(&help), widest + 4)));
		else
			buf_printf(b, "\n%.*s", STR_FMT(buf_str(&help)));
	}
}

void help_command(struct buf *b, const struct command *c, enum lang lang, struct arena *a)
{
	AUTO_BUF usage;
	buf_init(&usage, 1 << 16);
	text_wrap(&usage, 4, WIDTH - 4, help_usage(c, a));
	/* Hanging: the first line begins at the edge. */
	buf_add(b, str_from(buf_str(&usage), 4));
	buf_char(b, '\n');
	text_wrap(b, 0, WIDTH, tr(lang, &c->summary));
	if (c->help.en[0]) {
		buf_char(b, '\n');
		text_wrap(b, 0, WIDTH, tr(lang, &c->help));
	}
	if (c->options) {
		buf_printf(b, "\n%.*s\n", STR_FMT(tr(lang, &OPTIONS_TITLE)));
		put_options(b, c->options, lang, a);
	}
	buf_printf(b, "\n%.*s\n", STR_FMT(tr(lang, &GLOBAL_TITLE)));
	put_options(b, GLOBAL_OPTIONS, lang, a);
}

void help_overview(struct buf *b, enum lang lang, struct arena *a)
{
	static const struct msg INTRO = MSG(
		"Vigil is a register in which every fact is a sealed claim by a source, so that every number "
		"can be opened down to the evidence and a proof.",
		"ویجیل دفتری است که هر واقعیت در آن گفته‌ای مُهرشده از یک منبع است، تا هر عدد تا شواهد و برهان آن "
		"گشودنی باشد.");
	static const struct msg MORE =
		MSG("`vigil help COMMAND` explains one.",
		    "`vigil help COMMAND` یکی را شرح می‌دهد.");
	buf_lit(b, "vigil COMMAND [OPTIONS]\n\n");
	text_wrap(b, 0, WIDTH, tr(lang, &INTRO));
	buf_char(b, '\n');
	struct grid g = grid_new(a, 2);
	for (size_t i = 0; COMMANDS[i]; i++) {
		grid_add(&g,
			 str_printf(a, "%s%s%s", COMMANDS[i]->name, COMMANDS[i]->args ? " " : "",
				    COMMANDS[i]->args ? COMMANDS[i]->args : ""));
		grid_add(&g, tr(lang, &COMMANDS[i]->summary));
	}
	grid_put(&g, 2, b);
	buf_printf(b, "\n%.*s\n", STR_FMT(tr(lang, &GLOBAL_TITLE)));
	put_options(b, GLOBAL_OPTIONS, lang, a);
	buf_printf(b, "\n%.*s\n", STR_FMT(tr(lang, &MORE)));
}
