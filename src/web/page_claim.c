/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_claim.c - Claim: one entry of the log in a sentence, with all its fields, who said it, how it
 * reached us, when it was recorded and by whom. Acts (imports, decisions, taking back) are entries
 * too and have the same page.
 */
#include "web/page_claim.h"

#include "register/mention.h"

#include "web/page_evidence.h"
#include "web/routes.h"

enum { FIELDS_MAX = 256, EVIDENCE_SHOWN = 48 };

/* ---- parse and load --------------------------------------------------- */

int claim_seq(struct page_request *p, int64_t *ret, struct err *e)
{
	int64_t seq;
	int64_t size = p->shell.head.size;
	if (!number_parse(digits_ascii(p->a, p->arg), &seq))
		return err_set(e, ERR_NOTFOUND, "an entry of the log has a whole number");
	if (number_site(seq) == number_site(size) && seq >= size)
		return err_set(e, ERR_NOTFOUND, "the log has %s entries; there is no entry %s",
			       number_str(p->a, size).p, number_str(p->a, seq).p);
	*ret = seq;
	return 0;
}

/* The line of history that is this entry. Key entries have none. */
static int load_line(struct page_request *p, struct claim_view_page *v, struct err *e)
{
	struct history_row row;
	bool there;
	TRY(reg_history_entry(p->reg, v->seq, p->a, &row, &there, e));
	if (there)
		v->line = row;
	return 0;
}

/* A row of a list has no card: it is called by the name that stands in it. */
static int load_mention(struct page_request *p, struct claim_view_page *v, const struct entity *en,
			struct err *e)
{
	struct mention m;
	struct part_name name = { .kind = en->kind, .number = reg_number(p->reg, en, p->a) };
	int rc = reg_mention(p->reg, en->id, p->a, &m, e);
	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	name.label = rc == 0 && m.label.n ? m.label : name.number;
	name.label_lang = name.source_kind = STR("");
	names_set(&v->names, &name);
	return 0;
}

static int load_subject(struct page_request *p, struct claim_view_page *v, struct err *e)
{
	struct entity en;
	int64_t id = v->n ? v->fields[0].subject.id : v->line.subject;
	if (!id)
		return 0;
	TRY(reg_entity_by_id(p->reg, id, p->a, &en, e));
	v->subject = en;
	if (str_eq(en.kind, STR("mention")))
		return load_mention(p, v, &en, e);
	return names_load_entity(&v->names, p, &en, e);
}

/* A file that supports two fields of one entry stands there once. */
static int load_evidence(struct page_request *p, struct claim_view_page *v, struct err *e)
{
	v->evidence = NEW_N(p->a, EVIDENCE_SHOWN, struct evidence_row);
	for (size_t i = 0; i < v->n; i++) {
		struct evidence_row *r;
		size_t n;
		TRY(evidence_of(p->reg, v->fields[i].subject.id, v->fields[i].field, p->a, &r, &n,
				e));
		for (size_t k = 0; k < n && v->n_evidence < EVIDENCE_SHOWN; k++) {
			bool known = false;
			for (size_t m = 0; m < v->n_evidence; m++)
				known |= v->evidence[m].entity.id == r[k].entity.id;
			if (!known)
				v->evidence[v->n_evidence++] = r[k];
		}
	}
	return 0;
}

/* Parts that are in a compartment: the paths of sealed fields say nothing of their values. */
static int load_entry(struct page_request *p, struct claim_view_page *v, struct err *e)
{
	struct vault_entry entry;
	TRY(vault_entry_read(reg_vault(p->reg), v->seq, p->a, &entry, e));
	v->kind = entry.kind;
	v->withheld = entry.record_sealed || entry.source_sealed;
	v->has_sealed = entry.has_sealed;
	return 0;
}

static int load(struct page_request *p, struct claim_view_page *ret, struct err *e)
{
	struct claim_view_page v = { .vocab = reg_vocab(p->reg) };
	int64_t total;
	names_init(&v.names, p->a);
	TRY(claim_seq(p, &v.seq, e));
	TRY(load_entry(p, &v, e));
	TRY(reg_claims(p->reg, CLAIMS_OF_STATEMENT, v.seq, true, 0, FIELDS_MAX, p->a, &v.fields,
		       &v.n, &total, e));
	TRY(names_load_claims(&v.names, p, v.fields, v.n, e));
	TRY(load_evidence(p, &v, e));
	TRY(load_line(p, &v, e));
	TRY(load_subject(p, &v, e));
	*ret = v;
	return 0;
}

/* ---- render ----------------------------------------------------------- */

static void crumbs(const struct part *p, const struct claim_view_page *v)
{
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"/history\">");
	part_say(p, MSG_P("History", "تاریخچه"));
	html_lit(p->h, "</a> / ");
	if (v->subject.id) {
		part_entity(p, v->subject.kind, v->subject.no);
		html_lit(p->h, " / ");
	}
	part_say(p, MSG_P("entry ", "مدخل "));
	page_entry(p->h, p->lang, v->seq);
	html_lit(p->h, "</p>\n");
}

/* "Iran HRM, Oct 2025, says of Group G-00001: Number at imminent risk: 17." */
static void sentence(const struct part *p, const struct claim_view_page *v)
{
	enum { SHOWN = 3 };
	const struct claim_row *c = &v->fields[0];
	html_text(p->h, word_source(p, c));
	part_say(p, c->has_source_date || c->via.id ? MSG_P(", says of ", "، دربارهٔ ")
						    : MSG_P(" says of ", " دربارهٔ "));
	part_entity(p, c->subject.kind, c->subject.no);
	part_say(p, MSG_P(": ", " می‌گوید: "));
	for (size_t i = 0; i < v->n && i < SHOWN; i++) {
		if (i)
			html_text(p->h, tr(p->lang, MSG_P("; ", "؛ ")));
		part_property(p, v->fields[i].property);
		html_lit(p->h, ": ");
		page_foreign(p->h, p->lang, word_claim_value(p, &v->fields[i]), STR(""));
	}
	if (v->n > SHOWN) {
		static const struct msg MORE = MSG("; and {1} more", "؛ و {1} مقدار دیگر");
		part_say_n(p, &MORE, &MORE, (int64_t)v->n - SHOWN);
	}
	html_lit(p->h, ".");
}

static void headline(const struct part *p, const struct claim_view_page *v)
{
	crumbs(p, v);
	html_lit(p->h, "<div class=\"headline\"><p class=\"kicker\">");
	if (v->n)
		part_say(p, MSG_P("What one source says", "گفتهٔ یک منبع"));
	else
		part_say(p, MSG_P("An entry of the log", "یک مدخل دفتر"));
	html_lit(p->h, "</p>\n<h1>");
	part_say(p, v->n ? MSG_P("Claim, entry ", "ادعا، مدخل ") : MSG_P("Entry ", "مدخل "));
	page_entry(p->h, p->lang, v->seq);
	html_lit(p->h, "</h1>\n<p class=\"standfirst\">");
	if (v->n)
		sentence(p, v);
	else if (v->line.kind.n)
		page_foreign(p->h, p->lang, word_history(p, &v->line), STR(""));
	else
		part_say(
			p,
			MSG_P("A key or an end of this log; it says nothing of any record.",
			      "کلید یا پایان این دفتر؛ از هیچ پرونده‌ای چیزی نمی‌گوید."));
	html_lit(p->h, "</p>\n<p class=\"actions noprint\"><a class=\"button\" href=\"/proof/");
	page_entry_id(p->h, v->seq);
	html_lit(p->h, "\">");
	part_say(p, MSG_P("Proof of this entry", "برهان این مدخل"));
	html_lit(p->h, "</a>");
	if (v->n) {
		html_lit(p->h, " <a href=\"/add/evidence?claim=");
		page_entry_id(p->h, v->seq);
		html_lit(p->h, ".");
		html_int(p->h, v->fields[0].field % 256);
		html_lit(p->h, "\">");
		part_say(p, MSG_P("Add evidence", "افزودن مدرک"));
		html_lit(p->h, "</a>");
	}
	html_lit(p->h, "</p></div>\n");
}

static void field(const struct part *p, const struct claim_row *c)
{
	html_lit(p->h, "<div class=\"field-claims\"><h3>");
	part_property(p, c->property);
	html_lit(p->h, "</h3><div class=\"sides\">");
	part_claim(p, c, PART_QUALIFIERS | PART_STANDING);
	html_lit(p->h, "</div></div>\n");
}

static void fields(const struct part *p, const struct claim_view_page *v)
{
	if (!v->n && !v->has_sealed)
		return;
	html_lit(
		p->h,
		"<section class=\"block heavy\" id=\"claims\" aria-labelledby=\"fl\"><h2 id=\"fl\">");
	part_say(p, MSG_P("What it says", "آنچه می‌گوید"));
	html_lit(p->h, "</h2>\n");
	for (size_t i = 0; i < v->n; i++)
		field(p, &v->fields[i]);
	if (v->has_sealed) {
		html_lit(p->h, "<p><span class=\"withheld\">");
		part_say(p, MSG_P("A part of it is sealed: safety of sources and relatives",
				  "بخشی از آن مُهرشده است: ایمنی منابع و بستگان"));
		html_lit(p->h, "</span></p><p class=\"small\">");
		part_say(
			p,
			MSG_P("It is fixed in the log like the rest and can be proved; it stands in no list.",
			      "مانند بقیه در دفتر ثابت است و قابل اثبات؛ در هیچ فهرستی نیست."));
		html_lit(p->h, "</p>\n");
	}
	html_lit(p->h, "</section>\n");
}

static void evidence(const struct part *p, const struct claim_view_page *v)
{
	if (!v->n_evidence)
		return;
	html_lit(
		p->h,
		"<section class=\"block\" id=\"evidence\" aria-labelledby=\"evh\"><h2 id=\"evh\">");
	part_say(p, MSG_P("Evidence for it", "مدارک آن"));
	html_lit(p->h, "</h2>\n");
	part_evidence(p, v->evidence, v->n_evidence);
	html_lit(p->h, "</section>\n");
}

static void term(const struct part *p, const struct msg *label)
{
	html_lit(p->h, "<dt>");
	part_say(p, label);
	html_lit(p->h, "</dt><dd>");
}

static void source_facts(const struct part *p, const struct claim_row *c)
{
	term(p, MSG_P("Source", "منبع"));
	if (c->source.id)
		part_entity(p, c->source.kind, c->source.no);
	else
		part_say(p, MSG_P("not open to you", "برای شما باز نیست"));
	html_lit(p->h, "</dd>");
	term(p, MSG_P("Said", "زمان گفته"));
	if (c->has_source_date)
		part_value(p, &c->source_date);
	else
		part_say(p, MSG_P("not recorded", "ثبت نشده"));
	html_lit(p->h, "</dd>");
	term(p, MSG_P("In", "در"));
	if (c->document.id)
		part_entity(p, c->document.kind, c->document.no);
	else
		part_say(p, MSG_P("no document recorded", "سندی ثبت نشده"));
	html_lit(p->h, "</dd>");
	term(p, MSG_P("Reached us through", "از راه"));
	if (c->via.id)
		part_entity(p, c->via.kind, c->via.no);
	else
		part_say(p, MSG_P("read directly", "مستقیم خوانده شده"));
	html_lit(p->h, "</dd>");
	term(p, MSG_P("Reliability given", "اعتبار داده‌شده"));
	if (c->reliability.n) {
		html_text(p->h, c->reliability);
		html_lit(p->h, ": ");
		part_code(p, "reliability", c->reliability);
	} else {
		part_say(p, MSG_P("not graded", "درجه‌بندی نشده"));
	}
	html_lit(p->h, "</dd>");
}

static void record_facts(const struct part *p, const struct claim_view_page *v)
{
	int64_t batch = v->n ? v->fields[0].batch : 0;
	term(p, MSG_P("Recorded", "ثبت‌شده"));
	html_text(p->h, word_time(p, v->line.recorded_ms));
	html_lit(p->h, "</dd>");
	term(p, MSG_P("By", "به دست"));
	if (v->line.recorder_name.n)
		page_foreign(p->h, p->lang, v->line.recorder_name, STR(""));
	else
		part_say(p, MSG_P("a member without a name", "عضوی بی‌نام"));
	html_lit(p->h, "</dd>");
	if (batch) {
		term(p, MSG_P("Came with", "همراه با"));
		html_lit(p->h, "<a class=\"num\" href=\"/import/");
		html_int(p->h, batch);
		html_lit(p->h, "\">");
		part_say(p, MSG_P("the import in entry ", "ورود دادهٔ مدخل "));
		page_num(p->h, p->lang, batch);
		html_lit(p->h, "</a>");
		if (v->fields[0].row.n) {
			part_say(p, MSG_P(", as ", "، به نام "));
			part_number(p, v->fields[0].row);
		}
		html_lit(p->h, "</dd>");
	}
	if (v->line.retracted) {
		term(p, MSG_P("Taken back", "پس‌گرفته"));
		part_entry(p, v->line.retracted);
		html_lit(p->h, "</dd>");
	}
}

static void rail(const struct part *p, const struct claim_view_page *v)
{
	if (v->n) {
		html_lit(p->h, "<section class=\"block\" aria-labelledby=\"so\"><h2 id=\"so\">");
		part_say(p, MSG_P("Who says it", "چه کسی می‌گوید"));
		html_lit(p->h, "</h2>\n<dl class=\"facts\">");
		source_facts(p, &v->fields[0]);
		html_lit(p->h, "</dl></section>\n");
	}
	if (!v->line.kind.n)
		return;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"re\"><h2 id=\"re\">");
	part_say(p, MSG_P("How it was recorded", "چگونه ثبت شد"));
	html_lit(p->h, "</h2>\n<dl class=\"facts\">");
	record_facts(p, v);
	html_lit(p->h, "</dl></section>\n");
}

void claim_page_render(struct html *h, const struct shell *s, const struct claim_view_page *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, &v->names, a);
	struct str n = page_entry_text(a, s->lang, v->seq);
	page_begin(h, s, tr_fmt(a, s->lang, MSG_P("Entry {1}", "مدخل {1}"), &n, 1),
		   SECTION_HISTORY);
	headline(&p, v);
	html_lit(h, "<div class=\"cols rail\">\n<div>\n");
	if (v->line.retracted) {
		html_lit(h, "<p class=\"notice\">");
		part_say(
			&p,
			MSG_P("This was taken back and no longer counts. The log keeps both. ",
			      "این پس گرفته شده و دیگر به شمار نمی‌آید. دفتر هر دو را نگه می‌دارد. "));
		part_entry(&p, v->line.retracted);
		html_lit(h, "</p>\n");
	}
	fields(&p, v);
	evidence(&p, v);
	if (v->withheld) {
		html_lit(h, "<p class=\"notice\">");
		part_say(&p, MSG_P("Some of this entry is erased or not yours to read.",
				   "بخشی از این مدخل پاک شده یا برای شما خواندنی نیست."));
		html_lit(h, "</p>\n");
	}
	html_lit(h, "</div>\n<div>\n");
	rail(&p, v);
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}

int page_claim(struct page_request *p, struct err *e)
{
	struct claim_view_page v;
	struct html h;
	TRY(load(p, &v, e));
	html_begin(&h, &p->rs->body);
	claim_page_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
