/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare_text.c - typing errors between two spellings; letters, not bytes, so that every script counts alike. */
#include "link/link_priv.h"
#include "text/utf8.h"

size_t link_letters(struct str s, uint16_t *ret)
{
	size_t n = 0;
	uint32_t cp;
	while (n < LINK_LETTERS_MAX && utf8_next(&s, &cp))
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

int link_typos(struct str xs, struct str ys, int max)
{
	uint16_t x[LINK_LETTERS_MAX];
	uint16_t y[LINK_LETTERS_MAX];
	size_t nx = link_letters(xs, x);
	size_t ny = link_letters(ys, y);
	int row[3][LINK_LETTERS_MAX + 1];
	if (abs((int)nx - (int)ny) > max)
		return max + 1;
	for (size_t j = 0; j <= ny; j++)
		row[0][j] = (int)j;
	for (size_t i = 1; i <= nx; i++) {
		const int *above2 = row[(i + 1) % 3];
		const int *above = row[(i + 2) % 3];
		int *now = row[i % 3];
		int best = now[0] = (int)i;
		for (size_t j = 1; j <= ny; j++) {
			int c = least(above[j], now[j - 1]) + 1;
			c = least(c, above[j - 1] + (x[i - 1] != y[j - 1]));
			if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
				c = least(c, above2[j - 2] + 1);
			now[j] = c;
			best = least(best, c);
		}
		/* A swap reaches two rows back, so one row above the limit is not yet the end. */
		if (best > max + 1)
			return max + 1;
		(void)above2;
	}
	return least(row[nx % 3][ny], max + 1);
}

float link_jaro_winkler(struct str xs, struct str ys)
{
	uint16_t x[LINK_LETTERS_MAX];
	uint16_t y[LINK_LETTERS_MAX];
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
