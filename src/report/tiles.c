/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/tiles.h"

/* About as on the map; short names are those of the design. */
const struct province_tile PROVINCE_TILES[PROVINCE_TILES_N] = {
	{ "IR-04", "WAZ", 1, 1 }, { "IR-03", "EAZ", 2, 1 }, { "IR-24", "ARD", 3, 1 },
	{ "IR-27", "GOL", 6, 1 }, { "IR-28", "NKH", 7, 1 }, { "IR-12", "KRD", 1, 2 },
	{ "IR-19", "ZAN", 2, 2 }, { "IR-01", "GIL", 3, 2 }, { "IR-02", "MAZ", 5, 2 },
	{ "IR-20", "SEM", 6, 2 }, { "IR-09", "RKH", 7, 2 }, { "IR-05", "KRM", 1, 3 },
	{ "IR-13", "HAM", 2, 3 }, { "IR-26", "QAZ", 3, 3 }, { "IR-30", "ALB", 4, 3 },
	{ "IR-23", "TEH", 5, 3 }, { "IR-29", "SKH", 7, 3 }, { "IR-16", "ILM", 1, 4 },
	{ "IR-15", "LOR", 2, 4 }, { "IR-00", "MRK", 3, 4 }, { "IR-25", "QOM", 4, 4 },
	{ "IR-10", "ISF", 5, 4 }, { "IR-21", "YZD", 6, 4 }, { "IR-06", "KHZ", 2, 5 },
	{ "IR-14", "CMB", 3, 5 }, { "IR-17", "KBA", 4, 5 }, { "IR-07", "FRS", 5, 5 },
	{ "IR-08", "KRN", 6, 5 }, { "IR-11", "SBN", 7, 5 }, { "IR-18", "BSH", 4, 6 },
	{ "IR-22", "HRM", 6, 6 },
};

static struct str desc_of(const struct chart_tile *t, enum lang lang, struct arena *a)
{
	double sum = 0;
	size_t most = 0;
	for (size_t i = 0; i < PROVINCE_TILES_N; i++) {
		sum += t[i].value;
		most = t[i].value > t[most].value ? i : most;
	}
	struct str args[] = { num_text(a, lang, (int64_t)sum), t[most].name,
			      num_text(a, lang, (int64_t)t[most].value) };
	return tr_fmt(
		a, lang,
		sum > 0 ? MSG_P("A tile for each province, {1} cases in all; most in {2}, {3}. Counts follow reporting.",
				"یک خانه برای هر استان، در همه {1} مورد؛ بیشترین در {2}، {3}. شمارها پیرو گزارش‌اند.")
			: MSG_P("A tile for each province; no case has one.",
				"یک خانه برای هر استان؛ هیچ موردی استان ندارد."),
		args, COUNT(args));
}

struct str report_tiles_nowhere(int64_t nowhere, enum lang lang, struct arena *a)
{
	struct str n = num_text(a, lang, nowhere);
	return !nowhere ? STR("")
			: tr_fmt(a, lang,
				 MSG_P("{1} more are recorded without a province.",
				       "{1} مورد دیگر بی استان ثبت شده است."),
				 &n, 1);
}

void report_tiles(const struct province_count counts[PROVINCE_TILES_N], int64_t nowhere,
		  enum lang lang, struct arena *a, struct chart *ret)
{
	struct str foot[] = {
		tr(lang,
		   MSG_P("The last year of periods that are over. Counts follow reporting: a low count can mean few sources.",
			 "یک سال گذشته از دوره‌های پایان‌یافته. شمارها پیرو گزارش‌اند: شمار کم شاید از کمی منبع باشد.")),
		report_tiles_nowhere(nowhere, lang, a)
	};
	struct chart_tile *tiles = NEW_N(a, PROVINCE_TILES_N, struct chart_tile);
	for (size_t i = 0; i < PROVINCE_TILES_N; i++)
		tiles[i] = (struct chart_tile){ .code = str_of(PROVINCE_TILES[i].shown),
						.name = counts[i].name,
						.x = PROVINCE_TILES[i].x,
						.y = PROVINCE_TILES[i].y,
						.value = (double)counts[i].count,
						.mark = counts[i].surged };
	*ret = (struct chart){
		.kind = CHART_TILES,
		.lang = lang,
		.title = tr(lang, MSG_P("Cases by province", "موردها به تفکیک استان")),
		.desc = desc_of(tiles, lang, a),
		.foot = nowhere ? tr_fmt(a, lang, MSG_P("{1} {2}", "{1} {2}"), foot, 2) : foot[0],
	};
	ret->of.tiles = (struct chart_tiles){
		.place = tr(lang, MSG_P("Province", "استان")),
		.value = tr(lang, MSG_P("Recorded", "ثبت‌شده")),
		.p = tiles,
		.n = PROVINCE_TILES_N,
	};
	chart_steps(tiles, PROVINCE_TILES_N, ret->of.tiles.steps);
}
