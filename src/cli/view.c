/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/view.h"

#include "text/date.h"

/* ---- names of things ---- */

struct str view_claim_id(struct app *app, int64_t field)
{
	return reg_field_text(field, app->a);
}

static struct str without_mark(struct str s)
{
	return str_starts(s, STR("#")) ? str_from(s, 1) : s;
}

bool view_entry_parse(struct str s, int64_t *ret_seq)
{
	return number_parse(without_mark(s), ret_seq);
}

bool view_claim_parse(struct str s, int64_t *ret_field)
{
	return reg_field_parse(without_mark(s), ret_field);
}

static struct str label_of(struct app *app, const struct term *t, struct str code)
{
	enum lang lang;
	return t ? term_label(t, app->lang, &lang) : code;
}

struct str view_property(struct app *app, struct str id)
{
	const struct property *p = vocab_property(reg_vocab(app->reg), id);
	return label_of(app, p ? &p->term : NULL, id);
}

struct str view_term(struct app *app, const char *set, struct str code)
{
	return code.n ? label_of(app, vocab_term(reg_vocab(app->reg), str_of(set), code), code)
		      : code;
}

struct str view_province(struct app *app, struct str code)
{
	return view_term(app, "provinces", code);
}

struct str view_kind(struct app *app, struct str code)
{
	const struct kind *k = vocab_kind(reg_vocab(app->reg), code);
	return label_of(app, k ? &k->term : NULL, code);
}

struct str view_status(struct app *app, struct str code)
{
	const struct status *s = vocab_status(reg_vocab(app->reg), code);
	const struct event_type *t = s ? NULL : vocab_event_type(reg_vocab(app->reg), code);
	return label_of(app, s ? &s->term : t ? &t->term : NULL, code);
}

struct str view_certainty(struct app *app, int certainty)
{
	size_t n;
	const struct term *t = vocab_set(reg_vocab(app->reg), STR("certainty"), &n);
	if (!t || certainty < 0 || (size_t)certainty >= n)
		return STR("");
	return label_of(app, &t[certainty], STR(""));
}

struct str view_label(struct app *app, const struct card *c)
{
	return app->lang == LANG_FA && c->label_fa.n ? c->label_fa : c->label;
}

struct str view_count(struct app *app, int64_t n, const struct msg *one, const struct msg *many)
{
	struct str arg = app_num(app, n);
	return tr_fmt(app->a, app->lang, n == 1 ? one : many, &arg, 1);
}

struct str view_join(struct app *app, struct str a, struct str b)
{
	struct str both[] = { a, b };
	if (!a.n || !b.n)
		return a.n ? a : b;
	return tr_fmt(app->a, app->lang, MSG_P("{1}; {2}", "{1}؛ {2}"), both, 2);
}

/* ---- values ---- */

static enum calendar calendar_of(enum lang lang)
{
	return lang == LANG_FA ? CAL_JALALI : CAL_GREGORIAN;
}

struct str view_date(struct app *app, struct str edtf)
{
	struct edtf v;
	if (!edtf.n || edtf_read(edtf, app->a, &v, NULL) < 0)
		return edtf;
	return date_show(app->a, app->lang, &v, calendar_of(app->lang));
}

int view_given_date(struct app *app, const char *option, const struct date_reading **ret,
		    struct err *e)
{
	struct date_reading *r;
	size_t n;
	*ret = NULL;
	if (!given_has(&app->given, option))
		return 0;
	if (date_read(app->a, app->lang, given_str(&app->given, option), &r, &n, e) < 0)
		return err_wrap(e, "%s", option);
	if (n > 1)
		return err_set(e, ERR_INPUT,
			       "%s can be read in %zu ways; write it as EDTF, for example %.*s",
			       option, n, STR_FMT(r[0].edtf_text));
	*ret = r;
	return 0;
}

static struct str date_value(struct app *app, const struct value *v)
{
	static const enum calendar CALENDARS[] = { [VALUE_GREGORIAN] = CAL_GREGORIAN,
						   [VALUE_JALALI] = CAL_JALALI,
						   [VALUE_HIJRI] = CAL_HIJRI };
	struct str shown = view_date(app, v->u.date.edtf);
	bool other = CALENDARS[v->u.date.cal] != calendar_of(app->lang);
	struct edtf d;
	/* Words such as "early 2025" say more than what they were read as. */
	bool loose = edtf_read(v->u.date.edtf, app->a, &d, NULL) == 0 && edtf_is_approximate(&d);
	if (!v->u.date.given.n || (!other && !loose) || str_eq(shown, v->u.date.given))
		return shown;
	return str_printf(app->a, "%.*s (%.*s)", STR_FMT(shown), STR_FMT(v->u.date.given));
}

static struct str quantity_value(struct app *app, const struct value *v)
{
	struct arena *a = app->a;
	if (v->u.quantity.given.n)
		return v->u.quantity.given;
	struct str lo = app_num(app, v->u.quantity.lo);
	struct str hi = app_num(app, v->u.quantity.hi);
	struct str both[] = { lo, hi };
	if (!v->u.quantity.has_hi)
		return tr_fmt(a, app->lang, MSG_P("at least {1}", "دست‌کم {1}"), &lo, 1);
	if (!v->u.quantity.has_lo)
		return tr_fmt(a, app->lang, MSG_P("at most {1}", "حداکثر {1}"), &hi, 1);
	if (v->u.quantity.about)
		return tr_fmt(a, app->lang, MSG_P("about {1}", "حدود {1}"), &lo, 1);
	if (v->u.quantity.lo != v->u.quantity.hi)
		return tr_fmt(a, app->lang, MSG_P("{1} to {2}", "{1} تا {2}"), both, 2);
	return lo;
}

struct str view_value(struct app *app, const struct value *v, struct str label, struct str number)
{
	struct arena *a = app->a;
	switch (v->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		return v->u.text.text;
	case VALUE_DATE:
		return date_value(app, v);
	case VALUE_QUANTITY:
		return quantity_value(app, v);
	case VALUE_ENTITY:
		if (!number.n)
			return str_printf(a, "%.*s %s", STR_FMT(v->u.entity.kind),
					  number_str(a, v->u.entity.no).p);
		if (str_eq(label, number))
			return number;
		return str_printf(a, "%.*s (%.*s)", STR_FMT(label), STR_FMT(number));
	case VALUE_CODE:
		return view_term(app, str_z(a, v->u.code.set), v->u.code.code);
	case VALUE_COORDINATES:
		return str_printf(a, "%.*s %.*s", STR_FMT(v->u.coordinates.lat),
				  STR_FMT(v->u.coordinates.lon));
	case VALUE_BOOLEAN:
		return app_tr(app, v->u.is ? MSG_P("yes", "بله") : MSG_P("no", "خیر"));
	case VALUE_EVIDENCE:
		return str_printf(a, "%.*s, %lld bytes, sha256 %.*s",
				  STR_FMT(v->u.evidence.media_type), (long long)v->u.evidence.bytes,
				  STR_FMT(v->u.evidence.sha256));
	case VALUE_UNKNOWN:
		return app_tr(app, MSG_P("not stated by the source", "منبع نگفته است"));
	}
	return STR("");
}

struct str view_claim_when(struct app *app, const struct claim_row *c)
{
	for (size_t i = 0; i < c->parsed.n_q; i++)
		if (str_eq(c->parsed.q[i].p, STR("when")))
			return view_value(app, &c->parsed.q[i].v, STR(""), STR(""));
	return view_date(app, c->when_text);
}

struct str view_claim_value(struct app *app, const struct claim_row *c)
{
	return view_value(app, &c->value, c->ref_label, c->ref_number);
}
