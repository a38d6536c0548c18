/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_priv.h - what the frame's own files share; pages need page.h only. */
#ifndef VIGIL_WEB_PAGE_PRIV_H
#define VIGIL_WEB_PAGE_PRIV_H

#include "web/page.h"
#include "web/session.h"

enum { FORM_AGE_MAX_S = 12 * 3600 };

struct web {
	struct sessions sessions;
	const char *path;			/* of the vault */
	const char *title;			/* its file name without ".vigil" */
	struct str session_cookie, lang_cookie; /* names, with the port */
	const char *spool_folder;		/* where sent files wait: that of the vault */
	int64_t upload_max;			/* bytes of a form with files */
	bool has_worker;
	struct worker worker; /* looks into files */
	struct key form_key;  /* of forms that need no session: Unlock, Verify */
	struct arena *keep;
};

/* The key of this request's forms: the session's, or the server's while locked. */
const struct key *page_form_key(const struct page_request *p);

/* Language, shell, and what else a page request begins with. */
void page_request_init(struct page_request *p, struct web *w, const struct http_request *rq,
		       struct http_response *rs);
/* The shell of an open vault. */
int page_shell_open(struct page_request *p, struct err *e) MUST_USE;
/* "16 Oct 2025 09:12 UTC", "۲۴ مهر ۱۴۰۴، ۰۹:۱۲ UTC" */
struct str page_when(struct arena *a, enum lang lang, int64_t ms);

/* The error page. What was written before is dropped. */
void page_error(struct page_request *p, int status, const struct err *e);
/* "This register is locked", in place of a page, keeping its address and, of a form, what was typed. `why`:
 * it was open until now; may be NULL. */
void page_locked(struct page_request *p, int status, const struct msg *why);

/* POST /add-checkpoint: other programs' requests to a vault that witnesses their logs (witness.c). */
bool web_is_witness(struct str path);
void web_witness(struct web *w, const struct http_request *rq, struct http_response *rs);

/* The one route for a method and path; NULL: none. *ret_arg is what the star stands for, and
 * *ret_other says whether another method has a route. */
const struct route *route_find(enum http_method m, struct str path, struct str *ret_arg,
			       bool *ret_other);

#endif
