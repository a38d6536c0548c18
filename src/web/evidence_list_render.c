/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence_list_render.c - evidence in lists: of all, and of one record. */
#include "web/page_evidence.h"

struct str word_media(enum lang lang, struct str type)
{
	if (str_starts(type, STR("image/")))
		return tr(lang, MSG_P("Image", "تصویر"));
	if (str_starts(type, STR("video/")))
		return tr(lang, MSG_P("Video", "ویدئو"));
	if (str_starts(type, STR("audio/")))
		return tr(lang, MSG_P("Sound", "صدا"));
	if (str_eq(type, STR("application/pdf")))
		return tr(lang, MSG_P("PDF document", "سند پی‌دی‌اف"));
	if (str_starts(type, STR("text/")))
		return tr(lang, MSG_P("Text", "متن"));
	return tr(lang, MSG_P("File", "فایل"));
}

void evidence_code(struct html *h, struct str s)
{
	html_lit(h, "<bdi lang=\"en\" dir=\"ltr\">");
	html_text(h, s);
	html_lit(h, "</bdi>");
}

void evidence_crumbs(const struct part *p, struct str number)
{
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"/register\">");
	part_say(p, MSG_P("Register", "پرونده‌ها"));
	html_lit(p->h, "</a> / ");
	if (number.n) {
		html_lit(p->h, "<a href=\"/evidence\">");
		part_say(p, MSG_P("Evidence", "مدارک"));
		html_lit(p->h, "</a> / ");
		part_number(p, number);
	} else {
		part_say(p, MSG_P("Evidence", "مدارک"));
	}
	html_lit(p->h, "</p>\n");
}

void evidence_state_words(const struct part *p, enum evidence_state s)
{
	static const struct msg WORDS[] = {
		[EVIDENCE_HERE] = MSG("Here, sealed", "اینجاست، مُهرشده"),
		[EVIDENCE_MISSING] = MSG("Not on this machine", "روی این دستگاه نیست"),
		[EVIDENCE_SHUT] =
			MSG("Erased, or not given to this site",
			    "پاک‌شده، یا به این پایگاه داده نشده"),
		[EVIDENCE_ERASED] = MSG("Erased", "پاک‌شده"),
	};
	part_say(p, &WORDS[s]);
}

/* ---- in lists ----------------------------------------------------------- */

bool evidence_has_picture(const struct evidence_row *r)
{
	return !r->covered && r->copies && r->state == EVIDENCE_HERE;
}

static void cover(const struct part *p, const struct evidence_row *r)
{
	if (r->state == EVIDENCE_SHUT || r->state == EVIDENCE_ERASED) {
		html_lit(p->h, "<span class=\"sheet covered\"><span>");
		part_say(p, MSG_P("Erased", "پاک‌شده"));
		html_lit(p->h, "</span></span>");
	} else if (r->covered) {
		html_lit(p->h, "<span class=\"sheet covered\"><span>");
		part_say(p, MSG_P("Covered: may show injury", "پوشیده: شاید جراحت نشان دهد"));
		html_lit(p->h, "</span></span>");
	} else if (evidence_has_picture(r)) {
		html_lit(p->h, "<img class=\"sheet\" alt=\"\" loading=\"lazy\" src=\"/copy/");
		html_url_arg(p->h, r->number);
		html_lit(p->h, "/1\">");
	} else {
		html_lit(p->h,
			 "<span class=\"sheet\" aria-hidden=\"true\">"
			 "<i style=\"--w:60\"></i><i style=\"--w:95\"></i><i style=\"--w:90\"></i>"
			 "<i style=\"--w:85\"></i><i style=\"--w:40\"></i></span>");
	}
}

static void title_or_number(const struct part *p, const struct evidence_row *r)
{
	if (r->title.n)
		page_foreign(p->h, p->lang, r->title, STR(""));
	else
		evidence_code(p->h, r->number);
}

void part_evidence(const struct part *p, const struct evidence_row *r, size_t n)
{
	html_lit(p->h, "<ul class=\"evidence\">\n");
	for (size_t i = 0; i < n; i++) {
		html_lit(p->h, "<li>");
		page_entity_a(p->h, STR("evidence"), r[i].number);
		cover(p, &r[i]);
		html_lit(p->h, "<span><b>");
		title_or_number(p, &r[i]);
		html_lit(p->h, "</b><br>");
		html_text(p->h, word_media(p->lang, r[i].media_type));
		html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
		html_text(p->h, word_size(p->a, p->lang, r[i].bytes));
		html_lit(p->h, "</span></a></li>\n");
	}
	html_lit(p->h, "</ul>\n");
}

static const struct msg KIND = MSG("Kind", "گونه");
static const struct msg SIZE = MSG("Size", "اندازه");
static const struct msg FROM = MSG("From", "از");
static const struct msg SINCE = MSG("Sealed", "مُهرشده در");
static const struct msg STATE = MSG("State", "وضعیت");

static void list_row(const struct part *p, const struct evidence_row *r)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	page_entity_a_num(p->h, STR("evidence"), r->number);
	evidence_code(p->h, r->number);
	html_lit(p->h, "</a>");
	if (r->title.n) {
		html_lit(p->h, " ");
		page_foreign(p->h, p->lang, r->title, STR(""));
	}
	html_lit(p->h, "</th>");
	part_cell(p, &KIND);
	html_text(p->h, word_media(p->lang, r->media_type));
	if (r->covered) {
		html_lit(p->h, " <span class=\"tag\">");
		part_say(p, MSG_P("Covered", "پوشیده"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</td>");
	part_cell(p, &SIZE);
	html_text(p->h, word_size(p->a, p->lang, r->bytes));
	html_lit(p->h, "</td>");
	part_cell(p, &FROM);
	if (r->source.id)
		part_entity(p, r->source.kind, r->source.no);
	else
		part_say(p, MSG_P("not open to you", "برای شما باز نیست"));
	html_lit(p->h, "</td>");
	part_cell(p, &SINCE);
	html_text(p->h, word_day(p, r->added_ms));
	html_lit(p->h, "</td>");
	part_cell(p, &STATE);
	evidence_state_words(p, r->state);
	html_lit(p->h, "</td></tr>\n");
}

static void list_table(const struct part *p, const struct evidence_list_view *v)
{
	static const struct msg *const HEADS[] = { &KIND, &SIZE, &FROM, &SINCE, &STATE };
	part_table(p, MSG_P("Evidence files", "فایل‌های مدارک"));
	part_head_cell(p, MSG_P("File", "مدرک"));
	for (size_t i = 0; i < COUNT(HEADS); i++)
		part_head_cell(p, HEADS[i]);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < v->n; i++)
		list_row(p, &v->rows[i]);
	html_lit(p->h, "</tbody></table></div>\n");
	part_pages(p, STR("/evidence"), v->page, EVIDENCE_PAGE, v->total, STR(""));
}

void evidence_list_render(struct html *h, const struct shell *s, const struct evidence_list_view *v)
{
	static const struct msg ONE =
		MSG("{1} file, sealed as it came.",
		    "{1} فایل، مُهرشده همان‌گونه که رسید.");
	static const struct msg MANY =
		MSG("{1} files, each sealed as it came.",
		    "{1} فایل، هر یک مُهرشده همان‌گونه که رسید.");
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, &v->names, a);
	page_begin(h, s, tr(s->lang, MSG_P("Evidence", "مدارک")), SECTION_REGISTER);
	evidence_crumbs(&p, STR(""));
	html_lit(h, "<div class=\"headline\"><h1>");
	part_say(&p, MSG_P("Evidence", "مدارک"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	if (v->total)
		part_say_n(&p, &ONE, &MANY, v->total);
	else
		part_say(&p, MSG_P("No file has been added yet.", "هنوز فایلی افزوده نشده است."));
	html_lit(h,
		 "</p>\n<p class=\"actions noprint\"><a class=\"button\" href=\"/add/evidence\">");
	part_say(&p, MSG_P("Add evidence", "افزودن مدرک"));
	html_lit(h, "</a></p></div>\n");
	if (v->n)
		list_table(&p, v);
	page_end(h, s);
}
