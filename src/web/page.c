/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page.c - what every page has around it, and the small words it is written with. */
#include "web/page.h"

#include "base/bytes.h"
#include "html/assets.h"
#include "text/script.h"

void page_say(struct html *h, enum lang lang, const struct msg *m)
{
	html_text(h, tr(lang, m));
}

void page_num(struct html *h, enum lang lang, int64_t v)
{
	AUTO_ARENA *a = arena_new(0);
	html_text(h, num_text(a, lang, v));
}

struct str page_entry_text(struct arena *a, enum lang lang, int64_t number)
{
	/* A name rather than an amount once it has letters: written as it is typed. */
	return number_site(number) ? number_str(a, number) : num_text(a, lang, number);
}

void page_entry(struct html *h, enum lang lang, int64_t number)
{
	AUTO_ARENA *a = arena_new(0);
	html_text(h, page_entry_text(a, lang, number));
}

void page_entry_id(struct html *h, int64_t number)
{
	char text[NUMBER_TEXT_MAX];
	html_word(h, str_of(number_text(number, 1, text)));
}

void page_foreign(struct html *h, enum lang lang, struct str s, struct str text_lang_tag)
{
	struct str tag = text_lang_tag;
	enum lang as;
	if (!tag.n || str_eq(tag, STR("und")))
		tag = str_of(text_lang(s));
	bool latin_tag = str_has(tag, STR("-Latn"));
	if (!tag.n || (lang_parse(tag, &as) && as == lang && !latin_tag)) {
		html_text(h, s);
		return;
	}
	html_bdi(h, s, tag, text_is_rtl(s) ? HTML_RTL : HTML_LTR);
}

void page_term(struct html *h, enum lang lang, const struct term *t, struct str code)
{
	enum lang as = LANG_EN;
	struct str label = t ? term_label(t, lang, &as) : code;
	page_foreign(h, lang, label, str_of(lang_code(as)));
}

/* ---- addresses -------------------------------------------------------- */

/* The kinds with a page of their own; all others share /entity/. */
#define ENTITY_A(h, kind, number, before)                                                          \
	do {                                                                                       \
		if (str_eq(kind, STR("person")))                                                   \
			html_lit(h, before "/person/");                                            \
		else if (str_eq(kind, STR("event")))                                               \
			html_lit(h, before "/event/");                                             \
		else if (str_eq(kind, STR("source")))                                              \
			html_lit(h, before "/source/");                                            \
		else if (str_eq(kind, STR("place")))                                               \
			html_lit(h, before "/place/");                                             \
		else if (str_eq(kind, STR("figure")))                                              \
			html_lit(h, before "/figure/");                                            \
		else if (str_eq(kind, STR("evidence")))                                            \
			html_lit(h, before "/evidence/");                                          \
		else if (str_eq(kind, STR("list")))                                                \
			html_lit(h, before "/list/");                                              \
		else if (str_eq(kind, STR("mention")))                                             \
			html_lit(h, before "/mention/");                                           \
		else                                                                               \
			html_lit(h, before "/entity/");                                            \
		html_url_arg(h, number);                                                           \
		html_lit(h, "\">");                                                                \
	} while (0)

void page_entity_a(struct html *h, struct str kind, struct str number)
{
	ENTITY_A(h, kind, number, "<a href=\"");
}

void page_entity_a_name(struct html *h, struct str kind, struct str number)
{
	ENTITY_A(h, kind, number, "<a class=\"name\" href=\"");
}

void page_entity_a_num(struct html *h, struct str kind, struct str number)
{
	ENTITY_A(h, kind, number, "<a class=\"num\" href=\"");
}

struct str page_entity_url(struct arena *a, struct str kind, struct str number, struct str after)
{
	static const char *const OWN[] = { "person", "event",	 "source", "place",
					   "figure", "evidence", "list",   "mention" };
	const char *folder = "entity";
	for (size_t i = 0; i < COUNT(OWN); i++)
		if (str_eq(kind, str_of(OWN[i])))
			folder = OWN[i];
	return str_printf(a, "/%s/%.*s%.*s", folder, STR_FMT(number), STR_FMT(after));
}

/* ---- before <main> ---------------------------------------------------- */

static void head(struct html *h, const struct shell *s, struct str title)
{
	html_lit(h, "<!DOCTYPE html>\n");
	if (s->lang == LANG_FA)
		html_lit(h, "<html lang=\"fa\" dir=\"rtl\">\n");
	else
		html_lit(h, "<html lang=\"en\" dir=\"ltr\">\n");
	html_lit(h, "<head>\n<meta charset=\"utf-8\">\n"
		    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		    "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
	html_text(h, title);
	html_lit(h, " – Vigil</title>\n<link rel=\"stylesheet\" href=\"");
	html_url(h, asset_url(STR("vigil.css")));
	html_lit(h, "\">\n");
	/* Where a page may be led is never written from a value. */
	html_if(h, s->again == AGAIN_SOON, "<meta http-equiv=\"refresh\" content=\"1\">\n");
	html_if(h, s->again == AGAIN, "<meta http-equiv=\"refresh\" content=\"2\">\n");
	html_if(h, s->again == AGAIN_LATER, "<meta http-equiv=\"refresh\" content=\"5\">\n");
	html_lit(h, "</head>\n<body>\n<a class=\"skip\" href=\"#main\">");
	page_say(h, s->lang, MSG_P("Skip to content", "رفتن به متن"));
	html_lit(h, "</a>\n");
}

static void language_link(struct html *h, const struct shell *s)
{
	if (s->lang == LANG_FA)
		html_lit(h, "<a lang=\"en\" dir=\"ltr\" hreflang=\"en\" href=\"/lang?to=en");
	else
		html_lit(h, "<a lang=\"fa\" dir=\"rtl\" hreflang=\"fa\" href=\"/lang?to=fa");
	html_query(h, "back", s->target);
	html_lit(h, "\">");
	html_text(h, s->lang == LANG_FA ? STR("English") : STR("فارسی"));
	html_lit(h, "</a>");
}

static void search_form(struct html *h, const struct shell *s)
{
	html_lit(h, "<form class=\"find\" action=\"/register\" method=\"get\" role=\"search\">"
		    "<label class=\"vh\" for=\"q0\">");
	page_say(h, s->lang,
		 MSG_P("Search names, places, record numbers",
		       "جست‌وجوی نام، جا، شمارهٔ پرونده"));
	html_lit(h,
		 "</label><input id=\"q0\" name=\"q\" type=\"search\" dir=\"auto\" placeholder=\"");
	html_attr(h, tr(s->lang, MSG_P("Name in any script, place, P-number",
				       "نام به هر خط، جا، شمارهٔ پرونده")));
	if (s->search.n) {
		html_lit(h, "\" value=\"");
		html_attr(h, s->search);
	}
	html_lit(h, "\"><button>");
	page_say(h, s->lang, MSG_P("Search", "جست‌وجو"));
	html_lit(h, "</button></form>\n");
}

static void who(struct html *h, const struct shell *s)
{
	html_lit(h, "<div class=\"who\">");
	language_link(h, s);
	html_lit(h, " <span>");
	if (s->member.n) {
		page_foreign(h, s->lang, s->member, STR(""));
		html_text(h, tr(s->lang, MSG_P(", ", "، ")));
	}
	html_text(h, s->role);
	html_lit(h, "</span> <form method=\"post\" action=\"/lock\">");
	page_form_hidden(h, &s->lock);
	html_lit(h, "<button class=\"text\">");
	page_say(h, s->lang, MSG_P("Lock", "قفل"));
	html_lit(h, "</button></form></div>\n");
}

/* The rooms that exist, in the order of work. */
#define SECTION_ITEM(h, s, section, now, href, en, fa)                                             \
	do {                                                                                       \
		html_lit(h, "<li><a href=\"" href "\"");                                           \
		html_if(h, (now) == (section), " aria-current=\"page\"");                          \
		html_lit(h, ">");                                                                  \
		page_say(h, (s)->lang, MSG_P(en, fa));                                             \
		html_lit(h, "</a></li>\n");                                                        \
	} while (0)

/* With how much waits. */
static void review_item(struct html *h, const struct shell *s, enum section now)
{
	html_lit(h, "<li><a href=\"/review\"");
	html_if(h, now == SECTION_REVIEW, " aria-current=\"page\"");
	html_lit(h, ">");
	page_say(h, s->lang, MSG_P("Review", "بازبینی"));
	if (s->review) {
		html_lit(h, " <span class=\"n\">");
		page_num(h, s->lang, s->review);
		html_lit(h, "<span class=\"vh\"> ");
		page_say(h, s->lang, MSG_P("items", "مورد"));
		html_lit(h, "</span></span>");
	}
	html_lit(h, "</a></li>\n");
}

static void sections(struct html *h, const struct shell *s, enum section now)
{
	html_lit(h, "<nav class=\"sections\" aria-label=\"");
	html_attr(h, tr(s->lang, MSG_P("Sections", "بخش‌ها")));
	html_lit(h, "\"><div class=\"wrap\"><ul>\n");
	SECTION_ITEM(h, s, SECTION_TODAY, now, "/", "Today", "امروز");
	SECTION_ITEM(h, s, SECTION_REGISTER, now, "/register?k=person", "Register",
		     "پرونده‌ها");
	SECTION_ITEM(h, s, SECTION_LISTS, now, "/lists", "Lists", "فهرست‌ها");
	review_item(h, s, now);
	SECTION_ITEM(h, s, SECTION_CONFLICTS, now, "/conflicts", "Conflicts", "تعارض‌ها");
	SECTION_ITEM(h, s, SECTION_FIGURES, now, "/figures", "Figures", "ارقام");
	SECTION_ITEM(h, s, SECTION_ESTIMATES, now, "/estimate", "Estimates", "برآوردها");
	SECTION_ITEM(h, s, SECTION_WARNINGS, now, "/warnings", "Warnings", "هشدارها");
	SECTION_ITEM(h, s, SECTION_IMPORT, now, "/import", "Import", "ورود داده");
	SECTION_ITEM(h, s, SECTION_HISTORY, now, "/history", "History", "تاریخچه");
	SECTION_ITEM(h, s, SECTION_VERIFY, now, "/verify", "Verify", "راستی‌آزمایی");
	html_lit(h, "</ul></div></nav>\n");
}

/* Shouted on every page: to resolve a fork is for people, and they have to hear of it. */
static void fork_banner(struct html *h, const struct shell *s)
{
	html_lit(h, "<div class=\"errors\" role=\"alert\"><p><b>");
	page_say(h, s->lang,
		 MSG_P("Two histories of one log are known.",
		       "از یک دفتر دو تاریخچه شناخته شده است."));
	html_lit(h, "</b> ");
	page_say(
		h, s->lang,
		MSG_P("A log was copied, restored from a backup, or shown to others differently. ",
		      "دفتری نسخه‌برداری شده، از پشتیبان بازگردانده شده، یا به دیگران جور دیگری نشان داده شده است. "));
	html_lit(h, "<a href=\"/logs#forks\">");
	page_say(h, s->lang,
		 MSG_P("See which, and keep both", "ببینید کدام، و هر دو را نگه دارید"));
	html_lit(h, "</a></p></div>\n");
}

/* Before somebody fills in a form that will be refused. */
static void fixed_banner(struct html *h, const struct shell *s)
{
	html_lit(h,
		 "<div class=\"notice\" role=\"note\" style=\"margin-block-end:var(--s5)\"><p><b>");
	page_say(
		h, s->lang,
		MSG_P("Nothing can be written where this vault lies.",
		      "آنجا که این پرونده است چیزی نمی‌توان نوشت."));
	html_lit(h, "</b> ");
	page_say(
		h, s->lang,
		MSG_P("It is read as it lies there: on a write-protected stick, a disc, or in a folder of somebody else. It can "
		      "be looked at and not added to. To work with it, copy it with its key slots and its evidence to a "
		      "folder of your own: ",
		      "همان‌گونه که آنجاست خوانده می‌شود: در حافظه‌ای که نوشتن بر آن بسته است، در لوحی، یا در پوشهٔ دیگری. "
		      "می‌توان آن را دید و نمی‌توان بر آن افزود. برای کار با آن، آن را با جای کلیدها و مدرک‌هایش در پوشه‌ای "
		      "از خود رونوشت کنید: "));
	html_lit(h, "<code lang=\"en\" dir=\"ltr\">vigil backup FOLDER</code></p></div>\n");
}

void page_begin(struct html *h, const struct shell *s, struct str title, enum section section)
{
	head(h, s, title);
	html_lit(h, "<header class=\"masthead\">\n<div class=\"wrap mast-row\">\n");
	if (s->org.n) {
		html_lit(h, "<a class=\"wordmark\" href=\"/\">Vigil</a>\n<span class=\"org\">");
		page_foreign(h, s->lang, s->org, STR(""));
		html_lit(h, "</span>\n");
		search_form(h, s);
		who(h, s);
	} else {
		html_lit(h, "<span class=\"wordmark\">Vigil</span>\n"
			    "<div class=\"who\" style=\"margin-inline-start:auto\">");
		language_link(h, s);
		html_lit(h, "</div>\n");
	}
	html_lit(h, "</div>\n");
	if (s->org.n)
		sections(h, s, section);
	html_lit(h, "</header>\n<main id=\"main\" class=\"wrap\" tabindex=\"-1\">\n");
	if (s->org.n && s->forks)
		fork_banner(h, s);
	if (s->org.n && s->fixed)
		fixed_banner(h, s);
}

/* ---- after </main> ---------------------------------------------------- */

/* "7f3a 91c0 5be2 … c21e" */
static void fingerprint(struct html *h, const struct hash *root)
{
	char hex[2 * HASH_LEN + 1];
	hex_encode(hex, root->b, HASH_LEN);
	html_lit(h, "<code lang=\"en\" dir=\"ltr\">");
	for (size_t i = 0; i < 3; i++) {
		html_text(h, str_n(hex + 4 * i, 4));
		html_lit(h, " ");
	}
	html_lit(h, "… ");
	html_text(h, str_n(hex + 2 * HASH_LEN - 4, 4));
	html_lit(h, "</code>");
}

void page_end(struct html *h, const struct shell *s)
{
	html_lit(h, "</main>\n<footer class=\"colophon\">\n<div class=\"wrap stack\">\n<p>");
	if (s->org.n) {
		page_say(h, s->lang, MSG_P("Log sealed with ", "دفتر با "));
		html_lit(h, "<a href=\"/history\">");
		page_entry(h, s->lang, s->head.size);
		page_say(h, s->lang, MSG_P(" entries", " مدخل مُهر شده"));
		html_lit(h, "</a> · ");
		html_text(h, s->when);
		html_lit(h, " · ");
		page_say(h, s->lang, MSG_P("head ", "سر "));
		fingerprint(h, &s->head.root);
		html_lit(h, " · <a href=\"/verify\">");
		page_say(h, s->lang, MSG_P("Verify", "راستی‌آزمایی"));
		html_lit(h, "</a>");
	} else {
		page_say(
			h, s->lang,
			MSG_P("This computer only · nothing leaves it until you send it",
			      "فقط روی همین رایانه · تا خود نفرستید چیزی از آن بیرون نمی‌رود"));
	}
	html_lit(h, "</p>\n</div>\n</footer>\n</body>\n</html>\n");
}
