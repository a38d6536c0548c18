/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * register_set.c - records of the register as a set.
 *
 * A record is called in the set by a hash of what it says and of its list, so that whatever needs an order has one
 * that does not depend on which list came first. Of records with the same content the second is called by the
 * hash and "-2", and so on: it does not matter which of them is which.
 */
#include "link/link_priv.h"
#include "link/register_priv.h"
#include "register/query.h"

struct row_kept {
	struct linkage_one one;
	struct list_row said; /* texts in the arena */
};

struct reading {
	struct reg *r;
	struct arena *a;
	struct row_kept *rows;
	size_t n, cap;
	struct linkage_lists lists;
	struct linkage_set *s;
	bool has[LIST_FIELDS];
	bool whole_only; /* some record has a whole name and no parts */
};

/* The fields that are compared, in this order. Cause and notes are left out: lists word them too differently. */
static const struct {
	enum list_field field;
	enum link_type type;
	enum name_role role;
} FIELDS[] = {
	{ LIST_NAME, LINK_NAME, NAME_FULL },	 { LIST_GIVEN, LINK_NAME, NAME_GIVEN },
	{ LIST_FAMILY, LINK_NAME, NAME_FAMILY }, { LIST_FATHER, LINK_NAME, NAME_FATHER },
	{ LIST_DATE, LINK_DATE, NAME_FULL },	 { LIST_BIRTH, LINK_DATE, NAME_FULL },
	{ LIST_AGE, LINK_AGE, NAME_FULL },	 { LIST_SEX, LINK_CATEGORY, NAME_FULL },
	{ LIST_PLACE, LINK_PLACE, NAME_FULL },	 { LIST_PRISON, LINK_PLACE, NAME_FULL },
	{ LIST_CHARGE, LINK_TEXT, NAME_FULL },	 { LIST_URL, LINK_URL, NAME_FULL },
};

struct link_field linkage_field(enum list_field f, bool whole_names)
{
	for (size_t i = 0; i < COUNT(FIELDS); i++)
		if (FIELDS[i].field == f)
			return (struct link_field){ .type = FIELDS[i].type,
						    .role = whole_names && f == LIST_NAME
								    ? NAME_FULL
								    : FIELDS[i].role,
						    .label = str_of(list_field_code(f)),
						    .is_birth = f == LIST_BIRTH,
						    .is_event = f == LIST_DATE };
	return (struct link_field){ .type = LINK_TEXT, .label = str_of(list_field_code(f)) };
}

struct str linkage_cell(const struct list_row *row, enum list_field f, bool whole_names,
			struct arena *a)
{
	if (f != LIST_NAME || row->field[LIST_NAME].n || !whole_names)
		return row->field[f];
	struct str given = row->field[LIST_GIVEN];
	struct str family = row->field[LIST_FAMILY];
	if (!given.n || !family.n)
		return given.n ? given : family;
	return str_printf(a, "%.*s %.*s", STR_FMT(given), STR_FMT(family));
}

/* What is compared, in the order of FIELDS, and the two calendars. */
enum { SAID_END = 0x1f };

static void put_said(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_char(b, s.p[i] == SAID_END ? ' ' : s.p[i]);
	buf_char(b, SAID_END);
}

struct str linkage_said_write(const struct list_row *row, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < COUNT(FIELDS); i++)
		put_said(&b, str_trim(row->field[FIELDS[i].field]));
	put_said(&b, row->calendar);
	put_said(&b, row->birth_calendar);
	return buf_copy(&b, a);
}

void linkage_said_read(struct str said, struct list_row *ret)
{
	*ret = (struct list_row){ .calendar = STR(""), .birth_calendar = STR("") };
	for (int f = 0; f < LIST_FIELDS; f++)
		ret->field[f] = STR("");
	for (size_t i = 0; i < COUNT(FIELDS); i++)
		said = str_cut(said, SAID_END, &ret->field[FIELDS[i].field]);
	said = str_cut(said, SAID_END, &ret->calendar);
	str_cut(said, SAID_END, &ret->birth_calendar);
}

struct str linkage_calendar(const struct list_row *row, enum list_field f)
{
	return f == LIST_DATE ? row->calendar : f == LIST_BIRTH ? row->birth_calendar : STR("");
}

uint64_t linkage_rank(struct str list_label, const struct list_row *row)
{
	uint64_t h = link_hash(list_label);
	for (int f = 0; f < LIST_FIELDS; f++)
		h = link_mix2(h, row->field[f].n ? link_hash(row->field[f]) : 1);
	return h;
}

/* ---- reading ---- */

int linkage_list_place(struct reg *r, int64_t list, struct arena *a, struct linkage_lists *l,
		       uint16_t *ret, struct err *e)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->p[i].list == list) {
			*ret = (uint16_t)i;
			return 0;
		}
	if (l->n == LINK_LISTS_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d lists", LINK_LISTS_MAX);
	struct linkage_of_list one = { .list = list,
				       .number = STR(""),
				       .label = STR("case pages") };
	if (list) {
		struct list_summary sum;
		TRY(reg_list_brief(r, list, a, &sum, e));
		one.number = sum.number;
		one.label = sum.label;
		one.duplicate_free = str_eq(sum.duplicate_free, STR("yes"));
	}
	l->p = arena_grow(a, l->p, l->n, &l->cap, sizeof *l->p);
	l->p[l->n] = one;
	*ret = (uint16_t)l->n++;
	return 0;
}

struct linkage_one linkage_one_of(const struct reg_record *rec, uint16_t list)
{
	return (struct linkage_one){ .id = rec->entity.id,
				     .uuid = rec->entity.uuid,
				     .kind = rec->is_person ? STR("person") : STR("mention"),
				     .no = rec->entity.no,
				     .list = list,
				     .is_person = rec->is_person,
				     .person = rec->person };
}

struct link_decision linkage_decision_of(const struct link_standing *st, ptrdiff_t x, ptrdiff_t y)
{
	return (struct link_decision){
		.a = (uint32_t)(x < y ? x : y),
		.b = (uint32_t)(x < y ? y : x),
		.verdict = st->says == LINK_SAYS_SAME	     ? VERDICT_SAME
			   : st->says == LINK_SAYS_DIFFERENT ? VERDICT_DIFFERENT
							     : VERDICT_UNSURE,
	};
}

static int take_record(void *ctx, const struct reg_record *rec, struct err *e)
{
	struct reading *rd = ctx;
	rd->rows = arena_grow(rd->a, rd->rows, rd->n, &rd->cap, sizeof *rd->rows);
	struct row_kept *k = &rd->rows[rd->n++];
	memset(k, 0, sizeof *k);
	uint16_t list;
	TRY(linkage_list_place(rd->r, rec->list, rd->a, &rd->lists, &list, e));
	k->one = linkage_one_of(rec, list);
	for (int f = 0; f < LIST_FIELDS; f++) {
		struct str t = str_trim(rec->said->field[f]);
		k->said.field[f] = t.n ? str_copy(rd->a, t) : STR("");
		rd->has[f] |= t.n > 0;
	}
	k->said.calendar = str_copy(rd->a, rec->said->calendar);
	k->said.birth_calendar = str_copy(rd->a, rec->said->birth_calendar);
	rd->whole_only |= k->said.field[LIST_NAME].n && !k->said.field[LIST_FAMILY].n;
	return 0;
}

/* ---- fields ---- */

/* With one record that has its name in one piece, all names are compared in one piece. */
static void choose_fields(const struct reading *rd, struct link_field *fields, size_t *ret_n,
			  bool *ret_whole)
{
	bool parts = rd->has[LIST_GIVEN] && rd->has[LIST_FAMILY] && !rd->whole_only;
	size_t n = 0;
	*ret_whole = !parts;
	for (size_t i = 0; i < COUNT(FIELDS); i++) {
		enum list_field f = FIELDS[i].field;
		bool name = f == LIST_NAME || f == LIST_GIVEN || f == LIST_FAMILY;
		bool use = rd->has[f];
		if (name)
			use = parts ? f != LIST_NAME
				    : f == LIST_NAME &&
					      (rd->has[LIST_NAME] || rd->has[LIST_GIVEN] ||
					       rd->has[LIST_FAMILY]);
		if (!use)
			continue;
		rd->s->field[n] = f;
		fields[n++] = linkage_field(f, *ret_whole);
	}
	*ret_n = n;
}

int linkage_fields_of(const struct link_model *m, enum list_field *ret_field,
		      struct link_field *fields, bool *ret_whole, struct err *e)
{
	*ret_whole = false;
	for (size_t i = 0; i < m->n_fields; i++) {
		if (!list_field_parse(m->fields[i].field.label, &ret_field[i]))
			return err_set(
				e, ERR_INPUT,
				"the model compares a field that this version does not know");
		*ret_whole |= ret_field[i] == LIST_NAME;
	}
	for (size_t i = 0; i < m->n_fields; i++)
		fields[i] = linkage_field(ret_field[i], *ret_whole);
	return 0;
}

/* ---- building ---- */

static struct str id_of(struct map *seen, uint64_t rank, struct arena *a)
{
	void **at = map_at(seen, str_n((const char *)&rank, sizeof rank));
	size_t times = (size_t)(uintptr_t)*at + 1;
	*at = (void *)(uintptr_t)times;
	if (times == 1)
		return str_printf(a, "%016llx", (unsigned long long)rank);
	return str_printf(a, "%016llx-%zu", (unsigned long long)rank, times);
}

struct link_reading linkage_reading_of(const struct link_model *m)
{
	struct link_reading as = { .places = NULL };
	for (size_t f = 0; m && f < m->n_fields; f++)
		if (m->fields[f].has_dates)
			as.dates[f] = &m->fields[f].dates;
	return as;
}

static int build(struct reading *rd, const struct link_model *model,
		 const struct link_field *fields, size_t n_fields, bool whole, struct err *e)
{
	struct linkage_set *s = rd->s;
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	AUTO_ARENA *row = arena_new(0);
	struct map seen;
	map_init(&seen, scratch);
	struct link_set_builder *b = link_set_begin(fields, n_fields, rd->a);
	struct link_reading as = linkage_reading_of(model);
	link_set_read_as(b, &as);
	s->of = NEW_N(rd->a, rd->n, struct linkage_one);
	s->n = rd->n;
	for (size_t i = 0; i < rd->n; i++) {
		struct str cells[LINK_FIELDS_MAX];
		struct str calendars[LINK_FIELDS_MAX];
		const struct row_kept *k = &rd->rows[i];
		const struct linkage_of_list *l = &s->lists[k->one.list];
		uint16_t list;
		arena_clear(row);
		for (size_t f = 0; f < n_fields; f++) {
			cells[f] = linkage_cell(&k->said, s->field[f], whole, row);
			calendars[f] = linkage_calendar(&k->said, s->field[f]);
		}
		TRY(link_set_list(b, linkage_list_name(l), l->duplicate_free, &list, e));
		struct str id = id_of(&seen, linkage_rank(l->label, &k->said), row);
		TRY(link_set_add(b, list, id, cells, calendars, e));
		s->of[i] = k->one;
		*map_at(&s->by_id, str_n((const char *)&k->one.id, sizeof k->one.id)) = &s->of[i];
	}
	return link_set_done(b, &s->set, e);
}

/* Lists that say the same of themselves would have records of the same name: their numbers tell them apart. */
static void tell_apart(struct linkage_set *s, struct arena *a)
{
	for (size_t i = 0; i < s->n_lists; i++)
		for (size_t j = 0; j < i; j++)
			if (str_eq(s->lists[i].label, s->lists[j].label))
				s->lists[i].label =
					str_printf(a, "%.*s (%.*s)", STR_FMT(s->lists[i].label),
						   STR_FMT(s->lists[i].number));
}

static int read_decisions(struct reg *r, struct linkage_set *s, struct arena *a, struct err *e)
{
	struct link_standing *st;
	size_t n;
	TRY(reg_link_verdicts(r, a, &st, &n, e));
	s->decisions = NEW_N(a, n, struct link_decision);
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t x = linkage_place(s, st[i].a);
		ptrdiff_t y = linkage_place(s, st[i].b);
		if (x < 0 || y < 0)
			continue;
		s->decisions[s->n_decisions++] = linkage_decision_of(&st[i], x, y);
	}
	return 0;
}

ptrdiff_t linkage_place(const struct linkage_set *s, int64_t id)
{
	const struct linkage_one *one = map_get(&s->by_id, str_n((const char *)&id, sizeof id));
	return one ? one - s->of : -1;
}

int linkage_set_read(struct reg *r, const struct link_model *model, struct arena *a,
		     struct linkage_set *ret, struct err *e)
{
	struct link_field fields[LINK_FIELDS_MAX];
	size_t n_fields;
	bool whole;
	struct reading rd = { .r = r, .a = a, .s = ret };
	*ret = (struct linkage_set){ .a = a };
	map_init(&ret->by_id, a);
	TRY(reg_records_each(r, take_record, &rd, e));
	ret->lists = rd.lists.p;
	ret->n_lists = rd.lists.n;
	tell_apart(ret, a);
	n_fields = model ? model->n_fields : 0;
	if (model)
		TRY(linkage_fields_of(model, ret->field, fields, &whole, e));
	else
		choose_fields(&rd, fields, &n_fields, &whole);
	if (!rd.n || !n_fields)
		return err_set(e, ERR_INPUT, "there is nothing to link: no list was imported");
	TRY(build(&rd, model, fields, n_fields, whole, e));
	return read_decisions(r, ret, a, e);
}
