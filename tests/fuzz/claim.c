/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/* A claim in compact form: no crash; joined again it has the same bytes; any part of an opened claim
 * opens again; values that are read are written as they stood. */
#include "fuzz.h"

#include "ledger/key_claim.h"
#include "ledger/value.h"

static void rewrite(const struct claim_view *v, struct arena *a)
{
	for (size_t i = 0; i < v->n; i++) {
		struct value_field f;
		struct value_ref r;
		const struct json *j = v->fields[i].value;
		AUTO_BUF b;
		buf_init(&b, CLAIM_COMPACT_MAX);
		if (value_field_read(j, a, &f, NULL) == 0) {
			if (value_field_write(&b, &f, NULL) < 0 || !str_eq(buf_str(&b), j->raw))
				die("a field is not written as it was read");
		} else if (value_ref_read(j, &r, NULL) == 0) {
			if (value_ref_write(&b, &r, NULL) < 0 || !str_eq(buf_str(&b), j->raw))
				die("a reference is not written as it was read");
		}
	}
}

/* Whatever has a short form comes back from it. */
static void shorten(struct str jwt, struct arena *a)
{
	uint8_t t[CLAIM_SHORT_MAX];
	size_t n;
	struct str back;
	if (!claim_shorten(jwt, t, &n))
		return;
	if (claim_lengthen(str_n((const char *)t, n), a, &back, NULL) < 0 || !str_eq(back, jwt))
		die("a claim is not what it was before it was kept");
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const uint8_t PUB[KEY_LEN] = { 1 };
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b = { 0 };
	struct claim_view v;
	struct key_claim k;
	struct str jwt;
	struct str *d;
	size_t m;
	struct str s = str_n((const char *)p, n);
	if (crypto_init(NULL) < 0 || claim_split(s, a, &jwt, &d, &m, NULL) < 0)
		return 0;
	buf_init(&b, 2 * CLAIM_COMPACT_MAX);
	claim_join(&b, jwt, d, m);
	if (!str_eq(buf_str(&b), s))
		die("joined again, a claim differs");
	shorten(jwt, a);
	if (claim_open(jwt, d, m, a, &v, NULL) < 0)
		return 0;
	if (claim_verify(jwt, PUB, NULL) == 0)
		die("a claim is signed by a key that is none");
	(void)!key_claim_read(&v, &k, NULL);
	rewrite(&v, a);
	struct str out[] = { STR("source/id"), STR("f1") };
	claim_redact(&v, out, COUNT(out), a, &d, &m);
	if (claim_open(jwt, d, m, a, &v, NULL) < 0)
		die("a part of a claim does not open");
	return 0;
}
