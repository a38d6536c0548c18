/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare_text.c - typing errors between two spellings; letters, not bytes, so that every script counts alike. */
#include "link/link_priv.h"
#include "text/utf8.h"

/* Most letters are of one byte or two; all others, and what is no letter, are left to the general way. */
static bool next_letter(struct str *s, uint32_t *ret)
{
	const uint8_t *p = (const uint8_t *)s->p;
	size_t n = 1;
	if (s->n > 0 && p[0] < 0x80)
		*ret = p[0];
	else if (s->n > 1 && p[0] >= 0xC2 && p[0] < 0xE0 && (p[1] & 0xC0) == 0x80)
		*ret = (uint32_t)(p[0] & 0x1F) << 6 | (p[n++] & 0x3F);
	else
		return utf8_next(s, ret);
	s->p += n;
	s->n -= n;
	return true;
}

size_t link_letters(struct str s, uint16_t *ret)
{
	size_t n = 0;
	uint32_t cp;
	while (n < LINK_LETTERS_MAX && next_letter(&s, &cp))
		ret[n++] = (uint16_t)(cp > 0xFFFF ? 0xFFFD : cp);
	return n;
}

uint64_t link_bag(struct str folded)
{
	uint64_t bag = 0;
	uint32_t cp;
	while (utf8_next(&folded, &cp))
		bag |= (uint64_t)1 << (cp < 128 ? cp & 63 : (cp * 37) & 63);
	return bag;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

struct letters {
	const uint16_t *p;
	size_t n;
};

/* What both begin and end with is in no error. */
static void cut_common(struct letters *x, struct letters *y)
{
	while (x->n && y->n && x->p[0] == y->p[0]) {
		x->p++;
		y->p++;
		x->n--;
		y->n--;
	}
	while (x->n && y->n && x->p[x->n - 1] == y->p[y->n - 1]) {
		x->n--;
		y->n--;
	}
}

/* Only cells so near the diagonal that they can be within `max` are looked at; those around them are more. */
static int typos_between(struct letters x, struct letters y, int max)
{
	int row[3][LINK_LETTERS_MAX + 2] = { 0 };
	size_t near = (size_t)max;
	for (size_t j = 0; j <= y.n; j++)
		row[0][j] = (int)j;
	for (size_t i = 1; i <= x.n; i++) {
		const int *above2 = row[(i + 1) % 3];
		const int *above = row[(i + 2) % 3];
		int *now = row[i % 3];
		size_t from = i > near ? i - near : 1;
		size_t to = i + near < y.n ? i + near : y.n;
		int best = now[from - 1] = from > 1 ? max + 1 : (int)i;
		for (size_t j = from; j <= to; j++) {
			int c = least(above[j], now[j - 1]) + 1;
			c = least(c, above[j - 1] + (x.p[i - 1] != y.p[j - 1]));
			if (i > 1 && j > 1 && x.p[i - 1] == y.p[j - 2] && x.p[i - 2] == y.p[j - 1])
				c = least(c, above2[j - 2] + 1);
			now[j] = c;
			best = least(best, c);
		}
		now[to + 1] = max + 1;
		/* A swap reaches two rows back, so one row above the limit is not yet the end. */
		if (best > max + 1)
			return max + 1;
	}
	return least(row[x.n % 3][y.n], max + 1);
}

int link_typos(struct str xs, struct str ys, int max)
{
	UNCLEARED uint16_t px[LINK_LETTERS_MAX];
	UNCLEARED uint16_t py[LINK_LETTERS_MAX];
	struct letters x = { px, link_letters(xs, px) };
	struct letters y = { py, link_letters(ys, py) };
	if (abs((int)x.n - (int)y.n) > max)
		return max + 1;
	cut_common(&x, &y);
	return x.n && y.n ? typos_between(x, y, max) : (int)(x.n + y.n);
}

float link_jaro_winkler(struct str xs, struct str ys)
{
	UNCLEARED uint16_t x[LINK_LETTERS_MAX];
	UNCLEARED uint16_t y[LINK_LETTERS_MAX];
	size_t nx = link_letters(xs, x);
	size_t ny = link_letters(ys, y);
	if (!nx || !ny)
		return 0;
	size_t longer = nx > ny ? nx : ny;
	size_t reach = longer / 2 > 0 ? longer / 2 - 1 : 0;
	uint64_t met_x = 0;
	uint64_t met_y = 0;
	int met = 0;
	for (size_t i = 0; i < nx; i++) {
		size_t from = i > reach ? i - reach : 0;
		for (size_t j = from; j < ny && j <= i + reach; j++) {
			if (x[i] != y[j] || (met_y >> j & 1))
				continue;
			met_x |= (uint64_t)1 << i;
			met_y |= (uint64_t)1 << j;
			met++;
			break;
		}
	}
	if (!met)
		return 0;
	int moved = 0;
	size_t j = 0;
	for (size_t i = 0; i < nx; i++) {
		if (!(met_x >> i & 1))
			continue;
		while (!(met_y >> j & 1))
			j++;
		moved += x[i] != y[j++];
	}
	double m = met;
	double jaro = (m / (double)nx + m / (double)ny + (m - moved / 2.0) / m) / 3;
	size_t prefix = 0;
	while (prefix < 4 && prefix < nx && prefix < ny && x[prefix] == y[prefix])
		prefix++;
	return (float)(jaro + (double)prefix * .1 * (1 - jaro));
}
