/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json.c - one pass over the text, one arena object a value. Depth is bounded by the profile, so
 * the reader may recurse.
 */
#include "base/json.h"

/* Members an object may have before its names are sorted to find equal ones; below, comparing all
 * pairs is quicker. */
enum { PAIRS_MAX = 24 };

struct reader {
	const char *start;
	const char *p;
	const char *end;
	bool compact;
	int depth;
	struct arena *a;
	struct err *e;
};

static int fault(const struct reader *r, const char *what)
{
	return err_set(r->e, ERR_INPUT, "JSON: %s at byte %zu", what, (size_t)(r->p - r->start));
}

/* ---- UTF-8 ---- */

static bool is_tail(uint8_t c)
{
	return (c & 0xC0) == 0x80;
}

/* Bytes of the sequence at p, which begins with a byte of 0x80 or more; 0 when it is not valid
 * (RFC 3629 section 4). */
static size_t utf8_sequence(const char *text, const char *end)
{
	const uint8_t *p = (const uint8_t *)text;
	size_t left = (size_t)(end - text);
	if (p[0] < 0xC2)
		return 0;
	if (p[0] < 0xE0)
		return left >= 2 && is_tail(p[1]) ? 2 : 0;
	if (p[0] < 0xF0) {
		if (left < 3 || !is_tail(p[1]) || !is_tail(p[2]))
			return 0;
		if (p[0] == 0xE0 && p[1] < 0xA0) /* could be shorter */
			return 0;
		if (p[0] == 0xED && p[1] > 0x9F) /* a surrogate */
			return 0;
		return 3;
	}
	if (p[0] > 0xF4 || left < 4 || !is_tail(p[1]) || !is_tail(p[2]) || !is_tail(p[3]))
		return 0;
	if ((p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F))
		return 0;
	return 4;
}

bool str_is_utf8(struct str s)
{
	if (s.n == 0)
		return true; /* p may be NULL, to which nothing may be added */
	const char *p = s.p;
	const char *end = s.p + s.n;
	for (size_t i = 0; i < s.n;) {
		if ((uint8_t)p[i] < 0x80) {
			i++;
			continue;
		}
		size_t n = utf8_sequence(p + i, end);
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

static size_t utf8_put(char *ret, uint32_t c)
{
	if (c < 0x80) {
		ret[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		ret[0] = (char)(0xC0 | c >> 6);
		ret[1] = (char)(0x80 | (c & 63));
		return 2;
	}
	if (c < 0x10000) {
		ret[0] = (char)(0xE0 | c >> 12);
		ret[1] = (char)(0x80 | (c >> 6 & 63));
		ret[2] = (char)(0x80 | (c & 63));
		return 3;
	}
	ret[0] = (char)(0xF0 | c >> 18);
	ret[1] = (char)(0x80 | (c >> 12 & 63));
	ret[2] = (char)(0x80 | (c >> 6 & 63));
	ret[3] = (char)(0x80 | (c & 63));
	return 4;
}

/* ---- strings ---- */

static bool four_hex(struct reader *r, bool lower_only, uint32_t *ret)
{
	if (r->end - r->p < 4)
		return false;
	uint32_t v = 0;
	for (int i = 0; i < 4; i++, r->p++) {
		char c = *r->p;
		if (c >= '0' && c <= '9')
			v = v << 4 | (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			v = v << 4 | (uint32_t)(c - 'a' + 10);
		else if (c >= 'A' && c <= 'F' && !lower_only)
			v = v << 4 | (uint32_t)(c - 'A' + 10);
		else
			return false;
	}
	*ret = v;
	return true;
}

/* After `\u`. */
static int read_code_point(struct reader *r, uint32_t *ret)
{
	uint32_t c;
	if (!four_hex(r, r->compact, &c))
		return fault(r, "an escape is not \\u and four hexadecimal digits");
	if (c == 0)
		return fault(r, "NUL in a string");
	bool short_form = c == '\b' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
	if (r->compact && (c >= 0x20 || short_form))
		return fault(r, "an escape that is not needed");
	if (c >= 0xDC00 && c <= 0xDFFF)
		return fault(r, "a lone surrogate");
	if (c >= 0xD800 && c <= 0xDBFF) {
		uint32_t low;
		if (r->end - r->p < 2 || r->p[0] != '\\' || r->p[1] != 'u')
			return fault(r, "a lone surrogate");
		r->p += 2;
		if (!four_hex(r, false, &low) || low < 0xDC00 || low > 0xDFFF)
			return fault(r, "a lone surrogate");
		c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
	}
	*ret = c;
	return 0;
}

/* At the character after a backslash. */
static int read_escape(struct reader *r, uint32_t *ret)
{
	if (r->p == r->end)
		return fault(r, "the string does not end");
	switch (*r->p++) {
	case '"':
		*ret = '"';
		return 0;
	case '\\':
		*ret = '\\';
		return 0;
	case '/':
		if (r->compact)
			return fault(r, "an escape that is not needed");
		*ret = '/';
		return 0;
	case 'b':
		*ret = '\b';
		return 0;
	case 'f':
		*ret = '\f';
		return 0;
	case 'n':
		*ret = '\n';
		return 0;
	case 'r':
		*ret = '\r';
		return 0;
	case 't':
		*ret = '\t';
		return 0;
	case 'u':
		return read_code_point(r, ret);
	default:
		r->p--;
		return fault(r, "an unknown escape");
	}
}

/* Checks the string up to its closing quote and says whether it has escapes; the cursor is after
 * the opening quote and ends after the closing one. */
static int scan_string(struct reader *r, bool *ret_escapes)
{
	bool escapes = false;
	while (r->p < r->end) {
		uint8_t c = (uint8_t)*r->p;
		if (c == '"') {
			r->p++;
			*ret_escapes = escapes;
			return 0;
		}
		if (c < 0x20)
			return fault(r, "a control character in a string");
		if (c == '\\') {
			uint32_t ignored;
			escapes = true;
			r->p++;
			TRY(read_escape(r, &ignored));
		} else if (c < 0x80) {
			r->p++;
		} else {
			size_t n = utf8_sequence(r->p, r->end);
			if (n == 0)
				return fault(r, "invalid UTF-8");
			r->p += n;
		}
	}
	return fault(r, "the string does not end");
}

static int read_string(struct reader *r, struct str *ret)
{
	const char *start = ++r->p;
	bool escapes = false;
	TRY(scan_string(r, &escapes));
	const char *close = r->p - 1;
	if (!escapes) {
		*ret = str_n(start, (size_t)(close - start));
		return 0;
	}
	/* Resolved text is never longer than its escapes. */
	char *t = NEW_N(r->a, (size_t)(close - start), char);
	size_t n = 0;
	r->p = start;
	while (r->p < close) {
		if (*r->p != '\\') {
			t[n++] = *r->p++;
			continue;
		}
		uint32_t c = 0;
		r->p++;
		TRY(read_escape(r, &c));
		n += utf8_put(t + n, c);
	}
	r->p = close + 1;
	*ret = str_n(t, n);
	return 0;
}

/* ---- other values ---- */

static void skip_space(struct reader *r)
{
	if (r->compact)
		return;
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' || *r->p == '\n' || *r->p == '\r'))
		r->p++;
}

static int read_int(struct reader *r, int64_t *ret)
{
	bool minus = *r->p == '-';
	if (minus)
		r->p++;
	if (r->p == r->end || *r->p < '0' || *r->p > '9')
		return fault(r, "not a value");
	bool zero = *r->p == '0';
	const char *digits = r->p;
	int64_t v = 0;
	while (r->p < r->end && *r->p >= '0' && *r->p <= '9') {
		v = v * 10 + (*r->p - '0');
		if (v > JSON_INT_MAX)
			return fault(r, "a number of 2^53 or more");
		r->p++;
	}
	if (zero && (r->p - digits > 1 || minus))
		return fault(r, "a number with a needless zero");
	if (r->p < r->end && (*r->p == '.' || *r->p == 'e' || *r->p == 'E'))
		return fault(r, "a number that is no integer");
	*ret = minus ? -v : v;
	return 0;
}

static int read_word(struct reader *r, struct str word)
{
	if (!str_starts(str_n(r->p, (size_t)(r->end - r->p)), word))
		return fault(r, "not a value");
	r->p += word.n;
	return 0;
}

static int read_value(struct reader *r, struct json *v);

static int by_name(const void *x, const void *y)
{
	return str_cmp((*(const struct json *const *)x)->name,
		       (*(const struct json *const *)y)->name);
}

static int check_names(struct reader *r, const struct json *o)
{
	if (o->n <= PAIRS_MAX) {
		for (const struct json *i = o->u.first; i; i = i->next)
			for (const struct json *j = i->next; j; j = j->next)
				if (str_eq(i->name, j->name))
					return fault(r, "a name twice in the object that ends");
		return 0;
	}
	const struct json **all = NEW_N(r->a, o->n, const struct json *);
	size_t n = 0;
	for (const struct json *i = o->u.first; i; i = i->next)
		all[n++] = i;
	qsort(all, n, sizeof *all, by_name);
	for (size_t i = 1; i < n; i++)
		if (str_eq(all[i - 1]->name, all[i]->name))
			return fault(r, "a name twice in the object that ends");
	return 0;
}

static int read_member_name(struct reader *r, struct str *ret)
{
	if (r->p == r->end || *r->p != '"')
		return fault(r, "a member without a name");
	TRY(read_string(r, ret));
	skip_space(r);
	if (r->p == r->end || *r->p != ':')
		return fault(r, "no colon after a name");
	r->p++;
	skip_space(r);
	return 0;
}

/* Array and object alike, from after the opening bracket to after the closing one. */
static int read_children(struct reader *r, struct json *v, char close)
{
	const struct json **last = &v->u.first;
	skip_space(r);
	if (r->p < r->end && *r->p == close) {
		r->p++;
		return 0;
	}
	for (;;) {
		struct json *c = NEW(r->a, struct json);
		if (v->type == JSON_OBJECT)
			TRY(read_member_name(r, &c->name));
		TRY(read_value(r, c));
		*last = c;
		last = &c->next;
		v->n++;
		skip_space(r);
		if (r->p == r->end)
			return fault(r, "an array or object does not end");
		if (*r->p == close) {
			r->p++;
			return 0;
		}
		if (*r->p != ',')
			return fault(r, "no comma between two values");
		r->p++;
		skip_space(r);
	}
}

static int read_container(struct reader *r, struct json *v)
{
	v->type = *r->p == '{' ? JSON_OBJECT : JSON_ARRAY;
	v->u.first = NULL;
	if (++r->depth > JSON_DEPTH_MAX)
		return fault(r, "nested too deep");
	r->p++;
	TRY(read_children(r, v, v->type == JSON_OBJECT ? '}' : ']'));
	r->depth--;
	return v->type == JSON_OBJECT ? check_names(r, v) : 0;
}

static int read_value(struct reader *r, struct json *v)
{
	if (r->p == r->end)
		return fault(r, "a value is missing");
	const char *start = r->p;
	switch (*r->p) {
	case '{':
	case '[':
		TRY(read_container(r, v));
		break;
	case '"':
		v->type = JSON_STRING;
		TRY(read_string(r, &v->u.text));
		break;
	case 't':
		v->type = JSON_TRUE;
		TRY(read_word(r, STR("true")));
		break;
	case 'f':
		v->type = JSON_FALSE;
		TRY(read_word(r, STR("false")));
		break;
	case 'n':
		v->type = JSON_NULL;
		TRY(read_word(r, STR("null")));
		break;
	default:
		v->type = JSON_INT;
		TRY(read_int(r, &v->u.num));
	}
	v->raw = str_n(start, (size_t)(r->p - start));
	return 0;
}

int json_read(struct str s, size_t max, enum json_flags flags, struct arena *a,
	      const struct json **ret, struct err *e)
{
	static_assert(sizeof(struct json) <= 64, "JSON_NODE_COST is stated from this");
	if (s.n > max)
		return err_set(e, ERR_TOOBIG, "JSON: %zu bytes, at most %zu are read", s.n, max);
	if (s.n == 0)
		return err_set(e, ERR_INPUT, "JSON: nothing there");
	struct reader r = { .start = s.p,
			    .p = s.p,
			    .end = s.p + s.n,
			    .compact = flags == JSON_COMPACT,
			    .a = a,
			    .e = e };
	struct json *v = NEW(a, struct json);
	skip_space(&r);
	TRY(read_value(&r, v));
	skip_space(&r);
	if (r.p != r.end)
		return fault(&r, "something after the value");
	*ret = v;
	return 0;
}

/* ---- access ---- */

const struct json *json_first(const struct json *v)
{
	return v && (v->type == JSON_OBJECT || v->type == JSON_ARRAY) ? v->u.first : NULL;
}

const struct json *json_get(const struct json *o, struct str name)
{
	if (!o || o->type != JSON_OBJECT)
		return NULL;
	for (const struct json *i = o->u.first; i; i = i->next)
		if (str_eq(i->name, name))
			return i;
	return NULL;
}

bool json_str(const struct json *v, struct str *ret)
{
	if (!v || v->type != JSON_STRING)
		return false;
	*ret = v->u.text;
	return true;
}

bool json_int(const struct json *v, int64_t *ret)
{
	if (!v || v->type != JSON_INT)
		return false;
	*ret = v->u.num;
	return true;
}

bool json_bool(const struct json *v, bool *ret)
{
	if (!v || (v->type != JSON_TRUE && v->type != JSON_FALSE))
		return false;
	*ret = v->type == JSON_TRUE;
	return true;
}
