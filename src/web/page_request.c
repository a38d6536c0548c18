/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_request.c - what a page request begins with: language, time, shell. */
#include "web/page_priv.h"

#include "base/clock.h"
#include "http/cookie.h"
#include "register/fork.h"
#include "register/pair.h"
#include "store/store.h"
#include "text/date.h"

enum { MS_PER_DAY = 86400000, JDN_1970 = 2440588 };

/* The reader's own choice, else the first language of the browser that we have. Weights are not
 * looked at: browsers list by them. */
static enum lang language(const struct web *w, const struct http_request *rq)
{
	enum lang lang;
	struct str rest = rq->languages;
	if (lang_parse(cookie_get(rq, w->lang_cookie), &lang))
		return lang;
	while (rest.p) {
		struct str one;
		struct str tag;
		rest = str_cut(rest, ',', &one);
		str_cut(one, ';', &tag);
		if (lang_parse(str_trim(tag), &lang))
			return lang;
	}
	return LANG_EN;
}

void page_request_init(struct page_request *p, struct web *w, const struct http_request *rq,
		       struct http_response *rs)
{
	*p = (struct page_request){
		.rq = rq,
		.rs = rs,
		.a = rs->a,
		.lang = language(w, rq),
		.now_ms = clock_now_ms(),
		.role = ROLE_RESEARCHER,
		.web = w,
	};
	p->shell.lang = p->lang;
	/* What was posted cannot be asked for again with GET; its path can. */
	p->shell.target = rq->method == HTTP_POST ? rq->path : rq->target;
}

const struct key *page_form_key(const struct page_request *p)
{
	return p->session ? &p->session->form_key : &p->web->form_key;
}

struct str page_when(struct arena *a, enum lang lang, int64_t ms)
{
	char text[CLOCK_TEXT_LEN + 1];
	struct edtf day = edtf_single(a, edtf_date_jdn((int32_t)(ms / MS_PER_DAY) + JDN_1970));
	struct str date = date_show(a, lang, &day, lang == LANG_FA ? CAL_JALALI : CAL_GREGORIAN);
	clock_text(ms, text);
	struct str time = digits_local(a, lang, str_n(text + 11, 5));
	return str_printf(a, lang == LANG_FA ? "%.*s، %.*s UTC" : "%.*s %.*s UTC", STR_FMT(date),
			  STR_FMT(time));
}

static struct str role_label(enum lang lang, enum vault_role role)
{
	switch (role) {
	case ROLE_RESEARCHER:
		return tr(lang, MSG_P("researcher", "پژوهشگر"));
	case ROLE_EDITOR:
		return tr(lang, MSG_P("editor", "ویراستار"));
	case ROLE_OFFICER:
		return tr(lang, MSG_P("officer", "مسئول"));
	}
	return STR("");
}

/* How many possible matches nobody decided, for the section's name. */
static int count_review(struct page_request *p, struct err *e)
{
	int64_t run;
	TRY(reg_run_newest(p->reg, &run, e));
	return run ? reg_pairs_waiting(p->reg, run, &p->shell.review, e) : 0;
}

int page_shell_open(struct page_request *p, struct err *e)
{
	struct vault *v = reg_vault(p->reg);
	struct shell *s = &p->shell;
	struct fork *forks;
	size_t n_forks;
	size_t n_open;
	TRY(vault_my_role(v, &p->role, e));
	TRY(vault_head(v, &s->head, e));
	TRY(reg_forks(p->reg, p->a, &forks, &n_forks, &n_open, e));
	s->forks = (int64_t)n_open;
	s->org = str_of(p->web->title);
	s->member = str_of(p->session->name);
	s->role = role_label(p->lang, p->role);
	s->fixed = store_is_fixed(vault_store(v));
	s->may_record = !s->fixed;
	s->may_decide = p->role == ROLE_EDITOR || p->role == ROLE_OFFICER;
	s->when = page_when(p->a, p->lang, s->head.signed_ms);
	s->lock = page_form(p, "/lock");
	return count_review(p, e);
}
