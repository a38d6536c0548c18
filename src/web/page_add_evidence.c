/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_add_evidence.c - Add evidence: files to a record or a claim, without a new claim; and the end of
 * the forms that have both. */
#include "web/page_add.h"
#include "web/page_evidence.h"

#include "web/page_priv.h"
#include "web/routes.h"

#define SPEAKERS "organisation|person|authority|group|source"

/* ---- after a claim was sealed ------------------------------------------------ */

static int source_of(struct page_request *p, const struct ask *k, const struct claim_row *c,
		     struct entity *ret, struct err *e)
{
	if (k->state == ASK_FOUND)
		*ret = k->card.entity;
	else if (c && c->source.id)
		*ret = c->source;
	else
		return reg_entity(p->reg, k->key, p->a, ret, e);
	return 0;
}

int add_files_done(struct page_request *p, const struct form_files *files,
		   const struct add_party *party, const struct claim_row *c, struct str location,
		   struct err *e)
{
	struct evidence_add how = { .claim = c->field };
	struct err why = { 0 };
	size_t done;
	if (!files->n)
		return page_done(p, location, e);
	TRY(source_of(p, &party->source, c, &how.source, e));
	if (form_files_seal(p, files, &how, &done, NULL, &why) == 0)
		return page_done(p, location, e);
	/* The claim is sealed and stays so: the files that are not are offered again. */
	return page_done(p,
			 str_printf(p->a, "/add/evidence?kept=1&claim=%s.%lld",
				    number_str(p->a, c->seq).p, (long long)(c->field % 256)),
			 e);
}

/* ---- parse and load ------------------------------------------------------------ */

static void parse_form(struct page_request *p, struct add_evidence_view *v)
{
	v->source = ask_parse(p, "source", SPEAKERS, false);
	v->about = ask_parse(p, "about", "any", false);
	v->captured = ask_date_parse(p, "captured");
	v->claim = page_field(p, "claim");
	v->title = page_field(p, "title");
	v->cover = page_field(p, "cover");
	v->reason = page_field(p, "reason");
}

/* "48.2": the second field of entry 48. *ret stays 0 for anything else. */
static int claim_of(struct page_request *p, struct str s, struct claim_row *ret, struct err *e)
{
	struct str entry;
	struct str place = str_cut(s, '.', &entry);
	int64_t seq;
	int64_t k;
	if (!number_parse(entry, &seq) || !str_to_int(place, &k) || k < 0 || k > 255)
		return err_set(e, ERR_INPUT, "a claim is named as 48.2");
	return reg_claim(p->reg, seq * REG_FIELD_PLACES + k, p->a, ret, e);
}

static int load(struct page_request *p, struct add_evidence_view *v, struct err *e)
{
	v->vocab = reg_vocab(p->reg);
	TRY(ask_load(p, &v->source, e));
	TRY(ask_load(p, &v->about, e));
	ask_date_load(p->a, p->lang, &v->captured);
	return 0;
}

static int errors(struct page_request *p, struct add_evidence_view *v, struct err *e)
{
	struct form_errors *es = &v->errors;
	struct claim_row c;
	if (v->files.refused.n)
		form_error(es, STR("ev"), v->files.refused);
	if (!v->files.n)
		form_error(es, STR("ev"),
			   tr(p->lang,
			      MSG_P("Choose a file.", "فایلی برگزینید.")));
	ask_errors(&v->source, p->lang, MSG_P("Say from whom it came.", "بگویید از چه کسی رسید."),
		   p->a, es);
	if (v->source.state == ASK_NEW)
		form_error(es, STR("source"),
			   tr(p->lang, MSG_P("Record the source first, with a claim.",
					     "نخست منبع را با یک ادعا ثبت کنید.")));
	ask_errors(&v->about, p->lang, NULL, p->a, es);
	if (v->about.state == ASK_NEW)
		form_error(es, STR("about"),
			   tr(p->lang, MSG_P("There is no such record yet.",
					     "هنوز چنین پرونده‌ای نیست.")));
	ask_date_errors(&v->captured, p->lang, NULL, p->a, es);
	if (v->claim.n) {
		int rc = claim_of(p, v->claim, &c, e);
		if (rc < 0 && rc != ERR_INPUT && rc != ERR_NOTFOUND)
			return rc;
		if (rc < 0)
			form_error(es, STR("claim"),
				   tr(p->lang, MSG_P("There is no such claim; it is named as 48.2.",
						     "چنین ادعایی نیست؛ نام آن مانند 48.2 است.")));
	}
	if (str_eq(v->cover, STR("no")) && !v->reason.n)
		form_error(es, STR("reason"),
			   tr(p->lang, MSG_P("Say why it need not be covered.",
					     "بگویید چرا نباید پوشیده باشد.")));
	return 0;
}

/* ---- showing and sealing --------------------------------------------------------- */

static int show(struct page_request *p, struct add_evidence_view *v, bool preview, struct err *e)
{
	struct html h;
	v->form = page_form(p, "/add/evidence");
	v->sent = &p->rq->form.fields;
	if (v->show_errors && v->errors.n)
		p->rs->status = 422;
	html_begin(&h, &p->rs->body);
	if (preview)
		add_evidence_preview(&h, &p->shell, v);
	else
		add_evidence_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

static int seal(struct page_request *p, struct add_evidence_view *v, struct err *e)
{
	struct evidence_add how = { .title = v->title,
				    .captured = v->captured.state == ASK_FOUND
							? v->captured.meant->edtf_text
							: STR(""),
				    .uncovered = str_eq(v->cover, STR("no")),
				    .reason = v->reason };
	struct claim_row c = { 0 };
	struct entity first = { 0 };
	struct err why = { 0 };
	size_t done = 0;
	if (v->claim.n) {
		TRY(claim_of(p, v->claim, &c, e));
		how.claim = c.field;
	} else if (v->about.state == ASK_FOUND) {
		how.about = v->about.card.entity;
	}
	TRY(source_of(p, &v->source, NULL, &how.source, e));
	if (form_files_seal(p, &v->files, &how, &done, &first, &why) < 0) {
		struct str n = num_text(p->a, p->lang, (int64_t)done);
		struct str args[] = { n, str_copy(p->a, str_of(why.text)) };
		/* What is sealed is out of the form; what is left can be sent again. */
		v->files.n -= done;
		memmove(v->files.v, v->files.v + done, v->files.n * sizeof v->files.v[0]);
		form_error(&v->errors, STR("ev"),
			   tr_fmt(p->a, p->lang,
				  MSG_P("{1} sealed; the next was not: {2}",
					"{1} مُهر شد؛ بعدی نشد: {2}"),
				  args, COUNT(args)));
		v->show_errors = true;
		return show(p, v, false, e);
	}
	return page_done(p,
			 page_entity_url(p->a, first.kind, reg_number(p->reg, &first, p->a),
					 str_printf(p->a, "?done=%zu", done)),
			 e);
}

int page_add_evidence(struct page_request *p, struct err *e)
{
	struct add_evidence_view *v = NEW(p->a, struct add_evidence_view);
	struct claim_row c = { 0 };
	parse_form(p, v);
	v->claim = page_arg(p, "claim");
	v->about.text = page_arg(p, "about");
	v->cover = STR("yes");
	if (v->claim.n) {
		TRY(claim_of(p, v->claim, &c, e));
		if (!v->about.text.n)
			v->about.text = reg_number(p->reg, &c.subject, p->a);
		if (c.source.id && !str_eq(c.source.kind, STR("source")))
			v->source.text = reg_number(p->reg, &c.source, p->a);
	}
	v->files.max_bytes = p->web->upload_max;
	TRY(load(p, v, e));
	if (page_arg(p, "kept").n) {
		form_files_all(p, &v->files);
		v->show_errors = true;
		form_error(
			&v->errors, STR("ev"),
			tr(p->lang,
			   MSG_P("The claim is sealed. These files are not yet: say again from whom they came.",
				 "ادعا مُهر شد. این فایل‌ها هنوز نه: دوباره بگویید از چه کسی رسیده‌اند.")));
	}
	return show(p, v, false, e);
}

int page_add_evidence_post(struct page_request *p, struct err *e)
{
	struct add_evidence_view *v = NEW(p->a, struct add_evidence_view);
	struct str what = page_field(p, "do");
	parse_form(p, v);
	TRY(form_files_parse(p, &v->files, e));
	TRY(load(p, v, e));
	if (form_files_changed(p) || str_eq(what, STR("check")) || str_eq(what, STR("back")))
		return show(p, v, false, e);
	TRY(errors(p, v, e));
	v->show_errors = true;
	if (v->errors.n)
		return show(p, v, false, e);
	return str_eq(what, STR("seal")) ? seal(p, v, e) : show(p, v, true, e);
}
