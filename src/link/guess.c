/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guess.c - what a column is: by the words of its header, then by what its cells look like. */
#include "link/guess_priv.h"

#include <stdio.h>

#include "text/fold.h"

/* Words of headers after folding. A word may stand anywhere in a header; earlier rows win. */
static const struct {
	enum guess_what what;
	const char *words; /* separated by blanks; "+" joins words that stand together */
} HEADERS[] = {
	{ IS_ID,
	  "ssn soc+sec nationalid national+id passport ملی identity ausweis soc sec هویه الهویه" },
	{ IS_RECORD_ID,
	  "record+id rec+id recordid row+id rowid uid uuid id shenase radif شناسه رديف ردیف معرف nr" },
	{ IS_FATHER,
	  "father fathers father+name pedar grandfather grandfathers پدر پدربزرگ الاب اب الجد جد vater grossvater bav bavê باوک" },
	{ IS_MIDDLE, "middle mname middlename second+name zweitname" },
	{ IS_CALENDAR, "calendar تقویم التقویم kalender" },
	{ IS_BIRTH,
	  "birth born dob birthdate birthday date+of+birth tavalod tavallod تولد ولادت میلاد المیلاد geburt geburtsdatum "
	  "geboren لهدایکبوون" },
	{ IS_EVENT,
	  "death died killed executed execution arrest arrested date+of+death مرگ درگذشت فوت اعدام کشته جان‌باختن "
	  "بازداشت شهادت الوفاه وفاه القتل اعتقال gestorben tod todesdatum sterbedatum mirin مردن" },
	{ IS_NAME,
	  "first+and+surname first+and+last given+and+family name+and+surname vor+und+nachname نام+و+نام+خانوادگی" },
	{ IS_GIVEN,
	  "given first forename fname vorname givenname firstname first+name ism prénom prenom" },
	{ IS_FAMILY,
	  "family surname last lname lastname nachname familienname khanevadegi famil خانوادگی فامیل اللقب العایله" },
	{ IS_YEAR_PART, "by year jahr سال السنه sal" },
	{ IS_MONTH_PART, "bm month monat ماه الشهر meh" },
	{ IS_DAY_PART, "bd day tag روز الیوم roj" },
	{ IS_AGE, "age سن العمر عمر alter temen تهمهن" },
	{ IS_SEX, "sex gender jensiat jensiyat جنس جنسیت الجنس geschlecht zayend" },
	{ IS_LIST, "list source dataset لیست فهرست منبع quelle liste القایمه" },
	{ IS_URL, "url link website نشانی+اینترنتی" },
	{ IS_ADDRESS, "address street road adresse strasse آدرس ادرس نشانی" },
	{ IS_PLACE,
	  "place city town province prison location birthplace shahr ostan mahal شهر استان محل مکان زندان المدینه المحافظه "
	  "ort stadt bajar شار wohnort" },
	{ IS_NUMBER,
	  "number postcode zip postal plz phone telephone tel street+number house+number شماره کدپستی رقم nummer" },
	{ IS_NAME, "name names fullname full+name nam nom نام اسم الاسم ناو nav" },
	{ IS_DATE, "date datum tarikh تاریخ التاریخ dîrok" },
	{ IS_TEXT, "suburb email mail occupation job state district شغل ایمیل beruf المهنه" },
};

static bool is_dated(enum guess_what w)
{
	return w == IS_BIRTH || w == IS_EVENT || w == IS_DATE;
}

static bool has_words(struct str folded, struct str wanted)
{
	/* Both with single blanks: a word begins and ends where one is. */
	for (size_t i = 0; i + wanted.n <= folded.n; i++) {
		bool begins = i == 0 || folded.p[i - 1] == ' ';
		bool ends = i + wanted.n == folded.n || folded.p[i + wanted.n] == ' ';
		/* fname_c1 and by2: numbering is no part of the word. */
		if (begins && ends && memcmp(folded.p + i, wanted.p, wanted.n) == 0)
			return true;
	}
	return false;
}

/* With `no_date` as if words of dates meant nothing: "birth_place". */
static enum guess_what what_header(struct str header, bool no_date, struct arena *a)
{
	/* given_name, GivenName2 and "Given name" are one. */
	char *p = NEW_N(a, header.n * 2 + 1, char);
	size_t n = 0;
	for (size_t i = 0; i < header.n; i++) {
		char c = header.p[i];
		bool upper = c >= 'A' && c <= 'Z';
		bool before_lower = i && header.p[i - 1] >= 'a' && header.p[i - 1] <= 'z';
		if (upper && before_lower)
			p[n++] = ' ';
		p[n++] = c == '_' ? ' ' : c;
	}
	struct str folded = fold_words(a, str_n(p, n));
	for (size_t i = 0; i < COUNT(HEADERS); i++) {
		struct str rest = str_of(HEADERS[i].words);
		struct str word;
		while (rest.p && rest.n && !(no_date && is_dated(HEADERS[i].what))) {
			rest = str_cut(rest, ' ', &word);
			char *w = NEW_N(a, word.n + 1, char);
			for (size_t k = 0; k < word.n; k++)
				w[k] = word.p[k] == '+' ? ' ' : word.p[k];
			struct str wanted = fold_words(a, str_n(w, word.n));
			if (wanted.n && has_words(folded, wanted))
				return HEADERS[i].what;
		}
	}
	return IS_LEFT_OUT;
}

/* ---- cells ---- */

struct shape {
	size_t filled, distinct, digits, dates, years, letters, ages, urls, short_ones;
};

/* As years are written in the calendars of lists: 1178 of the Hijri era in use, and some time to come. */
enum { YEAR_LEAST = 1178, YEAR_MOST = 2200 };

static bool only_digits(struct str s, struct arena *a)
{
	struct str f = fold_words(a, s);
	if (!f.n)
		return false;
	for (size_t i = 0; i < f.n; i++)
		if (f.p[i] < '0' || f.p[i] > '9')
			return false;
	return true;
}

static struct shape shape_of(const struct link_sample *t, size_t c, struct arena *a)
{
	struct shape s = { 0 };
	struct link_field f = { .type = LINK_DATE };
	struct link_set_builder *b = link_set_begin(&f, 1, a);
	uint16_t list = 0;
	if (link_set_list(b, STR("x"), false, &list, NULL) < 0)
		return s;
	for (size_t i = 0; i < t->n_rows; i++) {
		struct str cell = link_sample_cell(t, i, c);
		if (!cell.n)
			continue;
		s.filled++;
		bool digits = only_digits(cell, a);
		s.digits += digits;
		s.letters += !digits;
		s.short_ones += cell.n <= 8;
		s.urls += str_find(cell, STR("://")) > 0;
		int64_t v;
		bool whole = digits && str_to_int(fold_words(a, cell), &v);
		s.ages += whole && v <= 120;
		s.years += whole && v >= YEAR_LEAST && v <= YEAR_MOST;
		char id[32];
		snprintf(id, sizeof id, "%zu", i);
		/* A number alone is a date only when it looks like nothing else. */
		struct str as_date = digits && cell.n != 8 ? STR("") : cell;
		if (link_set_add(b, list, str_of(id), &as_date, NULL, NULL) < 0)
			break;
	}
	struct link_set *set;
	if (s.filled && link_set_done(b, &set, NULL) == 0) {
		s.distinct = set->values[0].n - 1;
		for (size_t i = 1; i < set->values[0].n; i++)
			if (!set->values[0].p[i].missing)
				s.dates += set->values[0].p[i].count;
	}
	return s;
}

static bool mostly(size_t part, size_t of)
{
	return of > 0 && part * 10 >= of * 8;
}

static enum guess_what what_cells(const struct link_sample *t, size_t c, struct arena *a,
				  struct str *why)
{
	struct shape s = shape_of(t, c, a);
	*why = STR("what stands in it");
	if (!s.filled)
		return IS_LEFT_OUT;
	if (mostly(s.urls, s.filled))
		return IS_URL;
	/* Years alone are numbers; beside whole dates they are what is known of a date. */
	if (s.dates && mostly(s.dates + s.years, s.filled))
		return IS_DATE;
	if (mostly(s.digits, s.filled))
		return IS_NUMBER;
	return IS_TEXT;
}

/* One more in each row, or rising over many: it counts the rows and says nothing of a person. */
static bool counts_rows(const struct link_sample *t, size_t c, struct arena *a)
{
	enum { CONSECUTIVE = 3, RISING = 8 };
	int64_t before = 0;
	bool consecutive = true;
	for (size_t i = 0; i < t->n_rows; i++) {
		int64_t v;
		if (!str_to_int(fold_words(a, link_sample_cell(t, i, c)), &v) || (i && v <= before))
			return false;
		consecutive &= !i || v == before + 1;
		before = v;
	}
	return t->n_rows >= RISING || (consecutive && t->n_rows >= CONSECUTIVE);
}

/* The header says what, the cells whether it can be so. */
static enum guess_what decide(const struct link_sample *t, size_t i, struct arena *a,
			      struct str *why)
{
	struct str by_cells;
	enum guess_what header = what_header(t->names[i], false, a);
	enum guess_what cells = what_cells(t, i, a, &by_cells);
	if (is_dated(header) && cells == IS_TEXT)
		header = what_header(t->names[i], true, a);
	*why = STR("its header");
	if (header == IS_LEFT_OUT ||
	    (header == IS_NAME && (cells == IS_NUMBER || cells == IS_DATE)) ||
	    (header == IS_AGE && cells == IS_TEXT)) {
		*why = by_cells;
		return cells;
	}
	/* "year of birth" in a column by itself is a year and no date; dates of one figure are years too. */
	if (is_dated(header) && cells == IS_NUMBER)
		return header;
	if (header == IS_ADDRESS && cells == IS_NUMBER)
		return IS_NUMBER;
	/* "source" with an address in each row says where the row is from, not of which list it is. */
	if (header == IS_LIST && cells == IS_URL)
		return IS_URL;
	return header;
}

enum guess_what link_guess_column(const struct link_sample *t, size_t column, struct arena *a,
				  struct str *ret_why)
{
	enum guess_what what = decide(t, column, a, ret_why);
	if (what != IS_NUMBER || !counts_rows(t, column, a))
		return what;
	*ret_why = STR("it counts the rows");
	return IS_RECORD_ID;
}
