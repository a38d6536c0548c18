/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_witness.c - witness key, add-log, answer, status: we cosign heads of partners' logs. */
#include "cli/alarm.h"

#include "base/clock.h"
#include "base/file.h"
#include "cli/grid.h"
#include "cli/witness_files.h"
#include "ledger/policy.h"

/* ---- key ---- */

static int run_key(struct app *app, struct err *e)
{
	struct str vkey;
	struct str name = given_str(&app->given, "--name");
	TRY(vault_witness_key(reg_vault(app->reg), name.p ? name : STR(""), app->a, &vkey, e));
	if (!app->json) {
		buf_add(&app->out, vkey);
		buf_char(&app->out, '\n');
		return 0;
	}
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "key", vkey);
	jout_end(&j);
	return 0;
}

static const struct option KEY_OPTIONS[] = {
	{ "--name", 0, OPTION_TEXT, "NAME", false,
	  MSG("what this witness is called, once and for ever; a random name when not given",
	      "نام این گواه، یک بار برای همیشه؛ پیش‌فرض نامی تصادفی") },
	{ 0 },
};

const struct command cmd_witness_key = {
	.name = "witness key",
	.summary = MSG(
		"Print the key by which others know this vault as a witness.",
		"چاپ کلیدی که دیگران این دفتر را با آن به گواهی می‌شناسند."),
	.help = MSG(
		"Made on first use, apart from the key of the log. Give it to those whose logs you witness (`vigil "
		"witness trust`) and to verifiers (`vigil log policy --witness`), in person or by another safe way.",
		""),
	.options = KEY_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_key,
};

/* ---- add-log ---- */

struct found_logs {
	struct note_key *keys;
	size_t n;
};

/* A vkey, or a policy's file with the keys of one log or several. */
static int read_logs(struct app *app, struct str what, struct found_logs *ret, struct err *e)
{
	struct str text;
	struct policy p;
	ret->keys = NEW_N(app->a, POLICY_LOGS_MAX, struct note_key);
	ret->n = 1;
	if (note_key_read(what, app->a, &ret->keys[0], NULL) == 0)
		return 0;
	TRY(app_file(app, what, POLICY_MAX, &text, e));
	TRY(policy_read(text, app->a, &p, e));
	if (p.n_logs == 0)
		return err_set(e, ERR_INPUT, "this policy names no log");
	memcpy(ret->keys, p.logs, p.n_logs * sizeof *p.logs);
	ret->n = p.n_logs;
	return 0;
}

static bool named_before(const struct found_logs *logs, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(logs->keys[k].name, logs->keys[i].name))
			return true;
	return false;
}

static int run_add_log(struct app *app, struct err *e)
{
	struct found_logs logs;
	int64_t n_new = 0;
	TRY(read_logs(app, given_arg(&app->given, 0), &logs, e));
	bool only = given_has(&app->given, "--only");
	for (size_t i = 0; i < logs.n; i++) {
		bool fresh;
		/* The first of each log takes the place of all that were known; the others join it. */
		bool alone = only && !named_before(&logs, i);
		TRY(vault_witness_add_log(reg_vault(app->reg),
					  note_key_write(&logs.keys[i], app->a), alone, &fresh, e));
		n_new += fresh;
		if (!app->json)
			app_say(app,
				fresh ? MSG_P("Witnessing {1} from now on.", "از این پس گواه {1}.")
				      : MSG_P("{1} was witnessed already.",
					      "{1} پیش‌تر هم گواهی می‌شد."),
				ARGS(logs.keys[i].name));
	}
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_array(&j, "logs");
		for (size_t i = 0; i < logs.n; i++)
			jout_str(&j, NULL, logs.keys[i].name);
		jout_close(&j);
		jout_int(&j, "new", n_new);
		jout_end(&j);
	}
	return 0;
}

static const struct option ADD_LOG_OPTIONS[] = {
	{ "--only", 0, OPTION_FLAG, NULL, false,
	  MSG("forget what other keys of the log were known: when it has retired one",
	      "فراموش‌کردن کلیدهای دیگر این گزارش، وقتی یکی را کنار گذاشته است") },
	{ 0 },
};

const struct command cmd_witness_add_log = {
	.name = "witness add-log",
	.args = "POLICY",
	.summary = MSG("Witness a partner's log from now on.", "گواهی گزارش همکاری از این پس."),
	.help = MSG(
		"POLICY is a file that `vigil log policy` printed there, or the log's key itself. It decides whose heads "
		"are cosigned, so it must come from the partner in person or by another safe way. A further key of a log "
		"that is known is added, for a log that changes its key. Only an officer may.",
		""),
	.options = ADD_LOG_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_add_log,
};

/* ---- answer ---- */

static void say_answer(struct app *app, const struct vault_answer *w, struct str file)
{
	switch (w->status) {
	case WITNESS_COSIGN:
		app_say(app,
			MSG_P("Cosigned {1} entries of {2}; {3} were known before. The answer is in {4}.",
			      "{1} ورودی از {2} گواهی شد؛ پیش‌تر {3} تا. پاسخ در {4} است."),
			ARGS(app_num(app, w->size), w->origin, app_num(app, w->ours), file));
		return;
	case WITNESS_STALE:
		app_say(app,
			MSG_P("Not cosigned: the request starts from another size than the {1} entries of {2} that "
			      "are known here. {3} says so; the log's keepers make a new request with it.",
			      "گواهی نشد: درخواست از اندازه‌ای جز {1} ورودی {2} که اینجا شناخته است آغاز می‌شود. {3} "
			      "آن را می‌گوید."),
			ARGS(app_num(app, w->ours), w->origin, file));
		break;
	case WITNESS_REFUSED:
		app_say(app,
			MSG_P("NOT cosigned: the head of {1} entries does not follow from the {2} of {3} that are "
			      "known here. Ask the log's keepers before anything else.",
			      "گواهی نشد: سرِ {1} ورودی از {2} ورودی {3} که اینجا شناخته است برنمی‌آید. پیش از هر چیز از "
			      "دارندگان گزارش بپرسید."),
			ARGS(app_num(app, w->size), app_num(app, w->ours), w->origin));
		break;
	case WITNESS_UNKNOWN:
		app_say(app,
			MSG_P("Not cosigned: {1} is no log that this vault witnesses. `vigil witness add-log` adds "
			      "one.",
			      "گواهی نشد: این دفتر گواه {1} نیست؛ `vigil witness add-log` می‌افزاید."),
			ARGS(w->origin));
		break;
	case WITNESS_UNSIGNED:
		app_say(app,
			MSG_P("Not cosigned: the head of {1} is not signed by a key known here. If its keepers changed the key, `vigil witness add-log` takes their new policy.",
			      "گواهی نشد: سرِ {1} با کلیدی که اینجا شناخته باشد امضا نشده است."),
			ARGS(w->origin));
		break;
	case WITNESS_MALFORMED:
		app_say(app,
			MSG_P("Not cosigned: this is no request, or it was changed on its way.",
			      "گواهی نشد: این درخواست نیست یا در راه دگرگون شده است."),
			NULL, 0);
		break;
	}
	app->answer_is_no = true;
}

static int run_answer(struct app *app, struct err *e)
{
	struct str request;
	struct vault_answer w;
	struct alarms alarms;
	TRY(app_file(app, given_arg(&app->given, 0), WITNESS_REQUEST_MAX, &request, e));
	TRY(vault_witness_answer(reg_vault(app->reg), request, clock_now_ms() / 1000, app->a, &w,
				 e));
	struct str file = witness_path(app, w.origin, "cosig");
	bool written = w.status == WITNESS_COSIGN || w.status == WITNESS_STALE;
	if (written)
		TRY(file_write(file.p, w.body, 0644, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_int(&j, "status", w.http);
		jout_str(&j, "log", w.origin);
		jout_int(&j, "size", w.size);
		jout_int(&j, "known", w.ours);
		jout_bool(&j, "fork", w.fork);
		jout_text(&j, "file", written ? file : STR(""));
		jout_end(&j);
		app->answer_is_no = w.status != WITNESS_COSIGN;
		return 0;
	}
	say_answer(app, &w, file);
	if (!w.fork)
		return 0;
	app->answer_is_no = true;
	TRY(alarms_load(app, &alarms, e));
	alarms_put(app, &alarms);
	return 0;
}

static const struct option ANSWER_OPTIONS[] = {
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("the answer; a name made from the log's when not given",
	      "پروندهٔ پاسخ؛ پیش‌فرض نامی برگرفته از نام گزارش") },
	{ 0 },
};

const struct command cmd_witness_answer = {
	.name = "witness answer",
	.args = "FILE",
	.summary = MSG("Answer a partner's request, brought as a file.",
		       "پاسخ به درخواست همکار که به صورت پرونده آورده شده است."),
	.help = MSG(
		"FILE is what `vigil witness request` wrote there (.addckpt). When the head follows from the one that is "
		"known here, it is cosigned and becomes the one that is known; that is durable before the answer "
		"(.cosig) is written. When two heads cannot both be, both are kept as proof, and the exit status is "
		"1.\n\n"
		"A cosignature says that the log was only added to. It does not say that what it holds is true.",
		""),
	.options = ANSWER_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_answer,
};

/* ---- status ---- */

static void put_ours(struct app *app, const struct alarms *w)
{
	struct grid g = grid_new(app->a, 4);
	if (!w->n_witnesses) {
		app_say(app,
			MSG_P("No witness cosigns our log; `vigil witness trust` keeps the cosignatures of one.",
			      "هیچ گواهی بر گزارش ما گواهی نمی‌دهد؛ `vigil witness trust` یکی را می‌افزاید."),
			NULL, 0);
		return;
	}
	g.right[1] = g.right[2] = true;
	grid_add(&g, app_tr(app, MSG_P("OUR WITNESSES", "گواهان ما")));
	grid_add(&g, app_tr(app, MSG_P("HAVE", "دارند")));
	grid_add(&g, app_tr(app, MSG_P("COSIGNED", "گواهی‌شده")));
	grid_add(&g, app_tr(app, MSG_P("ADDRESS", "نشانی")));
	for (size_t i = 0; i < w->n_witnesses; i++) {
		grid_add(&g, w->witnesses[i].key.name);
		grid_add(&g, app_num(app, w->witnesses[i].known));
		grid_add(&g, app_num(app, w->witnesses[i].cosigned));
		grid_add(&g, w->witnesses[i].url);
	}
	grid_put(&g, 0, &app->out);
}

static void put_theirs(struct app *app, const struct alarms *w)
{
	struct grid g = grid_new(app->a, 2);
	if (!w->n_logs) {
		app_say(app,
			MSG_P("We witness no log; `vigil witness add-log` adds one.",
			      "ما گواه هیچ گزارشی نیستیم؛ `vigil witness add-log` یکی را می‌افزاید."),
			NULL, 0);
		return;
	}
	g.right[1] = true;
	grid_add(&g, app_tr(app, MSG_P("LOGS WE WITNESS",
				       "گزارش‌هایی که گواهی می‌کنیم")));
	grid_add(&g, app_tr(app, MSG_P("COSIGNED", "گواهی‌شده")));
	for (size_t i = 0; i < w->n_logs; i++) {
		grid_add(&g, w->logs[i].origin);
		grid_add(&g, app_num(app, w->logs[i].size));
	}
	grid_put(&g, 0, &app->out);
	for (size_t i = 0; i < w->n_logs; i++)
		if (w->logs[i].doubt.n)
			app_say(app,
				MSG_P("A head of {1} came with a proof that does not hold. Somebody spoilt the "
				      "request, or the log was continued twice: ask its keepers.",
				      "سری از {1} با برهانی نادرست آمد: یا کسی درخواست را خراب کرده یا گزارش دو بار ادامه "
				      "یافته است. از دارندگانش بپرسید."),
				ARGS(w->logs[i].origin));
}

static void status_json(struct app *app, const struct alarms *w)
{
	struct jout j = jout_begin(&app->out);
	jout_array(&j, "witnesses");
	for (size_t i = 0; i < w->n_witnesses; i++) {
		const struct vault_witness *x = &w->witnesses[i];
		jout_object(&j, NULL);
		jout_str(&j, "key", x->vkey);
		jout_text(&j, "address", x->url);
		jout_int(&j, "has", x->known);
		jout_int(&j, "cosigned", x->cosigned);
		jout_int(&j, "ahead", x->ahead);
		jout_int(&j, "refused", x->refused);
		jout_close(&j);
	}
	jout_close(&j);
	jout_array(&j, "logs");
	for (size_t i = 0; i < w->n_logs; i++) {
		jout_object(&j, NULL);
		jout_str(&j, "log", w->logs[i].origin);
		jout_int(&j, "cosigned", w->logs[i].size);
		jout_text(&j, "checkpoint", w->logs[i].note);
		jout_text(&j, "doubt", w->logs[i].doubt);
		jout_close(&j);
	}
	jout_close(&j);
	jout_array(&j, "forks");
	for (size_t i = 0; i < w->n_forks; i++) {
		jout_object(&j, NULL);
		const struct fork *f = &w->forks[i];
		jout_str(&j, "fork", f->id);
		jout_str(&j, "log", f->heads.origin);
		jout_str(&j, "ours", f->heads.ours);
		jout_str(&j, "theirs", f->heads.theirs);
		jout_time(&j, "found", f->heads.found_ms);
		if (f->accepted) {
			jout_number(&j, "accepted", f->seq);
			jout_str(&j, "by", f->by);
			jout_time(&j, "accepted_at", f->recorded_ms);
			jout_str(&j, "reason", f->reason);
		}
		jout_close(&j);
	}
	jout_close(&j);
	alarms_json(&j, w);
	jout_end(&j);
}

static int run_status(struct app *app, struct err *e)
{
	struct alarms w;
	TRY(alarms_load(app, &w, e));
	app->answer_is_no = w.n > 0;
	if (app->json) {
		status_json(app, &w);
		return 0;
	}
	put_ours(app, &w);
	put_theirs(app, &w);
	if (w.n || w.n_forks)
		buf_char(&app->out, '\n');
	alarms_put(app, &w);
	return 0;
}

const struct command cmd_witness_status = {
	.name = "witness status",
	.summary = MSG(
		"Who cosigns for us, for whom we do, and what does not fit.",
		"چه کسی برای ما گواهی می‌کند، ما برای که، و چه چیز جور نیست."),
	.help = MSG(
		"With a fork that no officer has explained, or a witness that has more of our log than we have, the exit status is 1. With --json both "
		"heads of a fork are in the answer, as they were signed.",
		""),
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_status,
};
