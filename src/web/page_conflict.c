/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_conflict.c - Conflict: what differs, who says which, what to do, and for editors the decision.
 *
 * A conflict is named by its kind, subject, property and claims. When a further claim joins it, it
 * is another one under another name: a decision is about the claims that were seen. So a form that
 * comes back may find its conflict gone; then it carries its subject and property, and the editor is
 * asked again.
 */
#include "web/page_conflict.h"

#include "register/record.h"
#include "web/routes.h"

/* ---- parse ------------------------------------------------------------ */

bool conflict_takes(const struct conflict *c, const struct claim_row *claim)
{
	return claim->subject.id == c->subject.id && str_eq(claim->property, c->property) &&
	       !claim->retracted;
}

/* ---- load ------------------------------------------------------------- */

static int show(struct page_request *p, struct conflict_view *v, struct err *e)
{
	struct html h;
	v->vocab = reg_vocab(p->reg);
	v->form = page_form(p, "/conflict/*");
	names_init(&v->names, p->a);
	TRY(conflict_names(p, &v->names, &v->c, e));
	html_begin(&h, &p->rs->body);
	conflict_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

int page_conflict(struct page_request *p, struct err *e)
{
	struct conflict_view *v = NEW(p->a, struct conflict_view);
	TRY(reg_conflict(p->reg, p->arg, p->a, &v->c, e));
	return show(p, v, e);
}

/* ---- deciding --------------------------------------------------------- */

struct decision {
	struct entity subject;
	struct str property;
	struct str choice, reason;
	int64_t field;		/* 0: both stand */
	struct claim_row claim; /* of `field` */
};

/* The claim chosen, if it says this property of this subject. What does not is a form we did not
 * make. */
static int find_choice(struct page_request *p, struct decision *d, struct err *e)
{
	if (!d->choice.n || str_eq(d->choice, STR("both")))
		return 0;
	if (!reg_field_parse(d->choice, &d->field))
		return err_set(e, ERR_INPUT, "the form names no claim");
	TRY(reg_claim(p->reg, d->field, p->a, &d->claim, e));
	if (d->claim.subject.id != d->subject.id || !str_eq(d->claim.property, d->property))
		return err_set(e, ERR_INPUT, "this claim speaks of something else");
	return 0;
}

static int parse(struct page_request *p, struct decision *ret, struct err *e)
{
	*ret = (struct decision){
		.property = page_field(p, "property"),
		.choice = page_field(p, "choice"),
		.reason = page_field(p, "reason"),
	};
	TRY(reg_entity(p->reg, page_field(p, "subject"), p->a, &ret->subject, e));
	return find_choice(p, ret, e);
}

static void check(const struct decision *d, enum lang lang, struct form_errors *es)
{
	if (!d->choice.n)
		form_error(es, STR("choice"),
			   tr(lang, MSG_P("Choose a claim, or that both stand.",
					  "یک ادعا را برگزینید، یا اینکه هر دو بماند.")));
	if (!d->reason.n)
		form_error(
			es, STR("reason"),
			tr(lang,
			   MSG_P("Write the reason, in one sentence. It is sealed with the decision.",
				 "دلیل را در یک جمله بنویسید. با تصمیم مُهر می‌شود.")));
	if (d->reason.n > REASON_MAX)
		form_error(es, STR("reason"),
			   tr(lang, MSG_P("The reason is too long; a few sentences will do.",
					  "دلیل بسیار بلند است؛ چند جمله بس است.")));
	if (d->claim.retracted)
		form_error(es, STR("choice"),
			   tr(lang, MSG_P("This claim was taken back meanwhile.",
					  "این ادعا در این میان پس گرفته شده است.")));
}

/* 409: something was recorded of the subject since the form was made, or the conflict is another. */
static int changed(struct page_request *p, const struct decision *d, const struct history_row *last,
		   struct err *e)
{
	struct html h;
	struct err why = { 0 };
	struct names names;
	struct card card;
	struct part part = part_of(&h, p->lang, reg_vocab(p->reg), &names, p->a);
	names_init(&names, p->a);
	TRY(reg_card(p->reg, d->subject.id, p->a, &card, e));
	if (d->field)
		TRY(names_load_claims(&names, p, &d->claim, 1, e));
	(void)err_set(&why, ERR_CONFLICT, "changed meanwhile");
	struct str mine[] = { d->field ? word_value(&part, &d->claim.value)
				       : tr(p->lang,
					    MSG_P("Both stand", "هر دو می‌ماند")),
			      d->reason };
	struct changed_view v = {
		.heading = str_printf(p->a, "%.*s, %.*s", STR_FMT(card.number),
				      STR_FMT(word_property(&part, d->property))),
		.begun = tr(p->lang, MSG_P("Undecided", "بی‌تصمیم")),
		.now = word_history(&part, last),
		.mine = tr_fmt(p->a, p->lang, MSG_P("{1}. Reason: {2}", "{1}. دلیل: {2}"), mine, 2),
		.now_seq = last->seq,
		.now_by = last->recorder_name,
		.now_ms = last->recorded_ms,
		.form = page_form(p, "/conflict/*"),
		.action = p->rq->path,
		.back_kind = d->subject.kind,
		.back_number = card.number,
		.keep = &p->rq->form.fields,
		.error_id = page_error_id(p->a, 409, &why),
	};
	p->rs->status = 409;
	html_begin(&h, &p->rs->body);
	changed_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}

static int seal(struct page_request *p, const struct decision *d, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	TRY(reg_begin(&tx, p->reg, e));
	TRY(reg_adopt(&tx, &d->subject, d->property, d->field, d->reason, &seq, e));
	TRY(reg_commit(&tx, e));
	return page_done(p,
			 page_entity_url(p->a, d->subject.kind,
					 reg_number(p->reg, &d->subject, p->a),
					 str_printf(p->a, "?done=%s", number_str(p->a, seq).p)),
			 e);
}

static int show_again(struct page_request *p, const struct decision *d, struct conflict_view *v,
		      struct err *e)
{
	v->choice = d->choice;
	v->reason = d->reason;
	p->rs->status = 422;
	return show(p, v, e);
}

int page_conflict_post(struct page_request *p, struct err *e)
{
	struct conflict_view *v = NEW(p->a, struct conflict_view);
	struct decision d;
	struct history_row *since;
	size_t n;
	struct str anyway = page_field(p, "anyway");
	TRY(parse(p, &d, e));
	if (str_eq(anyway, STR("0")))
		return page_done(p,
				 page_entity_url(p->a, d.subject.kind,
						 reg_number(p->reg, &d.subject, p->a), STR("")),
				 e);
	bool gone = reg_conflict(p->reg, p->arg, p->a, &v->c, NULL) < 0;
	check(&d, p->lang, &v->errors);
	if (v->errors.n && !gone)
		return show_again(p, &d, v, e);
	TRY(page_changed(p, d.subject.id, &since, &n, e));
	if (n && !anyway.n)
		return changed(p, &d, &since[0], e);
	if (v->errors.n || (gone && !anyway.n))
		return err_set(
			e, ERR_CONFLICT,
			"the claims this conflict stood on have changed; open the record to see what stands now");
	return seal(p, &d, e);
}
