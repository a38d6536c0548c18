/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * completion.c - the table of commands as a completion function of bash.
 *
 * It knows words only: it never opens a vault, so nothing of a register can be seen by pressing Tab.
 */
#include "cli/help.h"

static void option_words(struct buf *b, const struct option *list)
{
	for (const struct option *o = list; o && o->name; o++)
		buf_printf(b, " %s", o->name);
}

/* First words, each once, and the second words behind each. */
static void command_words(struct buf *b)
{
	buf_lit(b, "\tlocal first='");
	for (size_t i = 0; COMMANDS[i]; i++) {
		struct str head;
		struct str before = STR("");
		str_cut(str_of(COMMANDS[i]->name), ' ', &head);
		if (i)
			str_cut(str_of(COMMANDS[i - 1]->name), ' ', &before);
		if (!str_eq(head, before))
			buf_printf(b, "%s%.*s", i ? " " : "", STR_FMT(head));
	}
	buf_lit(b, "' second=''\n\tcase \"$one\" in\n");
	for (size_t i = 0; COMMANDS[i];) {
		struct str head;
		struct str other;
		struct str tail = str_cut(str_of(COMMANDS[i]->name), ' ', &head);
		if (!tail.p) {
			i++;
			continue;
		}
		buf_printf(b, "\t%.*s) second='%.*s", STR_FMT(head), STR_FMT(tail));
		for (i++; COMMANDS[i]; i++) {
			tail = str_cut(str_of(COMMANDS[i]->name), ' ', &other);
			if (!str_eq(head, other) || !tail.p)
				break;
			buf_printf(b, " %.*s", STR_FMT(tail));
		}
		buf_lit(b, "' ;;\n");
	}
	buf_lit(b, "\tesac\n");
}

/* What may follow an option that takes a value. */
static void value_cases(struct buf *b, const struct option *list, struct buf *seen)
{
	for (const struct option *o = list; o && o->name; o++) {
		AUTO_ARENA *a = arena_new(0);
		struct str mark = str_printf(a, " %s ", o->name);
		if (o->kind == OPTION_FLAG || str_has(buf_str(seen), mark))
			continue;
		buf_add(seen, mark);
		buf_printf(b, "\t%s", o->name);
		if (o->letter)
			buf_printf(b, "|-%c", o->letter);
		if (o->kind == OPTION_CHOICE) {
			buf_lit(b, ") COMPREPLY=($(compgen -W '");
			for (const char *p = o->arg; *p; p++)
				buf_char(b, *p == '|' ? ' ' : *p);
			buf_lit(b, "' -- \"$cur\")); return ;;\n");
		} else if (o->kind == OPTION_FILE) {
			buf_lit(b, ") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n");
		} else {
			buf_lit(b, ") return ;;\n");
		}
	}
}

static void value_words(struct buf *b)
{
	AUTO_BUF seen;
	buf_init(&seen, 1 << 16);
	buf_lit(b, "\tcase \"$prev\" in\n");
	value_cases(b, GLOBAL_OPTIONS, &seen);
	for (size_t i = 0; COMMANDS[i]; i++)
		value_cases(b, COMMANDS[i]->options, &seen);
	buf_lit(b, "\tesac\n");
}

void help_bash(struct buf *b, struct arena *a)
{
	(void)a;
	buf_lit(b,
		"# bash completion for vigil\n"
		"_vigil() {\n"
		"\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} one='' two='' w i\n"
		"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		"\t\tw=${COMP_WORDS[i]}\n"
		"\t\tcase \"$w\" in\n"
		"\t\t--vault|--passphrase-file|--lang) ((i++)) ;;\n"
		"\t\t-*) ;;\n"
		"\t\t*) if [ -z \"$one\" ]; then one=$w; elif [ -z \"$two\" ]; then two=$w; fi ;;\n"
		"\t\tesac\n"
		"\tdone\n");
	value_words(b);
	command_words(b);
	buf_lit(b, "\tlocal options='");
	option_words(b, GLOBAL_OPTIONS);
	buf_lit(b, "'\n\tcase \"$one $two\" in\n");
	for (size_t i = 0; COMMANDS[i]; i++) {
		if (!COMMANDS[i]->options)
			continue;
		bool two = strchr(COMMANDS[i]->name, ' ') != NULL;
		buf_printf(b, two ? "\t'%s'" : "\t'%s '*", COMMANDS[i]->name);
		buf_lit(b, ") options+='");
		option_words(b, COMMANDS[i]->options);
		buf_lit(b, "' ;;\n");
	}
	buf_lit(b,
		"\tesac\n"
		"\tcase \"$cur\" in\n"
		"\t-*) COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")) ;;\n"
		"\t*)\n"
		"\t\tif [ -z \"$one\" ]; then COMPREPLY=($(compgen -W \"$first\" -- \"$cur\"))\n"
		"\t\telif [ -n \"$second\" ] && [ -z \"$two\" ]; then COMPREPLY=($(compgen -W \"$second\" -- \"$cur\"))\n"
		"\t\telse COMPREPLY=($(compgen -f -- \"$cur\"))\n"
		"\t\tfi ;;\n"
		"\tesac\n"
		"}\n"
		"complete -o filenames -F _vigil vigil\n");
}
