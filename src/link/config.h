/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config.h - what is compared: which columns of tables are which fields.
 *
 * JSON, written by people or guessed (guess.h); docs/manual/linking.md has all of it. For instance
 *	{"id":"record_id","list":"list","mode":"both","duplicate_free":["A"],"fields":[
 *	 {"column":"name","type":"name"},{"column":"died","type":"date","calendar_column":"calendar"},
 *	 {"type":"date","role":"birth","year":"by","month":"bm","day":"bd"},{"column":"age","type":"age"}]}
 */
#ifndef VIGIL_LINK_CONFIG_H
#define VIGIL_LINK_CONFIG_H

#include "base/buf.h"
#include "link/link.h"

enum { LINK_CONFIG_MAX = 1 << 20, LINK_PARTS_MAX = 8 };

struct link_column { /* where a field comes from */
	struct str parts
		[LINK_PARTS_MAX]; /* columns, joined by a blank where a row has several of them */
	size_t n_parts;
	bool by_parts; /* a date: parts are year, month and day; the latter two may be empty */
	struct str calendar_column;
	struct str calendar; /* "jalali"; of all dates of the column */
};
struct link_config {
	struct str id;	 /* column; empty: records are called FILE:ROW */
	struct str list; /* column; empty: each file is a list */
	enum link_mode mode;
	struct str *duplicate_free;
	size_t n_duplicate_free;
	struct link_field fields[LINK_FIELDS_MAX];
	struct link_column columns[LINK_FIELDS_MAX];
	size_t n_fields;
};

/* ERR_INPUT names the key and what is allowed there. Everything lives in `a`. */
int link_config_read(struct str json, struct arena *a, struct link_config *ret,
		     struct err *e) MUST_USE;
void link_config_write(const struct link_config *c, struct buf *b);

/* The columns of given, further, father's and family names as those of one whole name, in that order; *ret_what names
 * them. False: there is no given name among them, or nothing beside it. Texts are shared. */
bool link_config_join_names(const struct link_config *c, struct arena *a, struct link_config *ret,
			    struct str *ret_what);

struct str link_type_name(enum link_type t); /* as in a config: "name" */
struct str link_role_name(enum name_role r); /* "given" */
struct str link_mode_name(enum link_mode m); /* "dedupe" */

#endif
