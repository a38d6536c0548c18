/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * author.c - whose signatures count in one log, and from where to where.
 *
 * A key counts in a log from the entry of that log that enrols it (or rotates it in) to the one that
 * revokes it. A revocation in another log counts from the import on by which this log says that it
 * knew; what was signed before that was signed in good faith. The claims are few and are read anew
 * each time.
 */
#include "vault/vault_priv.h"

#include "ledger/key_claim.h"

static const struct sql KEY_ENTRIES =
	SQL("SELECT seq, " ENTRY_COLUMNS " FROM ledger_entry WHERE kind = 'key' ORDER BY seq");
static const struct sql IMPORTS = SQL(
	"SELECT seq, bytes FROM ledger_entry WHERE kind = 'import' AND seq >= :from AND seq < :to"
	" ORDER BY seq");

static void *grown(struct arena *a, void *old, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return old;
	*cap = *cap ? *cap * 2 : 16;
	void *room = arena_alloc(a, *cap, size);
	if (n)
		memcpy(room, old, n * size);
	return room;
}

static void enrol(struct authors *l, int64_t seq, const struct key_claim *k)
{
	char kid[CLAIM_KID_LEN + 1];
	claim_kid(kid, k->public);
	for (size_t i = 0; i < l->n; i++)
		if (memcmp(l->keys[i].kid, kid, sizeof kid) == 0)
			return; /* it counts from its first enrolment on */
	l->keys = grown(l->a, l->keys, l->n, &l->cap, sizeof *l->keys);
	struct author_key *key = &l->keys[l->n++];
	*key = (struct author_key){ .member = k->member, .from_seq = seq, .revoked_seq = -1 };
	memcpy(key->kid, kid, sizeof kid);
	memcpy(key->public, k->public, KEY_LEN);
}

static void revoke(struct authors *l, int64_t seq, const char *kid)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->keys[i].revoked_seq < 0 && strcmp(l->keys[i].kid, kid) == 0)
			l->keys[i].revoked_seq = seq;
}

/* The kid a key claim puts an end to: of the key it names, or for a rotation of the one that signed. */
static bool ends(const struct key_claim *k, struct str by_kid, char ret[static CLAIM_KID_LEN + 1])
{
	if (k->action == KEY_REVOKE)
		claim_kid(ret, k->public);
	else if (k->action == KEY_ROTATE && by_kid.n == CLAIM_KID_LEN)
		memcpy(ret, by_kid.p, CLAIM_KID_LEN);
	else
		return false;
	return true;
}

void authors_key(struct authors *l, int64_t seq, const struct key_claim *k, struct str by_kid)
{
	char kid[CLAIM_KID_LEN + 1] = "";
	if (ends(k, by_kid, kid))
		revoke(l, seq, kid);
	if (k->action == KEY_ENROL || k->action == KEY_ROTATE)
		enrol(l, seq, k);
}

void revocations_key(struct revocations *r, int64_t seq, const struct key_claim *k,
		     struct str by_kid)
{
	char kid[CLAIM_KID_LEN + 1] = "";
	if (!ends(k, by_kid, kid))
		return;
	r->list = grown(r->a, r->list, r->n, &r->cap, sizeof *r->list);
	r->list[r->n].seq = seq;
	memcpy(r->list[r->n++].kid, kid, sizeof kid);
}

void authors_import(struct authors *l, const struct revocations *r, int64_t seq, int64_t site,
		    int64_t size)
{
	for (size_t i = 0; i < r->n; i++)
		if (number_site(r->list[i].seq) == site && number_count(r->list[i].seq) < size)
			revoke(l, seq, r->list[i].kid);
}

/* ---- from the rows ---- */

static int read_keys(struct vault *v, int64_t site, struct authors *l, struct revocations *r,
		     struct err *e)
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
			continue;
		TRY(key_claim_read(&view, &k, e));
		if (number_site(entry.seq) == site)
			authors_key(l, entry.seq, &k, view.kid);
		revocations_key(r, entry.seq, &k, view.kid);
	}
}

static int read_imports(struct vault *v, int64_t site, struct authors *l,
			const struct revocations *r, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &IMPORTS, &q, e));
	bind_int(q, ":from", number_of(site, 0));
	bind_int(q, ":to", number_of(site + 1, 0));
	for (;;) {
		struct checkpoint c;
		int64_t other;
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		TRY(checkpoint_parse(col_str(q, 1), &c, e));
		int rc = log_site_of(v, c.origin, &other, e);
		if (rc < 0 && rc != ERR_NOTFOUND)
			return rc;
		if (rc == 0)
			authors_import(l, r, col_int(q, 0), other, c.size);
	}
}

int authors_load(struct vault *v, int64_t site, struct authors *l, struct revocations *r,
		 struct err *e)
{
	TRY(read_keys(v, site, l, r, e));
	bool elsewhere = false;
	for (size_t i = 0; i < r->n; i++)
		elsewhere |= number_site(r->list[i].seq) != site;
	return elsewhere ? read_imports(v, site, l, r, e) : 0;
}

int author_keys(struct vault *v, int64_t site, struct arena *a, struct author_key **ret,
		size_t *ret_n, struct err *e)
{
	struct authors l = { .a = a };
	struct revocations r = { .a = a };
	TRY(authors_load(v, site, &l, &r, e));
	*ret = l.keys;
	*ret_n = l.n;
	return 0;
}

int author_find(const struct author_key *keys, size_t n, int64_t seq, const char *kid,
		const struct author_key **ret, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		const struct author_key *k = &keys[i];
		if (memcmp(kid, k->kid, sizeof k->kid) != 0)
			continue;
		/* Entry 0 is signed by the key it enrols; all others come after their key. */
		if (seq < k->from_seq || (seq == k->from_seq && number_count(seq) != 0))
			return err_set(e, ERR_CORRUPT, "signed before its key was enrolled");
		if (k->revoked_seq >= 0 && seq > k->revoked_seq)
			return err_set(e, ERR_CORRUPT, "signed after its key was revoked");
		*ret = k;
		return 0;
	}
	return err_set(e, ERR_CORRUPT, "signed by a key that was never enrolled");
}
