/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/near.h"

enum { NEAR_MAX = 64 };

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;
	return m < c ? m : c;
}

size_t near_distance(struct str a, struct str b)
{
	if (a.n > NEAR_MAX || b.n > NEAR_MAX)
		return SIZE_MAX;
	/* Three rows of the table are enough: a swap looks two back. */
	size_t rows[3][NEAR_MAX + 1];
	for (size_t j = 0; j <= b.n; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t *now = rows[i % 3];
		const size_t *prev = rows[(i - 1) % 3];
		const size_t *before = rows[(i + 1) % 3];
		now[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t change = a.p[i - 1] != b.p[j - 1];
			now[j] = min3(prev[j] + 1, now[j - 1] + 1, prev[j - 1] + change);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1] && before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
	}
	return rows[a.n % 3][b.n];
}

void near_offer(struct near *n, struct str candidate)
{
	/* What was cut short is near, however long the rest: --pass for --passphrase-file. */
	size_t d = n->word.n >= 3 && str_starts(candidate, n->word)
			   ? 1
			   : near_distance(n->word, candidate);
	if (d > 1 + n->word.n / 3 || d >= n->word.n)
		return;
	if (!n->best.p || d < n->distance) {
		n->best = candidate;
		n->distance = d;
	}
}
