/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scene.h - a register in a temporary folder, filled in short words.
 *
 *	SCENE s;
 *	scene_open(&s);
 *	say(&s, "organisation:one", "event:a", "type=execution; victim=person:p; date=2025-07-27");
 *
 * Subjects are made where their key is first used. Values are read by the type of the property:
 * codes, EDTF dates, keys, whole numbers; `?` is a value that the source does not give. Qualifiers
 * follow behind a bar: "total=1276 | when=2025 | scope=executions".
 */
#ifndef VIGIL_TEST_SCENE_H
#define VIGIL_TEST_SCENE_H

#include "check.h"
#include "rebuild.h"

#include <unistd.h>

#include "register/record.h"
#include "register/register_priv.h"
#include "text/script.h"

struct scene {
	char dir[64];
	char path[80];
	struct reg *r;
	struct arena *a;
	struct err e;
	const char *via, *document; /* of the next statements; NULL none */
	int64_t batch;
};

static inline void scene_open(struct scene *s)
{
	static const struct vault_kdf QUICK = { .ops = 1, .mem = 8u << 20 };
	memset(s, 0, sizeof *s);
	s->a = arena_new(0);
	if (crypto_init(&s->e) < 0)
		die("%s", s->e.text);
	check_folder(s->dir, sizeof s->dir, "vigil-register");
	snprintf(s->path, sizeof s->path, "%s/v.vigil", s->dir);
	if (reg_create(s->path, STR("a passphrase for tests"), STR("Example member"), &QUICK, &s->r,
		       &s->e) < 0)
		die("no register: %s", s->e.text);
}

static inline void scene_close(struct scene *s)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	reg_close(s->r);
	arena_free(s->a);
	for (size_t i = 0; i < COUNT(ENDS); i++) {
		char p[100];
		snprintf(p, sizeof p, "%s%s", s->path, ENDS[i]);
		unlink(p);
	}
	rmdir(s->dir);
}
#define SCENE AUTO(scene_close) struct scene

/* What a test cannot go on without. */
static inline void must(struct scene *s, int rc, const char *what)
{
	if (rc < 0)
		die("%s: %s", what, s->e.text);
}

static inline struct entity scene_entity(struct scene *s, struct reg_tx *tx, struct str key)
{
	struct entity en;
	struct str kind;
	if (reg_entity(s->r, key, s->a, &en, NULL) == 0)
		return en;
	str_cut(key, ':', &kind);
	must(s, reg_entity_new(tx, kind, key, &en, &s->e), key.p);
	return en;
}

static inline struct value scene_value(struct scene *s, struct reg_tx *tx, const struct property *p,
				       struct str text)
{
	struct value v = { .type = p->type };
	if (str_eq(text, STR("?"))) {
		v.type = VALUE_UNKNOWN;
		return v;
	}
	switch (p->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		v.u.text.text = text;
		v.u.text.lang = str_of(text_lang(text));
		break;
	case VALUE_DATE:
		v.u.date.edtf = text;
		break;
	case VALUE_QUANTITY:
		v.u.quantity.has_lo = v.u.quantity.has_hi = str_to_int(text, &v.u.quantity.lo);
		v.u.quantity.hi = v.u.quantity.lo;
		break;
	case VALUE_ENTITY: {
		struct entity en = scene_entity(s, tx, text);
		v.u.entity = (struct value_ref){ .id = en.uuid, .kind = en.kind, .no = en.no };
		break;
	}
	case VALUE_CODE:
		v.u.code.set = p->set;
		v.u.code.code = text;
		break;
	case VALUE_BOOLEAN:
		v.u.is = str_eq(text, STR("yes"));
		break;
	case VALUE_COORDINATES:
	case VALUE_EVIDENCE:
	case VALUE_UNKNOWN:
		die("scenes have no such values");
	}
	return v;
}

/* Qualifiers that are columns of a claim table and no properties. */
static inline const struct property *scene_column(struct str id)
{
	static const struct property COLUMNS[] = {
		{ .term = { .code = { "when", 4 } }, .type = VALUE_DATE },
		{ .term = { .code = { "where", 5 } }, .type = VALUE_ENTITY },
		{ .term = { .code = { "scope", 5 } }, .type = VALUE_CODE, .set = { "scopes", 6 } },
		{ .term = { .code = { "basis", 5 } }, .type = VALUE_CODE, .set = { "basis", 5 } },
		{ .term = { .code = { "position", 8 } },
		  .type = VALUE_CODE,
		  .set = { "position", 8 } },
	};
	for (size_t i = 0; i < COUNT(COLUMNS); i++)
		if (str_eq(COLUMNS[i].term.code, id))
			return &COLUMNS[i];
	return NULL;
}

static inline const struct property *scene_property(struct scene *s, struct str id)
{
	if (scene_column(id))
		return scene_column(id);
	const struct property *p = vocab_property(reg_vocab(s->r), id);
	if (!p)
		die("no property %.*s", STR_FMT(id));
	return p;
}

/* "p=v | q=v". */
static inline struct value_field scene_field(struct scene *s, struct reg_tx *tx, struct str text)
{
	enum { QUALIFIERS = 8 };
	struct value_field f = { .n_q = 0 };
	struct value_qualifier *q = NEW_N(s->a, QUALIFIERS, struct value_qualifier);
	struct str part;
	struct str name;
	text = str_cut(text, '|', &part);
	struct str value = str_cut(part, '=', &name);
	f.p = str_trim(name);
	f.v = scene_value(s, tx, scene_property(s, f.p), str_trim(value));
	while (text.p && f.n_q < QUALIFIERS) {
		text = str_cut(text, '|', &part);
		value = str_cut(part, '=', &name);
		q[f.n_q].p = str_trim(name);
		q[f.n_q].v = scene_value(s, tx, scene_property(s, q[f.n_q].p), str_trim(value));
		f.n_q++;
	}
	f.q = q;
	return f;
}

static inline int64_t say_in(struct scene *s, struct reg_tx *tx, const char *source,
			     const char *subject, const char *what)
{
	enum { FIELDS = 32 };
	struct value_field *fields = NEW_N(s->a, FIELDS, struct value_field);
	struct statement st = { .subject = scene_entity(s, tx, str_of(subject)), .fields = fields };
	struct str rest = str_copy(s->a, str_of(what));
	int64_t seq = -1;
	if (source)
		st.source = scene_entity(s, tx, str_of(source));
	if (s->via)
		st.via = scene_entity(s, tx, str_of(s->via));
	if (s->document)
		st.document = scene_entity(s, tx, str_of(s->document));
	st.batch = s->batch;
	st.row = STR("row");
	while (rest.p && st.n_fields < FIELDS) {
		struct str one;
		rest = str_cut(rest, ';', &one);
		fields[st.n_fields++] = scene_field(s, tx, one);
	}
	must(s, reg_record(tx, &st, &seq, &s->e), what);
	return seq;
}

/* One statement in a transaction of its own; its entry. */
static inline int64_t say(struct scene *s, const char *source, const char *subject,
			  const char *what)
{
	AUTO_REG_TX tx = { 0 };
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	int64_t seq = say_in(s, &tx, source, subject, what);
	must(s, reg_commit(&tx, &s->e), "commit");
	return seq;
}

static inline int64_t take_back(struct scene *s, int64_t seq)
{
	AUTO_REG_TX tx = { 0 };
	int64_t undo = -1;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	must(s, reg_undo(&tx, seq, STR("a mistake of the example"), &undo, &s->e), "undo");
	must(s, reg_commit(&tx, &s->e), "commit");
	return undo;
}

static inline struct entity of(struct scene *s, const char *key)
{
	struct entity en = { .id = 0 };
	must(s, reg_entity(s->r, str_of(key), s->a, &en, &s->e), key);
	return en;
}

static inline int64_t adopt(struct scene *s, const char *subject, const char *property,
			    int64_t field)
{
	AUTO_REG_TX tx = { 0 };
	struct entity en = of(s, subject);
	int64_t seq = -1;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	must(s, reg_adopt(&tx, &en, str_of(property), field, STR("for the example"), &seq, &s->e),
	     "adopt");
	must(s, reg_commit(&tx, &s->e), "commit");
	return seq;
}

static inline int64_t size_of(struct scene *s)
{
	int64_t n = 0;
	must(s, reg_log_size(reg_store(s->r), &n, &s->e), "size");
	return n;
}

#endif
