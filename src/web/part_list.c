/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part_list.c - the timeline, history, the chain from number to proof, and pages of a list. */
#include "web/part.h"

#include "web/page.h"

static const struct msg CLAIM_1 = MSG("{1} claim", "{1} ادعا");
static const struct msg CLAIM_N = MSG("{1} claims", "{1} ادعا");

/* ---- the spine -------------------------------------------------------- */

static bool is_certain(const struct part *p, struct str edtf)
{
	struct edtf v;
	return edtf.n && edtf_read(edtf, p->a, &v, NULL) == 0 && edtf_is_exact_day(&v);
}

/* What happened, in a word, where it happened to the reader's subject; in other roles the event's own
 * name, since "Letter" alone says little of who wrote it. */
static void event_title(const struct part *p, const struct timeline_row *t)
{
	const struct card *c = &t->event;
	bool fa = p->lang == LANG_FA && c->label_fa.n;
	page_entity_a(p->h, c->entity.kind, c->number);
	if (t->type.n && (str_eq(t->role, STR("victim")) || !t->role.n))
		part_status(p, t->type);
	else
		page_foreign(p->h, p->lang, fa ? c->label_fa : c->label,
			     fa ? STR("fa") : c->label_lang);
	html_lit(p->h, "</a>");
}

static void event_says(const struct part *p, const struct timeline_row *t)
{
	const struct card *c = &t->event;
	html_lit(p->h, "<p>");
	if (t->role.n && !str_eq(t->role, STR("victim"))) {
		part_property(p, t->role);
		html_lit(p->h, " · ");
	}
	if (c->place) {
		page_foreign(p->h, p->lang, c->place_label, STR(""));
		html_lit(p->h, " · ");
	}
	if (c->charge.n) {
		part_say(p, MSG_P("charge recorded: ", "اتهام ثبت‌شده: "));
		part_code(p, "charges", c->charge);
		html_lit(p->h, " · ");
	}
	page_entity_a_num(p->h, c->entity.kind, c->number);
	part_say_n(p, &CLAIM_1, &CLAIM_N, t->claims);
	html_lit(p->h, "</a> · ");
	part_cert(p, c->certainty);
	if (t->disputed) {
		html_lit(p->h, " ");
		html_el_class(p->h, "span", "tag open",
			      tr(p->lang, MSG_P("Date in conflict", "تعارض در تاریخ")));
	}
	html_lit(p->h, "</p>");
}

void part_spine(const struct part *p, const struct timeline_row *t, size_t n)
{
	html_lit(p->h, "<ol class=\"spine\">\n");
	for (size_t i = 0; i < n; i++) {
		if (t[i].disputed)
			html_lit(p->h, "<li class=\"disputed\">");
		else if (is_certain(p, t[i].date))
			html_lit(p->h, "<li>");
		else
			html_lit(p->h, "<li class=\"unsure\">");
		html_lit(p->h, "<div class=\"dates\">");
		part_date_columns(p, t[i].date);
		html_lit(p->h, "</div><div class=\"what\"><h3>");
		event_title(p, &t[i]);
		html_lit(p->h, "</h3>");
		event_says(p, &t[i]);
		html_lit(p->h, "</div></li>\n");
	}
	html_lit(p->h, "</ol>\n");
}

/* ---- history ---------------------------------------------------------- */

struct verb {
	const char *kind;
	struct msg bare, with; /* {1}: the reason, the file, the title */
};
static const struct verb VERBS[] = {
	{ "batch", MSG("Import begun", "ورود داده آغاز شد"),
	  MSG("Import of {1}", "ورود داده از {1}") },
	{ "undo", MSG("Taken back", "پس گرفته شد"),
	  MSG("Taken back. Reason: {1}", "پس گرفته شد. دلیل: {1}") },
	{ "adopt", MSG("Decided", "تصمیم گرفته شد"),
	  MSG("Decided. Reason: {1}", "تصمیم گرفته شد. دلیل: {1}") },
	{ "figure", MSG("Figure defined", "رقم تعریف شد"),
	  MSG("Figure defined: {1}", "رقم تعریف شد: {1}") },
	{ "key", MSG("Member or key", "عضو یا کلید"),
	  MSG("Member or key: {1}", "عضو یا کلید: {1}") },
	{ "shred", MSG("Erased", "پاک شد"), MSG("Erased {1}", "پاک شد {1}") },
	{ "shred_request", MSG("Erasure asked for", "درخواست پاک کردن"),
	  MSG("Erasure asked for {1}", "درخواست پاک کردن {1}") },
	{ "import", MSG("Taken in from another site", "دریافت از پایگاهی دیگر"),
	  MSG("Taken in from another site", "دریافت از پایگاهی دیگر") },
	{ "unreadable",
	  MSG("Erased, or not readable here", "پاک‌شده، یا اینجا ناخوانا"),
	  MSG("Erased, or not readable here", "پاک‌شده، یا اینجا ناخوانا") },
	{ "again", MSG("Entered again", "دوباره وارد شد"), MSG("Entered again", "دوباره وارد شد") },
	{ "fork", MSG("Fork explained", "دوشاخگی توضیح داده شد"),
	  MSG("Fork explained: {1}", "دوشاخگی توضیح داده شد: {1}") },
	{ "edition", MSG("Edition of a list taken in", "ویرایشی از یک فهرست آورده شد"),
	  MSG("Edition of a list taken in: {1}", "ویرایشی از یک فهرست آورده شد: {1}") },
	{ "mapping",
	  MSG("Columns of a list explained",
	      "ستون‌های یک فهرست توضیح داده شد"),
	  MSG("Columns of a list explained: {1}",
	      "ستون‌های یک فهرست توضیح داده شد: {1}") },
	{ "link", MSG("Answer about a pair", "پاسخ دربارهٔ یک جفت"),
	  MSG("Answer about a pair: {1}", "پاسخ دربارهٔ یک جفت: {1}") },
	{ "run", MSG("Records linked to persons", "رکوردها به اشخاص پیوند داده شد"),
	  MSG("Records linked to persons: {1}", "رکوردها به اشخاص پیوند داده شد: {1}") },
	{ "warning_assign", MSG("Warning taken", "هشدار بر عهده گرفته شد"),
	  MSG("Warning taken: {1}", "هشدار بر عهده گرفته شد: {1}") },
	{ "warning_explain", MSG("Warning explained", "هشدار توضیح داده شد"),
	  MSG("Warning explained: {1}", "هشدار توضیح داده شد: {1}") },
	{ "denied",
	  MSG("By somebody without the role for it; it does not count",
	      "از کسی بدون نقش لازم؛ به شمار نمی‌آید"),
	  MSG("By somebody without the role for it; it does not count",
	      "از کسی بدون نقش لازم؛ به شمار نمی‌آید") },
};

struct str word_shred_reason(struct arena *a, enum lang lang, struct str code)
{
	static const struct {
		const char *code;
		struct msg says;
	} REASONS[] = {
		{ "safety", MSG("for the safety of a person", "برای امنیت یک انسان") },
		{ "consent", MSG("since consent was withdrawn", "چون رضایت پس گرفته شد") },
		{ "court", MSG("by order of a court", "به حکم دادگاه") },
		{ "mistake", MSG("since it was recorded by mistake", "چون به اشتباه ثبت شده بود") },
	};
	for (size_t i = 0; i < COUNT(REASONS); i++)
		if (str_eq(code, str_of(REASONS[i].code)))
			return tr(lang, &REASONS[i].says);
	return str_copy(a, code);
}

/* Two readers of a pair are blind to each other. */
static const struct msg HIDDEN_ANSWER = MSG("Answer about a pair, hidden until you have answered",
					    "پاسخ دربارهٔ یک جفت، پنهان تا پاسخ شما");

/* NULL: a claim. */
static const struct verb *verb_of(struct str kind)
{
	for (size_t i = 0; i < COUNT(VERBS); i++)
		if (str_eq(kind, str_of(VERBS[i].kind)))
			return &VERBS[i];
	return NULL;
}

const struct msg *word_verb(const struct history_row *r)
{
	const struct verb *v = verb_of(r->kind);
	return r->hidden ? &HIDDEN_ANSWER : v ? &v->bare : NULL;
}

struct str word_history(const struct part *p, const struct history_row *r)
{
	struct str text = str_starts(r->kind, STR("shred"))
				  ? word_shred_reason(p->a, p->lang, r->text)
				  : r->text;

	static const struct msg ONE = MSG("Claim recorded, {1} value", "ادعا ثبت شد، {1} مقدار");
	static const struct msg MANY = MSG("Claim recorded, {1} values", "ادعا ثبت شد، {1} مقدار");
	const struct verb *v = verb_of(r->kind);
	if (v && r->text.n && !r->hidden)
		return tr_fmt(p->a, p->lang, &v->with, &text, 1);
	const struct msg *bare = word_verb(r);
	return bare ? tr(p->lang, bare) : word_n(p, &ONE, &MANY, r->count);
}

static struct str kind_of_number(const struct part *p, struct str number)
{
	struct str prefix;
	const struct kind *k;
	str_cut(number, '-', &prefix);
	k = vocab_kind_by_prefix(p->vocab, prefix);
	return k ? k->term.code : STR("");
}

static void history_line(const struct part *p, const struct history_row *r, bool with_subject)
{
	html_lit(p->h, "<li><span class=\"t\">");
	html_text(p->h, word_day(p, r->recorded_ms));
	html_lit(p->h, "</span><p>");
	if (with_subject && r->subject_number.n) {
		page_entity_a(p->h, kind_of_number(p, r->subject_number), r->subject_number);
		page_foreign(p->h, p->lang, r->subject_label, STR(""));
		html_lit(p->h, "</a>: ");
	}
	html_text(p->h, word_history(p, r));
	if (r->recorder_name.n) {
		html_lit(p->h, " · ");
		page_foreign(p->h, p->lang, r->recorder_name, STR(""));
	}
	html_lit(p->h, " · ");
	part_entry(p, r->seq);
	if (r->retracted) {
		html_lit(p->h, " <span class=\"tag\">");
		part_say(p, MSG_P("Taken back", "پس‌گرفته"));
		html_lit(p->h, "</span> ");
		part_entry(p, r->retracted);
	}
	html_lit(p->h, "</p></li>\n");
}

void part_history(const struct part *p, const struct history_row *r, size_t n, bool with_subject)
{
	html_lit(p->h, "<ul class=\"brief timed\">\n");
	for (size_t i = 0; i < n; i++)
		history_line(p, &r[i], with_subject);
	html_lit(p->h, "</ul>\n");
}

/* ---- from the number to its proof ------------------------------------- */

static void chain_link(const struct part *p, struct str href)
{
	if (str_starts(href, STR("#"))) {
		html_lit(p->h, "<a class=\"num\" href=\"#");
		html_url_arg(p->h, str_from(href, 1));
	} else {
		html_lit(p->h, "<a class=\"num\" href=\"");
		html_url(p->h, href);
	}
	html_lit(p->h, "\">");
}

void part_chain(const struct part *p, const struct chain_step *c, size_t n)
{
	html_lit(p->h, "<ol class=\"chain\" aria-label=\"");
	html_attr(p->h, tr(p->lang, MSG_P("From the number to its proof", "از عدد تا برهان آن")));
	html_lit(p->h, "\">\n");
	for (size_t i = 0; i < n; i++) {
		html_lit(p->h, "<li><span>");
		if (c[i].href.n)
			chain_link(p, c[i].href);
		else
			html_lit(p->h, "<b>");
		page_num(p->h, p->lang, c[i].n);
		if (c[i].href.n)
			html_lit(p->h, "</a>");
		else
			html_lit(p->h, "</b>");
		html_lit(p->h, "</span><span class=\"muted\">");
		html_text(p->h, c[i].says);
		html_lit(p->h, "</span></li>\n");
	}
	html_lit(p->h, "</ol>\n");
}

/* ---- pages ------------------------------------------------------------ */

static void page_link(const struct part *p, struct str path, const char *arg, int64_t page,
		      struct str after)
{
	html_lit(p->h, "<a href=\"");
	html_url(p->h, path);
	html_query_(p->h, str_of(arg), str_printf(p->a, "%lld", (long long)page));
	if (after.n) {
		html_lit(p->h, "#");
		html_url_arg(p->h, after);
	}
	html_lit(p->h, "\">");
}

void part_pages(const struct part *p, struct str path, int64_t page, int64_t per, int64_t total,
		struct str after)
{
	part_pages_of(p, path, "page", page, per, total, after);
}

void part_pages_of(const struct part *p, struct str path, const char *arg, int64_t page,
		   int64_t per, int64_t total, struct str after)
{
	int64_t last = total > 0 ? (total + per - 1) / per : 1;
	int64_t first_row = (page - 1) * per + 1;
	int64_t last_row = page * per < total ? page * per : total;
	struct str range[] = { num_text(p->a, p->lang, first_row),
			       num_text(p->a, p->lang, last_row), num_text(p->a, p->lang, total) };
	if (last < 2)
		return;
	html_lit(p->h, "<nav class=\"actions\" style=\"margin-block:1rem\" aria-label=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Pages", "صفحه‌ها")));
	html_lit(p->h, "\"><span>");
	html_text(p->h,
		  tr_fmt(p->a, p->lang, MSG_P("{1} to {2} of {3}", "{1} تا {2} از {3}"), range, 3));
	html_lit(p->h, "</span>");
	if (page > 1) {
		html_lit(p->h, " ");
		page_link(p, path, arg, page - 1, after);
		part_say(p, MSG_P("Previous", "پیشین"));
		html_lit(p->h, "</a>");
	}
	if (page < last) {
		html_lit(p->h, " ");
		page_link(p, path, arg, page + 1, after);
		part_say(p, MSG_P("Next", "بعدی"));
		html_lit(p->h, "</a> ");
		page_link(p, path, arg, last, after);
		part_say(p, MSG_P("Last", "واپسین"));
		html_lit(p->h, "</a>");
	}
	html_lit(p->h, "</nav>\n");
}
