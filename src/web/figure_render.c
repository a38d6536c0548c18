/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure_render.c - "How do we know this?": from a number to its cases, claims and proof. */
#include "web/page_figure.h"

/* ---- the number ---------------------------------------------------------- */

static void standfirst(const struct part *p, const struct figure_view *v)
{
	struct str args[] = { page_entry_text(p->a, p->lang, v->fig.as_of),
			      num_text(p->a, p->lang, (int64_t)v->fig.n_reported) };
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

static void waiting(const struct part *p, const struct figure_view *v)
{
	static const struct msg WAIT = MSG(
		"Pairs between persons counted here that wait for a decision: {1}. By their probabilities {2} persons are expected; were every one of these pairs one person, {3}. ",
		"جفت‌هایی میان کسانی که اینجا شمرده شده‌اند و در انتظار تصمیم‌اند: {1}. بنا بر احتمال آنها {2} نفر مورد انتظار است؛ اگر هر یک از این جفت‌ها یک نفر بود {3}. ");
	struct str n[] = { num_text(p->a, p->lang, v->waiting),
			   num_text(p->a, p->lang, v->expected),
			   num_text(p->a, p->lang, v->least) };
	if (!v->waiting)
		return;
	html_lit(p->h, "<p class=\"notice\">");
	html_text(p->h, tr_fmt(p->a, p->lang, &WAIT, n, COUNT(n)));
	html_lit(p->h, "<a href=\"/review\">");
	part_say(p, MSG_P("Possible matches", "تطبیق‌های ممکن"));
	html_lit(p->h, "</a></p>");
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
		html_text(p->h, num_text(p->a, p->lang, v->fig.count));
		html_lit(p->h, "</a> ");
	}
	standfirst(p, v);
	html_lit(p->h, "</p>");
	waiting(p, v);
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
		num_text(p->a, p->lang, v->fig.count),
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
	figure_sides_render(&part, v);
	figure_time_render(&part, v);
	figure_soon_render(&part, &v->soon);
	if (v->counted)
		figure_cases_render(&part, v);
	figure_claims_render(&part, s, v);
	html_lit(h, "</div>\n<div>");
	rule(&part, v);
	cite(&part, v);
	proof_note(&part);
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}
