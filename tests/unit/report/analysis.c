/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages about plain tables: what is given stands in them, escaped; no number without what it rests on; no alarm without
 * its check by source, or the word that there was none. */
#include "check.h"

#include "report/composition.h"
#include "report/nowcast.h"
#include "report/rate.h"
#include "report/scan.h"
#include "report/segment.h"

static const enum lang LANGS[] = { LANG_EN, LANG_FA };

/* Any page: it ends, runs nothing, loads nothing, and has nothing that is no number. */
static void check_page(struct str s)
{
	CHECK(str_starts(s, STR("<!doctype html>")));
	CHECK(str_ends(s, STR("</html>\n")));
	CHECK(!str_has(s, STR("<script")) && !str_has(s, STR("src=\"http")));
	CHECK(!str_has(s, STR(">nan")) && !str_has(s, STR(">inf")) && !str_has(s, STR("-nan")));
}

/* ---- two periods ----------------------------------------------------------------------- */

static struct str rate_page(int64_t x1, int64_t x0, double phi, enum lang lang, struct arena *a)
{
	AUTO_BUF b;
	struct rate_change c;
	struct err e;
	buf_init(&b, 1 << 20);
	CHECK_OK(rate_compare(x1, 92, x0, 92, phi, 0.95, &c, &e), &e);
	CHECK_OK(report_rate(&c, lang, &b, &e), &e);
	return buf_copy(&b, a);
}

TEST(rates)
{
	static const struct {
		int64_t x1, x0;
		double phi;
		const char *says;
	} CASES[] = {
		{ 104, 13, 1, "More often than before: 4.48 to 15.5 times" },
		{ 13, 104, 1, "Less often than before" },
		{ 10, 13, 1, "The difference may be chance" },
		{ 104, 53, 3, "More often than before" },
		{ 7, 0, 1, "to no bound times" },
		{ 0, 0, 1, "may be chance" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++)
		for (size_t k = 0; k < COUNT(LANGS); k++) {
			struct str s =
				rate_page(CASES[i].x1, CASES[i].x0, CASES[i].phi, LANGS[k], a);
			check_page(s);
			if (LANGS[k] != LANG_EN)
				continue;
			CHECK(str_has(s, str_of(CASES[i].says)));
			CHECK(str_has(s, STR("Both periods were documented equally well")));
			/* Single events are assumed unless a spread was given. */
			CHECK_INT(str_has(s, STR("come one by one")), CASES[i].phi <= 1);
		}
}

/* ---- who, and when -------------------------------------------------------------------- */

TEST(compositions)
{
	static const char *const TABLE = "property,value,2015,2024\n"
					 "charge,drugs,40,90\ncharge,<i>murder,50,45\n"
					 "charge,unknown,12,48\nlawyer,own,30,12\n"
					 "lawyer,appointed,50,140\n";
	AUTO_ARENA *a = arena_new(0);
	for (size_t k = 0; k < COUNT(LANGS); k++) {
		AUTO_BUF b;
		struct composition_table t;
		struct composition_options o = { .seed = 7, .draws = 1000 };
		struct csv_problems ps;
		struct err e;
		CHECK_OK(composition_read(str_of(TABLE), LANGS[k], a, &t, &ps, &e), &e);
		CHECK_OK(composition_compare(&t, &o, a, &e), &e);
		buf_init(&b, 1 << 20);
		CHECK_OK(report_composition(&t, &o, LANGS[k], &b, &e), &e);
		struct str s = buf_str(&b);
		check_page(s);
		CHECK(str_has(s, STR("&lt;i&gt;murder")));
		if (LANGS[k] != LANG_EN)
			continue;
		CHECK(str_has(s, STR("Of 4 values compared, 4 changed by more than chance")));
		CHECK(str_has(s, STR("and 2 whatever the unknown were")));
		CHECK(str_has(s, STR("of the known only: the unknown can undo it")));
		CHECK(str_has(s, STR("holds whatever the unknown were")));
		CHECK(str_has(s, STR("documented equally well")));
		CHECK(str_has(s, STR("seed 7")));
	}
}

/* One series of which something can be said, and one that is too short. */
static void cut_in_two(struct segment_answer x[2], struct series s[2], int64_t *y)
{
	struct err e;
	uint32_t r = 99;
	for (size_t t = 0; t < 60; t++) {
		r = (r * 1103 + 12345) % 65536;
		y[t] = (int64_t)((t < 36 ? 8 : 30) * (0.5 + r / 65536.0));
	}
	s[0] = (struct series){
		.name = STR("Example <country>"), .freq = 12, .n = 60, .observed = y, .first = 1
	};
	s[1] = s[0];
	s[1].n = 40;
	for (size_t i = 0; i < 2; i++) {
		x[i] = (struct segment_answer){ .s = &s[i] };
		if (segment_fit(&s[i], 37, 0.95, &x[i].r, &e) < 0)
			x[i].refused = STR("too <few> periods");
	}
}

TEST(interrupted_series)
{
	for (size_t k = 0; k < COUNT(LANGS); k++) {
		AUTO_BUF b;
		struct segment_answer x[2];
		struct series s[2];
		int64_t y[60];
		struct err e;
		cut_in_two(x, s, y);
		buf_init(&b, 1 << 20);
		CHECK_OK(report_segment(x, 2, LANGS[k], &b, &e), &e);
		struct str page = buf_str(&b);
		check_page(page);
		CHECK(str_has(page, STR("Example &lt;country&gt;")));
		CHECK(str_has(page, STR("too &lt;few&gt; periods")));
		if (LANGS[k] != LANG_EN)
			continue;
		CHECK(str_has(page, STR("The level of 1 of 1 series changed at once")));
		CHECK(str_has(page, STR("The level rose at once,")));
		CHECK(str_has(page, STR("A day chosen because counts rose there proves itself")));
	}
}

/* ---- the newest periods ------------------------------------------------------------------ */

struct forecast {
	struct nowcast_table table;
	struct nowcast_options o;
	struct nowcast_delay delay;
	struct nowcast_point *points[2];
	size_t n_points[2];
	struct nowcast_check *back;
	size_t n_back;
};

static struct nowcast_page nowcast_of(struct forecast *f, enum lang lang, struct arena *a)
{
	static const char *const ROWS =
		"series,event,delay,count\n"
		"Example <prison> A,2025-01,0,4\nExample <prison> A,2025-01,1,3\n"
		"Example <prison> A,2025-02,0,5\nExample <prison> A,2025-02,1,2\n"
		"Example <prison> A,2025-03,0,3\nExample <prison> A,2025-03,1,4\n"
		"Example <prison> A,2025-04,0,4\nExample <prison> A,2025-04,1,3\n"
		"Example <prison> A,2025-05,0,5\nExample <prison> A,2025-05,1,2\n"
		"Example <prison> A,2025-06,0,4\nزندان نمونه,2025-03,0,1\n";
	struct csv_problems ps;
	struct err e;
	*f = (struct forecast){
		.o = { .now = -1, .max_delay = -1, .conf = 0.95, .above = NUM_NAN }
	};
	CHECK_OK(nowcast_read(str_of(ROWS), lang, a, &f->table, &ps, &e), &e);
	CHECK_OK(nowcast_learn(&f->table, &f->o, a, &f->delay, &e), &e);
	for (size_t i = 0; i < 2; i++)
		nowcast_predict(&f->table.series[i], &f->delay, &f->o, a, &f->points[i],
				&f->n_points[i]);
	CHECK_OK(nowcast_back(&f->table, &f->o, 2, a, &f->back, &f->n_back, &e), &e);
	return (struct nowcast_page){ .table = &f->table,
				      .o = &f->o,
				      .delay = &f->delay,
				      .points = f->points,
				      .n_points = f->n_points,
				      .back = f->back,
				      .n_back = f->n_back,
				      .lang = lang };
}

TEST(nowcasts)
{
	AUTO_ARENA *a = arena_new(0);
	for (size_t k = 0; k < COUNT(LANGS); k++) {
		AUTO_BUF b;
		struct forecast f;
		struct err e;
		struct nowcast_page page = nowcast_of(&f, LANGS[k], a);
		page.title = STR("Executions <title>");
		page.notes[1] = STR("Left <out>: 3.");
		buf_init(&b, 1 << 20);
		CHECK_OK(report_nowcast(&page, &b, &e), &e);
		struct str s = buf_str(&b);
		check_page(s);
		CHECK(str_has(s, STR("Example &lt;prison&gt; A")));
		CHECK(str_has(s, STR("Executions &lt;title&gt;")) &&
		      str_has(s, STR("Left &lt;out&gt;: 3.")));
		CHECK(str_has(s, LANGS[k] == LANG_EN ? STR("2025-06") : STR("۲۰۲۵-۰۶")));
		CHECK(str_has(s, LANGS[k] == LANG_EN ? STR("4–11") : STR("۴ تا ۱۱")));
		CHECK(LANGS[k] != LANG_EN || str_has(s, STR("Reports come as late as they did")));
		CHECK(str_has(s, STR("id=\"bk\"")));
		page.n_back = 0;
		buf_clear(&b);
		CHECK_OK(report_nowcast(&page, &b, &e), &e);
		CHECK(!str_has(buf_str(&b), STR("id=\"bk\"")));
	}
}

/* ---- places ------------------------------------------------------------------------------ */

enum { PLACES = 6, PERIODS = 24 };

static void write_tables(struct buf *events, struct buf *places, struct buf *sources)
{
	buf_lit(places, "place,lat,lon\n");
	buf_lit(events, "place,period,events,persons\n");
	buf_lit(sources, "place,period,source,events,persons\n");
	for (int i = 0; i < PLACES; i++) {
		buf_printf(places, "Example <place> %d,%d,50\n", i, 30 + i);
		for (int t = 1; t <= PERIODS; t++) {
			int n = 1 + (i * 7 + t * 5) % 3 + (t > 22 && i < 2 ? 6 : 0);
			buf_printf(events, "Example <place> %d,%d,%d,%d\n", i, t, n, 2 * n);
			if (t > 22 && i < 2)
				buf_printf(sources, "Example <place> %d,%d,Example <source>,6,12\n",
					   i, t);
		}
	}
}

struct scanned {
	struct scan_table table;
	struct scan_result r;
	struct scan_source *sources;
	size_t n_sources;
	struct scan_without *without;
};

static void scan_all(struct scanned *x, struct arena *a)
{
	AUTO_BUF events;
	AUTO_BUF places;
	AUTO_BUF sources;
	struct csv_problems ps;
	struct csv_problems at;
	struct scan_options o = { .replicates = 199, .seed = 1 };
	struct err e;
	buf_init(&events, 1 << 20);
	buf_init(&places, 1 << 20);
	buf_init(&sources, 1 << 20);
	write_tables(&events, &places, &sources);
	CHECK_OK(scan_read(buf_copy(&events, a), buf_copy(&places, a), LANG_EN, a, &x->table, &ps,
			   &at, &e),
		 &e);
	CHECK_OK(scan_read_sources(buf_copy(&sources, a), &x->table, LANG_EN, a, &x->sources,
				   &x->n_sources, &ps, &e),
		 &e);
	CHECK_OK(scan_run(&x->table, &o, NULL, a, &x->r, &e), &e);
	x->without = NEW_N(a, x->r.n * x->n_sources, struct scan_without);
	for (size_t k = 0; k < x->n_sources; k++) {
		struct scan_result left;
		CHECK_OK(scan_run(&x->sources[k].left, &x->r.o, NULL, a, &left, &e), &e);
		for (size_t i = 0; i < x->r.n; i++)
			x->without[i * x->n_sources + k] =
				(struct scan_without){ x->sources[k].name, 48,
						       scan_again(&x->sources[k].left, &left,
								  &x->r.clusters[i], a) };
	}
}

static struct str scan_text(const struct scan_page *page, struct arena *a)
{
	AUTO_BUF b;
	struct err e;
	buf_init(&b, 1 << 20);
	CHECK_OK(report_scan(page, &b, &e), &e);
	check_page(buf_str(&b));
	return buf_copy(&b, a);
}

TEST(scans)
{
	AUTO_ARENA *a = arena_new(0);
	struct scanned x = { 0 };
	scan_all(&x, a);
	CHECK(x.r.n > 0 && x.n_sources == 1);
	for (size_t k = 0; k < COUNT(LANGS); k++) {
		struct scan_page page = {
			.table = &x.table, .r = &x.r, .freq = 12, .lang = LANGS[k]
		};
		bool alarm;
		CHECK(report_scan_shown(&page, &alarm) > 0 && alarm);
		struct str s = scan_text(&page, a);
		CHECK(str_has(s, STR("Example &lt;place&gt; 0")));
		CHECK(LANGS[k] != LANG_EN || str_has(s, STR("not tested by source")));
		CHECK(LANGS[k] != LANG_EN || str_has(s, STR("--sources FILE, before an alarm")));
		page.without = x.without;
		page.n_sources = x.n_sources;
		s = scan_text(&page, a);
		CHECK(str_has(s, STR("Example &lt;source&gt;")));
		CHECK(LANGS[k] != LANG_EN || str_has(s, STR("no alarm")));
		CHECK(!str_has(s, STR("not tested by source")));
	}
}

TEST(a_quiet_scan)
{
	AUTO_ARENA *a = arena_new(0);
	struct scanned x = { 0 };
	scan_all(&x, a);
	x.r.n = 0;
	struct scan_page page = { .table = &x.table, .r = &x.r, .freq = 12, .lang = LANG_EN };
	struct str s = scan_text(&page, a);
	CHECK(str_has(s, STR("Nowhere is more than expected.")));
	CHECK(!str_has(s, STR("tag ink")));
}
