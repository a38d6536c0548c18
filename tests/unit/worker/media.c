/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: turned as each of the eight orientations says, and never larger than they were. */
#define _GNU_SOURCE /* memfd_create */
#include "check.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "worker/media_priv.h"

/* Which of red, green, blue and white the pixel is, of a frame in YUV 4:2:0 with full range. */
static char colour(const AVFrame *f, int x, int y)
{
	int luma = f->data[0][y * f->linesize[0] + x];
	int u = f->data[1][y / 2 * f->linesize[1] + x / 2];
	int v = f->data[2][y / 2 * f->linesize[2] + x / 2];
	if (luma > 230)
		return 'W';
	if (v > 200)
		return 'R';
	return u > 200 ? 'B' : u < 80 && v < 80 ? 'G' : '?';
}

/* Corners as a person reads: left to right, then the lower ones. */
static void corners(const AVFrame *f, char ret[5])
{
	int w = f->width;
	int h = f->height;
	ret[0] = colour(f, w / 8, h / 8);
	ret[1] = colour(f, w - w / 8, h / 8);
	ret[2] = colour(f, w / 8, h - h / 8);
	ret[3] = colour(f, w - w / 8, h - h / 8);
	ret[4] = '\0';
}

/* EXIF 2.32, tag 274, for a picture stored as red green / blue white. */
TEST(eight_orientations)
{
	static const char *const WANT[] = { "RGBW", "GRWB", "WBGR", "BWRG",
					    "RBGW", "BRWG", "WGBR", "GWRB" };
	for (int o = 1; o <= 8; o++) {
		AUTO_MEDIA *m = NULL;
		AUTO_MEDIA *made = NULL;
		struct err e = { 0 };
		char got[5];
		int w = 0;
		int h = 0;
		int64_t bytes = 0;
		AUTO_FD fd = open("tests/data/media/quarters.jpg", O_RDONLY | O_CLOEXEC);
		AUTO_FD out = memfd_create("out", MFD_CLOEXEC);
		CHECK_OK(media_open(fd, &m, &e), &e);
		CHECK_OK(media_frame(m, 0, &e), &e);
		m->info.orientation = o;
		CHECK_OK(media_write(m, 80, out, &w, &h, &bytes, &e), &e);
		CHECK_INT(w, o < 5 ? 80 : 60);
		CHECK_INT(h, o < 5 ? 60 : 80);
		CHECK_OK(media_open(out, &made, &e), &e);
		CHECK_OK(media_frame(made, 0, &e), &e);
		CHECK_INT(made->info.orientation, 1);
		corners(made->frame, got);
		if (strcmp(got, WANT[o - 1]) != 0)
			FAIL("orientation %d shows %s, not %s", o, got, WANT[o - 1]);
	}
}

TEST(sizes)
{
	static const struct {
		int side, width, height;
	} T[] = { { 16, 16, 12 }, { 80, 80, 60 }, { 160, 160, 120 }, { 4096, 160, 120 } };
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_MEDIA *m = NULL;
		struct err e = { 0 };
		int w = 0;
		int h = 0;
		int64_t bytes = 0;
		AUTO_FD fd = open("tests/data/media/plain.png", O_RDONLY | O_CLOEXEC);
		AUTO_FD out = memfd_create("out", MFD_CLOEXEC);
		CHECK_OK(media_open(fd, &m, &e), &e);
		CHECK_OK(media_frame(m, 0, &e), &e);
		CHECK_OK(media_write(m, T[i].side, out, &w, &h, &bytes, &e), &e);
		CHECK_INT(w, T[i].width);
		CHECK_INT(h, T[i].height);
		CHECK_INT(bytes, lseek(out, 0, SEEK_END));
	}
}

/* Formats that name other files or addresses are not opened, whatever they say. */
TEST(lists_and_sounds_are_no_pictures)
{
	static const char *const T[] = {
		"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
		"ffconcat version 1.0\nfile '/etc/passwd'\n",
		"<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"></MPD>",
		"<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>",
		"RIFF\x24\0\0\0WAVEfmt ",
		"",
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_MEDIA *m = NULL;
		AUTO_FD fd = memfd_create("in", MFD_CLOEXEC);
		CHECK(write(fd, T[i], strlen(T[i])) == (ssize_t)strlen(T[i]));
		CHECK_ERR(media_open(fd, &m, NULL), ERR_INPUT);
	}
}

TEST(tiles_are_put_together_and_turned)
{
	AUTO_MEDIA *m = NULL;
	struct err e = { 0 };
	AUTO_FD fd = open("tests/data/media/tiles.heic", O_RDONLY | O_CLOEXEC);
	CHECK_OK(media_open(fd, &m, &e), &e);
	CHECK_OK(media_frame(m, 0, &e), &e);
	CHECK_INT(m->info.width, 220);
	CHECK_INT(m->info.height, 300);
	/* Turned to the left, (x, y) of 300 by 220 is at (y, 299 - x): the next tile is 160 above it or 120 to the right. */
	for (int x = 4; x < 140; x += 8)
		for (int y = 4; y < 100; y += 8) {
			const uint8_t *p = m->frame->data[0] +
					   (ptrdiff_t)(299 - x) * m->frame->linesize[0] + 3 * y;
			const uint8_t *q = p - (ptrdiff_t)160 * m->frame->linesize[0];
			const uint8_t *r = p + 3 * 120;
			if (memcmp(p, q, 3) != 0 || memcmp(p, r, 3) != 0)
				FAIL("the tiles differ at %d, %d", x, y);
		}
}

/* Whatever byte is wrong, it is a picture or none. */
TEST(broken_tiles_do_no_harm)
{
	AUTO_ARENA *a = arena_new(0);
	struct str whole;
	struct err e = { 0 };
	size_t read = 0;
	CHECK_OK(file_read("tests/data/media/tiles.heic", 4096, a, &whole, &e), &e);
	for (size_t i = 12; i < whole.n; i++) {
		AUTO_MEDIA *m = NULL;
		AUTO_FD fd = memfd_create("broken", MFD_CLOEXEC);
		char *bytes = arena_alloc(a, whole.n, 1);
		memcpy(bytes, whole.p, whole.n);
		bytes[i] ^= (char)(1 << (i % 8));
		CHECK(write(fd, bytes, whole.n) == (ssize_t)whole.n);
		read += media_open(fd, &m, NULL) == 0;
		arena_clear(a);
		CHECK_OK(file_read("tests/data/media/tiles.heic", 4096, a, &whole, &e), &e);
	}
	CHECK(read > 0 && read < whole.n);
}
