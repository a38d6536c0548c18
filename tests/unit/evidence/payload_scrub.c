/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scrubbing a payload store, with keys and without, and what it finds. */
#define _GNU_SOURCE /* nftw */
#include "check.h"

#include "store.h"

enum { N = 5 };

/* Findings as lines "fault place", and what is known of the payloads. */
struct watch {
	struct bed *b;
	struct payload p[N];
	bool known[N];
	bool open[N];
	struct buf found;
	int64_t done;
	int64_t of;
	int stop_after; /* findings; 0: never */
};

static int note(void *ctx, const struct payload_finding *f, struct err *e)
{
	static const char *const WORDS[] = {
		[PAYLOAD_DAMAGED] = "damaged", [PAYLOAD_UNREADABLE] = "unreadable",
		[PAYLOAD_STRAY] = "stray",     [PAYLOAD_LEFTOVER] = "leftover",
		[PAYLOAD_UNKNOWN] = "unknown", [PAYLOAD_SHUT] = "shut",
		[PAYLOAD_OTHER] = "other"
	};
	struct watch *w = ctx;
	CHECK(f->why && *f->why);
	buf_printf(&w->found, "%s %s\n", WORDS[f->fault], f->place);
	return w->stop_after && --w->stop_after == 0 ? err_set(e, ERR_BUSY, "enough") : 0;
}

static int look_up(void *ctx, const struct hash *name, struct arena *a, struct payload_known *ret,
		   struct err *e)
{
	struct watch *w = ctx;
	(void)a;
	(void)e;
	*ret = (struct payload_known){ 0 };
	for (int i = 0; i < N; i++)
		if (hash_eq(name, &w->p[i].name))
			*ret = (struct payload_known){ .known = w->known[i],
						       .open = w->open[i],
						       .key = bed_key(w->b, &w->p[i], 0),
						       .plain = w->p[i].plain };
	return 0;
}

static int progress(void *ctx, int64_t done, int64_t of, struct err *e)
{
	struct watch *w = ctx;
	(void)e;
	CHECK(done >= w->done && done <= of);
	w->done = done;
	w->of = of;
	return 0;
}

static void watch_done(struct watch *w)
{
	buf_done(&w->found);
}
#define AUTO_WATCH AUTO(watch_done) struct watch

static void watch_init(struct watch *w, struct bed *b)
{
	static const size_t SIZES[N] = { 0, 10, AGE_CHUNK, 3 << 20, (1 << 20) + 77 };
	struct err e;
	*w = (struct watch){ .b = b };
	buf_init(&w->found, 1 << 20);
	bed_init(b);
	for (int i = 0; i < N; i++) {
		const char *path = bed_file(b, "source", bed_bytes(b, SIZES[i], (uint64_t)i + 20));
		AUTO_FD fd = -1;
		CHECK_OK(payload_source_open(path, &fd, &e), &e);
		struct payload_put in = bed_put(b, fd);
		CHECK_OK(payload_put(b->store, &in, b->a, &w->p[i], &e), &e);
		w->known[i] = w->open[i] = true;
	}
}

static struct payload_sum scrub(struct watch *w, bool keys)
{
	struct payload_scrub how = {
		.lookup = keys ? look_up : NULL, .found = note, .progress = progress, .ctx = w
	};
	struct payload_sum sum = { 0 };
	struct err e;
	buf_clear(&w->found);
	w->done = 0;
	CHECK_OK(payload_scrub(w->b->store, &how, &sum, &e), &e);
	CHECK_INT(w->done, w->of);
	return sum;
}

static const char *place_of(struct watch *w, int i)
{
	return bed_object(w->b, &w->p[i].name) + strlen(w->b->store) + 1;
}

/* One finding, as "fault place". */
static void check_found(struct watch *w, const char *fault, const char *place)
{
	CHECK_STR(buf_str(&w->found), str_printf(w->b->a, "%s %s\n", fault, place).p);
}

TEST(a_good_store_has_no_findings)
{
	AUTO_BED b;
	AUTO_WATCH w;
	int64_t bytes = 0;
	watch_init(&w, &b);
	for (int i = 0; i < N; i++)
		bytes += w.p[i].bytes;
	for (int keys = 0; keys < 2; keys++) {
		struct payload_sum sum = scrub(&w, keys);
		CHECK_INT(sum.objects, N);
		CHECK_INT(sum.bytes, bytes);
		CHECK_INT(sum.opened, keys ? N : 0);
		CHECK_INT(sum.findings, 0);
		CHECK_INT(w.of, bytes);
	}
}

TEST(every_changed_byte_of_a_payload_is_found)
{
	AUTO_BED b;
	AUTO_WATCH w;
	watch_init(&w, &b);
	const char *object = bed_object(&b, &w.p[1].name);
	chmod(object, 0600);
	for (off_t at = 0; at < (off_t)w.p[1].bytes; at++) {
		AUTO_FD fd = open(object, O_RDWR | O_CLOEXEC);
		uint8_t byte = 0;
		CHECK(pread(fd, &byte, 1, at) == 1);
		uint8_t bad = byte ^ (uint8_t)(1 << at % 8);
		CHECK(pwrite(fd, &bad, 1, at) == 1);
		struct payload_sum sum = scrub(&w, at % 2);
		CHECK_INT(sum.findings, 1);
		check_found(&w, "damaged", place_of(&w, 1));
		CHECK(pwrite(fd, &byte, 1, at) == 1);
	}
	CHECK(truncate(object, 3) == 0);
	CHECK_INT(scrub(&w, true).findings, 1);
	check_found(&w, "damaged", place_of(&w, 1));
	CHECK(truncate(object, 0) == 0);
	CHECK_INT(scrub(&w, true).findings, 1);
	check_found(&w, "damaged", place_of(&w, 1));
}

TEST(what_should_not_be_there_is_named)
{
	static const char *const HEX =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd";
	static const struct {
		const char *make; /* below the store; a folder when it ends in a slash */
		const char *found;
	} CASES[] = {
		{ "readme.txt", "stray readme.txt\n" },
		{ "zz/", "stray zz\n" },
		{ "ab/note", "stray ab/note\n" },
		{ "ab/HEXef", "stray ab/HEXef\n" },
		{ "01/HEX", "stray 01/HEX\n" },
		{ "01/HEXeg", "stray 01/HEXeg\n" },
		{ "01/HEXEF", "stray 01/HEXEF\n" },
		{ "01/HEXef/", "stray 01/HEXef\n" },
		{ "01/HEXef", "damaged 01/HEXef\n" },
		{ "tmp/what", "leftover tmp/what\n" },
		{ "tmp/0123456789abcdef0123456789abcdef.part",
		  "leftover tmp/0123456789abcdef0123456789abcdef.part\n" },
		{ "tmp/0123456789abcdef0123456789abcdef.state",
		  "leftover tmp/0123456789abcdef0123456789abcdef.state\n" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_BED b;
		AUTO_WATCH w;
		watch_init(&w, &b);
		struct str made = str_of(CASES[i].make);
		struct str want = str_of(CASES[i].found);
		ptrdiff_t at = str_find(made, STR("HEX"));
		if (at >= 0) {
			struct str tail = str_from(made, (size_t)at + 3);
			made = str_printf(b.a, "%.*s%s%.*s", (int)at, made.p, HEX, STR_FMT(tail));
			at = str_find(want, STR("HEX"));
			tail = str_from(want, (size_t)at + 3);
			want = str_printf(b.a, "%.*s%s%.*s", (int)at, want.p, HEX, STR_FMT(tail));
		}
		const char *path = str_printf(b.a, "%s/%.*s", b.store, STR_FMT(made)).p;
		for (char *slash = strchr(path + strlen(b.store) + 1, '/'); slash;
		     slash = strchr(slash + 1, '/')) {
			*slash = '\0';
			mkdir(path, 0700);
			*slash = '/';
		}
		if (!str_ends(made, STR("/")))
			bed_file(&b, path + strlen(b.dir) + 1, STR("x"));
		CHECK_INT(scrub(&w, false).findings, 1);
		CHECK_STR(buf_str(&w.found), str_z(b.a, want));
	}
}

TEST(links_and_pipes_in_the_store_are_not_followed)
{
	AUTO_BED b;
	AUTO_WATCH w;
	watch_init(&w, &b);
	const char *object = bed_object(&b, &w.p[3].name);
	CHECK(rename(object, bed_path(&b, "elsewhere")) == 0);
	CHECK(symlink(bed_path(&b, "elsewhere"), object) == 0);
	CHECK_INT(scrub(&w, true).findings, 1);
	check_found(&w, "stray", place_of(&w, 3));
	unlink(object);
	CHECK(mkfifo(object, 0600) == 0);
	CHECK_INT(scrub(&w, true).findings, 1);
	check_found(&w, "stray", place_of(&w, 3));
}

TEST(with_keys_more_is_known)
{
	AUTO_BED b;
	AUTO_WATCH w;
	watch_init(&w, &b);
	w.known[2] = false;
	CHECK_INT(scrub(&w, true).findings, 1);
	check_found(&w, "unknown", place_of(&w, 2));
	w.known[2] = true;
	/* The header of another payload; a header that is none; a plain hash of another file. */
	struct str header = w.p[3].header;
	w.p[3].header = w.p[4].header;
	CHECK_INT(scrub(&w, true).findings, 1);
	check_found(&w, "shut", place_of(&w, 3));
	w.p[3].header = STR("age-encryption.org/v1\n");
	CHECK_INT(scrub(&w, true).findings, 1);
	check_found(&w, "shut", place_of(&w, 3));
	w.p[3].header = header;
	w.p[3].plain = w.p[4].plain;
	struct payload_sum sum = scrub(&w, true);
	CHECK_INT(sum.findings, 1);
	CHECK_INT(sum.opened, N);
	check_found(&w, "other", place_of(&w, 3));
	/* Erased: only its name is compared. */
	w.open[3] = false;
	sum = scrub(&w, true);
	CHECK_INT(sum.findings, 0);
	CHECK_INT(sum.opened, N - 1);
}

TEST(shares_of_a_store_are_the_whole_store)
{
	for (int of = 1; of < 8; of++) {
		AUTO_BED b;
		AUTO_WATCH w;
		int64_t objects = 0;
		struct err e;
		watch_init(&w, &b);
		for (int part = 1; part <= of; part++) {
			struct payload_scrub how = { .part = part, .of = of };
			struct payload_sum sum = { 0 };
			CHECK_OK(payload_scrub(b.store, &how, &sum, &e), &e);
			objects += sum.objects;
		}
		CHECK_INT(objects, N);
	}
}

TEST(a_scrub_goes_no_faster_than_told)
{
	AUTO_BED b;
	AUTO_WATCH w;
	struct err e;
	struct payload_sum sum = { 0 };
	struct timespec from;
	struct timespec to;
	watch_init(&w, &b);
	struct payload_scrub how = { .bytes_per_s = 8 << 20 };
	clock_gettime(CLOCK_MONOTONIC, &from);
	CHECK_OK(payload_scrub(b.store, &how, &sum, &e), &e);
	clock_gettime(CLOCK_MONOTONIC, &to);
	double s = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
	CHECK(s >= (double)sum.bytes / (8 << 20) - 0.01);
}

TEST(a_scrub_can_be_ended)
{
	AUTO_BED b;
	AUTO_WATCH w;
	struct err e;
	struct payload_sum sum = { .objects = -5 };
	watch_init(&w, &b);
	for (int i = 0; i < N; i++) {
		chmod(bed_object(&b, &w.p[i].name), 0600);
		CHECK(truncate(bed_object(&b, &w.p[i].name), 7) == 0);
	}
	w.stop_after = 2;
	struct payload_scrub how = { .found = note, .ctx = &w };
	CHECK_ERR(payload_scrub(b.store, &how, &sum, &e), ERR_BUSY);
	CHECK_STR(str_of(e.text), "enough");
	CHECK_INT(sum.objects, -5);
	CHECK_ERR(payload_scrub(bed_path(&b, "absent"), &how, &sum, &e), ERR_NOTFOUND);
}
