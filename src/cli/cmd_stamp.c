/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_stamp.c - stamp: have our newest head stamped, by servers or by files that somebody carries.
 *
 * One run does one thing. What is to be trusted (--roots) is taken first, so that an answer can be judged in the
 * same run.
 */
#include "cli/stamp_show.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/bytes.h"
#include "base/file.h"
#include "cli/jout.h"
#include "http/fetch.h"

enum { CALENDAR_ANSWER_MAX = 10000, HEADERS_FILE_MAX = 20 << 20 };

/* What a run did, for the answer. */
struct done {
	int64_t taken;
	struct str file;
	bool quiet; /* what was done was not a look: no state is shown after it */
};

/* ---- what stands beside a token -------------------------------------------------------- */

static int read_all(struct app *app, const char *option, struct str *ret, struct err *e)
{
	struct str all = STR("");
	for (size_t i = 0; i < given_count(&app->given, option); i++) {
		const char *path = given_nth(&app->given, option, i).p;
		bool lists = str_eq(str_of(option), STR("--crl"));
		size_t certs;
		size_t crls;
		struct str s;
		TRY(app_file(app, str_of(path), TSP_PEM_MAX, &s, e));
		TRY(tsp_pem_clean(s, app->a, &s, &certs, &crls, e));
		if (!(lists ? crls : certs))
			return err_set(e, ERR_INPUT, "%s: there is no %s in it", path,
				       lists ? "revocation list" : "certificate");
		all = str_join(app->a, all, s);
	}
	*ret = all;
	return 0;
}

static int read_chain(struct app *app, struct str *ret, struct err *e)
{
	struct str chain;
	struct str crls;
	TRY(read_all(app, "--chain", &chain, e));
	TRY(read_all(app, "--crl", &crls, e));
	*ret = str_join(app->a, chain, crls);
	return 0;
}

static int take_roots(struct app *app, struct err *e)
{
	struct str roots;
	size_t n;
	if (!given_has(&app->given, "--roots"))
		return 0;
	TRY(read_all(app, "--roots", &roots, e));
	TRY(stamp_roots_add(reg_vault(app->reg), roots, &n, e));
	if (!app->json)
		app_say(app,
			MSG_P("Trusted for time stamps: {1} certificates.",
			      "مورد اعتماد برای مهر زمان: {1} گواهی."),
			ARGS(app_num(app, (int64_t)n)));
	return 0;
}

static void say_taken(struct app *app, const struct stamp_taken *t)
{
	struct str id = str_printf(app->a, "%lld", (long long)t->id);
	struct str who = t->tsp.tsa.n ? t->tsp.tsa : STR("?");
	if (t->again)
		app_say(app, MSG_P("Time stamp {1} was here already.", "مهر زمان {1} از پیش بود."),
			ARGS(id));
	app_say(app,
		t->verified
			? MSG_P("Time stamp {1}: the log as it stood at size {2} existed not later than {3}, according to {4}.",
				"مهر زمان {1}: گزارش در اندازهٔ {2} دیرتر از {3} پدید نیامده است، به گفتهٔ {4}.")
			: MSG_P("Time stamp {1} of the log at size {2}, {3}, from {4}: kept, and NOT verified by us. Give --roots FILE.",
				"مهر زمان {1} بر گزارش در اندازهٔ {2}، {3}، از {4}: نگه داشته شد و نزد ما راستی‌آزموده نیست. --roots FILE بدهید."),
		ARGS(id, app_num(app, t->size), stamp_when(app, &t->tsp), who));
	if (t->verified && !t->tsp.revocation_known)
		app_say(app,
			MSG_P("No revocation list of that day is kept with it. Add one: --response FILE --crl FILE.",
			      "فهرست ابطال آن روز همراهش نیست. بیفزایید: --response FILE --crl FILE."),
			NULL, 0);
}

/* What does not hold is input that is refused, not a fault of the vault: exit status 3. */
static int refused(int rc)
{
	return rc == ERR_DENIED || rc == ERR_CORRUPT ? ERR_INPUT : rc;
}

static int take(struct app *app, struct str response, struct done *d, struct err *e)
{
	struct stamp_taken t;
	struct str chain;
	TRY(read_chain(app, &chain, e));
	TRY(refused(stamp_response(reg_vault(app->reg), response, chain, app->a, &t, e)));
	if (!app->json)
		say_taken(app, &t);
	d->taken = t.id;
	d->quiet = true;
	return 0;
}

/* ---- authorities ------------------------------------------------------------------------ */

static int64_t renewed(struct app *app)
{
	return given_number(&app->given, "--renew", 0);
}

static int request(struct app *app, struct str *ret, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	int64_t size;
	if (given_has(&app->given, "--renew"))
		return stamp_renew_request(v, renewed(app), app->a, ret, e);
	return stamp_request(v, app->a, ret, &size, e);
}

static int ask_tsa(struct app *app, struct str url, struct done *d, struct err *e)
{
	struct http_fetched got;
	struct http_fetch f = { .url = url,
				.type = STR("application/timestamp-query"),
				.accept = STR("application/timestamp-reply"),
				.max = TSP_TOKEN_MAX };
	TRY(request(app, &f.body, e));
	TRY(http_fetch(&f, app->a, &got, e));
	if (got.status != 200)
		return err_set(e, ERR_IO, "%.*s answers with status %d", STR_FMT(url), got.status);
	return take(app, got.body, d, e);
}

static int ask_all(struct app *app, struct done *d, struct err *e)
{
	for (size_t i = 0; i < given_count(&app->given, "--tsa"); i++)
		TRY(ask_tsa(app, given_nth(&app->given, "--tsa", i), d, e));
	return 0;
}

static int put_bytes(struct app *app, struct str bytes, struct done *d, const struct msg *said,
		     struct err *e)
{
	d->file = app_output_path(app);
	if (!d->file.p)
		return err_set(e, CLI_USAGE, "where to? Give -o FILE");
	TRY(app_output(app, bytes, e));
	if (!app->json)
		app_say(app, said, ARGS(d->file));
	d->quiet = true;
	return 0;
}

static int write_request(struct app *app, struct done *d, struct err *e)
{
	struct str der;
	TRY(request(app, &der, e));
	return put_bytes(
		app, der, d,
		MSG_P("Wrote {1}. Give it to an authority and its answer to `vigil stamp --response FILE`.",
		      "{1} نوشته شد. آن را به مرجعی بدهید و پاسخش را به `vigil stamp --response FILE`."),
		e);
}

static int read_response(struct app *app, struct done *d, struct err *e)
{
	struct str s;
	TRY(app_file(app, given_str(&app->given, "--response"), TSP_TOKEN_MAX, &s, e));
	return take(app, s, d, e);
}

/* ---- calendars ---------------------------------------------------------------------------- */

static int calendar(struct app *app, struct str url, struct str path, struct str body,
		    struct http_fetched *ret, struct err *e)
{
	while (str_ends(url, STR("/")))
		url.n--;
	struct http_fetch f = { .url = str_printf(app->a, "%.*s%.*s", STR_FMT(url), STR_FMT(path)),
				.body = body,
				.type = STR("application/octet-stream"),
				.accept = STR("application/vnd.opentimestamps.v1"),
				.max = CALENDAR_ANSWER_MAX };
	return http_fetch(&f, app->a, ret, e);
}

static int say_pending(struct app *app, int64_t id, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct stamp_judged j;
	struct stamp s;
	struct str text = str_printf(app->a, "%lld", (long long)id);
	TRY(stamp_get(v, id, app->a, &s, e));
	TRY(stamp_judge(v, &s, app->a, &j, e));
	if (app->json)
		return 0;
	if (j.ots.state == OTS_PENDING)
		app_say(app,
			MSG_P("Time stamp {1} is pending: a calendar promised a place in a block. That is no proof yet.",
			      "مهر زمان {1} در انتظار است: تقویمی جایی در یک بلوک وعده داد. این هنوز برهان نیست."),
			ARGS(text));
	else
		app_say(app, MSG_P("Added to time stamp {1}.", "به مهر زمان {1} افزوده شد."),
			ARGS(text));
	return 0;
}

static int ask_calendars(struct app *app, struct done *d, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct hash digest;
	int64_t size;
	TRY(stamp_ots_request(v, app->a, &digest, &size, e));
	for (size_t i = 0; i < given_count(&app->given, "--ots"); i++) {
		struct str url = given_nth(&app->given, "--ots", i);
		struct http_fetched got;
		TRY(calendar(app, url, STR("/digest"), str_n((const char *)digest.b, HASH_LEN),
			     &got, e));
		if (got.status != 200)
			return err_set(e, ERR_IO, "%.*s answers with status %d", STR_FMT(url),
				       got.status);
		TRY(stamp_ots_response(v, got.body, app->a, &d->taken, e));
	}
	d->quiet = true;
	return say_pending(app, d->taken, e);
}

static int write_digest(struct app *app, struct done *d, struct err *e)
{
	struct hash digest;
	int64_t size;
	TRY(stamp_ots_request(reg_vault(app->reg), app->a, &digest, &size, e));
	return put_bytes(
		app, str_n((const char *)digest.b, HASH_LEN), d,
		MSG_P("Wrote {1}: 32 bytes to POST to a calendar's /digest. Give its answer to `vigil stamp --ots-response FILE`.",
		      "{1} نوشته شد: ۳۲ بایت برای فرستادن (POST) به /digest یک تقویم. پاسخش را به `vigil stamp --ots-response FILE` بدهید."),
		e);
}

static int read_calendar(struct app *app, struct done *d, struct err *e)
{
	struct str s;
	TRY(app_file(app, given_str(&app->given, "--ots-response"), CALENDAR_ANSWER_MAX, &s, e));
	TRY(stamp_ots_response(reg_vault(app->reg), s, app->a, &d->taken, e));
	d->quiet = true;
	return say_pending(app, d->taken, e);
}

/* Of that calendar only, and only what is pending with it: an address inside a proof is never followed. */
static int upgrade_from(struct app *app, struct str url, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct stamp_pending *list;
	size_t n;
	size_t upgraded = 0;
	TRY(stamp_ots_pending(v, app->a, &list, &n, e));
	for (size_t i = 0; i < n; i++) {
		struct http_fetched got;
		struct str hex = hex_str(app->a, (const uint8_t *)list[i].msg.p, list[i].msg.n);
		TRY(calendar(app, url, str_join(app->a, STR("/timestamp/"), hex), STR_NULL, &got,
			     e));
		if (got.status == 404)
			continue; /* not in a block yet, or another calendar's */
		if (got.status != 200)
			return err_set(e, ERR_IO, "%.*s answers with status %d", STR_FMT(url),
				       got.status);
		TRY(stamp_ots_answer(v, list[i].id, list[i].msg, got.body, app->a, e));
		upgraded++;
	}
	if (!app->json)
		app_say(app,
			MSG_P("{1} of {2} pending attestations upgraded.",
			      "{1} از {2} گواهیِ در انتظار ارتقا یافت."),
			ARGS(app_num(app, (int64_t)upgraded), app_num(app, (int64_t)n)));
	return 0;
}

static int upgrade(struct app *app, struct done *d, struct err *e)
{
	struct str from = given_str(&app->given, "--ots-upgrade");
	struct str s;
	if (str_starts(from, STR("http://")) || str_starts(from, STR("https://")))
		return upgrade_from(app, from, e);
	TRY(app_file(app, from, OTS_MAX, &s, e));
	return refused(stamp_ots_merge(reg_vault(app->reg), s, app->a, &d->taken, e));
}

static int read_headers(struct app *app, struct done *d, struct err *e)
{
	struct ots_headers hs;
	struct str s;
	size_t n;
	(void)d;
	TRY(app_file(app, given_str(&app->given, "--ots-headers"), HEADERS_FILE_MAX, &s, e));
	TRY(refused(ots_headers_read(s, app->a, &hs, e)));
	TRY(refused(stamp_headers_add(reg_vault(app->reg), &hs, &n, e)));
	if (!app->json)
		app_say(app,
			MSG_P("{1} proofs lead to a header given. That these headers are in the Bitcoin chain is the word of whoever gave them.",
			      "{1} برهان به سرآیندهای داده‌شده می‌رسد. بودنِ این سرآیندها در زنجیرهٔ بیت‌کوین گفتهٔ دهندهٔ آن‌هاست."),
			ARGS(app_num(app, (int64_t)n)));
	return 0;
}

/* ---- out ---------------------------------------------------------------------------------- */

static int put_file(struct app *app, struct str folder, int64_t id, const char *ending,
		    struct str bytes, struct err *e)
{
	struct str path =
		str_printf(app->a, "%.*s/%lld.%s", STR_FMT(folder), (long long)id, ending);
	return file_write(path.p, bytes, 0644, e);
}

/* ID.data is what is stamped, ID.tsr or ID.ots the stamp, ID.pem what stands beside it: what openssl and the
 * OpenTimestamps client take. */
static int export(struct app *app, struct done *d, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct str folder = given_str(&app->given, "--export");
	struct stamp *list;
	size_t n;
	TRY(stamp_all(v, app->a, &list, &n, e));
	if (mkdir(folder.p, 0755) < 0 && errno != EEXIST)
		return err_set(e, ERR_IO, "cannot make %s: %s", folder.p, strerror(errno));
	for (size_t i = 0; i < n; i++) {
		struct str data;
		TRY(stamp_data(v, &list[i], app->a, &data, e));
		TRY(put_file(app, folder, list[i].id, "data", data, e));
		TRY(put_file(app, folder, list[i].id, list[i].kind == STAMP_OTS ? "ots" : "tsr",
			     list[i].token, e));
		if (list[i].chain.n)
			TRY(put_file(app, folder, list[i].id, "pem", list[i].chain, e));
	}
	if (!app->json)
		app_say(app,
			MSG_P("Wrote {1} time stamps into {2}.", "{1} مهر زمان در {2} نوشته شد."),
			ARGS(app_num(app, (int64_t)n), folder));
	d->file = folder;
	d->quiet = true;
	return 0;
}

/* ---- the command ----------------------------------------------------------------------------- */

static const struct {
	const char *option;
	int (*run)(struct app *app, struct done *d, struct err *e);
} DEEDS[] = {
	{ "--tsa", ask_all },
	{ "--request", write_request },
	{ "--response", read_response },
	{ "--ots", ask_calendars },
	{ "--ots-request", write_digest },
	{ "--ots-response", read_calendar },
	{ "--ots-upgrade", upgrade },
	{ "--ots-headers", read_headers },
	{ "--export", export },
};

static int run(struct app *app, struct err *e)
{
	struct done d = { 0 };
	size_t which = COUNT(DEEDS);
	for (size_t i = 0; i < COUNT(DEEDS); i++) {
		if (!given_has(&app->given, DEEDS[i].option))
			continue;
		if (which < COUNT(DEEDS))
			return err_set(e, CLI_USAGE, "%s and %s are two runs", DEEDS[which].option,
				       DEEDS[i].option);
		which = i;
	}
	bool asks = which < COUNT(DEEDS) &&
		    (DEEDS[which].run == ask_all || DEEDS[which].run == write_request);
	if (given_has(&app->given, "--renew") && !asks)
		return err_set(e, CLI_USAGE,
			       "--renew goes with --tsa URL, or with --request and -o FILE");
	bool looks = which == COUNT(DEEDS) || DEEDS[which].run == export;
	TRY(app_open(app, !looks || given_has(&app->given, "--roots"), e));
	TRY(take_roots(app, e));
	if (which < COUNT(DEEDS))
		TRY(DEEDS[which].run(app, &d, e));
	if (app->json)
		return stamp_show_json(app, d.taken, d.file, e);
	return d.quiet ? 0 : stamp_show(app, e);
}

static const struct option OPTIONS[] = {
	{ "--list", 0, OPTION_FLAG, NULL, false,
	  MSG("say what is stamped and what is missing; also done when nothing else is asked",
	      "گفتن اینکه چه مهر خورده و چه کم است؛ پیش‌فرض") },
	{ "--tsa", 0, OPTION_TEXT, "URL", true,
	  MSG("ask this authority to stamp the newest head (RFC 3161)",
	      "درخواست مهر زمان از این مرجع برای تازه‌ترین سر") },
	{ "--request", 0, OPTION_FLAG, NULL, false,
	  MSG("write the request to --output, to be carried there by hand",
	      "نوشتن درخواست در --output تا دستی برده شود") },
	{ "--response", 0, OPTION_FILE, "FILE", false,
	  MSG("take an authority's answer", "گرفتن پاسخ مرجع") },
	{ "--renew", 0, OPTION_NUMBER, "STAMP", false,
	  MSG("with --tsa or --request: stamp this one's head anew, over all its tokens so far",
	      "همراه --tsa یا --request: مهر تازه بر همهٔ نشان‌های پیشین آن سر") },
	{ "--chain", 0, OPTION_FILE, "FILE", true,
	  MSG("keep these certificates with the token (PEM)",
	      "نگه‌داشتن این گواهی‌ها همراه آن (PEM)") },
	{ "--crl", 0, OPTION_FILE, "FILE", true,
	  MSG("keep this revocation list with the token (PEM or DER)",
	      "نگه‌داشتن این فهرست ابطال همراه آن") },
	{ "--roots", 0, OPTION_FILE, "FILE", true,
	  MSG("trust these roots for time stamps from now on (PEM)",
	      "اعتماد به این ریشه‌ها برای مهر زمان از این پس (PEM)") },
	{ "--ots", 0, OPTION_TEXT, "URL", true,
	  MSG("ask this OpenTimestamps calendar", "درخواست از این تقویم OpenTimestamps") },
	{ "--ots-request", 0, OPTION_FLAG, NULL, false,
	  MSG("write what a calendar is to be given to --output",
	      "نوشتن آنچه باید به تقویم داد در --output") },
	{ "--ots-response", 0, OPTION_FILE, "FILE", false,
	  MSG("take a calendar's answer", "گرفتن پاسخ تقویم") },
	{ "--ots-upgrade", 0, OPTION_TEXT, "FILE|URL", false,
	  MSG("merge a proof file, or ask this calendar what became of what is pending",
	      "ادغام یک پروندهٔ برهان، یا پرسیدن از این تقویم") },
	{ "--ots-headers", 0, OPTION_FILE, "FILE", false,
	  MSG("judge proofs by these block headers", "داوری با این سرآیندهای بلوک") },
	{ "--export", 0, OPTION_FILE, "FOLDER", false,
	  MSG("write all stamps and what they are over there", "نوشتن همهٔ مهرها در این پوشه") },
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("where a request is written", "جای نوشتن درخواست") },
	{ 0 },
};

const struct command cmd_stamp = {
	.name = "stamp",
	.args = "",
	.summary = MSG(
		"Have the newest head of the log stamped with a time by others.",
		"گرفتن مهر زمان از دیگران برای تازه‌ترین سرِ گزارش."),
	.help = MSG(
		"What is stamped is the text of the log's newest checkpoint, three lines that name nobody; one stamp covers "
		"every entry before it. It shows that they existed not later than the time stated, according to that authority. "
		"The clock of this device is never evidence.\n\n"
		"Two authorities in different countries are advised, and --ots beside them. An OpenTimestamps proof is "
		"pending at first, which is no proof; it is upgraded after some hours and judged by block headers that "
		"somebody you trust gives you.\n\n"
		"A request tells the authority when and from which address you work. Tor is taken from ALL_PROXY "
		"(socks5h://127.0.0.1:9050); or write the request with --request and let somebody carry it.",
		""),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
