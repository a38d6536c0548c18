/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict_cases.h - a subject and what is said of it, written down in lines, for the tests of the
 * conflict rules.
 *
 *	PROPERTY VALUE [KEY:TEXT]...
 *
 * VALUE is read by the property's type: a quantity is 17, >=17, >1200, <=9, <50, ~1500, 10-12; an
 * entity is a number; "unknown" is unknown; anything else is the text, code or EDTF itself, with _
 * for a space. Keys: when, where, scope, period, said (EDTF or text), src, doc, via, by (numbers),
 * pos, given, word, cal, lang, rel, in (a place it lies in); "derived", "where?", "when?", "by?", "base",
 * "base?" stand alone. Lines that begin with @ tell of others:
 *
 *	@member N [person] [stated] [ended:EDTF]    @mention CARRIER POSITION
 *	@event N TYPE EDTF                          @anchor N EDTF|none [parties] [shared]
 *	@twin N LINE-AS-ABOVE                       @whole
 *
 * What is found is shown as "kind/property{1,2|3}", with the numbers of the lines of fields; events
 * show as e1, twins as t1, anchors as a1.
 */
#ifndef VIGIL_TEST_CONFLICT_CASES_H
#define VIGIL_TEST_CONFLICT_CASES_H

#include "check.h"

#include "register/conflict_priv.h"

enum { CASE_ROWS = 64, CASE_EVENTS = 5000, CASE_TWINS = 6000, CASE_ANCHORS = 7000 };

struct told {
	struct arena *a;
	struct conflict_input in;
	struct conflict_field fields[CASE_ROWS], twins[CASE_ROWS];
	struct conflict_member members[CASE_ROWS];
	struct conflict_event events[CASE_ROWS];
	struct conflict_anchor anchors[CASE_ROWS];
	struct conflict_mention mentions[CASE_ROWS];
};

static inline struct str case_word(struct str *rest)
{
	struct str w;
	*rest = str_trim(*rest);
	*rest = str_cut(*rest, ' ', &w);
	return w;
}

static inline int64_t case_int(struct str s)
{
	int64_t n = 0;
	if (!str_to_int(s, &n))
		FAIL("no number: \"%.*s\"", STR_FMT(s));
	return n;
}

static inline struct id case_id(int64_t n)
{
	struct id id = { { 0 } };
	id.b[0] = 0x77;
	id.b[15] = (uint8_t)n;
	return id;
}

static inline struct str case_text(struct arena *a, struct str s)
{
	char *p = NEW_N(a, s.n + 1, char);
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] == '_' ? ' ' : s.p[i];
	return str_n(p, s.n);
}

static inline struct value case_quantity(struct str s)
{
	struct value v = { .type = VALUE_QUANTITY };
	struct str head;
	struct str tail = str_cut(s, '-', &head);
	bool more = str_starts(s, STR(">"));
	bool less = str_starts(s, STR("<"));
	bool equal = str_has(s, STR("="));
	v.u.quantity.about = str_starts(s, STR("~"));
	int64_t n = case_int(str_from(head, (size_t)(more || less || v.u.quantity.about) + equal));
	v.u.quantity.has_lo = !less;
	v.u.quantity.has_hi = !more;
	v.u.quantity.lo = less ? 0 : n + (more && !equal);
	v.u.quantity.hi = more ? 0 : tail.p ? case_int(tail) : n - (less && !equal);
	return v;
}

static inline struct conflict_days case_days(struct told *s, struct str edtf)
{
	struct edtf d = { .n = 0 };
	struct conflict_days days = { 0, 0 };
	struct err e;
	CHECK_OK(edtf_read(edtf, s->a, &d, &e), &e);
	edtf_bounds(&d, &days.lo, &days.hi);
	return days;
}

static inline struct value case_value(struct told *s, const struct property *p, struct str w)
{
	struct value v = { .type = p->type };
	if (str_eq(w, STR("unknown"))) {
		v.type = VALUE_UNKNOWN;
		return v;
	}
	switch (p->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		v.u.text.text = case_text(s->a, w);
		v.u.text.lang = STR("en");
		break;
	case VALUE_DATE:
		v.u.date.edtf = w;
		break;
	case VALUE_QUANTITY:
		return case_quantity(w);
	case VALUE_ENTITY:
		v.u.entity.id = case_id(case_int(w));
		break;
	case VALUE_CODE:
		v.u.code.code = w;
		break;
	case VALUE_COORDINATES:
		v.u.coordinates.lon = str_cut(w, ',', &v.u.coordinates.lat);
		break;
	case VALUE_BOOLEAN:
		v.u.is = str_eq(w, STR("yes"));
		break;
	case VALUE_EVIDENCE:
	case VALUE_UNKNOWN:
		break;
	}
	return v;
}

static inline const struct value *case_some(struct told *s, enum value_type type)
{
	struct value *v = NEW(s->a, struct value);
	v->type = type;
	return v;
}

static inline void case_key(struct told *s, struct conflict_field *f, struct str word)
{
	struct str key;
	struct str text = str_cut(word, ':', &key);
	if (str_eq(key, STR("when"))) {
		f->has_when = true;
		f->when = case_days(s, text);
	} else if (str_eq(key, STR("period"))) {
		f->has_period = true;
		f->period = case_days(s, text);
	} else if (str_eq(key, STR("said"))) {
		f->has_said = true;
		f->said = case_days(s, text);
	} else if (str_eq(key, STR("where"))) {
		f->where = text;
	} else if (str_eq(key, STR("scope"))) {
		f->scope = text;
	} else if (str_eq(key, STR("src"))) {
		f->source = case_int(text);
	} else if (str_eq(key, STR("doc"))) {
		f->document = case_int(text);
	} else if (str_eq(key, STR("via"))) {
		f->via = case_int(text);
	} else if (str_eq(key, STR("by"))) {
		f->counter = case_int(text);
	} else if (str_eq(key, STR("pos"))) {
		f->position = text;
	} else if (str_eq(key, STR("given"))) {
		f->value.u.date.given = case_text(s->a, text);
	} else if (str_eq(key, STR("word"))) {
		f->wording = case_text(s->a, text);
	} else if (str_eq(key, STR("cal"))) {
		f->value.u.date.cal = str_eq(text, STR("jalali")) ? VALUE_JALALI : VALUE_HIJRI;
	} else if (str_eq(key, STR("lang"))) {
		f->value.u.text.lang = text;
	} else if (str_eq(key, STR("in"))) {
		int64_t *in = NEW(s->a, int64_t);
		*in = case_int(text);
		f->within = in;
		f->n_within = 1;
	} else if (str_eq(key, STR("rel"))) {
		struct value *v = NEW(s->a, struct value);
		v->type = VALUE_ENTITY;
		v->u.entity.id = case_id(case_int(text));
		f->relative_to = v;
	} else if (str_eq(word, STR("rel?"))) {
		f->relative_to = case_some(s, VALUE_UNKNOWN);
	} else if (str_eq(word, STR("derived"))) {
		f->derived = true;
	} else if (str_eq(word, STR("where?"))) {
		f->where_unknown = true;
	} else if (str_eq(word, STR("when?"))) {
		f->when_unknown = true;
	} else if (str_eq(word, STR("by?"))) {
		f->counter_unknown = true;
	} else if (str_eq(word, STR("base"))) {
		f->comparison_base = case_some(s, VALUE_TEXT);
	} else if (str_eq(word, STR("base?"))) {
		f->comparison_base = case_some(s, VALUE_UNKNOWN);
	} else if (word.n) {
		FAIL("no such key: \"%.*s\"", STR_FMT(word));
	}
}

static inline void case_field(struct told *s, struct str line, int64_t id, int64_t subject,
			      struct conflict_field *f)
{
	struct str property = case_word(&line);
	*f = (struct conflict_field){ .id = id * 256 + 1, .subject = subject };
	f->prop = vocab_property(s->in.vocab, property);
	if (!f->prop) {
		FAIL("no such property: \"%.*s\"", STR_FMT(property));
		f->prop = vocab_property(s->in.vocab, STR("name"));
	}
	struct str w = case_word(&line);
	f->value = case_value(s, f->prop, w);
	f->ref = f->value.type == VALUE_ENTITY ? case_int(w) : 0;
	while (line.n)
		case_key(s, f, case_word(&line));
	f->same = value_same(&f->value, s->a);
	f->has_date = f->value.type == VALUE_DATE &&
		      edtf_read(f->value.u.date.edtf, s->a, &f->date, NULL) == 0;
}

static inline void case_around(struct told *s, struct str line)
{
	struct str what = case_word(&line);
	struct str w;
	if (str_eq(what, STR("@member"))) {
		struct conflict_member *m = &s->members[s->in.n_members++];
		m->entity = case_int(case_word(&line));
		m->end = INT32_MAX;
		while ((w = case_word(&line)).n) {
			m->is_person |= str_eq(w, STR("person"));
			m->own_affiliation |= str_eq(w, STR("stated"));
			if (str_starts(w, STR("ended:"))) {
				m->ended = true;
				m->end = case_days(s, str_from(w, 6)).hi;
			}
		}
	} else if (str_eq(what, STR("@mention"))) {
		struct conflict_mention *m = &s->mentions[s->in.n_mentions++];
		m->carrier = case_int(case_word(&line));
		m->position = case_word(&line);
	} else if (str_eq(what, STR("@event"))) {
		struct conflict_event *ev = &s->events[s->in.n_events++];
		struct conflict_field *f = NEW(s->a, struct conflict_field);
		const struct conflict_field **list = NEW(s->a, const struct conflict_field *);
		*list = f;
		ev->entity = case_int(case_word(&line));
		ev->type = vocab_event_type(s->in.vocab, case_word(&line));
		w = case_word(&line);
		f->id = (CASE_EVENTS + ev->entity) * 256;
		ev->dates = list;
		ev->n_dates = !str_eq(w, STR("unknown"));
		ev->days = ev->n_dates ? case_days(s, w)
				       : (struct conflict_days){ INT32_MIN, INT32_MAX };
	} else if (str_eq(what, STR("@anchor"))) {
		struct conflict_anchor *an = &s->anchors[s->in.n_anchors++];
		struct conflict_field *f = NEW(s->a, struct conflict_field);
		int64_t n = case_int(case_word(&line));
		an->id = case_id(n);
		f->id = (CASE_ANCHORS + n) * 256;
		w = case_word(&line);
		if (!str_eq(w, STR("none"))) {
			an->days = case_days(s, w);
			an->date = f;
			an->exact = an->days.lo == an->days.hi;
		}
		while ((w = case_word(&line)).n) {
			an->has_parties |= str_eq(w, STR("parties"));
			an->shares_parties |= str_eq(w, STR("shared"));
		}
	} else if (str_eq(what, STR("@twin"))) {
		int64_t n = case_int(case_word(&line));
		case_field(s, line, CASE_TWINS + n, n, &s->twins[s->in.n_twins++]);
	} else if (str_eq(what, STR("@whole"))) {
		s->in.whole_has_place = true;
	} else {
		FAIL("no such line: \"%.*s\"", STR_FMT(what));
	}
}

static inline void case_show_field(struct buf *b, int64_t id)
{
	int64_t n = id / 256;
	if (n >= CASE_ANCHORS)
		buf_printf(b, "a%d", (int)(n - CASE_ANCHORS));
	else if (n >= CASE_TWINS)
		buf_printf(b, "t%d", (int)(n - CASE_TWINS));
	else if (n >= CASE_EVENTS)
		buf_printf(b, "e%d", (int)(n - CASE_EVENTS));
	else
		buf_printf(b, "%d", (int)n);
}

static inline struct str case_show(struct arena *a, const struct conflict_found *c, size_t n)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		buf_printf(&b, "%s%.*s/%.*s{", i ? " " : "", STR_FMT(c[i].kind),
			   STR_FMT(c[i].property));
		for (size_t k = 0; k < c[i].n_sides; k++) {
			for (size_t f = 0; f < c[i].sides[k].n; f++) {
				buf_add(&b, f ? STR(",") : k ? STR("|") : STR(""));
				case_show_field(&b, c[i].sides[k].fields[f]);
			}
		}
		buf_char(&b, '}');
	}
	return buf_copy(&b, a);
}

/* What is found of a subject with number 10. `head` is its kind, for events also "event TYPE". */
static inline struct str case_find(const struct vocab *v, const char *head, const char *lines,
				   struct arena *a)
{
	struct told *s = NEW(a, struct told);
	struct str type;
	struct str rest = str_of(lines);
	struct str line;
	*s = (struct told){ .a = a };
	s->in = (struct conflict_input){ .vocab = v,
					 .subject = 10,
					 .fields = s->fields,
					 .twins = s->twins,
					 .members = s->members,
					 .events = s->events,
					 .anchors = s->anchors,
					 .mentions = s->mentions };
	type = str_cut(str_of(head), ' ', &s->in.kind);
	s->in.type = type.n ? vocab_event_type(v, type) : NULL;
	while (rest.n) {
		rest = str_cut(rest, '\n', &line);
		line = str_trim(line);
		if (str_starts(line, STR("@")))
			case_around(s, line);
		else if (line.n) {
			case_field(s, line, (int64_t)s->in.n_fields + 1, 10,
				   &s->fields[s->in.n_fields]);
			s->in.n_fields++;
		}
	}
	struct conflict_found *found;
	size_t n;
	conflict_find(&s->in, a, &found, &n);
	return case_show(a, found, n);
}

struct conflict_case {
	const char *head, *lines, *want;
};

static inline void case_check_all(const struct conflict_case *c, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct vocab *v = NULL;
	struct err e;
	CHECK_OK(vocab_new(&v, &e), &e);
	for (size_t i = 0; v && i < n; i++) {
		struct str got = case_find(v, c[i].head, c[i].lines, a);
		if (!str_eq(got, str_of(c[i].want)))
			FAIL("%s\n%s\n    found  %.*s\n    wanted %s", c[i].head, c[i].lines,
			     STR_FMT(got), c[i].want);
	}
	vocab_free(v);
}

#endif
