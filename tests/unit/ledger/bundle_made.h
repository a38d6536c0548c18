/* SPDX-License-Identifier: Apache-2.0 */
/* bundle_made.h - a small bundle of the example's log: two records, one of which discloses a file. */
#ifndef VIGIL_TEST_BUNDLE_MADE_H
#define VIGIL_TEST_BUNDLE_MADE_H

#include "example.h"
#include "memory_files.h"

#include "ledger/bundle.h"

#define MADE_FILE "not a photograph\n"

struct made {
	struct example x;
	struct proof_text proofs[2];
	struct str evidence; /* the field as JSON */
};

/* Entry 4 of the example becomes a claim that names the file. */
static inline void made_make(struct made *m, struct arena *a)
{
	struct claim_random rnd;
	struct err e;
	struct hash h = hash_of(STR(MADE_FILE));
	example_make(&m->x, a);
	rnd = (struct claim_random){ .fill = example_fill, .ctx = &m->x.random };
	m->evidence = str_printf(
		a,
		"{\"p\":\"photo\",\"v\":{\"t\":\"evidence\",\"sha256\":\"%.*s\",\"bytes\":%zu,"
		"\"media_type\":\"text/plain\",\"object\":\"\",\"captured_at\":\"\"},\"q\":{}}",
		STR_FMT(hex_str(a, h.b, HASH_LEN)), sizeof MADE_FILE - 1);
	struct claim_part parts[] = { EXAMPLE_PARTS[0],
				      EXAMPLE_PARTS[1],
				      { .name = STR("f1"), .value = m->evidence } };
	CHECK_OK(claim_sign_with(parts, COUNT(parts), &m->x.founder, &rnd, a, &m->x.claim[4], &e),
		 &e);
	example_enter(&m->x, 4, ENTRY_CLAIM);
	memset(m->x.tile, 0, sizeof m->x.tile);
	example_seal(&m->x);
	example_proof(&m->x, &m->proofs[0]);
	struct proof_item *keys = NEW(a, struct proof_item);
	example_item(&m->x, 4, &m->proofs[1].record);
	example_item(&m->x, 0, keys);
	m->proofs[1].keys = keys;
	m->proofs[1].n_keys = 1;
}

struct made_reader {
	struct str left;
};

static inline int64_t made_read(void *ctx, void *p, size_t n, struct err *e)
{
	struct made_reader *r = ctx;
	(void)e;
	if (n > r->left.n)
		n = r->left.n;
	if (n > 5)
		n = 5;
	memcpy(p, r->left.p, n);
	r->left = str_from(r->left, n);
	return (int64_t)n;
}

/* Into `out`; `with_file`: the evidence is in it. */
static inline void made_bundle(struct made *m, const struct bag_out *out, bool with_file,
			       struct arena *a)
{
	struct made_reader r = { STR(MADE_FILE) };
	struct bundle_file file = { .name = STR("photo-1.txt"),
				    .size = sizeof MADE_FILE - 1,
				    .read = made_read,
				    .ctx = &r };
	struct bundle b = { .proofs = m->proofs,
			    .n = 2,
			    .policy = m->x.policy,
			    .files = &file,
			    .n_files = with_file,
			    .audience = STR("Example court 1"),
			    .date = STR("2025-10-16") };
	struct err e;
	CHECK_OK(bundle_write(&b, out, a, &e), &e);
}

static inline void made_in_memory(struct memory_files *f, struct made *m, struct arena *a)
{
	*f = (struct memory_files){ .a = a };
	struct bag_out out = memory_out(f);
	made_make(m, a);
	made_bundle(m, &out, true, a);
}

/* The bag's own files again, after some of the others were changed. */
static inline void made_rebag(struct memory_files *f)
{
	struct memory_files was = *f;
	struct bag_info info = { STR("External-Description"), STR("changed") };
	struct bag_writer w;
	struct err e;
	*f = (struct memory_files){ .a = was.a };
	struct bag_out out = memory_out(f);
	CHECK_OK(bag_write_begin(&w, &out, was.a, &e), &e);
	for (size_t i = 0; i < was.n; i++) {
		struct str p = was.list[i].path;
		if (str_eq(p, STR("bagit.txt")) || str_eq(p, STR("bag-info.txt")) ||
		    str_ends(p, STR("manifest-sha256.txt")))
			continue;
		CHECK_OK(bag_write_file(&w, p, was.content[i], &e), &e);
	}
	CHECK_OK(bag_write_end(&w, &info, 1, STR("2025-10-16"), &e), &e);
}

#endif
