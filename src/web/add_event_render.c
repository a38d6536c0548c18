/* SPDX-License-Identifier: GPL-3.0-or-later */
/* add_event_render.c - the form for one event, in parts, and the sentence it becomes. */
#include "web/page_add.h"

static const struct msg KNOWS[ADD_KNOWS_N] = {
	MSG("Saw or took part", "دید یا شرکت داشت"),
	MSG("Was told by someone who did", "از کسی شنید که دیده یا شرکت داشته"),
	MSG("Repeats another publication", "نوشتهٔ دیگری را بازمی‌گوید"),
	MSG("Does not say", "نمی‌گوید"),
};
static const struct msg SURE[ADD_SURE_N] = {
	MSG("Sure", "مطمئن"),
	MSG("Fairly sure", "تقریباً مطمئن"),
	MSG("Not sure", "نامطمئن"),
};
static const struct msg SURE_HINT[ADD_SURE_N] = {
	MSG("Clear statement, read in the original.",
	    "ادعایی روشن، خوانده‌شده در اصل."),
	MSG("Translated, or one word is unclear.",
	    "ترجمه‌شده، یا واژه‌ای ناروشن."),
	MSG("Somebody else should read it again.", "کس دیگری باید دوباره بخواند."),
};

static void block(const struct form *f, const struct msg *title)
{
	html_lit(f->h, "<section class=\"block\"><h2>");
	page_say(f->h, f->lang, title);
	html_lit(f->h, "</h2>\n");
}

static size_t type_choices(const struct form *f, const struct vocab *v, struct choice **ret)
{
	size_t n;
	const struct event_type *t = vocab_event_types(v, &n);
	*ret = NEW_N(f->a, n, struct choice);
	for (size_t i = 0; i < n; i++) {
		enum lang as;
		struct str label = term_label(&t[i].term, f->lang, &as);
		(*ret)[i] = (struct choice){ .value = t[i].term.code,
					     .label = label,
					     .label_lang = str_of(lang_code(as)) };
	}
	return n;
}

/* ---- 1 to 3 ---------------------------------------------------------------- */

static void what(const struct form *f, const struct add_event_view *v)
{
	struct choice *c;
	struct field type = { .name = STR("type"),
			      .value = v->ev.type,
			      .short_one = true,
			      .label = MSG_P("Kind of event", "نوع رویداد") };
	struct field sum = {
		.name = STR("summary"),
		.value = v->ev.summary,
		.label = MSG_P("In one sentence", "در یک جمله"),
		.hint = MSG_P(
			"Neutral words, as the source puts it. Any language.",
			"واژه‌های بی‌طرف، آن‌گونه که منبع می‌گوید. به هر زبان.")
	};
	size_t n = type_choices(f, v->vocab, &c);
	html_lit(f->h, "<section class=\"block heavy\"><h2>");
	page_say(f->h, f->lang, MSG_P("1. What happened", "۱. چه روی داد"));
	html_lit(f->h, "</h2>\n");
	form_select(f, &type, c, n, MSG_P("Choose", "برگزینید"));
	form_area(f, &sum, 2);
	html_lit(f->h, "</section>\n");
}

static void when_and_where(const struct form *f, const struct add_event_view *v)
{
	block(f, MSG_P("2. When", "۲. چه هنگام"));
	ask_date_render(
		f, &v->ev.date,
		MSG_P("Date, as the source gives it",
		      "تاریخ، آن‌گونه که منبع می‌دهد"),
		MSG_P("Either calendar, any precision: 12 Oct 2025, 20 Mehr 1404, about Oct 2025, 8 or 27 Sep 2025, "
		      "before 1404",
		      "هر دو تقویم، با هر دقت: ۲۰ مهر ۱۴۰۴، 12 Oct 2025، حدود مهر ۱۴۰۴، پیش از ۱۴۰۴"));
	html_lit(f->h, "<details class=\"help\"");
	html_if(f->h, v->ev.end.text.n > 0, " open");
	html_lit(f->h, "><summary>");
	page_say(f->h, f->lang, MSG_P("It lasted longer", "بیش از یک روز بود"));
	html_lit(f->h, "</summary><div>");
	ask_date_render(f, &v->ev.end, MSG_P("Last day", "روز پایان"), NULL);
	html_lit(f->h, "</div></details></section>\n");
	block(f, MSG_P("3. Where", "۳. کجا"));
	ask_render(f, &v->ev.place, MSG_P("Place or prison", "جا یا زندان"), NULL);
	html_lit(f->h, "<p class=\"actions\">");
	form_button(f, MSG_P("Find", "یافتن"), STR("check"), STR("place"), false);
	html_lit(f->h, "</p></section>\n");
}

/* ---- 4. who did what to whom ------------------------------------------------- */

static void line(const struct form *f, const struct add_event_view *v, size_t i,
		 const struct choice *acts, size_t n)
{
	const struct add_line *l = &v->ev.lines[i];
	struct str no = num_text(f->a, f->lang, (int64_t)i + 1);
	struct field act = { .name = str_printf(f->a, "act%zu", i + 1),
			     .value = l->act,
			     .label = MSG_P("Did what", "چه کرد") };
	html_lit(f->h, "<fieldset class=\"role\" id=\"line");
	html_int(f->h, (int64_t)i + 1);
	html_lit(f->h, "\"><legend>");
	html_text(f->h, tr_fmt(f->a, f->lang, MSG_P("Line {1}", "سطر {1}"), &no, 1));
	html_lit(f->h, "</legend><div class=\"trio\"><div>");
	ask_render(f, &l->who, MSG_P("Who", "چه کسی"), NULL);
	html_lit(f->h, "</div><div>");
	form_select(f, &act, acts, n, MSG_P("The event above", "رویداد بالا"));
	html_lit(f->h, "</div><div>");
	ask_render(f, &l->whom, MSG_P("To whom (if anyone)", "با چه کسی (اگر کسی)"), NULL);
	html_lit(f->h, "</div></div>");
	if (v->ev.n_lines > 1) {
		html_lit(f->h,
			 "<p class=\"actions\"><button class=\"text\" name=\"drop\" value=\"");
		html_int(f->h, (int64_t)i + 1);
		html_lit(f->h, "\" formaction=\"/add/event#lines\">");
		html_text(f->h, tr_fmt(f->a, f->lang, MSG_P("Remove line {1}", "برداشتن سطر {1}"),
				       &no, 1));
		html_lit(f->h, "</button></p>");
	}
	html_lit(f->h, "</fieldset>\n");
}

static void lines(const struct form *f, const struct add_event_view *v)
{
	struct choice *c;
	size_t n = type_choices(f, v->vocab, &c);
	html_lit(f->h, "<section class=\"block\" id=\"lines\"><h2>");
	page_say(f->h, f->lang, MSG_P("4. Who did what to whom", "۴. چه کسی با چه کسی چه کرد"));
	html_lit(f->h, "</h2>\n<p class=\"hint\">");
	page_say(
		f->h, f->lang,
		MSG_P("One line for each act. A person, a group or an authority; write “not named” where the source does "
		      "not say. Another act than the event above becomes an event of its own, as a part of it and without "
		      "its date.",
		      "برای هر کنش یک سطر. شخص، گروه یا مرجع؛ جایی که منبع نمی‌گوید بنویسید «نام برده نشده». کنشی جز رویداد "
		      "بالا خود رویدادی می‌شود، بخشی از آن و بی تاریخ آن."));
	html_lit(f->h, "</p>\n<input type=\"hidden\" name=\"lines\" value=\"");
	html_int(f->h, (int64_t)v->ev.n_lines);
	html_lit(f->h, "\"><div class=\"roles\" style=\"margin-block:1rem\">\n");
	for (size_t i = 0; i < v->ev.n_lines; i++)
		line(f, v, i, c, n);
	html_lit(f->h, "</div>\n<p class=\"actions\">");
	form_button(f, MSG_P("Find these", "یافتن این‌ها"), STR("check"), STR("lines"),
		    false);
	if (v->ev.n_lines < ADD_LINES_MAX)
		form_button(f, MSG_P("Add another line", "سطری دیگر"), STR("add"), STR("lines"),
			    false);
	html_lit(f->h, "</p></section>\n");
}

/* ---- 5 and 6 ------------------------------------------------------------------- */

static void who_says(const struct form *f, const struct add_event_view *v)
{
	struct field d = { .name = STR("knows"),
			   .value = v->ev.knows,
			   .label = MSG_P("How does the source know?",
					  "منبع از کجا می‌داند؟") };
	struct choice c[ADD_KNOWS_N] = { 0 };
	for (size_t i = 0; i < ADD_KNOWS_N; i++)
		c[i] = (struct choice){ .value = ADD_KNOWS[i], .label = tr(f->lang, &KNOWS[i]) };
	c[ADD_KNOWS_REPEATS].hint =
		tr(f->lang, MSG_P("Say above which, so that one voice is not counted twice.",
				  "بالا بگویید کدام، تا یک صدا دو بار شمرده نشود."));
	block(f, MSG_P("5. Who says so", "۵. چه کسی می‌گوید"));
	party_source_render(f, &v->ev.party);
	form_radios(f, &d, c, ADD_KNOWS_N);
	html_lit(f->h, "</section>\n");
}

static void how_sure(const struct form *f, const struct add_event_view *v)
{
	const struct add_party *s = &v->ev.party;
	struct field d = {
		.name = STR("sure"),
		.value = v->ev.sure,
		.label = MSG_P(
			"How sure are you that the source says this?",
			"چه اندازه مطمئنید که منبع چنین می‌گوید؟"),
		.hint = MSG_P(
			"Kept as a remark with the claim.",
			"چون یادداشتی با ادعا نگه داشته می‌شود.")
	};
	struct choice c[ADD_SURE_N] = { 0 };
	for (size_t i = 0; i < ADD_SURE_N; i++)
		c[i] = (struct choice){ .value = ADD_SURE[i],
					.label = tr(f->lang, &SURE[i]),
					.hint = tr(f->lang, &SURE_HINT[i]) };
	block(f, MSG_P("6. How sure", "۶. چه اندازه مطمئن"));
	form_radios(f, &d, c, ADD_SURE_N);
	html_lit(f->h, "<details class=\"help\"");
	html_if(f->h,
		s->reliability.n || s->credibility.n || s->certainty.n || s->note.n ||
			s->position.n,
		" open");
	html_lit(f->h, "><summary>");
	page_say(f->h, f->lang, MSG_P("Grades and remarks", "درجه‌ها و یادداشت"));
	html_lit(f->h, "</summary><div>");
	party_grades_render(f, v->vocab, s);
	html_lit(f->h, "</div></details></section>\n");
}

/* ---- the sentence ---------------------------------------------------------------- */

static void bold(const struct form *f, struct str s)
{
	html_lit(f->h, "<b>");
	page_foreign(f->h, f->lang, s, STR(""));
	html_lit(f->h, "</b>");
}

static struct str actor_words(const struct form *f, const struct ask *k)
{
	return k->state == ASK_AS_TEXT
		       ? tr(f->lang, MSG_P("somebody not named", "کسی که نام برده نشده"))
		       : ask_words(f->lang, k);
}

static void role(const struct form *f, const struct part *part, const struct event_type *t,
		 const struct ask *k, bool acts)
{
	struct str kind = k->state == ASK_FOUND ? k->card.entity.kind
			  : k->state == ASK_NEW ? k->kind
						: STR("person");
	struct str property = t ? add_role(part->vocab, t, acts, kind) : STR("");
	if (!k->text.n)
		return;
	page_say(f->h, f->lang, MSG_P("; ", "؛ "));
	if (property.n)
		part_property(part, property);
	else
		page_say(f->h, f->lang,
			 acts ? MSG_P("who", "چه کسی") : MSG_P("to whom", "با چه کسی"));
	html_lit(f->h, ": ");
	bold(f, actor_words(f, k));
}

static void day(const struct form *f, const struct part *part, const struct ask_date *d,
		const struct msg *before)
{
	if (!d->text.n)
		return;
	page_say(f->h, f->lang, before);
	bold(f, d->state == ASK_FOUND ? word_date(part, d->meant->edtf_text) : d->text);
}

/* "According to S, on 12 October 2025, in P: Hunger strike; participant: G. In its words: ..." */
static void sentence(const struct form *f, const struct add_event_view *v)
{
	const struct add_event *ev = &v->ev;
	struct part part = part_of(f->h, f->lang, v->vocab, NULL, f->a);
	html_lit(f->h, "<p class=\"serif\">");
	party_sentence(f, &ev->party);
	bool exact = ev->date.state == ASK_FOUND && ev->date.meant->has_day;
	day(f, &part, &ev->date,
	    exact ? MSG_P(", on ", "، در ") : MSG_P(", at this time: ", "، در این زمان: "));
	day(f, &part, &ev->end, MSG_P(" until ", " تا "));
	if (ev->place.text.n) {
		page_say(f->h, f->lang, MSG_P(", in ", "، در "));
		bold(f, ask_words(f->lang, &ev->place));
	}
	html_lit(f->h, ": <b>");
	if (ev->kind)
		part_status(&part, ev->type);
	else
		html_lit(f->h, "…");
	html_lit(f->h, "</b>");
	for (size_t i = 0; i < ev->n_lines; i++) {
		const struct add_line *l = &ev->lines[i];
		const struct event_type *t =
			l->act.n ? vocab_event_type(v->vocab, l->act) : ev->kind;
		if (l->act.n && !str_eq(l->act, ev->type)) {
			page_say(f->h, f->lang,
				 MSG_P("; as part of it: ", "؛ به عنوان بخشی از آن: "));
			html_lit(f->h, "<b>");
			part_status(&part, l->act);
			html_lit(f->h, "</b>");
		}
		role(f, &part, t, &l->who, true);
		role(f, &part, t, &l->whom, false);
	}
	html_lit(f->h, ".");
	if (ev->summary.n) {
		html_lit(f->h, " ");
		page_foreign(f->h, f->lang, ev->summary, STR(""));
	}
	html_lit(f->h, "</p>");
}

static void already(const struct form *f, const struct add_event_view *v)
{
	const struct add_event *ev = &v->ev;
	struct part part = part_of(f->h, f->lang, v->vocab, NULL, f->a);
	struct choice c[ADD_NEAR_MAX + 1] = {
		{ .label = tr(f->lang, MSG_P("A new event", "رویدادی تازه")) }
	};
	struct field d = {
		.name = STR("same"),
		.value = ev->same,
		.label = MSG_P("Is it one of these?", "آیا یکی از این‌هاست؟"),
		.hint = MSG_P(
			"Then yours is recorded as a claim about that event.",
			"آنگاه ادعای شما دربارهٔ همان رویداد ثبت می‌شود.")
	};
	if (!ev->n_near)
		return;
	for (size_t i = 0; i < ev->n_near; i++) {
		const struct card *n = &ev->near[i];
		c[i + 1].value = n->number;
		c[i + 1].label = str_printf(
			f->a, f->lang == LANG_FA ? "%.*s، %.*s" : "%.*s, %.*s", STR_FMT(n->number),
			STR_FMT(f->lang == LANG_FA && n->label_fa.n ? n->label_fa : n->label));
		c[i + 1].hint = n->date.n ? word_date(&part, n->date) : STR("");
	}
	block(f, MSG_P("Already in the register", "از پیش در پرونده‌ها"));
	form_radios(f, &d, c, ev->n_near + 1);
	html_lit(f->h, "</section>\n");
}

/* ---- the pages ---------------------------------------------------------------------- */

static void begin(struct html *h, const struct shell *s, bool wrong)
{
	page_begin(h, s,
		   wrong ? tr(s->lang, MSG_P("Error: Record an event", "خطا: ثبت رویداد"))
			 : tr(s->lang, MSG_P("Record an event", "ثبت رویداد")),
		   SECTION_REGISTER);
	html_lit(h, "<p class=\"crumbs\"><a href=\"/register\">");
	page_say(h, s->lang, MSG_P("Register", "پرونده‌ها"));
	html_lit(h, "</a> / <a href=\"/register?k=event\">");
	page_say(h, s->lang, MSG_P("Events", "رویدادها"));
	html_lit(h, "</a> / ");
	page_say(h, s->lang, MSG_P("New", "تازه"));
	html_lit(h, "</p>\n<div class=\"headline\"><h1>");
	page_say(h, s->lang, MSG_P("Record an event", "ثبت رویداد"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	page_say(
		h, s->lang,
		MSG_P("Write down what one source says happened. If two sources differ, record each; do not choose between "
		      "them here.",
		      "آنچه یک منبع می‌گوید روی داده بنویسید. اگر دو منبع یکی نمی‌گویند، هر دو را ثبت کنید؛ اینجا میان آن‌ها "
		      "برنگزینید."));
	html_lit(h, "</p></div>\n");
}

void add_event_render(struct html *h, const struct shell *s, const struct add_event_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct form f = { h, s->lang, a, "/add/event", v->show_errors ? &v->errors : NULL };
	begin(h, s, v->show_errors && v->errors.n);
	/* One form around both columns: the question about the same event stands in the second. */
	html_lit(
		h,
		"<form method=\"post\" action=\"/add/event\" enctype=\"multipart/form-data\" novalidate class=\"cols rail\"><div>\n");
	page_form_hidden(h, &v->form);
	form_enter(&f);
	form_summary(&f);
	what(&f, v);
	when_and_where(&f, v);
	lines(&f, v);
	who_says(&f, v);
	how_sure(&f, v);
	block(&f, MSG_P("7. Evidence", "۷. مدارک"));
	form_files_render(&f, &v->files);
	html_lit(h, "</section>\n");
	html_lit(h,
		 "<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"preview\">");
	page_say(h, s->lang, MSG_P("Check and preview", "بررسی و پیش‌نمایش"));
	html_lit(
		h,
		"</button></p></div>\n<aside aria-labelledby=\"pv\"><section class=\"block\"><h2 id=\"pv\">");
	page_say(h, s->lang, MSG_P("So far this says", "تا اینجا چنین می‌گوید"));
	html_lit(h, "</h2>");
	sentence(&f, v);
	html_lit(h, "</section>\n");
	already(&f, v);
	form_next(&f);
	html_lit(h, "</aside></form>\n");
	page_end(h, s);
}

void add_event_preview(struct html *h, const struct shell *s, const struct add_event_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct form f = { h, s->lang, a, "/add/event", NULL };
	const struct str ours[] = { STR("same"), FILES_FIELDS[0], FILES_FIELDS[1] };
	begin(h, s, false);
	form_preview_begin(&f, &v->form, v->sent, ours, COUNT(ours));
	sentence(&f, v);
	if (v->ev.same.n) {
		html_lit(h, "<p>");
		page_say(h, s->lang,
			 MSG_P("As a claim about the event ", "چون ادعایی دربارهٔ رویداد "));
		html_lit(h, "<bdi lang=\"en\" dir=\"ltr\">");
		html_text(h, v->ev.same);
		html_lit(h, "</bdi>.</p>");
	}
	form_files_list(&f, &v->files);
	form_preview_unsealed(&f);
	already(&f, v);
	form_preview_end(&f);
	page_end(h, s);
}
