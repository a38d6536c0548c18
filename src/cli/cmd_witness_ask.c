/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_witness_ask.c - witness trust, distrust, request, add: partners cosign heads of our log, by file. */
#include "cli/alarm.h"

#include "base/file.h"
#include "cli/witness_files.h"
#include "vault/number.h"

struct str witness_path(struct app *app, struct str origin, const char *end)
{
	char name[WITNESS_FILE_LEN + 1];
	struct str path = app_output_path(app);
	if (path.p)
		return path;
	witness_file_name(origin, name);
	return str_printf(app->a, "%s.%s", name, end);
}

const struct vault_witness *witness_named(const struct vault_witness *w, size_t n, struct str what)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(w[i].key.name, what) || str_eq(w[i].vkey, what) ||
		    (what.n && str_eq(w[i].url, what)))
			return &w[i];
	return NULL;
}

static int no_witness(struct str name, struct err *e)
{
	return err_set(e, ERR_NOTFOUND,
		       "no witness %.*s is trusted here; `vigil witness status` lists them",
		       STR_FMT(name));
}

/* ---- trust ---- */

static int run_trust(struct app *app, struct err *e)
{
	struct str url = given_str(&app->given, "--url");
	struct str vkey = given_arg(&app->given, 0);
	struct note_key key;
	TRY(vault_witness_trust(reg_vault(app->reg), vkey, url.p ? url : STR(""), e));
	TRY(note_key_read(vkey, app->a, &key, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "witness", key.name);
		jout_text(&j, "address", url.p ? url : STR(""));
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("Cosignatures of {1} are kept from now on. Whom outsiders believe stands in their own policies.",
		      "از این پس امضاهای {1} نگه داشته می‌شود. دیگران سیاست خود را دارند."),
		ARGS(key.name));
	return 0;
}

static const struct option TRUST_OPTIONS[] = {
	{ "--url", 0, OPTION_TEXT, "URL", false,
	  MSG("where it answers, for `vigil witness submit`",
	      "نشانی آن برای `vigil witness submit`") },
	{ 0 },
};

const struct command cmd_witness_trust = {
	.name = "witness trust",
	.args = "VKEY",
	.summary = MSG("Keep the cosignatures of a witness over our heads.",
		       "نگه‌داشتن امضاهای گواهی بر سرهای ما."),
	.help = MSG(
		"VKEY is what `vigil witness key` prints there, given in person or by another safe way. Again with "
		"another --url changes its address. Only an officer may.",
		""),
	.options = TRUST_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_trust,
};

/* ---- distrust ---- */

static int run_distrust(struct app *app, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct str what = given_arg(&app->given, 0);
	struct vault_witness *all;
	size_t n;
	TRY(vault_witnesses(v, app->a, &all, &n, e));
	const struct vault_witness *w = witness_named(all, n, what);
	if (!w)
		return no_witness(what, e);
	TRY(vault_witness_distrust(v, w->vkey, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "witness", w->key.name);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("{1} is trusted no more, and what it said of our log is forgotten. Its cosignatures stay with the "
		      "heads; verifiers have policies of their own: tell them (`vigil log policy`).",
		      "{1} دیگر معتمد نیست و گفته‌هایش دربارهٔ گزارش ما فراموش شد. امضاهایش با سرها می‌ماند؛ "
		      "راستی‌آزمایان سیاست خود را دارند: خبرشان کنید (`vigil log policy`)."),
		ARGS(w->key.name));
	return 0;
}

const struct command cmd_witness_distrust = {
	.name = "witness distrust",
	.args = "NAME",
	.summary = MSG("Trust a witness no more.", "برداشتن اعتماد از گواهی."),
	.help = MSG(
		"NAME is its name, key or address, as `vigil witness status` lists it. It is asked no more, no line of it is "
		"taken, and what it said of our log (that it has more, or refuses a head) is told no more. What it cosigned "
		"stays. Only an officer may.",
		""),
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_distrust,
};

/* ---- request ---- */

/* What all the named witnesses are known to have: one file serves them only when that is the same. */
static int common_old(struct app *app, struct str names, int64_t *ret, struct err *e)
{
	struct vault_witness *all;
	size_t n;
	int64_t old = -1;
	TRY(vault_witnesses(reg_vault(app->reg), app->a, &all, &n, e));
	if (!names.n && n == 1)
		old = all[0].known;
	while (names.n) {
		struct str name;
		names = str_cut(names, ' ', &name);
		const struct vault_witness *w = witness_named(all, n, name);
		if (!w)
			return no_witness(name, e);
		if (old >= 0 && old != w->known)
			return err_set(
				e, ERR_INPUT,
				"these witnesses have not the same of our log; make a request "
				"for each");
		old = w->known;
	}
	*ret = old < 0 ? 0 : old;
	return 0;
}

static int run_request(struct app *app, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct str names = given_arg(&app->given, 0);
	struct str request;
	int64_t old;
	int64_t size;
	TRY(common_old(app, names.p ? names : STR(""), &old, e));
	old = given_number(&app->given, "--old", old);
	TRY(vault_witness_request(v, old, app->a, &request, &size, e));
	struct str file = witness_path(app, vault_origin(v), "addckpt");
	TRY(file_write(file.p, request, 0644, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_int(&j, "old", old);
		jout_int(&j, "size", size);
		jout_str(&j, "file", file);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		old ? MSG_P("Wrote {1}: asks a witness that has {2} entries of our log to cosign {3}.",
			    "{1} نوشته شد: از گواهی که {2} ورودی از گزارش ما دارد گواهی {3} تا را می‌خواهد.")
		    : MSG_P("Wrote {1}: asks a witness that has nothing of our log yet to cosign {3} entries.",
			    "{1} نوشته شد: از گواهی که هنوز چیزی از گزارش ما ندارد گواهی {3} ورودی را می‌خواهد."),
		ARGS(file, app_num(app, old), app_num(app, size)));
	return 0;
}

static const struct option REQUEST_OPTIONS[] = {
	{ "--old", 0, OPTION_NUMBER, "N", false,
	  MSG("entries of our log that the witness has, when that is not known here",
	      "ورودی‌هایی که گواه دارد، اگر اینجا دانسته نیست") },
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("the request; a name made from the log's when not given",
	      "پروندهٔ درخواست؛ پیش‌فرض نامی برگرفته از نام گزارش") },
	{ 0 },
};

const struct command cmd_witness_request = {
	.name = "witness request",
	.args = "[WITNESS...]",
	.summary = MSG("Write a request for a cosignature, to be carried to a witness.",
		       "نوشتن درخواست گواهی، برای بردن نزد گواه."),
	.help = MSG(
		"The file (.addckpt) has our newest head and the proof that it follows from what the witness has. There, "
		"`vigil witness answer` makes the answer, and here `vigil witness add` takes it. It is the body that "
		"any C2SP tlog-witness takes over HTTP. It tells how many entries the log has, and nothing of them.\n\n"
		"What a witness has is kept from its answers; the first time it is nothing.",
		""),
	.options = REQUEST_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_request,
};

/* ---- what came back ---- */

void cosigned_say(struct app *app, const struct vault_cosigned *got, size_t n)
{
	for (size_t i = 0; i < n; i++)
		app_say(app,
			MSG_P("{1} cosigned {2} entries of {3}.",
			      "{1} بر {2} ورودی {3} گواهی داد."),
			ARGS(got[i].witness, app_num(app, got[i].size), got[i].origin));
}

void cosigned_json(struct jout *j, const struct vault_cosigned *got, size_t n)
{
	jout_array(j, "cosigned");
	for (size_t i = 0; i < n; i++) {
		jout_object(j, NULL);
		jout_str(j, "witness", got[i].witness);
		jout_str(j, "log", got[i].origin);
		jout_int(j, "size", got[i].size);
		jout_close(j);
	}
	jout_close(j);
}

/* ---- add ---- */

/* A size instead of lines: the witness has that many, and the request started from another. */
static int take_size(struct app *app, int64_t has, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct vault_witness *all;
	struct vault_head head;
	size_t n;
	struct str vkey = given_str(&app->given, "--vkey");
	TRY(vault_witnesses(v, app->a, &all, &n, e));
	const struct vault_witness *w = vkey.p	 ? witness_named(all, n, vkey)
					: n == 1 ? &all[0]
						 : NULL;
	if (!w)
		return err_set(
			e, ERR_INPUT,
			"the answer is a size, and does not say whose: name the witness with "
			"--vkey");
	TRY(vault_witness_told(v, w->vkey, has, e));
	TRY(vault_head(v, &head, e));
	app->answer_is_no = true;
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		cosigned_json(&j, NULL, 0);
		jout_int(&j, "has", has);
		jout_end(&j);
		return 0;
	}
	if (has > number_count(head.size)) {
		struct alarms alarms;
		TRY(alarms_load(app, &alarms, e));
		alarms_put(app, &alarms);
		return 0;
	}
	app_say(app,
		MSG_P("Not cosigned yet: {1} has {2} entries of our log. Make a new request now: it will start there.",
		      "هنوز گواهی نشده: {1} از گزارش ما {2} ورودی دارد. اکنون درخواست تازه‌ای بسازید."),
		ARGS(w->key.name, app_num(app, has)));
	return 0;
}

static int run_add(struct app *app, struct err *e)
{
	struct str text;
	struct witness_answer answer;
	struct note_key also;
	struct vault_cosigned *got;
	size_t n;
	struct str vkey = given_str(&app->given, "--vkey");
	if (vkey.p)
		TRY(note_key_read(vkey, app->a, &also, e));
	TRY(app_file(app, given_arg(&app->given, 0), WITNESS_ANSWER_MAX, &text, e));
	TRY(witness_answer_read(text, &answer, e));
	if (!answer.lines.n)
		return take_size(app, answer.size, e);
	TRY(vault_witness_take(reg_vault(app->reg), answer.lines, vkey.p ? &also : NULL, app->a,
			       &got, &n, e));
	if (!app->json) {
		cosigned_say(app, got, n);
		return 0;
	}
	struct jout j = jout_begin(&app->out);
	cosigned_json(&j, got, n);
	jout_null(&j, "has");
	jout_end(&j);
	return 0;
}

static const struct option ADD_OPTIONS[] = {
	{ "--vkey", 0, OPTION_TEXT, "VKEY", false,
	  MSG("believe this witness's key for this answer, though it is not trusted here",
	      "پذیرفتن کلید این گواه برای همین پاسخ") },
	{ 0 },
};

const struct command cmd_witness_add = {
	.name = "witness add",
	.args = "FILE",
	.summary = MSG("Take the answer that a witness gave.", "گرفتن پاسخی که گواه داده است."),
	.help = MSG(
		"FILE is what `vigil witness answer` wrote there (.cosig), or what any C2SP witness answered. Lines of "
		"trusted witnesses over heads that are here are kept, and go out with every proof and export from then "
		"on; all other lines are passed over. When the witness has another size of our log than the request "
		"said, the answer tells, and the next request starts from it.",
		""),
	.options = ADD_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_add,
};
