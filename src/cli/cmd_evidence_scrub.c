/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_evidence_scrub.c - reading all payloads again. With --folder it needs no vault and no passphrase:
 * names are hashes. Otherwise what the register knows is compared as well.
 */
#include "cli/view.h"

#include "base/bytes.h"
#include "cli/grid.h"
#include "cli/progress.h"
#include "intake/evidence.h"
#include "register/record.h"
#include "vault/object.h"

enum { UNKNOWN_MAX = 10000 };

struct scrubbing {
	struct app *app;
	struct payload_finding *findings; /* texts in the arena */
	size_t n, cap;
	struct hash *unknown; /* payloads that no record names */
	size_t n_unknown;
	struct progress bar;
	int part, of;
};

static const char *fault_name(enum payload_fault f)
{
	static const char *const NAMES[] = {
		[PAYLOAD_DAMAGED] = "damaged", [PAYLOAD_UNREADABLE] = "unreadable",
		[PAYLOAD_STRAY] = "stray",     [PAYLOAD_LEFTOVER] = "leftover",
		[PAYLOAD_UNKNOWN] = "unknown", [PAYLOAD_SHUT] = "shut",
		[PAYLOAD_OTHER] = "other",
	};
	return NAMES[f];
}

static int found(void *ctx, const struct payload_finding *f, struct err *e)
{
	struct scrubbing *s = ctx;
	struct arena *a = s->app->a;
	struct str place = str_of(f->place);
	(void)e;
	s->findings = arena_grow(a, s->findings, s->n, &s->cap, sizeof *s->findings);
	s->findings[s->n++] =
		(struct payload_finding){ f->fault, str_z(a, place), str_z(a, str_of(f->why)) };
	if (f->fault == PAYLOAD_UNKNOWN && s->n_unknown < UNKNOWN_MAX && place.n > 2 * HASH_LEN) {
		if (!s->unknown)
			s->unknown = NEW_N(a, UNKNOWN_MAX, struct hash);
		if (hex_decode(s->unknown[s->n_unknown].b, HASH_LEN,
			       str_from(place, place.n - 2 * HASH_LEN)))
			s->n_unknown++;
	}
	return 0;
}

static int step(void *ctx, int64_t done, int64_t of, struct err *e)
{
	struct scrubbing *s = ctx;
	(void)e;
	return progress_step(&s->bar, done, of);
}

/* "2/7" */
static int read_part(struct scrubbing *s, struct err *e)
{
	struct str k;
	struct str n;
	int64_t part;
	int64_t of;
	s->part = s->of = 1;
	if (!given_has(&s->app->given, "--part"))
		return 0;
	n = str_cut(given_str(&s->app->given, "--part"), '/', &k);
	if (!n.p || !str_to_int(k, &part) || !str_to_int(n, &of) || of < 1 || of > 1000 ||
	    part < 1 || part > of)
		return err_set(e, CLI_USAGE, "--part is K/N, for example 2/7");
	s->part = (int)part;
	s->of = (int)of;
	return 0;
}

/*
 * Another program may have stored a payload since and be about to name it. Adding looks for its payload
 * once it holds the vault for writing (intake/evidence.c), and here the vault is held and asked again:
 * whoever comes second sees what the first did.
 */
static int clean(struct scrubbing *s, int *ret_n, struct err *e)
{
	struct vault *v = reg_vault(s->app->reg);
	AUTO_REG_TX tx = { 0 };
	*ret_n = 0;
	if (!given_has(&s->app->given, "--clean"))
		return 0;
	TRY(reg_begin(&tx, s->app->reg, e));
	for (size_t i = 0; i < s->n_unknown; i++) {
		struct str header;
		if (vault_object_header(v, &s->unknown[i], s->app->a, &header, NULL) !=
		    ERR_NOTFOUND)
			continue;
		TRY(payload_remove(vault_objects_folder(v), &s->unknown[i], e));
		++*ret_n;
	}
	return 0; /* nothing was written: rolled back */
}

static void put(struct scrubbing *s, const struct evidence_sum *sum, int removed)
{
	struct app *app = s->app;
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_int(&j, "payloads", sum->store.objects);
		jout_int(&j, "bytes", sum->store.bytes);
		jout_int(&j, "opened", sum->store.opened);
		jout_int(&j, "missing", sum->missing);
		jout_int(&j, "shut", sum->shut);
		jout_int(&j, "recorded", sum->recorded);
		jout_int(&j, "removed", removed);
		jout_array(&j, "findings");
		for (size_t i = 0; i < s->n; i++) {
			jout_object(&j, NULL);
			jout_str(&j, "fault", str_of(fault_name(s->findings[i].fault)));
			jout_str(&j, "place", text_harmless(app->a, str_of(s->findings[i].place)));
			jout_str(&j, "why", str_of(s->findings[i].why));
			jout_close(&j);
		}
		jout_close(&j);
		jout_end(&j);
		return;
	}
	for (size_t i = 0; i < s->n; i++)
		app_say(app, MSG_P("{1}: {2}", "{1}: {2}"),
			ARGS(text_harmless(app->a, str_of(s->findings[i].place)),
			     str_of(s->findings[i].why)));
	app_say(app,
		MSG_P("Read {1} payloads, {2} bytes; opened {3}. Findings: {4}.",
		      "{1} پرونده خوانده شد، {2} بایت؛ {3} باز شد. یافته‌ها: {4}."),
		ARGS(app_num(app, sum->store.objects), app_num(app, sum->store.bytes),
		     app_num(app, sum->store.opened), app_num(app, (int64_t)s->n)));
	if (sum->recorded)
		app_say(app, MSG_P("Recorded as verified: {1}.", "وارسی ثبت شد: {1}."),
			ARGS(app_num(app, sum->recorded)));
	if (removed)
		app_say(app,
			MSG_P("Removed {1} that nothing knows of.",
			      "{1} پروندهٔ ناشناخته برداشته شد."),
			ARGS(app_num(app, removed)));
}

static int scrub_folder(struct scrubbing *s, struct evidence_sum *sum, struct err *e)
{
	struct str folder = given_str(&s->app->given, "--folder");
	const struct payload_scrub how = {
		.part = s->part, .of = s->of, .found = found, .progress = step, .ctx = s
	};
	return payload_scrub(folder.p, &how, &sum->store, e);
}

static int scrub_vault(struct scrubbing *s, struct evidence_sum *sum, int *ret_removed,
		       struct err *e)
{
	struct app *app = s->app;
	const struct given *g = &app->given;
	const struct evidence_scrub how = { .part = s->part,
					    .of = s->of,
					    .keys = given_has(g, "--keys") ||
						    given_has(g, "--record"),
					    .record = given_has(g, "--record"),
					    .found = found,
					    .progress = step,
					    .ctx = s };
	TRY(app_open(app, how.record || given_has(g, "--clean"), e));
	TRY(evidence_scrub(app->reg, &how, app->a, sum, e));
	return clean(s, ret_removed, e);
}

static int run(struct app *app, struct err *e)
{
	struct scrubbing s = { .app = app };
	struct evidence_sum sum = { .missing = 0 };
	const struct given *g = &app->given;
	bool folder = given_has(g, "--folder");
	int removed = 0;
	if (folder &&
	    (given_has(g, "--keys") || given_has(g, "--record") || given_has(g, "--clean")))
		return err_set(e, CLI_USAGE,
			       "a folder alone has no keys and no register: leave out "
			       "--folder, or --keys, --record and --clean");
	if (given_has(g, "--clean") && !given_has(g, "--yes"))
		return err_set(
			e, CLI_USAGE,
			"--clean removes payloads that no record names, for good. Look at what "
			"`vigil evidence scrub` lists as unknown, then add --yes");
	TRY(read_part(&s, e));
	s.bar = progress_start(2, app->lang, MSG_P("Reading", "خواندن"));
	int rc = folder ? scrub_folder(&s, &sum, e) : scrub_vault(&s, &sum, &removed, e);
	progress_end(&s.bar);
	if (rc < 0)
		return rc;
	app->answer_is_no = s.n > (size_t)removed;
	put(&s, &sum, removed);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--keys", 0, OPTION_FLAG, NULL, false,
	  MSG("open each and compare with its record", "بازکردن هر یک و سنجش با ثبتش") },
	{ "--record", 0, OPTION_FLAG, NULL, false,
	  MSG("with keys; record what was whole as verified, once a day",
	      "با کلید؛ ثبت وارسی، روزی یک بار") },
	{ "--part", 0, OPTION_TEXT, "K/N", false, MSG("only this share", "تنها این سهم") },
	{ "--folder", 0, OPTION_FILE, "DIR", false,
	  MSG("a folder of payloads alone, without a vault", "تنها یک پوشه، بی دفتر") },
	{ "--clean", 0, OPTION_FLAG, NULL, false,
	  MSG("remove payloads that no record names; needs --yes",
	      "برداشتن آنچه هیچ ثبتی نام نمی‌برد؛ با --yes") },
	{ "--yes", 0, OPTION_FLAG, NULL, false, MSG("do it", "انجام شود") },
	{ 0 },
};

const struct command cmd_evidence_scrub = {
	.name = "evidence scrub",
	.summary = MSG(
		"Read all evidence again and say what is damaged or missing.",
		"خواندن دوبارهٔ همهٔ مدارک و گفتن آسیب‌ها و کمبودها."),
	.help = MSG(
		"The name of a payload is the SHA-256 of its bytes, so damage shows without a key: with "
		"--folder, whoever keeps a copy can do it. With --keys each is opened and compared with the hash "
		"on record. The exit status is 1 when something was found. A copy of the same name from another "
		"site or backup replaces a damaged one.",
		"نام هر پرونده درهم‌ساز بایت‌های آن است، پس آسیب بی کلید دیده می‌شود. وضعیت خروج 1 است اگر چیزی یافت شود."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
