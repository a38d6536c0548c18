/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_map.c - mappings: what each column of a list is, as data. */
#include "register/list_priv.h"

#include "text/msg.h"

static const struct {
	const char *code;
	struct msg label;
} FIELDS[LIST_FIELDS] = {
	[LIST_KEPT] = { "", MSG("kept as given", "همان‌گونه نگه داشته") },
	[LIST_NAME] = { "name", MSG("Name", "نام") },
	[LIST_GIVEN] = { "given_name", MSG("Given name", "نام کوچک") },
	[LIST_FAMILY] = { "family_name", MSG("Family name", "نام خانوادگی") },
	[LIST_FATHER] = { "father_name", MSG("Father's name", "نام پدر") },
	[LIST_OTHER_NAME] = { "other_name", MSG("Other name", "نام دیگر") },
	[LIST_DATE] = { "date", MSG("Date", "تاریخ") },
	[LIST_YEAR] = { "year", MSG("Year", "سال") },
	[LIST_MONTH] = { "month", MSG("Month", "ماه") },
	[LIST_DAY] = { "day", MSG("Day", "روز") },
	[LIST_CALENDAR] = { "calendar", MSG("Calendar", "گاه‌شمار") },
	[LIST_BIRTH] = { "birth_date", MSG("Date of birth", "تاریخ تولد") },
	[LIST_BIRTH_YEAR] = { "birth_year", MSG("Year of birth", "سال تولد") },
	[LIST_BIRTH_MONTH] = { "birth_month", MSG("Month of birth", "ماه تولد") },
	[LIST_BIRTH_DAY] = { "birth_day", MSG("Day of birth", "روز تولد") },
	[LIST_AGE] = { "age", MSG("Age", "سن") },
	[LIST_SEX] = { "sex", MSG("Sex", "جنس") },
	[LIST_PLACE] = { "place", MSG("Place", "جا") },
	[LIST_ORIGIN] = { "origin", MSG("Place of origin", "زادگاه") },
	[LIST_BURIAL] = { "burial_place", MSG("Place of burial", "محل خاک‌سپاری") },
	[LIST_PRISON] = { "prison", MSG("Prison", "زندان") },
	[LIST_CHARGE] = { "charge", MSG("Charge", "اتهام") },
	[LIST_CAUSE] = { "cause", MSG("Cause", "علت") },
	[LIST_ID] = { "id", MSG("The list's own id", "شناسهٔ خود فهرست") },
	[LIST_URL] = { "url", MSG("Address on the web", "نشانی وب") },
	[LIST_NOTE] = { "note", MSG("Note", "یادداشت") },
};
static const char *const CALENDARS[CAL_COUNT] = { "gregorian", "jalali", "hijri" };
static const char *const ORDERS[] = { "", "dmy", "mdy", "ymd" };

const char *list_field_code(enum list_field f)
{
	return FIELDS[f].code;
}

bool list_field_parse(struct str code, enum list_field *ret)
{
	for (int f = 0; f < LIST_FIELDS; f++)
		if (str_eq(code, str_of(FIELDS[f].code))) {
			*ret = (enum list_field)f;
			return true;
		}
	return false;
}

const struct msg *list_field_label(enum list_field f)
{
	return &FIELDS[f].label;
}

/* ---- reading ---- */

static int place_in(struct str word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_of(words[i])))
			return (int)i;
	return -1;
}

static int read_column(const struct json *o, struct list_column *to, struct err *e)
{
	struct str word;
	*to = (struct list_column){ .name = STR("") };
	if (!o || o->type != JSON_OBJECT || !json_str(json_get(o, STR("column")), &to->name))
		return err_set(e, ERR_INPUT, "each column is an object with its \"column\" name");
	for (const struct json *m = json_first(o); m; m = m->next) {
		if (str_eq(m->name, STR("column")))
			continue;
		if (str_eq(m->name, STR("sealed"))) {
			if (!json_bool(m, &to->sealed))
				return err_set(e, ERR_INPUT, "\"sealed\" is true or false");
			continue;
		}
		if (!json_str(m, &word))
			return err_set(e, ERR_INPUT, "\"%.*s\" of a column is a text",
				       STR_FMT(m->name));
		if (str_eq(m->name, STR("as"))) {
			if (!list_field_parse(word, &to->field))
				return err_set(
					e, ERR_INPUT,
					"a column cannot be \"%.*s\"; see `vigil help list map`",
					STR_FMT(word));
		} else if (str_eq(m->name, STR("calendar"))) {
			int c = place_in(word, CALENDARS, COUNT(CALENDARS));
			if (c < 0)
				return err_set(e, ERR_INPUT,
					       "\"calendar\" is gregorian, jalali or hijri");
			to->has_calendar = true;
			to->calendar = (enum calendar)c;
		} else if (str_eq(m->name, STR("order"))) {
			int c = place_in(word, ORDERS, COUNT(ORDERS));
			if (c < 0)
				return err_set(e, ERR_INPUT, "\"order\" is dmy, mdy or ymd");
			to->order = (enum list_order)c;
		} else {
			return err_set(e, ERR_INPUT, "a column has no \"%.*s\"", STR_FMT(m->name));
		}
	}
	return 0;
}

int list_mapping_read(struct str json, struct arena *a, struct list_mapping *ret, struct err *e)
{
	const struct json *o;
	int rc = json_read(json, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &o, e);
	if (rc < 0)
		return err_wrap(e, "the mapping");
	const struct json *list = json_get(o, STR("columns"));
	if (!list || list->type != JSON_ARRAY)
		return err_set(e, ERR_INPUT, "the mapping has no \"columns\"");
	if (list->n > LIST_COLUMNS_MAX)
		return err_set(e, ERR_TOOBIG, "a mapping has at most %d columns", LIST_COLUMNS_MAX);
	struct list_mapping m = { .columns = NEW_N(a, list->n, struct list_column) };
	for (const struct json *i = json_first(list); i; i = i->next)
		TRY(read_column(i, &m.columns[m.n++], e));
	for (size_t i = 0; i < m.n; i++)
		if (m.columns[i].sealed && m.columns[i].field != LIST_KEPT)
			return err_set(
				e, ERR_INPUT,
				"column \"%.*s\" is sealed and mapped: what is sealed takes part "
				"in nothing",
				STR_FMT(m.columns[i].name));
	*ret = m;
	return 0;
}

void list_mapping_write(struct buf *b, const struct list_mapping *m)
{
	buf_lit(b, "{\"columns\":[");
	for (size_t i = 0; i < m->n; i++) {
		const struct list_column *c = &m->columns[i];
		buf_add(b, i ? STR(",{\"column\":") : STR("{\"column\":"));
		json_put_str(b, c->name);
		if (c->field != LIST_KEPT)
			buf_printf(b, ",\"as\":\"%s\"", FIELDS[c->field].code);
		if (c->has_calendar)
			buf_printf(b, ",\"calendar\":\"%s\"", CALENDARS[c->calendar]);
		if (c->order != LIST_ORDER_ANY)
			buf_printf(b, ",\"order\":\"%s\"", ORDERS[c->order]);
		if (c->sealed)
			buf_lit(b, ",\"sealed\":true");
		buf_char(b, '}');
	}
	buf_lit(b, "]}");
}

/* ---- fitting ---- */

/* How many columns before `at` are called the same: the second "Name" is another one than the first. */
static size_t which(const struct str *names, size_t at)
{
	size_t n = 0;
	for (size_t i = 0; i < at; i++)
		n += str_eq(names[i], names[at]);
	return n;
}

static bool find_column(const struct list_mapping *m, const struct str *names, struct str name,
			size_t nth, size_t *ret)
{
	for (size_t i = 0; i < m->n; i++)
		if (str_eq(names[i], name) && which(names, i) == nth) {
			*ret = i;
			return true;
		}
	return false;
}

void list_mapping_fit(const struct list_mapping *m, const struct str *header, size_t n,
		      struct arena *a, struct list_mapping *ret, size_t *ret_missing,
		      size_t *ret_new)
{
	struct list_mapping fit = { .columns = NEW_N(a, n, struct list_column), .n = n };
	struct str *names = NEW_N(a, m->n, struct str);
	size_t found = 0;
	for (size_t i = 0; i < m->n; i++)
		names[i] = m->columns[i].name;
	for (size_t i = 0; i < n; i++) {
		size_t at;
		fit.columns[i] = (struct list_column){ .name = header[i] };
		if (!find_column(m, names, header[i], which(header, i), &at))
			continue;
		fit.columns[i] = m->columns[at];
		found++;
	}
	*ret = fit;
	*ret_missing = m->n - found;
	*ret_new = n - found;
}
