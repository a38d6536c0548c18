/* SPDX-License-Identifier: GPL-3.0-or-later */
/* number.c - numbers and their spelling. Letters are those of RFC 4648 base32 in lower case, so that
 * no digit stands where a letter is expected but 2 to 7. */
#include "vault/number.h"

#include "base/hash.h"

enum { SITE_LETTERS = 5, LETTER_BITS = 5 };
static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz234567";

int64_t number_of(int64_t site, int64_t count)
{
	assert(site >= 0 && site < (int64_t)1 << NUMBER_SITE_BITS && "a site has 23 bits");
	assert(count >= 0 && count <= NUMBER_COUNT_MAX && "a log has fewer than 2^30 entries");
	return site << NUMBER_COUNT_BITS | count;
}

int64_t number_site(int64_t number)
{
	return number >> NUMBER_COUNT_BITS;
}

int64_t number_count(int64_t number)
{
	return number & NUMBER_COUNT_MAX;
}

int64_t number_site_of_origin(struct str origin)
{
	struct hash h = hash_of(origin);
	int64_t site = ((int64_t)h.b[0] << 16 | (int64_t)h.b[1] << 8 | h.b[2]) >> 1;
	return site ? site : 1;
}

void number_site_text(int64_t site, char ret[static SITE_LETTERS + 1])
{
	for (int i = SITE_LETTERS - 1; i >= 0; i--, site >>= LETTER_BITS)
		ret[i] = LETTERS[site & 31];
	ret[SITE_LETTERS] = 0;
}

const char *number_text(int64_t number, int width, char ret[static NUMBER_TEXT_MAX])
{
	char site[SITE_LETTERS + 2] = "";
	if (number_site(number)) {
		number_site_text(number_site(number), site);
		memcpy(site + SITE_LETTERS, "-", 2);
	}
	snprintf(ret, NUMBER_TEXT_MAX, "%s%0*lld", site, width, (long long)number_count(number));
	return ret;
}

struct str number_str(struct arena *a, int64_t number)
{
	char text[NUMBER_TEXT_MAX];
	return str_copy(a, str_of(number_text(number, 1, text)));
}

static bool letter_value(char c, int64_t *ret)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	const char *at = c ? strchr(LETTERS, c) : NULL;
	if (at)
		*ret = at - LETTERS;
	return at != NULL;
}

bool number_parse(struct str s, int64_t *ret)
{
	int64_t site = 0;
	int64_t count;
	if (s.n > SITE_LETTERS && s.p[SITE_LETTERS] == '-') {
		for (int i = 0; i < SITE_LETTERS; i++) {
			int64_t v;
			if (!letter_value(s.p[i], &v))
				return false;
			site = site << LETTER_BITS | v;
		}
		if (site == 0 || site >= (int64_t)1 << NUMBER_SITE_BITS)
			return false; /* site 0 has one spelling, without letters */
		s = str_from(s, SITE_LETTERS + 1);
	}
	/* str_to_int takes a sign. */
	if (!s.n || s.p[0] < '0' || s.p[0] > '9' || !str_to_int(s, &count) ||
	    count > NUMBER_COUNT_MAX)
		return false;
	*ret = number_of(site, count);
	return true;
}
