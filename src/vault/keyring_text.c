/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keyring_text.c - a keyring as JSON, one row an array, strictly.
 *
 * Rows have an order and bytes one spelling, so that equal keyrings are equal files: a sync sees by
 * the hash that nothing changed.
 */
#include "vault/keyring.h"

#include "base/bytes.h"
#include "base/json.h"

static const char FORMAT[] = "vigil/keyring/v1";

/* ---- writing ---- */

static void put_bytes(struct buf *b, const void *p, size_t n)
{
	char text[256];
	size_t step = 120; /* a multiple of three: pieces join without padding */
	const uint8_t *from = p;
	buf_char(b, '"');
	while (n) {
		size_t now = n < step ? n : step;
		b64url_encode(text, from, now);
		buf_add_n(b, text, b64url_len(now));
		from += now;
		n -= now;
	}
	buf_char(b, '"');
}

static void put_or_null(struct buf *b, const struct id *id)
{
	if (id_is_nil(id))
		buf_lit(b, "null");
	else
		put_bytes(b, id->b, ID_LEN);
}

static void comma(struct buf *b, size_t i)
{
	buf_add(b, i ? STR(",[") : STR("["));
}

static void put_group(struct buf *b, const struct keyring_group *g)
{
	put_bytes(b, g->gid.b, ID_LEN);
	buf_char(b, ',');
	put_bytes(b, g->entity.b, ID_LEN);
	buf_char(b, ',');
	if (g->compartment.n)
		json_put_str(b, g->compartment);
	else
		buf_lit(b, "null");
	buf_char(b, ',');
	put_or_null(b, &g->ckey);
	buf_char(b, ',');
	put_bytes(b, g->key, g->compartment.n ? KEYRING_WRAPPED : KEY_LEN);
	buf_char(b, ']');
}

static void put_key(struct buf *b, const struct keyring_key *k)
{
	json_put_str(b, k->compartment);
	buf_char(b, ',');
	put_bytes(b, k->ckey.b, ID_LEN);
	buf_char(b, ',');
	put_bytes(b, k->member.b, ID_LEN);
	buf_char(b, ',');
	put_bytes(b, k->sealed, KEYRING_SEALED);
	buf_char(b, ']');
}

static void put_object(struct buf *b, const struct keyring_object *o)
{
	put_bytes(b, o->name.b, HASH_LEN);
	buf_char(b, ',');
	json_put_int(b, o->bytes);
	buf_char(b, ',');
	put_bytes(b, o->dedup.b, HASH_LEN);
	buf_char(b, ',');
	put_bytes(b, o->gid.b, ID_LEN);
	buf_char(b, ',');
	put_bytes(b, o->header.p, o->header.n);
	buf_char(b, ']');
}

void keyring_write(struct buf *b, const struct keyring *k)
{
	buf_printf(b, "{\"format\":\"%s\",\"groups\":[", FORMAT);
	for (size_t i = 0; i < k->n_groups; i++) {
		comma(b, i);
		put_group(b, &k->groups[i]);
	}
	buf_lit(b, "],\"keys\":[");
	for (size_t i = 0; i < k->n_keys; i++) {
		comma(b, i);
		put_key(b, &k->keys[i]);
	}
	buf_lit(b, "],\"objects\":[");
	for (size_t i = 0; i < k->n_objects; i++) {
		comma(b, i);
		put_object(b, &k->objects[i]);
	}
	buf_lit(b, "]}");
}

/* ---- reading ---- */

/* The values of one row, in turn; `bad` once one is not as it has to be. */
struct row {
	const struct json *at;
	bool bad;
};

static struct row row_of(const struct json *j, uint32_t n)
{
	return (struct row){ json_first(j), j->type != JSON_ARRAY || j->n != n };
}

static const struct json *next(struct row *r)
{
	const struct json *j = r->at;
	if (j)
		r->at = j->next;
	else
		r->bad = true;
	return j;
}

static void take_bytes(struct row *r, void *ret, size_t n)
{
	struct str s;
	size_t got = 0;
	if (!json_str(next(r), &s) || !b64url_decode(ret, n, &got, s) || got != n)
		r->bad = true;
}

static void take_or_null(struct row *r, struct id *ret)
{
	if (r->at && r->at->type == JSON_NULL) {
		next(r);
		*ret = (struct id){ { 0 } };
		return;
	}
	take_bytes(r, ret->b, ID_LEN);
	r->bad |= id_is_nil(ret);
}

static void take_name(struct row *r, struct str *ret)
{
	struct str s = STR_NULL;
	if (!json_str(next(r), &s) || s.n == 0 || s.n > KEYRING_NAME_MAX)
		r->bad = true;
	for (size_t i = 0; i < s.n; i++)
		r->bad |= !((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
			    s.p[i] == '-' || s.p[i] == '_');
	*ret = s;
}

static bool read_group(const struct json *j, struct keyring_group *g)
{
	struct row r = row_of(j, 5);
	take_bytes(&r, g->gid.b, ID_LEN);
	take_bytes(&r, g->entity.b, ID_LEN);
	if (r.at && r.at->type == JSON_NULL) {
		next(&r);
		g->compartment = STR_NULL;
	} else {
		take_name(&r, &g->compartment);
	}
	take_or_null(&r, &g->ckey);
	take_bytes(&r, g->key, g->compartment.n ? KEYRING_WRAPPED : KEY_LEN);
	return !r.bad && (g->compartment.n == 0) == id_is_nil(&g->ckey);
}

static bool read_key(const struct json *j, struct keyring_key *k)
{
	struct row r = row_of(j, 4);
	take_name(&r, &k->compartment);
	take_bytes(&r, k->ckey.b, ID_LEN);
	take_bytes(&r, k->member.b, ID_LEN);
	take_bytes(&r, k->sealed, KEYRING_SEALED);
	return !r.bad;
}

static bool read_object(const struct json *j, struct arena *a, struct keyring_object *o)
{
	struct row r = row_of(j, 5);
	struct str text = STR_NULL;
	size_t n = 0;
	take_bytes(&r, o->name.b, HASH_LEN);
	if (!json_int(next(&r), &o->bytes) || o->bytes < 0)
		return false;
	take_bytes(&r, o->dedup.b, HASH_LEN);
	take_bytes(&r, o->gid.b, ID_LEN);
	if (!json_str(next(&r), &text) || text.n == 0 || text.n > b64url_len(KEYRING_HEADER_MAX))
		return false;
	uint8_t *p = NEW_N(a, text.n, uint8_t);
	if (!b64url_decode(p, text.n, &n, text))
		return false;
	o->header = str_n((char *)p, n);
	return !r.bad;
}

static bool read_groups(const struct json *list, struct arena *a, struct keyring *k)
{
	k->groups = NEW_N(a, list->n, struct keyring_group);
	for (const struct json *j = json_first(list); j; j = j->next) {
		struct keyring_group *g = &k->groups[k->n_groups];
		if (!read_group(j, g) ||
		    (k->n_groups && memcmp(g[-1].gid.b, g->gid.b, ID_LEN) >= 0))
			return false;
		k->n_groups++;
	}
	return true;
}

static int key_order(const struct keyring_key *x, const struct keyring_key *y)
{
	int c = memcmp(x->ckey.b, y->ckey.b, ID_LEN);
	c = c ? c : memcmp(x->member.b, y->member.b, ID_LEN);
	return c ? c : str_cmp(x->compartment, y->compartment);
}

static bool read_keys(const struct json *list, struct arena *a, struct keyring *k)
{
	k->keys = NEW_N(a, list->n, struct keyring_key);
	for (const struct json *j = json_first(list); j; j = j->next) {
		struct keyring_key *key = &k->keys[k->n_keys];
		if (!read_key(j, key) || (k->n_keys && key_order(&key[-1], key) >= 0))
			return false;
		k->n_keys++;
	}
	return true;
}

static bool read_objects(const struct json *list, struct arena *a, struct keyring *k)
{
	k->objects = NEW_N(a, list->n, struct keyring_object);
	for (const struct json *j = json_first(list); j; j = j->next) {
		struct keyring_object *o = &k->objects[k->n_objects];
		if (!read_object(j, a, o) ||
		    (k->n_objects && memcmp(o[-1].name.b, o->name.b, HASH_LEN) >= 0))
			return false;
		k->n_objects++;
	}
	return true;
}

/* The four members in the order in which they are written. */
static bool in_order(const struct json *o)
{
	static const char *const NAMES[] = { "format", "groups", "keys", "objects" };
	const struct json *j = json_first(o);
	for (size_t i = 0; i < COUNT(NAMES); i++, j = j->next) {
		if (!j || !str_eq(j->name, str_of(NAMES[i])) || (i && j->type != JSON_ARRAY))
			return false;
	}
	return o->n == COUNT(NAMES);
}

int keyring_read(struct str bytes, struct arena *a, struct keyring *ret, struct err *e)
{
	struct keyring k = { 0 };
	const struct json *o;
	struct str format;
	TRY(json_read(bytes, KEYRING_MAX, JSON_COMPACT, a, &o, e));
	if (!json_str(json_get(o, STR("format")), &format) || !str_eq(format, str_of(FORMAT)))
		return err_set(e, ERR_INPUT, "not a keyring that this version of Vigil knows");
	if (!in_order(o) || !read_groups(json_get(o, STR("groups")), a, &k) ||
	    !read_keys(json_get(o, STR("keys")), a, &k) ||
	    !read_objects(json_get(o, STR("objects")), a, &k))
		return err_set(e, ERR_INPUT, "a keyring has not the form it has to have");
	*ret = k;
	return 0;
}
