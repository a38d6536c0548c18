/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files in the register: sealed, named, given back byte by byte, found again when something is wrong. */
#define _GNU_SOURCE /* memfd_create */
#include "check.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"
#include "intake/evidence.h"
#include "intake/preserve.h"
#include "register/record.h"
#include "register/register.h"
#include "vault/object.h"
#include "vault/shred.h"

static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };

struct room {
	char dir[64];
	const char *path;
	struct reg *r;
	struct arena *a;
	struct err e;
	struct entity source, person;
	int64_t claim; /* what the source said of the person */
	struct worker worker;
};

static void text_of(struct value *v, enum value_type t, const char *s)
{
	*v = (struct value){ .type = t };
	v->u.text.text = str_of(s);
	v->u.text.lang = STR("en");
}

static void room_open(struct room *m)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	struct value_field f = { .p = STR("name") };
	struct statement st = { .fields = &f, .n_fields = 1 };
	int64_t seq = 0;
	memset(m, 0, sizeof *m);
	check_folder(m->dir, sizeof m->dir, "vigil-evidence");
	m->a = arena_new(0);
	m->path = str_printf(m->a, "%s/v.vigil", m->dir).p;
	assert(n > 0);
	self[n] = '\0';
	for (int i = 0; i < 3; i++)
		*strrchr(self, '/') = '\0';
	m->worker.path = str_printf(m->a, "%s/vigil-worker", self).p;
	if (reg_create(m->path, STR("correct horse"), STR("Example officer"), &LIGHT, &m->r,
		       &m->e) < 0)
		die("%s", m->e.text);
	AUTO_REG_TX tx = { 0 };
	CHECK_OK(reg_begin(&tx, m->r, &m->e), &m->e);
	CHECK_OK(reg_entity_new(&tx, STR("organisation"), STR("organisation:one"), &m->source,
				&m->e),
		 &m->e);
	CHECK_OK(reg_entity_new(&tx, STR("person"), STR("person:x"), &m->person, &m->e), &m->e);
	text_of(&f.v, VALUE_NAME, "Example person 12");
	st.subject = m->person;
	st.source = m->source;
	CHECK_OK(reg_record(&tx, &st, &seq, &m->e), &m->e);
	CHECK_OK(reg_commit(&tx, &m->e), &m->e);
	m->claim = seq * 256 + 1;
	CHECK_OK(reg_entity(m->r, STR("organisation:one"), m->a, &m->source, &m->e), &m->e);
	CHECK_OK(reg_entity(m->r, STR("person:x"), m->a, &m->person, &m->e), &m->e);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *w)
{
	(void)st, (void)flag, (void)w;
	return remove(path);
}

static void room_close(struct room *m)
{
	reg_close(m->r);
	nftw(m->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	arena_free(m->a);
}
#define ROOM AUTO(room_close) struct room

static int memory(struct str s)
{
	int fd = memfd_create("given", MFD_CLOEXEC);
	if (fd < 0 || write(fd, s.p, s.n) != (ssize_t)s.n)
		die("no memory for a file");
	return fd;
}

static int add(struct room *m, struct str bytes, int64_t claim, struct evidence_added *ret)
{
	AUTO_FD fd = memory(bytes);
	const struct evidence_add in = { .fd = fd,
					 .name = STR("phone of Nemouneh.txt"),
					 .source = m->source,
					 .claim = claim,
					 .title = STR("Example title") };
	return evidence_add(m->r, &in, m->a, ret, &m->e);
}

static struct evidence *load(struct room *m, const struct entity *en)
{
	struct evidence *ev = NEW(m->a, struct evidence);
	CHECK_OK(evidence_load(m->r, en->id, m->a, ev, &m->e), &m->e);
	return ev;
}

static struct str all_of(struct room *m, const struct evidence_file *f)
{
	AUTO_PAYLOAD_READER *p = NULL;
	struct str s = STR("");
	CHECK_OK(evidence_open(m->r, f, &p, &m->e), &m->e);
	for (;;) {
		struct str part;
		CHECK_OK(payload_reader_next(p, &part, &m->e), &m->e);
		if (!part.n)
			return s;
		s = str_join(m->a, s, part);
	}
}

TEST(evidence_comes_back_as_it_came)
{
	ROOM m;
	room_open(&m);
	struct evidence_added got;
	CHECK_OK(add(&m, STR("the bytes of a letter\n"), m.claim, &got), &m.e);
	CHECK(!got.again && got.covered && got.bytes == 22);
	CHECK(got.not_examined.n > 0); /* no worker was given */
	struct evidence *ev = load(&m, &got.entity);
	CHECK_STR(ev->row.number, "V-00001");
	CHECK_STR(ev->row.title, "Example title");
	CHECK_STR(ev->original_name, "phone of Nemouneh.txt");
	CHECK(ev->has_file && ev->file.state == EVIDENCE_HERE);
	CHECK_STR(all_of(&m, &ev->file), "the bytes of a letter\n");
	struct hash h = hash_of(STR("the bytes of a letter\n"));
	CHECK_STR(ev->file.sha256, hex_str(m.a, h.b, HASH_LEN).p);
	CHECK_INT(ev->n_supports, 1);
	CHECK(ev->supports[0].supports == m.claim && ev->supports[0].subject.id == m.person.id);
	CHECK_INT(ev->n_custody, 1);
	CHECK_STR(ev->custody[0].code, "received");
	struct evidence_row *rows;
	size_t n;
	int64_t total;
	CHECK_OK(evidence_of(m.r, m.person.id, m.claim, m.a, &rows, &n, &m.e), &m.e);
	CHECK(n == 1 && rows[0].entity.id == got.entity.id);
	CHECK_OK(evidence_of(m.r, m.person.id, m.claim + 1, m.a, &rows, &n, &m.e), &m.e);
	CHECK_INT(n, 0);
	CHECK_OK(evidence_list(m.r, 0, 100, m.a, &rows, &n, &total, &m.e), &m.e);
	CHECK(n == 1 && total == 1 && rows[0].bytes == 22);
}

TEST(evidence_is_stored_once)
{
	ROOM m;
	room_open(&m);
	struct evidence_added first;
	struct evidence_added second;
	CHECK_OK(add(&m, STR("the same"), 0, &first), &m.e);
	CHECK_OK(add(&m, STR("the same"), m.claim, &second), &m.e);
	CHECK(second.again && second.entity.id == first.entity.id);
	struct evidence *ev = load(&m, &first.entity);
	CHECK_INT(ev->n_custody, 2);
	CHECK_INT(ev->n_supports, 1);
	struct evidence_sum sum;
	const struct evidence_scrub how = { .part = 1, .of = 1, .keys = true };
	CHECK_OK(evidence_scrub(m.r, &how, m.a, &sum, &m.e), &m.e);
	CHECK(sum.store.objects == 1 && sum.store.opened == 1 && sum.store.findings == 0);

	/* Lost here, and given again: kept, since nothing else has it. */
	struct hash name;
	CHECK(hex_decode(name.b, HASH_LEN, ev->file.object));
	CHECK_OK(payload_remove(vault_objects_folder(reg_vault(m.r)), &name, &m.e), &m.e);
	CHECK(load(&m, &first.entity)->file.state == EVIDENCE_MISSING);
	CHECK_OK(evidence_scrub(m.r, &how, m.a, &sum, &m.e), &m.e);
	CHECK_INT(sum.missing, 1);
	CHECK_OK(add(&m, STR("the same"), 0, &second), &m.e);
	CHECK(!second.again);
	CHECK_STR(all_of(&m, &load(&m, &second.entity)->file), "the same");
}

TEST(evidence_that_cannot_be_added_leaves_nothing)
{
	ROOM m;
	room_open(&m);
	struct evidence_added got;
	struct evidence_sum sum;
	const struct evidence_scrub how = { .part = 1, .of = 1 };
	CHECK_ERR(add(&m, STR(""), 0, &got), ERR_INPUT);
	struct evidence_add in = { .fd = -1 };
	CHECK_ERR(evidence_add(m.r, &in, m.a, &got, &m.e), ERR_INPUT); /* no source */
	in.source = m.source;
	in.uncovered = true;
	CHECK_ERR(evidence_add(m.r, &in, m.a, &got, &m.e), ERR_INPUT); /* no reason */
	in.uncovered = false;
	in.captured = STR("next Tuesday");
	CHECK_ERR(evidence_add(m.r, &in, m.a, &got, &m.e), ERR_INPUT);
	CHECK_OK(evidence_scrub(m.r, &how, m.a, &sum, &m.e), &m.e);
	CHECK_INT(sum.store.objects, 0);
}

static int add_media(struct room *m, const char *path, struct evidence_added *ret)
{
	AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);
	const struct evidence_add in = {
		.fd = fd, .source = m->source, .worker = &m->worker, .about = m->person
	};
	return evidence_add(m->r, &in, m->a, ret, &m->e);
}

TEST(evidence_pictures_get_working_copies)
{
	static const char PICTURE[] = "tests/data/media/turned.jpg";
	ROOM m;
	room_open(&m);
	struct evidence_added got;
	struct str bytes;
	CHECK_OK(file_read(PICTURE, 1 << 20, m.a, &bytes, &m.e), &m.e);
	CHECK_OK(add_media(&m, PICTURE, &got), &m.e);
	CHECK_STR(got.media_type, "image/jpeg");
	CHECK_STR(got.not_examined, "");
	CHECK(got.copies == 2 && got.covered);
	struct evidence *ev = load(&m, &got.entity);
	CHECK(ev->dimensions.n > 0 && ev->metadata.n > 0);
	CHECK_INT(ev->n_copies, 2);
	CHECK_INT(ev->n_custody, 3);
	CHECK_STR(ev->custody[1].code, "derived");
	CHECK(str_starts(all_of(&m, &ev->copies[0]), STR("\xff\xd8")));
	CHECK(str_eq(all_of(&m, &ev->file), bytes));
	struct evidence_sum sum;
	struct evidence_scrub how = { .part = 1, .of = 1, .keys = true, .record = true };
	CHECK_OK(evidence_scrub(m.r, &how, m.a, &sum, &m.e), &m.e);
	CHECK(sum.store.opened == 3 && sum.store.findings == 0 && sum.recorded == 1);
	CHECK_OK(evidence_scrub(m.r, &how, m.a, &sum, &m.e), &m.e);
	CHECK_INT(sum.recorded, 0); /* not again on this day */
	/* A copy that comes back as somebody's file is a file of its own. */
	struct evidence_added again;
	CHECK_OK(add(&m, all_of(&m, &ev->copies[0]), 0, &again), &m.e);
	CHECK(!again.again && again.entity.id != got.entity.id);
}

TEST(evidence_videos_get_frames)
{
	ROOM m;
	room_open(&m);
	struct evidence_added got;
	CHECK_OK(add_media(&m, "tests/data/media/moving.mp4", &got), &m.e);
	CHECK_STR(got.media_type, "video/mp4");
	CHECK(got.copies >= 1 && got.copies <= 4);
	struct evidence *ev = load(&m, &got.entity);
	CHECK(ev->duration.n > 0 && str_has(ev->copies[0].parameters, STR("frame at ")));
}

TEST(evidence_that_nobody_can_read_is_kept)
{
	ROOM m;
	room_open(&m);
	struct evidence_added got;
	/* Says it is a picture and is none. */
	AUTO_FD fd = memory(STR("\xff\xd8\xff\xe0 and then nothing that makes sense"));
	struct evidence_add in = { .fd = fd, .source = m.source, .worker = &m.worker };
	CHECK_OK(evidence_add(m.r, &in, m.a, &got, &m.e), &m.e);
	CHECK(got.not_examined.n > 0 && got.covered && got.copies == 0);
	CHECK_STR(load(&m, &got.entity)->not_examined, got.not_examined.p);
	/* No such program. */
	struct worker none = { "/nonexistent/vigil-worker" };
	AUTO_FD other = memory(STR("another"));
	in.fd = other;
	in.worker = &none;
	CHECK_OK(evidence_add(m.r, &in, m.a, &got, &m.e), &m.e);
	CHECK(got.not_examined.n > 0);
	CHECK_STR(all_of(&m, &load(&m, &got.entity)->file), "another");
}

/* Sealed with nobody there to look, as on a device without vigil-worker. */
static void add_unseen(struct room *m, const char *path, struct evidence_added *ret)
{
	AUTO_FD fd = -1;
	CHECK_OK(payload_source_open(path, &fd, &m->e), &m->e);
	const struct evidence_add in = { .fd = fd, .source = m->source, .about = m->person };
	CHECK_OK(evidence_add(m->r, &in, m->a, ret, &m->e), &m->e);
	CHECK(ret->not_examined.n > 0 && ret->copies == 0);
}

static void check_examined(struct room *m, const struct entity *en, size_t acts)
{
	const struct evidence *ev = load(m, en);
	CHECK_STR(ev->not_examined, "");
	CHECK_STR(ev->row.media_type, "image/jpeg");
	CHECK_STR(ev->file.media_type, "application/octet-stream"); /* as it was stated first */
	CHECK(ev->n_copies == 2 && ev->dimensions.n > 0 && ev->metadata.n > 0);
	CHECK_INT(ev->n_custody, (int64_t)acts);
	CHECK(str_starts(all_of(m, &ev->copies[1]), STR("\xff\xd8")));
}

TEST(evidence_sealed_unseen_is_examined_later)
{
	static const char PICTURE[] = "tests/data/media/turned.jpg";
	ROOM m;
	room_open(&m);
	struct evidence_added got;
	struct evidence_added now;
	add_unseen(&m, PICTURE, &got);
	CHECK_OK(evidence_examine(m.r, &got.entity, &m.worker, m.a, &now, &m.e), &m.e);
	CHECK(now.examined && now.copies == 2 && now.covered && !now.not_examined.n);
	check_examined(&m, &got.entity, 3);
	CHECK_ERR(evidence_examine(m.r, &got.entity, &m.worker, m.a, &now, &m.e), ERR_CONFLICT);
	check_examined(&m, &got.entity, 3);
	struct evidence_sum sum;
	struct evidence_scrub how = { .part = 1, .of = 1, .keys = true };
	CHECK_OK(evidence_scrub(m.r, &how, m.a, &sum, &m.e), &m.e);
	CHECK(sum.store.opened == 3 && sum.store.findings == 0);
}

TEST(evidence_that_comes_again_is_examined_then)
{
	static const char PICTURE[] = "tests/data/media/turned.jpg";
	ROOM m;
	room_open(&m);
	struct evidence_added got;
	struct evidence_added again;
	add_unseen(&m, PICTURE, &got);
	add_unseen(&m, PICTURE, &again); /* still nobody there */
	CHECK(again.again && !again.examined && again.entity.id == got.entity.id);
	CHECK_OK(add_media(&m, PICTURE, &again), &m.e);
	CHECK(again.again && again.examined && again.copies == 2);
	check_examined(&m, &got.entity, 5);
	CHECK_OK(add_media(&m, PICTURE, &again), &m.e);
	CHECK(again.again && !again.examined);
	check_examined(&m, &got.entity, 6);
}

TEST(evidence_that_still_cannot_be_read_is_left_as_it_is)
{
	ROOM m;
	room_open(&m);
	struct evidence_added got;
	struct evidence_added now;
	AUTO_FD fd = memory(STR("\xff\xd8\xff\xe0 and then nothing that makes sense"));
	const struct evidence_add in = { .fd = fd, .source = m.source, .worker = &m.worker };
	CHECK_OK(evidence_add(m.r, &in, m.a, &got, &m.e), &m.e);
	const struct evidence *was = load(&m, &got.entity);
	CHECK_ERR(evidence_examine(m.r, &got.entity, &m.worker, m.a, &now, &m.e), ERR_INPUT);
	CHECK_INT(load(&m, &got.entity)->not_examined_field, was->not_examined_field);
	/* Uncovered with a reason by people: that stands when it is examined. */
	AUTO_FD other = memory(STR("Example letter"));
	const struct evidence_add unseen = {
		.fd = other, .source = m.source, .uncovered = true, .reason = STR("a letter")
	};
	CHECK_OK(evidence_add(m.r, &unseen, m.a, &got, &m.e), &m.e);
	CHECK_OK(evidence_examine(m.r, &got.entity, &m.worker, m.a, &now, &m.e), &m.e);
	CHECK_STR(load(&m, &got.entity)->row.media_type, "text/plain");
	CHECK(!load(&m, &got.entity)->row.covered);
	CHECK_STR(load(&m, &got.entity)->cover_reason, "a letter");
}

TEST(evidence_scrub_finds_what_is_wrong)
{
	ROOM m;
	room_open(&m);
	struct evidence_added got;
	CHECK_OK(add(&m, STR("to be damaged"), 0, &got), &m.e);
	struct evidence *ev = load(&m, &got.entity);
	const char *path = str_printf(m.a, "%s/%.2s/%.*s", vault_objects_folder(reg_vault(m.r)),
				      ev->file.object.p, STR_FMT(ev->file.object))
				   .p;
	CHECK(chmod(path, 0600) == 0);
	check_damage(path, 20);
	struct evidence_sum sum;
	const struct evidence_scrub how = { .part = 1, .of = 1, .keys = true, .record = true };
	CHECK_OK(evidence_scrub(m.r, &how, m.a, &sum, &m.e), &m.e);
	CHECK(sum.store.findings == 1 && sum.recorded == 0);
	CHECK_ERR(evidence_get(m.r, &ev->file, str_printf(m.a, "%s/out", m.dir).p, &m.e),
		  ERR_CORRUPT);
	CHECK(!file_exists(str_printf(m.a, "%s/out", m.dir).p));
}

TEST(evidence_custody_is_a_chain)
{
	ROOM m;
	room_open(&m);
	struct evidence_added got;
	struct evidence_note n = { .code = STR("collected"),
				   .when = STR("2025-10-11"),
				   .by = STR("Example person 3"),
				   .note = STR("from the door") };
	CHECK_OK(add(&m, STR("a letter"), 0, &got), &m.e);
	CHECK_OK(evidence_custody(m.r, &got.entity, &n, &m.e), &m.e);
	n.code = STR("eaten");
	CHECK_ERR(evidence_custody(m.r, &got.entity, &n, &m.e), ERR_INPUT);
	n.code = STR("viewed");
	n.when = STR("2025-99");
	CHECK_ERR(evidence_custody(m.r, &got.entity, &n, &m.e), ERR_INPUT);
	struct evidence *ev = load(&m, &got.entity);
	CHECK_INT(ev->n_custody, 2);
	CHECK_STR(ev->custody[1].code, "collected");
	CHECK_STR(ev->custody[1].when, "2025-10-11");
	CHECK_STR(ev->custody[1].by, "Example person 3");
	CHECK_STR(ev->custody[1].recorder, "Example officer");
}

TEST(evidence_is_the_same_after_a_rebuild)
{
	ROOM m;
	room_open(&m);
	struct evidence_added got;
	struct hash before;
	struct hash after;
	CHECK_OK(add(&m, STR("a letter"), m.claim, &got), &m.e);
	CHECK_OK(vault_rebuild(reg_vault(m.r), NULL, NULL, &before, &after, &m.e), &m.e);
	CHECK(hash_eq(&before, &after));
	struct entity en;
	CHECK_OK(reg_entity(m.r, STR("V-1"), m.a, &en, &m.e), &m.e);
	CHECK_STR(all_of(&m, &load(&m, &en)->file), "a letter");
}

TEST(evidence_keeps_what_was_found_in_it)
{
	enum { MANY = 250 };
	ROOM m;
	room_open(&m);
	struct evidence_added got;
	struct preserve_finding *f = NEW_N(m.a, MANY, struct preserve_finding);
	for (size_t i = 0; i < MANY; i++)
		f[i] = (struct preserve_finding){ STR("hash-differs"),
						  str_printf(m.a, "data/\"%zu\".jpg", i), STR("aa"),
						  STR("bb") };
	const struct preserve_report p = {
		.kind = PRESERVE_BAGIT, .findings = f, .n_findings = MANY, .hashes_differ = MANY
	};
	CHECK_OK(add(&m, STR("a bag"), 0, &got), &m.e);
	CHECK_OK(evidence_preserved(m.r, &got.entity, &p, &m.e), &m.e);
	struct evidence *ev = load(&m, &got.entity);
	CHECK_INT(ev->n_findings, EVIDENCE_FINDINGS_MAX + 1);
	CHECK_STR(ev->findings[0].code, "summary");
	CHECK_STR(ev->findings[0].where, "bagit");
	CHECK_STR(ev->findings[200].where, "data/\"199\".jpg");
	CHECK_STR(ev->findings[200].claimed, "aa");
}

/* Bytes without end, as an upload gives them. */
struct stream {
	int64_t left;
};
static int read_zeros(void *ctx, void *p, size_t n, size_t *ret_n, struct err *e)
{
	struct stream *s = ctx;
	(void)e;
	*ret_n = (int64_t)n < s->left ? n : (size_t)s->left;
	memset(p, 0, *ret_n);
	s->left -= (int64_t)*ret_n;
	return 0;
}

TEST(evidence_of_a_gigabyte_needs_little_memory)
{
	ROOM m;
	room_open(&m);
	struct rusage before;
	struct rusage after;
	struct evidence_added got;
	struct stream s = { (int64_t)1 << 30 };
	const struct evidence_add in = { .fd = -1,
					 .read = read_zeros,
					 .read_ctx = &s,
					 .source = m.source,
					 .worker = &m.worker };
	if (!getenv("VIGIL_TORTURE")) {
		SKIP("only with VIGIL_TORTURE");
		return;
	}
	getrusage(RUSAGE_SELF, &before);
	CHECK_OK(evidence_add(m.r, &in, m.a, &got, &m.e), &m.e);
	getrusage(RUSAGE_SELF, &after);
	CHECK_INT(got.bytes, (int64_t)1 << 30);
	CHECK(str_has(got.not_examined, STR("stream")));
	printf("    %ld KiB more\n", after.ru_maxrss - before.ru_maxrss);
	CHECK(after.ru_maxrss - before.ru_maxrss < 64 << 10);
}
