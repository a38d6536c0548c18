/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_file.h - what the commands that read a list of somebody else share. */
#ifndef VIGIL_CLI_LIST_FILE_H
#define VIGIL_CLI_LIST_FILE_H

#include "cli/app.h"
#include "intake/list.h"

/* Options --sheet, --encoding, --separator and --header-row of a command. */
#define LIST_FILE_OPTIONS                                                                             \
	{ "--sheet",                                                                                  \
	  0,                                                                                          \
	  OPTION_TEXT,                                                                                \
	  "NAME",                                                                                     \
	  false,                                                                                      \
	  MSG("this sheet; else the first that is visible and not empty",                             \
	      "این برگه؛ وگرنه نخستین برگهٔ پیدا و ناتهی") },                                          \
		{ "--encoding", 0,                                                                    \
		  OPTION_TEXT,	"NAME",                                                               \
		  false,	MSG("read the text in this encoding", "خواندن متن با این کدگذاری") }, \
		{ "--separator",                                                                      \
		  0,                                                                                  \
		  OPTION_TEXT,                                                                        \
		  "S",                                                                                \
		  false,                                                                              \
		  MSG("comma, semicolon, tab or pipe", "comma یا semicolon یا tab یا pipe") },        \
	{                                                                                             \
		"--header-row", 0, OPTION_NUMBER, "N", false,                                         \
			MSG("the row with the names of the columns; 0: there is none",                \
			    "ردیف نام ستون‌ها؛ ۰: ندارد")                       \
	}

/* What these options say. */
int list_file_options(struct app *app, struct table_options *ret, struct err *e) MUST_USE;

/* The file that argument `arg` names, open and looked at. */
struct list_file {
	int fd;		 /* -1 none */
	struct str name; /* without folders */
	struct worker worker;
	struct table_input in;
	struct table_look look;
};
void list_file_done(struct list_file *f);
#define AUTO_LIST_FILE AUTO(list_file_done) struct list_file
int list_file_open(struct app *app, size_t arg, struct list_file *ret, struct err *e) MUST_USE;

/* Faults for people, at most twenty of them in full; for programs. */
void list_put_faults(struct app *app, const struct table_faults *fs, const struct table_look *t);
struct jout;
void list_json_faults(struct jout *j, const struct table_faults *fs);

/* The mapping that options --map FILE and --guess, or the newest edition of `list` (id 0: none), say. */
struct list_choice {
	struct list_mapping mapping;
	int64_t before; /* the edition it is of; 0 */
	size_t missing, fresh;
	bool guessed;
};
int list_choose_mapping(struct app *app, const struct list_file *f, int64_t list,
			struct list_choice *ret, struct err *e) MUST_USE;
/* Each column with what it is, and how its first cells would be understood. */
int list_put_mapping(struct app *app, const struct list_file *f, const struct list_mapping *m,
		     struct err *e) MUST_USE;

/* A list by its number, id or key. ERR_INPUT: another record. */
int list_find(struct app *app, struct str what, struct entity *ret, struct err *e) MUST_USE;
/* "N-00012 Name, row 7": cells on one line. */
struct str list_cells_line(struct app *app, struct str cells);

#endif
