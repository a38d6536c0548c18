/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_witness_serve.c - a C2SP tlog-witness over HTTP, and nothing else. */
#include "cli/app.h"

#include "base/clock.h"
#include "base/confine.h"
#include "http/http.h"
#include "vault/witness.h"

static const struct str PATH = { "/add-checkpoint", 15 };

struct server {
	struct vault *v;
};

static int on_request(void *ctx, const struct http_request *rq, struct http_response *rs,
		      struct err *e)
{
	struct server *s = ctx;
	struct vault_answer w;
	if (rq->method != HTTP_POST || !str_eq(rq->path, PATH))
		return err_set(e, ERR_NOTFOUND, "there is nothing at this address");
	TRY(vault_witness_answer(s->v, rq->raw, clock_now_ms() / 1000, rq->a, &w, e));
	rs->status = w.http;
	rs->type = str_of(w.type);
	buf_add(&rs->body, w.body);
	return 0;
}

static bool is_raw(void *ctx, struct str path)
{
	(void)ctx;
	return str_eq(path, PATH);
}

static size_t max_body(void *ctx, struct str path)
{
	(void)ctx;
	(void)path;
	return WITNESS_REQUEST_MAX;
}

static void server_closep(struct http_server **s)
{
	http_close(*s);
}

/* As `vigil serve`: the vault's folder and the socket's, and /proc to name who holds the vault. */
static int confine(struct app *app, const char *path, struct str listen, struct err *e)
{
	static const char *const READABLE[] = { "/proc" };
	const char *at[2] = { path, NULL };
	size_t n = 1;
	bool done;
	if (str_starts(listen, STR("unix:")))
		at[n++] = str_z(app->a, str_from(listen, 5));
	for (size_t i = 0; i < n; i++) {
		const char *slash = strrchr(at[i], '/');
		size_t len = !slash ? 0 : slash == at[i] ? 1 : (size_t)(slash - at[i]);
		at[i] = len ? str_copy(app->a, str_n(at[i], len)).p : ".";
	}
	return confine_files(at, n, READABLE, COUNT(READABLE), &done, e);
}

static int run(struct app *app, struct err *e)
{
	struct server s = { .v = reg_vault(app->reg) };
	struct http_app http = {
		.ctx = &s, .handle = on_request, .max_body = max_body, .raw = is_raw
	};
	struct http_options o = { .address = STR("127.0.0.1:8485") };
	AUTO(server_closep) struct http_server *server = NULL;
	const char *path;
	struct str vkey;
	if (given_has(&app->given, "--listen"))
		o.address = given_str(&app->given, "--listen");
	TRY(app_vault_path(app, &path, e));
	TRY(vault_witness_key(s.v, STR(""), app->a, &vkey, e));
	TRY(confine(app, path, o.address, e));
	TRY(http_listen(&o, &http, &server, e));
	app_say(app,
		MSG_P("Witnessing at {1}\nas {2}\nCtrl-C ends it.",
		      "گواهی در {1}\nبا کلید {2}\nCtrl-C آن را پایان می‌دهد."),
		ARGS(str_of(http_where(server)), vkey));
	/* The server works without anybody reading this. */
	struct err later;
	if (app_flush(app, &later) < 0)
		buf_clear(&app->out);
	return http_run(server, e);
}

static const struct option OPTIONS[] = {
	{ "--listen", 0, OPTION_TEXT, "ADDRESS", false,
	  MSG("127.0.0.1:PORT, [::1]:PORT or unix:PATH; 127.0.0.1:8485 when not given",
	      "نشانی؛ پیش‌فرض 127.0.0.1:8485") },
	{ 0 },
};

const struct command cmd_witness_serve = {
	.name = "witness serve",
	.summary = MSG(
		"Cosign heads of the logs we witness, over HTTP.",
		"گواهی بر سر گزارش‌هایی که گواهشانیم، از راه HTTP."),
	.help = MSG(
		"POST /add-checkpoint as C2SP tlog-witness says, for any log that `vigil witness add-log` knows; nothing "
		"else is answered. It listens on this machine only, or on a Unix socket: an onion service or a web server "
		"in front of it makes it reachable. Unlike `vigil serve`, the vault is open all the time: use one that "
		"holds nothing else. Requests are not logged.",
		""),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE,
	.run = run,
};
