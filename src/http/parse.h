/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * parse.h - what a browser sends, taken apart: targets, form bodies, cookies.
 *
 * Pure functions over bytes. They take one spelling, the one browsers and curl write, and refuse
 * the rest with ERR_INPUT and a sentence: what is read leniently here and strictly elsewhere is
 * where requests are smuggled. ERR_TOOBIG: more than HTTP_FIELDS_MAX fields. Names and values are
 * valid UTF-8 without NUL; line ends in values are line feeds, whatever was sent. Values borrow
 * from the input or live in `a`; they cost at most the input's size and 100 bytes a field.
 */
#ifndef VIGIL_HTTP_PARSE_H
#define VIGIL_HTTP_PARSE_H

#include "base/base.h"
#include "http/spool.h"

enum { HTTP_FIELDS_MAX = 5000, HTTP_COOKIES_MAX = 50, HTTP_FILE_NAME_MAX = 1024 };

struct http_param {
	struct str name;
	struct str value;
};

struct http_params { /* in the order sent; a name may come more than once */
	struct http_param *v;
	size_t n;
};

struct http_file {
	struct str field;    /* name of the form field */
	struct str name;     /* what the browser calls it, without folders: a foreign text */
	struct str type;     /* what the browser takes it for: a foreign text of printable ASCII */
	struct str bytes;    /* any bytes; none when they lie in a spool */
	struct spool *spool; /* NULL: they are in `bytes` */
};

struct http_form {
	struct http_params fields;
	struct http_file *files;
	size_t n_files;
};

/* The first value of `name`, or STR_NULL (p == NULL) when it was not sent. */
struct str http_param_get(const struct http_params *ps, struct str name);
size_t http_param_count(const struct http_params *ps, struct str name);

/* "a=b&c=d" (WHATWG URL section 5.1, strictly). The empty string has no fields. */
int http_parse_urlencoded(struct str s, struct arena *a, struct http_params *ret,
			  struct err *e) MUST_USE;

/* The target of a request: "/path?query" and nothing else. The path is decoded; it has no empty,
 * "." or ".." segments, no control characters, and no encoded slash or backslash. */
int http_parse_target(struct str target, struct arena *a, struct str *ret_path,
		      struct http_params *ret_query, struct err *e) MUST_USE;

/* The boundary of "multipart/form-data; boundary=..." (RFC 7578); borrowed. */
int http_parse_boundary(struct str content_type, struct str *ret, struct err *e) MUST_USE;
int http_parse_multipart(struct str body, struct str boundary, struct arena *a,
			 struct http_form *ret, struct err *e) MUST_USE;

/*
 * The same form as it arrives, in pieces of any size, with its files in spools: what is taken and what
 * is refused are the same, however it is cut. Fields together have a ceiling, ERR_TOOBIG.
 */
struct http_feed;
struct http_feed *http_feed_new(struct str boundary, const char *spool_folder, size_t max_fields,
				struct arena *a);
void http_feed_free(struct http_feed *f); /* with the spools that nobody took; NULL is fine */
int http_feed_add(struct http_feed *f, const char *p, size_t n, struct err *e) MUST_USE;
/* It was all. The form, and its spools, live until http_feed_free; a spool set to NULL was taken. */
int http_feed_end(struct http_feed *f, struct http_form *ret, struct err *e) MUST_USE;

/* The Cookie header. Never fails: on one host all ports share their cookies, and another
 * program's oddities must not lock a member out. What is malformed is left out, as is what comes
 * after HTTP_COOKIES_MAX. */
void http_parse_cookies(struct str header, struct arena *a, struct http_params *ret);

/* "text/html" of "Text/HTML; charset=utf-8", compared without regard to case. */
bool http_type_is(struct str content_type, struct str type);

#endif
