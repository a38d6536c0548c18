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
	struct media_info info;
};

#endif
