/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * standing.h - whose each row of a list is, all in memory, for whoever counts.
 *
 * What pages count of lists and persons follows from a few numbers of each mention. They are read once, kept (kept.h), and
 * brought up to date by what decisions and runs moved since; after an import, an undoing or an erasure they are
 * read anew. A decision among a hundred thousand mentions is then counted in milliseconds. The tables stay the truth:
 * `vigil check` and every run and import count them by themselves (mention_check.c).
 */
#ifndef VIGIL_STANDING_H
#define VIGIL_STANDING_H

#include "register/record.h"

/* A mention, or a person that is found under another one. */
struct standing {
	int64_t record;
	int64_t person; /* where the chain of persons ends; 0 nobody */
	int64_t list;	/* entity; 0: a person */
	uint8_t stands; /* 2 in the newest edition, 1 removed from it, 0 in none */
	uint8_t naming; /* as mention_version.naming */
	bool same_as;	/* another site's mention of this row counts */
};
struct standings {
	const struct standing *p; /* ascending by record */
	size_t n;
	/* Of the editions that stand: rows they say they have, rows that are here, mentions in these. */
	int64_t rows, here, in_editions;
};
/* Borrowed until the next reg_keep, or in `a`. ERR_CORRUPT: a record belongs to a person that is not there. */
int reg_standings(struct reg *r, struct arena *a, struct standings *ret, struct err *e) MUST_USE;
/* The same, in `a`. */
int standings_copy(struct reg *r, struct arena *a, struct standings *ret, struct err *e) MUST_USE;
/* Whose a record is: the person, or itself. */
int64_t standing_whose(const struct standings *s, int64_t record);
/* Not a row that was taken out since: in the newest edition of its list, or a person. */
bool standing_stands(const struct standings *s, int64_t record);

/* A person whom claims describe, and under whom they are found: themselves, or another one. Ascending by person. */
struct described {
	int64_t person, under;
};
int reg_described(struct reg *r, struct arena *a, const struct described **ret, size_t *ret_n,
		  struct err *e) MUST_USE;

/* Who has how many rows: for each person and list (of standing mentions that count), ascending by both. */
struct standing_on {
	int64_t person, list, rows;
};
int reg_standing_on(struct reg *r, struct arena *a, struct standing_on **ret, size_t *ret_n,
		    struct err *e) MUST_USE;

/* Rows of a list. Linked: those whose person has another record as well. Persons: that standing ones are of. */
struct list_counted {
	int64_t list, standing, removed, linked, persons;
};
/* All 0: a list without rows. */
int reg_list_counted(struct reg *r, int64_t list, struct list_counted *ret, struct err *e) MUST_USE;

#endif
