/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * session.h - who is here: open vaults, browser sessions, and the wait after wrong passphrases.
 *
 * A desk is the vault as one member has it open. Several browsers of one member share a desk;
 * members do not share one, since what they record is signed with their own key. With its last
 * session a desk is closed, which wipes the keys.
 *
 * A session is known by 256 random bits in a cookie. Its form key never leaves the server. Forms
 * that were acted on are remembered, so that sending one twice acts once.
 *
 * Nothing here is written to a disk, and times are monotonic so that setting the clock keeps no
 * session alive.
 */
#ifndef VIGIL_WEB_SESSION_H
#define VIGIL_WEB_SESSION_H

#include "base/crypto.h"
#include "register/register.h"
#include "web/files.h"
#include "web/job.h"
#include "web/upload.h"

enum {
	SESSIONS_MAX = 32,
	DESKS_MAX = 8,
	DONE_MAX = 64, /* forms remembered in one session */
	SESSION_ID_LEN = 2 * KEY_LEN,
	FORM_ID_LEN = 32,
	LOCATION_MAX = 256,
	MEMBER_NAME_MAX = 200
};

struct desk {
	struct reg *reg; /* NULL: free */
	struct id member;
	size_t sessions;
};

struct done_form {
	char id[FORM_ID_LEN + 1];
	char location[LOCATION_MAX + 1];
};

struct session {
	struct desk *desk; /* NULL: free */
	struct key id;
	struct key form_key;
	char name[MEMBER_NAME_MAX + 1];
	int64_t used_ms;   /* monotonic */
	int64_t since_seq; /* size of the log when this member last looked; -1: not known */
	int64_t since_ms;  /* and when that was */
	struct done_form done[DONE_MAX];
	size_t n_done;		 /* ever; the last DONE_MAX are kept */
	struct upload upload;	 /* looked at and not recorded yet */
	struct kept_files files; /* evidence of forms that are not sealed yet */
	struct job *job;	 /* NULL: nothing long is under way */
};

/* How far a member has looked (Today); lives as long as the program. */
struct looked {
	struct id member;
	int64_t seq, ms;
	bool used;
};

struct sessions {
	struct session v[SESSIONS_MAX];
	struct desk desks[DESKS_MAX];
	struct looked looked[DESKS_MAX];
	int64_t idle_ms;
	unsigned wrong;		 /* passphrases in a row */
	int64_t closed_until_ms; /* monotonic */
};

void sessions_init(struct sessions *s, int64_t idle_ms);
void sessions_done(struct sessions *s); /* closes all */

/*
 * Open the vault at `path` and begin a session. ERR_DENIED: the passphrase opens nothing (or the
 * name is another's); the wait before the next attempt grows to a minute. ERR_CONFLICT: too early,
 * and nothing was tried; *ret_wait_s says how long. Costs one key derivation.
 */
int session_begin(struct sessions *s, const char *path, struct str name, struct str passphrase,
		  int64_t mono_ms, struct session **ret, int64_t *ret_wait_s,
		  struct err *e) MUST_USE;
/* The session of a cookie's value, or NULL; counts as use. */
struct session *session_find(struct sessions *s, struct str cookie, int64_t mono_ms);
struct str session_cookie(const struct session *ss, struct arena *a);
void session_end(struct sessions *s, struct session *ss);
void sessions_lock_member(struct sessions *s, struct session *ss); /* all of this member */
void sessions_expire(struct sessions *s, int64_t mono_ms);

/* Where the form led when it was acted on; STR_NULL: it was not. */
struct str session_done(const struct session *ss, struct str form);
void session_remember(struct session *ss, struct str form, struct str location);
/* The member has now seen the log up to `size`: for the next session's "since you last looked". */
void session_looked(struct sessions *s, const struct session *ss, int64_t size, int64_t now_ms);

#endif
