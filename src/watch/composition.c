/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/composition.h"

#include "base/map.h"
#include "num/dist.h"
#include "num/rng.h"
#include "watch/alarm.h"
#include "watch/rate.h"

enum { DRAWS = 100000, ENOUGH = 200 };
#define TIE 1e-7 /* R's fisher.test: probabilities this near are alike */

/* ---- reading ---------------------------------------------------------------- */

static const struct msg TWICE =
	MSG("\"{1}\" stands here again; first in row {2}", "«{1}» دوباره آمده؛ نخست در ردیف {2}");
static const struct msg TWICE_DO =
	MSG("keep one of the rows", "یکی از ردیف‌ها را نگه دارید");
static const struct msg NO_PERIODS =
	MSG("there are not two columns of counts", "دو ستون شمار نیست");
static const struct msg NO_PERIODS_DO = MSG(
	"name the columns property,value,before,now; or give the two periods other names, the earlier first",
	"ستون‌ها را property,value,before,now بنامید؛ یا به دو دوره نام دیگر بدهید، نخست دورهٔ پیشین");

struct columns {
	ptrdiff_t property, value, before, now;
};

static struct columns columns_of(const struct csv_row *h, struct csv_problems *ps)
{
	struct columns c = { cell_column(h, "property"), cell_column_needed(h, "value", ps),
			     cell_column(h, "before"), cell_column(h, "now") };
	if (c.before >= 0 && c.now >= 0)
		return c;
	size_t found = 0;
	c.before = c.now = -1;
	for (size_t i = 0; i < h->n; i++) {
		if ((ptrdiff_t)i == c.property || (ptrdiff_t)i == c.value)
			continue;
		*(found ? &c.now : &c.before) = (ptrdiff_t)i;
		found++;
	}
	if (found != 2) {
		c.now = -1;
		cell_problem(ps, 1, -1, &NO_PERIODS, &NO_PERIODS_DO, STR(""));
	}
	return c;
}

static bool is_unknown(struct str value)
{
	return !value.n || str_same_word(value, STR("unknown")) || str_eq(value, STR("نامعلوم")) ||
	       str_eq(value, STR("نامشخص"));
}

static struct composition *property_of(struct composition_table *t, struct map *by_name,
				       struct str name, struct arena *a)
{
	void **at = map_at(by_name, name);
	if (!*at) {
		struct composition *c = &t->items[t->n++];
		c->property = str_copy(a, name);
		c->rows = NEW_N(a, COMPOSITION_VALUES_MAX, struct composition_row);
		*at = c;
	}
	return *at;
}

static bool is_new(struct map *seen, const struct csv_row *row, struct str property,
		   struct str value, size_t column, struct csv_problems *ps)
{
	struct str key = str_printf(ps->a, "%.*s%c%.*s", STR_FMT(property), '\0', STR_FMT(value));
	void **at = map_at(seen, key);
	if (!*at) {
		int64_t *number = NEW(ps->a, int64_t);
		*number = row->number;
		*at = number;
		return true;
	}
	struct str args[] = { value, num_text(ps->a, ps->lang, *(const int64_t *)*at) };
	csv_problem_add(ps, row->number, column + 1, &TWICE, &TWICE_DO, args, COUNT(args));
	return false;
}

static int take_row(const struct csv_row *row, const struct columns *c, struct composition_table *t,
		    struct map *by_name, struct map *seen, struct csv_problems *ps, struct err *e)
{
	struct composition_row r = { .value = str_copy(ps->a, str_trim(row->cells[c->value])) };
	struct str name = c->property < 0 ? STR("") : str_trim(row->cells[c->property]);
	bool unknown = is_unknown(r.value);
	bool fine = cell_count(row, (size_t)c->before, ps, &r.before);
	fine = cell_count(row, (size_t)c->now, ps, &r.now) && fine;
	if (!fine || !is_new(seen, row, name, unknown ? STR("") : r.value, (size_t)c->value, ps))
		return 0;
	struct composition *x = property_of(t, by_name, name, ps->a);
	if (unknown) {
		x->unknown_before = r.before;
		x->unknown_now = r.now;
		return 0;
	}
	if (x->n == COMPOSITION_VALUES_MAX)
		return err_set(e, ERR_TOOBIG, "\"%.*s\" has more than %d values", STR_FMT(name),
			       COMPOSITION_VALUES_MAX);
	x->known_before += r.before;
	x->known_now += r.now;
	x->rows[x->n++] = r;
	return 0;
}

int composition_read(struct str bytes, enum lang lang, struct arena *a,
		     struct composition_table *ret, struct csv_problems *ret_problems,
		     struct err *e)
{
	struct csv_options o = { .lang = lang };
	struct csv_table csv;
	struct map by_name;
	struct map seen;
	struct composition_table t = { .n = 0 };
	map_init(&by_name, a);
	map_init(&seen, a);
	csv_read(bytes, &o, a, &csv);
	*ret_problems = csv.problems;
	struct columns c = columns_of(&csv.header, ret_problems);
	if (csv.n_rows > COMPOSITION_ROWS_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d rows", COMPOSITION_ROWS_MAX);
	t.items = NEW_N(a, csv.n_rows, struct composition);
	bool complete = c.value >= 0 && c.before >= 0 && c.now >= 0;
	for (size_t i = 0; complete && i < csv.n_rows; i++)
		TRY(take_row(&csv.rows[i], &c, &t, &by_name, &seen, ret_problems, e));
	if (complete) {
		t.name_before = str_trim(csv.header.cells[c.before]);
		t.name_now = str_trim(csv.header.cells[c.now]);
	}
	if (ret_problems->n)
		t.n = 0;
	*ret = t;
	return 0;
}

/* ---- tests -------------------------------------------------------------------- */

double composition_fisher(int64_t x, int64_t n, int64_t y, int64_t m)
{
	if (x < 0 || y < 0 || x > n || y > m || n > INT32_MAX || m > INT32_MAX)
		return NUM_NAN;
	struct dist d = dist_hyper((double)n, (double)m, (double)(x + y));
	int64_t lo = x + y > m ? x + y - m : 0;
	int64_t hi = x + y < n ? x + y : n;
	double own = dist_d(d, (double)x) * (1 + TIE);
	double p = 0;
	/* Probabilities rise and then fall: from each end up to those that are more likely. */
	int64_t left = lo;
	while (left <= hi && dist_d(d, (double)left) <= own)
		left++;
	if (left > hi)
		return 1;
	int64_t right = hi;
	while (right > left && dist_d(d, (double)right) <= own)
		right--;
	p += left > lo ? dist_p(d, (double)(left - 1), DIST_BELOW) : 0;
	p += right < hi ? dist_p(d, (double)right, DIST_ABOVE) : 0;
	return p > 1 ? 1 : p;
}

static double chi_squared(const struct composition *c, const int64_t *now)
{
	double all = (double)(c->known_before + c->known_now);
	double sum = 0;
	for (size_t i = 0; i < c->n; i++) {
		int64_t both = c->rows[i].before + c->rows[i].now;
		double expected = (double)both * (double)c->known_now / all;
		double other = (double)both - expected;
		double off = (double)now[i] - expected;
		sum += both ? off * off / expected + off * off / other : 0;
	}
	return sum;
}

/* Those of the smaller period are drawn one by one from all. */
static void draw(const struct composition *c, struct rng *r, int64_t *left, int64_t *now)
{
	bool of_now = c->known_now <= c->known_before;
	int64_t all = c->known_before + c->known_now;
	for (size_t i = 0; i < c->n; i++) {
		left[i] = c->rows[i].before + c->rows[i].now;
		now[i] = of_now ? 0 : left[i];
	}
	for (int64_t k = of_now ? c->known_now : c->known_before; k > 0; k--, all--) {
		int64_t at = (int64_t)rng_below(r, (uint64_t)all);
		size_t i = 0;
		while (at >= left[i])
			at -= left[i++];
		left[i]--;
		now[i] += of_now ? 1 : -1;
	}
}

static void test_all(struct composition *c, const struct composition_options *o, uint64_t stream,
		     struct arena *a)
{
	int64_t *left = NEW_N(a, c->n, int64_t);
	int64_t *now = NEW_N(a, c->n, int64_t);
	size_t draws = o->draws ? o->draws : DRAWS;
	size_t more = 0;
	for (size_t i = 0; i < c->n; i++)
		now[i] = c->rows[i].now;
	double own = chi_squared(c, now);
	struct rng r = rng_start(o->seed, stream);
	c->v = sqrt(own / (double)(c->known_before + c->known_now));
	while (c->drawn < draws && more < ENOUGH) {
		draw(c, &r, left, now);
		c->drawn++;
		more += chi_squared(c, now) >= own * (1 - TIE);
	}
	c->p = more >= ENOUGH ? (double)more / (double)c->drawn
			      : (double)(more + 1) / (double)(c->drawn + 1);
}

/* Gart 1966, with a half in each cell; as a number above 1, and 1 where the bounds hold 1. */
static double tipping_of(int64_t x1, int64_t n1, int64_t x0, int64_t n0, double conf)
{
	double cell[] = { (double)x1 + 0.5, (double)(n1 - x1) + 0.5, (double)x0 + 0.5,
			  (double)(n0 - x0) + 0.5 };
	double or = log(cell[0] * cell[3] / (cell[1] * cell[2]));
	double sd = sqrt(1 / cell[0] + 1 / cell[1] + 1 / cell[2] + 1 / cell[3]);
	double nearer = fabs(or) - dist_z(conf) * sd;
	return nearer > 0 ? exp(nearer) : 1;
}

static void compare_row(struct composition_row *r, const struct composition *c, double conf,
			const struct composition_options *o)
{
	double now = (double)(c->known_now + c->unknown_now);
	double before = (double)(c->known_before + c->unknown_before);
	r->share_now = (double)r->now / (double)c->known_now;
	r->share_before = (double)r->before / (double)c->known_before;
	r->difference = interval_difference(r->now, c->known_now, r->before, c->known_before, conf);
	r->worst.lo = (double)r->now / now - (double)(r->before + c->unknown_before) / before;
	r->worst.hi = (double)(r->now + c->unknown_now) / now - (double)r->before / before;
	r->p = composition_fisher(r->now, c->known_now, r->before, c->known_before);
	r->tipping = tipping_of(r->now, c->known_now, r->before, c->known_before, conf);
	r->tipping_rate = NUM_NAN;
	struct rate_change change;
	if (o->length_now > 0 && rate_compare(r->now, o->length_now, r->before, o->length_before, 1,
					      conf, &change, NULL) == 0)
		r->tipping_rate = change.tipping;
}

static void adjust(struct composition_table *t, size_t rows, struct arena *a)
{
	double *p = NEW_N(a, rows > t->n ? rows : t->n, double);
	double *q = NEW_N(a, rows > t->n ? rows : t->n, double);
	size_t k = 0;
	for (size_t i = 0; i < t->n; i++)
		for (size_t j = 0; j < t->items[i].n; j++)
			p[k++] = t->items[i].rows[j].p;
	alarm_fdr(p, rows, a, q);
	k = 0;
	for (size_t i = 0; i < t->n; i++)
		for (size_t j = 0; j < t->items[i].n; j++)
			t->items[i].rows[j].q = q[k++];
	for (size_t i = 0; i < t->n; i++)
		p[i] = t->items[i].p;
	alarm_fdr(p, t->n, a, q);
	for (size_t i = 0; i < t->n; i++)
		t->items[i].q = q[i];
}

int composition_compare(struct composition_table *t, const struct composition_options *o,
			struct arena *a, struct err *e)
{
	double conf = o->conf > 0 ? o->conf : 0.95;
	size_t rows = 0;
	if (!(conf < 1))
		return err_set(e, ERR_INPUT, "the confidence is between 0 and 1: 0.95");
	if ((o->length_now > 0) != (o->length_before > 0))
		return err_set(e, ERR_INPUT, "give the lengths of both periods, above 0");
	for (size_t i = 0; i < t->n; i++) {
		struct composition *c = &t->items[i];
		rows += c->n;
		if (c->known_before == 0 || c->known_now == 0)
			return err_set(
				e, ERR_INPUT,
				"\"%.*s\": of one period nothing is known, so there is nothing to compare",
				STR_FMT(c->property.n ? c->property : STR("the table")));
		test_all(c, o, i, a);
		for (size_t j = 0; j < c->n; j++)
			compare_row(&c->rows[j], c, conf, o);
	}
	if (!rows)
		return err_set(e, ERR_INPUT, "there is no row with a value");
	adjust(t, rows, a);
	return 0;
}
