/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shred_claim.c - writing and reading what was erased; and what other sites erased. */
#include "vault/shred_claim.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "base/json.h"
#include "vault/shred.h"
#include "vault/vault_priv.h"

static const struct sql SHREDS =
	SQL("SELECT seq FROM ledger_entry WHERE kind = 'shred' ORDER BY at, seq");
static const struct sql GROUP =
	SQL("SELECT key IS NOT NULL FROM shred_group WHERE gid = :gid AND erased = 0");

static const char *const ACTIONS[] = { "request", "carried_out" };

/* ---- agreeing ---- */

static struct str agreed_text(const struct shred_claim *c, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	buf_printf(&b, "vigil/shred/v1\n%s\n%.*s\n%s\n", id_str(a, &c->id).p, STR_FMT(c->reason),
		   ACTIONS[c->action]);
	for (size_t i = 0; i < c->n_digests; i++) {
		buf_add(&b, b64url_str(a, c->digests[i].b, HASH_LEN));
		buf_char(&b, '\n');
	}
	return buf_copy(&b, a);
}

void shred_claim_agree(struct shred_claim *c, const struct sign_key *second)
{
	AUTO_ARENA *a = arena_new(0);
	sign(c->second_sig, agreed_text(c, a), second);
}

bool shred_claim_agreed(const struct shred_claim *c, const uint8_t pub[static KEY_LEN])
{
	AUTO_ARENA *a = arena_new(0);
	return c->has_second && sign_verify(c->second_sig, agreed_text(c, a), pub);
}

/* ---- writing ---- */

static struct str quoted(struct arena *a, struct str s)
{
	return str_printf(a, "\"%.*s\"",
			  STR_FMT(s)); /* codes, ids and base64url: nothing to escape */
}

static struct str hashes(struct arena *a, const struct hash *h, size_t n, struct err *e)
{
	AUTO_BUF b;
	buf_init(&b, CLAIM_DISCLOSURE_MAX);
	buf_char(&b, '[');
	for (size_t i = 0; i < n; i++) {
		char text[48];
		b64url_encode(text, h[i].b, HASH_LEN);
		buf_printf(&b, "%s\"%.*s\"", i ? "," : "", (int)b64url_len(HASH_LEN), text);
	}
	buf_char(&b, ']');
	return buf_check(&b, e) < 0 ? STR_NULL : buf_copy(&b, a);
}

static struct str groups(struct arena *a, const struct shred_claim *c, struct err *e)
{
	AUTO_BUF b;
	buf_init(&b, CLAIM_DISCLOSURE_MAX);
	buf_char(&b, '[');
	for (size_t i = 0; i < c->n_groups; i++)
		buf_printf(&b, "%s{\"entity\":\"%s\",\"gid\":\"%s\"}", i ? "," : "",
			   id_str(a, &c->groups[i].entity).p,
			   b64url_str(a, c->groups[i].gid.b, ID_LEN).p);
	buf_char(&b, ']');
	return buf_check(&b, e) < 0 ? STR_NULL : buf_copy(&b, a);
}

int shred_claim_parts(const struct shred_claim *c, struct arena *a,
		      struct claim_part p[static SHRED_PARTS], size_t *ret_n, struct err *e)
{
	size_t n = 0;
	struct str digests = hashes(a, c->digests, c->n_digests, e);
	struct str objects = hashes(a, c->objects, c->n_objects, e);
	struct str named = groups(a, c, e);
	if (!digests.p || !objects.p || !named.p)
		return err_set(e, ERR_TOOBIG, "too much for one erasure; name fewer at a time");
	p[n++] = (struct claim_part){ .name = STR("kind"), .value = STR("\"shred\"") };
	p[n++] = (struct claim_part){ .name = STR("id"), .value = quoted(a, id_str(a, &c->id)) };
	p[n++] = (struct claim_part){ .name = STR("action"),
				      .value = quoted(a, str_of(ACTIONS[c->action])) };
	p[n++] = (struct claim_part){ .name = STR("reason"), .value = quoted(a, c->reason) };
	p[n++] = (struct claim_part){ .name = STR("first"),
				      .value = quoted(a, id_str(a, &c->first)) };
	if (c->has_second) {
		p[n++] = (struct claim_part){ .name = STR("second"),
					      .value = quoted(a, id_str(a, &c->second)) };
		p[n++] = (struct claim_part){ .name = STR("second_sig"),
					      .value = quoted(
						      a, b64url_str(a, c->second_sig, SIG_LEN)) };
	}
	p[n++] = (struct claim_part){ .name = STR("groups"), .value = named };
	if (c->n_objects)
		p[n++] = (struct claim_part){ .name = STR("objects"), .value = objects };
	p[n++] = (struct claim_part){ .name = STR("digests"), .value = digests };
	*ret_n = n;
	return 0;
}

/* ---- reading ---- */

static int bad(struct err *e)
{
	return err_set(e, ERR_INPUT, "not an erasure, or of a form that is not known");
}

static const struct json *part(const struct vault_entry *entry, const char *name, struct arena *a)
{
	const struct json *j;
	for (size_t i = 0; i < entry->n_parts; i++)
		if (str_eq(entry->parts[i].path, str_of(name)))
			return json_read(entry->parts[i].value, CLAIM_DISCLOSURE_MAX, JSON_COMPACT,
					 a, &j, NULL) < 0
				       ? NULL
				       : j;
	return NULL;
}

static bool read_id(const struct json *j, struct id *ret)
{
	struct str s;
	return json_str(j, &s) && id_parse(s, ret);
}

static bool read_bytes(const struct json *j, uint8_t *ret, size_t n)
{
	struct str s;
	size_t got;
	return json_str(j, &s) && b64url_decode(ret, n, &got, s) && got == n;
}

static bool read_hashes(const struct json *list, struct arena *a, const struct hash **ret,
			size_t *ret_n)
{
	if (!list)
		return true;
	if (list->type != JSON_ARRAY)
		return false;
	struct hash *h = NEW_N(a, list->n, struct hash);
	size_t n = 0;
	for (const struct json *j = json_first(list); j; j = j->next)
		if (!read_bytes(j, h[n++].b, HASH_LEN))
			return false;
	*ret = h;
	*ret_n = n;
	return true;
}

static bool read_groups(const struct json *list, struct arena *a, struct shred_claim *c)
{
	if (!list || list->type != JSON_ARRAY)
		return false;
	struct shred_group_name *g = NEW_N(a, list->n, struct shred_group_name);
	for (const struct json *j = json_first(list); j; j = j->next, c->n_groups++)
		if (!read_id(json_get(j, STR("entity")), &g[c->n_groups].entity) ||
		    !read_bytes(json_get(j, STR("gid")), g[c->n_groups].gid.b, ID_LEN))
			return false;
	c->groups = g;
	return true;
}

int shred_claim_read(const struct vault_entry *entry, struct arena *a, struct shred_claim *ret,
		     struct err *e)
{
	struct shred_claim c = { 0 };
	struct str kind = STR_NULL;
	struct str action = STR_NULL;
	if (!json_str(part(entry, "kind", a), &kind) || !str_eq(kind, STR("shred")) ||
	    !read_id(part(entry, "id", a), &c.id) || !json_str(part(entry, "action", a), &action) ||
	    !json_str(part(entry, "reason", a), &c.reason) ||
	    !read_id(part(entry, "first", a), &c.first) ||
	    !read_groups(part(entry, "groups", a), a, &c) ||
	    !read_hashes(part(entry, "objects", a), a, &c.objects, &c.n_objects) ||
	    !read_hashes(part(entry, "digests", a), a, &c.digests, &c.n_digests))
		return bad(e);
	if (str_eq(action, STR("carried_out")))
		c.action = SHRED_CARRIED_OUT;
	else if (!str_eq(action, STR("request")))
		return bad(e);
	const struct json *second = part(entry, "second", a);
	c.has_second = second != NULL;
	if (second && (!read_id(second, &c.second) ||
		       !read_bytes(part(entry, "second_sig", a), c.second_sig, SIG_LEN)))
		return bad(e);
	*ret = c;
	return 0;
}

static int64_t recorded_of(const struct vault_entry *entry, struct arena *a)
{
	struct str s = STR_NULL;
	int64_t ms = 0;
	if (!json_str(part(entry, "recorded", a), &s) || !clock_parse(s, &ms))
		return 0;
	return ms;
}

typedef int each_shred(void *ctx, const struct vault_entry *entry, const struct shred_claim *c,
		       struct arena *a, struct err *e);

static int shreds_each(struct vault *v, each_shred *each, void *ctx, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *a = arena_new(0);
	TRY(store_stmt(v->st, &SHREDS, &q, e));
	for (;;) {
		struct vault_entry entry;
		struct shred_claim c;
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		arena_clear(a);
		TRY(vault_entry_read(v, col_int(q, 0), a, &entry, e));
		/* Of a site whose keys have not come, or of a later form: nothing to go by. */
		if (shred_claim_read(&entry, a, &c, NULL) == 0)
			TRY(each(ctx, &entry, &c, a, e));
	}
}

struct asked {
	const struct id *entity;
	int64_t ms;
	bool found;
};

static int each_asked(void *ctx, const struct vault_entry *entry, const struct shred_claim *c,
		      struct arena *a, struct err *e)
{
	struct asked *x = ctx;
	(void)e;
	if (c->action != SHRED_REQUEST)
		return 0;
	for (size_t i = 0; i < c->n_groups; i++) {
		if (!id_eq(&c->groups[i].entity, x->entity))
			continue;
		int64_t ms = recorded_of(entry, a);
		/* The oldest: a second request does not begin the period anew. */
		if (!x->found || ms < x->ms)
			x->ms = ms;
		x->found = true;
	}
	return 0;
}

int shred_request_of(struct vault *v, const struct id *entity, int64_t *ret_ms, struct err *e)
{
	struct asked x = { .entity = entity };
	TRY(shreds_each(v, each_asked, &x, e));
	if (!x.found)
		return err_set(e, ERR_NOTFOUND, "nobody has asked for this erasure");
	*ret_ms = x.ms;
	return 0;
}

int shred_wait_days(struct vault *v, int64_t *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s;
	*ret = SHRED_WAIT_DAYS;
	int rc = vault_setting_get(v, "shred_wait_days", a, &s, e);
	if (rc == ERR_NOTFOUND)
		return 0;
	TRY(rc);
	if (!str_to_int(s, ret) || *ret < 0)
		return err_set(e, ERR_CORRUPT, "the waiting period of this vault is damaged");
	return 0;
}

struct pending {
	struct vault *v;
	struct arena *a;
	struct vault_shred_pending *list;
	size_t n, cap;
};

static int still_open(struct vault *v, const struct id *gid, bool *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(v->st, &GROUP, &q, e));
	bind_blob(q, ":gid", gid->b, ID_LEN);
	TRY(stmt_next(q, &there, e));
	*ret = there && col_int(q, 0) != 0;
	return 0;
}

static int each_pending(void *ctx, const struct vault_entry *entry, const struct shred_claim *c,
			struct arena *a, struct err *e)
{
	struct pending *p = ctx;
	if (c->action != SHRED_CARRIED_OUT)
		return 0;
	for (size_t i = 0; i < c->n_groups; i++) {
		bool open;
		bool there = false;
		TRY(still_open(p->v, &c->groups[i].gid, &open, e));
		for (size_t k = 0; k < p->n; k++)
			there |= id_eq(&p->list[k].entity, &c->groups[i].entity);
		if (!open || there)
			continue;
		p->list = arena_grow(p->a, p->list, p->n, &p->cap, sizeof *p->list);
		p->list[p->n++] = (struct vault_shred_pending){
			.seq = entry->seq,
			.entity = c->groups[i].entity,
			.reason = str_copy(p->a, c->reason),
			.recorded_ms = recorded_of(entry, a),
		};
	}
	return 0;
}

int vault_shreds_pending(struct vault *v, struct arena *a, struct vault_shred_pending **ret,
			 size_t *ret_n, struct err *e)
{
	struct pending p = { .v = v, .a = a };
	TRY(shreds_each(v, each_pending, &p, e));
	*ret = p.list;
	*ret_n = p.n;
	return 0;
}
