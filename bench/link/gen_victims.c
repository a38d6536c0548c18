/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gen_victims.c - four overlapping lists of people killed: P and Q in Persian, R and S in Latin letters. */
#include "gen_lists.h"

#include "text/calendar.h"

const struct spelling given_names[GIVEN_NAMES] = {
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
const struct spelling stems[STEMS] = {
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
const struct spelling endings[ENDINGS] = {
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

static const char *pick(const struct spelling *s, struct rng *r)
{
	/* The first spelling is the commonest by far. */
	return s->latin[chance(r, .55) ? 0 : below(r, 4)];
}

void victim_name_latin(const struct victim *p, struct rng *r, struct word *w)
{
	const char *given = pick(&given_names[p->given], r);
	const char *middle =
		p->middle < GIVEN_NAMES && !chance(r, .1) ? pick(&given_names[p->middle], r) : NULL;
	const char *stem = pick(&stems[p->stem], r);
	const char *ending = pick(&endings[p->ending], r);
	bool two = p->second < STEMS && !chance(r, .05);
	const char *second = two ? pick(&stems[p->second], r) : "";
	const char *second_ending = two ? pick(&endings[p->second_ending], r) : "";
	word_set(w, "%s%s%s %s%s%s%s%s", given, middle ? (chance(r, .25) ? "" : " ") : "",
		 middle ? middle : "", stem, ending, two ? " " : "", second, second_ending);
	if (chance(r, .06))
		mistype(w, r);
}

void victim_name_persian(const struct victim *p, struct rng *r, struct word *w)
{
	const char *middle = p->middle < GIVEN_NAMES ? given_names[p->middle].fa : NULL;
	const char *second = p->second < STEMS ? stems[p->second].fa : NULL;
	/* A compound is written in one word, with a half-space or with a space. */
	static const char *const SEAM[] = { " ", " ", "\xE2\x80\x8C", "" };
	const char *second_ending = second ? endings[p->second_ending].fa : "";
	word_set(w, "%s%s%s %s%s%s%s%s%s", given_names[p->given].fa,
		 middle ? SEAM[below(r, 4)] : "", middle ? middle : "", stems[p->stem].fa,
		 p->ending == 1 || p->ending == 4 ? SEAM[1 + below(r, 3)] : "",
		 endings[p->ending].fa, second ? " " : "", second ? second : "", second_ending);
	if (chance(r, .3))
		replace_all(w, "ی", "ي");
	if (chance(r, .3))
		replace_all(w, "ک", "ك");
	if (chance(r, .15))
		replace_all(w, "آ", "ا");
	if (chance(r, .05))
		drop_letter(w, r);
}

size_t victim_any_place(struct rng *r)
{
	return zipf(r, COUNT(PLACES));
}

void victim_place(size_t place, bool persian, struct rng *r, struct word *w)
{
	word_set(w, "%s", persian ? PLACES[place].fa : pick(&PLACES[place], r));
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

static void date_of(const struct victim *p, struct rng *r, enum calendar cal, struct word *w)
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

static void put_victim(struct out *o, const struct victim *p, char list, struct rng *r,
		       int64_t person)
{
	bool persian = list == 'P' || list == 'Q';
	struct word w[VICTIM_COLUMNS];
	memset(w, 0, sizeof w);
	word_set(&w[LIST], "%c", list);
	if (persian)
		victim_name_persian(p, r, &w[NAME]);
	else
		victim_name_latin(p, r, &w[NAME]);
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
		victim_place(p->place, persian, r, &w[PLACE]);
	struct str cells[VICTIM_COLUMNS];
	for (size_t i = 0; i < VICTIM_COLUMNS; i++)
		cells[i] = word_str(&w[i]);
	put_row(o, cells, VICTIM_COLUMNS, person);
}

struct victim victim_draw(struct rng *r)
{
	return (struct victim){
		.given = zipf(r, GIVEN_NAMES),
		.middle = chance(r, .2) ? zipf(r, GIVEN_NAMES) : GIVEN_NAMES,
		.stem = zipf(r, STEMS),
		.ending = zipf(r, ENDINGS),
		.second = chance(r, .5) ? below(r, STEMS) : STEMS,
		.second_ending = zipf(r, ENDINGS),
		.place = victim_any_place(r),
		.day = (int32_t)(2455198 + below(r, 6000)),
		.age = 14 + (int)below(r, 62),
		.female = chance(r, .15),
	};
}

void gen_victims(struct out *o, int64_t records, uint64_t seed)
{
	static const struct {
		char list;
		double chance;
	} LISTS[] = { { 'P', .55 }, { 'Q', .3 }, { 'R', .45 }, { 'S', .35 } };
	buf_lit(&o->b, "record_id,list,name,date,calendar,age,sex,place\r\n");
	for (int64_t person = 1; o->records < records; person++) {
		struct rng r = rng_start(seed, (uint64_t)person);
		struct victim p = victim_draw(&r);
		for (size_t l = 0; l < COUNT(LISTS); l++) {
			int times = chance(&r, LISTS[l].chance);
			if (LISTS[l].list == 'S' && times && chance(&r, .12))
				times = 2;
			for (int i = 0; i < times && o->records < records; i++)
				put_victim(o, &p, LISTS[l].list, &r, person);
		}
	}
}
