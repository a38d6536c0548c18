/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of an open vault opens by itself, is whole, and says what was not there. */
#include "check.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"
#include "vault/backup.h"
#include "vault/log.h"
#include "vault/object.h"
#include "vault/vault_priv.h"

static int view_nothing(void *ctx, struct store *st, struct err *e)
{
	(void)ctx;
	(void)st;
	(void)e;
	return 0;
}
static int view_apply(void *ctx, struct store *st, const struct vault_entry *entry, void *said,
		      struct arena *a, struct err *e)
{
	(void)said;
	(void)entry;
	(void)a;
	return view_nothing(ctx, st, e);
}
static const struct projector VIEW = { .reset = view_nothing,
				       .apply = view_apply,
				       .settle = view_nothing };
static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };

struct room {
	char dir[64];
	struct vault *v;
	struct vault *copy;
	struct arena *a;
	struct err e;
};

static const char *in(struct room *r, const char *name)
{
	return str_printf(r->a, "%s/%s", r->dir, name).p;
}

static void room_open(struct room *r)
{
	memset(r, 0, sizeof *r);
	check_folder(r->dir, sizeof r->dir, "vigil-backup");
	r->a = arena_new(0);
	CHECK_OK(vault_create(in(r, "v.vigil"), STR("correct horse"), STR("Example officer"),
			      &LIGHT, &VIEW, &r->v, &r->e),
		 &r->e);
}

static void room_close(struct room *r)
{
	vault_close(r->v);
	vault_close(r->copy);
	AUTO_ARENA *a = arena_new(0);
	struct str cmd = str_printf(a, "rm -rf '%s'", r->dir);
	CHECK_INT(system(cmd.p), 0);
	arena_free(r->a);
}
#define ROOM AUTO(room_close) struct room

static int say(struct vault *v, struct err *e)
{
	const struct claim_part parts[] = {
		{ .name = STR("kind"), .value = STR("\"statement\"") },
	};
	const struct vault_claim c = {
		.kind = ENTRY_CLAIM, .parts = parts, .n_parts = 1, .subject_group = { { 1, 2, 3 } }
	};
	AUTO_VAULT_TX tx = { 0 };
	int64_t seq;
	TRY(vault_begin(&tx, v, e));
	TRY(vault_append(&tx, &c, &seq, e));
	return vault_commit(&tx, e);
}

/* A payload as it stands in the folder: any bytes, named by their hash. */
static struct hash put_payload(struct room *r, const char *text)
{
	struct vault_object o = { .name = hash_of(str_of(text)),
				  .bytes = (int64_t)strlen(text),
				  .entity = { { 4 } } };
	struct str hex = hex_str(r->a, o.name.b, HASH_LEN);
	AUTO_VAULT_TX tx = { 0 };
	mkdir(in(r, "v.vigil.objects"), 0700);
	mkdir(str_printf(r->a, "%s/v.vigil.objects/%.2s", r->dir, hex.p).p, 0700);
	CHECK_OK(file_write(str_printf(r->a, "%s/v.vigil.objects/%.2s/%s", r->dir, hex.p, hex.p).p,
			    str_of(text), 0600, &r->e),
		 &r->e);
	CHECK_OK(vault_begin(&tx, r->v, &r->e), &r->e);
	CHECK_OK(vault_object_add(&tx, &o, STR("header\n"), &r->e), &r->e);
	CHECK_OK(vault_commit(&tx, &r->e), &r->e);
	return o.name;
}

TEST(a_copy_opens_by_itself_and_is_whole)
{
	ROOM r;
	struct vault_backup b;
	struct vault_report report;
	struct vault_copy *copies;
	struct str header;
	struct str bytes;
	size_t n;
	room_open(&r);
	for (int i = 0; i < 20; i++)
		CHECK_OK(say(r.v, &r.e), &r.e);
	struct hash name = put_payload(&r, "stored bytes");
	CHECK_OK(vault_backup(r.v, in(&r, "copy"), &b, &r.e), &r.e);
	CHECK_INT(b.objects, 1);
	CHECK_INT(b.missing, 0);
	CHECK(b.bytes > 4096);
	CHECK_OK(say(r.v, &r.e), &r.e); /* the vault goes on */
	CHECK_OK(vault_open(in(&r, "copy/v.vigil"), STR("correct horse"), true, &VIEW, &r.copy,
			    &r.e),
		 &r.e);
	CHECK_OK(vault_check(r.copy, NULL, NULL, &report, &r.e), &r.e);
	CHECK_INT(report.entries, 21);
	CHECK_OK(vault_object_header(r.copy, &name, r.a, &header, &r.e), &r.e);
	struct str hex = hex_str(r.a, name.b, HASH_LEN);
	CHECK_OK(
		file_read(
			str_printf(r.a, "%s/%.2s/%s", vault_objects_folder(r.copy), hex.p, hex.p).p,
			100, r.a, &bytes, &r.e),
		&r.e);
	CHECK_STR(bytes, "stored bytes");
	CHECK_OK(vault_copies(r.v, r.a, &copies, &n, &r.e), &r.e);
	CHECK_INT(n, 1);
	CHECK(n && str_eq(copies[0].kind, STR("backup")) &&
	      str_ends(copies[0].place, STR("/copy")));
	/* Both go on from the same head: two histories, which whoever sees both can show. */
	CHECK_OK(say(r.copy, &r.e), &r.e);
	CHECK_OK(say(r.copy, &r.e), &r.e);
	struct str note;
	enum vault_head_verdict verdict;
	CHECK_OK(vault_head_for_others(r.v, r.a, &note, &r.e), &r.e);
	CHECK_OK(vault_compare_head(r.copy, note, NULL, 0, &verdict, &r.e), &r.e);
	CHECK(verdict == HEAD_FORK);
}

TEST(a_backup_never_mixes_with_what_is_there_and_says_what_is_missing)
{
	ROOM r;
	struct vault_backup b;
	room_open(&r);
	mkdir(in(&r, "full"), 0700);
	CHECK_OK(file_write(in(&r, "full/x"), STR("x"), 0600, &r.e), &r.e);
	CHECK_ERR(vault_backup(r.v, in(&r, "full"), &b, &r.e), ERR_CONFLICT);
	struct hash name = put_payload(&r, "bytes");
	struct str hex = hex_str(r.a, name.b, HASH_LEN);
	const char *path = str_printf(r.a, "%s/v.vigil.objects/%.2s/%s", r.dir, hex.p, hex.p).p;
	CHECK_OK(file_write(path, STR("bytez"), 0600, &r.e), &r.e);
	CHECK_ERR(vault_backup(r.v, in(&r, "bad"), &b, &r.e), ERR_CORRUPT);
	CHECK(!file_exists(in(&r, "bad/v.vigil"))); /* not to be taken for a backup */
	unlink(path);
	CHECK_OK(vault_backup(r.v, in(&r, "less"), &b, &r.e), &r.e);
	CHECK_INT(b.missing, 1);
	CHECK_OK(vault_open(in(&r, "less/v.vigil"), STR("correct horse"), false, &VIEW, &r.copy,
			    &r.e),
		 &r.e);
}
