/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_warning.c - one alarm: given to somebody, or explained.
 *
 * The address names figure, periods, line and the alarm's newest period; of the form it is the same address. When late
 * reports have undone the alarm in between there is nothing to say anything of, and nothing is recorded.
 */
#include "web/figure_time.h"
#include "web/routes.h"

enum { WARNING_TEXT_MAX = 4000 };

static bool find_line(const struct figure_time *t, struct str code, size_t *ret)
{
	for (*ret = 0; *ret < t->set.n; ++*ret)
		if (str_eq(*ret ? t->s.lines[*ret].code : STR(""), code))
			return true;
	return false;
}

static bool find_episode(const struct figure_time *t, size_t line, struct str period, size_t *ret)
{
	const struct alarm_series *x = &t->set.items[line];
	for (*ret = 0; *ret < x->n_episodes; ++*ret)
		for (size_t k = x->episodes[*ret].first; k <= x->episodes[*ret].last; k++)
			if (str_eq(t->s.label[k - 1], period))
				return true;
	return false;
}

static int load_members(struct page_request *p, struct warning_view *v, struct err *e)
{
	struct vault_member *all;
	size_t n;
	struct vault *vault = reg_vault(p->reg);
	TRY(vault_members(vault, p->a, &all, &n, e));
	v->members = NEW_N(p->a, n, struct choice);
	for (size_t i = 0; i < n; i++)
		if (all[i].revoked_seq < 0)
			v->members[v->n_members++] = (struct choice){
				.value = id_str(p->a, &all[i].id),
				.label = vault_member_name(all, n, &all[i].id, p->a),
			};
	v->me = id_str(p->a, vault_member(vault));
	return 0;
}

static int load(struct page_request *p, struct warning_view *v, struct entity *ret_figure,
		struct err *e)
{
	enum figure_by by;
	enum figure_of of;
	TRY(figure_time_asked(p, &by, &of, e));
	TRY(reg_entity(p->reg, page_arg(p, "figure"), p->a, ret_figure, e));
	TRY(figure_time_load(p, ret_figure->id, 0, by, of, &v->time, e));
	if (!v->time.there || !find_line(&v->time, page_arg(p, "line"), &v->line) ||
	    !find_episode(&v->time, v->line, page_arg(p, "period"), &v->episode))
		return err_set(
			e, ERR_NOTFOUND,
			"nothing is out of the ordinary there, or not any more: late reports can undo a warning");
	v->vocab = reg_vocab(p->reg);
	v->address = figure_time_address(&v->time, v->line, v->episode, p->a);
	v->form = page_form(p, "/warning");
	v->undo = page_form(p, "/undo/*");
	return load_members(p, v, e);
}

static int show(struct page_request *p, const struct warning_view *v, struct err *e)
{
	struct html h;
	html_begin(&h, &p->rs->body);
	warning_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

int page_warning(struct page_request *p, struct err *e)
{
	struct warning_view *v = NEW(p->a, struct warning_view);
	struct entity figure;
	TRY(load(p, v, &figure, e));
	v->to = v->me;
	return show(p, v, e);
}

static void check(struct warning_view *v, bool explain, enum lang lang)
{
	struct id id;
	if (explain && !v->why.n)
		form_error(
			&v->errors, STR("why"),
			tr(lang,
			   MSG_P("Say what explains it, in one sentence. It is sealed in the log.",
				 "بگویید چه آن را توضیح می‌دهد، در یک جمله. در دفتر مُهر می‌شود.")));
	if (v->why.n > WARNING_TEXT_MAX || v->reason.n > WARNING_TEXT_MAX)
		form_error(&v->errors, explain ? STR("why") : STR("reason"),
			   tr(lang, MSG_P("This is too long; a few sentences will do.",
					  "بسیار بلند است؛ چند جمله بس است.")));
	if (!explain && !id_parse(v->to, &id))
		form_error(&v->errors, STR("to"),
			   tr(lang, MSG_P("Choose to whom.", "برگزینید به چه کسی.")));
}

static int seal(struct page_request *p, const struct warning_view *v, const struct entity *figure,
		bool explain, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	struct warning_at at = figure_time_at(&v->time, v->line, v->episode);
	struct id to;
	int64_t seq;
	TRY(reg_begin(&tx, p->reg, e));
	if (explain)
		TRY(reg_warning_explain(&tx, figure, &at, v->why, &seq, e));
	else if (id_parse(v->to, &to))
		TRY(reg_warning_assign(&tx, figure, &at, &to, v->reason, &seq, e));
	TRY(reg_commit(&tx, e));
	return page_done(p, v->address, e);
}

int page_warning_post(struct page_request *p, struct err *e)
{
	struct warning_view *v = NEW(p->a, struct warning_view);
	struct entity figure;
	bool explain = str_eq(page_field(p, "do"), STR("explain"));
	TRY(load(p, v, &figure, e));
	v->to = page_field(p, "to");
	v->reason = page_field(p, "reason");
	v->why = page_field(p, "why");
	check(v, explain, p->lang);
	if (!v->errors.n)
		return seal(p, v, &figure, explain, e);
	p->rs->status = 422;
	return show(p, v, e);
}
