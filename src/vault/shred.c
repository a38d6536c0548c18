/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shred.c - erasure: the claim that says so, the keys that go, and all that was made with them.
 *
 * One transaction appends the shred claim, takes the keys of the groups and the headers of their
 * evidence away, and makes the view again without them. Then the database gets another key. SQLite
 * overwrites what it deletes (secure_delete), and what the old key sealed in the file and in the
 * write-ahead log opens for nobody; a kill between the two steps leaves a note that makes whoever opens
 * the vault for writing next do the second.
 */
#include "vault/shred.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "base/json.h"
#include "vault/access_priv.h"
#include "vault/group_priv.h"
#include "vault/shred_claim.h"
#include "vault/slot_priv.h"
#include "vault/vault_priv.h"

static const struct sql GROUPS =
	SQL("SELECT id, gid FROM shred_group WHERE entity = :entity AND erased = 0 ORDER BY gid");
/* No index: an erasure makes the whole view again, beside which one reading of the log is little. */
static const struct sql ENTRIES =
	SQL("SELECT seq, " ENTRY_COLUMNS " FROM ledger_entry WHERE grp IN"
	    " (SELECT id FROM shred_group WHERE entity = :entity AND erased = 0) OR src_grp IN"
	    " (SELECT id FROM shred_group WHERE entity = :entity AND erased = 0) ORDER BY seq");
static const struct sql OBJECTS =
	SQL("SELECT o.name FROM object o JOIN shred_group g ON g.id = o.grp"
	    " WHERE g.entity = :entity AND g.erased = 0 AND o.header IS NOT NULL ORDER BY o.name");
static const struct sql ERASE_OBJECTS = SQL("UPDATE object SET header = NULL WHERE grp IN"
					    " (SELECT id FROM shred_group WHERE entity = :entity)");
static const struct sql ERASE_GROUPS =
	SQL("UPDATE shred_group SET key = NULL, erased = 1 WHERE entity = :entity");

/* All that an erasure reaches. */
struct scope {
	struct arena *a;
	struct shred_group_name *groups;
	size_t n_groups, cap_groups;
	struct hash *digests; /* of disclosures that can be opened here */
	size_t n_digests, cap_digests;
	struct hash *objects;
	size_t n_objects, cap_objects;
};

/* ---- what is concerned ---- */

static int find_groups(struct vault *v, const struct id *entity, struct scope *s, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &GROUPS, &q, e));
	bind_blob(q, ":entity", entity->b, ID_LEN);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		s->groups =
			arena_grow(s->a, s->groups, s->n_groups, &s->cap_groups, sizeof *s->groups);
		struct shred_group_name *g = &s->groups[s->n_groups++];
		*g = (struct shred_group_name){ .local = col_int(q, 0), .entity = *entity };
		TRY(col_blob(q, 1, g->gid.b, ID_LEN, e));
	}
}

static int find_objects(struct vault *v, const struct id *entity, struct scope *s, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &OBJECTS, &q, e));
	bind_blob(q, ":entity", entity->b, ID_LEN);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		s->objects = arena_grow(s->a, s->objects, s->n_objects, &s->cap_objects,
					sizeof *s->objects);
		TRY(col_blob(q, 0, s->objects[s->n_objects++].b, HASH_LEN, e));
	}
}

static bool concerns(const struct scope *s, int64_t group)
{
	for (size_t i = 0; i < s->n_groups; i++)
		if (s->groups[i].local == group)
			return true;
	return false;
}

/* What cannot be opened here, because it is in a compartment or its key has not come, is erased all the
 * same: the safety of a person does not wait for who can read. Its digests are not known. */
static int add_digests(struct vault *v, struct scope *s, int64_t group, struct str sealed,
		       struct arena *a, struct err *e)
{
	struct str plain;
	if (!group || !concerns(s, group))
		return 0;
	int rc = group_open(v, group, REACH_MEMBER, sealed, a, &plain, e);
	if (rc == ERR_DENIED || rc == ERR_NOTFOUND)
		return 0;
	TRY(rc);
	while (plain.n) {
		struct str one;
		plain = str_cut(plain, '~', &one);
		s->digests = arena_grow(s->a, s->digests, s->n_digests, &s->cap_digests,
					sizeof *s->digests);
		s->digests[s->n_digests++] = hash_of(one);
	}
	return 0;
}

static int find_digests(struct vault *v, const struct id *entity, struct scope *s, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *a = arena_new(0);
	TRY(store_stmt(v->st, &ENTRIES, &q, e));
	bind_blob(q, ":entity", entity->b, ID_LEN);
	for (;;) {
		struct stored_entry row;
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		arena_clear(a);
		TRY(entry_row(q, 1, a, &row, e));
		TRY(add_digests(v, s, row.grp, row.sealed, a, e));
		TRY(add_digests(v, s, row.src_grp, row.src_sealed, a, e));
	}
}

static int by_bytes(const void *x, const void *y)
{
	return memcmp(x, y, HASH_LEN);
}

static int find_scope(struct vault *v, const struct id *entities, size_t n, struct scope *s,
		      struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++)
			if (id_eq(&entities[i], &entities[k]))
				return err_set(e, ERR_INPUT, "one of them was named twice");
		TRY(find_groups(v, &entities[i], s, e));
		TRY(find_objects(v, &entities[i], s, e));
	}
	if (s->n_groups == 0)
		return err_set(e, ERR_NOTFOUND,
			       "nothing is sealed under these, or it was erased before");
	for (size_t i = 0; i < n; i++)
		TRY(find_digests(v, &entities[i], s, e));
	if (s->n_digests)
		qsort(s->digests, s->n_digests, sizeof *s->digests, by_bytes);
	/* An entry can hold parts of two of them: each digest once. */
	size_t kept = 0;
	for (size_t i = 0; i < s->n_digests; i++)
		if (i == 0 || !hash_eq(&s->digests[i], &s->digests[kept - 1]))
			s->digests[kept++] = s->digests[i];
	s->n_digests = kept;
	return 0;
}

/* ---- who agrees ---- */

/* The second officer's author key, by their passphrase. */
static int second_officer(struct vault *v, struct str passphrase, const struct vault_member *m,
			  size_t n, struct sign_key *ret_key, struct id *ret_member, struct err *e)
{
	AUTO(opened_slot_wipe) struct opened_slot slot = { .has_next = false };
	AUTO_KEY k;
	int rc = slots_open(v->keys_path, passphrase, &slot, e);
	if (rc == ERR_DENIED)
		return err_set(e, ERR_DENIED, "the second officer's passphrase opens nothing");
	TRY(rc);
	if (id_eq(&slot.member, &v->member))
		return err_set(e, ERR_DENIED,
			       "this passphrase is the first officer's own; an erasure takes two "
			       "officers");
	for (size_t i = 0; i < n; i++) {
		if (!id_eq(&m[i].id, &slot.member) || m[i].revoked_seq >= 0 ||
		    m[i].role != ROLE_OFFICER)
			continue;
		key_derive(&k, &slot.seed, "vigil/author/v1");
		sign_key_from_seed(ret_key, &k);
		*ret_member = slot.member;
		return 0;
	}
	return err_set(e, ERR_DENIED, "whoever has this passphrase is no officer");
}

static int check_words(struct vault *v, const struct id *entities, size_t n, struct str reason,
		       struct vault_member **ret_m, size_t *ret_n, struct arena *a, struct err *e)
{
	static const char *const REASONS[] = { "safety", "consent", "court", "mistake" };
	bool known = false;
	for (size_t i = 0; i < COUNT(REASONS); i++)
		known |= str_eq(reason, str_of(REASONS[i]));
	if (!known)
		return err_set(e, ERR_INPUT, "a reason is safety, consent, court or mistake");
	TRY(vault_members(v, a, ret_m, ret_n, e));
	TRY(member_require_officer(v, *ret_m, *ret_n, e));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < *ret_n; k++)
			if (id_eq(&entities[i], &(*ret_m)[k].id))
				return err_set(e, ERR_INPUT,
					       "members are not erased: who signed what is part of "
					       "the record. Revoke them");
	return 0;
}

/* ---- the claims ---- */

/* As many as the digests need; the first names the groups and payloads. */
static int say(struct vault_tx *tx, struct shred_claim *c, const struct scope *s,
	       const struct sign_key *second, int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	size_t from = 0;
	c->groups = s->groups;
	c->n_groups = s->n_groups;
	c->objects = s->objects;
	c->n_objects = s->n_objects;
	do {
		struct claim_part parts[SHRED_PARTS];
		size_t n;
		int64_t seq;
		size_t left = s->n_digests - from;
		c->digests = s->digests + from;
		c->n_digests = left < SHRED_DIGESTS_MAX ? left : SHRED_DIGESTS_MAX;
		if (second)
			shred_claim_agree(c, second);
		TRY(shred_claim_parts(c, a, parts, &n, e));
		const struct vault_claim claim = { .kind = ENTRY_SHRED,
						   .parts = parts,
						   .n_parts = n,
						   .subject_group = SHRED_ACTS };
		TRY(vault_append(tx, &claim, &seq, e));
		if (from == 0)
			*ret_seq = seq;
		from += c->n_digests;
		c->n_groups = 0;
		c->n_objects = 0;
	} while (from < s->n_digests);
	return 0;
}

int vault_shred_request(struct vault *v, const struct id *entities, size_t n, struct str reason,
			int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct scope s = { .a = a };
	struct vault_member *m;
	size_t n_m;
	TRY(check_words(v, entities, n, reason, &m, &n_m, a, e));
	TRY(find_scope(v, entities, n, &s, e));
	struct shred_claim c = {
		.id = id_new(), .action = SHRED_REQUEST, .reason = reason, .first = v->member
	};
	AUTO_VAULT_TX tx = { 0 };
	TRY(vault_begin(&tx, v, e));
	TRY(say(&tx, &c, &s, NULL, ret_seq, e));
	return vault_commit(&tx, e);
}

/* ---- carrying it out ---- */

static int run_for(struct vault *v, const struct sql *sql, const struct id *entity, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, sql, &q, e));
	bind_blob(q, ":entity", entity->b, ID_LEN);
	return stmt_run(q, e);
}

static int erase(struct vault *v, const struct vault_shred *what, const struct scope *s,
		 struct shred_claim *c, const struct sign_key *second, int64_t *ret_seq,
		 struct err *e)
{
	AUTO_VAULT_TX tx = { 0 };
	TRY(vault_begin(&tx, v, e));
	TRY(say(&tx, c, s, second, ret_seq, e));
	for (size_t i = 0; i < what->n_entities; i++) {
		TRY(run_for(v, &ERASE_OBJECTS, &what->entities[i], e));
		TRY(run_for(v, &ERASE_GROUPS, &what->entities[i], e));
	}
	group_forget(v);
	TRY(rekey_note_due(v, e));
	TRY(log_seal(&tx, e));
	TRY(order_view_again(v, NULL, NULL, e));
	return vault_commit(&tx, e);
}

/* Content was asked for, long enough ago, for every entity. */
static int check_requests(struct vault *v, const struct vault_shred *what, struct err *e)
{
	int64_t days;
	TRY(shred_wait_days(v, &days, e));
	for (size_t i = 0; i < what->n_entities; i++) {
		int64_t asked;
		int rc = shred_request_of(v, &what->entities[i], &asked, e);
		if (rc == ERR_NOTFOUND)
			return err_set(e, ERR_CONFLICT,
				       "the erasure of evidence content is asked for first "
				       "(--request), and carried out %lld days later",
				       (long long)days);
		TRY(rc);
		int64_t from = asked + days * DAY_MS;
		if (clock_now_ms() < from) {
			char when[CLOCK_TEXT_LEN + 1];
			clock_text(from, when);
			return err_set(
				e, ERR_CONFLICT,
				"it was asked for less than %lld days ago; it can be carried "
				"out from %s on",
				(long long)days, when);
		}
	}
	return 0;
}

int vault_shred(struct vault *v, const struct vault_shred *what, struct arena *a,
		struct vault_shredded *ret, struct err *e)
{
	AUTO_SIGN_KEY second;
	struct scope s = { .a = a };
	struct vault_member *m;
	size_t n;
	int64_t seq;
	struct shred_claim c = { .id = id_new(),
				 .action = SHRED_CARRIED_OUT,
				 .reason = what->reason,
				 .first = v->member,
				 .has_second = true };
	TRY(check_words(v, what->entities, what->n_entities, what->reason, &m, &n, a, e));
	TRY(find_scope(v, what->entities, what->n_entities, &s, e));
	if (s.n_objects && !what->content)
		return err_set(
			e, ERR_INPUT,
			"this is evidence with content: it is asked for first (--request) and "
			"erased after the waiting period (--content)");
	if (what->content)
		TRY(check_requests(v, what, e));
	TRY(second_officer(v, what->second_passphrase, m, n, &second, &c.second, e));
	int rc = erase(v, what, &s, &c, &second, &seq, e);
	group_forget(v);
	TRY(rc);
	TRY(access_rekey(v, e));
	TRY(store_forget(v->st, e));
	arena_clear(v->scratch);
	*ret = (struct vault_shredded){ .seq = seq,
					.groups = (int64_t)s.n_groups,
					.parts = (int64_t)s.n_digests,
					.objects = (int64_t)s.n_objects,
					.object_names = s.objects };
	return 0;
}
