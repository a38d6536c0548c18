/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sound.h - spelling to sound classes, and what it costs to take one sequence of them for another.
 *
 * Classes are *weak* (vowels written or not, alef, vav, ya, he, ayn: their absence costs little) or *strong*
 * (consonants). Arabic, Persian and Kurdish (Sorani) letters, Kurmanji and Latin letters with their
 * digraphs all become classes; doubled consonants become one. Costs are in tenths of a consonant left out
 * and come from names/costs.csv, made into a constant table when the program is built.
 */
#ifndef VIGIL_SOUND_H
#define VIGIL_SOUND_H

#include "base/base.h"

/* N1 lists them here: weak ones first. */
enum sound {
	SOUND_NONE,
	SOUND_A,
	SOUND_E,
	SOUND_I,
	SOUND_O,
	SOUND_U, /* vowels of Latin script and harakat */
	SOUND_ALEF,
	SOUND_VAV,
	SOUND_YA,
	SOUND_HE,
	SOUND_AYN,
	SOUND_B,
	SOUND_P,
	SOUND_T,
	SOUND_S,
	SOUND_J,
	SOUND_CH,
	SOUND_KH,
	SOUND_D,
	SOUND_Z,
	SOUND_R,
	SOUND_ZH,
	SOUND_SH,
	SOUND_F,
	SOUND_GH,
	SOUND_K,
	SOUND_G,
	SOUND_L,
	SOUND_M,
	SOUND_N,
	SOUND_V,
	SOUND_TH,
	SOUND_DH,
	SOUND_DAD,
	SOUND_W,
	SOUND_DIGIT,
	SOUND_OTHER,
	SOUNDS
};

/* Classes of one word; how many, at most `cap`. What is no letter of a script known here gives
 * SOUND_OTHER or nothing (marks). */
size_t sound_read(struct str word, uint8_t *ret, size_t cap);
bool sound_is_strong(uint8_t sound);

/* One step of an alignment: x and y are classes, SOUND_NONE on one side: left out there. */
struct sound_step {
	uint8_t x, y;
	uint8_t cost;
};
/* The least cost of taking x for y (at most 64 classes each are looked at), and the sum of what leaving out all of
 * both would cost; similarity is 1 - cost / that. */
struct sound_cost {
	uint16_t cost, of;
};
struct sound_cost sound_align(const uint8_t *x, size_t nx, const uint8_t *y, size_t ny);
/* The same, with the steps. */
struct sound_cost sound_explain(const uint8_t *x, size_t nx, const uint8_t *y, size_t ny,
				struct arena *a, struct sound_step **ret, size_t *ret_n);
struct str sound_name(uint8_t sound); /* as shown to a reader: "kh", "(a)" */

#endif
