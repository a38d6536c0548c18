/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record_act.c - acts: what is done with what was said. An import begins, a claim is taken back or adopted, a figure defined. */
#include "register/register_priv.h"

#include "base/bytes.h"
#include "register/list_priv.h"

static const struct sql FIELD_OF = SQL(
	"SELECT e.uuid, f.property FROM field f JOIN entity e ON e.id = f.subject WHERE f.id = :id");

static struct id acts_group(void)
{
	return (struct id){ { 'v', 'i', 'g', 'i', 'l', ' ', 'a', 'c', 't', 's' } };
}

void parts_act(struct parts *p, const char *kind, struct arena *a)
{
	memset(p, 0, sizeof *p);
	parts_add(p, "kind", part_text(str_of(kind), a));
	parts_add(p, "id", part_claim_id(a));
}

int parts_seal_act(struct reg_tx *tx, struct parts *p, int64_t *ret_seq, struct err *e)
{
	struct vault_claim vc = { .kind = ENTRY_CLAIM, .subject_group = acts_group() };
	return parts_append(tx, p, &vc, ret_seq, e);
}

int parts_seal_of(struct reg_tx *tx, const struct id *batch, const char *kind, const char *name,
		  const struct buf *value, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	int64_t seq;
	TRY(buf_check(value, e));
	parts_act(p, kind, a);
	parts_add(p, "import", part_import(batch, STR(""), a));
	parts_add(p, name, buf_str(value));
	return parts_seal_act(tx, p, &seq, e);
}

int reg_batch_begin(struct reg_tx *tx, struct str name, const struct hash *file, int64_t rows,
		    int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	parts_act(p, "batch", a);
	parts_add(p, "name", part_text(name, a));
	parts_add(p, "sha256", part_text(hex_str(a, file->b, HASH_LEN), a));
	parts_add(p, "rows", str_printf(a, "%lld", (long long)rows));
	return parts_seal_act(tx, p, ret_seq, e);
}

int act_require(struct reg *r, const char *kind, int64_t subject, struct str target,
		const char *words, struct err *e)
{
	enum vault_role role;
	bool may;
	TRY(vault_my_role(r->v, &role, e)); /* who was revoked may nothing */
	TRY(act_may(r, reg_store(r), vault_member(r->v), str_of(kind), subject, target, &may, e));
	return may ? 0 : err_set(e, ERR_DENIED, "only an editor or officer %s", words);
}

int reg_undo(struct reg_tx *tx, int64_t seq, struct str reason, int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	struct id claim;
	TRY(reg_claim_of(tx->r, seq, &claim, e));
	TRY(act_require(tx->r, "undo", 0, id_str(a, &claim),
			"takes back what somebody else entered", e));
	parts_act(p, "undo", a);
	parts_add(p, "target", part_text(id_str(a, &claim), a));
	parts_add(p, "reason", part_text(reason, a));
	return parts_seal_act(tx, p, ret_seq, e);
}

/* What is adopted for a property of a subject was said of that. */
static int check_adopted(struct reg *r, const struct entity *subject, struct str property,
			 int64_t field, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id uuid;
	char number[NUMBER_TEXT_MAX];
	int64_t id;
	number_text(field / FIELDS_PER_CLAIM, 1, number);
	int rc = reg_field_in(reg_store(r), field, &id, e);
	if (rc == 0) {
		TRY(store_stmt(reg_store(r), &FIELD_OF, &q, e));
		bind_int(q, ":id", id);
		rc = stmt_row(q, e);
	}
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "there is no claim %s.%lld", number,
			       (long long)(field % FIELDS_PER_CLAIM));
	TRY(rc);
	TRY(col_blob(q, 0, uuid.b, ID_LEN, e));
	if (!id_eq(&uuid, &subject->uuid) || !str_eq(col_str(q, 1), property))
		return err_set(e, ERR_INPUT, "claim %s.%lld is not about %.*s of this record",
			       number, (long long)(field % FIELDS_PER_CLAIM), STR_FMT(property));
	return 0;
}

int reg_adopt(struct reg_tx *tx, const struct entity *subject, struct str property, int64_t field,
	      struct str reason, int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	TRY(act_require(tx->r, "adopt", 0, STR(""), "decides between claims", e));
	if (!str_trim(reason).n)
		return err_set(e, ERR_INPUT, "a decision needs a reason; write one sentence");
	if (!vocab_property(tx->r->vocab, property))
		return err_set(e, ERR_INPUT, "\"%.*s\" is no property (vocab/properties.csv)",
			       STR_FMT(property));
	if (field)
		TRY(check_adopted(tx->r, subject, property, field, e));
	parts_act(p, "adopt", a);
	parts_add(p, "subject", part_ref(subject, a));
	parts_add(p, "property", part_text(property, a));
	if (field) {
		struct id claim;
		TRY(reg_claim_of(tx->r, field / FIELDS_PER_CLAIM, &claim, e));
		parts_add(p, "claim", part_text(id_str(a, &claim), a));
		parts_add(p, "field", str_printf(a, "%lld", (long long)(field % FIELDS_PER_CLAIM)));
	}
	parts_add(p, "reason", part_text(reason, a));
	return parts_seal_act(tx, p, ret_seq, e);
}

int reg_define_figure(struct reg_tx *tx, const struct entity *figure, struct str rule,
		      int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	TRY(figure_rule_check(tx->r->vocab, rule, e));
	TRY(act_require(tx->r, "figure", figure->id, STR(""),
			"defines anew a figure that somebody else defined", e));
	parts_act(p, "figure", a);
	parts_add(p, "subject", part_ref(figure, a));
	TRY(parts_introduce(tx->r, p, &figure->uuid, a, e));
	parts_add(p, "rule", rule);
	return parts_seal_act(tx, p, ret_seq, e);
}
