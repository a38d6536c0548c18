/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/http_priv.h"

static struct str ascii_only(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] >= 0x7f)
			return STR("");
	return s;
}

/* Heads are borrowed from the connection, whose memory moves while the body is read. */
int http_request_begin(const struct http_head *h, const struct http_verdict *v, struct arena *a,
		       struct http_request *ret, struct err *e)
{
	struct http_request rq = {
		.a = a,
		.method = v->method,
		.site = v->site,
		.target = str_copy(a, h->target),
		.host = str_copy(a, h->host.value),
		.if_none_match = str_copy(a, h->if_none_match.value),
		.languages = str_copy(a, ascii_only(h->languages.value)),
	};
	http_parse_cookies(str_copy(a, h->cookie.value), a, &rq.cookies);
	TRY(http_parse_target(rq.target, a, &rq.path, &rq.query, e));
	*ret = rq;
	return 0;
}

/* Only "charset=utf-8" may follow. */
static bool is_urlencoded(struct str type)
{
	struct str head;
	struct str rest = str_trim(str_cut(type, ';', &head));
	return str_same_word(str_trim(head), STR("application/x-www-form-urlencoded")) &&
	       (!rest.n || str_same_word(rest, STR("charset=utf-8")));
}

int http_request_form(struct http_request *rq, struct str type, struct str body, int *ret_status,
		      struct err *e)
{
	*ret_status = 400;
	if (!type.n && !body.n)
		return 0;
	if (is_urlencoded(type))
		return http_parse_urlencoded(body, rq->a, &rq->form.fields, e);
	if (http_type_is(type, STR("multipart/form-data"))) {
		struct str boundary;
		TRY(http_parse_boundary(type, &boundary, e));
		return http_parse_multipart(body, boundary, rq->a, &rq->form, e);
	}
	*ret_status = 415;
	return err_set(e, ERR_INPUT, "only forms are taken here");
}

struct str http_query(const struct http_request *rq, const char *name)
{
	return http_param_get(&rq->query, str_of(name));
}

struct str http_field(const struct http_request *rq, const char *name)
{
	return http_param_get(&rq->form.fields, str_of(name));
}

const struct http_file *http_file(const struct http_request *rq, const char *name, size_t n)
{
	for (size_t i = 0; i < rq->form.n_files; i++)
		if (str_eq(rq->form.files[i].field, str_of(name)) && n-- == 0)
			return &rq->form.files[i];
	return NULL;
}

struct spool *http_take_spool(const struct http_request *rq, const char *name, size_t n)
{
	for (size_t i = 0; i < rq->form.n_files; i++) {
		struct http_file *f = &rq->form.files[i];
		if (!str_eq(f->field, str_of(name)) || n-- != 0)
			continue;
		struct spool *s = f->spool;
		f->spool = NULL;
		return s;
	}
	return NULL;
}
