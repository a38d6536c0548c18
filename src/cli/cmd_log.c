/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_log.c - log export, checkpoint, consistency, policy: the log as others need it to check us. */
#include "cli/app.h"

#include "base/bytes.h"
#include "cli/jout.h"
#include "cli/progress.h"
#include "cli/tileset.h"
#include "ledger/consistency.h"
#include "ledger/policy.h"

/* A head that is here, taken apart. */
struct head {
	int64_t site;
	struct str note;
	struct checkpoint c;
};

static int head_parse(struct arena *a, struct head *h, struct err *e)
{
	struct note n;
	TRY(note_parse(h->note, a, &n, e));
	return checkpoint_parse(n.text, &h->c, e);
}

/* The newest head of our log, which others will have from now on, or of another site's. */
static int head_of_log(struct app *app, struct str origin, struct head *ret, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	ret->site = vault_site(v);
	if (origin.n && !str_eq(origin, vault_origin(v))) {
		struct vault_log log;
		TRY(vault_log_by_origin(v, origin, app->a, &log, e));
		if (!log.note.n)
			return err_set(e, ERR_NOTFOUND, "no head of this log is here yet");
		ret->site = log.site;
		ret->note = log.note;
	} else {
		TRY(vault_head_for_others(v, app->a, &ret->note, e));
	}
	return head_parse(app->a, ret, e);
}

/* ---- export ---- */

static int run_export(struct app *app, struct err *e)
{
	struct head h;
	struct tileset_made made;
	TRY(head_of_log(app, given_str(&app->given, "--log"), &h, e));
	AUTO_PROGRESS p = progress_start(2, app->lang, MSG_P("Writing", "نوشتن"));
	struct tileset t = { .v = reg_vault(app->reg),
			     .site = h.site,
			     .head = h.c,
			     .note = h.note,
			     .folder = given_arg(&app->given, 0).p,
			     .progress = progress_step,
			     .ctx = &p };
	TRY(tileset_write(&t, &made, e));
	progress_end(&p);
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "log", h.c.origin);
		jout_int(&j, "size", h.c.size);
		jout_int(&j, "had", made.old);
		jout_int(&j, "files", made.written);
		jout_str(&j, "folder", given_arg(&app->given, 0));
		jout_end(&j);
		return 0;
	}
	app_say(app,
		made.old ? MSG_P("{1} entries in {2}, of them {3} new; {4} files written.",
				 "{1} ورودی در {2}، {3} تا تازه؛ {4} پرونده نوشته شد.")
			 : MSG_P("{1} entries in {2}; {4} files written.",
				 "{1} ورودی در {2}؛ {4} پرونده نوشته شد."),
		ARGS(app_num(app, h.c.size), given_arg(&app->given, 0),
		     app_num(app, h.c.size - made.old), app_num(app, made.written)));
	return 0;
}

static const struct option EXPORT_OPTIONS[] = {
	{ "--log", 0, OPTION_TEXT, "ORIGIN", false,
	  MSG("the log of another site that is kept here; our own when not given",
	      "گزارش جای دیگری که اینجا نگه داشته می‌شود؛ پیش‌فرض گزارش خودمان") },
	{ 0 },
};

const struct command cmd_log_export = {
	.name = "log export",
	.args = "DIR",
	.summary = MSG(
		"Write the log to a folder, as files that anybody can check.",
		"نوشتن گزارش در پوشه‌ای، به صورت پرونده‌هایی که هر کس می‌تواند بیازماید."),
	.help = MSG(
		"The files are those of C2SP tlog-tiles: checkpoint, tile/ and tile/entries/. They hold commitments and "
		"nothing that speaks: whoever has them learns how many entries there are and of which kinds. A web "
		"server can give them out as they are. `vigil-verify DIR` checks them, as other programs do.\n\n"
		"Again into the same folder, it adds what is new. A folder that holds a head of this log which does "
		"not fit is left alone, and the fork is kept as proof.",
		""),
	.options = EXPORT_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | NOTES_ONLY | HAS_JSON,
	.run = run_export,
};

/* ---- checkpoint ---- */

static int run_checkpoint(struct app *app, struct err *e)
{
	struct head h;
	int64_t size = given_number(&app->given, "--size", -1);
	struct note n;
	TRY(head_of_log(app, given_str(&app->given, "--log"), &h, e));
	if (size >= 0) {
		TRY(vault_checkpoint(reg_vault(app->reg), h.site, size, true, app->a, &size,
				     &h.note, e));
		TRY(head_parse(app->a, &h, e));
	}
	if (!app->json) {
		buf_add(&app->out, h.note);
		return 0;
	}
	TRY(note_parse(h.note, app->a, &n, e));
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "log", h.c.origin);
	jout_int(&j, "size", h.c.size);
	jout_str(&j, "root", b64_str(app->a, h.c.root.b, HASH_LEN));
	jout_array(&j, "signed_by");
	for (size_t i = 0; i < n.n; i++)
		jout_str(&j, NULL, n.sigs[i].name);
	jout_close(&j);
	jout_str(&j, "checkpoint", h.note);
	jout_end(&j);
	return 0;
}

static const struct option CHECKPOINT_OPTIONS[] = {
	{ "--log", 0, OPTION_TEXT, "ORIGIN", false,
	  MSG("the log of another site that is kept here; our own when not given",
	      "گزارش جای دیگری که اینجا نگه داشته می‌شود؛ پیش‌فرض گزارش خودمان") },
	{ "--size", 0, OPTION_NUMBER, "N", false,
	  MSG("the newest head of at most N entries",
	      "تازه‌ترین سرِ حداکثر N ورودی") },
	{ 0 },
};

const struct command cmd_log_checkpoint = {
	.name = "log checkpoint",
	.summary = MSG(
		"Print the newest signed head of the log, with its cosignatures.",
		"چاپ تازه‌ترین سرِ امضاشدهٔ گزارش، با امضاهای گواهان."),
	.help = MSG(
		"Three lines (the name of the log, how many entries, the root of its tree) and signatures, as C2SP "
		"tlog-checkpoint. Give it away in as many places as you can: to whoever has one, no other history of "
		"this log can be shown later. Once printed, it is never gone back on.",
		""),
	.options = CHECKPOINT_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | NOTES_ONLY | HAS_JSON,
	.run = run_checkpoint,
};

/* ---- consistency ---- */

/* A head from a file somebody kept, held against what is here. */
static int head_of_file(struct app *app, struct str path, struct head *ret, struct err *e)
{
	enum vault_head_verdict verdict;
	struct vault_log log;
	TRY(app_file(app, path, NOTE_MAX, &ret->note, e));
	if (head_parse(app->a, ret, e) < 0)
		return err_wrap(e, "%.*s is no signed head of a log", STR_FMT(path));
	TRY(vault_log_by_origin(reg_vault(app->reg), ret->c.origin, app->a, &log, e));
	ret->site = log.site;
	TRY(tileset_compare(reg_vault(app->reg), ret->note, path.p, &verdict, e));
	if (verdict == HEAD_FORK)
		return err_set(
			e, ERR_CONFLICT,
			"FORK: %.*s is a signed head of this log with %lld entries, and it is not "
			"what this vault has. The log was continued twice. %s",
			STR_FMT(path), (long long)ret->c.size,
			tileset_fork_kept(reg_vault(app->reg)));
	if (verdict == HEAD_BEHIND)
		return err_set(
			e, ERR_CONFLICT,
			"%.*s is a head of %lld entries, and this vault has %lld. When it is "
			"our own log, this vault was restored from a backup or copied: fetch what "
			"the others have with `vigil sync`, then `vigil log epoch`",
			STR_FMT(path), (long long)ret->c.size, (long long)log.size);
	return 0;
}

/* A file, a size, or (p NULL) the newest. */
static int head_given(struct app *app, struct str what, struct str origin, struct head *ret,
		      struct err *e)
{
	int64_t size;
	int64_t got;
	if (!what.p)
		return head_of_log(app, origin, ret, e);
	if (!str_to_int(what, &size))
		return head_of_file(app, what, ret, e);
	TRY(head_of_log(app, origin, ret, e));
	int rc = vault_checkpoint(reg_vault(app->reg), ret->site, size, true, app->a, &got,
				  &ret->note, e);
	if (rc == ERR_NOTFOUND || (rc == 0 && got != size))
		return err_set(e, ERR_NOTFOUND,
			       "no head of exactly %lld entries was signed; `vigil log checkpoint "
			       "--size N` prints the nearest one before",
			       (long long)size);
	TRY(rc);
	return head_parse(app->a, ret, e);
}

static int run_consistency(struct app *app, struct err *e)
{
	struct head old;
	struct head now;
	struct hash proof[PROOF_HASHES_MAX + 1];
	struct consistency c = { .hashes = proof };
	AUTO_BUF b;
	buf_init(&b, PROOF_MAX + NOTE_MAX);
	struct str origin = given_str(&app->given, "--log");
	TRY(head_given(app, given_arg(&app->given, 0), origin, &old, e));
	/* A head that somebody kept says of which log it is. */
	TRY(head_given(app, given_arg(&app->given, 1), old.c.origin, &now, e));
	if (old.site != now.site)
		return err_set(e, ERR_INPUT, "the two heads are of two logs");
	if (old.c.size > now.c.size)
		return err_set(e, ERR_INPUT, "the first head has more entries than the second");
	struct vault_tree tree = { reg_vault(app->reg), old.site };
	struct tile_store tiles = vault_tree_tiles(&tree);
	TRY(tree_consistency(&tiles, old.c.size, now.c.size, proof, &c.n, e));
	/* What is handed out is judged as whoever gets it will judge it. */
	if (consistency_fit(&old.c, &now.c, proof, c.n) != FIT_HOLDS)
		return err_set(
			e, ERR_CORRUPT,
			"the log does not lead from one head to the other; `vigil check` says "
			"what is damaged");
	c.old_note = old.note;
	c.note = now.note;
	consistency_write(&b, &c);
	TRY(buf_check(&b, e));
	if (!app->json)
		return app_output(app, buf_str(&b), e);
	struct str path = app_output_path(app);
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "log", now.c.origin);
	jout_int(&j, "old", old.c.size);
	jout_int(&j, "size", now.c.size);
	jout_text(&j, "file", path.p ? path : STR(""));
	jout_text(&j, "proof", path.p ? STR("") : buf_str(&b));
	jout_end(&j);
	return path.p ? app_output(app, buf_str(&b), e) : 0;
}

static const struct option CONSISTENCY_OPTIONS[] = {
	{ "--log", 0, OPTION_TEXT, "ORIGIN", false,
	  MSG("of numbers: the log of another site that is kept here, or one that ended; our own when not given",
	      "برای شمارها: گزارش جای دیگری که اینجا نگه داشته می‌شود، یا گزارشی پایان‌یافته؛ پیش‌فرض گزارش خودمان") },
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("write there instead of to standard output", "نوشتن در این پرونده به جای خروجی") },
	{ 0 },
};

const struct command cmd_log_consistency = {
	.name = "log consistency",
	.args = "OLD [NEW]",
	.summary = MSG("Prove that between two heads the log was only added to.",
		       "برهان اینکه میان دو سر، گزارش تنها افزوده شده است."),
	.help = MSG(
		"OLD and NEW are files with a checkpoint that somebody kept, or numbers of entries; NEW is the newest "
		"head of the same log when it is not given. The answer is a file that `vigil-verify` checks: both heads and the hashes "
		"that lead from one to the other (docs/formats/log.md).\n\n"
		"A file with a head that is signed and does not fit this log is proof of a fork: it is kept, and said.",
		""),
	.options = CONSISTENCY_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | NOTES_ONLY | HAS_JSON,
	.run = run_consistency,
};

/* ---- policy ---- */

static int quorum_given(struct app *app, size_t n, size_t *ret, struct err *e)
{
	int64_t k = given_number(&app->given, "--quorum", n ? (int64_t)(n + 2) / 2 : 0);
	if (n == 0 && k > 0)
		return err_set(e, CLI_USAGE, "--quorum asks for witnesses: name them by --witness");
	if (n && (k < 1 || k > (int64_t)n))
		return err_set(e, CLI_USAGE, "--quorum is 1 to the number of witnesses");
	*ret = (size_t)k;
	return 0;
}

/* The keys in force now of the logs that are named, or of our own. */
static int logs_given(struct app *app, struct str *ret_origin, struct str **ret, size_t *ret_n,
		      struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	size_t named = given_count(&app->given, "--log");
	size_t n = 0;
	size_t cap = named + 2;
	struct str *list = NEW_N(app->a, cap, struct str);
	*ret_origin = named ? given_nth(&app->given, "--log", 0) : vault_origin(v);
	for (size_t i = 0; i < named || i == 0; i++) {
		struct str origin = i < named ? given_nth(&app->given, "--log", i) : *ret_origin;
		struct vault_log log;
		struct str *keys;
		size_t n_keys;
		TRY(vault_log_by_origin(v, origin, app->a, &log, e));
		TRY(vault_log_vkeys(v, log.site, NUMBER_COUNT_MAX, app->a, &keys, &n_keys, e));
		for (size_t k = 0; k < n_keys; k++) {
			list = arena_grow(app->a, list, n, &cap, sizeof *list);
			list[n++] = keys[k];
		}
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

static int run_policy(struct app *app, struct err *e)
{
	size_t n = given_count(&app->given, "--witness");
	struct str *witness = NEW_N(app->a, n, struct str);
	struct str origin;
	struct str *logs = NULL;
	size_t n_logs = 0;
	size_t k;
	AUTO_BUF b;
	buf_init(&b, POLICY_MAX);
	for (size_t i = 0; i < n; i++) {
		struct note_key key;
		witness[i] = given_nth(&app->given, "--witness", i);
		/* A policy may name keys of kinds to come; one that nobody can meet today is no help. */
		if (note_key_read(witness[i], app->a, &key, NULL) == 0 &&
		    key.type != NOTE_COSIGNATURE)
			return err_set(e, ERR_INPUT,
				       "%.*s is not the key of a witness: a witness prints it with "
				       "`vigil witness key`",
				       STR_FMT(witness[i]));
	}
	TRY(quorum_given(app, n, &k, e));
	TRY(logs_given(app, &origin, &logs, &n_logs, e));
	TRY(policy_write(&b, logs, n_logs, witness, n, k, e));
	if (!app->json) {
		buf_add(&app->out, buf_str(&b));
		return 0;
	}
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "log", origin);
	jout_str(&j, "key", logs[n_logs - 1]);
	jout_int(&j, "quorum", (int64_t)k);
	jout_str(&j, "policy", buf_str(&b));
	jout_end(&j);
	return 0;
}

static const struct option POLICY_OPTIONS[] = {
	{ "--log", 0, OPTION_TEXT, "ORIGIN", true,
	  MSG("a log that is kept here, another site's or one that ended, as `vigil site list` shows it; our own "
	      "when not given; several may be given",
	      "گزارشی که اینجا نگه داشته می‌شود، از جایی دیگر یا پایان‌یافته، چنان که `vigil site list` نشان "
	      "می‌دهد؛ پیش‌فرض گزارش خودمان؛ چند بار می‌توان داد") },
	{ "--witness", 0, OPTION_TEXT, "VKEY", true,
	  MSG("ask for the cosignature of this witness, as `vigil witness key` prints it there",
	      "خواستن امضای این گواه، چنان که `vigil witness key` نزد او چاپ می‌کند") },
	{ "--quorum", 0, OPTION_NUMBER, "K", false,
	  MSG("how many of the witnesses it takes; more than half when not given",
	      "چند گواه لازم است؛ پیش‌فرض بیش از نیمی") },
	{ 0 },
};

const struct command cmd_log_policy = {
	.name = "log policy",
	.summary = MSG(
		"Print the policy by which others can verify proofs of this log.",
		"چاپ سیاستی که دیگران با آن برهان‌های این گزارش را می‌آزمایند."),
	.help = MSG(
		"The C2SP tlog-policy that trusts this vault's log key and, with --witness, asks for cosignatures of that "
		"many partners. Give it to a verifier in person or by another safe way: a policy that comes with the "
		"proof proves nothing. While the log changes its key, both keys stand in it.\n\n"
		"What was recorded at another site, or before `vigil log epoch`, stands in a log of its own and is "
		"verified by that log's policy: --log, once for each that the proofs lead to.",
		""),
	.options = POLICY_OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_policy,
};
