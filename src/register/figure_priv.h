/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure_priv.h - a rule as it was read, and the cases it gives. */
#ifndef VIGIL_FIGURE_PRIV_H
#define VIGIL_FIGURE_PRIV_H

#include "register/facts.h"
#include "register/figure.h"
#include "register/query_priv.h"

enum figure_count { FIGURE_EVENTS, FIGURE_PERSONS, FIGURE_STATUS };
enum figure_new_year { NEW_YEAR_SUSPECT, NEW_YEAR_DAY, NEW_YEAR_YEAR };
enum { FIGURE_CODES_MAX = 64 };

struct figure_rule {
	enum figure_count count;
	struct str codes[FIGURE_CODES_MAX]; /* types of event, or statuses */
	size_t n_codes;
	struct figure_window window;
	bool spread;		       /* imprecise: spread, not apart */
	enum figure_new_year new_year; /* how the first day of a year is read in a series */
	struct str place;	       /* a record number; "" anywhere */
	struct str title, title_fa;
};
/* ERR_INPUT says which member is wrong. */
int figure_rule_read(const struct vocab *v, struct str json, struct arena *a,
		     struct figure_rule *ret, struct err *e) MUST_USE;

/* An event or a person that fits, with what speaks for it. */
struct figure_hit {
	int64_t entity;
	bool apart;
	int64_t event;	/* of a person: the earliest that fits; 0: counted by status */
	int32_t lo, hi; /* the days on which it can have happened */
	int64_t claims;
	struct id_set sources;
};
struct figure_hits {
	struct figure_hit *p; /* ascending by entity */
	size_t n;
};

/* All that fit, with the entries up to place `upto`. */
int figure_count_all(struct reg *r, const struct figure_rule *rule, int64_t upto, struct arena *a,
		     struct figure_hits *ret, struct err *e) MUST_USE;
/* The person that a person was found under then, or itself; and whether anybody ever was found under somebody
 * (figure_found.c). */
int figure_found_under(struct store *st, int64_t person, const struct past *p, int64_t *ret,
		       struct err *e) MUST_USE;
int figure_any_found_under(struct store *st, bool *ret, struct err *e) MUST_USE;
/* Whether what fits can be kept up entity by entity: not with a place, which others are part of. */
bool figure_can_keep_up(const struct figure_rule *rule);
/* What fitted at `before`, brought up to `upto`, the end of the order. Nothing of `old` is borrowed. */
int figure_keep_up(struct reg *r, const struct figure_rule *rule, const struct figure_hits *old,
		   int64_t before, int64_t upto, struct arena *a, struct figure_hits *ret,
		   struct err *e) MUST_USE;

/* Which register answers for a size, and up to which place: this one, for now and where every earlier size is a
 * place in its order (and `again` is false); else one made again as it was, in which it is now. */
struct figure_asked {
	struct reg *r;
	int64_t upto, end; /* end: the last place there is */
	int64_t as_of;	   /* the size it stands for */
};
int figure_ask(struct reg *r, int64_t as_of, bool again, struct figure_asked *ret,
	       struct err *e) MUST_USE;
/* The same record in the register that answers. ERR_NOTFOUND: it was not there then. */
int figure_find_then(struct reg *r, const struct figure_asked *q, int64_t *figure, struct arena *a,
		     struct err *e) MUST_USE;
/* Everything but the cases; *ret_sum is NULL when nothing is counted. */
struct figure_sum;
int figure_load(const struct figure_asked *q, int64_t figure, struct arena *a, struct figure *f,
		const struct figure_sum **ret_sum, struct err *e) MUST_USE;

/* The day of an entry; and the day on which the log had a size, by whoever recorded its last entry. */
int32_t figure_day_of_ms(int64_t recorded_ms);
int figure_last_day(struct reg *r, int64_t as_of, int32_t *ret, struct err *e) MUST_USE;

/* The cases of a rule and their sums. Lives until the next call. */
struct figure_sum {
	struct figure_hits hits;
	int64_t count, apart, n_claims, n_sources;
};
/* `rule_pos` is where the rule was defined; `at_end`: `upto` is the end of the order. */
int figure_counted(struct reg *r, const struct figure_rule *rule, int64_t rule_pos, int64_t upto,
		   bool at_end, const struct figure_sum **ret, struct err *e) MUST_USE;

#endif
