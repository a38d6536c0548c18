/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify_render.c - the page Verify: the form, the answer, and what the answer does not show. */
#include "web/page_verify.h"

#define ITEM(h, lang, en, fa)                                                                      \
	(html_lit(h, "<li>"), page_say(h, lang, MSG_P(en, fa)), html_lit(h, "</li>\n"))

static void form(struct html *h, const struct shell *s, const struct verify_view *v)
{
	html_lit(h, "<section class=\"block heavy\" aria-labelledby=\"vf\"><h2 id=\"vf\">");
	page_say(h, s->lang, MSG_P("Check something", "چیزی را بسنجید"));
	html_lit(
		h,
		"</h2><form method=\"post\" action=\"/verify\" enctype=\"multipart/form-data\">\n");
	page_form_hidden(h, &v->form);
	html_lit(h, "<div class=\"field\"><label for=\"b\">");
	page_say(h, s->lang, MSG_P("A proof or a bundle", "یک برهان یا یک بسته"));
	html_lit(h, "</label><span class=\"hint\" id=\"bh\">");
	page_say(
		h, s->lang,
		MSG_P("It is read, compared and not kept. Up to 64 MB; for more use the command below.",
		      "خوانده و سنجیده می‌شود و نگه داشته نمی‌شود. تا ۶۴ مگابایت؛ برای بیشتر دستور پایین را به کار ببرید."));
	html_lit(h,
		 "</span><input id=\"b\" type=\"file\" name=\"b\" aria-describedby=\"bh\"></div>\n"
		 "<div class=\"field\"><label for=\"f\">");
	page_say(h, s->lang,
		 MSG_P("An evidence file to be compared with it",
		       "پروندهٔ مدرکی که با آن سنجیده شود"));
	html_lit(h, "</label><span class=\"hint\" id=\"fh\">");
	page_say(
		h, s->lang,
		MSG_P("Is it the one the record names? Without a proof, give the number of a record below.",
		      "همان است که پرونده نام می‌برد؟ بی برهان، شمارهٔ پرونده را در پایین بنویسید."));
	html_lit(
		h,
		"</span><input id=\"f\" type=\"file\" name=\"f\" aria-describedby=\"fh\"></div>\n");
	if (s->org.n) {
		html_lit(h, "<div class=\"field\"><label for=\"h\">");
		page_say(h, s->lang,
			 MSG_P("with this record or entry of the register",
			       "با این پرونده یا مدخل دفتر"));
		html_lit(h, "</label><input id=\"h\" type=\"text\" name=\"h\" dir=\"ltr\" "
			    "spellcheck=\"false\" autocomplete=\"off\" value=\"");
		html_attr(h, v->number);
		html_lit(h, "\"></div>\n");
	}
	html_lit(h, "<div class=\"field\"><label for=\"proof\">");
	page_say(h, s->lang, MSG_P("or the text of a proof", "یا متن یک برهان"));
	html_lit(
		h,
		"</label><textarea id=\"proof\" name=\"proof\" rows=\"6\" dir=\"ltr\" class=\"mono\" "
		"spellcheck=\"false\" autocomplete=\"off\">");
	html_text(h, v->proof);
	html_lit(h, "</textarea></div>\n<div class=\"field\"><label for=\"policy\">");
	page_say(h, s->lang, MSG_P("Whom you trust: your policy", "به که اعتماد دارید: سیاست شما"));
	html_lit(h, "</label><span class=\"hint\" id=\"polh\">");
	if (s->org.n)
		page_say(
			h, s->lang,
			MSG_P("Filled in with this vault’s own key. It shows that the proof fits this log, and "
			      "nothing about whether this log is the one others know. To check for others, "
			      "paste a policy that you had from somebody else.",
			      "با کلید خود این دفتر پر شده است. نشان می‌دهد که برهان با این دفتر می‌خواند، نه اینکه "
			      "این دفتر همان است که دیگران می‌شناسند. برای سنجش از سوی دیگران، سیاستی بگذارید که از "
			      "کس دیگری گرفته‌اید."));
	else
		page_say(
			h, s->lang,
			MSG_P("The log key you had from somebody you trust: a line that begins with “log”.",
			      "کلید دفتر که از کسی مورد اعتماد گرفته‌اید: سطری که با «log» آغاز می‌شود."));
	html_lit(
		h,
		"</span><textarea id=\"policy\" name=\"policy\" rows=\"3\" dir=\"ltr\" class=\"mono\" "
		"spellcheck=\"false\" autocomplete=\"off\" aria-describedby=\"polh\">");
	html_text(h, v->policy);
	html_lit(h, "</textarea></div>\n<button class=\"primary\">");
	page_say(h, s->lang, MSG_P("Verify", "راستی‌آزمایی"));
	html_lit(h, "</button></form></section>\n");
}

/* ---- the answer ------------------------------------------------------- */

static void fingerprint(struct html *h, struct str hex)
{
	html_lit(h, "<code lang=\"en\" dir=\"ltr\">");
	html_text(h, hex.n > 12 ? str_n(hex.p, 8) : hex);
	if (hex.n > 12) {
		html_lit(h, "…");
		html_text(h, str_from(hex, hex.n - 4));
	}
	html_lit(h, "</code>");
}

static void step(struct html *h, enum lang lang, const struct msg *title)
{
	html_lit(h, "<li><b>");
	page_say(h, lang, title);
	html_lit(h, "</b><span>");
}

static void step_published(struct html *h, enum lang lang, const struct verify_record *r)
{
	step(h, lang,
	     MSG_P("What you see is what was sealed",
		   "آنچه می‌بینید همان است که مُهر شد"));
	page_num(h, lang, (int64_t)r->n);
	page_say(
		h, lang,
		MSG_P(" parts shown, sealed ones at most: ",
		      " بخش نشان داده شده، بخش‌های پوشیده حداکثر: "));
	page_num(h, lang, (int64_t)r->proof.claim.withheld);
	page_say(h, lang,
		 MSG_P("; together they give fingerprint ",
		       "؛ با هم این اثر را می‌دهند: "));
	fingerprint(h, r->fingerprint);
	page_say(h, lang, MSG_P("; signed with author key ", "؛ امضاشده با کلید نویسندهٔ "));
	fingerprint(h, r->proof.claim.kid);
	page_say(h, lang, MSG_P(", in force by entry ", "، معتبر از مدخل "));
	page_num(h, lang, r->proof.author_index);
	html_lit(h, "</span></li>\n");
}

static void step_in_log(struct html *h, enum lang lang, const struct verify_record *r)
{
	step(h, lang, MSG_P("It is in the log", "در دفتر هست"));
	page_say(h, lang, MSG_P("Entry ", "مدخل "));
	page_num(h, lang, r->proof.index);
	page_say(h, lang, MSG_P(" of a log of ", " از دفتری با "));
	page_num(h, lang, r->proof.log.checkpoint.size);
	page_say(h, lang,
		 MSG_P(" entries, whose head a log key of your policy signed",
		       " مدخل، که سرِ آن را یک کلید دفتر از سیاست شما امضا کرده"));
	html_lit(h, " · <code lang=\"en\" dir=\"ltr\">");
	html_text(h, r->proof.log.checkpoint.origin);
	html_lit(h, "</code></span></li>\n");
}

static void step_added_to(struct html *h, enum lang lang, const struct verify_record *r)
{
	step(h, lang, MSG_P("The log was only added to", "به دفتر فقط افزوده شده است"));
	if (r->added == VERIFY_ADDED_YES) {
		page_say(h, lang,
			 MSG_P("This register’s log began with this head; its size is now ",
			       "دفتر این گنجینه با همین سر آغاز شده؛ اندازهٔ آن اکنون: "));
		page_entry(h, lang, r->log_size);
	} else {
		page_say(
			h, lang,
			MSG_P("Not judged here: it takes a later head, from somebody else "
			      "(`vigil-verify` and a consistency file)",
			      "اینجا سنجیده نشد: سر تازه‌تری از کس دیگری لازم است"));
	}
	html_lit(h, "</span></li>\n");
}

static void step_others(struct html *h, enum lang lang, const struct verify_record *r)
{
	step(h, lang, MSG_P("Others hold the same head", "دیگران همین سر را دارند"));
	if (r->proof.log.cosigned) {
		page_say(
			h, lang,
			MSG_P("Witnesses of your policy that signed it: ",
			      "گواهانی از سیاست شما که آن را امضا کرده‌اند: "));
		page_num(h, lang, (int64_t)r->proof.log.cosigned);
	} else {
		page_say(
			h, lang,
			MSG_P("Not shown: your policy asks for no witness, or none of it signed",
			      "نشان داده نشد: سیاست شما گواهی نمی‌خواهد یا هیچ گواهی امضا نکرده"));
	}
	html_lit(h, "</span></li>\n");
}

static int64_t steps_held(const struct verify_record *r)
{
	return 2 + (r->added == VERIFY_ADDED_YES) + (r->proof.log.cosigned > 0);
}

static void fields(struct html *h, const struct shell *s, const struct verify_record *v)
{
	html_lit(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	/* Regions of one page have unequal names. */
	html_attr(h, tr(s->lang, MSG_P("Fields of entry", "فیلدهای مدخل")));
	html_lit(h, " ");
	html_int(h, v->proof.index);
	html_lit(h, "\"><table><caption>");
	page_say(
		h, s->lang,
		MSG_P("What the record says, as far as it is shown",
		      "آنچه پرونده می‌گوید، تا جایی که نشان داده شده"));
	html_lit(h, "</caption><thead><tr><th scope=\"col\">");
	page_say(h, s->lang, MSG_P("Part", "بخش"));
	html_lit(h, "</th><th scope=\"col\">");
	page_say(h, s->lang, MSG_P("Value as sealed", "مقدار چنان‌که مُهر شد"));
	html_lit(h, "</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < v->n; i++) {
		html_lit(h, "<tr><th scope=\"row\"><code lang=\"en\" dir=\"ltr\">");
		html_text(h, v->fields[i].path);
		html_lit(h, "</code></th><td><code lang=\"en\" dir=\"ltr\">");
		html_text(h, v->fields[i].value);
		html_lit(h, "</code></td></tr>\n");
	}
	html_lit(h, "</tbody></table></div>\n<p class=\"small muted\">");
	page_say(h, s->lang,
		 MSG_P("Parts withheld, at most: ",
		       "بخش‌های پوشیده، حداکثر: "));
	page_num(h, s->lang, (int64_t)v->proof.claim.withheld);
	page_say(
		h, s->lang,
		MSG_P(" (decoys are among them, so the number says little)",
		      " (طعمه‌ها در میان آن‌هاست، پس این عدد چندان نمی‌گوید)"));
	html_lit(h, "</p>\n");
}

static void record(struct html *h, const struct shell *s, const struct verify_view *v, size_t i)
{
	const struct verify_record *r = &v->records[i];
	html_lit(h, "<h3>");
	page_say(h, s->lang, MSG_P("Entry ", "مدخل "));
	page_num(h, s->lang, r->proof.index);
	html_lit(h, " <span class=\"small muted\">");
	page_num(h, s->lang, steps_held(r));
	page_say(h, s->lang, MSG_P(" of 4 steps", " گام از ۴"));
	html_lit(h, "</span></h3>\n<ol class=\"steps\">");
	step_published(h, s->lang, r);
	step_in_log(h, s->lang, r);
	step_added_to(h, s->lang, r);
	step_others(h, s->lang, r);
	html_lit(h, "</ol>\n");
	fields(h, s, r);
}

/* ---- files and time ---- */

static void given_file(struct html *h, enum lang lang, const struct verify_file *f)
{
	if (!f->given)
		return;
	html_lit(h, "<p>");
	if (f->named_by.n)
		page_say(
			h, lang,
			MSG_P("The file you gave is the one that is named in ",
			      "پرونده‌ای که دادید همان است که نام برده شده در "));
	else
		page_say(h, lang,
			 MSG_P("The file you gave has SHA-256 ",
			       "SHA-256 پرونده‌ای که دادید: "));
	html_lit(h, "<code class=\"copy\" lang=\"en\" dir=\"ltr\">");
	html_text(h, f->named_by.n ? f->named_by : f->sha256);
	html_lit(h, "</code></p>\n");
	if (f->named_by.n || !f->others.n)
		return;
	html_lit(h, "<p>");
	page_say(h, lang,
		 MSG_P("What the record names: ", "آنچه پرونده نام می‌برد: "));
	html_lit(h, "<code class=\"copy\" lang=\"en\" dir=\"ltr\">");
	html_text(h, f->others);
	html_lit(h, "</code></p>\n");
}

static void bundle_files(struct html *h, enum lang lang, const struct verify_view *v)
{
	if (!v->n_evidence)
		return;
	html_lit(h, "<h3>");
	page_say(h, lang,
		 MSG_P("Files the records name",
		       "پرونده‌هایی که نام برده شده"));
	html_lit(h, "</h3><ul>");
	for (size_t i = 0; i < v->n_evidence; i++) {
		html_lit(h, "<li><code lang=\"en\" dir=\"ltr\">");
		html_text(h, v->evidence[i].path.n ? v->evidence[i].path : v->evidence[i].sha256);
		html_lit(h, "</code> ");
		page_say(h, lang,
			 v->evidence[i].path.n ? MSG_P("in the bundle, unchanged",
						       "در بسته، بی‌تغییر")
					       : MSG_P("not in the bundle", "در بسته نیست"));
		html_lit(h, "</li>\n");
	}
	html_lit(h, "</ul>\n");
}

static void bundle_times(struct html *h, enum lang lang, const struct verify_view *v)
{
	if (!v->n_times)
		return;
	html_lit(h, "<p>");
	page_say(h, lang,
		 MSG_P("Time stamps in the bundle, not judged here: ",
		       "مُهرهای زمان در بسته که اینجا سنجیده نشد: "));
	page_num(h, lang, (int64_t)v->n_times);
	page_say(
		h, lang,
		MSG_P(". They take the roots of authorities you trust: vigil-verify --tsa-roots.",
		      ". برای آن‌ها ریشهٔ مراجعی لازم است که به آن‌ها اعتماد دارید."));
	html_lit(h, "</p>\n");
}

static void says(struct html *h, enum lang lang)
{
	html_lit(h, "<div class=\"says\"><div><h3>");
	page_say(h, lang, MSG_P("This shows", "این نشان می‌دهد"));
	html_lit(h, "</h3><ul>");
	ITEM(h, lang, "that the record existed in this form when that state of the log was signed",
	     "که پرونده هنگام امضای آن حالت دفتر به همین صورت بود");
	ITEM(h, lang, "that nothing of what is shown was changed since",
	     "که از آنچه نشان داده شده هیچ چیز از آن پس دگرگون نشده است");
	ITEM(h, lang, "which key recorded it, and that this key was in force",
	     "کدام کلید آن را ثبت کرد، و اینکه آن کلید برقرار بود");
	html_lit(h, "</ul></div><div><h3>");
	page_say(h, lang, MSG_P("This does not show", "این نشان نمی‌دهد"));
	html_lit(h, "</h3><ul>");
	ITEM(h, lang, "that what the record says is true",
	     "که آنچه پرونده می‌گوید راست است");
	ITEM(h, lang, "that its source is reliable, or who stands behind a key",
	     "که منبع آن معتبر است، یا چه کسی پشت یک کلید است");
	ITEM(h, lang,
	     "when it was recorded in real time: a time in the record is what a device said",
	     "زمان واقعی ثبت: زمان درون پرونده گفتهٔ یک دستگاه است");
	ITEM(h, lang, "that no other record is missing, or says otherwise",
	     "که پروندهٔ دیگری کم نیست یا جز این نمی‌گوید");
	ITEM(h, lang, "that the author’s key had not been revoked before: that takes the whole log",
	     "که کلید نویسنده پیش‌تر باطل نشده بود: برای آن همهٔ دفتر لازم است");
	html_lit(h, "</ul></div></div>\n");
}

static const struct msg *word_of(enum verify_answer a)
{
	static const struct msg ACCEPTED = MSG("Checks out", "درست است");
	static const struct msg NOT_IN_LOG = MSG("Not in the log", "در دفتر نیست");
	static const struct msg CANNOT_TELL = MSG("Cannot tell", "نمی‌توان گفت");
	static const struct msg NO_MATCH = MSG("Does not match", "نمی‌خواند");
	switch (a) {
	case VERIFY_ACCEPTED:
		return &ACCEPTED;
	case VERIFY_NOT_IN_LOG:
		return &NOT_IN_LOG;
	case VERIFY_CANNOT_TELL:
		return &CANNOT_TELL;
	case VERIFY_NO_MATCH:
	case VERIFY_NOT_ASKED:
	case VERIFY_NOTHING:
		break;
	}
	return &NO_MATCH;
}

static void tag(struct html *h, enum lang lang, enum verify_answer a)
{
	if (a == VERIFY_CANNOT_TELL)
		html_lit(h, "<span class=\"tag open\">");
	else
		html_lit(h, "<span class=\"tag ink\">");
	page_say(h, lang, word_of(a));
	html_lit(h, "</span>");
}

static void why(struct html *h, const struct shell *s, const struct verify_view *v)
{
	if (v->why_ours)
		html_text(h, v->why);
	else
		page_foreign(h, s->lang, v->why, STR("en"));
}

static void refused(struct html *h, const struct shell *s, const struct verify_view *v)
{
	html_lit(h, "<p>");
	why(h, s, v);
	html_lit(h, "</p>\n");
	given_file(h, s->lang, &v->file);
	html_lit(h, "<p class=\"small\">");
	page_say(
		h, s->lang,
		MSG_P("That says nothing about whether what it claims is true; it says that nothing is proved.",
		      "این دربارهٔ درستی گفتهٔ آن چیزی نمی‌گوید؛ می‌گوید که چیزی ثابت نشده است."));
	html_lit(h, "</p>\n");
}

static void accepted(struct html *h, const struct shell *s, const struct verify_view *v)
{
	given_file(h, s->lang, &v->file);
	for (size_t i = 0; i < v->n; i++)
		record(h, s, v, i);
	bundle_files(h, s->lang, v);
	bundle_times(h, s->lang, v);
	says(h, s->lang);
}

static void answer(struct html *h, const struct shell *s, const struct verify_view *v)
{
	if (v->answer == VERIFY_NOTHING) {
		html_lit(h, "<div class=\"errors\" role=\"alert\" tabindex=\"-1\" id=\"re\"><h2>");
		page_say(h, s->lang, MSG_P("Nothing was checked", "چیزی سنجیده نشد"));
		html_lit(h, "</h2><p>");
		why(h, s, v);
		html_lit(h, "</p></div>\n");
		return;
	}
	html_lit(
		h,
		"<section class=\"proof\" aria-labelledby=\"re\" style=\"margin-block-end:2rem\"><header><h2 id=\"re\">");
	if (v->bundle)
		page_say(h, s->lang,
			 MSG_P("The bundle you gave", "بسته‌ای که دادید"));
	else if (v->n || !v->file.given)
		page_say(h, s->lang, MSG_P("The proof you gave", "برهانی که دادید"));
	else
		page_say(h, s->lang,
			 MSG_P("The file you gave", "پرونده‌ای که دادید"));
	html_lit(h, "</h2>");
	tag(h, s->lang, v->answer);
	if (v->own_policy && (v->n || !v->file.given)) {
		html_lit(h, "<span class=\"small muted\">");
		page_say(h, s->lang,
			 MSG_P("judged by this vault’s own key only",
			       "فقط با کلید خود این دفتر سنجیده شد"));
		html_lit(h, "</span>");
	}
	html_lit(h, "</header>\n");
	if (v->answer == VERIFY_ACCEPTED)
		accepted(h, s, v);
	else
		refused(h, s, v);
	html_lit(h, "</section>\n");
}

/* One of the three words for what fails, and what it means. */
static void failing(struct html *h, enum lang lang, enum verify_answer a, const struct msg *means)
{
	html_lit(h, "<p class=\"small\">");
	tag(h, lang, a);
	html_lit(h, " ");
	page_say(h, lang, means);
	html_lit(h, "</p>");
}

static void aside(struct html *h, const struct shell *s)
{
	html_lit(h, "<aside><section class=\"block\"><h2>");
	page_say(h, s->lang, MSG_P("If it fails", "اگر درست نبود"));
	html_lit(h, "</h2><div class=\"stack\">");
	failing(h, s->lang, VERIFY_NO_MATCH,
		MSG_P("What you gave differs from what was sealed, by a byte or more. It may be another version; it may be altered.",
		      "آنچه دادید با آنچه مُهر شد دست‌کم در یک بایت فرق دارد. شاید نسخهٔ دیگری است؛ شاید دستکاری شده است."));
	failing(h, s->lang, VERIFY_NOT_IN_LOG,
		MSG_P("No record you named holds it. That says nothing about whether it is true.",
		      "هیچ پرونده‌ای که نام بردید آن را ندارد. این دربارهٔ درستی آن چیزی نمی‌گوید."));
	failing(h, s->lang, VERIFY_CANNOT_TELL,
		MSG_P("Your policy does not know this log, or fewer witnesses signed than it asks for. Ask a holder of a copy, or ask again when witnesses have seen the head.",
		      "سیاست شما این دفتر را نمی‌شناسد، یا گواهان کمتری از آنچه می‌خواهد امضا کرده‌اند. از دارندهٔ نسخه‌ای بپرسید، یا پس از گواهی دوباره."));
	html_lit(h, "</div></section>\n<section class=\"block\"><h2>");
	page_say(h, s->lang, MSG_P("Check it without us", "بی ما بسنجید"));
	html_lit(h, "</h2><p class=\"small\">");
	page_say(h, s->lang,
		 MSG_P("On any computer, without a network:", "روی هر رایانه، بدون شبکه:"));
	html_lit(h,
		 "</p><p class=\"panel copy mono small\" lang=\"en\" dir=\"ltr\">vigil-verify "
		 "<span class=\"nowrap\">--policy</span> policy bundle.zip</p>\n<p class=\"small\" "
		 "style=\"margin-block-start:.5rem\">");
	page_say(
		h, s->lang,
		MSG_P("A bundle holds VERIFY.txt, which says how to check it with sha256sum and openssl alone.",
		      "درون هر بسته VERIFY.txt هست که می‌گوید چگونه تنها با sha256sum و openssl سنجیده می‌شود."));
	html_lit(h, "</p></section></aside>\n");
}

void verify_render(struct html *h, const struct shell *s, const struct verify_view *v)
{
	page_begin(
		h, s,
		v->answer == VERIFY_NOTHING
			? tr(s->lang, MSG_P("Error: Verify", "خطا: راستی‌آزمایی"))
			: tr(s->lang, MSG_P("Verify", "راستی‌آزمایی")),
		SECTION_VERIFY);
	html_lit(h, "<div class=\"headline\"><h1>");
	page_say(h, s->lang,
		 MSG_P("Verify a record or a file",
		       "راستی‌آزمایی یک سابقه یا پرونده"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	page_say(
		h, s->lang,
		MSG_P("You need not trust us, this site or this computer. Everything below can be checked "
		      "offline with a copy of the log key from somebody else.",
		      "لازم نیست به ما، این پایگاه یا این رایانه اعتماد کنید. همهٔ آنچه در زیر است را می‌توان بی‌شبکه "
		      "و با نسخه‌ای از کلید دفتر از کس دیگری سنجید."));
	html_lit(h, "</p></div>\n<div class=\"cols rail\"><div>\n");
	if (v->answer != VERIFY_NOT_ASKED)
		answer(h, s, v);
	form(h, s, v);
	html_lit(h, "</div>\n");
	aside(h, s);
	html_lit(h, "</div>\n");
	page_end(h, s);
}
