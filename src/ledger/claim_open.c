/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim_open.c - reading a claim with any part of its disclosures.
 *
 * The signed part has one spelling, so it is compared rather than parsed: the header is a constant
 * around the key id, and a list of digests is text with one digest every 46 bytes, sorted, in
 * which a digest is found by halving.
 */
#include "ledger/claim.h"

#include "base/bytes.h"
#include "ledger/claim_priv.h"

/* `n` digests in text, DIGEST_STRIDE apart, ascending. */
struct digests {
	const char *first;
	size_t n;
	int field; /* whose value they are in; -1: the payload */
};

struct opening {
	struct arena *a;
	struct err *e;
	struct claim_field *fields;
	struct str *salts;
	size_t n;
	struct digests *lists; /* the payload's, then one for each field with parts */
	size_t n_lists;
};

static int bad(struct err *e, const char *what)
{
	return err_set(e, ERR_INPUT, "not a claim: %s", what);
}

static int decode(struct str text, struct arena *a, struct str *ret)
{
	uint8_t *p = NEW_N(a, text.n, uint8_t);
	size_t n = 0;
	if (!b64url_decode(p, text.n, &n, text))
		return ERR_INPUT;
	*ret = str_n((const char *)p, n);
	return 0;
}

/* ---- the JWT ---- */

struct jwt {
	struct str header, payload, sig; /* base64url */
	struct str signing_input;
};

static int split_jwt(struct str s, struct jwt *ret, struct err *e)
{
	struct str rest = s;
	if (s.n > CLAIM_JWT_MAX)
		return err_set(e, ERR_TOOBIG, "a claim's JWT has more than %d bytes",
			       CLAIM_JWT_MAX);
	rest = str_cut(rest, '.', &ret->header);
	rest = str_cut(rest, '.', &ret->payload);
	if (rest.p == NULL || rest.n != SIG_TEXT_LEN)
		return bad(e, "it is not a header, a payload and an Ed25519 signature");
	ret->sig = rest;
	ret->signing_input = str_n(s.p, s.n - SIG_TEXT_LEN - 1);
	return 0;
}

/* Borrowed from `t`, which has room for the whole header. */
static int read_kid(struct str header, char *t, size_t max, struct str *ret, struct err *e)
{
	size_t n = 0;
	uint8_t thumbprint[HASH_LEN];
	size_t m = 0;
	if (!b64url_decode((uint8_t *)t, max, &n, header))
		return bad(e, "the header is not base64url, or too long");
	struct str h = str_n(t, n);
	if (!str_starts(h, STR(CLAIM_HEADER_START)) || !str_ends(h, STR(CLAIM_HEADER_END)) ||
	    h.n != strlen(CLAIM_HEADER_START) + CLAIM_KID_LEN + strlen(CLAIM_HEADER_END))
		return bad(e, "the header is not ours");
	struct str kid = str_n(t + strlen(CLAIM_HEADER_START), CLAIM_KID_LEN);
	if (!b64url_decode(thumbprint, sizeof thumbprint, &m, kid) || m != HASH_LEN)
		return bad(e, "the key id is not a thumbprint");
	*ret = kid;
	return 0;
}

enum { HEADER_MAX = 128 };

/* The list between the brackets: digests in quotes, canonical, ascending, none twice. */
static int read_digests(struct str s, struct digests *ret, struct err *e)
{
	size_t n = (s.n + 1) / DIGEST_STRIDE;
	if (s.n == 0 || n * DIGEST_STRIDE - 1 != s.n)
		return bad(e, "_sd is not a list of digests");
	if (n > CLAIM_DIGESTS_MAX)
		return err_set(e, ERR_TOOBIG, "a claim has more than %d digests in one list",
			       CLAIM_DIGESTS_MAX);
	for (size_t i = 0; i < n; i++) {
		const char *p = s.p + i * DIGEST_STRIDE;
		uint8_t h[HASH_LEN];
		size_t m = 0;
		if (p[0] != '"' || p[DIGEST_LEN + 1] != '"' ||
		    (i + 1 < n && p[DIGEST_LEN + 2] != ',') ||
		    !b64url_decode(h, sizeof h, &m, str_n(p + 1, DIGEST_LEN)) || m != HASH_LEN)
			return bad(e, "_sd is not a list of digests");
		if (i && memcmp(p + 1 - DIGEST_STRIDE, p + 1, DIGEST_LEN) >= 0)
			return bad(e, "the digests are not in ascending order");
	}
	ret->first = s.p + 1;
	ret->n = n;
	return 0;
}

static bool cut_frame(struct str s, struct str head, struct str tail, struct str *ret)
{
	if (s.n < head.n + tail.n || !str_starts(s, head) || !str_ends(s, tail))
		return false;
	*ret = str_n(s.p + head.n, s.n - head.n - tail.n);
	return true;
}

static int read_payload(struct str text, struct arena *a, struct digests *ret, struct err *e)
{
	struct str s;
	if (decode(text, a, &s) < 0)
		return bad(e, "the payload is not base64url");
	if (!cut_frame(s, STR(CLAIM_SD_START), STR(CLAIM_PAYLOAD_END), &s))
		return bad(e, "the payload is not {\"_sd\":[...],\"v\":1}");
	ret->field = -1;
	return read_digests(s, ret, e);
}

static ptrdiff_t find_digest(const struct digests *l, const char *digest)
{
	size_t from = 0;
	size_t to = l->n;
	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int c = memcmp(l->first + mid * DIGEST_STRIDE, digest, DIGEST_LEN);
		if (c == 0)
			return (ptrdiff_t)mid;
		if (c < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return -1;
}

/* ---- disclosures ---- */

static bool is_salt(struct str s)
{
	uint8_t b[64];
	size_t n = 0;
	return b64url_decode(b, sizeof b, &n, s) && n >= CLAIM_SALT_LEN;
}

/* A part that only commits to its parts gets a list of its own. */
static int read_nested(struct opening *o, struct claim_field *f)
{
	struct str s;
	struct digests *l = &o->lists[o->n_lists];
	if (!cut_frame(f->value->raw, STR(CLAIM_SD_START), STR(CLAIM_SD_END), &s) ||
	    f->value->n != 1)
		return bad(o->e, "_sd stands beside other members");
	TRY(read_digests(s, l, o->e));
	l->field = (int)(f - o->fields);
	o->n_lists++;
	f->parts = true;
	return 0;
}

static int read_disclosure(struct opening *o, struct str text)
{
	struct str json;
	const struct json *v = NULL;
	struct claim_field *f = &o->fields[o->n];
	if (text.n > CLAIM_DISCLOSURE_MAX)
		return err_set(o->e, ERR_TOOBIG, "a disclosure has more than %d bytes",
			       CLAIM_DISCLOSURE_MAX);
	if (decode(text, o->a, &json) < 0)
		return bad(o->e, "a disclosure is not base64url");
	int rc = json_read(json, json.n, JSON_COMPACT, o->a, &v, o->e);
	if (rc < 0) {
		err_wrap(o->e, "a disclosure");
		return rc;
	}
	const struct json *salt = json_first(v);
	if (v->type != JSON_ARRAY || v->n != 3 || !json_str(salt, &o->salts[o->n]) ||
	    !json_str(salt->next, &f->name))
		return bad(o->e, "a disclosure is not [salt, name, value]");
	if (!is_salt(o->salts[o->n]))
		return bad(o->e, "a salt has fewer than 128 bits");
	if (!claim_is_name(f->name))
		return bad(o->e, "a part has a name that is not allowed");
	f->value = salt->next->next;
	f->disclosure = text;
	f->parent = -1;
	o->n++;
	if (f->value->type == JSON_OBJECT && json_get(f->value, STR("_sd")))
		return read_nested(o, f);
	if (claim_has_reserved_names(f->value))
		return bad(o->e, "a value has a member named _sd or ...");
	return 0;
}

/* ---- that everything fits together ---- */

/* Find the one place of each disclosure's digest, which gives it its parent. */
static int place_fields(struct opening *o)
{
	for (size_t i = 0; i < o->n; i++) {
		char d[DIGEST_LEN];
		bool found = false;
		claim_digest(d, o->fields[i].disclosure);
		for (size_t l = 0; l < o->n_lists && !found; l++) {
			found = find_digest(&o->lists[l], d) >= 0;
			if (found)
				o->fields[i].parent = o->lists[l].field;
		}
		if (!found)
			return err_set(
				o->e, ERR_CORRUPT,
				"a disclosure does not belong to this claim, or what holds it "
				"is not shown");
	}
	return 0;
}

/* RFC 9901 section 7.1: no digest stands twice, in whatever lists. Within one list the order has
 * shown it. */
static int check_lists(const struct opening *o)
{
	for (size_t x = 0; x < o->n_lists; x++)
		for (size_t y = x + 1; y < o->n_lists; y++)
			for (size_t i = 0; i < o->lists[y].n; i++)
				if (find_digest(&o->lists[x],
						o->lists[y].first + i * DIGEST_STRIDE) >= 0)
					return bad(o->e, "a digest stands twice");
	return 0;
}

static int check_fields(const struct opening *o)
{
	for (size_t i = 0; i < o->n; i++) {
		int depth = 1;
		for (int up = o->fields[i].parent; up >= 0; up = o->fields[up].parent)
			depth++;
		if (depth > CLAIM_NESTING_MAX)
			return err_set(o->e, ERR_TOOBIG, "a claim nests its parts deeper than %d",
				       CLAIM_NESTING_MAX);
		for (size_t j = 0; j < i; j++) {
			if (str_eq(o->salts[i], o->salts[j]))
				return bad(o->e, "a salt or a disclosure is used twice");
			if (o->fields[i].parent == o->fields[j].parent &&
			    str_eq(o->fields[i].name, o->fields[j].name))
				return bad(o->e, "two parts have one name");
		}
	}
	return 0;
}

static int check_sizes(struct str jwt, const struct str *disclosures, size_t n, struct err *e)
{
	size_t total = jwt.n + 1;
	if (n > CLAIM_DISCLOSURES_MAX)
		return err_set(e, ERR_TOOBIG, "a claim has more than %d disclosures",
			       CLAIM_DISCLOSURES_MAX);
	for (size_t i = 0; i < n && total <= CLAIM_COMPACT_MAX; i++)
		total += disclosures[i].n + 1;
	if (total > CLAIM_COMPACT_MAX)
		return err_set(e, ERR_TOOBIG, "a claim has more than %d bytes", CLAIM_COMPACT_MAX);
	return 0;
}

int claim_open(struct str jwt, const struct str *disclosures, size_t n, struct arena *a,
	       struct claim_view *ret, struct err *e)
{
	struct jwt j;
	struct claim_view v = { .jwt = jwt };
	struct opening o = { .a = a, .e = e };
	uint8_t sig[SIG_LEN];
	size_t m = 0;
	TRY(check_sizes(jwt, disclosures, n, e));
	TRY(split_jwt(jwt, &j, e));
	TRY(read_kid(j.header, NEW_N(a, HEADER_MAX, char), HEADER_MAX, &v.kid, e));
	if (!b64url_decode(sig, sizeof sig, &m, j.sig) || m != SIG_LEN)
		return bad(e, "the signature is not base64url");
	o.fields = NEW_N(a, n, struct claim_field);
	o.salts = NEW_N(a, n, struct str);
	o.lists = NEW_N(a, n + 1, struct digests);
	TRY(read_payload(j.payload, a, &o.lists[o.n_lists++], e));
	for (size_t i = 0; i < n; i++)
		TRY(read_disclosure(&o, disclosures[i]));
	TRY(check_lists(&o));
	TRY(place_fields(&o));
	TRY(check_fields(&o));
	v.hash = hash_of(jwt);
	v.fields = o.fields;
	v.n = n;
	for (size_t i = 0; i < o.n_lists; i++)
		v.withheld += o.lists[i].n;
	v.withheld -= n;
	*ret = v;
	return 0;
}

int claim_read_kid(struct str jwt, char ret[static CLAIM_KID_LEN + 1], struct err *e)
{
	struct jwt j;
	char t[HEADER_MAX];
	struct str kid;
	TRY(split_jwt(jwt, &j, e));
	TRY(read_kid(j.header, t, sizeof t, &kid, e));
	memcpy(ret, kid.p, CLAIM_KID_LEN);
	ret[CLAIM_KID_LEN] = '\0';
	return 0;
}

int claim_verify(struct str jwt, const uint8_t pub[static KEY_LEN], struct err *e)
{
	struct jwt j;
	char t[HEADER_MAX];
	char want[CLAIM_KID_LEN + 1];
	struct str kid;
	uint8_t sig[SIG_LEN];
	size_t n = 0;
	TRY(split_jwt(jwt, &j, e));
	TRY(read_kid(j.header, t, sizeof t, &kid, e));
	claim_kid(want, pub);
	if (!str_eq(kid, str_of(want)))
		return err_set(e, ERR_CORRUPT,
			       "the claim names another key than the one it is checked with");
	if (!b64url_decode(sig, sizeof sig, &n, j.sig) || n != SIG_LEN)
		return bad(e, "the signature is not base64url");
	if (!sign_verify(sig, j.signing_input, pub))
		return err_set(e, ERR_CORRUPT, "the signature of the claim does not hold");
	return 0;
}
