/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * feed.c - multipart/form-data as it arrives.
 *
 * What was received and not understood yet lies in `in`: a part's head, which has a ceiling, or the
 * last bytes of a content, in which a boundary may have begun. So memory does not depend on what is
 * sent but for the fields, which have a ceiling together.
 */
#include "http/http_priv.h"

#include <stdlib.h>

enum state {
	AT_START,    /* "--B" comes */
	AT_BOUNDARY, /* behind one: a line end and a part, or "--" */
	IN_HEAD,
	IN_CONTENT,
	AT_END
};

struct http_feed {
	struct arena *a;
	const char *folder;
	struct str delimiter; /* CR LF "--B" */
	enum state state;
	struct buf in;
	struct http_part part;
	bool is_file;
	struct spool *spool; /* of the part that arrives; NULL: nothing of it came yet */
	struct buf field;    /* all fields, one behind the other: they have one ceiling */
	size_t field_from;   /* where the value that arrives begins */
	size_t parts;
	struct http_form form;
};

struct http_feed *http_feed_new(struct str boundary, const char *spool_folder, size_t max_fields,
				struct arena *a)
{
	struct http_feed *f = NEW(a, struct http_feed);
	f->a = a;
	f->folder = spool_folder;
	f->delimiter = str_printf(a, "\r\n--%.*s", STR_FMT(boundary));
	f->form.fields.v = NEW_N(a, HTTP_FIELDS_MAX, struct http_param);
	f->form.files = NEW_N(a, HTTP_FIELDS_MAX, struct http_file);
	buf_init(&f->in, SIZE_MAX / 2);
	buf_init(&f->field, max_fields);
	return f;
}

void http_feed_free(struct http_feed *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->form.n_files; i++)
		spool_free(f->form.files[i].spool);
	spool_free(f->spool);
	buf_done(&f->in);
	buf_done(&f->field);
}

/* ---- one part -------------------------------------------------------- */

static int content(struct http_feed *f, struct str s, struct err *e)
{
	if (!s.n)
		return 0;
	if (!f->is_file) {
		buf_add(&f->field, s);
		return f->field.full ? err_set(e, ERR_TOOBIG, "the fields of the form are too long")
				     : 0;
	}
	if (!f->spool)
		TRY(spool_new(f->folder, &f->spool, e));
	return spool_add(f->spool, s.p, s.n, e);
}

static int end_part(struct http_feed *f, struct err *e)
{
	if (!f->is_file) {
		struct str value = str_from(buf_str(&f->field), f->field_from);
		f->part.content = str_copy(f->a, value);
		f->field_from = f->field.n;
		return http_part_field(&f->form, &f->part, f->a, e);
	}
	/* What a browser sends for a file field that was left empty. */
	if (!f->part.file_name.n && !f->spool)
		return 0;
	struct http_file *file = &f->form.files[f->form.n_files];
	TRY(http_part_file(&f->part, file, e));
	if (f->spool)
		TRY(spool_end(f->spool, e));
	file->spool = f->spool;
	f->spool = NULL;
	f->form.n_files++;
	return 0;
}

/* ---- the form -------------------------------------------------------- */

/* Each takes from *s what it understands, and answers 1: go on, 0: more has to come. */

static int at_start(struct http_feed *f, struct str *s, struct err *e)
{
	struct str first = str_from(f->delimiter, 2);
	size_t n = s->n < first.n ? s->n : first.n;
	if (memcmp(s->p, first.p, n) != 0)
		return err_set(e, ERR_INPUT, "the form does not begin with its boundary");
	if (s->n < first.n)
		return 0;
	*s = str_from(*s, first.n);
	f->state = AT_BOUNDARY;
	return 1;
}

static int at_boundary(struct http_feed *f, struct str *s, struct err *e)
{
	if (s->n < 2)
		return 0;
	if (str_starts(*s, STR("--"))) {
		*s = str_from(*s, 2);
		f->state = AT_END;
		return 1;
	}
	if (!str_starts(*s, STR("\r\n")))
		return err_set(e, ERR_INPUT, "the form does not end with its boundary");
	if (f->parts++ == HTTP_FIELDS_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d fields", HTTP_FIELDS_MAX);
	*s = str_from(*s, 2);
	f->state = IN_HEAD;
	return 1;
}

static int in_head(struct http_feed *f, struct str *s, struct err *e)
{
	struct str head = str_n(s->p, s->n < PART_HEAD_MAX ? s->n : PART_HEAD_MAX);
	ptrdiff_t end = str_find(head, STR("\r\n\r\n"));
	if (end < 0 && s->n >= PART_HEAD_MAX)
		return err_set(e, ERR_INPUT, "a form part without the end of its header");
	if (end < 0)
		return 0;
	f->part = (struct http_part){ 0 };
	/* Names borrow from the text they are read from, and the buffer moves. */
	TRY(http_part_head(str_copy(f->a, str_n(head.p, (size_t)end)), f->a, &f->part, e));
	f->is_file = f->part.file_name.p != NULL;
	f->part.content = STR("");
	*s = str_from(*s, (size_t)end + 4);
	f->state = IN_CONTENT;
	return 1;
}

static int in_content(struct http_feed *f, struct str *s, struct err *e)
{
	ptrdiff_t at = str_find(*s, f->delimiter);
	size_t keep = f->delimiter.n - 1;
	if (at < 0) {
		size_t n = s->n > keep ? s->n - keep : 0;
		TRY(content(f, str_n(s->p, n), e));
		*s = str_from(*s, n);
		return 0;
	}
	TRY(content(f, str_n(s->p, (size_t)at), e));
	TRY(end_part(f, e));
	*s = str_from(*s, (size_t)at + f->delimiter.n);
	f->state = AT_BOUNDARY;
	return 1;
}

static int at_end(const struct str *s, struct err *e)
{
	size_t n = s->n < 2 ? s->n : 2;
	if (s->n > 2 || memcmp(s->p, "\r\n", n) != 0)
		return err_set(e, ERR_INPUT, "the form does not end with its boundary");
	return 0;
}

static int step(struct http_feed *f, struct str *s, struct err *e)
{
	if (!s->n)
		return 0;
	switch (f->state) {
	case AT_START:
		return at_start(f, s, e);
	case AT_BOUNDARY:
		return at_boundary(f, s, e);
	case IN_HEAD:
		return in_head(f, s, e);
	case IN_CONTENT:
		return in_content(f, s, e);
	case AT_END:
		return at_end(s, e);
	}
	return 0;
}

int http_feed_add(struct http_feed *f, const char *p, size_t n, struct err *e)
{
	if (!n)
		return 0;
	buf_add_n(&f->in, p, n);
	struct str s = buf_str(&f->in);
	int rc;
	do
		rc = step(f, &s, e);
	while (rc > 0);
	if (rc < 0)
		return rc;
	memmove(f->in.p, s.p, s.n);
	f->in.n = s.n;
	return 0;
}

int http_feed_end(struct http_feed *f, struct http_form *ret, struct err *e)
{
	if (f->state == IN_HEAD)
		return err_set(e, ERR_INPUT, "a form part without the end of its header");
	if (f->state == IN_CONTENT)
		return err_set(e, ERR_INPUT, "the form ends in the middle of a part");
	if (f->state != AT_END || f->in.n == 1)
		return err_set(e, ERR_INPUT, "the form does not end with its boundary");
	*ret = f->form;
	return 0;
}
