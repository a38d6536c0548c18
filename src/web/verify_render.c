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
	page_say(h, s->lang, MSG_P("A proof file", "یک پروندهٔ برهان"));
	html_lit(h, "</label><span class=\"hint\" id=\"bh\">");
	page_say(
		h, s->lang,
		MSG_P("It is read, compared and not kept.",
		      "خوانده و سنجیده می‌شود و نگه داشته نمی‌شود."));
	html_lit(h,
		 "</span><input id=\"b\" type=\"file\" name=\"b\" aria-describedby=\"bh\"></div>\n"
		 "<div class=\"field\"><label for=\"proof\">");
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

static void steps(struct html *h, enum lang lang, const struct proof_verdict *v)
{
	html_lit(h, "<ol class=\"steps\"><li><b>");
	page_say(h, lang, MSG_P("The record is as it was sealed", "پرونده همان است که مُهر شد"));
	html_lit(h, "</b><span>");
	page_say(h, lang, MSG_P("Signed with author key ", "امضاشده با کلید نویسندهٔ "));
	html_lit(h, "<code lang=\"en\" dir=\"ltr\">");
	html_text(h, v->claim.kid);
	html_lit(h, "</code></span></li>\n<li><b>");
	page_say(h, lang, MSG_P("It is in the log", "در دفتر هست"));
	html_lit(h, "</b><span>");
	page_say(h, lang, MSG_P("Entry ", "مدخل "));
	page_num(h, lang, v->index);
	page_say(h, lang, MSG_P(" of a log of ", " از دفتری با "));
	page_num(h, lang, v->log.checkpoint.size);
	page_say(h, lang, MSG_P(" entries", " مدخل"));
	html_lit(h, " · <code lang=\"en\" dir=\"ltr\">");
	html_text(h, v->log.checkpoint.origin);
	html_lit(h, "</code></span></li>\n<li><b>");
	page_say(h, lang,
		 MSG_P("Somebody you trust signed that state of the log",
		       "کسی که به او اعتماد دارید آن حالت دفتر را امضا کرده است"));
	html_lit(h, "</b><span>");
	page_say(h, lang,
		 MSG_P("A log key of your policy, and witnesses of it: ",
		       "یک کلید دفتر از سیاست شما، و از گواهان آن: "));
	page_num(h, lang, (int64_t)v->log.cosigned);
	html_lit(h, "</span></li>\n<li><b>");
	page_say(h, lang,
		 MSG_P("The author key was in force before", "کلید نویسنده پیش از آن برقرار بود"));
	html_lit(h, "</b><span>");
	page_say(h, lang, MSG_P("Enrolled by entry ", "پذیرفته‌شده با مدخل "));
	page_num(h, lang, v->author_index);
	page_say(h, lang,
		 MSG_P(", vouched for back to the first entry", "، با تأیید تا نخستین مدخل"));
	html_lit(h, "</span></li></ol>\n");
}

static void fields(struct html *h, const struct shell *s, const struct verify_view *v)
{
	html_lit(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_attr(h, tr(s->lang, MSG_P("Fields", "فیلدها")));
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
	page_num(h, s->lang, (int64_t)v->verdict.claim.withheld);
	page_say(
		h, s->lang,
		MSG_P(" (decoys are among them, so the number says little)",
		      " (طعمه‌ها در میان آن‌هاست، پس این عدد چندان نمی‌گوید)"));
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

static void answer(struct html *h, const struct shell *s, const struct verify_view *v)
{
	if (v->answer == VERIFY_NOTHING) {
		html_lit(h, "<div class=\"errors\" role=\"alert\" tabindex=\"-1\" id=\"re\"><h2>");
		page_say(h, s->lang, MSG_P("Nothing was checked", "چیزی سنجیده نشد"));
		html_lit(h, "</h2><p>");
		page_foreign(h, s->lang, v->why, STR("en"));
		html_lit(h, "</p></div>\n");
		return;
	}
	html_lit(
		h,
		"<section class=\"proof\" aria-labelledby=\"re\" style=\"margin-block-end:2rem\"><header><h2 id=\"re\">");
	page_say(h, s->lang, MSG_P("The proof you gave", "برهانی که دادید"));
	html_lit(h, "</h2><span class=\"tag ink\">");
	if (v->answer == VERIFY_ACCEPTED)
		page_say(h, s->lang, MSG_P("Checks out", "درست است"));
	else
		page_say(h, s->lang, MSG_P("Does not hold", "درست نیست"));
	html_lit(h, "</span>");
	if (v->own_policy) {
		html_lit(h, "<span class=\"small muted\">");
		page_say(h, s->lang,
			 MSG_P("judged by this vault’s own key only",
			       "فقط با کلید خود این دفتر سنجیده شد"));
		html_lit(h, "</span>");
	}
	html_lit(h, "</header>\n");
	if (v->answer == VERIFY_ACCEPTED) {
		steps(h, s->lang, &v->verdict);
		fields(h, s, v);
		says(h, s->lang);
	} else {
		html_lit(h, "<p>");
		page_foreign(h, s->lang, v->why, STR("en"));
		html_lit(h, "</p><p class=\"small\">");
		page_say(
			h, s->lang,
			MSG_P("That says nothing about whether what it claims is true; it says that this text proves nothing.",
			      "این دربارهٔ درستی گفتهٔ آن چیزی نمی‌گوید؛ می‌گوید که این متن چیزی را ثابت نمی‌کند."));
		html_lit(h, "</p>\n");
	}
	html_lit(h, "</section>\n");
}

static void aside(struct html *h, const struct shell *s)
{
	html_lit(h, "<aside><section class=\"block\"><h2>");
	page_say(h, s->lang, MSG_P("If it fails", "اگر درست نبود"));
	html_lit(h, "</h2><div class=\"stack\"><p class=\"small\"><span class=\"tag ink\">");
	page_say(h, s->lang, MSG_P("Does not hold", "درست نیست"));
	html_lit(h, "</span> ");
	page_say(
		h, s->lang,
		MSG_P("The text differs from the one that was made, by a character or more, or it belongs to another log than your policy names.",
		      "متن با آنچه ساخته شد دست‌کم در یک نویسه فرق دارد، یا از دفتری جز آن است که سیاست شما نام می‌برد."));
	html_lit(h, "</p></div></section>\n<section class=\"block\"><h2>");
	page_say(h, s->lang, MSG_P("Check it without us", "بی ما بسنجید"));
	html_lit(h, "</h2><p class=\"small\">");
	page_say(h, s->lang,
		 MSG_P("On any computer, without a network:", "روی هر رایانه، بدون شبکه:"));
	html_lit(h,
		 "</p><p class=\"panel copy mono small\" lang=\"en\" dir=\"ltr\">vigil-verify "
		 "<span class=\"nowrap\">--policy</span> policy proof.txt</p></section></aside>\n");
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
		 MSG_P("Verify a record", "راستی‌آزمایی یک پرونده"));
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
