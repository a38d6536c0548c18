/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_unlock.c - Unlock, Lock, and the choice of language: what works while the register is locked.
 *
 * A page that needs a member answers with the form itself, at its own address, so that the address
 * in the browser stays the one that was asked for; the way back is a hidden field.
 */
#include "web/routes.h"

#include "base/clock.h"
#include "html/assets.h"
#include "http/cookie.h"
#include "web/draft.h"
#include "web/page_priv.h"

struct unlock_view {
	const struct msg *why;	/* what went wrong; NULL: nothing */
	int64_t wait_s;		/* with `why`: how long to wait */
	bool lost;		/* a form was sent while locked */
	struct str draft;	/* sealed: what was typed into it; "" nothing */
	const struct msg *shut; /* why it is not open any more; NULL: it was not */
	struct str name;
	struct str back;
	struct page_form form;
};

static const struct msg WRONG =
	MSG("This passphrase does not open this register.",
	    "این گذرواژه این دفتر را باز نمی‌کند.");
static const struct msg WAIT = MSG(
	"Several passphrases in a row were wrong. Please wait {1} seconds, then try again; nothing was tried now.",
	"چند گذرواژهٔ پیاپی نادرست بود. {1} ثانیه صبر کنید و دوباره بکوشید؛ این بار چیزی آزموده نشد.");
static const struct msg EMPTY = MSG("Type the passphrase.", "گذرواژه را بنویسید.");

/* ---- render ----------------------------------------------------------- */

static void problems(struct html *h, const struct shell *s, const struct unlock_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	if (!v->why)
		return;
	struct str wait = num_text(a, s->lang, v->wait_s);
	html_lit(h, "<div class=\"errors\" role=\"alert\" tabindex=\"-1\"><h2>");
	page_say(h, s->lang, MSG_P("Not opened", "باز نشد"));
	html_lit(h, "</h2><p><a href=\"#p\">");
	html_text(h, tr_fmt(a, s->lang, v->why, &wait, 1));
	html_lit(h, "</a></p></div>\n");
}

static void fields(struct html *h, const struct shell *s, const struct unlock_view *v)
{
	html_lit(h, "<div class=\"field\"><label for=\"u\">");
	page_say(h, s->lang, MSG_P("Name", "نام"));
	html_lit(h, "</label><span class=\"hint\" id=\"uh\">");
	page_say(
		h, s->lang,
		MSG_P("May stay empty: the passphrase says who you are.",
		      "می‌تواند خالی بماند: گذرواژه می‌گوید شما که هستید."));
	html_lit(
		h,
		"</span><input id=\"u\" type=\"text\" name=\"u\" autocomplete=\"username\" dir=\"auto\" "
		"aria-describedby=\"uh\" value=\"");
	html_attr(h, v->name);
	html_lit(h, "\"></div>\n");
	if (v->why)
		html_lit(h, "<div class=\"field wrong\">");
	else
		html_lit(h, "<div class=\"field\">");
	html_lit(h, "<label for=\"p\">");
	page_say(h, s->lang, MSG_P("Passphrase", "گذرواژه"));
	html_lit(h, "</label><span class=\"hint\" id=\"ph\">");
	page_say(
		h, s->lang,
		MSG_P("All of it, with spaces. It is shown nowhere and kept nowhere.",
		      "همهٔ آن، با فاصله‌ها. هیچ‌جا نشان داده و نگه داشته نمی‌شود."));
	html_lit(h, "</span><input id=\"p\" type=\"password\" name=\"p\" dir=\"auto\" "
		    "autocomplete=\"current-password\" aria-describedby=\"ph\"");
	html_if(h, v->why != NULL, " aria-invalid=\"true\"");
	html_lit(h, "></div>\n");
}

static void unlock_render(struct html *h, const struct shell *s, const struct unlock_view *v)
{
	page_begin(h, s,
		   v->why ? tr(s->lang, MSG_P("Error: Unlock", "خطا: گشودن"))
			  : tr(s->lang, MSG_P("Unlock", "گشودن")),
		   SECTION_NONE);
	html_lit(h, "<div class=\"solo\"><div class=\"headline\"><h1>");
	page_say(h, s->lang, MSG_P("This register is locked", "این دفتر قفل است"));
	html_lit(h, "</h1><p>");
	if (v->shut)
		page_say(h, s->lang, v->shut);
	else if (v->draft.n)
		page_say(
			h, s->lang,
			MSG_P("The form you sent came after the lock. Nothing was written to the log. Unlock "
			      "here, and you can go on with it.",
			      "فرمی که فرستادید پس از قفل شدن رسید. چیزی در دفتر نوشته نشد. اینجا باز کنید تا "
			      "بتوانید آن را ادامه دهید."));
	else if (v->lost)
		page_say(
			h, s->lang,
			MSG_P("The form you sent came after the lock. Nothing was written to the log. "
			      "Unlock here, then go back in your browser to find your text.",
			      "فرمی که فرستادید پس از قفل شدن رسید. چیزی در دفتر نوشته نشد. اینجا باز کنید، "
			      "سپس در مرورگر برگردید تا متن خود را بیابید."));
	else
		page_say(
			h, s->lang,
			MSG_P("It locks by itself after 15 minutes without use.",
			      "پس از ۱۵ دقیقه بی‌استفاده ماندن خود قفل می‌شود."));
	html_lit(h, "</p></div>\n");
	problems(h, s, v);
	html_lit(h, "<form method=\"post\" action=\"/unlock\" class=\"block heavy\">\n");
	page_form_hidden(h, &v->form);
	html_hidden(h, "back", v->back);
	if (v->draft.n)
		html_hidden(h, "draft", v->draft);
	fields(h, s, v);
	html_lit(
		h,
		"<p class=\"actions\" style=\"margin-block-start:1rem\"><button class=\"primary\">");
	page_say(h, s->lang, MSG_P("Unlock", "گشودن"));
	html_lit(h, "</button><a href=\"/verify\">");
	page_say(h, s->lang,
		 MSG_P("Verify a proof without unlocking",
		       "راستی‌آزمایی یک برهان بدون گشودن"));
	html_lit(h, "</a></p></form>\n<section class=\"block\"><h2>");
	page_say(h, s->lang,
		 MSG_P("If you cannot unlock", "اگر نمی‌توانید باز کنید"));
	html_lit(h, "</h2><p class=\"small\">");
	page_say(
		h, s->lang,
		MSG_P("Nobody can reset a passphrase. An officer of this register can let you in again "
		      "with a new one; without any passphrase that opens it, its content cannot be read.",
		      "هیچ‌کس نمی‌تواند گذرواژه را بازنشانی کند. مسئول این دفتر می‌تواند با گذرواژه‌ای تازه "
		      "شما را دوباره راه دهد؛ بدون هیچ گذرواژه‌ای محتوای آن خواندنی نیست."));
	html_lit(h, "</p></section></div>\n");
	page_end(h, s);
}

static int show(struct page_request *p, struct unlock_view *v, struct err *e)
{
	struct html h;
	/* The page is that of a locked register even when another member has it open here. */
	p->shell.org = STR("");
	p->session = NULL;
	v->form = page_form(p, "/unlock");
	html_begin(&h, &p->rs->body);
	unlock_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

static struct str kept_draft(struct page_request *p)
{
	struct draft d = { p->rq->path, str_of(p->route->path), p->rq->form.fields };
	return draft_seal(&d, &p->web->form_key, p->a);
}

void page_locked(struct page_request *p, int status, const struct msg *why)
{
	struct err e = { 0 };
	bool post = p->rq->method == HTTP_POST;
	bool keep = post && p->route && p->route->may != MAY_ANYONE && !p->rq->form.n_files &&
		    !str_eq(p->rq->path, STR("/lock"));
	struct unlock_view v = { .shut = why,
				 .lost = post,
				 .draft = keep ? kept_draft(p) : STR(""),
				 .back = post ? STR("/") : p->rq->target };
	p->rs->status = status;
	if (show(p, &v, &e) < 0)
		page_error(p, 500, &e);
}

/* ---- handlers --------------------------------------------------------- */

int page_unlock(struct page_request *p, struct err *e)
{
	struct unlock_view v = { .back = page_arg(p, "back") };
	if (p->session)
		return http_redirect(p->rs, STR("/"), e);
	return show(p, &v, e);
}

/* What the browser sent lies in the memory of the request until it is answered; not longer. */
static void forget(struct str secret)
{
	wipe((void *)(uintptr_t)secret.p, secret.n);
}

static int open_register(struct page_request *p, struct unlock_view *v, struct session **ret,
			 struct err *e)
{
	struct str passphrase = http_field(p->rq, "p");
	if (!passphrase.n) {
		v->why = &EMPTY;
		return err_set(e, ERR_INPUT, "no passphrase");
	}
	int rc = session_begin(&p->web->sessions, p->web->path, v->name, passphrase,
			       clock_mono_ns() / 1000000, ret, &v->wait_s, e);
	forget(passphrase);
	if (rc == ERR_DENIED)
		v->why = &WRONG;
	if (v->wait_s)
		v->why = &WAIT;
	return rc;
}

static void draft_render(struct html *h, const struct shell *s, const struct draft *d,
			 const struct page_form *f)
{
	page_begin(h, s, tr(s->lang, MSG_P("Your form was kept", "فرم شما نگه داشته شد")),
		   SECTION_NONE);
	html_lit(h, "<div class=\"headline\"><p class=\"kicker\">");
	page_say(h, s->lang, MSG_P("Not sealed", "مُهر نشده"));
	html_lit(h, "</p><h1>");
	page_say(h, s->lang, MSG_P("Your form was kept", "فرم شما نگه داشته شد"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	page_say(
		h, s->lang,
		MSG_P("It came after the lock, and nothing of it was written. Going on sends it once more, "
		      "as you sent it then.",
		      "پس از قفل شدن رسید و چیزی از آن نوشته نشد. ادامه دادن آن را، همان‌گونه که آن هنگام "
		      "فرستادید، یک بار دیگر می‌فرستد."));
	html_lit(h, "</p></div>\n<form method=\"post\" class=\"block heavy\" action=\"");
	html_url(h, d->path);
	html_lit(h, "\">\n");
	page_form_hidden(h, f);
	page_form_kept(h, &d->fields);
	html_lit(h, "<p class=\"actions\"><button class=\"primary\">");
	page_say(h, s->lang, MSG_P("Go on with it", "ادامهٔ آن"));
	html_lit(h, "</button><a href=\"/\">");
	page_say(h, s->lang, MSG_P("Leave it", "رهایش کنید"));
	html_lit(h, "</a></p></form>\n");
	page_end(h, s);
}

static struct str field_of(const struct draft *d, const char *name)
{
	for (size_t i = 0; i < d->fields.n; i++)
		if (str_eq(d->fields.v[i].name, str_of(name)))
			return d->fields.v[i].value;
	return STR("");
}

/* The form as it was, with a token of the new session; it still began where it began. */
static int offer(struct page_request *p, const struct draft *d, struct err *e)
{
	struct html h;
	int64_t from;
	p->reg = p->session->desk->reg;
	TRY(page_shell_open(p, e));
	struct page_form f = page_form(p, str_z(p->a, d->pattern));
	if (str_to_int(field_of(d, "from"), &from) && from > 0 && from < f.from)
		f.from = from;
	html_begin(&h, &p->rs->body);
	draft_render(&h, &p->shell, d, &f);
	return html_finish(&h, e);
}

int page_unlock_post(struct page_request *p, struct err *e)
{
	struct unlock_view v = { .name = page_field(p, "u"),
				 .back = page_field(p, "back"),
				 .draft = page_field(p, "draft") };
	struct draft draft;
	struct session *ss;
	int rc = open_register(p, &v, &ss, e);
	if (rc < 0 && v.why) {
		p->rs->status = v.wait_s ? 429 : 422;
		return show(p, &v, e);
	}
	TRY(rc);
	cookie_set(p->rs, p->web->session_cookie, session_cookie(ss, p->a));
	/* Whoever had this browser before is out. */
	if (p->session && p->session != ss)
		session_end(&p->web->sessions, p->session);
	p->session = ss;
	if (v.draft.n && draft_open(v.draft, &p->web->form_key, p->a, &draft))
		return offer(p, &draft, e);
	if (!html_url_is_local(v.back) || str_starts(v.back, STR("/unlock")))
		v.back = STR("/");
	return http_redirect(p->rs, v.back, e);
}

int page_lock_post(struct page_request *p, struct err *e)
{
	sessions_lock_member(&p->web->sessions, p->session);
	p->session = NULL;
	p->reg = NULL;
	cookie_drop(p->rs, p->web->session_cookie);
	return http_redirect(p->rs, STR("/unlock"), e);
}

int page_lang(struct page_request *p, struct err *e)
{
	enum lang lang;
	struct str back = page_arg(p, "back");
	if (!lang_parse(page_arg(p, "to"), &lang))
		return err_set(e, ERR_INPUT, "the pages are in English (en) and Persian (fa)");
	cookie_set(p->rs, p->web->lang_cookie, str_of(lang_code(lang)));
	return http_redirect(p->rs, html_url_is_local(back) ? back : STR("/"), e);
}

int page_asset(struct page_request *p, struct err *e)
{
	const struct asset *asset = asset_find(p->rq->path);
	if (!asset)
		return err_set(e, ERR_NOTFOUND, "there is no such file in this build");
	http_fixed(p->rq, p->rs, str_n((const char *)asset->bytes, asset->size), asset->type,
		   asset->sha256);
	return 0;
}
