/* SPDX-License-Identifier: GPL-3.0-or-later */
/* man.c - the table of commands as pages for man(1), in the macros of man(7). */
#include "cli/help.h"

/* Backslashes and minus signs are spelled out; a dot or apostrophe at the beginning of a line would
 * be a request. */
static void roff(struct buf *b, struct str s)
{
	bool line_start = b->n == 0 || b->p[b->n - 1] == '\n';
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (line_start && (c == '.' || c == '\''))
			buf_lit(b, "\\&");
		if (c == '\\')
			buf_lit(b, "\\e");
		else if (c == '-')
			buf_lit(b, "\\-");
		else
			buf_char(b, c);
		line_start = c == '\n';
	}
}

/* Paragraphs are separated by an empty line. */
static void paragraphs(struct buf *b, struct str s)
{
	while (s.p) {
		struct str line;
		s = str_cut(s, '\n', &line);
		if (line.n == 0)
			buf_lit(b, ".PP\n");
		roff(b, line);
		if (line.n)
			buf_char(b, '\n');
	}
}

static void options(struct buf *b, const struct option *list, struct arena *a)
{
	for (const struct option *o = list; o && o->name; o++) {
		buf_lit(b, ".TP\n.B ");
		roff(b, help_option(o, a));
		buf_char(b, '\n');
		roff(b, str_of(o->help.en));
		buf_lit(b, ".\n");
	}
}

static struct str page_name(const struct command *c, struct arena *a)
{
	struct str s = c ? str_printf(a, "vigil-%s", c->name) : str_printf(a, "vigil");
	struct str copy = str_copy(a, s);
	char *p = NEW_N(a, s.n + 1, char);
	for (size_t i = 0; i < s.n; i++)
		p[i] = copy.p[i] == ' ' ? '-' : copy.p[i];
	return str_n(p, s.n);
}

static void head(struct buf *b, struct str name, struct str summary)
{
	buf_lit(b, ".TH \"");
	for (size_t i = 0; i < name.n; i++)
		buf_char(b, name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 'a' + 'A')
								 : name.p[i]);
	buf_lit(b, "\" \"1\" \"\" \"Vigil " VIGIL_VERSION "\" \"Vigil\"\n.SH NAME\n");
	roff(b, name);
	buf_lit(b, " \\- ");
	if (str_ends(summary, STR(".")))
		summary.n--;
	roff(b, summary);
	buf_char(b, '\n');
}

static void tail(struct buf *b)
{
	buf_lit(b, ".SH OPTIONS OF EVERY COMMAND\n");
}

static void exit_status(struct buf *b)
{
	buf_lit(b,
		".SH EXIT STATUS\n"
		".TP\n.B 0\ndone\n"
		".TP\n.B 1\nthe answer is no: nothing found, or a check that fails\n"
		".TP\n.B 2\ncalled wrongly\n"
		".TP\n.B 3\nthe input was refused; nothing was written\n"
		".TP\n.B 4\nthe vault or the system failed\n"
		".SH ENVIRONMENT\n"
		".TP\n.B VIGIL_VAULT\nthe vault, when \\-\\-vault is not given\n"
		".TP\n.B VIGIL_PASSPHRASE_FILE\nits passphrase, when \\-\\-passphrase\\-file is not given\n");
}

static void man_overview(struct buf *b, struct arena *a)
{
	head(b, STR("vigil"),
	     STR("keep a register in which every fact is a sealed claim by a source"));
	buf_lit(b, ".SH SYNOPSIS\n.B vigil\n.I COMMAND\n[\\fIOPTIONS\\fR]\n.SH COMMANDS\n");
	for (size_t i = 0; COMMANDS[i]; i++) {
		buf_lit(b, ".TP\n.BR ");
		roff(b, page_name(COMMANDS[i], a));
		buf_lit(b, " (1)\n");
		roff(b, str_of(COMMANDS[i]->summary.en));
		buf_char(b, '\n');
	}
	tail(b);
	options(b, GLOBAL_OPTIONS, a);
	exit_status(b);
}

void help_man(struct buf *b, const struct command *c, struct arena *a)
{
	if (!c) {
		man_overview(b, a);
		return;
	}
	head(b, page_name(c, a), str_of(c->summary.en));
	buf_lit(b, ".SH SYNOPSIS\n");
	roff(b, help_usage(c, a));
	buf_char(b, '\n');
	if (c->help.en[0]) {
		buf_lit(b, ".SH DESCRIPTION\n");
		paragraphs(b, str_of(c->help.en));
	}
	if (c->options) {
		buf_lit(b, ".SH OPTIONS\n");
		options(b, c->options, a);
	}
	tail(b);
	options(b, GLOBAL_OPTIONS, a);
	exit_status(b);
	buf_lit(b, ".SH SEE ALSO\n.BR vigil (1)\n");
}
