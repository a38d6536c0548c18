/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * today_persons.c - who is at imminent risk, most urgent first, and why.
 *
 * Statuses that vocab/statuses.csv marks as at risk are asked for one by one, the last stage first,
 * until the list is full: so the most urgent are found however many others there are.
 */
#include "web/today_priv.h"

enum {
	IMMINENT_FROM =
		80, /* review_rejected: no step that could stop an execution is recorded after */
	EVENT_CLAIMS = 40
};

/* Urgency of a status: its stage, and below all stages the derived ones, whose order says nothing. */
static int urgency(const struct status *s)
{
	return s->sort == STATUS_DERIVED ? 0 : s->order;
}

static size_t risk_statuses(struct page_request *p, const struct status **ret, size_t max)
{
	size_t n;
	size_t k = 0;
	const struct status *all = vocab_statuses(reg_vocab(p->reg), &n);
	for (size_t i = 0; i < n && k < max; i++)
		if (all[i].at_risk)
			ret[k++] = &all[i];
	for (size_t i = 1; i < k; i++)
		for (size_t j = i; j > 0 && urgency(ret[j]) > urgency(ret[j - 1]); j--) {
			const struct status *s = ret[j];
			ret[j] = ret[j - 1];
			ret[j - 1] = s;
		}
	return k;
}

/* ---- why -------------------------------------------------------------- */

static bool is_new_source(const struct today_person *t, const struct claim_row *c)
{
	for (size_t i = 0; i < t->n_claims; i++)
		if (t->claims[i].source.id == c->source.id)
			return false;
	return c->source.id != 0 && t->n_claims < TODAY_SOURCES;
}

/* Days since the day a source gives for itself, or else since the event: "at least" and "at most". */
static void note_age(struct page_request *p, struct str edtf, struct today_person *t)
{
	struct edtf d;
	int32_t lo;
	int32_t hi;
	int32_t now = today_jdn(p);
	if (!edtf.n || edtf_read(edtf, p->a, &d, NULL) < 0)
		return;
	edtf_bounds(&d, &lo, &hi);
	if (lo == INT32_MIN || hi == INT32_MAX)
		return;
	int64_t youngest = hi > now ? 0 : (int64_t)now - hi;
	int64_t oldest = lo > now ? 0 : (int64_t)now - lo;
	if (t->has_age && youngest >= t->age_lo)
		return;
	t->has_age = true;
	t->age_lo = youngest;
	t->age_hi = oldest;
}

static int load_event(struct page_request *p, int64_t event, struct today_view *v,
		      struct today_person *t, struct err *e)
{
	struct claim_row *row;
	size_t n;
	int64_t total;
	TRY(reg_claims(p->reg, CLAIMS_OF_SUBJECT, event, false, 0, EVENT_CLAIMS, p->a, &row, &n,
		       &total, e));
	t->claims = NEW_N(p->a, TODAY_SOURCES, struct claim_row);
	for (size_t i = 0; i < n; i++) {
		if (row[i].has_source_date && row[i].source_date.type == VALUE_DATE)
			note_age(p, row[i].source_date.u.date.edtf, t);
		bool court = str_eq(row[i].property, STR("court"));
		if ((court || str_eq(row[i].property, STR("deciding_authority"))) &&
		    !t->authority.n)
			t->authority = row[i].ref_label;
		if (is_new_source(t, &row[i]))
			t->claims[t->n_claims++] = row[i];
	}
	return names_load_claims(&v->names, p, t->claims, t->n_claims, e);
}

/* The event that gives the status; for a derived status, the last one that is dated. */
static int load_why(struct page_request *p, struct today_view *v, struct today_person *t,
		    struct err *e)
{
	struct timeline_row *row;
	size_t n;
	int64_t event = 0;
	TRY(reg_timeline(p->reg, t->card.entity.id, p->a, &row, &n, e));
	for (size_t i = 0; i < n; i++) {
		const struct event_type *type = vocab_event_type(v->vocab, row[i].type);
		if (!str_eq(row[i].role, STR("victim")))
			continue;
		bool gives = type && str_eq(type->stage, t->card.status);
		if (gives || !event)
			event = row[i].event.entity.id;
	}
	if (event)
		TRY(load_event(p, event, v, t, e));
	note_age(p, t->card.date, t);
	return 0;
}

/* ---- who -------------------------------------------------------------- */

static bool is_listed(const struct today_view *v, int64_t id)
{
	for (size_t i = 0; i < v->n_persons; i++)
		if (v->persons[i].card.entity.id == id)
			return true;
	return false;
}

static int take_status(struct page_request *p, const struct status *s, struct today_view *v,
		       struct err *e)
{
	struct found found;
	struct find f = { .only_cards = true, .limit = TODAY_PERSONS, .order = ORDER_LATEST_EVENT };
	f.choices[FACET_KIND][0] = STR("person");
	f.choices[FACET_STATUS][0] = s->term.code;
	f.n_choices[FACET_KIND] = f.n_choices[FACET_STATUS] = 1;
	TRY(reg_find(p->reg, &f, p->a, &found, e));
	for (size_t i = 0; i < found.n && v->n_persons < TODAY_PERSONS; i++) {
		if (is_listed(v, found.cards[i].entity.id))
			continue;
		struct today_person *t = &v->persons[v->n_persons++];
		t->card = found.cards[i];
		t->imminent = s->sort == STATUS_STAGE && s->order >= IMMINENT_FROM;
		TRY(load_why(p, v, t, e));
	}
	return 0;
}

int today_load_persons(struct page_request *p, struct today_view *v, struct err *e)
{
	const struct status *status[FIND_CHOICES_MAX];
	size_t n = risk_statuses(p, status, COUNT(status));
	struct found found;
	struct find f = { .only_cards = true };
	v->persons = NEW_N(p->a, TODAY_PERSONS, struct today_person);
	v->risk_codes = NEW_N(p->a, n, struct str);
	v->n_risk_codes = n;
	f.choices[FACET_KIND][0] = STR("person");
	f.n_choices[FACET_KIND] = 1;
	f.n_choices[FACET_STATUS] = n;
	for (size_t i = 0; i < n; i++)
		v->risk_codes[i] = f.choices[FACET_STATUS][i] = status[i]->term.code;
	TRY(reg_find(p->reg, &f, p->a, &found, e));
	v->at_risk = found.total;
	for (size_t i = 0;
	     i < n && v->n_persons < TODAY_PERSONS && v->n_persons < (size_t)found.total; i++)
		TRY(take_status(p, status[i], v, e));
	return 0;
}

/* ---- groups ----------------------------------------------------------- */

/* Properties that say how many belong to a group, the plainest first. */
static int rank_of_total(struct str property)
{
	static const char *const TOTALS[] = { "members_total", "count_on_death_row",
					      "count_at_risk" };
	for (size_t i = 0; i < COUNT(TOTALS); i++)
		if (str_eq(property, str_of(TOTALS[i])))
			return (int)(COUNT(TOTALS) - i);
	return 0;
}

static int load_group(struct page_request *p, const struct card *c, struct today_group *ret,
		      bool *ret_has, struct err *e)
{
	enum { LOOKED_AT = 500 };
	struct claim_row *row;
	size_t n;
	int64_t total;
	int best = 0;
	*ret = (struct today_group){ .card = *c };
	TRY(reg_claims(p->reg, CLAIMS_OF_SUBJECT, c->entity.id, false, 0, LOOKED_AT, p->a, &row, &n,
		       &total, e));
	for (size_t i = 0; i < n; i++) {
		int rank = rank_of_total(row[i].property);
		if (row[i].value.type == VALUE_QUANTITY && rank > best) {
			best = rank;
			ret->reported = row[i];
		}
		if (!str_eq(row[i].property, STR("member")) || !row[i].ref_number.n)
			continue;
		bool again = false;
		for (size_t k = 0; k < i && !again; k++)
			again = str_eq(row[k].property, STR("member")) &&
				str_eq(row[k].ref_number, row[i].ref_number);
		ret->named += !again;
	}
	*ret_has = best > 0;
	return 0;
}

int today_load_groups(struct page_request *p, struct today_view *v, struct err *e)
{
	enum { GROUPS_LOOKED_AT = 10 };
	struct found found;
	v->groups = NEW_N(p->a, TODAY_GROUPS, struct today_group);
	TRY(today_find(p, STR("group"), GROUPS_LOOKED_AT, &found, e));
	for (size_t i = 0; i < found.n && v->n_groups < TODAY_GROUPS; i++) {
		bool has;
		TRY(load_group(p, &found.cards[i], &v->groups[v->n_groups], &has, e));
		if (!has)
			continue;
		TRY(names_load_claims(&v->names, p, &v->groups[v->n_groups].reported, 1, e));
		v->n_groups++;
	}
	return 0;
}
