/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ask_render.c - what was understood, and what is asked. */
#include "web/ask.h"

static void hidden(struct html *h, const char *name, bool is_answer, struct str value)
{
	html_lit(h, "<input type=\"hidden\" name=\"");
	html_attr(h, str_of(name));
	if (is_answer)
		html_lit(h, "-is\" value=\"");
	else
		html_lit(h, "-of\" value=\"");
	html_attr(h, value);
	html_lit(h, "\">");
}

/* ---- which record ------------------------------------------------------ */

static struct str card_words(const struct form *f, const struct card *c)
{
	bool fa = f->lang == LANG_FA && c->label_fa.n;
	return str_printf(f->a, "%.*s · %.*s", STR_FMT(fa ? c->label_fa : c->label),
			  STR_FMT(c->number));
}

static size_t new_choices(const struct form *f, const struct ask *k, struct choice *c)
{
	size_t n_kinds;
	size_t n = 0;
	const struct kind *kind = vocab_kinds(k->vocab, &n_kinds);
	for (size_t i = 0; i < n_kinds; i++) {
		enum lang as;
		if (!vocab_takes(k->kinds, kind[i].term.code))
			continue;
		struct str label = term_label(&kind[i].term, f->lang, &as);
		c[n] = (struct choice){ .value = str_printf(f->a, "new:%.*s",
							    STR_FMT(kind[i].term.code)) };
		c[n].label = tr_fmt(f->a, f->lang, MSG_P("A new record: {1}", "پروندهٔ تازه: {1}"),
				    &label, 1);
		if (str_eq(kind[i].term.code, STR("source")))
			c[n].hint = tr(
				f->lang,
				MSG_P("A person whose name could harm somebody. What you wrote is sealed; only "
				      "the number is shown.",
				      "کسی که نامش می‌تواند به کسی آسیب برساند. آنچه نوشتید مُهر می‌شود و "
				      "تنها شماره نشان داده می‌شود."));
		n++;
	}
	return n;
}

static void which(const struct form *f, const struct ask *k)
{
	size_t n_kinds;
	size_t n = 0;
	struct field d = { .name = str_printf(f->a, "%s-is", k->name), .value = k->answer };
	(void)vocab_kinds(k->vocab, &n_kinds);
	struct choice *c = NEW_N(f->a, k->n + n_kinds + 1, struct choice);
	for (size_t i = 0; i < k->n; i++)
		c[n++] = (struct choice){ .value = k->cards[i].number,
					  .label = card_words(f, &k->cards[i]) };
	if (k->as_text)
		c[n++] = (struct choice){
			.value = STR("text"),
			.label = tr(f->lang,
				    MSG_P("Only these words, no record",
					  "تنها همین واژه‌ها، بی پرونده"))
		};
	n += new_choices(f, k, c + n);
	d.label = MSG_P("Which one is meant?", "کدام منظور است؟");
	html_lit(f->h, "<div class=\"read-as\" style=\"margin-block:-.75rem 1.5rem\">");
	form_radios(f, &d, c, n);
	html_lit(f->h, "</div>\n");
}

static void understood(const struct form *f, const struct ask *k)
{
	enum lang as;
	const struct kind *kind = k->state == ASK_NEW ? vocab_kind(k->vocab, k->kind) : NULL;
	html_lit(f->h, "<div class=\"read-as\" style=\"margin-block:-.75rem 1.5rem\"><p><b>");
	if (k->state == ASK_FOUND) {
		page_say(f->h, f->lang, MSG_P("Matched to ", "برابر با "));
		html_lit(f->h, "</b>");
		page_entity_a(f->h, k->card.entity.kind, k->card.number);
		page_foreign(f->h, f->lang, card_words(f, &k->card), STR(""));
		html_lit(f->h, "</a>");
	} else {
		struct str label = kind ? term_label(&kind->term, f->lang, &as) : STR("");
		html_text(f->h,
			  kind	       ? tr_fmt(f->a, f->lang,
						MSG_P("A new record: {1}", "پروندهٔ تازه: {1}"), &label, 1)
			  : k->as_text ? tr(f->lang, MSG_P("Only these words",
							   "تنها همین واژه‌ها"))
				       : tr(f->lang, MSG_P("Not named by the source",
							   "منبع نام نمی‌برد")));
		html_lit(f->h, "</b>");
	}
	html_lit(f->h, " · <span class=\"muted\">");
	page_say(f->h, f->lang,
		 MSG_P("write something else to change it", "برای تغییر چیز دیگری بنویسید"));
	html_lit(f->h, "</span></p></div>\n");
	hidden(f->h, k->name, true, k->state == ASK_FOUND ? k->card.number : k->answer);
}

void ask_render(const struct form *f, const struct ask *k, const struct msg *label,
		const struct msg *hint)
{
	struct field d = {
		.name = str_of(k->name), .label = label, .hint = hint, .value = k->text
	};
	form_input(f, &d);
	if (k->state != ASK_NOTHING)
		hidden(f->h, k->name, false, k->text);
	switch (k->state) {
	case ASK_WHICH:
		which(f, k);
		break;
	case ASK_FOUND:
	case ASK_NEW:
	case ASK_AS_TEXT:
		understood(f, k);
		break;
	case ASK_NOTHING:
	case ASK_REFUSED:
		break;
	}
}

/* ---- which day --------------------------------------------------------- */

/* "Sunday 12 October 2025 · یکشنبه ۲۰ مهر ۱۴۰۴ · exact day" */
static struct str reading_words(const struct form *f, const struct date_reading *r)
{
	bool fa = f->lang == LANG_FA;
	struct str own = date_show_long(f->a, f->lang, &r->edtf, fa ? CAL_JALALI : CAL_GREGORIAN);
	struct str prec = date_precision_words(f->a, f->lang, &r->edtf);
	return str_printf(f->a, "%.*s%s%.*s", STR_FMT(own), prec.n ? " · " : "", STR_FMT(prec));
}

static void other_calendar(const struct form *f, const struct date_reading *r)
{
	bool fa = f->lang == LANG_FA;
	html_lit(f->h, " · ");
	html_bdi(f->h,
		 date_show_long(f->a, fa ? LANG_EN : LANG_FA, &r->edtf,
				fa ? CAL_GREGORIAN : CAL_JALALI),
		 fa ? STR("en") : STR("fa"), fa ? HTML_LTR : HTML_RTL);
	html_lit(f->h, " · <code lang=\"en\" dir=\"ltr\">");
	html_text(f->h, r->edtf_text);
	html_lit(f->h, "</code>");
}

static void which_day(const struct form *f, const struct ask_date *d)
{
	struct field q = { .name = str_printf(f->a, "%s-is", d->name), .value = d->answer };
	struct choice *c = NEW_N(f->a, d->n, struct choice);
	for (size_t i = 0; i < d->n; i++) {
		const struct date_reading *r = &d->readings[i];
		c[i] = (struct choice){ .value = r->edtf_text, .hint = r->note };
		c[i].label = str_printf(f->a, "%.*s (%.*s)", STR_FMT(reading_words(f, r)),
					STR_FMT(r->edtf_text));
	}
	q.label = MSG_P("Which date is meant?", "کدام تاریخ منظور است؟");
	html_lit(f->h, "<div class=\"read-as\" style=\"margin-block:-.75rem 1.5rem\">");
	form_radios(f, &q, c, d->n);
	html_lit(f->h, "</div>\n");
}

void ask_date_render(const struct form *f, const struct ask_date *d, const struct msg *label,
		     const struct msg *hint)
{
	struct field q = { .name = str_of(d->name),
			   .label = label,
			   .hint = hint,
			   .value = d->text,
			   .short_one = true };
	form_input_check(f, &q, MSG_P("Check date", "بررسی تاریخ"), STR("check"));
	if (d->state == ASK_NOTHING || d->state == ASK_REFUSED)
		return;
	hidden(f->h, d->name, false, d->text);
	if (d->n > 1 || d->state == ASK_WHICH) {
		which_day(f, d);
		return;
	}
	html_lit(f->h, "<div class=\"read-as\" style=\"margin-block:-.75rem 1.5rem\"><p><b>");
	page_say(f->h, f->lang, MSG_P("Read as ", "خوانده شد: "));
	html_text(f->h, reading_words(f, d->meant));
	html_lit(f->h, "</b>");
	other_calendar(f, d->meant);
	html_lit(f->h, "</p>");
	if (d->meant->note.n)
		html_el(f->h, "p", d->meant->note);
	html_lit(f->h, "</div>\n");
}
