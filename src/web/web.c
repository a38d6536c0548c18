/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * web.c - from a request to a page: who asks, which route, may they, and what if it fails.
 *
 * Everything here runs under the server's one mutex (http.h), so sessions need no lock of their
 * own.
 */
#include "web/web.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/confine.h"
#include "base/file.h"
#include "http/cookie.h"
#include "web/page_priv.h"

static const char *folder_of(const char *path, struct arena *a)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return ".";
	return slash == path ? "/" : str_copy(a, str_n(path, (size_t)(slash - path))).p;
}

struct web *web_new(const char *path, struct str cookie_suffix, unsigned idle_s)
{
	struct web *w = mem_need(calloc(1, sizeof *w));
	w->keep = arena_new(0);
	w->path = str_printf(w->keep, "%s", path).p;
	w->spool_folder = folder_of(w->path, w->keep);
	w->upload_max = WEB_UPLOAD_MAX;
	const char *slash = strrchr(w->path, '/');
	struct str title = str_of(slash ? slash + 1 : w->path);
	if (str_ends(title, STR(".vigil")))
		title.n -= STR(".vigil").n;
	w->title = str_z(w->keep, title);
	w->session_cookie = str_printf(w->keep, "vigil%.*s", STR_FMT(cookie_suffix));
	w->lang_cookie = str_printf(w->keep, "vigil_lang%.*s", STR_FMT(cookie_suffix));
	random_bytes(w->form_key.b, KEY_LEN);
	sessions_init(&w->sessions, (int64_t)(idle_s ? idle_s : WEB_IDLE_S) * 1000);
	return w;
}

void web_free(struct web *w)
{
	if (!w)
		return;
	sessions_done(&w->sessions);
	key_wipe(&w->form_key);
	arena_free(w->keep);
	free(w);
}

static int64_t mono_ms(void)
{
	return clock_mono_ns() / 1000000;
}

void web_tick(struct web *w, int64_t now_ms)
{
	sessions_expire(&w->sessions, now_ms);
}

/* ---- one request ------------------------------------------------------ */

static bool role_may(enum page_may may, enum vault_role role)
{
	switch (may) {
	case MAY_ANYONE:
	case MAY_MEMBER:
		return true;
	case MAY_EDITOR:
		return role == ROLE_EDITOR || role == ROLE_OFFICER;
	case MAY_OFFICER:
		return role == ROLE_OFFICER;
	}
	return false;
}

static bool token_is_ours(const struct page_request *p, const struct route *r)
{
	return token_check(page_field(p, "token"), page_form_key(p), str_of(r->path),
			   page_field(p, "form"), p->now_ms, (int64_t)FORM_AGE_MAX_S * 1000);
}

/* Whatever else happens, the vault is closed for writing when this returns. */
static int run(struct page_request *p, const struct route *r, struct err *e)
{
	struct store *st = p->reg ? vault_store(reg_vault(p->reg)) : NULL;
	bool writes = st && r->method == HTTP_POST && r->may != MAY_ANYONE;
	if (writes)
		store_look_only(st, false);
	int rc = r->run(p, e);
	/* Lock has closed it and taken the session out of the request. */
	if (writes && p->session)
		store_look_only(st, true);
	return rc;
}

static int answer_post(struct page_request *p, const struct route *r, struct err *e)
{
	int64_t from = 0;
	if (!token_is_ours(p, r))
		return err_set(e, ERR_DENIED,
			       "this form is not ours or too old; open the page again");
	if (str_to_int(page_field(p, "from"), &from) && from > 0)
		p->from = from;
	struct str led_to = p->session ? session_done(p->session, page_field(p, "form")) : STR_NULL;
	if (led_to.p)
		return http_redirect(p->rs, led_to, e);
	return run(p, r, e);
}

static int answer(struct page_request *p, const struct route *r, struct err *e)
{
	static const struct msg SHUT = MSG(
		"Another program gave this vault a new key, or your access was ended. Nothing was "
		"written. Unlock it again with your passphrase.",
		"برنامه‌ای دیگر به این دفتر کلیدی تازه داده، یا دسترسی شما پایان یافته است. چیزی نوشته "
		"نشد. دوباره با گذرواژهٔ خود باز کنید.");
	const struct msg *why = NULL;
	if (p->session) {
		int rc = page_shell_open(p, e);
		if (rc ==
		    ERR_DENIED) { /* revoked since, or the file no longer opens with our key */
			session_end(&p->web->sessions, p->session);
			p->session = NULL;
			p->reg = NULL;
			why = &SHUT;
		} else {
			TRY(rc);
		}
	}
	if (r->may != MAY_ANYONE && !p->session) {
		page_locked(p, 403, why);
		return 0;
	}
	if (!role_may(r->may, p->role))
		return err_set(e, ERR_DENIED, "this is for %s only",
			       r->may == MAY_EDITOR ? "editors and officers" : "officers");
	return r->method == HTTP_POST ? answer_post(p, r, e) : run(p, r, e);
}

void web_answer(struct web *w, const struct http_request *rq, struct http_response *rs)
{
	struct page_request p;
	struct err e = { 0 };
	bool other;
	struct str arg;
	const struct route *r = route_find(rq->method, rq->path, &arg, &other);

	if (rq->method == HTTP_POST && web_is_witness(rq->path)) {
		web_witness(w, rq, rs);
		return;
	}
	page_request_init(&p, w, rq, rs);
	p.session = session_find(&w->sessions, cookie_get(rq, w->session_cookie), mono_ms());
	p.reg = p.session ? p.session->desk->reg : NULL;
	if (!r) {
		if (p.session && page_shell_open(&p, &e) < 0)
			p.shell.org = STR("");
		err_set(&e, ERR_NOTFOUND, "there is no page at this address");
		page_error(&p, other ? 405 : 404, &e);
		return;
	}
	p.arg = arg;
	p.route = r;
	int rc = answer(&p, r, &e);
	if (rc < 0)
		page_error(&p, http_status(rc), &e);
	else if (rs->body.full)
		page_error(&p, 500, &e);
}

/* ---- serving ---------------------------------------------------------- */

static int on_request(void *ctx, const struct http_request *rq, struct http_response *rs,
		      struct err *e)
{
	(void)e;
	web_answer(ctx, rq, rs);
	return 0;
}

/* A request that the guard refused: no session is looked for, the target may be hostile. */
static void on_refuse(void *ctx, struct str target, struct str why, struct http_response *rs)
{
	struct page_request p;
	struct http_request rq = { .a = rs->a, .target = STR("/"), .path = STR("/") };
	struct err e = { 0 };
	(void)target;
	err_set(&e, ERR_INPUT, "%.*s", STR_FMT(why));
	page_request_init(&p, ctx, &rq, rs);
	page_error(&p, rs->status, &e);
}

static size_t on_max_body(void *ctx, struct str path)
{
	struct str arg;
	bool other;
	const struct route *r = route_find(HTTP_POST, path, &arg, &other);
	if (r && r->max_body == ROUTE_FILES)
		return (size_t)((const struct web *)ctx)->upload_max;
	return r && r->max_body ? r->max_body : HTTP_BODY_MAX;
}

static const char *on_spools(void *ctx, struct str path)
{
	struct str arg;
	bool other;
	const struct route *r = route_find(HTTP_POST, path, &arg, &other);
	return r && r->max_body == ROUTE_FILES ? ((const struct web *)ctx)->spool_folder : NULL;
}

/* Each time counts as use, so that a long upload keeps the register open; Lock ends it. */
static bool on_may_send(void *ctx, const struct http_request *rq)
{
	struct web *w = ctx;
	return session_find(&w->sessions, cookie_get(rq, w->session_cookie), mono_ms()) != NULL;
}

static bool on_raw(void *ctx, struct str path)
{
	(void)ctx;
	return web_is_witness(path);
}

static void on_tick(void *ctx)
{
	web_tick(ctx, mono_ms());
}

static void web_freep(struct web **w)
{
	web_free(*w);
}

static void server_closep(struct http_server **s)
{
	http_close(*s);
}

/* Browsers share cookies among all ports of a host; a Unix socket has none. */
static struct str port_of(struct str listen, struct arena *a)
{
	ptrdiff_t colon = -1;
	struct str s = listen;
	if (str_starts(listen, STR("unix:")))
		return STR("");
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ':')
			colon = (ptrdiff_t)i;
	return str_copy(a, str_from(s, (size_t)(colon + 1)));
}

/* The vault's folder, where SQLite makes its files, key slots are replaced and evidence lies; that of
 * the socket; what the worker needs; and /proc, to name the process that holds the vault. Before the server's threads begin, since
 * each thread confines itself and those it starts. */
static int confine(struct web *w, struct str listen, struct arena *a, struct err *e)
{
	static const char *const READABLE[] = { "/proc" };
	const char *folders[2] = { w->spool_folder, NULL };
	size_t n = 1;
	bool done;
	if (str_starts(listen, STR("unix:")))
		folders[n++] = folder_of(str_z(a, str_from(listen, 5)), a);
	struct confine_reading c = { .readable = READABLE,
				     .n_readable = COUNT(READABLE),
				     .fd = -1,
				     .folders = folders,
				     .n_folders = n,
				     .network = true };
	if (!w->has_worker)
		return confine_files(folders, n, READABLE, COUNT(READABLE), &done, e);
	worker_needs(&w->worker, a, &c);
	return confine_reading(&c, &done, e);
}

int web_serve(const char *path, const struct web_options *o, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	if (!file_exists(path))
		return err_set(e, ERR_NOTFOUND, "there is no vault %s", path);
	TRY(crypto_init(e));
	AUTO(web_freep) struct web *w = web_new(path, port_of(o->listen, a), o->idle_s);
	struct http_app app = { w,	 on_request, on_refuse, on_max_body,
				on_tick, on_raw,     on_spools, on_may_send };
	struct http_options ho = { .address = o->listen };
	/* Closed before the vault: no request is answered while that is going on. */
	AUTO(server_closep) struct http_server *server = NULL;
	if (o->upload_max)
		w->upload_max = o->upload_max;
	/* Without the program files are sealed all the same, and it is recorded that nobody looked. */
	w->has_worker = worker_find(w->keep, &w->worker, NULL) == 0;
	TRY(confine(w, o->listen, a, e));
	TRY(http_listen(&ho, &app, &server, e));
	if (o->ready)
		o->ready(o->ctx, http_where(server));
	return http_run(server, e);
}
