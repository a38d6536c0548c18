/* SPDX-License-Identifier: GPL-3.0-or-later */
/* review_word.c - weights, shares and odds in words. */
#include "web/page_review.h"

#include <math.h>

static const struct {
	const char *code;
	struct msg label;
} ROUNDS[REVIEW_ROUNDS] = {
	[REVIEW_FIRST] = { "first", MSG("Not decided yet", "هنوز بی‌تصمیم") },
	[REVIEW_SECOND] = { "second", MSG("For a second reader", "برای خوانندهٔ دوم") },
	[REVIEW_DISPUTED] = { "disputed", MSG("Readers differ",
					      "خوانندگان هم‌نظر نیستند") },
	[REVIEW_ALL] = { "all", MSG("All pairs that are open", "همهٔ جفت‌های باز") },
	[REVIEW_OF_SAMPLE] = { "sample", MSG("Sample to measure with", "نمونه برای سنجش") },
};

const char *review_round_code(enum review_round r)
{
	return ROUNDS[r].code;
}

const struct msg *review_round_label(enum review_round r)
{
	return &ROUNDS[r].label;
}

enum review_round review_round_of(struct str code)
{
	for (int i = 0; i < REVIEW_ROUNDS; i++)
		if (str_eq(code, str_of(ROUNDS[i].code)))
			return (enum review_round)i;
	return REVIEW_FIRST;
}

const struct msg *says_label(enum link_says says)
{
	static const struct msg SAYS[] = {
		[LINK_SAYS_SAME] = MSG("Same person", "یک شخص"),
		[LINK_SAYS_DIFFERENT] = MSG("Different persons", "دو شخص"),
		[LINK_SAYS_UNSURE] = MSG("Unsure", "نامطمئن"),
	};
	return &SAYS[says];
}

/* Tenths, in the reader's digits. */
static struct str tenths(struct arena *a, enum lang lang, int64_t v)
{
	return number_local(a, lang,
			    str_printf(a, "%lld.%lld", (long long)(v / 10), (long long)(v % 10)));
}

struct str word_bits(struct arena *a, enum lang lang, int64_t milli, bool sign)
{
	int64_t size = milli < 0 ? -milli : milli;
	int64_t rounded = (size + 50) / 100;
	const char *mark = !rounded ? "" : milli < 0 ? "−" : sign ? "+" : "";
	if (!rounded)
		return num_text(a, lang, 0);
	return str_printf(a, "\u2066%s%.*s\u2069", mark, STR_FMT(tenths(a, lang, rounded)));
}

struct str word_share(struct arena *a, enum lang lang, double share)
{
	if (isnan(share))
		return tr(lang, MSG_P("not known", "دانسته نیست"));
	/* What is not all is not said to be, and what is not nothing neither. */
	bool nearly = share < 1 && share >= .9995;
	bool hardly = share > 0 && share < .0005;
	struct str n = tenths(a, lang, nearly ? 999 : hardly ? 1 : llround(share * 1000));
	if (nearly)
		return tr_fmt(a, lang, MSG_P("over {1} %", "بیش از {1}٪"), &n, 1);
	if (hardly)
		return tr_fmt(a, lang, MSG_P("under {1} %", "کمتر از {1}٪"), &n, 1);
	return tr_fmt(a, lang, MSG_P("{1} %", "{1}٪"), &n, 1);
}

struct str word_ppm(struct arena *a, enum lang lang, int64_t ppm)
{
	return word_share(a, lang, (double)(ppm < 999999 ? ppm : 999999) / 1e6);
}

struct str word_odds(struct arena *a, enum lang lang, int64_t milli)
{
	double odds = exp2(fabs((double)milli) / 1000);
	double scale = odds < 100 ? 1 : pow(10, floor(log10(odds)) - 1);
	struct str n = num_text(
		a, lang, odds > 1e15 ? (int64_t)1e15 : llround(odds / scale) * (int64_t)scale);
	return tr_fmt(a, lang,
		      milli < 0 ? MSG_P("about {1} to 1 against one person",
					"نزدیک {1} به ۱ علیه یک‌بودن")
				: MSG_P("about {1} to 1 for one person",
					"نزدیک {1} به ۱ به سود یک‌بودن"),
		      &n, 1);
}
