/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * marked.h - a register in which whatever must not get out carries a mark.
 *
 * Every internal and every sealed property of the vocabulary is said once, of a subject that is
 * otherwise public, with MARKI or MARKS in its text (or in the name of the person it points to).
 * What belongs to a protected source carries MARKP, remarks and reasons MARKF, keys and the name of
 * the file markk.
 */
#ifndef VIGIL_TEST_MARKED_H
#define VIGIL_TEST_MARKED_H

#include "made.h"

#include "register/vocab.h"

static inline struct str first_of(struct str list)
{
	struct str head;
	str_cut(list, '|', &head);
	return head;
}

/* A value of the property's type that is written so that it can be found again. */
static inline struct str marked_value(struct made *m, const struct property *p, const char *mark,
				      size_t i)
{
	const struct vocab *v = reg_vocab(m->r);
	size_t n = 0;
	switch (p->type) {
	case VALUE_DATE:
		return str_printf(m->a, "1777-%02zu-%02zu", i % 12 + 1, i % 28 + 1);
	case VALUE_QUANTITY:
		return str_printf(m->a, "%zu", 7700000 + i);
	case VALUE_BOOLEAN:
		return STR("yes");
	case VALUE_COORDINATES:
		return STR("17.77 17.77");
	case VALUE_ENTITY:
		return str_eq(p->set, STR("any"))
			       ? str_printf(m->a, "person:markk-%zu", i)
			       : str_printf(m->a, "%.*s:markk-%zu", STR_FMT(first_of(p->set)), i);
	case VALUE_CODE:
		if (str_eq(p->set, STR("event_types")))
			return vocab_event_types(v, &n)[0].term.code;
		return vocab_set(v, p->set, &n)[0].code;
	case VALUE_TEXT:
	case VALUE_NAME:
	case VALUE_EVIDENCE:
	case VALUE_UNKNOWN:
		break;
	}
	return p->is_url ? str_printf(m->a, "https://example.org/%s", mark)
			 : str_printf(m->a, "%s of %.*s", mark, STR_FMT(p->term.code));
}

/* One row for each property of this sensitivity; and a name for each subject that a value points to. */
static inline size_t marked_rows(struct made *m, struct buf *csv, enum sensitivity s,
				 const char *mark)
{
	size_t n;
	size_t rows = 0;
	const struct property *all = vocab_properties(reg_vocab(m->r), &n);
	for (size_t i = 0; i < n; i++) {
		const struct property *p = &all[i];
		struct str kind = str_eq(p->kinds, STR("any")) ? STR("person") : first_of(p->kinds);
		/* Qualifiers are of no subject, and a table takes no file (tests/scenarios/41). */
		if (p->sensitivity != s || !kind.n || p->type == VALUE_EVIDENCE)
			continue;
		struct str value = marked_value(m, p, mark, i);
		buf_printf(csv, "%s%zu,%.*s:open,%.*s,%.*s,organisation:open,,,,,,\n", mark, i,
			   STR_FMT(kind), STR_FMT(p->term.code), STR_FMT(value));
		if (p->type == VALUE_ENTITY)
			buf_printf(csv, "N%s%zu,%.*s,name,%s as named,organisation:open,,,,,,\n",
				   mark, i, STR_FMT(value), mark);
		rows++;
	}
	return rows;
}

struct marked {
	size_t internal, sealed; /* rows */
};

static inline struct marked made_marked(struct made *m)
{
	struct marked n;
	AUTO_BUF csv;
	buf_init(&csv, 1 << 20);
	buf_lit(&csv,
		"claim,subject,property,value,source,source_date,locator,via,note,q:document,q:wording\n"
		"O1,person:open,name,Nemouneh Yek,organisation:open,2025-10-01,page 1,,MARKF in a note,document:open,\n"
		"O2,organisation:open,name,Example monitor,organisation:open,,,,,,\n"
		"O3,event:open,type,death_sentence,organisation:open,,,,,,\n"
		"O3,event:open,victim,person:open,organisation:open,,,,,,\n"
		"O3,event:open,date,2025-07-12,organisation:open,,,,,,\n"
		"O4,document:open,name,Example report,organisation:open,,,,,,\n"
		"O5,group:open,name,Example group,organisation:open,,,,,,\n"
		"O6,source:open,source_kind,prisoner,organisation:open,,,,,,\n"
		"P0,source:open,name,MARKP as called,organisation:open,,,,,,\n"
		"P1,event:open,place,place:open,source:open,1777-12-01,MARKP locator,,,document:markk-letter,MARKP wording\n"
		"P2,document:markk-letter,name,MARKP letter,organisation:open,,,,,,\n"
		"P3,document:markk-letter,held,no,organisation:open,,,,,,\n"
		"P4,event:open,documented_by,document:markk-letter,organisation:open,,,,,,\n"
		"P5,event:open,conduct,heard by way of a source,organisation:open,1777-12-02,MARKP locator,source:open,,document:markk-letter,MARKP wording\n"
		"O7,place:open,name,Example place,organisation:open,,,,,,\n"
		"O8,site:open,name,Example site,organisation:open,,,,,,\n"
		"O8,site:open,new_use,a use,organisation:open,,,,,,\n");
	n.internal = marked_rows(m, &csv, SENS_INTERNAL, "MARKI");
	n.sealed = marked_rows(m, &csv, SENS_SEALED, "MARKS");
	made_import(m, "markk-file.csv", buf_str(&csv));
	return n;
}

/* What no view may hold, and what no public one. */
static const char *const NEVER[] = { "MARKS", "MARKP", "markk", "in a note", "1777-12" };
static const char *const NOT_PUBLIC[] = { "MARKI", "MARKF", "1777", "7700",
					  "7,700", "۷٬۷۰۰", "17.77" };

#endif
