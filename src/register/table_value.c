/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_value.c - the value of a property, and where it holds. */
#include "register/table_priv.h"

#include "base/buf.h"
#include "text/script.h"
#include "vault/number.h"

static const struct msg BAD_QUANTITY = MSG("This is no whole number.", "این خانه عدد درستی ندارد.");
static const struct msg BAD_QUANTITY_DO = MSG(
	"Write 17, at least 17, more than 1276, up to 30000, fewer than 50, around 1500 or 10-12; words without a number go into q:wording.",
	"۱۷، حداقل ۱۷، بیش از ۱۲۷۶، حداکثر ۳۰۰۰۰، کمتر از ۵۰، حدود ۱۵۰۰ یا ۱۰-۱۲ بنویسید؛ واژه‌های بی‌عدد در q:wording.");
static const struct msg HUGE_QUANTITY =
	MSG("The number is over 9,007,199,254,740,991.",
	    "عدد از ۹٬۰۰۷٬۱۹۹٬۲۵۴٬۷۴۰٬۹۹۱ بزرگ‌تر است.");
static const struct msg ORDER_QUANTITY =
	MSG("The second number is less than the first.",
	    "عدد دوم از عدد نخست کوچک‌تر است.");
static const struct msg ORDER_QUANTITY_DO = MSG(
	"Write the smaller number first.", "عدد کوچک‌تر را نخست بنویسید.");
static const struct msg BELOW_QUANTITY =
	MSG("No number is less than 0 here.", "اینجا عددی کمتر از ۰ نیست.");
static const struct msg BAD_BOOLEAN = MSG("This is neither yes nor no.", "این نه بله است نه خیر.");
static const struct msg BAD_BOOLEAN_DO =
	MSG("Write yes or no, or unknown.", "بله یا خیر بنویسید، یا unknown.");
static const struct msg A_FILE =
	MSG("A file does not stand in a table.", "پرونده در جدول نمی‌آید.");
static const struct msg A_FILE_DO =
	MSG("Files come by `vigil evidence add`, which seals them and keeps their hash.",
	    "پرونده‌ها با `vigil evidence add` می‌آیند که آنها را مُهر می‌کند و درهم‌سازشان را نگه می‌دارد.");
static const struct msg BAD_COORDINATES = MSG("These are no coordinates.", "این مختصات نیست.");
static const struct msg BAD_COORDINATES_DO =
	MSG("Write latitude and longitude in decimal degrees, for instance 35.7 51.4.",
	    "عرض و طول جغرافیایی را به درجهٔ دهدهی بنویسید، مانند 35.7 51.4.");
static const struct msg BAD_URL = MSG("This is no address on the web.", "این نشانی وب نیست.");
static const struct msg BAD_URL_DO = MSG(
	"Write an address that begins with https:// or http:// and has no blanks.",
	"نشانی‌ای بنویسید که با https:// یا http:// آغاز شود و فاصله نداشته باشد.");
static const struct msg BAD_LANG = MSG("\"{1}\" is no language tag.", "«{1}» برچسب زبان نیست.");
static const struct msg BAD_LANG_DO =
	MSG("Write a tag such as fa, fa-Latn or en, or leave the cell empty.",
	    "برچسبی مانند fa، fa-Latn یا en بنویسید، یا خانه را خالی بگذارید.");
static const struct msg WRONG_KIND =
	MSG("{1} takes {2}, not {3}.", "{1} {2} می‌گیرد، نه {3}.");
static const struct msg WRONG_KIND_DO =
	MSG("Name a subject of one of these kinds: {2}.",
	    "موضوعی از این گونه‌ها نام ببرید: {2}.");

/* ---- languages ---------------------------------------------------------- */

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_subtag(struct str s, size_t min, bool letters)
{
	if (s.n < min || s.n > 8)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_alpha(s.p[i]) && (letters || s.p[i] < '0' || s.p[i] > '9'))
			return false;
	return true;
}

/* The form of BCP 47 (RFC 5646), not its registry: letters, then subtags of up to 8 characters. */
static bool is_lang(struct str s)
{
	struct str part;
	struct str rest = str_cut(s, '-', &part);
	bool ok = s.n <= 35 && is_subtag(part, 2, true);
	while (ok && rest.p) {
		rest = str_cut(rest, '-', &part);
		ok = is_subtag(part, 1, false);
	}
	return ok;
}

static bool has_script(struct str tag)
{
	struct str part;
	struct str rest = str_cut(tag, '-', &part);
	while (rest.p) {
		rest = str_cut(rest, '-', &part);
		if (part.n == 1)
			return false; /* an extension begins */
		if (part.n == 4 && is_subtag(part, 4, true))
			return true;
	}
	return false;
}

/* The tag of a name says its script (ledger/value.h): fa is completed to fa-Arab or fa-Latn by the
 * letters the name is written in. */
static struct str name_lang(struct table_reader *t, struct str tag, struct str name)
{
	struct str first;
	struct str rest = str_cut(tag, '-', &first);
	enum script script = text_script(name);
	if (has_script(tag) || script == SCRIPT_NONE || tag.n > 30)
		return tag;
	return str_printf(t->a, "%.*s-%s%s%.*s", STR_FMT(first), script_code(script),
			  rest.n ? "-" : "", STR_FMT(rest));
}

static bool read_text(struct table_reader *t, const struct property *p, struct str s,
		      struct str lang, struct value *ret)
{
	if (!lang.n)
		lang = STR("und");
	if (!is_lang(lang)) {
		problem(t, (size_t)t->place[COL_VALUE_LANG], &BAD_LANG, &BAD_LANG_DO, &lang, 1);
		return false;
	}
	lang = str_copy(t->a, lang);
	*ret = (struct value){ .type = p->type };
	ret->u.text.text = str_copy(t->a, s);
	ret->u.text.lang = p->type == VALUE_NAME ? name_lang(t, lang, s) : lang;
	return true;
}

static bool read_url(struct table_reader *t, size_t column, struct str s, struct value *ret)
{
	size_t head = str_starts(s, STR("https://")) ? 8 : str_starts(s, STR("http://")) ? 7 : 0;
	bool ok = head && s.n > head;
	for (size_t i = 0; i < s.n; i++)
		ok = ok && (uint8_t)s.p[i] > ' ';
	if (!ok) {
		problem(t, column, &BAD_URL, &BAD_URL_DO, NULL, 0);
		return false;
	}
	*ret = (struct value){ .type = VALUE_TEXT };
	ret->u.text.text = str_copy(t->a, s);
	ret->u.text.lang = STR("zxx"); /* no language */
	return true;
}

/* ---- numbers and choices ------------------------------------------------ */

static bool tell_quantity(struct table_reader *t, size_t column, enum quantity_fault fault)
{
	switch (fault) {
	case QUANTITY_FINE:
		return true;
	case QUANTITY_NONE:
		problem(t, column, &BAD_QUANTITY, &BAD_QUANTITY_DO, NULL, 0);
		return false;
	case QUANTITY_HUGE:
		problem(t, column, &HUGE_QUANTITY, &BAD_QUANTITY_DO, NULL, 0);
		return false;
	case QUANTITY_ORDER:
		problem(t, column, &ORDER_QUANTITY, &ORDER_QUANTITY_DO, NULL, 0);
		return false;
	case QUANTITY_BELOW:
		problem(t, column, &BELOW_QUANTITY, &BAD_QUANTITY_DO, NULL, 0);
		return false;
	}
	return false;
}

static bool read_quantity(struct table_reader *t, size_t column, struct str s, struct value *ret)
{
	struct value *kept = cached(t, 'q', STR_NULL, s);
	if (kept) {
		*ret = *kept;
		return true;
	}
	if (!tell_quantity(t, column, quantity_read(t, s, ret)))
		return false;
	if (!ret->u.quantity.given.n) /* a bare number costs less to read than to look up */
		return true;
	ret->u.quantity.given = str_copy(t->cache_arena, s);
	cache_add(t, 'q', STR_NULL, s, ret);
	return true;
}

static bool read_entity(struct table_reader *t, size_t column, const struct property *p,
			struct str s, struct value *ret, struct str *ret_key)
{
	struct named who;
	if (!cell_named(t, column, s, &who))
		return false;
	if (!vocab_takes(p->set, who.entity.kind)) {
		struct str args[] = { p->term.code, p->set, who.entity.kind };
		problem(t, column, &WRONG_KIND, &WRONG_KIND_DO, args, 3);
		return false;
	}
	*ret = (struct value){ .type = VALUE_ENTITY };
	ret->u.entity = (struct value_ref){ who.entity.uuid, who.entity.kind, who.entity.no };
	*ret_key = who.entity.id ? STR_NULL : who.text;
	t->bytes += 60; /* id and number, which are longer than a key may be */
	return true;
}

bool cell_value(struct table_reader *t, size_t column, const struct property *p, struct str s,
		struct str lang, struct value *ret, struct str *ret_key)
{
	*ret_key = STR_NULL;
	*ret = (struct value){ .type = VALUE_UNKNOWN };
	if (p->type == VALUE_EVIDENCE) {
		problem(t, column, &A_FILE, &A_FILE_DO, NULL, 0);
		return false;
	}
	if (cell_is_unknown(s))
		return true;
	if (p->is_url)
		return read_url(t, column, s, ret);
	switch (p->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		return read_text(t, p, s, lang, ret);
	case VALUE_DATE:
		return cell_date(t, column, s, ret);
	case VALUE_QUANTITY:
		return read_quantity(t, column, s, ret);
	case VALUE_ENTITY:
		return read_entity(t, column, p, s, ret, ret_key);
	case VALUE_CODE:
		return cell_code(t, column, p->set, s, ret);
	case VALUE_COORDINATES:
		if (coordinates_read(t, s, ret)) {
			ret->u.coordinates.lat = str_copy(t->a, ret->u.coordinates.lat);
			ret->u.coordinates.lon = str_copy(t->a, ret->u.coordinates.lon);
			return true;
		}
		problem(t, column, &BAD_COORDINATES, &BAD_COORDINATES_DO, NULL, 0);
		return false;
	case VALUE_BOOLEAN:
		*ret = (struct value){ .type = VALUE_BOOLEAN };
		if (boolean_read(t, s, &ret->u.is))
			return true;
		problem(t, column, &BAD_BOOLEAN, &BAD_BOOLEAN_DO, NULL, 0);
		return false;
	case VALUE_EVIDENCE:
	case VALUE_UNKNOWN:
		break;
	}
	assert(0 && "no property has this type: vocab.c checks it");
	return false;
}

/* ---- where -------------------------------------------------------------- */

static const char WHERE_KINDS[] = "place|site|organisation|authority|group";
static const struct property WHERE = {
	.term = { .code = { "where", 5 } },
	.type = VALUE_ENTITY,
	.set = { WHERE_KINDS, sizeof WHERE_KINDS - 1 },
};

/* A word, a colon and more without blanks: meant as a key, also when the word is misspelt. */
static bool is_like_key(struct str s)
{
	struct str kind;
	struct str key = str_cut(s, ':', &kind);
	bool like = kind.n && key.n && !memchr(s.p, ' ', s.n);
	for (size_t i = 0; i < kind.n; i++)
		like = like && is_alpha(kind.p[i]);
	for (size_t i = 0; i < key.n; i++)
		like = like && !(key.p[i] & 0x80) && key.p[i] != '/';
	return like;
}

bool cell_where(struct table_reader *t, size_t column, struct str s, struct value *ret,
		struct str *ret_key)
{
	static const struct property TEXT = { .type = VALUE_TEXT };
	struct str list;
	struct str code = str_cut(s, ':', &list);
	*ret_key = STR_NULL;
	*ret = (struct value){ .type = VALUE_UNKNOWN };
	if (cell_is_unknown(s))
		return true;
	if (str_eq(list, STR("prisons")) || str_eq(list, STR("provinces")))
		return cell_code(t, column, list, code, ret);
	bool letter = s.n && vocab_kind_by_prefix(t->v, str_n(s.p, 1));
	int64_t no;
	bool digits = letter && s.n > 2 && s.p[1] == '-' &&
		      ((s.p[2] >= '0' && s.p[2] <= '9') || number_parse(str_from(s, 2), &no));
	if (is_like_key(s) || (digits && !memchr(s.p, ' ', s.n)))
		return read_entity(t, column, &WHERE, s, ret, ret_key);
	return read_text(t, &TEXT, s, STR_NULL, ret);
}
