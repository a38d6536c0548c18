/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * aside.c - a few words about one entity that stand in a claim about another: sealed once more, under the
 * entity's own group, so that they go when it is erased and the claim stays.
 */
#include "vault/take_priv.h"
#include "vault/group_priv.h"

#include "base/bytes.h"

static const struct sql GID = SQL("SELECT gid FROM shred_group WHERE id = :id");

int vault_aside_seal(struct vault *v, const struct id *entity, struct str plain, struct arena *a,
		     struct str *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t group;
	struct id gid;
	struct str sealed;
	TRY(group_of(v, entity, NULL, &group, e));
	TRY(group_seal(v, group, plain, a, &sealed, e));
	TRY(store_stmt(v->st, &GID, &q, e));
	bind_int(q, ":id", group);
	TRY(stmt_row(q, e));
	TRY(col_blob(q, 0, gid.b, ID_LEN, e));
	struct str both = str_join(a, str_n((const char *)gid.b, ID_LEN), sealed);
	*ret = b64url_str(a, (const uint8_t *)both.p, both.n);
	return 0;
}

int vault_aside_open(struct vault *v, const struct store *into, struct str text, struct arena *a,
		     struct str *ret, struct err *e)
{
	struct id gid;
	int64_t group;
	size_t n = 0;
	uint8_t *bytes = NEW_N(a, text.n + 1, uint8_t);
	if (!b64url_decode(bytes, text.n, &n, text) || n < ID_LEN)
		return err_set(e, ERR_CORRUPT, "no sealed words");
	memcpy(gid.b, bytes, ID_LEN);
	/* Noted where the view is kept, so that it is made again when the key arrives. */
	TRY(into == v->st ? group_by_gid(v, &gid, &group, e) : group_find(v, &gid, &group, e));
	return group_open(v, group, REACH_VIEW, str_n((const char *)bytes + ID_LEN, n - ID_LEN), a,
			  ret, e);
}
