/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * member.c - who may open the vault and whose signatures count.
 *
 * A member is what the key claims of the log say: enrolled here, revoked there. Nothing else is
 * kept about them. The claims are few, so they are read from the log when they are needed.
 */
#include "vault/authority_priv.h"

#include "base/bytes.h"

static const struct sql KEY_ENTRIES =
	SQL("SELECT seq, " ENTRY_COLUMNS " FROM ledger_entry INDEXED BY ledger_key"
	    " WHERE kind = 'key' ORDER BY at, seq");

static const char *const ROLES[] = { "researcher", "editor", "officer" };

static struct str quoted(struct arena *a, struct str s)
{
	AUTO_BUF b;
	buf_init(&b, 64 * 1024);
	json_put_str(&b, s);
	return buf_copy(&b, a);
}

/* A key claim with `extra` parts that only members read; the vault adds recorder and time. */
static int append(struct vault_tx *tx, const struct key_claim *k, const struct claim_part *extra,
		  size_t n_extra, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct claim_part parts[KEY_CLAIM_PARTS + 2];
	size_t n;
	int64_t seq;
	assert(n_extra <= 2 && "name and role");
	TRY(key_claim_parts(k, a, parts, &n, e));
	for (size_t i = 0; i < n_extra; i++)
		parts[n++] = extra[i];
	const struct vault_claim c = {
		.kind = ENTRY_KEY, .parts = parts, .n_parts = n, .subject_group = k->member
	};
	return vault_append(tx, &c, &seq, e);
}

int key_entry_append(struct vault_tx *tx, const struct key_claim *k, struct err *e)
{
	return append(tx, k, NULL, 0, e);
}

int member_enrol_in(struct vault_tx *tx, const struct vault_member *m, struct str log,
		    struct str reason, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct key_claim k = { .action = KEY_ENROL,
			       .has_member = true,
			       .member = m->id,
			       .has_box = true,
			       .log = log,
			       .reason = reason };
	const struct claim_part extra[] = {
		{ .name = STR("name"), .value = quoted(a, m->name) },
		{ .name = STR("role"), .value = quoted(a, str_of(ROLES[m->role])) },
	};
	memcpy(k.public, m->sign_public, KEY_LEN);
	memcpy(k.box, m->box_public, KEY_LEN);
	return append(tx, &k, extra, COUNT(extra), e);
}

int member_enrol(struct vault_tx *tx, const struct id *member, struct str name,
		 enum vault_role role, const uint8_t sign_public[KEY_LEN],
		 const uint8_t box_public[KEY_LEN], struct err *e)
{
	struct vault_member m = { .id = *member, .name = name, .role = role };
	memcpy(m.sign_public, sign_public, KEY_LEN);
	memcpy(m.box_public, box_public, KEY_LEN);
	return member_enrol_in(tx, &m, STR_NULL, STR_NULL, e);
}

int member_revoke_key(struct vault_tx *tx, const struct vault_member *m, const struct id *sync_key,
		      struct err *e)
{
	struct key_claim k = { .action = KEY_REVOKE,
			       .has_member = true,
			       .member = m->id,
			       .has_sync_key = true,
			       .sync_key = *sync_key };
	memcpy(k.public, m->sign_public, KEY_LEN);
	return key_entry_append(tx, &k, e);
}

/* ---- reading them ---- */

static struct str text_part(const struct claim_view *view, const char *name)
{
	struct str s = STR("");
	json_str(claim_value(view, str_of(name)), &s);
	return s;
}

int key_entries_each(struct vault *v, key_entry_each *each, void *ctx, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *a = arena_new(0);
	TRY(store_stmt(v->st, &KEY_ENTRIES, &q, e));
	for (;;) {
		struct stored_entry row;
		struct claim_view view;
		struct vault_entry entry;
		struct key_claim k;
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		arena_clear(a);
		TRY(entry_row(q, 1, a, &row, e));
		TRY(entry_open(v, col_int(q, 0), &row, REACH_VIEW, a, &view, &entry, e));
		if (entry.record_sealed)
			continue; /* of another site, and its key has not arrived */
		TRY(key_claim_read(&view, &k, e));
		TRY(each(ctx, &entry, &view, &k, e));
	}
}

enum vault_role member_role_said(const struct claim_view *view)
{
	enum vault_role r;
	return vault_role_parse(text_part(view, "role"), &r) ? r : ROLE_RESEARCHER;
}

struct allowed {
	const struct authority *t;
	key_entry_each *each;
	void *ctx;
};

static int allowed_each(void *ctx, const struct vault_entry *entry, const struct claim_view *view,
			const struct key_claim *k, struct err *e)
{
	const struct allowed *x = ctx;
	return authority_key(x->t, entry->seq, k, view, NULL) < 0
		       ? 0
		       : x->each(x->ctx, entry, view, k, e);
}

int key_entries_allowed(struct vault *v, key_entry_each *each, void *ctx, struct err *e)
{
	struct allowed x = { .each = each, .ctx = ctx };
	TRY(authority_of(v, &x.t, e));
	return key_entries_each(v, allowed_each, &x, e);
}

struct roll {
	struct arena *a;
	const struct authority *t;
	struct vault_member *m;
	bool *weak; /* of each: known only from what no officer said */
	size_t n, cap;
};

static struct vault_member *by_kid(struct roll *r, struct str kid)
{
	for (size_t i = 0; i < r->n; i++) {
		char own[CLAIM_KID_LEN + 1];
		claim_kid(own, r->m[i].sign_public);
		if (str_eq(kid, str_of(own)))
			return &r->m[i];
	}
	return NULL;
}

static struct vault_member *by_id(struct roll *r, const struct id *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (id_eq(&r->m[i].id, id))
			return &r->m[i];
	return NULL;
}

static void grow(struct roll *r)
{
	r->cap = r->cap ? r->cap * 2 : 16;
	struct vault_member *m = NEW_N(r->a, r->cap, struct vault_member);
	bool *weak = NEW_N(r->a, r->cap, bool);
	if (r->m && r->weak) {
		memcpy(m, r->m, r->n * sizeof *m);
		memcpy(weak, r->weak, r->n * sizeof *weak);
	}
	r->m = m;
	r->weak = weak;
}

static void say_who(struct roll *r, struct vault_member *m, const struct vault_entry *entry,
		    const struct claim_view *view)
{
	m->name = str_copy(r->a, text_part(view, "name"));
	m->enrolled_seq = entry->seq;
	m->role = member_role_said(view);
}

/* Name and role are what an officer said of a member, and that not of themselves: of the log of a site
 * that joined, entry 0 is signed by the member it enrols. */
static bool is_weak(const struct roll *r, const struct vault_entry *entry,
		    const struct claim_view *view)
{
	char by[CLAIM_KID_LEN + 1];
	snprintf(by, sizeof by, "%.*s", STR_FMT(view->kid));
	return number_count(entry->seq) == 0 ? number_site(entry->seq) != 0
					     : !authority_is_officer(r->t, by);
}

/* Enrolled in the log of each site they write in, a member is one member still. */
static void enrolled(struct roll *r, const struct vault_entry *entry, const struct claim_view *view,
		     const struct key_claim *k)
{
	char kid[CLAIM_KID_LEN + 1];
	claim_kid(kid, k->public);
	bool weak = is_weak(r, entry, view);
	struct vault_member *m = by_id(r, &k->member);
	m = m ? m : by_kid(r, str_of(kid));
	if (m) {
		if (r->weak[m - r->m] && !weak) {
			r->weak[m - r->m] = false;
			say_who(r, m, entry, view);
		}
		return;
	}
	if (r->n == r->cap)
		grow(r);
	assert(r->m && r->weak && "there is room now");
	r->weak[r->n] = weak;
	m = &r->m[r->n++];
	*m = (struct vault_member){ .id = k->member, .revoked_seq = -1 };
	memcpy(m->sign_public, k->public, KEY_LEN);
	memcpy(m->box_public, k->box, KEY_LEN);
	say_who(r, m, entry, view);
}

static int roll_each(void *ctx, const struct vault_entry *entry, const struct claim_view *view,
		     const struct key_claim *k, struct err *e)
{
	struct roll *r = ctx;
	struct vault_member *m;
	char kid[CLAIM_KID_LEN + 1];
	(void)e;
	switch (k->action) {
	case KEY_ENROL:
		enrolled(r, entry, view, k);
		break;
	case KEY_ROTATE:
		m = by_kid(r, view->kid);
		if (m) {
			memcpy(m->sign_public, k->public, KEY_LEN);
			if (k->has_box)
				memcpy(m->box_public, k->box, KEY_LEN);
		}
		break;
	case KEY_REVOKE:
		/* Of whichever key: a site that had not heard of a rotation means the same person. */
		claim_kid(kid, k->public);
		m = k->has_member ? by_id(r, &k->member) : by_kid(r, str_of(kid));
		if (m && m->revoked_seq < 0)
			m->revoked_seq = entry->seq;
		break;
	case KEY_LOG_ROTATE:
	case KEY_LOG_RETIRE:
	case KEY_ADMIT:
	case KEY_EXCLUDE:
		break;
	}
	return 0;
}

struct str vault_member_name(const struct vault_member *list, size_t n, const struct id *id,
			     struct arena *a)
{
	for (size_t i = 0; i < n; i++)
		if (id_eq(&list[i].id, id) && list[i].name.n)
			return list[i].name;
	return str_n(id_str(a, id).p, 8);
}

int vault_members(struct vault *v, struct arena *a, struct vault_member **ret, size_t *ret_n,
		  struct err *e)
{
	struct roll r = { .a = a };
	TRY(authority_of(v, &r.t, e));
	TRY(key_entries_allowed(v, roll_each, &r, e));
	*ret = r.m;
	*ret_n = r.n;
	return 0;
}

int member_require_officer(struct vault *v, const struct vault_member *m, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (id_eq(&m[i].id, &v->member) && m[i].revoked_seq < 0 &&
		    m[i].role == ROLE_OFFICER)
			return 0;
	return err_set(e, ERR_DENIED, "only an officer may do this");
}

int vault_my_role(struct vault *v, enum vault_role *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct vault_member *m;
	size_t n;
	TRY(vault_members(v, a, &m, &n, e));
	for (size_t i = 0; i < n; i++) {
		if (id_eq(&m[i].id, &v->member) && m[i].revoked_seq < 0) {
			*ret = m[i].role;
			return 0;
		}
	}
	return err_set(e, ERR_DENIED, "your membership was revoked");
}

bool vault_role_parse(struct str s, enum vault_role *ret)
{
	for (size_t i = 0; i < COUNT(ROLES); i++) {
		if (str_eq(s, str_of(ROLES[i]))) {
			*ret = (enum vault_role)i;
			return true;
		}
	}
	return false;
}

struct str vault_role_name(enum vault_role r)
{
	return str_of(ROLES[r]);
}
