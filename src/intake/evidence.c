/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * evidence.c - a file comes in: sealed first, then looked into, then named in one transaction.
 *
 * Nothing is said of a file before it is on the disk and read back. What is cut short before the
 * transaction leaves payloads that no record names; they are ciphertext whose header was nowhere
 * written, so they open for nobody, and a scrub finds them.
 */
#include "intake/evidence_priv.h"

#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"
#include "base/json.h"
#include "text/edtf.h"
#include "vault/log.h"

/* ---- keys ---- */

void evidence_identity(struct reg *r, struct age_identity *ret)
{
	AUTO_KEY k;
	vault_register_key(reg_vault(r), "evidence", &k);
	age_identity_from_secret(ret, &k);
}

void evidence_dedup(struct reg *r, const struct hash *plain, bool made, struct hash *ret)
{
	AUTO_KEY k;
	AUTO_KEY copies;
	vault_register_key(reg_vault(r), "dedup", &k);
	key_derive(&copies, &k, "vigil/evidence/working-copy/v1");
	*ret = hash_hmac(made ? copies.b : k.b, str_n((const char *)plain->b, HASH_LEN));
}

int evidence_put(struct reg *r, const struct evidence_add *in, struct arena *a, struct payload *ret,
		 struct err *e)
{
	const char *folder = vault_objects_folder(reg_vault(r));
	AUTO_AGE_IDENTITY id;
	AUTO_KEY dedup;
	AUTO_KEY resume;
	evidence_identity(r, &id);
	vault_register_key(reg_vault(r), "dedup", &dedup);
	key_derive(&resume, &dedup, "vigil/evidence/resume/v1");
	const struct payload_put put = {
		.fd = in->fd,
		.read = in->read,
		.read_ctx = in->read_ctx,
		.recipients = (const uint8_t(*)[KEY_LEN]) & id.recipient,
		.n_recipients = 1,
		.resume = in->resume && !in->read ? &resume : NULL,
		.progress = in->progress,
		.progress_ctx = in->progress_ctx,
	};
	TRY(payload_store_make(folder, e));
	return payload_put(folder, &put, a, ret, e);
}

/* ---- what is known before anything is written ---- */

static int check_date(struct str s, struct arena *a, struct err *e)
{
	struct edtf d;
	if (!s.n)
		return 0;
	int rc = edtf_read(s, a, &d, e);
	return rc < 0 ? err_wrap(e, "the date") : 0;
}

static int check(struct evidence_coming *x, struct err *e)
{
	const struct evidence_add *in = x->in;
	if (!in->source.no)
		return err_set(e, ERR_INPUT, "from whom did it come? A file needs a source");
	if (in->uncovered && !in->reason.n)
		return err_set(e, ERR_INPUT, "why need it not be covered? Give a reason");
	TRY(check_date(in->captured, x->a, e));
	x->about = in->about;
	if (in->claim) {
		struct claim_row c;
		TRY(reg_claim(x->r, in->claim, x->a, &c, e));
		x->about = c.subject;
	}
	return 0;
}

/* ---- looking ---- */

/* A stream is gone when it is sealed: it is opened again, into memory and never onto the disk. */
static int into_memory(struct evidence_coming *x, int *ret_fd, struct err *e)
{
	AUTO_AGE_IDENTITY id;
	evidence_identity(x->r, &id);
	const struct payload_key key = { x->file.header, &id, 1 };
	AUTO_FD fd = -1;
	TRY(evidence_memory(&fd, e));
	TRY(payload_get_fd(vault_objects_folder(reg_vault(x->r)), &x->file.name, &key,
			   &x->file.plain, fd, e));
	*ret_fd = fd;
	fd = -1;
	return 0;
}

static int look(struct evidence_coming *x, struct err *e)
{
	AUTO_FD fd = -1;
	const struct worker *w = x->in->worker;
	bool too_long = x->in->read && x->file.plain_bytes > EVIDENCE_LOOK_MAX;
	if (w && x->in->read && !too_long)
		TRY(into_memory(x, &fd, e));
	TRY(evidence_look(x->r, too_long ? NULL : w, x->in->read ? fd : x->in->fd, x->a, &x->look,
			  e));
	if (w && too_long)
		x->look.not_examined =
			str_printf(x->a, "longer than %d MiB, and it came as a stream",
				   EVIDENCE_LOOK_MAX >> 20);
	return 0;
}

/* ---- the same file again ---- */

/* Only when its payload is here: what is missing here is better stored twice than not at all. */
static int find_same(struct evidence_coming *x, struct entity *ret, bool *ret_there, struct err *e)
{
	struct vault *v = reg_vault(x->r);
	struct vault_object o;
	int64_t bytes;
	TRY(vault_object_find(v, &x->dedup, &o, ret_there, e));
	if (*ret_there)
		*ret_there = payload_there(vault_objects_folder(v), &o.name, &bytes, NULL) == 0 &&
			     reg_entity(x->r, id_str(x->a, &o.entity), x->a, ret, NULL) == 0;
	return 0;
}

static int say_again(struct evidence_coming *x, const struct entity *en, struct err *e)
{
	struct evidence_fields *f = NEW(x->a, struct evidence_fields);
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	fields_add(f, "custody", value_term("custody", STR("received")));
	fields_qualifier(f, "note", STR("the same file again"));
	fields_date(f, "captured", x->in->captured);
	TRY(reg_begin(&tx, x->r, e));
	TRY(fields_record(&tx, en, &x->in->source, f, &seq, e));
	TRY(coming_say_sealed(x, &tx, en, e));
	if (x->about.no)
		TRY(evidence_say_link(&tx, en, &x->about, x->in->claim, &x->in->source, x->a, e));
	return reg_commit(&tx, e);
}

/* It may not have been looked into when it came first; that it cannot be now either is no failure. */
static int look_again(struct evidence_coming *x, const struct evidence *there,
		      struct evidence_added *ret, struct err *e)
{
	struct err why;
	ret->not_examined = there->not_examined;
	if (!there->not_examined.n || !x->in->worker)
		return 0;
	int rc = evidence_examine_fd(x->r, &there->row.entity, x->in->worker,
				     x->in->read ? -1 : x->in->fd, x->a, ret, &why);
	if (rc == ERR_INPUT || rc == ERR_TOOBIG)
		return 0;
	if (rc < 0)
		*e = why;
	return rc;
}

static int add_again(struct evidence_coming *x, struct evidence_added *ret, struct err *e)
{
	struct evidence there;
	TRY(payload_remove(vault_objects_folder(reg_vault(x->r)), &x->file.name, e));
	TRY(evidence_load(x->r, ret->entity.id, x->a, &there, e));
	/* The name it had when it came first is not said anew. */
	struct evidence_add *in = NEW(x->a, struct evidence_add);
	*in = *x->in;
	if (str_eq(in->name, there.original_name))
		in->name = STR("");
	x->in = in;
	TRY(say_again(x, &ret->entity, e));
	ret->again = true;
	ret->media_type = there.row.media_type;
	ret->covered = there.row.covered;
	ret->copies = there.n_copies;
	ret->file_field = there.file.field;
	return look_again(x, &there, ret, e);
}

/* ---- in ---- */

/* What was stored and will not be named goes again, as far as that can be done. Not after the
 * transaction was tried: one that failed may be found durable when the vault is opened again, and
 * then its payload must be there. */
static int take_back(struct evidence_coming *x, int rc)
{
	const char *folder = vault_objects_folder(reg_vault(x->r));
	(void)!payload_remove(folder, &x->file.name, NULL);
	coming_drop_copies(x);
	return rc;
}

static int add_stored(struct evidence_coming *x, struct evidence_added *ret, struct err *e)
{
	bool there;
	int rc;
	if (x->file.plain_bytes == 0)
		return take_back(x, err_set(e, ERR_INPUT, "the file is empty"));
	evidence_dedup(x->r, &x->file.plain, false, &x->dedup);
	TRY(find_same(x, &ret->entity, &there, e));
	if (there)
		return add_again(x, ret, e);
	rc = look(x, e);
	if (rc < 0)
		return take_back(x, rc);
	TRY(coming_say_all(x, ret, e));
	ret->media_type = x->look.media_type;
	ret->covered = coming_covered(x);
	ret->not_examined = x->look.not_examined;
	ret->copies = x->look.n_copies;
	return 0;
}

int evidence_add(struct reg *r, const struct evidence_add *in, struct arena *a,
		 struct evidence_added *ret, struct err *e)
{
	struct evidence_coming *x = NEW(a, struct evidence_coming);
	struct evidence_added done = { .not_examined = STR("") };
	*x = (struct evidence_coming){ .r = r, .in = in, .a = a };
	TRY(check(x, e));
	TRY(evidence_put(r, in, a, &x->file, e));
	TRY(add_stored(x, &done, e));
	done.sha256 = x->file.plain;
	done.bytes = x->file.plain_bytes;
	if (!done.again)
		TRY(reg_entity(r, id_str(a, &done.entity.uuid), a, &done.entity, e));
	*ret = done;
	return 0;
}

int evidence_link(struct reg *r, const struct entity *evidence, const struct entity *about,
		  int64_t claim, const struct entity *source, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_REG_TX tx = { 0 };
	TRY(reg_begin(&tx, r, e));
	TRY(evidence_say_link(&tx, evidence, about, claim, source, a, e));
	return reg_commit(&tx, e);
}

/* ---- custody ---- */

int evidence_custody(struct reg *r, const struct entity *evidence, const struct evidence_note *n,
		     struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct evidence_fields *f = NEW(a, struct evidence_fields);
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	if (!vocab_term(reg_vocab(r), STR("custody"), n->code))
		return err_set(e, ERR_INPUT,
			       "\"%.*s\" is no act of custody (set custody of "
			       "vocab/terms.csv)",
			       STR_FMT(n->code));
	TRY(check_date(n->when, a, e));
	fields_add(f, "custody", value_term("custody", n->code));
	fields_qualifier_date(f, "when", n->when);
	fields_qualifier(f, "by", n->by);
	fields_qualifier(f, "from", n->from);
	fields_qualifier(f, "to", n->to);
	fields_qualifier(f, "tool", n->tool);
	fields_qualifier(f, "parameters", n->parameters);
	fields_qualifier(f, "note", n->note);
	TRY(reg_begin(&tx, r, e));
	TRY(fields_record(&tx, evidence, NULL, f, &seq, e));
	return reg_commit(&tx, e);
}
