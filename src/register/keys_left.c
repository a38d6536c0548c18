/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keys_left.c - which claims still tell the key of somebody who was erased.
 *
 * The first claim that speaks of an entity tells its key of the claim table. Where that claim is about
 * somebody else, the key is sealed by itself and goes with the entity; in claims made before that was so it is
 * sealed with them and outlives an erasure, and whoever erases has to know.
 */
#include "register/register_priv.h"

#include "base/json.h"

static const struct sql HAS_KEY =
	SQL("SELECT 1 FROM entity WHERE uuid = :uuid AND key IS NOT NULL");
static const struct sql ENTRIES = SQL("SELECT seq FROM statement ORDER BY seq");

static int with_keys(struct reg *r, const struct id *ids, size_t n, struct id *ret, size_t *ret_n,
		     struct err *e)
{
	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		AUTO_STMT *q = NULL;
		bool there;
		TRY(store_stmt(reg_store(r), &HAS_KEY, &q, e));
		bind_blob(q, ":uuid", ids[i].b, ID_LEN);
		TRY(stmt_next(q, &there, e));
		if (there)
			ret[(*ret_n)++] = ids[i];
	}
	return 0;
}

static bool introduces(const struct vault_part *p, const struct id *ids, size_t n, struct arena *a)
{
	const struct json *list = NULL;
	if (!str_eq(p->path, STR("introduces")) && !str_eq(p->path, STR("source/introduces")))
		return false;
	if (json_read(p->value, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &list, NULL) < 0 ||
	    list->type != JSON_ARRAY)
		return false;
	for (const struct json *j = json_first(list); j; j = j->next) {
		struct str text;
		struct id id;
		if (!json_get(j, STR("key")) || !json_str(json_get(j, STR("id")), &text) ||
		    !id_parse(text, &id))
			continue;
		for (size_t i = 0; i < n; i++)
			if (id_eq(&id, &ids[i]))
				return true;
	}
	return false;
}

static int tells(struct reg *r, int64_t seq, const struct id *ids, size_t n, struct arena *a,
		 bool *ret, struct err *e)
{
	struct vault_entry entry;
	*ret = false;
	TRY(vault_entry_read(r->v, seq, a, &entry, e));
	for (size_t i = 0; i < entry.n_parts; i++)
		*ret |= introduces(&entry.parts[i], ids, n, a);
	return 0;
}

int reg_keys_left(struct reg *r, const struct id *ids, size_t n, struct arena *a, int64_t **ret,
		  size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *one = arena_new(0);
	struct id *left = NEW_N(a, n, struct id);
	size_t n_left;
	size_t cap = 8;
	*ret = NEW_N(a, cap, int64_t);
	*ret_n = 0;
	TRY(with_keys(r, ids, n, left, &n_left, e));
	if (!n_left)
		return 0;
	TRY(store_stmt(reg_store(r), &ENTRIES, &q, e));
	for (;;) {
		bool more;
		bool yes;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		arena_clear(one);
		TRY(tells(r, col_int(q, 0), left, n_left, one, &yes, e));
		if (!yes)
			continue;
		*ret = arena_grow(a, *ret, *ret_n, &cap, sizeof **ret);
		(*ret)[(*ret_n)++] = col_int(q, 0);
	}
}
