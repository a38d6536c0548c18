/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"

#include <math.h>
#include <stdlib.h>

struct str str_of(const char *cstr)
{
	return (struct str){ cstr ? cstr : "", cstr ? strlen(cstr) : 0 };
}

struct str str_n(const char *p, size_t n)
{
	return (struct str){ p, n };
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_same_word(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	if (c == 0)
		return (a.n > b.n) - (a.n < b.n);
	return c < 0 ? -1 : 1;
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_n(s.p, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_n(s.p + s.n - suffix.n, suffix.n), suffix);
}

ptrdiff_t str_find(struct str s, struct str part)
{
	if (part.n == 0)
		return 0;
	for (size_t i = 0; i + part.n <= s.n; i++) {
		const char *hit = memchr(s.p + i, part.p[0], s.n - part.n - i + 1);
		if (!hit)
			return -1;
		i = (size_t)(hit - s.p);
		if (memcmp(hit, part.p, part.n) == 0)
			return hit - s.p;
	}
	return -1;
}

bool str_has(struct str s, struct str part)
{
	return str_find(s, part) >= 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
	while (s.n && is_blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str str_from(struct str s, size_t at)
{
	if (at >= s.n)
		return str_n(s.p ? s.p + s.n : NULL, 0);
	return str_n(s.p + at, s.n - at);
}

struct str str_cut(struct str s, char sep, struct str *ret_head)
{
	const char *hit = s.n ? memchr(s.p, sep, s.n) : NULL;
	if (!hit) {
		*ret_head = s;
		return STR_NULL;
	}
	*ret_head = str_n(s.p, (size_t)(hit - s.p));
	return str_n(hit + 1, s.n - ret_head->n - 1);
}

struct str str_copy(struct arena *a, struct str s)
{
	char *p = NEW_N(a, s.n + 1, char);
	if (s.n)
		memcpy(p, s.p, s.n);
	return str_n(p, s.n);
}

const char *str_z(struct arena *a, struct str s)
{
	return str_copy(a, s).p;
}

struct str str_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0)
		die("a message could not be formatted");
	char *p = NEW_N(a, (size_t)n + 1, char);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return str_n(p, (size_t)n);
}

struct str str_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	struct str s = str_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

struct str str_join(struct arena *a, struct str x, struct str y)
{
	char *p = NEW_N(a, x.n + y.n + 1, char);
	if (x.n)
		memcpy(p, x.p, x.n);
	if (y.n)
		memcpy(p + x.n, y.p, y.n);
	return str_n(p, x.n + y.n);
}

bool str_to_int(struct str s, int64_t *ret)
{
	bool minus = s.n && s.p[0] == '-';
	int64_t v = 0;
	if (minus)
		s = str_from(s, 1);
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, s.p[i] - '0', &v))
			return false;
	}
	/* Built downwards, because INT64_MIN has no positive twin. */
	if (!minus && v == INT64_MIN)
		return false;
	*ret = minus ? v : -v;
	return true;
}

bool str_to_hex(struct str s, uint64_t *ret)
{
	uint64_t v = 0;
	if (s.n == 0 || s.n > 16)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool digit = c >= '0' && c <= '9';
		if (!digit && (c < 'a' || c > 'f'))
			return false;
		v = v << 4 | (uint64_t)(digit ? c - '0' : c - 'a' + 10);
	}
	*ret = v;
	return true;
}

bool str_to_real(struct str s, double *ret)
{
	char text[41];
	char *end;
	if (s.n == 0 || s.n >= sizeof text)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		if (!digit && !strchr("+-.eE", s.p[i]))
			return false;
		text[i] = s.p[i];
	}
	text[s.n] = '\0';
	/* The program never sets a locale, so the point is a point. */
	double v = strtod(text, &end);
	if (end != text + s.n || !isfinite(v) || text[0] == '+')
		return false;
	*ret = v;
	return true;
}
