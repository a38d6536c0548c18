/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vigil-worker as others start it: what it answers, how it is confined, how it is ended. */
#define _GNU_SOURCE /* memfd_create */
#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "archive_make.h"
#include "base/bytes.h"
#include "base/child.h"
#include "base/confine.h"
#include "base/file.h"
#include "evidence/look.h"

/* build/MODE/test/evidence/worker -> build/MODE/vigil-worker */
static struct worker the_worker(struct arena *a)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	assert(n > 0);
	self[n] = '\0';
	for (int i = 0; i < 3; i++)
		*strrchr(self, '/') = '\0';
	return (struct worker){ str_printf(a, "%s/vigil-worker", self).p };
}

static const char *dev_data(void)
{
	const char *p = getenv("VIGIL_DEV_DATA");
	return p && *p ? p : "../shared";
}

/* ---- kinds of file ---- */

TEST(kinds)
{
	static const struct {
		struct str head;
		const char *type;
		bool agree;
		bool c2pa;
	} T[] = {
#define LIT(s) { s, sizeof(s) - 1 }
		{ LIT("\xFF\xD8\xFF\xE0\0\20JFIF\0\1\1\0\0\1\0\1\0\0"), "image/jpeg", true, false },
		{ LIT("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0"), "image/png",
		  true, false },
		{ LIT("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\0\0\0\0"
		      "\0\0\0\4caBXjumb\0\0\0\0"),
		  "image/png", true, true },
		{ LIT("%PDF-1.7\n"), "application/pdf", true, false },
		{ LIT("WARC/1.1\r\nWARC-Type: warcinfo\r\n"), "application/warc", true, false },
		{ LIT("hello\n"), "text/plain", true, false },
		{ LIT(""), "application/x-empty", true, false },
		{ LIT("{\"a\":1}"), "application/json", true, false },
		/* A segment that says it is longer than the file. */
		{ LIT("\xFF\xD8\xFF\xEB\xFF\xFFjumb c2pa"), "image/jpeg", true, false },
	};
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	for (size_t i = 0; i < COUNT(T); i++) {
		struct look_kind k = { 0 };
		struct err e = { 0 };
		AUTO_FD fd = memory_file(T[i].head);
		CHECK_OK(look_kind(&w, fd, a, &k, &e), &e);
		CHECK_STR(k.media_type, T[i].type);
		CHECK_INT(k.agree, T[i].agree);
		CHECK_INT(k.c2pa, T[i].c2pa);
	}
}

static int is_jpg(const struct dirent *d)
{
	return strstr(d->d_name, ".jpg") != NULL;
}

/* That a manifest is there is all that is said, of good and of broken ones. A has none. */
TEST(content_credentials)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	const char *folder = str_printf(a, "%s/vectors/evidence/c2pa", dev_data()).p;
	struct dirent **names = NULL;
	int n = scandir(folder, &names, is_jpg, alphasort);
	if (n <= 0)
		SKIP("no C2PA files");
	int with = 0;
	for (int i = 0; i < n; i++) {
		struct look_kind k = { 0 };
		struct err e = { 0 };
		AUTO_FD fd = open(str_printf(a, "%s/%s", folder, names[i]->d_name).p,
				  O_RDONLY | O_CLOEXEC);
		CHECK_OK(look_kind(&w, fd, a, &k, &e), &e);
		CHECK_STR(k.media_type, "image/jpeg");
		with += k.c2pa;
		CHECK_INT(k.c2pa, strcmp(names[i]->d_name, "adobe-20220124-A.jpg") != 0);
		free(names[i]);
	}
	free(names);
	printf("  %d files, %d with Content Credentials\n", n, with);
}

/* ---- pictures ---- */

TEST(pictures)
{
	static const struct {
		const char *file;
		int width, height; /* of the 64-pixel picture, upright */
		int orientation;
		bool image;
	} T[] = {
		{ "tests/data/media/upright.jpg", 64, 48, 1, true },
		{ "tests/data/media/turned.jpg", 48, 64, 6, true },
		{ "tests/data/media/plain.png", 64, 48, 1, true },
		{ "tests/data/media/plain.webp", 64, 48, 1, true },
		{ "tests/data/media/still.avif", 64, 48, 1, true },
		{ "tests/data/media/phone.heic", 64, 48, 1, true },
		{ "tests/data/media/moving.mp4", 64, 48, 1, false },
		{ "tests/data/media/moving.webm", 64, 48, 1, false },
	};
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	for (size_t i = 0; i < COUNT(T); i++) {
		struct look_pictures p = { 0 };
		struct look_kind k = { 0 };
		struct err e = { 0 };
		AUTO_FD fd = open(T[i].file, O_RDONLY | O_CLOEXEC);
		AUTO_FD small = memory_file(STR(""));
		AUTO_FD large = memory_file(STR(""));
		CHECK_OK(look_thumbnails(&w, fd, (int[]){ 64, 1280 }, (int[]){ small, large }, 2, a,
					 &p, &e),
			 &e);
		CHECK_INT(p.n, 2);
		CHECK_INT(p.orientation, T[i].orientation);
		CHECK(p.is_image == T[i].image);
		CHECK_INT(p.items[0].width, T[i].width);
		CHECK_INT(p.items[0].height, T[i].height);
		CHECK_INT(p.items[0].bytes, lseek(small, 0, SEEK_END));
		/* Never larger than it was. */
		CHECK(p.items[1].width <= 160 && p.items[1].height <= 160);
		CHECK_OK(look_kind(&w, small, a, &k, &e), &e);
		CHECK_STR(k.media_type, "image/jpeg");
	}
}

/* Phones write a grid of tiles, and how it is to be turned. */
TEST(a_picture_in_tiles)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	struct look_pictures p = { 0 };
	struct look_kind k = { 0 };
	struct err e = { 0 };
	AUTO_FD fd = open("tests/data/media/tiles.heic", O_RDONLY | O_CLOEXEC);
	AUTO_FD out = memory_file(STR(""));
	CHECK_OK(look_kind(&w, fd, a, &k, &e), &e);
	CHECK_STR(k.media_type, "image/heic");
	CHECK_OK(look_thumbnails(&w, fd, (int[]){ 1280 }, &out, 1, a, &p, &e), &e);
	CHECK(p.is_image && p.orientation == 1);
	CHECK_INT(p.items[0].width, 220);
	CHECK_INT(p.items[0].height, 300);
}

TEST(a_picture_that_is_not_read_says_so)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	struct look_pictures p = { 0 };
	struct err e = { 0 };
	struct str whole;
	CHECK_OK(file_read("tests/data/media/phone.heic", 4096, a, &whole, &e), &e);
	AUTO_FD cut = memory_file(str_n(whole.p, 300));
	AUTO_FD out = memory_file(STR(""));
	CHECK_ERR(look_thumbnails(&w, cut, (int[]){ 64 }, &out, 1, a, &p, &e), ERR_INPUT);
	CHECK_STR(str_of(e.text), "not an image or video of a kind that is read");
}

/* That each pixel is where it belongs is tests/unit/worker/media.c. */
TEST(turned_and_bare)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	struct err e = { 0 };
	struct look_fields f = { 0 };
	AUTO_FD fd = open("tests/data/media/turned.jpg", O_RDONLY | O_CLOEXEC);
	AUTO_FD out = memory_file(STR(""));
	struct look_pictures p = { 0 };
	CHECK_OK(look_metadata(&w, fd, a, &f, &e), &e);
	CHECK_STR(look_field_value(&f, STR("Orientation")), "6");
	CHECK_OK(look_thumbnails(&w, fd, (int[]){ 64 }, &out, 1, a, &p, &e), &e);
	/* What was made carries none of the original's metadata. */
	CHECK_OK(look_metadata(&w, out, a, &f, &e), &e);
	CHECK(!look_field_value(&f, STR("Orientation")).p);
	CHECK(!look_field_value(&f, STR("Artist")).p);
	CHECK_STR(look_field_value(&f, STR("ImageWidth")), "48");
}

TEST(keyframes)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	struct look_pictures p = { 0 };
	struct err e = { 0 };
	AUTO_FD fd = open("tests/data/media/moving.mp4", O_RDONLY | O_CLOEXEC);
	AUTO_FD image = open("tests/data/media/upright.jpg", O_RDONLY | O_CLOEXEC);
	int outs[4];
	for (int i = 0; i < 4; i++)
		outs[i] = memory_file(STR(""));
	CHECK_OK(look_keyframes(&w, fd, 64, outs, 4, a, &p, &e), &e);
	CHECK_INT(p.n, 4);
	CHECK(p.duration_ms >= 1900 && p.duration_ms <= 2100);
	for (size_t i = 0; i < p.n; i++)
		CHECK_INT(p.items[i].at_ms, p.duration_ms * (int64_t)(2 * i + 1) / 8);
	CHECK_ERR(look_keyframes(&w, image, 64, outs, 4, a, &p, &e), ERR_INPUT);
	for (int i = 0; i < 4; i++)
		close(outs[i]);
}

/* Not read, or read as what is there; never a crash, and no file larger than allowed. */
TEST(broken_pictures)
{
	static const char *const FILES[] = { "upright.jpg", "plain.png",  "plain.webp",
					     "still.avif",  "moving.mp4", "moving.webm" };
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	int refused = 0;
	int n = 0;
	for (size_t i = 0; i < COUNT(FILES); i++) {
		struct str s = STR_NULL;
		struct err e = { 0 };
		CHECK_OK(file_read(str_printf(a, "tests/data/media/%s", FILES[i]).p, 1 << 20, a, &s,
				   &e),
			 &e);
		for (size_t part = 1; part < 8; part++, n++) {
			struct look_pictures p;
			char *copy = NEW_N(a, s.n, char);
			memcpy(copy, s.p, s.n);
			for (size_t k = 0; k < 9; k++)
				copy[(s.n * part / 8 + k * 977) % s.n] ^= 0x55;
			AUTO_FD fd = memory_file(part % 2 ? str_n(copy, s.n)
							  : str_n(s.p, s.n * part / 8));
			AUTO_FD out = memory_file(STR(""));
			int rc = look_thumbnails(&w, fd, (int[]){ 64 }, &out, 1, a, &p, &e);
			CHECK(rc == 0 || rc == ERR_INPUT || rc == ERR_TOOBIG);
			refused += rc != 0;
		}
	}
	printf("  %d broken pictures, %d refused\n", n, refused);
	/* A picture of 100,000 by 100,000 pixels, as it says. */
	struct look_pictures p;
	struct err e = { 0 };
	AUTO_FD fd =
		memory_file(STR("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\1\x86\xA0\0\1\x86\xA0\10\2\0\0\0"
				"\x0f\x8b\x2c\x4b\0\0\0\0IDAT\x35\xaf\x06\x1e"));
	AUTO_FD out = memory_file(STR(""));
	int rc = look_thumbnails(&w, fd, (int[]){ 64 }, &out, 1, a, &p, &e);
	CHECK(rc == ERR_TOOBIG || rc == ERR_INPUT);
}

/* ---- metadata ---- */

TEST(metadata)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	struct look_fields f = { 0 };
	struct err e = { 0 };
	AUTO_FD fd = open("tests/data/media/turned.jpg", O_RDONLY | O_CLOEXEC);
	AUTO_FD none = memory_file(STR("\x01\x02\x03\x04\x05"));
	CHECK_OK(look_metadata(&w, fd, a, &f, &e), &e);
	CHECK_STR(look_field_value(&f, STR("Artist")), "Example person 12");
	CHECK(str_starts(look_field_value(&f, STR("GPSLatitude")), STR("35.5")));
	for (size_t i = 0; i < f.n; i++)
		CHECK(!str_eq(f.items[i].group, STR("System")));
	/* In memory it has no name and no place; the same is read. */
	struct str s = STR_NULL;
	CHECK_OK(file_read("tests/data/media/turned.jpg", 1 << 20, a, &s, &e), &e);
	AUTO_FD copy = memory_file(s);
	struct look_fields g = { 0 };
	CHECK_OK(look_metadata(&w, copy, a, &g, &e), &e);
	CHECK_INT(g.n, f.n);
	CHECK_OK(look_metadata(&w, none, a, &f, &e), &e);
	CHECK(look_field_value(&f, STR("Error")).p != NULL);
}

/* ---- archives ---- */

TEST(archives)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	struct err e = { 0 };
	struct look_entries en = { 0 };
	struct zip_make z;
	zip_make_begin(&z);
	zip_make_file(&z, STR("a.txt"), STR("first"));
	zip_make_file(&z, STR("\xD8\xB9\xDA\xA9\xD8\xB3/b.txt"), STR("second!"));
	AUTO_FD fd = memory_file(zip_make_done(&z));
	zip_make_free(&z);
	AUTO_FD out = memory_file(STR(""));
	CHECK_OK(look_archive(&w, fd, out, 1000, a, &en, &e), &e);
	CHECK_INT(en.n, 2);
	if (en.n == 2) {
		CHECK_STR(en.items[1].name, "\xD8\xB9\xDA\xA9\xD8\xB3/b.txt");
		CHECK_INT(en.items[1].offset, 5);
		CHECK_INT(en.items[1].bytes, 7);
		struct hash h = hash_of(STR("second!"));
		CHECK(hash_eq(&h, &en.items[1].sha256));
	}
	char text[20] = "";
	CHECK(pread(out, text, sizeof text, 0) == 12 && memcmp(text, "firstsecond!", 12) == 0);
	CHECK_ERR(look_archive(&w, fd, out, 11, a, &en, &e), ERR_TOOBIG);

	CHECK_OK(look_archive(&w, fd, -1, 1000, a, &en, &e), &e);
	struct look_entry one;
	AUTO_FD single = memory_file(STR(""));
	CHECK_OK(look_extract(&w, fd, STR("a.txt"), single, 1000, a, &one, &e), &e);
	CHECK(pread(single, text, sizeof text, 0) == 5 && memcmp(text, "first", 5) == 0);
	CHECK_ERR(look_extract(&w, fd, STR("c.txt"), single, 1000, a, &one, &e), ERR_NOTFOUND);
	AUTO_FD none = memory_file(STR("PK\3\4 not really"));
	CHECK_ERR(look_archive(&w, none, -1, 1000, a, &en, &e), ERR_INPUT);
}

TEST(hostile_names)
{
	static const struct {
		struct str name;
		const char *why;
	} T[] = {
		{ LIT("../up"), "leads out" },
		{ LIT("a/../../up"), "leads out" },
		{ LIT("/etc/passwd"), "absolute" },
		/* libarchive turns the stroke. */
		{ LIT("C:\\x"), "drive" },
		{ LIT("C:x"), "drive" },
		{ LIT("a\nb"), "control" },
		{ LIT("a\x1b[2Jb"), "control" },
		{ LIT("photo\xE2\x80\xAEgpj.exe"), "direction" },
		{ LIT("a//b"), "empty part" },
		{ LIT("a\xFF"
		      "b"),
		  "name" },
	};
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	struct err e = { 0 };
	struct look_entries en = { 0 };
	struct zip_make z;
	zip_make_begin(&z);
	for (size_t i = 0; i < COUNT(T); i++)
		zip_make_file(&z, T[i].name, STR("content"));
	zip_make_entry(&z, STR("link"), STR("/etc/passwd"), 0120777, 11, 0);
	zip_make_file(&z, STR("good"), STR("good"));
	AUTO_FD fd = memory_file(zip_make_done(&z));
	zip_make_free(&z);
	AUTO_FD out = memory_file(STR(""));
	CHECK_OK(look_archive(&w, fd, out, 1000, a, &en, &e), &e);
	CHECK_INT(en.n, COUNT(T) + 2);
	for (size_t i = 0; i < en.n && i < COUNT(T); i++)
		if (!str_has(en.items[i].refused, str_of(T[i].why)))
			FAIL("%zu: %.*s", i, STR_FMT(en.items[i].refused));
	if (en.n == COUNT(T) + 2) {
		CHECK_STR(en.items[COUNT(T)].refused, "a link to another file");
		CHECK_INT(en.items[COUNT(T) + 1].refused.n, 0);
	}
	CHECK_INT(lseek(out, 0, SEEK_END), 4); /* nothing of the others was unpacked */
}

TEST(links_and_devices)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	struct err e = { 0 };
	struct look_entries en = { 0 };
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	tar_entry(&b, "good", '0', "", STR("good"));
	tar_entry(&b, "soft", '2', "/etc/passwd", STR(""));
	tar_entry(&b, "hard", '1', "../../etc/passwd", STR(""));
	tar_entry(&b, "pipe", '6', "", STR(""));
	tar_entry(&b, "char", '3', "", STR(""));
	buf_add_n(&b, (char[1024]){ 0 }, 1024);
	AUTO_FD fd = memory_file(buf_str(&b));
	CHECK_OK(look_archive(&w, fd, -1, 1000, a, &en, &e), &e);
	CHECK_INT(en.n, 5);
	for (size_t i = 0; i < en.n; i++)
		CHECK_INT(en.items[i].refused.n > 0, i > 0);
}

/* Sizes that are not so: what is there counts. */
TEST(sizes_are_not_believed)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	struct err e = { 0 };
	struct look_entries en = { 0 };
	struct zip_make z;
	zip_make_begin(&z);
	zip_make_entry(&z, STR("liar"), STR("four"), 0100644, 4000000000U, 0);
	AUTO_FD fd = memory_file(zip_make_done(&z));
	zip_make_free(&z);
	int rc = look_archive(&w, fd, -1, 1000, a, &en, &e);
	CHECK(rc == ERR_INPUT || (rc == 0 && en.n == 1 && en.items[0].bytes == 4));
}

/* ---- confinement and its ends, of the program itself ---- */

static struct str status_line(int pid, const char *name, struct arena *a)
{
	struct str s = STR_NULL;
	struct err e = { 0 };
	struct str line = STR_NULL;
	if (file_read(str_printf(a, "/proc/%d/status", pid).p, 65536, a, &s, &e) < 0)
		return STR_NULL;
	while (s.p) {
		s = str_cut(s, '\n', &line);
		if (str_starts(line, str_of(name)))
			return str_trim(str_from(line, strlen(name)));
	}
	return STR_NULL;
}

/* Its input is a pipe into which nobody writes: it waits for the first byte, and is looked at. */
TEST(confined_before_the_first_byte)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	int in[2];
	int line[2];
	CHECK(pipe(in) == 0 && pipe(line) == 0);
	CHECK(write(line[1], "{\"job\":\"sniff\"}", 15) == 15);
	close(line[1]);
	pid_t pid = fork();
	if (pid == 0) {
		close(in[1]); /* where this program was given a descriptor 3, nothing below takes its place */
		int null = open("/dev/null", O_RDWR);
		int from = fcntl(in[0], F_DUPFD, 100);
		dup2(line[0], 0);
		dup2(from, 3);
		dup2(null, 4);
		execl(w.path, "vigil-worker", (char *)NULL);
		_exit(127);
	}
	struct str seccomp = STR_NULL;
	for (int i = 0; i < 6000 && !str_eq(seccomp, STR("2")); i++) {
		usleep(10000);
		seccomp = status_line((int)pid, "Seccomp:", a);
	}
	CHECK_STR(seccomp, "2");
	CHECK_STR(status_line((int)pid, "NoNewPrivs:", a), "1");
	/* Not dumpable: its memory belongs to root. */
	struct stat st;
	if (getuid() != 0 && stat(str_printf(a, "/proc/%d/mem", (int)pid).p, &st) == 0)
		CHECK_INT(st.st_uid, 0);
	close(in[1]);
	close(in[0]);
	close(line[0]);
	int status = 0;
	waitpid(pid, &status, 0);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* A server that has confined itself can still ask, and can do nothing else with what that needs. */
TEST(asked_by_a_confined_server)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	char folder[200];
	check_folder(folder, sizeof folder, "server");
	if (syscall(444, NULL, 0, 1) < 1) {
		rmdir(folder);
		SKIP("no Landlock on this kernel");
	}
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		const char *const folders[] = { folder };
		struct confine_reading c = {
			.fd = -1, .folders = folders, .n_folders = 1, .network = true
		};
		struct look_kind k;
		struct look_fields f;
		struct child_result r;
		const char *argv[] = { "true", NULL };
		struct child_spec s = {
			.path = "/bin/true", .argv = argv, .collect = -1, .deadline_ms = 60000
		};
		bool done;
		struct str picture = STR_NULL;
		if (file_read("tests/data/media/turned.jpg", 1 << 20, a, &picture, NULL) < 0)
			_exit(9);
		AUTO_FD fd = memory_file(picture);
		worker_needs(&w, a, &c);
		if (confine_reading(&c, &done, NULL) != 0 || !done)
			_exit(1);
		if (look_kind(&w, fd, a, &k, NULL) != 0 || !str_eq(k.media_type, STR("image/jpeg")))
			_exit(2);
		if (look_metadata(&w, fd, a, &f, NULL) != 0 ||
		    !look_field_value(&f, STR("Artist")).p)
			_exit(3);
		if (open("/etc/passwd", O_RDONLY) >= 0 || open(w.path, O_WRONLY) >= 0)
			_exit(4);
		if (child_run(&s, NULL, &r, NULL) == 0)
			_exit(5);
		_exit(open(str_printf(a, "%s/x", folder).p, O_WRONLY | O_CREAT, 0600) >= 0 ? 0 : 6);
	}
	int status = 0;
	waitpid(pid, &status, 0);
	CHECK(WIFEXITED(status));
	CHECK_INT(WEXITSTATUS(status), 0);
	unlink(str_printf(a, "%s/x", folder).p);
	rmdir(folder);
}

TEST(how_it_is_confined_is_told)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	struct worker_answer ans = { 0 };
	struct err e = { 0 };
	AUTO_FD fd = memory_file(STR("x"));
	struct worker_job job = { .options = STR("{\"job\":\"sniff\"}"), .input = fd };
	CHECK_OK(worker_run(&w, &job, a, &ans, &e), &e);
	CHECK(str_eq(ans.confined, STR("Landlock and seccomp")) ||
	      str_eq(ans.confined, STR("seccomp only")));
	printf("  confined by %.*s\n", STR_FMT(ans.confined));
}

TEST(ended_at_the_deadline)
{
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	struct worker_answer ans;
	struct err e = { 0 };
	int in[2];
	CHECK(pipe(in) == 0);
	/* Nobody writes to the pipe: without a deadline it would wait for ever. */
	struct worker_job job = { .options = STR("{\"job\":\"sniff\"}"),
				  .input = in[0],
				  .deadline_ms = 400 };
	CHECK_ERR(worker_run(&w, &job, a, &ans, &e), ERR_TOOBIG);
	close(in[0]);
	close(in[1]);
}

TEST(jobs_that_are_none)
{
	static const char *const T[] = {
		"",  "{}",	    "{\"job\":\"rm\"}",
		"[", "{\"job\":1}", "{\"job\":\"sniff\",\"job\":\"list\"}"
	};
	AUTO_ARENA *a = arena_new(0);
	struct worker w = the_worker(a);
	AUTO_FD fd = memory_file(STR("x"));
	for (size_t i = 0; i < COUNT(T); i++) {
		struct worker_answer ans;
		struct worker_job job = { .options = str_of(T[i]), .input = fd };
		CHECK_ERR(worker_run(&w, &job, a, &ans, NULL), ERR_INPUT);
	}
	struct worker_answer ans;
	struct worker none = { "/nowhere/vigil-worker" };
	struct worker_job job = { .options = STR("{\"job\":\"sniff\"}"), .input = fd };
	CHECK_ERR(worker_run(&none, &job, a, &ans, NULL), ERR_NOTFOUND);
}

/* Programs in the worker's place, saying what they like. */
TEST(answers_are_not_believed)
{
	static const char *const T[] = {
		"",
		"not JSON",
		"{\"ok\":true}",
		"{\"ok\":true,\"confined\":\"x\"}",
		"{\"ok\":true,\"confined\":\"x\",\"result\":[]}",
		"{\"ok\":true,\"confined\":\"x\",\"result\":{}}",
		"{\"ok\":true,\"confined\":\"x\",\"result\":{\"media_type\":5}}",
		"{\"ok\":true,\"confined\":\"x\",\"result\":{\"media_type\":\"a\",\"libmagic\":\"a\",\"first_bytes\":\"a\",\"agree\":1,\"c2pa\":true}}",
		"{\"ok\":false,\"confined\":\"x\",\"code\":0,\"error\":\"x\"}",
		"{\"ok\":false,\"confined\":\"x\",\"code\":-99,\"error\":\"x\"}",
		"{\"ok\":false,\"confined\":\"x\",\"code\":-2,\"error\":\"\\u001b[2J\xE2\x80\xAE\"}",
	};
	AUTO_ARENA *a = arena_new(0);
	AUTO_FD fd = memory_file(STR("x"));
	char folder[200];
	check_folder(folder, sizeof folder, "worker");
	struct worker w = { str_printf(a, "%s/program", folder).p };
	for (size_t i = 0; i < COUNT(T); i++) {
		struct look_kind k;
		struct err e = { 0 };
		struct str script = str_printf(a, "#!/bin/sh\ncat >&4 <<'END'\n%s\nEND\n", T[i]);
		CHECK_OK(file_write(w.path, script, 0700, &e), &e);
		CHECK_ERR(look_kind(&w, fd, a, &k, &e), ERR_INPUT);
		for (const char *p = e.text; *p; p++)
			CHECK(*p >= 0x20 && *p < 0x7F);
	}
	struct err e = { 0 };
	struct look_kind k;
	CHECK_OK(file_write(w.path, STR("#!/bin/sh\nyes >&4\n"), 0700, &e), &e);
	CHECK_ERR(look_kind(&w, fd, a, &k, &e), ERR_TOOBIG);
	CHECK_OK(file_write(w.path, STR("#!/bin/sh\nkill -SEGV $$\n"), 0700, &e), &e);
	CHECK_ERR(look_kind(&w, fd, a, &k, &e), ERR_INPUT);
	CHECK_OK(file_write(w.path, STR("#!/bin/sh\nexit 3\n"), 0700, &e), &e);
	CHECK_ERR(look_kind(&w, fd, a, &k, &e), ERR_IO);
	unlink(w.path);
	rmdir(folder);
}
