/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mentions_render.c - rows of lists that a name was found in: which list, which row, whose, and why. */
#include "web/page_mentions.h"

#include "web/page_lists.h"

static const struct msg NAME = MSG("Name in the row", "نام در ردیف");
static const struct msg WHERE = MSG("List and row", "فهرست و ردیف");
static const struct msg OF_WHOM = MSG("Of whom", "از آنِ");
static const struct msg WHY = MSG("Why it is here", "چرا اینجاست");

static void name_cell(const struct part *p, const struct mention_found *m)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	mention_a(p->h, m->mention.number);
	part_label(p, m->said);
	html_lit(p->h, "</a> <span class=\"src\">");
	part_number(p, m->mention.number);
	html_lit(p->h, "</span>");
	if (m->mention.unnamed || m->mention.group) {
		html_lit(p->h, " <span class=\"tag\">");
		part_say(p, m->mention.group ? MSG_P("several people", "چند تن")
					     : MSG_P("names nobody", "نام کسی نیست"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</th>");
}

static void where_cell(const struct part *p, const struct mention_found *m)
{
	part_cell(p, &WHERE);
	list_a(p->h, m->list);
	page_foreign(p->h, p->lang, m->list_label, STR(""));
	html_lit(p->h, "</a>");
	part_say(p, MSG_P(", row ", "، ردیف "));
	page_num(p->h, p->lang, m->mention.row);
	if (!m->mention.stands) {
		html_lit(p->h, " <span class=\"tag ink\">");
		part_say(p, MSG_P("Removed", "حذف‌شده"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</td>");
}

static void person_cell(const struct part *p, const struct mention_found *m)
{
	part_cell(p, &OF_WHOM);
	if (m->person.n) {
		html_a(p->h, "/cluster/", m->person, "");
		page_foreign(p->h, p->lang, m->person_label, STR(""));
		html_lit(p->h, "</a>");
		if (!str_eq(m->person, m->person_label)) {
			html_lit(p->h, " <span class=\"src\">");
			part_number(p, m->person);
			html_lit(p->h, "</span>");
		}
	} else {
		part_say(p, MSG_P("linked to nobody", "بی‌پیوند"));
	}
	html_lit(p->h, "</td>");
}

static void why_cell(const struct part *p, const struct mention_found *m)
{
	static const struct msg HOWS[MENTION_HOWS] = {
		[MENTION_EXACT] = MSG("the same name", "همین نام"),
		[MENTION_WORDS] = MSG("all words are in its name",
				      "همهٔ واژه‌ها در نام آن است"),
		[MENTION_OTHER] = MSG("in another name, the father’s name or the list’s own number",
				      "در نامی دیگر، نام پدر یا شمارهٔ خود فهرست"),
		[MENTION_SOUNDS] =
			MSG("sounds alike, {1} of 100", "هم‌آوا، {1} از ۱۰۰"),
	};
	struct str score = num_text(p->a, p->lang, m->score);
	part_cell(p, &WHY);
	html_text(p->h, tr_fmt(p->a, p->lang, &HOWS[m->how], &score, 1));
	if (m->earlier) {
		html_lit(p->h, "<br><span class=\"src\">");
		part_say(
			p,
			MSG_P("in an earlier edition; it says something else now",
			      "در ویرایشی پیشین؛ اکنون چیز دیگری می‌گوید"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</td></tr>\n");
}

static void table(const struct part *p, const struct mentions_found *f)
{
	part_table(p, MSG_P("Rows of lists", "ردیف‌های فهرست‌ها"));
	part_head_cell(p, &NAME);
	part_head_cell(p, &WHERE);
	part_head_cell(p, &OF_WHOM);
	part_head_cell(p, &WHY);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < f->n; i++) {
		name_cell(p, &f->p[i]);
		where_cell(p, &f->p[i]);
		person_cell(p, &f->p[i]);
		why_cell(p, &f->p[i]);
	}
	html_lit(p->h, "</tbody></table></div>\n");
	if (f->cut)
		html_el(p->h, "p",
			tr(p->lang,
			   MSG_P("Too many rows share these words to look at all of them; one more word would help.",
				 "ردیف‌هایی که این واژه‌ها را دارند بیش از آن است که همه دیده شوند؛ یک واژهٔ دیگر کمک می‌کند.")));
}

void mentions_block(struct html *h, enum lang lang, const struct mentions_view *v)
{
	static const struct msg ONE =
		MSG("{1} row of a list", "{1} ردیف از فهرست‌ها");
	static const struct msg MANY =
		MSG("{1} rows of lists", "{1} ردیف از فهرست‌ها");
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, lang, NULL, NULL, a);
	if (!v->found.total)
		return;
	html_lit(
		h,
		"<section class=\"block\" style=\"margin-block-start:2rem\" aria-labelledby=\"rows-found\"><h2 id=\"rows-found\">");
	part_say_n(&p, &ONE, &MANY, v->found.total);
	html_lit(h, "</h2>\n<p>");
	part_say(
		&p,
		MSG_P("As lists of others give them, in any spelling and script. A row is no record of its own: it is linked to a person, or to nobody yet.",
		      "چنان که فهرست‌های دیگران می‌دهند، با هر نگارش و خط. ردیف خود پرونده نیست: به شخصی پیوند دارد، یا هنوز به هیچ‌کس."));
	html_lit(h, "</p>\n");
	table(&p, &v->found);
	if (v->found.total > (int64_t)v->found.n) {
		html_lit(h, "<p class=\"actions\"><a href=\"/mentions");
		html_query(h, "q", v->text);
		html_lit(h, "\">");
		part_say(&p, MSG_P("All of these rows", "همهٔ این ردیف‌ها"));
		html_lit(h, "</a></p>\n");
	}
	html_lit(h, "</section>\n");
}

static void form(const struct part *p, const struct mentions_view *v)
{
	html_lit(p->h, "<form method=\"get\" action=\"/mentions\" class=\"actions noprint\">"
		       "<label for=\"name\">");
	part_say(p, MSG_P("A name, or a list’s own number of the row",
			  "یک نام، یا شمارهٔ ردیف نزد خود فهرست"));
	html_lit(p->h,
		 "</label> <input class=\"w-m\" type=\"search\" id=\"name\" name=\"q\" dir=\"auto\""
		 " autocomplete=\"off\" value=\"");
	html_attr(p->h, v->text);
	html_lit(p->h, "\"> <button>");
	part_say(p, MSG_P("Search", "جست‌وجو"));
	html_lit(p->h, "</button></form>\n");
}

static void results(const struct part *p, const struct mentions_view *v)
{
	static const struct msg ONE = MSG("{1} row", "{1} ردیف");
	static const struct msg MANY = MSG("{1} rows", "{1} ردیف");
	html_lit(
		p->h,
		"<section class=\"block\" style=\"margin-block-start:2rem\" id=\"rows\" aria-labelledby=\"h-rows\"><h2 id=\"h-rows\">");
	part_say_n(p, &ONE, &MANY, v->found.total);
	html_lit(p->h, "</h2>\n");
	if (v->found.n)
		table(p, &v->found);
	else
		html_el(p->h, "p",
			tr(p->lang,
			   v->found.total
				   ? MSG_P("This page is behind the end of the list.",
					   "این صفحه پس از پایان فهرست است.")
				   : MSG_P("No row of a list has this name in any spelling. That says nothing about what happened, only about what was taken in. Cells that were sealed are not searched.",
					   "هیچ ردیفی این نام را با هیچ نگارشی ندارد. این دربارهٔ آنچه رخ داده چیزی نمی‌گوید، فقط دربارهٔ آنچه وارد شده است. خانه‌های مُهرشده جست‌وجو نمی‌شود.")));
	if (v->found.total > MENTIONS_PAGE) {
		AUTO_BUF path;
		struct html at;
		buf_init(&path, 1 << 14);
		html_begin(&at, &path);
		html_lit(&at, "/mentions");
		html_query(&at, "q", v->text);
		part_pages(p, buf_str(&path), v->page, MENTIONS_PAGE, v->found.total, STR("rows"));
	}
	html_lit(p->h, "</section>\n");
}

void mentions_render(struct html *h, const struct shell *s, const struct mentions_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, NULL, NULL, a);
	page_begin(h, s, tr(s->lang, MSG_P("Rows of lists", "ردیف‌های فهرست‌ها")),
		   SECTION_LISTS);
	html_lit(h, "<p class=\"crumbs\"><a href=\"/lists\">");
	part_say(&p, MSG_P("Lists", "فهرست‌ها"));
	html_lit(h, "</a></p>\n<div class=\"headline\"><h1>");
	part_say(&p, MSG_P("Rows by a name", "ردیف‌ها به نام"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	part_say(
		&p,
		MSG_P("Every row of every list that has this name, in any spelling and script: also rows that their publisher removed, and what an earlier edition said.",
		      "هر ردیف هر فهرستی که این نام را دارد، با هر نگارش و خط: نیز ردیف‌هایی که ناشرشان حذف کرده، و آنچه ویرایشی پیشین گفته است."));
	html_lit(h, "</p></div>\n");
	form(&p, v);
	if (v->text.n)
		results(&p, v);
	page_end(h, s);
}
