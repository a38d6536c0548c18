/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/msg.h"

#include <math.h>

#include "base/buf.h"

static const struct {
	const char *code;
	bool rtl;
	const char *group; /* between thousands */
} LANGS[] = {
	[LANG_EN] = { "en", false, "," }, [LANG_FA] = { "fa", true, "\xD9\xAC" }, /* U+066C */
};

bool lang_parse(struct str s, enum lang *ret)
{
	for (size_t i = 0; i < COUNT(LANGS); i++) {
		struct str code = str_of(LANGS[i].code);
		if (str_starts(s, code) &&
		    (s.n == code.n || s.p[code.n] == '-' || s.p[code.n] == '_')) {
			*ret = (enum lang)i;
			return true;
		}
	}
	return false;
}

const char *lang_code(enum lang lang)
{
	return LANGS[lang].code;
}

bool lang_is_rtl(enum lang lang)
{
	return LANGS[lang].rtl;
}

bool msg_is_translated(const struct msg *m)
{
	return m->fa && m->fa[0] != '\0';
}

struct str tr(enum lang lang, const struct msg *m)
{
	return str_of(lang == LANG_FA && msg_is_translated(m) ? m->fa : m->en);
}

/* The number of the placeholder at the front of `s`, or 0. */
static size_t placeholder(struct str s)
{
	if (s.n < 3 || s.p[0] != '{' || s.p[1] < '1' || s.p[1] > '9' || s.p[2] != '}')
		return 0;
	return (size_t)(s.p[1] - '0');
}

struct str tr_fmt(struct arena *a, enum lang lang, const struct msg *m, const struct str *args,
		  size_t n)
{
	struct str t = tr(lang, m);
	size_t len = t.n;
	for (size_t i = 0; i < t.n; i++) {
		size_t k = placeholder(str_from(t, i));
		if (k > n)
			die("message \"%s\" has no argument %zu", m->en, k);
		if (k > 0)
			len += args[k - 1].n;
	}

	char *p = NEW_N(a, len + 1, char);
	size_t at = 0;
	for (size_t i = 0; i < t.n; i++) {
		size_t k = placeholder(str_from(t, i));
		if (k == 0) {
			p[at++] = t.p[i];
			continue;
		}
		if (args[k - 1].n)
			memcpy(p + at, args[k - 1].p, args[k - 1].n);
		at += args[k - 1].n;
		i += 2;
	}
	return str_n(p, at);
}

enum { PLACEHOLDERS = 9 };

/* Up to the first placeholder, or to the end. */
static struct str words_before(struct str s)
{
	size_t i = 0;
	while (i < s.n && placeholder(str_from(s, i)) == 0)
		i++;
	return str_n(s.p, i);
}

/* Whether `said` is `pattern` with something for each placeholder: as little as the words behind it leave. */
static bool is_said(struct str said, struct str pattern, struct str args[PLACEHOLDERS])
{
	struct str words = words_before(pattern);
	if (!str_starts(said, words))
		return false;
	said = str_from(said, words.n);
	pattern = str_from(pattern, words.n);
	while (pattern.n) {
		size_t k = placeholder(pattern);
		pattern = str_from(pattern, 3);
		words = words_before(pattern);
		pattern = str_from(pattern, words.n);
		ptrdiff_t at = str_find(said, words);
		if (!pattern.n) /* the last words end it */
			at = str_ends(said, words) ? (ptrdiff_t)(said.n - words.n) : -1;
		if (at <= 0)
			return false;
		args[k - 1] = str_n(said.p, (size_t)at);
		said = str_from(said, (size_t)at + words.n);
	}
	return said.n == 0;
}

/* A figure in the digits of the language; other words keep their own direction. */
static struct str argument(struct arena *a, enum lang lang, struct str s)
{
	bool figure = s.n > 0;
	for (size_t i = 0; i < s.n; i++)
		figure &=
			(s.p[i] >= '0' && s.p[i] <= '9') || (i && (s.p[i] == '.' || s.p[i] == ','));
	return figure ? number_local(a, lang, s) : text_isolate(a, s);
}

struct str tr_english(struct arena *a, enum lang lang, const struct msg *ms, size_t n,
		      struct str said)
{
	struct str args[PLACEHOLDERS];
	for (size_t i = 0; i < n && lang != LANG_EN; i++) {
		for (size_t k = 0; k < PLACEHOLDERS; k++)
			args[k] = STR("");
		if (!is_said(said, str_of(ms[i].en), args))
			continue;
		for (size_t k = 0; k < PLACEHOLDERS; k++)
			args[k] = argument(a, lang, args[k]);
		return tr_fmt(a, lang, &ms[i], args, PLACEHOLDERS);
	}
	return said;
}

struct str digits_local(struct arena *a, enum lang lang, struct str s)
{
	if (lang == LANG_EN)
		return str_copy(a, s);
	char *p = NEW_N(a, 2 * s.n + 1, char);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c >= '0' && c <= '9') {
			/* U+06F0-06F9 are DB B0 to DB B9. */
			p[n++] = (char)0xDB;
			p[n++] = (char)(0xB0 + (c - '0'));
		} else {
			p[n++] = c;
		}
	}
	return str_n(p, n);
}

struct str number_local(struct arena *a, enum lang lang, struct str s)
{
	struct str whole;
	struct str part = str_cut(s, '.', &whole);
	if (lang == LANG_FA && part.n)
		s = str_printf(a, "%.*s\u066B%.*s", STR_FMT(whole), STR_FMT(part));
	return digits_local(a, lang, s);
}

struct str decimal_text(struct arena *a, enum lang lang, double v, int places)
{
	return isfinite(v) ? number_local(a, lang, str_printf(a, "%.*f", places, v)) : STR("–");
}

struct str digits_ascii(struct arena *a, struct str s)
{
	char *p = NEW_N(a, s.n + 1, char);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i];
		uint8_t d = i + 1 < s.n ? (uint8_t)s.p[i + 1] : 0;
		if (c == 0xDB && d >= 0xB0 && d <= 0xB9) {
			p[n++] = (char)('0' + (d - 0xB0));
			i++;
		} else if (c == 0xD9 && d >= 0xA0 && d <= 0xA9) {
			p[n++] = (char)('0' + (d - 0xA0));
			i++;
		} else {
			p[n++] = s.p[i];
		}
	}
	return str_n(p, n);
}

struct str num_text(struct arena *a, enum lang lang, int64_t v)
{
	/* Twenty digits, six separators of two bytes and a sign of three at most. */
	char t[64];
	size_t at = sizeof t;
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	size_t group_n = strlen(LANGS[lang].group);
	for (int digits = 0; digits == 0 || u > 0; digits++, u /= 10) {
		if (digits > 0 && digits % 3 == 0) {
			at -= group_n;
			memcpy(t + at, LANGS[lang].group, group_n);
		}
		t[--at] = (char)('0' + u % 10);
	}
	if (v < 0) {
		at -= 3;
		memcpy(t + at, "\xE2\x88\x92", 3);
	}
	return digits_local(a, lang, str_n(t + at, sizeof t - at));
}

struct str text_isolate(struct arena *a, struct str s)
{
	return str_printf(a, "\u2068%.*s\u2069", STR_FMT(s));
}
