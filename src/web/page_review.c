/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_review.c - pairs to look at, and one of them: two readers, blind to each other. */
#include "web/page_review.h"

#include "web/list_load.h"
#include "web/routes.h"

/* ---- the queue ------------------------------------------------------------- */

static int queue(struct page_request *p, enum review_round round, int64_t offset, int64_t limit,
		 struct linkage_item **ret, size_t *ret_n, int64_t *ret_total, struct err *e)
{
	static const enum linkage_round OF[] = { [REVIEW_FIRST] = LINKAGE_FIRST,
						 [REVIEW_SECOND] = LINKAGE_SECOND,
						 [REVIEW_DISPUTED] = LINKAGE_DISPUTED,
						 [REVIEW_ALL] = LINKAGE_ALL };
	struct linkage_item *all;
	size_t n;
	if (round != REVIEW_OF_SAMPLE)
		return linkage_queue(p->reg, OF[round], offset, limit, p->a, ret, ret_n, ret_total,
				     e);
	int rc = linkage_sample(p->reg, REVIEW_SAMPLE, REVIEW_SEED, p->a, &all, &n, e);
	if (rc == ERR_NOTFOUND)
		n = 0;
	else
		TRY(rc);
	size_t from = offset < (int64_t)n ? (size_t)offset : n;
	*ret = n ? all + from : NULL;
	*ret_n = n - from < (size_t)limit ? n - from : (size_t)limit;
	*ret_total = (int64_t)n;
	return 0;
}

int page_review(struct page_request *p, struct err *e)
{
	struct review_view v = { .vocab = reg_vocab(p->reg) };
	struct html h;
	v.round = review_round_of(page_arg(p, "round"));
	TRY(page_number(p, "page", &v.page, e));
	TRY(queue(p, v.round, (v.page - 1) * REVIEW_PAGE, REVIEW_PAGE, &v.items, &v.n, &v.total,
		  e));
	TRY(linkage_count(p->reg, &v.count, e));
	html_begin(&h, &p->rs->body);
	review_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}

/* ---- one pair ----------------------------------------------------------------- */

static int pair_of_arg(struct page_request *p, struct linkage_pair *ret, struct err *e)
{
	struct str first;
	struct entity a;
	struct entity b;
	struct str second = str_cut(p->arg, '/', &first);
	if (!second.n)
		return err_set(e, ERR_NOTFOUND, "a pair is two record numbers: /match/N-1/N-2");
	TRY(reg_entity(p->reg, first, p->a, &a, e));
	TRY(reg_entity(p->reg, second, p->a, &b, e));
	return linkage_pair(p->reg, a.id, b.id, p->a, ret, e);
}

static int show(struct page_request *p, struct match_view *v, struct err *e)
{
	struct html h;
	v->vocab = reg_vocab(p->reg);
	v->form = page_form(p, "/match/**");
	TRY(linkage_count(p->reg, &v->count, e));
	if (v->errors.n)
		p->rs->status = 422;
	html_begin(&h, &p->rs->body);
	match_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

int page_match(struct page_request *p, struct err *e)
{
	struct match_view *v = NEW(p->a, struct match_view);
	v->round = review_round_of(page_arg(p, "round"));
	v->says = v->reason = STR("");
	TRY(pair_of_arg(p, &v->pair, e));
	return show(p, v, e);
}

/* With the decision as its fragment, so that the next Tab is the first answer; the page stays at its top (style.css). */
static struct str pair_url(struct page_request *p, const struct linkage_record *a,
			   const struct linkage_record *b, enum review_round round)
{
	return str_printf(p->a, "/match/%.*s/%.*s?round=%s#de", STR_FMT(a->number),
			  STR_FMT(b->number), review_round_code(round));
}

/* The pair at this place of the queue, or its first; the queue itself when it is empty. */
static int next_pair(struct page_request *p, enum review_round round, int64_t place, struct err *e)
{
	struct linkage_item *i;
	size_t n;
	int64_t total;
	TRY(queue(p, round, place, 1, &i, &n, &total, e));
	if (!n && place)
		TRY(queue(p, round, 0, 1, &i, &n, &total, e));
	if (!n)
		return page_done(p, str_printf(p->a, "/review?round=%s", review_round_code(round)),
				 e);
	return page_done(p, pair_url(p, &i->a, &i->b, round), e);
}

/* Where this pair stands in the queue it came from; -1: not in it. */
static int place_of(struct page_request *p, const struct match_view *v, int64_t *ret, struct err *e)
{
	enum { STEP = 500 };
	*ret = -1;
	for (int64_t at = 0;; at += STEP) {
		struct linkage_item *i;
		size_t n;
		int64_t total;
		TRY(queue(p, v->round, at, STEP, &i, &n, &total, e));
		for (size_t k = 0; k < n; k++)
			if ((i[k].a.entity.id == v->pair.a.entity.id &&
			     i[k].b.entity.id == v->pair.b.entity.id) ||
			    (i[k].a.entity.id == v->pair.b.entity.id &&
			     i[k].b.entity.id == v->pair.a.entity.id)) {
				*ret = at + (int64_t)k;
				return 0;
			}
		if (n < STEP)
			return 0;
	}
}

static int decide(struct page_request *p, struct match_view *v, struct err *e)
{
	struct linkage_decided done;
	struct linkage_decide in = { .a = v->pair.a.entity.id,
				     .b = v->pair.b.entity.id,
				     .reason = v->reason,
				     .adjudicate = page_field(p, "settle").n > 0 };
	int64_t place;
	if (!link_says_parse(v->says, &in.says))
		form_error(
			&v->errors, STR("says"),
			tr(p->lang, MSG_P("Choose one of the three.", "یکی از سه را برگزینید.")));
	else if ((in.says != LINK_SAYS_SAME || in.adjudicate) && !v->reason.n)
		form_error(&v->errors, STR("reason"),
			   tr(p->lang,
			      MSG_P("Say why: another reader will have to follow it.",
				    "بگویید چرا: خوانندهٔ دیگر باید بتواند آن را دنبال کند.")));
	if (v->errors.n)
		return show(p, v, e);
	TRY(place_of(p, v, &place, e));
	TRY(linkage_decide(p->reg, &in, &done, e));
	/* It has left the queue, so the next one is at its place; in the sample it stays. */
	if (v->round == REVIEW_OF_SAMPLE)
		place++;
	return next_pair(p, v->round, place < 0 ? 0 : place, e);
}

static int undo(struct page_request *p, struct match_view *v, struct err *e)
{
	int64_t seq;
	if (!number_parse(page_field(p, "seq"), &seq))
		return err_set(e, ERR_INPUT, "a decision has the number of its entry in the log");
	if (!v->reason.n) {
		form_error(
			&v->errors, STR("reason"),
			tr(p->lang, MSG_P("Say why it is taken back.",
					  "بگویید چرا پس گرفته می‌شود.")));
		return show(p, v, e);
	}
	TRY(linkage_undo(p->reg, seq, v->reason, e));
	return page_done(p, pair_url(p, &v->pair.a, &v->pair.b, v->round), e);
}

int page_match_post(struct page_request *p, struct err *e)
{
	struct match_view *v = NEW(p->a, struct match_view);
	struct str what = page_field(p, "do");
	int64_t place;
	v->round = review_round_of(page_field(p, "round"));
	v->says = page_field(p, "says");
	v->reason = page_field(p, "reason");
	TRY(pair_of_arg(p, &v->pair, e));
	if (str_eq(what, STR("undo")))
		return undo(p, v, e);
	if (str_eq(what, STR("skip"))) {
		TRY(place_of(p, v, &place, e));
		return next_pair(p, v->round, place + 1, e);
	}
	return decide(p, v, e);
}
