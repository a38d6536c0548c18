/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html/html_priv.h"

void html_begin(struct html *h, struct buf *out)
{
	*h = (struct html){ .out = out };
}

int html_finish(struct html *h, struct err *e)
{
	if (!h->fault && (h->place != PLACE_TEXT || h->depth))
		html_fault(h, h->depth ? "an element is not closed" : "a tag is not closed");
	if (h->fault)
		return err_set(e, ERR_CORRUPT, "a page was not sent: %s, at “%.*s”", h->fault,
			       (int)(h->fault_at.n < 80 ? h->fault_at.n : 80),
			       h->fault_at.n ? h->fault_at.p : "");
	return buf_check(h->out, e);
}

void html_lit_(struct html *h, const char *lit, size_t n)
{
	if (h->fault)
		return;
	html_follow(h, str_n(lit, n));
	/* A literal with a mistake in it is not written: what stands so far stays well formed. */
	if (!h->fault)
		buf_add_n(h->out, lit, n);
}

/* ---- escaping -------------------------------------------------------- */

/* What stands for a byte that may not stand for itself; NULL for the others. */
static const char *escape_of(unsigned char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\r': /* readers turn a bare one into a line feed */
		return "&#13;";
	case '\t':
	case '\n':
		return NULL;
	default:
		return c < 0x20 || c == 0x7f ? "\xef\xbf\xbd" : NULL;
	}
}

static void add_escaped(struct buf *out, struct str s)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *e = escape_of((unsigned char)s.p[i]);
		if (!e)
			continue;
		buf_add_n(out, s.p + from, i - from);
		buf_add(out, str_of(e));
		from = i + 1;
	}
	buf_add(out, str_from(s, from));
}

/* RFC 3986 unreserved characters stand for themselves in an argument, all others as %XX. */
static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("-._~", c));
}

static void add_percent(struct buf *out, char c)
{
	static const char HEX[] = "0123456789ABCDEF";
	unsigned u = (unsigned char)c;
	buf_char(out, '%');
	buf_char(out, HEX[u >> 4]);
	buf_char(out, HEX[u & 15]);
}

static void add_url_arg(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (is_unreserved(s.p[i]))
			buf_char(out, s.p[i]);
		else
			add_percent(out, s.p[i]);
	}
}

/* ---- values ---------------------------------------------------------- */

static bool may_write(struct html *h, bool here, const char *why)
{
	if (!here)
		html_fault(h, why);
	return !h->fault;
}

static bool in_value(const struct html *h, enum html_value kind)
{
	return h->place == PLACE_VALUE && h->value == (int)kind;
}

void html_text(struct html *h, struct str s)
{
	if (!may_write(h, h->place == PLACE_TEXT, "text inside a tag") || !s.n)
		return;
	if (h->eats_newline && s.p[0] == '\n')
		buf_char(h->out, '\n');
	h->eats_newline = false;
	add_escaped(h->out, s);
}

void html_attr(struct html *h, struct str s)
{
	if (may_write(h, in_value(h, VALUE_PLAIN), "an attribute's text outside a plain value"))
		add_escaped(h->out, s);
}

void html_int(struct html *h, int64_t v)
{
	bool here = h->place == PLACE_TEXT || in_value(h, VALUE_PLAIN) || in_value(h, VALUE_URL);
	if (!may_write(h, here, "a number inside a tag or a style"))
		return;
	buf_printf(h->out, "%lld", (long long)v);
	h->value_n++;
	h->eats_newline = false;
}

static bool is_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '-'))
			return false;
	}
	return s.n > 0;
}

void html_word(struct html *h, struct str s)
{
	bool here = h->place == PLACE_TEXT || in_value(h, VALUE_PLAIN) || in_value(h, VALUE_URL);
	assert(is_word(s) && "a word that needs escaping");
	if (!may_write(h, here, "a word inside a tag or a style"))
		return;
	buf_add(h->out, s);
	h->value_n++;
	h->eats_newline = false;
}

void html_url_arg(struct html *h, struct str s)
{
	if (may_write(h, in_value(h, VALUE_URL) && h->value_n,
		      "an argument where no address has begun"))
		add_url_arg(h->out, s);
}

void html_query_(struct html *h, struct str name, struct str s)
{
	if (!may_write(h, in_value(h, VALUE_URL) && h->value_n,
		       "a query where no address has begun"))
		return;
	buf_add(h->out, h->has_query ? STR("&amp;") : STR("?"));
	buf_add(h->out, name);
	buf_char(h->out, '=');
	add_url_arg(h->out, s);
	h->has_query = true;
}

bool html_url_is_local(struct str s)
{
	if (!s.n || s.p[0] != '/' || (s.n > 1 && (s.p[1] == '/' || s.p[1] == '\\')))
		return false;
	/* Readers drop tabs and line ends, which would make "/\t/host" into "//host". */
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == 0x7f)
			return false;
	return true;
}

static bool is_web(struct str s)
{
	return str_starts(s, STR("https://")) || str_starts(s, STR("http://"));
}

void html_url(struct html *h, struct str s)
{
	if (!may_write(h, in_value(h, VALUE_URL) && !h->value_n,
		       "a whole address in the middle of another value"))
		return;
	if (!html_url_is_local(s) && !is_web(s))
		s = STR("#");
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '&')
			buf_add(h->out, STR("&amp;"));
		else if (is_unreserved(c) || (c && strchr(":/?#[]@!$()*+,;=%", c)))
			buf_char(h->out, c);
		else
			add_percent(h->out, c);
	}
	h->value_n += s.n;
	h->has_query |= s.n && memchr(s.p, '?', s.n);
}

void html_style_num_(struct html *h, struct str name, double v)
{
	enum { LARGEST = 1000000000 };
	char text[32];

	if (!may_write(h, in_value(h, VALUE_STYLE), "a style's number outside a style"))
		return;
	if (!(v >= -LARGEST && v <= LARGEST)) /* also not a number */
		v = 0;
	int n = snprintf(text, sizeof text, "%.3f", v);
	while (n > 1 && text[n - 1] == '0')
		n--;
	if (text[n - 1] == '.')
		n--;
	buf_add(h->out, name);
	buf_char(h->out, ':');
	buf_add_n(h->out, text, (size_t)n);
	buf_char(h->out, ';');
}

void html_bdi(struct html *h, struct str s, struct str lang, enum html_dir dir)
{
	html_lit(h, "<bdi");
	if (lang.n) {
		html_lit(h, " lang=\"");
		html_attr(h, lang);
		html_lit(h, "\"");
	}
	switch (dir) {
	case HTML_LTR:
		html_lit(h, " dir=\"ltr\">");
		break;
	case HTML_RTL:
		html_lit(h, " dir=\"rtl\">");
		break;
	case HTML_AUTO:
		html_lit(h, " dir=\"auto\">");
		break;
	}
	html_text(h, s);
	html_lit(h, "</bdi>");
}
