/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * args.c - two passes. The first finds the words of the command: since an option may stand before
 * them, it takes an option of any command by its name, which takes a value everywhere or nowhere. The
 * second judges options and arguments against the command that was found.
 */
#include "cli/args.h"

#include "cli/near.h"
#include "text/utf8.h"
#include "vault/number.h"

/* ---- looking names up ---- */

static const struct option *option_in(const struct option *list, struct str name)
{
	for (const struct option *o = list; o && o->name; o++) {
		if (str_eq(str_of(o->name), name))
			return o;
		if (o->letter && name.n == 2 && name.p[0] == '-' && name.p[1] == o->letter)
			return o;
	}
	return NULL;
}

const struct option *command_option(const struct command *c, struct str name)
{
	const struct option *o = c ? option_in(c->options, name) : NULL;
	return o ? o : option_in(GLOBAL_OPTIONS, name);
}

static const struct option *any_option(struct str name)
{
	const struct option *o = option_in(GLOBAL_OPTIONS, name);
	for (size_t i = 0; !o && COMMANDS[i]; i++)
		o = option_in(COMMANDS[i]->options, name);
	return o;
}

void command_count_args(const struct command *c, size_t *ret_min, size_t *ret_max)
{
	struct str rest = str_of(c->args);
	*ret_min = *ret_max = 0;
	while (rest.n) {
		struct str word;
		rest = str_cut(rest, ' ', &word);
		*ret_min += word.p[0] != '[';
		++*ret_max;
		if (str_ends(word, STR("...")) || str_ends(word, STR("...]")))
			*ret_max = SIZE_MAX;
	}
}

/* ---- the command ---- */

static int no_such_command(struct str first, struct str second, struct err *e)
{
	struct near n = { .word = first };
	AUTO_BUF seconds;
	buf_init(&seconds, 1024);
	for (size_t i = 0; COMMANDS[i]; i++) {
		struct str head;
		struct str tail = str_cut(str_of(COMMANDS[i]->name), ' ', &head);
		if (tail.p && str_eq(head, first)) {
			buf_printf(&seconds, "%s%.*s", seconds.n ? ", " : "", STR_FMT(tail));
			continue;
		}
		near_offer(&n, str_of(COMMANDS[i]->name));
		near_offer(&n, head);
	}
	if (seconds.n && !second.n)
		return err_set(e, CLI_USAGE,
			       "something is missing: `vigil %.*s` is followed by one of: %s",
			       STR_FMT(first), buf_z(&seconds));
	if (seconds.n)
		return err_set(
			e, CLI_USAGE,
			"there is no command `%.*s %.*s`; `vigil %.*s` is followed by one of: %s",
			STR_FMT(first), STR_FMT(second), STR_FMT(first), buf_z(&seconds));
	if (n.best.p)
		return err_set(e, CLI_USAGE,
			       "there is no command `%.*s`; did you mean `%.*s`? "
			       "`vigil help` lists them all",
			       STR_FMT(first), STR_FMT(n.best));
	return err_set(e, CLI_USAGE, "there is no command `%.*s`; `vigil help` lists them all",
		       STR_FMT(first));
}

/* The command that the first words name; *ret_words is how many they are. */
static int find_command(const struct given *g, struct arena *a, const struct command **ret,
			size_t *ret_words, struct err *e)
{
	struct str first = g->args[0];
	struct str second = g->n_args > 1 ? g->args[1] : STR("");
	struct str both = str_printf(a, "%.*s %.*s", STR_FMT(first), STR_FMT(second));
	for (size_t i = 0; COMMANDS[i]; i++) {
		struct str name = str_of(COMMANDS[i]->name);
		if (str_eq(name, first) || str_eq(name, both)) {
			*ret = COMMANDS[i];
			*ret_words = str_eq(name, first) ? 1 : 2;
			return 0;
		}
	}
	return no_such_command(first, second, e);
}

/* ---- first pass ---- */

/* A value nobody has seen yet may be anything; an answer in a message may not. */
static int check_word(struct str w, struct err *e)
{
	if (w.n > ARGS_TEXT_MAX)
		return err_set(e, CLI_USAGE, "an argument has %zu bytes, the limit is %d", w.n,
			       ARGS_TEXT_MAX);
	if (!utf8_check(w) || !utf8_is_plain(w))
		return err_set(e, CLI_USAGE,
			       "an argument is not plain text in UTF-8; set the terminal to UTF-8");
	return 0;
}

static int no_such_option(const struct command *c, struct str name, struct err *e)
{
	struct near n = { .word = name };
	for (const struct option *o = c ? c->options : NULL; o && o->name; o++)
		near_offer(&n, str_of(o->name));
	for (const struct option *o = GLOBAL_OPTIONS; o->name; o++)
		near_offer(&n, str_of(o->name));
	const char *of = c ? c->name : "";
	if (n.best.p)
		return err_set(e, CLI_USAGE, "`vigil%s%s` has no option %.*s; did you mean %.*s?",
			       c ? " " : "", of, STR_FMT(name), STR_FMT(n.best));
	if (!str_starts(name, STR("--")))
		return err_set(
			e, CLI_USAGE,
			"`vigil%s%s` has no option %.*s; write -- before a text that begins with a minus",
			c ? " " : "", of, STR_FMT(name));
	return err_set(e, CLI_USAGE,
		       "`vigil%s%s` has no option %.*s; `vigil help%s%s` lists those it has",
		       c ? " " : "", of, STR_FMT(name), c ? " " : "", of);
}

static int take_option(struct given *g, const struct str *words, size_t n, size_t *at,
		       const struct command *c, struct arena *a, struct err *e)
{
	struct str name;
	struct str value = str_cut(words[*at], '=', &name);
	if (!str_starts(name, STR("--"))) {
		name = words[*at];
		value = STR_NULL;
	}
	const struct option *o = any_option(name);
	if (!o)
		return no_such_option(c, name, e);
	if (o->kind == OPTION_FLAG && value.p)
		return err_set(e, CLI_USAGE, "%s takes no value", o->name);
	if (o->kind != OPTION_FLAG && !value.p) {
		if (*at + 1 == n)
			return err_set(e, CLI_USAGE, "%s needs a value: %s %s", o->name, o->name,
				       o->arg);
		value = words[++*at];
	}
	if (strcmp(o->name, "--help") == 0)
		g->wants_help = true;
	else
		g->options[g->n_options++] = (struct given_option){ o, str_copy(a, value) };
	return 0;
}

static int split_words(const struct str *words, size_t n, const struct command *c, struct arena *a,
		       struct given *g, struct err *e)
{
	bool open = true;
	g->options = NEW_N(a, n, struct given_option);
	g->args = NEW_N(a, n, struct str);
	for (size_t i = 0; i < n; i++) {
		TRY(check_word(words[i], e));
		if (open && str_eq(words[i], STR("--")))
			open = false;
		else if (open && words[i].n > 1 && words[i].p[0] == '-')
			TRY(take_option(g, words, n, &i, c, a, e));
		else
			g->args[g->n_args++] = str_copy(a, words[i]);
	}
	return 0;
}

/* ---- second pass ---- */

static bool is_choice(const struct option *o, struct str value)
{
	struct str rest = str_of(o->arg);
	while (rest.n) {
		struct str word;
		rest = str_cut(rest, '|', &word);
		if (str_eq(word, value))
			return true;
	}
	return false;
}

static int check_option(const struct given *g, size_t i, struct err *e)
{
	const struct option *o = g->options[i].option;
	struct str value = g->options[i].value;
	int64_t number;
	/* The first pass knew the option by its name; here it must be one of this command's. */
	const struct option *ours = command_option(g->command, str_of(o->name));
	if (!ours)
		return no_such_option(g->command, str_of(o->name), e);
	assert((ours->kind == OPTION_FLAG) == (o->kind == OPTION_FLAG) &&
	       "an option of one name takes a value everywhere or nowhere");
	g->options[i].option = ours;
	for (size_t j = 0; !ours->many && j < i; j++)
		if (g->options[j].option == ours)
			return err_set(e, CLI_USAGE, "%s stands twice", o->name);
	if ((ours->kind == OPTION_NUMBER && (!str_to_int(value, &number) || number < 0)) ||
	    (ours->kind == OPTION_SIZE && !number_parse(value, &number)))
		return err_set(e, CLI_USAGE, "%s needs a whole number, not \"%.*s\"", o->name,
			       STR_FMT(value));
	if (ours->kind == OPTION_CHOICE && !is_choice(ours, value))
		return err_set(e, CLI_USAGE, "%s is one of %s, not \"%.*s\"", o->name, ours->arg,
			       STR_FMT(value));
	if (ours->kind != OPTION_FLAG && value.n == 0)
		return err_set(e, CLI_USAGE, "the value of %s is empty", o->name);
	return 0;
}

static int check_args(struct given *g, struct arena *a, struct err *e)
{
	size_t min;
	size_t max;
	command_count_args(g->command, &min, &max);
	if (g->n_args < min || g->n_args > max)
		return err_set(e, CLI_USAGE, "%s: vigil %s%s%s (`vigil help %s`)",
			       g->n_args < min ? "something is missing"
					       : "there is one word too many",
			       g->command->name, g->command->args ? " " : "",
			       g->command->args ? g->command->args : "", g->command->name);
	if (max != SIZE_MAX)
		return 0;
	/* The rest is one text, quoted or not. */
	size_t last = 0;
	for (struct str rest = str_of(g->command->args), word; rest.n; last++)
		rest = str_cut(rest, ' ', &word);
	if (g->n_args >= last) {
		struct str *words = NEW_N(a, g->n_args - last + 1, struct str);
		for (size_t i = last - 1; i < g->n_args; i++)
			words[g->n_rest++] = g->args[i];
		g->rest = words;
	}
	for (size_t i = last; i < g->n_args; i++)
		g->args[last - 1] =
			str_printf(a, "%.*s %.*s", STR_FMT(g->args[last - 1]), STR_FMT(g->args[i]));
	if (g->n_args > last)
		g->n_args = last;
	return 0;
}

/* The command that was probably meant, for better advice on an option nobody knows; or NULL. */
static const struct command *guess_command(const struct str *words, size_t n, struct arena *a)
{
	struct given g = { .args = NEW_N(a, n, struct str) };
	const struct command *c = NULL;
	size_t used;
	for (size_t i = 0; i < n; i++)
		if (!str_starts(words[i], STR("-")))
			g.args[g.n_args++] = words[i];
	for (; g.n_args && !c; g.args++, g.n_args--)
		if (find_command(&g, a, &c, &used, NULL) < 0)
			c = NULL;
	return c;
}

int args_parse(const struct str *words, size_t n, struct arena *a, struct given *ret, struct err *e)
{
	struct given g = { 0 };
	size_t used = 0;
	int rc = split_words(words, n, NULL, a, &g, e);
	if (rc == CLI_USAGE) {
		const struct command *c = guess_command(words, n, a);
		g = (struct given){ 0 };
		if (c)
			return split_words(words, n, c, a, &g, e);
	}
	TRY(rc);
	if (g.n_args) {
		TRY(find_command(&g, a, &g.command, &used, e));
		g.args += used;
		g.n_args -= used;
	}
	if (g.wants_help) {
		*ret = g;
		return 0;
	}
	for (size_t i = 0; i < g.n_options; i++)
		TRY(check_option(&g, i, e));
	if (g.command)
		TRY(check_args(&g, a, e));
	*ret = g;
	return 0;
}

/* ---- asking ---- */

size_t given_count(const struct given *g, const char *name)
{
	const struct option *o = command_option(g->command, str_of(name));
	size_t n = 0;
	assert(o && "a command asks for its own options only");
	for (size_t i = 0; i < g->n_options; i++)
		n += g->options[i].option == o;
	return n;
}

bool given_has(const struct given *g, const char *name)
{
	return given_count(g, name) > 0;
}

struct str given_nth(const struct given *g, const char *name, size_t i)
{
	const struct option *o = command_option(g->command, str_of(name));
	for (size_t k = 0; k < g->n_options; k++)
		if (g->options[k].option == o && i-- == 0)
			return g->options[k].value;
	return STR_NULL;
}

struct str given_str(const struct given *g, const char *name)
{
	return given_count(g, name) ? given_nth(g, name, 0) : STR_NULL;
}

struct str given_text(const struct given *g, const char *name, const char *when_missing)
{
	return given_count(g, name) ? given_nth(g, name, 0) : str_of(when_missing);
}

int64_t given_number(const struct given *g, const char *name, int64_t when_missing)
{
	int64_t v = when_missing;
	struct str s = given_str(g, name);
	if (s.p && !str_to_int(s, &v))
		die("%s is no number", name);
	return v;
}

int given_above_zero(const struct given *g, const char *name, int64_t when_missing, int64_t *ret,
		     struct err *e)
{
	int64_t v = given_number(g, name, when_missing);
	if (given_has(g, name) && v < 1)
		return err_set(e, CLI_USAGE, "%s is 1 or more", name);
	*ret = v;
	return 0;
}

int64_t given_size(const struct given *g, const char *name)
{
	int64_t v = 0;
	struct str s = given_str(g, name);
	if (s.p && !number_parse(s, &v))
		die("%s is no size", name);
	return v;
}

struct str given_arg(const struct given *g, size_t i)
{
	return i < g->n_args ? g->args[i] : STR_NULL;
}
