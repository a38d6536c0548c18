/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_row.c - a row is one field of a claim; rows that follow each other become one claim. */
#include "register/table_priv.h"

static struct str cell(const struct table_reader *t, enum column c)
{
	return t->place[c] < 0 ? STR_NULL : t->cells[t->place[c]];
}

static size_t at(const struct table_reader *t, enum column c)
{
	return (size_t)t->place[c];
}

/* ---- the claim a row belongs to ------------------------------------------ */

static const struct msg BAD_NAME = MSG("\"{1}\" is no name of a claim.", "«{1}» نام گزاره نیست.");
static const struct msg BAD_NAME_DO =
	MSG("Write 1 to 64 of A-Z, a-z, 0-9, point, underscore and hyphen.",
	    "۱ تا ۶۴ نویسه از A-Z و a-z و 0-9 و نقطه و _ و - بنویسید.");
static const struct msg APART = MSG(
	"Rows of the claim {1} stand apart: it also stands in row {2}.",
	"ردیف‌های گزارهٔ {1} از هم جدا هستند: در ردیف {2} هم آمده است.");
static const struct msg APART_DO = MSG(
	"Bring its rows together, or give this one another name.",
	"ردیف‌هایش را کنار هم بیاورید، یا به این یکی نام دیگری بدهید.");
static const struct msg DIFFERS =
	MSG("The claim {1} has \"{2}\" here and \"{3}\" in its first row.",
	    "گزارهٔ {1} اینجا «{2}» دارد و در ردیف نخستش «{3}».");
static const struct msg DIFFERS_DO =
	MSG("A claim has one subject, source, date, via and grade: give the second its own claim.",
	    "هر گزاره یک موضوع، منبع، تاریخ، واسطه و درجه دارد: دومی را گزارهٔ جداگانه کنید.");
static const struct msg MANY =
	MSG("The claim {1} has more than {2} rows.", "گزارهٔ {1} بیش از {2} ردیف دارد.");
static const struct msg MANY_DO =
	MSG("Split it into several claims.", "آن را به چند گزاره بخش کنید.");
static const struct msg HEAVY = MSG("The claim {1} holds more text than a claim can.",
				    "گزارهٔ {1} بیش از گنجایش یک گزاره متن دارد.");
static const struct msg HEAVY_DO = MSG(
	"Split it into several claims; long documents are evidence, not values.",
	"آن را به چند گزاره بخش کنید؛ سندهای بلند مدرک‌اند، نه مقدار.");
static const struct msg MISSING = MSG("The cell {1} is empty.", "خانهٔ {1} خالی است.");
static const struct msg MISSING_DO = MSG("Fill it in.", "آن را پر کنید.");
static const struct msg NO_VALUE_DO = MSG(
	"Write the value, or unknown when the source does not give it, or delete the row.",
	"مقدار را بنویسید، یا اگر منبع آن را نمی‌گوید unknown، یا ردیف را حذف کنید.");

static bool is_name(struct str s)
{
	if (!s.n || s.n > TABLE_NAME_MAX)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '.' || c == '_' || c == '-'))
			return false;
	}
	return true;
}

static bool need(struct table_reader *t, enum column c)
{
	if (cell(t, c).n)
		return true;
	struct str name = column_name(c);
	problem(t, at(t, c), &MISSING, c == COL_VALUE ? &NO_VALUE_DO : &MISSING_DO, &name, 1);
	return false;
}

static const enum column SHARED[] = { COL_SUBJECT, COL_SOURCE, COL_SOURCE_DATE, COL_VIA,
				      COL_RELIABILITY };

static const struct msg BAD_GRADE = MSG("\"{1}\" is no grade.", "«{1}» درجه نیست.");
static const struct msg BAD_GRADE_DO = MSG("Write one letter from A to F, or leave the cell empty.",
					   "یک حرف از A تا F بنویسید، یا خانه را خالی بگذارید.");

static bool read_reliability(struct table_reader *t)
{
	struct str s = cell(t, COL_RELIABILITY);
	struct value v;
	if (!s.n)
		return true;
	char c = s.n == 1 ? s.p[0] : '\0';
	char upper = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	if (upper < 'A' || upper > 'F') {
		problem(t, at(t, COL_RELIABILITY), &BAD_GRADE, &BAD_GRADE_DO, &s, 1);
		return false;
	}
	if (!cell_code(t, at(t, COL_RELIABILITY), STR("reliability"), str_n(&upper, 1), &v))
		return false;
	t->claim.st.reliability = v.u.code.code;
	return true;
}

static bool read_party(struct table_reader *t, enum column c, struct entity *ret,
		       struct str *ret_key)
{
	struct named who;
	struct str s = cell(t, c);
	if (!s.n)
		return true;
	if (!cell_named(t, at(t, c), s, &who))
		return false;
	*ret = who.entity;
	*ret_key = who.text;
	t->claim_bytes += 200;
	return true;
}

static void read_shared(struct table_reader *t)
{
	struct table_claim *c = &t->claim;
	struct str date = cell(t, COL_SOURCE_DATE);
	bool ok =
		need(t, COL_SUBJECT) && read_party(t, COL_SUBJECT, &c->st.subject, &c->subject_key);
	ok = need(t, COL_SOURCE) && read_party(t, COL_SOURCE, &c->st.source, &c->source_key) && ok;
	ok = read_party(t, COL_VIA, &c->st.via, &c->via_key) && ok;
	if (date.n) {
		c->st.has_source_date = true;
		ok = cell_date(t, at(t, COL_SOURCE_DATE), date, &c->st.source_date) && ok;
	}
	ok = read_reliability(t) && ok;
	t->claim_bad = t->claim_bad || !ok;
}

static void check_shared(struct table_reader *t)
{
	for (size_t i = 0; i < COUNT(SHARED); i++) {
		struct str s = cell(t, SHARED[i]);
		if (str_eq(s, t->shared[SHARED[i]]))
			continue;
		struct str args[] = { t->claim.name, s, t->shared[SHARED[i]] };
		problem(t, at(t, SHARED[i]), &DIFFERS, &DIFFERS_DO, args, 3);
	}
}

static void claim_begin(struct table_reader *t, struct str name)
{
	if (!t->in->keep) {
		arena_clear(t->a);
		/* Between claims nothing points into what was kept for cells that come again. */
		if (arena_used(t->cache_arena) > CACHE_BYTES_MAX)
			cache_forget(t);
	}
	t->claim = (struct table_claim){ .name = str_copy(t->a, name), .row = t->row };
	t->claim_bad = t->too_many_told = false;
	t->claim_bytes = 0;
	t->n_fields = 0;
	t->n_rows = 0;
	t->refs = NULL;
	t->n_refs = t->cap_refs = 0;
	t->open = true;
	for (size_t i = 0; i < COUNT(SHARED); i++)
		t->shared[SHARED[i]] = str_copy(t->a, cell(t, SHARED[i]));

	int64_t *before = seen_at(&t->names, seen_hash(&t->names, name));
	if (*before) {
		struct str args[] = { name, num_text(t->scratch, t->in->lang, *before) };
		problem(t, at(t, COL_CLAIM), &APART, &APART_DO, args, 2);
	}
	read_shared(t);
}

/* ---- one field ------------------------------------------------------------ */

static const struct msg NO_PROPERTY =
	MSG("There is no property \"{1}\".", "ویژگی «{1}» وجود ندارد.");
static const struct msg NO_PROPERTY_DO =
	MSG("{2} The properties are in vocab/properties.csv.",
	    "{2} ویژگی‌ها در vocab/properties.csv آمده‌اند.");
static const struct msg NOT_NEAR = MSG("No known name is near it.",
				       "نام شناخته‌ای نزدیک به آن نیست.");
static const struct msg NOT_OF =
	MSG("{1} is no property of a subject of the kind {3}.", "{1} ویژگی گونهٔ {3} نیست.");
static const struct msg NOT_OF_DO =
	MSG("It is said of: {2}.",
	    "دربارهٔ این گونه‌ها گفته می‌شود: {2}.");
static const struct msg ONLY_QUALIFIER = MSG("{1} is only a qualifier.", "{1} تنها قید است.");
static const struct msg ONLY_QUALIFIER_DO =
	MSG("Write it into a column q:{1} of the row it belongs to.",
	    "آن را در ستون q:{1} همان ردیف بنویسید.");

static const struct property *read_property(struct table_reader *t)
{
	struct str id = cell(t, COL_PROPERTY);
	if (!need(t, COL_PROPERTY))
		return NULL;
	const struct property *p = vocab_property(t->v, id);
	if (!p) {
		struct str near[NEAR_MAX];
		size_t n = vocab_near_properties(t->v, id, near, NEAR_MAX);
		struct str args[] = { id, names_list(t, near, n, &NOT_NEAR) };
		problem(t, at(t, COL_PROPERTY), &NO_PROPERTY, &NO_PROPERTY_DO, args, 2);
		return NULL;
	}
	struct str kind = t->claim.st.subject.kind;
	struct str args[] = { id, p->kinds, kind };
	if (!p->kinds.n)
		problem(t, at(t, COL_PROPERTY), &ONLY_QUALIFIER, &ONLY_QUALIFIER_DO, args, 3);
	else if (kind.n && !vocab_takes(p->kinds, kind))
		problem(t, at(t, COL_PROPERTY), &NOT_OF, &NOT_OF_DO, args, 3);
	return p;
}

struct quals {
	struct value_qualifier q[VALUE_QUALIFIERS_MAX];
	struct str key[VALUE_QUALIFIERS_MAX]; /* of a value that is an entity still to be made */
	size_t n;
};

static struct value *add_qualifier(struct quals *q, struct str name, struct str key)
{
	assert(q->n < VALUE_QUALIFIERS_MAX && "fewer columns than qualifiers a field may have");
	q->q[q->n].p = name;
	q->key[q->n] = key;
	return &q->q[q->n++].v;
}

static void read_text_column(struct table_reader *t, enum column c, struct quals *q)
{
	struct str s = cell(t, c);
	if (!s.n)
		return;
	struct value *v = add_qualifier(q, column_name(c), STR_NULL);
	*v = (struct value){ .type = VALUE_TEXT };
	v->u.text.text = str_copy(t->a, s);
	v->u.text.lang = STR("und");
}

static void read_code_column(struct table_reader *t, enum column c, struct str set, struct str s,
			     struct quals *q)
{
	struct value v = { .type = VALUE_UNKNOWN };
	bool unknown = c == COL_SCOPE && cell_is_unknown(s);
	if (!s.n || (!unknown && !cell_code(t, at(t, c), set, s, &v)))
		return;
	/* One scale in the vocabulary's words, two for what may be written where. */
	if (c == COL_CREDIBILITY)
		v.u.code.set = STR("grades");
	*add_qualifier(q, column_name(c), STR_NULL) = v;
}

static void read_when(struct table_reader *t, struct quals *q)
{
	struct str s = cell(t, COL_WHEN);
	struct value v = { .type = VALUE_UNKNOWN };
	if (s.n && (cell_is_unknown(s) || cell_date(t, at(t, COL_WHEN), s, &v)))
		*add_qualifier(q, STR("when"), STR_NULL) = v;
}

static void read_where(struct table_reader *t, struct quals *q)
{
	struct str s = cell(t, COL_WHERE);
	struct value v;
	struct str key;
	if (s.n && cell_where(t, at(t, COL_WHERE), s, &v, &key))
		*add_qualifier(q, STR("where"), key) = v;
}

static void read_document(struct table_reader *t, size_t column, struct named *ret)
{
	static const struct msg NO_DOCUMENT = MSG("{1} is no document.", "{1} سند نیست.");
	static const struct msg NO_DOCUMENT_DO = MSG(
		"Name the document in which the source says it: document:KEY.",
		"سندی را نام ببرید که منبع در آن می‌گوید: document:KEY.");
	struct str s = t->cells[column];
	struct named who = { .text = STR("unknown"), .entity.kind = STR("unknown") };
	if (!cell_is_unknown(s) && !cell_named(t, column, s, &who))
		return;
	if (!cell_is_unknown(s) && !str_eq(who.entity.kind, STR("document")))
		problem(t, column, &NO_DOCUMENT, &NO_DOCUMENT_DO, &s, 1);
	*ret = who;
	t->bytes += 60;
}

static void read_own_columns(struct table_reader *t, struct quals *q, struct named *ret_document)
{
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct property *p = t->columns[i].property;
		struct value v;
		struct str key;
		if (t->columns[i].what != COL_QUALIFIER || !t->cells[i].n)
			continue;
		if (str_eq(p->term.code, STR("document")))
			read_document(t, i, ret_document);
		else if (cell_value(t, i, p, t->cells[i], STR_NULL, &v, &key))
			*add_qualifier(q, p->term.code, key) = v;
	}
}

static void add_ref(struct table_reader *t, struct value_ref *place, struct str key)
{
	t->refs = arena_grow(t->a, t->refs, t->n_refs, &t->cap_refs, sizeof *t->refs);
	t->refs[t->n_refs++] = (struct table_ref){ place, key };
}

static void keep_field(struct table_reader *t, const struct property *p, const struct value *v,
		       struct str value_key, const struct quals *q, const struct named *document)
{
	size_t i = t->n_fields++;
	/* One more place: for the document, when the rows of the claim differ in it. */
	struct value_qualifier *kept = NEW_N(t->a, q->n + 1, struct value_qualifier);
	for (size_t k = 0; k < q->n; k++) {
		kept[k] = q->q[k];
		if (q->key[k].n)
			add_ref(t, &kept[k].v.u.entity, q->key[k]);
	}
	t->fields[i] = (struct value_field){ p->term.code, *v, kept, q->n };
	t->quals[i] = kept;
	t->value_keys[i] = value_key;
	t->documents[i] = *document;
}

static void read_field(struct table_reader *t)
{
	struct quals q;
	struct named document = { 0 };
	struct value v;
	struct str key = STR_NULL;
	struct str basis = cell(t, COL_BASIS);
	q.n = 0;
	const struct property *p = read_property(t);
	if (need(t, COL_VALUE) && p && p->kinds.n)
		cell_value(t, at(t, COL_VALUE), p, cell(t, COL_VALUE), cell(t, COL_VALUE_LANG), &v,
			   &key);
	read_when(t, &q);
	read_where(t, &q);
	read_code_column(t, COL_SCOPE, STR("scopes"), cell(t, COL_SCOPE), &q);
	read_code_column(t, COL_BASIS, STR("basis"), basis.n ? basis : STR("stated"), &q);
	read_code_column(t, COL_POSITION, STR("position"), cell(t, COL_POSITION), &q);
	read_code_column(t, COL_CREDIBILITY, STR("credibility"), cell(t, COL_CREDIBILITY), &q);
	read_code_column(t, COL_CERTAINTY, STR("certainty"), cell(t, COL_CERTAINTY), &q);
	read_text_column(t, COL_LOCATOR, &q);
	read_text_column(t, COL_NOTE, &q);
	read_own_columns(t, &q, &document);
	if (!t->bad)
		keep_field(t, p, &v, key, &q, &document);
}

/* ---- the end of a claim ---------------------------------------------------- */

/* The document all rows agree on belongs to the statement; documents that differ, or that some row
 * says are not given, to the fields. */
static void place_documents(struct table_reader *t)
{
	const struct named *first = NULL;
	bool agree = true;
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct named *d = &t->documents[i];
		if (!d->entity.kind.n)
			continue;
		first = first ? first : d;
		agree = agree && str_eq(d->text, first->text) && !cell_is_unknown(d->text);
	}
	if (first && agree) {
		t->claim.st.document = first->entity;
		t->claim.document_key = first->text;
		return;
	}
	for (size_t i = 0; first && i < t->n_fields; i++) {
		const struct named *d = &t->documents[i];
		if (!d->entity.kind.n)
			continue;
		struct value_qualifier *q = &t->quals[i][t->fields[i].n_q++];
		*q = (struct value_qualifier){ STR("document"), { .type = VALUE_UNKNOWN } };
		if (cell_is_unknown(d->text))
			continue;
		q->v.type = VALUE_ENTITY;
		q->v.u.entity = (struct value_ref){ d->entity.uuid, d->entity.kind, d->entity.no };
		if (!d->entity.id)
			add_ref(t, &q->v.u.entity, d->text);
	}
}

int claim_end(struct table_reader *t, struct err *e)
{
	struct table_claim *c = &t->claim;
	if (!t->open)
		return 0;
	t->open = false;
	if (t->claim_bytes > TABLE_CLAIM_BYTES_MAX && !t->claim_bad) {
		problem_at(t, c->row, t->place[COL_CLAIM], c->name, &HEAVY, &HEAVY_DO, &c->name, 1);
		t->claim_bad = true;
	}
	if (t->claim_bad)
		return 0;
	place_documents(t);
	struct value_field *fields = NEW_N(t->a, t->n_fields, struct value_field);
	memcpy(fields, t->fields, t->n_fields * sizeof *fields);
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->value_keys[i].n)
			add_ref(t, &fields[i].v.u.entity, t->value_keys[i]);
	c->st.fields = fields;
	c->st.n_fields = t->n_fields;
	c->st.row = c->name;
	c->refs = t->refs;
	c->n_refs = t->n_refs;
	t->t->n_claims++;
	return t->in->sink.claim ? t->in->sink.claim(t->in->sink.ctx, c, e) : 0;
}

/* ---- one row ---------------------------------------------------------------- */

static bool check_cells(struct table_reader *t, const struct str *raw)
{
	bool ok = true;
	t->bytes = 100;
	for (size_t i = 0; i < t->n_columns; i++)
		t->cells[i] = str_trim(raw[i]);
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].what != COL_IGNORED)
			ok = cell_check(t, i, raw[i]) && ok;
	return ok;
}

static void check_weight(struct table_reader *t)
{
	t->claim_bytes += t->bytes;
	if (t->bytes > TABLE_FIELD_BYTES_MAX)
		problem(t, at(t, COL_VALUE), &HEAVY, &HEAVY_DO, &t->claim.name, 1);
	if (++t->n_rows > TABLE_ROWS_MAX && !t->too_many_told) {
		struct str args[] = { t->claim.name,
				      num_text(t->scratch, t->in->lang, TABLE_ROWS_MAX) };
		problem(t, at(t, COL_CLAIM), &MANY, &MANY_DO, args, 2);
		t->too_many_told = true;
	}
	t->bad = t->bad || t->n_rows > TABLE_ROWS_MAX;
}

int row_read(struct table_reader *t, const struct str *raw, struct err *e)
{
	t->bad = false;
	bool clean = check_cells(t, raw);
	struct str name = cell(t, COL_CLAIM);
	if (!need(t, COL_CLAIM))
		return 0;
	if (!is_name(name)) {
		if (clean)
			problem(t, at(t, COL_CLAIM), &BAD_NAME, &BAD_NAME_DO, &name, 1);
		return 0;
	}
	if (!t->open || !str_eq(name, t->claim.name)) {
		TRY(claim_end(t, e));
		claim_begin(t, name);
	} else {
		check_shared(t);
	}
	*seen_at(&t->names, seen_hash(&t->names, name)) = t->row;
	check_weight(t);
	if (clean && !t->too_many_told)
		read_field(t);
	t->claim_bad = t->claim_bad || t->bad || !clean;
	return 0;
}
