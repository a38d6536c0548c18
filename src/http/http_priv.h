/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * http_priv.h - what the files of this room share.
 *
 *	address.c    the listening socket
 *	guard.c      may this request be read at all? a pure function of its head
 *	parse.c, multipart.c   bytes to fields
 *	feed.c       the same while they arrive, files into spool.c
 *	request.c    a read request to struct http_request
 *	response.c   struct http_response to what is sent
 *	server.c     libmicrohttpd's callbacks; the only file, with response.c, that knows it
 *	run.c        waiting, ticking, stopping
 */
#ifndef VIGIL_HTTP_PRIV_H
#define VIGIL_HTTP_PRIV_H

#include <pthread.h>
#include <sys/types.h>

#include "http/http.h"

/* ---- parse.c --------------------------------------------------------- */

int http_check_text(struct str s, struct err *e) MUST_USE; /* UTF-8 without NUL */
size_t http_line_ends(char *p, size_t n); /* CR LF and CR become LF, in place; the new length */

/* ---- multipart.c ----------------------------------------------------- */

enum { PART_HEAD_MAX = 8192 };

/* One part of a multipart form. */
struct http_part {
	struct str name;
	struct str file_name; /* p == NULL: a field, not a file */
	struct str type;
	struct str content;
};
int http_part_head(struct str head, struct arena *a, struct http_part *ret, struct err *e) MUST_USE;
/* A field with its text checked; there is room for it in `f`. */
int http_part_field(struct http_form *f, const struct http_part *p, struct arena *a,
		    struct err *e) MUST_USE;
int http_part_file(const struct http_part *p, struct http_file *ret, struct err *e) MUST_USE;

/* ---- guard.c --------------------------------------------------------- */

struct head_field {
	struct str value; /* of the first */
	unsigned n;	  /* how often it was sent */
};

/* A request before its body. Strings are borrowed from the connection. */
struct http_head {
	struct str method;
	struct str target; /* as sent */
	size_t size;	   /* bytes of the request line and all headers */
	struct head_field host, length, encoding, cookie, type, origin, referer;
	struct head_field fetch_site, fetch_mode, fetch_dest, if_none_match, languages;
};
void http_head_add(struct http_head *h, struct str name, struct str value);

/* Who we are: what Host may say. */
struct http_hosts {
	bool any_onion; /* Unix socket without a list */
	unsigned port;
	const struct str *names; /* a list given by the application */
	size_t n_names;
};

struct http_verdict {
	int status; /* 0: go on */
	const char *why;
	enum http_method method;
	enum http_site site;
	size_t length; /* of the body, as announced */
};
struct http_verdict http_guard(const struct http_head *h, const struct http_hosts *hosts);
bool http_host_is_ours(struct str host, const struct http_hosts *hosts);

/* ---- address.c ------------------------------------------------------- */

struct http_socket {
	int fd;
	unsigned port; /* 0: Unix socket */
	char where[160];
	char path[108]; /* of the Unix socket */
	dev_t dev;	/* so that only our own socket file is removed */
	ino_t ino;
};
int http_socket_open(struct str address, struct http_socket *ret, struct err *e) MUST_USE;
void http_socket_remove(struct http_socket *s); /* the file, not the descriptor */

/* ---- request.c ------------------------------------------------------- */

/* The head of a request that passed the guard, its path and query parsed. */
int http_request_begin(const struct http_head *h, const struct http_verdict *v, struct arena *a,
		       struct http_request *ret, struct err *e) MUST_USE;
/* ERR_INPUT also for a Content-Type that is no form (*ret_status: 415 instead of 400). */
int http_request_form(struct http_request *rq, struct str type, struct str body, int *ret_status,
		      struct err *e) MUST_USE;

/* ---- response.c ------------------------------------------------------ */

struct MHD_Connection;

void http_response_begin(struct http_response *rs, struct arena *a, int status);
void http_response_done(struct http_response *rs);
/* A line of plain text. */
void http_response_plain(struct http_response *rs, struct str why);
/* Queue it; takes the body and the stream, which is read under `turn`. False: the connection is to be
 * closed. */
bool http_response_send(struct http_response *rs, struct MHD_Connection *c, pthread_mutex_t *turn,
			bool close);

#endif
