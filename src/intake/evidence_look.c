/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * evidence_look.c - what is read from a file when it comes in, by vigil-worker alone.
 *
 * The file is sealed before anybody looks. Whatever happens here, it stays sealed: a worker that
 * crashes, hangs or lies costs the small pictures and the fields, and that is said.
 */
#define _GNU_SOURCE /* memfd_create */
#include "intake/evidence_priv.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "evidence/look.h"
#include "text/edtf.h"

enum {
	METADATA_MAX = 128 << 10, /* bytes of JSON; sealed in one claim with the name */
	FRAMES = 4,
	FRAME_SIDE = 640
};
static const int SIDES[] = { 480, 1600 };
static const char UNKNOWN_TYPE[] = "application/octet-stream";

static void not_examined(struct evidence_look *l, const char *what, const struct err *why,
			 struct arena *a)
{
	l->not_examined = str_printf(a, "%.*s%s%s: %s", STR_FMT(l->not_examined),
				     l->not_examined.n ? "; " : "", what, why->text);
}

/* What the worker says is the word of a program that a file may have taken over. */
static bool is_media_type(struct str s)
{
	size_t slashes = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
			     c == '+' || c == '.';
		if (!plain && c != '/')
			return false;
		slashes += c == '/';
	}
	return slashes == 1 && s.n <= 100 && s.p[0] != '/' && s.p[s.n - 1] != '/';
}

/* ---- fields in the file ---- */

/* "2025:10:12 09:15:00+03:30" as 2025-10-12. Devices that were never set say 0000:00:00 or 1970. */
static struct str day_of(struct str s, struct arena *a)
{
	struct edtf d;
	struct err e;
	if (s.n < 10 || s.p[4] != s.p[7] || (s.p[4] != ':' && s.p[4] != '-'))
		return STR("");
	struct str day = str_printf(a, "%.4s-%.2s-%.2s", s.p, s.p + 5, s.p + 8);
	if (edtf_read(day, a, &d, &e) < 0 || !edtf_is_exact_day(&d) ||
	    d.items[0].from.year <= 1970 || d.items[0].from.year > 2999)
		return STR("");
	return day;
}

static void take_captured(struct evidence_look *l, const struct look_fields *f, struct arena *a)
{
	static const char *const NAMES[] = { "DateTimeOriginal", "CreationDate", "CreateDate",
					     "MediaCreateDate" };
	for (size_t i = 0; i < COUNT(NAMES) && !l->captured.n; i++) {
		l->captured = day_of(look_field_value(f, str_of(NAMES[i])), a);
		l->captured_field = str_of(NAMES[i]);
	}
}

/* As many fields as fit, the first ones first; that some were left off is a field as well. */
static struct str fields_json(const struct look_fields *f, struct arena *a)
{
	AUTO_BUF b;
	bool cut = f->cut;
	bool some = false;
	buf_init(&b, METADATA_MAX + 65536);
	buf_char(&b, '[');
	for (size_t i = 0; i < f->n; i++) {
		const struct look_field *x = &f->items[i];
		if (b.n + 6 * (x->group.n + x->name.n + x->value.n) + 64 > METADATA_MAX) {
			cut = true;
			continue;
		}
		buf_add(&b, some ? STR(",{\"group\":") : STR("{\"group\":"));
		json_put_str(&b, x->group);
		buf_lit(&b, ",\"name\":");
		json_put_str(&b, x->name);
		buf_lit(&b, ",\"value\":");
		json_put_str(&b, x->value);
		buf_char(&b, '}');
		some = true;
	}
	if (cut) {
		buf_add(&b, some ? STR(",") : STR(""));
		buf_lit(&b, "{\"group\":\"vigil\",\"name\":\"LeftOff\",\"value\":\"more\"}");
	}
	buf_char(&b, ']');
	return buf_copy(&b, a);
}

static void look_fields(const struct worker *w, int fd, struct arena *a, struct evidence_look *l)
{
	struct look_fields f;
	struct err e;
	if (look_metadata(w, fd, a, &f, &e) < 0) {
		not_examined(l, "metadata", &e, a);
		return;
	}
	if (f.n)
		l->metadata = fields_json(&f, a);
	take_captured(l, &f, a);
}

/* ---- small pictures ---- */

int evidence_memory(int *ret_fd, struct err *e)
{
	*ret_fd = memfd_create("evidence", MFD_CLOEXEC);
	return *ret_fd < 0 ? err_set(e, ERR_IO, "no memory for a file: %s", strerror(errno)) : 0;
}

struct memory {
	int fd[EVIDENCE_COPIES_MAX];
	size_t n;
};

static void memory_close(struct memory *m)
{
	for (size_t i = 0; i < m->n; i++)
		fd_close(&m->fd[i]);
}

static int memory_open(struct memory *m, size_t n, struct err *e)
{
	m->n = 0;
	for (size_t i = 0; i < n; i++) {
		TRY(evidence_memory(&m->fd[m->n], e));
		m->n++;
	}
	return 0;
}

static struct str duration_text(int64_t ms, struct arena *a)
{
	int64_t s = (ms + 500) / 1000;
	if (ms <= 0)
		return STR("");
	return str_printf(a, "%lld:%02lld:%02lld", (long long)(s / 3600), (long long)(s / 60 % 60),
			  (long long)(s % 60));
}

static struct str parameters(const struct look_pictures *p, size_t i, struct arena *a)
{
	const struct look_picture *x = &p->items[i];
	if (p->is_image)
		return str_printf(a, "thumbnail %dx%d, orientation %d applied", x->width, x->height,
				  p->orientation);
	return str_printf(a, "frame at %lld ms, %dx%d", (long long)x->at_ms, x->width, x->height);
}

static int keep_pictures(struct reg *r, const struct memory *m, const struct look_pictures *p,
			 struct arena *a, struct evidence_look *l, struct err *e)
{
	for (size_t i = 0; i < p->n && i < m->n; i++) {
		struct evidence_copy *c = &l->copies[l->n_copies];
		const struct evidence_add in = { .fd = m->fd[i] };
		TRY(evidence_put(r, &in, a, &c->payload, e));
		c->tool = STR("vigil-worker " VIGIL_VERSION);
		c->parameters = parameters(p, i, a);
		l->n_copies++;
	}
	return 0;
}

static int look_pictures(struct reg *r, const struct worker *w, int fd, bool video, struct arena *a,
			 struct evidence_look *l, struct err *e)
{
	AUTO(memory_close) struct memory m = { .n = 0 };
	struct look_pictures p;
	struct err why;
	int rc;
	TRY(memory_open(&m, video ? FRAMES : COUNT(SIDES), e));
	rc = video ? look_keyframes(w, fd, FRAME_SIDE, m.fd, m.n, a, &p, &why)
		   : look_thumbnails(w, fd, SIDES, m.fd, m.n, a, &p, &why);
	if (rc < 0) {
		not_examined(l, "pictures", &why, a);
		return 0;
	}
	l->dimensions = str_printf(a, "%d x %d", p.width, p.height);
	l->duration = duration_text(p.duration_ms, a);
	return keep_pictures(r, &m, &p, a, l, e);
}

/* ---- all of it ---- */

int evidence_look(struct reg *r, const struct worker *w, int fd, struct arena *a,
		  struct evidence_look *ret, struct err *e)
{
	struct look_kind k;
	struct err why;
	ret->media_type = str_of(UNKNOWN_TYPE);
	if (!w) {
		ret->not_examined = STR("nobody looked into it");
		return 0;
	}
	if (look_kind(w, fd, a, &k, &why) < 0)
		not_examined(ret, "kind", &why, a);
	else if (is_media_type(k.media_type))
		ret->media_type = k.media_type;
	look_fields(w, fd, a, ret);
	if (str_starts(ret->media_type, STR("image/")))
		return look_pictures(r, w, fd, false, a, ret, e);
	if (str_starts(ret->media_type, STR("video/")))
		return look_pictures(r, w, fd, true, a, ret, e);
	return 0;
}
