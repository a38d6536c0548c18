/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: text */
/* Any bytes: what is read as EDTF or as wording is written in a form that reads back equal, its
 * bounds are in order, and it can be shown in every calendar and language. */
#include "fuzz.h"

#include "text/date.h"
#include "text/fold.h"
#include "text/utf8.h"

static void check_value(struct arena *a, const struct edtf *v)
{
	struct edtf again;
	int32_t lo, hi;
	struct str text = edtf_text(a, v);
	int rc = edtf_read(text, a, &again, NULL);
	assert(rc == 0 && edtf_eq(v, &again));
	assert(str_eq(edtf_text(a, &again), text));
	edtf_bounds(v, &lo, &hi);
	assert(lo <= hi);
	assert(edtf_overlaps(v, v) && edtf_can_be_same(v, v));
	assert(!edtf_is_exact_day(v) || lo == hi);
	for (enum calendar c = CAL_GREGORIAN; c < CAL_COUNT; c++) {
		assert(utf8_check(date_show(a, LANG_EN, v, c)));
		assert(utf8_check(date_show_long(a, LANG_FA, v, c)));
	}
	assert(date_precision_words(a, LANG_FA, v).n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s = str_n((const char *)p, n);
	struct edtf v;
	struct date_reading *r;
	size_t n_r;
	struct err e;

	if (edtf_read(s, a, &v, &e) == 0)
		check_value(a, &v);
	if (date_read(a, n % 2 ? LANG_EN : LANG_FA, s, &r, &n_r, &e) == 0) {
		assert(n_r > 0);
		for (size_t i = 0; i < n_r; i++) {
			check_value(a, &r[i].edtf);
			assert(!r[i].has_day || cal_weekday(r[i].jdn) == r[i].weekday);
		}
	} else {
		assert(e.code == ERR_INPUT && e.text[0]);
	}
	if (n > 20000)
		return 0;
	struct str words = fold_words(a, s);
	assert(str_eq(fold_words(a, words), words) && utf8_check(words));
	assert(fold_query(a, s).n > 0);
	(void)fold_skeleton(a, fold_search(a, s));
	return 0;
}
