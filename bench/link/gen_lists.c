/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gen_lists.c - lists of invented people, as large as one likes, with the truth beside them.
 *
 *	gen_lists register RECORDS OUT.csv TRUTH.csv [SEED]	one dirty register with typing errors, Latin letters
 *	gen_lists victims RECORDS OUT.csv TRUTH.csv [SEED]	four overlapping lists: P and Q in Persian (Jalali
 *								dates), R and S in Latin (Gregorian; S repeats itself)
 *	gen_lists families RECORDS OUT.csv TRUTH.csv [SEED]	three editions of one list of families: four names in
 *								Arabic letters, age, sex, and nothing else
 *	gen_lists german RECORDS OUT.csv TRUTH.csv [SEED]	one register of German names, a tenth of the people twice
 *	gen_lists archive RECORDS OUT.csv TRUTH.csv [SEED]	people of the past, about ten rows each, worse from row to row
 *	gen_lists pair RECORDS OUT.csv TRUTH.csv [SEED]		a short list in Latin letters, most of whose people stand in a
 *								register in Persian letters sixteen times as long
 *
 * No person behind any of it: names are composed at random of common given names, stems and endings. Spellings vary
 * as sources vary them; dates are partial, places have several spellings, cells are missing. The same seed gives
 * the same bytes. At most 10 million records.
 */
#include "gen_lists.h"

#include "text/calendar.h"
#include "text/csv.h"

enum { FLUSH = 1 << 20 };

static void flush(struct out *o, bool all)
{
	if (o->b.n < FLUSH && !all)
		return;
	if (fwrite(o->b.p, 1, o->b.n, o->rows) != o->b.n ||
	    fwrite(o->t.p, 1, o->t.n, o->truth) != o->t.n)
		die("cannot write");
	buf_clear(&o->b);
	buf_clear(&o->t);
}

void put_row(struct out *o, const struct str *cells, size_t n, int64_t person)
{
	struct csv_writer w = { .b = &o->b };
	char id[24];
	snprintf(id, sizeof id, "r%lld", (long long)o->records++);
	csv_write_cell(&w, str_of(id));
	for (size_t i = 0; i < n; i++)
		csv_write_cell(&w, cells[i]);
	csv_write_end(&w);
	buf_printf(&o->t, "%s,%lld\n", id, (long long)person);
	flush(o, false);
}

bool chance(struct rng *r, double p)
{
	return rng_uniform(r) < p;
}

size_t below(struct rng *r, size_t n)
{
	return (size_t)rng_below(r, n);
}

size_t zipf_from(struct rng *r, size_t n, double from)
{
	double top = log((double)n + from) - log(from);
	size_t k = (size_t)(from * exp(rng_uniform(r) * top) - from);
	return k < n ? k : n - 1;
}

size_t zipf(struct rng *r, size_t n)
{
	return zipf_from(r, n, 3);
}

/* ---- typing errors ---- */

struct str word_str(const struct word *w)
{
	return str_n(w->p, w->n);
}

void put_words(struct out *o, const struct word *w, size_t n, int64_t person)
{
	struct str cells[COLUMNS_MAX];
	assert(n <= COLUMNS_MAX && "as many as a list has");
	for (size_t i = 0; i < n; i++)
		cells[i] = word_str(&w[i]);
	put_row(o, cells, n, person);
}

void word_set(struct word *w, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(w->p, sizeof w->p, fmt, ap);
	va_end(ap);
	w->n = n < 0 ? 0 : (size_t)n < sizeof w->p ? (size_t)n : sizeof w->p - 1;
}

void mistype(struct word *w, struct rng *r)
{
	static const char NEAR[] = "qwertyuiopasdfghjklzxcvbnm";
	if (w->n < 2 || w->n + 2 > sizeof w->p)
		return;
	size_t i = below(r, w->n - 1);
	double what = rng_uniform(r);
	char c = w->p[i];
	if ((c | w->p[i + 1]) & 0x80)
		return;
	if (what < .3) {
		const char *at = strchr(NEAR, c);
		w->p[i] = c >= '0' && c <= '9' ? (char)('0' + below(r, 10))
			  : at && at[0]	       ? NEAR[(size_t)(at - NEAR + 1) % 26]
					       : c;
	} else if (what < .5) {
		memmove(w->p + i, w->p + i + 1, w->n-- - i - 1);
	} else if (what < .65) {
		memmove(w->p + i + 1, w->p + i, w->n++ - i);
	} else if (what < .85) {
		w->p[i] = w->p[i + 1];
		w->p[i + 1] = c;
	} else {
		memmove(w->p + i + 1, w->p + i, w->n++ - i);
		w->p[i] = c >= '0' && c <= '9' ? (char)('0' + below(r, 10)) : NEAR[below(r, 26)];
	}
}

void drop_letter(struct word *w, struct rng *r)
{
	if (w->n <= 8)
		return;
	size_t i = below(r, w->n - 4);
	while (i > 0 && (w->p[i] & 0xC0) == 0x80)
		i--;
	if ((w->p[i] & 0xE0) != 0xC0)
		return;
	memmove(w->p + i, w->p + i + 2, w->n - i - 2);
	w->n -= 2;
}

void replace_all(struct word *w, const char *from, const char *to)
{
	size_t nf = strlen(from);
	if (strlen(to) != nf)
		return;
	for (size_t i = 0; i + nf <= w->n; i++)
		if (memcmp(w->p + i, from, nf) == 0)
			memcpy(w->p + i, to, nf);
}

/* ---- the register ---- */

/* The k-th invented word of a kind: syllables from a stream of its own. */
static void invent(struct word *w, uint64_t kind, size_t k, size_t least, size_t most)
{
	static const char *const HEAD[] = { "b",  "c",	"d",  "f",  "g",  "h",	"j", "k", "l",
					    "m",  "n",	"p",  "r",  "s",  "t",	"v", "w", "br",
					    "ch", "cl", "gr", "sh", "st", "th", "tr" };
	static const char *const TAIL[] = { "", "", "n", "r", "s", "l", "nd", "tt", "y" };
	struct rng r = rng_start(kind, k);
	w->n = 0;
	size_t n = least + below(&r, most - least + 1);
	for (size_t i = 0; i < n; i++) {
		struct word so_far = *w;
		word_set(w, "%.*s%s%c", (int)so_far.n, so_far.p, HEAD[below(&r, COUNT(HEAD))],
			 "aeiou"[below(&r, 5)]);
	}
	struct word so_far = *w;
	word_set(w, "%.*s%s", (int)so_far.n, so_far.p, TAIL[below(&r, COUNT(TAIL))]);
}

enum { GIVEN, SURNAME, NUMBER, SUBURB, POSTCODE, BORN, ID, REGISTER_COLUMNS };
static const char REGISTER_HEAD[] =
	"record_id,given_name,surname,street_number,suburb,postcode,date_of_birth,soc_sec_id\r\n";

static void draw_cell(struct word *w, size_t column, struct rng *r)
{
	switch (column) {
	case GIVEN:
		invent(w, 101, zipf(r, 3000), 2, 3);
		break;
	case SURNAME:
		invent(w, 102, zipf(r, 30000), 2, 4);
		break;
	case NUMBER:
		word_set(w, "%zu", 1 + below(r, 300));
		break;
	case SUBURB:
		invent(w, 103, zipf(r, 3000), 2, 4);
		break;
	case POSTCODE:
		word_set(w, "%04zu", 800 + below(r, 9200));
		break;
	case BORN: {
		struct cal_day d;
		cal_from_jdn(CAL_GREGORIAN, (int32_t)(2425978 + below(r, 29000)), &d);
		word_set(w, "%04d%02d%02d", d.year, d.month, d.day);
		break;
	}
	default:
		word_set(w, "%zu", 1000000 + below(r, 9000000));
		break;
	}
}

static void spoil(struct word *w, struct rng *r)
{
	static const size_t WHICH[] = { GIVEN,	GIVEN,	  SURNAME, SURNAME, NUMBER,
					SUBURB, POSTCODE, BORN,	   BORN,    ID };
	static const size_t TIMES[] = { 1, 1, 2, 2, 3 };
	size_t n = TIMES[below(r, COUNT(TIMES))];
	for (size_t i = 0; i < n; i++) {
		size_t k = WHICH[below(r, COUNT(WHICH))];
		double what = rng_uniform(r);
		if (what < .12) {
			w[k].n = 0;
		} else if (what < .15 && k <= SURNAME) {
			struct word t = w[GIVEN];
			w[GIVEN] = w[SURNAME];
			w[SURNAME] = t;
		} else if (what < .2) {
			draw_cell(&w[k], k, r);
		} else {
			mistype(&w[k], r);
		}
	}
}

void gen_register(struct out *o, int64_t records, uint64_t seed)
{
	buf_add(&o->b, str_of(REGISTER_HEAD));
	for (int64_t person = 1; o->records < records; person++) {
		struct rng r = rng_start(seed, (uint64_t)person);
		struct word w[REGISTER_COLUMNS];
		for (size_t i = 0; i < REGISTER_COLUMNS; i++)
			draw_cell(&w[i], i, &r);
		/* A suburb has one postcode. */
		struct rng suburb =
			rng_start(104, (uint64_t)w[SUBURB].n * 131 + (uint8_t)w[SUBURB].p[0] * 7 +
					       (uint8_t)w[SUBURB].p[w[SUBURB].n / 2]);
		draw_cell(&w[POSTCODE], POSTCODE, &suburb);
		put_words(o, w, REGISTER_COLUMNS, person);
		if (!chance(&r, .4))
			continue;
		int copies = 1 + chance(&r, .3) + chance(&r, .1);
		for (int i = 0; i < copies && o->records < records; i++) {
			struct word c[REGISTER_COLUMNS];
			memcpy(c, w, sizeof c);
			spoil(c, &r);
			put_words(o, c, REGISTER_COLUMNS, person);
		}
	}
}

static const struct {
	const char *kind;
	void (*gen)(struct out *o, int64_t records, uint64_t seed);
} KINDS[] = {
	{ "register", gen_register }, { "victims", gen_victims }, { "families", gen_families },
	{ "german", gen_german },     { "archive", gen_archive }, { "pair", gen_pair },
};

int main(int argc, char **argv)
{
	int64_t records = 0;
	int64_t seed = 1;
	size_t kind = 0;
	while (argc > 1 && kind < COUNT(KINDS) && strcmp(argv[1], KINDS[kind].kind) != 0)
		kind++;
	if (argc < 5 || kind == COUNT(KINDS) || !str_to_int(str_of(argv[2]), &records) ||
	    records < 1 || records > RECORDS_MAX ||
	    (argc > 5 && !str_to_int(str_of(argv[5]), &seed)))
		die("usage: gen_lists KIND RECORDS OUT.csv TRUTH.csv [SEED]");
	struct out o = { .rows = fopen(argv[3], "wb"), .truth = fopen(argv[4], "wb") };
	if (!o.rows || !o.truth)
		die("cannot write %s or %s", argv[3], argv[4]);
	buf_init(&o.b, (size_t)1 << 30);
	buf_init(&o.t, (size_t)1 << 30);
	buf_lit(&o.t, "record_id,entity_id\n");
	KINDS[kind].gen(&o, records, (uint64_t)seed);
	flush(&o, true);
	if (fclose(o.rows) || fclose(o.truth))
		die("cannot write");
	buf_done(&o.b);
	buf_done(&o.t);
	return 0;
}
