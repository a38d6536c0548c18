/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_witness_ask.c - witness trust, distrust, request, add, submit: partners cosign heads of our log. */
#include "cli/alarm.h"

#include "base/file.h"
#include "cli/witness_files.h"
#include "http/fetch.h"
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

/* The trusted witness of this name, key or address. */
static const struct vault_witness *find(const struct vault_witness *w, size_t n, struct str what)
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
	const struct vault_witness *w = find(all, n, what);
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
		const struct vault_witness *w = find(all, n, name);
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

static void say_cosigned(struct app *app, const struct vault_cosigned *got, size_t n)
{
	for (size_t i = 0; i < n; i++)
		app_say(app,
			MSG_P("{1} cosigned {2} entries of {3}.",
			      "{1} بر {2} ورودی {3} گواهی داد."),
			ARGS(got[i].witness, app_num(app, got[i].size), got[i].origin));
}

static void cosigned_json(struct jout *j, const struct vault_cosigned *got, size_t n)
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
	const struct vault_witness *w = vkey.p ? find(all, n, vkey) : n == 1 ? &all[0] : NULL;
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
	TRY(file_read(given_arg(&app->given, 0).p, WITNESS_ANSWER_MAX, app->a, &text, e));
	TRY(witness_answer_read(text, &answer, e));
	if (!answer.lines.n)
		return take_size(app, answer.size, e);
	TRY(vault_witness_take(reg_vault(app->reg), answer.lines, vkey.p ? &also : NULL, app->a,
			       &got, &n, e));
	if (!app->json) {
		say_cosigned(app, got, n);
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

/* ---- submit ---- */

struct submission {
	struct str url;
	const struct vault_witness *w; /* NULL: not a trusted one */
	int status;		       /* of the last answer; 0: none came */
	struct vault_cosigned *got;
	size_t n;
	struct str why; /* when nothing was got */
};

static int post(struct app *app, struct submission *s, int64_t old, struct http_fetched *ret,
		int64_t *ret_size, struct err *e)
{
	struct str request;
	TRY(vault_witness_request(reg_vault(app->reg), old, app->a, &request, ret_size, e));
	bool slash = str_ends(s->url, STR("/"));
	struct http_fetch f = { .url = str_printf(app->a, "%.*s%sadd-checkpoint", STR_FMT(s->url),
						  slash ? "" : "/"),
				.body = request,
				.type = STR("text/plain; charset=utf-8"),
				.max = WITNESS_ANSWER_MAX };
	return http_fetch(&f, app->a, ret, e);
}

/* 409 with a size: *ret_old is what it has. */
static bool told_size(const struct http_fetched *f, int64_t *ret_old)
{
	struct witness_answer answer;
	if (f->status != WITNESS_STALE || !str_starts(f->type, STR("text/x.tlog.size")) ||
	    witness_answer_read(f->body, &answer, NULL) < 0 || answer.lines.n)
		return false;
	*ret_old = answer.size;
	return true;
}

/* What a refusal means, in words of ours: what the server wrote is foreign text. */
static struct str meaning(struct app *app, int status)
{
	switch (status) {
	case WITNESS_UNKNOWN:
		return app_tr(
			app, MSG_P("it does not know our log; its keepers add it with the key that "
				   "`vigil log policy` prints",
				   "گزارش ما را نمی‌شناسد"));
	case WITNESS_UNSIGNED:
		return app_tr(
			app,
			MSG_P("it knows our log under another key; give its keepers the one that "
			      "`vigil log policy` prints",
			      "گزارش ما را با کلید دیگری می‌شناسد"));
	case WITNESS_STALE:
	case WITNESS_REFUSED:
		return app_tr(
			app, MSG_P("it has a head that ours does not follow from: see below",
				   "سری دارد که سر ما از آن برنمی‌آید"));
	default:
		return str_printf(app->a, "HTTP %d", status);
	}
}

static int submit(struct app *app, struct submission *s, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct http_fetched f;
	int64_t old = s->w ? s->w->known : 0;
	int64_t size;
	TRY(post(app, s, old, &f, &size, e));
	/* Once more from where the witness is; whoever sends us elsewhere twice is left alone. */
	if (told_size(&f, &old)) {
		if (s->w)
			TRY(vault_witness_told(v, s->w->vkey, old, e));
		TRY(post(app, s, old, &f, &size, e));
	}
	s->status = f.status;
	if (f.status == WITNESS_COSIGN)
		return vault_witness_take(v, f.body, NULL, app->a, &s->got, &s->n, e);
	s->why = meaning(app, f.status);
	if (s->w && (f.status == WITNESS_REFUSED || f.status == WITNESS_STALE))
		return vault_witness_refused(v, s->w->vkey, size, e);
	return 0;
}

static size_t targets(struct app *app, struct submission *s, size_t max,
		      const struct vault_witness *all, size_t n)
{
	struct str urls = given_arg(&app->given, 0);
	size_t found = 0;
	if (!urls.p) {
		for (size_t i = 0; i < n && found < max; i++)
			if (all[i].url.n)
				s[found++] =
					(struct submission){ all[i].url, &all[i], 0, 0, 0, { 0 } };
		return found;
	}
	while (urls.n && found < max) {
		struct str one;
		urls = str_cut(urls, ' ', &one);
		const struct vault_witness *w = find(all, n, one);
		s[found++] = (struct submission){ w && w->url.n ? w->url : one, w, 0, 0, 0, { 0 } };
	}
	return found;
}

static void put_submission(struct app *app, const struct submission *s)
{
	if (s->n)
		say_cosigned(app, s->got, s->n);
	else
		app_say(app, MSG_P("{1}: not cosigned: {2}.", "{1}: گواهی نشد: {2}."),
			ARGS(s->url, s->why));
}

static void submit_json(struct app *app, const struct submission *s, size_t n,
			const struct alarms *alarms)
{
	struct jout j = jout_begin(&app->out);
	jout_array(&j, "witnesses");
	for (size_t i = 0; i < n; i++) {
		jout_object(&j, NULL);
		jout_str(&j, "address", s[i].url);
		jout_int(&j, "status", s[i].status);
		cosigned_json(&j, s[i].got, s[i].n);
		jout_text(&j, "why", s[i].why);
		jout_close(&j);
	}
	jout_close(&j);
	alarms_json(&j, alarms);
	jout_end(&j);
}

static int run_submit(struct app *app, struct err *e)
{
	struct vault_witness *all;
	struct alarms alarms;
	size_t n_all;
	struct submission *s = NEW_N(app->a, POLICY_NODES_MAX, struct submission);
	TRY(vault_witnesses(reg_vault(app->reg), app->a, &all, &n_all, e));
	size_t n = targets(app, s, POLICY_NODES_MAX, all, n_all);
	if (n == 0)
		return err_set(
			e, ERR_INPUT,
			"no witness with an address is known: name its URL, or keep one with "
			"`vigil witness trust VKEY --url URL`");
	for (size_t i = 0; i < n; i++) {
		struct err why = { 0 };
		/* One that does not answer does not keep the others from it. */
		if (submit(app, &s[i], &why) < 0)
			s[i].why = str_copy(app->a, str_of(why.text));
		app->answer_is_no = app->answer_is_no || s[i].n == 0;
		if (!app->json)
			put_submission(app, &s[i]);
	}
	TRY(alarms_load(app, &alarms, e));
	app->answer_is_no = app->answer_is_no || alarms.n;
	if (app->json)
		submit_json(app, s, n, &alarms);
	else
		alarms_put(app, &alarms);
	return 0;
}

const struct command cmd_witness_submit = {
	.name = "witness submit",
	.args = "[URL...]",
	.summary = MSG(
		"Ask witnesses over the network for cosignatures of our newest head.",
		"خواستن گواهی از گواهان از راه شبکه، برای تازه‌ترین سر ما."),
	.help = MSG(
		"URL is where a C2SP tlog-witness answers, or the name of a trusted one; all trusted ones with an address "
		"when none is given. Proxies are taken from the environment as curl does: "
		"ALL_PROXY=socks5h://127.0.0.1:9050 goes through Tor. The witness learns from where it is asked, when, "
		"and how many entries the log has; by file it learns only the last.\n\n"
		"When a witness has another history of our log, or more of it than this vault, that is kept and said, and "
		"the exit status is 1.",
		""),
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_submit,
};
