/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * web.h - the register in a browser: pages without scripts, for members of this vault, on this
 * machine.
 *
 * The server starts locked. It knows where the vault lies and nothing else; the passphrase is asked
 * on the page Unlock, opens the vault, and is forgotten. A session belongs to the member whose
 * passphrase began it and ends by Lock, after 15 minutes without a request, or with the program;
 * with a member's last session the vault is closed and its keys are wiped.
 *
 * Files that a form brings wait beside the vault, sealed with a key of the session (files.h), and become
 * evidence when the form is sealed. The server confines itself: it writes beneath the folder of the
 * vault, and starts vigil-worker and nothing else. A helper started before, to start workers on
 * request, was considered: it would be a second unconfined process to be trusted with descriptors, and
 * worker_needs() leaves the server less than that: what the worker itself may read and start.
 *
 * GET and HEAD only look: the vault refuses every write while one is answered. There is no log of
 * requests, and what goes wrong is told without names.
 *
 *	routes.c    every page: method, path, who may, function
 *	page.h      what a page gets and gives
 *	session.h   who is here
 *
 * A page is one file: parse (request to typed parameters), load (to plain values), render (to
 * HTML; sees no register), and the handler that calls them.
 */
#ifndef VIGIL_WEB_H
#define VIGIL_WEB_H

#include "http/http.h"
#include "text/msg.h"

enum { WEB_IDLE_S = 15 * 60 };
#define WEB_UPLOAD_MAX ((int64_t)16 << 30)

struct web_options {
	struct str listen;  /* as http_options.address: "127.0.0.1:8484", "unix:PATH" */
	unsigned idle_s;    /* 0: WEB_IDLE_S */
	int64_t upload_max; /* bytes that a form may bring as files; 0: WEB_UPLOAD_MAX */
	/* Called once, when it answers: `where` is "http://127.0.0.1:8484/" or "unix:PATH". */
	void (*ready)(void *ctx, const char *where);
	void *ctx;
};

/* Serve the vault at `path` until SIGINT, SIGTERM or SIGHUP. ERR_NOTFOUND: there is no such file;
 * else as http_listen. */
int web_serve(const char *path, const struct web_options *o, struct err *e) MUST_USE;

/* ---- without a network, for tests ------------------------------------ */

struct web;
struct web *web_new(const char *path, struct str cookie_suffix, unsigned idle_s);
void web_free(struct web *w); /* closes every vault; NULL is fine */
/* Answer one request as the server does; failures become the error page. */
void web_answer(struct web *w, const struct http_request *rq, struct http_response *rs);
void web_tick(struct web *w, int64_t now_ms); /* the idle lock */

#endif
