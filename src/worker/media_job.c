/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * media_job.c - thumbnail: one picture in the sizes asked for, one size a descriptor. keyframes: as
 * many pictures as there are descriptors, evenly over the length of a video.
 */
#include "worker/media.h"
#include "worker/worker.h"

enum { SIDE_SMALL = 320, SIDE_MAX = 4096 };

static void put_info(struct job *j, const struct media_info *i)
{
	json_out_int(j->out, "width", i->width);
	json_out_int(j->out, "height", i->height);
	json_out_int(j->out, "orientation", i->orientation);
	json_out_text(j->out, "format", str_of(i->format));
	json_out_text(j->out, "codec", str_of(i->codec));
	json_out_int(j->out, "duration_ms", i->duration_ms);
	json_out_bool(j->out, "image", i->is_image);
}

static int put_picture(struct job *j, struct media *m, int64_t at_ms, int64_t side, int fd,
		       struct err *e)
{
	int w = 0;
	int h = 0;
	int64_t bytes = 0;
	TRY(media_write(m, (int)side, fd, &w, &h, &bytes, e));
	json_out_begin(j->out, NULL, '{');
	json_out_int(j->out, "width", w);
	json_out_int(j->out, "height", h);
	json_out_int(j->out, "bytes", bytes);
	json_out_int(j->out, "at_ms", at_ms);
	json_out_end(j->out, '}');
	return 0;
}

/* {"job":"thumbnail","sizes":[320,1280]} */
int thumbnail_run(struct job *j, struct err *e)
{
	AUTO_MEDIA *m = NULL;
	size_t n = 0;
	TRY(media_open(j->in, &m, e));
	/* The first picture of a video is often black. */
	int64_t at = media_info(m)->duration_ms / 10;
	TRY(media_frame(m, at, e));
	put_info(j, media_info(m));
	json_out_begin(j->out, "pictures", '[');
	for (const struct json *s = json_first(json_get(j->options, STR("sizes")));
	     s && n < j->n_outs; s = s->next) {
		int64_t side = SIDE_SMALL;
		(void)json_int(s, &side);
		side = side < 16 ? 16 : side > SIDE_MAX ? SIDE_MAX : side;
		TRY(put_picture(j, m, at, side, j->outs[n++], e));
	}
	json_out_end(j->out, ']');
	return 0;
}

/* {"job":"keyframes","side":640} */
int keyframes_run(struct job *j, struct err *e)
{
	AUTO_MEDIA *m = NULL;
	int64_t side = job_number(j, STR("side"), 640, 16, SIDE_MAX);
	TRY(media_open(j->in, &m, e));
	if (media_info(m)->is_image || j->n_outs == 0)
		return err_set(e, ERR_INPUT, "not a video");
	put_info(j, media_info(m));
	json_out_begin(j->out, "pictures", '[');
	for (size_t i = 0; i < j->n_outs; i++) {
		/* In the middle of each part: neither the black beginning nor the very end. */
		int64_t at = media_info(m)->duration_ms * (int64_t)(2 * i + 1) /
			     (int64_t)(2 * j->n_outs);
		int rc = media_frame(m, at, e);
		if (rc < 0 && i > 0)
			break; /* a video that is cut off: what there was */
		TRY(rc);
		TRY(put_picture(j, m, at, side, j->outs[i], e));
		if (media_info(m)->duration_ms == 0)
			break;
	}
	json_out_end(j->out, ']');
	return 0;
}
