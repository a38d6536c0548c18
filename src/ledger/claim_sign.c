/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim_sign.c - sealing: parts become disclosures, disclosures become digests, digests are signed.
 *
 * An import seals tens of thousands of claims a second, so nothing here asks the system for memory:
 * all lives in the caller's arena, and each text is measured before it is written.
 */
#include "ledger/claim.h"

#include "base/bytes.h"
#include "ledger/claim_priv.h"

struct sealing {
	const struct claim_random *rnd;
	struct arena *a;
	struct err *e;
	struct claim_disclosure *d;
	size_t n;
	size_t bytes; /* of the compact form so far */
};

struct digest {
	char text[DIGEST_LEN];
};

/* ---- checking what is to be sealed ---- */

static int check_parts(const struct claim_part *parts, size_t n, int depth, size_t *count,
		       struct err *e)
{
	if (depth > CLAIM_NESTING_MAX)
		return err_set(e, ERR_TOOBIG, "a claim nests its parts deeper than %d",
			       CLAIM_NESTING_MAX);
	if (n > CLAIM_DISCLOSURES_MAX - *count)
		return err_set(e, ERR_TOOBIG, "a claim has more than %d parts",
			       CLAIM_DISCLOSURES_MAX);
	*count += n;
	for (size_t i = 0; i < n; i++) {
		const struct claim_part *p = &parts[i];
		if (!claim_is_name(p->name))
			return err_set(e, ERR_INPUT, "\"%.*s\" is no name for a part of a claim",
				       STR_FMT(str_n(p->name.p, p->name.n < 40 ? p->name.n : 40)));
		for (size_t j = 0; j < i; j++)
			if (str_eq(p->name, parts[j].name))
				return err_set(e, ERR_INPUT, "a claim has two parts named %.*s",
					       STR_FMT(p->name));
		if (p->parts)
			TRY(check_parts(p->parts, p->n_parts, depth + 1, count, e));
	}
	return 0;
}

/* ---- writing into a measured text ---- */

static char *put(char *p, const void *from, size_t n)
{
	memcpy(p, from, n);
	return p + n;
}

#define PUT_LIT(p, lit) put((p), "" lit, sizeof(lit) - 1)

static size_t sd_len(size_t digests)
{
	return digests ? digests * DIGEST_STRIDE - 1 : 0;
}

static char *put_digests(char *p, const struct digest *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			*p++ = ',';
		*p++ = '"';
		p = put(p, d[i].text, DIGEST_LEN);
		*p++ = '"';
	}
	return p;
}

static int by_bytes(const void *x, const void *y)
{
	return memcmp(x, y, DIGEST_LEN);
}

/* A decoy is the hash of something random, so that nothing tells it from a digest (RFC 9901
 * section 4.2.5). Sorting hides which is which and the order of the parts. */
static void add_decoys(struct sealing *s, struct digest *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		uint8_t r[HASH_LEN];
		s->rnd->fill(s->rnd->ctx, r, sizeof r);
		claim_digest(d[i].text, str_n((const char *)r, sizeof r));
	}
	qsort(d, to, sizeof *d, by_bytes);
}

/* ---- disclosures ---- */

static int seal_part(struct sealing *s, const struct claim_part *p, struct digest *ret);

/* The value of a part with parts: {"_sd":[...]}. */
static int seal_nested(struct sealing *s, const struct claim_part *p, struct str *ret)
{
	size_t n =
		(p->n_parts + CLAIM_NEST_MULTIPLE - 1) / CLAIM_NEST_MULTIPLE * CLAIM_NEST_MULTIPLE;
	struct digest *d = NEW_N(s->a, n, struct digest);
	for (size_t i = 0; i < p->n_parts; i++)
		TRY(seal_part(s, &p->parts[i], &d[i]));
	add_decoys(s, d, p->n_parts, n);
	size_t len = strlen(CLAIM_SD_START) + sd_len(n) + strlen(CLAIM_SD_END);
	char *t = NEW_N(s->a, len, char);
	char *q = put_digests(PUT_LIT(t, CLAIM_SD_START), d, n);
	PUT_LIT(q, CLAIM_SD_END);
	*ret = str_n(t, len);
	return 0;
}

/* What is sealed stays: read it as every reader will. */
static int check_disclosure(struct sealing *s, struct str json, const struct claim_part *p)
{
	const struct json *v = NULL;
	int rc = json_read(json, json.n, JSON_COMPACT, s->a, &v, s->e);
	if (rc < 0) {
		err_wrap(s->e, "part %.*s of a claim", STR_FMT(p->name));
		return rc;
	}
	if (v->n != 3)
		return err_set(s->e, ERR_INPUT, "part %.*s of a claim is not one value",
			       STR_FMT(p->name));
	if (!p->parts && claim_has_reserved_names(v))
		return err_set(s->e, ERR_INPUT,
			       "part %.*s of a claim has a member named _sd or ...",
			       STR_FMT(p->name));
	return 0;
}

static int seal_part(struct sealing *s, const struct claim_part *p, struct digest *ret)
{
	size_t at = s->n++; /* a part stands before its parts */
	struct str value = p->value;
	uint8_t salt[CLAIM_SALT_LEN];
	s->rnd->fill(s->rnd->ctx, salt, sizeof salt);
	if (p->parts)
		TRY(seal_nested(s, p, &value));
	if (value.n > CLAIM_DISCLOSURE_MAX)
		return err_set(s->e, ERR_TOOBIG, "part %.*s of a claim is too long",
			       STR_FMT(p->name));

	size_t len = 2 + CLAIM_SALT_TEXT_LEN + 3 + p->name.n + 2 + value.n + 1;
	char *json = NEW_N(s->a, len, char);
	char *q = PUT_LIT(json, "[\"");
	b64url_encode(q, salt, sizeof salt);
	q = PUT_LIT(q + CLAIM_SALT_TEXT_LEN, "\",\"");
	q = put(q, p->name.p, p->name.n);
	q = PUT_LIT(q, "\",");
	if (value.n)
		q = put(q, value.p, value.n);
	PUT_LIT(q, "]");
	TRY(check_disclosure(s, str_n(json, len), p));

	struct str text = b64url_str(s->a, (const uint8_t *)json, len);
	if (text.n > CLAIM_DISCLOSURE_MAX || text.n + 1 > CLAIM_COMPACT_MAX - s->bytes)
		return err_set(s->e, ERR_TOOBIG, "part %.*s makes the claim too long",
			       STR_FMT(p->name));
	s->bytes += text.n + 1;
	s->d[at] = (struct claim_disclosure){ .text = text, .group = p->group };
	claim_digest(ret->text, text);
	return 0;
}

/* ---- the JWT ---- */

static struct str write_header(struct arena *a, const struct sign_key *k)
{
	char kid[CLAIM_KID_LEN + 1];
	size_t len = strlen(CLAIM_HEADER_START) + CLAIM_KID_LEN + strlen(CLAIM_HEADER_END);
	char *t = NEW_N(a, len, char);
	claim_kid(kid, k->public);
	char *q = put(PUT_LIT(t, CLAIM_HEADER_START), kid, CLAIM_KID_LEN);
	PUT_LIT(q, CLAIM_HEADER_END);
	return str_n(t, len);
}

static struct str write_payload(struct arena *a, const struct digest *d, size_t n)
{
	size_t len = strlen(CLAIM_SD_START) + sd_len(n) + strlen(CLAIM_PAYLOAD_END);
	char *t = NEW_N(a, len, char);
	char *q = put_digests(PUT_LIT(t, CLAIM_SD_START), d, n);
	PUT_LIT(q, CLAIM_PAYLOAD_END);
	return str_n(t, len);
}

static struct str write_jwt(struct arena *a, struct str header, struct str payload,
			    const struct sign_key *k)
{
	size_t h = b64url_len(header.n);
	size_t p = b64url_len(payload.n);
	char *t = NEW_N(a, h + 1 + p + 1 + SIG_TEXT_LEN, char);
	uint8_t sig[SIG_LEN];
	b64url_encode(t, (const uint8_t *)header.p, header.n);
	t[h] = '.';
	b64url_encode(t + h + 1, (const uint8_t *)payload.p, payload.n);
	sign(sig, str_n(t, h + 1 + p), k);
	t[h + 1 + p] = '.';
	b64url_encode(t + h + 1 + p + 1, sig, sizeof sig);
	return str_n(t, h + 1 + p + 1 + SIG_TEXT_LEN);
}

int claim_sign_with(const struct claim_part *parts, size_t n, const struct sign_key *k,
		    const struct claim_random *rnd, struct arena *a, struct claim *ret,
		    struct err *e)
{
	size_t count = 0;
	TRY(check_parts(parts, n, 1, &count, e));
	struct sealing s = { .rnd = rnd, .a = a, .e = e };
	s.d = NEW_N(a, count, struct claim_disclosure);

	uint8_t r;
	rnd->fill(rnd->ctx, &r, 1);
	size_t decoys = CLAIM_DECOYS_MIN + r % (CLAIM_DECOYS_MAX - CLAIM_DECOYS_MIN + 1);
	struct digest *d = NEW_N(a, n + decoys, struct digest);
	for (size_t i = 0; i < n; i++)
		TRY(seal_part(&s, &parts[i], &d[i]));
	add_decoys(&s, d, n, n + decoys);

	struct claim c = { .disclosures = s.d, .n = count };
	c.jwt = write_jwt(a, write_header(a, k), write_payload(a, d, n + decoys), k);
	if (c.jwt.n > CLAIM_JWT_MAX || c.jwt.n + 1 > CLAIM_COMPACT_MAX - s.bytes)
		return err_set(e, ERR_TOOBIG, "a claim is too long");
	c.hash = hash_of(c.jwt);
	*ret = c;
	return 0;
}

static void from_system(void *ctx, void *p, size_t n)
{
	(void)ctx;
	random_bytes(p, n);
}

int claim_sign(const struct claim_part *parts, size_t n, const struct sign_key *k, struct arena *a,
	       struct claim *ret, struct err *e)
{
	static const struct claim_random SYSTEM = { .fill = from_system };
	return claim_sign_with(parts, n, k, &SYSTEM, a, ret, e);
}
