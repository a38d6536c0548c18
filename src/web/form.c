/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web/form.h"

void form_error(struct form_errors *es, struct str field, struct str text)
{
	/* The first message of a field is the one that was met first in reading it. */
	if (es->n < FORM_ERRORS_MAX && (!field.n || !form_error_at(es, field).n))
		es->v[es->n++] = (struct form_error){ field, text };
}

struct str form_error_at(const struct form_errors *es, struct str field)
{
	for (size_t i = 0; es && i < es->n; i++)
		if (str_eq(es->v[i].field, field))
			return es->v[i].text;
	return STR("");
}

void form_error_show(struct html *h, enum lang lang, const struct form_errors *es, struct str field)
{
	struct str text = form_error_at(es, field);
	if (!text.n)
		return;
	html_lit(h, "<span class=\"errmsg\">");
	page_say(h, lang, MSG_P("Error: ", "خطا: "));
	html_text(h, text);
	html_lit(h, "</span>");
}

void form_summary(const struct form *f)
{
	const struct form_errors *es = f->errors;
	if (!es || !es->n)
		return;
	html_lit(f->h,
		 "<div class=\"errors\" role=\"alert\" aria-labelledby=\"es\" tabindex=\"-1\">"
		 "<h2 id=\"es\">");
	page_say(f->h, f->lang,
		 es->n == 1 ? MSG_P("There is a problem", "ایرادی هست")
			    : MSG_P("There are problems", "ایرادهایی هست"));
	html_lit(f->h, "</h2><p>");
	page_say(f->h, f->lang,
		 MSG_P("Nothing was lost, and nothing was written to the log.",
		       "چیزی از دست نرفت و چیزی در دفتر نوشته نشد."));
	html_lit(f->h, "</p><ul class=\"plain\">");
	for (size_t i = 0; i < es->n; i++) {
		html_lit(f->h, "<li>");
		if (es->v[i].field.n)
			html_a(f->h, "#", es->v[i].field, "");
		html_text(f->h, es->v[i].text);
		if (es->v[i].field.n)
			html_lit(f->h, "</a>");
		html_lit(f->h, "</li>");
	}
	html_lit(f->h, "</ul></div>\n");
}

void form_enter(const struct form *f)
{
	html_lit(f->h, "<button class=\"vh\" name=\"do\" value=\"preview\" tabindex=\"-1\">");
	page_say(f->h, f->lang, MSG_P("Check and preview", "بررسی و پیش‌نمایش"));
	html_lit(f->h, "</button>\n");
}

/* ---- one field --------------------------------------------------------- */

static bool is_wrong(const struct form *f, const struct field *d)
{
	return form_error_at(f->errors, d->name).n > 0;
}

static void div_begin(const struct form *f, const struct field *d)
{
	if (is_wrong(f, d))
		html_lit(f->h, "<div class=\"field wrong\">");
	else
		html_lit(f->h, "<div class=\"field\">");
}

static void hint_and_error(const struct form *f, const struct field *d)
{
	if (d->hint) {
		html_lit(f->h, "<span class=\"hint\" id=\"");
		html_attr(f->h, d->name);
		html_lit(f->h, "-h\">");
		page_say(f->h, f->lang, d->hint);
		html_lit(f->h, "</span>");
	}
	if (is_wrong(f, d)) {
		html_lit(f->h, "<span class=\"errmsg\" id=\"");
		html_attr(f->h, d->name);
		html_lit(f->h, "-e\">");
		page_say(f->h, f->lang, MSG_P("Error: ", "خطا: "));
		html_text(f->h, form_error_at(f->errors, d->name));
		html_lit(f->h, "</span>");
	}
}

static void label(const struct form *f, const struct field *d)
{
	html_lit(f->h, "<label for=\"");
	html_attr(f->h, d->name);
	html_lit(f->h, "\">");
	page_say(f->h, f->lang, d->label);
	html_lit(f->h, "</label>");
	hint_and_error(f, d);
}

/* name, id, and what describes it; the tag is open. */
static void attributes(const struct form *f, const struct field *d)
{
	bool wrong = is_wrong(f, d);
	html_lit(f->h, " id=\"");
	html_attr(f->h, d->name);
	html_lit(f->h, "\" name=\"");
	html_attr(f->h, d->name);
	html_lit(f->h, "\"");
	if (d->hint || wrong) {
		html_lit(f->h, " aria-describedby=\"");
		if (d->hint) {
			html_attr(f->h, d->name);
			html_lit(f->h, "-h");
		}
		html_if(f->h, d->hint && wrong, " ");
		if (wrong) {
			html_attr(f->h, d->name);
			html_lit(f->h, "-e");
		}
		html_lit(f->h, "\"");
	}
	html_if(f->h, wrong, " aria-invalid=\"true\"");
	html_if(f->h, d->short_one, " class=\"w-m\"");
}

static void input(const struct form *f, const struct field *d)
{
	html_lit(f->h, "<input type=\"text\"");
	attributes(f, d);
	if (d->ltr)
		html_lit(f->h, " dir=\"ltr\" autocomplete=\"off\" value=\"");
	else
		html_lit(f->h, " dir=\"auto\" autocomplete=\"off\" value=\"");
	html_attr(f->h, d->value);
	html_lit(f->h, "\">");
}

void form_input(const struct form *f, const struct field *d)
{
	div_begin(f, d);
	label(f, d);
	input(f, d);
	html_lit(f->h, "</div>\n");
}

void form_input_check(const struct form *f, const struct field *d, const struct msg *button,
		      struct str what)
{
	div_begin(f, d);
	label(f, d);
	html_lit(f->h, "<div class=\"actions\">");
	input(f, d);
	form_button(f, button, what, d->name, false);
	html_lit(f->h, "</div></div>\n");
}

void form_area(const struct form *f, const struct field *d, int rows)
{
	div_begin(f, d);
	label(f, d);
	html_lit(f->h, "<textarea");
	attributes(f, d);
	html_lit(f->h, " dir=\"auto\" rows=\"");
	html_int(f->h, rows);
	html_lit(f->h, "\">");
	html_text(f->h, d->value);
	html_lit(f->h, "</textarea></div>\n");
}

/* ---- choices ----------------------------------------------------------- */

static void option(const struct form *f, const struct choice *c, bool chosen)
{
	html_lit(f->h, "<option value=\"");
	html_attr(f->h, c->value);
	html_lit(f->h, "\"");
	if (c->label_lang.n) {
		html_lit(f->h, " lang=\"");
		html_attr(f->h, c->label_lang);
		html_lit(f->h, "\"");
	}
	html_if(f->h, chosen, " selected");
	html_lit(f->h, ">");
	html_text(f->h, c->label);
	html_lit(f->h, "</option>");
}

void form_select(const struct form *f, const struct field *d, const struct choice *c, size_t n,
		 const struct msg *none)
{
	bool in_group = false;
	struct str group = STR("");
	div_begin(f, d);
	label(f, d);
	html_lit(f->h, "<select");
	attributes(f, d);
	html_lit(f->h, ">");
	if (none) {
		struct choice empty = { .label = tr(f->lang, none) };
		option(f, &empty, !d->value.n);
	}
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(c[i].group, group)) {
			html_if(f->h, in_group, "</optgroup>");
			html_lit(f->h, "<optgroup label=\"");
			html_attr(f->h, c[i].group);
			html_lit(f->h, "\">");
			in_group = true;
			group = c[i].group;
		}
		option(f, &c[i], d->value.n && str_eq(c[i].value, d->value));
	}
	html_if(f->h, in_group, "</optgroup>");
	html_lit(f->h, "</select></div>\n");
}

static void radio(const struct form *f, const struct field *d, const struct choice *c, size_t i)
{
	html_lit(f->h, "<div class=\"choice\"><input type=\"radio\" name=\"");
	html_attr(f->h, d->name);
	html_lit(f->h, "\" id=\"");
	html_attr(f->h, d->name);
	html_lit(f->h, "-");
	html_int(f->h, (int64_t)i);
	html_lit(f->h, "\" value=\"");
	html_attr(f->h, c->value);
	html_lit(f->h, "\"");
	html_if(f->h, str_eq(c->value, d->value), " checked");
	html_lit(f->h, "><label for=\"");
	html_attr(f->h, d->name);
	html_lit(f->h, "-");
	html_int(f->h, (int64_t)i);
	html_lit(f->h, "\">");
	page_foreign(f->h, f->lang, c->label, c->label_lang);
	html_lit(f->h, "</label>");
	if (c->hint.n)
		html_el_class(f->h, "span", "hint", c->hint);
	html_lit(f->h, "</div>");
}

void form_radios(const struct form *f, const struct field *d, const struct choice *c, size_t n)
{
	if (is_wrong(f, d))
		html_lit(f->h, "<fieldset class=\"field wrong\" id=\"");
	else
		html_lit(f->h, "<fieldset class=\"field\" id=\"");
	html_attr(f->h, d->name);
	html_lit(f->h, "\"><legend>");
	page_say(f->h, f->lang, d->label);
	html_lit(f->h, "</legend>");
	hint_and_error(f, d);
	html_lit(f->h, "<div class=\"choices\">");
	for (size_t i = 0; i < n; i++)
		radio(f, d, &c[i], i);
	html_lit(f->h, "</div></fieldset>\n");
}

void form_check(const struct form *f, const struct field *d, bool checked)
{
	html_lit(f->h, "<div class=\"choice\"><input type=\"checkbox\"");
	attributes(f, d);
	html_lit(f->h, " value=\"");
	html_attr(f->h, d->value);
	html_lit(f->h, "\"");
	html_if(f->h, checked, " checked");
	html_lit(f->h, "><label for=\"");
	html_attr(f->h, d->name);
	html_lit(f->h, "\">");
	page_say(f->h, f->lang, d->label);
	html_lit(f->h, "</label>");
	hint_and_error(f, d);
	html_lit(f->h, "</div>\n");
}

void form_button(const struct form *f, const struct msg *text, struct str what, struct str at,
		 bool as_text)
{
	if (as_text)
		html_lit(f->h, "<button class=\"text\" name=\"do\" value=\"");
	else
		html_lit(f->h, "<button name=\"do\" value=\"");
	html_attr(f->h, what);
	if (at.n) {
		html_lit(f->h, "\" formaction=\"");
		html_url(f->h, str_printf(f->a, "%s#%.*s", f->path, STR_FMT(at)));
	}
	html_lit(f->h, "\">");
	page_say(f->h, f->lang, text);
	html_lit(f->h, "</button>");
}

/* ---- keeping ----------------------------------------------------------- */

void form_keep(struct html *h, const struct http_params *sent, const struct str *but, size_t n_but)
{
	static const char *const OWN[] = { "token", "form", "from", "do" };
	for (size_t i = 0; i < sent->n; i++) {
		bool leave = false;
		for (size_t k = 0; k < COUNT(OWN); k++)
			leave = leave || str_eq(sent->v[i].name, str_of(OWN[k]));
		for (size_t k = 0; k < n_but; k++)
			leave = leave || str_eq(sent->v[i].name, but[k]);
		if (leave)
			continue;
		html_lit(h, "<input type=\"hidden\" name=\"");
		html_attr(h, sent->v[i].name);
		html_lit(h, "\" value=\"");
		html_attr(h, sent->v[i].value);
		html_lit(h, "\">");
	}
}
