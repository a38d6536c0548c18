/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * author.c - whose signatures count in one log, and from where to where; and which keys sign its heads.
 *
 * A key counts in a log from the entry of that log that enrols it (or rotates it in) to the one that
 * revokes it. A revocation in another log counts from the import on by which this log says that it
 * knew; what was signed before that was signed in good faith. The claims are few and are read anew
 * each time.
 */
#include "vault/vault_priv.h"
#include "vault/author_priv.h"

#include "ledger/key_claim.h"

static const struct sql IMPORTS = SQL(
	"SELECT seq, bytes FROM ledger_entry WHERE kind = 'import' AND seq >= :from AND seq < :to"
	" ORDER BY seq");

static void enrol(struct authors *l, int64_t seq, const struct key_claim *k)
{
	char kid[CLAIM_KID_LEN + 1];
	claim_kid(kid, k->public);
	for (size_t i = 0; i < l->n; i++)
		if (memcmp(l->keys[i].kid, kid, sizeof kid) == 0)
			return; /* it counts from its first enrolment on */
	l->keys = arena_grow(l->a, l->keys, l->n, &l->cap, sizeof *l->keys);
	struct author_key *key = &l->keys[l->n++];
	*key = (struct author_key){ .member = k->member, .from_seq = seq, .revoked_seq = -1 };
	memcpy(key->kid, kid, sizeof kid);
	memcpy(key->public, k->public, KEY_LEN);
	for (size_t i = 0; i < l->n_gone && key->revoked_seq < 0; i++)
		if (strcmp(l->gone[i].kid, kid) == 0 ||
		    (l->gone[i].has_member && id_eq(&l->gone[i].member, &k->member)))
			key->revoked_seq = l->gone[i].seq;
}

/* Of whichever key: a site that had not heard of a rotation means the same person. */
static void revoke(struct authors *l, int64_t seq, const char *kid, const struct id *member)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->keys[i].revoked_seq < 0 && (strcmp(l->keys[i].kid, kid) == 0 ||
						   (member && id_eq(&l->keys[i].member, member))))
			l->keys[i].revoked_seq = seq;
	l->gone = arena_grow(l->a, l->gone, l->n_gone, &l->cap_gone, sizeof *l->gone);
	struct gone *g = &l->gone[l->n_gone++];
	*g = (struct gone){ .has_member = member != NULL, .seq = seq };
	snprintf(g->kid, sizeof g->kid, "%s", kid);
	if (member)
		g->member = *member;
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

static const struct id *whose(const struct key_claim *k)
{
	return k->action == KEY_REVOKE && k->has_member ? &k->member : NULL;
}

/* ---- the keys of the log itself ---- */

static void put_log_key(struct authors *l, int64_t from, const uint8_t public[static KEY_LEN])
{
	l->log = arena_grow(l->a, l->log, l->n_log, &l->cap_log, sizeof *l->log);
	l->log[l->n_log] = (struct log_key){ .from = from, .to = -1 };
	memcpy(l->log[l->n_log++].public, public, KEY_LEN);
}

/* One that no key in force vouches for is passed over: it signs nothing. */
static void rotate_log_key(struct authors *l, int64_t seq, const struct key_claim *k)
{
	for (size_t i = 0; i < l->n_log; i++) {
		if (l->log[i].to < 0 && k->has_vouch &&
		    log_key_vouched(k->vouch, l->origin, k->public, l->log[i].public)) {
			put_log_key(l, number_count(seq), k->public);
			return;
		}
	}
}

static void retire_log_key(struct authors *l, int64_t seq, const struct key_claim *k)
{
	size_t in_force = 0;
	for (size_t i = 0; i < l->n_log; i++)
		in_force += l->log[i].to < 0;
	for (size_t i = 0; i < l->n_log; i++)
		if (in_force > 1 && l->log[i].to < 0 &&
		    memcmp(l->log[i].public, k->public, KEY_LEN) == 0)
			l->log[i].to = number_count(seq);
}

bool log_key_signs(const struct log_key *k, int64_t size)
{
	return size > k->from && (k->to < 0 || size <= k->to);
}

int authors_note(const struct authors *l, const struct note *note, int64_t size, struct err *e)
{
	bool any = false;
	for (size_t i = 0; i < l->n_log; i++) {
		struct note_key key;
		bool is_signed;
		if (!log_key_signs(&l->log[i], size))
			continue;
		TRY(note_key_make(l->origin, NOTE_ED25519, l->log[i].public, &key, e));
		TRY(note_check(note, &key, &is_signed, NULL, e));
		any |= is_signed;
	}
	return any ? 0 : err_set(e, ERR_CORRUPT, "the head is not signed by a key of its log");
}

/* ---- entry by entry ---- */

int authors_begin(struct authors *l, struct arena *a, struct str vkey, struct err *e)
{
	struct note_key key;
	*l = (struct authors){ .a = a };
	TRY(note_key_read(vkey, a, &key, e));
	if (key.type != NOTE_ED25519)
		return err_set(e, ERR_INPUT, "the key of a log is no Ed25519 key");
	l->origin = key.name;
	put_log_key(l, -1, (const uint8_t *)key.material.p);
	return 0;
}

void authors_key(struct authors *l, int64_t seq, const struct key_claim *k, struct str by_kid)
{
	char kid[CLAIM_KID_LEN + 1] = "";
	if (ends(k, by_kid, kid))
		revoke(l, seq, kid, whose(k));
	if (k->action == KEY_ENROL || k->action == KEY_ROTATE)
		enrol(l, seq, k);
	if (k->action == KEY_LOG_ROTATE)
		rotate_log_key(l, seq, k);
	if (k->action == KEY_LOG_RETIRE)
		retire_log_key(l, seq, k);
}

void revocations_key(struct revocations *r, int64_t seq, const struct key_claim *k,
		     struct str by_kid)
{
	char kid[CLAIM_KID_LEN + 1] = "";
	if (!ends(k, by_kid, kid))
		return;
	r->list = arena_grow(r->a, r->list, r->n, &r->cap, sizeof *r->list);
	struct revocation *one = &r->list[r->n++];
	*one = (struct revocation){ .seq = seq, .has_member = whose(k) != NULL };
	memcpy(one->kid, kid, sizeof kid);
	if (one->has_member)
		one->member = k->member;
}

void authors_import(struct authors *l, const struct revocations *r, int64_t seq, int64_t site,
		    int64_t size)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct revocation *one = &r->list[i];
		if (number_site(one->seq) == site && number_count(one->seq) < size)
			revoke(l, seq, one->kid, one->has_member ? &one->member : NULL);
	}
}

/* ---- from the rows ---- */

struct loader {
	struct authors *l;
	struct revocations *r;
	int64_t site;
};

static int load_key(void *ctx, const struct vault_entry *entry, const struct claim_view *view,
		    const struct key_claim *k, struct err *e)
{
	struct loader *to = ctx;
	(void)e;
	if (number_site(entry->seq) == to->site)
		authors_key(to->l, entry->seq, k, view->kid);
	revocations_key(to->r, entry->seq, k, view->kid);
	return 0;
}

static int read_imports(struct vault *v, int64_t site, struct authors *l,
			const struct revocations *r, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &IMPORTS, &q, e));
	bind_int(q, ":from", number_of(site, 0));
	bind_int(q, ":to", number_of(site, NUMBER_COUNT_MAX));
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
	struct loader to = { l, r, site };
	TRY(key_entries_each(v, load_key, &to, e));
	bool elsewhere = false;
	for (size_t i = 0; i < r->n; i++)
		elsewhere |= number_site(r->list[i].seq) != site;
	return elsewhere ? read_imports(v, site, l, r, e) : 0;
}

int authors_of(struct vault *v, int64_t site, struct arena *a, struct authors *ret, struct err *e)
{
	struct revocations r = { .a = a };
	struct str vkey;
	TRY(log_vkey_of(v, site, a, &vkey, e));
	TRY(authors_begin(ret, a, vkey, e));
	return authors_load(v, site, ret, &r, e);
}

int author_keys(struct vault *v, int64_t site, struct arena *a, struct author_key **ret,
		size_t *ret_n, struct err *e)
{
	struct authors l;
	TRY(authors_of(v, site, a, &l, e));
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
