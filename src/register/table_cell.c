/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_cell.c - from the text of a cell to a typed value, or to a problem with what to do.
 *
 * The same dates, codes and words come again in thousands of rows; what they mean is kept, so that
 * the slow readers behind them run once for each wording.
 */
#include "register/table_priv.h"
#include "text/date.h"
#include "text/utf8.h"
#include "vault/number.h"

enum { CACHED_TEXT_MAX = 128 };

struct value *cached(struct table_reader *t, char type, struct str set, struct str s)
{
	char key[2 + CACHED_TEXT_MAX + 64];
	if (s.n > CACHED_TEXT_MAX || set.n > 60)
		return NULL;
	key[0] = type;
	memcpy(key + 1, set.n ? set.p : "", set.n);
	key[1 + set.n] = '\n';
	memcpy(key + 2 + set.n, s.n ? s.p : "", s.n);
	return map_get(&t->cache, str_n(key, 2 + set.n + s.n));
}

struct value *cache_add(struct table_reader *t, char type, struct str set, struct str s,
			const struct value *v)
{
	struct value *kept = NEW(t->cache_arena, struct value);
	*kept = *v;
	if (s.n <= CACHED_TEXT_MAX && set.n <= 60) {
		struct str key =
			str_printf(t->scratch, "%c%.*s\n%.*s", type, STR_FMT(set), STR_FMT(s));
		*map_at(&t->cache, key) = kept;
	}
	return kept;
}

bool cell_is_unknown(struct str s)
{
	return str_eq(s, STR("unknown"));
}

/* ---- what no cell may hold ---------------------------------------------- */

static const struct msg TOO_LONG =
	MSG("The cell has {1} bytes; the most is {2}.", "این خانه {1} بایت دارد؛ بیشینه {2} است.");
static const struct msg TOO_LONG_DO = MSG(
	"A long document is evidence, not a value: keep the file, and write here what it says.",
	"سند بلند مدرک است، نه مقدار: پرونده را نگه دارید و اینجا بنویسید چه می‌گوید.");
static const struct msg CONTROL =
	MSG("The cell has a control character ({1}).", "این خانه یک نویسهٔ کنترلی ({1}) دارد.");
static const struct msg CONTROL_DO =
	MSG("Remove it: type the cell again.", "آن را بردارید: خانه را دوباره بنویسید.");
static const struct msg FORMULA = MSG(
	"The cell begins with a sign that makes spreadsheet programs run it.",
	"این خانه با نشانه‌ای آغاز می‌شود که برنامه‌های صفحه‌گسترده آن را اجرا می‌کنند.");
static const struct msg FORMULA_DO =
	MSG("Write the value itself, without =, @, a tab, or + or - before anything but a digit.",
	    "خود مقدار را بنویسید، بدون = یا @ یا جهش (Tab) یا + و - پیش از چیزی جز رقم.");

/* An ASCII digit, or a Persian or Arabic one, which is none to a spreadsheet but no formula either. */
static bool begins_with_digit(struct str s)
{
	uint8_t c = s.n ? (uint8_t)s.p[0] : 0;
	uint8_t d = s.n > 1 ? (uint8_t)s.p[1] : 0;
	return (c >= '0' && c <= '9') || (c == 0xDB && d >= 0xB0 && d <= 0xB9) ||
	       (c == 0xD9 && d >= 0xA0 && d <= 0xA9);
}

/* `cell` is `raw` without the blanks around it. */
static bool is_formula(struct str raw, struct str cell)
{
	static const char *const WIDE[] = { "＝", "＠", "＋", "－" };
	char c = cell.n ? cell.p[0] : '\0';
	if ((raw.n && raw.p[0] == '\t') || c == '=' || c == '@')
		return true;
	if (c == '+' || c == '-')
		return cell.n > 1 && !begins_with_digit(str_from(cell, 1));
	for (size_t i = 0; (c & 0x80) && i < COUNT(WIDE); i++)
		if (str_starts(cell, str_of(WIDE[i])))
			return true;
	return false;
}

/* One look at each byte: where the first control character is, and how long the cell is as JSON. */
static size_t scan(struct str s, size_t *ret_json)
{
	size_t control = s.n;
	*ret_json = s.n;
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i];
		bool blank = c == '\t' || c == '\n' || c == '\r';
		if (c == '"' || c == '\\' || blank)
			++*ret_json;
		bool c1 = c == 0xC2 && i + 1 < s.n && (uint8_t)s.p[i + 1] < 0xA0;
		if (control == s.n && ((c < 0x20 && !blank) || c == 0x7F || c1))
			control = i;
	}
	return control;
}

bool cell_check(struct table_reader *t, size_t column, struct str raw)
{
	struct str cell = t->cells[column];
	size_t json;
	size_t control = scan(cell, &json);
	t->bytes += cell.n ? json + 60 : 0;
	if (cell.n > TABLE_CELL_MAX) {
		struct str args[] = { num_text(t->scratch, t->in->lang, (int64_t)cell.n),
				      num_text(t->scratch, t->in->lang, TABLE_CELL_MAX) };
		problem(t, column, &TOO_LONG, &TOO_LONG_DO, args, 2);
		return false;
	}
	if (control < cell.n) {
		struct str rest = str_from(cell, control);
		uint32_t cp = 0;
		utf8_next(&rest, &cp);
		struct str name = str_printf(t->scratch, "U+%04X", (unsigned)cp);
		problem(t, column, &CONTROL, &CONTROL_DO, &name, 1);
		return false;
	}
	if (is_formula(raw, cell)) {
		problem(t, column, &FORMULA, &FORMULA_DO, NULL, 0);
		return false;
	}
	return true;
}

/* ---- subjects ----------------------------------------------------------- */

static const struct msg NO_SUBJECT =
	MSG("This names no subject.", "این خانه موضوعی را نام نمی‌برد.");
static const struct msg NO_SUBJECT_DO = MSG(
	"Write kind:key, for instance person:example-12, or a record number, for instance P-00012.",
	"به شکل kind:key بنویسید، مانند person:example-12، یا شمارهٔ پرونده، مانند P-00012.");
static const struct msg NO_KIND =
	MSG("There is no kind of subject \"{1}\".", "گونهٔ «{1}» وجود ندارد.");
static const struct msg NO_KIND_DO =
	MSG("{2} The kinds are in vocab/kinds.csv.",
	    "{2} گونه‌ها در vocab/kinds.csv آمده‌اند.");
static const struct msg BAD_KEY = MSG("\"{1}\" is no key.", "«{1}» کلید نیست.");
static const struct msg BAD_KEY_DO = MSG(
	"A key is 1 to 64 of a-z, 0-9 and -, and begins with a letter or digit.",
	"کلید ۱ تا ۶۴ نویسه از a-z و 0-9 و - است و با حرف یا رقم آغاز می‌شود.");
static const struct msg NO_RECORD =
	MSG("There is no record {1} in this register.", "پروندهٔ {1} در این دفتر نیست.");
static const struct msg NO_RECORD_DO = MSG(
	"Search for the record first and write its number, or name the subject by a key.",
	"نخست پرونده را جست‌وجو کنید و شماره‌اش را بنویسید، یا موضوع را با کلید نام ببرید.");
static const struct msg NOTHING = MSG("No known name is near it.",
				      "نام شناخته‌ای نزدیک به آن نیست.");

static bool is_key(struct str s)
{
	if (!s.n || s.n > TABLE_KEY_MAX || s.p[0] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return true;
}

/* P-00012, p12: a letter, a hyphen that can be left out, digits; P-qk7d2-00012: of another site. */
static bool is_number(struct str s)
{
	int64_t no;
	if (s.n < 2 || s.n > 24)
		return false;
	char c = s.p[0];
	if (s.p[1] == '-' && number_parse(str_from(s, 2), &no))
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	s = str_from(s, s.p[1] == '-' ? 2 : 1);
	if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) || !s.n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

static bool no_kind(struct table_reader *t, size_t column, struct str kind)
{
	struct str near[NEAR_MAX];
	size_t n = vocab_near_kinds(t->v, kind, near, NEAR_MAX);
	struct str args[] = { kind, names_list(t, near, n, &NOTHING) };
	problem(t, column, &NO_KIND, &NO_KIND_DO, args, 2);
	return false;
}

static bool find_number(struct table_reader *t, size_t column, struct str s, struct entity *ret)
{
	struct entity *kept = map_get(&t->numbers, s);
	if (kept) {
		*ret = *kept;
		return true;
	}
	struct err e = { 0 };
	int rc = vocab_kind_by_prefix(t->v, str_n(s.p, 1))
			 ? t->in->lookup.record(t->in->lookup.ctx, s, t->scratch, ret, &e)
			 : ERR_NOTFOUND;
	if (rc == 0) {
		kept = NEW(t->cache_arena, struct entity);
		ret->kind = vocab_kind_by_prefix(t->v, str_n(s.p, 1))->term.code;
		*kept = *ret;
		*map_at(&t->numbers, s) = kept;
		return true;
	}
	if (rc != ERR_NOTFOUND) { /* the vault's fault, not the table's */
		t->rc = rc;
		if (t->e)
			*t->e = e;
		return false;
	}
	problem(t, column, &NO_RECORD, &NO_RECORD_DO, &s, 1);
	return false;
}

bool cell_named(struct table_reader *t, size_t column, struct str s, struct named *ret)
{
	*ret = (struct named){ 0 };
	if (is_number(s)) {
		if (!find_number(t, column, s, &ret->entity))
			return false;
	} else {
		struct str kind;
		struct str key = str_cut(s, ':', &kind);
		const struct kind *k = vocab_kind(t->v, kind);
		if (!key.p || !kind.n) {
			problem(t, column, &NO_SUBJECT, &NO_SUBJECT_DO, NULL, 0);
			return false;
		}
		if (!k)
			return no_kind(t, column, kind);
		if (!is_key(key)) {
			problem(t, column, &BAD_KEY, &BAD_KEY_DO, &key, 1);
			return false;
		}
		ret->entity.kind = k->term.code;
	}
	ret->text = str_copy(t->a, s);
	return true;
}

/* ---- dates -------------------------------------------------------------- */

static const struct msg BAD_DATE = MSG("{1}", "{1}");
static const struct msg BAD_DATE_DO = MSG(
	"Write a date such as 2025-10-12, 12 October 2025, Oct 2025 or since 2024; what is not known is left out.",
	"تاریخی مانند ۲۰ مهر ۱۴۰۴، 2025-10-12 یا Oct 2025 بنویسید؛ آنچه دانسته نیست نوشته نمی‌شود.");
static const struct msg WRONG_DAY = MSG("{1} is a {2}; the cell names another weekday.",
					"{1} {2} است؛ در این خانه روز هفتهٔ دیگری آمده است.");
static const struct msg WRONG_DAY_DO = MSG(
	"Check the date at the source. If the source itself is wrong, write the date without the weekday and its words in q:wording.",
	"تاریخ را در منبع بررسی کنید. اگر خود منبع نادرست است، تاریخ را بدون روز هفته بنویسید و عبارت را در q:wording.");
static const struct msg SEVERAL =
	MSG("The date can be read as {1}.",
	    "این تاریخ را می‌توان چنین خواند: {1}.");
static const struct msg SEVERAL_DO =
	MSG("Write the one that is meant, for instance with the name of the month.",
	    "آن را که منظور است بنویسید، برای نمونه با نام ماه.");

/* Years of the Jalali and Hijri calendars look like years of the Middle Ages, which no claim here is
 * about: such a date is left to date.h, which knows the calendars. */
static bool may_be_another_calendar(const struct edtf *d)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct edtf_date *ends[] = { &d->items[i].from, &d->items[i].to };
		for (size_t k = 0; k < (d->items[i].range || d->kind == EDTF_INTERVAL ? 2 : 1); k++)
			if (ends[k]->state == EDTF_KNOWN && ends[k]->year_x != 4 &&
			    ends[k]->year >= 1200 && ends[k]->year < 1500)
				return true;
	}
	return false;
}

static bool may_be_edtf(struct str s)
{
	return s.n && s.n <= EDTF_TEXT_MAX && strchr("0123456789[{./-YX", s.p[0]) &&
	       !memchr(s.p, ' ', s.n);
}

static bool read_edtf(struct table_reader *t, struct str s, struct value *ret)
{
	struct edtf d;
	if (!may_be_edtf(s) || edtf_read(s, t->scratch, &d, NULL) < 0 ||
	    may_be_another_calendar(&d))
		return false;
	struct str text = edtf_text(t->scratch, &d);
	*ret = (struct value){ .type = VALUE_DATE };
	ret->u.date.edtf = str_copy(t->cache_arena, text);
	ret->u.date.cal = VALUE_GREGORIAN;
	ret->u.date.given = str_eq(text, s) ? STR_NULL : str_copy(t->cache_arena, s);
	return true;
}

static void tell_several(struct table_reader *t, size_t column, const struct date_reading *r,
			 size_t n)
{
	struct str all = STR("");
	for (size_t i = 0; i < n; i++)
		all = str_printf(t->scratch, "%.*s%s%.*s (%.*s)", STR_FMT(all), i ? ", " : "",
				 STR_FMT(r[i].edtf_text),
				 STR_FMT(cal_name(r[i].calendar, t->in->lang)));
	problem(t, column, &SEVERAL, &SEVERAL_DO, &all, 1);
}

static bool read_wording(struct table_reader *t, size_t column, struct str s, struct value *ret)
{
	struct date_reading *r = NULL;
	struct err e = { 0 };
	size_t n = 0;
	if (date_read(t->scratch, t->in->lang, s, &r, &n, &e) < 0) {
		struct str why = str_of(e.text);
		problem(t, column, &BAD_DATE, &BAD_DATE_DO, &why, 1);
		return false;
	}
	if (r[0].doubt == DATE_WRONG_WEEKDAY) {
		struct str args[] = { date_show(t->scratch, t->in->lang, &r[0].edtf, r[0].calendar),
				      cal_weekday_name(r[0].weekday, t->in->lang) };
		problem(t, column, &WRONG_DAY, &WRONG_DAY_DO, args, 2);
		return false;
	}
	if (n > 1 || r[0].doubt != DATE_SURE) {
		tell_several(t, column, r, n);
		return false;
	}
	*ret = value_of_reading(&r[0], str_copy(t->cache_arena, s));
	ret->u.date.edtf = str_copy(t->cache_arena, ret->u.date.edtf);
	return true;
}

bool cell_date(struct table_reader *t, size_t column, struct str s, struct value *ret)
{
	struct value *kept = cached(t, 'd', STR_NULL, s);
	if (kept) {
		*ret = *kept;
		return true;
	}
	if (!read_edtf(t, s, ret) && !read_wording(t, column, s, ret))
		return false;
	cache_add(t, 'd', STR_NULL, s, ret);
	return true;
}

/* ---- codes -------------------------------------------------------------- */

static const struct msg NO_CODE =
	MSG("The list {2} has no term \"{1}\".", "فهرست {2} واژهٔ «{1}» را ندارد.");
static const struct msg NO_CODE_DO = MSG("{3} The list is {4}.", "{3} فهرست در {4} است.");
static const struct msg TWO_CODES = MSG("{1}", "{1}");
static const struct msg TWO_CODES_DO =
	MSG("Write the code of the one that is meant.", "کد آن را که منظور است بنویسید.");

/* Where a person finds the list. */
static struct str file_of(struct table_reader *t, struct str set)
{
	const struct vocab_set *s = vocab_find_set(t->v, set);
	if (s && str_eq(s->sheet->name, STR("terms")))
		return str_printf(t->scratch, "vocab/terms.csv (%.*s)", STR_FMT(set));
	return str_printf(t->scratch, "vocab/%.*s.csv", STR_FMT(s ? s->sheet->name : set));
}

static bool no_code(struct table_reader *t, size_t column, struct str set, struct str s)
{
	struct str near[NEAR_MAX];
	size_t n = vocab_near_codes(t->v, set, s, near, NEAR_MAX);
	struct str args[] = { s, set, names_list(t, near, n, &NOTHING), file_of(t, set) };
	problem(t, column, &NO_CODE, &NO_CODE_DO, args, 4);
	return false;
}

bool cell_code(struct table_reader *t, size_t column, struct str set, struct str s,
	       struct value *ret)
{
	struct value *kept = cached(t, 'c', set, s);
	struct err e = { 0 };
	if (kept) {
		*ret = *kept;
		return true;
	}
	*ret = (struct value){ .type = VALUE_CODE };
	int rc = vocab_find_code(t->v, set, s, &ret->u.code.code, &e);
	if (rc == ERR_CONFLICT) {
		struct str both = str_of(e.text);
		problem(t, column, &TWO_CODES, &TWO_CODES_DO, &both, 1);
		return false;
	}
	if (rc < 0)
		return no_code(t, column, set, s);
	ret->u.code.set = vocab_find_set(t->v, set)->name;
	cache_add(t, 'c', set, s, ret);
	return true;
}
