/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_map_render.c - what was found in a file, what its columns are, and rows as they would be understood. */
#include "web/list_faults.h"

#include "text/csv.h"

/* ---- what was found ------------------------------------------------------------- */

static const struct msg FORMATS[TABLE_FORMATS] = {
	[TABLE_CSV] = MSG("Text with separators (CSV)", "متن با جداکننده (CSV)"),
	[TABLE_XLSX] = MSG("Excel workbook (XLSX)", "کارپوشهٔ اکسل (XLSX)"),
	[TABLE_ODS] = MSG("OpenDocument spreadsheet (ODS)", "صفحه‌گستردهٔ ODS"),
	[TABLE_JSON_LINES] = MSG("JSON, one object a line", "JSON، هر سطر یک شیء"),
	[TABLE_JSON_ARRAY] =
		MSG("JSON, an array of objects", "JSON، آرایه‌ای از شیءها"),
};

static void fact(const struct part *p, const struct msg *label, struct str value)
{
	html_lit(p->h, "<dt>");
	part_say(p, label);
	html_lit(p->h, "</dt><dd>");
	page_foreign(p->h, p->lang, value, STR(""));
	html_lit(p->h, "</dd>");
}

static const struct {
	char c;
	const char *word;
	struct msg label;
} SEPARATORS[] = {
	{ ',', "comma", MSG("comma", "ویرگول لاتین") },
	{ ';', "semicolon", MSG("semicolon", "نقطه‌ویرگول") },
	{ '\t', "tab", MSG("tab", "جهش") },
	{ '|', "pipe", MSG("vertical bar", "خط عمودی") },
};

static struct str separator_word(enum lang lang, char c)
{
	for (size_t i = 0; i < COUNT(SEPARATORS); i++)
		if (SEPARATORS[i].c == c)
			return tr(lang, &SEPARATORS[i].label);
	return tr(lang, MSG_P("another", "دیگر"));
}

static void found(const struct part *p, const struct list_work *w)
{
	const struct table_look *t = &w->look;
	struct str sure = num_text(p->a, p->lang, t->encoding_sure);
	struct str name = encoding_name(t->encoding);
	struct str enc[] = { name, sure };
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"fo\"><h2 id=\"fo\">");
	part_say(p, MSG_P("What was found", "آنچه یافت شد"));
	html_lit(p->h, "</h2><dl class=\"facts\">");
	fact(p, MSG_P("File", "فایل"), w->name);
	fact(p, MSG_P("List", "فهرست"), w->list_label);
	fact(p, MSG_P("Format", "قالب"), tr(p->lang, &FORMATS[t->format]));
	if (t->format == TABLE_CSV) {
		fact(p, MSG_P("Encoding", "کدگذاری"),
		     t->encoding_sure < 100
			     ? tr_fmt(p->a, p->lang,
				      MSG_P("{1}, {2} % sure", "{1}، با {2}٪ اطمینان"), enc, 2)
			     : name);
		fact(p, MSG_P("Separator", "جداکننده"), separator_word(p->lang, t->separator));
	}
	if (t->n_sheets)
		fact(p, MSG_P("Sheet", "برگه"), t->sheets[t->sheet].name);
	fact(p, MSG_P("Header", "سرستون"),
	     t->header_row ? num_text(p->a, p->lang, t->header_row)
			   : tr(p->lang, MSG_P("none", "ندارد")));
	fact(p, MSG_P("Columns", "ستون‌ها"),
	     num_text(p->a, p->lang, (int64_t)t->n_columns));
	fact(p, MSG_P("Rows", "ردیف‌ها"), num_text(p->a, p->lang, t->rows));
	if (t->empty)
		fact(p, MSG_P("Rows without any text", "ردیف‌های بی‌متن"),
		     num_text(p->a, p->lang, t->empty));
	fact(p, MSG_P("Size", "اندازه"), word_size(p->a, p->lang, t->bytes));
	html_lit(p->h, "</dl></section>\n");
}

static void option(const struct form *f, struct str value, struct str label, bool chosen)
{
	html_lit(f->h, "<option value=\"");
	html_attr(f->h, value);
	html_lit(f->h, "\"");
	html_if(f->h, chosen, " selected");
	html_lit(f->h, ">");
	html_text(f->h, label);
	html_lit(f->h, "</option>");
}

static void select_begin(const struct form *f, struct str name, const struct msg *label)
{
	html_lit(f->h, "<div class=\"field\"><label for=\"");
	html_attr(f->h, name);
	html_lit(f->h, "\">");
	page_say(f->h, f->lang, label);
	html_lit(f->h, "</label><select class=\"w-m\" id=\"");
	html_attr(f->h, name);
	html_lit(f->h, "\" name=\"");
	html_attr(f->h, name);
	html_lit(f->h, "\">");
}

/* For when the program found the wrong thing. */
static void read_otherwise(const struct form *f, const struct list_work *w)
{
	const struct table_look *t = &w->look;
	struct str find = tr(f->lang, MSG_P("find it", "خودت پیدا کن"));
	struct field header = {
		.name = STR("header_row"),
		.label = MSG_P("Row with the names of the columns",
			       "ردیف نام ستون‌ها"),
		.hint = MSG_P("Empty: find it. 0: there is none.", "خالی: خودت پیدا کن. ۰: ندارد."),
		.value = w->options.header_row > 0
				 ? str_printf(f->a, "%lld", (long long)w->options.header_row)
			 : w->options.header_row ? STR("0")
						 : STR(""),
		.short_one = true,
		.ltr = true
	};
	html_lit(f->h, "<details class=\"help\"><summary>");
	page_say(f->h, f->lang,
		 MSG_P("This is not right: read it otherwise", "درست نیست: جور دیگری بخوان"));
	html_lit(f->h, "</summary>\n");
	if (t->n_sheets) {
		select_begin(f, STR("sheet"), MSG_P("Sheet", "برگه"));
		for (size_t i = 0; i < t->n_sheets; i++)
			option(f, t->sheets[i].name, t->sheets[i].name, i == t->sheet);
		html_lit(f->h, "</select></div>\n");
	}
	if (t->format == TABLE_CSV) {
		select_begin(f, STR("encoding"), MSG_P("Encoding", "کدگذاری"));
		option(f, STR(""), find, w->options.encoding == ENCODING_FIND);
		for (int i = ENCODING_UTF8; i < ENCODINGS; i++)
			option(f, encoding_name((enum text_encoding)i),
			       encoding_name((enum text_encoding)i), (int)w->options.encoding == i);
		html_lit(f->h, "</select></div>\n");
		select_begin(f, STR("separator"), MSG_P("Separator", "جداکننده"));
		option(f, STR(""), find, !w->options.separator);
		for (size_t i = 0; i < COUNT(SEPARATORS); i++)
			option(f, str_of(SEPARATORS[i].word), tr(f->lang, &SEPARATORS[i].label),
			       w->options.separator == SEPARATORS[i].c);
		html_lit(f->h, "</select></div>\n");
	}
	form_input(f, &header);
	html_lit(f->h, "<p class=\"actions\"><button name=\"do\" value=\"again\">");
	page_say(f->h, f->lang, MSG_P("Read it again", "دوباره بخوان"));
	html_lit(f->h, "</button></p></details>\n");
}

/* ---- columns -------------------------------------------------------------------- */

static const struct msg COLUMN = MSG("Column", "ستون");
static const struct msg ROWS_OF_IT = MSG("In the first rows", "در ردیف‌های نخست");
static const struct msg WHAT = MSG("What it is", "چیست");
static const struct msg DATES = MSG("Its dates", "تاریخ‌هایش");
static const struct msg SEALED = MSG("Sealed", "مُهرشده");

static void label_hidden(const struct form *f, struct str id, const struct msg *what,
			 struct str column)
{
	html_lit(f->h, "<label class=\"vh\" for=\"");
	html_attr(f->h, id);
	html_lit(f->h, "\">");
	page_say(f->h, f->lang, what);
	html_text(f->h, STR(": "));
	html_text(f->h, column);
	html_lit(f->h, "</label>");
}

static void control(const struct form *f, struct str id)
{
	html_lit(f->h, " id=\"");
	html_attr(f->h, id);
	html_lit(f->h, "\" name=\"");
	html_attr(f->h, id);
	html_lit(f->h, "\"");
}

static void what_it_is(const struct form *f, const struct list_column *c, size_t i, struct str name)
{
	struct str id = list_column_field(f->a, 'f', i);
	label_hidden(f, id, &WHAT, name);
	html_lit(f->h, "<select");
	control(f, id);
	html_lit(f->h, ">");
	for (int k = 0; k < LIST_FIELDS; k++)
		option(f, str_of(list_field_code((enum list_field)k)),
		       tr(f->lang, list_field_label((enum list_field)k)), (int)c->field == k);
	html_lit(f->h, "</select>");
}

static bool has_dates(enum list_field f)
{
	return f == LIST_DATE || f == LIST_YEAR || f == LIST_BIRTH || f == LIST_BIRTH_YEAR;
}

static void its_dates(const struct form *f, const struct list_column *c, size_t i, struct str name)
{
	static const struct {
		const char *code;
		struct msg label;
	} ORDERS[] = { { "", MSG("order: as it looks", "ترتیب: از ظاهرش") },
		       { "dmy", MSG("day, month, year", "روز، ماه، سال") },
		       { "mdy", MSG("month, day, year", "ماه، روز، سال") },
		       { "ymd", MSG("year, month, day", "سال، ماه، روز") } };
	struct str cal = list_column_field(f->a, 'c', i);
	struct str order = list_column_field(f->a, 'o', i);
	label_hidden(f, cal, MSG_P("Calendar", "گاه‌شمار"), name);
	html_lit(f->h, "<select");
	control(f, cal);
	html_lit(f->h, ">");
	option(f, STR(""),
	       tr(f->lang, MSG_P("calendar: as it looks", "گاه‌شمار: از ظاهرش")),
	       !c->has_calendar);
	for (int k = 0; k < CAL_COUNT; k++)
		option(f, str_of(cal_code((enum calendar)k)), cal_name((enum calendar)k, f->lang),
		       c->has_calendar && (int)c->calendar == k);
	html_lit(f->h, "</select>");
	label_hidden(f, order, MSG_P("Order of day, month and year", "ترتیب روز، ماه و سال"), name);
	html_lit(f->h, "<select");
	control(f, order);
	html_lit(f->h, ">");
	for (size_t k = 0; k < COUNT(ORDERS); k++)
		option(f, str_of(ORDERS[k].code), tr(f->lang, &ORDERS[k].label), c->order == k);
	html_lit(f->h, "</select>");
}

static void seal_box(const struct form *f, const struct list_column *c, size_t i, struct str name)
{
	struct str id = list_column_field(f->a, 's', i);
	html_lit(f->h, "<span class=\"choice\"><input type=\"checkbox\" value=\"1\"");
	control(f, id);
	html_if(f->h, c->sealed, " checked");
	html_lit(f->h, "><label for=\"");
	html_attr(f->h, id);
	html_lit(f->h, "\">");
	page_say(f->h, f->lang, MSG_P("seal", "مُهر"));
	html_lit(f->h, "<span class=\"vh\">: ");
	html_text(f->h, name);
	html_lit(f->h, "</span></label></span>");
}

static void reading(const struct part *p, const struct list_reading *r)
{
	html_lit(p->h, "<div>");
	part_given(p, table_cell_short(p->a, r->given));
	switch (r->verdict) {
	case LIST_UNDERSTOOD:
		if (r->as.n && !str_eq(r->as, r->given)) {
			html_lit(p->h, " <span class=\"src\">= ");
			part_given(p, table_cell_short(p->a, r->as));
			html_lit(p->h, "</span>");
		}
		break;
	case LIST_DOUBTFUL:
		html_lit(p->h, " <span class=\"tag open\">");
		part_say(p, MSG_P("in doubt", "با تردید"));
		html_lit(p->h, "</span> <span class=\"src\">");
		html_text(p->h, r->why);
		html_lit(p->h, "</span>");
		break;
	case LIST_NOT_UNDERSTOOD:
		html_lit(p->h, " <span class=\"tag ink\">");
		part_say(p, MSG_P("not understood", "فهمیده نشد"));
		html_lit(p->h, "</span> <span class=\"src\">");
		html_text(p->h, r->why);
		html_lit(p->h, "</span>");
		break;
	case LIST_AS_GIVEN:
	case LIST_NOTHING:
		break;
	}
	html_lit(p->h, "</div>");
}

static void examples(const struct part *p, const struct list_run_view *v, size_t i, bool sealed)
{
	enum { EXAMPLES = 3 };
	size_t shown = 0;
	for (size_t k = 0; k < v->preview.n_rows && shown < EXAMPLES; k++) {
		const struct list_reading *r = &v->preview.rows[k].cells[i];
		if (r->verdict == LIST_NOTHING)
			continue;
		shown++;
		if (sealed)
			html_lit(p->h, "<span class=\"withheld\">•••</span> ");
		else
			reading(p, r);
	}
	if (!shown)
		html_el_class(p->h, "span", "muted", tr(p->lang, MSG_P("empty", "تهی")));
}

static void column(const struct form *f, const struct part *p, const struct list_run_view *v,
		   size_t i)
{
	const struct list_column *c = &v->w->mapping.columns[i];
	struct str letters = csv_column_letters(f->a, i + 1);
	struct str name = c->name.n ? c->name : letters;
	html_lit(f->h, "<tr><th scope=\"row\"><span class=\"src\">");
	html_text(f->h, letters);
	html_lit(f->h, "</span> ");
	page_foreign(f->h, f->lang, name, STR(""));
	html_lit(f->h, "</th>");
	part_cell(p, &ROWS_OF_IT);
	examples(p, v, i, c->sealed);
	html_lit(f->h, "</td>");
	part_cell(p, &WHAT);
	what_it_is(f, c, i, name);
	html_lit(f->h, "</td>");
	part_cell(p, &DATES);
	if (has_dates(c->field))
		its_dates(f, c, i, name);
	html_lit(f->h, "</td>");
	part_cell(p, &SEALED);
	seal_box(f, c, i, name);
	html_lit(f->h, "</td></tr>\n");
}

static void columns(const struct form *f, const struct part *p, const struct list_run_view *v)
{
	const struct list_guess *g = &v->w->guess;
	struct str n[] = { num_text(p->a, p->lang, (int64_t)g->missing),
			   num_text(p->a, p->lang, (int64_t)g->fresh) };
	html_lit(
		p->h,
		"<section class=\"block heavy\" id=\"columns\" aria-labelledby=\"cl\"><h2 id=\"cl\">");
	part_say(p, MSG_P("What the columns are", "ستون‌ها چیستند"));
	html_lit(p->h, "</h2>\n<p>");
	if (g->before)
		part_say(p, MSG_P("Taken from the edition before.", "از ویرایش پیش گرفته شد."));
	else
		part_say(
			p,
			MSG_P("Guessed from the names of the columns and what stands in them. Please look at each.",
			      "از نام ستون‌ها و آنچه در آنهاست حدس زده شد. هر یک را ببینید."));
	if (g->before && (g->missing || g->fresh)) {
		html_lit(p->h, " ");
		html_text(p->h, tr_fmt(p->a, p->lang,
				       MSG_P("{1} of its columns are missing here, {2} are new.",
					     "{1} ستون آن اینجا نیست و {2} ستون تازه است."),
				       n, 2));
	}
	html_lit(p->h, " ");
	part_say(
		p,
		MSG_P("What is sealed stands in no table, search or export, and is never compared.",
		      "آنچه مُهر شود در هیچ جدول، جست‌وجو و خروجی نمی‌آید و هرگز سنجیده نمی‌شود."));
	html_lit(p->h, "</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Columns", "ستون‌ها")));
	html_lit(p->h, "\">"
		       "<table class=\"cards mapping\"><thead><tr>");
	part_head_cell(p, &COLUMN);
	part_head_cell(p, &ROWS_OF_IT);
	part_head_cell(p, &WHAT);
	part_head_cell(p, &DATES);
	part_head_cell(p, &SEALED);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < v->w->mapping.n; i++)
		column(f, p, v, i);
	html_lit(p->h,
		 "</tbody></table></div>\n<p class=\"actions\">"
		 "<button name=\"do\" value=\"preview\" formaction=\"/lists/import/run#rows\">");
	part_say(
		p,
		MSG_P("Show rows as understood",
		      "نشان دادن ردیف‌ها چنان که فهمیده می‌شوند"));
	html_lit(p->h, "</button></p></section>\n");
}

/* ---- rows as they would be understood --------------------------------------------- */

static void understood(const struct part *p, const struct list_run_view *v, size_t k)
{
	const struct list_preview_row *row = &v->preview.rows[k];
	html_lit(p->h, "<li><p><b>");
	part_say(p, MSG_P("Row ", "ردیف "));
	page_num(p->h, p->lang, row->row);
	html_lit(p->h, "</b></p><div class=\"read-as\"><dl class=\"facts\">");
	for (size_t i = 0; i < v->preview.n_columns; i++) {
		const struct list_column *c = &v->w->mapping.columns[i];
		const struct list_reading *r = &row->cells[i];
		if (c->field == LIST_KEPT || r->verdict == LIST_NOTHING)
			continue;
		html_lit(p->h, "<dt>");
		part_say(p, list_field_label(c->field));
		html_lit(p->h, "</dt><dd>");
		if (c->sealed)
			html_lit(p->h, "<span class=\"withheld\">•••</span>");
		else
			reading(p, r);
		html_lit(p->h, "</dd>");
	}
	html_lit(p->h, "</dl></div></li>\n");
}

static void rows(const struct part *p, const struct list_run_view *v)
{
	html_lit(p->h,
		 "<section class=\"block\" id=\"rows\" aria-labelledby=\"ro\"><h2 id=\"ro\">");
	part_say(
		p,
		MSG_P("Real rows, as they would be understood",
		      "ردیف‌های واقعی، چنان که فهمیده می‌شوند"));
	html_lit(p->h, "</h2>\n<ul class=\"plain sides\">");
	for (size_t k = 0; k < v->preview.n_rows && k < LIST_PREVIEW_ROWS; k++)
		understood(p, v, k);
	html_lit(p->h, "</ul></section>\n");
}

static void title(struct html *h, const struct shell *s, bool wrong)
{
	page_begin(h, s,
		   wrong ? tr(s->lang, MSG_P("Error: Columns of a list",
					     "خطا: ستون‌های فهرست"))
			 : tr(s->lang, MSG_P("Columns of a list", "ستون‌های فهرست")),
		   SECTION_LISTS);
	html_lit(h, "<p class=\"crumbs\"><a href=\"/lists\">");
	page_say(h, s->lang, MSG_P("Lists", "فهرست‌ها"));
	html_lit(h, "</a> / <a href=\"/lists/import\">");
	page_say(h, s->lang, MSG_P("Bring in", "ورود"));
	html_lit(h, "</a> / ");
	page_say(h, s->lang, MSG_P("Columns", "ستون‌ها"));
	html_lit(h, "</p>\n<div class=\"headline\"><h1>");
	page_say(h, s->lang, MSG_P("Look at what it says", "ببینید چه می‌گوید"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	page_say(h, s->lang,
		 MSG_P("The file was opened; nothing has been written to the log.",
		       "فایل گشوده شد؛ چیزی در دفتر نوشته نشده است."));
	html_lit(h, "</p></div>\n");
}

void list_map_render(struct html *h, const struct shell *s, const struct list_run_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, NULL, a);
	struct form f = { h, s->lang, a, "/lists/import/run", &v->errors };
	struct field skip = {
		.name = STR("skip"),
		.label = MSG_P("Rows to leave out",
			       "ردیف‌هایی که کنار گذاشته شود"),
		.hint = MSG_P(
			"As 12, 15-17; the edition says so. May stay empty.",
			"مانند ‎12, 15-17‎؛ ویرایش آن را می‌گوید. می‌تواند خالی بماند."),
		.value = v->w->skip_text,
		.ltr = true
	};
	title(h, s, v->errors.n > 0);
	html_lit(h, "<form method=\"post\" action=\"/lists/import/run\" novalidate>\n");
	page_form_hidden(h, &v->form);
	form_enter(&f);
	form_summary(&f);
	html_lit(h, "<div class=\"cols two\"><div>");
	found(&p, v->w);
	read_otherwise(&f, v->w);
	html_lit(h, "</div><div>");
	list_faults(&p, &v->w->look.faults, &v->w->look);
	html_lit(h, "</div></div>\n");
	columns(&f, &p, v);
	form_input(&f, &skip);
	html_lit(h, "<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"plan\">");
	part_say(&p, MSG_P("Read all rows and compare",
			   "خواندن همهٔ ردیف‌ها و سنجیدن"));
	html_lit(h, "</button><button name=\"do\" value=\"drop\">");
	part_say(&p, MSG_P("Leave it", "کنار گذاشتن"));
	html_lit(h, "</button></p>\n</form>\n");
	rows(&p, v);
	page_end(h, s);
}
