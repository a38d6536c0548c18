/* SPDX-License-Identifier: GPL-3.0-or-later */
/* form_preview.c - what will be sealed, shown once more before it is. */
#include "web/form.h"

void form_preview_begin(const struct form *f, const struct page_form *form,
			const struct http_params *sent, const struct str *but, size_t n_but)
{
	html_lit(f->h, "<form method=\"post\" action=\"");
	html_url(f->h, str_of(f->path));
	html_lit(f->h, "\">\n");
	page_form_hidden(f->h, form);
	form_keep(f->h, sent, but, n_but);
	html_lit(f->h, "<section class=\"block heavy\" aria-labelledby=\"pv\"><h2 id=\"pv\">");
	page_say(f->h, f->lang,
		 MSG_P("This is what will be sealed",
		       "این است آنچه مُهر می‌شود"));
	html_lit(f->h, "</h2>");
}

void form_next(const struct form *f)
{
	html_lit(f->h, "<section class=\"block\"><h2>");
	page_say(f->h, f->lang, MSG_P("What happens next", "سپس چه می‌شود"));
	html_lit(f->h, "</h2><p class=\"small\">");
	page_say(
		f->h, f->lang,
		MSG_P("You see it once more, then it is sealed. After that it can be corrected, never erased.",
		      "یک بار دیگر آن را می‌بینید، سپس مُهر می‌شود. پس از آن تصحیح می‌شود، هرگز پاک نمی‌شود."));
	html_lit(f->h, "</p></section>");
}

void form_preview_unsealed(const struct form *f)
{
	html_lit(f->h, "<p class=\"small muted\">");
	page_say(f->h, f->lang,
		 MSG_P("Nothing has been written to the log yet.",
		       "هنوز چیزی در دفتر نوشته نشده است."));
	html_lit(f->h, "</p></section>\n");
}

void form_preview_end(const struct form *f)
{
	html_lit(f->h,
		 "<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"seal\">");
	page_say(f->h, f->lang, MSG_P("Seal", "مُهر کردن"));
	html_lit(f->h, "</button><button name=\"do\" value=\"back\">");
	page_say(f->h, f->lang, MSG_P("Go back and change it", "بازگشت و تغییر"));
	html_lit(f->h, "</button></p></form>\n");
}
