/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list_words.c - what a column is, guessed from its header and from what stands in it.
 *
 * Words of headers are those seen on lists of monitors, hospitals and ministries in English, Persian, Arabic and
 * Kurdish. A header that is one of them wins over one that only has one in it; where two columns claim one
 * field that a row has once, the better one gets it and the other one is kept as it is.
 */
#include "intake/list_priv.h"

#include "text/fold.h"

struct header_word {
	const char *word;
	enum list_field field;
};
static const struct header_word WORDS[] = {
	{ "name", LIST_NAME },
	{ "full name", LIST_NAME },
	{ "fullname", LIST_NAME },
	{ "victim", LIST_NAME },
	{ "name of victim", LIST_NAME },
	{ "person", LIST_NAME },
	{ "نام و نام خانوادگی", LIST_NAME },
	{ "نام و نام‌خانوادگی", LIST_NAME },
	{ "نام کامل", LIST_NAME },
	{ "نام", LIST_NAME },
	{ "الاسم", LIST_NAME },
	{ "الاسم الكامل", LIST_NAME },
	{ "اسم", LIST_NAME },
	{ "ناو", LIST_NAME },
	{ "nav", LIST_NAME },
	{ "nav u pasnav", LIST_NAME },
	{ "first name", LIST_GIVEN },
	{ "firstname", LIST_GIVEN },
	{ "given name", LIST_GIVEN },
	{ "given", LIST_GIVEN },
	{ "forename", LIST_GIVEN },
	{ "نام کوچک", LIST_GIVEN },
	{ "الاسم الأول", LIST_GIVEN },
	{ "ناوی یەکەم", LIST_GIVEN },
	{ "surname", LIST_FAMILY },
	{ "last name", LIST_FAMILY },
	{ "lastname", LIST_FAMILY },
	{ "family name", LIST_FAMILY },
	{ "family", LIST_FAMILY },
	{ "نام خانوادگی", LIST_FAMILY },
	{ "فامیل", LIST_FAMILY },
	{ "شهرت", LIST_FAMILY },
	{ "اللقب", LIST_FAMILY },
	{ "اسم العائلة", LIST_FAMILY },
	{ "نازناو", LIST_FAMILY },
	{ "pasnav", LIST_FAMILY },
	{ "father", LIST_FATHER },
	{ "father name", LIST_FATHER },
	{ "fathers name", LIST_FATHER },
	{ "father s name", LIST_FATHER },
	{ "نام پدر", LIST_FATHER },
	{ "فرزند", LIST_FATHER },
	{ "اسم الأب", LIST_FATHER },
	{ "ناوی باوک", LIST_FATHER },
	{ "nave bav", LIST_FATHER },
	{ "also known as", LIST_OTHER_NAME },
	{ "aka", LIST_OTHER_NAME },
	{ "alias", LIST_OTHER_NAME },
	{ "nickname", LIST_OTHER_NAME },
	{ "other name", LIST_OTHER_NAME },
	{ "other names", LIST_OTHER_NAME },
	{ "نام دیگر", LIST_OTHER_NAME },
	{ "نام مستعار", LIST_OTHER_NAME },
	{ "الكنية", LIST_OTHER_NAME },
	{ "name fa", LIST_OTHER_NAME },
	{ "persian name", LIST_OTHER_NAME },
	{ "name in persian", LIST_OTHER_NAME },
	{ "name ar", LIST_OTHER_NAME },
	{ "arabic name", LIST_OTHER_NAME },
	{ "date", LIST_DATE },
	{ "date of death", LIST_DATE },
	{ "death date", LIST_DATE },
	{ "died", LIST_DATE },
	{ "killed", LIST_DATE },
	{ "killed on", LIST_DATE },
	{ "date killed", LIST_DATE },
	{ "date of execution", LIST_DATE },
	{ "execution date", LIST_DATE },
	{ "executed", LIST_DATE },
	{ "date of arrest", LIST_DATE },
	{ "arrest date", LIST_DATE },
	{ "date of incident", LIST_DATE },
	{ "incident date", LIST_DATE },
	{ "event date", LIST_DATE },
	{ "تاریخ", LIST_DATE },
	{ "تاریخ اعدام", LIST_DATE },
	{ "تاریخ فوت", LIST_DATE },
	{ "تاریخ مرگ", LIST_DATE },
	{ "تاریخ کشته شدن", LIST_DATE },
	{ "تاریخ بازداشت", LIST_DATE },
	{ "تاریخ وقوع", LIST_DATE },
	{ "تاريخ الوفاة", LIST_DATE },
	{ "التاريخ", LIST_DATE },
	{ "ڕێکەوت", LIST_DATE },
	{ "بەروار", LIST_DATE },
	{ "dîrok", LIST_DATE },
	{ "year", LIST_YEAR },
	{ "year of death", LIST_YEAR },
	{ "death year", LIST_YEAR },
	{ "سال", LIST_YEAR },
	{ "السنة", LIST_YEAR },
	{ "ساڵ", LIST_YEAR },
	{ "month", LIST_MONTH },
	{ "ماه", LIST_MONTH },
	{ "الشهر", LIST_MONTH },
	{ "مانگ", LIST_MONTH },
	{ "day", LIST_DAY },
	{ "روز", LIST_DAY },
	{ "اليوم", LIST_DAY },
	{ "ڕۆژ", LIST_DAY },
	{ "calendar", LIST_CALENDAR },
	{ "گاه شمار", LIST_CALENDAR },
	{ "تقویم", LIST_CALENDAR },
	{ "التقويم", LIST_CALENDAR },
	{ "date of birth", LIST_BIRTH },
	{ "birth date", LIST_BIRTH },
	{ "birthdate", LIST_BIRTH },
	{ "born", LIST_BIRTH },
	{ "dob", LIST_BIRTH },
	{ "تاریخ تولد", LIST_BIRTH },
	{ "تاريخ الميلاد", LIST_BIRTH },
	{ "بەرواری لەدایکبوون", LIST_BIRTH },
	{ "by", LIST_BIRTH_YEAR },
	{ "birth year", LIST_BIRTH_YEAR },
	{ "year of birth", LIST_BIRTH_YEAR },
	{ "yob", LIST_BIRTH_YEAR },
	{ "سال تولد", LIST_BIRTH_YEAR },
	{ "bm", LIST_BIRTH_MONTH },
	{ "birth month", LIST_BIRTH_MONTH },
	{ "ماه تولد", LIST_BIRTH_MONTH },
	{ "bd", LIST_BIRTH_DAY },
	{ "birth day", LIST_BIRTH_DAY },
	{ "روز تولد", LIST_BIRTH_DAY },
	{ "age", LIST_AGE },
	{ "سن", LIST_AGE },
	{ "العمر", LIST_AGE },
	{ "تەمەن", LIST_AGE },
	{ "temen", LIST_AGE },
	{ "sex", LIST_SEX },
	{ "gender", LIST_SEX },
	{ "جنس", LIST_SEX },
	{ "جنسیت", LIST_SEX },
	{ "الجنس", LIST_SEX },
	{ "ڕەگەز", LIST_SEX },
	{ "zayend", LIST_SEX },
	{ "place", LIST_PLACE },
	{ "city", LIST_PLACE },
	{ "location", LIST_PLACE },
	{ "town", LIST_PLACE },
	{ "province", LIST_PLACE },
	{ "place of death", LIST_PLACE },
	{ "place of execution", LIST_PLACE },
	{ "governorate", LIST_PLACE },
	{ "محل", LIST_PLACE },
	{ "شهر", LIST_PLACE },
	{ "استان", LIST_PLACE },
	{ "مکان", LIST_PLACE },
	{ "محل کشته شدن", LIST_PLACE },
	{ "محل فوت", LIST_PLACE },
	{ "المكان", LIST_PLACE },
	{ "المدينة", LIST_PLACE },
	{ "المحافظة", LIST_PLACE },
	{ "شوێن", LIST_PLACE },
	{ "شار", LIST_PLACE },
	{ "cih", LIST_PLACE },
	{ "bajar", LIST_PLACE },
	{ "place of birth", LIST_ORIGIN },
	{ "birthplace", LIST_ORIGIN },
	{ "origin", LIST_ORIGIN },
	{ "hometown", LIST_ORIGIN },
	{ "زادگاه", LIST_ORIGIN },
	{ "محل تولد", LIST_ORIGIN },
	{ "اهل", LIST_ORIGIN },
	{ "مكان الميلاد", LIST_ORIGIN },
	{ "burial", LIST_BURIAL },
	{ "buried", LIST_BURIAL },
	{ "place of burial", LIST_BURIAL },
	{ "cemetery", LIST_BURIAL },
	{ "محل دفن", LIST_BURIAL },
	{ "محل خاکسپاری", LIST_BURIAL },
	{ "آرامگاه", LIST_BURIAL },
	{ "prison", LIST_PRISON },
	{ "place of detention", LIST_PRISON },
	{ "زندان", LIST_PRISON },
	{ "السجن", LIST_PRISON },
	{ "زیندان", LIST_PRISON },
	{ "girtîgeh", LIST_PRISON },
	{ "charge", LIST_CHARGE },
	{ "charges", LIST_CHARGE },
	{ "offence", LIST_CHARGE },
	{ "offense", LIST_CHARGE },
	{ "اتهام", LIST_CHARGE },
	{ "اتهامات", LIST_CHARGE },
	{ "جرم", LIST_CHARGE },
	{ "التهمة", LIST_CHARGE },
	{ "تۆمەت", LIST_CHARGE },
	{ "cause", LIST_CAUSE },
	{ "cause of death", LIST_CAUSE },
	{ "manner of death", LIST_CAUSE },
	{ "how", LIST_CAUSE },
	{ "علت", LIST_CAUSE },
	{ "علت مرگ", LIST_CAUSE },
	{ "نحوه کشته شدن", LIST_CAUSE },
	{ "سبب الوفاة", LIST_CAUSE },
	{ "id", LIST_ID },
	{ "no", LIST_ID },
	{ "number", LIST_ID },
	{ "case no", LIST_ID },
	{ "case number", LIST_ID },
	{ "case id", LIST_ID },
	{ "record id", LIST_ID },
	{ "ref", LIST_ID },
	{ "reference", LIST_ID },
	{ "code", LIST_ID },
	{ "index", LIST_ID },
	{ "شماره", LIST_ID },
	{ "ردیف", LIST_ID },
	{ "کد", LIST_ID },
	{ "شناسه", LIST_ID },
	{ "الرقم", LIST_ID },
	{ "رقم", LIST_ID },
	{ "ژمارە", LIST_ID },
	{ "hejmar", LIST_ID },
	{ "url", LIST_URL },
	{ "link", LIST_URL },
	{ "source", LIST_URL },
	{ "source url", LIST_URL },
	{ "sources", LIST_URL },
	{ "web", LIST_URL },
	{ "منبع", LIST_URL },
	{ "لینک", LIST_URL },
	{ "نشانی وب", LIST_URL },
	{ "المصدر", LIST_URL },
	{ "الرابط", LIST_URL },
	{ "سەرچاوە", LIST_URL },
	{ "note", LIST_NOTE },
	{ "notes", LIST_NOTE },
	{ "remarks", LIST_NOTE },
	{ "comment", LIST_NOTE },
	{ "comments", LIST_NOTE },
	{ "توضیحات", LIST_NOTE },
	{ "یادداشت", LIST_NOTE },
	{ "ملاحظات", LIST_NOTE },
	{ "تێبینی", LIST_NOTE },
};
/* What nobody outside shall read: proposed as sealed. */
static const char *const SEALED[] = {
	"phone",       "telephone", "tel",	   "mobile",	     "email",	    "e mail",
	"contact",     "informant", "source name", "interviewee",    "national id", "national code",
	"id card",     "passport",  "address",	   "تلفن",	     "موبایل",	    "همراه",
	"ایمیل",       "کد ملی",    "شماره ملی",   "شماره شناسنامه", "تماس",	    "آدرس",
	"گزارش دهنده", "هاتف",	    "رقم الهاتف",  "الهوية",	     "رقم الهوية",  "تەلەفۆن"
};

/* ---- by the header ---- */

enum { EXACT = 3, BEGINS = 2, HAS = 1 };

/* Whole words only: "killed" has no "id" in it. */
static bool has_words(struct str text, struct str words)
{
	ptrdiff_t at = 0;
	for (size_t from = 0; (at = str_find(str_from(text, from), words)) >= 0;
	     from += (size_t)at + 1) {
		size_t begin = from + (size_t)at;
		size_t end = begin + words.n;
		if ((begin == 0 || text.p[begin - 1] == ' ') &&
		    (end == text.n || text.p[end] == ' '))
			return true;
	}
	return false;
}

static int fit(struct str header, struct str word)
{
	if (str_eq(header, word))
		return EXACT;
	if (!has_words(header, word))
		return 0;
	return str_starts(header, word) ? BEGINS : HAS;
}

struct guess {
	enum list_field field;
	int fit;
	size_t len; /* of the word: the longer says more */
};

static struct guess by_header(struct str name, struct arena *a)
{
	struct guess best = { LIST_KEPT, 0, 0 };
	struct str header = fold_words(a, name);
	if (!header.n)
		return best;
	for (size_t i = 0; i < COUNT(WORDS); i++) {
		struct str word = fold_words(a, str_of(WORDS[i].word));
		int f = fit(header, word);
		/* A short word inside of a longer header says little: "name of prison". */
		if (f == HAS && word.n < 3)
			continue;
		if (f > best.fit || (f == best.fit && f && word.n > best.len))
			best = (struct guess){ WORDS[i].field, f, word.n };
	}
	return best;
}

static bool is_private(struct str name, struct arena *a)
{
	struct str header = fold_words(a, name);
	for (size_t i = 0; i < COUNT(SEALED); i++)
		if (has_words(header, fold_words(a, str_of(SEALED[i]))))
			return true;
	return false;
}

/* ---- by what stands in it ---- */

static struct str first_cell(const struct table_look *look, size_t row, size_t column)
{
	return column < look->first[row].n ? str_trim(look->first[row].cells[column].text)
					   : STR("");
}

/* Whether at least nine in ten of the first cells, and three, are understood as `field`. */
static bool holds(const struct table_look *look, size_t column, enum list_field field,
		  struct arena *a)
{
	struct list_column col = { .field = field };
	size_t filled = 0;
	size_t good = 0;
	for (size_t i = 0; i < look->n_first; i++) {
		struct list_reading r;
		struct str cell = first_cell(look, i, column);
		if (!cell.n)
			continue;
		filled++;
		list_read_cell(&col, cell, LANG_EN, a, &r);
		good += r.verdict == LIST_UNDERSTOOD || r.verdict == LIST_DOUBTFUL;
	}
	return filled >= 3 && good * 10 >= filled * 9;
}

static bool holds_addresses(const struct table_look *look, size_t column)
{
	size_t filled = 0;
	size_t good = 0;
	for (size_t i = 0; i < look->n_first; i++) {
		struct str cell = first_cell(look, i, column);
		filled += cell.n > 0;
		good += str_starts(cell, STR("http://")) || str_starts(cell, STR("https://"));
	}
	return filled && good * 10 >= filled * 9;
}

/* What a header promises and no cell keeps is no such column. */
static bool believable(const struct table_look *look, size_t column, enum list_field f,
		       struct arena *a)
{
	switch (f) {
	case LIST_DATE:
	case LIST_BIRTH: {
		size_t good = 0;
		size_t filled = 0;
		struct list_column col = { .field = f };
		for (size_t i = 0; i < look->n_first; i++) {
			struct list_reading r;
			struct str cell = first_cell(look, i, column);
			filled += cell.n > 0;
			list_read_cell(&col, cell, LANG_EN, a, &r);
			good += r.verdict == LIST_UNDERSTOOD || r.verdict == LIST_DOUBTFUL;
		}
		return !filled || good * 4 >= filled;
	}
	case LIST_URL:
		return holds_addresses(look, column) || look->n_first == 0;
	default:
		return true;
	}
}

/* ---- all columns ---- */

/* A row has one of these; of names and places there can be several. */
static bool only_once(enum list_field f)
{
	return f != LIST_KEPT && f != LIST_OTHER_NAME && f != LIST_URL && f != LIST_NOTE;
}

/* Of several that claim a field, the one that fits best keeps it; of equal ones the first. */
static void settle(struct list_mapping *m, const struct guess *g)
{
	for (size_t i = 0; i < m->n; i++)
		for (size_t k = 0; k < m->n; k++) {
			if (i == k || m->columns[i].field != m->columns[k].field ||
			    !only_once(m->columns[i].field))
				continue;
			bool loses = g[i].fit != g[k].fit   ? g[i].fit < g[k].fit
				     : g[i].len != g[k].len ? g[i].len < g[k].len
							    : i > k;
			if (loses)
				m->columns[i].field = LIST_KEPT;
		}
}

static bool has_field(const struct list_mapping *m, enum list_field f)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->columns[i].field == f)
			return true;
	return false;
}

/* "Name" beside "Surname" is the given name. */
static void split_name(struct list_mapping *m)
{
	if (!has_field(m, LIST_FAMILY) || has_field(m, LIST_GIVEN))
		return;
	for (size_t i = 0; i < m->n; i++)
		if (m->columns[i].field == LIST_NAME)
			m->columns[i].field = LIST_GIVEN;
}

void list_guess_columns(const struct table_look *look, struct arena *a, struct list_mapping *ret)
{
	struct list_mapping m = { .columns = NEW_N(a, look->n_columns, struct list_column),
				  .n = look->n_columns };
	struct guess *g = NEW_N(a, m.n, struct guess);
	for (size_t i = 0; i < m.n; i++) {
		struct str name = look->columns[i].name;
		m.columns[i].name = name;
		m.columns[i].sealed = is_private(name, a);
		if (m.columns[i].sealed)
			continue;
		g[i] = by_header(name, a);
		if (g[i].fit && believable(look, i, g[i].field, a))
			m.columns[i].field = g[i].field;
	}
	settle(&m, g);
	split_name(&m);
	for (size_t i = 0; i < m.n; i++) {
		if (m.columns[i].field != LIST_KEPT || m.columns[i].sealed || g[i].fit == EXACT)
			continue;
		if (!has_field(&m, LIST_DATE) && !has_field(&m, LIST_YEAR) &&
		    holds(look, i, LIST_DATE, a))
			m.columns[i].field = LIST_DATE;
		else if (holds_addresses(look, i))
			m.columns[i].field = LIST_URL;
		else if (!has_field(&m, LIST_SEX) && holds(look, i, LIST_SEX, a))
			m.columns[i].field = LIST_SEX;
	}
	*ret = m;
}

int list_guess(struct reg *r, int64_t list, const struct table_look *look, struct arena *a,
	       struct list_guess *ret, struct err *e)
{
	struct list_guess g = { .before = 0 };
	struct list_mapping fresh;
	struct list_summary sum;
	list_guess_columns(look, a, &fresh);
	g.mapping = fresh;
	if (list) {
		TRY(reg_list_summary(r, list, a, &sum, e));
		g.before = sum.newest;
	}
	if (g.before) {
		struct edition ed;
		struct str *header = NEW_N(a, look->n_columns, struct str);
		for (size_t i = 0; i < look->n_columns; i++)
			header[i] = look->columns[i].name;
		TRY(reg_edition(r, g.before, a, &ed, e));
		list_mapping_fit(&ed.mapping, header, look->n_columns, a, &g.mapping, &g.missing,
				 &g.fresh);
		/* A column that is new is guessed, unless that field has a column already. */
		for (size_t i = 0; i < g.mapping.n; i++) {
			bool known = false;
			for (size_t k = 0; k < ed.n_header && !known; k++)
				known = str_eq(ed.header[k], header[i]);
			if (known)
				continue;
			g.mapping.columns[i].sealed = fresh.columns[i].sealed;
			if (!has_field(&g.mapping, fresh.columns[i].field))
				g.mapping.columns[i].field = fresh.columns[i].field;
		}
	}
	*ret = g;
	return 0;
}
