/* SPDX-License-Identifier: GPL-3.0-or-later */
/* config.c - a config read key by key: what is not known is refused, since a key misspelt is a field not compared. */
#include "link/config.h"

#include "base/json_foreign.h"
#include "link/link_priv.h"
#include "text/calendar.h"

static const char *const TYPES[LINK_TYPES] = { "name",	"text",	    "date",   "year", "age",
					       "place", "category", "number", "url",  "id" };
static const char *const ROLES[] = { "full", "given", "family", "father", "other" };
static const char *const MODES[] = { "dedupe", "link", "both" };

struct str link_type_name(enum link_type t)
{
	return str_of(TYPES[t]);
}

struct str link_role_name(enum name_role r)
{
	return str_of(ROLES[r]);
}

struct str link_mode_name(enum link_mode m)
{
	return str_of(MODES[m]);
}

static ptrdiff_t find_word(struct str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, str_of(words[i])))
			return (ptrdiff_t)i;
	return -1;
}

static int want_text(const struct json *v, struct str *ret, struct err *e)
{
	if (!json_str(v, ret) || !ret->n)
		return err_set(e, ERR_INPUT, "\"%.*s\" must be a text", STR_FMT(v->name));
	return 0;
}

static int one_of(const struct json *v, const char *const *words, size_t n, const char *allowed,
		  size_t *ret, struct err *e)
{
	struct str s;
	TRY(want_text(v, &s, e));
	ptrdiff_t i = find_word(s, words, n);
	if (i < 0)
		return err_set(e, ERR_INPUT, "\"%.*s\" is \"%.*s\"; allowed are %s",
			       STR_FMT(v->name), STR_FMT(s), allowed);
	*ret = (size_t)i;
	return 0;
}

/* ---- one field ---- */

struct field_keys {
	struct str role, reference, year, month, day;
	bool has_type;
};

static int read_columns(const struct json *v, struct link_column *c, struct err *e)
{
	for (const struct json *i = json_first(v); i; i = i->next) {
		if (c->n_parts == LINK_PARTS_MAX)
			return err_set(e, ERR_INPUT, "\"columns\" has more than %d",
				       LINK_PARTS_MAX);
		if (!json_str(i, &c->parts[c->n_parts]))
			return err_set(e, ERR_INPUT, "\"columns\" must be a list of texts");
		c->n_parts++;
	}
	if (!c->n_parts)
		return err_set(e, ERR_INPUT, "\"columns\" must be a list of texts");
	return 0;
}

static int read_key(const struct json *v, struct link_field *f, struct link_column *c,
		    struct field_keys *k, struct err *e)
{
	size_t which;
	struct {
		const char *key;
		struct str *to;
	} texts[] = {
		{ "role", &k->role },	      { "reference", &k->reference },
		{ "year", &k->year },	      { "month", &k->month },
		{ "day", &k->day },	      { "calendar_column", &c->calendar_column },
		{ "calendar", &c->calendar },
	};
	for (size_t i = 0; i < COUNT(texts); i++)
		if (str_eq(v->name, str_of(texts[i].key)))
			return want_text(v, texts[i].to, e);
	if (str_eq(v->name, STR("type"))) {
		TRY(one_of(v, TYPES, COUNT(TYPES),
			   "name, text, date, year, age, place, category, number, url, id", &which,
			   e));
		f->type = (enum link_type)which;
		k->has_type = true;
		return 0;
	}
	if (str_eq(v->name, STR("column"))) {
		c->n_parts = 1;
		return want_text(v, &c->parts[0], e);
	}
	if (str_eq(v->name, STR("columns")))
		return read_columns(v, c, e);
	return err_set(
		e, ERR_INPUT,
		"\"%.*s\" is no key of a field; allowed are column, columns, type, role, calendar, "
		"calendar_column, year, month, day, reference",
		STR_FMT(v->name));
}

static int take_role(struct link_field *f, struct str role, struct err *e)
{
	bool dated = f->type == LINK_DATE || f->type == LINK_YEAR;
	if (!role.n)
		return 0;
	if (dated && (str_eq(role, STR("birth")) || str_eq(role, STR("event")))) {
		f->is_birth = str_eq(role, STR("birth"));
		f->is_event = !f->is_birth;
		return 0;
	}
	if (dated)
		return err_set(e, ERR_INPUT,
			       "\"role\" of a date is \"%.*s\"; allowed are birth, event",
			       STR_FMT(role));
	if (f->type != LINK_NAME)
		return err_set(e, ERR_INPUT,
			       "\"role\" is allowed with the types name, date and year");
	ptrdiff_t i = find_word(role, ROLES, COUNT(ROLES));
	if (i < 0)
		return err_set(
			e, ERR_INPUT,
			"\"role\" of a name is \"%.*s\"; allowed are full, given, family, father, other",
			STR_FMT(role));
	f->role = (enum name_role)i;
	return 0;
}

static int take_parts(struct link_field *f, struct link_column *c, const struct field_keys *k,
		      struct err *e)
{
	if (k->year.n || k->month.n || k->day.n) {
		if (f->type != LINK_DATE || !k->year.n || c->n_parts)
			return err_set(
				e, ERR_INPUT,
				"\"year\", \"month\" and \"day\" are columns of a date, with \"year\" "
				"among them and without \"column\"");
		c->by_parts = true;
		c->parts[0] = k->year;
		c->parts[1] = k->month;
		c->parts[2] = k->day;
		c->n_parts = 3;
	}
	if (!c->n_parts)
		return err_set(e, ERR_INPUT, "a field of type %s has no \"column\"",
			       TYPES[f->type]);
	enum calendar any;
	if (c->calendar.n && !link_calendar_read(c->calendar, &any))
		return err_set(e, ERR_INPUT,
			       "\"calendar\" is \"%.*s\"; allowed are gregorian, jalali, hijri",
			       STR_FMT(c->calendar));
	if ((c->calendar.n || c->calendar_column.n) && f->type != LINK_DATE)
		return err_set(e, ERR_INPUT, "a calendar is allowed with the type date");
	return 0;
}

static struct str label_of(const struct link_column *c, struct arena *a)
{
	struct str s = c->parts[0];
	for (size_t i = 1; i < c->n_parts; i++)
		if (c->parts[i].n)
			s = str_printf(a, "%.*s+%.*s", STR_FMT(s), STR_FMT(c->parts[i]));
	return s;
}

static int read_field(const struct json *v, struct arena *a, struct link_config *ret,
		      struct str *reference, struct err *e)
{
	if (ret->n_fields == LINK_FIELDS_MAX)
		return err_set(e, ERR_INPUT, "more than %d fields", LINK_FIELDS_MAX);
	struct link_field *f = &ret->fields[ret->n_fields];
	struct link_column *c = &ret->columns[ret->n_fields];
	struct field_keys k = { 0 };
	if (v->type != JSON_OBJECT)
		return err_set(e, ERR_INPUT, "each of \"fields\" must be an object");
	*f = (struct link_field){ .role = NAME_FULL };
	*c = (struct link_column){ 0 };
	for (const struct json *i = json_first(v); i; i = i->next)
		TRY(read_key(i, f, c, &k, e));
	if (!k.has_type)
		return err_set(e, ERR_INPUT, "a field has no \"type\"");
	TRY(take_role(f, k.role, e));
	TRY(take_parts(f, c, &k, e));
	if (k.reference.n && f->type != LINK_AGE)
		return err_set(e, ERR_INPUT, "\"reference\" is allowed with the type age");
	*reference = k.reference;
	f->label = label_of(c, a);
	ret->n_fields++;
	return 0;
}

/* A column of dates that the ages are at, or a day. */
static int take_reference(struct link_config *c, size_t age, struct str reference, struct arena *a,
			  struct err *e)
{
	for (size_t f = 0; f < c->n_fields; f++) {
		if (c->fields[f].type == LINK_DATE && str_eq(c->fields[f].label, reference)) {
			c->fields[f].is_event = true;
			return 0;
		}
	}
	struct date_reading *list;
	size_t n;
	if (date_read(a, LANG_EN, reference, &list, &n, NULL) == 0 && n == 1 && list[0].has_day) {
		c->fields[age].reference = list[0].jdn;
		return 0;
	}
	return err_set(
		e, ERR_INPUT,
		"\"reference\" is \"%.*s\", which is neither the column of a date field nor a day",
		STR_FMT(reference));
}

static int read_fields(const struct json *v, struct arena *a, struct link_config *ret,
		       struct err *e)
{
	struct str reference[LINK_FIELDS_MAX] = { 0 };
	if (v->type != JSON_ARRAY)
		return err_set(e, ERR_INPUT, "\"fields\" must be a list of objects");
	for (const struct json *i = json_first(v); i; i = i->next) {
		size_t n = ret->n_fields;
		TRY(read_field(i, a, ret, &reference[n < LINK_FIELDS_MAX ? n : 0], e));
	}
	for (size_t f = 0; f < ret->n_fields; f++)
		if (reference[f].n)
			TRY(take_reference(ret, f, reference[f], a, e));
	/* With one date there is no doubt which: the event's, unless it is one of birth. */
	size_t dates = 0;
	size_t last = 0;
	for (size_t f = 0; f < ret->n_fields; f++) {
		if (ret->fields[f].type == LINK_DATE && !ret->fields[f].is_birth) {
			dates += ret->fields[f].is_event ? 2 : 1;
			last = f;
		}
	}
	if (dates == 1)
		ret->fields[last].is_event = true;
	return 0;
}

static int read_duplicate_free(const struct json *v, struct arena *a, struct link_config *ret,
			       struct err *e)
{
	if (v->type != JSON_ARRAY)
		return err_set(e, ERR_INPUT, "\"duplicate_free\" must be a list of names of lists");
	ret->duplicate_free = NEW_N(a, v->n, struct str);
	for (const struct json *i = json_first(v); i; i = i->next)
		if (!json_str(i, &ret->duplicate_free[ret->n_duplicate_free++]))
			return err_set(e, ERR_INPUT,
				       "\"duplicate_free\" must be a list of names of lists");
	return 0;
}

static bool same_columns(const struct link_column *x, const struct link_column *y)
{
	bool same = x->n_parts == y->n_parts;
	for (size_t i = 0; same && i < x->n_parts; i++)
		same = str_eq(x->parts[i], y->parts[i]);
	return same;
}

/* Two fields that read the same cells as the same always agree, and would weigh double. A whole name beside its
 * parts does not. */
static int check_twins(const struct link_config *c, struct err *e)
{
	for (size_t f = 0; f < c->n_fields; f++)
		for (size_t g = f + 1; g < c->n_fields; g++)
			if (c->fields[f].type == c->fields[g].type &&
			    same_columns(&c->columns[f], &c->columns[g]))
				return err_set(
					e, ERR_INPUT,
					"two fields of type %s have the column \"%.*s\": what it "
					"says would count twice",
					TYPES[c->fields[f].type], STR_FMT(c->fields[f].label));
	return 0;
}

int link_config_read(struct str json, struct arena *a, struct link_config *ret, struct err *e)
{
	const struct json *top;
	struct link_config *c = NEW(a, struct link_config);
	c->mode = LINK_BOTH;
	if (json_read_foreign(json, LINK_CONFIG_MAX, a, &top, e) < 0)
		return err_wrap(
			e, "reading the config, which is JSON as `vigil link guess` writes it");
	if (top->type != JSON_OBJECT)
		return err_set(e, ERR_INPUT,
			       "the config must be an object: {\"id\": ..., \"fields\": [...]}");
	for (const struct json *i = json_first(top); i; i = i->next) {
		size_t mode;
		if (str_eq(i->name, STR("id"))) {
			TRY(want_text(i, &c->id, e));
		} else if (str_eq(i->name, STR("list"))) {
			TRY(want_text(i, &c->list, e));
		} else if (str_eq(i->name, STR("mode"))) {
			TRY(one_of(i, MODES, COUNT(MODES), "dedupe, link, both", &mode, e));
			c->mode = (enum link_mode)mode;
		} else if (str_eq(i->name, STR("duplicate_free"))) {
			TRY(read_duplicate_free(i, a, c, e));
		} else if (str_eq(i->name, STR("fields"))) {
			TRY(read_fields(i, a, c, e));
		} else {
			return err_set(
				e, ERR_INPUT,
				"\"%.*s\" is no key of a config; allowed are id, list, mode, "
				"duplicate_free, fields",
				STR_FMT(i->name));
		}
	}
	if (!c->n_fields)
		return err_set(e, ERR_INPUT,
			       "\"fields\" is missing or empty: nothing would be compared");
	TRY(check_twins(c, e));
	*ret = *c;
	return 0;
}

/* ---- writing ---- */

static void put_key(struct buf *b, const char *key, struct str v, bool *comma)
{
	if (!v.n)
		return;
	buf_printf(b, "%s\"%s\":", *comma ? "," : "", key);
	json_put_str(b, v);
	*comma = true;
}

/* A day that ages refer to; a column that they refer to is known by its role, which is written. */
static void put_reference(struct buf *b, int32_t jdn)
{
	struct cal_day d;
	if (jdn && cal_from_jdn(CAL_GREGORIAN, jdn, &d))
		buf_printf(b, ",\"reference\":\"%04d-%02d-%02d\"", d.year, d.month, d.day);
}

static void put_field(struct buf *b, const struct link_field *f, const struct link_column *c)
{
	static const char *const PARTS[] = { "year", "month", "day" };
	bool comma = false;
	buf_char(b, '{');
	if (c->by_parts) {
		for (size_t i = 0; i < COUNT(PARTS); i++)
			put_key(b, PARTS[i], c->parts[i], &comma);
	} else if (c->n_parts == 1) {
		put_key(b, "column", c->parts[0], &comma);
	} else {
		buf_lit(b, "\"columns\":[");
		for (size_t i = 0; i < c->n_parts; i++) {
			buf_add(b, i ? STR(",") : STR(""));
			json_put_str(b, c->parts[i]);
		}
		buf_char(b, ']');
		comma = true;
	}
	put_key(b, "type", link_type_name(f->type), &comma);
	if (f->type == LINK_NAME && f->role != NAME_FULL)
		put_key(b, "role", link_role_name(f->role), &comma);
	if (f->is_birth || f->is_event)
		put_key(b, "role", f->is_birth ? STR("birth") : STR("event"), &comma);
	put_key(b, "calendar_column", c->calendar_column, &comma);
	put_key(b, "calendar", c->calendar, &comma);
	put_reference(b, f->reference);
	buf_char(b, '}');
}

void link_config_write(const struct link_config *c, struct buf *b)
{
	bool comma = false;
	buf_char(b, '{');
	put_key(b, "id", c->id, &comma);
	put_key(b, "list", c->list, &comma);
	put_key(b, "mode", link_mode_name(c->mode), &comma);
	if (c->n_duplicate_free) {
		buf_lit(b, ",\"duplicate_free\":[");
		for (size_t i = 0; i < c->n_duplicate_free; i++) {
			buf_add(b, i ? STR(",") : STR(""));
			json_put_str(b, c->duplicate_free[i]);
		}
		buf_char(b, ']');
	}
	buf_lit(b, ",\"fields\":[");
	for (size_t i = 0; i < c->n_fields; i++) {
		buf_add(b, i ? STR(",\n ") : STR("\n "));
		put_field(b, &c->fields[i], &c->columns[i]);
	}
	buf_lit(b, "]}\n");
}

/* ---- one name of several columns ---- */

static bool add_role(const struct link_config *c, enum name_role role, struct arena *a,
		     struct link_column *ret, struct str *ret_what)
{
	bool any = false;
	for (size_t f = 0; f < c->n_fields; f++) {
		const struct link_column *from = &c->columns[f];
		if (c->fields[f].type != LINK_NAME || c->fields[f].role != role)
			continue;
		for (size_t i = 0; i < from->n_parts && ret->n_parts < LINK_PARTS_MAX; i++)
			ret->parts[ret->n_parts++] = from->parts[i];
		*ret_what = str_printf(a, "%.*s%s%.*s", STR_FMT(*ret_what), ret_what->n ? ", " : "",
				       STR_FMT(c->fields[f].label));
		any = true;
	}
	return any;
}

bool link_config_join_names(const struct link_config *c, struct arena *a, struct link_config *ret,
			    struct str *ret_what)
{
	struct link_column name = { .n_parts = 0 };
	*ret_what = STR("");
	if (!add_role(c, NAME_GIVEN, a, &name, ret_what))
		return false;
	bool more = add_role(c, NAME_OTHER, a, &name, ret_what);
	more |= add_role(c, NAME_FATHER, a, &name, ret_what);
	more |= add_role(c, NAME_FAMILY, a, &name, ret_what);
	if (!more)
		return false;
	*ret = *c;
	ret->n_fields = 1;
	ret->columns[0] = name;
	ret->fields[0] =
		(struct link_field){ .type = LINK_NAME, .role = NAME_FULL, .label = STR("name") };
	for (size_t f = 0; f < c->n_fields; f++) {
		if (c->fields[f].type == LINK_NAME && c->fields[f].role != NAME_FULL)
			continue;
		ret->fields[ret->n_fields] = c->fields[f];
		ret->columns[ret->n_fields++] = c->columns[f];
	}
	return true;
}
