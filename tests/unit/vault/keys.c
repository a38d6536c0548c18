/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys between sites: inviting, joining, and the keyring that opens what came. */
#include "sites.h"

#include "base/bytes.h"
#include "base/file.h"
#include "vault/compartment_priv.h"
#include "vault/group_priv.h"
#include "vault/invite.h"
#include "vault/keyring_priv.h"
#include "vault/object.h"
#include "vault/shred.h"

static const char *const SOURCES = "sources";

static int64_t seal(struct sites *s, int i, const char *compartment, const char *text,
		    struct str *ret)
{
	int64_t g = 0;
	AUTO_TX tx = { 0 };
	CHECK_OK(tx_begin(&tx, s->v[i]->st, &s->e), &s->e);
	CHECK_OK(group_of(s->v[i], &WHO, compartment, &g, &s->e), &s->e);
	CHECK_OK(group_seal(s->v[i], g, str_of(text), s->a, ret, &s->e), &s->e);
	CHECK_OK(tx_commit(&tx, &s->e), &s->e);
	return g;
}

static struct id gid_of(struct sites *s, int i, int64_t group)
{
	static const struct sql GID = SQL("SELECT gid FROM shred_group WHERE id = :id");
	AUTO_STMT *q = NULL;
	struct id gid = { { 0 } };
	CHECK_OK(store_stmt(s->v[i]->st, &GID, &q, &s->e), &s->e);
	bind_int(q, ":id", group);
	CHECK_OK(stmt_row(q, &s->e), &s->e);
	CHECK_OK(col_blob(q, 0, gid.b, ID_LEN, &s->e), &s->e);
	return gid;
}

static int64_t local(struct sites *s, int i, const struct id *gid)
{
	int64_t g = 0;
	AUTO_TX tx = { 0 };
	CHECK_OK(tx_begin(&tx, s->v[i]->st, &s->e), &s->e);
	CHECK_OK(group_by_gid(s->v[i], gid, &g, &s->e), &s->e);
	CHECK_OK(tx_commit(&tx, &s->e), &s->e);
	return g;
}

TEST(a_site_that_joins_is_of_the_register_and_has_a_log_of_its_own)
{
	SITES s;
	struct vault_member *m;
	size_t n;
	struct key k1;
	struct key k2;
	struct vault_entry entry;
	sites_open(&s);
	CHECK_OK(join(&s, 1, ROLE_EDITOR), &s.e);
	CHECK(str_eq(vault_register(s.v[0]), vault_register(s.v[1])));
	CHECK(!str_eq(vault_origin(s.v[0]), vault_origin(s.v[1])));
	CHECK_INT(vault_site(s.v[0]), 0);
	CHECK_INT(vault_site(s.v[1]), number_site_of_origin(vault_origin(s.v[1])));
	vault_register_key(s.v[0], "sync", &k1);
	vault_register_key(s.v[1], "sync", &k2);
	CHECK(memcmp(k1.b, k2.b, KEY_LEN) == 0);
	vault_register_key(s.v[1], "dedup", &k2);
	CHECK(memcmp(k1.b, k2.b, KEY_LEN) != 0);

	CHECK_OK(vault_members(s.v[0], s.a, &m, &n, &s.e), &s.e);
	CHECK_INT(n, 2);
	CHECK_STR(m[1].name, "Example partner");
	CHECK(m[1].role == ROLE_EDITOR && id_eq(&m[1].id, vault_member(s.v[1])));
	CHECK_OK(vault_members(s.v[1], s.a, &m, &n, &s.e), &s.e);
	CHECK_INT(n, 1);
	CHECK(m[0].role == ROLE_EDITOR);

	CHECK_OK(vault_entry_read(s.v[1], number_of(vault_site(s.v[1]), 0), s.a, &entry, &s.e),
		 &s.e);
	struct str log = STR_NULL;
	for (size_t i = 0; i < entry.n_parts; i++)
		if (str_eq(entry.parts[i].path, STR("log")))
			log = entry.parts[i].value;
	struct str vkey = vault_log_vkey(s.v[1], s.a);
	CHECK(str_eq(log, str_printf(s.a, "\"%s\"", vkey.p)));
	struct vault_report report;
	CHECK_OK(vault_check(s.v[1], NULL, NULL, &report, &s.e), &s.e);
}

TEST(an_invitation_needs_its_passphrase_and_is_read_strictly)
{
	SITES s;
	struct str file;
	struct vault *v = NULL;
	sites_open(&s);
	CHECK_OK(vault_invite(s.v[0], STR("P"), ROLE_RESEARCHER, STR("battery staple"), s.a, &file,
			      &s.e),
		 &s.e);
	CHECK_ERR(vault_join(path_of(&s, 1), file, STR("another one"), &LIGHT, &VIEW, &v, &s.e),
		  ERR_DENIED);
	CHECK(!file_exists(path_of(&s, 1)));
	CHECK_ERR(vault_join(path_of(&s, 1), str_n(file.p, file.n / 2), STR("battery staple"),
			     &LIGHT, &VIEW, &v, &s.e),
		  ERR_INPUT);
	char *bad = NEW_N(s.a, file.n, char);
	memcpy(bad, file.p, file.n);
	bad[file.n - 40] = bad[file.n - 40] == 'A' ? 'B' : 'A';
	CHECK_ERR(vault_join(path_of(&s, 1), str_n(bad, file.n), STR("battery staple"), &LIGHT,
			     &VIEW, &v, &s.e),
		  ERR_DENIED);
	CHECK(!str_has(file, STR("researcher")));
	CHECK_OK(vault_join(path_of(&s, 1), file, STR("battery staple"), &LIGHT, &VIEW, &s.v[1],
			    &s.e),
		 &s.e);
	/* Somebody of the site that joined, who is no officer, invites nobody. */
	CHECK_ERR(vault_invite(s.v[1], STR("Q"), ROLE_RESEARCHER, STR("battery staple"), s.a, &file,
			       &s.e),
		  ERR_DENIED);
}

TEST(what_a_site_sealed_opens_elsewhere_when_its_keys_are_there)
{
	SITES s;
	struct str open_part;
	struct str shut_part;
	struct str plain;
	bool shown = true;
	sites_open(&s);
	CHECK_OK(join(&s, 1, ROLE_EDITOR), &s.e);
	struct id g1 = gid_of(&s, 0, seal(&s, 0, NULL, "open to all", &open_part));
	struct id g2 = gid_of(&s, 0, seal(&s, 0, SOURCES, "in the compartment", &shut_part));
	CHECK(!id_eq(&g1, &g2));

	int64_t l1 = local(&s, 1, &g1); /* its rows came before its key */
	CHECK_ERR(group_open(s.v[1], l1, REACH_MEMBER, open_part, s.a, &plain, &s.e), ERR_NOTFOUND);
	CHECK(str_has(str_of(s.e.text), STR("not arrived")));
	CHECK_OK(give(&s, 0, 1, &shown), &s.e);
	CHECK(shown);
	CHECK_OK(group_open(s.v[1], l1, REACH_VIEW, open_part, s.a, &plain, &s.e), &s.e);
	CHECK_STR(plain, "open to all");
	int64_t l2 = local(&s, 1, &g2);
	CHECK_ERR(group_open(s.v[1], l2, REACH_VIEW, shut_part, s.a, &plain, &s.e), ERR_DENIED);
	CHECK_OK(group_open(s.v[1], l2, REACH_MEMBER, shut_part, s.a, &plain, &s.e), &s.e);
	CHECK_STR(plain, "in the compartment");
	/* A part under the wrong group opens nowhere. */
	CHECK_ERR(group_open(s.v[1], l2, REACH_MEMBER, open_part, s.a, &plain, &s.e), ERR_CORRUPT);

	CHECK_OK(give(&s, 0, 1, &shown), &s.e); /* again: nothing new */
	CHECK(!shown);
	/* Both now use one group for this entity: that of the smallest id. */
	struct str more;
	struct id again = gid_of(&s, 1, seal(&s, 1, NULL, "from the other site", &more));
	CHECK(id_eq(&again, &g1));
}

TEST(buckets_hold_each_key_once_and_change_only_where_something_changed)
{
	SITES s;
	struct str part;
	struct hash before[VAULT_KEY_BUCKETS];
	struct hash h;
	size_t bytes = 0;
	sites_open(&s);
	for (int b = 0; b < VAULT_KEY_BUCKETS; b++)
		keys_of(&s, 0, b, &before[b]);
	struct id g = gid_of(&s, 0, seal(&s, 0, NULL, "x", &part));
	int changed = 0;
	for (int b = 0; b < VAULT_KEY_BUCKETS; b++) {
		struct str text = keys_of(&s, 0, b, &h);
		struct keyring k = { 0 };
		if (text.n)
			CHECK_OK(keyring_read(text, s.a, &k, &s.e), &s.e);
		bytes += k.n_groups;
		if (hash_eq(&h, &before[b]))
			continue;
		changed++;
		CHECK_INT(b, g.b[0]);
	}
	CHECK_INT(changed, 1);
	CHECK_INT(bytes, 2); /* the member's group and this one */
}

TEST(a_hostile_keyring_changes_nothing_that_is_here)
{
	SITES s;
	struct str part;
	struct str plain;
	bool shown;
	sites_open(&s);
	int64_t group = seal(&s, 0, NULL, "true", &part);
	struct id g = gid_of(&s, 0, group);
	struct keyring_group bad = { .gid = g, .entity = { { 1 } } };
	memset(bad.key, 7, KEY_LEN);
	struct keyring_key no_key = { .compartment = STR("sources"),
				      .ckey = { { 0xff } },
				      .member = *vault_member(s.v[0]) };
	struct keyring k = { .groups = &bad, .n_groups = 1, .keys = &no_key, .n_keys = 1 };
	AUTO_BUF b;
	buf_init(&b, KEYRING_MAX);
	keyring_write(&b, &k);
	{
		AUTO_TX tx = { 0 };
		AUTO(keyring_take_done) struct keyring_take t = { 0 };
		CHECK_OK(tx_begin(&tx, s.v[0]->st, &s.e), &s.e);
		CHECK_OK(keyring_take_begin(&t, s.v[0], &s.e), &s.e);
		CHECK_OK(keyring_take(&t, buf_str(&b), &s.e), &s.e);
		CHECK_ERR(keyring_take(&t, STR("{}"), &s.e), ERR_INPUT);
		CHECK_OK(keyring_take_end(&t, &shown, &s.e), &s.e);
		CHECK_OK(tx_commit(&tx, &s.e), &s.e);
	}
	CHECK_OK(group_open(s.v[0], group, REACH_VIEW, part, s.a, &plain, &s.e), &s.e);
	CHECK_STR(plain, "true");
	CHECK_INT(s.v[0]->n_ckeys, 1);
	/* A key with the name of a group nobody has: what is sealed later under it is still ours. */
	CHECK_OK(group_compartments_open(s.v[0], &s.e), &s.e);
	CHECK_INT(s.v[0]->n_ckeys, 1);
}

static int take_bytes(struct sites *s, int to, struct str bytes, bool *ret_for_shown)
{
	AUTO_TX tx = { 0 };
	AUTO(keyring_take_done) struct keyring_take t = { 0 };
	TRY(tx_begin(&tx, s->v[to]->st, &s->e));
	TRY(keyring_take_begin(&t, s->v[to], &s->e));
	TRY(keyring_take(&t, bytes, &s->e));
	TRY(keyring_take_end(&t, ret_for_shown, &s->e));
	return tx_commit(&tx, &s->e);
}

/* Whoever has the first secret can put rows on a remote. */
TEST(a_sync_key_that_somebody_invented_is_not_used)
{
	SITES s;
	struct id other;
	struct id id;
	struct err e = { 0 };
	bool for_shown;
	sites_open(&s);
	CHECK_OK(join(&s, 1, ROLE_RESEARCHER), &s.e);
	CHECK_OK(vault_member_add(s.v[0], STR("Example member"), ROLE_RESEARCHER,
				  STR("example passphrase"), &other, &s.e),
		 &s.e);
	CHECK_OK(vault_member_revoke(s.v[0], &other, &s.e), &s.e);
	struct vault_sync_keys named;
	CHECK_OK(vault_sync_keys(s.v[0], &named, &s.e), &s.e);
	CHECK_INT(named.n, 1);
	id = named.ids[0];
	struct key secret;
	CHECK_OK(vault_sync_secret(s.v[0], &named, &secret, &s.e), &s.e);
	CHECK_ERR(vault_sync_secret(s.v[1], &named, &secret, &e), ERR_DENIED);

	struct keyring_key row = { .compartment = STR("sync"), .ckey = id };
	struct keyring ring = { .keys = &row, .n_keys = 1 };
	struct key invented = { { 1, 2, 3 } };
	row.member = s.v[1]->member;
	box_seal(row.sealed, str_n((const char *)invented.b, KEY_LEN), s.v[1]->box.public);
	AUTO_BUF b;
	buf_init(&b, KEYRING_MAX);
	keyring_write(&b, &ring);
	CHECK_OK(take_bytes(&s, 1, buf_str(&b), &for_shown), &s.e);
	CHECK_ERR(vault_sync_secret(s.v[1], &named, &secret, &e), ERR_DENIED);
	CHECK_OK(give(&s, 0, 1, &for_shown), &s.e);
	CHECK_OK(vault_sync_secret(s.v[1], &named, &secret, &s.e), &s.e);

	/* Nobody revoked may open it, and it is no compartment that people see. */
	struct vault_compartment *c;
	size_t n;
	CHECK_OK(vault_compartments(s.v[1], s.a, &c, &n, &s.e), &s.e);
	for (size_t i = 0; i < n; i++)
		CHECK(!str_eq(c[i].name, STR("sync")));
	CHECK_ERR(vault_compartment_remove(s.v[0], "sync", &s.v[1]->member, &e), ERR_NOTFOUND);
}

TEST(keyrings_have_one_spelling)
{
	static const char *const BAD[] = {
		"",
		"{}",
		"[]",
		"{\"format\":\"vigil/keyring/v2\",\"groups\":[],\"keys\":[],\"objects\":[]}",
		"{\"format\":\"vigil/keyring/v1\",\"groups\":[],\"objects\":[],\"keys\":[]}",
		"{\"format\":\"vigil/keyring/v1\",\"groups\":[],\"keys\":[]}",
		"{\"format\":\"vigil/keyring/v1\",\"groups\":{},\"keys\":[],\"objects\":[]}",
		"{\"format\":\"vigil/keyring/v1\", \"groups\":[],\"keys\":[],\"objects\":[]}",
		"{\"format\":\"vigil/keyring/v1\",\"groups\":[[]],\"keys\":[],\"objects\":[]}",
		"{\"format\":\"vigil/keyring/v1\",\"groups\":[1],\"keys\":[],\"objects\":[]}",
		"{\"format\":\"vigil/keyring/v1\",\"groups\":[],\"keys\":[],\"objects\":[],\"x\":1}",
	};
	AUTO_ARENA *a = arena_new(0);
	struct keyring k;
	struct err e;
	for (size_t i = 0; i < COUNT(BAD); i++)
		CHECK_ERR(keyring_read(str_of(BAD[i]), a, &k, &e), ERR_INPUT);
	CHECK_OK(keyring_read(STR("{\"format\":\"vigil/keyring/v1\",\"groups\":[],\"keys\":[],"
				  "\"objects\":[]}"),
			      a, &k, &e),
		 &e);
	/* The order of the ids is part of the form. */
	struct keyring_group g[2] = { { .gid = { { 2 } } }, { .gid = { { 1 } } } };
	struct keyring two = { .groups = g, .n_groups = 2 };
	AUTO_BUF b;
	buf_init(&b, KEYRING_MAX);
	keyring_write(&b, &two);
	CHECK_ERR(keyring_read(buf_str(&b), a, &k, &e), ERR_INPUT);
}

TEST(headers_of_evidence_are_sealed_and_travel)
{
	SITES s;
	struct vault_object o = {
		.name = { { 1 } }, .bytes = 70000, .dedup = { { 5 } }, .entity = WHO
	};
	struct vault_object found;
	struct str header;
	bool there;
	bool shown;
	sites_open(&s);
	CHECK_OK(join(&s, 1, ROLE_EDITOR), &s.e);
	AUTO_VAULT_TX tx = { 0 };
	CHECK_OK(vault_begin(&tx, s.v[0], &s.e), &s.e);
	CHECK_ERR(vault_object_add(&tx, &o, STR(""), &s.e), ERR_INPUT);
	CHECK_OK(vault_object_add(&tx, &o, STR("age header\n"), &s.e), &s.e);
	CHECK_ERR(vault_object_add(&tx, &o, STR("another\n"), &s.e), ERR_CONFLICT);
	CHECK_OK(vault_commit(&tx, &s.e), &s.e);
	CHECK_OK(give(&s, 0, 1, &shown), &s.e);
	for (int i = 0; i < 2; i++) {
		CHECK_OK(vault_object_header(s.v[i], &o.name, s.a, &header, &s.e), &s.e);
		CHECK_STR(header, "age header\n");
		CHECK_OK(vault_object_find(s.v[i], &o.dedup, &found, &there, &s.e), &s.e);
		CHECK(there && hash_eq(&found.name, &o.name) && id_eq(&found.entity, &WHO));
	}
	struct hash other = { { 6 } };
	CHECK_OK(vault_object_find(s.v[1], &other, &found, &there, &s.e), &s.e);
	CHECK(!there);
	CHECK_ERR(vault_object_header(s.v[1], &other, s.a, &header, &s.e), ERR_NOTFOUND);
	CHECK(str_ends(str_of(vault_objects_folder(s.v[0])), STR("0.vigil.objects")));
}

/* ---- who may read, across sites ---- */

static int64_t keys_for(struct sites *s, int i, const struct id *member)
{
	static const struct sql HOW_MANY =
		SQL("SELECT count(*) FROM compartment_key WHERE member = :member");
	AUTO_STMT *q = NULL;
	CHECK_OK(store_stmt(s->v[i]->st, &HOW_MANY, &q, &s->e), &s->e);
	bind_blob(q, ":member", member->b, ID_LEN);
	CHECK_OK(stmt_row(q, &s->e), &s->e);
	return col_int(q, 0);
}

/* A part in the compartment, sealed at `i`, opens at both. */
static bool opens_at_both(struct sites *s, int i)
{
	struct str part;
	struct str plain;
	struct id gid = gid_of(s, i, seal(s, i, SOURCES, "sealed", &part));
	sync_both(s);
	sync_both(s);
	for (int k = 0; k < 2; k++)
		if (group_open(s->v[k], local(s, k, &gid), REACH_MEMBER, part, s->a, &plain,
			       &s->e) < 0)
			return false;
	return true;
}

TEST(two_sites_with_keys_of_their_own_read_what_the_other_seals)
{
	SITES s;
	sites_open(&s);
	CHECK_OK(join(&s, 1, ROLE_OFFICER), &s.e);
	CHECK(opens_at_both(&s, 0));
	CHECK(opens_at_both(&s, 1));
	CHECK_INT(s.v[0]->n_ckeys, 2);
	CHECK_INT(s.v[1]->n_ckeys, 2);
}

TEST(a_member_shut_out_at_one_site_is_shut_out_at_the_other)
{
	for (int revoked = 0; revoked < 2; revoked++) {
		SITES s;
		struct id m;
		sites_open(&s);
		CHECK_OK(join(&s, 1, ROLE_OFFICER), &s.e);
		CHECK_OK(
			vault_member_add(s.v[1], STR("M"), ROLE_EDITOR, STR("third one"), &m, &s.e),
			&s.e);
		sync_both(&s);
		sync_both(&s);
		CHECK(keys_for(&s, 0, &m) > 0 && keys_for(&s, 1, &m) > 0);
		if (revoked)
			CHECK_OK(vault_member_revoke(s.v[0], &m, &s.e), &s.e);
		else
			CHECK_OK(vault_compartment_remove(s.v[0], SOURCES, &m, &s.e), &s.e);
		CHECK_INT(keys_for(&s, 0, &m), 0);
		/* The other has not heard; what it gives does not bring them back. */
		sync_to(&s, 1, 0);
		CHECK_INT(keys_for(&s, 0, &m), 0);
		const struct open_ckey *before =
			compartment_newest(s.v[1], s.v[1]->ckeys[0].compartment);
		const struct id old = before->id;
		sync_to(&s, 0, 1);
		CHECK_INT(keys_for(&s, 1, &m), 0);
		/* And what is sealed there from now on is under a key they never had. */
		const struct open_ckey *now = compartment_newest(s.v[1], 1);
		CHECK(now && !id_eq(&now->id, &old));
		CHECK(opens_at_both(&s, 0));
		CHECK(opens_at_both(&s, 1));
		if (!revoked) {
			CHECK_OK(vault_compartment_admit(s.v[0], SOURCES, &m, &s.e), &s.e);
			sync_both(&s);
			CHECK(keys_for(&s, 0, &m) > 0 && keys_for(&s, 1, &m) > 0);
		}
	}
}

TEST(a_rotation_is_heard_of_and_nothing_is_shut_meanwhile)
{
	SITES s;
	struct vault_member *m;
	size_t n;
	sites_open(&s);
	CHECK_OK(join(&s, 1, ROLE_OFFICER), &s.e);
	sync_both(&s);
	CHECK_OK(vault_member_rotate(s.v[0], &s.e), &s.e);
	/* The other site makes a key and seals it to what it knows. */
	CHECK(opens_at_both(&s, 1));
	CHECK(opens_at_both(&s, 0));
	CHECK_OK(vault_members(s.v[1], s.a, &m, &n, &s.e), &s.e);
	CHECK_INT(n, 2);
	CHECK(memcmp(m[0].sign_public, s.v[0]->author.public, KEY_LEN) == 0 ||
	      memcmp(m[1].sign_public, s.v[0]->author.public, KEY_LEN) == 0);
	struct vault_report report;
	for (int i = 0; i < 2; i++)
		CHECK_OK(vault_check(s.v[i], NULL, NULL, &report, &s.e), &s.e);
}

static void check_both(struct sites *s)
{
	struct vault_report report[2];
	for (int i = 0; i < 2; i++) {
		CHECK_OK(vault_check(s->v[i], NULL, NULL, &report[i], &s->e), &s->e);
		CHECK_INT(report[i].unreadable, 0);
	}
}

TEST(another_site_follows_a_log_through_its_keys_and_into_the_next_log)
{
	SITES s;
	struct str vkey;
	struct str proof;
	struct vault_log *logs;
	size_t n;
	sites_open(&s);
	CHECK_OK(join(&s, 1, ROLE_OFFICER), &s.e);
	sync_both(&s);
	/* Both steps before the other site hears of either: it has the last head only. */
	CHECK_OK(vault_log_key_rotate(s.v[0], &vkey, s.a, &s.e), &s.e);
	CHECK_OK(say(&s, 0), &s.e);
	CHECK_OK(vault_log_key_retire(s.v[0], &s.e), &s.e);
	CHECK_OK(say(&s, 0), &s.e);
	sync_both(&s);
	check_both(&s);

	struct str old = str_copy(s.a, vault_origin(s.v[0]));
	CHECK_OK(vault_epoch(s.v[0], STR("lost"), &s.e), &s.e);
	CHECK(!str_eq(old, vault_origin(s.v[0])));
	CHECK(vault_site(s.v[0]) != 0);
	CHECK_OK(say(&s, 0), &s.e);
	CHECK_OK(say(&s, 1), &s.e);
	sync_both(&s);
	sync_both(&s);
	check_both(&s);
	for (int i = 0; i < 2; i++) {
		CHECK_OK(vault_logs(s.v[i], s.a, &logs, &n, &s.e), &s.e);
		CHECK_INT(n, 3);
		CHECK(logs[0].site == 0 && str_eq(logs[0].origin, old));
		CHECK(logs[0].shown >= logs[0].size - 1); /* the end itself shows nothing */
	}
	CHECK(logs[0].state != LOG_OWN);
	/* What the old log has is proved by its last head, what the new one has by its own. */
	CHECK_OK(vault_proof(s.v[0], 1, NULL, NULL, s.a, &proof, &s.e), &s.e);
	CHECK(str_has(proof, old));
	CHECK_OK(vault_proof(s.v[0], number_of(vault_site(s.v[0]), 0), NULL, NULL, s.a, &proof,
			     &s.e),
		 &s.e);
	CHECK(str_has(proof, vault_origin(s.v[0])));
	/* Opened again it goes on in the new log; only officers end one. */
	vault_close(s.v[0]);
	s.v[0] = NULL;
	CHECK_OK(vault_open(path_of(&s, 0), STR("correct horse"), true, &VIEW, &s.v[0], &s.e),
		 &s.e);
	CHECK(!str_eq(old, vault_origin(s.v[0])));
	CHECK_OK(say(&s, 0), &s.e);
	struct id id;
	CHECK_OK(vault_member_add(s.v[0], STR("E"), ROLE_EDITOR, STR("fourth one"), &id, &s.e),
		 &s.e);
	vault_close(s.v[0]);
	s.v[0] = NULL;
	CHECK_OK(vault_open(path_of(&s, 0), STR("fourth one"), true, &VIEW, &s.v[0], &s.e), &s.e);
	CHECK_ERR(vault_epoch(s.v[0], STR("lost"), &s.e), ERR_DENIED);
}

TEST(a_name_and_role_are_those_the_inviting_site_gave)
{
	SITES s;
	struct str file;
	struct vault_member *m;
	size_t n;
	sites_open(&s);
	CHECK_OK(vault_invite(s.v[0], STR("Example partner"), ROLE_RESEARCHER,
			      STR("battery staple"), s.a, &file, &s.e),
		 &s.e);
	/* A partner with a program of their own calls themselves an officer in their own log. */
	struct invitation in;
	CHECK_OK(invitation_open(file, STR("battery staple"), s.a, &in, &s.e), &s.e);
	in.role = ROLE_OFFICER;
	in.name = STR("The boss");
	CHECK_OK(invitation_seal(&in, STR("battery staple"), &LIGHT, s.a, &file, &s.e), &s.e);
	CHECK_OK(vault_join(path_of(&s, 1), file, STR("battery staple"), &LIGHT, &VIEW, &s.v[1],
			    &s.e),
		 &s.e);
	sync_both(&s);
	for (int i = 0; i < 2; i++) {
		CHECK_OK(vault_members(s.v[i], s.a, &m, &n, &s.e), &s.e);
		for (size_t k = 0; k < n; k++)
			if (id_eq(&m[k].id, vault_member(s.v[1])))
				CHECK(m[k].role == ROLE_RESEARCHER &&
				      str_eq(m[k].name, STR("Example partner")));
	}
}

/* The corpus of the fuzzers is made by hand from what these print: VIGIL_PRINT_CORPUS=1. */
TEST(a_keyring_and_an_invitation_for_the_corpus)
{
	SITES s;
	struct hash h;
	struct str file;
	struct str part;
	sites_open(&s);
	if (!getenv("VIGIL_PRINT_CORPUS"))
		SKIP("only to make the corpus");
	seal(&s, 0, SOURCES, "x", &part);
	for (int b = 0; b < VAULT_KEY_BUCKETS; b++) {
		struct str text = keys_of(&s, 0, b, &h);
		if (text.n > 90)
			printf("%.*s\n", STR_FMT(text));
	}
	CHECK_OK(vault_invite(s.v[0], STR("P"), ROLE_EDITOR, STR("battery staple"), s.a, &file,
			      &s.e),
		 &s.e);
	printf("%.*s", STR_FMT(file));
}
