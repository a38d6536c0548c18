/* SPDX-License-Identifier: GPL-3.0-or-later */
/* said.c - the parts of an entry sorted out and read. */
#include "register/said_priv.h"

#include "base/clock.h"

/* What an entry says, sorted out. */
struct sorting {
	struct said *s;
	const struct json *subject, *source, *document, *via, *import;
	const struct json *introduces, *introduces_source; /* the second: with the source */
	const struct json *field[STATEMENT_FIELDS_MAX];
	struct buf *digest, *digest_source;
};

/* ---- sorting out ---- */

static const struct json *value_of(struct said *s, struct str text)
{
	const struct json *v = NULL;
	/* claim_open or claim_sign has read it before; a value that is no JSON cannot come here. */
	if (json_read(text, CLAIM_DISCLOSURE_MAX, JSON_ANY, s->a, &v, NULL) < 0)
		return NULL;
	return v;
}

static struct str text_of(struct said *s, struct str json)
{
	struct str t = STR("");
	json_str(value_of(s, json), &t);
	return t;
}

/* "f1" to "f200". */
static bool is_field(struct str path, size_t *ret)
{
	int64_t n;
	if (path.n < 2 || path.p[0] != 'f' || !str_to_int(str_from(path, 1), &n) || n < 1 ||
	    n > STATEMENT_FIELDS_MAX)
		return false;
	*ret = (size_t)n - 1;
	return true;
}

static void sort_source(struct sorting *o, struct str path, struct str value)
{
	struct said *s = o->s;
	if (str_eq(path, STR("id")))
		o->source = value_of(s, value);
	else if (str_eq(path, STR("document")))
		o->document = value_of(s, value);
	else if (str_eq(path, STR("via")))
		o->via = value_of(s, value);
	else if (str_eq(path, STR("introduces")))
		o->introduces_source = value_of(s, value);
	else if (str_eq(path, STR("date")))
		s->source_date = value;
	else if (str_eq(path, STR("reliability")))
		s->reliability = text_of(s, value);
}

static void sort_top(struct sorting *o, struct str path, struct str value)
{
	struct said *s = o->s;
	size_t at;
	if (is_field(path, &at)) {
		o->field[at] = value_of(s, value);
		if (at + 1 > s->n_fields)
			s->n_fields = at + 1;
	} else if (str_eq(path, STR("kind"))) {
		s->kind = text_of(s, value);
	} else if (str_eq(path, STR("subject"))) {
		o->subject = value_of(s, value);
	} else if (str_eq(path, STR("id"))) {
		s->has_claim = id_parse(text_of(s, value), &s->claim);
	} else if (str_eq(path, STR("recorded"))) {
		clock_parse(text_of(s, value), &s->recorded_ms);
	} else if (str_eq(path, STR("target"))) {
		s->target = text_of(s, value);
	} else if (str_eq(path, STR("introduces"))) {
		o->introduces = value_of(s, value);
	} else if (str_eq(path, STR("import"))) {
		o->import = value_of(s, value);
	}
}

static void sort_part(struct sorting *o, const struct vault_part *p)
{
	const struct str below = STR("source/");
	bool of_source = str_starts(p->path, below);
	if (of_source)
		sort_source(o, str_from(p->path, below.n), p->value);
	else
		sort_top(o, p->path, p->value);
	if (digest_counts(p->path))
		digest_add(of_source ? o->digest_source : o->digest, p->path, p->value);
}

/* ---- reading ---- */

static int read_ref(const struct json *part, struct value_ref *ret, struct err *e)
{
	return part ? value_ref_read(part, ret, e) : 0;
}

static int read_introduction(const struct json *i, struct introduction *to, struct err *e)
{
	struct str id;
	if (!json_str(json_get(i, STR("id")), &id) || !id_parse(id, &to->ref.id) ||
	    !json_str(json_get(i, STR("kind")), &to->ref.kind) || !to->ref.kind.n ||
	    !json_int(json_get(i, STR("no")), &to->ref.no) || to->ref.no < 0)
		return err_set(e, ERR_CORRUPT, "it introduces nobody");
	to->sealed = json_str(json_get(i, STR("sealed_key")), &to->key);
	if (!to->sealed && !json_str(json_get(i, STR("key")), &to->key))
		return err_set(e, ERR_CORRUPT, "it introduces nobody");
	return 0;
}

static int read_introductions(struct sorting *o, struct err *e)
{
	struct said *s = o->s;
	const struct json *lists[] = { o->introduces, o->introduces_source };
	size_t n = 0;
	size_t max = 0;
	for (size_t i = 0; i < COUNT(lists); i++) {
		if (lists[i] && lists[i]->type != JSON_ARRAY)
			return err_set(e, ERR_CORRUPT, "it introduces nobody");
		max += lists[i] ? lists[i]->n : 0;
	}
	if (!max)
		return 0;
	struct introduction *list = NEW_N(s->a, max, struct introduction);
	const struct json *rest = o->introduces ? json_first(o->introduces) : NULL;
	if (rest) {
		TRY(read_introduction(rest, &list[n], e));
		if (id_eq(&list[n].ref.id, &s->subject.id)) {
			n++;
			rest = rest->next;
		}
	}
	if (o->introduces_source)
		for (const struct json *i = json_first(o->introduces_source); i; i = i->next)
			TRY(read_introduction(i, &list[n++], e));
	for (; rest; rest = rest->next)
		TRY(read_introduction(rest, &list[n++], e));
	s->introduces = list;
	s->n_introduces = n;
	return 0;
}

static int read_fields(struct sorting *o, struct err *e)
{
	struct said *s = o->s;
	struct value date;
	const struct json *v;
	if (s->source_date.n) {
		TRY(json_read(s->source_date, CLAIM_DISCLOSURE_MAX, JSON_ANY, s->a, &v, e));
		TRY(value_read(v, &date, e));
	}
	s->field = NEW_N(s->a, s->n_fields, struct said_field);
	for (size_t i = 0; i < s->n_fields; i++) {
		struct value_field f;
		if (!o->field[i])
			continue;
		TRY(value_field_read(o->field[i], s->a, &f, e));
		said_field_read(o->field[i], &f, s->a, &s->field[i]);
	}
	return 0;
}

static void read_import(struct sorting *o)
{
	struct said *s = o->s;
	struct str batch;
	/* One that names no import is of none. */
	s->has_batch =
		json_str(json_get(o->import, STR("batch")), &batch) && id_parse(batch, &s->batch);
	json_str(json_get(o->import, STR("row")), &s->row);
}

/* Fails when something in it has no meaning. */
static int understand(struct sorting *o, struct err *e)
{
	struct said *s = o->s;
	bool plain = str_eq(s->kind, STR("statement"));
	if (!s->kind.n)
		return err_set(e, ERR_CORRUPT, "it does not say what it is");
	/* The log knows what was judged as a key or an erasure; a claim that calls itself one is none. */
	if (str_eq(s->kind, STR("key")) != (s->entry->kind == ENTRY_KEY) ||
	    str_eq(s->kind, STR("shred")) != (s->entry->kind == ENTRY_SHRED))
		return err_set(e, ERR_CORRUPT, "it is not entered as what it says it is");
	TRY(read_ref(o->subject, &s->subject, e));
	TRY(read_ref(o->source, &s->source, e));
	TRY(read_ref(o->document, &s->document, e));
	TRY(read_ref(o->via, &s->via, e));
	TRY(read_introductions(o, e));
	read_import(o);
	if (!plain)
		return 0;
	if (!s->has_claim || !o->subject)
		return err_set(e, ERR_CORRUPT, "a statement is about nobody, or has no id");
	buf_add(o->digest, buf_str(o->digest_source));
	TRY(buf_check(o->digest, e));
	s->digest = hash_of(buf_str(o->digest));
	return read_fields(o, e);
}

/* Who recorded what cannot be read is not known, nor when; `at` is not far from it. */
static void make_unreadable(struct said *s)
{
	struct vault_entry *bare = NEW(s->a, struct vault_entry);
	*bare = (struct vault_entry){ .seq = s->entry->seq, .at = s->entry->at };
	*s = (struct said){ .a = s->a,
			    .entry = bare,
			    .kind = STR("unreadable"),
			    .recorded_ms = bare->at,
			    .digest = hash_of(STR("")) };
}

struct said *said_read(const struct vault_entry *entry, struct arena *a)
{
	struct said *s = NEW(a, struct said);
	struct err why;
	AUTO_BUF digest;
	AUTO_BUF digest_source;
	buf_init(&digest, 2 * CLAIM_COMPACT_MAX);
	buf_init(&digest_source, CLAIM_COMPACT_MAX);
	struct sorting o = { .s = s, .digest = &digest, .digest_source = &digest_source };
	*s = (struct said){ .a = a, .entry = entry, .digest = hash_of(STR("")) };
	for (size_t i = 0; i < entry->n_parts; i++)
		sort_part(&o, &entry->parts[i]);
	s->understood = understand(&o, &why) == 0;
	if (!s->understood)
		make_unreadable(s);
	return s;
}
