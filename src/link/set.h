/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * set.h - records as they are compared: fields of distinct values, read once.
 *
 * Every field has a dictionary of its distinct texts; a record holds places in dictionaries. So each spelling is
 * parsed once however many records have it, and a pair of spellings is compared once.
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
enum { LINK_FIELDS_MAX = 16, LINK_LISTS_MAX = 1000, LINK_LEVELS_MAX = 12 };

struct link_field {
	enum link_type type;
	enum name_role role; /* of a name */
	struct str label;    /* its column, or columns joined by "+" */
	bool is_birth;	     /* a date or year of birth: compared with an age at an event */
	bool is_event;	     /* the event's date: compared as such, and what ages refer to */
};

/* A date as an interval of Julian day numbers; what was given decides how much is known. */
struct link_date {
	int32_t lo, hi;		  /* lo > hi: not a date */
	uint8_t precision;	  /* enum edtf_precision, in the calendar given */
	uint8_t calendar;	  /* enum calendar */
	bool year_only_suspected; /* 1 January or 1 Farvardin where the column has far too many of them */
	int16_t year;		  /* in the calendar given */
	uint8_t month, day;	  /* 0: not given */
};

/* One distinct value. Which member holds follows from the field's type. */
struct link_value {
	struct str given;
	uint32_t count;	 /* records that have it */
	uint32_t folded; /* values that fold to the same text have the same number */
	union {
		struct name name;
		struct link_date date;
		struct {
			float lo, hi;
		} number; /* year, age, number */
		struct {
			uint32_t place, parent;
		} place; /* names/place.h; 0: not in the gazetteer */
	};
};
struct link_values {
	struct link_value *p; /* p[0] is "missing" */
	size_t n;
};

enum link_flag {
	LINK_UNNAMED = 1, /* no name in it can be compared */
	LINK_GROUP = 2,	  /* speaks of several people */
	LINK_TWIN = 4	  /* byte for byte the same cells as an earlier record of its list */
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
	uint16_t *list;
	uint8_t *flags;
	struct str *id; /* as given; unique within the set */
	size_t n, cap;
};

/* Build a set: fields first, then records, then link_set_done, which sorts dictionaries so that nothing
 * depends on the order of arrival. */
struct link_set_builder;
struct link_set_builder *link_set_begin(const struct link_field *fields, size_t n_fields,
					struct arena *a);
uint16_t link_set_list(struct link_set_builder *b, struct str name, bool duplicate_free);
/* `cells[f]` the text of field f, empty when missing; a date may come with the name of its calendar in
 * `calendars[f]` (may be NULL). ERR_CONFLICT: the id is there already; ERR_TOOBIG. */
int link_set_add(struct link_set_builder *b, uint16_t list, struct str id, const struct str *cells,
		 const struct str *calendars, struct err *e) MUST_USE;
/* What could not be read in `field` (a date that is none): counted, compared as missing, never dropped. */
int link_set_done(struct link_set_builder *b, struct link_set **ret, struct err *e) MUST_USE;

#endif
