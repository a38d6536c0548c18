/* SPDX-License-Identifier: GPL-3.0-or-later */
/* peer.c - Jaro-Winkler (Winkler 1990) and Levenshtein, plainly. */
#include "peer.h"

#include <string.h>

#include "text/fold.h"

static void put(struct peer_text *t, const char *s)
{
	while (*s && t->n < sizeof t->p)
		t->p[t->n++] = *s++;
}

/* As ICU's Any-Latin and most tables do: vowels that are not written stay unwritten. */
static const char *const ROMAN[SOUNDS] = {
	[SOUND_ALEF] = "a", [SOUND_MADDA] = "a",  [SOUND_VAV] = "w",   [SOUND_YE] = "y",
	[SOUND_HE] = "h",   [SOUND_TEH] = "h",	  [SOUND_HHA] = "h",   [SOUND_AYN] = "",
	[SOUND_HAMZA] = "", [SOUND_AE] = "e",	  [SOUND_EE] = "e",    [SOUND_OO] = "o",
	[SOUND_VEH] = "v",  [SOUND_BE] = "b",	  [SOUND_PE] = "p",    [SOUND_TE] = "t",
	[SOUND_TA] = "t",   [SOUND_SE] = "th",	  [SOUND_SIN] = "s",   [SOUND_SAD] = "s",
	[SOUND_JIM] = "j",  [SOUND_CHE] = "ch",	  [SOUND_SHIN] = "sh", [SOUND_KHE] = "kh",
	[SOUND_DAL] = "d",  [SOUND_ZAL] = "dh",	  [SOUND_ZE] = "z",    [SOUND_ZAD] = "d",
	[SOUND_ZA] = "z",   [SOUND_ZHE] = "zh",	  [SOUND_RE] = "r",    [SOUND_FE] = "f",
	[SOUND_QAF] = "q",  [SOUND_GHAYN] = "gh", [SOUND_KAF] = "k",   [SOUND_GAF] = "g",
	[SOUND_LAM] = "l",  [SOUND_MIM] = "m",	  [SOUND_NUN] = "n",
};

void peer_romanise(struct str text, struct arena *scratch, struct peer_text *ret)
{
	struct str s = fold_words(scratch, text);
	ret->n = 0;
	for (size_t i = 0; i < s.n;) {
		size_t len = (s.p[i] & 0xE0) == 0xC0 ? 2 : (s.p[i] & 0xF0) == 0xE0 ? 3 : 1;
		uint8_t is[4];
		if (len == 1 || i + len > s.n) {
			char c[2] = { s.p[i++], 0 };
			put(ret, c);
			continue;
		}
		if (sound_read(str_n(s.p + i, len), is, 4) && ROMAN[is[0]])
			put(ret, ROMAN[is[0]]);
		i += len;
	}
}

float peer_jaro_winkler(const struct peer_text *x, const struct peer_text *y)
{
	bool mx[PEER_TEXT_MAX] = { false };
	bool my[PEER_TEXT_MAX] = { false };
	size_t longer = x->n > y->n ? x->n : y->n;
	size_t reach = longer / 2 ? longer / 2 - 1 : 0;
	size_t m = 0;
	size_t moved = 0;
	size_t prefix = 0;
	for (size_t i = 0; i < x->n; i++)
		for (size_t j = i > reach ? i - reach : 0; j < y->n && j <= i + reach; j++)
			if (!my[j] && x->p[i] == y->p[j]) {
				mx[i] = my[j] = true;
				m++;
				break;
			}
	if (m == 0)
		return 0;
	for (size_t i = 0, j = 0; i < x->n; i++) {
		if (!mx[i])
			continue;
		while (!my[j])
			j++;
		moved += x->p[i] != y->p[j++];
	}
	while (prefix < 4 && prefix < x->n && prefix < y->n && x->p[prefix] == y->p[prefix])
		prefix++;
	double d = (double)m;
	double jaro = (d / (double)x->n + d / (double)y->n + (d - (double)moved / 2) / d) / 3;
	return (float)(jaro + 0.1 * (double)prefix * (1 - jaro));
}

float peer_levenshtein(const struct peer_text *x, const struct peer_text *y)
{
	size_t row[PEER_TEXT_MAX + 1];
	size_t longer = x->n > y->n ? x->n : y->n;
	for (size_t j = 0; j <= y->n; j++)
		row[j] = j;
	for (size_t i = 1; i <= x->n; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= y->n; j++) {
			size_t v = corner + (x->p[i - 1] != y->p[j - 1]);
			corner = row[j];
			v = v < row[j] + 1 ? v : row[j] + 1;
			row[j] = v < row[j - 1] + 1 ? v : row[j - 1] + 1;
		}
	}
	return longer ? 1.0F - (float)row[y->n] / (float)longer : 0;
}
