/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fetch.h - one request to somebody else's server: a witness, a time-stamping authority, a calendar.
 *
 * libcurl does it, which is loaded when the first request is made: it brings thirty libraries and costs
 * every start of a program 7 ms otherwise, and most runs talk to nobody. Proxies are taken from the
 * environment as curl does (ALL_PROXY=socks5h://127.0.0.1:9050 for Tor). No cookies, no name of a
 * program, no redirects; certificates are checked.
 */
#ifndef VIGIL_HTTP_FETCH_H
#define VIGIL_HTTP_FETCH_H

#include "base/base.h"

enum { HTTP_FETCH_TIMEOUT_S = 60, HTTP_FETCH_MAX = 1 << 20 };

struct http_fetch {
	struct str url;	    /* http:// or https:// and nothing else */
	struct str body;    /* sent by POST; p == NULL: GET */
	struct str type;    /* of the body */
	struct str accept;  /* n == 0: anything */
	size_t max;	    /* bytes of the answer; 0: HTTP_FETCH_MAX */
	unsigned timeout_s; /* for all of it; 0: HTTP_FETCH_TIMEOUT_S */
};

struct http_fetched {
	int status; /* as the server says, also 404 and 500 */
	struct str type;
	struct str body;
};

/* ERR_INPUT: not such a URL; ERR_TOOBIG: the answer is; ERR_IO: nobody answered, or not in time, or
 * libcurl is not here; the message says which. */
int http_fetch(const struct http_fetch *f, struct arena *a, struct http_fetched *ret,
	       struct err *e) MUST_USE;

#endif
