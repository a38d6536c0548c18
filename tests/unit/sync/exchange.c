/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sites of one register that meet only through a folder: they end with the same, whatever the folder
 * loses, keeps back, mixes up or invents; and what it invents is never shown.
 */
#define _XOPEN_SOURCE 700 /* nftw */
#include "check.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"
#include "register/record.h"
#include "sync/sync.h"
#include "vault/object.h"

enum { SITES_MAX = 4, FILES_MAX = 4000 };
static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };

struct team {
	char dir[64];
	struct reg *site[SITES_MAX];
	int n;
	struct arena *a;
	struct err e;
};

static const char *in(struct team *t, const char *name)
{
	return str_printf(t->a, "%s/%s", t->dir, name).p;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static void team_done(struct team *t)
{
	for (int i = 0; i < t->n; i++)
		reg_close(t->site[i]);
	CHECK_INT(nftw(t->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	arena_free(t->a);
}
#define TEAM AUTO(team_done) struct team

static const char *site_path(struct team *t, int i)
{
	return in(t, str_printf(t->a, "site-%d.vigil", i).p);
}

/* Invited at site 0. */
static void join(struct team *t, int i)
{
	struct str file;
	CHECK_OK(vault_invite(reg_vault(t->site[0]), str_printf(t->a, "Example partner %d", i),
			      ROLE_OFFICER, STR("battery staple"), t->a, &file, &t->e),
		 &t->e);
	CHECK_OK(reg_join(site_path(t, i), file, STR("battery staple"), &LIGHT, &t->site[i], &t->e),
		 &t->e);
}

static void team_new(struct team *t, int n)
{
	memset(t, 0, sizeof *t);
	check_folder(t->dir, sizeof t->dir, "vigil-sync");
	t->a = arena_new(0);
	t->n = n;
	CHECK_INT(mkdir(in(t, "stick"), 0700), 0);
	CHECK_OK(reg_create(site_path(t, 0), STR("correct horse"), STR("Example officer"), &LIGHT,
			    &t->site[0], &t->e),
		 &t->e);
	for (int i = 1; i < n; i++)
		join(t, i);
}

/* A person with a name, said by nobody in particular. */
static void say(struct team *t, int i, const char *name)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	struct statement st = { .n_fields = 1 };
	const struct value_field f = { .p = STR("name"),
				       .v = { .type = VALUE_NAME,
					      .u.text = { str_of(name), STR("en-Latn") } } };
	st.fields = &f;
	CHECK_OK(reg_begin(&tx, t->site[i], &t->e), &t->e);
	CHECK_OK(reg_entity_new(&tx, STR("person"), STR(""), &st.subject, &t->e), &t->e);
	CHECK_OK(reg_record(&tx, &st, &seq, &t->e), &t->e);
	CHECK_OK(reg_commit(&tx, &t->e), &t->e);
}

static int sync_with(struct team *t, int i, const char *stick, struct sync_result *ret)
{
	static const struct sync_options BOTH = { .pull = true, .push = true, .objects = true };
	AUTO_REMOTE *r = NULL;
	CHECK_OK(remote_folder_open(in(t, stick), &r, &t->e), &t->e);
	return sync_run(reg_vault(t->site[i]), r, str_printf(t->a, "folder:%s", in(t, stick)),
			&BOTH, t->a, ret, &t->e);
}

static struct sync_result synced(struct team *t, int i)
{
	struct sync_result r;
	CHECK_OK(sync_with(t, i, "stick", &r), &t->e);
	CHECK_INT(r.taken.refused, 0);
	return r;
}

/* What it shows, as one hash; made again from the log, which must be the same. */
static struct hash shown(struct team *t, int i)
{
	struct hash before;
	struct hash after;
	CHECK_OK(vault_rebuild(reg_vault(t->site[i]), NULL, NULL, &before, &after, &t->e), &t->e);
	CHECK(hash_eq(&before, &after));
	return after;
}

static void all_show_the_same(struct team *t)
{
	struct hash first = shown(t, 0);
	for (int i = 1; i < t->n; i++) {
		struct hash h = shown(t, i);
		CHECK(hash_eq(&first, &h));
	}
}

static void whole(struct team *t, int i)
{
	struct vault_report r;
	CHECK_OK(vault_check(reg_vault(t->site[i]), NULL, NULL, &r, &t->e), &t->e);
}

/* ---- the files of the stick ---- */

static struct {
	struct arena *a;
	const char *path[FILES_MAX];
	int n;
} files;

static int add_file(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)at;
	if (type == FTW_F && files.n < FILES_MAX)
		files.path[files.n++] = str_copy(files.a, str_of(path)).p;
	return 0;
}

static void list_files(struct team *t)
{
	files.a = t->a;
	files.n = 0;
	CHECK_INT(nftw(in(t, "stick"), add_file, 8, FTW_PHYS), 0);
	CHECK(files.n > 3);
}

/* ---- */

TEST(two_sites_end_with_the_same)
{
	TEAM t;
	team_new(&t, 2);
	say(&t, 0, "Example person 1");
	synced(&t, 0);
	struct sync_result r = synced(&t, 1);
	CHECK(r.taken.entries >= 2);
	CHECK_INT(r.taken.logs, 1);
	say(&t, 1, "Example person 2");
	say(&t, 0, "Example person 3");
	synced(&t, 1);
	synced(&t, 0);
	synced(&t, 1);
	all_show_the_same(&t);
	whole(&t, 0);
	whole(&t, 1);
}

TEST(comes_to_rest)
{
	TEAM t;
	team_new(&t, 3);
	for (int i = 0; i < 3; i++)
		say(&t, i, "Example person");
	for (int round = 0; round < 3; round++)
		for (int i = 0; i < 3; i++)
			synced(&t, i);
	for (int i = 0; i < 3; i++) {
		struct sync_result r = synced(&t, i);
		CHECK_INT(r.taken.entries, 0);
		CHECK_INT(r.entries_put, 0);
		CHECK_INT(r.keys_put, 0);
		CHECK_INT(r.packs_read, 0);
	}
	all_show_the_same(&t);
}

TEST(a_stick_that_lost_files_is_mended)
{
	TEAM t;
	team_new(&t, 2);
	say(&t, 0, "Example person 1");
	synced(&t, 0);
	say(&t, 0, "Example person 2");
	synced(&t, 0);
	list_files(&t);
	for (int i = 0; i < files.n; i++)
		if (strstr(files.path[i], "/log/"))
			CHECK_INT(unlink(files.path[i]), 0);
	struct sync_result r = synced(&t, 0);
	CHECK(r.remote_has_less);
	CHECK(r.entries_put > 0);
	synced(&t, 1);
	synced(&t, 0);
	all_show_the_same(&t);
}

/* A stick that was pulled, or of which the end was lost: at a block of its own. */
TEST(a_pack_that_was_cut_short_is_put_again_by_who_has_it)
{
	static const off_t CUTS[] = { 0, 512, 4096, 8192 };
	for (size_t cut = 0; cut < COUNT(CUTS); cut++) {
		TEAM t;
		team_new(&t, 2);
		say(&t, 0, "Example person 1");
		synced(&t, 0);
		list_files(&t);
		for (int i = 0; i < files.n; i++)
			if (strstr(files.path[i], "/log/"))
				CHECK_INT(truncate(files.path[i], CUTS[cut]), 0);
		CHECK(synced(&t, 0).entries_put > 0);
		CHECK(synced(&t, 1).taken.entries > 0);
		CHECK_INT(synced(&t, 0).n_faults, 0);
		all_show_the_same(&t);
	}
}

static void copy_file(const char *from, const char *to)
{
	AUTO_ARENA *a = arena_new(0);
	struct str bytes;
	struct err e = { 0 };
	CHECK_OK(file_read(from, 64 << 20, a, &bytes, &e), &e);
	CHECK_OK(file_write(to, bytes, 0600, &e), &e);
}

/* A copy of site 1 takes in what the stick has now, and is thrown away; nothing wrong is shown. */
static void take_into_a_copy(struct team *t, const struct hash *nothing, bool pack)
{
	static const struct sync_options PULL = { .pull = true };
	AUTO_REMOTE *stick = NULL;
	AUTO_ARENA *a = arena_new(0);
	struct reg *copy;
	struct sync_result r;
	struct hash before;
	struct hash after;
	copy_file(site_path(t, 1), in(t, "copy.vigil"));
	copy_file(str_printf(a, "%s.keys", site_path(t, 1)).p, in(t, "copy.vigil.keys"));
	CHECK_OK(remote_folder_open(in(t, "stick"), &stick, &t->e), &t->e);
	CHECK_OK(reg_open(in(t, "copy.vigil"), STR("battery staple"), true, &copy, &t->e), &t->e);
	CHECK_OK(sync_run(reg_vault(copy), stick, STR("folder:x"), &PULL, a, &r, &t->e), &t->e);
	CHECK(r.n_faults > 0);
	if (pack) {
		CHECK_INT(r.taken.entries, 0);
		CHECK_OK(vault_rebuild(reg_vault(copy), NULL, NULL, &before, &after, &t->e), &t->e);
		CHECK(hash_eq(&after, nothing));
	}
	reg_close(copy);
}

TEST(a_changed_byte_anywhere_is_not_taken)
{
	TEAM t;
	team_new(&t, 2);
	say(&t, 0, "Example person 1");
	synced(&t, 0);
	list_files(&t);
	struct hash nothing = shown(&t, 1);
	CHECK_OK(store_checkpoint(vault_store(reg_vault(t.site[1])), &t.e), &t.e);
	for (int i = 0; i < files.n; i++) {
		struct str was;
		bool pack = strstr(files.path[i], "/log/") != NULL;
		CHECK_OK(file_read(files.path[i], 1 << 20, t.a, &was, &t.e), &t.e);
		for (size_t at = 0; at < was.n; at += pack ? 1 + was.n / 11 : 1 + was.n / 2) {
			struct str bad = str_copy(t.a, was);
			((char *)(uintptr_t)bad.p)[at] ^= 4;
			CHECK_OK(file_write(files.path[i], bad, 0600, &t.e), &t.e);
			take_into_a_copy(&t, &nothing, pack);
		}
		CHECK_OK(file_write(files.path[i], was, 0600, &t.e), &t.e);
	}
	synced(&t, 1);
	synced(&t, 0);
	all_show_the_same(&t);
}

TEST(files_in_each_others_place_are_not_taken)
{
	TEAM t;
	team_new(&t, 2);
	for (int i = 0; i < 3; i++) {
		say(&t, 0, "Example person");
		synced(&t, 0);
	}
	list_files(&t);
	for (int i = 0; i + 1 < files.n; i++) {
		struct str x;
		struct str y;
		struct sync_result r;
		CHECK_OK(file_read(files.path[i], 1 << 20, t.a, &x, &t.e), &t.e);
		CHECK_OK(file_read(files.path[i + 1], 1 << 20, t.a, &y, &t.e), &t.e);
		CHECK_OK(file_write(files.path[i], y, 0600, &t.e), &t.e);
		CHECK_OK(file_write(files.path[i + 1], x, 0600, &t.e), &t.e);
		static const struct sync_options PULL = { .pull = true };
		AUTO_REMOTE *stick = NULL;
		CHECK_OK(remote_folder_open(in(&t, "stick"), &stick, &t.e), &t.e);
		CHECK_OK(sync_run(reg_vault(t.site[1]), stick, STR("folder:x"), &PULL, t.a, &r,
				  &t.e),
			 &t.e);
		CHECK_OK(file_write(files.path[i], x, 0600, &t.e), &t.e);
		CHECK_OK(file_write(files.path[i + 1], y, 0600, &t.e), &t.e);
	}
	synced(&t, 1);
	synced(&t, 0);
	all_show_the_same(&t);
	whole(&t, 1);
}

/* ---- who was revoked ---- */

static void revoke_member(struct team *t, int at, int whom)
{
	struct vault_member *m;
	size_t n;
	struct str name = str_printf(t->a, "Example partner %d", whom);
	CHECK_OK(vault_members(reg_vault(t->site[at]), t->a, &m, &n, &t->e), &t->e);
	for (size_t i = 0; i < n; i++)
		if (str_eq(m[i].name, name) && m[i].revoked_seq < 0) {
			CHECK_OK(vault_member_revoke(reg_vault(t->site[at]), &m[i].id, &t->e),
				 &t->e);
			return;
		}
	CHECK(!"nobody of this name");
}

static void all_round(struct team *t)
{
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < t->n; i++)
			synced(t, i);
}

/* Nothing comes, and the site is told why. */
static void is_shut_out(struct team *t, int i)
{
	struct sync_result r = synced(t, i);
	CHECK_INT(r.taken.entries, 0);
	CHECK_INT(r.n_faults, 1);
	CHECK(str_find(r.faults[0], STR("revocation of a member")) >= 0);
}

TEST(what_is_put_after_a_revocation_is_shut_to_who_was_revoked)
{
	TEAM t;
	team_new(&t, 3);
	say(&t, 0, "Example person 1");
	all_round(&t);
	struct hash before = shown(&t, 1);
	revoke_member(&t, 0, 1);
	say(&t, 0, "Example person 2");
	synced(&t, 0);
	CHECK(synced(&t, 2).taken.entries > 0);
	say(&t, 2, "Example person 3");
	synced(&t, 2);
	CHECK(synced(&t, 0).taken.entries > 0);
	is_shut_out(&t, 1);
	struct hash after = shown(&t, 1);
	CHECK(hash_eq(&before, &after));

	/* A site invited later reads what is under the first secret and what is under the next. */
	t.n = 4;
	join(&t, 3);
	synced(&t, 0);
	synced(&t, 3);
	synced(&t, 0);
	synced(&t, 2);
	struct hash first = shown(&t, 0);
	for (int i = 2; i < 4; i++) {
		struct hash h = shown(&t, i);
		CHECK(hash_eq(&first, &h));
	}
	struct sync_result r = synced(&t, 2);
	CHECK_INT(r.keys_put, 0);
	CHECK_INT(r.entries_put, 0);
}

TEST(two_officers_who_revoke_each_their_own_agree_on_what_is_shut)
{
	TEAM t;
	team_new(&t, 4);
	all_round(&t);
	revoke_member(&t, 0, 2);
	revoke_member(&t, 1, 3);
	synced(&t, 0);
	synced(&t, 1);
	synced(&t, 0);
	synced(&t, 1);
	for (int i = 0; i < 2; i++)
		say(&t, i, "Example person");
	synced(&t, 0);
	synced(&t, 1);
	synced(&t, 0);
	struct hash x = shown(&t, 0);
	struct hash y = shown(&t, 1);
	CHECK(hash_eq(&x, &y));
	/* What was put between the two revocations one of them may read; nothing since. */
	for (int i = 2; i < 4; i++) {
		synced(&t, i);
		say(&t, 0, "Example person later");
		synced(&t, 0);
		is_shut_out(&t, i);
	}
}

TEST(a_changed_byte_is_not_taken_under_a_later_key_either)
{
	TEAM t;
	team_new(&t, 3);
	all_round(&t);
	revoke_member(&t, 0, 2);
	say(&t, 0, "Example person 1");
	synced(&t, 0);
	list_files(&t);
	CHECK_OK(store_checkpoint(vault_store(reg_vault(t.site[1])), &t.e), &t.e);
	struct hash nothing = shown(&t, 1);
	for (int i = 0; i < files.n; i++) {
		struct str was;
		CHECK_OK(file_read(files.path[i], 1 << 20, t.a, &was, &t.e), &t.e);
		if (!str_starts(was, STR("vigil/sealed/v2")) || !strstr(files.path[i], "/log/"))
			continue;
		for (size_t at = 0; at < was.n; at += 1 + was.n / 40) {
			struct str bad = str_copy(t.a, was);
			((char *)(uintptr_t)bad.p)[at] ^= 4;
			CHECK_OK(file_write(files.path[i], bad, 0600, &t.e), &t.e);
			take_into_a_copy(&t, &nothing, true);
		}
		CHECK_OK(file_write(files.path[i], was, 0600, &t.e), &t.e);
	}
	CHECK(synced(&t, 1).taken.entries > 0);
}

TEST(another_register_is_refused)
{
	TEAM t;
	TEAM other;
	struct sync_result r;
	team_new(&t, 1);
	team_new(&other, 1);
	say(&t, 0, "Example person 1");
	synced(&t, 0);
	CHECK_INT(rmdir(in(&other, "stick")), 0);
	CHECK_INT(symlink(in(&t, "stick"), in(&other, "stick")), 0);
	CHECK_ERR(sync_with(&other, 0, "stick", &r), ERR_CONFLICT);
}

TEST(payloads_travel_and_are_checked)
{
	TEAM t;
	static const char PLAIN[] = "the stored bytes of a payload, as if they were sealed";
	struct sync_result r;
	struct str got;
	team_new(&t, 2);
	struct vault *v = reg_vault(t.site[0]);
	struct vault_object o = { .name = hash_of(str_of(PLAIN)), .bytes = sizeof PLAIN - 1 };
	o.entity = id_new();
	{
		AUTO_VAULT_TX tx = { 0 };
		CHECK_OK(vault_begin(&tx, v, &t.e), &t.e);
		CHECK_OK(vault_object_add(&tx, &o, STR("an age header"), &t.e), &t.e);
		CHECK_OK(vault_commit(&tx, &t.e), &t.e);
	}
	struct str hex = hex_str(t.a, o.name.b, HASH_LEN);
	const char *folder = vault_objects_folder(v);
	const char *name = str_printf(t.a, "%s/%.2s/%.*s", folder, hex.p, STR_FMT(hex)).p;
	mkdir(folder, 0700);
	mkdir(str_printf(t.a, "%s/%.2s", folder, hex.p).p, 0700);
	CHECK_OK(file_write(name, str_of(PLAIN), 0600, &t.e), &t.e);
	say(&t, 0, "Example person 1");
	r = synced(&t, 0);
	CHECK_INT(r.objects_put, 1);
	/* Changed on the stick: named, not taken; put right: taken. */
	list_files(&t);
	const char *there = NULL;
	for (int i = 0; i < files.n; i++)
		if (strstr(files.path[i], "/objects/"))
			there = files.path[i];
	CHECK(there != NULL);
	CHECK_OK(file_write(there, STR("something else"), 0600, &t.e), &t.e);
	r = synced(&t, 1);
	CHECK_INT(r.objects_got, 0);
	CHECK_INT(r.n_faults, 1);
	CHECK_OK(file_write(there, str_of(PLAIN), 0600, &t.e), &t.e);
	r = synced(&t, 1);
	CHECK_INT(r.objects_got, 1);
	name = str_printf(t.a, "%s/%.2s/%.*s", vault_objects_folder(reg_vault(t.site[1])), hex.p,
			  STR_FMT(hex))
		       .p;
	CHECK_OK(file_read(name, 1 << 20, t.a, &got, &t.e), &t.e);
	CHECK_STR(got, PLAIN);
}
