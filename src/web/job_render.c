/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web/job_page.h"

static void form_begin(struct html *h, const struct job_view *v)
{
	html_lit(h, "<form method=\"post\" action=\"");
	html_url(h, str_of(v->path));
	html_lit(h, "\">");
	page_form_hidden(h, &v->form);
	html_lit(h, "<p class=\"actions\" style=\"margin-block-start:1rem\">");
}

static void drop(struct html *h, enum lang lang, const struct msg *label)
{
	html_lit(h, "<button name=\"do\" value=\"drop\">");
	page_say(h, lang, label);
	html_lit(h, "</button></p></form>\n");
}

/* How fast it goes and what is left, once that can be told. */
static void pace(struct html *h, enum lang lang, const struct job_state *j, int64_t ms,
		 struct arena *a)
{
	enum { TELLING_MS = 3000 };
	if (j->of <= 0 || j->done <= 0 || j->done >= j->of || ms < TELLING_MS)
		return;
	double rate = (double)j->done * 1000 / (double)ms;
	if (rate < 10)
		return;
	double left_s = (double)ms / 1000 / (double)j->done * (double)(j->of - j->done);
	bool minutes = left_s >= 120;
	struct str n[] = { num_text(a, lang, (int64_t)rate),
			   num_text(a, lang, (int64_t)(minutes ? left_s / 60 : left_s) + 1) };
	html_text(h, tr_fmt(a, lang,
			    minutes ? MSG_P("; {1} a second, about {2} minutes left",
					    "؛ {1} در ثانیه، حدود {2} دقیقه مانده")
				    : MSG_P("; {1} a second, about {2} seconds left",
					    "؛ {1} در ثانیه، حدود {2} ثانیه مانده"),
			    n, COUNT(n)));
}

static void running(struct html *h, enum lang lang, const struct job_view *v, struct arena *a)
{
	const struct job_state *j = &v->state;
	struct str n[] = { num_text(a, lang, j->done), num_text(a, lang, j->of),
			   num_text(a, lang, (v->now_ms - j->started_ms) / 1000) };
	html_lit(h, "<p class=\"standfirst\" role=\"status\">");
	page_say(h, lang, j->doing);
	if (j->of > 0) {
		html_text(h, STR(": "));
		html_text(h, tr_fmt(a, lang, MSG_P("{1} of {2}", "{1} از {2}"), n, 2));
	}
	pace(h, lang, j, v->now_ms - j->started_ms, a);
	html_lit(h, "</p></div>\n");
	if (j->of > 0) {
		html_lit(h, "<p><span class=\"progress\" aria-hidden=\"true\" style=\"");
		html_style_num(h, "w", 100.0 * (double)j->done / (double)j->of);
		html_lit(h, "\"><i></i></span></p>\n");
	}
	html_lit(h, "<p>");
	html_text(
		h,
		tr_fmt(a, lang,
		       MSG_P("{3} seconds so far. This page asks again by itself; you can go to other pages and "
			     "come back. It goes on until it is done, or until the register is locked: then nothing of "
			     "it stays.",
			     "تا اینجا {3} ثانیه. این صفحه خود دوباره می‌پرسد؛ می‌توانید به صفحه‌های دیگر بروید و "
			     "بازگردید. تا پایان ادامه دارد، یا تا دفتر قفل شود: آنگاه چیزی از آن نمی‌ماند."),
		       n, 3));
	html_lit(h, "</p>\n");
	form_begin(h, v);
	drop(h, lang, MSG_P("Stop it", "متوقف کردن"));
}

static void failed(struct html *h, enum lang lang, const struct job_view *v, struct arena *a)
{
	html_lit(h, "</div>\n<div class=\"errors\" role=\"alert\" tabindex=\"-1\"><h2>");
	page_say(h, lang, MSG_P("This did not succeed", "انجام نشد"));
	html_lit(h, "</h2><p>");
	page_foreign(h, lang, page_sentence(a, page_refusal(a, lang, v->state.why)), STR(""));
	html_lit(h, "</p><p>");
	page_say(h, lang,
		 MSG_P("Nothing of it was written to the log.", "چیزی از آن در دفتر نوشته نشد."));
	html_lit(h, "</p></div>\n");
	form_begin(h, v);
	if (v->may_go_back) {
		html_lit(h, "<button class=\"primary\" name=\"do\" value=\"back\">");
		page_say(h, lang, MSG_P("Go back and change it", "بازگشت و تغییر"));
		html_lit(h, "</button>");
	}
	drop(h, lang, MSG_P("Leave it", "کنار گذاشتن"));
}

void job_render(struct html *h, const struct shell *s, const struct job_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct shell shell = *s;
	int64_t so_far_ms = v->now_ms - v->state.started_ms;
	bool wrong = v->state.phase == JOB_FAILED;
	struct str title = tr(s->lang, v->heading);
	/* Most of what runs is done at once; what took a minute takes some more. */
	if (v->state.phase == JOB_RUNS)
		shell.again = so_far_ms < 10 * 1000   ? AGAIN_SOON
			      : so_far_ms < 60 * 1000 ? AGAIN
						      : AGAIN_LATER;
	if (wrong)
		title = tr_fmt(a, s->lang, MSG_P("Error: {1}", "خطا: {1}"), &title, 1);
	page_begin(h, &shell, title, v->section);
	html_lit(h, "<div class=\"headline\"><h1>");
	page_say(h, s->lang, v->heading);
	html_lit(h, "</h1>");
	if (wrong)
		failed(h, s->lang, v, a);
	else
		running(h, s->lang, v, a);
	page_end(h, &shell);
}
