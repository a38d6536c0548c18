/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_list_import.c - an edition of a list into the vault: compared first, then all of it or nothing. */
#include "cli/list_file.h"

#include <unistd.h>

#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/progress.h"
#include "cli/view.h"
#include "intake/evidence.h"
#include "text/date.h"

struct importing {
	struct app *app;
	struct list_file file;
	struct list_choice choice;
	struct list_source src;
	struct list_plan plan;
	struct list_result done;
	struct evidence_added kept;
	bool preview;
};

/* ---- what is asked ---- */

static int read_skip(struct app *app, struct list_source *src, struct err *e)
{
	int64_t *rows;
	size_t n;
	if (list_rows_read(given_text(&app->given, "--skip-rows", ""), LIST_SKIP_MAX, app->a, &rows,
			   &n, NULL) < 0)
		return err_set(
			e, CLI_USAGE,
			"--skip-rows is numbers of rows in their order: 12,15-17; at most %d",
			LIST_SKIP_MAX);
	src->skip_rows = rows;
	src->n_skip_rows = n;
	return 0;
}

static int edition_date(struct app *app, struct str *ret, struct err *e)
{
	const struct date_reading *r;
	TRY(view_given_date(app, "--edition", &r, e));
	*ret = r ? r->edtf_text : STR("");
	return 0;
}

static int ask(struct importing *m, struct err *e)
{
	struct app *app = m->app;
	if (!given_has(&app->given, "--of"))
		return err_set(e, CLI_USAGE,
			       "of which list? Give --of I-00001; `vigil list add` makes one");
	m->preview = given_has(&app->given, "--preview");
	TRY(list_find(app, given_str(&app->given, "--of"), &m->src.list, e));
	TRY(list_file_open(app, 0, &m->file, e));
	TRY(list_choose_mapping(app, &m->file, m->src.list.id, &m->choice, e));
	if (m->choice.guessed && !m->preview && !given_has(&app->given, "--guess"))
		return err_set(
			e, CLI_USAGE,
			"what are its columns? Look with --preview, then give --guess, or --map MAP.json");
	if (m->choice.missing && !m->preview)
		return err_set(
			e, ERR_INPUT,
			"%zu columns of the edition before are not in this file; look with --preview, then give "
			"--guess or --map MAP.json",
			m->choice.missing);
	m->src.in = &m->file.in;
	m->src.look = &m->file.look;
	m->src.mapping = &m->choice.mapping;
	m->src.name = m->file.name;
	m->src.label = given_text(&app->given, "--label", "");
	m->src.lang = app->lang;
	TRY(edition_date(app, &m->src.date, e));
	return read_skip(app, &m->src, e);
}

/* ---- what is answered ---- */

static void put_not_understood(struct importing *m)
{
	struct app *app = m->app;
	for (size_t i = 0; i < m->plan.n_columns; i++) {
		const struct list_column_count *c = &m->plan.columns[i];
		struct str args[] = { text_harmless(app->a, m->choice.mapping.columns[i].name),
				      app_num(app, c->not_understood), app_num(app, c->first_row),
				      text_harmless(app->a, c->first_cell) };
		if (c->not_understood)
			app_say(app,
				MSG_P("Column \"{1}\": cells that are not understood and stay as given: {2}; the first is in row "
				      "{3}: {4}",
				      "ستون «{1}»: {2} خانه فهمیده نشد و همان‌گونه می‌ماند؛ نخستین در ردیف {3}: {4}"),
				args, COUNT(args));
		args[1] = app_num(app, c->doubtful);
		if (c->doubtful)
			app_say(app,
				MSG_P("Column \"{1}\": cells that can be read in more than one way: {2}; \"order\" or \"calendar\" of "
				      "the mapping settles it.",
				      "ستون «{1}»: {2} خانه به بیش از یک گونه خوانده می‌شود؛ «order» یا «calendar» در نگاشت آن را روشن می‌کند."),
				args, 2);
	}
}

static void put_counts(struct importing *m)
{
	struct app *app = m->app;
	const struct list_plan *p = &m->plan;
	struct str rows = app_num(app, p->rows);
	struct str n[] = { tr_fmt(app->a, app->lang,
				  p->rows == 1 ? MSG_P("{1} row", "{1} ردیف")
					       : MSG_P("{1} rows", "{1} ردیف"),
				  &rows, 1),
			   app_num(app, p->added),
			   app_num(app, p->changed),
			   app_num(app, p->same),
			   app_num(app, p->removed),
			   number_str(app->a, p->base) };
	if (p->base_is_later)
		app_say(app,
			MSG_P("{1} against edition {6}, which has a later date: not in that one, and here as removed: {2}; {3} "
			      "changed, {4} the same; only in that one: {5}.",
			      "{1} در برابر ویرایش {6} که تاریخش دیرتر است: {2} ردیف در آن نیست و حذف‌شده به شمار می‌آید؛ {3} "
			      "دگرگون، {4} همان؛ {5} ردیف تنها در آن است."),
			n, COUNT(n));
	else if (p->base)
		app_say(app,
			MSG_P("{1} against edition {6}: {2} added, {3} changed, {4} the same; not in it any more, and "
			      "here as removed: {5}.",
			      "{1} در برابر ویرایش {6}: {2} افزوده، {3} دگرگون، {4} همان؛ {5} ردیف آن دیگر در این نیست."),
			n, COUNT(n));
	else
		app_say(app,
			MSG_P("{1}, all new: the first edition of the list.",
			      "{1}، همه تازه: نخستین ویرایش فهرست."),
			n, 1);
	const struct {
		int64_t n;
		struct msg what;
	} notes[] = {
		{ p->newer,
		  MSG("Editions of a later date are here: {1}. Their rows stay those that count, also those told as removed.",
		      "ویرایش‌هایی با تاریخ دیرتر اینجا هست: {1}. ردیف‌های آن‌ها همچنان به شمار می‌آید، حذف‌شده‌های بالا هم.") },
		{ p->left_out,
		  MSG("Left out because --skip-rows says so: {1} rows; the edition keeps which.",
		      "کنار گذاشته به گفتهٔ --skip-rows: {1} ردیف؛ ویرایش نگه می‌دارد کدام‌ها.") },
		{ p->back,
		  MSG("Of them in an older edition already, and back: {1} rows.",
		      "از اینها در ویرایشی پیش‌تر بوده و بازگشته: {1} ردیف.") },
		{ p->doubles,
		  MSG("Equal in every cell to an earlier row: {1}. Each is kept as a row.",
		      "در همهٔ خانه‌ها برابر ردیفی پیشین: {1}. هر یک ردیفی می‌ماند.") },
		{ p->id_doubles,
		  MSG("Rows whose own id stands in several rows: {1}; compared by their cells.",
		      "ردیف‌هایی که شناسه‌شان در چند ردیف است: {1}؛ با خانه‌ها سنجیده شدند.") },
		{ p->unnamed,
		  MSG("Rows that name nobody, or several people: {1}. They are counted, and never linked by the program.",
		      "ردیف‌هایی بی نام، یا دربارهٔ چند تن: {1}. شمرده می‌شوند و برنامه هرگز پیوندشان نمی‌دهد.") },
		{ p->erased,
		  MSG("Rows of the edition before that were erased for somebody's safety: {1}. Vigil cannot know "
		      "whether they are among those added: look at these.",
		      "ردیف‌هایی از ویرایش پیش که برای ایمنی کسی پاک شده‌اند: {1}. نمی‌توان دانست که در میان افزوده‌ها هستند یا نه: "
		      "آنها را ببینید.") },
	};
	for (size_t i = 0; i < COUNT(notes); i++) {
		struct str v = app_num(app, notes[i].n);
		if (notes[i].n)
			app_say(app, &notes[i].what, &v, 1);
	}
	put_not_understood(m);
}

enum { LONG_SECONDS = 60, ROOM_WORDS = 5 };
static const struct msg ROOM = MSG(
	"Sealing {1} rows takes about {2} minutes after they were read, and {3} GB in the vault ({4} GB of room meanwhile; "
	"{5} GB are free). It can be stopped at any time: nothing of it stays then.",
	"مُهر کردن {1} ردیف پس از خواندن حدود {2} دقیقه و {3} گیگابایت در دفتر می‌برد (در این میان {4} گیگابایت جا؛ {5} "
	"گیگابایت آزاد است). هر گاه بایستد چیزی از آن نمی‌ماند.");

static struct str gigabytes(struct app *app, int64_t bytes)
{
	return bytes < 0 ? STR("?") : decimal_text(app->a, app->lang, (double)bytes / 1e9, 1);
}

static const struct str *room_words(struct app *app, const struct list_room *room)
{
	struct str *n = NEW_N(app->a, ROOM_WORDS, struct str);
	n[0] = app_num(app, room->rows);
	n[1] = app_num(app, (room->seconds + 59) / 60);
	n[2] = gigabytes(app, room->vault_bytes);
	n[3] = gigabytes(app, room->beside_bytes);
	n[4] = gigabytes(app, room->free_bytes);
	return n;
}

static int put_text(struct importing *m, struct err *e)
{
	struct app *app = m->app;
	if (m->preview || m->plan.faults.stopping) {
		struct str n[] = { app_num(app, (int64_t)m->choice.missing),
				   app_num(app, (int64_t)m->choice.fresh) };
		TRY(list_put_mapping(app, &m->file, &m->choice.mapping, e));
		if (m->choice.before && (m->choice.missing || m->choice.fresh))
			app_say(app,
				MSG_P("Against the edition before, {1} columns are missing and {2} are new.",
				      "در برابر ویرایش پیش، {1} ستون نیست و {2} ستون تازه است."),
				n, 2);
	}
	put_counts(m);
	list_put_faults(app, &m->plan.faults, &m->file.look);
	if (m->plan.faults.stopping)
		return 0;
	if (m->preview && m->plan.room.seconds >= LONG_SECONDS)
		app_say(app, &ROOM, room_words(app, &m->plan.room), ROOM_WORDS);
	if (m->preview)
		app_say(app, MSG_P("Nothing was taken in.", "چیزی وارد نشد."), NULL, 0);
	else
		app_say(app,
			MSG_P("Taken in as edition {1}. `vigil list undo {1}` takes it back.",
			      "به شکل ویرایش {1} وارد شد. `vigil list undo {1}` آن را پس می‌گیرد."),
			ARGS(number_str(app->a, m->done.edition)));
	struct str kept =
		m->kept.entity.no ? reg_number(app->reg, &m->kept.entity, app->a) : STR("");
	if (kept.n)
		app_say(app, MSG_P("The file itself is evidence {1}.", "خود پرونده مدرک {1} است."),
			&kept, 1);
	return 0;
}

static void put_json(struct importing *m)
{
	AUTO_BUF b;
	const struct list_plan *p = &m->plan;
	struct jout j = jout_begin(&m->app->out);
	buf_init(&b, 1 << 22);
	list_mapping_write(&b, &m->choice.mapping);
	if (m->done.edition)
		jout_number(&j, "edition", m->done.edition);
	else
		jout_null(&j, "edition");
	jout_text(&j, "evidence",
		  m->kept.entity.no ? reg_number(m->app->reg, &m->kept.entity, m->app->a)
				    : STR_NULL);
	if (p->base)
		jout_number(&j, "compared_with", p->base);
	else
		jout_null(&j, "compared_with");
	jout_int(&j, "newer", p->newer);
	jout_int(&j, "rows", p->rows);
	jout_int(&j, "added", p->added);
	jout_int(&j, "changed", p->changed);
	jout_int(&j, "same", p->same);
	jout_int(&j, "removed", p->removed);
	jout_int(&j, "back", p->back);
	jout_int(&j, "left_out", p->left_out);
	jout_int(&j, "doubles", p->doubles);
	jout_int(&j, "id_doubles", p->id_doubles);
	jout_int(&j, "unnamed", p->unnamed);
	jout_int(&j, "erased_before", p->erased);
	jout_int(&j, "vault_bytes", p->room.vault_bytes);
	jout_raw(&j, "mapping", buf_str(&b));
	jout_array(&j, "columns");
	for (size_t i = 0; i < p->n_columns; i++) {
		const struct list_column_count *c = &p->columns[i];
		jout_object(&j, NULL);
		jout_str(&j, "column", m->choice.mapping.columns[i].name);
		jout_int(&j, "filled", c->filled);
		jout_int(&j, "understood", c->understood);
		jout_int(&j, "doubtful", c->doubtful);
		jout_int(&j, "not_understood", c->not_understood);
		jout_int(&j, "first_row", c->first_row);
		jout_close(&j);
	}
	jout_close(&j);
	list_json_faults(&j, &p->faults);
	jout_end(&j);
}

/* The untouched file as evidence that speaks of the list. It comes from whoever says what the list is. */
static int keep_file(struct importing *m, struct err *e)
{
	struct app *app = m->app;
	struct claim_row *c;
	size_t n;
	int64_t total;
	struct evidence_add in = { .fd = m->file.fd,
				   .name = m->file.name,
				   .about = m->src.list,
				   .worker = &m->file.worker };
	TRY(reg_claims(app->reg, CLAIMS_OF_SUBJECT, m->src.list.id, false, 0, 1, app->a, &c, &n,
		       &total, e));
	if (!n || !c[0].source.no)
		return err_set(
			e, ERR_INPUT,
			"--keep needs to know from whom the file is: nobody is named as the source of what is said "
			"of this list");
	in.source = c[0].source;
	if (lseek(m->file.fd, 0, SEEK_SET) != 0)
		return err_set(e, ERR_IO, "the file cannot be read again");
	return evidence_add(app->reg, &in, app->a, &m->kept, e);
}

/* What takes a while is told before it begins. */
static int tell_room(struct app *app, const struct list_room *room, struct err *e)
{
	TRY(list_room_check(room, e));
	if (room->seconds >= LONG_SECONDS)
		app_note(app, &ROOM, room_words(app, room), ROOM_WORDS);
	return 0;
}

static int run_with(struct importing *m, struct err *e)
{
	static const struct msg READING = MSG("Reading", "خواندن");
	static const struct msg SEALING = MSG("Sealing", "مُهر کردن");
	struct app *app = m->app;
	TRY(ask(m, e));
	if (!m->preview && !m->choice.before) {
		/* Of an edition most rows may be there already: that is known when it was read. */
		struct list_room room = list_room_ahead(app->reg, &m->src);
		TRY(tell_room(app, &room, e));
	}
	{
		AUTO_PROGRESS p = progress_start(2, app->lang, &READING);
		TRY(list_plan(app->reg, &m->src, progress_step, &p, app->a, &m->plan, e));
	}
	if (!m->preview && !m->plan.faults.stopping) {
		if (m->choice.before)
			TRY(tell_room(app, &m->plan.room, e));
		if (given_has(&app->given, "--keep"))
			TRY(keep_file(m, e));
		AUTO_PROGRESS p = progress_start(2, app->lang, &SEALING);
		TRY(list_import(app->reg, &m->src, &m->plan, progress_step, &p, &m->done, e));
	}
	if (app->json)
		put_json(m);
	else
		TRY(put_text(m, e));
	if (!m->plan.faults.stopping)
		return 0;
	return err_set(
		e, ERR_INPUT,
		"nothing was taken in: faults that stop it (!): %lld. Mend the file, or leave rows out "
		"with --skip-rows",
		(long long)m->plan.faults.stopping);
}

static int run(struct app *app, struct err *e)
{
	struct importing *m = NEW(app->a, struct importing);
	m->app = app;
	m->file.fd = -1;
	int rc = run_with(m, e);
	list_file_done(&m->file);
	return rc;
}

static const struct option OPTIONS[] = {
	{ "--of", 0, OPTION_TEXT, "ID", false,
	  MSG("the list that the file is an edition of", "فهرستی که پرونده ویرایشی از آن است") },
	{ "--edition", 0, OPTION_TEXT, "DATE", false,
	  MSG("the date of the edition; today when not given", "تاریخ ویرایش؛ وگرنه امروز") },
	{ "--label", 0, OPTION_TEXT, "TEXT", false,
	  MSG("how its makers call the edition",
	      "نامی که سازندگانش به ویرایش داده‌اند") },
	{ "--map", 0, OPTION_FILE, "FILE", false,
	  MSG("what the columns are, as `vigil list map` writes it",
	      "معنای ستون‌ها، چنان که `vigil list map` می‌نویسد") },
	{ "--guess", 0, OPTION_FLAG, NULL, false,
	  MSG("take the columns for what they look like",
	      "معنای ستون‌ها از ظاهرشان") },
	{ "--preview", 0, OPTION_FLAG, NULL, false,
	  MSG("show what would be taken in, and how rows are understood; write nothing",
	      "نشان دادن آنچه وارد می‌شد؛ بی نوشتن") },
	{ "--skip-rows", 0, OPTION_TEXT, "ROWS", false,
	  MSG("leave these rows out, and say so in the edition: 12,15-17",
	      "کنار گذاشتن این ردیف‌ها، و گفتن آن در ویرایش: 12,15-17") },
	{ "--keep", 0, OPTION_FLAG, NULL, false,
	  MSG("seal the untouched file as evidence, too", "مُهر کردن خود پرونده به شکل مدرک") },
	LIST_FILE_OPTIONS,
	{ 0 },
};

const struct command cmd_list_import = {
	.name = "list import",
	.args = "FILE",
	.summary = MSG(
		"Take in an edition of a list: each row becomes a mention.",
		"وارد کردن ویرایشی از فهرست: هر ردیف، با همهٔ خانه‌هایش."),
	.help = MSG(
		"The file is read twice: first for every fault and for what differs from the edition before, then, if "
		"nothing stops it, to seal all of it in one step. A file with a row that cannot be taken in as it "
		"stands is refused with row and column, unless --skip-rows names the row.\n\n"
		"The columns are those of the newest edition of the list. For the first one say --guess or --map; "
		"--preview shows on real rows what each cell would be understood as. What is no date or age although "
		"its column is mapped as such stays as given, and is counted.\n\n"
		"Rows are compared by the list's own id where a column is one, else by their cells, else by the same "
		"name with most cells equal. Unchanged rows are not recorded again; changed ones become a further "
		"version of the same mention; what is not in the file any more stays, as removed.",
		"پرونده دو بار خوانده می‌شود: نخست برای یافتن ایرادها و تفاوت با ویرایش پیش، سپس، اگر چیزی مانع نباشد، برای "
		"مُهر کردن همهٔ آن در یک گام. یا همه وارد می‌شود یا هیچ."),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run,
};
