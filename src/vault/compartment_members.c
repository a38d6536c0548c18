/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compartment_members.c - who is admitted to which compartment, and making the keys fit.
 *
 * The log says it: the last `admit` or `exclude` of a member in the order of all logs. Of a member it
 * says nothing of, a key sealed to them at any site says yes: whoever enrols a member admits them.
 */
#include "vault/shred.h"

#include "ledger/key_claim.h"
#include "vault/compartment_priv.h"
#include "vault/vault_priv.h"

static const struct sql ALL = SQL("SELECT id, name FROM compartment ORDER BY id");
static const struct sql HAS = SQL("SELECT 1 FROM compartment_key WHERE compartment = :compartment"
				  " AND ckey = :ckey AND member = :member");

/* ---- what the log says ---- */

static int access_each(void *ctx, const struct vault_entry *entry, const struct claim_view *view,
		       const struct key_claim *k, struct err *e)
{
	struct compartment_world *w = ctx;
	(void)entry;
	(void)view;
	(void)e;
	if ((k->action != KEY_ADMIT && k->action != KEY_EXCLUDE) || !k->has_member ||
	    !k->compartment.n)
		return 0;
	for (size_t i = 0; i < w->n_access; i++) {
		struct compartment_access *x = &w->access[i];
		if (id_eq(&x->member, &k->member) && str_eq(x->compartment, k->compartment)) {
			x->admitted = k->action == KEY_ADMIT;
			return 0;
		}
	}
	w->access = arena_grow(w->a, w->access, w->n_access, &w->cap, sizeof *w->access);
	w->access[w->n_access++] = (struct compartment_access){
		.compartment = str_copy(w->a, k->compartment),
		.member = k->member,
		.admitted = k->action == KEY_ADMIT,
	};
	return 0;
}

int compartment_world_load(struct vault *v, struct arena *a, struct compartment_world *ret,
			   struct err *e)
{
	struct compartment_world w = { .a = a };
	TRY(vault_members(v, a, &w.members, &w.n_members, e));
	TRY(key_entries_allowed(v, access_each, &w, e));
	*ret = w;
	return 0;
}

static const struct compartment_access *said(const struct compartment_world *w, struct str name,
					     const struct id *member)
{
	for (size_t i = 0; i < w->n_access; i++)
		if (id_eq(&w->access[i].member, member) && str_eq(w->access[i].compartment, name))
			return &w->access[i];
	return NULL;
}

bool compartment_world_allows(const struct compartment_world *w, struct str name,
			      const struct id *member)
{
	const struct compartment_access *x = said(w, name, member);
	for (size_t i = 0; i < w->n_members; i++)
		if (id_eq(&w->members[i].id, member) && w->members[i].revoked_seq >= 0)
			return false;
	return !x || x->admitted;
}

/* ---- what the rows say ---- */

struct compartment {
	int64_t id;
	struct str name;
	struct id *had; /* members with any key of it */
	size_t n_had;
};

static int load_all(struct vault *v, struct arena *a, struct compartment **ret, size_t *ret_n,
		    struct err *e)
{
	AUTO_STMT *q = NULL;
	struct compartment *list = NEW_N(a, COMPARTMENTS_MAX, struct compartment);
	size_t n = 0;
	TRY(store_stmt(v->st, &ALL, &q, e));
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		if (n == COMPARTMENTS_MAX)
			return err_set(e, ERR_TOOBIG, "more than %d compartments",
				       COMPARTMENTS_MAX);
		list[n].id = col_int(q, 0);
		list[n].name = col_copy(q, 1, a);
		TRY(compartment_holders(v, list[n].id, a, &list[n].had, &list[n].n_had, e));
		n++;
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

static bool has_any(const struct compartment *c, const struct id *member)
{
	for (size_t i = 0; i < c->n_had; i++)
		if (id_eq(&c->had[i], member))
			return true;
	return false;
}

static bool admitted(const struct compartment_world *w, const struct compartment *c,
		     const struct vault_member *m)
{
	const struct compartment_access *x = said(w, c->name, &m->id);
	if (m->revoked_seq >= 0)
		return false;
	if (sync_key_compartment(c->name))
		return true;
	return x ? x->admitted : has_any(c, &m->id);
}

static struct vault_member *who_is_in(const struct compartment_world *w,
				      const struct compartment *c, struct arena *a, size_t *ret_n)
{
	struct vault_member *in = NEW_N(a, w->n_members, struct vault_member);
	size_t n = 0;
	for (size_t i = 0; i < w->n_members; i++)
		if (admitted(w, c, &w->members[i]))
			in[n++] = w->members[i];
	*ret_n = n;
	return in;
}

/* ---- making the keys fit ---- */

/* Whoever was shut out, here or at another site, loses their rows, and what is sealed from now on is
 * sealed under a key they never had. */
static int shut_out(struct vault *v, const struct compartment_world *w, const struct compartment *c,
		    struct arena *a, struct err *e)
{
	bool somebody = false;
	for (size_t i = 0; i < c->n_had; i++) {
		if (compartment_world_allows(w, c->name, &c->had[i]))
			continue;
		somebody = true;
		TRY(compartment_forget(v, c->id, &c->had[i], e));
	}
	/* What shuts them out of remotes came with their revocation. */
	if (!somebody || sync_key_compartment(c->name) || !compartment_newest(v, c->id))
		return 0;
	size_t n;
	const struct vault_member *in = who_is_in(w, c, a, &n);
	return compartment_renew_one(v, c->id, in, n, e);
}

static int seal_to_all(struct vault *v, const struct compartment_world *w,
		       const struct compartment *c, struct arena *a, struct err *e)
{
	size_t n;
	const struct vault_member *in = who_is_in(w, c, a, &n);
	for (size_t i = 0; i < v->n_ckeys; i++) {
		if (v->ckeys[i].compartment != c->id)
			continue;
		for (size_t k = 0; k < n; k++) {
			AUTO_STMT *q = NULL;
			bool there;
			TRY(store_stmt(v->st, &HAS, &q, e));
			bind_int(q, ":compartment", c->id);
			bind_blob(q, ":ckey", v->ckeys[i].id.b, ID_LEN);
			bind_blob(q, ":member", in[k].id.b, ID_LEN);
			TRY(stmt_next(q, &there, e));
			if (!there)
				TRY(ckey_seal_to(v, &v->ckeys[i], &in[k].id, in[k].box_public, e));
		}
	}
	return 0;
}

int compartments_settle(struct vault *v, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct compartment_world w;
	struct compartment *c;
	size_t n;
	TRY(compartment_world_load(v, a, &w, e));
	TRY(load_all(v, a, &c, &n, e));
	for (size_t i = 0; i < n; i++) {
		TRY(shut_out(v, &w, &c[i], a, e));
		TRY(seal_to_all(v, &w, &c[i], a, e));
	}
	return 0;
}

int compartments_need_settling(struct vault *v, bool *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct compartment_world w;
	struct compartment *c;
	size_t n;
	*ret = false;
	TRY(compartment_world_load(v, a, &w, e));
	TRY(load_all(v, a, &c, &n, e));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < c[i].n_had; k++)
			*ret |= !compartment_world_allows(&w, c[i].name, &c[i].had[k]);
	return 0;
}

/* ---- what people do ---- */

int vault_compartments(struct vault *v, struct arena *a, struct vault_compartment **ret,
		       size_t *ret_n, struct err *e)
{
	struct compartment_world w;
	struct compartment *c;
	size_t n;
	TRY(compartment_world_load(v, a, &w, e));
	TRY(load_all(v, a, &c, &n, e));
	struct vault_compartment *list = NEW_N(a, n, struct vault_compartment);
	size_t shown = 0;
	for (size_t i = 0; i < n; i++) {
		if (sync_key_compartment(c[i].name))
			continue;
		size_t n_in;
		const struct vault_member *in = who_is_in(&w, &c[i], a, &n_in);
		struct id *ids = NEW_N(a, n_in, struct id);
		for (size_t k = 0; k < n_in; k++)
			ids[k] = in[k].id;
		list[shown++] =
			(struct vault_compartment){ .name = c[i].name,
						    .open = compartment_newest(v, c[i].id) != NULL,
						    .members = ids,
						    .n_members = n_in };
	}
	*ret = list;
	*ret_n = shown;
	return 0;
}

static int say_access(struct vault_tx *tx, enum key_action action, const char *name,
		      const struct vault_member *m, struct err *e)
{
	struct key_claim k = {
		.action = action, .has_member = true, .member = m->id, .compartment = str_of(name)
	};
	memcpy(k.public, m->sign_public, KEY_LEN);
	return key_entry_append(tx, &k, e);
}

/* The compartment, the world, and the member concerned; for an officer to whom it is open. */
static int begin_change(struct vault *v, const char *name, const struct id *member, struct arena *a,
			struct compartment_world *w, struct compartment *ret_c,
			const struct vault_member **ret_m, struct err *e)
{
	struct compartment *c;
	size_t n;
	int64_t id;
	TRY(compartment_world_load(v, a, w, e));
	TRY(member_require_officer(v, w->members, w->n_members, e));
	if (sync_key_compartment(str_of(name)))
		return err_set(e, ERR_NOTFOUND, "there is no compartment \"%s\"", name);
	TRY(compartment_id(v, name, &id, e));
	TRY(load_all(v, a, &c, &n, e));
	for (size_t i = 0; i < n; i++)
		if (c[i].id == id)
			*ret_c = c[i];
	for (size_t i = 0; i < w->n_members; i++) {
		if (id_eq(&w->members[i].id, member) && w->members[i].revoked_seq < 0) {
			*ret_m = &w->members[i];
			return 0;
		}
	}
	return err_set(e, ERR_NOTFOUND, "there is no such member, or they were revoked");
}

int vault_compartment_admit(struct vault *v, const char *name, const struct id *member,
			    struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct compartment_world w;
	struct compartment c = { .id = 0 };
	const struct vault_member *m;
	AUTO_VAULT_TX tx = { 0 };
	TRY(begin_change(v, name, member, a, &w, &c, &m, e));
	if (admitted(&w, &c, m))
		return err_set(e, ERR_CONFLICT, "this member may read the compartment already");
	TRY(vault_begin(&tx, v, e));
	TRY(say_access(&tx, KEY_ADMIT, name, m, e));
	for (size_t i = 0; i < v->n_ckeys; i++)
		if (v->ckeys[i].compartment == c.id)
			TRY(ckey_seal_to(v, &v->ckeys[i], &m->id, m->box_public, e));
	return vault_commit(&tx, e);
}

int vault_compartment_remove(struct vault *v, const char *name, const struct id *member,
			     struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct compartment_world w;
	struct compartment c = { .id = 0 };
	const struct vault_member *m;
	size_t n_in;
	size_t n_stay = 0;
	TRY(begin_change(v, name, member, a, &w, &c, &m, e));
	struct vault_member *in = who_is_in(&w, &c, a, &n_in);
	for (size_t i = 0; i < n_in; i++)
		if (!id_eq(&in[i].id, member))
			in[n_stay++] = in[i];
	if (n_stay == n_in)
		return err_set(e, ERR_CONFLICT, "this member is not admitted to the compartment");
	if (n_stay == 0)
		return err_set(
			e, ERR_CONFLICT,
			"nobody would be left who can read the compartment; admit somebody first");
	AUTO_VAULT_TX tx = { 0 };
	TRY(vault_begin(&tx, v, e));
	TRY(say_access(&tx, KEY_EXCLUDE, name, m, e));
	int rc = compartment_renew_one(v, c.id, in, n_stay, e);
	if (rc == 0)
		rc = vault_commit(&tx, e);
	if (rc < 0) {
		/* The keys in memory are those of the transaction that is rolled back now. */
		vault_tx_done(&tx);
		if (group_compartments_open(v, NULL) < 0)
			v->n_ckeys = 0;
	}
	return rc;
}
