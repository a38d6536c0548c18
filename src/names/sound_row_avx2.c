/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sound_row_avx2.c - one short sequence against another, a row of costs at a time.
 *
 * The recurrence of sound_align.c: all ways into a row from the rows above it are taken at once, and the ways within the
 * row, each leaving out what stands between, are a least sum up to each place (in three steps for eight places).
 * Called only where the processor has the instructions.
 */
#include "names/sound_priv.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

/* A row of costs is read 16 at a time, and of those for the letters of a script half are enough. */
enum { TABLES = 3, HALF = TABLES * 16, NEVER_HERE = 0x4000 };
static_assert((int)SOUND_N < HALF && (int)SOUND_ALEF >= HALF && SOUNDS <= 2 * HALF,
	      "letters of one script are in one half");
static_assert((SOUNDS - 1) * SOUNDS + 2 * HALF <= sizeof(struct sound_costs),
	      "the last row is read into what stands behind it");

/* The classes of y as places in each 16 of its half of a row of costs; what is in others has its high bit set, which the
 * shuffle turns to 0. */
struct places {
	size_t from;
	__m128i at[TABLES];
};

/* Places 1 to 8 of a row, and 9 to 16 where there are as many. */
struct row {
	__m128i v[2];
};

AVX2 static inline struct row load(const uint8_t *p, size_t n)
{
	uint8_t bytes[SOUND_ROW_MAX] = { 0 };
	memcpy(bytes, p, n);
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)bytes);
	return (struct row){ { _mm_cvtepu8_epi16(v), _mm_cvtepu8_epi16(_mm_srli_si128(v, 8)) } };
}

AVX2 static inline struct places places_of(__m128i codes, size_t from)
{
	struct places ret = { .from = from };
	__m128i first = _mm_sub_epi8(codes, _mm_set1_epi8((char)from));
	for (int k = 0; k < TABLES; k++)
		ret.at[k] = _mm_adds_epu8(_mm_sub_epi8(first, _mm_set1_epi8((char)(16 * k))),
					  _mm_set1_epi8(0x70));
	return ret;
}

AVX2 static inline struct row look_up(const uint8_t *row, const struct places *p)
{
	__m128i ret = _mm_setzero_si128();
	for (int k = 0; k < TABLES; k++) {
		__m128i t =
			_mm_loadu_si128((const __m128i *)(const void *)(row + p->from + 16 * k));
		ret = _mm_or_si128(ret, _mm_shuffle_epi8(t, p->at[k]));
	}
	return (struct row){ { _mm_cvtepu8_epi16(ret),
			       _mm_cvtepu8_epi16(_mm_srli_si128(ret, 8)) } };
}

/* The row one place on, with `edge` in the first. */
AVX2 static inline struct row moved(struct row r, unsigned edge)
{
	__m128i first = _mm_slli_si128(r.v[0], 2);
	return (struct row){ { _mm_insert_epi16(first, (int)edge, 0),
			       _mm_alignr_epi8(r.v[1], r.v[0], 14) } };
}

AVX2 static inline __m128i last_of(__m128i v)
{
	return _mm_shuffle_epi8(v, _mm_set1_epi16(0x0F0E));
}

/* The least of each place and those before it. */
AVX2 static inline __m128i least_before(__m128i v)
{
	__m128i never = _mm_set1_epi16(NEVER_HERE);
	v = _mm_min_epi16(v, _mm_alignr_epi8(v, never, 14));
	v = _mm_min_epi16(v, _mm_alignr_epi8(v, never, 12));
	return _mm_min_epi16(v, _mm_alignr_epi8(v, never, 8));
}

AVX2 static inline __m128i sums_before(__m128i v)
{
	v = _mm_add_epi16(v, _mm_slli_si128(v, 2));
	v = _mm_add_epi16(v, _mm_slli_si128(v, 4));
	return _mm_add_epi16(v, _mm_slli_si128(v, 8));
}

AVX2 static inline struct row sums_of(struct row r, bool wide)
{
	struct row ret = { { sums_before(r.v[0]), _mm_setzero_si128() } };
	if (wide)
		ret.v[1] = _mm_add_epi16(sums_before(r.v[1]), last_of(ret.v[0]));
	return ret;
}

AVX2 static inline unsigned lowest(struct row r, bool wide)
{
	__m128i v = wide ? _mm_min_epi16(r.v[0], r.v[1]) : r.v[0];
	return (unsigned)_mm_cvtsi128_si32(_mm_minpos_epu16(v)) & UINT16_MAX;
}

struct word {
	struct row here, before, sums;
	struct places at;
};

/* Two letters that changed places: from two rows up and two places back, which the first place has not. */
AVX2 static inline __m128i swapped(const struct word *w, size_t k, uint8_t last, uint8_t now,
				   struct row from)
{
	__m128i is = _mm_and_si128(_mm_cmpeq_epi16(w->here.v[k], _mm_set1_epi16(last)),
				   _mm_cmpeq_epi16(w->before.v[k], _mm_set1_epi16(now)));
	return _mm_blendv_epi8(_mm_set1_epi16(NEVER_HERE),
			       _mm_add_epi16(from.v[k], _mm_set1_epi16(sound_costs.swap)), is);
}

AVX2 static inline unsigned align(const uint8_t *x, const uint8_t *gx, size_t nx,
				  const struct word *w, size_t ny, unsigned most, bool wide,
				  bool swaps)
{
	struct row row = w->sums; /* place 0, all of x left out, is `edge` */
	struct row above = row;
	const size_t halves = wide ? 2 : 1;
	unsigned edge = 0;
	unsigned edge_above = 0;
	unsigned low = 0;
	for (size_t i = 0; i < nx; i++) {
		__m128i leave = _mm_set1_epi16(gx[i]);
		struct row take = look_up(sound_costs.take[x[i]], &w->at);
		struct row corner = moved(row, edge);
		struct row from = moved(moved(above, edge_above), NEVER_HERE);
		above = row;
		edge_above = edge;
		edge += gx[i];
		for (size_t k = 0; k < halves; k++) {
			__m128i v = _mm_min_epi16(_mm_add_epi16(corner.v[k], take.v[k]),
						  _mm_add_epi16(row.v[k], leave));
			if (swaps && i > 0)
				v = _mm_min_epi16(v, swapped(w, k, x[i - 1], x[i], from));
			/* Within the row: what leaving out costs from place to place is a difference of sums. */
			v = least_before(_mm_sub_epi16(v, w->sums.v[k]));
			row.v[k] = _mm_min_epi16(v, _mm_set1_epi16((short)edge));
		}
		if (wide)
			row.v[1] = _mm_min_epi16(row.v[1], last_of(row.v[0]));
		for (size_t k = 0; k < halves; k++)
			row.v[k] = _mm_add_epi16(row.v[k], w->sums.v[k]);
		/* The only way past a row is two letters that changed places. */
		unsigned low_above = low;
		low = lowest(row, wide);
		low = low < edge ? low : edge;
		if (low > most && (!swaps || low_above + sound_costs.swap > most))
			return most + 1;
	}
	uint16_t cells[SOUND_ROW_MAX];
	memcpy(cells, &row, sizeof cells);
	return ny ? cells[ny - 1] : edge;
}

/* Of so many classes, those in the second half. */
static size_t in_second(const uint8_t *x, size_t n)
{
	size_t ret = 0;
	for (size_t i = 0; i < n; i++)
		ret += x[i] >= HALF;
	return ret;
}

AVX2 unsigned sound_row_avx2(const uint8_t *x, const uint8_t *gx, size_t nx, const uint8_t *y,
			     const uint8_t *gy, size_t ny, unsigned most)
{
	size_t second = in_second(y, ny);
	if (second && second < ny)
		return sound_align_plainly(x, gx, nx, y, gy, ny, most);
	bool wide = ny > 8;
	bool swaps = in_second(x, nx) != (second ? 0 : nx); /* some letters may be the same */
	struct word w = { .here = load(y, ny) };
	w.before = moved(w.here, SOUND_NONE);
	w.sums = sums_of(load(gy, ny), wide);
	w.at = places_of(_mm_packus_epi16(w.here.v[0], w.here.v[1]), second ? HALF : 0);
	if (swaps)
		return wide ? align(x, gx, nx, &w, ny, most, true, true)
			    : align(x, gx, nx, &w, ny, most, false, true);
	return wide ? align(x, gx, nx, &w, ny, most, true, false)
		    : align(x, gx, nx, &w, ny, most, false, false);
}
#endif
