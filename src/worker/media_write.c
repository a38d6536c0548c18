/* SPDX-License-Identifier: GPL-3.0-or-later */
/* media_write.c - a decoded picture made small, turned upright, and written as JPEG. */
#include "worker/media_priv.h"

#include <errno.h>
#include <libswscale/swscale.h>
#include <unistd.h>

static AVFrame *frame_new(int w, int h, enum AVPixelFormat format)
{
	AVFrame *f = av_frame_alloc();
	if (!f)
		die("no memory for a picture");
	f->width = w;
	f->height = h;
	f->format = format;
	if (av_frame_get_buffer(f, 0) < 0)
		die("no memory for a picture");
	return f;
}

static int convert(const AVFrame *from, AVFrame *to, struct err *e)
{
	struct SwsContext *s = sws_getContext(from->width, from->height, from->format, to->width,
					      to->height, to->format, SWS_AREA, NULL, NULL, NULL);
	int rc = s ? sws_scale(s, (const uint8_t *const *)from->data, from->linesize, 0,
			       from->height, to->data, to->linesize)
		   : -1;
	sws_freeContext(s);
	return rc > 0 ? 0
		      : err_set(e, ERR_INPUT,
				"the picture's colours are of a kind that is not read");
}

/* Where the pixel that shall stand at (x, y) of the upright picture stands in one of w by h pixels
 * (EXIF 2.32, tag 274: where the 0th row and column are). */
static void upright(int orientation, int w, int h, int x, int y, int *ret_x, int *ret_y)
{
	const struct {
		int x, y;
	} P[] = {
		{ x, y }, { w - 1 - x, y }, { w - 1 - x, h - 1 - y }, { x, h - 1 - y },
		{ y, x }, { y, h - 1 - x }, { w - 1 - y, h - 1 - x }, { w - 1 - y, x },
	};
	*ret_x = P[orientation - 1].x;
	*ret_y = P[orientation - 1].y;
}

static AVFrame *turned(const AVFrame *f, int orientation)
{
	bool lies = orientation >= 5;
	AVFrame *t = frame_new(lies ? f->height : f->width, lies ? f->width : f->height, f->format);
	for (int y = 0; y < t->height; y++)
		for (int x = 0; x < t->width; x++) {
			int fx;
			int fy;
			upright(orientation, f->width, f->height, x, y, &fx, &fy);
			memcpy(t->data[0] + (ptrdiff_t)y * t->linesize[0] + (ptrdiff_t)3 * x,
			       f->data[0] + (ptrdiff_t)fy * f->linesize[0] + (ptrdiff_t)3 * fx, 3);
		}
	return t;
}

static int encode(const AVFrame *f, AVPacket *p, struct err *e)
{
	const AVCodec *jpeg = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
	AVCodecContext *c = avcodec_alloc_context3(jpeg);
	if (!jpeg || !c)
		die("libav writes no JPEG");
	c->width = f->width;
	c->height = f->height;
	c->pix_fmt = f->format;
	c->color_range = AVCOL_RANGE_JPEG;
	c->time_base = (AVRational){ 1, 1 };
	c->thread_count = 1;
	c->flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT;
	c->global_quality = 4 * FF_QP2LAMBDA;
	bool ok = avcodec_open2(c, jpeg, NULL) == 0 && avcodec_send_frame(c, f) == 0 &&
		  avcodec_receive_packet(c, p) == 0;
	avcodec_free_context(&c);
	return ok ? 0 : err_set(e, ERR_INPUT, "the picture cannot be written as JPEG");
}

static int write_all(int fd, const AVPacket *p, struct err *e)
{
	for (int at = 0; at < p->size;) {
		ssize_t n = write(fd, p->data + at, (size_t)(p->size - at));
		if (n < 0 && errno != EINTR)
			return err_set(e, ERR_IO, "cannot write a picture: %s", strerror(errno));
		at += n > 0 ? (int)n : 0;
	}
	return 0;
}

/* Within side by side, whichever way it lies; never larger than it was, never nothing. */
static void fit(int w, int h, int side, int *ret_w, int *ret_h)
{
	int longer = w > h ? w : h;
	int64_t to = longer < side ? longer : side;
	int64_t nw = w * to / longer;
	int64_t nh = h * to / longer;
	*ret_w = nw < 1 ? 1 : (int)nw;
	*ret_h = nh < 1 ? 1 : (int)nh;
}

static int write_as_jpeg(const AVFrame *rgb, AVFrame **yuv, AVPacket *p, int fd, struct err *e)
{
	*yuv = frame_new(rgb->width, rgb->height, AV_PIX_FMT_YUVJ420P);
	TRY(convert(rgb, *yuv, e));
	(*yuv)->quality = 4 * FF_QP2LAMBDA;
	TRY(encode(*yuv, p, e));
	return write_all(fd, p, e);
}

int media_write(struct media *m, int side, int fd, int *ret_width, int *ret_height,
		int64_t *ret_bytes, struct err *e)
{
	int w;
	int h;
	fit(m->frame->width, m->frame->height, side, &w, &h);
	AVFrame *rgb = frame_new(w, h, AV_PIX_FMT_RGB24);
	AVFrame *yuv = NULL;
	AVPacket *p = av_packet_alloc();
	int rc = convert(m->frame, rgb, e);
	if (rc == 0 && m->info.orientation > 1) {
		AVFrame *t = turned(rgb, m->info.orientation);
		av_frame_free(&rgb);
		rgb = t;
	}
	if (rc == 0)
		rc = write_as_jpeg(rgb, &yuv, p, fd, e);
	if (rc == 0) {
		*ret_width = rgb->width;
		*ret_height = rgb->height;
		*ret_bytes = p->size;
	}
	av_frame_free(&rgb);
	av_frame_free(&yuv);
	av_packet_free(&p);
	return rc;
}
