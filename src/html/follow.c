/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * follow.c - reads the literals of a page as they pass, to know in which context a value would
 * stand and whether the tags close in order.
 *
 * It knows only the markup we write: lower-case names, double quotes, every element closed. That
 * keeps it a hundred lines and leaves no second reading to a browser: what HTML would accept and
 * repair is refused here.
 */
#include "html/html_priv.h"

void html_fault(struct html *h, const char *why)
{
	if (h->fault)
		return;
	h->fault = why;
	h->fault_at = h->last_lit;
}

static bool is_in(struct str name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(name, str_of(list[i])))
			return true;
	return false;
}

static bool is_void(struct str name)
{
	static const char *const VOID[] = {
		"br", "col", "hr", "img", "input", "link", "meta", "wbr"
	};
	return is_in(name, VOID, COUNT(VOID));
}

static bool is_refused_element(struct str name)
{
	static const char *const REFUSED[] = { "script",   "style",	"base",	 "iframe",
					       "frame",	   "object",	"embed", "template",
					       "noscript", "plaintext", "xmp" };
	return is_in(name, REFUSED, COUNT(REFUSED));
}

static bool is_refused_attribute(struct str name)
{
	static const char *const REFUSED[] = { "srcdoc",     "srcset",	   "ping",
					       "background", "xlink:href", "http-equiv" };
	return str_starts(name, STR("on")) || is_in(name, REFUSED, COUNT(REFUSED));
}

static enum html_value value_of(struct str name)
{
	static const char *const URL[] = { "href", "src",    "action", "formaction",
					   "cite", "poster", "data" };
	if (is_in(name, URL, COUNT(URL)))
		return VALUE_URL;
	return str_eq(name, STR("style")) ? VALUE_STYLE : VALUE_PLAIN;
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == ':';
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* The name at the beginning of `s`; empty when there is none. */
static struct str name_at(struct str s)
{
	size_t n = 0;
	while (n < s.n && is_name(s.p[n]))
		n++;
	return str_n(s.p, n);
}

static struct str follow_end_tag(struct html *h, struct str s)
{
	struct str name = name_at(s);
	s = str_from(s, name.n);
	if (!s.n || s.p[0] != '>')
		html_fault(h, "an end tag is not complete");
	else if (h->depth == 0)
		html_fault(h, "an end tag without a beginning");
	else if (!str_eq(h->open[h->depth - 1], name))
		html_fault(h, "an end tag closes another element");
	else
		h->depth--;
	return str_from(s, 1);
}

/* `s` begins with '<'. */
static struct str follow_tag(struct html *h, struct str s)
{
	static const struct str DOCTYPE = { "<!DOCTYPE html>", 15 };

	if (str_starts(s, DOCTYPE))
		return str_from(s, DOCTYPE.n);
	s = str_from(s, 1);
	if (s.n && s.p[0] == '/')
		return follow_end_tag(h, str_from(s, 1));
	h->tag = name_at(s);
	if (!h->tag.n)
		html_fault(h, "a < that begins no tag");
	else if (is_refused_element(h->tag))
		html_fault(h, "an element that no page may have");
	h->place = PLACE_TAG;
	return str_from(s, h->tag.n);
}

static struct str follow_tag_end(struct html *h, struct str s)
{
	bool closed = s.p[0] == '/';
	if (closed && (s.n < 2 || s.p[1] != '>')) {
		html_fault(h, "a stray / in a tag");
		return str_from(s, 1);
	}
	h->place = PLACE_TEXT;
	if (!closed && !is_void(h->tag)) {
		if (h->depth == HTML_DEPTH_MAX)
			html_fault(h, "elements are nested too deep");
		else
			h->open[h->depth++] = h->tag;
		h->eats_newline = str_eq(h->tag, STR("pre")) || str_eq(h->tag, STR("textarea"));
	}
	return str_from(s, closed ? 2 : 1);
}

/* Inside a tag, at an attribute's name. A value and its opening quote stand in the same literal. */
static struct str follow_attribute(struct html *h, struct str s)
{
	/* The one use of http-equiv: this very page again after one to nine seconds, no other address. */
	static const struct str AGAIN = { "http-equiv=\"refresh\" content=\"", 30 };
	struct str name = name_at(s);
	struct str rest = str_from(s, AGAIN.n);
	if (str_eq(h->tag, STR("meta")) && str_starts(s, AGAIN) && rest.n >= 3 &&
	    rest.p[0] >= '1' && rest.p[0] <= '9' && rest.p[1] == '"' && rest.p[2] == '>')
		return str_from(rest, 2);
	if (!name.n || is_refused_attribute(name)) {
		html_fault(h, "an attribute that no page may have");
		return str_from(s, 1);
	}
	s = str_from(s, name.n);
	if (!s.n || s.p[0] != '=')
		return s;
	if (s.n < 2 || s.p[1] != '"') {
		html_fault(h, "a value without double quotes");
		return str_from(s, 1);
	}
	h->place = PLACE_VALUE;
	h->value = (int)value_of(name);
	h->value_n = 0;
	h->has_query = false;
	return str_from(s, 2);
}

static struct str follow_value(struct html *h, struct str s)
{
	const char *quote = memchr(s.p, '"', s.n);
	size_t n = quote ? (size_t)(quote - s.p) : s.n;
	h->value_n += n;
	h->has_query |= memchr(s.p, '?', n) != NULL;
	if (quote)
		h->place = PLACE_TAG;
	return str_from(s, quote ? n + 1 : n);
}

static struct str follow_text(struct html *h, struct str s)
{
	const char *lt = memchr(s.p, '<', s.n);
	size_t n = lt ? (size_t)(lt - s.p) : s.n;
	if (n)
		h->eats_newline = false;
	s = str_from(s, n);
	return lt ? follow_tag(h, s) : s;
}

void html_follow(struct html *h, struct str s)
{
	h->last_lit = s;
	while (s.n && !h->fault) {
		if (h->place == PLACE_TEXT)
			s = follow_text(h, s);
		else if (h->place == PLACE_VALUE)
			s = follow_value(h, s);
		else if (is_space(s.p[0]))
			s = str_from(s, 1);
		else if (s.p[0] == '>' || s.p[0] == '/')
			s = follow_tag_end(h, s);
		else
			s = follow_attribute(h, s);
	}
}
