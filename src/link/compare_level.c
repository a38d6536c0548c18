/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare_level.c - names, texts, places, numbers, links: which level two values reach. */
#include "link/compare_priv.h"
#include "link/link_priv.h"
#include "names/place.h"

/* Shares of pairs of one person are what lists of this kind have shown before; learning begins there. */
static const struct link_level_kind NAME[] = {
	{ { "the same letters", "همان حروف" }, .60F, 1 },
	{ { "the same sounds", "همان آواها" }, .12F, 1 },
	{ { "nearly the same sounds", "آواهای تقریباً یکسان" }, .06F, .9F },
	{ { "one typing error or similar sounds", "یک غلط تایپی یا آواهای مشابه" }, .08F, .8F },
	{ { "similar", "مشابه" }, .05F, .7F },
	{ { "somewhat similar", "تا حدی مشابه" }, .03F, .5F },
	{ { "in another column", "در ستونی دیگر" }, .01F, .5F },
	{ { "partly the same", "تا اندازه‌ای یکسان" }, .02F, .3F },
	{ { "one name another, the rest the same", "یک نام دیگر، بقیه یکسان" }, .002F, 0 },
	{ { "a part in common", "بخشی مشترک" }, .01F, .1F },
	{ { "little in common", "کمی مشترک" }, .01F, 0 },
	{ { "another name", "نامی دیگر" }, .02F, 0 },
};
static const struct link_level_kind TEXT[] = {
	{ { "the same text", "همان متن" }, .70F, 1 },
	{ { "one typing error", "یک غلط تایپی" }, .12F, .9F },
	{ { "two typing errors or nearly the same", "دو غلط تایپی یا تقریباً یکسان" }, .06F, .7F },
	{ { "similar, or one within the other", "مشابه، یا یکی درون دیگری" }, .05F, .5F },
	{ { "another text", "متنی دیگر" }, .07F, 0 },
};
static const struct link_level_kind DATE[] = {
	{ { "the same day", "همان روز" }, .70F, 1 },
	{ { "a day apart", "یک روز فاصله" }, .05F, .8F },
	{ { "within 3 days", "تا ۳ روز فاصله" }, .02F, .5F },
	{ { "one figure mistyped, or day and month exchanged",
	    "یک رقم اشتباه، یا جابه‌جایی روز و ماه" },
	  .06F,
	  .5F },
	{ { "overlap within a month", "همپوشانی در یک ماه" }, .06F, .5F },
	{ { "overlap within a year", "همپوشانی در یک سال" }, .04F, .3F },
	{ { "overlap", "همپوشانی" }, .01F, 0 },
	{ { "another month or another day, the rest the same", "ماه یا روزی دیگر، بقیه یکسان" },
	  .02F,
	  .3F },
	{ { "the same day of another year", "همان روز در سالی دیگر" }, .02F, .3F },
	{ { "within 45 days", "تا ۴۵ روز فاصله" }, .02F, .2F },
	{ { "the year before or after, without a day", "سال پیش یا پس، بی روز" }, .01F, 0 },
	{ { "another day of the same year", "روزی دیگر از همان سال" }, .01F, 0 },
	{ { "another date", "تاریخی دیگر" }, .01F, 0 },
};
static const struct link_level_kind YEAR[] = {
	{ { "the same year", "همان سال" }, .75F, 1 },
	{ { "a year apart", "یک سال فاصله" }, .12F, .5F },
	{ { "two years apart", "دو سال فاصله" }, .04F, .3F },
	{ { "one figure mistyped, or within 5 years", "یک رقم اشتباه، یا تا ۵ سال" }, .05F, .2F },
	{ { "another year", "سالی دیگر" }, .04F, 0 },
};
static const struct link_level_kind AGE[] = {
	{ { "the same age", "همان سن" }, .60F, 1 },
	{ { "a year apart", "یک سال فاصله" }, .25F, .5F },
	{ { "two years apart", "دو سال فاصله" }, .06F, .3F },
	{ { "within 5 years", "تا ۵ سال" }, .05F, .2F },
	{ { "another age", "سنی دیگر" }, .04F, 0 },
};
static const struct link_level_kind PLACE[] = {
	{ { "the same place", "همان جا" }, .70F, 1 },
	{ { "one lies in the other", "یکی در دیگری است" }, .10F, .5F },
	{ { "similar spelling", "نگارش مشابه" }, .04F, .7F },
	{ { "the same province", "همان استان" }, .06F, .3F },
	{ { "another place", "جایی دیگر" }, .10F, 0 },
};
static const struct link_level_kind CATEGORY[] = {
	{ { "the same", "یکسان" }, .97F, 1 },
	{ { "different", "متفاوت" }, .03F, 0 },
};
static const struct link_level_kind NUMBER[] = {
	{ { "the same number", "همان شماره" }, .80F, 1 },
	{ { "one typing error", "یک غلط تایپی" }, .10F, .8F },
	{ { "two typing errors", "دو غلط تایپی" }, .03F, .3F },
	{ { "another number", "شماره‌ای دیگر" }, .07F, 0 },
};
static const struct link_level_kind URL[] = {
	{ { "the same page", "همان صفحه" }, .60F, 1 },
	{ { "the same site", "همان سایت" }, .20F, 1 },
	{ { "another site", "سایتی دیگر" }, .20F, 0 },
};

const struct link_level_kind *link_levels_of(enum link_type t, size_t *ret_n)
{
	static const struct {
		const struct link_level_kind *p;
		size_t n;
	} OF[LINK_TYPES] = {
		[LINK_NAME] = { NAME, COUNT(NAME) },
		[LINK_TEXT] = { TEXT, COUNT(TEXT) },
		[LINK_DATE] = { DATE, COUNT(DATE) },
		[LINK_YEAR] = { YEAR, COUNT(YEAR) },
		[LINK_AGE] = { AGE, COUNT(AGE) },
		[LINK_PLACE] = { PLACE, COUNT(PLACE) },
		[LINK_CATEGORY] = { CATEGORY, COUNT(CATEGORY) },
		[LINK_NUMBER] = { NUMBER, COUNT(NUMBER) },
		[LINK_URL] = { URL, COUNT(URL) },
		[LINK_ID] = { NUMBER, COUNT(NUMBER) },
	};
	static_assert(COUNT(DATE) <= LINK_LEVELS_MAX && COUNT(NAME) <= LINK_LEVELS_MAX, "4 bits");
	*ret_n = OF[t].n;
	return OF[t].p;
}

float link_level_words(enum link_type t, unsigned level)
{
	/* Bits of agreement for each bit of rarity, as made lists show: one where words are all there is, less where
	 * unlike words stand beside them, least where the likeness is of spelling. */
	static const float WORDS[LINK_LEVELS_MAX] = {
		[4] = .5F, [5] = .5F, [7] = .7F, [9] = .7F, [10] = .7F
	};
	return t == LINK_NAME && level < LINK_LEVELS_MAX ? WORDS[level] : 0;
}

bool link_level_is_stated(enum link_type t, unsigned level)
{
	return t == LINK_NAME && level == LINK_NAME_KIN;
}

/* Each typing error changes at most two bits of the letters that occur. */
static bool typos_possible(const struct link_value *x, const struct link_value *y, int max)
{
	return __builtin_popcountll(x->bag ^ y->bag) <= 2 * max &&
	       (x->folded.n > y->folded.n ? x->folded.n - y->folded.n
					  : y->folded.n - x->folded.n) <= (size_t)max * 4;
}

static int typos(const struct link_value *x, const struct link_value *y, int max)
{
	return typos_possible(x, y, max) ? link_typos(x->folded, y->folded, max) : max + 1;
}

/* ---- names ---- */

/* A typing error weighs more in a short name. */
static float score_of_typos(const struct link_value *x, const struct link_value *y)
{
	size_t n = x->folded.n < y->folded.n ? x->folded.n : y->folded.n;
	if (n < 3)
		return 0;
	int t = typos(x, y, 2);
	if (t == 1)
		return n >= 5 ? .92F : .88F;
	if (t == 2 && n >= 5)
		return n >= 8 ? .88F : .83F;
	return 0;
}

/*
 * All sounds in their order, whatever the words: says less than words that meet, and finds names that were cut into
 * words in another way or misspelt in each of them. Never as good as "somewhat similar".
 */
static float score_in_order(struct sound_cost c)
{
	float s = c.of ? 1 - (float)c.cost / (float)c.of - .08F : 0;
	return s < .81F ? s : .81F;
}

static const float BY_ORDER = .72F; /* scores below which all sounds in their order are asked */

static unsigned level_of_score(float s)
{
	static const float FROM[] = { .965F, .94F, .91F, .87F, .82F };
	static const float BELOW[] = { .60F, .45F };
	for (unsigned i = 0; i < COUNT(FROM); i++)
		if (s >= FROM[i])
			return i + 1;
	if (s >= BY_ORDER)
		return LINK_NAME_KIN - 1;
	for (unsigned i = 0; i < COUNT(BELOW); i++)
		if (s >= BELOW[i])
			return LINK_NAME_KIN + 1 + i;
	return LINK_NAME_KIN + 1 + COUNT(BELOW);
}

/* What a relative's name would reach by its letters. */
static unsigned apart_from_kin(struct name_many *m, const struct link_value *x,
			       const struct link_value *y, unsigned level)
{
	bool asked = level >= LINK_NAME_CLOSE && level <= LINK_NAME_KIN + 1;
	return asked && name_is_kin(m, x->name, y->name) ? LINK_NAME_KIN : level;
}

static float with_typos(const struct link_value *x, const struct link_value *y, float s)
{
	float t = s < .91F ? score_of_typos(x, y) : 0;
	return t > s ? t : s;
}

static float with_order(struct sound_cost c, float s)
{
	float t = score_in_order(c);
	return t > s ? t : s;
}

unsigned link_level_name(const struct link_value *x, const struct link_value *y,
			 const struct name_weigher *w)
{
	if (x->name->folded == y->name->folded)
		return 0;
	float s = with_typos(x, y, name_compare(x->name, y->name, w));
	if (s < BY_ORDER)
		s = with_order(sound_align(x->name->codes, x->name->n_codes, y->name->codes,
					   y->name->n_codes),
			       s);
	return apart_from_kin(NULL, x, y, level_of_score(s));
}

/* All sounds in their order never make a name so close, and need not be asked. */
bool link_is_close_name(struct name_many *m, const struct link_value *x, const struct link_value *y,
			const struct name_weigher *w)
{
	if (x->name->folded == y->name->folded)
		return true;
	unsigned level =
		level_of_score(with_typos(x, y, name_compare_with(m, x->name, y->name, w)));
	return level <= LINK_NAME_CLOSE && apart_from_kin(m, x, y, level) <= LINK_NAME_CLOSE;
}

/* Some dozens at once, so that all is on the stack. */
enum { AT_ONCE = 128 };
static void level_some(struct name_many *m, const struct link_value *x,
		       const struct link_value *const *ys, size_t n, const struct name_weigher *w,
		       uint8_t *ret)
{
	const struct name *names[AT_ONCE] = { NULL };
	UNCLEARED struct sound_cost order[AT_ONCE];
	UNCLEARED float s[AT_ONCE];
	for (size_t i = 0; i < n; i++) {
		names[i] = ys[i]->name;
		__builtin_prefetch(names[i]);
	}
	/* What is scattered in memory is fetched all at once. */
	for (size_t i = 0; i < n; i++) {
		__builtin_prefetch(names[i]->codes);
		__builtin_prefetch(names[i]->tokens);
		__builtin_prefetch(names[i]->tokens + 2);
		__builtin_prefetch(names[i]->words);
	}
	name_align_many(m, x->name, names, n, order);
	name_compare_many(m, x->name, names, n, w, order, s);
	for (size_t i = 0; i < n; i++) {
		if (x->name->folded == names[i]->folded) {
			ret[i] = 0;
			continue;
		}
		float score = with_typos(x, ys[i], s[i]);
		if (score < BY_ORDER)
			score = with_order(order[i], score);
		ret[i] = (uint8_t)apart_from_kin(m, x, ys[i], level_of_score(score));
	}
}

void link_level_names(struct name_many *m, const struct link_value *x,
		      const struct link_value *const *ys, size_t n, const struct name_weigher *w,
		      uint8_t *ret)
{
	for (size_t from = 0; from < n; from += AT_ONCE) {
		size_t some = n - from < AT_ONCE ? n - from : AT_ONCE;
		level_some(m, x, ys + from, some, w, ret + from);
	}
}

/* ---- texts ---- */

bool link_is_within(struct str x, struct str y)
{
	struct str word;
	while (x.p && x.n) {
		x = str_cut(x, ' ', &word);
		struct str rest = y;
		struct str other = STR_NULL;
		bool met = false;
		while (rest.p && rest.n && !met) {
			rest = str_cut(rest, ' ', &other);
			met = str_eq(word, other);
		}
		if (!met)
			return false;
	}
	return true;
}

unsigned link_level_text(const struct link_value *x, const struct link_value *y)
{
	if (x->group == y->group)
		return 0;
	size_t shorter = x->folded.n < y->folded.n ? x->folded.n : y->folded.n;
	int t = shorter >= 3 ? typos(x, y, 2) : 3;
	if (t == 1)
		return 1;
	if (t == 2 && shorter >= 6)
		return 2;
	float s = link_jaro_winkler(x->folded, y->folded);
	if (s >= .94F)
		return 2;
	bool within =
		shorter >= 4 && (x->folded.n == shorter ? link_is_within(x->folded, y->folded)
							: link_is_within(y->folded, x->folded));
	return s >= .88F || within ? 3 : 4;
}

/* ---- places ---- */

unsigned link_level_place(const struct link_value *x, const struct link_value *y)
{
	if (x->group == y->group)
		return 0;
	switch (place_relation(x->place.place, y->place.place)) {
	case PLACE_SAME:
		return 0;
	case PLACE_PARENT:
		return 1;
	case PLACE_SAME_PROVINCE:
		return 3;
	case PLACE_DIFFERENT:
		return 4;
	case PLACE_UNKNOWN:
		break;
	}
	float s = name_compare(x->place.name, y->place.name, NULL);
	if (s >= .94F)
		return 0;
	if (s >= .85F || typos(x, y, 1) == 1)
		return 2;
	return 4;
}

/* ---- numbers and links ---- */

unsigned link_level_id(const struct link_value *x, const struct link_value *y)
{
	if (x->group == y->group)
		return 0;
	size_t n = x->folded.n < y->folded.n ? x->folded.n : y->folded.n;
	int t = n >= 3 ? typos(x, y, 2) : n == 2 ? typos(x, y, 1) : 3;
	if (t == 1)
		return 1;
	return t == 2 && n >= 5 ? 2 : 3;
}

unsigned link_level_url(const struct link_value *x, const struct link_value *y)
{
	if (x->group == y->group)
		return 0;
	struct str hx;
	struct str hy;
	str_cut(x->folded, '/', &hx);
	str_cut(y->folded, '/', &hy);
	return str_eq(hx, hy) ? 1 : 2;
}
