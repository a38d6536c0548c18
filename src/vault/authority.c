/* SPDX-License-Identifier: GPL-3.0-or-later */
/* authority.c - what a member's role allows: who has which role, and what is asked for what. */
#include "vault/authority_priv.h"

#include "vault/author_priv.h"
#include "vault/shred_claim.h"

static const struct sql STATE = SQL("SELECT count(*), coalesce(sum(seq), 0) FROM ledger_entry"
				    " INDEXED BY ledger_key WHERE kind = 'key'");
static const struct sql IS_OURS =
	SQL("SELECT 1 FROM log_state WHERE site = :site AND state IN ('own', 'ended')");

/* ---- who has which role ---- */

const struct grant *authority_find(const struct authority *t, const char *kid)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->list[i].kid, kid) == 0)
			return &t->list[i];
	return NULL;
}

bool authority_is_officer(const struct authority *t, const char *kid)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->list[i].role == ROLE_OFFICER && strcmp(t->list[i].kid, kid) == 0)
			return true;
	return false;
}

static bool is_of(const struct authority *t, const char *kid, const struct id *member)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->list[i].kid, kid) == 0 && id_eq(&t->list[i].member, member))
			return true;
	return false;
}

static bool has(const struct authority *t, const struct grant *g)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct grant *x = &t->list[i];
		if (strcmp(x->kid, g->kid) == 0 && id_eq(&x->member, &g->member) &&
		    x->role == g->role && memcmp(x->box, g->box, KEY_LEN) == 0)
			return true;
	}
	return false;
}

/* *ret_higher: its key was known, and nobody had given it this much. */
static bool give(struct authority *t, const struct grant *g, bool *ret_higher)
{
	bool known = false;
	bool lower = true;
	if (has(t, g))
		return false;
	for (size_t i = 0; i < t->n; i++) {
		if (strcmp(t->list[i].kid, g->kid) != 0)
			continue;
		known = true;
		lower &= t->list[i].role < g->role;
	}
	*ret_higher |= known && lower;
	t->list = arena_grow(t->a, t->list, t->n, &t->cap, sizeof *t->list);
	t->list[t->n++] = *g;
	return true;
}

/* *ret_all: it can never give more. */
static bool take_fact(struct authority *t, const struct key_fact *f, bool *ret_all,
		      bool *ret_higher)
{
	bool any = false;
	*ret_all = !f->rotates && authority_is_officer(t, f->by);
	if (*ret_all)
		return give(t, &f->grant, ret_higher);
	for (size_t i = 0; f->rotates && i < t->n; i++) {
		struct grant g = f->grant;
		if (strcmp(t->list[i].kid, f->by) != 0 || !id_eq(&t->list[i].member, &g.member))
			continue;
		g.role = t->list[i].role;
		any |= give(t, &g, ret_higher);
	}
	return any;
}

static void settle(struct authority *t, bool *ret_higher)
{
	for (bool again = true; again;) {
		size_t kept = 0;
		again = false;
		for (size_t i = 0; i < t->n_waits; i++) {
			const struct key_fact f = t->waits[i];
			bool all;
			again |= take_fact(t, &f, &all, ret_higher);
			if (!all)
				t->waits[kept++] = f;
		}
		t->n_waits = kept;
	}
}

static bool begins(int64_t seq)
{
	return number_count(seq) == 0;
}

static bool founds(int64_t seq)
{
	return begins(seq) && number_site(seq) == 0;
}

static struct grant grant_of(const struct key_claim *k, const struct claim_view *view)
{
	struct grant g = { .member = k->member, .role = member_role_said(view) };
	claim_kid(g.kid, k->public);
	memcpy(g.public, k->public, KEY_LEN);
	memcpy(g.box, k->box, KEY_LEN);
	return g;
}

static void kid_text(const struct claim_view *view, char ret[static CLAIM_KID_LEN + 1])
{
	snprintf(ret, CLAIM_KID_LEN + 1, "%.*s", STR_FMT(view->kid));
}

bool authority_add(struct authority *t, int64_t seq, const struct key_claim *k,
		   const struct claim_view *view)
{
	bool higher = false;
	bool rotates = k->action == KEY_ROTATE;
	if ((k->action != KEY_ENROL && !rotates) || !k->has_member ||
	    (rotates && !author_key_vouched(k, view->kid)))
		return false;
	struct key_fact f = { .rotates = rotates, .grant = grant_of(k, view) };
	kid_text(view, f.by);
	if (founds(seq))
		give(t, &f.grant, &higher);
	else if (begins(seq))
		return false; /* of itself it says what it likes */
	t->waits = arena_grow(t->a, t->waits, t->n_waits, &t->cap_waits, sizeof *t->waits);
	t->waits[t->n_waits++] = f;
	settle(t, &higher);
	return higher;
}

/* ---- from the rows ---- */

struct loader {
	struct authority *t;
	struct grant *first; /* of our own logs */
	size_t n, cap;
	struct vault *v;
};

static int is_ours(struct vault *v, int64_t site, bool *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &IS_OURS, &q, e));
	bind_int(q, ":site", site);
	return stmt_next(q, ret, e);
}

static int load_key(void *ctx, const struct vault_entry *entry, const struct claim_view *view,
		    const struct key_claim *k, struct err *e)
{
	struct loader *l = ctx;
	bool ours;
	authority_add(l->t, entry->seq, k, view);
	if (!begins(entry->seq) || founds(entry->seq))
		return 0;
	TRY(is_ours(l->v, number_site(entry->seq), &ours, e));
	if (!ours || k->action != KEY_ENROL)
		return 0;
	l->first = arena_grow(l->t->a, l->first, l->n, &l->cap, sizeof *l->first);
	l->first[l->n++] = grant_of(k, view);
	return 0;
}

int authority_load(struct vault *v, struct arena *a, struct authority *ret, struct err *e)
{
	struct authority t = { .a = a };
	struct loader l = { .t = &t, .v = v };
	bool higher = false;
	TRY(key_entries_each(v, load_key, &l, e));
	for (size_t i = 0; i < l.n; i++)
		if (!authority_find(&t, l.first[i].kid))
			give(&t, &l.first[i], &higher);
	settle(&t, &higher);
	*ret = t;
	return 0;
}

void authority_forget(struct vault *v)
{
	arena_free(v->roles_a);
	v->roles_a = NULL;
	v->roles = NULL;
}

int authority_of(struct vault *v, const struct authority **ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &STATE, &q, e));
	TRY(stmt_row(q, e));
	if (!v->roles || v->roles_n != col_int(q, 0) || v->roles_sum != col_int(q, 1)) {
		authority_forget(v);
		v->roles_n = col_int(q, 0);
		v->roles_sum = col_int(q, 1);
		struct arena *a = v->roles_a = arena_new(0);
		struct authority *t = NEW(a, struct authority);
		TRY(authority_load(v, a, t, e));
		v->roles = t;
	}
	*ret = v->roles;
	return 0;
}

int vault_role_of(struct vault *v, const struct id *member, enum vault_role *ret, struct err *e)
{
	const struct authority *t;
	bool found = false;
	TRY(authority_of(v, &t, e));
	for (size_t i = 0; i < t->n; i++) {
		if (!id_eq(&t->list[i].member, member) || (found && t->list[i].role <= *ret))
			continue;
		*ret = t->list[i].role;
		found = true;
	}
	return found ? 0 : err_set(e, ERR_NOTFOUND, "there is no such member");
}

/* ---- what it allows ---- */

static int enrol_allowed(const struct authority *t, int64_t seq, const char *by,
			 const struct key_claim *k, const struct claim_view *view, struct err *e)
{
	const struct grant g = grant_of(k, view);
	if (founds(seq) || authority_is_officer(t, by))
		return 0;
	if (begins(seq) && is_of(t, g.kid, &k->member))
		return 0;
	if (!begins(seq) && has(t, &g))
		return 0;
	if (is_of(t, g.kid, &k->member))
		return err_set(e, ERR_DENIED,
			       "somebody who is no officer enrols a member with another role or "
			       "key than officers gave them");
	return err_set(e, ERR_DENIED, "somebody who is no officer enrols a member");
}

int authority_key(const struct authority *t, int64_t seq, const struct key_claim *k,
		  const struct claim_view *view, struct err *e)
{
	char by[CLAIM_KID_LEN + 1];
	const char *what = NULL;
	kid_text(view, by);
	switch (k->action) {
	case KEY_ENROL:
		return enrol_allowed(t, seq, by, k, view, e);
	case KEY_ROTATE:
		if (!k->has_member || !is_of(t, by, &k->member))
			return err_set(e, ERR_DENIED, "somebody changes the key of another member");
		return author_key_vouched(k, view->kid)
			       ? 0
			       : err_set(e, ERR_DENIED,
					 "somebody changes to a key that does not vouch for it");
	case KEY_REVOKE:
		what = "revokes a member";
		break;
	case KEY_LOG_ROTATE:
	case KEY_LOG_RETIRE:
		what = "changes the key of the log";
		break;
	case KEY_ADMIT:
	case KEY_EXCLUDE:
		what = "says who may read a compartment";
		break;
	}
	return authority_is_officer(t, by)
		       ? 0
		       : err_set(e, ERR_DENIED, "somebody who is no officer %s", what);
}

/* Whether an officer other than the first, whose key counts at `seq`, agreed. */
static bool second_agreed(const struct authority *t, const struct authors *l, int64_t seq,
			  const struct shred_claim *c)
{
	if (id_eq(&c->first, &c->second))
		return false;
	for (size_t i = 0; i < t->n; i++) {
		const struct grant *g = &t->list[i];
		const struct author_key *k;
		if (g->role == ROLE_OFFICER && id_eq(&g->member, &c->second) &&
		    author_find(l->keys, l->n, seq, g->kid, &k, NULL) == 0 &&
		    shred_claim_agreed(c, g->public))
			return true;
	}
	return false;
}

static int shred_allowed(const struct authority *t, const struct authors *l,
			 const struct vault_entry *entry, const struct claim_view *view,
			 struct arena *a, struct err *e)
{
	struct shred_claim c;
	char by[CLAIM_KID_LEN + 1];
	kid_text(view, by);
	if (!authority_is_officer(t, by))
		return err_set(e, ERR_DENIED, "somebody who is no officer asks for an erasure");
	if (shred_claim_read(entry, a, &c, NULL) < 0)
		return 0; /* of a later form: nothing is done by it here */
	if (!is_of(t, by, &c.first))
		return err_set(e, ERR_DENIED,
			       "the officer an erasure names is not the one who signed it");
	if (c.action == SHRED_CARRIED_OUT && !second_agreed(t, l, entry->seq, &c))
		return err_set(e, ERR_DENIED,
			       "an erasure was carried out that no second officer agreed to");
	return 0;
}

int authority_entry(const struct authority *t, const struct authors *l,
		    const struct vault_entry *entry, const struct claim_view *view, struct arena *a,
		    struct err *e)
{
	struct key_claim k;
	if (entry->record_sealed)
		return 0;
	if (entry->kind == ENTRY_SHRED)
		return shred_allowed(t, l, entry, view, a, e);
	if (entry->kind != ENTRY_KEY)
		return 0;
	if (key_claim_read(view, &k, e) < 0)
		return e ? (e->code = ERR_CORRUPT) : ERR_CORRUPT;
	return authority_key(t, entry->seq, &k, view, e);
}
