/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/table_check.h"

#include <stdlib.h>

#include "intake/list.h"
#include "intake/table_priv.h"

/* ---- copies ---------------------------------------------------------- */

/* Words without blanks that have a letter, and a digit, a dash or a slash: ids and addresses. What has no letter
 * is a number or a date: 2021-2 is no second copy of 2021, and a million of them need no memory. */
static bool is_key(struct str s)
{
	bool mark = false;
	bool letter = false;
	if (s.n < 3 || s.n > 500)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ' ')
			return false;
		mark = mark || table_is_digit(s.p[i]) || s.p[i] == '-' || s.p[i] == '/';
		letter = letter || (uint8_t)s.p[i] >= 0x80 || ((uint8_t)s.p[i] | 0x20) >= 'a';
	}
	return mark && letter;
}

/* "x-2", also "x-2/": what stands before. */
static bool without_number(struct str s, struct str *ret)
{
	if (str_ends(s, STR("/")))
		s.n--;
	if (s.n < 5 || s.p[s.n - 1] < '2' || s.p[s.n - 1] > '9' || s.p[s.n - 2] != '-')
		return false;
	*ret = str_n(s.p, s.n - 2);
	return true;
}

/* FNV-1a: a collision makes one suspicion too many among four million. */
static uint64_t hash_key(size_t column, struct str s)
{
	uint64_t h = UINT64_C(14695981039346656037) ^ (column + 1);
	if (str_ends(s, STR("/")))
		s.n--;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (uint8_t)s.p[i]) * UINT64_C(1099511628211);
	h ^= h >> 29;
	return h ? h : 1;
}

struct keys {
	uint64_t *slots;
	size_t n, cap; /* cap: a power of two */
};

/* The place of `h`, or where it would be. */
static size_t slot_of(const struct keys *k, uint64_t h)
{
	size_t i = (size_t)h & (k->cap - 1);
	while (k->slots[i] && k->slots[i] != h)
		i = (i + 1) & (k->cap - 1);
	return i;
}

static void keys_grow(struct keys *k)
{
	struct keys more = { .n = k->n, .cap = k->cap ? 2 * k->cap : 4096 };
	more.slots = mem_need(calloc(more.cap, sizeof *more.slots));
	for (size_t i = 0; i < k->cap; i++)
		if (k->slots[i])
			more.slots[slot_of(&more, k->slots[i])] = k->slots[i];
	free(k->slots);
	*k = more;
}

static bool keys_has(const struct keys *k, uint64_t h)
{
	return k->cap && k->slots[slot_of(k, h)] == h;
}

static void keys_add(struct keys *k, uint64_t h)
{
	if (k->n >= TABLE_CHECK_KEYS_MAX)
		return;
	if (2 * (k->n + 1) > k->cap)
		keys_grow(k);
	size_t i = slot_of(k, h);
	k->n += k->slots[i] == 0;
	k->slots[i] = h;
}

/* ---- a table --------------------------------------------------------- */

enum { SHOWN_MAX = 200 };

struct column {
	int64_t n[TRACES];
	int64_t row[TRACES]; /* the first */
	char cell[TRACES][SHOWN_MAX];
	size_t cell_n[TRACES];
	int64_t filled;
};

struct table_check {
	struct arena *a;
	const struct table_column *names;
	bool guessed; /* the encoding */
	struct column *columns;
	size_t n;
	struct keys keys;
};

struct table_check *table_check_new(struct arena *a, const struct table_look *look)
{
	struct table_check *k = NEW(a, struct table_check);
	k->a = a;
	k->n = look->n_columns;
	k->names = look->columns;
	k->guessed = look->faults.by_code[TABLE_FAULT_ENCODING_UNSURE] &&
		     look->encoding_sure < LIST_ENCODING_SURE;
	k->columns = NEW_N(a, k->n, struct column);
	return k;
}

void table_check_free(struct table_check *k)
{
	if (!k)
		return;
	free(k->keys.slots);
	k->keys = (struct keys){ 0 };
}

static void count(struct column *c, enum table_trace t, int64_t row, struct str cell)
{
	if (c->n[t]++)
		return;
	size_t n = cell.n < SHOWN_MAX ? cell.n : SHOWN_MAX;
	while (n && n < cell.n && ((uint8_t)cell.p[n] & 0xC0) == 0x80)
		n--;
	memcpy(c->cell[t], cell.p, n);
	c->cell_n[t] = n;
	c->row[t] = row;
}

/* As where tables were put one below the other. */
static bool is_names_again(const struct table_check *k, const struct table_row *row)
{
	size_t again = 0;
	size_t names = 0;
	for (size_t i = 0; i < k->n; i++) {
		struct str cell = i < row->n ? str_trim(row->cells[i].text) : STR("");
		if (cell.n && !str_eq(cell, k->names[i].name))
			return false;
		again += cell.n > 0;
		names += k->names[i].name.n > 0;
	}
	return again && 2 * again >= names;
}

void table_check_row(struct table_check *k, const struct table_row *row)
{
	if (is_names_again(k, row))
		count(&k->columns[0], TRACE_NAMES_AGAIN, row->number, row->cells[0].text);
	for (size_t i = 0; i < row->n && i < k->n; i++) {
		const struct table_cell *c = &row->cells[i];
		struct column *col = &k->columns[i];
		struct str base;
		if (!c->text.n)
			continue;
		col->filled++;
		for (unsigned t = table_trace_cell(c), bit = 0; t; t >>= 1, bit++)
			if (t & 1)
				count(col, (enum table_trace)bit, row->number, c->text);
		if (k->guessed && table_is_wide(c->text))
			count(col, TRACE_GUESSED, row->number, c->text);
		if (!is_key(c->text))
			continue;
		if (without_number(c->text, &base) && keys_has(&k->keys, hash_key(i, base)))
			count(col, TRACE_NUMBERED_COPY, row->number, c->text);
		keys_add(&k->keys, hash_key(i, c->text));
	}
}

/* ---- what is told ---------------------------------------------------- */

static const struct {
	const char *code;
	struct msg what, todo;
} WORDS[TRACES] = {
	[TRACE_DAY_FIRST] = { NULL, MSG("", ""), MSG("", "") },
	[TRACE_MONTH_FIRST] = { "two_date_orders",
				MSG("Dates with the month first: {1}; with the day first: {2}.",
				    "{1} تاریخ ماه را نخست دارد و {2} تاریخ روز را."),
				MSG("Find out from the source which rows have which; dates such as 03/04 can be both.",
				    "از منبع روشن کنید کدام ردیف کدام است؛ تاریخی مانند 03/04 هر دو می‌تواند باشد.") },
	[TRACE_YEAR_FIRST] = { NULL, MSG("", ""), MSG("", "") },
	[TRACE_YEAR_LAST] = { "two_date_forms",
			      MSG("Dates with the year last: {1}; with the year first: {2}.",
				  "{1} تاریخ سال را در پایان دارد و {2} تاریخ در آغاز."),
			      MSG("Both are read. Of those with the year last look whether the day or the month comes first.",
				  "هر دو خوانده می‌شود. در آنها که سال در پایان است ببینید نخست روز می‌آید یا ماه.") },
	[TRACE_GREGORIAN] = { NULL, MSG("", ""), MSG("", "") },
	[TRACE_OTHER_CALENDAR] = { "two_calendars",
				   MSG("Dates with years of the Jalali or Hijri calendar: {1}; Gregorian: {2}.",
				       "{1} تاریخ سال شمسی یا قمری دارد و {2} تاریخ سال میلادی."),
				   MSG("Map the column as dates in any calendar, and look at some of each.",
				       "ستون را تاریخ در هر گاه‌شماری بگیرید و از هر کدام چند نمونه ببینید.") },
	[TRACE_FIRST_OF_YEAR] = { "first_of_year",
				  MSG("{1} of {2} dates are 1 January or 1 Farvardin: probably only the year was known.",
				      "{1} از {2} تاریخ ۱ ژانویه یا ۱ فروردین است: شاید تنها سال دانسته بوده است."),
				  MSG("Keep them: where they are so many, linking takes them as the year only. Ask the publisher which are days.",
				      "نگهشان دارید: پیوند، آنجا که این همه‌اند، تنها سالشان را می‌گیرد. از ناشر بپرسید کدام‌ها روزند.") },
	[TRACE_NUMBERED_COPY] = { "numbered_copies",
				  MSG("Ids or addresses that end in -2, -3 ... and stand here without that, too: {1}. A program numbered copies.",
				      "{1} شناسه یا نشانی با ۲- و ۳- ... پایان می‌یابد و بدون آن هم هست: نسخه‌هایی که برنامه‌ای شماره زده است."),
				  MSG("Look whether they are the same persons; leave that to the linking.",
				      "ببینید همان اشخاص‌اند یا نه؛ به پیوند دادن بسپارید.") },
	[TRACE_REVERSED_LAM_ALEF] = { "reversed_lam_alef",
				      MSG("Cells with lam-alef reversed, as texts taken out of a PDF have it: {1}.",
					  "{1} خانه «لا»ی وارونه دارد، چنان که متن‌های بیرون‌آمده از PDF."),
				      MSG("Keep them: names are compared without regard to it. Ask for the list in another form.",
					  "نگهشان دارید: نام‌ها بی‌توجه به آن سنجیده می‌شوند. فهرست را به شکل دیگری بخواهید.") },
	[TRACE_PRESENTATION_FORM] = { "presentation_forms",
				      MSG("Cells with letters in their printed forms (U+FB50 to U+FEFF): {1}.",
					  "{1} خانه حروف را به شکل چاپی دارد (U+FB50 تا U+FEFF)."),
				      MSG("Keep them: they are read as the usual letters.",
					  "نگهشان دارید: مانند حروف معمول خوانده می‌شوند.") },
	[TRACE_BIDI_CONTROL] = { "direction_marks",
				 MSG("Cells with invisible marks of writing direction: {1}.",
				     "{1} خانه نشانه‌های ناپیدای جهت نوشتار دارد."),
				 MSG("Keep them; they do not count when names are compared.",
				     "نگهشان دارید؛ در سنجش نام‌ها به شمار نمی‌آیند.") },
	[TRACE_ODD_BLANK] = { "odd_blanks",
			      MSG("Cells with blanks that look like others (no-break spaces, soft hyphens, zero width spaces): {1}.",
				  "{1} خانه فاصله‌های نامعمول دارد: فاصلهٔ ناشکن، خط پیوند نرم، فاصلهٔ بی‌پهنا."),
			      MSG("Keep them; they count as blanks.",
				  "نگهشان دارید؛ فاصله شمرده می‌شوند.") },
	[TRACE_MISPLACED_ZWNJ] = { "misplaced_zwnj",
				   MSG("Cells with a half-space where it joins nothing: {1}.",
				       "{1} خانه نیم‌فاصله‌ای دارد که چیزی را به هم نمی‌پیوندد."),
				   MSG("Keep them; they do not count when names are compared.",
				       "نگهشان دارید؛ در سنجش نام‌ها به شمار نمی‌آیند.") },
	[TRACE_SHORTENED_NUMBER] = { "shortened_numbers",
				     MSG("Numbers that a spreadsheet program shortened (1.23E+10), so that digits are lost: {1}.",
					 "{1} عدد را برنامهٔ صفحه‌گسترده کوتاه کرده است (1.23E+10): رقم‌هایش از دست رفته است."),
				     MSG("Ask for the list with this column as text.",
					 "فهرست را با این ستون به‌صورت متن بخواهید.") },
	[TRACE_BLANKS_AROUND] = { "blanks_around",
				  MSG("Cells with blanks before or behind their text: {1}.",
				      "{1} خانه پیش یا پس از متن فاصله دارد."),
				  MSG("Nothing: they are kept and do not count.",
				      "هیچ: می‌مانند و به شمار نمی‌آیند.") },
	[TRACE_FORMULA_TEXT] = { "formula_text",
				 MSG("Cells that begin with = + - @ or a tab, which a spreadsheet program would compute: {1}.", "{1} خانه با = یا + یا - یا @ یا تب آغاز می‌شود: برنامهٔ صفحه‌گسترده آن را حساب می‌کند."),
				 MSG("Open this list as text only; Vigil computes nothing.",
				     "این فهرست را تنها به‌صورت متن باز کنید؛ ویجیل چیزی را حساب نمی‌کند.") },
	[TRACE_SUM_ROW] = { "sum_row",
			    MSG("Cells that read \"total\" or \"sum\": {1}. A row that adds the others up is no person.",
				"{1} خانه «جمع» یا «کل» است: ردیفی که بقیه را جمع می‌زند شخص نیست."),
			    MSG("Leave that row out by its number.",
				"آن ردیف را با شماره‌اش کنار بگذارید.") },
	[TRACE_NAMES_AGAIN] = { "names_again",
				MSG("Rows that say the names of the columns again: {1}. Such a row is no person.",
				    "{1} ردیف نام ستون‌ها را دوباره می‌گوید: چنین ردیفی شخص نیست."),
				MSG("Leave those rows out by their numbers; look whether two tables stand one below the other.",
				    "آن ردیف‌ها را با شماره‌شان کنار بگذارید؛ ببینید آیا دو جدول زیر هم است.") },
	[TRACE_GUESSED] = { "guessed_letters",
			    MSG("Cells whose letters hang on the encoding that was guessed: {1}.",
				"حرف‌های {1} خانه به کدگذاری‌ای بسته است که حدس زده شده."),
			    MSG("Look whether they are right; if not, choose another encoding, or correct the cell where it came from.",
				"ببینید آیا درست است؛ اگر نه، کدگذاری دیگری برگزینید، یا خانه را همان‌جا که آمده درست کنید.") },
};

/* The number that the other one is compared with, and whether it is worth telling. */
static bool is_told(const struct column *c, enum table_trace t, int64_t *ret_other)
{
	int64_t dates = c->n[TRACE_GREGORIAN] + c->n[TRACE_OTHER_CALENDAR];
	*ret_other = dates;
	if (!WORDS[t].code || !c->n[t])
		return false;
	if (t == TRACE_MONTH_FIRST)
		return (*ret_other = c->n[TRACE_DAY_FIRST]) > 0;
	if (t == TRACE_YEAR_LAST)
		return (*ret_other = c->n[TRACE_YEAR_FIRST]) > 0;
	if (t == TRACE_OTHER_CALENDAR)
		return (*ret_other = c->n[TRACE_GREGORIAN]) > 0;
	/* One day in 365 by chance; a twentieth, of more than a handful, is none. */
	if (t == TRACE_FIRST_OF_YEAR)
		return c->n[t] >= 3 && c->n[t] * 20 > dates;
	return true;
}

void table_check_end(struct table_check *k, struct table_faults *fs)
{
	for (size_t i = 0; i < k->n; i++)
		for (size_t t = 0; t < TRACES; t++) {
			const struct column *c = &k->columns[i];
			int64_t other;
			if (!is_told(c, (enum table_trace)t, &other))
				continue;
			struct str args[] = { num_text(fs->a, fs->lang, c->n[t]),
					      num_text(fs->a, fs->lang, other) };
			struct table_fault f = { .code = WORDS[t].code,
						 .row = c->row[t],
						 .column = i + 1,
						 .cell = str_n(c->cell[t], c->cell_n[t]) };
			table_fault_add(fs, &f, &WORDS[t].what, &WORDS[t].todo, args, COUNT(args));
		}
	table_faults_sort(fs);
}

static int check_row(void *ctx, const struct table_row *row, struct err *e)
{
	(void)e;
	table_check_row(ctx, row);
	return 0;
}

int table_check_file(const struct table_input *in, struct table_look *look, struct arena *a,
		     struct err *e)
{
	struct table_check *k = table_check_new(a, look);
	struct table_sink sink = { .row = check_row, .ctx = k };
	struct table_faults again;
	int rc = table_rows(in, look, &sink, a, &again, e);
	if (rc == 0)
		table_check_end(k, &look->faults);
	table_check_free(k);
	return rc;
}
