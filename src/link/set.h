/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * set.h - records as they are compared: fields of distinct values, read once.
 *
 * Every field has a dictionary of its distinct texts; a record holds places in dictionaries. So each spelling is
 * parsed once however many records have it, and a pair of spellings is compared once. Places in a dictionary
 * depend on the order of arrival; nothing that is computed does: what needs an order takes `rank`.
 */
#ifndef VIGIL_LINK_SET_H
#define VIGIL_LINK_SET_H

#include "names/names.h"
#include "text/date.h"

enum link_type {
	LINK_NAME,
	LINK_TEXT,
	LINK_DATE,
	LINK_YEAR,
	LINK_AGE,
	LINK_PLACE,
	LINK_CATEGORY,
	LINK_NUMBER,
	LINK_URL,
	LINK_ID
};
enum { LINK_TYPES = LINK_ID + 1 };
enum { LINK_FIELDS_MAX = 15, LINK_LISTS_MAX = 1000, LINK_LEVELS_MAX = 13 };
enum { LINK_RECORDS_MAX = (1 << 24) - 1, LINK_CELL_MAX = 4000 };

struct link_field {
	enum link_type type;
	enum name_role role; /* of a name */
	struct str label;    /* its column, or columns joined by "+" */
	bool is_birth;	     /* a date or year of birth: compared with an age at an event */
	bool is_event;	     /* the event's date: compared as such, and what ages refer to */
	int32_t reference;   /* of an age: the day it refers to; 0: that of the event */
};

/* A date as an interval of Julian day numbers; what was given decides how much is known. */
struct link_date {
	int32_t lo, hi;	   /* lo > hi: the digits make no date, see year, month, day */
	uint8_t precision; /* enum edtf_precision, in the calendar given */
	uint8_t calendar;  /* enum calendar */
	bool year_only_suspected; /* 1 January or 1 Farvardin, converted or not, where the column has far too many of them */
	uint8_t month, day; /* as given, also when there is no such day; 0: not given */
	int16_t year;	    /* in the calendar given */
};

struct link_place {
	uint32_t place, parent;	 /* names/place.h; 0: not in the gazetteer */
	const struct name *name; /* for spellings that the gazetteer has not */
};

/* One distinct value. Which member holds follows from the field's type. */
struct link_value {
	struct str given; /* cut at LINK_CELL_MAX */
	struct str
		folded; /* words after folding; digits only of a number or id; host and path of a URL */
	uint64_t bag;	/* a bit for each letter in `folded`: what differs in many is far apart */
	uint32_t count; /* records that have it */
	uint32_t
		group; /* values that say the same (the same sounds, day, place, text) share a number from 1; 0: missing */
	uint8_t calendar; /* of a date: 1 + enum calendar as its own column says, 0: not said */
	bool missing;	  /* nothing that could be compared; also what could not be read */
	union {
		const struct name *name;
		struct link_date date;
		struct {
			float lo, hi;
		} number; /* year, age, number */
		struct link_place place;
	};
};
struct link_tokens; /* how common the words of a column of names are */
/* What a column of dates as a whole says of single ones: what 03/04 means, and that first days stand for years. */
struct link_date_habits {
	bool day_first, month_first;
	bool first_days[CAL_COUNT];
	bool new_years; /* 20 and 21 March stand for a Jalali year, whose first day somebody converted */
};
struct link_values {
	struct link_date_habits habits; /* of dates */
	struct link_value *p;		/* p[0] is "missing" */
	size_t n;
	size_t n_groups;     /* numbers 1 .. n_groups - 1 are in use */
	uint64_t *group_key; /* of each group: the same for the same values in any set */
	const struct link_tokens *tokens; /* of names; NULL: of others */
	size_t unread; /* values that are not missing and could not be read as their type */
	struct str unread_example;
	size_t no_days; /* records whose figures make no date */
	struct str no_day_example;
	size_t suspected; /* dates taken for a year only, see year_only_suspected */
	size_t two_ways;  /* dates that can be day/month or month/day, taken as either */
};

enum link_flag {
	LINK_UNNAMED = 1, /* no name in it can be compared */
	LINK_GROUP = 2,	  /* speaks of several people */
	LINK_TWIN =
		4 /* byte for byte the same cells as another record of its list; all but one have it */
};

struct link_list {
	struct str name;
	bool duplicate_free; /* claimed; link_result.warnings says when it does not look so */
	size_t n;
};

struct link_set {
	struct arena *a;
	struct link_field fields[LINK_FIELDS_MAX];
	size_t n_fields;
	struct link_list *lists;
	size_t n_lists;
	struct link_values values[LINK_FIELDS_MAX];
	uint32_t *value[LINK_FIELDS_MAX]; /* of each record */
	uint32_t *row; /* the same by record, n_fields each; 0 also for what is missing */
	uint16_t *list;
	uint8_t *flags;
	struct str *id; /* as given; unique within the set */
	uint64_t *rank; /* of each record, from its id: an order that does not depend on arrival */
	/* Of each list and each other, n_lists by n_lists: that numbers or pages of this field are given in ways of their own
	 * and count as missing between them (space.c). NULL: between none. */
	const bool *apart[LINK_FIELDS_MAX];
	/* Fields whose words a field of names says again, as bits of a word (repeat.c): of two records one or the other is asked. */
	uint16_t holds[LINK_FIELDS_MAX];
	size_t n, cap;
};

/* It names one person: whom it is can be asked. All others are counted and never linked by the program. */
static inline bool link_is_linkable(const struct link_set *s, size_t record)
{
	return !(s->flags[record] & (LINK_UNNAMED | LINK_GROUP));
}

/* What a set otherwise finds in itself or makes anew: records that come alone are then read as they would be among all
 * others, and without the cost of reading a gazetteer. NULL where it does so. Borrowed until link_set_done. */
struct places;
struct link_reading {
	const struct link_date_habits *dates[LINK_FIELDS_MAX];
	const struct places *places;
};

/* Build a set: fields first, then records, then link_set_done, which reads the dictionaries. */
struct link_set_builder;
struct link_set_builder *link_set_begin(const struct link_field *fields, size_t n_fields,
					struct arena *a);
void link_set_read_as(struct link_set_builder *b, const struct link_reading *as);
/* Rows are entered by the threads of a pool, some thousands at a time, while the caller reads on; it has to live until
 * link_set_done. A row is then refused when a later one is added, or by link_set_flush. */
struct pool;
void link_set_use(struct link_set_builder *b, struct pool *pool);
/* What the next row is called, and the name of that which was refused. */
void link_set_row(struct link_set_builder *b, int64_t row);
int64_t link_set_refused(const struct link_set_builder *b);
/* All rows are entered, or one is refused. Before what refusals are wrapped in changes. */
int link_set_flush(struct link_set_builder *b, struct err *e) MUST_USE;
/* The list of that name; it is made when it is not there. At most LINK_LISTS_MAX. */
int link_set_list(struct link_set_builder *b, struct str name, bool duplicate_free, uint16_t *ret,
		  struct err *e) MUST_USE;
/* `cells[f]` the text of field f, empty when missing; a date may come with the name of its calendar in
 * `calendars[f]` (may be NULL). ERR_CONFLICT: the id is there already; ERR_INPUT: no id; ERR_TOOBIG. */
int link_set_add(struct link_set_builder *b, uint16_t list, struct str id, const struct str *cells,
		 const struct str *calendars, struct err *e) MUST_USE;
/* What could not be read in a field (a date that is none) is counted in its values and compared as missing,
 * never dropped. */
int link_set_done(struct link_set_builder *b, struct link_set **ret, struct err *e) MUST_USE;

/* "jalali", "shamsi", "هجری شمسی", "gregorian", "hijri", ...; false: none of them. */
bool link_calendar_read(struct str word, enum calendar *ret);

#endif
