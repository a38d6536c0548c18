/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/alarm.h"

#include "base/clock.h"

int alarms_load(struct app *app, struct alarms *ret, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct alarms w = { 0 };
	TRY(reg_forks(app->reg, app->a, &w.forks, &w.n_forks, &w.n, e));
	TRY(vault_witnesses(v, app->a, &w.witnesses, &w.n_witnesses, e));
	TRY(vault_witness_logs(v, app->a, &w.logs, &w.n_logs, e));
	for (size_t i = 0; i < w.n_witnesses; i++)
		w.n += (size_t)(w.witnesses[i].ahead > 0) + (size_t)(w.witnesses[i].refused > 0);
	*ret = w;
	return 0;
}

static struct str size_of(struct app *app, struct str note)
{
	struct note n;
	struct checkpoint c;
	if (note_parse(note, app->a, &n, NULL) < 0 || checkpoint_parse(n.text, &c, NULL) < 0)
		return STR("?");
	return app_num(app, c.size);
}

/* "2026-03-01T10:00:00Z" */
static struct str when(struct app *app, int64_t ms)
{
	char text[CLOCK_TEXT_LEN + 1];
	clock_text(ms, text);
	return str_copy(app->a, str_of(text));
}

static void put_explained(struct app *app, const struct fork *x)
{
	app_say(app,
		MSG_P("Fork of the log {1}, heads of {2} and {3} entries, explained by {4} on {5} (entry {6}): {7}",
		      "دوشاخگی گزارش {1}، سرهای {2} و {3} ورودی، توضیح {4} در {5} (ورودی {6}): {7}"),
		ARGS(x->heads.origin, size_of(app, x->heads.ours), size_of(app, x->heads.theirs),
		     x->by, when(app, x->recorded_ms), number_str(app->a, x->seq), x->reason));
}

static void put_fork(struct app *app, const struct fork *x)
{
	const struct vault_fork *f = &x->heads;
	bool ours = str_eq(f->origin, vault_origin(reg_vault(app->reg)));
	app_say(app,
		MSG_P("FORK of the log {1}, found {2}: two heads are signed by its key and cannot both be, one "
		      "of {3} entries and one of {4}.",
		      "دوشاخگی گزارش {1}، یافته در {2}: دو سر با کلید آن امضا شده که هر دو نمی‌تواند درست باشد، "
		      "یکی با {3} ورودی و یکی با {4}."),
		ARGS(f->origin, when(app, f->found_ms), size_of(app, f->ours),
		     size_of(app, f->theirs)));
	app_say(app,
		ours ? MSG_P("  It is our own log: this vault, or a copy of it, was used in two places, or "
			     "restored from a backup. Find the other copy, then `vigil log epoch`.",
			     "  این گزارش خود ماست: این دفتر یا رونوشتی از آن در دو جا به کار رفته یا از پشتیبان "
			     "بازگردانده شده است. رونوشت دیگر را بیابید، سپس `vigil log epoch`.")
		     : MSG_P("  Somebody tells two stories with this log, or its vault was copied or restored. Trust "
			     "neither head until its keepers have explained it. Both are kept: `vigil witness "
			     "status --json` has them.",
			     "  کسی با این گزارش دو روایت می‌گوید، یا دفترش رونوشت یا بازگردانی شده است. تا دارندگانش "
			     "توضیح نداده‌اند به هیچ‌یک اعتماد نکنید. هر دو نگه داشته شده است."),
		NULL, 0);
	struct str id = str_n(x->id.p, FORK_SHORT);
	app_say(app,
		MSG_P("  Once it is known what happened, an officer says so: `vigil log accept-fork {1} "
		      "--reason TEXT`. Both heads stay.",
		      "  هرگاه روشن شد چه شده، یک مسئول می‌گوید: `vigil log accept-fork {1} --reason TEXT`. هر دو سر "
		      "می‌ماند."),
		&id, 1);
}

static void put_witness(struct app *app, const struct vault_witness *w)
{
	if (w->ahead)
		app_say(app,
			MSG_P("BEHIND: the witness {1} says it has {2} entries of our log, more than this vault had. "
			      "It was restored from a backup, or is a copy of one that went on.\n"
			      "  Fetch what the others have with `vigil sync`, then `vigil log epoch`.",
			      "عقب‌ماندگی: گواه {1} می‌گوید {2} ورودی از گزارش ما دارد، بیش از این دفتر. این دفتر از "
			      "پشتیبان بازگردانده شده یا رونوشتی است که دیگری ادامه‌اش داده.\n"
			      "  نخست `vigil sync`، سپس `vigil log epoch`."),
			ARGS(w->key.name, app_num(app, w->ahead)));
	if (w->refused)
		app_say(app,
			MSG_P("REFUSED: the witness {1} has a head of our log that ours of {2} entries does not "
			      "follow from. Either our log was continued in two places, or the witness is wrong.\n"
			      "  Ask its keepers for the head they have and hold it against ours: `vigil log "
			      "consistency FILE`.",
			      "رد شد: گواه {1} سری از گزارش ما دارد که سرِ {2} ورودی ما از آن برنمی‌آید. یا گزارش ما در "
			      "دو جا ادامه یافته یا گواه اشتباه می‌کند.\n"
			      "  سر آنان را بخواهید و بسنجید: `vigil log consistency FILE`."),
			ARGS(w->key.name, app_num(app, w->refused)));
}

void alarms_put(struct app *app, const struct alarms *w)
{
	for (size_t i = 0; i < w->n_forks; i++)
		if (w->forks[i].accepted)
			put_explained(app, &w->forks[i]);
	for (size_t i = 0; i < w->n_forks; i++)
		if (!w->forks[i].accepted)
			put_fork(app, &w->forks[i]);
	for (size_t i = 0; i < w->n_witnesses; i++)
		put_witness(app, &w->witnesses[i]);
}

void alarms_json(struct jout *j, const struct alarms *w)
{
	jout_int(j, "alarms", (int64_t)w->n);
}
