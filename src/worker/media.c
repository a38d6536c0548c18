/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/media_priv.h"

#include <errno.h>
#include <libavutil/avstring.h>
#include <libavutil/display.h>
#include <libavutil/opt.h>
#include <math.h>
#include <unistd.h>

/* No format that opens other files or addresses, no codec that is rarely used and rarely tested. */
#define FORMATS                                                                                    \
	"mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,ogg,flv,asf,"                       \
	"jpeg_pipe,png_pipe,webp_pipe,gif,bmp_pipe,tiff_pipe,image2"
#define CODECS                                                                                     \
	"mjpeg,png,webp,gif,bmp,tiff,vp8,vp9,h264,hevc,av1,libdav1d,mpeg4,mpeg2video,mpeg1video,"  \
	"h263,theora,msmpeg4v3,wmv2,wmv3,vc1,flv"

enum { IO_CHUNK = 65536, PROBE_MAX = 8 << 20, LARGE = 24000000 };

/* ---- bytes ---- */

static int io_read(void *ctx, uint8_t *p, int n)
{
	ssize_t got;
	while ((got = read(*(int *)ctx, p, (size_t)n)) < 0 && errno == EINTR)
		;
	return got < 0 ? AVERROR(EIO) : got == 0 ? AVERROR_EOF : (int)got;
}

static int64_t io_seek(void *ctx, int64_t to, int whence)
{
	int fd = *(int *)ctx;
	if (whence & AVSEEK_SIZE) {
		off_t here = lseek(fd, 0, SEEK_CUR);
		off_t size = lseek(fd, 0, SEEK_END);
		return lseek(fd, here, SEEK_SET) < 0 ? -1 : size;
	}
	return lseek(fd, to, whence & 3);
}

/* ---- opening ---- */

static int orientation_of(const AVStream *s)
{
	size_t n = 0;
	const uint8_t *side = av_stream_get_side_data(s, AV_PKT_DATA_DISPLAYMATRIX, &n);
	int32_t matrix[9];
	if (!side || n < sizeof matrix)
		return 1;
	memcpy(matrix, side, sizeof matrix);
	double ccw = av_display_rotation_get(matrix);
	if (isnan(ccw))
		return 1;
	int quarter = ((int)lround(-ccw / 90.0) % 4 + 4) % 4;
	static const int OF_QUARTER[] = { 1, 6, 3, 8 };
	return OF_QUARTER[quarter];
}

static int open_format(struct media *m, struct err *e)
{
	uint8_t *chunk = av_malloc(IO_CHUNK);
	m->fmt = avformat_alloc_context();
	m->io = chunk ? avio_alloc_context(chunk, IO_CHUNK, 0, &m->fd, io_read, NULL, io_seek)
		      : NULL;
	if (!m->fmt || !m->io)
		die("no memory for libav");
	m->fmt->pb = m->io;
	m->fmt->probesize = PROBE_MAX;
	m->fmt->format_probesize = 1 << 20;
	m->fmt->max_streams = 64;
	m->fmt->flags |= AVFMT_FLAG_CUSTOM_IO;
	if (av_opt_set(m->fmt, "format_whitelist", FORMATS, 0) < 0 ||
	    av_opt_set(m->fmt, "codec_whitelist", CODECS, 0) < 0 ||
	    av_opt_set(m->fmt, "protocol_whitelist", "", 0) < 0)
		die("libav has no lists of what is allowed");
	/* On failure it frees the context itself. */
	if (avformat_open_input(&m->fmt, NULL, NULL, NULL) < 0)
		return err_set(e, ERR_INPUT, "not an image or video of a kind that is read");
	return 0;
}

static int open_codec(struct media *m, struct err *e)
{
	const AVCodec *codec = NULL;
	/* Asking the streams for their parameters decodes a little, with the whitelist above. */
	if (avformat_find_stream_info(m->fmt, NULL) < 0)
		return err_set(e, ERR_INPUT, "the image or video is broken");
	m->stream = av_find_best_stream(m->fmt, AVMEDIA_TYPE_VIDEO, -1, -1, &codec, 0);
	if (m->stream < 0 || !codec)
		return err_set(e, ERR_INPUT, "there is no picture in it that can be read");
	const AVCodecParameters *par = m->fmt->streams[m->stream]->codecpar;
	if (!av_match_name(codec->name, CODECS))
		return err_set(e, ERR_INPUT, "a picture of a kind that is not read: %s",
			       codec->name);
	if (par->width <= 0 || par->height <= 0)
		return err_set(e, ERR_INPUT, "a picture without a size");
	int64_t pixels = (int64_t)par->width * par->height;
	if (pixels > MEDIA_PIXELS_MAX)
		return err_set(e, ERR_TOOBIG, "a picture of %d by %d pixels is not looked into",
			       par->width, par->height);
	m->dec = avcodec_alloc_context3(codec);
	if (!m->dec)
		die("no memory for libav");
	m->dec->thread_count = 1;
	m->dec->max_pixels = MEDIA_PIXELS_MAX;
	/* Large JPEGs are decoded at a half or a quarter: they are made smaller anyway. */
	if (avcodec_parameters_to_context(m->dec, par) < 0)
		return err_set(e, ERR_INPUT, "the picture is broken");
	if (codec->max_lowres && pixels > LARGE)
		m->dec->lowres = pixels > 4LL * LARGE ? 2 : 1;
	if (avcodec_open2(m->dec, codec, NULL) < 0)
		return err_set(e, ERR_INPUT, "the picture is broken");
	return 0;
}

/* An AVIF is a picture in the box of a video. */
static bool is_still(const AVFormatContext *f)
{
	const AVDictionaryEntry *brand = av_dict_get(f->metadata, "major_brand", NULL, 0);
	return strstr(f->iformat->name, "_pipe") || strcmp(f->iformat->name, "image2") == 0 ||
	       (brand && strcmp(brand->value, "avif") == 0);
}

static void describe(struct media *m)
{
	const AVStream *s = m->fmt->streams[m->stream];
	m->info.width = s->codecpar->width;
	m->info.height = s->codecpar->height;
	m->info.orientation = orientation_of(s);
	m->info.format = m->fmt->iformat->name;
	m->info.codec = avcodec_get_name(s->codecpar->codec_id);
	m->info.is_image = is_still(m->fmt);
	if (!m->info.is_image && m->fmt->duration != AV_NOPTS_VALUE && m->fmt->duration > 0)
		m->info.duration_ms = m->fmt->duration / 1000;
}

int media_open(int fd, struct media **ret, struct err *e)
{
	struct media *m = calloc(1, sizeof *m);
	if (!m || !(m->frame = av_frame_alloc()))
		die("no memory for libav");
	*ret = m; /* closed by the caller, also on failure */
	m->fd = fd;
	av_log_set_level(AV_LOG_QUIET);
	if (lseek(fd, 0, SEEK_SET) != 0)
		return err_set(e, ERR_IO, "the file cannot be read from its beginning");
	if (media_is_heif(fd))
		return media_open_heif(m, e);
	TRY(open_format(m, e));
	TRY(open_codec(m, e));
	describe(m);
	return 0;
}

void media_close(struct media *m)
{
	if (!m)
		return;
	avcodec_free_context(&m->dec);
	avformat_close_input(&m->fmt);
	if (m->io)
		av_freep(&m->io->buffer);
	avio_context_free(&m->io);
	av_frame_free(&m->frame);
	media_close_heif(m);
	free(m);
}

void media_closep(struct media **m)
{
	media_close(*m);
	*m = NULL;
}

const struct media_info *media_info(const struct media *m)
{
	return &m->info;
}

/* ---- decoding ---- */

/* EXIF of an image becomes known when it is decoded. */
static void take_orientation(struct media *m)
{
	const AVDictionaryEntry *t = av_dict_get(m->frame->metadata, "Orientation", NULL, 0);
	int64_t n = 0;
	if (t && str_to_int(str_trim(str_of(t->value)), &n) && n >= 1 && n <= 8)
		m->info.orientation = (int)n;
}

static int next_frame(struct media *m, struct err *e)
{
	AVPacket *p = av_packet_alloc();
	int rc = AVERROR(EAGAIN);
	if (!p)
		die("no memory for libav");
	for (int i = 0; i < MEDIA_PACKETS_MAX && rc == AVERROR(EAGAIN); i++) {
		int got = av_read_frame(m->fmt, p);
		if (got >= 0 && p->stream_index != m->stream) {
			av_packet_unref(p);
			continue;
		}
		/* A broken packet is passed over; the next key frame may do. */
		(void)avcodec_send_packet(m->dec, got < 0 ? NULL : p);
		av_packet_unref(p);
		rc = avcodec_receive_frame(m->dec, m->frame);
		if (got < 0 && rc == AVERROR(EAGAIN))
			rc = AVERROR_EOF;
	}
	av_packet_free(&p);
	if (rc < 0 || m->frame->width <= 0 || m->frame->height <= 0)
		return err_set(e, ERR_INPUT, "no picture could be read from it");
	return 0;
}

int media_frame(struct media *m, int64_t at_ms, struct err *e)
{
	if (m->heif)
		return 0;
	av_frame_unref(m->frame);
	if (at_ms > 0) {
		/* Best effort: a video that cannot be sought is read from where it stands. */
		(void)avformat_seek_file(m->fmt, -1, INT64_MIN, at_ms * 1000, at_ms * 1000, 0);
		avcodec_flush_buffers(m->dec);
	}
	TRY(next_frame(m, e));
	take_orientation(m);
	return 0;
}
