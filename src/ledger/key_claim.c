/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/key_claim.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "ledger/claim_priv.h"

static const char *const ACTIONS[] = {
	[KEY_ENROL] = "enrol",		 [KEY_ROTATE] = "rotate",	  [KEY_REVOKE] = "revoke",
	[KEY_LOG_ROTATE] = "log_rotate", [KEY_LOG_RETIRE] = "log_retire", [KEY_ADMIT] = "admit",
	[KEY_EXCLUDE] = "exclude",
};

enum { KEY_TEXT_LEN = 43, REASON_MAX = 64, VKEY_MAX = 256 };

struct str key_action_name(enum key_action a)
{
	return str_of(ACTIONS[a]);
}

bool key_action_is_author(enum key_action a)
{
	switch (a) {
	case KEY_ENROL:
	case KEY_ROTATE:
	case KEY_REVOKE:
		return true;
	case KEY_LOG_ROTATE:
	case KEY_LOG_RETIRE:
	case KEY_ADMIT:
	case KEY_EXCLUDE:
		return false;
	}
	return false;
}

static struct str vouch_text(struct str origin, const uint8_t next[static KEY_LEN], struct arena *a)
{
	return str_printf(a, "vigil/log-key/v1\n%.*s\n%s\n", STR_FMT(origin),
			  b64_str(a, next, KEY_LEN).p);
}

void log_key_vouch(uint8_t ret[static SIG_LEN], struct str origin,
		   const uint8_t next[static KEY_LEN], const struct sign_key *by)
{
	AUTO_ARENA *a = arena_new(0);
	sign(ret, vouch_text(origin, next, a), by);
}

bool log_key_vouched(const uint8_t sig[static SIG_LEN], struct str origin,
		     const uint8_t next[static KEY_LEN], const uint8_t by[static KEY_LEN])
{
	AUTO_ARENA *a = arena_new(0);
	return sign_verify(sig, vouch_text(origin, next, a), by);
}

static struct str next_text(const struct id *member, struct str before, struct arena *a)
{
	return str_printf(a, "vigil/author-key/v1\n%s\n%.*s\n", id_str(a, member).p,
			  STR_FMT(before));
}

void author_key_vouch(uint8_t ret[static SIG_LEN], const struct id *member, struct str before,
		      const struct sign_key *next)
{
	AUTO_ARENA *a = arena_new(0);
	sign(ret, next_text(member, before, a), next);
}

bool author_key_vouched(const struct key_claim *k, struct str before)
{
	AUTO_ARENA *a = arena_new(0);
	return k->has_vouch && k->has_member &&
	       sign_verify(k->vouch, next_text(&k->member, before, a), k->public);
}

static struct str quoted(struct arena *a, struct str s)
{
	return str_printf(a, "\"%.*s\"", STR_FMT(s));
}

static bool is_reason(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '_' || s.p[i] == '-'))
			return false;
	return s.n <= REASON_MAX;
}

/* Names of logs and compartments: nothing that JSON would have to escape. */
static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~' || s.p[i] == '"' || s.p[i] == '\\')
			return false;
	return s.n <= VKEY_MAX;
}

static struct claim_part part(struct arena *a, const char *name, struct str text)
{
	return (struct claim_part){ .name = str_of(name), .value = quoted(a, text) };
}

int key_claim_parts(const struct key_claim *in, struct arena *a,
		    struct claim_part p[static KEY_CLAIM_PARTS], size_t *ret_n, struct err *e)
{
	size_t n = 0;
	int64_t ms;
	if (!is_reason(in->reason))
		return err_set(
			e, ERR_INPUT,
			"a reason is one word of small letters and _, such as lost or planned");
	if (!in->has_member || (in->recorded.n && !clock_parse(in->recorded, &ms)) ||
	    !is_plain(in->log) || !is_plain(in->compartment))
		return err_set(e, ERR_INPUT,
			       "a key claim names its member and when it was recorded");
	p[n++] = part(a, "kind", STR("key"));
	p[n++] = part(a, "action", key_action_name(in->action));
	p[n++] = part(a, "public", b64url_str(a, in->public, KEY_LEN));
	p[n++] = part(a, "member", id_str(a, &in->member));
	if (in->has_box)
		p[n++] = part(a, "box", b64url_str(a, in->box, KEY_LEN));
	if (in->recorded.n)
		p[n++] = part(a, "recorded", in->recorded);
	if (in->reason.n)
		p[n++] = part(a, "reason", in->reason);
	if (in->log.n)
		p[n++] = part(a, "log", in->log);
	if (in->compartment.n)
		p[n++] = part(a, "compartment", in->compartment);
	if (in->has_vouch)
		p[n++] = part(a, "vouch", b64url_str(a, in->vouch, SIG_LEN));
	if (in->has_sync_key)
		p[n++] = part(a, "sync_key", id_str(a, &in->sync_key));
	*ret_n = n;
	return 0;
}

int key_claim_sign(const struct key_claim *in, const struct sign_key *by, struct arena *a,
		   struct claim *ret, struct err *e)
{
	struct claim_part p[KEY_CLAIM_PARTS];
	size_t n;
	if (!in->recorded.n)
		return err_set(e, ERR_INPUT, "a key claim says when it was recorded");
	TRY(key_claim_parts(in, a, p, &n, e));
	return claim_sign(p, n, by, a, ret, e);
}

/* ---- reading ---- */

static int bad(struct err *e, const char *what)
{
	return err_set(e, ERR_INPUT, "a key claim's %s is not allowed", what);
}

static int missing(struct err *e, const char *what)
{
	return err_set(e, ERR_NOTFOUND, "a key claim does not show its %s", what);
}

static bool read_key(struct str s, uint8_t ret[static KEY_LEN])
{
	size_t n = 0;
	return s.n == KEY_TEXT_LEN && b64url_decode(ret, KEY_LEN, &n, s) && n == KEY_LEN;
}

static int read_action(struct str s, enum key_action *ret, struct err *e)
{
	for (size_t i = 0; i < COUNT(ACTIONS); i++) {
		if (str_eq(s, str_of(ACTIONS[i]))) {
			*ret = (enum key_action)i;
			return 0;
		}
	}
	return bad(e, "action");
}

/* A part that may be hidden: *ret_shown says whether it is there. */
static int shown(const struct claim_view *v, struct str name, struct str *ret, bool *ret_shown,
		 struct err *e)
{
	const struct json *j = claim_value(v, name);
	*ret_shown = j != NULL;
	if (j && !json_str(j, ret))
		return err_set(e, ERR_INPUT, "a key claim's %.*s is not a string", STR_FMT(name));
	return 0;
}

static int read_optional(const struct claim_view *v, struct key_claim *k, struct err *e)
{
	struct str s = STR_NULL;
	bool there;
	int64_t ms;
	TRY(shown(v, STR("member"), &s, &k->has_member, e));
	if (k->has_member && !id_parse(s, &k->member))
		return bad(e, "member");
	TRY(shown(v, STR("box"), &s, &k->has_box, e));
	if (k->has_box && !read_key(s, k->box))
		return bad(e, "box");
	TRY(shown(v, STR("recorded"), &k->recorded, &there, e));
	if (there && !clock_parse(k->recorded, &ms))
		return bad(e, "recorded");
	TRY(shown(v, STR("reason"), &k->reason, &there, e));
	return there && (k->reason.n == 0 || !is_reason(k->reason)) ? bad(e, "reason") : 0;
}

static int read_log_parts(const struct claim_view *v, struct key_claim *k, struct err *e)
{
	struct str s = STR_NULL;
	bool there;
	size_t n = 0;
	TRY(shown(v, STR("log"), &k->log, &there, e));
	if (there && (k->log.n == 0 || !is_plain(k->log)))
		return bad(e, "log");
	TRY(shown(v, STR("compartment"), &k->compartment, &there, e));
	if (there && (k->compartment.n == 0 || !is_plain(k->compartment)))
		return bad(e, "compartment");
	TRY(shown(v, STR("vouch"), &s, &k->has_vouch, e));
	if (k->has_vouch &&
	    (s.n != SIG_TEXT_LEN || !b64url_decode(k->vouch, SIG_LEN, &n, s) || n != SIG_LEN))
		return bad(e, "vouch");
	TRY(shown(v, STR("sync_key"), &s, &k->has_sync_key, e));
	return k->has_sync_key && !id_parse(s, &k->sync_key) ? bad(e, "sync_key") : 0;
}

int key_claim_read(const struct claim_view *v, struct key_claim *ret, struct err *e)
{
	struct key_claim k = { 0 };
	struct str kind = STR_NULL;
	struct str action = STR_NULL;
	struct str pub = STR_NULL;
	bool there;
	TRY(shown(v, STR("kind"), &kind, &there, e));
	if (!there)
		return missing(e, "kind");
	if (!str_eq(kind, STR("key")))
		return err_set(e, ERR_INPUT, "not a key claim");
	TRY(shown(v, STR("action"), &action, &there, e));
	if (!there)
		return missing(e, "action");
	TRY(read_action(action, &k.action, e));
	TRY(shown(v, STR("public"), &pub, &there, e));
	if (!there)
		return missing(e, "public key");
	if (!read_key(pub, k.public))
		return bad(e, "public key");
	TRY(read_optional(v, &k, e));
	TRY(read_log_parts(v, &k, e));
	*ret = k;
	return 0;
}
