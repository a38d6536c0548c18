/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * parts.h - things that hang together, and things sorted by the part they are in.
 *
 * A forest of n things: up[i] is nearer to the root, up[i] == i a root. Of two that are joined the lower root stays, so
 * that the root of a part is its lowest thing, in whatever order they came (Tarjan & van Leeuwen 1984; paths are
 * halved, no ranks).
 *
 * A counting sort by key: at[key + 2] counts the things of a key; after parts_begin(at, keys) those of key k go from
 * at[k + 1]++ on, and when all have been put those of k are at[k] .. at[k + 1). `at` has keys + 2 places, at first 0.
 */
#ifndef VIGIL_LINK_PARTS_H
#define VIGIL_LINK_PARTS_H

#include <stddef.h>
#include <stdint.h>

static inline void parts_alone(uint32_t *up, size_t n)
{
	for (size_t i = 0; i < n; i++)
		up[i] = (uint32_t)i;
}

static inline uint32_t parts_root(uint32_t *up, uint32_t x)
{
	while (up[x] != x)
		x = up[x] = up[up[x]];
	return x;
}

static inline void parts_join(uint32_t *up, uint32_t a, uint32_t b)
{
	a = parts_root(up, a);
	b = parts_root(up, b);
	up[a > b ? a : b] = a > b ? b : a;
}

static inline void parts_begin(size_t *at, size_t keys)
{
	for (size_t i = 2; i < keys + 2; i++)
		at[i] += at[i - 1];
}

#endif
