/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_evidence.c - Evidence: asking for it, and handing it out. */
#include "web/page_evidence.h"

#include "base/clock.h"
#include "evidence/stamp.h"
#include "http/cookie.h"
#include "web/page_priv.h"
#include "web/routes.h"

/* ---- the list ---------------------------------------------------------- */

int page_evidence_list(struct page_request *p, struct err *e)
{
	struct evidence_list_view v = { .vocab = reg_vocab(p->reg) };
	struct evidence_row *rows;
	struct html h;
	TRY(page_arg_int(p, "page", 1, &v.page, e));
	if (v.page < 1 || v.page > INT32_MAX)
		return err_set(e, ERR_INPUT, "“page” in the address begins with 1");
	names_init(&v.names, p->a);
	TRY(evidence_list(p->reg, (v.page - 1) * EVIDENCE_PAGE, EVIDENCE_PAGE, p->a, &rows, &v.n,
			  &v.total, e));
	for (size_t i = 0; i < v.n; i++)
		if (rows[i].source.id)
			TRY(names_load_entity(&v.names, p, &rows[i].source, e));
	v.rows = rows;
	html_begin(&h, &p->rs->body);
	evidence_list_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}

/* ---- one --------------------------------------------------------------- */

static int find(struct page_request *p, struct str number, struct evidence *ret, struct err *e)
{
	struct entity en;
	TRY(reg_entity(p->reg, number, p->a, &en, e));
	if (!str_eq(en.kind, STR("evidence")))
		return err_set(e, ERR_NOTFOUND, "this record is no piece of evidence");
	return evidence_load(p->reg, en.id, p->a, ret, e);
}

static int load_stamp(struct page_request *p, struct evidence_view *v, struct err *e)
{
	int64_t last;
	if (!v->ev.has_file)
		return 0;
	int rc = stamp_covering(reg_vault(p->reg), v->ev.file.field / 256, &v->stamped, &last, e);
	if (rc == ERR_NOTFOUND)
		v->stamped = 0;
	return rc == ERR_NOTFOUND ? 0 : rc;
}

static int load(struct page_request *p, struct evidence_view *v, struct err *e)
{
	int64_t open;
	TRY(page_arg_int(p, "open", 0, &open, e));
	TRY(page_arg_int(p, "done", 0, &v->done, e));
	TRY(find(p, p->arg, &v->ev, e));
	v->vocab = reg_vocab(p->reg);
	v->open = open == 1;
	v->form = page_form(p, "/original/*");
	v->verified = -1;
	names_init(&v->names, p->a);
	if (v->ev.row.source.id)
		TRY(names_load_entity(&v->names, p, &v->ev.row.source, e));
	for (size_t i = 0; i < v->ev.n_supports; i++)
		TRY(names_load_entity(&v->names, p, &v->ev.supports[i].subject, e));
	for (size_t i = 0; i < v->ev.n_custody; i++)
		if (str_eq(v->ev.custody[i].code, STR("verified")) && !v->ev.custody[i].retracted)
			v->verified = (int64_t)i;
	return load_stamp(p, v, e);
}

int page_evidence(struct page_request *p, struct err *e)
{
	struct evidence_view *v = NEW(p->a, struct evidence_view);
	struct html h;
	TRY(load(p, v, e));
	html_begin(&h, &p->rs->body);
	evidence_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

/* ---- a working copy ---------------------------------------------------- */

/* What the worker wrote was a JPEG when it was made; it is looked at again, since nothing else may
 * reach a browser under our address. */
static bool is_jpeg(struct str s)
{
	return s.n > 3 && memcmp(s.p, "\xFF\xD8\xFF", 3) == 0;
}

static int copy_of(struct page_request *p, const struct evidence_file **ret, struct err *e)
{
	struct evidence *ev = NEW(p->a, struct evidence);
	struct str number;
	int64_t k;
	struct str which = str_cut(p->arg, '/', &number);
	TRY(find(p, number, ev, e));
	if (!str_to_int(which, &k) || k < 1 || k > (int64_t)ev->n_copies)
		return err_set(e, ERR_NOTFOUND, "there is no such working copy");
	*ret = &ev->copies[k - 1];
	return 0;
}

int page_copy(struct page_request *p, struct err *e)
{
	const struct evidence_file *f;
	AUTO_PAYLOAD_READER *r = NULL;
	struct str s;
	TRY(copy_of(p, &f, e));
	if (f->bytes > COPY_MAX)
		return err_set(e, ERR_TOOBIG, "this working copy is too large for a page");
	TRY(evidence_open(p->reg, f, &r, e));
	do {
		TRY(payload_reader_next(r, &s, e));
		buf_add(&p->rs->body, s);
	} while (s.n && p->rs->body.n <= COPY_MAX);
	if (!is_jpeg(buf_str(&p->rs->body)))
		return err_set(e, ERR_CORRUPT, "this working copy is no JPEG picture");
	p->rs->type = STR("image/jpeg");
	p->rs->sandbox = true;
	return 0;
}

/* ---- the original ------------------------------------------------------ */

struct download {
	struct web *web;
	struct str cookie;
	struct payload_reader *reader;
	struct str left; /* of the chunk last read */
	struct arena *a;
};

/* Ends when the register is locked: what is open then is not to be read on. */
static int on_read(void *ctx, char *to, size_t n, size_t *ret_n, struct err *e)
{
	struct download *d = ctx;
	if (!session_find(&d->web->sessions, d->cookie, clock_mono_ns() / 1000000))
		return err_set(e, ERR_DENIED, "the register was locked");
	if (!d->left.n)
		TRY(payload_reader_next(d->reader, &d->left, e));
	*ret_n = d->left.n < n ? d->left.n : n;
	if (*ret_n)
		memcpy(to, d->left.p, *ret_n);
	d->left = str_from(d->left, *ret_n);
	return 0;
}

static void on_done(void *ctx)
{
	struct download *d = ctx;
	payload_reader_free(d->reader);
	arena_free(d->a);
}

/* The name of the download is the record's number: what the file was called can name a source. */
static void answer(struct page_request *p, const struct evidence *ev, struct payload_reader *r)
{
	struct arena *a = arena_new(0);
	struct download *d = NEW(a, struct download);
	*d = (struct download){ .web = p->web,
				.cookie = str_copy(a, cookie_get(p->rq, p->web->session_cookie)),
				.reader = r,
				.a = a };
	p->rs->stream = (struct http_stream){ d, payload_reader_bytes(r), on_read, on_done };
	p->rs->sandbox = true;
	http_download(p->rs, ev->row.number, STR("application/octet-stream"));
}

int page_original_post(struct page_request *p, struct err *e)
{
	struct evidence *ev = NEW(p->a, struct evidence);
	const struct evidence_note note = { .code = STR("viewed"),
					    .tool = STR("vigil serve"),
					    .note = STR("downloaded") };
	AUTO_PAYLOAD_READER *r = NULL;
	TRY(find(p, p->arg, ev, e));
	if (!ev->has_file)
		return err_set(e, ERR_NOTFOUND, "what was said of this file is erased");
	TRY(evidence_open(p->reg, &ev->file, &r, e));
	/* Said before a byte leaves: one that was not recorded was not given. */
	TRY(evidence_custody(p->reg, &ev->row.entity, &note, e));
	answer(p, ev, r);
	r = NULL;
	return 0;
}
