/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence_read.c - evidence as the register has it, and its bytes. */
#include "intake/evidence_priv.h"

#include "base/bytes.h"
#include "base/json.h"
#include "base/map.h"

static const struct sql ALL = SQL(
	"SELECT id FROM entity WHERE kind = 'evidence' ORDER BY no LIMIT :limit OFFSET :offset");
static const struct sql COUNT_ALL = SQL("SELECT count(*) FROM entity WHERE kind = 'evidence'");

enum { CLAIMS_MAX = 20000, LINKS_MAX = 10000, FINDING_MAX = 65536 };

struct str evidence_state_name(enum evidence_state s)
{
	switch (s) {
	case EVIDENCE_HERE:
		return STR("here");
	case EVIDENCE_MISSING:
		return STR("missing");
	case EVIDENCE_SHUT:
		return STR("shut");
	case EVIDENCE_ERASED:
		return STR("erased");
	}
	return STR("");
}

/* ---- one evidence ---- */

struct loading {
	struct reg *r;
	struct arena *a;
	struct evidence *ev;
	struct evidence_act *custody;
	struct evidence_finding *findings;
	struct map members; /* names by id */
};

static int state_of(struct loading *x, struct str object, enum evidence_state *ret, struct err *e)
{
	struct vault *v = reg_vault(x->r);
	struct hash name;
	struct str header;
	int64_t bytes;
	*ret = EVIDENCE_SHUT;
	if (!hex_decode(name.b, HASH_LEN, object))
		return 0; /* a record of a file that was never stored here */
	int rc = vault_object_header(v, &name, x->a, &header, e);
	if (rc == ERR_NOTFOUND || rc == ERR_DENIED)
		return 0;
	TRY(rc);
	rc = payload_there(vault_objects_folder(v), &name, &bytes, e);
	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	*ret = rc == 0 ? EVIDENCE_HERE : EVIDENCE_MISSING;
	return 0;
}

static struct str text_of(const struct value *v)
{
	switch (v->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		return v->u.text.text;
	case VALUE_DATE:
		return v->u.date.edtf;
	case VALUE_CODE:
		return v->u.code.code;
	case VALUE_QUANTITY:
	case VALUE_ENTITY:
	case VALUE_COORDINATES:
	case VALUE_BOOLEAN:
	case VALUE_EVIDENCE:
	case VALUE_UNKNOWN:
		break;
	}
	return STR("");
}

static struct str qualifier(const struct claim_row *c, const char *name)
{
	for (size_t i = 0; i < c->parsed.n_q; i++)
		if (str_eq(c->parsed.q[i].p, str_of(name)))
			return text_of(&c->parsed.q[i].v);
	return STR("");
}

static int read_file(struct loading *x, const struct claim_row *c, struct evidence_file *ret,
		     struct err *e)
{
	*ret = (struct evidence_file){
		.field = c->field,
		.sha256 = c->value.u.evidence.sha256,
		.bytes = c->value.u.evidence.bytes,
		.media_type = c->value.u.evidence.media_type,
		.object = c->value.u.evidence.object,
		.tool = qualifier(c, "tool"),
		.parameters = qualifier(c, "parameters"),
	};
	return state_of(x, ret->object, &ret->state, e);
}

static void take_act(struct loading *x, const struct claim_row *c, struct str recorder)
{
	x->custody[x->ev->n_custody++] = (struct evidence_act){
		.field = c->field,
		.seq = c->seq,
		.recorded_ms = c->recorded_ms,
		.code = text_of(&c->value),
		.when = qualifier(c, "when"),
		.by = qualifier(c, "by"),
		.from = c->source.id ? c->source_label : qualifier(c, "from"),
		.to = qualifier(c, "to"),
		.tool = qualifier(c, "tool"),
		.parameters = qualifier(c, "parameters"),
		.place = qualifier(c, "where"),
		.note = qualifier(c, "note"),
		.recorder = recorder,
		.retracted = c->retracted,
	};
}

/* Who recorded an entry, by name; several acts of one entry ask once. */
static int recorder_of(struct loading *x, int64_t seq, struct str *ret, struct err *e)
{
	struct history_row h;
	bool there;
	void **place = map_at(&x->members, str_n((const char *)&seq, sizeof seq));
	if (!*place) {
		TRY(reg_history_entry(x->r, seq, x->a, &h, &there, e));
		struct str *name = NEW(x->a, struct str);
		*name = there ? h.recorder_name : STR("");
		*place = name;
	}
	*ret = *(struct str *)*place;
	return 0;
}

static void take_finding(struct loading *x, const struct claim_row *c)
{
	const struct json *o;
	struct evidence_finding *f = &x->findings[x->ev->n_findings];
	*f = (struct evidence_finding){ .field = c->field };
	if (json_read(text_of(&c->value), FINDING_MAX, JSON_ANY, x->a, &o, NULL) < 0 ||
	    !json_str(json_get(o, STR("code")), &f->code))
		return; /* typed by somebody: it stands among the claims */
	(void)json_str(json_get(o, STR("where")), &f->where);
	(void)json_str(json_get(o, STR("claimed")), &f->claimed);
	(void)json_str(json_get(o, STR("found")), &f->found);
	x->ev->n_findings++;
}

/* The file that came is the one that was stated first, whatever anybody says of it later. */
static int take_original(struct loading *x, const struct claim_row *c, struct err *e)
{
	struct evidence *ev = x->ev;
	if (ev->has_file)
		return 0;
	TRY(read_file(x, c, &ev->file, e));
	ev->has_file = true;
	ev->row.sha256 = ev->file.sha256;
	ev->row.bytes = ev->file.bytes;
	ev->row.media_type = ev->file.media_type;
	ev->row.state = ev->file.state;
	ev->row.added_ms = c->recorded_ms;
	ev->row.source = c->source;
	ev->row.source_label = c->source_label;
	return 0;
}

static bool is(const struct claim_row *c, const char *property)
{
	return str_eq(c->property, str_of(property));
}

/* Of what can be said again, the last counts; a date that the source gave goes before the device's. */
static int take(struct loading *x, const struct claim_row *c, struct err *e)
{
	struct evidence *ev = x->ev;
	struct str recorder;
	if (is(c, "custody")) {
		TRY(recorder_of(x, c->seq, &recorder, e));
		take_act(x, c, recorder);
		return 0;
	}
	if (c->retracted || c->unknown)
		return 0;
	if (is(c, "file"))
		return take_original(x, c, e);
	if (is(c, "working_copy")) {
		if (ev->n_copies < EVIDENCE_COPIES_MAX)
			TRY(read_file(x, c, &ev->copies[ev->n_copies++], e));
	} else if (is(c, "covered")) {
		ev->row.covered = c->value.u.is;
		ev->cover_reason = qualifier(c, "note");
	} else if (is(c, "preservation_finding")) {
		take_finding(x, c);
	} else if (is(c, "title")) {
		ev->row.title = text_of(&c->value);
	} else if (is(c, "description")) {
		ev->description = text_of(&c->value);
	} else if (is(c, "dimensions")) {
		ev->dimensions = text_of(&c->value);
	} else if (is(c, "duration")) {
		ev->duration = text_of(&c->value);
	} else if (is(c, "captured")) {
		if (!ev->captured.n || c->source.id)
			ev->captured = text_of(&c->value);
	} else if (is(c, "not_examined")) {
		ev->not_examined = text_of(&c->value);
		ev->not_examined_field = c->field;
	} else if (is(c, "media_type")) {
		ev->row.media_type = text_of(&c->value);
	}
	return 0;
}

static int load_own(struct loading *x, int64_t entity, struct err *e)
{
	struct claim_row *c;
	size_t n;
	int64_t total;
	TRY(reg_claims(x->r, CLAIMS_OF_SUBJECT, entity, true, 0, CLAIMS_MAX, x->a, &c, &n, &total,
		       e));
	x->custody = NEW_N(x->a, n, struct evidence_act);
	x->findings = NEW_N(x->a, n, struct evidence_finding);
	for (size_t i = 0; i < n; i++)
		TRY(take(x, &c[i], e));
	x->ev->custody = x->custody;
	x->ev->findings = x->findings;
	x->ev->row.copies = x->ev->n_copies;
	return 0;
}

static int load_supports(struct loading *x, int64_t entity, struct err *e)
{
	struct claim_row *c;
	size_t n;
	int64_t total;
	TRY(reg_claims(x->r, CLAIMS_NAMING, entity, false, 0, LINKS_MAX, x->a, &c, &n, &total, e));
	struct evidence_support *list = NEW_N(x->a, n, struct evidence_support);
	for (size_t i = 0; i < n; i++) {
		struct card card;
		if (!is(&c[i], "evidence"))
			continue;
		struct evidence_support *s = &list[x->ev->n_supports++];
		TRY(reg_card(x->r, c[i].subject.id, x->a, &card, e));
		*s = (struct evidence_support){ .subject = c[i].subject,
						.label = card.label,
						.number = card.number,
						.field = c[i].field };
		(void)reg_field_parse(qualifier(&c[i], "supports"), &s->supports);
	}
	x->ev->supports = list;
	return 0;
}

static int load_sealed(struct loading *x, int64_t entity, struct err *e)
{
	struct sealed_row *s;
	size_t n;
	TRY(reg_sealed(x->r, entity, x->a, &s, &n, &x->ev->withheld, e));
	for (size_t i = n; i-- > 0;) {
		if (str_eq(s[i].field.p, STR("original_name")))
			x->ev->original_name = text_of(&s[i].field.v);
		else if (str_eq(s[i].field.p, STR("metadata")))
			x->ev->metadata = text_of(&s[i].field.v);
	}
	return 0;
}

static int load_entity(struct reg *r, int64_t entity, struct arena *a, struct evidence *ret,
		       struct err *e)
{
	TRY(reg_entity_by_id(r, entity, a, &ret->row.entity, e));
	if (!str_eq(ret->row.entity.kind, STR("evidence")))
		return err_set(e, ERR_NOTFOUND, "this is no evidence");
	ret->row.number = reg_number(r, &ret->row.entity, a);
	ret->row.state = EVIDENCE_ERASED;
	ret->row.covered = true; /* until something says otherwise */
	return 0;
}

static int load(struct reg *r, int64_t entity, bool all, struct arena *a, struct evidence *ret,
		struct err *e)
{
	struct loading x = { .r = r, .a = a, .ev = ret };
	memset(ret, 0, sizeof *ret);
	map_init(&x.members, a);
	TRY(load_entity(r, entity, a, ret, e));
	TRY(load_own(&x, entity, e));
	if (!all)
		return 0;
	TRY(load_supports(&x, entity, e));
	return load_sealed(&x, entity, e);
}

int evidence_load(struct reg *r, int64_t entity, struct arena *a, struct evidence *ret,
		  struct err *e)
{
	return load(r, entity, true, a, ret, e);
}

/* ---- several ---- */

static int load_row(struct reg *r, int64_t entity, struct arena *a, struct evidence_row *ret,
		    struct err *e)
{
	struct evidence *ev = NEW(a, struct evidence);
	TRY(load(r, entity, false, a, ev, e));
	*ret = ev->row;
	return 0;
}

static int load_ids(struct reg *r, int64_t offset, int64_t limit, int64_t *ids, size_t *ret_n,
		    struct err *e)
{
	AUTO_STMT *q = NULL;
	*ret_n = 0;
	TRY(store_stmt(reg_store(r), &ALL, &q, e));
	bind_int(q, ":limit", limit);
	bind_int(q, ":offset", offset);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		ids[(*ret_n)++] = col_int(q, 0);
	}
}

int evidence_list(struct reg *r, int64_t offset, int64_t limit, struct arena *a,
		  struct evidence_row **ret, size_t *ret_n, int64_t *ret_total, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t total;
	size_t n;
	TRY(store_stmt(reg_store(r), &COUNT_ALL, &q, e));
	TRY(stmt_row(q, e));
	total = col_int(q, 0);
	stmt_reset(q);
	int64_t left = offset < total ? total - offset : 0;
	limit = limit < left ? limit : left;
	int64_t *ids = NEW_N(a, (size_t)limit, int64_t);
	TRY(load_ids(r, offset, limit, ids, &n, e));
	struct evidence_row *rows = NEW_N(a, n, struct evidence_row);
	for (size_t i = 0; i < n; i++)
		TRY(load_row(r, ids[i], a, &rows[i], e));
	*ret = rows;
	*ret_n = n;
	*ret_total = total;
	return 0;
}

static bool is_in(const struct evidence_row *rows, size_t n, int64_t entity)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].entity.id == entity)
			return true;
	return false;
}

int evidence_of(struct reg *r, int64_t subject, int64_t claim, struct arena *a,
		struct evidence_row **ret, size_t *ret_n, struct err *e)
{
	struct claim_row *c;
	size_t n;
	size_t n_rows = 0;
	int64_t total;
	struct entity en;
	TRY(reg_claims(r, CLAIMS_OF_SUBJECT, subject, false, 0, CLAIMS_MAX, a, &c, &n, &total, e));
	struct evidence_row *rows = NEW_N(a, n, struct evidence_row);
	for (size_t i = 0; i < n; i++) {
		int64_t supports = 0;
		if (!is(&c[i], "evidence") || c[i].unknown)
			continue;
		(void)reg_field_parse(qualifier(&c[i], "supports"), &supports);
		TRY(reg_entity(r, id_str(a, &c[i].value.u.entity.id), a, &en, e));
		if ((claim && supports != claim) || is_in(rows, n_rows, en.id))
			continue;
		TRY(load_row(r, en.id, a, &rows[n_rows++], e));
	}
	*ret = rows;
	*ret_n = n_rows;
	return 0;
}

/* ---- bytes ---- */

/* What opens a file: valid as long as the identity. */
struct opening {
	struct age_identity id;
	struct payload_key key;
	struct hash name, plain;
};
static void opening_wipe(struct opening *o)
{
	age_identity_wipe(&o->id);
}
#define AUTO_OPENING AUTO(opening_wipe) struct opening

static int opening(struct reg *r, const struct evidence_file *f, struct arena *a,
		   struct opening *ret, struct err *e)
{
	if (!hex_decode(ret->name.b, HASH_LEN, f->object) ||
	    !hex_decode(ret->plain.b, HASH_LEN, f->sha256))
		return err_set(e, ERR_NOTFOUND, "no file was stored for this record");
	int64_t bytes;
	int rc = payload_there(vault_objects_folder(reg_vault(r)), &ret->name, &bytes, e);
	if (rc == ERR_NOTFOUND)
		return err_set(
			e, ERR_NOTFOUND,
			"the file is not on this device; `vigil sync` with a site that has it brings it");
	TRY(rc);
	TRY(vault_object_header(reg_vault(r), &ret->name, a, &ret->key.header, e));
	evidence_identity(r, &ret->id);
	ret->key.ids = &ret->id;
	ret->key.n = 1;
	return 0;
}

int evidence_open(struct reg *r, const struct evidence_file *f, struct payload_reader **ret,
		  struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_OPENING o = { 0 };
	TRY(opening(r, f, a, &o, e));
	return payload_reader_open(vault_objects_folder(reg_vault(r)), &o.name, &o.key, ret, e);
}

int evidence_get_fd(struct reg *r, const struct evidence_file *f, int fd, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_OPENING o = { 0 };
	TRY(opening(r, f, a, &o, e));
	return payload_get_fd(vault_objects_folder(reg_vault(r)), &o.name, &o.key, &o.plain, fd, e);
}

int evidence_get(struct reg *r, const struct evidence_file *f, const char *path, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_OPENING o = { 0 };
	TRY(opening(r, f, a, &o, e));
	return payload_get(vault_objects_folder(reg_vault(r)), &o.name, &o.key, &o.plain, path, e);
}
