/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guess.c - columns to fields by the words of headers, then by what cells look like. */
#include "link/guess.h"

#include <stdio.h>

#include "link/link_priv.h"
#include "text/fold.h"

enum what {
	IS_RECORD_ID,
	IS_LIST,
	IS_NAME,
	IS_GIVEN,
	IS_FAMILY,
	IS_FATHER,
	IS_BIRTH,
	IS_EVENT,
	IS_DATE,
	IS_CALENDAR,
	IS_YEAR_PART,
	IS_MONTH_PART,
	IS_DAY_PART,
	IS_AGE,
	IS_SEX,
	IS_PLACE,
	IS_ADDRESS,
	IS_NUMBER,
	IS_ID,
	IS_URL,
	IS_TEXT,
	IS_LEFT_OUT
};

/* Words of headers after folding. A word may stand anywhere in a header; earlier rows win. */
static const struct {
	enum what what;
	const char *words; /* separated by blanks; "+" joins words that stand together */
} HEADERS[] = {
	{ IS_ID,
	  "ssn soc+sec nationalid national+id passport ملی identity ausweis soc sec هویه الهویه" },
	{ IS_RECORD_ID,
	  "record+id rec+id recordid row+id rowid uid uuid id شناسه رديف ردیف معرف nr" },
	{ IS_FATHER, "father fathers father+name پدر الاب اب vater bav bavê باوک" },
	{ IS_CALENDAR, "calendar تقویم التقویم kalender" },
	{ IS_BIRTH,
	  "birth born dob birthdate birthday date+of+birth تولد ولادت میلاد المیلاد geburt geburtsdatum "
	  "geboren لهدایکبوون" },
	{ IS_EVENT,
	  "death died killed executed execution arrest arrested date+of+death مرگ درگذشت فوت اعدام کشته جان‌باختن "
	  "بازداشت شهادت الوفاه وفاه القتل اعتقال gestorben tod todesdatum sterbedatum mirin مردن" },
	{ IS_GIVEN, "given first forename fname vorname givenname firstname first+name ism" },
	{ IS_FAMILY,
	  "family surname last lname lastname nachname familienname خانوادگی فامیل اللقب العایله" },
	{ IS_YEAR_PART, "by year jahr سال السنه sal" },
	{ IS_MONTH_PART, "bm month monat ماه الشهر meh" },
	{ IS_DAY_PART, "bd day tag روز الیوم roj" },
	{ IS_AGE, "age سن العمر عمر alter temen تهمهن" },
	{ IS_SEX, "sex gender جنس جنسیت الجنس geschlecht zayend" },
	{ IS_LIST, "list source dataset لیست فهرست منبع quelle liste القایمه" },
	{ IS_URL, "url link website نشانی+اینترنتی" },
	{ IS_ADDRESS, "address street road adresse strasse آدرس ادرس نشانی" },
	{ IS_PLACE,
	  "place city town province prison location birthplace شهر استان محل مکان زندان المدینه المحافظه "
	  "ort stadt bajar شار wohnort" },
	{ IS_NUMBER,
	  "number postcode zip postal plz phone telephone tel street+number house+number شماره کدپستی رقم nummer" },
	{ IS_NAME, "name names fullname full+name نام اسم الاسم ناو nav" },
	{ IS_DATE, "date datum تاریخ التاریخ dîrok" },
	{ IS_TEXT, "suburb email mail occupation job state district شغل ایمیل beruf المهنه" },
};

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

static enum what what_header(struct str header, struct arena *a)
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
		while (rest.p && rest.n) {
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
	size_t filled, distinct, digits, dates, letters, ages, urls, short_ones;
};

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

static struct shape shape_of(const struct csv_table *t, size_t c, struct arena *a)
{
	struct shape s = { 0 };
	struct link_field f = { .type = LINK_DATE };
	struct link_set_builder *b = link_set_begin(&f, 1, a);
	size_t rows = t->n_rows < GUESS_ROWS ? t->n_rows : GUESS_ROWS;
	uint16_t list = 0;
	if (link_set_list(b, STR("x"), false, &list, NULL) < 0)
		return s;
	for (size_t i = 0; i < rows; i++) {
		struct str cell = str_trim(t->rows[i].cells[c]);
		if (!cell.n)
			continue;
		s.filled++;
		bool digits = only_digits(cell, a);
		s.digits += digits;
		s.letters += !digits;
		s.short_ones += cell.n <= 8;
		s.urls += str_find(cell, STR("://")) > 0;
		int64_t v;
		s.ages += digits && str_to_int(fold_words(a, cell), &v) && v <= 120;
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

static enum what what_cells(const struct csv_table *t, size_t c, struct arena *a, struct str *why)
{
	struct shape s = shape_of(t, c, a);
	*why = STR("what stands in it");
	if (!s.filled)
		return IS_LEFT_OUT;
	if (mostly(s.urls, s.filled))
		return IS_URL;
	if (mostly(s.dates, s.filled))
		return IS_DATE;
	if (mostly(s.digits, s.filled))
		return IS_NUMBER;
	return IS_TEXT;
}

/* ---- fields ---- */

struct guesser {
	struct link_config *c;
	struct link_guessed *columns;
	size_t year, month, day, calendar; /* columns + 1 */
};

static void add_field(struct guesser *g, struct str column, enum link_type type,
		      enum name_role role, bool birth, bool event)
{
	struct link_config *c = g->c;
	if (c->n_fields == LINK_FIELDS_MAX)
		return;
	c->fields[c->n_fields] = (struct link_field){ .type = type, .role = role, .label = column };
	c->fields[c->n_fields].is_birth = birth;
	c->fields[c->n_fields].is_event = event;
	c->columns[c->n_fields] = (struct link_column){ .parts = { column }, .n_parts = 1 };
	c->n_fields++;
}

static const char *take(struct guesser *g, size_t i, enum what what)
{
	struct str column = g->columns[i].column;
	switch (what) {
	case IS_RECORD_ID:
		if (g->c->id.n)
			return "left out";
		g->c->id = column;
		return "id of the record";
	case IS_LIST:
		g->c->list = column;
		return "list";
	case IS_NAME:
		add_field(g, column, LINK_NAME, NAME_FULL, false, false);
		return "name";
	case IS_GIVEN:
		add_field(g, column, LINK_NAME, NAME_GIVEN, false, false);
		return "given name";
	case IS_FAMILY:
		add_field(g, column, LINK_NAME, NAME_FAMILY, false, false);
		return "family name";
	case IS_FATHER:
		add_field(g, column, LINK_NAME, NAME_FATHER, false, false);
		return "father's name";
	case IS_BIRTH:
	case IS_EVENT:
	case IS_DATE:
		add_field(g, column, LINK_DATE, NAME_FULL, what == IS_BIRTH, what == IS_EVENT);
		return what == IS_BIRTH ? "date of birth" : "date";
	case IS_CALENDAR:
		g->calendar = i + 1;
		return "calendar of the date";
	case IS_YEAR_PART:
		g->year = i + 1;
		return "year";
	case IS_MONTH_PART:
		g->month = i + 1;
		return "month";
	case IS_DAY_PART:
		g->day = i + 1;
		return "day";
	case IS_AGE:
		add_field(g, column, LINK_AGE, NAME_FULL, false, false);
		return "age";
	case IS_SEX:
		add_field(g, column, LINK_CATEGORY, NAME_FULL, false, false);
		return "category";
	case IS_PLACE:
		add_field(g, column, LINK_PLACE, NAME_FULL, false, false);
		return "place";
	case IS_ADDRESS:
	case IS_TEXT:
		add_field(g, column, LINK_TEXT, NAME_FULL, false, false);
		return "text";
	case IS_NUMBER:
		add_field(g, column, LINK_NUMBER, NAME_FULL, false, false);
		return "number";
	case IS_ID:
		add_field(g, column, LINK_ID, NAME_FULL, false, false);
		return "id of the person";
	case IS_URL:
		add_field(g, column, LINK_URL, NAME_FULL, false, false);
		return "link";
	case IS_LEFT_OUT:
		break;
	}
	return "left out";
}

static bool is_dated(enum what w)
{
	return w == IS_BIRTH || w == IS_EVENT || w == IS_DATE;
}

/* The header says what, the cells whether it can be so. */
static enum what decide(const struct csv_table *t, size_t i, struct arena *a, struct str *why)
{
	struct str by_cells;
	enum what header = what_header(t->header.cells[i], a);
	enum what cells = what_cells(t, i, a, &by_cells);
	*why = STR("its header");
	if (header == IS_LEFT_OUT || (is_dated(header) && cells == IS_TEXT) ||
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
	return header;
}

static void join_parts(struct guesser *g)
{
	struct link_config *c = g->c;
	if (!g->year || c->n_fields == LINK_FIELDS_MAX)
		return;
	struct link_column *col = &c->columns[c->n_fields];
	*col = (struct link_column){ .n_parts = 3, .by_parts = true };
	size_t parts[] = { g->year, g->month, g->month ? g->day : 0 };
	for (size_t i = 0; i < COUNT(parts); i++)
		col->parts[i] = parts[i] ? g->columns[parts[i] - 1].column : STR("");
	struct str label = col->parts[0];
	c->fields[c->n_fields] =
		(struct link_field){ .type = LINK_DATE, .role = NAME_FULL, .label = label };
	c->fields[c->n_fields].is_birth = str_starts(label, STR("b"));
	c->n_fields++;
}

int link_guess(const struct csv_table *t, struct arena *a, struct link_config *ret,
	       struct link_guessed **ret_columns, struct err *e)
{
	struct link_config *c = NEW(a, struct link_config);
	struct guesser g = { .c = c, .columns = NEW_N(a, t->header.n, struct link_guessed) };
	c->mode = LINK_BOTH;
	for (size_t i = 0; i < t->header.n; i++) {
		struct link_guessed *col = &g.columns[i];
		col->column = t->header.cells[i];
		if (!col->column.n)
			continue;
		AUTO_ARENA *scratch = arena_new((size_t)2 << 30);
		struct str why;
		enum what what = decide(t, i, scratch, &why);
		col->as = str_of(take(&g, i, what));
		col->why = str_copy(a, why);
	}
	join_parts(&g);
	for (size_t f = 0; g.calendar && f < c->n_fields; f++)
		if (c->fields[f].type == LINK_DATE && !c->fields[f].is_birth)
			c->columns[f].calendar_column = g.columns[g.calendar - 1].column;
	if (!c->n_fields)
		return err_set(e, ERR_INPUT, "no column of this table could be compared");
	*ret = *c;
	*ret_columns = g.columns;
	return 0;
}
