/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_evidence_add.c - files into the register, and files that somebody else preserved. */
#include "cli/view.h"

#include <sys/stat.h>

#include "base/bytes.h"
#include "base/file.h"
#include "cli/grid.h"
#include "cli/progress.h"
#include "intake/evidence.h"
#include "intake/preserve.h"

struct adding {
	struct app *app;
	struct evidence_add in; /* the same for all files */
	struct worker worker;
	struct progress bar;
	struct jout j;
};

static int step(void *ctx, int64_t done, int64_t of, struct err *e)
{
	(void)e;
	return progress_step(ctx, done, of);
}

static struct str name_of(struct str path)
{
	for (size_t i = path.n; i-- > 0;)
		if (path.p[i] == '/')
			return str_from(path, i + 1);
	return path;
}

static int read_call(struct adding *x, struct err *e)
{
	struct app *app = x->app;
	const struct given *g = &app->given;
	if (!given_has(g, "--source"))
		return err_set(e, CLI_USAGE,
			       "from whom? Give --source with a record number or kind:key");
	if (given_has(g, "--uncovered") && !given_has(g, "--reason"))
		return err_set(e, CLI_USAGE, "--uncovered needs a --reason");
	TRY(app_open(app, true, e));
	TRY(reg_entity(app->reg, given_str(g, "--source"), app->a, &x->in.source, e));
	if (given_has(g, "--claim") && !view_claim_parse(given_str(g, "--claim"), &x->in.claim))
		return err_set(e, ERR_INPUT, "--claim is a claim like 48.2");
	if (given_has(g, "--title"))
		x->in.title = given_str(g, "--title");
	if (given_has(g, "--captured-at"))
		x->in.captured = given_str(g, "--captured-at");
	x->in.uncovered = given_has(g, "--uncovered");
	if (given_has(g, "--reason"))
		x->in.reason = given_str(g, "--reason");
	/* What was sealed without being looked into stays so: a program that is missing is told before. */
	if (!given_has(g, "--no-worker")) {
		if (worker_find(app->a, &x->worker, e) < 0)
			return err_wrap(e, "nothing was sealed; --no-worker seals all the same");
		x->in.worker = &x->worker;
	}
	x->in.resume = true;
	x->in.progress = step;
	x->in.progress_ctx = &x->bar;
	return 0;
}

/* ---- the answer ---- */

static void put_json(struct adding *x, struct str path, const struct evidence_added *got)
{
	struct jout *j = &x->j;
	struct app *app = x->app;
	jout_object(j, NULL);
	jout_str(j, "file", path);
	jout_str(j, "id", reg_number(app->reg, &got->entity, app->a));
	jout_bool(j, "again", got->again);
	jout_bool(j, "examined_now", got->examined);
	jout_str(j, "sha256", hex_str(app->a, got->sha256.b, HASH_LEN));
	jout_int(j, "bytes", got->bytes);
	jout_str(j, "media_type", got->media_type);
	jout_bool(j, "covered", got->covered);
	jout_int(j, "working_copies", (int64_t)got->copies);
	jout_text(j, "not_examined", got->not_examined);
	jout_close(j);
}

static void put_text(struct adding *x, struct str path, const struct evidence_added *got)
{
	struct app *app = x->app;
	struct str number = reg_number(app->reg, &got->entity, app->a);
	if (got->again) {
		app_say(app,
			MSG_P("{1}: already {2}; that it came again is recorded there.",
			      "{1}: همان {2} است؛ بازآمدنش آنجا ثبت شد."),
			ARGS(path, number));
		if (got->examined)
			app_say(app,
				MSG_P("  It had not been examined, and was now: {1}, working copies {2}.",
				      "  بررسی نشده بود و اکنون شد: {1}، نسخه‌های کاری {2}."),
				ARGS(got->media_type, app_num(app, (int64_t)got->copies)));
		return;
	}
	app_say(app,
		MSG_P("{1}: sealed as {2} ({3}, {4} bytes), read back and recorded.",
		      "{1}: با شمارهٔ {2} مُهر شد ({3}، {4} بایت)، بازخوانی و ثبت شد."),
		ARGS(path, number, got->media_type, app_num(app, got->bytes)));
	app_say(app, MSG_P("  SHA-256 {1}", "  SHA-256 {1}"),
		ARGS(hex_str(app->a, got->sha256.b, HASH_LEN)));
	if (got->not_examined.n)
		app_say(app,
			MSG_P("  Not examined: {1}. The file itself is whole and sealed.",
			      "  بررسی نشد: {1}. خود پرونده کامل و مُهرشده است."),
			ARGS(text_harmless(app->a, got->not_examined)));
}

/* What is done stays done when a later file fails, so it is said before. */
static int add_fd(struct adding *x, int fd, struct str path, struct str name,
		  struct evidence_added *ret, struct err *e)
{
	struct app *app = x->app;
	x->in.fd = fd;
	x->in.name = name;
	x->bar = progress_start(2, app->lang, MSG_P("Sealing", "مُهرکردن"));
	int rc = evidence_add(app->reg, &x->in, app->a, ret, e);
	progress_end(&x->bar);
	if (rc < 0)
		return err_wrap(e, "%s", path.p);
	if (app->json)
		put_json(x, path, ret);
	else
		put_text(x, path, ret);
	return 0;
}

/* That a file is not there is a failure, and not the answer "no". */
static int source_open(struct str path, int *ret_fd, struct err *e)
{
	int rc = payload_source_open(path.p, ret_fd, e);
	return rc == ERR_NOTFOUND ? ERR_IO : rc;
}

static int add_one(struct adding *x, struct str path, struct evidence_added *ret, struct err *e)
{
	AUTO_FD fd = -1;
	TRY(source_open(path, &fd, e));
	return add_fd(x, fd, path, name_of(path), ret, e);
}

static int run_add(struct app *app, struct err *e)
{
	struct adding x = { .app = app, .in = { .fd = -1 } };
	struct evidence_added got;
	int rc = 0;
	TRY(read_call(&x, e));
	if (app->json) {
		x.j = jout_begin(&app->out);
		jout_array(&x.j, "evidence");
	}
	for (size_t i = 0; rc == 0 && i < app->given.n_rest; i++)
		rc = add_one(&x, app->given.rest[i], &got, e);
	if (app->json) {
		jout_close(&x.j);
		jout_end(&x.j);
	}
	return rc;
}

/* ---- what others preserved ---- */

static void put_report(struct adding *x, const struct preserve_report *p)
{
	struct app *app = x->app;
	if (app->json) {
		jout_array(&x->j, "findings");
		for (size_t i = 0; i < p->n_findings; i++) {
			jout_object(&x->j, NULL);
			jout_str(&x->j, "code", p->findings[i].code);
			jout_str(&x->j, "where", p->findings[i].where);
			jout_text(&x->j, "claimed", p->findings[i].claimed);
			jout_text(&x->j, "found", p->findings[i].found);
			jout_close(&x->j);
		}
		jout_close(&x->j);
		jout_str(&x->j, "kind", preserve_kind_name(p->kind));
		jout_int(&x->j, "hashes_fit", p->hashes_fit);
		jout_int(&x->j, "hashes_differ", p->hashes_differ);
		jout_int(&x->j, "hashes_unjudged", p->hashes_unjudged);
		return;
	}
	app_say(app,
		MSG_P("  {1}: {2} hashes fit, {3} differ, {4} were not judged.",
		      "  {1}: {2} درهم‌ساز می‌خواند، {3} نمی‌خواند، {4} سنجیده نشد."),
		ARGS(preserve_kind_name(p->kind), app_num(app, p->hashes_fit),
		     app_num(app, p->hashes_differ), app_num(app, p->hashes_unjudged)));
	for (size_t i = 0; i < p->n_findings; i++)
		app_say(app, MSG_P("  {1}  {2}  {3}", "  {1}  {2}  {3}"),
			ARGS(text_harmless(app->a, p->findings[i].code),
			     text_harmless(app->a, p->findings[i].where),
			     text_harmless(app->a, p->findings[i].found)));
}

static bool is_not_read(struct str code)
{
	return str_eq(code, STR("not-read"));
}

/* What was found before in the same file is not said anew; that it could not be read is outdated as soon
 * as it can. */
static bool is_told(const struct evidence *there, const struct preserve_report *p)
{
	size_t n = there->n_findings;
	if (n == 0)
		return false;
	return !is_not_read(there->findings[n - 1].code) ||
	       (p->n_findings == 1 && is_not_read(p->findings[0].code));
}

static int keep_report(struct adding *x, const struct evidence_added *got,
		       const struct preserve_report *p, struct err *e)
{
	struct app *app = x->app;
	struct evidence *there = NEW(app->a, struct evidence);
	TRY(evidence_load(app->reg, got->entity.id, app->a, there, e));
	if (!is_told(there, p))
		TRY(evidence_preserved(app->reg, &got->entity, p, e));
	app->answer_is_no = !preserve_holds(p);
	return 0;
}

/* That nobody could read it is what was found. */
static int not_read(struct adding *x, const struct evidence_added *got, struct err *e)
{
	const struct preserve_finding f = { STR("not-read"), STR(""), STR(""), str_of(e->text) };
	const struct preserve_report p = { .findings = &f, .n_findings = 1 };
	struct err other = { 0 };
	int rc = err_wrap(e, "the file is sealed; it could not be read");
	if (keep_report(x, got, &p, &other) < 0)
		return err_wrap(e, "%s", other.text);
	return rc;
}

/* Sealed first, as it came; only then is it read. */
static int import_file(struct adding *x, struct str path, struct preserve_report *ret,
		       struct err *e)
{
	struct evidence_added got;
	const struct preserve_options o = { .worker = x->worker };
	TRY(add_one(x, path, &got, e));
	if (!x->in.worker)
		return err_set(e, ERR_NOTFOUND, "the file is sealed; nobody is there to read it");
	if (preserve_read(path.p, &o, x->app->a, ret, e) < 0)
		return not_read(x, &got, e);
	if (memcmp(ret->sha256.b, got.sha256.b, HASH_LEN) != 0)
		return err_set(
			e, ERR_CONFLICT,
			"%.*s changed after it was sealed; what is in it now was not recorded",
			STR_FMT(path));
	return keep_report(x, &got, ret, e);
}

/* ---- a folder: the list of its files stands for it ---- */

static int read_list(void *ctx, void *p, size_t n, size_t *ret_n, struct err *e)
{
	struct str *left = ctx;
	(void)e;
	*ret_n = n < left->n ? n : left->n;
	if (*ret_n)
		memcpy(p, left->p, *ret_n);
	*left = str_from(*left, *ret_n);
	return 0;
}

static int add_list(struct adding *x, struct str path, const struct preserve_report *p,
		    struct evidence_added *ret, struct err *e)
{
	struct str left = p->listing;
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	x->in.read = read_list;
	x->in.read_ctx = &left;
	int rc = add_fd(x, -1, path, name_of(path), ret, e);
	x->in.read = NULL;
	return rc;
}

/* One line of the list: "<sha256>  <path>". The file must still be the one that was listed. */
static int add_member(struct adding *x, struct str folder, struct str line, struct err *e)
{
	struct app *app = x->app;
	AUTO_FD fd = -1;
	struct hash listed;
	struct evidence_added got;
	struct str name = str_from(line, 2 * HASH_LEN + 2);
	struct str path = str_printf(app->a, "%.*s/%.*s", STR_FMT(folder), STR_FMT(name));
	struct hash empty = hash_of(STR(""));
	if (!hex_decode(listed.b, HASH_LEN, str_n(line.p, 2 * HASH_LEN)))
		return err_set(e, ERR_INPUT, "the list of the folder cannot be read");
	if (memcmp(listed.b, empty.b, HASH_LEN) == 0)
		return 0; /* the list says that it was there, and all that was in it */
	TRY(source_open(path, &fd, e));
	TRY(add_fd(x, fd, path, name, &got, e));
	if (memcmp(listed.b, got.sha256.b, HASH_LEN) != 0)
		return err_set(e, ERR_CONFLICT, "%.*s changed after it was listed", STR_FMT(path));
	return 0;
}

static int add_members(struct adding *x, struct str folder, const struct preserve_report *p,
		       const struct entity *list, struct err *e)
{
	struct str line;
	x->in.about = *list;
	x->in.claim = 0;
	x->in.title = STR("");
	for (struct str rest = p->listing; rest.n;) {
		rest = str_cut(rest, '\n', &line);
		if (line.n > 2 * HASH_LEN + 2)
			TRY(add_member(x, folder, line, e));
	}
	return 0;
}

static int import_folder(struct adding *x, struct str path, struct preserve_report *ret,
			 struct err *e)
{
	struct app *app = x->app;
	struct evidence_added got;
	const struct preserve_options o = { .worker = x->worker };
	bool members = given_has(&app->given, "--members");
	if (!x->in.worker)
		return err_set(e, ERR_NOTFOUND, "nobody is there to read a folder (--no-worker)");
	TRY(preserve_read(path.p, &o, app->a, ret, e));
	if (!ret->listing.n)
		return err_set(e, ERR_INPUT, "there is no file in %.*s", STR_FMT(path));
	TRY(add_list(x, path, ret, &got, e));
	TRY(keep_report(x, &got, ret, e));
	if (members)
		return add_members(x, path, ret, &got.entity, e);
	if (!app->json)
		app_say(app,
			MSG_P("  Only the list of its files is sealed, not the files: --members seals them as well.",
			      "  تنها فهرست پرونده‌هایش مُهر شد، نه خودشان: --members آنها را هم مُهر می‌کند."),
			NULL, 0);
	return 0;
}

static int run_import(struct app *app, struct err *e)
{
	struct adding x = { .app = app, .in = { .fd = -1 } };
	struct preserve_report p = { 0 };
	struct stat st;
	struct str path = given_arg(&app->given, 0);
	bool folder = lstat(path.p, &st) == 0 && S_ISDIR(st.st_mode);
	if (!folder && given_has(&app->given, "--members"))
		return err_set(e, CLI_USAGE,
			       "--members is for a folder; one file is sealed whole as it is");
	TRY(read_call(&x, e));
	if (app->json) {
		x.j = jout_begin(&app->out);
		jout_array(&x.j, "evidence");
	}
	int rc = folder ? import_folder(&x, path, &p, e) : import_file(&x, path, &p, e);
	if (app->json)
		jout_close(&x.j);
	if (rc == 0)
		put_report(&x, &p);
	if (app->json)
		jout_end(&x.j);
	return rc;
}

#define OPTION_LIST                                                                                                     \
	{ "--source", 0,     OPTION_TEXT,                                                                               \
	  "ID",	      false, MSG("from whom it came (required)", "از چه کسی آمده (لازم)") },                            \
		{ "--claim",                                                                                            \
		  0,                                                                                                    \
		  OPTION_TEXT,                                                                                          \
		  "CLAIM",                                                                                              \
		  false,                                                                                                \
		  MSG("the claim it supports: 48.2",                                                                    \
		      "گفته‌ای که پشتیبانی می‌کند: 48.2") },                                   \
		{ "--title", 0, OPTION_TEXT, "TEXT", false, MSG("what to call it", "عنوان آن") },                       \
		{ "--captured-at",                                                                                      \
		  0,                                                                                                    \
		  OPTION_TEXT,                                                                                          \
		  "EDTF",                                                                                               \
		  false,                                                                                                \
		  MSG("when it was taken, as the source says", "زمان ثبت، به گفتهٔ منبع") },                             \
		{ "--uncovered",                                                                                        \
		  0,                                                                                                    \
		  OPTION_FLAG,                                                                                          \
		  NULL,                                                                                                 \
		  false,                                                                                                \
		  MSG("pages show it without a cover; needs --reason",                                                  \
		      "صفحه‌ها آن را بی پوشش نشان می‌دهند؛ --reason لازم است") }, \
		{ "--reason", 0,     OPTION_TEXT,                                                                       \
		  "TEXT",     false, MSG("why it need not be covered", "چرا پوشش لازم نیست") },                         \
		{ "--no-worker",                                                                                        \
		  0,                                                                                                    \
		  OPTION_FLAG,                                                                                          \
		  NULL,                                                                                                 \
		  false,                                                                                                \
		  MSG("do not look into it: seal it only", "به درونش نگاه نشود: تنها مُهر شود") },

static const struct option OPTIONS[] = { OPTION_LIST{ 0 } };
static const struct option IMPORT_OPTIONS[] = {
	OPTION_LIST{ "--members", 0, OPTION_FLAG, NULL, false,
		     MSG("of a folder: seal each of its files as well",
			 "در پوشه: هر پرونده‌اش نیز مُهر شود") },
	{ 0 }
};

const struct command cmd_evidence_add = {
	.name = "evidence add",
	.args = "FILE...",
	.summary = MSG("Seal files as evidence.",
		       "مُهرکردن پرونده‌ها چون مدرک."),
	.help = MSG(
		"Each file is sealed as it is, written to the disk, read back and recorded before it is "
		"acknowledged; the original on your disk is left alone. Then vigil-worker, which can do "
		"nothing else, reads what kind it is and what it says of itself and makes small pictures; when "
		"it cannot, that is said and the file is sealed all the same. Images, videos and unknown files "
		"are covered until somebody says otherwise. A file that is here already is not stored twice.\n\n"
		"The name of the file is sealed: it can name a source.",
		"هر پرونده همان‌گونه که هست مُهر، نوشته، بازخوانی و ثبت می‌شود و سپس پذیرفته. نام پرونده مُهر می‌شود، زیرا "
		"می‌تواند منبع را نشان دهد."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run_add,
};

const struct command cmd_evidence_import = {
	.name = "evidence import",
	.args = "FILE|FOLDER",
	.summary = MSG(
		"Seal a file that somebody else preserved, and make its hashes again.",
		"مُهرکردن پرونده‌ای که دیگری نگه داشته، و سنجش درهم‌سازهایش."),
	.help = MSG(
		"BagIt bags, WACZ and WARC captures, ProofMode packages and what auto-archiver leaves, as one "
		"file or as a folder. A file is sealed unchanged, then read; every hash in it is made again, and "
		"what does not hold is recorded as a finding. For a folder, the list of its files with their "
		"hashes is sealed, and with --members each file as evidence of its own that speaks of the list. "
		"The exit status is 1 when a hash differs. Signatures and time proofs in it are counted and not judged.",
		"بسته‌های BagIt، WACZ، WARC، ProofMode و auto-archiver در یک پرونده. پرونده دست‌نخورده مُهر و سپس خوانده "
		"می‌شود."),
	.options = IMPORT_OPTIONS,
	.needs = HAS_JSON,
	.run = run_import,
};
