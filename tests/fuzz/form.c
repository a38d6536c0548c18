/* room: http */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Url-encoded bodies and queries: what is taken is valid text without NUL or carriage return, and
 * encoding it again and reading that gives the same fields.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "http/parse.h"
#include "text/utf8.h"

static void add_encoded(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_printf(b, "%%%02x", (unsigned)(unsigned char)s.p[i]);
}

static void check_text(struct str s)
{
	assert(utf8_check(s));
	assert(!s.n || (!memchr(s.p, '\0', s.n) && !memchr(s.p, '\r', s.n)));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct http_params first;
	struct http_params again;
	struct str s = { (const char *)p, n };
	struct err e;

	buf_init(&b, SIZE_MAX / 2);
	if (http_parse_urlencoded(s, a, &first, &e) < 0)
		return 0;
	assert(first.n <= HTTP_FIELDS_MAX);
	for (size_t i = 0; i < first.n; i++) {
		check_text(first.v[i].name);
		check_text(first.v[i].value);
		assert(first.v[i].name.n);
		if (i)
			buf_char(&b, '&');
		add_encoded(&b, first.v[i].name);
		buf_char(&b, '=');
		add_encoded(&b, first.v[i].value);
	}
	int rc = http_parse_urlencoded(buf_str(&b), a, &again, &e);
	assert(rc == 0 && again.n == first.n);
	for (size_t i = 0; i < first.n; i++)
		assert(str_eq(first.v[i].name, again.v[i].name) &&
		       str_eq(first.v[i].value, again.v[i].value));
	return 0;
}
