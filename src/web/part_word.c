/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part_word.c - words of the vocabulary and names, in the reader's language. */
#include "web/part.h"

#include "text/script.h"
#include "web/page.h"

struct word {
	struct str text;
	enum lang lang;
};

static struct word word_of(const struct part *p, const struct term *t, struct str code)
{
	struct word w = { code, LANG_EN };
	if (t)
		w.text = term_label(t, p->lang, &w.lang);
	return w;
}

static void write_word(const struct part *p, struct word w)
{
	page_foreign(p->h, p->lang, w.text, str_of(lang_code(w.lang)));
}

static struct word code_word(const struct part *p, struct str set, struct str code)
{
	return word_of(p, code.n ? vocab_term(p->vocab, set, code) : NULL, code);
}

static struct word property_word(const struct part *p, struct str id)
{
	const struct property *pr = vocab_property(p->vocab, id);
	return word_of(p, pr ? &pr->term : NULL, id);
}

/* Kinds are written small in the vocabulary and stand alone on a page. */
static struct str capital(const struct part *p, struct str s)
{
	if (!s.n || s.p[0] < 'a' || s.p[0] > 'z')
		return s;
	char *copy = arena_alloc(p->a, s.n, 1);
	memcpy(copy, s.p, s.n);
	copy[0] = (char)(copy[0] - 'a' + 'A');
	return str_n(copy, s.n);
}

static struct word kind_word(const struct part *p, struct str code)
{
	const struct kind *k = vocab_kind(p->vocab, code);
	struct word w = word_of(p, k ? &k->term : NULL, code);
	w.text = capital(p, w.text);
	return w;
}

static struct word status_word(const struct part *p, struct str code)
{
	const struct status *s = vocab_status(p->vocab, code);
	const struct event_type *t = s ? NULL : vocab_event_type(p->vocab, code);
	return word_of(p, s ? &s->term : t ? &t->term : NULL, code);
}

void part_say(const struct part *p, const struct msg *m)
{
	page_say(p->h, p->lang, m);
}

struct str word_n(const struct part *p, const struct msg *one, const struct msg *many, int64_t n)
{
	struct str text = num_text(p->a, p->lang, n);
	return tr_fmt(p->a, p->lang, n == 1 ? one : many, &text, 1);
}

void part_block(const struct part *p, const struct msg *title, const char *id)
{
	html_lit(p->h, "<section class=\"block\" id=\"");
	html_word(p->h, str_of(id));
	html_lit(p->h, "\" aria-labelledby=\"h-");
	html_word(p->h, str_of(id));
	html_lit(p->h, "\"><h2 id=\"h-");
	html_word(p->h, str_of(id));
	html_lit(p->h, "\">");
	part_say(p, title);
	html_lit(p->h, "</h2>\n");
}

void part_table(const struct part *p, const struct msg *label)
{
	html_lit(p->h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_attr(p->h, tr(p->lang, label));
	html_lit(p->h, "\"><table class=\"cards\"><thead><tr>");
}

void part_cell(const struct part *p, const struct msg *label)
{
	html_lit(p->h, "<td data-l=\"");
	html_attr(p->h, tr(p->lang, label));
	html_lit(p->h, "\">");
}

void part_head_cell(const struct part *p, const struct msg *label)
{
	html_lit(p->h, "<th scope=\"col\">");
	part_say(p, label);
	html_lit(p->h, "</th>");
}

void part_right_cell(const struct part *p, const struct msg *label, struct str text)
{
	html_lit(p->h, "<td class=\"r\" data-l=\"");
	html_attr(p->h, tr(p->lang, label));
	html_lit(p->h, "\">");
	html_text(p->h, text);
	html_lit(p->h, "</td>");
}

void part_number_cell(const struct part *p, const struct msg *label, int64_t n)
{
	part_right_cell(p, label, num_text(p->a, p->lang, n));
}

void part_head_number(const struct part *p, const struct msg *label)
{
	html_lit(p->h, "<th scope=\"col\" class=\"r\">");
	part_say(p, label);
	html_lit(p->h, "</th>");
}

void part_say_n(const struct part *p, const struct msg *one, const struct msg *many, int64_t n)
{
	html_text(p->h, word_n(p, one, many, n));
}

void part_code(const struct part *p, const char *set, struct str code)
{
	write_word(p, code_word(p, str_of(set), code));
}

void part_property(const struct part *p, struct str id)
{
	write_word(p, property_word(p, id));
}

void part_kind(const struct part *p, struct str code)
{
	write_word(p, kind_word(p, code));
}

void part_status(const struct part *p, struct str code)
{
	write_word(p, status_word(p, code));
}

struct str word_code(const struct part *p, const char *set, struct str code)
{
	return code_word(p, str_of(set), code).text;
}

struct str word_property(const struct part *p, struct str id)
{
	return property_word(p, id).text;
}

struct str word_kind(const struct part *p, struct str code)
{
	return kind_word(p, code).text;
}

struct str word_kind_plural(const struct part *p, struct str code)
{
	const struct kind *k = vocab_kind(p->vocab, code);
	if (!k)
		return code;
	return p->lang == LANG_FA && k->plural_fa.n ? k->plural_fa : capital(p, k->plural_en);
}

/* The bar is decoration: the word says it. */
void part_cert(const struct part *p, int certainty)
{
	size_t n;
	const struct term *t = vocab_set(p->vocab, STR("certainty"), &n);
	if (!t || certainty < 0 || (size_t)certainty >= n)
		return;
	html_lit(p->h, "<span class=\"cert c");
	html_int(p->h, certainty);
	html_lit(p->h, "\">");
	write_word(p, word_of(p, &t[certainty], t[certainty].code));
	html_lit(p->h, "</span>");
}

/* ---- entities --------------------------------------------------------- */

void part_number(const struct part *p, struct str number)
{
	html_lit(p->h, "<bdi>");
	html_text(p->h, number);
	html_lit(p->h, "</bdi>");
}

static const struct msg SEALED_SOURCE = MSG("{1}, identity sealed", "{1}، هویت مُهرشده");

/* "Lawyer, identity sealed": what stands for the name of a protected source. */
static struct str sealed_label(const struct part *p, const struct part_name *n)
{
	struct str what = n->source_kind.n ? word_code(p, "source_kinds", n->source_kind)
					   : tr(p->lang, MSG_P("Source", "منبع"));
	return tr_fmt(p->a, p->lang, &SEALED_SOURCE, &what, 1);
}

static bool is_source(struct str kind)
{
	return str_eq(kind, STR("source"));
}

void part_entity(const struct part *p, struct str kind, int64_t no)
{
	struct str number = subject_number(p->vocab, kind, no, p->a);
	const struct part_name *n = names_find(p->names, number);
	page_entity_a(p->h, kind, number);
	if (n && is_source(kind)) {
		part_number(p, number);
		html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
		html_text(p->h, sealed_label(p, n));
	} else if (n && !str_eq(n->label, number)) {
		page_foreign(p->h, p->lang, n->label, n->label_lang);
	} else {
		part_number(p, number);
	}
	html_lit(p->h, "</a>");
}

void part_given(const struct part *p, struct str s)
{
	html_lit(p->h, "<bdi>");
	page_foreign(p->h, p->lang, s, STR(""));
	html_lit(p->h, "</bdi>");
}

/* A text has no <bdi>: the characters for it, where the directions differ. */
static struct str isolated(const struct part *p, struct str s)
{
	if (text_script(s) == SCRIPT_NONE || text_is_rtl(s) == lang_is_rtl(p->lang))
		return s;
	return text_isolate(p->a, s);
}

struct str word_entity(const struct part *p, struct str kind, int64_t no)
{
	struct str number = subject_number(p->vocab, kind, no, p->a);
	const struct part_name *n = names_find(p->names, number);
	if (n && is_source(kind))
		return str_printf(p->a, "%.*s (%.*s)", STR_FMT(sealed_label(p, n)),
				  STR_FMT(number));
	return isolated(p, n ? n->label : number);
}

void part_entry(const struct part *p, int64_t seq)
{
	html_lit(p->h, "<a class=\"num\" href=\"/claim/");
	page_entry_id(p->h, seq);
	html_lit(p->h, "\">");
	part_say(p, MSG_P("entry ", "مدخل "));
	page_entry(p->h, p->lang, seq);
	html_lit(p->h, "</a>");
}
