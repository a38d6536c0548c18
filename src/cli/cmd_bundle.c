/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_bundle.c - bundle: records with everything a stranger needs to check them, in one file.
 *
 * The file is written beside its place, judged as a stranger would, noted as a copy that left, and only
 * then given its name: what cannot be verified, or would leave without a trace, is not there.
 */
#include "cli/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/view.h"
#include "evidence/stamp.h"
#include "ledger/bundle.h"
#include "ledger/zip.h"
#include "vault/log.h"

enum { HEADS_MAX = 64 };

/* The head of a log that the bundle's proofs lead to. */
struct head {
	int64_t site, size;
	bool stamped;
	bool retired; /* by keys that sign no more: whoever has the policy of today alone refuses it */
};

struct making {
	struct app *app;
	struct vault *v;
	struct bundle_choice choice;
	struct head heads[HEADS_MAX];
	size_t n_heads;
	struct proof_text *proofs;
	struct bundle b;
	struct bundle_verdict verdict;
	struct str temp; /* path; removed unless it became the file */
};

/* ---- proofs and stamps -------------------------------------------------------- */

static struct head *head_of(struct making *m, int64_t site)
{
	for (size_t i = 0; i < m->n_heads; i++)
		if (m->heads[i].site == site)
			return &m->heads[i];
	return NULL;
}

/* One head a log: the newest that is stamped and covers all entries of it, or else the newest. */
static int choose_head(struct making *m, int64_t seq, struct err *e)
{
	int64_t site = number_site(seq);
	struct head *h = head_of(m, site);
	int64_t first;
	int64_t last = 0;
	struct str note;
	if (!h) {
		if (m->n_heads == HEADS_MAX)
			return err_set(e, ERR_TOOBIG, "entries of more than %d logs", HEADS_MAX);
		h = &m->heads[m->n_heads++];
		*h = (struct head){ .site = site,
				    .stamped = !given_has(&m->app->given, "--newest-head") };
		if (site == vault_site(m->v))
			TRY(vault_head_for_others(m->v, m->app->a, &note, e));
		TRY(vault_checkpoint(m->v, site, NUMBER_COUNT_MAX, true, m->app->a, &h->size, &note,
				     e));
	}
	if (!h->stamped)
		return 0;
	int rc = stamp_covering(m->v, seq, &first, &last, e);
	if (rc == ERR_NOTFOUND) {
		h->stamped = false;
		return vault_checkpoint(m->v, site, NUMBER_COUNT_MAX, true, m->app->a, &h->size,
					&note, e);
	}
	h->size = last;
	return rc;
}

static int make_proofs(struct making *m, struct err *e)
{
	struct arena *a = m->app->a;
	m->proofs = NEW_N(a, m->choice.n, struct proof_text);
	for (size_t i = 0; i < m->choice.n; i++)
		TRY(choose_head(m, m->choice.entries[i].seq, e));
	for (size_t i = 0; i < m->choice.n; i++) {
		struct bundle_entry *x = &m->choice.entries[i];
		const struct head *h = head_of(m, number_site(x->seq));
		struct str text;
		assert(h);
		TRY(vault_proof_at(m->v, x->seq, h->size, disclosed_shows, &x->shown, a, &text, e));
		TRY(proof_text_read(text, a, &m->proofs[i], e));
	}
	m->b.proofs = m->proofs;
	m->b.n = m->choice.n;
	return 0;
}

/* How many tokens of authorities a renewal is over: those of its head up to an id. */
static size_t renewed_by(const struct stamp *stamps, size_t n, const struct stamp *s)
{
	size_t covered = 0;
	for (size_t i = 0; i < n && s->over; i++)
		covered += stamps[i].kind == STAMP_RFC3161 && stamps[i].id <= s->over;
	return covered;
}

static int take_stamps(struct making *m, struct err *e)
{
	struct arena *a = m->app->a;
	struct bundle_stamp *list = NEW_N(a, BUNDLE_STAMPS_MAX, struct bundle_stamp);
	size_t n = 0;
	for (size_t h = 0; h < m->n_heads; h++) {
		struct stamp *stamps;
		size_t n_stamps;
		struct str text;
		if (!m->heads[h].stamped)
			continue;
		TRY(stamp_text(m->v, m->heads[h].site, m->heads[h].size, a, &text, e));
		TRY(stamp_list(m->v, m->heads[h].site, m->heads[h].size, a, &stamps, &n_stamps, e));
		for (size_t i = 0; i < n_stamps && n < BUNDLE_STAMPS_MAX; i++)
			list[n++] = (struct bundle_stamp){
				.text = text,
				.ots = stamps[i].kind == STAMP_OTS,
				.token = stamps[i].token,
				.chain = stamps[i].chain,
				.renews = renewed_by(stamps, n_stamps, &stamps[i]),
			};
	}
	m->b.stamps = list;
	m->b.n_stamps = n;
	return 0;
}

static bool in_force(struct str vkey, const struct str *now, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(vkey, now[i]))
			return true;
	return false;
}

/* The keys by which the heads that are proved to are signed, as a suggestion. */
static int suggest_policy(struct making *m, struct err *e)
{
	struct arena *a = m->app->a;
	AUTO_BUF b;
	buf_init(&b, POLICY_MAX);
	struct vault_log *logs;
	size_t n;
	TRY(vault_logs(m->v, a, &logs, &n, e));
	for (size_t i = 0; i < n; i++) {
		struct head *h = head_of(m, logs[i].site);
		struct str *vkeys;
		struct str *now;
		size_t n_vkeys;
		size_t n_now;
		if (!h)
			continue;
		TRY(vault_log_vkeys(m->v, h->site, h->size, a, &vkeys, &n_vkeys, e));
		TRY(vault_log_vkeys(m->v, h->site, NUMBER_COUNT_MAX, a, &now, &n_now, e));
		h->retired = true;
		for (size_t k = 0; k < n_vkeys; k++) {
			buf_printf(&b, "log %.*s\n", STR_FMT(vkeys[k]));
			if (in_force(vkeys[k], now, n_now))
				h->retired = false;
		}
	}
	buf_lit(&b, "quorum none\n");
	TRY(buf_check(&b, e));
	m->b.policy = buf_copy(&b, a);
	return 0;
}

/* ---- the file ---------------------------------------------------------------------- */

/* The folder inside has the name of the file, where that is a plain one. */
static struct str folder_name(struct making *m, struct str path)
{
	size_t from = path.n;
	while (from > 0 && path.p[from - 1] != '/')
		from--;
	struct str name = str_from(path, from);
	if (str_ends(name, STR(".zip")))
		name.n -= 4;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == '-' || c == '_' || (c == '.' && i > 0);
		if (!plain)
			return STR("bundle/");
	}
	if (name.n == 0 || name.n > 60)
		return STR("bundle/");
	return str_printf(m->app->a, "%.*s/", STR_FMT(name));
}

static int write_zip(struct making *m, int fd, struct str path, struct err *e)
{
	AUTO_ZIP_WRITER w;
	zip_write_begin(&w, fd, folder_name(m, path), m->app->a);
	struct bag_out out = zip_bag_out(&w);
	TRY(bundle_write(&m->b, &out, m->app->a, e));
	TRY(zip_write_end(&w, e));
	if (fsync(fd) < 0)
		return err_set(e, ERR_IO, "cannot write %.*s: %s", STR_FMT(path), strerror(errno));
	return 0;
}

/* As a stranger would, by the keys we suggest. */
static int judge_zip(struct making *m, const int *fd, struct err *e)
{
	struct policy policy;
	struct bundle_trust trust = { .policy = &policy };
	struct zip z;
	struct zip_source src = zip_source_fd(fd, (int64_t)lseek(*fd, 0, SEEK_END));
	TRY(policy_read(m->b.policy, m->app->a, &policy, e));
	TRY(zip_open(&z, &src, true, m->app->a, e));
	int rc = bundle_verify(&z.files, &trust, m->app->a, &m->verdict, e);
	return rc < 0 ? err_wrap(e, "the bundle would not be accepted, so it was not written") : 0;
}

static void remove_temp(struct making *m)
{
	if (m->temp.n)
		unlink(m->temp.p);
}

static int put_file(struct making *m, struct err *e)
{
	struct app *app = m->app;
	struct str path = given_str(&app->given, "--output");
	struct str place = str_printf(app->a, "bundle for %.*s", STR_FMT(m->b.audience));
	struct str temp = str_printf(app->a, "%.*s.new-%ld", STR_FMT(path), (long)getpid());
	AUTO_FD fd = open(temp.p, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_set(e, ERR_IO, "cannot write %s: %s", temp.p, strerror(errno));
	m->temp = temp;
	TRY(write_zip(m, fd, path, e));
	TRY(judge_zip(m, &fd, e));
	/* Before it leaves: what is written down too early is a smaller harm than what is not. */
	TRY(bundle_files_note(app, &m->choice, m->b.audience, e));
	TRY(vault_copy_note(m->v, "export", place, e));
	if (rename(temp.p, path.p) < 0)
		return err_set(e, ERR_IO, "cannot write %s: %s", path.p, strerror(errno));
	m->temp = STR("");
	return file_sync_folder_of(path.p, e);
}

/* ---- the answer ---------------------------------------------------------------------- */

static struct str shown(struct making *m, const struct bundle_entry *x, bool yes)
{
	struct arena *a = m->app->a;
	struct str s = STR("");
	for (size_t i = 0; i < x->entry.n_parts; i++) {
		struct disclosed d = x->shown;
		if (disclosed_shows(&d, x->entry.parts[i].path) == yes)
			s = str_printf(a, "%.*s%s%.*s", STR_FMT(s), s.n ? ", " : "",
				       STR_FMT(x->entry.parts[i].path));
	}
	return s.n ? s : app_tr(m->app, MSG_P("nothing", "هیچ"));
}

static void put_text(struct making *m)
{
	struct app *app = m->app;
	if (m->choice.sealed_shown.n)
		app_say(app,
			MSG_P("WARNING: sealed parts leave with this file and cannot be called back: {1}",
			      "هشدار: بخش‌های مُهرشده با این پرونده بیرون می‌روند و پس گرفته نمی‌شوند: {1}"),
			ARGS(m->choice.sealed_shown));
	for (size_t i = 0; i < m->choice.n_with; i++)
		app_say(app,
			app_is_fixed(app)
				? MSG_P("WARNING: {1} leaves in clear, with all it says of itself: place, device, owner. NOT recorded as transferred.",
					"هشدار: {1} آشکار بیرون می‌رود، با هرچه در خود دارد: جا، دستگاه، دارنده. واگذاری آن ثبت نشد.")
				: MSG_P("WARNING: {1} leaves in clear, with all it says of itself: place, device, owner. Recorded as transferred.",
					"هشدار: {1} آشکار بیرون می‌رود، با هرچه در خود دارد: جا، دستگاه، دارنده. واگذاری آن ثبت شد."),
			ARGS(m->choice.with[i].row.number));
	if (app_is_fixed(app))
		app_note(app,
			 MSG_P("That {1} has a copy is not noted in the register: write it down.",
			       "رونوشت داشتنِ {1} در دفتر یادداشت نشد: جایی بنویسید."),
			 ARGS(m->b.audience));
	app_say(app, MSG_P("Wrote {1} for {2}.", "{1} برای {2} نوشته شد."),
		ARGS(given_str(&app->given, "--output"), m->b.audience));
	for (size_t i = 0; i < m->choice.n; i++) {
		const struct bundle_entry *x = &m->choice.entries[i];
		app_say(app,
			MSG_P("Entry {1} shows: {2}. It leaves out: {3}.",
			      "ورودی {1} نشان می‌دهد: {2}. نشان نمی‌دهد: {3}."),
			ARGS(number_str(app->a, x->seq), shown(m, x, true), shown(m, x, false)));
	}
	if (m->choice.left_out)
		app_say(app,
			MSG_P("{1} entries of these subjects have nothing that may be shown.",
			      "{1} ورودی از این‌ها چیزی برای نشان‌دادن ندارد."),
			ARGS(app_num(app, (int64_t)m->choice.left_out)));
	for (size_t i = 0; i < m->n_heads; i++) {
		if (m->heads[i].retired)
			app_say(app,
				MSG_P("Its stamped head is signed by a key of the log that was retired since: the policy of today refuses "
				      "it. Have a newer head stamped (`vigil stamp`), or take --newest-head.",
				      "سرِ مُهرزدهٔ آن با کلیدی از گزارش امضا شده که از آن پس کنار گذاشته شده است: سیاست امروز آن را "
				      "نمی‌پذیرد. سری تازه‌تر را مُهر کنید (`vigil stamp`) یا --newest-head بدهید."),
				NULL, 0);
		if (!m->heads[i].stamped)
			app_say(app,
				MSG_P("Its head has no time stamp: `vigil stamp`.",
				      "سر دفتر آن مُهر زمان ندارد: `vigil stamp`."),
				NULL, 0);
	}
}

static void put_paths(struct jout *j, const char *key, const struct bundle_entry *x, bool yes)
{
	jout_array(j, key);
	for (size_t i = 0; i < x->entry.n_parts; i++) {
		struct disclosed d = x->shown;
		if (disclosed_shows(&d, x->entry.parts[i].path) == yes)
			jout_str(j, NULL, x->entry.parts[i].path);
	}
	jout_close(j);
}

static void put_json(struct making *m)
{
	struct app *app = m->app;
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "file", given_str(&app->given, "--output"));
	jout_str(&j, "audience", m->b.audience);
	jout_array(&j, "entries");
	for (size_t i = 0; i < m->choice.n; i++) {
		const struct bundle_entry *x = &m->choice.entries[i];
		jout_object(&j, NULL);
		jout_number(&j, "entry", x->seq);
		jout_int(&j, "log_size", m->verdict.records[i].proof.log.checkpoint.size);
		put_paths(&j, "shows", x, true);
		put_paths(&j, "leaves_out", x, false);
		jout_close(&j);
	}
	jout_close(&j);
	jout_int(&j, "entries_left_out", (int64_t)m->choice.left_out);
	jout_text(&j, "sealed_shown", m->choice.sealed_shown);
	jout_int(&j, "files", (int64_t)m->b.n_files);
	jout_array(&j, "evidence");
	for (size_t i = 0; i < m->choice.n_with; i++)
		jout_str(&j, NULL, m->choice.with[i].row.number);
	jout_close(&j);
	jout_int(&j, "stamps", (int64_t)m->b.n_stamps);
	jout_end(&j);
}

static int run(struct app *app, struct err *e)
{
	AUTO_BUNDLE_FILES files = { .n = 0 };
	AUTO(remove_temp) struct making m = { .app = app, .v = reg_vault(app->reg) };
	m.b.audience = str_trim(given_str(&app->given, "--audience"));
	if (!m.b.audience.n || !given_str(&app->given, "--output").n)
		return err_set(e, CLI_USAGE,
			       "for whom, and into which file? --audience NAME -o FILE.zip");
	m.b.date = app_today(app);
	TRY(bundle_choose(app, &m.choice, e));
	TRY(make_proofs(&m, e));
	TRY(take_stamps(&m, e));
	TRY(suggest_policy(&m, e));
	TRY(bundle_files_open(app, &m.choice, &files, e));
	m.b.files = files.list;
	m.b.n_files = files.n;
	TRY(put_file(&m, e));
	if (app->json)
		put_json(&m);
	else
		put_text(&m);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--disclose", 0, OPTION_TEXT, "PARTS", false,
	  MSG("show these besides: parts (f1, recorder) or properties (age), separated by commas; or all",
	      "نشان‌دادن این‌ها نیز: بخش‌ها یا ویژگی‌ها، جداشده با ویرگول لاتین؛ یا all") },
	{ "--disclose-sealed", 0, OPTION_TEXT, "PARTS", false,
	  MSG("let these sealed parts or properties leave; officers only",
	      "بیرون‌دادن این بخش‌های مُهرشده؛ تنها مسئولان") },
	{ "--audience", 0, OPTION_TEXT, "NAME", false,
	  MSG("who gets it; kept in the vault and in the bundle",
	      "برای که؛ در گنجینه و در بسته می‌ماند") },
	{ "--file", 0, OPTION_FILE, "FILE", true,
	  MSG("put this evidence file in, in clear; a part that is shown must name its SHA-256",
	      "افزودن این پروندهٔ مدرک، آشکار") },
	{ "--with-evidence", 0, OPTION_TEXT, "EVIDENCE", true,
	  MSG("put this sealed original in, in clear, and show what the register says of its hash; officers only",
	      "افزودن این اصلِ مُهرشده، آشکار، با درهم‌ساز ثبت‌شده‌اش؛ تنها مسئولان") },
	{ "--newest-head", 0, OPTION_FLAG, NULL, false,
	  MSG("prove by the newest head of the log, also when an older one has a time stamp",
	      "برهان با تازه‌ترین سر دفتر، هرچند سرِ کهنه‌تری مُهر زمان دارد") },
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("write there instead of to standard output", "نوشتن در این پرونده به جای خروجی") },
	{ 0 },
};

const struct command cmd_bundle = {
	.name = "bundle",
	.args = "ID...",
	.summary = MSG(
		"Pack records with all it takes to check them without Vigil.",
		"بستن سوابق با هرچه برای سنجیدن‌شان بی Vigil لازم است."),
	.help = MSG(
		"ID is an entry (48), one claim of it (48.2), or a subject (P-12, person:x), which means everything "
		"that stands of it. The bundle is a ZIP file with the sealed claims, their place in the log, the keys "
		"they rest on, the time stamps of the head, and VERIFY.txt, which says how to check it with sha256sum "
		"and openssl. `vigil-verify` judges it as well.\n\n"
		"Without --disclose it shows what may stand in a published report. What is left out cannot be guessed "
		"from it. Sealed parts leave only when an officer names them with --disclose-sealed. --with-evidence puts "
		"the original of V-00001 in; that it was transferred, and to whom, is recorded before the file is there.",
		""),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | NOTES_ONLY | HAS_JSON,
	.run = run,
};
