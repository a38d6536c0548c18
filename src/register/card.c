/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * card.c - one line of the register, from the fields that stand.
 *
 * A card repeats what claims say so that a list need not look them up; it decides nothing. Where a
 * field was adopted, it is that value that is repeated, else the first one claimed.
 */
#include "register/card_priv.h"
#include "text/fold.h"
#include "text/script.h"

static const struct sql FIELDS =
	SQL("SELECT id, property, type, value, ref, lo, hi, same FROM field"
	    " WHERE subject = :id AND retracted IS NULL ORDER BY id");
/* Of each property the newest decision; "both stand" has no field. */
static const struct sql ADOPTED =
	SQL("SELECT property, field, max(pos) FROM adoption WHERE subject = :id AND undone IS NULL"
	    " GROUP BY property HAVING field IS NOT NULL ORDER BY property");
/* Where the event was that gives the status; else the prison of the latest event that names one. A
 * place of another event is where that was, not where the person is or ended. */
static const struct sql PLACE_OF =
	SQL("SELECT ref FROM field WHERE subject = :id AND property = 'place' AND ref IS NOT NULL"
	    " AND retracted IS NULL ORDER BY id LIMIT 1");
static const struct sql PRISON_OF =
	SQL("SELECT ref FROM field WHERE subject = :id AND property = 'prison' AND ref IS NOT NULL"
	    " AND retracted IS NULL ORDER BY id LIMIT 1");
static const struct sql LAST_PRISON =
	SQL("SELECT p.ref FROM field p JOIN stage g ON g.event = p.subject WHERE g.person = :id"
	    " AND p.property = 'prison' AND p.ref IS NOT NULL AND p.retracted IS NULL"
	    " ORDER BY g.date_hi DESC, p.id LIMIT 1");
static const struct sql EVENT_CHARGE = SQL(
	"SELECT c.same FROM field c JOIN stage g ON g.event = c.subject WHERE g.person = :id"
	" AND c.property = 'charge' AND c.type = 'code' AND c.retracted IS NULL ORDER BY c.id LIMIT 1");
static const struct sql GAZETTEER = SQL(
	"SELECT value FROM field WHERE subject = :id AND property = 'gazetteer' AND retracted IS NULL"
	" ORDER BY id LIMIT 1");
static const struct sql LABELS =
	SQL("SELECT coalesce(c.label, ''), coalesce(c.label_fa, ''), e.kind, e.no FROM entity e"
	    " LEFT JOIN card c ON c.entity = e.id WHERE e.id = :id");
/* How the first row of a list that is of the person names them. */
static const struct sql MENTIONED =
	SQL("SELECT v.label FROM belongs b JOIN mention_version v ON v.mention = b.record"
	    " WHERE b.person = :id AND v.label <> '' ORDER BY v.pos LIMIT 1");
static const struct sql SET = SQL(
	"UPDATE card SET label = :label, label_lang = :label_lang, label_fa = :label_fa, sort = :sort,"
	" status = :status, date = :date, date_lo = :lo, date_hi = :hi, place = :place, province = :province,"
	" charge = :charge, sources = :sources, claims = :claims, certainty = :certainty,"
	" last = :last, changed = :changed WHERE entity = :id");
static const struct sql CONFLICTS = SQL(
	"SELECT conflicts, (SELECT count(*) FROM conflict WHERE subject = :id AND decided IS NULL)"
	" FROM card WHERE entity = :id");
static const struct sql SET_CONFLICTS =
	SQL("UPDATE card SET conflicts = :n, changed = :changed WHERE entity = :id");
static const struct sql PROVINCE_WAS = SQL("SELECT province FROM card WHERE entity = :id");
static const struct sql PROVINCE_OF_OTHERS = SQL(
	"UPDATE card SET province = :province, changed = :changed WHERE place = :id AND province <> :province");

/* ---- labels ---- */

static int labels_of(struct making *m, int64_t id, struct str *ret_en, struct str *ret_fa,
		     struct err *e)
{
	AUTO_STMT *q = NULL;
	struct entity en = { .id = id };
	TRY(store_stmt(m->st, &LABELS, &q, e));
	bind_int(q, ":id", id);
	TRY(stmt_row(q, e));
	*ret_en = col_copy(q, 0, m->a);
	*ret_fa = col_copy(q, 1, m->a);
	en.kind = col_copy(q, 2, m->a);
	en.no = col_int(q, 3);
	if (!ret_en->n)
		*ret_en = reg_number(m->r, &en, m->a);
	if (!ret_fa->n)
		*ret_fa = *ret_en;
	return 0;
}

static bool is_adopted(const struct making *m, struct str property, int64_t field)
{
	for (size_t i = 0; i < m->n_adopted; i++)
		if (m->adopted[i].field == field && str_eq(m->adopted[i].property, property))
			return true;
	return false;
}

static bool starts_with_fa(struct str lang)
{
	return str_starts(lang, STR("fa")) && !str_has(lang, STR("Latn"));
}

static void take_name(struct making *m, const struct value *v, bool title, bool adopted)
{
	struct str *latin = title ? &m->title : &m->label;
	struct str *fa = title ? &m->title_fa : &m->label_fa;
	bool arab = starts_with_fa(v->u.text.lang) || text_script(v->u.text.text) == SCRIPT_ARAB;
	struct str *slot = arab ? fa : latin;
	if (!slot->n || adopted) {
		*slot = v->u.text.text;
		if (!arab)
			m->label_lang = v->u.text.lang;
	}
}

/* Properties that say what a thing is when nothing names it, in the order of preference. */
static bool is_own_words(struct str p)
{
	static const char *const WORDS[] = { "request",	   "dimension",	 "thesis",
					     "forecast",   "inference",	 "characterisation",
					     "purpose",	   "comparison", "content",
					     "description" };
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_eq(p, str_of(WORDS[i])))
			return true;
	return false;
}

static int add_victim(struct making *m, int64_t id, struct err *e)
{
	struct str en;
	struct str fa;
	TRY(labels_of(m, id, &en, &fa, e));
	m->victims_en = m->victims_en.n ? str_printf(m->a, "%.*s, %.*s", STR_FMT(m->victims_en),
						     STR_FMT(en))
					: en;
	m->victims_fa = m->victims_fa.n ? str_printf(m->a, "%.*s، %.*s", STR_FMT(m->victims_fa),
						     STR_FMT(fa))
					: fa;
	return 0;
}

/* ---- fields ---- */

static void take_date(struct making *m, struct stmt *q, struct str property, bool adopted)
{
	/* `date` before `start` before the others, an adopted value before those that are not, and
	 * within these the order of the log. */
	int rank = (str_eq(property, STR("date"))    ? 4
		    : str_eq(property, STR("start")) ? 2
						     : 0) +
		   adopted + 1;
	if (rank <= m->date_rank)
		return;
	m->date_rank = rank;
	m->date = col_copy(q, 7, m->a);
	m->lo = day_col(q, 5, INT32_MIN);
	m->hi = day_col(q, 6, INT32_MAX);
}

static int take_field(struct making *m, struct stmt *q, struct err *e)
{
	struct str p = col_copy(q, 1, m->a);
	struct str type = col_str(q, 2);
	bool adopted = is_adopted(m, p, col_int(q, 0));
	int64_t ref = col_is_null(q, 4) ? 0 : col_int(q, 4);
	struct value v;
	if (str_eq(type, STR("name")) && (str_eq(p, STR("name")) || str_eq(p, STR("title")))) {
		TRY(reg_value(col_copy(q, 3, m->a), m->a, &v, e));
		take_name(m, &v, str_eq(p, STR("title")), adopted);
	} else if (str_eq(type, STR("text")) && !m->text.n && is_own_words(p)) {
		TRY(reg_value(col_copy(q, 3, m->a), m->a, &v, e));
		m->text = v.u.text.text;
	} else if (str_eq(p, STR("type")) && (!m->type.n || adopted)) {
		m->type = col_copy(q, 7, m->a);
	} else if (str_eq(p, STR("victim")) && ref && m->victims_en.n < 200) {
		TRY(add_victim(m, ref, e));
	} else if (str_eq(type, STR("date")) &&
		   (str_eq(p, STR("date")) || str_eq(p, STR("start")) || str_eq(p, STR("due")) ||
		    str_eq(p, STR("publication_date")))) {
		take_date(m, q, p, adopted);
	} else if (ref && (str_eq(p, STR("prison")) || str_eq(p, STR("place"))) &&
		   (!m->place || adopted)) {
		m->place = ref;
	} else if (str_eq(p, STR("charge")) && str_eq(type, STR("code")) &&
		   (!m->charge.n || adopted)) {
		m->charge = col_copy(q, 7, m->a);
	}
	return 0;
}

static int take_fields(struct making *m, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *ad = NULL;
	bool more = true;
	TRY(store_stmt(m->st, &ADOPTED, &ad, e));
	bind_int(ad, ":id", m->id);
	for (;;) {
		TRY(stmt_next(ad, &more, e));
		if (!more || m->n_adopted == CARD_ADOPTED_MAX)
			break;
		m->adopted[m->n_adopted].property = col_copy(ad, 0, m->a);
		m->adopted[m->n_adopted++].field = col_int(ad, 1);
	}
	TRY(store_stmt(m->st, &FIELDS, &q, e));
	bind_int(q, ":id", m->id);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		TRY(take_field(m, q, e));
	}
}

/* ---- what follows from others ---- */

int card_first(struct making *m, const struct sql *sql, int64_t id, struct str *ret_text,
	       int64_t *ret_int, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(m->st, sql, &q, e));
	bind_int(q, ":id", id);
	TRY(stmt_next(q, &there, e));
	if (there && ret_text)
		*ret_text = col_copy(q, 0, m->a);
	if (there && ret_int)
		*ret_int = col_int(q, 0);
	return 0;
}

/* "provinces:IR-23" is IR-23 of the set of provinces, which is what a card's province is of. */
static void code_of_entry(struct str entry, struct str *ret_code)
{
	struct str set;
	struct str code = str_cut(entry, ':', &set);
	*ret_code = code.p ? code : STR("");
}

static int take_province(struct making *m, struct err *e)
{
	struct str json = STR_NULL;
	struct value v;
	int64_t where = str_eq(m->en.kind, STR("place")) || str_eq(m->en.kind, STR("site"))
				? m->id
				: m->place;
	if (!where)
		return 0;
	TRY(card_first(m, &GAZETTEER, where, &json, NULL, e));
	if (!json.n)
		return 0;
	TRY(reg_value(json, m->a, &v, e));
	if (v.type == VALUE_TEXT)
		code_of_entry(vocab_province_of(m->r->vocab, v.u.text.text), &m->province);
	return 0;
}

/* A person whom no claim names is called as the list does that spoke of them first. */
static int take_mentioned(struct making *m, struct err *e)
{
	struct str name = STR("");
	struct value v = { .type = VALUE_NAME };
	TRY(card_first(m, &MENTIONED, m->id, &name, NULL, e));
	if (!name.n)
		return 0;
	v.u.text.text = name;
	v.u.text.lang = str_of(text_lang(name));
	take_name(m, &v, false, false);
	return 0;
}

static int take_person(struct making *m, const struct stage_now *now, struct err *e)
{
	m->status = now->status;
	if (now->event) {
		m->date = now->date;
		if (!reg_days(now->date, m->a, &m->lo, &m->hi)) {
			m->lo = INT32_MIN;
			m->hi = INT32_MAX;
		}
	}
	if (!m->place && now->event)
		TRY(card_first(m, &PRISON_OF, now->event, NULL, &m->place, e));
	if (!m->place && now->event)
		TRY(card_first(m, &PLACE_OF, now->event, NULL, &m->place, e));
	if (!m->place)
		TRY(card_first(m, &LAST_PRISON, m->id, NULL, &m->place, e));
	if (!m->charge.n)
		TRY(card_first(m, &EVENT_CHARGE, m->id, &m->charge, NULL, e));
	if (!m->label.n && !m->label_fa.n)
		TRY(take_mentioned(m, e));
	return 0;
}

/* ---- writing it ---- */

static void finish_label(struct making *m)
{
	if (!m->label.n)
		m->label = m->title;
	if (!m->label_fa.n)
		m->label_fa = m->title_fa;
	const struct event_type *t = m->type.n ? vocab_event_type(m->r->vocab, m->type) : NULL;
	if (!m->label.n && !m->label_fa.n && t) {
		struct str fa = t->term.fa.n ? t->term.fa : t->term.en;
		m->label = m->victims_en.n ? str_printf(m->a, "%.*s: %.*s", STR_FMT(t->term.en),
							STR_FMT(m->victims_en))
					   : t->term.en;
		m->label_fa = m->victims_fa.n ? str_printf(m->a, "%.*s: %.*s", STR_FMT(fa),
							   STR_FMT(m->victims_fa))
					      : fa;
		m->label_lang = STR("en");
	}
	if (!m->label.n && !m->label_fa.n)
		m->label = m->text;
	if (!m->label.n) {
		m->label = m->label_fa; /* only a Persian name is known: it is the label */
		m->label_lang = STR("fa");
	}
	if (!m->label_lang.n || str_eq(m->label_lang, STR("und")))
		m->label_lang = str_of(text_lang(m->label));
	if (!m->status.n)
		m->status = m->type;
}

static struct str or_empty(struct str s)
{
	return s.p ? s : STR("");
}

static int write_card(struct making *m, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t last;
	TRY(reg_last_pos(m->st, &last, e));
	TRY(store_stmt(m->st, &SET, &q, e));
	bind_int(q, ":id", m->id);
	bind_str(q, ":label", or_empty(m->label));
	bind_str(q, ":label_lang", or_empty(m->label_lang));
	bind_str(q, ":label_fa", or_empty(m->label_fa));
	bind_str(q, ":sort", fold_words(m->a, or_empty(m->label)));
	bind_str(q, ":status", or_empty(m->status));
	bind_str(q, ":date", or_empty(m->date));
	day_bind(q, ":lo", m->date.n ? m->lo : INT32_MIN);
	day_bind(q, ":hi", m->date.n ? m->hi : INT32_MAX);
	if (m->place)
		bind_int(q, ":place", m->place);
	else
		bind_null(q, ":place");
	bind_str(q, ":province", or_empty(m->province));
	bind_str(q, ":charge", or_empty(m->charge));
	bind_int(q, ":sources", m->sources);
	bind_int(q, ":claims", m->claims);
	bind_int(q, ":certainty", m->certainty);
	bind_int(q, ":last", m->last);
	bind_int(q, ":changed", last);
	return stmt_run(q, e);
}

/* In which province a place lies may be learned after it was named: all that is there follows. */
static int pass_province_on(struct making *m, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct str was = STR("");
	int64_t last;
	if (!str_eq(m->en.kind, STR("place")) && !str_eq(m->en.kind, STR("site")))
		return 0;
	TRY(card_first(m, &PROVINCE_WAS, m->id, &was, NULL, e));
	if (str_eq(was, or_empty(m->province)))
		return 0;
	TRY(reg_last_pos(m->st, &last, e));
	TRY(store_stmt(m->st, &PROVINCE_OF_OTHERS, &q, e));
	bind_int(q, ":id", m->id);
	bind_str(q, ":province", or_empty(m->province));
	bind_int(q, ":changed", last);
	return stmt_run(q, e);
}

int card_refresh(struct reg *r, struct store *st, int64_t entity, const struct stage_now *now,
		 struct arena *a, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct making *m = NEW(a, struct making);
	*m = (struct making){
		.r = r, .st = st, .a = a, .id = entity, .lo = INT32_MIN, .hi = INT32_MAX
	};
	TRY(store_stmt(st, &LABELS, &q, e));
	bind_int(q, ":id", entity);
	TRY(stmt_row(q, e));
	m->en.kind = col_copy(q, 2, a);
	stmt_reset(q);
	TRY(take_fields(m, e));
	if (now)
		TRY(take_person(m, now, e));
	TRY(take_province(m, e));
	TRY(card_sources(m, e));
	finish_label(m);
	TRY(pass_province_on(m, e));
	return write_card(m, e);
}

int card_count_conflicts(struct store *st, int64_t entity, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *set = NULL;
	int64_t last;
	bool there;
	TRY(store_stmt(st, &CONFLICTS, &q, e));
	bind_int(q, ":id", entity);
	TRY(stmt_next(q, &there, e));
	if (!there || col_int(q, 0) == col_int(q, 1))
		return 0;
	TRY(reg_last_pos(st, &last, e));
	TRY(store_stmt(st, &SET_CONFLICTS, &set, e));
	bind_int(set, ":id", entity);
	bind_int(set, ":n", col_int(q, 1));
	bind_int(set, ":changed", last);
	return stmt_run(set, e);
}

int reg_value(struct str json, struct arena *a, struct value *ret, struct err *e)
{
	const struct json *v;
	TRY(json_read(json, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &v, e));
	return value_read(v, ret, e);
}
