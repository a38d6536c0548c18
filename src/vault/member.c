/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * member.c - who may open the vault and whose signatures count.
 *
 * A member is what the key claims of the log say: enrolled here, revoked there. Nothing else is
 * kept about them. The claims are few, so they are read from the log when they are needed.
 */
#include "vault/vault_priv.h"

#include "base/bytes.h"
#include "ledger/key_claim.h"

static const struct sql KEY_ENTRIES =
	SQL("SELECT seq, kind, jwt, grp, sealed, src_grp, src_sealed FROM ledger_entry"
	    " WHERE kind = 'key' ORDER BY seq");

static const char *const ROLES[] = { "researcher", "editor", "officer" };

static struct str quoted(struct arena *a, struct str s)
{
	AUTO_BUF b;
	buf_init(&b, 64 * 1024);
	json_put_str(&b, s);
	return buf_copy(&b, a);
}

int member_enrol(struct vault_tx *tx, const struct id *member, struct str name,
		 enum vault_role role, const uint8_t sign_public[KEY_LEN],
		 const uint8_t box_public[KEY_LEN], struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	const struct claim_part parts[] = {
		{ .name = STR("kind"), .value = STR("\"key\"") },
		{ .name = STR("action"), .value = STR("\"enrol\"") },
		{ .name = STR("public"), .value = quoted(a, b64url_str(a, sign_public, KEY_LEN)) },
		{ .name = STR("member"), .value = quoted(a, id_str(a, member)) },
		{ .name = STR("box"), .value = quoted(a, b64url_str(a, box_public, KEY_LEN)) },
		{ .name = STR("name"), .value = quoted(a, name) },
		{ .name = STR("role"), .value = quoted(a, str_of(ROLES[role])) },
	};
	const struct vault_claim c = {
		.kind = ENTRY_KEY, .parts = parts, .n_parts = COUNT(parts), .subject_group = *member
	};
	int64_t seq;
	return vault_append(tx, &c, &seq, e);
}

int member_revoke_key(struct vault_tx *tx, const struct vault_member *m, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	const struct claim_part parts[] = {
		{ .name = STR("kind"), .value = STR("\"key\"") },
		{ .name = STR("action"), .value = STR("\"revoke\"") },
		{ .name = STR("public"),
		  .value = quoted(a, b64url_str(a, m->sign_public, KEY_LEN)) },
		{ .name = STR("member"), .value = quoted(a, id_str(a, &m->id)) },
	};
	const struct vault_claim c = {
		.kind = ENTRY_KEY, .parts = parts, .n_parts = COUNT(parts), .subject_group = m->id
	};
	int64_t seq;
	return vault_append(tx, &c, &seq, e);
}

/* ---- reading them ---- */

static struct str text_part(const struct claim_view *view, const char *name)
{
	struct str s = STR("");
	json_str(claim_value(view, str_of(name)), &s);
	return s;
}

static int add_member(const struct claim_view *view, const struct key_claim *k, int64_t seq,
		      struct arena *a, struct vault_member *ret)
{
	struct str role = text_part(view, "role");
	ret->id = k->member;
	ret->name = str_copy(a, text_part(view, "name"));
	ret->enrolled_seq = seq;
	ret->revoked_seq = -1;
	memcpy(ret->sign_public, k->public, KEY_LEN);
	memcpy(ret->box_public, k->box, KEY_LEN);
	for (size_t i = 0; i < COUNT(ROLES); i++)
		if (str_eq(role, str_of(ROLES[i])))
			ret->role = (enum vault_role)i;
	return 0;
}

int vault_members(struct vault *v, struct arena *a, struct vault_member **ret, size_t *ret_n,
		  struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *scratch = arena_new(0);
	size_t n = 0;
	size_t cap = 16;
	struct vault_member *list = NEW_N(a, cap, struct vault_member);
	TRY(store_stmt(v->st, &KEY_ENTRIES, &q, e));
	for (;;) {
		struct stored_entry row;
		struct claim_view view;
		struct vault_entry entry;
		struct key_claim k;
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		arena_clear(scratch);
		TRY(entry_row(q, 1, scratch, &row, e));
		TRY(entry_open(v, col_int(q, 0), &row, REACH_VIEW, scratch, &view, &entry, e));
		TRY(key_claim_read(&view, &k, e));
		if (k.action == KEY_REVOKE) {
			for (size_t i = 0; i < n; i++)
				if (memcmp(list[i].sign_public, k.public, KEY_LEN) == 0 &&
				    list[i].revoked_seq < 0)
					list[i].revoked_seq = entry.seq;
			continue;
		}
		if (n == cap) {
			struct vault_member *more_room = NEW_N(a, cap * 2, struct vault_member);
			memcpy(more_room, list, n * sizeof *list);
			list = more_room;
			cap *= 2;
		}
		TRY(add_member(&view, &k, entry.seq, a, &list[n++]));
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

int author_keys(struct vault *v, struct arena *a, struct author_key **ret, size_t *ret_n,
		struct err *e)
{
	struct vault_member *m;
	size_t n;
	TRY(vault_members(v, a, &m, &n, e));
	*ret = NEW_N(a, n, struct author_key);
	for (size_t i = 0; i < n; i++) {
		claim_kid((*ret)[i].kid, m[i].sign_public);
		memcpy((*ret)[i].public, m[i].sign_public, KEY_LEN);
		(*ret)[i].member = m[i].id;
		(*ret)[i].from_seq = m[i].enrolled_seq;
		(*ret)[i].revoked_seq = m[i].revoked_seq;
	}
	*ret_n = n;
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
