/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vocab_near.c - "did you mean": the known names nearest to one that is not known.
 *
 * Distance is optimal string alignment (Damerau 1964): letters inserted, removed, changed, or two
 * neighbours swapped. Case, hyphens, blanks and underscores are made equal before.
 */
#include "register/vocab_priv.h"

enum { NEAR_TEXT_MAX = 48, NEAR_FAR = 1000 };

static size_t plain(char ret[static NEAR_TEXT_MAX], struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n && n < NEAR_TEXT_MAX; i++) {
		char c = s.p[i];
		if (c == ' ' || c == '-')
			c = '_';
		ret[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return n;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t rows[3][NEAR_TEXT_MAX + 1];
	for (size_t k = 0; k <= m; k++)
		rows[0][k] = k;
	for (size_t i = 1; i <= n; i++) {
		size_t *now = rows[i % 3];
		size_t *up = rows[(i + 2) % 3];
		size_t *up2 = rows[(i + 1) % 3];
		now[0] = i;
		for (size_t k = 1; k <= m; k++) {
			now[k] = least(least(now[k - 1], up[k]) + 1,
				       up[k - 1] + (a[i - 1] != b[k - 1]));
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
				now[k] = least(now[k], up2[k - 2] + 1);
		}
	}
	return rows[n % 3][m];
}

/* Part of the other counts as near: "execution date" for "date". */
static size_t how_far(struct str text, struct str cand)
{
	char a[NEAR_TEXT_MAX];
	char b[NEAR_TEXT_MAX];
	size_t n = plain(a, text);
	size_t m = plain(b, cand);
	size_t d = distance(a, n, b, m);
	if (d <= 1 + least(n, m) / 4)
		return d;
	if (least(n, m) >= 4 &&
	    (str_has(str_n(a, n), str_n(b, m)) || str_has(str_n(b, m), str_n(a, n))))
		return d + NEAR_TEXT_MAX;
	return NEAR_FAR;
}

size_t near_strings(struct str text, const struct str *cand, size_t n, struct str *ret, size_t max)
{
	size_t far[NEAR_MAX];
	size_t found = 0;
	max = least(max, NEAR_MAX);
	if (!text.n || text.n > NEAR_TEXT_MAX)
		return 0;
	for (size_t i = 0; i < n; i++) {
		size_t d = how_far(text, cand[i]);
		size_t at = found;
		if (d >= NEAR_FAR)
			continue;
		while (at > 0 && far[at - 1] > d)
			at--;
		if (at >= max)
			continue;
		found = least(found + 1, max);
		for (size_t k = found - 1; k > at; k--) {
			far[k] = far[k - 1];
			ret[k] = ret[k - 1];
		}
		far[at] = d;
		ret[at] = cand[i];
	}
	return found;
}

size_t vocab_near_properties(const struct vocab *v, struct str text, struct str *ret, size_t max)
{
	AUTO_ARENA *a = arena_new(0);
	struct str *ids = NEW_N(a, v->n_properties, struct str);
	for (size_t i = 0; i < v->n_properties; i++)
		ids[i] = v->properties[i].term.code;
	return near_strings(text, ids, v->n_properties, ret, max);
}

size_t vocab_near_kinds(const struct vocab *v, struct str text, struct str *ret, size_t max)
{
	AUTO_ARENA *a = arena_new(0);
	struct str *codes = NEW_N(a, v->n_kinds, struct str);
	for (size_t i = 0; i < v->n_kinds; i++)
		codes[i] = v->kinds[i].term.code;
	return near_strings(text, codes, v->n_kinds, ret, max);
}

/* By code and by label; what is proposed is the code. */
size_t vocab_near_codes(const struct vocab *v, struct str set, struct str text, struct str *ret,
			size_t max)
{
	AUTO_ARENA *a = arena_new(0);
	size_t n;
	const struct term *t = vocab_set(v, set, &n);
	struct str *words = NEW_N(a, 3 * n, struct str);
	for (size_t i = 0; i < n; i++) {
		words[i] = t[i].code;
		words[n + i] = t[i].en;
		words[2 * n + i] = t[i].fa;
	}
	struct str best[NEAR_MAX];
	size_t found = near_strings(text, words, 3 * n, best, least(max, NEAR_MAX));
	size_t kept = 0;
	for (size_t i = 0; i < found; i++) {
		size_t k = 0;
		while (!str_eq(words[k], best[i]))
			k++;
		struct str code = t[k % n].code;
		bool twice = false;
		for (size_t j = 0; j < kept; j++)
			twice = twice || str_eq(ret[j], code);
		if (!twice)
			ret[kept++] = code;
	}
	return kept;
}
