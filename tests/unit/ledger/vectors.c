/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vectors of docs/formats/vectors/ are what this code makes from stated keys and salts, byte for
 * byte.
 */
#include "example.h"
#include "vectors.h"

static void put_member(struct buf *b, const char *indent, const char *name, struct str text)
{
	buf_printf(b, "%s\"%s\": ", indent, name);
	json_put_str(b, text);
	buf_lit(b, ",\n");
}

static void put_disclosure(struct buf *b, const struct claim_disclosure *d, struct arena *a)
{
	char digest[DIGEST_LEN];
	char *json = NEW_N(a, d->text.n, char);
	size_t n = 0;
	CHECK(b64url_decode((uint8_t *)json, d->text.n, &n, d->text));
	claim_digest(digest, d->text);
	buf_lit(b, "  {\n");
	put_member(b, "   ", "json", str_n(json, n));
	put_member(b, "   ", "disclosure", d->text);
	put_member(b, "   ", "digest", str_n(digest, DIGEST_LEN));
	buf_printf(b, "   \"group\": %d\n  }", d->group);
}

static void put_claim(struct buf *b, struct example *x, size_t i, const struct sign_key *k)
{
	const struct claim *c = &x->claim[i];
	char kid[CLAIM_KID_LEN + 1];
	claim_kid(kid, k->public);
	buf_lit(b, "{\n");
	put_member(b, " ", "seed", hex_str(x->a, k->secret, KEY_LEN));
	put_member(b, " ", "public", b64url_str(x->a, k->public, KEY_LEN));
	put_member(b, " ", "kid", str_of(kid));
	buf_lit(b, " \"disclosures\": [\n");
	for (size_t d = 0; d < c->n; d++) {
		put_disclosure(b, &c->disclosures[d], x->a);
		buf_add(b, d + 1 < c->n ? STR(",\n") : STR("\n"));
	}
	buf_lit(b, " ],\n");
	put_member(b, " ", "jwt", c->jwt);
	put_member(b, " ", "jwt_sha256", hex_str(x->a, c->hash.b, HASH_LEN));
	put_member(b, " ", "entry", x->entry[i]);
	buf_printf(b, " \"leaf\": \"%.*s\"\n}\n", STR_FMT(hex_str(x->a, x->leaf[i].b, HASH_LEN)));
}

static void put_hashes(struct buf *b, struct arena *a, const struct hash *h, size_t n)
{
	buf_char(b, '[');
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s\"%.*s\"", i ? "," : "", STR_FMT(b64_str(a, h[i].b, HASH_LEN)));
	buf_char(b, ']');
}

/* Entries, leaves, the root at every size, and every proof. */
static void put_log(struct buf *b, struct example *x)
{
	struct hash h[PROOF_HASHES_MAX + 1];
	size_t n = 0;
	struct err e;
	buf_lit(b, "{\n \"entries\": [");
	for (size_t i = 0; i < EXAMPLE_ENTRIES; i++) {
		buf_add(b, i ? STR(",\n  ") : STR("\n  "));
		json_put_str(b, x->entry[i]);
	}
	buf_lit(b, "\n ],\n \"leaves\": ");
	put_hashes(b, x->a, x->leaf, EXAMPLE_ENTRIES);
	buf_lit(b, ",\n \"roots\": ");
	struct hash root[EXAMPLE_ENTRIES + 1];
	for (int64_t size = 0; size <= EXAMPLE_ENTRIES; size++)
		CHECK_OK(tree_root_at(&x->tiles, size, &root[size], &e), &e);
	put_hashes(b, x->a, root, COUNT(root));
	buf_lit(b, ",\n \"inclusion\": [");
	for (int64_t i = 0; i < EXAMPLE_ENTRIES; i++) {
		CHECK_OK(tree_inclusion(&x->tiles, i, EXAMPLE_ENTRIES, h, &n, &e), &e);
		buf_printf(b, "%s\n  {\"index\": %lld, \"size\": %d, \"proof\": ", i ? "," : "",
			   (long long)i, EXAMPLE_ENTRIES);
		put_hashes(b, x->a, h, n);
		buf_char(b, '}');
	}
	buf_lit(b, "\n ],\n \"consistency\": [");
	for (int64_t i = 1; i < EXAMPLE_ENTRIES; i++) {
		CHECK_OK(tree_consistency(&x->tiles, i, EXAMPLE_ENTRIES, h, &n, &e), &e);
		buf_printf(b, "%s\n  {\"old\": %lld, \"size\": %d, \"proof\": ", i > 1 ? "," : "",
			   (long long)i, EXAMPLE_ENTRIES);
		put_hashes(b, x->a, h, n);
		buf_char(b, '}');
	}
	buf_lit(b, "\n ]\n}\n");
}

TEST(the_vectors_are_what_is_made)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	AUTO_BUF b;
	buf_init(&b, PROOF_TEXT_MAX);
	example_make(x, a);
	put_claim(&b, x, EXAMPLE_RECORD, &x->member);
	compare(a, "claim-statement.json", buf_str(&b));
	buf_clear(&b);
	put_claim(&b, x, 0, &x->founder);
	compare(a, "claim-key.json", buf_str(&b));
	buf_clear(&b);
	put_log(&b, x);
	compare(a, "log.json", buf_str(&b));
	compare(a, "checkpoint", x->note);
	compare(a, "policy", x->policy);
	example_proof(x, &p);
	compare(a, "statement.proof", example_text(x, &p));
}

/* The values and fields inside the example have the spelling of value.h. */
TEST(the_parts_of_the_example_are_typed_values)
{
	AUTO_ARENA *a = arena_new(0);
	struct value_ref ref;
	struct value_field f;
	struct err e;
	for (size_t i = 0; i < COUNT(EXAMPLE_PARTS); i++) {
		const struct claim_part *p = &EXAMPLE_PARTS[i];
		const struct json *v = NULL;
		if (p->parts)
			continue;
		CHECK_OK(json_read(p->value, 9999, JSON_COMPACT, a, &v, &e), &e);
		if (str_eq(p->name, STR("subject")))
			CHECK_OK(value_ref_read(v, &ref, &e), &e);
		if (p->name.p[0] == 'f')
			CHECK_OK(value_field_read(v, a, &f, &e), &e);
	}
}
