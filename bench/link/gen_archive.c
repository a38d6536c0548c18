/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gen_archive.c - people of the past as several archives name them: about ten rows a person, one worse than the other.
 *
 * The whole name may have a title in it, of which the family name is then taken; parts of it are left out, given names are
 * shortened, letters mistyped, now and then the name of marriage or of the stage stands there. Of a birth often the year alone
 * is known and written as its first day. Every cell may be empty.
 */
#include "gen_lists.h"

#include "text/calendar.h"

static const struct {
	const char *name[4]; /* the first is what was baptised */
	bool female;
} GIVEN[] = {
	{ { "john", "jack", "jno", "johnny" }, false },
	{ { "william", "will", "bill", "wm" }, false },
	{ { "thomas", "tom", "thos", "tommy" }, false },
	{ { "george", "geo", "georgie", "george" }, false },
	{ { "james", "jim", "jas", "jamie" }, false },
	{ { "henry", "harry", "hal", "henrie" }, false },
	{ { "charles", "charlie", "chas", "charley" }, false },
	{ { "robert", "bob", "rob", "robt" }, false },
	{ { "edward", "ned", "ted", "edw" }, false },
	{ { "richard", "dick", "rich", "richd" }, false },
	{ { "joseph", "joe", "jos", "josey" }, false },
	{ { "samuel", "sam", "saml", "sammy" }, false },
	{ { "francis", "frank", "fras", "francis" }, false },
	{ { "walter", "wat", "wally", "walt" }, false },
	{ { "arthur", "art", "arty", "arthur" }, false },
	{ { "alexander", "alex", "sandy", "alec" }, false },
	{ { "frederick", "fred", "freddie", "fredk" }, false },
	{ { "alfred", "alf", "fred", "alfie" }, false },
	{ { "david", "davy", "dave", "davey" }, false },
	{ { "edmund", "ned", "ed", "edmond" }, false },
	{ { "hugh", "hughie", "hew", "hugo" }, false },
	{ { "philip", "phil", "pip", "phillip" }, false },
	{ { "nicholas", "nick", "nicolas", "nic" }, false },
	{ { "benjamin", "ben", "benj", "benny" }, false },
	{ { "daniel", "dan", "danl", "danny" }, false },
	{ { "peter", "pete", "peter", "petr" }, false },
	{ { "ralph", "rafe", "ralf", "ralph" }, false },
	{ { "anthony", "tony", "antony", "anth" }, false },
	{ { "matthew", "matt", "mathew", "mat" }, false },
	{ { "roger", "hodge", "rodger", "roger" }, false },
	{ { "mary", "molly", "polly", "marie" }, true },
	{ { "elizabeth", "eliza", "betty", "bess" }, true },
	{ { "anne", "nan", "annie", "ann" }, true },
	{ { "margaret", "maggie", "peggy", "meg" }, true },
	{ { "catherine", "kate", "katherine", "kitty" }, true },
	{ { "jane", "jenny", "janey", "jane" }, true },
	{ { "sarah", "sally", "sara", "sadie" }, true },
	{ { "frances", "fanny", "frances", "fran" }, true },
};
static const char *const HEAD[] = {
	"ash",	"black", "brad",  "brom",  "carl", "chester", "clif", "col",  "crom", "dal",
	"dun",	"eas",	 "ed",	  "far",   "fen",  "gar",     "glad", "gold", "graf", "hal",
	"ham",	"hart",	 "hazel", "hol",   "hun",  "king",    "lang", "lin",  "long", "mar",
	"mel",	"mid",	 "mor",	  "nor",   "oak",  "pem",     "pres", "rad",  "red",  "ros",
	"sand", "shel",	 "stan",  "stock", "sut",  "thorn",   "tun",  "wal",  "whit", "win",
};
static const char *const TAIL[] = {
	"ton", "ley", "ford", "field", "wood",	"worth", "by",	  "well", "bury", "more",
	"ham", "den", "wick", "brook", "croft", "hurst", "stone", "gate", "man",  "ridge",
};
static const struct {
	const char *place, *county, *post;
} PLACES[] = {
	{ "london", "middlesex", "ec1" },
	{ "westminster", "london", "sw1" },
	{ "edinburgh", "midlothian", "eh1" },
	{ "dublin", "leinster", "d2" },
	{ "bristol", "gloucestershire", "bs1" },
	{ "york", "yorkshire", "yo1" },
	{ "norwich", "norfolk", "nr1" },
	{ "exeter", "devon", "ex4" },
	{ "plymouth", "devon", "pl1" },
	{ "leeds", "yorkshire", "ls1" },
	{ "liverpool", "lancashire", "l1" },
	{ "manchester", "lancashire", "m1" },
	{ "glasgow", "lanarkshire", "g1" },
	{ "aberdeen", "aberdeenshire", "ab1" },
	{ "bath", "somerset", "ba1" },
	{ "oxford", "oxfordshire", "ox1" },
	{ "cambridge", "cambridgeshire", "cb1" },
	{ "canterbury", "kent", "ct1" },
	{ "dover", "kent", "ct16" },
	{ "durham", "county durham", "dh1" },
	{ "newcastle", "northumberland", "ne1" },
	{ "carlisle", "cumberland", "ca1" },
	{ "chester", "cheshire", "ch1" },
	{ "shrewsbury", "shropshire", "sy1" },
	{ "worcester", "worcestershire", "wr1" },
	{ "warwick", "warwickshire", "cv34" },
	{ "lincoln", "lincolnshire", "ln1" },
	{ "nottingham", "nottinghamshire", "ng1" },
	{ "derby", "derbyshire", "de1" },
	{ "leicester", "leicestershire", "le1" },
	{ "salisbury", "wiltshire", "sp1" },
	{ "winchester", "hampshire", "so23" },
	{ "southampton", "hampshire", "so14" },
	{ "swansea", "glamorgan", "sa1" },
	{ "cardiff", "glamorgan", "cf10" },
	{ "perth", "perthshire", "ph1" },
	{ "dundee", "angus", "dd1" },
	{ "belfast", "county antrim", "bt1" },
	{ "cork", "munster", "t12" },
	{ "ipswich", "suffolk", "ip1" },
};
static const char *const WORK[] = { "politician", "military officer", "cricketer", "clergyman",
				    "painter",	  "writer",	      "lawyer",	   "judge",
				    "botanist",	  "physician",	      "poet",	   "merchant",
				    "engineer",	  "architect",	      "composer",  "diplomat",
				    "astronomer", "philosopher",      "actor",	   "theologian" };

struct person {
	size_t given, middle;		      /* middle: beyond the table, none */
	char family[32], alias[32], seat[32]; /* alias: of marriage, or of the stage */
	int rank, nth;			      /* rank 0: no title */
	size_t place, work, second_work;
	struct cal_day born;
	bool year_only;
	char post[16];
};
enum { WHOLE, SHORT, FIRST, LAST, BORN, PLACE, POST, GENDER, OCCUPATION, CELLS };

static void invent(char ret[32], struct rng *r)
{
	snprintf(ret, 32, "%s%s", HEAD[zipf_from(r, COUNT(HEAD), 30)],
		 TAIL[zipf_from(r, COUNT(TAIL), 10)]);
}

static struct person draw(struct rng *r)
{
	struct person p = { .given = zipf_from(r, 30, 3) };
	if (chance(r, .12))
		p.given = 30 + zipf_from(r, COUNT(GIVEN) - 30, 3);
	p.middle = chance(r, .3) ? zipf_from(r, 30, 3) : COUNT(GIVEN);
	invent(p.family, r);
	invent(p.alias, r);
	invent(p.seat, r);
	p.rank = !GIVEN[p.given].female && chance(r, .3) ? 1 + (int)below(r, 4) : 0;
	p.nth = 1 + (int)below(r, 7);
	p.place = zipf_from(r, COUNT(PLACES), 4);
	p.work = zipf_from(r, COUNT(WORK), 2);
	p.second_work = chance(r, .3) ? below(r, COUNT(WORK)) : p.work;
	cal_from_jdn(CAL_GREGORIAN, (int32_t)(2268923 + below(r, 146000)),
		     &p.born); /* 1500 to 1899 */
	p.year_only = chance(r, .25);
	snprintf(p.post, sizeof p.post, "%s %d%c%c", PLACES[p.place].post, (int)below(r, 10),
		 (char)('a' + below(r, 26)), (char)('a' + below(r, 26)));
	return p;
}

static const char *suffix(int n)
{
	return n == 1 ? "st" : n == 2 ? "nd" : n == 3 ? "rd" : "th";
}

/* How bad a row is goes from 0 to 1. */
static const char *given_of(size_t given, double bad, struct rng *r)
{
	return GIVEN[given].name[chance(r, .35 * bad) ? 1 + below(r, 3) : 0];
}

/* Words that stand between the first and the last are left out here and there: "thomas of ashton". */
static void leave_out(struct word *w, double p, struct rng *r)
{
	struct word all = *w;
	struct str rest = word_str(&all);
	struct str word;
	w->n = 0;
	while (rest.p && rest.n) {
		bool first = w->n == 0;
		rest = str_cut(rest, ' ', &word);
		bool last = !rest.p || !rest.n;
		if (!first && !last && chance(r, p))
			continue;
		struct word so_far = *w;
		word_set(w, "%.*s%s%.*s", (int)so_far.n, so_far.p, first ? "" : " ", STR_FMT(word));
	}
}

static void put_names(const struct person *p, double bad, struct rng *r, struct word *w)
{
	char family[32];
	char first[32];
	char middle[32];
	snprintf(family, sizeof family, "%s", p->family);
	snprintf(first, sizeof first, "%s", given_of(p->given, bad, r));
	middle[0] = 0;
	if (p->middle < COUNT(GIVEN) && !chance(r, .2 + .4 * bad))
		snprintf(middle, sizeof middle, " %s", GIVEN[p->middle].name[0]);
	if (middle[0] && chance(r, .3 * bad))
		middle[2] = 0;
	if (chance(r, .25 * bad))
		first[1] = 0;
	if (chance(r, .12 * bad))
		snprintf(family, sizeof family, "%s", p->alias);
	const char *last = family;
	bool titled = p->rank && !chance(r, .3);
	const char *nth = suffix(p->nth);
	if (titled && p->rank == 1) {
		word_set(&w[WHOLE], "sir %s%s %s", first, middle, family);
	} else if (titled && p->rank == 2) {
		word_set(&w[WHOLE], "%s%s %s, %d%s baronet", first, middle, family, p->nth, nth);
	} else if (titled && chance(r, .4 * bad)) {
		word_set(&w[WHOLE], "%s %s of %s", first, p->rank == 3 ? "baron" : "earl", p->seat);
		last = p->seat;
	} else if (titled) {
		word_set(&w[WHOLE], "%s%s %s, %d%s %s of %s", first, middle, family, p->nth, nth,
			 p->rank == 3 ? "baron" : "earl", p->seat);
		last = p->seat;
	} else {
		word_set(&w[WHOLE], "%s%s %s", first, middle, family);
	}
	word_set(&w[FIRST], "%s", first);
	word_set(&w[LAST], "%s", last);
	word_set(&w[SHORT], "%s %s", first, last);
	if (chance(r, .8 * bad))
		leave_out(&w[WHOLE], .4, r);
	for (size_t c = WHOLE; c <= LAST; c++)
		if (chance(r, c == SHORT ? 0 : .15 * bad))
			mistype(&w[c], r);
	if (!chance(r, .3))
		word_set(&w[SHORT], "%.*s %.*s", (int)w[FIRST].n, w[FIRST].p, (int)w[LAST].n,
			 w[LAST].p);
	if (chance(r, .3 * bad))
		w[below(r, 4)].n = 0;
}

static void put_birth(const struct person *p, double bad, struct rng *r, struct word *w)
{
	int month = p->year_only || chance(r, .1 * bad) ? 1 : p->born.month;
	int day = month == 1 && (p->year_only || chance(r, .1)) ? 1 : p->born.day;
	word_set(&w[BORN], "%04d-%02d-%02d", p->born.year, month, day);
	if (chance(r, .3 * bad))
		w[BORN].p[chance(r, .6) ? 8 + below(r, 2) : 2 + below(r, 2)] =
			(char)('0' + below(r, 3));
	if (chance(r, .35 * bad))
		w[BORN].n = 0;
}

static void put_row_of(struct out *o, const struct person *p, double bad, struct rng *r,
		       int64_t person)
{
	struct word w[CELLS];
	memset(w, 0, sizeof w);
	put_names(p, bad, r, w);
	put_birth(p, bad, r, w);
	word_set(&w[PLACE], "%s",
		 chance(r, .3 * bad)   ? PLACES[p->place].county
		 : chance(r, .1 * bad) ? PLACES[below(r, COUNT(PLACES))].place
				       : PLACES[p->place].place);
	word_set(&w[POST], "%s", p->post);
	if (chance(r, .5 * bad) && w[POST].n > 3)
		w[POST].p[w[POST].n - 3] = (char)('0' + below(r, 10));
	if (chance(r, .3 * bad))
		w[POST].p[w[POST].n - 1] = (char)('a' + below(r, 26));
	word_set(&w[GENDER], "%s", GIVEN[p->given].female ? "female" : "male");
	word_set(&w[OCCUPATION], "%s",
		 WORK[chance(r, .2 * bad)   ? below(r, COUNT(WORK))
		      : chance(r, .5 * bad) ? p->second_work
					    : p->work]);
	if (chance(r, .05 + .35 * bad))
		w[PLACE].n = 0;
	if (chance(r, .05 + .35 * bad))
		w[POST].n = 0;
	if (chance(r, .2 + .2 * bad))
		w[GENDER].n = 0;
	if (chance(r, .1 + .4 * bad))
		w[OCCUPATION].n = 0;
	struct str cells[CELLS];
	for (size_t i = 0; i < CELLS; i++)
		cells[i] = word_str(&w[i]);
	put_row(o, cells, CELLS, person);
}

void gen_archive(struct out *o, int64_t records, uint64_t seed)
{
	buf_lit(&o->b, "record_id,full_name,first_and_surname,first_name,surname,dob,birth_place,"
		       "postcode_fake,gender,occupation\r\n");
	for (int64_t person = 1; o->records < records; person++) {
		struct rng r = rng_start(seed, (uint64_t)person);
		struct person p = draw(&r);
		size_t rows = 2 + below(&r, 17);
		for (size_t i = 0; i < rows && o->records < records; i++)
			put_row_of(o, &p, i ? .2 + .8 * (double)i / (double)rows : 0, &r, person);
	}
}
