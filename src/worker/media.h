/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * media.h - pictures out of images and videos, for looking at: decoded, made small, turned upright,
 * written as JPEG. The original is read and never changed; what is made carries none of its
 * metadata. A picture made here is a working copy and no evidence.
 *
 * Only the formats and codecs named in media.c are tried. Sizes in the file are held against
 * MEDIA_PIXELS_MAX before memory is asked for.
 */
#ifndef VIGIL_WORKER_MEDIA_H
#define VIGIL_WORKER_MEDIA_H

#include "base/base.h"

enum { MEDIA_PIXELS_MAX = 120000000, MEDIA_PACKETS_MAX = 4000 };

struct media_info {
	int width; /* as stored, before it is turned */
	int height;
	int orientation; /* EXIF: 1 upright ... 8 */
	const char *format;
	const char *codec;
	int64_t duration_ms; /* 0: an image, or unknown */
	bool is_image;
};

struct media;
/* ERR_INPUT: not a picture or video that can be read; ERR_TOOBIG. */
int media_open(int fd, struct media **ret, struct err *e) MUST_USE;
void media_close(struct media *m);
void media_closep(struct media **m);
#define AUTO_MEDIA AUTO(media_closep) struct media
const struct media_info *media_info(const struct media *m);

/* A picture at about `at_ms` (the key frame before it), kept until the next call. */
int media_frame(struct media *m, int64_t at_ms, struct err *e) MUST_USE;
/* The picture, upright, as JPEG of at most `side` pixels each way, never made larger, to `fd`. */
int media_write(struct media *m, int side, int fd, int *ret_width, int *ret_height,
		int64_t *ret_bytes, struct err *e) MUST_USE;

#endif
