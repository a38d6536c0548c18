/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a role allows is judged by the log: a member with a changed program is found out by the check and
 * stopped where their log is taken in. */
#include "sites.h"

#include "ledger/key_claim.h"
#include "vault/access_priv.h"
#include "vault/author_priv.h"
#include "vault/shred.h"
#include "vault/shred_claim.h"

/* ---- what a changed program signs, below all that asks for the role ---- */

struct actor {
	struct sites *s;
	struct vault *v;
	struct vault_tx *tx;
	struct vault_member *m; /* all members */
	size_t n;
};

static const struct vault_member *officer(const struct actor *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->m[i].role == ROLE_OFFICER)
			return &x->m[i];
	die("there is always an officer");
}

static struct vault_member stranger(const struct actor *x, enum vault_role role)
{
	struct vault_member m = { .id = id_new(), .name = STR("Example person 7"), .role = role };
	struct key seed;
	(void)x;
	random_bytes(seed.b, KEY_LEN);
	member_public_keys(&seed, m.sign_public, m.box_public);
	return m;
}

static const struct vault_member *myself(const struct actor *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (id_eq(&x->m[i].id, vault_member(x->v)))
			return &x->m[i];
	die("whoever opened the vault is a member");
}

static int enrol_stranger(struct actor *x, struct err *e)
{
	struct vault_member m = stranger(x, ROLE_RESEARCHER);
	return member_enrol_in(x->tx, &m, STR_NULL, STR_NULL, e);
}

static int enrol_officer(struct actor *x, struct err *e)
{
	struct vault_member m = stranger(x, ROLE_OFFICER);
	return member_enrol_in(x->tx, &m, STR_NULL, STR_NULL, e);
}

static int raise_myself(struct actor *x, struct err *e)
{
	struct vault_member m = *myself(x);
	m.role = ROLE_OFFICER;
	return member_enrol_in(x->tx, &m, STR_NULL, STR_NULL, e);
}

static int lower_officer(struct actor *x, struct err *e)
{
	struct vault_member m = *officer(x);
	m.role = ROLE_RESEARCHER;
	return member_enrol_in(x->tx, &m, STR_NULL, STR_NULL, e);
}

/* What is sealed to the officer would be sealed to me. */
static int box_of_officer(struct actor *x, struct err *e)
{
	struct vault_member m = *officer(x);
	memcpy(m.box_public, myself(x)->box_public, KEY_LEN);
	return member_enrol_in(x->tx, &m, STR_NULL, STR_NULL, e);
}

static int key_of_officer(struct actor *x, struct err *e)
{
	struct vault_member m = *officer(x);
	memcpy(m.sign_public, myself(x)->sign_public, KEY_LEN);
	return member_enrol_in(x->tx, &m, STR_NULL, STR_NULL, e);
}

static int revoke_officer(struct actor *x, struct err *e)
{
	struct id key = { { 7 } };
	return member_revoke_key(x->tx, officer(x), &key, e);
}

static int act(struct actor *x, enum key_action action, const struct vault_member *of,
	       struct err *e)
{
	struct key_claim k = { .action = action,
			       .has_member = true,
			       .member = of->id,
			       .compartment = STR("sources") };
	memcpy(k.public, of->sign_public, KEY_LEN);
	return key_entry_append(x->tx, &k, e);
}

static int admit_myself(struct actor *x, struct err *e)
{
	return act(x, KEY_ADMIT, myself(x), e);
}

static int exclude_officer(struct actor *x, struct err *e)
{
	return act(x, KEY_EXCLUDE, officer(x), e);
}

static int rotate_log(struct actor *x, struct err *e)
{
	struct key_claim k = { .action = KEY_LOG_ROTATE,
			       .has_member = true,
			       .member = *vault_member(x->v),
			       .has_vouch = true };
	random_bytes(k.public, KEY_LEN);
	log_key_vouch(k.vouch, vault_origin(x->v), k.public, &x->v->log_key);
	return key_entry_append(x->tx, &k, e);
}

static int retire_log_key(struct actor *x, struct err *e)
{
	struct key_claim k = { .action = KEY_LOG_RETIRE,
			       .has_member = true,
			       .member = *vault_member(x->v) };
	memcpy(k.public, x->v->log_key.public, KEY_LEN);
	return key_entry_append(x->tx, &k, e);
}

static int rotate(struct actor *x, const struct vault_member *of, const uint8_t to[static KEY_LEN],
		  const struct key *seed, struct err *e)
{
	struct key_claim k = {
		.action = KEY_ROTATE, .has_member = true, .member = of->id, .has_box = true
	};
	memcpy(k.public, to, KEY_LEN);
	memcpy(k.box, of->box_public, KEY_LEN);
	k.has_vouch = seed != NULL;
	if (seed)
		member_vouch_next(x->v, seed, k.vouch);
	return key_entry_append(x->tx, &k, e);
}

/* Revoking me would then revoke the officer. */
static int rotate_to_officer(struct actor *x, struct err *e)
{
	return rotate(x, myself(x), officer(x)->sign_public, NULL, e);
}

static int rotate_to_officer_vouched_by_other(struct actor *x, struct err *e)
{
	struct key seed;
	random_bytes(seed.b, KEY_LEN);
	return rotate(x, myself(x), officer(x)->sign_public, &seed, e);
}

static int rotate_the_officer(struct actor *x, struct err *e)
{
	struct key seed;
	uint8_t public[KEY_LEN];
	uint8_t box[KEY_LEN];
	random_bytes(seed.b, KEY_LEN);
	member_public_keys(&seed, public, box);
	return rotate(x, officer(x), public, &seed, e);
}

static int shred(struct actor *x, enum shred_action action, const struct id *first,
		 const struct id *second, const struct sign_key *by, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	static const struct shred_group_name GROUP = { 0, { { 1 } }, { { 9, 9, 9 } } };
	struct shred_claim c = { .id = id_new(),
				 .action = action,
				 .reason = STR("safety"),
				 .first = *first,
				 .groups = &GROUP,
				 .n_groups = 1 };
	struct claim_part parts[SHRED_PARTS];
	size_t n;
	int64_t seq;
	c.has_second = second != NULL;
	if (second) {
		c.second = *second;
		shred_claim_agree(&c, by);
	}
	TRY(shred_claim_parts(&c, a, parts, &n, e));
	const struct vault_claim claim = {
		.kind = ENTRY_SHRED, .parts = parts, .n_parts = n, .subject_group = SHRED_ACTS
	};
	return vault_append(x->tx, &claim, &seq, e);
}

static int ask_erasure(struct actor *x, struct err *e)
{
	return shred(x, SHRED_REQUEST, vault_member(x->v), NULL, NULL, e);
}

static int erase_alone(struct actor *x, struct err *e)
{
	return shred(x, SHRED_CARRIED_OUT, vault_member(x->v), NULL, NULL, e);
}

static int erase_agreed_by_myself(struct actor *x, struct err *e)
{
	return shred(x, SHRED_CARRIED_OUT, vault_member(x->v), vault_member(x->v), &x->v->author,
		     e);
}

static int erase_in_anothers_name(struct actor *x, struct err *e)
{
	return shred(x, SHRED_CARRIED_OUT, &officer(x)->id, vault_member(x->v), &x->v->author, e);
}

static int erase_with_forged_second(struct actor *x, struct err *e)
{
	for (size_t i = 0; i < x->n; i++)
		if (!id_eq(&x->m[i].id, vault_member(x->v)) && x->m[i].role == ROLE_OFFICER)
			return shred(x, SHRED_CARRIED_OUT, vault_member(x->v), &x->m[i].id,
				     &x->v->author, e);
	die("the founder is an officer");
}

static int erase_with_nobody(struct actor *x, struct err *e)
{
	struct vault_member m = stranger(x, ROLE_OFFICER);
	return shred(x, SHRED_CARRIED_OUT, vault_member(x->v), &m.id, &x->v->author, e);
}

static const struct wrong {
	const char *name;
	enum vault_role by; /* the highest role that may not do it */
	int (*act)(struct actor *x, struct err *e);
	const char *words;
} WRONG[] = {
	{ "enrol a stranger", ROLE_EDITOR, enrol_stranger, "no officer enrols" },
	{ "enrol an officer", ROLE_EDITOR, enrol_officer, "no officer enrols" },
	{ "become an officer", ROLE_EDITOR, raise_myself, "another role or key" },
	{ "make the officer less", ROLE_EDITOR, lower_officer, "another role or key" },
	{ "another box key", ROLE_EDITOR, box_of_officer, "another role or key" },
	{ "another author key", ROLE_EDITOR, key_of_officer, "no officer enrols" },
	{ "revoke", ROLE_EDITOR, revoke_officer, "revokes a member" },
	{ "admit", ROLE_EDITOR, admit_myself, "who may read" },
	{ "exclude", ROLE_EDITOR, exclude_officer, "who may read" },
	{ "rotate the log's key", ROLE_EDITOR, rotate_log, "key of the log" },
	{ "retire the log's key", ROLE_EDITOR, retire_log_key, "key of the log" },
	{ "rotate to another's key", ROLE_OFFICER, rotate_to_officer, "does not vouch" },
	{ "the same with a vouch", ROLE_OFFICER, rotate_to_officer_vouched_by_other,
	  "does not vouch" },
	{ "rotate another's key", ROLE_EDITOR, rotate_the_officer, "another member" },
	{ "ask for an erasure", ROLE_EDITOR, ask_erasure, "asks for an erasure" },
	{ "erase alone", ROLE_OFFICER, erase_alone, "erasure" },
	{ "erase, agreed by oneself", ROLE_OFFICER, erase_agreed_by_myself, "erasure" },
	{ "erase in another's name", ROLE_EDITOR, erase_in_anothers_name, "erasure" },
	{ "erase with a forged second", ROLE_OFFICER, erase_with_forged_second, "erasure" },
	{ "erase with nobody for a second", ROLE_OFFICER, erase_with_nobody, "erasure" },
};

/* `act` in a transaction of its own, as whoever has the vault open. */
static int do_wrong(struct sites *s, int i, const struct wrong *w)
{
	struct vault *v = s->v[i];
	AUTO_VAULT_TX tx = { 0 };
	struct actor x = { .s = s, .v = v, .tx = &tx };
	TRY(vault_members(v, s->a, &x.m, &x.n, &s->e));
	TRY(vault_begin(&tx, v, &s->e));
	TRY(w->act(&x, &s->e));
	return vault_commit(&tx, &s->e);
}

static int64_t size_at(struct sites *s, int at, int of)
{
	struct vault_log log;
	CHECK_OK(vault_log_by_origin(s->v[at], vault_origin(s->v[of]), s->a, &log, &s->e), &s->e);
	return log.size;
}

static void check_fails(struct sites *s, int i, const struct wrong *w)
{
	struct vault_report report;
	CHECK_ERR(vault_check(s->v[i], NULL, NULL, &report, &s->e), ERR_CORRUPT);
	if (!str_has(str_of(s->e.text), str_of(w->words)))
		CHECK_STR(str_of(s->e.text), w->words);
	CHECK_ERR(vault_check_since(s->v[i], NULL, NULL, &report, &s->e), ERR_CORRUPT);
}

static void check_holds(struct sites *s, int i)
{
	struct vault_report report;
	CHECK_OK(vault_check(s->v[i], NULL, NULL, &report, &s->e), &s->e);
}

static void try_wrong(const struct wrong *w, enum vault_role role)
{
	SITES s;
	struct vault_taken t;
	struct vault_member *before;
	struct vault_member *after;
	size_t n_before;
	size_t n_after;
	sites_open(&s);
	CHECK_OK(join(&s, 1, role), &s.e);
	sync_both(&s);
	CHECK_OK(say(&s, 1), &s.e);
	sync_both(&s);
	check_holds(&s, 1);
	CHECK_OK(vault_members(s.v[0], s.a, &before, &n_before, &s.e), &s.e);
	int64_t size = size_at(&s, 0, 1);
	CHECK_INT(size, size_at(&s, 1, 1));

	CHECK_OK(do_wrong(&s, 1, w), &s.e);
	check_fails(&s, 1, w);
	CHECK_OK(say(&s, 1), &s.e);
	for (int again = 0; again < 2; again++) {
		t = sync_taken(&s, 1, 0);
		CHECK_INT(t.entries, 0);
		CHECK_INT(t.denied, 2);
		CHECK(str_has(str_of(t.denied_why), str_of(w->words)));
		CHECK_INT(size_at(&s, 0, 1), size);
	}
	check_holds(&s, 0);
	CHECK_OK(vault_members(s.v[0], s.a, &after, &n_after, &s.e), &s.e);
	CHECK_INT(n_after, n_before);
	for (size_t i = 0; i < n_after && i < n_before; i++)
		CHECK(after[i].role == before[i].role && after[i].revoked_seq < 0 &&
		      memcmp(after[i].sign_public, before[i].sign_public, KEY_LEN) == 0 &&
		      memcmp(after[i].box_public, before[i].box_public, KEY_LEN) == 0);
}

TEST(whatever_a_role_does_not_allow_is_found_out_and_not_taken)
{
	for (size_t i = 0; i < COUNT(WRONG); i++)
		for (int role = ROLE_RESEARCHER; role <= (int)WRONG[i].by; role++)
			try_wrong(&WRONG[i], (enum vault_role)role);
}

/* In the vault itself nothing stops a changed program; what it signed counts for nothing there. */
TEST(in_one_vault_what_was_not_allowed_does_not_count)
{
	SITES s;
	struct id id;
	struct vault_member *m;
	size_t n;
	sites_open(&s);
	CHECK_OK(vault_member_add(s.v[0], STR("Example person 2"), ROLE_EDITOR, STR("second one"),
				  &id, &s.e),
		 &s.e);
	check_holds(&s, 0);
	vault_close(s.v[0]);
	s.v[0] = NULL;
	CHECK_OK(vault_open(path_of(&s, 0), STR("second one"), true, &VIEW, &s.v[0], &s.e), &s.e);
	const struct wrong raise = { "", ROLE_EDITOR, raise_myself, "another role or key" };
	const struct wrong revoke = { "", ROLE_EDITOR, revoke_officer, "another role or key" };
	CHECK_OK(do_wrong(&s, 0, &raise), &s.e);
	CHECK_OK(do_wrong(&s, 0, &revoke), &s.e);
	CHECK_OK(vault_members(s.v[0], s.a, &m, &n, &s.e), &s.e);
	CHECK_INT(n, 2);
	for (size_t i = 0; i < n; i++)
		CHECK(m[i].revoked_seq < 0 && (m[i].role == ROLE_OFFICER) == !id_eq(&m[i].id, &id));
	CHECK_ERR(vault_epoch(s.v[0], STR("lost"), &s.e), ERR_DENIED);
	check_fails(&s, 0, &raise);
}

/* A chain of roles goes through several logs. Whatever comes first, all is taken in the end, and nothing
 * that is allowed is called wrong. */
TEST(roles_that_came_by_several_logs_are_known_whichever_comes_first)
{
	SITES s;
	struct str file;
	struct id id;
	struct vault_taken t;
	sites_open(&s);
	CHECK_OK(join(&s, 1, ROLE_OFFICER), &s.e);
	/* Before it has heard of anybody, the new officer invites. */
	CHECK_OK(vault_invite(s.v[1], STR("Example partner 2"), ROLE_OFFICER, STR("battery staple"),
			      s.a, &file, &s.e),
		 &s.e);
	check_holds(&s, 1);
	CHECK_OK(vault_join(path_of(&s, 2), file, STR("battery staple"), &LIGHT, &VIEW, &s.v[2],
			    &s.e),
		 &s.e);
	CHECK_OK(vault_member_add(s.v[2], STR("Example person 3"), ROLE_OFFICER,
				  STR("three is one"), &id, &s.e),
		 &s.e);
	check_holds(&s, 2);
	t = sync_taken(&s, 2, 0); /* nobody there knows who invited it */
	CHECK_INT(t.entries, 0);
	CHECK(t.refused > 0);
	CHECK_INT(t.denied, 0);
	check_holds(&s, 0);
	t = sync_taken(&s, 0, 2); /* and it does not know who vouches for its own officer */
	check_holds(&s, 2);
	sync_taken(&s, 1, 0);
	t = sync_taken(&s, 2, 0);
	CHECK(t.entries > 0);
	CHECK_INT(t.refused + t.waiting + t.denied, 0);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 9; i++)
			if (i / 3 != i % 3)
				sync_taken(&s, i / 3, i % 3);
	for (int i = 0; i < 3; i++) {
		enum vault_role role = ROLE_RESEARCHER;
		check_holds(&s, i);
		CHECK_OK(vault_role_of(s.v[i], &id, &role, &s.e), &s.e);
		CHECK(role == ROLE_OFFICER);
	}
}

/* Whoever was revoked where a log knew it is not made to count again by being enrolled there. */
TEST(a_revoked_key_is_not_brought_back_by_somebody_else)
{
	SITES s;
	struct id id;
	struct vault_taken t;
	struct vault_member *m;
	size_t n;
	sites_open(&s);
	CHECK_OK(join(&s, 1, ROLE_RESEARCHER), &s.e);
	sync_both(&s);
	CHECK_OK(vault_member_add(s.v[0], STR("Example person 4"), ROLE_OFFICER, STR("four is two"),
				  &id, &s.e),
		 &s.e);
	CHECK_OK(vault_member_revoke(s.v[0], &id, &s.e), &s.e);
	sync_both(&s);
	CHECK_OK(vault_members(s.v[1], s.a, &m, &n, &s.e), &s.e);
	for (size_t i = 0; i < n; i++) {
		AUTO_VAULT_TX tx = { 0 };
		if (!id_eq(&m[i].id, &id))
			continue;
		CHECK_OK(vault_begin(&tx, s.v[1], &s.e), &s.e);
		CHECK_OK(member_enrol_in(&tx, &m[i], STR_NULL, STR_NULL, &s.e), &s.e);
		CHECK_OK(vault_commit(&tx, &s.e), &s.e);
	}
	/* To enrol what is known is allowed; its key counts for nothing all the same. */
	t = sync_taken(&s, 1, 0);
	CHECK_INT(t.denied, 0);
	struct author_key *keys;
	size_t n_keys;
	bool found = false;
	for (int i = 0; i < 2; i++) {
		int64_t site = vault_site(s.v[1]);
		CHECK_OK(author_keys(s.v[i], site, s.a, &keys, &n_keys, &s.e), &s.e);
		for (size_t k = 0; k < n_keys; k++) {
			if (!id_eq(&keys[k].member, &id))
				continue;
			found = true;
			CHECK(keys[k].revoked_seq >= 0);
		}
	}
	CHECK(found);
}
