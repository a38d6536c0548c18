/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_history.c - what was done in the whole register, newest first.
 *
 * A page is named by the entry it ends before, not by a number from the newest, so that its address
 * shows the same entries for ever.
 */
#include "web/page_history.h"

#include "base/bytes.h"
#include "register/asof.h"
#include "web/page_logs.h"
#include "web/page_priv.h"
#include "web/part.h"
#include "web/routes.h"

enum { HISTORY_PAGE = 50 };

/* ---- parse and load --------------------------------------------------- */

static struct str kind_of_number(const struct vocab *v, struct str number)
{
	struct str prefix;
	const struct kind *k;
	str_cut(number, '-', &prefix);
	k = vocab_kind_by_prefix(v, prefix);
	return k ? k->term.code : STR("");
}

static int load(struct page_request *p, struct history_view *ret, struct err *e)
{
	struct history_row *row;
	int64_t before;
	*ret = (struct history_view){ 0 };
	TRY(page_arg_entry(p, "before", &before, e));
	TRY(reg_history(p->reg, 0, before, HISTORY_PAGE + 1, p->a, &row, &ret->n, e));
	if (ret->n > HISTORY_PAGE) {
		ret->n = HISTORY_PAGE;
		ret->next = row[HISTORY_PAGE - 1].seq;
	}
	TRY(reg_entries(p->reg, &ret->entries, e));
	ret->newest = before == 0;
	ret->rows = NEW_N(p->a, ret->n, struct history_line);
	for (size_t i = 0; i < ret->n; i++) {
		ret->rows[i].row = row[i];
		ret->rows[i].when = page_when(p->a, p->lang, row[i].recorded_ms);
		ret->rows[i].subject_kind =
			kind_of_number(reg_vocab(p->reg), row[i].subject_number);
	}
	return 0;
}

/* ---- render ----------------------------------------------------------- */

static const struct msg RECORDED = MSG("Claim recorded", "ادعا ثبت شد");

static void verb(struct html *h, enum lang lang, const struct history_row *r)
{
	const struct msg *said = str_eq(r->kind, STR("statement")) ? &RECORDED : word_verb(r);
	if (said)
		page_say(h, lang, said);
	else
		page_foreign(h, lang, r->kind, STR("en"));
}

static void what(struct html *h, enum lang lang, const struct history_line *l)
{
	const struct history_row *r = &l->row;
	html_lit(h, "<h2 class=\"h4\">");
	if (str_eq(r->kind, STR("statement"))) {
		html_lit(h, "<a href=\"/claim/");
		page_entry_id(h, r->seq);
		html_lit(h, "\">");
		verb(h, lang, r);
		html_lit(h, "</a>");
	} else if (str_eq(r->kind, STR("batch"))) {
		html_lit(h, "<a href=\"/import/");
		page_entry_id(h, r->seq);
		html_lit(h, "\">");
		verb(h, lang, r);
		html_lit(h, "</a>");
	} else {
		verb(h, lang, r);
	}
	html_lit(h, "</h2>");
}

/* "Site qk7d2: 12 entries, head 7f3a91c0…" */
static void taken_in(struct html *h, enum lang lang, const struct history_row *r)
{
	enum { SHOWN = 4 };
	AUTO_ARENA *a = arena_new(0);
	struct str args[] = { log_words(a, lang, r->site), num_text(a, lang, r->count) };
	html_lit(h, "<a href=\"/logs\">");
	html_text(h, args[0]);
	html_lit(h, "</a>");
	html_text(h, tr_fmt(a, lang,
			    r->count == 1 ? MSG_P(": {2} entry, head ", ": {2} مدخل، سر ")
					  : MSG_P(": {2} entries, head ", ": {2} مدخل، سر "),
			    args, COUNT(args)));
	html_lit(h, "<code lang=\"en\" dir=\"ltr\">");
	html_text(h, hex_str(a, r->root.b, SHOWN));
	html_lit(h, "…</code>");
}

static void erased(struct html *h, enum lang lang, const struct history_row *r)
{
	AUTO_ARENA *a = arena_new(0);
	html_text(h, word_shred_reason(a, lang, r->text));
}

static void line(struct html *h, enum lang lang, const struct history_line *l)
{
	const struct history_row *r = &l->row;
	html_lit(h, "<li id=\"e-");
	page_entry_id(h, r->seq);
	html_lit(h, "\">");
	what(h, lang, l);
	html_lit(h, "<span class=\"t\">");
	page_entry(h, lang, r->seq);
	html_lit(h, "</span><p>");
	if (r->subject_number.n) {
		page_entity_a(h, l->subject_kind, r->subject_number);
		page_foreign(h, lang, r->subject_label, STR(""));
		html_lit(h, "</a> ");
	}
	if (str_eq(r->kind, STR("import")))
		taken_in(h, lang, r);
	else if (str_starts(r->kind, STR("shred")))
		erased(h, lang, r);
	else if (r->text.n)
		page_foreign(h, lang, r->text, STR(""));
	if (r->retracted) {
		html_lit(h, " <span class=\"tag\">");
		page_say(h, lang, MSG_P("taken back by entry ", "بازپس گرفته شده با مدخل "));
		page_entry(h, lang, r->retracted);
		html_lit(h, "</span>");
	}
	html_lit(h, "</p><p class=\"src\">");
	html_text(h, l->when);
	if (r->recorder_name.n) {
		html_lit(h, " · ");
		page_foreign(h, lang, r->recorder_name, STR(""));
	}
	if (r->count > 1 && !str_eq(r->kind, STR("import"))) {
		html_lit(h, " · ");
		page_num(h, lang, r->count);
		page_say(h, lang,
			 str_eq(r->kind, STR("statement")) ? MSG_P(" values", " مقدار")
							   : MSG_P(" rows", " ردیف"));
	}
	html_lit(h, "</p></li>\n");
}

void history_render(struct html *h, const struct shell *s, const struct history_view *v)
{
	page_begin(h, s, tr(s->lang, MSG_P("History", "تاریخچه")), SECTION_HISTORY);
	html_lit(h, "<div class=\"headline\"><h1>");
	page_say(h, s->lang, MSG_P("History of the register", "تاریخچهٔ دفتر"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	page_say(
		h, s->lang,
		MSG_P("Everything that was recorded, decided or taken back, newest first. The log holds ",
		      "هر آنچه ثبت، تصمیم‌گیری یا بازپس گرفته شد، تازه‌ترین نخست. شمار مدخل‌های دفتر: "));
	page_num(h, s->lang, v->entries);
	page_say(h, s->lang,
		 MSG_P(" entries; none was ever changed.",
		       "؛ هیچ‌یک هرگز دگرگون نشده است."));
	html_lit(h, "</p></div>\n");
	if (v->n) {
		html_lit(h, "<ol class=\"brief timed\">\n");
		for (size_t i = 0; i < v->n; i++)
			line(h, s->lang, &v->rows[i]);
		html_lit(h, "</ol>\n");
	} else {
		html_lit(h, "<p class=\"notice\">");
		page_say(h, s->lang,
			 MSG_P("Nothing earlier is recorded.", "چیزی پیش از این ثبت نشده است."));
		html_lit(h, "</p>\n");
	}
	html_lit(h, "<nav class=\"actions\" style=\"margin-block:1rem\" aria-label=\"");
	html_attr(h, tr(s->lang, MSG_P("Pages", "صفحه‌ها")));
	html_lit(h, "\">");
	if (!v->newest) {
		html_lit(h, "<a href=\"/history\">");
		page_say(h, s->lang, MSG_P("Newest", "تازه‌ترین"));
		html_lit(h, "</a> ");
	}
	if (v->next) {
		html_lit(h, "<a href=\"/history?before=");
		page_entry_id(h, v->next);
		html_lit(h, "\">");
		page_say(h, s->lang, MSG_P("Earlier entries", "مدخل‌های پیش‌تر"));
		html_lit(h, "</a> ");
	}
	html_lit(h, "<a href=\"/logs\">");
	page_say(h, s->lang,
		 MSG_P("The logs and their heads", "گزارش‌ها و سرهای آن‌ها"));
	html_lit(h, "</a>");
	html_lit(h, "</nav>\n");
	page_end(h, s);
}

int page_history(struct page_request *p, struct err *e)
{
	struct history_view v;
	struct html h;
	TRY(load(p, &v, e));
	html_begin(&h, &p->rs->body);
	history_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
