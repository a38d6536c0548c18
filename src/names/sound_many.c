/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sound_many.c - blocks of words that last for one comparison. */
#include "names/sound_many.h"

#include <stdlib.h>
#include <string.h>

#include "names/sound_bank_priv.h"

enum {
	SHAPES = 2 * (SOUND_ALIGN_MAX + 1), /* script and length */
	BLOCKS = SOUND_MANY_MAX / SOUND_LANES + 2,
	COLUMN = SOUND_ALIGN_MAX * SOUND_LANES
};

struct word {
	const uint8_t *codes;
	uint8_t n;
	bool arabic, odd;
};

struct sound_many {
	sound_kernel *kernel;
	struct word words[SOUND_MANY_MAX];
	size_t n;
	bool laid;
	struct sound_block blocks[BLOCKS];
	size_t n_blocks;
	bool left[2]; /* `leave` is made, by the script of x */
	uint16_t odd[SOUND_MANY_MAX];
	size_t n_odd;
	uint8_t codes[BLOCKS * COLUMN];
	uint8_t leave[2][BLOCKS * COLUMN];
};

struct sound_many *sound_many_new(void)
{
	struct sound_many *m = mem_need(malloc(sizeof *m));
	m->kernel = sound_kernel_best();
	sound_many_clear(m);
	return m;
}

void sound_many_free(struct sound_many *m)
{
	free(m);
}

bool sound_many_use(struct sound_many *m, enum sound_way way)
{
	return sound_kernel_of(way, &m->kernel);
}

void sound_many_clear(struct sound_many *m)
{
	m->n = 0;
	m->laid = false;
}

void sound_many_add(struct sound_many *m, const uint8_t *codes, size_t n)
{
	assert(m->n < SOUND_MANY_MAX && !m->laid);
	n = n < SOUND_ALIGN_MAX ? n : SOUND_ALIGN_MAX;
	struct word w = { codes, (uint8_t)n, sound_of_arabic(codes, n), false };
	for (size_t i = 0; i < n; i++)
		w.odd |= sound_is_arabic(codes[i]) != w.arabic;
	m->words[m->n++] = w;
}

/* Places of the even words, by script and length. */
static size_t in_order(struct sound_many *m, uint16_t *ret)
{
	uint16_t at[SHAPES + 1] = { 0 };
	m->n_odd = 0;
	for (size_t i = 0; i < m->n; i++) {
		const struct word *w = &m->words[i];
		if (w->odd)
			m->odd[m->n_odd++] = (uint16_t)i;
		else
			at[w->arabic * (SOUND_ALIGN_MAX + 1) + w->n + 1]++;
	}
	for (size_t k = 1; k <= SHAPES; k++)
		at[k] = (uint16_t)(at[k] + at[k - 1]);
	for (size_t i = 0; i < m->n; i++) {
		const struct word *w = &m->words[i];
		if (!w->odd)
			ret[at[w->arabic * (SOUND_ALIGN_MAX + 1) + w->n]++] = (uint16_t)i;
	}
	return m->n - m->n_odd;
}

static void lay_block(struct sound_many *m, const uint16_t *words, size_t n, uint8_t *codes,
		      struct sound_block *ret)
{
	const struct word *longest = &m->words[words[n - 1]];
	ret->ny = longest->n;
	ret->arabic = longest->arabic;
	ret->codes = codes;
	memset(codes, 0, (size_t)ret->ny * SOUND_LANES);
	for (size_t k = 0; k < SOUND_LANES; k++)
		ret->word[k] = k < n ? words[k] : UINT32_MAX;
	for (size_t k = 0; k < n; k++) {
		const struct word *w = &m->words[words[k]];
		for (size_t j = 0; j < w->n; j++)
			codes[j * SOUND_LANES + k] = sound_numbered(w->codes[j], ret->arabic);
	}
}

static void lay(struct sound_many *m)
{
	uint16_t order[SOUND_MANY_MAX];
	size_t n = in_order(m, order);
	m->n_blocks = 0;
	m->laid = true;
	m->left[0] = m->left[1] = false;
	for (size_t i = 0, end; i < n; i = end) {
		bool arabic = m->words[order[i]].arabic;
		for (end = i; end < n && end < i + SOUND_LANES; end++)
			if (m->words[order[end]].arabic != arabic)
				break;
		lay_block(m, order + i, end - i, m->codes + m->n_blocks * COLUMN,
			  &m->blocks[m->n_blocks]);
		m->n_blocks++;
	}
}

/* What leaving out costs beside an x of that script. */
static void lay_leave(struct sound_many *m, bool x_arabic)
{
	for (size_t i = 0; i < m->n_blocks; i++) {
		struct sound_block *b = &m->blocks[i];
		uint8_t *g = m->leave[x_arabic] + i * COLUMN;
		uint8_t of_word[SOUND_ALIGN_MAX];
		b->leave[x_arabic] = g;
		memset(g, 0, (size_t)b->ny * SOUND_LANES);
		for (size_t k = 0; k < SOUND_LANES; k++) {
			if (b->word[k] == UINT32_MAX)
				continue;
			const struct word *w = &m->words[b->word[k]];
			b->of[x_arabic][k] = (uint16_t)sound_leave(&sound_costs, w->codes, w->n,
								   x_arabic, of_word);
			for (size_t j = 0; j < w->n; j++)
				g[j * SOUND_LANES + k] = of_word[j];
		}
	}
	m->left[x_arabic] = true;
}

static void align_block(const struct sound_many *m, const struct sound_block *b,
			const struct sound_probe *x, unsigned of_x, struct sound_cost *ret)
{
	uint16_t limit[SOUND_LANES];
	uint16_t cost[SOUND_LANES];
	for (size_t k = 0; k < SOUND_LANES; k++)
		limit[k] = INT16_MAX; /* all are wanted */
	m->kernel(b, x, limit, cost);
	for (size_t k = 0; k < SOUND_LANES; k++)
		if (b->word[k] != UINT32_MAX)
			ret[b->word[k]] =
				(struct sound_cost){ cost[k],
						     (uint16_t)(of_x + b->of[x->arabic][k]) };
}

void sound_many_align(struct sound_many *m, const uint8_t *x, size_t nx, struct sound_cost *ret)
{
	UNCLEARED struct sound_probe probe;
	unsigned of_x = 0;
	nx = nx < SOUND_ALIGN_MAX ? nx : SOUND_ALIGN_MAX;
	if (!m->laid)
		lay(m);
	bool x_arabic = sound_of_arabic(x, nx);
	if (!m->left[x_arabic])
		lay_leave(m, x_arabic);
	for (size_t i = 0; i < m->n_blocks; i++) {
		const struct sound_block *b = &m->blocks[i];
		if (i == 0 || b->arabic != b[-1].arabic) {
			sound_probe_make(x, nx, b->arabic, &probe);
			of_x = 0;
			for (size_t k = 0; k < nx; k++)
				of_x += probe.leave[k];
		}
		align_block(m, b, &probe, of_x, ret);
	}
	for (size_t i = 0; i < m->n_odd; i++) {
		const struct word *w = &m->words[m->odd[i]];
		ret[m->odd[i]] = sound_align(x, nx, w->codes, w->n);
	}
}
