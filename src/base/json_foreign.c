/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_foreign.h"

#include "base/bytes.h"

/* ---- text ---- */

/* Bytes of the character at the front of `s`; 0 when they are none, or NUL. */
static size_t character(struct str s)
{
	for (size_t n = 1; n <= 4 && n <= s.n; n++)
		if (str_is_utf8(str_n(s.p, n)))
			return *s.p ? n : 0;
	return 0;
}

struct str text_made_valid(struct arena *a, struct str s, size_t max)
{
	if (s.n <= max && str_is_utf8(s) && (s.n == 0 || !memchr(s.p, 0, s.n)))
		return s;
	AUTO_BUF b;
	buf_init(&b, max + 4);
	for (size_t at = 0; at < s.n;) {
		size_t n = character(str_from(s, at));
		if (b.n + (n ? n : 3) > max)
			break;
		buf_add(&b, n ? str_n(s.p + at, n) : STR("\xEF\xBF\xBD"));
		at += n ? n : 1;
	}
	return buf_copy(&b, a);
}

/* ---- reading ---- */

static bool is_number_part(char c)
{
	return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/* Only what json_read takes as it is: an integer of few digits, no leading zero, no minus zero. */
static bool is_plain_integer(struct str s)
{
	size_t i = s.p[0] == '-';
	if (s.n - i < 1 || s.n - i > 15 || (s.p[i] == '0' && (s.n - i > 1 || i)))
		return false;
	for (; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

static size_t hex4(struct str s, size_t at, uint32_t *ret)
{
	uint8_t b[2];
	if (at + 6 > s.n || s.p[at] != '\\' || s.p[at + 1] != 'u' ||
	    !hex_decode(b, 2, str_n(s.p + at + 2, 4)))
		return 0;
	*ret = (uint32_t)(b[0] << 8 | b[1]);
	return 6;
}

/* An escape at `at`; how long it is. */
static size_t copy_escape(struct buf *b, struct str s, size_t at)
{
	uint32_t hi = 0;
	uint32_t lo = 0;
	if (!hex4(s, at, &hi)) {
		size_t n = at + 1 < s.n ? 2 : 1;
		buf_add_n(b, s.p + at, n);
		return n;
	}
	bool pair =
		hi >= 0xD800 && hi < 0xDC00 && hex4(s, at + 6, &lo) && lo >= 0xDC00 && lo < 0xE000;
	if (pair || (hi != 0 && (hi < 0xD800 || hi >= 0xE000)))
		buf_add_n(b, s.p + at, pair ? 12 : 6);
	else
		buf_lit(b, "\\ufffd");
	return pair ? 12 : 6;
}

/* From the opening quotation mark at `at`; the offset after the closing one. */
static size_t copy_string(struct buf *b, struct str s, size_t at)
{
	buf_char(b, s.p[at++]);
	while (at < s.n) {
		char c = s.p[at];
		if (c == '"') {
			buf_char(b, c);
			return at + 1;
		}
		if (c == '\\') {
			at += copy_escape(b, s, at);
			continue;
		}
		size_t n = character(str_from(s, at));
		if (n == 0)
			buf_lit(b, "\\ufffd");
		else if ((unsigned char)c < 0x20)
			buf_printf(b, "\\u%04x", (unsigned)c);
		else
			buf_add_n(b, s.p + at, n);
		at += n ? n : 1;
	}
	return at;
}

static size_t copy_word(struct buf *b, struct str s, size_t at)
{
	static const char *const NOT_NUMBERS[] = { "NaN", "Infinity", "-Infinity" };
	for (size_t i = 0; i < COUNT(NOT_NUMBERS); i++)
		if (str_starts(str_from(s, at), str_of(NOT_NUMBERS[i]))) {
			buf_printf(b, "\"%s\"", NOT_NUMBERS[i]);
			return at + strlen(NOT_NUMBERS[i]);
		}
	size_t n = 0;
	if (s.p[at] == '-' || (s.p[at] >= '0' && s.p[at] <= '9'))
		while (at + n < s.n && is_number_part(s.p[at + n]))
			n++;
	if (n == 0) {
		buf_char(b, s.p[at]);
		return at + 1;
	}
	struct str number = str_n(s.p + at, n);
	if (is_plain_integer(number))
		buf_add(b, number);
	else
		buf_printf(b, "\"%.*s\"", STR_FMT(number));
	return at + n;
}

int json_read_foreign(struct str s, size_t max, struct arena *a, const struct json **ret,
		      struct err *e)
{
	if (s.n > max)
		return err_set(e, ERR_TOOBIG, "%zu bytes of JSON, at most %zu are read", s.n, max);
	if (str_starts(s, STR("\xEF\xBB\xBF")))
		s = str_from(s, 3);
	AUTO_BUF b;
	buf_init(&b, 6 * max + 16);
	for (size_t at = 0; at < s.n;)
		at = s.p[at] == '"' ? copy_string(&b, s, at) : copy_word(&b, s, at);
	return json_read(buf_copy(&b, a), 6 * max + 16, JSON_ANY, a, ret, e);
}

/* ---- writing ---- */

static void key_of(struct json_out *o, const char *key)
{
	if (o->comma)
		buf_char(o->b, ',');
	o->comma = true;
	if (!key)
		return;
	json_put_str(o->b, str_of(key));
	buf_char(o->b, ':');
}

void json_out_begin(struct json_out *o, const char *key, char open)
{
	key_of(o, key);
	buf_char(o->b, open);
	o->comma = false;
}

void json_out_end(struct json_out *o, char close)
{
	buf_char(o->b, close);
	o->comma = true;
}

void json_out_text(struct json_out *o, const char *key, struct str value)
{
	key_of(o, key);
	json_put_str(o->b, text_made_valid(o->a, value, JSON_OUT_TEXT_MAX));
}

void json_out_int(struct json_out *o, const char *key, int64_t value)
{
	key_of(o, key);
	json_put_int(o->b, value > JSON_INT_MAX	   ? JSON_INT_MAX
			   : value < -JSON_INT_MAX ? -JSON_INT_MAX
						   : value);
}

void json_out_bool(struct json_out *o, const char *key, bool value)
{
	key_of(o, key);
	json_put_bool(o->b, value);
}

void json_out_hex(struct json_out *o, const char *key, const uint8_t *p, size_t n)
{
	char hex[129];
	assert(n <= 64);
	hex_encode(hex, p, n);
	json_out_text(o, key, str_of(hex));
}
