/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/app.h"

#include "base/file.h"
#include "web/web.h"

static void ready(void *ctx, const char *where)
{
	struct app *app = ctx;
	static const struct msg SERVING = MSG(
		"Serving at {1}\nIt asks for the passphrase in the browser. Ctrl-C ends it.",
		"در {1} آماده است\nگذرواژه در مرورگر پرسیده می‌شود. Ctrl-C آن را پایان می‌دهد.");
	struct str at = str_of(where);
	struct err e;
	app_say(app, &SERVING, &at, 1);
	/* The server works without anybody reading this. */
	if (app_flush(app, &e) < 0)
		buf_clear(&app->out);
}

static int run(struct app *app, struct err *e)
{
	struct web_options o = { .listen = STR("127.0.0.1:8484"), .ready = ready, .ctx = app };
	const char *path;
	if (given_has(&app->given, "--listen"))
		o.listen = given_str(&app->given, "--listen");
	TRY(app_vault_path(app, &path, e));
	if (!file_exists(path))
		return err_set(e, ERR_IO, "there is no vault %s; `vigil init FILE` makes one",
			       path);
	return web_serve(path, &o, e);
}

static const struct option OPTIONS[] = {
	{ "--listen", 0, OPTION_TEXT, "ADDRESS", false,
	  MSG("127.0.0.1:PORT, [::1]:PORT or unix:PATH; 127.0.0.1:8484 when not given",
	      "نشانی؛ پیش‌فرض 127.0.0.1:8484") },
	{ 0 },
};

const struct command cmd_serve = {
	.name = "serve",
	.summary = MSG("Serve the register to a browser on this machine.",
		       "ارائهٔ دفتر به مرورگر روی همین دستگاه."),
	.help = MSG(
		"Listens on this machine only, or on a Unix socket, for example for an onion service. The vault stays "
		"closed until somebody gives a passphrase on the first page, and closes again after 15 minutes "
		"without a request. The pages need no scripts.",
		""),
	.options = OPTIONS,
	.run = run,
};
