/* SPDX-License-Identifier: GPL-3.0-or-later */
/* media_priv.h - what media.c (reading) and media_write.c (writing) share. */
#ifndef VIGIL_WORKER_MEDIA_PRIV_H
#define VIGIL_WORKER_MEDIA_PRIV_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>

#include "worker/media.h"

struct media {
	int fd;
	AVFormatContext *fmt;
	AVIOContext *io;
	AVCodecContext *dec;
	AVFrame *frame;
	int stream;
	struct heif_image *heif; /* what `frame` shows; NULL: libav's own */
	struct media_info info;
};

/* Whether it says that it is a HEIC or another HEIF that holds no AV1. */
bool media_is_heif(int fd);
/* Opens it and decodes its main picture, upright, as the frame. ERR_INPUT; ERR_TOOBIG. */
int media_open_heif(struct media *m, struct err *e) MUST_USE;
void media_close_heif(struct media *m);

#endif
