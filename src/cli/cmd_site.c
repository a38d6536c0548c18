/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_site.c - site invite, list: the devices and partners that write the same register. */
#include "cli/member.h"

#include "vault/log.h"

#include "base/clock.h"
#include "base/file.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "vault/number.h"

/* ---- invite ---- */

static int run_invite(struct app *app, struct err *e)
{
	static const struct msg PROMPT =
		MSG("A passphrase for the invitation: ",
		    "گذرواژه‌ای برای دعوت‌نامه: ");
	enum vault_role role;
	struct str file;
	struct str path = app_output_path(app);
	AUTO_PASSPHRASE s;
	passphrase_init(&s);
	TRY(member_role_given(app, ROLE_OFFICER, &role, e));
	if (!path.p)
		return err_set(e, CLI_USAGE, "where to? Give -o FILE for the invitation");
	if (file_exists(path.p))
		return err_set(e, ERR_INPUT, "%s exists already; choose another name", path.p);
	TRY(app_new_passphrase(app, "--new-passphrase-file", &PROMPT, &s, e));
	TRY(vault_invite(reg_vault(app->reg), given_arg(&app->given, 0), role, passphrase_str(&s),
			 app->a, &file, e));
	TRY(file_write(path.p, file, 0600, e));
	app_say(app,
		MSG_P("Wrote the invitation {1}. Who has it and its passphrase is a member of this register: let the "
		      "two go different ways, and destroy the file when it was used.\n"
		      "There: vigil init NEW.vigil --join {1}. Then sync here and there.",
		      "دعوت‌نامهٔ {1} نوشته شد. هر که آن را با گذرواژه‌اش دارد عضو این دفتر است: این دو را "
		      "از دو راه "
		      "بفرستید و پس از به کار رفتن، پرونده را نابود کنید.\n"
		      "آنجا: vigil init NEW.vigil --join {1}. سپس اینجا و آنجا sync کنید."),
		&path, 1);
	return 0;
}

static const struct option INVITE_OPTIONS[] = {
	{ "--role", 0, OPTION_CHOICE, "researcher|editor|officer", false,
	  MSG("what its first member may do; officer when not given",
	      "نقش نخستین عضو آن؛ پیش‌فرض مسئول") },
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("where the invitation goes", "جای دعوت‌نامه") },
	{ "--new-passphrase-file", 0, OPTION_FILE, "FILE", false,
	  MSG("read the invitation's passphrase there instead of asking",
	      "خواندن گذرواژهٔ دعوت‌نامه از این پرونده") },
	{ 0 },
};

const struct command cmd_site_invite = {
	.name = "site invite",
	.args = "NAME",
	.summary = MSG("Invite a further site: another device or a partner.",
		       "دعوت از جایگاهی دیگر: دستگاهی دیگر یا همکار."),
	.help = MSG(
		"NAME is the first member of the site. It writes a log of its own and gives and takes through a "
		"remote (`vigil sync`). An officer there enrols further members. Only an officer may invite.\n\n"
		"A member can also bring a second device: invite it under another name.",
		"NAME نخستین عضو آن جایگاه است. آنجا گزارش خود را می‌نویسد و با مخزنی مشترک می‌دهد و "
		"می‌گیرد (`vigil sync`). مسئولی در آنجا عضوهای دیگر را می‌افزاید. تنها مسئول "
		"می‌تواند دعوت کند.\n\n"
		"عضو می‌تواند دستگاه دومی هم بیاورد: آن را با نامی دیگر دعوت کنید."),
	.options = INVITE_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE,
	.run = run_invite,
};

/* ---- list ---- */

static struct str state_label(struct app *app, enum vault_log_state s)
{
	switch (s) {
	case LOG_OWN:
		return app_tr(app, MSG_P("ours", "از ما"));
	case LOG_OTHER:
		return app_tr(app, MSG_P("another site's", "از جایگاهی دیگر"));
	case LOG_ENDED:
		return app_tr(app, MSG_P("ended", "پایان‌یافته"));
	}
	return STR("");
}

static const char *state_code(enum vault_log_state s)
{
	static const char *const CODES[] = { "own", "other", "ended" };
	return CODES[s];
}

static struct str site_name(struct app *app, int64_t site)
{
	char text[6];
	if (site == 0)
		return STR("-");
	number_site_text(site, text);
	return str_copy(app->a, str_of(text));
}

/* When its last entry was made, by what its devices said. */
static int last_of(struct app *app, const struct vault_log *l, int64_t *ret_ms, struct err *e)
{
	struct vault_entry entry;
	*ret_ms = 0;
	if (l->size == 0)
		return 0;
	TRY(vault_entry_read(reg_vault(app->reg), number_of(l->site, l->size - 1), app->a, &entry,
			     e));
	*ret_ms = entry.at;
	return 0;
}

static int run_list(struct app *app, struct err *e)
{
	struct vault_log *logs;
	size_t n;
	struct jout j;
	struct grid g = grid_new(app->a, 5);
	TRY(vault_logs(reg_vault(app->reg), app->a, &logs, &n, e));
	grid_add(&g, app_tr(app, MSG_P("SITE", "جایگاه")));
	grid_add(&g, app_tr(app, MSG_P("LOG", "گزارش")));
	grid_add(&g, app_tr(app, MSG_P("ENTRIES", "ورودی‌ها")));
	grid_add(&g, app_tr(app, MSG_P("LAST", "واپسین")));
	grid_add(&g, STR(""));
	if (app->json) {
		j = jout_begin(&app->out);
		jout_array(&j, "sites");
	}
	for (size_t i = 0; i < n; i++) {
		int64_t ms;
		char when[CLOCK_TEXT_LEN + 1];
		TRY(last_of(app, &logs[i], &ms, e));
		clock_text(ms, when);
		if (app->json) {
			jout_object(&j, NULL);
			jout_text(&j, "site",
				  logs[i].site ? site_name(app, logs[i].site) : STR(""));
			jout_str(&j, "log", logs[i].origin);
			jout_str(&j, "state", str_of(state_code(logs[i].state)));
			jout_int(&j, "entries", logs[i].size);
			jout_int(&j, "shown", logs[i].shown);
			jout_time(&j, "last", ms);
			jout_close(&j);
			continue;
		}
		grid_add(&g, site_name(app, logs[i].site));
		grid_add(&g, logs[i].origin);
		grid_add(&g, app_num(app, logs[i].size));
		grid_add(&g, str_copy(app->a, str_of(when)));
		grid_add(&g, state_label(app, logs[i].state));
	}
	if (app->json) {
		jout_close(&j);
		jout_end(&j);
	} else {
		grid_put(&g, 0, &app->out);
	}
	return 0;
}

const struct command cmd_site_list = {
	.name = "site list",
	.summary = MSG(
		"List the logs of the register: one for each device that writes.",
		"فهرست گزارش‌های دفتر: یکی برای هر دستگاهی که می‌نویسد."),
	.help = MSG(
		"The site is what stands before the numbers of its entries and records, as in qk7d2-48; the log "
		"that founded the register has none. LAST is the time of its newest entry, by its own clock.",
		"جایگاه همان است که پیش از شمارهٔ ورودی‌ها و سوابق آن می‌آید، مانند qk7d2-48؛ گزارشی "
		"که دفتر را بنیاد نهاد جایگاه ندارد. LAST زمان تازه‌ترین ورودی آن به ساعت خودش است."),
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_list,
};
