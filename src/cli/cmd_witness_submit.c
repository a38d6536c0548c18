/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_witness_submit.c - witness submit: the same over the network. */
#include "cli/alarm.h"

#include "cli/witness_files.h"
#include "http/fetch.h"

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
		const struct vault_witness *w = witness_named(all, n, one);
		s[found++] = (struct submission){ w && w->url.n ? w->url : one, w, 0, 0, 0, { 0 } };
	}
	return found;
}

static void put_submission(struct app *app, const struct submission *s)
{
	if (s->n)
		cosigned_say(app, s->got, s->n);
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
