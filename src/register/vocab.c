/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vocab.c - properties, kinds, types of event and statuses.
 *
 * All names that one file takes from another are checked when the vocabulary is read: a property of
 * an unknown set or a type of event with an unknown role would otherwise be found by the first
 * person who needs it.
 */
#include "register/vocab.h"

#include "register/vocab_priv.h"

/* ---- cells ------------------------------------------------------------ */

static int bad_row(const struct sheet *s, size_t row, const char *what, struct str cell,
		   struct err *e)
{
	return err_set(e, ERR_CORRUPT, "vocab/%.*s.csv, row %lld: %s \"%.*s\"", STR_FMT(s->name),
		       (long long)s->t.rows[row].number, what, STR_FMT(cell));
}

static int need_sheet(const struct vocab *v, const char *name, const struct sheet **ret,
		      struct err *e)
{
	*ret = vocab_sheet(v, str_of(name));
	if (!*ret)
		return err_set(e, ERR_CORRUPT, "vocab/%s.csv is not in this program", name);
	return 0;
}

static int read_yes(const struct sheet *s, size_t row, const char *column, bool *ret, struct err *e)
{
	struct str cell;
	TRY(sheet_need(s, row, column, &cell, e));
	*ret = str_eq(cell, STR("yes"));
	return *ret || str_eq(cell, STR("no")) ? 0
					       : bad_row(s, row, "neither yes nor no:", cell, e);
}

/* An empty cell is 0: no stage. */
static int read_order(const struct sheet *s, size_t row, const char *column, int *ret,
		      struct err *e)
{
	struct str cell;
	int64_t n = 0;
	TRY(sheet_need(s, row, column, &cell, e));
	if (cell.n && (!str_to_int(cell, &n) || n < 1 || n > 1000))
		return bad_row(s, row, "not an order:", cell, e);
	*ret = (int)n;
	return 0;
}

static int read_choice(const struct sheet *s, size_t row, const char *column,
		       const char *const *choices, size_t n, int *ret, struct err *e)
{
	struct str cell;
	TRY(sheet_need(s, row, column, &cell, e));
	for (size_t i = 0; i < n; i++) {
		if (str_eq(cell, str_of(choices[i]))) {
			*ret = (int)i;
			return 0;
		}
	}
	return bad_row(s, row, "not one of the words allowed here:", cell, e);
}

static int read_term(const struct sheet *s, size_t row, const char *column, struct map *by_code,
		     void *item, struct term *ret, struct err *e)
{
	struct str code;
	TRY(sheet_need(s, row, column, &code, e));
	if (!term_of_row(s, row, code, ret))
		return bad_row(s, row, "no code or no label:", code, e);
	void **at = map_at(by_code, code);
	if (*at)
		return bad_row(s, row, "this stands twice:", code, e);
	*at = item;
	return 0;
}

/* ---- kinds ------------------------------------------------------------ */

static int read_kinds(struct vocab *v, struct err *e)
{
	const struct sheet *s;
	TRY(need_sheet(v, "kinds", &s, e));
	v->n_kinds = s->t.n_rows;
	v->kinds = NEW_N(v->a, v->n_kinds, struct kind);
	map_init(&v->kind_by_code, v->a);
	for (size_t i = 0; i < v->n_kinds; i++) {
		struct kind *k = &v->kinds[i];
		TRY(read_term(s, i, "code", &v->kind_by_code, k, &k->term, e));
		TRY(sheet_need(s, i, "prefix", &k->prefix, e));
		TRY(sheet_need(s, i, "plural_en", &k->plural_en, e));
		TRY(sheet_need(s, i, "plural_fa", &k->plural_fa, e));
		if (k->prefix.n != 1 || k->prefix.p[0] < 'A' || k->prefix.p[0] > 'Z' ||
		    v->prefixes[k->prefix.p[0] - 'A'])
			return bad_row(s, i, "not one letter, or taken:", k->prefix, e);
		v->prefixes[k->prefix.p[0] - 'A'] = k;
	}
	return 0;
}

static int check_kinds(const struct vocab *v, const struct sheet *s, size_t row, struct str kinds,
		       struct err *e)
{
	if (str_eq(kinds, STR("any")))
		return 0;
	while (kinds.n) {
		struct str kind;
		kinds = str_cut(kinds, '|', &kind);
		if (!vocab_kind(v, kind))
			return bad_row(s, row, "no such kind:", kind, e);
	}
	return 0;
}

/* ---- properties ------------------------------------------------------- */

/* `qualifier` stands among the kinds in the file and is no kind. */
static struct str without_qualifier(struct vocab *v, struct str kinds, bool *ret_qualifier)
{
	struct str all = STR_NULL;
	*ret_qualifier = false;
	while (kinds.n) {
		struct str kind;
		kinds = str_cut(kinds, '|', &kind);
		if (str_eq(kind, STR("qualifier")))
			*ret_qualifier = true;
		else
			all = all.n ? str_printf(v->a, "%.*s|%.*s", STR_FMT(all), STR_FMT(kind))
				    : kind;
	}
	return all;
}

static int read_type(const struct vocab *v, const struct sheet *s, size_t row, struct property *p,
		     struct err *e)
{
	struct str cell;
	struct str name;
	TRY(sheet_need(s, row, "type", &cell, e));
	p->set = str_cut(cell, ':', &name);
	p->is_url = str_eq(name, STR("url"));
	if (p->is_url)
		name = STR("text");
	if (!value_type_parse(name, &p->type))
		return bad_row(s, row, "no such type:", cell, e);
	bool takes = p->type == VALUE_CODE || p->type == VALUE_ENTITY;
	if (takes != (p->set.n > 0) || p->type > VALUE_EVIDENCE)
		return bad_row(s, row, "not a type of a property:", cell, e);
	if (p->type == VALUE_ENTITY)
		return check_kinds(v, s, row, p->set, e);
	if (p->type == VALUE_CODE && !vocab_find_set(v, p->set))
		return bad_row(s, row, "no such list:", p->set, e);
	return 0;
}

static int read_property(struct vocab *v, const struct sheet *s, size_t row, struct err *e)
{
	static const char *const LEVELS[] = { "public", "internal", "sealed" };
	struct property *p = &v->properties[row];
	struct str kinds;
	int level = 0;
	TRY(read_term(s, row, "id", &v->property_by_id, p, &p->term, e));
	TRY(sheet_need(s, row, "subject_kinds", &kinds, e));
	p->kinds = without_qualifier(v, kinds, &p->qualifier);
	TRY(check_kinds(v, s, row, p->kinds, e));
	TRY(read_type(v, s, row, p, e));
	TRY(read_choice(s, row, "sensitivity", LEVELS, COUNT(LEVELS), &level, e));
	p->sensitivity = (enum sensitivity)level;
	TRY(read_yes(s, row, "functional", &p->functional, e));
	return sheet_need(s, row, "compared_with", &p->compared_with, e);
}

static int check_ids(const struct vocab *v, const struct sheet *s, size_t row, struct str ids,
		     struct err *e)
{
	while (ids.n) {
		struct str id;
		ids = str_cut(ids, '|', &id);
		if (!vocab_property(v, id))
			return bad_row(s, row, "no such property:", id, e);
	}
	return 0;
}

static int read_properties(struct vocab *v, struct err *e)
{
	const struct sheet *s;
	TRY(need_sheet(v, "properties", &s, e));
	v->n_properties = s->t.n_rows;
	v->properties = NEW_N(v->a, v->n_properties, struct property);
	map_init(&v->property_by_id, v->a);
	for (size_t i = 0; i < v->n_properties; i++)
		TRY(read_property(v, s, i, e));
	for (size_t i = 0; i < v->n_properties; i++)
		TRY(check_ids(v, s, i, v->properties[i].compared_with, e));
	return 0;
}

/* ---- statuses and events ----------------------------------------------- */

static int read_statuses(struct vocab *v, struct err *e)
{
	static const char *const SORTS[] = { "stage", "end", "derived" };
	const struct sheet *s;
	TRY(need_sheet(v, "statuses", &s, e));
	v->n_statuses = s->t.n_rows;
	v->statuses = NEW_N(v->a, v->n_statuses, struct status);
	map_init(&v->status_by_code, v->a);
	for (size_t i = 0; i < v->n_statuses; i++) {
		struct status *x = &v->statuses[i];
		int sort = 0;
		TRY(read_term(s, i, "code", &v->status_by_code, x, &x->term, e));
		TRY(read_order(s, i, "stage_order", &x->order, e));
		TRY(read_choice(s, i, "kind", SORTS, COUNT(SORTS), &sort, e));
		TRY(read_yes(s, i, "at_risk", &x->at_risk, e));
		x->sort = sort == 0 ? STATUS_STAGE : sort == 1 ? STATUS_END : STATUS_DERIVED;
	}
	return 0;
}

static int read_event(struct vocab *v, const struct sheet *s, size_t row, struct err *e)
{
	struct event_type *t = &v->events[row];
	TRY(read_term(s, row, "code", &v->event_by_code, t, &t->term, e));
	TRY(sheet_need(s, row, "huridocs_code", &t->huridocs, e));
	TRY(sheet_need(s, row, "stage", &t->stage, e));
	TRY(sheet_need(s, row, "roles", &t->roles, e));
	TRY(read_order(s, row, "stage_order", &t->order, e));
	TRY(read_yes(s, row, "ends", &t->ends, e));
	const struct status *x = t->stage.n ? vocab_status(v, t->stage) : NULL;
	if (t->stage.n && (!x || x->order != t->order))
		return bad_row(s, row, "no such status, or of another order:", t->stage, e);
	return check_ids(v, s, row, t->roles, e);
}

static int read_events(struct vocab *v, struct err *e)
{
	const struct sheet *s;
	TRY(need_sheet(v, "event_types", &s, e));
	v->n_events = s->t.n_rows;
	v->events = NEW_N(v->a, v->n_events, struct event_type);
	map_init(&v->event_by_code, v->a);
	for (size_t i = 0; i < v->n_events; i++)
		TRY(read_event(v, s, i, e));
	return 0;
}

/* ---- the whole -------------------------------------------------------- */

static int read_all(struct vocab *v, struct err *e)
{
	TRY(vocab_read_sheets(v, e));
	TRY(vocab_read_sets(v, e));
	TRY(read_kinds(v, e));
	TRY(read_properties(v, e));
	TRY(read_statuses(v, e));
	return read_events(v, e);
}

int vocab_new(struct vocab **ret, struct err *e)
{
	struct arena *a = arena_new(0);
	struct vocab *v = NEW(a, struct vocab);
	v->a = a;
	int rc = read_all(v, e);
	if (rc < 0) {
		vocab_free(v);
		return rc;
	}
	*ret = v;
	return 0;
}

void vocab_free(struct vocab *v)
{
	if (v)
		arena_free(v->a);
}

const struct property *vocab_property(const struct vocab *v, struct str id)
{
	return map_get(&v->property_by_id, id);
}

const struct kind *vocab_kind(const struct vocab *v, struct str code)
{
	return map_get(&v->kind_by_code, code);
}

const struct kind *vocab_kind_by_prefix(const struct vocab *v, struct str prefix)
{
	char c = prefix.n == 1 ? prefix.p[0] : '\0';
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	return c >= 'A' && c <= 'Z' ? v->prefixes[c - 'A'] : NULL;
}

const struct event_type *vocab_event_type(const struct vocab *v, struct str code)
{
	return map_get(&v->event_by_code, code);
}

const struct status *vocab_status(const struct vocab *v, struct str code)
{
	return map_get(&v->status_by_code, code);
}

const struct property *vocab_properties(const struct vocab *v, size_t *ret_n)
{
	*ret_n = v->n_properties;
	return v->properties;
}

const struct kind *vocab_kinds(const struct vocab *v, size_t *ret_n)
{
	*ret_n = v->n_kinds;
	return v->kinds;
}

const struct event_type *vocab_event_types(const struct vocab *v, size_t *ret_n)
{
	*ret_n = v->n_events;
	return v->events;
}

const struct status *vocab_statuses(const struct vocab *v, size_t *ret_n)
{
	*ret_n = v->n_statuses;
	return v->statuses;
}

bool vocab_takes(struct str kinds, struct str kind)
{
	if (str_eq(kinds, STR("any")))
		return true;
	while (kinds.n) {
		struct str one;
		kinds = str_cut(kinds, '|', &one);
		if (str_eq(one, kind))
			return true;
	}
	return false;
}

struct str term_label(const struct term *t, enum lang lang, enum lang *ret_lang)
{
	bool fa = lang == LANG_FA && t->fa.n;
	*ret_lang = fa ? LANG_FA : LANG_EN;
	return fa ? t->fa : t->en;
}

enum sensitivity vocab_sensitivity(const struct property *p, struct str subject_kind)
{
	bool protected = str_eq(subject_kind, STR("source"));
	return protected && !str_eq(p->term.code, STR("source_kind")) ? SENS_SEALED
								      : p->sensitivity;
}
