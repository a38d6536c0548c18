/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan_zone.c - which places may have risen together. */
#include "watch/scan_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/order.h"

struct near {
	double distance;
	uint32_t place;
};

static int by_distance(const void *x, const void *y)
{
	const struct near *a = x;
	const struct near *b = y;
	if (a->distance != b->distance)
		return a->distance < b->distance ? -1 : 1;
	return (a->place > b->place) - (a->place < b->place);
}

/* Half the square of the chord on a sphere: grows with the distance, and is exact for places near each other. */
static double apart(const struct scan_table *t, size_t i, size_t k)
{
	const double degree = 3.14159265358979323846 / 180;
	double up = sin((t->lat[k] - t->lat[i]) * degree / 2);
	double along = sin((t->lon[k] - t->lon[i]) * degree / 2);
	return up * up + cos(t->lat[i] * degree) * cos(t->lat[k] * degree) * along * along;
}

/* Its places in order, as bytes, tell two zones apart. */
static bool is_new(struct map *seen, const uint32_t *places, size_t n, struct arena *a)
{
	uint32_t *sorted = NEW_N(a, n, uint32_t);
	memcpy(sorted, places, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, order_u32);
	void **at = map_at(seen, str_n((const char *)sorted, n * sizeof *sorted));
	bool new_ = !*at;
	*at = sorted;
	return new_;
}

static struct scan_zones by_neighbours(const struct scan_table *t, size_t nearest, struct arena *a)
{
	AUTO_ARENA *scratch = arena_new(0);
	size_t k = nearest < t->n_places ? nearest : t->n_places;
	struct scan_zones z = { .items = NEW_N(a, t->n_places * k, struct scan_zone) };
	struct near *near = NEW_N(scratch, t->n_places, struct near);
	struct map seen;
	map_init(&seen, scratch);
	for (size_t i = 0; i < t->n_places; i++) {
		uint32_t *places = NEW_N(a, k, uint32_t);
		for (size_t j = 0; j < t->n_places; j++)
			near[j] = (struct near){ j == i ? -1 : apart(t, i, j), (uint32_t)j };
		qsort(near, t->n_places, sizeof *near, by_distance);
		for (size_t j = 0; j < k; j++) {
			places[j] = near[j].place;
			bool again = !is_new(&seen, places, j + 1, scratch);
			z.items[z.n] = (struct scan_zone){ .base = j ? (ptrdiff_t)z.n - 1 : -1,
							   .added = places + j,
							   .n_added = 1,
							   .places = places,
							   .n_places = j + 1,
							   .again = again };
			z.n++;
			z.distinct += !again;
		}
	}
	return z;
}

static bool is_below(const struct scan_table *t, size_t node, size_t top)
{
	for (ptrdiff_t i = (ptrdiff_t)node; i >= 0; i = t->parent[i])
		if ((size_t)i == top)
			return true;
	return false;
}

static struct scan_zones by_tree(const struct scan_table *t, struct arena *a)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct scan_zones z = { .items = NEW_N(a, t->n_places, struct scan_zone) };
	struct map seen;
	map_init(&seen, scratch);
	for (size_t i = 0; i < t->n_places; i++) {
		uint32_t *places = NEW_N(a, t->n_places, uint32_t);
		size_t n = 0;
		places[n++] = (uint32_t)i;
		for (size_t j = 0; j < t->n_places; j++)
			if (j != i && is_below(t, j, i))
				places[n++] = (uint32_t)j;
		bool again = !is_new(&seen, places, n, scratch);
		z.items[z.n++] = (struct scan_zone){ .base = -1,
						     .added = places,
						     .n_added = n,
						     .places = places,
						     .n_places = n,
						     .again = again };
		z.distinct += !again;
	}
	return z;
}

struct scan_zones scan_zones_of(const struct scan_table *t, size_t nearest, struct arena *a)
{
	return t->parent ? by_tree(t, a) : by_neighbours(t, nearest, a);
}
