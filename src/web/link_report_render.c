/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link_report_render.c - what a run of linkage found, what it cannot promise, and what it would change. */
#include "web/page_lists.h"
#include "web/page_review.h"

/* ---- the count --------------------------------------------------------------------- */

static const struct msg NOTHING_YET = MSG(
	"Nothing has been linked yet. A run reads all records, learns how much each agreement is worth, "
	"and puts together only what is surely one person; the rest is for people.",
	"هنوز چیزی پیوند داده نشده. یک اجرا همهٔ رکوردها را می‌خواند، می‌آموزد هر همخوانی چه ارزشی دارد، و تنها "
	"آنچه بی‌گمان یک نفر است کنار هم می‌گذارد؛ باقی برای کسان است.");
static const struct msg BY_RUN = MSG(
	"{1} records that name somebody are taken for {2} persons. If every pair that is at all possible were one person "
	"there would be {3}, if only the sure ones are, {4}; by its probabilities {5} to {6} (95 %).",
	"{1} رکورد که نام کسی را دارد {2} نفر گرفته می‌شود. اگر هر جفتی که اصلاً ممکن است یک نفر بود {3}، و اگر تنها جفت‌های "
	"بی‌گمان {4}؛ بنا بر احتمال‌ها {5} تا {6} (۹۵٪).");
static const struct msg NOW = MSG(
	"{1} records that name somebody are taken for {2} persons, with all that people decided until now. {3} pairs wait; were "
	"every one of them one person, there would be {4}.",
	"{1} رکورد که نام کسی را دارد {2} نفر گرفته می‌شود، با همهٔ آنچه کسان تا اکنون تصمیم گرفته‌اند. {3} جفت در انتظار است؛ اگر "
	"هر یک از آنها یک نفر بود {4} نفر می‌شد.");

static const struct msg EXPECTED_BY_RUN = MSG(
	"{1} records that name somebody are of {7} persons by the probabilities of all pairs, {5} to {6} (95 %). These clusters "
	"have {2}; were every pair that is at all possible one person there would be {3}, were only the sure ones, {4}.",
	"{1} رکورد که نام کسی را دارد، بنا بر احتمال همهٔ جفت‌ها دربارهٔ {7} نفر است، {5} تا {6} (۹۵٪). این خوشه‌ها {2} نفر "
	"دارند؛ اگر هر جفتی که اصلاً ممکن است یک نفر بود {3}، و اگر تنها جفت‌های بی‌گمان {4}.");
static const struct msg EXPECTED_NOW = MSG(
	"{1} records that name somebody are of {5} persons by the probabilities of all pairs and all that people decided until "
	"now, {6} to {7} (95 %). The clusters say who: they have {2}. {3} pairs wait; were every one of them one person, they "
	"would have {4}.",
	"{1} رکورد که نام کسی را دارد، بنا بر احتمال همهٔ جفت‌ها و همهٔ آنچه کسان تا اکنون تصمیم گرفته‌اند دربارهٔ {5} نفر است، {6} "
	"تا {7} (۹۵٪). خوشه‌ها می‌گویند چه کسی: {2} نفر دارند. {3} جفت در انتظار است؛ اگر هر یک از آنها یک نفر بود {4} نفر "
	"می‌داشتند.");

/* Of a run that is looked at before it is written, its own count; else the count as decisions have made it since. */
static struct str counted(const struct part *p, const struct linkage_view *v)
{
	const struct linkage_report *r = &v->report;
	const struct linkage_count *c = &v->count;
	struct str by_run[] = { num_text(p->a, p->lang, r->linkable),
				num_text(p->a, p->lang, r->persons),
				num_text(p->a, p->lang, r->lo),
				num_text(p->a, p->lang, r->hi),
				num_text(p->a, p->lang, r->drawn_lo),
				num_text(p->a, p->lang, r->drawn_hi),
				num_text(p->a, p->lang, linkage_whole(r->expected_milli)) };
	struct str now[] = { num_text(p->a, p->lang, c->records - c->unnamed),
			     num_text(p->a, p->lang, c->persons),
			     num_text(p->a, p->lang, c->undecided),
			     num_text(p->a, p->lang, c->lo),
			     num_text(p->a, p->lang, linkage_whole(c->expected_milli)),
			     num_text(p->a, p->lang, c->expected_lo),
			     num_text(p->a, p->lang, c->expected_hi) };
	if (v->found)
		return tr_fmt(p->a, p->lang, r->expected_milli ? &EXPECTED_BY_RUN : &BY_RUN, by_run,
			      COUNT(by_run));
	return tr_fmt(p->a, p->lang, c->expected_milli ? &EXPECTED_NOW : &NOW, now, COUNT(now));
}

static void standfirst(const struct part *p, const struct linkage_view *v)
{
	html_lit(p->h, "<p class=\"standfirst\">");
	if (!v->has_report)
		part_say(p, &NOTHING_YET);
	else
		html_text(p->h, counted(p, v));
	html_lit(p->h, "</p>\n");
	if (v->has_report && !v->found)
		part_unseen(p, &v->count);
}

/* Draws may lie outside what was decided pair by pair. */
static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* What may be as an open bar, 95 % as a full one, the count as the dot: what is expected, or what is assigned where no run
 * said what to expect. */
static void span(const struct part *p, const struct linkage_view *v)
{
	const struct linkage_report *r = &v->report;
	const struct linkage_count *c = &v->count;
	bool by_now = !v->found && c->expected_milli;
	int64_t milli = by_now ? c->expected_milli : v->found ? r->expected_milli : 0;
	int64_t dot = milli ? linkage_whole(milli) : v->found ? r->persons : c->persons;
	int64_t lo = by_now ? c->expected_lo : r->drawn_lo;
	int64_t hi = by_now ? c->expected_hi : r->drawn_hi;
	int64_t from = least(r->lo, least(lo, dot));
	double wide = (double)(most(r->hi, most(hi, dot)) - from);
	if (wide <= 0)
		return;
	html_lit(p->h, "<span class=\"hbar\" aria-hidden=\"true\"><i class=\"open\" style=\"");
	html_style_num(p->h, "a", 100 * (double)(r->lo - from) / wide);
	html_style_num(p->h, "w", 100 * (double)(r->hi - r->lo) / wide);
	html_lit(p->h, "\"></i><i style=\"");
	html_style_num(p->h, "a", 100 * (double)(lo - from) / wide);
	html_style_num(p->h, "w", 100 * (double)(hi - lo) / wide);
	html_lit(p->h, "\"></i><i class=\"dot\" style=\"");
	html_style_num(p->h, "a", 100 * (double)(dot - from) / wide);
	html_lit(p->h, "\"></i></span>\n");
}

static void interval(const struct part *p, const struct linkage_view *v)
{
	const struct linkage_report *r = &v->report;
	part_block(p, MSG_P("How many persons", "چند نفر"), "count");
	span(p, v);
	html_lit(p->h, "<ul class=\"pairs\">");
	if (!v->found && v->count.expected_milli)
		part_count_line(p,
				MSG_P("Expected now, with all that was decided",
				      "مورد انتظار اکنون، با همهٔ آنچه تصمیم گرفته شد"),
				linkage_whole(v->count.expected_milli));
	if (!v->found) {
		part_count_line(p,
				MSG_P("Now, as assigned and decided",
				      "اکنون، چنان که گذاشته و تصمیم گرفته شده"),
				v->count.persons);
		part_count_line(p,
				MSG_P("Now, were every pair that waits one person",
				      "اکنون، اگر هر جفت در انتظار یک نفر بود"),
				v->count.lo);
	}
	part_count_line(p,
			MSG_P("By the run, were every pair that is at all possible one person",
			      "بنا بر اجرا، اگر هر جفتی که اصلاً ممکن است یک نفر بود"),
			r->lo);
	if (r->expected_milli)
		part_count_line(p, MSG_P("By the run, expected", "بنا بر اجرا، مورد انتظار"),
				linkage_whole(r->expected_milli));
	part_count_line(p,
			MSG_P("95 % of drawn clusterings, from",
			      "۹۵٪ خوشه‌بندی‌های قرعه‌ای، از"),
			r->drawn_lo);
	part_count_line(p,
			MSG_P("95 % of drawn clusterings, to",
			      "۹۵٪ خوشه‌بندی‌های قرعه‌ای، تا"),
			r->drawn_hi);
	part_count_line(p, MSG_P("By the run, as assigned", "بنا بر اجرا، چنان که گذاشته شد"),
			r->persons);
	part_count_line(
		p,
		MSG_P("By the run, were only sure pairs one person",
		      "بنا بر اجرا، اگر تنها جفت‌های بی‌گمان یک نفر بود"),
		r->hi);
	html_lit(p->h, "</ul></section>\n");
}

static void conserved(const struct part *p, const struct linkage_view *v)
{
	const struct conservation *c = &v->conserved;
	struct str n[] = {
		num_text(p->a, p->lang, c->mentions), num_text(p->a, p->lang, c->linked),
		num_text(p->a, p->lang, c->unlinked), num_text(p->a, p->lang, c->removed),
		num_text(p->a, p->lang, c->unnamed),  num_text(p->a, p->lang, c->groups),
		num_text(p->a, p->lang, c->described)
	};
	part_block(p, MSG_P("Nothing got lost", "چیزی گم نشد"), "conserved");
	html_lit(p->h, "<p>");
	html_text(
		p->h,
		tr_fmt(p->a, p->lang,
		       MSG_P("{1} rows in = {2} of a person + {3} of nobody yet + {4} removed by their publisher. Of those of nobody, "
			     "{5} name nobody and {6} several people: they are counted, and never linked by the program. {7} persons are described by "
			     "claims of their own: each is at least one person. This is checked at every run and every decision.",
			     "{1} ردیف = {2} از آنِ شخصی + {3} هنوز بی‌پیوند + {4} حذف‌شده به دست ناشر. از بی‌پیوندها {5} نام کسی را ندارد و {6} از چند تن "
			     "می‌گوید: شمرده می‌شوند و برنامه هرگز پیوندشان نمی‌دهد. {7} شخص با ادعاهای خود وصف شده‌اند: هر یک دست‌کم یک نفر است. این در هر اجرا و هر تصمیم آزموده می‌شود."),
		       n, COUNT(n)));
	html_lit(p->h, "</p></section>\n");
}

/* ---- what it cannot promise ------------------------------------------------------------- */

static void recall(const struct part *p, const struct linkage_report *r)
{
	struct str n[] = { num_text(p->a, p->lang, r->candidates),
			   word_share(p->a, p->lang, r->recall_bound),
			   num_text(p->a, p->lang, r->audited),
			   num_text(p->a, p->lang, r->audit_missed),
			   word_share(p->a, p->lang, r->recall_captured) };
	part_block(p, MSG_P("What may have been missed", "آنچه شاید از قلم افتاده"), "recall");
	html_lit(p->h, "<p>");
	if (r->exhaustive)
		html_text(
			p->h,
			tr_fmt(p->a, p->lang,
			       MSG_P("All pairs were compared, {1} of them: no pair was left out before comparing.",
				     "همهٔ جفت‌ها سنجیده شد، {1} جفت: هیچ جفتی پیش از سنجیدن کنار نماند."),
			       n, 1));
	else
		html_text(
			p->h,
			tr_fmt(p->a, p->lang,
			       MSG_P("{1} pairs were compared; the others were left out because nothing in them meets. Of the true pairs at least {2} "
				     "are among those compared (95 %), by estimate {5}. {3} records were compared with every other: {4} true pairs "
				     "had been left out.",
				     "{1} جفت سنجیده شد؛ بقیه چون چیزی در آنها به هم نمی‌رسید کنار ماند. از جفت‌های درست دست‌کم {2} در میان "
				     "سنجیده‌هاست (۹۵٪)، به برآورد {5}. {3} رکورد با همه سنجیده شد: {4} جفت درست کنار مانده بود."),
			       n, COUNT(n)));
	html_lit(p->h, "</p></section>\n");
}

static void warnings(const struct part *p, const struct linkage_report *r)
{
	if (!r->n_warnings)
		return;
	part_block(p, MSG_P("Be careful with", "احتیاط کنید با"), "warnings");
	html_lit(p->h, "<ul class=\"brief\">");
	for (size_t i = 0; i < r->n_warnings; i++) {
		html_lit(p->h, "<li><span><b>");
		html_text(p->h, page_sentence(p->a, link_warning_what(&r->warnings[i], p->lang,
								      true, p->a)));
		html_lit(p->h, "</b><br>");
		html_text(p->h, page_sentence(p->a, link_warning_todo(&r->warnings[i], p->lang)));
		html_lit(p->h, "</span></li>");
	}
	html_lit(p->h, "</ul></section>\n");
}

/* ---- lists ------------------------------------------------------------------------------------------ */

static const struct msg LIST = MSG("List", "فهرست");
static const struct msg RECORDS = MSG("Records", "رکوردها");
static const struct msg LINKED = MSG("Linked", "پیوندخورده");
static const struct msg UNNAMED = MSG("Name nobody", "بی‌نام");
static const struct msg WITHIN =
	MSG("Pairs within it that look like one person",
	    "جفت‌های درون آن که به یک نفر می‌ماند");

static void lists(const struct part *p, const struct linkage_report *r)
{
	part_block(p, MSG_P("By list", "به تفکیک فهرست"), "lists");
	part_table(p, MSG_P("Table of lists", "جدول فهرست‌ها"));
	part_head_cell(p, &LIST);
	part_head_number(p, &RECORDS);
	part_head_number(p, &LINKED);
	part_head_number(p, &UNNAMED);
	part_head_cell(p, &WITHIN);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < r->n_lists; i++) {
		const struct linkage_list *l = &r->lists[i];
		html_lit(p->h, "<tr><th scope=\"row\">");
		if (l->list) {
			list_a(p->h, l->number);
			page_foreign(p->h, p->lang, l->label, STR(""));
			html_lit(p->h, "</a>");
		} else {
			part_say(p, MSG_P("Case pages of this register",
					  "پرونده‌های اشخاص همین دفتر"));
		}
		html_lit(p->h, "</th>");
		part_number_cell(p, &RECORDS, l->records);
		part_number_cell(p, &LINKED, l->linked);
		part_number_cell(p, &UNNAMED, l->unnamed);
		part_cell(p, &WITHIN);
		page_num(p->h, p->lang, l->within);
		if (l->within && l->duplicate_free) {
			html_lit(p->h, " <span class=\"tag open\">");
			part_say(p, MSG_P("claims to be without duplicates",
					  "می‌گوید بی تکرار است"));
			html_lit(p->h, "</span>");
		}
		html_lit(p->h, "</td></tr>\n");
	}
	html_lit(p->h, "</tbody></table></div></section>\n");
}

static void odd(const struct part *p, const struct linkage_view *v)
{
	if (!v->n_odd)
		return;
	part_block(p, MSG_P("Persons to look at", "اشخاصی که باید دید"), "odd");
	html_lit(p->h, "<ul class=\"pairs\">");
	for (size_t i = 0; i < v->n_odd; i++) {
		html_lit(p->h, "<li><span>");
		html_a(p->h, "/cluster/", v->odd[i].number, "");
		part_label(p, v->odd[i].label);
		html_lit(p->h, "</a></span><span>");
		part_say_n(p, MSG_P("{1} record", "{1} رکورد"), MSG_P("{1} records", "{1} رکورد"),
			   v->odd[i].records);
		html_lit(p->h, "</span></li>");
	}
	html_lit(p->h, "</ul></section>\n");
}

/* ---- forms and the page ------------------------------------------------------------------------------- */

static void changes(const struct part *p, const struct linkage_view *v)
{
	const struct linkage_diff *d = &v->diff;
	html_lit(
		p->h,
		"<section class=\"block heavy\" id=\"diff\" aria-labelledby=\"h-diff\"><h2 id=\"h-diff\">");
	part_say(p, MSG_P("What this run would change",
			  "آنچه این اجرا دگرگون می‌کند"));
	html_lit(p->h, "</h2>\n<ul class=\"pairs\">");
	part_count_line(
		p, MSG_P("Persons that come to be", "اشخاصی که پدید می‌آیند"),
		d->minted);
	part_count_line(p,
			MSG_P("Persons that get further records",
			      "اشخاصی که رکورد می‌گیرند"),
			d->grown);
	part_count_line(
		p,
		MSG_P("Persons found under another one from now on",
		      "اشخاصی که از این پس زیر دیگری یافت می‌شوند"),
		d->joined);
	part_count_line(p,
			MSG_P("Persons that lose records",
			      "اشخاصی که رکورد از دست می‌دهند"),
			d->parted);
	part_count_line(p,
			MSG_P("Persons that stay as they are",
			      "اشخاصی که همان می‌مانند"),
			d->same);
	html_lit(p->h, "</ul>\n<form method=\"post\" action=\"/linkage\">\n");
	page_form_hidden(p->h, &v->form);
	html_lit(p->h,
		 "<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"write\">");
	part_say(p, MSG_P("Seal this run", "مُهر کردن این اجرا"));
	html_lit(p->h, "</button><button name=\"do\" value=\"drop\">");
	part_say(p, MSG_P("Leave it", "کنار گذاشتن"));
	html_lit(p->h, "</button></p><p class=\"small muted\">");
	part_say(
		p,
		MSG_P("Nothing has been written to the log yet. A run can be taken back as a whole.",
		      "هنوز چیزی در دفتر نوشته نشده است. یک اجرا را می‌توان یکجا پس گرفت."));
	html_lit(p->h, "</p></form></section>\n");
}

static void run_form(const struct part *p, const struct linkage_view *v)
{
	html_lit(
		p->h,
		"<form class=\"block noprint\" method=\"post\" action=\"/linkage\" aria-labelledby=\"h-run\"><h2 id=\"h-run\">");
	part_say(p,
		 v->has_report ? MSG_P("Run it again", "اجرای دوباره") : MSG_P("Run it", "اجرا"));
	html_lit(p->h, "</h2>\n");
	page_form_hidden(p->h, &v->form);
	html_lit(p->h, "<div class=\"choices\">");
	if (v->has_report) {
		html_lit(
			p->h,
			"<div class=\"choice\"><input type=\"checkbox\" id=\"new\" name=\"new\" value=\"1\"><label for=\"new\">");
		part_say(
			p,
			MSG_P("Only add what is new, by the model of the last run",
			      "تنها افزودن تازه‌ها، با مدل اجرای پیشین"));
		html_lit(p->h, "</label></div>");
	}
	html_lit(
		p->h,
		"<div class=\"choice\"><input type=\"checkbox\" id=\"audit\" name=\"audit\" value=\"1\"><label for=\"audit\">");
	part_say(
		p,
		MSG_P("Compare 200 records with every other, to see what is missed",
		      "سنجیدن ۲۰۰ رکورد با همه، تا دیده شود چه از قلم می‌افتد"));
	html_lit(p->h, "</label></div></div>\n<div class=\"field\"><label for=\"run-reason\">");
	part_say(p, MSG_P("Note", "یادداشت"));
	html_lit(
		p->h,
		"</label><input type=\"text\" dir=\"auto\" id=\"run-reason\" name=\"reason\"></div>\n"
		"<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"run\">");
	part_say(p, MSG_P("Link all lists", "پیوند همهٔ فهرست‌ها"));
	html_lit(p->h, "</button></p><p class=\"small muted\">");
	part_say(
		p,
		MSG_P("You see what it would change before anything is written.",
		      "پیش از نوشتن می‌بینید چه دگرگون می‌شود."));
	html_lit(p->h, "</p></form>\n");
}

/* What follows decisions is one line however many there were: there are hundreds of them in a row. */
static size_t decisions_from(const struct linkage_view *v, size_t i)
{
	size_t n = 1;
	while (i + n < v->n_runs && !v->runs[i + n].model.n && !v->runs[i + n].reason.n &&
	       !v->runs[i].reason.n && !v->runs[i + n].retracted == !v->runs[i].retracted)
		n++;
	return n;
}

static void runs(const struct part *p, const struct linkage_view *v)
{
	if (!v->n_runs)
		return;
	part_block(p, MSG_P("Runs", "اجراها"), "runs");
	html_lit(p->h, "<ul class=\"brief\">");
	size_t lines = 0;
	for (size_t i = 0; i < v->n_runs && lines < LINKAGE_RUNS_SHOWN; i++, lines++) {
		const struct assign_row *r = &v->runs[i];
		size_t alike = decisions_from(v, i);
		html_lit(p->h, "<li><span>");
		if (r->model.n) {
			html_lit(p->h, "<a href=\"/linkage?run=");
			page_entry_id(p->h, r->seq);
			html_lit(p->h, "\">");
			part_say(p, MSG_P("Run of the program", "اجرای برنامه"));
			html_lit(p->h, "</a>");
		} else {
			part_say_n(p, MSG_P("After {1} decision", "پس از {1} تصمیم"),
				   MSG_P("After {1} decisions", "پس از {1} تصمیم"), (int64_t)alike);
			i += alike - 1;
		}
		if (r->reason.n) {
			html_text(p->h, STR(": "));
			page_foreign(p->h, p->lang, r->reason, STR(""));
		}
		if (r->retracted)
			part_say(p, MSG_P(", taken back", "، پس گرفته شده"));
		html_lit(p->h, "</span><span class=\"t\">");
		html_text(p->h, word_day(p, r->recorded_ms));
		html_lit(p->h, "</span></li>");
	}
	html_lit(p->h, "</ul></section>\n");
}

static void report(const struct part *p, const struct linkage_view *v)
{
	interval(p, v);
	warnings(p, &v->report);
	recall(p, &v->report);
	lists(p, &v->report);
	part_block(p,
		   MSG_P("How far its probabilities are right",
			 "احتمال‌هایش تا چه اندازه درست است"),
		   "calibration");
	if (v->has_evaluation)
		part_calibration(p, &v->evaluation);
	else
		html_el(p->h, "p",
			tr(p->lang,
			   MSG_P("To be measured once the run is sealed.",
				 "پس از مُهر شدن اجرا سنجیده می‌شود.")));
	html_lit(p->h, "</section>\n");
	part_block(p, MSG_P("What it learned", "آنچه آموخت"), "model");
	part_model(p, &v->report);
	html_lit(p->h, "</section>\n");
}

void linkage_render(struct html *h, const struct shell *s, const struct linkage_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, NULL, a);
	page_begin(h, s, tr(s->lang, MSG_P("Linking", "پیوند")), SECTION_REVIEW);
	html_lit(h, "<p class=\"crumbs\"><a href=\"/review\">");
	part_say(&p, MSG_P("Possible matches", "تطبیق‌های ممکن"));
	html_lit(h, "</a> / ");
	part_say(&p, MSG_P("Linking", "پیوند"));
	html_lit(h, "</p>\n<div class=\"headline\"><h1>");
	part_say(&p, MSG_P("Many lists, one count", "چند فهرست، یک شمار"));
	html_lit(h, "</h1>");
	standfirst(&p, v);
	html_lit(h, "</div>\n");
	if (v->found)
		changes(&p, v);
	html_lit(h, "<div class=\"cols rail\"><div>\n");
	if (v->has_report)
		report(&p, v);
	html_lit(h, "</div><div>\n");
	if (s->may_decide && !v->found)
		run_form(&p, v);
	conserved(&p, v);
	odd(&p, v);
	runs(&p, v);
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}
