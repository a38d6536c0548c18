/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_logs.c - Logs: what the register is made of, and whether anybody was shown another history. */
#include "web/page_logs.h"

#include "base/bytes.h"
#include "ledger/checkpoint.h"
#include "web/page_priv.h"
#include "web/routes.h"

/* ---- load ------------------------------------------------------------- */

struct str log_words(struct arena *a, enum lang lang, int64_t site)
{
	char letters[6];
	if (site == 0)
		return tr(lang, MSG_P("the founding log", "دفتر بنیادی"));
	if (site < 0)
		return tr(lang, MSG_P("a log that is not here", "دفتری که اینجا نیست"));
	number_site_text(site, letters);
	struct str name = str_of(letters);
	return tr_fmt(a, lang, MSG_P("site {1}", "پایگاه {1}"), &name, 1);
}

/* Size and root that a note states; nothing is judged here: the vault did when it took it. */
static bool head_of(struct str text, struct arena *a, struct note *n, struct checkpoint *c)
{
	return text.n && note_parse(text, a, n, NULL) == 0 &&
	       checkpoint_parse(n->text, c, NULL) == 0;
}

static void load_head(struct log_line *l, struct arena *a)
{
	struct note n;
	struct checkpoint c;
	if (!head_of(l->log.note, a, &n, &c))
		return;
	l->head_size = c.size;
	l->root = hex_str(a, c.root.b, HASH_LEN);
	l->witnesses = NEW_N(a, n.n, struct str);
	for (size_t i = 0; i < n.n; i++)
		if (!str_eq(n.sigs[i].name, l->log.origin))
			l->witnesses[l->n_witnesses++] = n.sigs[i].name;
}

static void load_fork(struct page_request *p, const struct vault_log *logs, size_t n_logs,
		      struct fork_line *f)
{
	struct note n;
	struct checkpoint c;
	f->found = page_when(p->a, p->lang, f->fork.heads.found_ms);
	f->accepted_when = page_when(p->a, p->lang, f->fork.recorded_ms);
	f->site = -1;
	for (size_t i = 0; i < n_logs; i++)
		if (str_eq(logs[i].origin, f->fork.heads.origin))
			f->site = logs[i].site;
	if (head_of(f->fork.heads.ours, p->a, &n, &c))
		f->ours_size = c.size;
	if (head_of(f->fork.heads.theirs, p->a, &n, &c))
		f->theirs_size = c.size;
}

static int load(struct page_request *p, struct logs_view *ret, struct err *e)
{
	struct vault *v = reg_vault(p->reg);
	struct vault_log *logs;
	struct fork *forks;
	size_t open;
	TRY(vault_logs(v, p->a, &logs, &ret->n, e));
	TRY(reg_forks(p->reg, p->a, &forks, &ret->n_forks, &open, e));
	ret->logs = NEW_N(p->a, ret->n, struct log_line);
	for (size_t i = 0; i < ret->n; i++) {
		ret->logs[i].log = logs[i];
		load_head(&ret->logs[i], p->a);
	}
	ret->forks = NEW_N(p->a, ret->n_forks, struct fork_line);
	for (size_t i = 0; i < ret->n_forks; i++) {
		ret->forks[i].fork = forks[i];
		load_fork(p, logs, ret->n, &ret->forks[i]);
	}
	return 0;
}

/* ---- render ----------------------------------------------------------- */

static void headline(struct html *h, const struct shell *s, const struct logs_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct str n = num_text(a, s->lang, (int64_t)v->n);
	html_lit(h, "<p class=\"crumbs\"><a href=\"/history\">");
	page_say(h, s->lang, MSG_P("History", "تاریخچه"));
	html_lit(h, "</a> / ");
	page_say(h, s->lang, MSG_P("Logs", "دفترها"));
	html_lit(h, "</p>\n<div class=\"headline\"><h1>");
	page_say(h, s->lang,
		 MSG_P("Logs of this register", "دفترهای این پرونده‌ها"));
	html_lit(h, "</h1>\n<p class=\"standfirst\">");
	if (v->n == 1)
		page_say(h, s->lang,
			 MSG_P("Everything here was written on one device.",
			       "همه چیز اینجا روی یک دستگاه نوشته شده است."));
	else
		html_text(
			h,
			tr_fmt(a, s->lang,
			       MSG_P("Every device writes a log of its own. {1} make up this register.",
				     "هر دستگاه دفتر خود را می‌نویسد. این پرونده‌ها از {1} دفتر است."),
			       &n, 1));
	html_lit(h, "</p></div>\n");
}

static void cell(struct html *h, enum lang lang, const struct msg *label)
{
	html_lit(h, "<td data-l=\"");
	html_attr(h, tr(lang, label));
	html_lit(h, "\">");
}

static void state(struct html *h, enum lang lang, enum vault_log_state state)
{
	switch (state) {
	case LOG_OWN:
		page_say(h, lang, MSG_P("written here", "اینجا نوشته می‌شود"));
		return;
	case LOG_OTHER:
		page_say(h, lang, MSG_P("of another site", "از پایگاهی دیگر"));
		return;
	case LOG_ENDED:
		page_say(h, lang, MSG_P("ended", "پایان‌یافته"));
		return;
	}
}

static void witnesses(struct html *h, enum lang lang, const struct log_line *l)
{
	if (!l->n_witnesses)
		page_say(h, lang, MSG_P("nobody yet", "هنوز هیچ‌کس"));
	for (size_t i = 0; i < l->n_witnesses; i++) {
		if (i)
			html_text(h, tr(lang, MSG_P(", ", "، ")));
		page_foreign(h, lang, l->witnesses[i], STR("en"));
	}
}

static void log_row(struct html *h, enum lang lang, const struct log_line *l)
{
	AUTO_ARENA *a = arena_new(0);
	html_lit(h, "<tr><th scope=\"row\">");
	html_text(h, log_words(a, lang, l->log.site));
	html_lit(h, "<br><code class=\"small\" lang=\"en\" dir=\"ltr\">");
	html_text(h, l->log.origin);
	html_lit(h, "</code></th>");
	cell(h, lang, MSG_P("State", "وضع"));
	state(h, lang, l->log.state);
	html_lit(h, "</td>");
	cell(h, lang, MSG_P("Entries", "مدخل‌ها"));
	page_num(h, lang, l->log.size);
	if (l->log.shown < l->log.size) {
		html_lit(h, " <span class=\"src\">");
		page_say(h, lang,
			 MSG_P("of which shown: ", "که نشان داده می‌شود: "));
		page_num(h, lang, l->log.shown);
		html_lit(h, "</span>");
	}
	html_lit(h, "</td>");
	cell(h, lang, MSG_P("Newest signed head", "تازه‌ترین سر امضاشده"));
	if (l->head_size) {
		page_num(h, lang, l->head_size);
		html_lit(h, " <code class=\"small copy\" lang=\"en\" dir=\"ltr\">");
		html_text(h, l->root);
		html_lit(h, "</code>");
	}
	html_lit(h, "</td>");
	cell(h, lang, MSG_P("Witnesses", "گواهان"));
	witnesses(h, lang, l);
	html_lit(h, "</td></tr>\n");
}

static void logs(struct html *h, const struct shell *s, const struct logs_view *v)
{
	html_lit(
		h,
		"<section class=\"block heavy\" aria-labelledby=\"lo\"><h2 class=\"vh\" id=\"lo\">");
	page_say(h, s->lang, MSG_P("The logs", "دفترها"));
	html_lit(h, "</h2>\n<table class=\"list cards\"><thead><tr><th scope=\"col\">");
	page_say(h, s->lang, MSG_P("Log", "دفتر"));
	html_lit(h, "</th><th scope=\"col\">");
	page_say(h, s->lang, MSG_P("State", "وضع"));
	html_lit(h, "</th><th scope=\"col\">");
	page_say(h, s->lang, MSG_P("Entries", "مدخل‌ها"));
	html_lit(h, "</th><th scope=\"col\">");
	page_say(h, s->lang,
		 MSG_P("Newest signed head", "تازه‌ترین سر امضاشده"));
	html_lit(h, "</th><th scope=\"col\">");
	page_say(h, s->lang, MSG_P("Witnesses", "گواهان"));
	html_lit(h, "</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < v->n; i++)
		log_row(h, s->lang, &v->logs[i]);
	html_lit(h, "</tbody></table></section>\n");
}

static void download(struct html *h, size_t fork, bool ours)
{
	html_lit(h, "<a class=\"button\" download href=\"/logs?fork=");
	html_int(h, (int64_t)fork + 1);
	if (ours)
		html_lit(h, "&amp;note=ours\">");
	else
		html_lit(h, "&amp;note=theirs\">");
}

static void explained(struct html *h, enum lang lang, const struct fork_line *f)
{
	AUTO_ARENA *a = arena_new(0);
	struct str args[] = { f->fork.by, f->accepted_when, number_str(a, f->fork.seq) };
	html_lit(h, "<p>");
	html_text(h, tr_fmt(a, lang,
			    MSG_P("Explained by {1}, {2}, in entry {3}:",
				  "توضیح {1}، {2}، در مدخل {3}:"),
			    args, COUNT(args)));
	html_lit(h, " ");
	page_foreign(h, lang, f->fork.reason, STR(""));
	html_lit(h, "</p>");
}

static void fork_block(struct html *h, enum lang lang, const struct fork_line *f, size_t at)
{
	AUTO_ARENA *a = arena_new(0);
	struct str args[] = { log_words(a, lang, f->site), num_text(a, lang, f->ours_size),
			      num_text(a, lang, f->theirs_size), f->found };
	html_lit(h, "<div class=\"block\"><h3>");
	html_text(h, tr_fmt(a, lang, MSG_P("Fork of {1}", "دوشاخگی در {1}"), args, 1));
	html_lit(h, "</h3><p>");
	html_text(
		h,
		tr_fmt(a, lang,
		       MSG_P("Found {4}. The log’s own key signed a head of {2} entries and a head of {3} "
			     "entries, and neither history contains the other.",
			     "یافته در {4}. کلید خود دفتر سری با {2} مدخل و سری با {3} مدخل را امضا کرده "
			     "است و هیچ‌یک از دو تاریخچه دیگری را در بر ندارد."),
		       args, COUNT(args)));
	html_lit(h, "</p>");
	if (f->fork.accepted)
		explained(h, lang, f);
	html_lit(h, "<p class=\"small\"><code class=\"copy\" lang=\"en\" dir=\"ltr\">");
	html_text(h, f->fork.heads.origin);
	html_lit(h, "</code></p><p class=\"actions noprint\">");
	download(h, at, true);
	page_say(h, lang, MSG_P("Head known first", "سری که نخست شناخته شد"));
	html_lit(h, "</a> ");
	download(h, at, false);
	page_say(h, lang, MSG_P("Head seen later", "سری که سپس دیده شد"));
	html_lit(h, "</a></p></div>\n");
}

static void forks(struct html *h, const struct shell *s, const struct logs_view *v)
{
	html_lit(
		h,
		"<section class=\"block heavy\" id=\"forks\" aria-labelledby=\"fo\"><h2 id=\"fo\">");
	page_say(h, s->lang, MSG_P("Forks", "دوشاخگی‌ها"));
	html_lit(h, "</h2>\n<p>");
	if (v->n_forks)
		page_say(
			h, s->lang,
			MSG_P("Somebody was shown another history, or a device was copied or restored from a "
			      "backup. Keep both heads: together they are the proof. Nothing of the later one is "
			      "shown. Ask the people of that device which it was.",
			      "به کسی تاریخچهٔ دیگری نشان داده شده، یا دستگاهی نسخه‌برداری یا از پشتیبان بازگردانده "
			      "شده است. هر دو سر را نگه دارید: با هم برهان‌اند. از سر دوم چیزی نشان داده نمی‌شود. "
			      "از کسان آن دستگاه بپرسید کدام بوده است."));
	else
		page_say(h, s->lang,
			 MSG_P("None: no two heads are known that do not fit.",
			       "هیچ: دو سری که با هم جور نباشند دیده نشده است."));
	html_lit(h, "</p>\n");
	for (size_t i = 0; i < v->n_forks; i++)
		fork_block(h, s->lang, &v->forks[i], i);
	html_lit(h, "</section>\n");
}

void logs_render(struct html *h, const struct shell *s, const struct logs_view *v)
{
	page_begin(h, s, tr(s->lang, MSG_P("Logs", "دفترها")), SECTION_HISTORY);
	headline(h, s, v);
	if (v->n_forks)
		forks(h, s, v);
	logs(h, s, v);
	if (!v->n_forks)
		forks(h, s, v);
	page_end(h, s);
}

/* ---- handler ---------------------------------------------------------- */

static int note_file(struct page_request *p, const struct logs_view *v, int64_t fork, struct err *e)
{
	struct str which = page_arg(p, "note");
	bool ours = str_eq(which, STR("ours"));
	if (fork > (int64_t)v->n_forks || (!ours && !str_eq(which, STR("theirs"))))
		return err_set(e, ERR_NOTFOUND, "there is no such head of a fork");
	const struct vault_fork *f = &v->forks[fork - 1].fork.heads;
	buf_add(&p->rs->body, ours ? f->ours : f->theirs);
	http_download(p->rs,
		      str_printf(p->a, "fork-%lld-%s.txt", (long long)fork,
				 ours ? "known-first" : "seen-later"),
		      STR("text/plain; charset=utf-8"));
	return 0;
}

int page_logs(struct page_request *p, struct err *e)
{
	struct logs_view v = { .n = 0 };
	struct html h;
	int64_t fork;
	TRY(load(p, &v, e));
	TRY(page_arg_int(p, "fork", 0, &fork, e));
	if (fork)
		return note_file(p, &v, fork, e);
	html_begin(&h, &p->rs->body);
	logs_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
