/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_figure.c - a number and the list of numbers: reading the address, counting. */
#include "web/page_figure.h"

#include "base/json.h"
#include "link/register.h"
#include "web/routes.h"

enum { PAGES_MAX = 1000000 };

struct str figure_title(enum lang lang, const struct figure *f)
{
	if (lang == LANG_FA && f->title_fa.n)
		return f->title_fa;
	return f->title.n ? f->title : f->number;
}

/* ---- the rule ---------------------------------------------------------- */

static void read_codes(const struct json *list, struct figure_words *w)
{
	struct str code;
	for (const struct json *i = json_first(list); i && w->n_codes < FIGURE_CODES_SHOWN;
	     i = i->next)
		if (json_str(i, &code))
			w->codes[w->n_codes++] = code;
}

bool figure_words_read(struct str rule, struct arena *a, struct figure_words *ret)
{
	const struct json *o;
	struct figure_words w = { 0 };
	struct str dates = STR("whole");
	if (!rule.n || json_read(rule, FIGURE_RULE_MAX, JSON_ANY, a, &o, NULL) < 0)
		return false;
	if (!json_str(json_get(o, STR("count")), &w.count))
		return false;
	read_codes(json_get(o, str_eq(w.count, STR("status")) ? STR("status") : STR("type")), &w);
	(void)json_str(json_get(o, STR("window")), &w.window);
	(void)json_str(json_get(o, STR("place")), &w.place);
	(void)json_str(json_get(o, STR("dates")), &dates);
	w.touching = str_eq(dates, STR("touching"));
	*ret = w;
	return true;
}

/* ---- load -------------------------------------------------------------- */

/* The first case that has a claim; most often the first. */
static int load_follow(struct page_request *p, struct figure_view *v, struct err *e)
{
	enum { LOOKED_AT = 5 };
	for (size_t i = 0; i < v->fig.n_cases && i < LOOKED_AT && !v->has_follow; i++) {
		struct claim_row *rows;
		size_t n;
		int64_t total;
		int64_t id = v->fig.cases[i].entity.entity.id;
		TRY(reg_claims(p->reg, CLAIMS_OF_SUBJECT, id, false, 0, 1, p->a, &rows, &n, &total,
			       e));
		/* A status follows from events that name the person. */
		if (!n)
			TRY(reg_claims(p->reg, CLAIMS_NAMING, id, false, 0, 1, p->a, &rows, &n,
				       &total, e));
		if (!n)
			continue;
		v->has_follow = true;
		v->follow_case = v->fig.cases[i].entity;
		v->follow = rows[0];
	}
	return v->has_follow ? names_load_claims(&v->names, p, &v->follow, 1, e) : 0;
}

static int load_place(struct page_request *p, struct figure_view *v, struct err *e)
{
	struct entity en;
	if (!v->words.place.n)
		return 0;
	int rc = reg_entity(p->reg, v->words.place, p->a, &en, e);
	if (rc == ERR_NOTFOUND)
		return 0;
	TRY(rc);
	return names_load_entity(&v->names, p, &en, e);
}

static int load_claims(struct page_request *p, struct figure_view *v, struct err *e)
{
	int64_t total;
	int64_t id = v->fig.entity.id;
	TRY(reg_claims(p->reg, CLAIMS_OF_SUBJECT, id, false, 0, FIGURE_CLAIMS, p->a, &v->claims,
		       &v->n_claims, &total, e));
	v->more_claims = total - (int64_t)v->n_claims;
	TRY(names_load_claims(&v->names, p, v->claims, v->n_claims, e));
	return reg_conflicts(p->reg, id, false, 0, FIGURE_CONFLICTS, p->a, &v->conflicts,
			     &v->n_conflicts, &total, e);
}

/* Who is one person is decided pair by pair, and a figure of persons moves with it. */
static int load_waiting(struct page_request *p, struct figure_view *v, struct err *e)
{
	struct linkage_among w;
	int64_t *persons;
	size_t n;
	if (v->past || !v->counted)
		return 0;
	TRY(reg_figure_persons(p->reg, v->fig.entity.id, p->a, &persons, &n, e));
	TRY(linkage_among(p->reg, persons, n, &w, e));
	v->waiting = w.pairs;
	v->least = v->fig.count - w.joined;
	v->expected = v->fig.count - linkage_whole(w.milli);
	return 0;
}

static int as_of(struct page_request *p, int64_t *ret, struct err *e)
{
	int64_t size = p->shell.head.size;
	TRY(page_arg_entry(p, "as_of", ret, e));
	if (number_site(*ret) == number_site(size) && *ret > size)
		return err_set(e, ERR_INPUT,
			       "the log has %s entries; “as_of” in the address asks for more",
			       number_str(p->a, size).p);
	return 0;
}

static int load(struct page_request *p, struct figure_view *v, struct err *e)
{
	struct entity en;
	int64_t size;
	int64_t known;
	enum figure_by by;
	enum figure_of of;
	TRY(page_entity(p, "figure", &en, e));
	TRY(as_of(p, &size, e));
	TRY(figure_known(p, &v->known, &known, e));
	TRY(figure_time_asked(p, &by, &of, e));
	size = known ? known : size;
	TRY(page_arg_int(p, "page", 1, &v->page, e));
	if (v->page < 1 || v->page > PAGES_MAX)
		return err_set(e, ERR_INPUT, "“page” in the address begins with 1");
	TRY(reg_figure_cases(p->reg, en.id, size, (v->page - 1) * FIGURE_CASES_PAGE,
			     FIGURE_CASES_PAGE, p->a, &v->fig, e));
	v->vocab = reg_vocab(p->reg);
	v->head = p->shell.head.size;
	v->past = size && size != v->head;
	v->org = p->shell.org;
	v->counted = figure_words_read(v->fig.rule, p->a, &v->words);
	if (v->page > 1 && !v->fig.n_cases)
		return err_set(e, ERR_NOTFOUND, "this list has fewer pages");
	names_init(&v->names, p->a);
	TRY(names_load_claims(&v->names, p, v->fig.reported, v->fig.n_reported, e));
	TRY(load_claims(p, v, e));
	TRY(page_arg_entry(p, "done", &v->done, e));
	if (number_site(v->done) == number_site(v->head) && v->done >= v->head)
		v->done = 0;
	TRY(load_place(p, v, e));
	TRY(load_waiting(p, v, e));
	if (v->counted)
		TRY(figure_time_load(p, en.id, size, by, of, &v->time, e));
	if (v->time.there && !v->past)
		TRY(figure_soon_load(p, en.id, by, &v->soon, e));
	return load_follow(p, v, e);
}

int page_figure(struct page_request *p, struct err *e)
{
	struct figure_view *v = NEW(p->a, struct figure_view);
	struct html h;
	TRY(load(p, v, e));
	html_begin(&h, &p->rs->body);
	figure_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

int page_figures(struct page_request *p, struct err *e)
{
	struct figures_view *v = NEW(p->a, struct figures_view);
	struct html h;
	TRY(as_of(p, &v->as_of, e));
	TRY(reg_figures(p->reg, v->as_of, p->a, &v->figs, &v->n, e));
	v->vocab = reg_vocab(p->reg);
	names_init(&v->names, p->a);
	for (size_t i = 0; i < v->n; i++)
		TRY(names_load_claims(&v->names, p, v->figs[i].reported, v->figs[i].n_reported, e));
	html_begin(&h, &p->rs->body);
	figures_render(&h, &p->shell, v);
	return html_finish(&h, e);
}
