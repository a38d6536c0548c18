/* SPDX-License-Identifier: GPL-3.0-or-later */
/* peer.h - what is used elsewhere: letters of Arabic script made Latin one by one, then compared as letters. */
#ifndef VIGIL_BENCH_PEER_H
#define VIGIL_BENCH_PEER_H

#include "names/sound.h"

enum { PEER_TEXT_MAX = 96 };
struct peer_text {
	char p[PEER_TEXT_MAX];
	size_t n;
};

/* Folded (small letters, no marks), each letter of Arabic script as the Latin one it is usually given as; the
 * text is valid UTF-8. */
void peer_romanise(struct str text, struct arena *scratch, struct peer_text *ret);
float peer_jaro_winkler(const struct peer_text *x, const struct peer_text *y);
float peer_levenshtein(const struct peer_text *x,
		       const struct peer_text *y); /* 1 - distance / longer */

#endif
