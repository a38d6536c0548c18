/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page.h - what a page gets and gives.
 *
 * A page file has four functions, in this order:
 *
 *	parse    struct page_request -> typed parameters. What cannot be read is refused: ERR_INPUT
 *	         with a sentence for an address (400), the same form with its errors and status 422
 *	         for a form.
 *	load     parameters -> a view: plain values in p->a, nothing half-done.
 *	render   view and shell -> HTML. Sees no register, so that it cannot fail half-way and can
 *	         be tested with plain values.
 *	page_X   the handler of routes.c: calls the three.
 *
 *	int page_today(struct page_request *p, struct err *e)
 *	{
 *		struct today_view v;
 *		struct html h;
 *		TRY(load(p, &v, e));
 *		html_begin(&h, &p->rs->body);
 *		today_render(&h, &p->shell, &v);
 *		return html_finish(&h, e);
 *	}
 *
 * A handler that fails becomes the error page with http_status(code) and the error's text, so
 * that text must not name persons. Nothing is sent before the handler has returned.
 *
 * Forms. GET looks, POST changes. Each POST form writes page_form_hidden(h, &view->form) first; the
 * value comes from page_form(p, ROUTE) in load. The frame has checked the token before a
 * POST handler runs. When it has acted, the handler ends with page_done(p, location, e): 303 to
 * that place, and the same form sent again leads there without a second act. p->from is the size
 * of the log when the form was made, for page_changed.
 */
#ifndef VIGIL_WEB_PAGE_H
#define VIGIL_WEB_PAGE_H

#include "html/html.h"
#include "http/http.h"
#include "http/token.h"
#include "register/query.h"
#include "vault/number.h"
#include "web/web.h"

struct session;
struct route;

enum page_may {
	MAY_ANYONE, /* also while locked; p->reg may be NULL */
	MAY_MEMBER,
	MAY_EDITOR, /* editors and officers */
	MAY_OFFICER
};

enum section {
	SECTION_NONE,
	SECTION_TODAY,
	SECTION_REGISTER,
	SECTION_CONFLICTS,
	SECTION_FIGURES,
	SECTION_ESTIMATES,
	SECTION_WARNINGS,
	SECTION_IMPORT,
	SECTION_LISTS,
	SECTION_REVIEW,
	SECTION_HISTORY,
	SECTION_VERIFY
};

/* The hidden fields of one POST form. */
struct page_form {
	struct str token;
	struct str id; /* "form": used once */
	int64_t from;  /* size of the log when the form was made */
};

/* What stands on every page. Plain values: a test can make one. */
struct shell {
	enum lang lang;
	struct str org;	   /* name of the vault; "" while locked: no search, no sections */
	struct str member; /* "" has no name */
	struct str role;   /* in the reader's language */
	bool fixed;	   /* nothing can be written where the vault lies */
	bool may_record;   /* every member, where it can be written */
	bool may_decide;   /* editors and officers */
	enum {
		AGAIN_NOT,
		AGAIN_SOON,
		AGAIN,
		AGAIN_LATER
	} again;	   /* the page asks for itself after 1, 2 or 5 seconds */
	int64_t review;	   /* possible matches that nobody decided */
	struct str target; /* this page's address, for the language link */
	struct str search; /* what stands in the search field */
	struct page_form lock;
	struct vault_head head;
	int64_t forks; /* that no officer explained; of logs of this register, or of logs it witnesses */
	struct str when; /* the head was signed, in the reader's calendar, with UTC */
};

struct page_request {
	const struct http_request *rq;
	struct http_response *rs;
	struct arena *a; /* gone after the response */
	struct reg *reg; /* NULL while locked */
	enum lang lang;
	const struct route *route; /* NULL: there is no page at this address */
	struct str arg;		   /* what * of the route stands for, never empty */
	struct session *session;   /* NULL while locked */
	enum vault_role role;
	int64_t now_ms;
	int64_t from; /* of the form posted; 0: none */
	struct shell shell;
	struct web *web;
};

typedef int page_run(struct page_request *p, struct err *e);

#define ROUTE_FILES SIZE_MAX

struct route {
	enum http_method method; /* HTTP_GET answers HEAD as well */
	const char *path;	 /* "/register"; a star stands for one segment, two for the rest */
	enum page_may may;
	page_run *run;
	size_t max_body; /* 0: HTTP_BODY_MAX; ROUTE_FILES: files.h, up to web_options.upload_max */
};
extern const struct route ROUTES[]; /* the last has no path */

/* ---- the frame -------------------------------------------------------- */

/* From the doctype to <main>; `title` is the page's own ("Register"). It must not hold what a
 * reader may not see over a shoulder: no names of persons where a kind or a number will do. */
void page_begin(struct html *h, const struct shell *s, struct str title, enum section section);
/* From </main> to the end: the colophon with log entry, time and head. */
void page_end(struct html *h, const struct shell *s);

/* A message in the reader's language, escaped. page_say(h, s, &M, ARGS-like array, n). */
void page_say(struct html *h, enum lang lang, const struct msg *m);
/* "there is no page" -> "There is no page." */
struct str page_sentence(struct arena *a, struct str s);
/* The message of an error in the reader's language; as it is where that is not known (refusal.c). */
struct str page_refusal(struct arena *a, enum lang lang, struct str why);
void page_num(struct html *h, enum lang lang, int64_t v); /* 48,213 or ۴۸٬۲۱۳ */
/* Number of an entry, or a size of the log: 48,213 or ۴۸٬۲۱۳; qk7d2-48213 of another site's log. */
void page_entry(struct html *h, enum lang lang, int64_t number);
struct str page_entry_text(struct arena *a, enum lang lang, int64_t number);
/* The same for addresses and ids: 48213, qk7d2-48213. */
void page_entry_id(struct html *h, int64_t number);

/* <a href="/person/P-00012">: the address of an entity by kind and record number. To be closed with
 * html_lit(h, "</a>"). `class`, "name" or "num" or "", is put in front. */
void page_entity_a(struct html *h, struct str kind, struct str number);
void page_entity_a_name(struct html *h, struct str kind, struct str number); /* class="name" */
void page_entity_a_num(struct html *h, struct str kind, struct str number);  /* class="num" */
/* The same address as a text, for redirects. `after`: "#claims", "?page=2", or "". */
struct str page_entity_url(struct arena *a, struct str kind, struct str number, struct str after);

/* A text in whatever language it is in: <bdi lang dir> when that is not the reader's. `lang` "" or
 * "und": guessed from its script. */
void page_foreign(struct html *h, enum lang lang, struct str s, struct str text_lang);

/* The label of a code in the reader's language, marked when only the English one is known; `code`
 * itself without a term. */
void page_term(struct html *h, enum lang lang, const struct term *t, struct str code);

/* ---- forms ------------------------------------------------------------ */

/* `route` is the path pattern of the POST route, exactly as in routes.c. */
struct page_form page_form(struct page_request *p, const char *route);
void page_form_hidden(struct html *h, const struct page_form *f);
/* Every field of another form but those of the frame, so that nothing typed is lost. */
void page_form_kept(struct html *h, const struct http_params *keep);
/* It is done: remember the form and lead to `location` (303). */
int page_done(struct page_request *p, struct str location, struct err *e) MUST_USE;

/* What was said or decided of an entity since the form was made; *ret_n == 0: nothing. For the page
 * "Someone else changed this first" (409). */
int page_changed(struct page_request *p, int64_t entity, struct history_row **ret, size_t *ret_n,
		 struct err *e) MUST_USE;

/* A field of the form with space trimmed; "" when it was not sent. */
struct str page_field(const struct page_request *p, const char *name);
/* An argument of the address, trimmed; "" when it is not there. */
struct str page_arg(const struct page_request *p, const char *name);
/* A whole number from 0 in the address; `absent` without one. ERR_INPUT names the argument. */
int page_arg_int(const struct page_request *p, const char *name, int64_t absent, int64_t *ret,
		 struct err *e) MUST_USE;
/* Number of an entry or a size of the log, as page_entry_id writes it; 0 without one. */
int page_arg_entry(const struct page_request *p, const char *name, int64_t *ret,
		   struct err *e) MUST_USE;
/* The entity that p->arg names. ERR_NOTFOUND when there is none. `kind` NULL: any. */
int page_entity(struct page_request *p, const char *kind, struct entity *ret,
		struct err *e) MUST_USE;

/* 409: what the form began from, what stands now, and the reader's own text, all kept. */
struct changed_view {
	struct str heading;	     /* subject and property: "Example person 12, prison" */
	struct str begun, now, mine; /* values in words */
	int64_t now_seq;
	struct str now_by; /* member; may be empty */
	int64_t now_ms;
	struct page_form form;
	struct str action;		   /* path the form goes to */
	struct str back_kind, back_number; /* the entity to go back to */
	const struct http_params *keep;	   /* every field of the form, sent along again */
	struct str error_id;
};
/* The form sends along what was kept and anyway=1 (record mine beside) or anyway=0 (leave it). */
void changed_render(struct html *h, const struct shell *s, const struct changed_view *v);

/* "409-7c1e": the status and where in the source; holds no personal data. */
struct str page_error_id(struct arena *a, int status, const struct err *e);

#endif
