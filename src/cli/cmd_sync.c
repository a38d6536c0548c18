/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_sync.c - what other sites wrote comes in, what they lack goes out, through a remote. */
#include "cli/app.h"

#include "cli/jout.h"
#include "cli/progress.h"
#include "sync/sync.h"

static void put_taken(struct app *app, const struct sync_result *r)
{
	const struct vault_taken *t = &r->taken;
	if (t->entries || t->logs)
		app_say(app,
			MSG_P("Entries taken in: {1}. Logs seen for the first time: {2}.",
			      "ورودی‌های دریافتی: {1}. گزارش‌های تازه: {2}."),
			ARGS(app_num(app, t->entries), app_num(app, t->logs)));
	else
		app_say(app,
			MSG_P("Nothing new there.", "آنجا چیز تازه‌ای نیست."),
			NULL, 0);
	if (r->objects_got)
		app_say(app,
			MSG_P("Evidence files fetched: {1}.",
			      "پرونده‌های شواهد دریافتی: {1}."),
			ARGS(app_num(app, r->objects_got)));
	if (t->waiting)
		app_say(app,
			MSG_P("{1} entries wait for others that are not there yet. Nothing is lost; "
			      "sync again when the other site has synced.",
			      "{1} ورودی در انتظار ورودی‌هایی است که هنوز آنجا نیست. چیزی از دست نمی‌رود."),
			ARGS(app_num(app, t->waiting)));
	if (t->refused)
		app_say(app,
			MSG_P("{1} entries are of logs that no key of this register vouches for. They were "
			      "not taken.",
			      "{1} ورودی از گزارش‌هایی است که هیچ کلید این دفتر ضامنشان نیست و پذیرفته نشد."),
			ARGS(app_num(app, t->refused)));
}

/* Of what waits: what somebody signed without the role for it. */
static void put_denied(struct app *app, const struct vault_taken *t)
{
	if (!t->denied)
		return;
	app_say(app,
		MSG_P("Not taken: {1}. With what follows in that log, {2} entries wait. If it was allowed by an entry "
		      "of another site, it will be taken when that comes; if not, somebody acts beyond their role.",
		      "پذیرفته نشد: {1}. با آنچه در آن گزارش در پی است {2} ورودی در انتظار است. اگر ورودی جای دیگری آن را "
		      "مجاز کرده باشد با رسیدنش پذیرفته می‌شود؛ وگرنه کسی از نقش خود فراتر رفته است."),
		ARGS(str_of(t->denied_why), app_num(app, t->denied)));
}

static void put_put(struct app *app, const struct sync_result *r)
{
	if (r->entries_put || r->keys_put || r->objects_put)
		app_say(app,
			MSG_P("Put there: entries {1}, files of keys {2}, evidence files {3}.",
			      "فرستاده شد: {1} ورودی، {2} پروندهٔ کلید، {3} پروندهٔ شواهد."),
			ARGS(app_num(app, r->entries_put), app_num(app, r->keys_put),
			     app_num(app, r->objects_put)));
	if (r->objects_absent)
		app_say(app,
			MSG_P("{1} evidence files are neither here nor there. They may still be at another "
			      "site.",
			      "{1} پروندهٔ شواهد نه اینجاست نه آنجا؛ شاید نزد جای دیگری باشد."),
			ARGS(app_num(app, r->objects_absent)));
}

static void put_warnings(struct app *app, const struct sync_result *r)
{
	for (size_t i = 0; i < r->n_faults; i++)
		app_say(app, MSG_P("Not taken: {1}", "پذیرفته نشد: {1}"), &r->faults[i], 1);
	if (r->n_faults)
		app_say(app,
			MSG_P("Whoever has what was in these puts it there again when they are removed from there and they sync.",
			      "اگر این‌ها از آنجا برداشته شود، هر که محتوایشان را دارد با هماهنگ‌سازی دوباره آنجا می‌گذارد."),
			NULL, 0);
	put_denied(app, &r->taken);
	if (r->remote_has_less)
		app_say(app,
			MSG_P("This remote has less than it once had: files were removed or an older copy "
			      "was put back. What was missing of ours has been put there again.",
			      "این مخزن کمتر از پیش دارد: پرونده‌هایی برداشته شده یا نسخه‌ای کهنه جای آن نشسته است."),
			NULL, 0);
	/* One of the forks is our own when we had been overtaken; that has words of its own. */
	int64_t of_others = r->taken.forks - (r->taken.epoch && r->taken.forks ? 1 : 0);
	if (of_others)
		app_say(app,
			MSG_P("FORK: two histories that cannot both be (logs: {1}). Both signed heads are "
			      "kept as proof (vigil witness status). Somebody restored a backup and wrote "
			      "on, or shows different histories to different people: find out which.",
			      "دوشاخگی: {1} گزارش دو تاریخچهٔ ناسازگار دارد. هر دو سر امضاشده نگه داشته شد."),
			ARGS(app_num(app, of_others)));
	if (r->taken.epoch)
		app_say(app,
			MSG_P("This vault was an older copy of itself, from a backup or another device: others had "
			      "later entries of its log. They were taken in, what was written here since is kept, "
			      "and this vault writes a new log from now on. Heads of the old log that do not fit "
			      "are kept as proof (vigil witness status).",
			      "این گنجینه نسخه‌ای کهنه از خود بود: دیگران ورودی‌های تازه‌تری از گزارش آن داشتند. "
			      "آن‌ها دریافت شد، نوشته‌های اینجا ماند، و از این پس گزارشی تازه نوشته می‌شود. "
			      "سرهای ناسازگار گزارش کهنه نگه داشته شد."),
			NULL, 0);
}

static void put_json(struct app *app, const struct sync_result *r)
{
	struct jout j = jout_begin(&app->out);
	jout_int(&j, "entries_taken", r->taken.entries);
	jout_int(&j, "logs_new", r->taken.logs);
	jout_int(&j, "waiting", r->taken.waiting);
	jout_int(&j, "refused", r->taken.refused);
	jout_int(&j, "denied", r->taken.denied);
	jout_text(&j, "denied_why", str_of(r->taken.denied_why));
	jout_int(&j, "forks", r->taken.forks);
	jout_bool(&j, "epoch", r->taken.epoch);
	jout_bool(&j, "rebuilt", r->taken.rebuilt);
	jout_int(&j, "entries_put", r->entries_put);
	jout_int(&j, "key_files_put", r->keys_put);
	jout_int(&j, "objects_got", r->objects_got);
	jout_int(&j, "objects_put", r->objects_put);
	jout_int(&j, "objects_absent", r->objects_absent);
	jout_bool(&j, "remote_has_less", r->remote_has_less);
	jout_array(&j, "faults");
	for (size_t i = 0; i < r->n_faults; i++)
		jout_str(&j, NULL, r->faults[i]);
	jout_close(&j);
	jout_end(&j);
}

static int run(struct app *app, struct err *e)
{
	static const struct msg WHAT = MSG("Syncing", "هماهنگ‌سازی");
	struct str place = given_arg(&app->given, 0);
	struct sync_result r;
	AUTO_REMOTE *remote = NULL;
	/* The remote first: nobody should type a passphrase to learn that the stick is not in. */
	TRY(remote_open(place, &remote, e));
	TRY(app_open(app, true, e));
	AUTO_PROGRESS p = progress_start(2, app->lang, &WHAT);
	const struct sync_options o = { .pull = !given_has(&app->given, "--push-only"),
					.push = !given_has(&app->given, "--pull-only"),
					.objects = !given_has(&app->given, "--no-objects"),
					.progress = progress_step,
					.ctx = &p };
	TRY(sync_run(reg_vault(app->reg), remote, place, &o, app->a, &r, e));
	if (app->json) {
		put_json(app, &r);
	} else {
		if (o.pull)
			put_taken(app, &r);
		put_put(app, &r);
		put_warnings(app, &r);
	}
	app->answer_is_no = r.n_faults || r.taken.forks || r.taken.refused || r.taken.denied;
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--pull-only", 0, OPTION_FLAG, NULL, false,
	  MSG("take in what is there, put nothing", "تنها دریافت") },
	{ "--push-only", 0, OPTION_FLAG, NULL, false,
	  MSG("put what is missing there, take nothing in", "تنها فرستادن") },
	{ "--no-objects", 0, OPTION_FLAG, NULL, false,
	  MSG("claims and keys only, no evidence files",
	      "تنها گفته‌ها و کلیدها، بی‌پروندهٔ شواهد") },
	{ 0 },
};

const struct command cmd_sync = {
	.name = "sync",
	.args = "REMOTE",
	.summary = MSG(
		"Exchange with the other sites, through a stick or a shared drive.",
		"هماهنگ‌سازی با جاهای دیگر دفتر، با حافظهٔ همراه یا پوشهٔ مشترک."),
	.help = MSG(
		"REMOTE is folder:PATH, a folder on a stick or a shared drive. Everything others put there is "
		"checked and taken in, in one transaction; then what the folder lacks is put there. All of it is "
		"sealed: whoever has the folder learns how many entries there are and when they came.\n\n"
		"Nothing on the remote is believed. What was changed, cut short or put under another name is named "
		"and not taken, and the exit status is 1. Two histories of one log are kept both, as proof of a "
		"fork. A sync that was cut short is simply made again.\n\n"
		"A new site becomes part of the register by `vigil site invite` and `vigil init --join`.",
		"REMOTE به شکل folder:PATH است: پوشه‌ای در حافظهٔ همراه یا درایو مشترک. نخست آنچه "
		"دیگران آنجا گذاشته‌اند سنجیده و یکجا دریافت می‌شود؛ سپس آنچه پوشه کم دارد در آن "
		"گذاشته می‌شود. همه مُهرشده است: دارندهٔ پوشه تنها شمار ورودی‌ها و زمان آمدنشان را "
		"می‌فهمد.\n\n"
		"به هیچ چیزِ مخزن اعتماد نمی‌شود. آنچه دگرگون، بریده یا با نام دیگری گذاشته شده نام "
		"برده و پذیرفته نمی‌شود و وضعیت پایان 1 است. دو تاریخچهٔ یک گزارش هر دو نگه داشته "
		"می‌شود، به گواه دوشاخگی. هماهنگ‌سازیِ ناتمام را دوباره اجرا کنید.\n\n"
		"جایگاه تازه با `vigil site invite` و `vigil init --join` به دفتر می‌پیوندد."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
