/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gen_lists.c - lists of invented people, as large as one likes, with the truth beside them.
 *
 *	gen_lists register RECORDS OUT.csv TRUTH.csv [SEED]	one dirty register with typing errors, Latin letters
 *	gen_lists victims RECORDS OUT.csv TRUTH.csv [SEED]	four overlapping lists: P and Q in Persian (Jalali
 *								dates), R and S in Latin (Gregorian; S repeats itself)
 *
 * No person behind any of it: names are composed at random of common given names, stems and endings. Spellings vary
 * as sources vary them; dates are partial, places have several spellings, cells are missing. The same seed gives
 * the same bytes. At most 10 million records.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "num/rng.h"
#include "text/calendar.h"
#include "text/csv.h"

enum { RECORDS_MAX = 10 * 1000 * 1000, FLUSH = 1 << 20, COLUMNS_MAX = 8 };

/* ---- out ---- */

struct out {
	FILE *rows, *truth;
	struct buf b, t;
	int64_t records;
};

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

static void put_row(struct out *o, const struct str *cells, size_t n, int64_t person)
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

static bool chance(struct rng *r, double p)
{
	return rng_uniform(r) < p;
}

static size_t below(struct rng *r, size_t n)
{
	return (size_t)rng_below(r, n);
}

/* Zipf by inversion: rank k about as often as 1 / (k + 3). */
static size_t zipf(struct rng *r, size_t n)
{
	double top = log((double)n + 3) - log(3);
	size_t k = (size_t)(3 * exp(rng_uniform(r) * top) - 3);
	return k < n ? k : n - 1;
}

/* ---- typing errors ---- */

struct word {
	char p[96];
	size_t n;
};

static struct str word_str(const struct word *w)
{
	return str_n(w->p, w->n);
}

static void word_set(struct word *w, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void word_set(struct word *w, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(w->p, sizeof w->p, fmt, ap);
	va_end(ap);
	w->n = n < 0 ? 0 : (size_t)n < sizeof w->p ? (size_t)n : sizeof w->p - 1;
}

static void mistype(struct word *w, struct rng *r)
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

static void put_register(struct out *o, const struct word *w, int64_t person)
{
	struct str cells[REGISTER_COLUMNS];
	for (size_t i = 0; i < REGISTER_COLUMNS; i++)
		cells[i] = word_str(&w[i]);
	put_row(o, cells, REGISTER_COLUMNS, person);
}

static void gen_register(struct out *o, int64_t records, uint64_t seed)
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
		put_register(o, w, person);
		if (!chance(&r, .4))
			continue;
		int copies = 1 + chance(&r, .3) + chance(&r, .1);
		for (int i = 0; i < copies && o->records < records; i++) {
			struct word c[REGISTER_COLUMNS];
			memcpy(c, w, sizeof c);
			spoil(c, &r);
			put_register(o, c, person);
		}
	}
}

/* ---- the lists of victims ---- */

struct spelling {
	const char *fa;
	const char *latin[4];
};
static const struct spelling GIVEN_NAMES[] = {
	{ "محمد", { "Mohammad", "Mohammed", "Muhammad", "Mohamad" } },
	{ "علی", { "Ali", "Aly", "Ali", "Ali" } },
	{ "حسین", { "Hossein", "Hosein", "Hussein", "Husayn" } },
	{ "رضا", { "Reza", "Rezā", "Rıza", "Reza" } },
	{ "مهدی", { "Mehdi", "Mahdi", "Mehdy", "Mahdy" } },
	{ "حسن", { "Hassan", "Hasan", "Hassan", "Hesan" } },
	{ "امیر", { "Amir", "Ameer", "Emir", "Amir" } },
	{ "عباس", { "Abbas", "Abas", "Abbās", "Abbas" } },
	{ "سعید", { "Saeed", "Saeid", "Said", "Sa'id" } },
	{ "حمید", { "Hamid", "Hameed", "Hamīd", "Hamid" } },
	{ "مجید", { "Majid", "Madjid", "Majeed", "Majid" } },
	{ "مسعود", { "Masoud", "Massoud", "Masud", "Masood" } },
	{ "فرهاد", { "Farhad", "Ferhad", "Farhād", "Farhad" } },
	{ "بهمن", { "Bahman", "Behman", "Bahman", "Bahman" } },
	{ "کاوه", { "Kaveh", "Kawe", "Kaweh", "Kave" } },
	{ "آرش", { "Arash", "Arash", "Ārash", "Aarash" } },
	{ "سیامک", { "Siamak", "Siyamak", "Siāmak", "Syamak" } },
	{ "یوسف", { "Yousef", "Yusuf", "Youssef", "Yusef" } },
	{ "ابراهیم", { "Ebrahim", "Ibrahim", "Ebrāhim", "Ebrahim" } },
	{ "اسماعیل", { "Esmail", "Ismail", "Esmaeil", "Esmaeel" } },
	{ "جواد", { "Javad", "Jawad", "Djavad", "Javād" } },
	{ "کریم", { "Karim", "Kareem", "Karīm", "Kerim" } },
	{ "رحیم", { "Rahim", "Raheem", "Rahīm", "Rehim" } },
	{ "قاسم", { "Ghasem", "Qasem", "Qassem", "Ghassem" } },
	{ "صادق", { "Sadegh", "Sadeq", "Sādeq", "Sadiq" } },
	{ "خالد", { "Khaled", "Xalid", "Khalid", "Khāled" } },
	{ "شورش", { "Shoresh", "Şoreş", "Shuresh", "Shorash" } },
	{ "هیوا", { "Hiwa", "Hîwa", "Hiva", "Heewa" } },
	{ "زهرا", { "Zahra", "Zehra", "Zahrā", "Zohra" } },
	{ "فاطمه", { "Fatemeh", "Fatima", "Fatemah", "Fateme" } },
	{ "مریم", { "Maryam", "Mariam", "Meryem", "Maryam" } },
	{ "لیلا", { "Leila", "Leyla", "Layla", "Laila" } },
	{ "شیرین", { "Shirin", "Shireen", "Şîrîn", "Chirine" } },
	{ "پریسا", { "Parisa", "Parissa", "Parīsā", "Pareesa" } },
	{ "نسرین", { "Nasrin", "Nasreen", "Nesrin", "Nasrīn" } },
	{ "ژیلا", { "Zhila", "Jila", "Zhilā", "Jîla" } },
	{ "داوود", { "Davoud", "Davood", "Dawud", "Davud" } },
	{ "منصور", { "Mansour", "Mansur", "Mansoor", "Mansour" } },
	{ "ایرج", { "Iraj", "Eeraj", "Īraj", "Iradj" } },
	{ "پیمان", { "Peyman", "Payman", "Peiman", "Peymān" } },
	{ "کوروش", { "Kourosh", "Koorosh", "Kurosh", "Kūrosh" } },
	{ "بهروز", { "Behrouz", "Behruz", "Behrooz", "Bahrouz" } },
	{ "غلامرضا", { "Gholamreza", "Gholam Reza", "Qolamreza", "Gholam-Reza" } },
	{ "عبدالله", { "Abdollah", "Abdullah", "Abdolah", "Abdallah" } },
};
static const struct spelling STEMS[] = {
	{ "احمد", { "Ahmad", "Ahmed", "Ahmad", "Ehmed" } },
	{ "محمد", { "Mohammad", "Mohamad", "Muhammad", "Mohammad" } },
	{ "حسین", { "Hossein", "Hosein", "Hussein", "Hoseyn" } },
	{ "کریم", { "Karim", "Kareem", "Karim", "Karim" } },
	{ "رحیم", { "Rahim", "Raheem", "Rahim", "Rahim" } },
	{ "صالح", { "Saleh", "Salih", "Sāleh", "Saleh" } },
	{ "مراد", { "Morad", "Murad", "Morād", "Mourad" } },
	{ "قنبر", { "Ghanbar", "Qanbar", "Ghanbar", "Qambar" } },
	{ "نور", { "Nour", "Nur", "Noor", "Nour" } },
	{ "شیر", { "Shir", "Sheer", "Shīr", "Shir" } },
	{ "فرخ", { "Farrokh", "Farokh", "Farrukh", "Farox" } },
	{ "جهان", { "Jahan", "Djahan", "Jahān", "Jehan" } },
	{ "بهار", { "Bahar", "Behar", "Bahār", "Bahar" } },
	{ "خسرو", { "Khosrow", "Khosro", "Khosrau", "Xosro" } },
	{ "طاهر", { "Taher", "Tahir", "Tāher", "Taher" } },
	{ "یعقوب", { "Yaghoub", "Yaqub", "Yaghoob", "Yaqoub" } },
	{ "عزیز", { "Aziz", "Azeez", "Azīz", "Eziz" } },
	{ "نادر", { "Nader", "Nadir", "Nāder", "Nader" } },
	{ "سلطان", { "Soltan", "Sultan", "Soltān", "Soltan" } },
	{ "میرزا", { "Mirza", "Meerza", "Mīrzā", "Mirza" } },
	{ "غفار", { "Ghaffar", "Ghafar", "Qaffar", "Ghaffār" } },
	{ "فیض", { "Feyz", "Feiz", "Fayz", "Faiz" } },
	{ "باقر", { "Bagher", "Baqer", "Baghir", "Bāqer" } },
	{ "پیروز", { "Pirouz", "Piruz", "Pirooz", "Pirouz" } },
	{ "دلاور", { "Delavar", "Dilawar", "Delāvar", "Delawar" } },
	{ "کامران", { "Kamran", "Kāmrān", "Kamraan", "Kamran" } },
	{ "ظریف", { "Zarif", "Zareef", "Zarīf", "Zarif" } },
	{ "ثابت", { "Sabet", "Thabet", "Sābet", "Sabet" } },
	{ "گلزار", { "Golzar", "Gulzar", "Golzār", "Golzar" } },
	{ "چراغ", { "Cheragh", "Chiragh", "Cherāgh", "Tcheragh" } },
	{ "هاشم", { "Hashem", "Hashim", "Hāshem", "Hachem" } },
	{ "موسی", { "Mousa", "Musa", "Moosa", "Mūsā" } },
	{ "زارع", { "Zare", "Zareh", "Zāre", "Zaree" } },
	{ "شاکر", { "Shaker", "Shakir", "Shāker", "Chaker" } },
	{ "لطف", { "Lotf", "Lutf", "Lotf", "Lotf" } },
	{ "منوچهر", { "Manouchehr", "Manuchehr", "Manoochehr", "Manouchehr" } },
	{ "وحید", { "Vahid", "Waheed", "Vahīd", "Wahid" } },
	{ "اکبر", { "Akbar", "Ekber", "Akbar", "Akber" } },
	{ "بختیار", { "Bakhtiar", "Bakhtiyar", "Bextiyar", "Bakhtyar" } },
	{ "دانش", { "Danesh", "Danish", "Dānesh", "Danesh" } },
};
static const struct spelling ENDINGS[] = {
	{ "ی", { "i", "i", "y", "i" } },
	{ "زاده", { "zadeh", "zade", "-Zadeh", "zadeh" } },
	{ "پور", { "pour", "pur", "poor", "pour" } },
	{ "یان", { "ian", "yan", "ian", "iyan" } },
	{ "نژاد", { "nejad", "nezhad", " Nejad", "nejad" } },
	{ "فر", { "far", "far", "fer", "far" } },
	{ "نیا", { "nia", "niya", "neia", "nia" } },
	{ "وند", { "vand", "wand", "vand", "vand" } },
	{ "دوست", { "doust", "dust", "doost", "doust" } },
	{ "خواه", { "khah", "khah", "xah", "khah" } },
};
static const struct spelling PLACES[] = {
	{ "تهران", { "Tehran", "Teheran", "Tehrān", "Tehran" } },
	{ "کرج", { "Karaj", "Karadj", "Karaj", "Karaj" } },
	{ "اصفهان", { "Isfahan", "Esfahan", "Ispahan", "Isfahan" } },
	{ "شیراز", { "Shiraz", "Shirāz", "Shiraz", "Shiraz" } },
	{ "تبریز", { "Tabriz", "Tebriz", "Tabrīz", "Tabriz" } },
	{ "ارومیه", { "Urmia", "Orumiyeh", "Urumieh", "Orumieh" } },
	{ "سنندج", { "Sanandaj", "Sine", "Sanandadj", "Sanandaj" } },
	{ "زاهدان", { "Zahedan", "Zahidan", "Zāhedān", "Zahedan" } },
	{ "کرمانشاه", { "Kermanshah", "Kirmashan", "Kermānshāh", "Kermanshah" } },
	{ "اهواز", { "Ahvaz", "Ahwaz", "Ahvāz", "Ahvaz" } },
	{ "مشهد", { "Mashhad", "Mashad", "Meshed", "Mashhad" } },
	{ "رشت", { "Rasht", "Resht", "Rasht", "Rasht" } },
	{ "قم", { "Qom", "Ghom", "Qum", "Qom" } },
	{ "مهاباد", { "Mahabad", "Mehabad", "Mahābād", "Mahabad" } },
	{ "سقز", { "Saqqez", "Saqez", "Saghez", "Saqqez" } },
};

/* Who it is, before any list wrote it down. */
struct person {
	size_t given, middle, stem, ending, second, second_ending; /* beyond a table: none */
	size_t place;
	int32_t day;
	int age;
	bool female;
};

static const char *pick(const struct spelling *s, struct rng *r)
{
	/* The first spelling is the commonest by far. */
	return s->latin[chance(r, .55) ? 0 : below(r, 4)];
}

static void name_latin(const struct person *p, struct rng *r, struct word *w)
{
	const char *given = pick(&GIVEN_NAMES[p->given], r);
	const char *middle = p->middle < COUNT(GIVEN_NAMES) && !chance(r, .1)
				     ? pick(&GIVEN_NAMES[p->middle], r)
				     : NULL;
	const char *stem = pick(&STEMS[p->stem], r);
	const char *ending = pick(&ENDINGS[p->ending], r);
	bool two = p->second < COUNT(STEMS) && !chance(r, .05);
	const char *second = two ? pick(&STEMS[p->second], r) : "";
	const char *second_ending = two ? pick(&ENDINGS[p->second_ending], r) : "";
	word_set(w, "%s%s%s %s%s%s%s%s", given, middle ? (chance(r, .25) ? "" : " ") : "",
		 middle ? middle : "", stem, ending, two ? " " : "", second, second_ending);
	if (chance(r, .06))
		mistype(w, r);
}

static void replace_all(struct word *w, const char *from, const char *to)
{
	size_t nf = strlen(from);
	if (strlen(to) != nf)
		return;
	for (size_t i = 0; i + nf <= w->n; i++)
		if (memcmp(w->p + i, from, nf) == 0)
			memcpy(w->p + i, to, nf);
}

static void name_persian(const struct person *p, struct rng *r, struct word *w)
{
	const char *middle = p->middle < COUNT(GIVEN_NAMES) ? GIVEN_NAMES[p->middle].fa : NULL;
	const char *second = p->second < COUNT(STEMS) ? STEMS[p->second].fa : NULL;
	/* A compound is written in one word, with a half-space or with a space. */
	static const char *const SEAM[] = { " ", " ", "\xE2\x80\x8C", "" };
	const char *second_ending = second ? ENDINGS[p->second_ending].fa : "";
	word_set(w, "%s%s%s %s%s%s%s%s%s", GIVEN_NAMES[p->given].fa,
		 middle ? SEAM[below(r, 4)] : "", middle ? middle : "", STEMS[p->stem].fa,
		 p->ending == 1 || p->ending == 4 ? SEAM[1 + below(r, 3)] : "",
		 ENDINGS[p->ending].fa, second ? " " : "", second ? second : "", second_ending);
	if (chance(r, .3))
		replace_all(w, "ی", "ي");
	if (chance(r, .3))
		replace_all(w, "ک", "ك");
	if (chance(r, .15))
		replace_all(w, "آ", "ا");
	if (chance(r, .05) && w->n > 8) {
		size_t i = below(r, w->n - 4);
		while (i > 0 && (w->p[i] & 0xC0) == 0x80)
			i--;
		if ((w->p[i] & 0xE0) == 0xC0) {
			memmove(w->p + i, w->p + i + 2, w->n - i - 2);
			w->n -= 2;
		}
	}
}

static void persian_digits(struct word *w)
{
	struct word in = *w;
	w->n = 0;
	for (size_t i = 0; i < in.n && w->n + 2 < sizeof w->p; i++) {
		bool digit = in.p[i] >= '0' && in.p[i] <= '9';
		if (digit)
			w->p[w->n++] = (char)0xDB;
		w->p[w->n++] = (char)(digit ? 0xB0 + in.p[i] - '0' : in.p[i]);
	}
}

static void date_of(const struct person *p, struct rng *r, enum calendar cal, struct word *w)
{
	static const int SHIFT[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, -1, 2, 30 };
	int32_t day = p->day + (chance(r, .97)	? SHIFT[below(r, COUNT(SHIFT))]
				: chance(r, .5) ? 365
						: -365);
	struct cal_day d;
	if (!cal_from_jdn(cal, day, &d))
		die("a day without a calendar");
	double how = rng_uniform(r);
	if (how < .75)
		word_set(w, "%04d-%02d-%02d", d.year, d.month, d.day);
	else if (how < .88)
		word_set(w, "%04d-%02d", d.year, d.month);
	else if (how < .94)
		word_set(w, "%04d", d.year);
	else
		w->n = 0;
}

enum { LIST, NAME, DATE, CALENDAR, AGE, SEX, PLACE, VICTIM_COLUMNS };

static void put_victim(struct out *o, const struct person *p, char list, struct rng *r,
		       int64_t person)
{
	bool persian = list == 'P' || list == 'Q';
	struct word w[VICTIM_COLUMNS];
	memset(w, 0, sizeof w);
	word_set(&w[LIST], "%c", list);
	if (persian)
		name_persian(p, r, &w[NAME]);
	else
		name_latin(p, r, &w[NAME]);
	date_of(p, r, persian ? CAL_JALALI : CAL_GREGORIAN, &w[DATE]);
	if (w[DATE].n)
		word_set(&w[CALENDAR], "%s", persian ? "jalali" : "gregorian");
	if (list == 'Q')
		persian_digits(&w[DATE]);
	if (chance(r, .5)) {
		static const int SHIFT[] = { 0, 0, 0, 1, -1 };
		word_set(&w[AGE], "%d", p->age + SHIFT[below(r, COUNT(SHIFT))]);
	}
	if (chance(r, .9))
		word_set(&w[SEX], "%s", p->female ? "f" : "m");
	if (chance(r, .85))
		word_set(&w[PLACE], "%s",
			 persian ? PLACES[p->place].fa : pick(&PLACES[p->place], r));
	struct str cells[VICTIM_COLUMNS];
	for (size_t i = 0; i < VICTIM_COLUMNS; i++)
		cells[i] = word_str(&w[i]);
	put_row(o, cells, VICTIM_COLUMNS, person);
}

static void gen_victims(struct out *o, int64_t records, uint64_t seed)
{
	static const struct {
		char list;
		double chance;
	} LISTS[] = { { 'P', .55 }, { 'Q', .3 }, { 'R', .45 }, { 'S', .35 } };
	buf_lit(&o->b, "record_id,list,name,date,calendar,age,sex,place\r\n");
	for (int64_t person = 1; o->records < records; person++) {
		struct rng r = rng_start(seed, (uint64_t)person);
		struct person p = {
			.given = zipf(&r, COUNT(GIVEN_NAMES)),
			.middle =
				chance(&r, .2) ? zipf(&r, COUNT(GIVEN_NAMES)) : COUNT(GIVEN_NAMES),
			.stem = zipf(&r, COUNT(STEMS)),
			.ending = zipf(&r, COUNT(ENDINGS)),
			.second = chance(&r, .5) ? below(&r, COUNT(STEMS)) : COUNT(STEMS),
			.second_ending = zipf(&r, COUNT(ENDINGS)),
			.place = zipf(&r, COUNT(PLACES)),
			.day = (int32_t)(2455198 + below(&r, 6000)),
			.age = 14 + (int)below(&r, 62),
			.female = chance(&r, .15),
		};
		for (size_t l = 0; l < COUNT(LISTS); l++) {
			int times = chance(&r, LISTS[l].chance);
			if (LISTS[l].list == 'S' && times && chance(&r, .12))
				times = 2;
			for (int i = 0; i < times && o->records < records; i++)
				put_victim(o, &p, LISTS[l].list, &r, person);
		}
	}
}

int main(int argc, char **argv)
{
	int64_t records = 0;
	int64_t seed = 1;
	if (argc < 5 || !str_to_int(str_of(argv[2]), &records) || records < 1 ||
	    records > RECORDS_MAX || (argc > 5 && !str_to_int(str_of(argv[5]), &seed)))
		die("usage: gen_lists register|victims RECORDS OUT.csv TRUTH.csv [SEED]");
	struct out o = { .rows = fopen(argv[3], "wb"), .truth = fopen(argv[4], "wb") };
	if (!o.rows || !o.truth)
		die("cannot write %s or %s", argv[3], argv[4]);
	buf_init(&o.b, (size_t)1 << 30);
	buf_init(&o.t, (size_t)1 << 30);
	buf_lit(&o.t, "record_id,entity_id\n");
	if (str_eq(str_of(argv[1]), STR("register")))
		gen_register(&o, records, (uint64_t)seed);
	else
		gen_victims(&o, records, (uint64_t)seed);
	flush(&o, true);
	if (fclose(o.rows) || fclose(o.truth))
		die("cannot write");
	buf_done(&o.b);
	buf_done(&o.t);
	return 0;
}
