/* SPDX-License-Identifier: Apache-2.0 */
/* claim.c - names, ids, and the compact form of a claim. */
#include "ledger/claim.h"

#include "base/bytes.h"
#include "ledger/claim_priv.h"

bool claim_is_name(struct str s)
{
	if (s.n == 0 || s.n > CLAIM_NAME_MAX || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (size_t i = 1; i < s.n; i++) {
		char c = s.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
			return false;
	}
	return true;
}

bool claim_has_reserved_names(const struct json *v)
{
	for (const struct json *i = json_first(v); i; i = i->next) {
		if (i->name.n && (str_eq(i->name, STR("_sd")) || str_eq(i->name, STR("..."))))
			return true;
		if (claim_has_reserved_names(i))
			return true;
	}
	return false;
}

void claim_digest(char ret[static DIGEST_LEN], struct str disclosure)
{
	struct hash h = hash_of(disclosure);
	b64url_encode(ret, h.b, HASH_LEN);
}

void claim_kid(char ret[static CLAIM_KID_LEN + 1], const uint8_t pub[static KEY_LEN])
{
	static const struct str HEAD = { "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"", 34 };
	char t[34 + 43 + 2];
	static_assert(sizeof t == 79, "the thumbprint's input has no padding");
	memcpy(t, HEAD.p, HEAD.n);
	b64url_encode(t + HEAD.n, pub, KEY_LEN);
	memcpy(t + HEAD.n + 43, "\"}", 2);
	struct hash h = hash_of(str_n(t, sizeof t));
	b64url_encode(ret, h.b, HASH_LEN);
	ret[CLAIM_KID_LEN] = '\0';
}

/* ---- the compact form ---- */

int claim_split(struct str compact, struct arena *a, struct str *ret_jwt,
		struct str **ret_disclosures, size_t *ret_n, struct err *e)
{
	size_t n = 0;
	struct str jwt;
	if (compact.n > CLAIM_COMPACT_MAX)
		return err_set(e, ERR_TOOBIG, "a claim has more than %d bytes", CLAIM_COMPACT_MAX);
	if (!str_ends(compact, STR("~")))
		return err_set(e, ERR_INPUT, "a claim in compact form ends in a tilde");
	for (size_t i = 0; i < compact.n; i++)
		n += compact.p[i] == '~';
	n--; /* one ends the JWT */
	if (n > CLAIM_DISCLOSURES_MAX)
		return err_set(e, ERR_TOOBIG, "a claim has more than %d disclosures",
			       CLAIM_DISCLOSURES_MAX);
	struct str *d = NEW_N(a, n, struct str);
	struct str rest = str_cut(compact, '~', &jwt);
	for (size_t i = 0; i < n; i++) {
		rest = str_cut(rest, '~', &d[i]);
		if (d[i].n == 0)
			return err_set(e, ERR_INPUT, "a claim with an empty disclosure");
	}
	*ret_jwt = jwt;
	*ret_disclosures = d;
	*ret_n = n;
	return 0;
}

void claim_join(struct buf *b, struct str jwt, const struct str *disclosures, size_t n)
{
	buf_add(b, jwt);
	buf_char(b, '~');
	for (size_t i = 0; i < n; i++) {
		buf_add(b, disclosures[i]);
		buf_char(b, '~');
	}
}

/* ---- looking into a view ---- */

static int find_in(const struct claim_view *v, int parent, struct str name)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->fields[i].parent == parent && str_eq(v->fields[i].name, name))
			return (int)i;
	return -1;
}

static int find_path(const struct claim_view *v, struct str path)
{
	int at = -1;
	do {
		struct str name;
		path = str_cut(path, '/', &name);
		at = find_in(v, at, name);
	} while (at >= 0 && path.p);
	return at;
}

const struct claim_field *claim_find(const struct claim_view *v, struct str path)
{
	int at = find_path(v, path);
	return at < 0 ? NULL : &v->fields[at];
}

const struct json *claim_value(const struct claim_view *v, struct str path)
{
	const struct claim_field *f = claim_find(v, path);
	return f ? f->value : NULL;
}

void claim_redact(const struct claim_view *v, const struct str *leave_out, size_t n,
		  struct arena *a, struct str **ret_disclosures, size_t *ret_n)
{
	bool *out = NEW_N(a, v->n, bool);
	struct str *d = NEW_N(a, v->n, struct str);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		int at = find_path(v, leave_out[i]);
		if (at >= 0)
			out[at] = true;
	}
	for (size_t i = 0; i < v->n; i++) {
		bool gone = false;
		for (int up = (int)i; up >= 0 && !gone; up = v->fields[up].parent)
			gone = out[up];
		if (!gone)
			d[kept++] = v->fields[i].disclosure;
	}
	*ret_disclosures = d;
	*ret_n = kept;
}
