/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web/session.h"

#include <malloc.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "text/fold.h"

void sessions_init(struct sessions *s, int64_t idle_ms)
{
	memset(s, 0, sizeof *s);
	s->idle_ms = idle_ms;
}

void sessions_done(struct sessions *s)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (s->v[i].desk)
			session_end(s, &s->v[i]);
	wipe(s, sizeof *s);
}

void session_end(struct sessions *s, struct session *ss)
{
	struct desk *d = ss->desk;
	(void)s;
	job_drop(&ss->job);
	upload_drop(&ss->upload);
	kept_files_drop(&ss->files);
	wipe(ss, sizeof *ss);
	if (--d->sessions > 0)
		return;
	reg_close(d->reg);
	memset(d, 0, sizeof *d);
	/* What the view took is given back with the keys: a locked server is a small one. */
	malloc_trim(0);
}

void sessions_lock_member(struct sessions *s, struct session *ss)
{
	const struct desk *d = ss->desk;
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (s->v[i].desk == d)
			session_end(s, &s->v[i]);
}

void sessions_expire(struct sessions *s, int64_t mono_ms)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (s->v[i].desk && mono_ms - s->v[i].used_ms >= s->idle_ms)
			session_end(s, &s->v[i]);
}

/* ---- beginning -------------------------------------------------------- */

/* No wait after the first two: people mistype. Then 1, 2, 4 ... 60 seconds. */
static void note_wrong(struct sessions *s, int64_t mono_ms)
{
	int64_t wait_s = 0;
	if (s->wrong < 100)
		s->wrong++;
	if (s->wrong > 2)
		wait_s = s->wrong > 8 ? 60 : (int64_t)1 << (s->wrong - 3);
	s->closed_until_ms = mono_ms + wait_s * 1000;
}

static struct desk *desk_of(struct sessions *s, const struct id *member)
{
	for (size_t i = 0; i < DESKS_MAX; i++)
		if (s->desks[i].reg && id_eq(&s->desks[i].member, member))
			return &s->desks[i];
	return NULL;
}

/* A place for one more; the one not used for longest makes room. */
static struct session *free_session(struct sessions *s)
{
	struct session *oldest = &s->v[0];
	for (size_t i = 0; i < SESSIONS_MAX; i++) {
		if (!s->v[i].desk)
			return &s->v[i];
		if (s->v[i].used_ms < oldest->used_ms)
			oldest = &s->v[i];
	}
	session_end(s, oldest);
	return oldest;
}

static struct desk *free_desk(struct sessions *s)
{
	for (size_t i = 0; i < DESKS_MAX; i++)
		if (!s->desks[i].reg)
			return &s->desks[i];
	return NULL;
}

static int read_name(struct reg *r, char ret[static MEMBER_NAME_MAX + 1], struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	const struct id *me = vault_member(reg_vault(r));
	struct vault_member *m;
	size_t n;
	ret[0] = 0;
	TRY(vault_members(reg_vault(r), a, &m, &n, e));
	for (size_t i = 0; i < n; i++)
		if (id_eq(&m[i].id, me) && m[i].name.n <= MEMBER_NAME_MAX)
			memcpy(ret, str_z(a, m[i].name), m[i].name.n + 1);
	return 0;
}

static bool same_name(struct str typed, const char *name)
{
	AUTO_ARENA *a = arena_new(0);
	return !typed.n || str_eq(fold_key(a, typed), fold_key(a, str_of(name)));
}

static void recall(const struct sessions *s, struct session *ss)
{
	ss->since_seq = -1;
	for (size_t i = 0; i < DESKS_MAX; i++)
		if (s->looked[i].used && id_eq(&s->looked[i].member, &ss->desk->member)) {
			ss->since_seq = s->looked[i].seq;
			ss->since_ms = s->looked[i].ms;
		}
}

static int seat(struct sessions *s, struct reg **r, const char *name, int64_t mono_ms,
		struct session **ret, struct err *e)
{
	const struct id *member = vault_member(reg_vault(*r));
	struct session *ss = free_session(s);
	struct desk *d = desk_of(s, member);
	if (!d) {
		d = free_desk(s);
		if (!d)
			return err_set(e, ERR_CONFLICT, "too many members have this register open");
		*d = (struct desk){ .reg = *r, .member = *member };
		*r = NULL;
	}
	d->sessions++;
	ss->desk = d;
	ss->used_ms = mono_ms;
	random_bytes(ss->id.b, KEY_LEN);
	random_bytes(ss->form_key.b, KEY_LEN);
	memcpy(ss->name, name, strlen(name) + 1);
	recall(s, ss);
	*ret = ss;
	return 0;
}

int session_begin(struct sessions *s, const char *path, struct str name, struct str passphrase,
		  int64_t mono_ms, struct session **ret, int64_t *ret_wait_s, struct err *e)
{
	AUTO_REG *r = NULL;
	char is_called[MEMBER_NAME_MAX + 1];
	enum vault_role role;

	*ret_wait_s = 0;
	if (mono_ms < s->closed_until_ms) {
		*ret_wait_s = (s->closed_until_ms - mono_ms + 999) / 1000;
		return err_set(e, ERR_CONFLICT, "too many wrong passphrases; wait a moment");
	}
	int rc = reg_open(path, passphrase, store_can_write(path), &r, e);
	/* The memory of the key derivation goes back to the system at once. */
	malloc_trim(0);
	if (rc == ERR_DENIED)
		note_wrong(s, mono_ms);
	TRY(rc);
	TRY(vault_my_role(reg_vault(r), &role, e));
	TRY(read_name(r, is_called, e));
	if (!same_name(name, is_called)) {
		note_wrong(s, mono_ms);
		return err_set(e, ERR_DENIED, "the passphrase is another member's");
	}
	s->wrong = 0;
	s->closed_until_ms = 0;
	store_look_only(vault_store(reg_vault(r)), true);
	return seat(s, &r, is_called, mono_ms, ret, e);
}

/* ---- while it lasts --------------------------------------------------- */

struct session *session_find(struct sessions *s, struct str cookie, int64_t mono_ms)
{
	struct key id;
	struct session *found = NULL;
	if (!hex_decode(id.b, KEY_LEN, cookie))
		return NULL;
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (s->v[i].desk && secret_eq(s->v[i].id.b, id.b, KEY_LEN))
			found = &s->v[i];
	/* The idle lock does not depend on the tick. */
	if (found && mono_ms - found->used_ms >= s->idle_ms) {
		session_end(s, found);
		return NULL;
	}
	if (found)
		found->used_ms = mono_ms;
	return found;
}

struct str session_cookie(const struct session *ss, struct arena *a)
{
	return hex_str(a, ss->id.b, KEY_LEN);
}

struct str session_done(const struct session *ss, struct str form)
{
	size_t n = ss->n_done < DONE_MAX ? ss->n_done : DONE_MAX;
	for (size_t i = 0; i < n; i++)
		if (form.n && str_eq(str_of(ss->done[i].id), form))
			return str_of(ss->done[i].location);
	return STR_NULL;
}

void session_remember(struct session *ss, struct str form, struct str location)
{
	struct done_form *d = &ss->done[ss->n_done % DONE_MAX];
	if (form.n != FORM_ID_LEN)
		return;
	memset(d, 0, sizeof *d);
	memcpy(d->id, form.p, form.n);
	/* A place too long to keep is kept as the beginning: the act is still not repeated. */
	if (location.n <= LOCATION_MAX)
		memcpy(d->location, location.p, location.n);
	else
		d->location[0] = '/';
	ss->n_done++;
}

void session_looked(struct sessions *s, const struct session *ss, int64_t size, int64_t now_ms)
{
	struct looked *l = NULL;
	for (size_t i = 0; i < DESKS_MAX && !l; i++)
		if (s->looked[i].used && id_eq(&s->looked[i].member, &ss->desk->member))
			l = &s->looked[i];
	for (size_t i = 0; i < DESKS_MAX && !l; i++)
		if (!s->looked[i].used)
			l = &s->looked[i];
	if (l)
		*l = (struct looked){ ss->desk->member, size, now_ms, true };
}
