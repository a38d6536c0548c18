/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sound_kernel_avx2.c - sound_kernel.c with the instructions of AVX2: a table of 64 bytes is looked up
 * for 16 words by four byte shuffles instead of 16 loads. Called only where the processor has them.
 */
#include "names/sound_bank_priv.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

/* The codes as places in each quarter of a table; what is in another quarter has its high bit set, which the
 * shuffle turns to 0. */
AVX2 static inline void quarter(__m128i codes, __m128i ret[4])
{
	for (char k = 0; k < 4; k++) {
		__m128i at = _mm_sub_epi8(codes, _mm_set1_epi8((char)(16 * k)));
		ret[(size_t)k] = _mm_adds_epu8(at, _mm_set1_epi8(0x70));
	}
}

AVX2 static inline __m256i look_up(const uint8_t *row, const __m128i at[4])
{
	const __m128i *t = (const __m128i *)(const void *)row;
	__m128i a = _mm_or_si128(_mm_shuffle_epi8(_mm_loadu_si128(t), at[0]),
				 _mm_shuffle_epi8(_mm_loadu_si128(t + 1), at[1]));
	__m128i b = _mm_or_si128(_mm_shuffle_epi8(_mm_loadu_si128(t + 2), at[2]),
				 _mm_shuffle_epi8(_mm_loadu_si128(t + 3), at[3]));
	return _mm256_cvtepu8_epi16(_mm_or_si128(a, b));
}

AVX2 static inline __m256i swapping(const struct sound_probe *x, size_t i, __m256i before,
				    __m256i here, __m256i from)
{
	__m256i is =
		_mm256_and_si256(_mm256_cmpeq_epi16(before, _mm256_set1_epi16(x->codes[i - 1])),
				 _mm256_cmpeq_epi16(here, _mm256_set1_epi16(x->codes[i - 2])));
	return _mm256_blendv_epi8(_mm256_set1_epi16(INT16_MAX),
				  _mm256_add_epi16(from, _mm256_set1_epi16(x->swap)), is);
}

AVX2 static inline __m256i load16(const uint8_t *p)
{
	return _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(const void *)p));
}

AVX2 void sound_kernel_avx2(const struct sound_block *b, const struct sound_probe *x,
			    const uint16_t limit[SOUND_LANES], uint16_t ret[SOUND_LANES])
{
	UNCLEARED __m256i column[3][SOUND_ALIGN_MAX + 1];
	__m256i stop = _mm256_loadu_si256((const __m256i *)(const void *)limit);
	__m256i before = _mm256_setzero_si256();
	column[0][0] = before;
	for (size_t i = 1; i <= x->n; i++)
		column[0][i] =
			_mm256_add_epi16(column[0][i - 1], _mm256_set1_epi16(x->leave[i - 1]));
	__m256i low = column[0][0];
	for (size_t j = 1; j <= b->ny; j++) {
		const uint8_t *codes = b->codes + (j - 1) * SOUND_LANES;
		const __m256i *left2 = column[(j + 1) % 3];
		const __m256i *left = column[(j + 2) % 3];
		__m256i *d = column[j % 3];
		__m256i here = load16(codes);
		__m256i leave = load16(b->leave[x->arabic] + (j - 1) * SOUND_LANES);
		__m128i at[4];
		quarter(_mm_loadu_si128((const __m128i *)(const void *)codes), at);
		__m256i up = _mm256_add_epi16(left[0], leave);
		__m256i low_before = low;
		low = d[0] = up;
		for (size_t i = 1; i <= x->n; i++) {
			__m256i v = _mm256_add_epi16(left[i - 1], look_up(x->row[i - 1], at));
			v = _mm256_min_epi16(v, _mm256_add_epi16(left[i], leave));
			if (x->swaps && i > 1 && j > 1)
				v = _mm256_min_epi16(v, swapping(x, i, before, here, left2[i - 2]));
			up = _mm256_min_epi16(
				v, _mm256_add_epi16(up, _mm256_set1_epi16(x->leave[i - 1])));
			d[i] = up;
			low = _mm256_min_epi16(low, up);
		}
		before = here;
		low_before = _mm256_min_epi16(low, low_before);
		if (_mm256_movemask_epi8(_mm256_cmpgt_epi16(low_before, stop)) == -1) {
			_mm256_storeu_si256((__m256i *)(void *)ret, low_before);
			return;
		}
	}
	_mm256_storeu_si256((__m256i *)(void *)ret, column[b->ny % 3][x->n]);
}
#endif
