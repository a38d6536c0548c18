/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_trace.c - what one cell shows by itself. */
#include "intake/table_check.h"

#include "intake/table_priv.h"
#include "text/csv.h"
#include "text/utf8.h"

#define BIT(trace) (1U << (trace))

/* Three numbers with / - or . between, in any digits; lengths tell where the year is. */
static unsigned trace_date(struct str s)
{
	int v[3] = { 0 };
	int len[3] = { 0 };
	int n = 0;
	for (size_t i = 0; i < s.n; i++) {
		uint8_t b = (uint8_t)s.p[i];
		uint8_t next = i + 1 < s.n ? (uint8_t)s.p[i + 1] : 0;
		int digit = table_is_digit(s.p[i])			? b - '0'
			    : b == 0xD9 && next >= 0xA0 && next <= 0xA9 ? next - 0xA0
			    : b == 0xDB && next >= 0xB0 && next <= 0xB9 ? next - 0xB0
									: -1;
		i += digit >= 0 && b >= 0x80;
		if (digit >= 0 && len[n] < 4) {
			v[n] = v[n] * 10 + digit;
			len[n]++;
		} else if (digit < 0 && n < 2 && len[n] && (b == '/' || b == '-' || b == '.')) {
			n++;
		} else if (digit < 0 && n == 2 && (b == 'T' || b == ' ')) {
			break; /* a time behind it */
		} else {
			return 0;
		}
	}
	if (n != 2 || !len[2])
		return 0;
	bool year_first = len[0] == 4;
	int year = year_first ? v[0] : v[2];
	int day = year_first ? v[2] : v[0];
	int month = v[1];
	if ((year_first ? len[0] : len[2]) != 4 || day < 1 || month < 1 || day > 31 || month > 31)
		return 0;
	unsigned t = year >= 1900 && year <= 2100   ? BIT(TRACE_GREGORIAN)
		     : year >= 1200 && year <= 1500 ? BIT(TRACE_OTHER_CALENDAR)
						    : 0;
	if (t)
		t |= year_first ? BIT(TRACE_YEAR_FIRST) : BIT(TRACE_YEAR_LAST);
	if (t && day == 1 && month == 1)
		t |= BIT(TRACE_FIRST_OF_YEAR);
	if (t && !year_first && day > 12 && month <= 12)
		t |= BIT(TRACE_DAY_FIRST);
	if (t && !year_first && day <= 12 && month > 12)
		t |= BIT(TRACE_MONTH_FIRST);
	return t;
}

/* "1.23E+10": what is behind the digits shown is gone. */
static bool is_shortened(struct str s)
{
	size_t i = 0;
	size_t digits = 0;
	for (;
	     i < s.n && (table_is_digit(s.p[i]) || s.p[i] == '.' || s.p[i] == ',' || s.p[i] == '-');
	     i++)
		digits += table_is_digit(s.p[i]);
	if (!digits || digits > 8 || i + 3 > s.n || (s.p[i] != 'E' && s.p[i] != 'e') ||
	    s.p[i + 1] != '+')
		return false;
	for (i += 2; i < s.n; i++)
		if (!table_is_digit(s.p[i]))
			return false;
	return true;
}

enum { ALEF = 0x627, LAM = 0x644, ZWNJ = 0x200C };

static bool is_bidi(uint32_t c)
{
	return c == 0x200E || c == 0x200F || c == 0x61C || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static bool is_odd_blank(uint32_t c)
{
	return c == 0xA0 || c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0x202F ||
	       c == 0x2007;
}

static bool is_form(uint32_t c)
{
	return (c >= 0xFB50 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFE);
}

static bool is_arabic_letter(uint32_t c)
{
	return (c >= 0x621 && c <= 0x64A) || (c >= 0x66E && c <= 0x6D5);
}

/* A PDF gives lam-alef as alef and lam: then a word begins with alef alef lam (from al- before alef),
 * and the last word of "servant of God" ends in lam lam alef. */
static unsigned trace_letters(struct str s)
{
	unsigned t = 0;
	uint32_t c;
	uint32_t w[3] = { 0 }; /* the last characters, w[0] the newest */
	size_t in_word = 0;
	while (utf8_next(&s, &c)) {
		t |= is_bidi(c) ? BIT(TRACE_BIDI_CONTROL) : 0;
		t |= is_odd_blank(c) ? BIT(TRACE_ODD_BLANK) : 0;
		t |= is_form(c) ? BIT(TRACE_PRESENTATION_FORM) : 0;
		if (c == ZWNJ ? !is_arabic_letter(w[0]) : w[0] == ZWNJ && !is_arabic_letter(c))
			t |= BIT(TRACE_MISPLACED_ZWNJ);
		in_word = is_arabic_letter(c) ? in_word + 1 : 0;
		if (in_word == 3 && c == LAM && w[0] == ALEF && w[1] == ALEF)
			t |= BIT(TRACE_REVERSED_LAM_ALEF);
		if (c == ALEF && w[0] == LAM && w[1] == LAM && w[2] == 0x647 && in_word == 4)
			t |= BIT(TRACE_REVERSED_LAM_ALEF);
		w[2] = w[1];
		w[1] = w[0];
		w[0] = c;
	}
	return t | (w[0] == ZWNJ ? BIT(TRACE_MISPLACED_ZWNJ) : 0);
}

static bool has_letter(struct str s)
{
	uint32_t c;
	while (utf8_next(&s, &c))
		if (is_arabic_letter(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
		    (c >= 0xC0 && c < 0x600))
			return true;
	return false;
}

bool table_is_wide(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] >= 0x80)
			return true;
	return false;
}

/* A word for a sum and at most a number behind it: no name begins so. */
static bool is_sum(struct str s)
{
#define WORD(w)                                                                                    \
	{                                                                                          \
		(w), sizeof(w) - 1                                                                 \
	}
	static const struct str WORDS_OF_SUMS[] = {
		WORD("total"),	  WORD("totals"),  WORD("grand total"), WORD("subtotal"),
		WORD("sum"),	  WORD("جمع کل"),  WORD("مجموع کل"),	WORD("جمع"),
		WORD("مجموع"),	  WORD("المجموع"), WORD("الإجمالي"),	WORD("الاجمالي"),
		WORD("کۆی گشتی"), WORD("کۆ"),
	};
#undef WORD
	for (size_t i = 0; i < COUNT(WORDS_OF_SUMS); i++) {
		struct str word = WORDS_OF_SUMS[i];
		if (s.n < word.n || !str_same_word(str_n(s.p, word.n), word))
			continue;
		/* What goes on with letters is a longer word, or a name. */
		if (!has_letter(str_from(s, word.n)))
			return true;
	}
	return false;
}

unsigned table_trace_cell(const struct table_cell *c)
{
	struct str s = c->text;
	if (!s.n)
		return 0;
	unsigned t = table_is_wide(s) ? trace_letters(s) : 0;
	struct str trimmed = str_trim(s);
	if (trimmed.n != s.n)
		t |= BIT(TRACE_BLANKS_AROUND);
	if (trimmed.n >= 8 && trimmed.n <= 40)
		t |= trace_date(trimmed);
	if (c->kind == TABLE_TEXT && is_shortened(trimmed))
		t |= BIT(TRACE_SHORTENED_NUMBER);
	if (c->kind == TABLE_TEXT && csv_is_formula(s))
		t |= BIT(TRACE_FORMULA_TEXT);
	if (trimmed.n && trimmed.n <= 40 && is_sum(trimmed))
		t |= BIT(TRACE_SUM_ROW);
	return t;
}
