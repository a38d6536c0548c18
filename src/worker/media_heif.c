/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * media_heif.c - HEIC and HEIF, as many phones write pictures: one picture, often a grid of tiles, HEVC inside.
 *
 * libheif reads the boxes, puts tiles together and turns the picture upright. Pictures inside are decoded by libav, as those
 * of videos are: the decoders that libheif brings start threads, which a confined worker may not.
 */
#include "worker/media_priv.h"

#include <errno.h>
#include <libavutil/pixdesc.h>
#include <libheif/heif_plugin.h>
#include <unistd.h>

/* ---- bytes ---- */

static int64_t position(void *ctx)
{
	return lseek(*(int *)ctx, 0, SEEK_CUR);
}

static int fill(void *to, size_t size, void *ctx)
{
	for (size_t n = 0; n < size;) {
		ssize_t got = read(*(int *)ctx, (char *)to + n, size - n);
		if (got == 0 || (got < 0 && errno != EINTR))
			return -1;
		n += got > 0 ? (size_t)got : 0;
	}
	return 0;
}

static int seek(int64_t to, void *ctx)
{
	return lseek(*(int *)ctx, to, SEEK_SET) == to ? 0 : -1;
}

static enum heif_reader_grow_status wait_for(int64_t size, void *ctx)
{
	int fd = *(int *)ctx;
	off_t here = lseek(fd, 0, SEEK_CUR);
	off_t all = lseek(fd, 0, SEEK_END);
	return lseek(fd, here, SEEK_SET) == here && size <= all
		       ? heif_reader_grow_status_size_reached
		       : heif_reader_grow_status_size_beyond_eof;
}

static const struct heif_reader READER = { 1, position, fill, seek, wait_for };

/* ---- the decoder that libheif is given ---- */

static const struct heif_error FINE = { heif_error_Ok, heif_suberror_Unspecified, "" };
static const struct heif_error BROKEN = { heif_error_Decoder_plugin_error,
					  heif_suberror_Unspecified, "the picture is broken" };

struct hevc {
	uint8_t *p; /* NAL units behind start codes, and padding */
	size_t n;
};

static const char *decoder_name(void)
{
	return "libav";
}

static int takes_hevc(enum heif_compression_format f)
{
	return f == heif_compression_HEVC ? 200 : 0;
}

static int takes_others(enum heif_compression_format f)
{
	return f == heif_compression_HEVC ? 0 : 200;
}

static struct heif_error hevc_new(void **ret)
{
	*ret = mem_need(calloc(1, sizeof(struct hevc)));
	return FINE;
}

static struct heif_error refuse_new(void **ret)
{
	*ret = NULL;
	return BROKEN;
}

static void hevc_free(void *decoder)
{
	struct hevc *d = decoder;
	if (d)
		av_free(d->p);
	free(d);
}

/* Each unit comes behind its length; libav wants start codes. */
static struct heif_error hevc_push(void *decoder, const void *data, size_t size)
{
	static const uint8_t START[4] = { 0, 0, 0, 1 };
	struct hevc *d = decoder;
	const uint8_t *from = data;
	d->p = mem_need(av_realloc(d->p, d->n + size + AV_INPUT_BUFFER_PADDING_SIZE));
	while (size >= sizeof START) {
		size_t unit = (size_t)from[0] << 24 | (size_t)from[1] << 16 | (size_t)from[2] << 8 |
			      from[3];
		from += sizeof START;
		size -= sizeof START;
		if (unit > size)
			return BROKEN;
		memcpy(d->p + d->n, START, sizeof START);
		memcpy(d->p + d->n + sizeof START, from, unit);
		d->n += sizeof START + unit;
		from += unit;
		size -= unit;
	}
	memset(d->p + d->n, 0, AV_INPUT_BUFFER_PADDING_SIZE);
	return size == 0 ? FINE : BROKEN;
}

static AVFrame *hevc_frame(const struct hevc *d)
{
	const AVCodec *codec = avcodec_find_decoder(AV_CODEC_ID_HEVC);
	AVCodecContext *c = avcodec_alloc_context3(codec);
	AVPacket *p = av_packet_alloc();
	AVFrame *f = av_frame_alloc();
	if (!codec || !c || !p || !f)
		die("libav reads no HEVC");
	c->thread_count = 1;
	c->max_pixels = MEDIA_PIXELS_MAX;
	p->data = d->p;
	p->size = (int)d->n;
	if (d->n > INT32_MAX || avcodec_open2(c, codec, NULL) < 0 ||
	    avcodec_send_packet(c, p) < 0 || avcodec_send_packet(c, NULL) < 0 ||
	    avcodec_receive_frame(c, f) < 0)
		av_frame_free(&f);
	av_packet_free(&p);
	avcodec_free_context(&c);
	return f;
}

static enum heif_chroma chroma_of(const AVPixFmtDescriptor *x)
{
	if (x->nb_components == 1)
		return heif_chroma_monochrome;
	if (x->log2_chroma_w == 1 && x->log2_chroma_h == 1)
		return heif_chroma_420;
	if (x->log2_chroma_w == 1 && x->log2_chroma_h == 0)
		return heif_chroma_422;
	return x->log2_chroma_w == 0 && x->log2_chroma_h == 0 ? heif_chroma_444
							      : heif_chroma_undefined;
}

/* Planes of 8 bits, or of 16 in the order of this machine. */
static bool is_read(const AVPixFmtDescriptor *x)
{
	const uint64_t other = AV_PIX_FMT_FLAG_BE | AV_PIX_FMT_FLAG_PAL |
			       AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_HWACCEL |
			       AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_ALPHA;
	return x && !(x->flags & other) && (x->nb_components == 1 || x->nb_components == 3) &&
	       chroma_of(x) != heif_chroma_undefined;
}

static bool copy_plane(struct heif_image *to, enum heif_channel channel, const AVFrame *f, int i,
		       const AVPixFmtDescriptor *x)
{
	int w = i ? AV_CEIL_RSHIFT(f->width, x->log2_chroma_w) : f->width;
	int h = i ? AV_CEIL_RSHIFT(f->height, x->log2_chroma_h) : f->height;
	int depth = x->comp[i].depth;
	int stride;
	if (heif_image_add_plane(to, channel, w, h, depth).code != heif_error_Ok)
		return false;
	uint8_t *p = heif_image_get_plane(to, channel, &stride);
	for (int y = 0; y < h; y++)
		memcpy(p + (ptrdiff_t)y * stride, f->data[i] + (ptrdiff_t)y * f->linesize[i],
		       (size_t)w * (depth > 8 ? 2 : 1));
	return true;
}

static void tell_colours(struct heif_image *to, const AVFrame *f)
{
	struct heif_color_profile_nclx *n = heif_nclx_color_profile_alloc();
	if (!n)
		return;
	/* Both count as ITU-T H.273 does. What it does not know it leaves as it was. */
	(void)heif_nclx_color_profile_set_color_primaries(n, (uint16_t)f->color_primaries);
	(void)heif_nclx_color_profile_set_transfer_characteristics(n, (uint16_t)f->color_trc);
	(void)heif_nclx_color_profile_set_matrix_coefficients(n, (uint16_t)f->colorspace);
	n->full_range_flag = f->color_range == AVCOL_RANGE_JPEG;
	(void)heif_image_set_nclx_color_profile(to, n);
	heif_nclx_color_profile_free(n);
}

static struct heif_error hevc_decode(void *decoder, struct heif_image **ret)
{
	static const enum heif_channel CHANNELS[] = { heif_channel_Y, heif_channel_Cb,
						      heif_channel_Cr };
	AVFrame *f = hevc_frame(decoder);
	const AVPixFmtDescriptor *x = f ? av_pix_fmt_desc_get(f->format) : NULL;
	*ret = NULL;
	bool ok = f && is_read(x) &&
		  heif_image_create(f->width, f->height,
				    x->nb_components == 1 ? heif_colorspace_monochrome
							  : heif_colorspace_YCbCr,
				    chroma_of(x), ret)
				  .code == heif_error_Ok;
	for (int i = 0; ok && i < x->nb_components; i++)
		ok = copy_plane(*ret, CHANNELS[i], f, i, x);
	if (ok) {
		tell_colours(*ret, f);
	} else if (*ret) {
		heif_image_release(*ret);
		*ret = NULL;
	}
	av_frame_free(&f);
	return ok ? FINE : BROKEN;
}

static const struct heif_decoder_plugin HEVC = {
	.plugin_api_version = 1,
	.get_plugin_name = decoder_name,
	.does_support_format = takes_hevc,
	.new_decoder = hevc_new,
	.free_decoder = hevc_free,
	.push_data = hevc_push,
	.decode_image = hevc_decode,
};
/* Of all other kinds nothing is decoded. */
static const struct heif_decoder_plugin OTHERS = {
	.plugin_api_version = 1,
	.get_plugin_name = decoder_name,
	.does_support_format = takes_others,
	.new_decoder = refuse_new,
	.free_decoder = hevc_free,
	.push_data = hevc_push,
	.decode_image = hevc_decode,
};

/* ---- opening ---- */

bool media_is_heif(int fd)
{
	static const char *const BRANDS[] = { "heic", "heix", "heim", "heis", "mif1" };
	char head[64] = { 0 };
	ssize_t n = pread(fd, head, sizeof head, 0);
	struct str brand = str_n(head + 8, 4);
	if (n < 16 || memcmp(head + 4, "ftyp", 4) != 0)
		return false;
	/* AVIF is libav's. */
	for (int i = 16; i + 4 <= (int)n && i + 4 <= (unsigned char)head[3]; i += 4)
		if (memcmp(head + i, "avif", 4) == 0)
			return false;
	for (size_t i = 0; i < COUNT(BRANDS); i++)
		if (str_eq(brand, str_of(BRANDS[i])))
			return true;
	return false;
}

static int decode(struct media *m, struct heif_image_handle *h, struct err *e)
{
	int stride;
	int w = heif_image_handle_get_width(h);
	int height = heif_image_handle_get_height(h);
	if ((int64_t)w * height > MEDIA_PIXELS_MAX)
		return err_set(e, ERR_TOOBIG, "a picture of %d by %d pixels is not looked into", w,
			       height);
	if (heif_decode_image(h, &m->heif, heif_colorspace_RGB, heif_chroma_interleaved_RGB, NULL)
		    .code != heif_error_Ok)
		return err_set(e, ERR_INPUT,
			       "the picture is broken, or of a kind that is not read");
	m->frame->data[0] = heif_image_get_plane(m->heif, heif_channel_interleaved, &stride);
	m->frame->linesize[0] = stride;
	m->frame->width = heif_image_get_width(m->heif, heif_channel_interleaved);
	m->frame->height = heif_image_get_height(m->heif, heif_channel_interleaved);
	m->frame->format = AV_PIX_FMT_RGB24;
	m->info = (struct media_info){ .width = m->frame->width,
				       .height = m->frame->height,
				       .orientation = 1,
				       .format = "heif",
				       .codec = "hevc",
				       .is_image = true };
	return 0;
}

int media_open_heif(struct media *m, struct err *e)
{
	struct heif_image_handle *h = NULL;
	if (heif_register_decoder_plugin(&HEVC).code != heif_error_Ok ||
	    heif_register_decoder_plugin(&OTHERS).code != heif_error_Ok)
		die("libheif takes no decoder");
	struct heif_context *c = mem_need(heif_context_alloc());
	heif_context_set_max_decoding_threads(c, 0);
	bool ok = heif_context_read_from_reader(c, &READER, &m->fd, NULL).code == heif_error_Ok &&
		  heif_context_get_primary_image_handle(c, &h).code == heif_error_Ok;
	int rc = ok ? decode(m, h, e)
		    : err_set(e, ERR_INPUT, "not an image or video of a kind that is read");
	heif_image_handle_release(h);
	heif_context_free(c);
	return rc;
}

void media_close_heif(struct media *m)
{
	if (m->heif)
		heif_image_release(m->heif);
}
