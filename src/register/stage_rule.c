/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stage_rule.c - the rules of stage.h, in their order; numbers in comments are those of the rules. */
#include "register/stage.h"

static bool has_code(const struct stage_event *ev, struct str code)
{
	return ev->status && str_eq(ev->status->term.code, code);
}

static bool is_end(const struct stage_event *ev)
{
	return ev->status && ev->status->sort == STATUS_END;
}

static bool is_death(const struct stage_event *ev)
{
	return has_code(ev, STR("executed")) || has_code(ev, STR("died_in_custody")) ||
	       has_code(ev, STR("killed"));
}

static bool is_solitary(const struct stage_event *ev)
{
	return has_code(ev, STR("moved_to_solitary"));
}

static bool is_quashing(const struct stage_event *ev)
{
	return has_code(ev, STR("sentence_quashed"));
}

/* A stage that a person has only under a sentence of death. */
static bool is_risk(const struct stage_event *ev)
{
	return ev->status && ev->status->sort == STATUS_STAGE && ev->status->at_risk;
}

static bool shows_sentence(const struct stage_event *ev)
{
	return (is_risk(ev) && !is_solitary(ev)) || is_quashing(ev);
}

static bool surely_after(const struct stage_event *x, const struct stage_event *y)
{
	return x->lo > y->hi;
}

/* The events with what the rules ask of all of them. */
struct course {
	const struct stage_event *ev;
	size_t n;
	size_t n_sentences, n_quashings;
};

/* (3) */
static bool counts(const struct course *c, const struct stage_event *x)
{
	if (!x->status || !is_solitary(x))
		return x->status != NULL;
	for (size_t i = 0; i < c->n; i++)
		if (shows_sentence(&c->ev[i]) && !surely_after(&c->ev[i], x))
			return true;
	return false;
}

/* (2) */
static bool is_current(const struct course *c, const struct stage_event *x)
{
	for (size_t i = 0; i < c->n; i++)
		if (counts(c, &c->ev[i]) && surely_after(&c->ev[i], x))
			return false;
	return counts(c, x);
}

static bool is_further(const struct stage_event *x, const struct stage_event *y)
{
	if (x->status->order != y->status->order)
		return x->status->order > y->status->order;
	return x->lo != y->lo ? x->lo > y->lo : x->hi > y->hi;
}

typedef bool choose(const struct course *c, const struct stage_event *x);

static ptrdiff_t furthest(const struct course *c, choose *among)
{
	ptrdiff_t best = STAGE_NO_EVENT;
	for (size_t i = 0; i < c->n; i++)
		if (among(c, &c->ev[i]) && (best < 0 || is_further(&c->ev[i], &c->ev[best])))
			best = (ptrdiff_t)i;
	return best;
}

static bool is_any_end(const struct course *c, const struct stage_event *x)
{
	(void)c;
	return is_end(x);
}

static bool is_current_risk(const struct course *c, const struct stage_event *x)
{
	return is_risk(x) && is_current(c, x);
}

/* (5) A sentence that no ending and no quashing answers. */
static bool stands(const struct course *c, const struct stage_event *s)
{
	if (!is_risk(s) || is_solitary(s))
		return false;
	for (size_t i = 0; i < c->n; i++) {
		const struct stage_event *x = &c->ev[i];
		if (is_end(x))
			return false;
		if (is_quashing(x) && surely_after(x, s))
			return false;
		if (is_quashing(x) && !surely_after(s, x) && c->n_sentences <= c->n_quashings)
			return false;
	}
	return true;
}

/* (6) */
static bool ends_clash(const struct course *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct stage_event *end = &c->ev[i];
		if (!is_end(end))
			continue;
		for (size_t k = 0; k < c->n; k++) {
			const struct stage_event *x = &c->ev[k];
			if (is_end(x) && is_death(end) && x->status != end->status)
				return true;
			bool stage = !is_end(x) && counts(c, x);
			if (stage && surely_after(x, end) && (is_risk(x) || is_death(end)))
				return true;
		}
	}
	return false;
}

static struct stage stage_at(const struct course *c, ptrdiff_t at)
{
	return (struct stage){ .code = c->ev[at].status->term.code, .at = at };
}

struct stage stage_of(const struct stage_event *ev, size_t n)
{
	struct course c = { .ev = ev, .n = n };
	for (size_t i = 0; i < n; i++) {
		c.n_sentences += has_code(&ev[i], STR("sentenced_to_death"));
		c.n_quashings += is_quashing(&ev[i]);
	}
	ptrdiff_t end = furthest(&c, is_any_end);
	if (ends_clash(&c))
		return (struct stage){ .code = STR("end_in_conflict"), .at = end };
	if (end >= 0 && is_death(&ev[end]))
		return stage_at(&c, end);

	ptrdiff_t at = furthest(&c, is_current);
	if (at < 0)
		return (struct stage){ .code = n ? STR("no_sentence_recorded") : STR("unknown"),
				       .at = STAGE_NO_EVENT };
	if (is_end(&ev[at]))
		return stage_at(&c, at);
	if (is_quashing(&ev[at]) && c.n_sentences > c.n_quashings) { /* (4) */
		ptrdiff_t risk = furthest(&c, is_current_risk);
		return stage_at(&c, risk >= 0 ? risk : at);
	}
	if (!is_quashing(&ev[at]) && !is_risk(&ev[at])) { /* (5) */
		for (size_t i = 0; i < n; i++)
			if (stands(&c, &ev[i]))
				return (struct stage){ .code = STR("not_reported_executed"),
						       .at = at };
	}
	return stage_at(&c, at);
}

bool stage_counts_as(const struct status *st, struct str code)
{
	if (str_eq(st->term.code, code))
		return true;
	return str_eq(code, STR("not_reported_executed")) && st->sort == STATUS_STAGE &&
	       st->at_risk;
}

static void widen(const struct stage_day *d, bool *any, int32_t *lo, int32_t *hi)
{
	if (!*any || d->lo < *lo)
		*lo = d->lo;
	if (!*any || d->hi > *hi)
		*hi = d->hi;
	*any = true;
}

void stage_span(const struct stage_day *d, size_t n, int32_t *ret_lo, int32_t *ret_hi)
{
	bool any[3] = { false };
	int32_t lo[3] = { 0 }, hi[3] = { 0 };
	for (size_t i = 0; i < n; i++)
		widen(&d[i], &any[d[i].of], &lo[d[i].of], &hi[d[i].of]);
	if (any[DAY_DATE]) {
		*ret_lo = lo[DAY_DATE];
		*ret_hi = hi[DAY_DATE];
		return;
	}
	*ret_lo = any[DAY_START] ? lo[DAY_START] : INT32_MIN;
	*ret_hi = any[DAY_END] ? hi[DAY_END] : any[DAY_START] ? hi[DAY_START] : INT32_MAX;
}
