/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register/fork.h"

#include "base/bytes.h"
#include "ledger/note.h"
#include "register/record_priv.h"
#include "register/register_priv.h"
#include "vault/shred_claim.h"

/* `kind <> 'statement'` lets SQLite use the index of acts. */
static const struct sql ACCEPTED =
	SQL("SELECT seq, recorder, recorded_ms, body FROM statement WHERE kind <> 'statement'"
	    " AND kind = 'fork' AND retracted IS NULL ORDER BY pos");

/* ---- which fork ---- */

/* What was signed, without the signatures: who cosigned it meanwhile does not matter. */
static struct str head_of(struct str note, struct arena *a)
{
	struct note n;
	return note_parse(note, a, &n, NULL) == 0 ? n.text : note;
}

static struct str fork_id(const struct vault_fork *f, struct arena *a)
{
	struct str x = head_of(f->ours, a);
	struct str y = head_of(f->theirs, a);
	bool swap = str_cmp(x, y) > 0; /* the same wherever it was found */
	struct hash h = hash_of(str_printf(a, "vigil/fork/v1\n%.*s%.*s", STR_FMT(swap ? y : x),
					   STR_FMT(swap ? x : y)));
	return hex_str(a, h.b, HASH_LEN);
}

/* ---- what was said of them ---- */

struct members {
	struct vault_member *list;
	size_t n;
};

static int take_act(struct stmt *q, struct fork *list, size_t n, const struct members *m,
		    struct arena *a, struct err *e)
{
	struct str body = col_copy(q, 3, a);
	const struct json *o;
	struct str id = STR_NULL;
	struct id who;
	TRY(json_read(body, body.n, JSON_ANY, a, &o, e));
	json_str(json_get(o, STR("fork")), &id);
	TRY(col_blob(q, 1, who.b, ID_LEN, e));
	for (size_t i = 0; i < n; i++) {
		struct fork *f = &list[i];
		if (f->accepted || !str_eq(f->id, id))
			continue;
		f->accepted = true;
		f->seq = col_int(q, 0);
		f->recorded_ms = col_int(q, 2);
		f->by = vault_member_name(m->list, m->n, &who, a);
		json_str(json_get(o, STR("reason")), &f->reason);
	}
	return 0;
}

static int read_acts(struct reg *r, struct arena *a, struct fork *list, size_t n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct members m;
	TRY(vault_members(r->v, a, &m.list, &m.n, e));
	TRY(store_stmt(reg_store(r), &ACCEPTED, &q, e));
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		TRY(take_act(q, list, n, &m, a, e));
	}
}

int reg_forks(struct reg *r, struct arena *a, struct fork **ret, size_t *ret_n, size_t *ret_open,
	      struct err *e)
{
	struct vault_fork *heads;
	size_t n;
	TRY(vault_forks(r->v, a, &heads, &n, e));
	struct fork *list = NEW_N(a, n, struct fork);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct fork){ .heads = heads[i],
					 .id = fork_id(&heads[i], a),
					 .by = STR(""),
					 .reason = STR("") };
	if (n)
		TRY(read_acts(r, a, list, n, e));
	*ret_open = 0;
	for (size_t i = 0; i < n; i++)
		*ret_open += !list[i].accepted;
	*ret = list;
	*ret_n = n;
	return 0;
}

/* ---- saying it ---- */

static int find(struct reg *r, struct str id, struct arena *a, const struct fork **ret,
		struct err *e)
{
	struct fork *list;
	size_t n;
	size_t open;
	*ret = NULL;
	TRY(reg_forks(r, a, &list, &n, &open, e));
	for (size_t i = 0; i < n; i++) {
		if (id.n < FORK_SHORT || !str_starts(list[i].id, id))
			continue;
		if (*ret && !str_eq((*ret)->id, list[i].id))
			return err_set(e, ERR_CONFLICT,
				       "two forks begin like this; write more digits");
		*ret = &list[i];
	}
	if (!*ret)
		return err_set(e, ERR_NOTFOUND,
			       "there is no such fork; `vigil witness status` lists them");
	char number[NUMBER_TEXT_MAX];
	return (*ret)->accepted ? err_set(e, ERR_CONFLICT, "entry %s says so already",
					  number_text((*ret)->seq, 1, number))
				: 0;
}

int reg_fork_accept(struct reg_tx *tx, struct str id, struct str reason, int64_t *ret_seq,
		    struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	const struct fork *f;
	enum vault_role role;
	struct id claim = id_new();
	TRY(vault_my_role(tx->r->v, &role, e));
	if (role != ROLE_OFFICER)
		return err_set(e, ERR_DENIED, "only an officer says what a fork was");
	if (!str_trim(reason).n)
		return err_set(e, ERR_INPUT, "say what happened; one sentence will do");
	TRY(find(tx->r, id, a, &f, e));
	const struct claim_part parts[] = {
		{ .name = STR("kind"), .value = STR("\"fork\"") },
		{ .name = STR("id"), .value = part_text(id_str(a, &claim), a) },
		{ .name = STR("fork"), .value = part_text(f->id, a) },
		{ .name = STR("log"), .value = part_text(f->heads.origin, a) },
		{ .name = STR("reason"), .value = part_text(reason, a) },
	};
	const struct vault_claim c = { .kind = ENTRY_CLAIM,
				       .parts = parts,
				       .n_parts = COUNT(parts),
				       .subject_group = SHRED_ACTS };
	return vault_append(&tx->vtx, &c, ret_seq, e);
}
