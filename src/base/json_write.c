/* SPDX-License-Identifier: Apache-2.0 */
/* json_write.c - values in the one spelling of JSON_COMPACT. */
#include "base/json.h"

static void put_escape(struct buf *b, uint8_t c)
{
	static const char SHORT[] = "btn?fr"; /* U+0008 to U+000D, of which U+000B has none */
	char t[2] = { '\\', (char)c };
	if (c == '"' || c == '\\') {
		buf_add_n(b, t, 2);
	} else if (c >= 8 && c <= 13 && c != 11) {
		t[1] = SHORT[c - 8];
		buf_add_n(b, t, 2);
	} else {
		buf_printf(b, "\\u%04x", (unsigned)c);
	}
}

void json_put_str(struct buf *b, struct str s)
{
	size_t from = 0;
	assert(str_is_utf8(s) && "text is checked where it comes in");
	buf_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		assert(c && "NUL is refused where text comes in");
		buf_add_n(b, s.p + from, i - from);
		put_escape(b, c);
		from = i + 1;
	}
	if (s.n)
		buf_add_n(b, s.p + from, s.n - from);
	buf_char(b, '"');
}

void json_put_int(struct buf *b, int64_t n)
{
	assert(n <= JSON_INT_MAX && n >= -JSON_INT_MAX && "beyond what every reader keeps exactly");
	char t[20];
	char *p = t + sizeof t;
	bool minus = n < 0;
	if (minus)
		n = -n;
	do {
		*--p = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	if (minus)
		*--p = '-';
	buf_add_n(b, p, (size_t)(t + sizeof t - p));
}

void json_put_bool(struct buf *b, bool v)
{
	buf_add(b, v ? STR("true") : STR("false"));
}

void json_put(struct buf *b, const struct json *v)
{
	switch (v->type) {
	case JSON_NULL:
		buf_lit(b, "null");
		return;
	case JSON_FALSE:
	case JSON_TRUE:
		json_put_bool(b, v->type == JSON_TRUE);
		return;
	case JSON_INT:
		json_put_int(b, v->u.num);
		return;
	case JSON_STRING:
		json_put_str(b, v->u.text);
		return;
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	bool object = v->type == JSON_OBJECT;
	buf_char(b, object ? '{' : '[');
	for (const struct json *i = v->u.first; i; i = i->next) {
		if (i != v->u.first)
			buf_char(b, ',');
		if (object) {
			json_put_str(b, i->name);
			buf_char(b, ':');
		}
		json_put(b, i);
	}
	buf_char(b, object ? '}' : ']');
}
