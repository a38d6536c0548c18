/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_report.c - what a run found, as numbers; into the log and back. */
#include "link/register_priv.h"

#include <math.h>

enum { WARNINGS_MAX = 40 };

/* ---- from a result ---- */

static void count_lists(const struct linkage_set *s, const struct link_result *res,
			const uint32_t *sure, float accept, struct arena *a,
			struct linkage_report *ret)
{
	uint32_t *size = NEW_N(a, s->n, uint32_t);
	ret->lists = NEW_N(a, s->n_lists, struct linkage_list);
	ret->n_lists = s->n_lists;
	for (size_t i = 0; i < s->n; i++)
		size[sure[i]]++;
	for (size_t l = 0; l < s->n_lists; l++)
		ret->lists[l] = (struct linkage_list){
			.list = s->lists[l].list,
			.number = s->lists[l].number,
			.label = s->lists[l].label,
			.duplicate_free = s->lists[l].duplicate_free,
			.expected_milli = res->on_list ? llround(res->on_list[l] * 1000) : 0
		};
	for (size_t i = 0; i < s->n; i++) {
		struct linkage_list *l = &ret->lists[s->of[i].list];
		bool linkable = link_is_linkable(s->set, i);
		l->records++;
		l->linked += size[sure[i]] > 1;
		l->unnamed += !linkable;
		ret->linked += size[sure[i]] > 1;
		ret->persons += linkable && sure[i] == i;
	}
	for (size_t i = 0; i < res->n_pairs; i++) {
		const struct link_pair *p = &res->pairs[i];
		if (s->of[p->a].list == s->of[p->b].list)
			ret->lists[s->of[p->a].list].within += p->probability >= accept;
	}
}

static void take_model(const struct link_model *m, struct arena *a, struct linkage_report *ret)
{
	ret->lambda = m->lambda;
	ret->prior_bits = m->prior_bits;
	ret->n_fields = m->n_fields;
	ret->fields = NEW_N(a, m->n_fields, struct linkage_model_field);
	for (size_t i = 0; i < m->n_fields; i++) {
		const struct link_model_field *f = &m->fields[i];
		struct linkage_model_field *to = &ret->fields[i];
		*to = (struct linkage_model_field){ .label = f->field.label,
						    .type = f->field.type,
						    .by_frequency = f->by_frequency,
						    .n_levels = f->n_levels };
		to->levels = NEW_N(a, f->n_levels, struct linkage_level);
		for (size_t l = 0; l < f->n_levels; l++)
			to->levels[l] = (struct linkage_level){ f->levels[l].what, f->levels[l].m,
								f->levels[l].u, f->levels[l].bits,
								f->levels[l].pairs };
	}
}

static void take_counts(const struct link_result *res, struct linkage_report *ret)
{
	const struct link_counts *c = &res->counts;
	const struct link_recall *k = &res->recall;
	ret->records = (int64_t)c->records;
	ret->linkable = (int64_t)c->linkable;
	ret->unnamed = (int64_t)c->unnamed;
	ret->groups = (int64_t)c->groups;
	ret->likely = (int64_t)c->clusters;
	ret->lo = (int64_t)c->lo < ret->persons ? (int64_t)c->lo : ret->persons;
	ret->hi = (int64_t)c->hi > ret->persons ? (int64_t)c->hi : ret->persons;
	ret->drawn_lo = (int64_t)c->drawn_lo;
	ret->drawn_hi = (int64_t)c->drawn_hi;
	ret->pairs = (int64_t)c->pairs;
	ret->accepted = (int64_t)c->auto_accepted;
	ret->candidates = (int64_t)k->candidates;
	ret->exhaustive = k->exhaustive;
	ret->audited = (int64_t)k->audited;
	ret->audit_missed = (int64_t)k->audit_missed;
	ret->audit_found = (int64_t)k->audit_found;
	ret->recall_captured = k->exhaustive ? 1 : k->captured;
	ret->recall_bound = k->exhaustive ? 1 : k->bound;
}

static void warn_of_lists(const struct linkage_set *s, struct arena *a, struct linkage_report *ret,
			  size_t *cap)
{
	(void)s;
	for (size_t i = 0; i < ret->n_lists; i++) {
		const struct linkage_list *l = &ret->lists[i];
		if (!l->duplicate_free || !l->within)
			continue;
		ret->warnings =
			arena_grow(a, ret->warnings, ret->n_warnings, cap, sizeof *ret->warnings);
		ret->warnings[ret->n_warnings++] = (struct link_warning){
			.code = LINK_WARN_DOUBLES, .text = { l->number }, .n = { (double)l->within }
		};
	}
}

void linkage_report_of(const struct linkage_set *s, const struct link_result *res,
		       const uint32_t *sure, const struct linkage_options *o, bool frozen,
		       struct str model, struct arena *a, struct linkage_report *ret)
{
	size_t cap = 0;
	*ret = (struct linkage_report){
		.model = model, .frozen = frozen, .seed = o->seed, .accept = o->accept
	};
	count_lists(s, res, sure, (float)o->accept, a, ret);
	take_model(res->model, a, ret);
	take_counts(res, ret);
	warn_of_lists(s, a, ret, &cap);
	for (size_t i = 0; i < res->n_warnings && ret->n_warnings < WARNINGS_MAX; i++) {
		/* Said above, and of those that count. */
		if (res->warnings[i].code == LINK_WARN_DUPLICATES)
			continue;
		ret->warnings =
			arena_grow(a, ret->warnings, ret->n_warnings, &cap, sizeof *ret->warnings);
		ret->warnings[ret->n_warnings++] = res->warnings[i];
	}
}

/* ---- into the log and back: whole numbers only ---- */

static const int64_t MILLION = 1000000;
static const int64_t BILLION = 1000000000; /* shares of all pairs are small */
static const int64_t UNKNOWN = -1;

static int64_t millionths(double v)
{
	return isfinite(v) ? (int64_t)llround(v * (double)MILLION) : UNKNOWN;
}

struct number_of {
	const char *name;
	size_t at;
};
#define NUMBER(x)                                                                                  \
	{                                                                                          \
#x, offsetof(struct linkage_report, x)                                             \
	}
static const struct number_of NUMBERS[] = {
	NUMBER(records),
	NUMBER(linkable),
	NUMBER(unnamed),
	NUMBER(groups),
	NUMBER(persons),
	NUMBER(likely),
	NUMBER(linked),
	NUMBER(lo),
	NUMBER(hi),
	NUMBER(drawn_lo),
	NUMBER(drawn_hi),
	NUMBER(pairs),
	NUMBER(accepted),
	NUMBER(in_review),
	NUMBER(candidates),
	NUMBER(audited),
	NUMBER(audit_missed),
	NUMBER(audit_found),
	NUMBER(milliseconds),
	NUMBER(expected_milli),
	NUMBER(besides_milli),
};

static void put_lists(const struct linkage_report *r, struct buf *b)
{
	buf_lit(b, ",\"lists\":[");
	for (size_t i = 0; i < r->n_lists; i++) {
		const struct linkage_list *l = &r->lists[i];
		buf_printf(b, "%s[\"%.*s\",%lld,%lld,%lld,%lld,%d,%lld]", i ? "," : "",
			   STR_FMT(l->number), (long long)l->records, (long long)l->linked,
			   (long long)l->unnamed, (long long)l->within, l->duplicate_free,
			   (long long)l->expected_milli);
	}
	buf_char(b, ']');
}

/* ["order","date","","",0,0,0]: what it speaks of, then its numbers in billionths. */
static void put_warning(struct buf *b, const struct link_warning *w, bool first)
{
	buf_add(b, first ? STR("[") : STR(",["));
	json_put_str(b,
		     w->code == LINK_WARN_OTHER ? w->text[0] : str_of(link_warning_code(w->code)));
	for (size_t i = 0; i < LINK_WARN_TEXTS; i++) {
		buf_char(b, ',');
		json_put_str(b, w->text[i]);
	}
	for (size_t i = 0; i < LINK_WARN_NUMBERS; i++)
		buf_printf(b, ",%lld", (long long)llround(w->n[i] * (double)BILLION));
	buf_char(b, ']');
}

void linkage_warnings_write(const struct link_warning *w, size_t n, struct buf *b)
{
	buf_char(b, '[');
	for (size_t i = 0; i < n; i++)
		put_warning(b, &w[i], i == 0);
	buf_char(b, ']');
}

void linkage_summary_write(const struct linkage_report *r, struct buf *b)
{
	buf_printf(b, "{\"kind\":\"linkage\",\"seed\":\"%llu\",\"accept_ppm\":%lld",
		   (unsigned long long)r->seed, (long long)millionths(r->accept));
	for (size_t i = 0; i < COUNT(NUMBERS); i++) {
		int64_t v;
		memcpy(&v, (const char *)r + NUMBERS[i].at, sizeof v);
		buf_printf(b, ",\"%s\":%lld", NUMBERS[i].name, (long long)v);
	}
	buf_printf(b, ",\"frozen\":%s,\"exhaustive\":%s,\"captured_ppm\":%lld,\"bound_ppm\":%lld",
		   r->frozen ? "true" : "false", r->exhaustive ? "true" : "false",
		   (long long)millionths(r->recall_captured),
		   (long long)millionths(r->recall_bound));
	put_lists(r, b);
	buf_lit(b, ",\"warnings\":");
	linkage_warnings_write(r->warnings, r->n_warnings, b);
	buf_char(b, '}');
}

static double share_at(const struct json *s, const char *name)
{
	int64_t v = UNKNOWN;
	json_int(json_get(s, str_of(name)), &v);
	return v == UNKNOWN ? (double)NAN : (double)v / (double)MILLION;
}

static int read_lists(struct reg *r, const struct json *v, struct arena *a,
		      struct linkage_report *ret)
{
	ret->lists = NEW_N(a, v ? v->n : 0, struct linkage_list);
	for (const struct json *i = json_first(v); i; i = i->next) {
		struct linkage_list *l = &ret->lists[ret->n_lists++];
		struct list_summary sum;
		struct entity en;
		int64_t n[6] = { 0 };
		size_t k = 0;
		l->number = STR("");
		l->label = STR("case pages");
		json_str(json_first(i), &l->number);
		for (const struct json *c = json_first(i) ? json_first(i)->next : NULL;
		     c && k < COUNT(n); c = c->next)
			json_int(c, &n[k++]);
		l->records = n[0];
		l->linked = n[1];
		l->unnamed = n[2];
		l->within = n[3];
		l->duplicate_free = n[4] != 0;
		l->expected_milli = n[5];
		if (l->number.n && reg_entity(r, l->number, a, &en, NULL) == 0 &&
		    reg_list_brief(r, en.id, a, &sum, NULL) == 0) {
			l->list = en.id;
			l->label = sum.label;
		}
	}
	return 0;
}

void linkage_warnings_read(const struct json *v, struct arena *a, struct linkage_report *ret)
{
	ret->warnings = NEW_N(a, v ? v->n : 0, struct link_warning);
	for (const struct json *i = json_first(v); i; i = i->next) {
		struct link_warning *w = &ret->warnings[ret->n_warnings++];
		const struct json *c = json_first(i);
		struct str code = STR("");
		json_str(c, &code);
		*w = (struct link_warning){ .code = link_warning_of(code) };
		for (size_t k = 0; k < LINK_WARN_TEXTS && (c = c ? c->next : NULL); k++)
			json_str(c, &w->text[k]);
		for (size_t k = 0; k < LINK_WARN_NUMBERS && (c = c ? c->next : NULL); k++) {
			int64_t n = 0;
			json_int(c, &n);
			w->n[k] = (double)n / (double)BILLION;
		}
		if (w->code == LINK_WARN_OTHER)
			w->text[0] = code;
	}
}

static int read_summary(struct reg *r, struct str json, struct arena *a, struct linkage_report *ret,
			struct err *e)
{
	const struct json *s;
	struct str seed = STR("");
	TRY(json_read(json, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &s, e));
	json_str(json_get(s, STR("seed")), &seed);
	for (size_t i = 0; i < seed.n; i++)
		ret->seed = ret->seed * 10 + (uint64_t)(seed.p[i] - '0');
	for (size_t i = 0; i < COUNT(NUMBERS); i++) {
		int64_t v = 0;
		json_int(json_get(s, str_of(NUMBERS[i].name)), &v);
		memcpy((char *)ret + NUMBERS[i].at, &v, sizeof v);
	}
	ret->accept = share_at(s, "accept_ppm");
	ret->recall_captured = share_at(s, "captured_ppm");
	ret->recall_bound = share_at(s, "bound_ppm");
	json_bool(json_get(s, STR("frozen")), &ret->frozen);
	json_bool(json_get(s, STR("exhaustive")), &ret->exhaustive);
	linkage_warnings_read(json_get(s, STR("warnings")), a, ret);
	return read_lists(r, json_get(s, STR("lists")), a, ret);
}

int linkage_run_numbers(struct reg *r, int64_t run, struct arena *a, struct linkage_report *ret,
			struct err *e)
{
	struct assign_row row;
	TRY(reg_assign_run(r, run, a, &row, e));
	return read_summary(r, row.summary, a, ret, e);
}

/* What a run found, and what each that added to it up to `run` says it changed. */
static int read_added(struct reg *r, int64_t base, int64_t run, struct arena *a,
		      struct linkage_report *ret, struct err *e)
{
	int64_t *added;
	size_t n;
	TRY(linkage_run_numbers(r, base, a, ret, e));
	TRY(reg_runs_added(r, base, a, &added, &n, e));
	for (size_t i = 0; i < n && added[i] <= run; i++) {
		struct linkage_report one = { 0 };
		TRY(linkage_run_numbers(r, added[i], a, &one, e));
		ret->records += one.records;
		ret->linkable += one.records;
		ret->persons += one.persons;
		ret->pairs += one.pairs;
		ret->accepted += one.accepted;
		ret->in_review += one.in_review;
		if (ret->expected_milli)
			linkage_expect_move(one.expected_milli ? one.expected_milli
							       : 1000 * one.persons,
					    &ret->expected_milli, &ret->drawn_lo, &ret->drawn_hi);
	}
	ret->frozen = true;
	return 0;
}

int linkage_report(struct reg *r, int64_t run, struct arena *a, struct linkage_report *ret,
		   struct err *e)
{
	struct assign_row row;
	struct str json;
	int64_t base;
	struct link_model *m = NEW(a, struct link_model);
	if (!run)
		TRY(reg_run_newest(r, &run, e));
	if (!run)
		return err_set(e, ERR_NOTFOUND, "lists were not linked yet: `vigil link run`");
	TRY(reg_assign_run(r, run, a, &row, e));
	*ret = (struct linkage_report){ .run = run,
					.recorded_ms = row.recorded_ms,
					.model = row.model };
	TRY(reg_run_base(r, run, &base, e));
	TRY(reg_run_model_of(r, base, a, &json, e));
	TRY(link_model_read(json, a, m, e));
	take_model(m, a, ret);
	return base == run ? read_summary(r, row.summary, a, ret, e)
			   : read_added(r, base, run, a, ret, e);
}

int linkage_base(struct reg *r, struct arena *a, int64_t *ret_run,
		 const struct link_model **ret_model, struct str *ret_name, float *ret_accept,
		 struct err *e)
{
	struct assign_row row;
	struct str json;
	const struct json *s;
	struct link_model *m = NEW(a, struct link_model);
	TRY(reg_run_newest(r, ret_run, e));
	*ret_accept = .95F;
	if (ret_model)
		*ret_model = NULL;
	if (!*ret_run)
		return 0;
	TRY(reg_assign_run(r, *ret_run, a, &row, e));
	TRY(json_read(row.summary, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &s, e));
	double accept = share_at(s, "accept_ppm");
	*ret_accept = isfinite(accept) ? (float)accept : .95F;
	if (!ret_model)
		return 0;
	TRY(reg_run_model_of(r, *ret_run, a, &json, e));
	TRY(link_model_read(json, a, m, e));
	*ret_model = m;
	if (ret_name)
		*ret_name = linkage_model_name(json, a);
	return 0;
}
