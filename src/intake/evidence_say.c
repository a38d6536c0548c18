/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence_say.c - what is said of a file that came in: what its source gave, and what we found. */
#include "intake/evidence_priv.h"

bool coming_covered(const struct evidence_coming *x)
{
	struct str t = x->look.media_type;
	if (x->in->uncovered)
		return false;
	return str_starts(t, STR("image/")) || str_starts(t, STR("video/")) ||
	       str_eq(t, STR("application/octet-stream"));
}

int fields_record(struct reg_tx *tx, const struct entity *subject, const struct entity *source,
		  const struct evidence_fields *f, int64_t *ret_seq, struct err *e)
{
	struct statement st = { .subject = *subject, .fields = f->f, .n_fields = f->n };
	if (source)
		st.source = *source;
	return f->n ? reg_record(tx, &st, ret_seq, e) : 0;
}

/* Whoever cleans up holds the vault as well: what is here now stays. */
static int still_there(struct evidence_coming *x, const struct payload *p, struct err *e)
{
	int64_t bytes;
	int rc = payload_there(vault_objects_folder(reg_vault(x->r)), &p->name, &bytes, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_CONFLICT,
			       "what was stored was taken away again before it was "
			       "recorded; add the file once more");
	return rc;
}

static int add_object(struct evidence_coming *x, struct reg_tx *tx, const struct entity *en,
		      const struct payload *p, const struct hash *dedup, struct err *e)
{
	const struct vault_object o = {
		.name = p->name, .bytes = p->bytes, .dedup = *dedup, .entity = en->uuid
	};
	TRY(still_there(x, p, e));
	return vault_object_add(&tx->vtx, &o, p->header, e);
}

/* What the source gave us. */
static int say_file(struct evidence_coming *x, struct reg_tx *tx, const struct entity *en,
		    int64_t *ret_field, struct err *e)
{
	struct evidence_fields *f = NEW(x->a, struct evidence_fields);
	int64_t seq = 0;
	fields_add(f, "file", value_file(&x->file, x->look.media_type, x->a));
	if (x->in->title.n) {
		struct value v = value_text(x->in->title);
		v.type = VALUE_NAME;
		fields_add(f, "title", v);
	}
	fields_date(f, "captured", x->in->captured);
	fields_add(f, "custody", value_term("custody", STR("received")));
	TRY(fields_record(tx, en, &x->in->source, f, &seq, e));
	*ret_field = seq * REG_FIELD_PLACES + 1;
	return add_object(x, tx, en, &x->file, &x->dedup, e);
}

int coming_say_found(struct evidence_coming *x, struct reg_tx *tx, const struct entity *en,
		     struct err *e)
{
	struct evidence_fields *f = NEW(x->a, struct evidence_fields);
	const struct evidence_look *l = &x->look;
	int64_t seq;
	fields_text(f, "media_type", l->media_type);
	fields_text(f, "dimensions", l->dimensions);
	fields_text(f, "duration", l->duration);
	if (l->captured.n) {
		fields_date(f, "captured", l->captured);
		fields_qualifier(f, "tool",
				 str_printf(x->a, "the device: %.*s", STR_FMT(l->captured_field)));
	}
	fields_add(f, "covered",
		   (struct value){ .type = VALUE_BOOLEAN, .u.is = coming_covered(x) });
	fields_qualifier(f, "note", x->in->reason);
	fields_text(f, "not_examined", l->not_examined);
	return fields_record(tx, en, NULL, f, &seq, e);
}

int coming_say_copies(struct evidence_coming *x, struct reg_tx *tx, const struct entity *en,
		      struct err *e)
{
	struct evidence_fields *f = NEW(x->a, struct evidence_fields);
	int64_t seq;
	for (size_t i = 0; i < x->look.n_copies; i++) {
		const struct evidence_copy *c = &x->look.copies[i];
		struct hash dedup;
		evidence_dedup(x->r, &c->payload.plain, true, &dedup);
		TRY(add_object(x, tx, en, &c->payload, &dedup, e));
		fields_add(f, "working_copy", value_file(&c->payload, STR("image/jpeg"), x->a));
		fields_qualifier(f, "tool", c->tool);
		fields_qualifier(f, "parameters", c->parameters);
		fields_add(f, "custody", value_term("custody", STR("derived")));
		fields_qualifier(f, "tool", c->tool);
		fields_qualifier(f, "parameters", c->parameters);
	}
	return fields_record(tx, en, NULL, f, &seq, e);
}

int coming_say_sealed(struct evidence_coming *x, struct reg_tx *tx, const struct entity *en,
		      struct err *e)
{
	struct evidence_fields *f = NEW(x->a, struct evidence_fields);
	int64_t seq;
	/* Names in other encodings are no text; nothing is lost of the file. */
	if (str_is_utf8(x->in->name) &&
	    !memchr(x->in->name.p ? x->in->name.p : "", 0, x->in->name.n))
		fields_text(f, "original_name", x->in->name);
	fields_text(f, "metadata", x->look.metadata);
	return fields_record(tx, en, NULL, f, &seq, e);
}

int evidence_say_link(struct reg_tx *tx, const struct entity *en, const struct entity *about,
		      int64_t claim, const struct entity *source, struct arena *a, struct err *e)
{
	struct evidence_fields *f = NEW(a, struct evidence_fields);
	struct statement st = { .subject = *about, .source = *source, .fields = f->f };
	int64_t seq;
	fields_add(f, "evidence", value_of_entity(en));
	if (claim)
		fields_qualifier(f, "supports", reg_field_text(claim, a));
	st.n_fields = f->n;
	TRY(reg_already(tx->r, &st, &seq, e));
	return seq >= 0 ? 0 : reg_record(tx, &st, &seq, e);
}

int coming_say_all(struct evidence_coming *x, struct evidence_added *ret, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	TRY(reg_begin(&tx, x->r, e));
	TRY(reg_entity_new(&tx, STR("evidence"), STR(""), &ret->entity, e));
	TRY(say_file(x, &tx, &ret->entity, &ret->file_field, e));
	TRY(coming_say_found(x, &tx, &ret->entity, e));
	TRY(coming_say_copies(x, &tx, &ret->entity, e));
	TRY(coming_say_sealed(x, &tx, &ret->entity, e));
	if (x->about.no)
		TRY(evidence_say_link(&tx, &ret->entity, &x->about, x->in->claim, &x->in->source,
				      x->a, e));
	return reg_commit(&tx, e);
}

void coming_drop_copies(struct evidence_coming *x)
{
	const char *folder = vault_objects_folder(reg_vault(x->r));
	for (size_t i = 0; i < x->look.n_copies; i++)
		(void)!payload_remove(folder, &x->look.copies[i].payload.name, NULL);
	x->look.n_copies = 0;
}
