/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_shred.c - making a source, a person or evidence unreadable, with what it does not reach. */
#include "cli/app.h"

#include "vault/shred.h"

#include "base/clock.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "evidence/payload.h"
#include "register/mention.h"
#include "vault/log.h"
#include "vault/number.h"
#include "vault/object.h"

enum { SUBJECTS_MAX = 64 };

struct subjects {
	struct id
		*ids; /* each with what goes with it: sealed properties, rows of lists, decisions */
	size_t n, cap;
};

static int find_subjects(struct app *app, struct subjects *ret, struct err *e)
{
	size_t asked = 0;
	*ret = (struct subjects){ .n = 0 };
	for (struct str rest = given_arg(&app->given, 0); rest.n;) {
		struct str one;
		struct entity en;
		struct id *with;
		size_t n;
		rest = str_cut(rest, ' ', &one);
		if (!one.n)
			continue;
		if (asked++ == SUBJECTS_MAX)
			return err_set(e, ERR_INPUT, "at most %d at a time", SUBJECTS_MAX);
		TRY(reg_entity(app->reg, one, app->a, &en, e));
		TRY(reg_erased_with(app->reg, &en, app->a, &with, &n, e));
		for (size_t i = 0; i < n; i++) {
			ret->ids =
				arena_grow(app->a, ret->ids, ret->n, &ret->cap, sizeof *ret->ids);
			ret->ids[ret->n++] = with[i];
		}
	}
	return ret->n ? 0 : err_set(e, CLI_USAGE, "of whom or what? See `vigil help shred`");
}

/* ---- what it does not reach ---- */

static struct str day_of(struct app *app, int64_t ms)
{
	char text[CLOCK_TEXT_LEN + 1];
	clock_text(ms, text);
	return str_copy(app->a, str_n(text, 10));
}

static struct str kind_label(struct app *app, struct str kind)
{
	if (str_eq(kind, STR("backup")))
		return app_tr(app, MSG_P("backup", "پشتیبان"));
	if (str_eq(kind, STR("remote")))
		return app_tr(app, MSG_P("remote", "مخزن"));
	if (str_eq(kind, STR("export")))
		return app_tr(app, MSG_P("export", "خروجی"));
	return app_tr(app, MSG_P("site", "جایگاه"));
}

static int put_copies(struct app *app, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct vault_copy *c;
	struct vault_log *logs;
	size_t n;
	size_t n_logs;
	int64_t others = 0;
	TRY(vault_copies(v, app->a, &c, &n, e));
	TRY(vault_logs(v, app->a, &logs, &n_logs, e));
	for (size_t i = 0; i < n_logs; i++)
		others += logs[i].state == LOG_OTHER;
	if (others)
		app_say(app,
			MSG_P("Other logs of the register: {1}. Their sites have it until they carry it out themselves, after "
			      "a sync (`vigil shred --list` there).",
			      "گزارش‌های دیگر این دفتر: {1}. جایگاه‌های آنها آن را دارند تا پس از sync خود انجام "
			      "دهند "
			      "(`vigil shred --list` در آنجا)."),
			ARGS(app_num(app, others)));
	if (n == 0) {
		app_say(app,
			MSG_P("No backup, remote or export of this vault is known to it. One made without its "
			      "knowledge still opens.",
			      "این دفتر از پشتیبان، مخزن یا خروجی‌ای از خود آگاه نیست. آنچه بی آگاهی آن ساخته شده "
			      "باز "
			      "می‌شود."),
			NULL, 0);
		return 0;
	}
	app_say(app,
		MSG_P("It does not reach what was made before. Destroy or replace these:",
		      "به آنچه پیش‌تر ساخته شده نمی‌رسد. اینها را نابود یا جایگزین کنید:"),
		NULL, 0);
	struct grid g = grid_new(app->a, 3);
	for (size_t i = 0; i < n; i++) {
		grid_add(&g, kind_label(app, c[i].kind));
		grid_add(&g, day_of(app, c[i].last_ms));
		grid_add(&g, c[i].place);
	}
	grid_put(&g, 2, &app->out);
	return 0;
}

static void json_copies(struct app *app, struct jout *j, const struct vault_copy *c, size_t n)
{
	(void)app;
	jout_array(j, "copies");
	for (size_t i = 0; i < n; i++) {
		jout_object(j, NULL);
		jout_str(j, "kind", c[i].kind);
		jout_str(j, "place", c[i].place);
		jout_time(j, "last", c[i].last_ms);
		jout_close(j);
	}
	jout_close(j);
}

static void json_left(struct jout *j, const int64_t *left, size_t n)
{
	jout_array(j, "keys_left");
	for (size_t i = 0; i < n; i++)
		jout_number(j, NULL, left[i]);
	jout_close(j);
}

/* Claims about others that still tell a key of what was erased. */
static void put_left(struct app *app, const int64_t *left, size_t n)
{
	AUTO_BUF b;
	buf_init(&b, 32 + n * 32);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", number_str(app->a, left[i]).p);
	struct str list = buf_copy(&b, app->a);
	if (n)
		app_say(app,
			MSG_P("Claims about others first named what was erased, and still tell its key in the claim table "
			      "(`vigil show NUMBER`). Entries: {1}.",
			      "ادعاهایی دربارهٔ دیگران نخست از آنچه پاک شد نام برده‌اند و کلید آن در جدول ادعاها هنوز در آنهاست "
			      "(`vigil show NUMBER`). ورودی‌ها: {1}."),
			&list, 1);
}

/* ---- listing ---- */

/* The sealed group of a subject that is listed by itself. */
static bool is_sealed_part(const struct vault_shred_pending *all, size_t n,
			   const struct vault_shred_pending *x)
{
	for (size_t i = 0; i < n; i++) {
		struct id sealed = reg_sealed_group(&all[i].entity);
		if (all[i].seq == x->seq && id_eq(&sealed, &x->entity))
			return true;
	}
	return false;
}

/* What a person can type: the record's number, or the id where the record is not known here. */
static int subject_word(struct app *app, const struct id *entity, struct str *ret, struct err *e)
{
	struct entity en;
	struct err none = { 0 };
	struct str id = id_str(app->a, entity);
	int rc = reg_entity(app->reg, id, app->a, &en, &none);
	if (rc < 0 && rc != ERR_NOTFOUND && rc != ERR_INPUT) {
		*e = none;
		return rc;
	}
	*ret = rc < 0 ? id : reg_number(app->reg, &en, app->a);
	return 0;
}

static int run_list(struct app *app, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct vault_shred_pending *p;
	struct vault_copy *c;
	size_t n;
	size_t n_c;
	TRY(vault_shreds_pending(v, app->a, &p, &n, e));
	TRY(vault_copies(v, app->a, &c, &n_c, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_array(&j, "pending");
		for (size_t i = 0; i < n; i++) {
			jout_object(&j, NULL);
			jout_number(&j, "entry", p[i].seq);
			jout_str(&j, "subject", id_str(app->a, &p[i].entity));
			jout_str(&j, "reason", p[i].reason);
			jout_time(&j, "recorded", p[i].recorded_ms);
			jout_close(&j);
		}
		jout_close(&j);
		json_copies(app, &j, c, n_c);
		jout_end(&j);
		return 0;
	}
	if (n == 0)
		app_say(app,
			MSG_P("No other site erased anything that opens here.",
			      "هیچ جایگاه دیگری چیزی را پاک نکرده که اینجا باز باشد."),
			NULL, 0);
	else
		app_say(app,
			MSG_P("Other sites erased these. Two officers carry it out here with `vigil shred`:",
			      "جایگاه‌های دیگر اینها را پاک کرده‌اند. دو مسئول اینجا با `vigil shred` انجام "
			      "می‌دهند:"),
			NULL, 0);
	struct grid g = grid_new(app->a, 4);
	for (size_t i = 0; i < n; i++) {
		if (is_sealed_part(p, n, &p[i]))
			continue;
		struct str subject;
		TRY(subject_word(app, &p[i].entity, &subject, e));
		grid_add(&g, number_str(app->a, p[i].seq));
		grid_add(&g, day_of(app, p[i].recorded_ms));
		grid_add(&g, p[i].reason);
		grid_add(&g, subject);
	}
	grid_put(&g, 2, &app->out);
	return put_copies(app, e);
}

/* ---- asking, and doing it ---- */

static int run_request(struct app *app, const struct subjects *s, struct str reason, struct err *e)
{
	int64_t seq;
	TRY(vault_shred_request(reg_vault(app->reg), s->ids, s->n, reason, &seq, e));
	struct str entry = number_str(app->a, seq);
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_number(&j, "entry", seq);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("Asked for, by entry {1}. Two officers carry it out after the waiting period, with --content.",
		      "با ورودی {1} درخواست شد. دو مسئول پس از دورهٔ انتظار با --content انجام می‌دهند."),
		&entry, 1);
	return 0;
}

static int remove_payloads(struct app *app, const struct vault_shredded *done, struct err *e)
{
	const char *folder = vault_objects_folder(reg_vault(app->reg));
	for (int64_t i = 0; i < done->objects; i++) {
		int rc = payload_remove(folder, &done->object_names[i], e);
		if (rc < 0 && rc != ERR_NOTFOUND)
			return rc;
	}
	return 0;
}

static int run_carry_out(struct app *app, const struct subjects *s, struct str reason,
			 struct err *e)
{
	static const struct msg PROMPT =
		MSG("The second officer's passphrase: ", "گذرواژهٔ مسئول دوم: ");
	struct vault_shredded done;
	struct vault_copy *c;
	size_t n;
	int64_t *left;
	size_t n_left;
	AUTO_PASSPHRASE p;
	passphrase_init(&p);
	TRY(app_passphrase(app, "--second-passphrase-file", &PROMPT, &p, e));
	const struct vault_shred what = { .entities = s->ids,
					  .n_entities = s->n,
					  .reason = reason,
					  .content = given_has(&app->given, "--content"),
					  .second_passphrase = passphrase_str(&p) };
	TRY(vault_shred(reg_vault(app->reg), &what, app->a, &done, e));
	TRY(remove_payloads(app, &done, e));
	TRY(vault_copies(reg_vault(app->reg), app->a, &c, &n, e));
	TRY(reg_keys_left(app->reg, s->ids, s->n, app->a, &left, &n_left, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_number(&j, "entry", done.seq);
		jout_int(&j, "groups", done.groups);
		jout_int(&j, "parts", done.parts);
		jout_int(&j, "evidence_files", done.objects);
		json_left(&j, left, n_left);
		json_copies(app, &j, c, n);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("Erased: {1} sealed parts cannot be read again. Entry {2} says when, why and who agreed; every proof "
		      "made before still holds. The vault was written anew with a new key.",
		      "پاک شد: {1} بخش مُهرشده دیگر خوانده نمی‌شود. ورودی {2} می‌گوید کی، چرا و با توافق "
		      "چه کسانی؛ همهٔ "
		      "اثبات‌های پیشین پابرجاست. دفتر با کلیدی تازه بازنوشته شد."),
		ARGS(app_num(app, done.parts), number_str(app->a, done.seq)));
	put_left(app, left, n_left);
	return put_copies(app, e);
}

static int run(struct app *app, struct err *e)
{
	struct subjects s;
	struct str reason = given_str(&app->given, "--reason");
	bool looks = given_has(&app->given, "--list");
	TRY(app_open(app, !looks, e));
	if (looks)
		return run_list(app, e);
	TRY(find_subjects(app, &s, e));
	if (!reason.p)
		return err_set(e, CLI_USAGE,
			       "why? Give --reason safety, consent, court or mistake");
	return given_has(&app->given, "--request") ? run_request(app, &s, reason, e)
						   : run_carry_out(app, &s, reason, e);
}

static const struct option OPTIONS[] = {
	{ "--reason", 0, OPTION_TEXT, "CODE", false,
	  MSG("why: safety, consent, court or mistake; kept with it",
	      "چرا: safety، consent، court یا mistake؛ با آن نگهداری می‌شود") },
	{ "--second-passphrase-file", 0, OPTION_FILE, "FILE", false,
	  MSG("read the second officer's passphrase there instead of asking",
	      "خواندن گذرواژهٔ مسئول دوم از این پرونده") },
	{ "--request", 0, OPTION_FLAG, NULL, false,
	  MSG("only ask for it: evidence content waits",
	      "تنها درخواست: محتوای شواهد منتظر می‌ماند") },
	{ "--content", 0, OPTION_FLAG, NULL, false,
	  MSG("carry out what was asked for of evidence content",
	      "انجام آنچه دربارهٔ محتوای شواهد درخواست شده") },
	{ "--list", 0, OPTION_FLAG, NULL, false,
	  MSG("list what other sites erased and this one has not, and copies that are known",
	      "فهرست آنچه دیگران پاک کرده‌اند و اینجا نه، و رونوشت‌های شناخته") },
	{ 0 },
};

const struct command cmd_shred = {
	.name = "shred",
	.args = "[SUBJECT...]",
	.summary = MSG("Make what is sealed about a source, a person or evidence unreadable.",
		       "ناخوانا کردن آنچه دربارهٔ منبع، شخص یا شواهدی مُهر شده است."),
	.help = MSG(
		"Takes two officers: the one who has the vault open, and a second one by their passphrase. The keys of "
		"all that is sealed about SUBJECT, and of what it said as a source, are destroyed, the tables are made "
		"again without it, and the vault is written anew. Signatures, the log and every proof stay; the "
		"history shows that something was erased, when and why.\n\n"
		"With a person go the rows of lists that were linked to them, and with a row what was decided of it.\n\n"
		"A source or a person goes at once. The content of evidence is asked for first (--request) and "
		"erased after the waiting period (--content).\n\n"
		"What it does not reach: copies made before (they are listed), other sites until they do the same, what "
		"was printed or read, and its key of the claim table in claims about others that an earlier version of this "
		"program recorded; the entries of such claims are named.",
		"دو مسئول می‌خواهد: آن که دفتر را گشوده است و دومی با گذرواژهٔ خود. کلیدهای هر آنچه "
		"دربارهٔ SUBJECT و از گفتهٔ او به‌عنوان منبع مُهر شده نابود، جدول‌ها بی آن از نو "
		"ساخته و دفتر بازنوشته می‌شود. امضاها، گزارش و همهٔ اثبات‌ها می‌مانند؛ تاریخچه نشان "
		"می‌دهد که چیزی پاک شد، کی و چرا.\n\n"
		"منبع یا شخص بی‌درنگ پاک می‌شود. محتوای شواهد نخست درخواست (--request) و پس از دورهٔ "
		"انتظار پاک می‌شود (--content).\n\n"
		"به اینها نمی‌رسد: رونوشت‌های پیشین (فهرست می‌شوند)، جایگاه‌های دیگر تا خود چنین "
		"کنند، آنچه چاپ یا خوانده شده، و کلید آن در جدول گفته‌ها در گفته‌هایی دربارهٔ دیگران که "
		"نسخه‌ای پیشین از این برنامه ثبت کرده است؛ ورودی‌های آن گفته‌ها نام برده می‌شوند."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
