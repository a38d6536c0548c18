/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sound_key.c - keys of sequences of classes. */
#include "names/sound.h"

/* FNV-1a, folded so that short keys differ in all bits. */
static uint32_t hash_bytes(const uint8_t *p, size_t n)
{
	uint64_t h = 0xCBF29CE484222325U;
	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 0x100000001B3U;
	h ^= h >> 32;
	h *= 0x9E3779B97F4A7C15U;
	uint32_t ret = (uint32_t)(h >> 32);
	return ret ? ret : 1;
}

size_t sound_key_read(const uint8_t *x, size_t n, uint8_t *ret)
{
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		uint8_t c = sound_key_class(x[i]);
		if (c && (k == 0 || ret[k - 1] != c))
			ret[k++] = c;
	}
	return k;
}

uint32_t sound_key(const uint8_t *x, size_t n)
{
	uint8_t key[256];
	size_t k = sound_key_read(x, n < sizeof key ? n : sizeof key, key);
	return hash_bytes(key, k);
}

uint32_t sound_exact(const uint8_t *x, size_t n)
{
	return hash_bytes(x, n);
}
