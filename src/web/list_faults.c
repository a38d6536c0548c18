/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web/list_faults.h"

enum { OPEN_MOST = 30 }; /* more are folded away under their kinds */

static void kinds(const struct part *p, const struct table_faults *fs)
{
	html_lit(p->h, "<ul class=\"pairs\">");
	for (size_t i = 0; i < TABLE_FAULT_CODES; i++) {
		enum table_fault_code code = (enum table_fault_code)i;
		if (!fs->by_code[i])
			continue;
		html_lit(p->h, "<li><span>");
		html_text(p->h, table_fault_kind(code, p->lang));
		if (table_fault_code_stops(code)) {
			html_lit(p->h, " <span class=\"tag ink\">");
			part_say(p, MSG_P("stops it", "مانع است"));
			html_lit(p->h, "</span>");
		}
		html_lit(p->h, "</span><b>");
		page_num(p->h, p->lang, fs->by_code[i]);
		html_lit(p->h, "</b></li>");
	}
	html_lit(p->h, "</ul>\n");
}

static void one(const struct part *p, const struct table_faults *fs, const struct table_look *t,
		const struct table_fault *f)
{
	bool named = f->column && f->column <= t->n_columns;
	html_lit(p->h, "<li><span><b>");
	html_text(p->h,
		  table_fault_place(fs, f, named ? t->columns[f->column - 1].name : STR_NULL));
	html_lit(p->h, "</b>");
	if (f->stops) {
		html_lit(p->h, " <span class=\"tag ink\">");
		part_say(p, MSG_P("stops it", "مانع است"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "<br>");
	html_text(p->h, f->what);
	if (f->cell.n) {
		html_lit(p->h, " ");
		html_lit(p->h, "<q>");
		part_given(p, f->cell);
		html_lit(p->h, "</q>");
	}
	html_lit(p->h, "</span><span class=\"src\">");
	html_text(p->h, f->todo);
	html_lit(p->h, "</span></li>\n");
}

static const struct msg *how_many(const struct table_faults *fs)
{
	static const struct msg ONE_STOPS =
		MSG("One thing to know, and it stops the import as the file stands.",
		    "یک نکته، که با این فایل مانع ورود است.");
	static const struct msg ONE =
		MSG("One thing to know; it does not stop the import.", "یک نکته؛ مانع ورود نیست.");
	static const struct msg NONE_STOPS =
		MSG("{1} things to know; none of them stops the import.",
		    "{1} نکته؛ هیچ‌یک مانع ورود نیست.");
	static const struct msg STOP =
		MSG("{1} things to know. Of these, what stops the import as the file stands: {2}.",
		    "{1} نکته. آنچه از اینها با این فایل مانع ورود است: {2}.");
	if (fs->all == 1)
		return fs->stopping ? &ONE_STOPS : &ONE;
	return fs->stopping ? &STOP : &NONE_STOPS;
}

void list_faults(const struct part *p, const struct table_faults *fs, const struct table_look *t)
{
	struct str n[] = { num_text(p->a, p->lang, fs->all),
			   num_text(p->a, p->lang, fs->stopping) };
	size_t shown = fs->n < LIST_FAULTS_SHOWN ? fs->n : LIST_FAULTS_SHOWN;
	html_lit(p->h,
		 "<section class=\"block\" id=\"faults\" aria-labelledby=\"fl\"><h2 id=\"fl\">");
	part_say(p, MSG_P("What is not as it should be", "آنچه چنان که باید نیست"));
	html_lit(p->h, "</h2>\n");
	if (!fs->all) {
		html_el(p->h, "p", tr(p->lang, MSG_P("Nothing was found.", "چیزی یافت نشد.")));
		html_lit(p->h, "</section>\n");
		return;
	}
	html_el(p->h, "p", tr_fmt(p->a, p->lang, how_many(fs), n, 2));
	kinds(p, fs);
	html_lit(p->h, "<details");
	html_if(p->h, fs->stopping > 0 || fs->all <= OPEN_MOST, " open");
	html_lit(p->h, "><summary>");
	part_say(p, MSG_P("Each, with row and column", "هر یک، با ردیف و ستون"));
	html_lit(p->h, "</summary><ul class=\"brief\">\n");
	for (size_t i = 0; i < shown; i++)
		one(p, fs, t, &fs->items[i]);
	html_lit(p->h, "</ul>");
	if (fs->all > (int64_t)shown) {
		struct str more = num_text(p->a, p->lang, fs->all - (int64_t)shown);
		html_el(p->h, "p",
			tr_fmt(p->a, p->lang,
			       MSG_P("And {1} more; “vigil list look --json” lists up to a thousand.",
				     "و {1} مورد دیگر؛ «vigil list look --json» تا هزار مورد را می‌نویسد."),
			       &more, 1));
	}
	html_lit(p->h, "</details></section>\n");
}
