/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure_render.c - "How do we know this?": from a number to its cases, claims and proof. */
#include "web/page_figure.h"

static struct str digits(const struct part *p, int64_t v)
{
	return num_text(p->a, p->lang, v);
}

/* ---- the number ---------------------------------------------------------- */

static void standfirst(const struct part *p, const struct figure_view *v)
{
	struct str args[] = { page_entry_text(p->a, p->lang, v->fig.as_of),
			      digits(p, (int64_t)v->fig.n_reported) };
	html_lit(p->h, "<span class=\"standfirst\" style=\"flex:1 1 20rem;max-width:36rem\">");
	if (v->counted)
		html_text(
			p->h,
			tr_fmt(p->a, p->lang,
			       MSG_P("counted in this register, case by case, as of {1} log entries.",
				     "شمرده در این دفتر، مورد به مورد، تا {1} مدخل."),
			       args, 2));
	else
		part_say(
			p,
			MSG_P("Nothing is counted here; sources report it.",
			      "اینجا چیزی شمرده نمی‌شود؛ منابع آن را گزارش می‌کنند."));
	if (v->fig.n_reported) {
		html_lit(p->h, " <a class=\"num\" href=\"#s1\">");
		html_text(p->h, args[1]);
		html_lit(p->h, "</a> ");
		html_text(
			p->h,
			tr(p->lang,
			   v->fig.n_reported == 1
				   ? MSG_P("total is reported by others. It is shown beside, never added.",
					   "شمار کل را دیگران گزارش کرده‌اند. کنار آن نشان داده و هرگز افزوده نمی‌شود.")
				   : MSG_P("totals are reported by others. They are shown beside, never added.",
					   "شمار کل را دیگران گزارش کرده‌اند. کنار آن نشان داده و هرگز افزوده نمی‌شوند.")));
	}
	html_lit(p->h, "</span>");
}

static void headline(const struct part *p, const struct figure_view *v)
{
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"/figures\">");
	part_say(p, MSG_P("Figures", "ارقام"));
	html_lit(p->h, "</a> / ");
	part_number(p, v->fig.number);
	html_lit(p->h, "</p>\n<div class=\"headline\"><p class=\"kicker\">");
	part_say(p, MSG_P("How do we know this?", "این را از کجا می‌دانیم؟"));
	html_lit(p->h, "</p><h1>");
	page_foreign(p->h, p->lang, figure_title(p->lang, &v->fig), STR(""));
	html_lit(
		p->h,
		"</h1>\n<p style=\"max-width:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:baseline\">");
	if (v->counted) {
		html_lit(p->h, "<a class=\"num big\" href=\"#cases\">");
		html_text(p->h, digits(p, v->fig.count));
		html_lit(p->h, "</a> ");
	}
	standfirst(p, v);
	html_lit(p->h, "</p>");
	if (v->done > 0) {
		html_lit(p->h, "<p class=\"notice\" role=\"status\">");
		part_say(p, MSG_P("Sealed: ", "مُهر شد: "));
		part_entry(p, v->done);
		html_lit(p->h, "</p>");
	}
	if (v->past) {
		html_lit(p->h, "<p class=\"notice\">");
		part_say(
			p,
			MSG_P("This is the number of an earlier log. Names, cards and what else is said of it are those of now. ",
			      "این رقم دفتر در زمانی پیش‌تر است. نام‌ها، مشخصات و دیگر ادعاها از اکنون است. "));
		html_a(p->h, "/figure/", v->fig.number, "");
		part_say(p, MSG_P("The number now", "رقم اکنون"));
		html_lit(p->h, "</a></p>");
	}
	html_lit(p->h, "</div>\n");
}

static void chain(const struct part *p, const struct figure_view *v)
{
	struct chain_step steps[] = {
		{ 1, tr(p->lang, MSG_P("figure", "رقم")), STR("#rule") },
		{ v->fig.count,
		  tr(p->lang, v->fig.count == 1 ? MSG_P("case", "مورد") : MSG_P("cases", "مورد")),
		  STR("#cases") },
		{ v->fig.n_claims,
		  tr(p->lang,
		     v->fig.n_claims == 1 ? MSG_P("claim", "ادعا") : MSG_P("claims", "ادعا")),
		  STR("#cases") },
		{ v->fig.n_sources,
		  tr(p->lang,
		     v->fig.n_sources == 1 ? MSG_P("source", "منبع") : MSG_P("sources", "منبع")),
		  v->has_follow ? STR("#follow") : STR("#cases") },
		{ v->fig.as_of, tr(p->lang, MSG_P("sealed log entries", "مدخل مُهرشده")),
		  STR("/history") },
	};
	if (v->counted)
		part_chain(p, steps, COUNT(steps));
}

/* ---- what different sources say -------------------------------------------- */

/* Whole numbers of a claim; false where it has none. */
static bool bounds(const struct claim_row *c, int64_t *lo, int64_t *hi)
{
	if (c->unknown || c->value.type != VALUE_QUANTITY)
		return false;
	*lo = c->value.u.quantity.has_lo ? c->value.u.quantity.lo : 0;
	*hi = c->value.u.quantity.has_hi ? c->value.u.quantity.hi : -1;
	return true;
}

static int64_t scale_top(const struct figure_view *v)
{
	int64_t most = v->counted ? v->fig.count : 0;
	int64_t step = 10;
	for (size_t i = 0; i < v->fig.n_reported; i++) {
		int64_t lo;
		int64_t hi;
		if (!bounds(&v->fig.reported[i], &lo, &hi))
			continue;
		most = lo > most ? lo : most;
		most = hi > most ? hi : most;
	}
	/* A round number above: room for the bars that have no upper end. */
	while (step < most && step < INT64_MAX / 20)
		step *= 10;
	for (int64_t part = step / 10; part > 0 && part <= step; part += step / 10)
		if (part > most + most / 8)
			return part;
	return step * 2;
}

static void bar(const struct part *p, double at, double width, bool open)
{
	html_lit(p->h, "<span class=\"hbar\" aria-hidden=\"true\"><i");
	html_if(p->h, open, " class=\"open\"");
	html_lit(p->h, " style=\"");
	html_style_num(p->h, "a", at);
	html_style_num(p->h, "w", width);
	html_lit(p->h, "\"></i></span>");
}

/* "Over 1,200" begins there and has no end; an exact number is a bar from zero. */
static void reported_bar(const struct part *p, const struct claim_row *c, int64_t top)
{
	int64_t lo;
	int64_t hi;
	double unit = 100.0 / (double)top;
	if (!bounds(c, &lo, &hi))
		return;
	if (hi < 0)
		bar(p, (double)lo * unit, 100.0 - (double)lo * unit, true);
	else if (lo == hi)
		bar(p, 0, (double)hi * unit, false);
	else
		bar(p, (double)lo * unit, (double)(hi - lo) * unit, false);
}

static void label_cell(const struct part *p, const struct msg *label)
{
	html_lit(p->h, "<td data-l=\"");
	html_attr(p->h, tr(p->lang, label));
	html_lit(p->h, "\">");
}

static void figure_cell(const struct part *p)
{
	html_lit(p->h, "<td class=\"r nowrap\" data-l=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Figure", "رقم")));
	html_lit(p->h, "\"><b>");
}

static void reported_row(const struct part *p, const struct claim_row *c, int64_t top)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	if (c->source.id)
		part_entity(p, c->source.kind, c->source.no);
	else
		part_say(p, MSG_P("source not readable", "منبع خواندنی نیست"));
	if (claim_has_qualifiers(c)) {
		html_lit(p->h, " <span class=\"src\" style=\"display:block;font-weight:400\">");
		part_qualifiers(p, c);
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</th>");
	figure_cell(p);
	part_value(p, &c->value);
	html_lit(p->h, "</b></td><td>");
	reported_bar(p, c, top);
	html_lit(p->h, "</td><td class=\"src\" data-l=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Stated in", "گفته در")));
	html_lit(p->h, "\">");
	part_source(p, c);
	html_lit(p->h, "</td></tr>\n");
}

static void counted_row(const struct part *p, const struct figure_view *v, int64_t top)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	part_say(p, MSG_P("This register: cases counted", "این دفتر: موردهای شمرده"));
	html_lit(p->h, "</th>");
	figure_cell(p);
	html_lit(p->h, "<a class=\"num\" href=\"#cases\">");
	html_text(p->h, digits(p, v->fig.count));
	html_lit(p->h,
		 "</a></b></td><td><span class=\"hbar strong\" aria-hidden=\"true\"><i style=\"");
	html_style_num(p->h, "a", 0);
	html_style_num(p->h, "w", 100.0 * (double)v->fig.count / (double)top);
	html_lit(p->h, "\"></i></span></td><td class=\"src\" data-l=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Stated in", "گفته در")));
	html_lit(p->h, "\"><a href=\"#cases\">");
	part_say(p, MSG_P("List of cases", "فهرست موردها"));
	html_lit(p->h, "</a></td></tr>\n");
}

static void side_by_side(const struct part *p, const struct figure_view *v)
{
	int64_t top = scale_top(v);
	struct str top_text = digits(p, top);
	html_lit(
		p->h,
		"<section class=\"block heavy\" id=\"s1\" aria-labelledby=\"sf\"><header><h2 id=\"sf\">");
	part_say(p, MSG_P("What different sources say",
			  "منابع گوناگون چه می‌گویند"));
	html_lit(p->h, "</h2><p class=\"muted\">");
	html_text(p->h,
		  tr_fmt(p->a, p->lang, MSG_P("Scale 0 to {1}", "مقیاس ۰ تا {1}"), &top_text, 1));
	html_lit(p->h, "</p></header>\n<table class=\"cards\"><thead><tr><th scope=\"col\">");
	part_say(p, MSG_P("Who counts what", "چه کسی چه می‌شمارد"));
	html_lit(p->h, "</th><th scope=\"col\" class=\"r\">");
	part_say(p, MSG_P("Figure", "رقم"));
	html_lit(p->h, "</th><th scope=\"col\"><span class=\"vh\">");
	html_text(p->h,
		  tr_fmt(p->a, p->lang, MSG_P("On a scale from 0 to {1}", "بر مقیاسی از ۰ تا {1}"),
			 &top_text, 1));
	html_lit(p->h, "</span></th><th scope=\"col\">");
	part_say(p, MSG_P("Where it is stated", "کجا گفته شده"));
	html_lit(p->h, "</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < v->fig.n_reported; i++)
		reported_row(p, &v->fig.reported[i], top);
	if (v->counted)
		counted_row(p, v, top);
	html_lit(p->h, "</tbody></table>\n<ul class=\"key\"><li><i class=\"k-ink\"></i> ");
	part_say(p, MSG_P("counted, case by case", "شمرده، مورد به مورد"));
	html_lit(
		p->h,
		"</li><li><i style=\"background:repeating-linear-gradient(90deg,var(--step-3) 0 4px,transparent 4px 7px)\"></i> ");
	part_say(p,
		 MSG_P("“over”, “at least”: no upper end given",
		       "«بیش از»، «دست‌کم»: کران بالا داده نشده"));
	html_lit(p->h, "</li></ul>\n");
	if (v->fig.n_reported > 1) {
		html_lit(p->h, "<p class=\"notice\">");
		part_say(
			p,
			MSG_P("They may differ in period, in what is counted, or in the day of counting. All stand. Cite each "
			      "with its own words.",
			      "ممکن است در دوره، در آنچه شمرده می‌شود یا در روز شمارش تفاوت داشته باشند. همه می‌مانند. هر یک را با "
			      "بیان خودش نقل کنید."));
		html_lit(p->h, "</p>");
	}
	html_lit(p->h, "</section>\n");
}

/* ---- cases -------------------------------------------------------------------- */

static void case_row(const struct part *p, const struct figure_case *fc)
{
	const struct card *c = &fc->entity;
	bool fa = p->lang == LANG_FA && c->label_fa.n;
	html_lit(p->h, "<tr><th scope=\"row\">");
	page_entity_a_name(p->h, c->entity.kind, c->number);
	page_foreign(p->h, p->lang, fa ? c->label_fa : c->label, fa ? STR("fa") : c->label_lang);
	html_lit(p->h, "</a>");
	if (!fa && c->label_fa.n) {
		html_lit(p->h, " <span class=\"name-fa\" lang=\"fa\" dir=\"rtl\">");
		html_text(p->h, c->label_fa);
		html_lit(p->h, "</span>");
	}
	if (fc->apart) {
		html_lit(p->h, " <span class=\"tag open\">");
		part_say(p, MSG_P("Set apart", "کنار نهاده"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</th>");
	label_cell(p, MSG_P("Date", "تاریخ"));
	if (c->date.n)
		part_date(p, c->date);
	else
		part_say(p, MSG_P("not recorded", "ثبت نشده"));
	html_lit(p->h, "</td>");
	label_cell(p, MSG_P("Place", "جا"));
	if (c->place_label.n)
		page_foreign(p->h, p->lang, c->place_label, STR(""));
	else if (c->province.n)
		part_code(p, "provinces", c->province);
	else
		part_say(p, MSG_P("not recorded", "ثبت نشده"));
	html_lit(p->h, "</td>");
	label_cell(p, MSG_P("Claims", "ادعاها"));
	html_lit(p->h, "<a class=\"num\" href=\"");
	html_url(p->h, page_entity_url(p->a, c->entity.kind, c->number, STR("#claims")));
	html_lit(p->h, "\">");
	part_say_n(p, MSG_P("{1} claim", "{1} ادعا"), MSG_P("{1} claims", "{1} ادعا"), c->claims);
	html_lit(p->h, "</a>, ");
	part_say_n(p, MSG_P("{1} source", "{1} منبع"), MSG_P("{1} sources", "{1} منبع"),
		   c->sources);
	html_lit(p->h, "</td>");
	label_cell(p, MSG_P("Certainty", "اطمینان"));
	part_cert(p, c->certainty);
	html_lit(p->h, "</td></tr>\n");
}

static void case_table(const struct part *p, const struct figure_case *c, size_t n)
{
	static const struct msg HEADS[] = { MSG("Case", "مورد"), MSG("Date", "تاریخ"),
					    MSG("Place", "جا"), MSG("Claims", "ادعاها"),
					    MSG("Certainty", "اطمینان") };
	html_lit(p->h, "<table class=\"cards register\"><caption class=\"vh\">");
	part_say(p, MSG_P("Cases, counted and set apart", "موردها، شمرده و کنار نهاده"));
	html_lit(p->h, "</caption><thead><tr>");
	for (size_t i = 0; i < COUNT(HEADS); i++) {
		html_lit(p->h, "<th scope=\"col\">");
		part_say(p, &HEADS[i]);
		html_lit(p->h, "</th>");
	}
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < n; i++)
		case_row(p, &c[i]);
	html_lit(p->h, "</tbody></table>\n");
}

static void follow(const struct part *p, const struct figure_view *v)
{
	const struct claim_row *c = &v->follow;
	if (!v->has_follow)
		return;
	html_lit(p->h, "<details open id=\"follow\" style=\"margin-block-start:1rem\"><summary>");
	part_say(p, MSG_P("Follow one case down to its proof", "یک مورد را تا برهانش دنبال کنید"));
	html_lit(p->h, "</summary>\n<ol class=\"steps\"><li><b>");
	part_say(p, MSG_P("Case", "مورد"));
	html_lit(p->h, "</b> <span>");
	page_entity_a(p->h, v->follow_case.entity.kind, v->follow_case.number);
	page_foreign(p->h, p->lang, v->follow_case.label, v->follow_case.label_lang);
	html_lit(p->h, "</a></span></li><li><b>");
	part_say(p, MSG_P("Claim", "ادعا"));
	html_lit(p->h, "</b> <span>");
	part_property(p, c->property);
	html_lit(p->h, ": ");
	part_value(p, &c->value);
	html_lit(p->h, "</span></li><li><b>");
	part_say(p, MSG_P("Source", "منبع"));
	html_lit(p->h, "</b> <span>");
	part_source(p, c);
	html_lit(p->h, "</span></li><li><b>");
	part_say(p, MSG_P("Log entry", "مدخل دفتر"));
	html_lit(p->h, "</b> <span>");
	part_entry(p, c->seq);
	html_lit(p->h, " · ");
	html_text(p->h, word_time(p, c->recorded_ms));
	html_lit(p->h, " · <a href=\"/proof/");
	page_entry_id(p->h, c->seq);
	html_lit(p->h, "\">");
	part_say(p, MSG_P("proof", "برهان"));
	html_lit(p->h, "</a></span></li></ol></details>\n");
}

static void cases(const struct part *p, const struct figure_view *v)
{
	struct str count = digits(p, v->fig.count);
	struct str path = str_printf(p->a, "/figure/%.*s", STR_FMT(v->fig.number));
	if (v->past)
		path = str_printf(p->a, "%.*s?as_of=%s", STR_FMT(path),
				  number_str(p->a, v->fig.as_of).p);
	html_lit(
		p->h,
		"<section class=\"block\" id=\"cases\" aria-labelledby=\"ca\"><header><h2 id=\"ca\">");
	html_text(p->h, tr_fmt(p->a, p->lang,
			       v->fig.count == 1 ? MSG_P("The {1} case counted", "{1} مورد شمرده")
						 : MSG_P("The {1} cases counted", "{1} مورد شمرده"),
			       &count, 1));
	html_lit(p->h, "</h2></header>\n");
	if (v->fig.apart) {
		struct str apart = digits(p, v->fig.apart);
		html_el(p->h, "p",
			tr_fmt(p->a, p->lang,
			       MSG_P("{1} more are set apart, not counted: their date or place may lie outside the "
				     "rule, or is not recorded. They are marked in the list.",
				     "{1} مورد دیگر کنار نهاده و شمرده نشده است: شاید تاریخ یا جایشان بیرون از قاعده باشد، یا "
				     "ثبت نشده است. در فهرست نشان دارند."),
			       &apart, 1));
	}
	if (v->fig.n_cases)
		case_table(p, v->fig.cases, v->fig.n_cases);
	else
		html_el(p->h, "p",
			tr(p->lang,
			   MSG_P("No record fits the rule. A reported total stands beside this, not in it.",
				 "هیچ پرونده‌ای با قاعده نمی‌خواند. شمار گزارش‌شده کنار این است، نه در آن.")));
	part_pages(p, path, v->page, FIGURE_CASES_PAGE, v->fig.count + v->fig.apart, STR("cases"));
	follow(p, v);
	html_lit(p->h, "</section>\n");
}

/* Whatever else sources say of it, such as when a rise began, and where they disagree. */
static void claims(const struct part *p, const struct shell *s, const struct figure_view *v)
{
	struct field_group *g;
	size_t n;
	struct str more = digits(p, v->more_claims);
	field_groups(v->vocab, v->claims, v->n_claims, v->conflicts, v->n_conflicts, p->a, &g, &n);
	html_lit(
		p->h,
		"<section class=\"block\" id=\"claims\" aria-labelledby=\"cl\"><header><h2 id=\"cl\">");
	part_say(p, MSG_P("All that is said of this figure",
			  "همهٔ آنچه دربارهٔ این رقم گفته می‌شود"));
	html_lit(p->h, "</h2>");
	if (s->may_record) {
		html_lit(p->h, "<p><a href=\"/add/claim");
		html_query(p->h, "subject", v->fig.number);
		html_lit(p->h, "\">");
		part_say(p, MSG_P("Add a claim", "افزودن یک ادعا"));
		html_lit(p->h, "</a></p>");
	}
	html_lit(p->h, "</header>\n");
	for (size_t i = 0; i < n; i++)
		part_field_claims(p, &g[i], s->may_decide);
	if (v->more_claims > 0)
		html_el(p->h, "p",
			tr_fmt(p->a, p->lang,
			       MSG_P("{1} more claims are in the history.",
				     "{1} ادعای دیگر در تاریخچه است."),
			       &more, 1));
	html_lit(p->h, "</section>\n");
}

/* ---- the rail ------------------------------------------------------------------ */

static void rule(const struct part *p, const struct figure_view *v)
{
	if (!v->counted)
		return;
	html_lit(p->h,
		 "<section class=\"block\" id=\"rule\" aria-labelledby=\"ru\"><h2 id=\"ru\">");
	part_say(p, MSG_P("What is counted", "چه شمرده می‌شود"));
	html_lit(p->h, "</h2><p class=\"small\">");
	part_say(p, MSG_P("The rule was sealed as ", "قاعده مُهر شده است: "));
	part_entry(p, v->fig.rule_seq);
	html_lit(p->h, ".</p>\n<ol class=\"small stack\" style=\"margin-block-start:.5rem\">");
	figure_rule_render(p, v);
	html_lit(p->h, "</ol></section>\n");
}

static void cite(const struct part *p, const struct figure_view *v)
{
	struct str args[] = {
		v->org,
		v->fig.number,
		digits(p, v->fig.count),
		figure_title(p->lang, &v->fig),
		page_entry_text(p->a, p->lang, v->fig.as_of),
	};
	if (!v->counted)
		return;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"ci\"><h2 id=\"ci\">");
	part_say(p, MSG_P("Cite it", "نقل کنید"));
	html_lit(p->h, "</h2><p class=\"small copy panel\">");
	html_text(p->h, tr_fmt(p->a, p->lang,
			       MSG_P("{1}, figure {2}: {3} – {4}, counted, as of log entry {5}.",
				     "{1}، رقم {2}: {3} – {4}، شمرده، تا مدخل {5} دفتر."),
			       args, COUNT(args)));
	html_lit(p->h, "</p><p class=\"small\"><a href=\"/figure/");
	html_url_arg(p->h, v->fig.number);
	html_lit(p->h, "?as_of=");
	page_entry_id(p->h, v->fig.as_of);
	html_lit(p->h, "\">");
	part_say(p, MSG_P("Address of this number at this size of the log",
			  "نشانی این رقم در همین اندازهٔ دفتر"));
	html_lit(p->h, "</a></p>\n");
	figure_known_form(p, v);
	html_lit(p->h, "</section>\n");
}

static void proof_note(const struct part *p)
{
	html_lit(p->h,
		 "<section class=\"block\" id=\"proof\" aria-labelledby=\"pf\"><h2 id=\"pf\">");
	part_say(p, MSG_P("What a proof shows", "برهان چه را نشان می‌دهد"));
	html_lit(p->h, "</h2><div class=\"says\"><div><h3 class=\"h4\">");
	part_say(p, MSG_P("This shows", "این را نشان می‌دهد"));
	html_lit(p->h, "</h3><ul><li>");
	part_say(p, MSG_P("who recorded what, and in which order",
			  "چه کسی چه چیزی را و به چه ترتیب ثبت کرد"));
	html_lit(p->h, "</li><li>");
	part_say(p, MSG_P("that nothing was altered or removed since",
			  "که از آن پس چیزی تغییر نکرده و برداشته نشده"));
	html_lit(p->h, "</li></ul></div><div><h3 class=\"h4\">");
	part_say(p, MSG_P("This does not show", "این را نشان نمی‌دهد"));
	html_lit(p->h, "</h3><ul><li>");
	part_say(p, MSG_P("that a claim is true", "که ادعایی درست است"));
	html_lit(p->h, "</li><li>");
	part_say(p, MSG_P("that a source is reliable", "که منبعی معتبر است"));
	html_lit(p->h, "</li></ul></div></div></section>\n");
}

void figure_render(struct html *h, const struct shell *s, const struct figure_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part part = part_of(h, s->lang, v->vocab, &v->names, a);
	struct str args = v->fig.number;
	page_begin(h, s, tr_fmt(a, s->lang, MSG_P("Figure {1}", "رقم {1}"), &args, 1),
		   SECTION_FIGURES);
	headline(&part, v);
	chain(&part, v);
	html_lit(h, "<div class=\"cols rail\" style=\"margin-block-start:2rem\"><div>\n");
	side_by_side(&part, v);
	figure_time_render(&part, v);
	figure_soon_render(&part, &v->soon);
	if (v->counted)
		cases(&part, v);
	claims(&part, s, v);
	html_lit(h, "</div>\n<div>");
	rule(&part, v);
	cite(&part, v);
	proof_note(&part);
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}
