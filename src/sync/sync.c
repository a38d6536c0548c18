/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sync.c - both ways, and what pulling and pushing share. */
#include "sync/sync_priv.h"

void sync_fault(struct sync *s, const struct err *e)
{
	if (s->ret->n_faults < FAULTS_MAX)
		s->faults[s->ret->n_faults++] = str_copy(s->a, str_of(e->text));
}

/* Once: the rest would say the same. */
static void note_shut(struct sync *s)
{
	struct err shut;
	if (s->shut)
		return;
	s->shut = true;
	err_set(&shut, ERR_DENIED,
		"part of %.*s is sealed under a key that came with the revocation of a member and "
		"is not open to you. Ask whoever revoked them to sync with it and try again; if it "
		"was you who was revoked, nothing more comes from there",
		STR_FMT(s->place));
	sync_fault(s, &shut);
}

static int open_file(struct sync *s, struct str name, struct str sealed, struct str *ret,
		     bool *ret_older, struct err *e)
{
	AUTO_KEY k;
	struct vault_sync_keys under;
	TRY(sync_sealed_under(name, sealed, &under, e));
	*ret_older = under.n < s->keys.n;
	TRY(vault_sync_secret(s->v, &under, &k, e));
	return sync_open(&k, name, sealed, s->part, ret, e);
}

int sync_get_older(struct sync *s, struct str name, struct str *ret, bool *ret_there,
		   bool *ret_older, struct err *e)
{
	struct str sealed;
	struct err theirs = { 0 };
	*ret_there = false;
	*ret_older = false;
	int rc = s->r->ops->get(s->r, name, PACK_BYTES_MAX + 8192, s->part, &sealed, &theirs);
	if (rc == ERR_NOTFOUND)
		return 0;
	if (rc == 0)
		rc = open_file(s, name, sealed, ret, ret_older, &theirs);
	if (rc == ERR_IO) {
		*e = theirs;
		return rc;
	}
	*ret_there = rc == 0;
	if (rc == ERR_DENIED)
		note_shut(s);
	else if (rc < 0)
		sync_fault(s, &theirs);
	return 0;
}

int sync_get(struct sync *s, struct str name, struct str *ret, bool *ret_there, struct err *e)
{
	bool older;
	return sync_get_older(s, name, ret, ret_there, &older, e);
}

static int put(struct sync *s, const struct key *k, const struct vault_sync_keys *keys,
	       struct str name, struct str plain, struct err *e)
{
	AUTO_BUF b;
	buf_init(&b, PACK_BYTES_MAX + 8192);
	sync_seal(&b, k, keys, name, plain);
	TRY(buf_check(&b, e));
	return s->r->ops->put(s->r, name, buf_str(&b), e);
}

int sync_put(struct sync *s, struct str name, struct str plain, struct err *e)
{
	return put(s, &s->secret, &s->keys, name, plain, e);
}

int sync_put_first(struct sync *s, struct str name, struct str plain, struct err *e)
{
	static const struct vault_sync_keys NONE;
	return put(s, &s->key, &NONE, name, plain, e);
}

int sync_keys_load(struct sync *s, struct err *e)
{
	TRY(vault_sync_keys(s->v, &s->keys, e));
	int rc = vault_sync_secret(s->v, &s->keys, &s->secret, e);
	return rc < 0 ? err_wrap(e, "nothing was put on %.*s", STR_FMT(s->place)) : 0;
}

int sync_step(struct sync *s, int64_t n, struct err *e)
{
	s->done += n;
	(void)e;
	return s->o->progress ? s->o->progress(s->o->ctx, s->done, s->of) : 0;
}

/* A folder of another register is nearly always a mistake: the wrong stick. */
static int refuse_other_register(struct sync *s, struct err *e)
{
	struct remote_file *f;
	size_t n;
	bool other = false;
	TRY(s->r->ops->list(s->r, STR(""), s->a, &f, &n, e));
	for (size_t i = 0; i < n; i++) {
		if (str_eq(f[i].name, s->top))
			return 0;
		other |= f[i].folder && str_starts(f[i].name, STR("vigil-")) &&
			 f[i].name.n == s->top.n;
	}
	if (!other)
		return 0;
	return err_set(e, ERR_CONFLICT,
		       "%.*s holds another register. A site becomes part of a register by an "
		       "invitation (vigil site invite, vigil init --join); two registers are never "
		       "mixed. For this one take another folder",
		       STR_FMT(s->place));
}

static int both_ways(struct sync *s, struct err *e)
{
	TRY(refuse_other_register(s, e));
	TRY(sync_state_load(s, e));
	if (s->o->pull)
		TRY(sync_pull(s, e));
	if (s->o->push)
		TRY(sync_push(s, e));
	if (s->o->objects)
		TRY(sync_objects(s, e));
	TRY(sync_state_save(s, e));
	return s->o->push ? vault_copy_note(s->v, "remote", s->place, e) : 0;
}

int sync_run(struct vault *v, struct remote *r, struct str place, const struct sync_options *o,
	     struct arena *a, struct sync_result *ret, struct err *e)
{
	AUTO_ARENA *keep = arena_new((size_t)4 << 30);
	AUTO_ARENA *part = arena_new((size_t)4 << 30);
	struct sync s = { .v = v, .r = r, .o = o, .a = keep, .part = part, .place = place };
	*ret = (struct sync_result){ 0 };
	s.ret = ret;
	s.faults = NEW_N(keep, FAULTS_MAX, struct str);
	vault_register_key(v, "sync", &s.key);
	s.top = name_top(&s.key, vault_register(v), keep);
	int rc = both_ways(&s, e);
	key_wipe(&s.key);
	key_wipe(&s.secret);
	struct str *faults = NEW_N(a, ret->n_faults, struct str);
	for (size_t i = 0; i < ret->n_faults; i++)
		faults[i] = str_copy(a, s.faults[i]);
	ret->faults = faults;
	return rc;
}
