/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/app.h"

#include "base/file.h"
#include "web/web.h"

enum { UPLOAD_MAX_MB = 10 * 1000 * 1000 };

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
	int64_t mb = given_number(&app->given, "--upload-max", 0);
	if (given_has(&app->given, "--upload-max") && (mb < 1 || mb > UPLOAD_MAX_MB))
		return err_set(e, ERR_INPUT, "--upload-max is a number of megabytes from 1 to %d",
			       UPLOAD_MAX_MB);
	o.upload_max = mb * 1000000;
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
	{ "--upload-max", 0, OPTION_NUMBER, "MB", false,
	  MSG("Megabytes that one form may bring as evidence; 17179 when not given",
	      "مگابایت‌هایی که یک فرم می‌تواند به عنوان مدرک بیاورد؛ پیش‌فرض 17179") },
	{ 0 },
};

const struct command cmd_serve = {
	.name = "serve",
	.summary = MSG("Serve the register to a browser on this machine.",
		       "ارائهٔ دفتر به مرورگر روی همین دستگاه."),
	.help = MSG(
		"Listens on this machine only, or on a Unix socket, for example for an onion service. The vault stays "
		"closed until somebody gives a passphrase on the first page, and closes again after 15 minutes "
		"without a request. The pages need no scripts. Evidence may be sent in forms; files wait sealed beside the vault and "
		"are looked into by vigil-worker, the only program that the server may start.",
		""),
	.options = OPTIONS,
	.run = run,
};
