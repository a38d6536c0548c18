/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure_series.c - the cases of a figure put into periods and lines. */
#include "register/figure_series.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/order.h"
#include "register/asof.h"
#include "register/figure_priv.h"
#include "text/calendar.h"

static const struct sql SIZE_ON =
	SQL("SELECT seq FROM statement WHERE seq >= :from AND seq < :size AND recorded_ms < :ms"
	    " ORDER BY seq DESC LIMIT 1");

enum { DAY_MS = 86400000, EPOCH_JDN = 2440588 };

/* One case and where it stands. */
struct placed {
	const struct figure_hit *hit;
	struct figure_days days;
	bool year;	  /* its day stands for a year */
	int64_t from, to; /* periods, from 0; from > to: in none */
	size_t lines[3];
	size_t n_lines;
};

struct making {
	struct reg *r;
	const struct figure_rule *rule;
	struct figure_series *s;
	struct arena *a;
	struct placed *cases;
	size_t n;
	struct map by_code;
	struct list lines;   /* struct figure_line */
	struct list members; /* by line: a list of the indices of its cases */
	struct list parts;   /* struct figure_part */
	int64_t zero;	     /* number of the first period */
};

/* ---- when -------------------------------------------------------------------------- */

static bool has_ends(const struct figure_days *d)
{
	return d->lo != INT32_MIN && d->hi != INT32_MAX;
}

static int find_years(struct making *m)
{
	struct figure_days *d = NEW_N(m->a, m->n, struct figure_days);
	bool *years = NEW_N(m->a, m->n, bool);
	for (size_t i = 0; i < m->n; i++)
		d[i] = m->cases[i].days;
	if (m->rule->new_year == NEW_YEAR_DAY)
		return 0;
	m->s->new_year =
		(int64_t)figure_find_years(d, m->n, m->rule->new_year == NEW_YEAR_YEAR, years);
	for (size_t i = 0; i < m->n; i++) {
		m->cases[i].days = d[i];
		m->cases[i].year = years[i];
	}
	return 0;
}

/* From the window, else from the first case that has a period; to the day of the log. */
static int find_periods(struct making *m, struct err *e)
{
	struct figure_series *s = m->s;
	int64_t first = INT64_MAX;
	int64_t last = 0;
	int32_t end = s->day;
	int64_t t;
	if (m->rule->window.given && m->rule->window.hi < end)
		end = m->rule->window.hi;
	if (!figure_period_of(s->by, end, &last))
		return err_set(e, ERR_INPUT, "this calendar does not reach to the day of the log");
	if (m->rule->window.given && m->rule->window.lo != INT32_MIN) {
		if (!figure_period_of(s->by, m->rule->window.lo, &first))
			return err_set(e, ERR_INPUT,
				       "this calendar does not reach back to the window");
	} else {
		for (size_t i = 0; i < m->n; i++)
			if (has_ends(&m->cases[i].days) &&
			    figure_period_of(s->by, m->cases[i].days.lo, &t) && t < first)
				first = t;
	}
	if (first > last)
		return 0;
	if (last - first >= FIGURE_PERIODS_MAX)
		return err_set(
			e, ERR_INPUT,
			"the dates reach over %lld periods, more than %d: give the figure a window",
			(long long)(last - first + 1), FIGURE_PERIODS_MAX);
	m->zero = first;
	s->n = (size_t)(last - first + 1);
	s->first = NEW_N(m->a, s->n + 1, int32_t);
	s->label = NEW_N(m->a, s->n, struct str);
	for (size_t i = 0; i <= s->n; i++)
		if (!figure_period_first(s->by, first + (int64_t)i, &s->first[i]))
			return err_set(e, ERR_INPUT, "this calendar does not reach to the window");
	s->unfinished = s->first[s->n] - 1 > end;
	return 0;
}

static void write_labels(struct making *m)
{
	struct figure_series *s = m->s;
	for (size_t i = 0; i < s->n; i++) {
		struct cal_day d;
		enum calendar cal = s->by == FIGURE_BY_JALALI_MONTH ? CAL_JALALI : CAL_GREGORIAN;
		if (!cal_from_jdn(cal, s->first[i], &d))
			continue;
		s->label[i] =
			s->by == FIGURE_BY_WEEK
				? str_printf(m->a, "%04d-%02d-%02d", (int)d.year, d.month, d.day)
				: str_printf(m->a, "%04d-%02d", (int)d.year, d.month);
	}
}

static void place_in_time(struct making *m, struct placed *c)
{
	struct figure_series *s = m->s;
	int64_t from;
	int64_t to;
	c->from = 1;
	c->to = 0;
	if (s->n && has_ends(&c->days) && c->days.lo >= s->first[s->n]) {
		s->later++;
		return;
	}
	if (!s->n || !has_ends(&c->days) || !figure_period_of(s->by, c->days.lo, &from) ||
	    !figure_period_of(s->by, c->days.hi, &to)) {
		s->apart++;
		return;
	}
	if (from == to && !c->year) {
		if (from < m->zero) {
			s->apart++;
			return;
		}
		c->from = c->to = from - m->zero;
		s->whole++;
		return;
	}
	/* What lies outside the sheet has no part: the case is of the window. */
	from = from < m->zero ? 0 : from - m->zero;
	to = to - m->zero >= (int64_t)s->n ? (int64_t)s->n - 1 : to - m->zero;
	if (!m->rule->spread || from > to) {
		s->apart++;
		return;
	}
	c->from = from;
	c->to = to;
	s->spread++;
}

/* ---- where ------------------------------------------------------------------------- */

static size_t line_of(struct making *m, struct str code, struct str label, struct str label_fa,
		      size_t parent)
{
	struct str key = str_printf(m->a, "%zu/%.*s", parent, STR_FMT(code));
	size_t *known = map_get(&m->by_code, key);
	if (known)
		return *known;
	known = NEW(m->a, size_t);
	*known = m->lines.n;
	struct figure_line *l = list_add(&m->lines);
	*l = (struct figure_line){ .code = code,
				   .label = label,
				   .label_fa = label_fa,
				   .parent = parent,
				   .count = NEW_N(m->a, m->s->n, int64_t) };
	*map_at(&m->by_code, key) = known;
	struct list *cases = list_add(&m->members);
	list_init(cases, m->a, sizeof(size_t));
	return *known;
}

static size_t coded_line(struct making *m, const char *set, struct str code, size_t parent)
{
	const struct term *t = code.n ? vocab_term(m->r->vocab, str_of(set), code) : NULL;
	if (!code.n)
		return line_of(m, STR("-"), STR("not recorded"), STR("ثبت نشده"), parent);
	return line_of(m, code, t ? t->en : code, t ? t->fa : STR(""), parent);
}

static int place_in_lines(struct making *m, struct placed *c, struct err *e)
{
	struct card event;
	struct card person;
	struct card prison;
	c->lines[c->n_lines++] = 0;
	if (m->s->of == FIGURE_OF_ALL)
		return 0;
	TRY(reg_card(m->r, c->hit->event, m->a, &event, e));
	if (m->s->of == FIGURE_OF_CHARGE) {
		if (!event.charge.n && c->hit->entity != c->hit->event) {
			TRY(reg_card(m->r, c->hit->entity, m->a, &person, e));
			event.charge = person.charge;
		}
		c->lines[c->n_lines++] = coded_line(m, "charges", event.charge, 0);
		return 0;
	}
	size_t province = coded_line(m, "provinces", event.province, 0);
	c->lines[c->n_lines++] = province;
	if (m->s->of == FIGURE_OF_PRISON && event.place) {
		TRY(reg_card(m->r, event.place, m->a, &prison, e));
		c->lines[c->n_lines++] =
			line_of(m, prison.number, prison.label, prison.label_fa, province);
	}
	if (m->lines.n > FIGURE_LINES_MAX)
		return err_set(e, ERR_TOOBIG, "there are more than %d places", FIGURE_LINES_MAX);
	return 0;
}

/* ---- sums --------------------------------------------------------------------------- */

/* The case as parts of one, a period each: by days, so that long months have more. */
static void add_parts(const struct figure_series *s, const struct placed *c, double *sums)
{
	double days = 0;
	for (int64_t t = c->from; t <= c->to; t++) {
		int32_t lo = c->days.lo > s->first[t] ? c->days.lo : s->first[t];
		int32_t hi = c->days.hi < s->first[t + 1] - 1 ? c->days.hi : s->first[t + 1] - 1;
		days += hi - lo + 1;
	}
	for (int64_t t = c->from; t <= c->to; t++) {
		int32_t lo = c->days.lo > s->first[t] ? c->days.lo : s->first[t];
		int32_t hi = c->days.hi < s->first[t + 1] - 1 ? c->days.hi : s->first[t + 1] - 1;
		sums[t] += (hi - lo + 1) / days;
	}
}

/* Cases of a line that `wanted` wants, as whole numbers a period. */
typedef bool wanted(const struct placed *c, int64_t source);

static void sum_up(struct making *m, size_t line, wanted *want, int64_t source, int64_t *ret)
{
	struct figure_series *s = m->s;
	const struct list *cases = &((struct list *)m->members.p)[line];
	AUTO_ARENA *scratch = arena_new(0);
	double *sums = NEW_N(scratch, s->n, double);
	int64_t *parts = NEW_N(scratch, s->n, int64_t);
	bool spread = false;
	for (size_t i = 0; i < cases->n; i++) {
		const struct placed *c = &m->cases[((const size_t *)cases->p)[i]];
		if (c->from > c->to || !want(c, source))
			continue;
		if (c->from == c->to) {
			ret[c->from]++;
			continue;
		}
		add_parts(s, c, sums);
		spread = true;
	}
	if (!spread)
		return;
	figure_round(sums, s->n, parts);
	for (size_t t = 0; t < s->n; t++)
		ret[t] += parts[t];
}

static bool any_case(const struct placed *c, int64_t source)
{
	(void)c;
	(void)source;
	return true;
}

static bool is_said(const struct placed *c, int64_t source)
{
	return id_set_has(&c->hit->sources, source);
}

static bool is_alone(const struct placed *c, int64_t source)
{
	return c->hit->sources.n == 1 && c->hit->sources.p[0] == source;
}

static int add_source(struct making *m, size_t line, int64_t source, struct err *e)
{
	const struct figure_line *l = &((struct figure_line *)m->lines.p)[line];
	struct card card;
	TRY(reg_card(m->r, source, m->a, &card, e));
	struct figure_part *p = list_add(&m->parts);
	*p = (struct figure_part){ .line = line,
				   .source = card.entity,
				   .number = card.number,
				   .label = card.label,
				   .label_fa = card.label_fa,
				   .said = NEW_N(m->a, m->s->n, int64_t),
				   .alone = NEW_N(m->a, m->s->n, int64_t) };
	sum_up(m, line, is_said, source, p->said);
	sum_up(m, line, is_alone, source, p->alone);
	/* Rounded apart from the whole, a part may be a case above it. */
	for (size_t t = 0; t < m->s->n; t++) {
		p->said[t] = p->said[t] > l->count[t] ? l->count[t] : p->said[t];
		p->alone[t] = p->alone[t] > l->count[t] ? l->count[t] : p->alone[t];
	}
	return 0;
}

static int sum_line(struct making *m, size_t line, struct err *e)
{
	struct figure_line *l = &((struct figure_line *)m->lines.p)[line];
	const struct list *cases = &((struct list *)m->members.p)[line];
	struct list sources;
	sum_up(m, line, any_case, 0, l->count);
	for (size_t t = 0; t < m->s->n; t++)
		l->cases += l->count[t];
	list_init(&sources, m->a, sizeof(int64_t));
	for (size_t i = 0; i < cases->n; i++) {
		const struct placed *c = &m->cases[((const size_t *)cases->p)[i]];
		for (size_t k = 0; c->from <= c->to && k < c->hit->sources.n; k++)
			*(int64_t *)list_add(&sources) = c->hit->sources.p[k];
	}
	int64_t *ids = sources.p;
	size_t n_ids = order_each_once(ids, sources.n);
	for (size_t i = 0; i < n_ids; i++)
		TRY(add_source(m, line, ids[i], e));
	return 0;
}

static int make(struct making *m, const struct figure_sum *sum, struct err *e)
{
	struct figure_series *s = m->s;
	m->cases = NEW_N(m->a, sum->hits.n, struct placed);
	for (size_t i = 0; i < sum->hits.n; i++) {
		const struct figure_hit *h = &sum->hits.p[i];
		if (!h->apart)
			m->cases[m->n++] = (struct placed){ .hit = h, .days = { h->lo, h->hi } };
	}
	TRY(find_years(m));
	TRY(find_periods(m, e));
	write_labels(m);
	line_of(m, STR(""), STR("All"), STR("همه"), 0);
	for (size_t i = 0; i < m->n; i++) {
		place_in_time(m, &m->cases[i]);
		TRY(place_in_lines(m, &m->cases[i], e));
		for (size_t k = 0; k < m->cases[i].n_lines; k++)
			*(size_t *)list_add(&((struct list *)m->members.p)[m->cases[i].lines[k]]) =
				i;
	}
	for (size_t i = 0; i < m->lines.n; i++)
		TRY(sum_line(m, i, e));
	s->lines = m->lines.p;
	s->n_lines = m->lines.n;
	s->parts = m->parts.p;
	s->n_parts = m->parts.n;
	return 0;
}

int32_t figure_day_of_ms(int64_t recorded_ms)
{
	return (int32_t)(recorded_ms / DAY_MS) + EPOCH_JDN;
}

int figure_last_day(struct reg *r, int64_t as_of, int32_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	static const struct sql LAST =
		SQL("SELECT recorded_ms FROM statement WHERE seq >= :from AND seq < :size"
		    " ORDER BY seq DESC LIMIT 1");
	bool there;
	TRY(store_stmt(reg_store(r), &LAST, &q, e));
	bind_int(q, ":from", number_of(number_site(as_of), 0));
	bind_int(q, ":size", as_of);
	TRY(stmt_next(q, &there, e));
	*ret = figure_day_of_ms(there ? col_int(q, 0) : 0);
	return 0;
}

int reg_figure_series(struct reg *r, int64_t figure, int64_t as_of, enum figure_by by,
		      enum figure_of of, struct arena *a, struct figure_series *ret, struct err *e)
{
	struct figure_series s = { .by = by, .of = of };
	struct making m = { .s = &s, .a = a };
	const struct figure_sum *sum;
	struct figure_asked q;
	struct figure_rule rule;
	/* Cards have no history: lines by place need the register of then. */
	TRY(figure_ask(r, as_of, of != FIGURE_OF_ALL, &q, e));
	TRY(figure_find_then(r, &q, &figure, a, e));
	TRY(figure_load(&q, figure, a, &s.figure, &sum, e));
	if (!sum)
		return err_set(e, ERR_INPUT, "nothing is counted for this figure");
	TRY(figure_rule_read(r->vocab, s.figure.rule, a, &rule, e));
	if (rule.count == FIGURE_STATUS)
		return err_set(
			e, ERR_INPUT,
			"this figure counts persons by status; a series is made of events, which have dates");
	TRY(figure_last_day(q.r, q.as_of, &s.day, e));
	m.r = q.r;
	m.rule = &rule;
	map_init(&m.by_code, a);
	list_init(&m.lines, a, sizeof(struct figure_line));
	list_init(&m.members, a, sizeof(struct list));
	list_init(&m.parts, a, sizeof(struct figure_part));
	TRY(make(&m, sum, e));
	*ret = s;
	return 0;
}

int reg_size_on(struct reg *r, int32_t day, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t size;
	bool there;
	TRY(reg_log_size(reg_store(r), &size, e));
	TRY(store_stmt(reg_store(r), &SIZE_ON, &q, e));
	bind_int(q, ":from", number_of(number_site(size), 0));
	bind_int(q, ":size", size);
	bind_int(q, ":ms", ((int64_t)day + 1 - EPOCH_JDN) * DAY_MS);
	TRY(stmt_next(q, &there, e));
	*ret = there ? col_int(q, 0) + 1 : 0;
	return 0;
}

int64_t figure_line_year(const struct figure_series *s, const struct figure_line *l)
{
	size_t n = s->n - (s->n && s->unfinished);
	size_t year = (size_t)figure_by_freq(s->by);
	int64_t sum = 0;
	for (size_t i = n > year ? n - year : 0; i < n; i++)
		sum += l->count[i];
	return sum;
}
