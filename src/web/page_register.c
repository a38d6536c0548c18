/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_register.c - the register as a list: reading the address, asking for the page. */
#include "web/page_register.h"

#include "text/date.h"
#include "web/routes.h"

enum { PAGE_SHORT = 12, PAGE_MIDDLE = 50, PAGE_LONG = 100, PAGES_MAX = 1000000 };

const char *const REGISTER_FACET_KEYS[FACETS] = { "k", "s", "c", "p", "l", "h", "o" };
const char *const REGISTER_SORT_KEYS[REGISTER_SORTS] = { "latest", "claim", "name", "name-fa",
							 "conflicts" };

/* ---- parse ------------------------------------------------------------ */

static void parse_choices(const struct http_params *q, enum facet_by f, struct find *find)
{
	for (size_t i = 0; i < q->n; i++) {
		struct str v = str_trim(q->v[i].value);
		if (!str_eq(q->v[i].name, str_of(REGISTER_FACET_KEYS[f])) || !v.n)
			continue;
		if (find->n_choices[f] < FIND_CHOICES_MAX)
			find->choices[f][find->n_choices[f]++] = str_eq(v, STR("-")) ? STR("") : v;
	}
}

/* One end of the period. The first reading counts: where 1404-04 can only be Jalali it is the only
 * one, and the page says how the date was understood. */
static int parse_end(struct page_request *p, struct str text, bool is_to, bool *ret_has,
		     int32_t *ret, struct err *e)
{
	struct date_reading *read;
	size_t n;
	int32_t lo;
	int32_t hi;
	if (!text.n)
		return 0;
	TRY(date_read(p->a, p->lang, text, &read, &n, e));
	edtf_bounds(&read[0].edtf, &lo, &hi);
	*ret = is_to ? hi : lo;
	*ret_has = *ret != INT32_MIN && *ret != INT32_MAX;
	return 0;
}

static int parse_order(struct page_request *p, enum find_order *ret, struct err *e)
{
	struct str s = page_arg(p, "sort");
	for (int i = 0; i < REGISTER_SORTS; i++)
		if (str_eq(s, str_of(REGISTER_SORT_KEYS[i]))) {
			*ret = (enum find_order)i;
			return 0;
		}
	if (s.n)
		return err_set(
			e, ERR_INPUT,
			"“sort” in the address is latest, claim, name, name-fa or conflicts");
	*ret = ORDER_LATEST_EVENT;
	return 0;
}

static int parse(struct page_request *p, struct register_params *ret, struct err *e)
{
	struct find *f = &ret->find;
	int64_t n;
	*ret = (struct register_params){ .from = page_arg(p, "from"), .to = page_arg(p, "to") };
	f->text = page_arg(p, "q");
	for (int i = 0; i < FACETS; i++)
		parse_choices(&p->rq->query, (enum facet_by)i, f);
	TRY(parse_end(p, ret->from, false, &f->has_from, &f->from, e));
	TRY(parse_end(p, ret->to, true, &f->has_to, &f->to, e));
	TRY(parse_order(p, &f->order, e));
	TRY(page_arg_int(p, "n", PAGE_SHORT, &n, e));
	if (n != PAGE_SHORT && n != PAGE_MIDDLE && n != PAGE_LONG)
		return err_set(e, ERR_INPUT, "“n” in the address is 12, 50 or 100");
	TRY(page_arg_int(p, "page", 1, &ret->page, e));
	if (ret->page < 1 || ret->page > PAGES_MAX)
		return err_set(e, ERR_INPUT, "“page” in the address begins with 1");
	f->only_conflicts = str_eq(page_arg(p, "x"), STR("1"));
	f->limit = n;
	f->offset = (ret->page - 1) * n;
	return 0;
}

/* ---- load ------------------------------------------------------------- */

static const struct term *term_of(const struct vocab *v, enum facet_by f, struct str code)
{
	const struct status *status;
	const struct event_type *type;
	const struct kind *kind;
	switch (f) {
	case FACET_KIND:
		kind = vocab_kind(v, code);
		return kind ? &kind->term : NULL;
	case FACET_STATUS:
		status = vocab_status(v, code);
		type = status ? NULL : vocab_event_type(v, code);
		return status ? &status->term : type ? &type->term : NULL;
	case FACET_PROVINCE:
		return vocab_term(v, STR("provinces"), code);
	case FACET_CHARGE:
		return vocab_term(v, STR("charges"), code);
	case FACET_CERTAINTY:
	case FACET_PLACE:
	case FACET_SOURCE:
		break;
	}
	return NULL;
}

static struct str certainty_label(struct page_request *p, int64_t level)
{
	static const char *const CODES[] = { "unverified", "reported", "corroborated",
					     "confirmed" };
	enum lang lang;
	const struct term *t = NULL;
	if (level >= 0 && level < (int64_t)COUNT(CODES))
		t = vocab_term(reg_vocab(p->reg), STR("certainty"), str_of(CODES[level]));
	return t ? term_label(t, p->lang, &lang) : STR("");
}

/* "events" -> "Events"; Persian has no capitals. */
static struct str capital(struct arena *a, struct str s)
{
	if (!s.n || s.p[0] < 'a' || s.p[0] > 'z')
		return s;
	return str_printf(a, "%c%.*s", s.p[0] - 'a' + 'A', STR_FMT(str_from(s, 1)));
}

/* A code without a label is shown as it is. */
static struct str label_of(struct page_request *p, enum facet_by f, struct str code,
			   struct str *ret_lang)
{
	enum lang lang = p->lang;
	const struct term *t = code.n ? term_of(reg_vocab(p->reg), f, code) : NULL;
	struct str s = t ? term_label(t, p->lang, &lang) : code;
	*ret_lang = t ? str_of(lang_code(lang)) : STR("");
	return s;
}

static struct register_choice choice(struct page_request *p, enum facet_by f,
				     const struct facet_value *v)
{
	const struct kind *k = f == FACET_KIND ? vocab_kind(reg_vocab(p->reg), v->code) : NULL;
	int64_t level;
	struct register_choice c = { .code = v->code, .count = v->count, .label = v->label };
	if (!v->code.n) {
		c.label = tr(p->lang, MSG_P("Not recorded", "ثبت نشده"));
		c.label_lang = str_of(lang_code(p->lang));
	} else if (k) {
		bool fa = p->lang == LANG_FA && k->plural_fa.n;
		c.label = fa ? k->plural_fa : capital(p->a, k->plural_en);
		c.label_lang = fa ? STR("fa") : STR("en");
	} else if (f == FACET_CERTAINTY && str_to_int(v->code, &level)) {
		c.label = certainty_label(p, level);
	} else if (!c.label.n) {
		c.label = label_of(p, f, v->code, &c.label_lang);
	}
	return c;
}

/* In the order of their levels: a scale, not a ranking. */
static void sort_certainty(struct register_facet *f)
{
	for (size_t i = 1; i < f->n; i++)
		for (size_t k = i; k > 0 && str_cmp(f->choices[k].code, f->choices[k - 1].code) > 0;
		     k--) {
			struct register_choice c = f->choices[k];
			f->choices[k] = f->choices[k - 1];
			f->choices[k - 1] = c;
		}
}

static bool is_chosen(const struct find *f, enum facet_by by, struct str code)
{
	for (size_t i = 0; i < f->n_choices[by]; i++)
		if (str_eq(f->choices[by][i], code))
			return true;
	return false;
}

static bool is_listed(const struct found *found, enum facet_by by, struct str code)
{
	for (size_t i = 0; i < found->n_facets[by]; i++)
		if (str_eq(found->facets[by][i].code, code))
			return true;
	return false;
}

/* What was chosen stays in the list, also where nothing has it, so that it can be taken back. */
static void load_facet(struct page_request *p, const struct find *f, const struct found *found,
		       enum facet_by by, struct register_facet *ret)
{
	ret->choices = NEW_N(p->a, found->n_facets[by] + f->n_choices[by], struct register_choice);
	for (size_t i = 0; i < found->n_facets[by]; i++) {
		ret->choices[ret->n] = choice(p, by, &found->facets[by][i]);
		ret->choices[ret->n++].chosen = is_chosen(f, by, found->facets[by][i].code);
	}
	for (size_t i = 0; i < f->n_choices[by]; i++) {
		struct facet_value none = { .code = f->choices[by][i] };
		if (is_listed(found, by, none.code))
			continue;
		ret->choices[ret->n] = choice(p, by, &none);
		ret->choices[ret->n++].chosen = true;
	}
	if (by == FACET_CERTAINTY)
		sort_certainty(ret);
}

/* A person has what the events have in which they are the victim. */
static bool has_property(struct page_request *p, const char *property, struct str kind)
{
	const struct property *what = vocab_property(reg_vocab(p->reg), str_of(property));
	return str_eq(kind, STR("person")) || (what && vocab_takes(what->kinds, kind));
}

static void load_row(struct page_request *p, const struct card *c, struct register_row *ret)
{
	const struct kind *k = vocab_kind(reg_vocab(p->reg), c->entity.kind);
	enum lang lang;
	ret->card = *c;
	ret->kind = capital(p->a, k ? term_label(&k->term, p->lang, &lang) : c->entity.kind);
	ret->status = label_of(p, FACET_STATUS, c->status, &ret->status_lang);
	ret->charge = label_of(p, FACET_CHARGE, c->charge, &ret->charge_lang);
	ret->certainty = certainty_label(p, c->certainty);
	ret->has_charge = has_property(p, "charge", c->entity.kind);
	ret->has_place = has_property(p, "place", c->entity.kind) ||
			 has_property(p, "prison", c->entity.kind);
}

/* "from 22 Jun 2025": the day a typed end was understood as. */
static struct str day_read(struct page_request *p, bool has, int32_t jdn)
{
	struct edtf day = edtf_single(p->a, edtf_date_jdn(jdn));
	return has ? date_show(p->a, p->lang, &day, p->lang == LANG_FA ? CAL_JALALI : CAL_GREGORIAN)
		   : STR("");
}

/* Nothing was found: is there anything at all? */
static int load_emptiness(struct page_request *p, bool *ret, struct err *e)
{
	struct find all = { .only_cards = true };
	struct found found;
	TRY(reg_find(p->reg, &all, p->a, &found, e));
	*ret = found.total == 0;
	return 0;
}

/* What a filter asks for, a row of a list has not; further pages of records are about records. */
static int load_mentions(struct page_request *p, const struct register_params *q,
			 struct mentions_view *ret, struct err *e)
{
	const struct find *f = &q->find;
	bool filters = f->has_from || f->has_to || f->only_conflicts;
	*ret = (struct mentions_view){ .text = f->text, .page = 1 };
	for (int i = 0; i < FACETS; i++)
		filters |= f->n_choices[i] > 0;
	if (filters || !f->text.n || q->page > 1)
		return 0;
	return reg_find_mentions(p->reg, f->text, 0, MENTIONS_SHORT, p->a, &ret->found, e);
}

static int load(struct page_request *p, const struct register_params *q, struct register_view *ret,
		struct err *e)
{
	struct found found;
	*ret = (struct register_view){ .params = q, .first = q->find.offset + 1 };
	TRY(reg_find(p->reg, &q->find, p->a, &found, e));
	ret->total = found.total;
	ret->n = found.n;
	ret->rows = NEW_N(p->a, found.n, struct register_row);
	for (size_t i = 0; i < found.n; i++)
		load_row(p, &found.cards[i], &ret->rows[i]);
	for (int i = 0; i < FACETS; i++)
		load_facet(p, &q->find, &found, (enum facet_by)i, &ret->facets[i]);
	ret->from_read = day_read(p, q->find.has_from, q->find.from);
	ret->to_read = day_read(p, q->find.has_to, q->find.to);
	TRY(load_mentions(p, q, &ret->mentions, e));
	return found.total == 0 ? load_emptiness(p, &ret->empty, e) : 0;
}

int page_register(struct page_request *p, struct err *e)
{
	struct register_params q;
	struct register_view v;
	struct html h;
	TRY(parse(p, &q, e));
	TRY(load(p, &q, &v, e));
	p->shell.search = q.find.text;
	html_begin(&h, &p->rs->body);
	register_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
