/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gen_families.c - three editions of one list of families that died together.
 *
 * A name is one's own, the father's, the grandfather's and the family's: brothers differ in the first, cousins in the first
 * two. There is nothing else but age and sex. A later edition writes ages a year higher as often as not, letters in
 * another way, and leaves a middle name out here and there; few are in one edition twice.
 */
#include "gen_lists.h"

struct person {
	size_t own, father, grandfather, stem, ending, second; /* second: beyond the table, none */
	int age;
	bool female;
};

static void name_of(const struct person *p, struct rng *r, struct word *w)
{
	const char *second = p->second < STEMS ? stems[p->second].fa : "";
	bool no_father = chance(r, .015);
	bool no_grandfather = !no_father && chance(r, .015);
	word_set(w, "%s%s%s%s%s %s%s%s%s", given_names[p->own].fa, no_father ? "" : " ",
		 no_father ? "" : given_names[p->father].fa, no_grandfather ? "" : " ",
		 no_grandfather ? "" : given_names[p->grandfather].fa, stems[p->stem].fa,
		 endings[p->ending].fa, *second ? " " : "", second);
	if (chance(r, .15))
		replace_all(w, "ی", "ي");
	if (chance(r, .1))
		replace_all(w, "ک", "ك");
	if (chance(r, .08))
		replace_all(w, "آ", "ا");
	if (chance(r, .03))
		drop_letter(w, r);
}

static void put(struct out *o, const struct person *p, char list, double older, struct rng *r,
		int64_t person)
{
	enum { LIST, NAME, AGE, SEX, CELLS };
	struct word w[CELLS];
	memset(w, 0, sizeof w);
	word_set(&w[LIST], "%c", list);
	name_of(p, r, &w[NAME]);
	int age = p->age + chance(r, older);
	age += chance(r, .02) ? (int)below(r, 6) - 2 : 0;
	if (!chance(r, .01))
		word_set(&w[AGE], "%d", age < 0 ? 0 : age);
	word_set(&w[SEX], "%s", p->female != chance(r, .005) ? "f" : "m");
	struct str cells[CELLS];
	for (size_t i = 0; i < CELLS; i++)
		cells[i] = word_str(&w[i]);
	put_row(o, cells, CELLS, person);
}

static void put_editions(struct out *o, const struct person *p, struct rng *r, int64_t records,
			 int64_t person)
{
	static const double OLDER[] = { 0, .3, .66 };
	bool in = chance(r, .35);
	for (size_t l = 0; l < COUNT(OLDER); l++) {
		int times = in ? 1 + chance(r, .003) : 0;
		for (int i = 0; i < times && o->records < records; i++)
			put(o, p, "ABC"[l], OLDER[l], r, person);
		in = chance(r, in ? .965 : l ? .35 : .45);
	}
}

void gen_families(struct out *o, int64_t records, uint64_t seed)
{
	int64_t person = 0;
	buf_lit(&o->b, "record_id,list,name,age,sex\r\n");
	for (int64_t family = 1; o->records < records; family++) {
		struct rng r = rng_start(seed, (uint64_t)family);
		struct person p = { .grandfather = zipf(&r, GIVEN_NAMES),
				    .stem = below(&r, STEMS),
				    .ending = below(&r, ENDINGS),
				    .second = below(&r, 4 * STEMS / 3) };
		size_t fathers = 1 + below(&r, 3);
		for (size_t f = 0; f < fathers; f++) {
			int eldest = 4 + (int)below(&r, 30);
			size_t children = 1 + below(&r, 5);
			size_t first = zipf(&r, GIVEN_NAMES);
			size_t step = 1 + below(&r, 8);
			p.father = zipf(&r, GIVEN_NAMES);
			for (size_t c = 0; c < children; c++) {
				p.own = (first + c * step) % GIVEN_NAMES;
				p.age = eldest > 2 * (int)c ? eldest - 2 * (int)c : 0;
				p.female = chance(&r, .45);
				put_editions(o, &p, &r, records, ++person);
			}
		}
	}
}
