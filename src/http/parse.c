/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parse.c - targets, url-encoded fields, cookies. multipart.c has the rest of parse.h. */
#include "http/http_priv.h"

#include "text/utf8.h"

struct str http_param_get(const struct http_params *ps, struct str name)
{
	for (size_t i = 0; i < ps->n; i++)
		if (str_eq(ps->v[i].name, name))
			return ps->v[i].value;
	return STR_NULL;
}

size_t http_param_count(const struct http_params *ps, struct str name)
{
	size_t n = 0;
	for (size_t i = 0; i < ps->n; i++)
		n += str_eq(ps->v[i].name, name);
	return n;
}

bool http_type_is(struct str content_type, struct str type)
{
	struct str head;
	str_cut(content_type, ';', &head);
	return str_same_word(str_trim(head), type);
}

/* ---- text ------------------------------------------------------------ */

static bool has_byte(struct str s, char c)
{
	return s.n && memchr(s.p, c, s.n);
}

int http_check_text(struct str s, struct err *e)
{
	if (has_byte(s, '\0'))
		return err_set(e, ERR_INPUT, "a field has a NUL byte in it");
	if (!utf8_check(s))
		return err_set(e, ERR_INPUT, "a field is not valid UTF-8");
	return 0;
}

size_t http_line_ends(char *p, size_t n)
{
	size_t to = 0;
	for (size_t i = 0; i < n; i++) {
		bool pair = p[i] == '\r' && i + 1 < n && p[i + 1] == '\n';
		if (!pair)
			p[to++] = p[i] == '\r' ? '\n' : p[i];
	}
	return to;
}

/* ---- percent-encoding ------------------------------------------------ */

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decode into `to`, which has room for s.n. Only printable ASCII is taken. */
static int decode(struct str s, bool plus_is_space, char *to, size_t *ret_n, struct err *e)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if ((unsigned char)c <= ' ' || (unsigned char)c >= 0x7f)
			return err_set(e, ERR_INPUT,
				       "an address or form has a bare control, space"
				       " or non-ASCII byte");
		if (c == '+' && plus_is_space) {
			c = ' ';
		} else if (c == '%') {
			int hi = s.n - i > 2 ? hex_value(s.p[i + 1]) : -1;
			int lo = hi >= 0 ? hex_value(s.p[i + 2]) : -1;
			if (lo < 0)
				return err_set(e, ERR_INPUT, "a %% without two hexadecimal digits");
			c = (char)(hi << 4 | lo);
			i += 2;
		}
		to[n++] = c;
	}
	*ret_n = n;
	return 0;
}

/* ---- url-encoded fields ---------------------------------------------- */

static int decode_text(struct str s, struct arena *a, struct str *ret, struct err *e)
{
	char *p = NEW_N(a, s.n, char);
	size_t n;
	TRY(decode(s, true, p, &n, e));
	TRY(http_check_text(str_n(p, n), e));
	*ret = str_n(p, http_line_ends(p, n));
	return 0;
}

static int decode_field(struct str s, struct arena *a, struct http_param *ret, struct err *e)
{
	struct str name;
	struct str value = str_cut(s, '=', &name);
	if (!name.n)
		return err_set(e, ERR_INPUT, "a field has no name");
	TRY(decode_text(name, a, &ret->name, e));
	return decode_text(value, a, &ret->value, e);
}

int http_parse_urlencoded(struct str s, struct arena *a, struct http_params *ret, struct err *e)
{
	struct http_params ps = { 0 };
	size_t fields = s.n > 0;

	for (size_t i = 0; i < s.n; i++)
		fields += s.p[i] == '&';
	if (fields > HTTP_FIELDS_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d fields", HTTP_FIELDS_MAX);
	ps.v = NEW_N(a, fields, struct http_param);
	while (ps.n < fields) {
		struct str field;
		s = str_cut(s, '&', &field);
		TRY(decode_field(field, a, &ps.v[ps.n], e));
		ps.n++;
	}
	*ret = ps;
	return 0;
}

/* ---- targets --------------------------------------------------------- */

static int check_segments(struct str path, struct err *e)
{
	struct str rest = str_from(path, 1);
	while (rest.p) {
		struct str seg;
		rest = str_cut(rest, '/', &seg);
		if (str_eq(seg, STR(".")) || str_eq(seg, STR("..")) || (!seg.n && rest.p))
			return err_set(e, ERR_INPUT, "the address has an empty or dotted part");
	}
	return 0;
}

static int decode_path(struct str raw, struct arena *a, struct str *ret, struct err *e)
{
	char *p = NEW_N(a, raw.n, char);
	size_t n;
	size_t slashes = 0;

	if (!raw.n || raw.p[0] != '/')
		return err_set(e, ERR_INPUT, "the address does not begin with /");
	TRY(decode(raw, false, p, &n, e));
	struct str path = str_n(p, n);
	for (size_t i = 0; i < raw.n; i++)
		slashes += raw.p[i] == '/';
	for (size_t i = 0; i < n; i++) {
		slashes -= p[i] == '/';
		if ((unsigned char)p[i] < ' ' || p[i] == 0x7f || p[i] == '\\')
			return err_set(e, ERR_INPUT, "the address has a control character or \\");
	}
	if (slashes)
		return err_set(e, ERR_INPUT, "the address has an encoded slash");
	TRY(http_check_text(path, e));
	TRY(check_segments(path, e));
	*ret = path;
	return 0;
}

int http_parse_target(struct str target, struct arena *a, struct str *ret_path,
		      struct http_params *ret_query, struct err *e)
{
	struct http_params query;
	struct str raw;
	struct str path;

	if (has_byte(target, '#'))
		return err_set(e, ERR_INPUT, "the address has a fragment");
	struct str rest = str_cut(target, '?', &raw);
	TRY(decode_path(raw, a, &path, e));
	TRY(http_parse_urlencoded(rest, a, &query, e));
	*ret_path = path;
	*ret_query = query;
	return 0;
}

/* ---- cookies --------------------------------------------------------- */

static bool is_cookie_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7f)
			return false;
	return true;
}

void http_parse_cookies(struct str header, struct arena *a, struct http_params *ret)
{
	struct http_params ps = { .v = NEW_N(a, HTTP_COOKIES_MAX, struct http_param) };
	struct str rest = header;

	while (rest.p && ps.n < HTTP_COOKIES_MAX) {
		struct str piece;
		struct str name;
		rest = str_cut(rest, ';', &piece);
		struct str value = str_cut(str_trim(piece), '=', &name);
		if (value.p && name.n && is_cookie_text(name) && is_cookie_text(value))
			ps.v[ps.n++] = (struct http_param){ name, value };
	}
	*ret = ps;
}
