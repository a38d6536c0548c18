/* SPDX-License-Identifier: Apache-2.0 */
/*
 * example.h - a small log with two authors, the same bytes every time: keys from stated seeds, salts
 * from a stated stream. The vectors of docs/formats/ are made from it.
 */
#ifndef VIGIL_TEST_EXAMPLE_H
#define VIGIL_TEST_EXAMPLE_H

#include "check.h"

#include "base/bytes.h"
#include "ledger/claim_priv.h"
#include "ledger/proof_text.h"
#include "ledger/tree.h"
#include "ledger/value.h"

#define LIT(s)                                                                                     \
	{                                                                                          \
		s, sizeof(s) - 1                                                                   \
	} /* STR is no constant expression */

enum { EXAMPLE_ENTRIES = 7, EXAMPLE_RECORD = 3 };
#define EXAMPLE_ORIGIN "vigil.example/000102030405060708090a0b0c0d0e0f"

/* Block n is SHA-256("vigil/test-random/v1\n" || n as four bytes, big-endian). */
struct example_stream {
	uint32_t n;
	size_t left;
	struct hash block;
};

static inline void example_fill(void *ctx, void *p, size_t n)
{
	struct example_stream *s = ctx;
	uint8_t *out = p;
	for (; n; n--) {
		if (s->left == 0) {
			char t[25] = "vigil/test-random/v1\n";
			for (int i = 0; i < 4; i++)
				t[21 + i] = (char)(s->n >> (24 - 8 * i));
			s->block = hash_of(str_n(t, sizeof t));
			s->left = HASH_LEN;
			s->n++;
		}
		*out++ = s->block.b[HASH_LEN - s->left--];
	}
}

static inline void example_key(struct sign_key *ret, uint8_t n)
{
	struct key seed;
	struct err e;
	CHECK_OK(crypto_init(&e), &e);
	memset(seed.b, n, sizeof seed.b);
	sign_key_from_seed(ret, &seed);
}

struct example {
	struct arena *a;
	struct sign_key log, founder, member;
	struct claim claim[EXAMPLE_ENTRIES];
	enum entry_kind kind[EXAMPLE_ENTRIES];
	struct str entry[EXAMPLE_ENTRIES];
	struct hash leaf[EXAMPLE_ENTRIES];
	struct str note;
	struct str policy;
	uint8_t tile[TILE_BYTES];
	int width;
	struct tile_store tiles;
	struct example_stream random;
};

static inline int example_read_tile(void *ctx, int level, int64_t n, uint8_t ret[static TILE_BYTES],
				    int *ret_width, struct err *e)
{
	struct example *x = ctx;
	if (level || n)
		return err_set(e, ERR_NOTFOUND, "no tile");
	memcpy(ret, x->tile, (size_t)x->width * HASH_LEN);
	*ret_width = x->width;
	return 0;
}

static inline int example_write_tile(void *ctx, int level, int64_t n, const uint8_t *hashes,
				     int width, struct err *e)
{
	struct example *x = ctx;
	(void)e;
	assert(level == 0 && n == 0);
	memcpy(x->tile, hashes, (size_t)width * HASH_LEN);
	x->width = width;
	return 0;
}

#define EXAMPLE_UUID(c) "01900000-0000-7000-8000-00000000000" c

static const struct claim_part EXAMPLE_SOURCE[] = {
	{ .name = LIT("id"),
	  .value = LIT("{\"id\":\"" EXAMPLE_UUID("2") "\",\"kind\":\"document\",\"no\":3}"),
	  .group = 1 },
	{ .name = LIT("role"), .value = LIT("\"author\""), .group = 1 },
	{ .name = LIT("date"),
	  .value = LIT(
		  "{\"t\":\"date\",\"edtf\":\"2025-10-12\",\"cal\":\"gregorian\",\"given\":\"\"}"),
	  .group = 1 },
};
static const struct claim_part EXAMPLE_PARTS[] = {
	{ .name = LIT("kind"), .value = LIT("\"statement\"") },
	{ .name = LIT("subject"),
	  .value = LIT("{\"id\":\"" EXAMPLE_UUID("1") "\",\"kind\":\"person\",\"no\":12}") },
	{ .name = LIT("source"), .group = 1, .parts = EXAMPLE_SOURCE, .n_parts = 3 },
	{ .name = LIT("recorder"), .value = LIT("\"" EXAMPLE_UUID("9") "\"") },
	{ .name = LIT("recorded"), .value = LIT("\"2025-10-14T08:30:00Z\"") },
	{ .name = LIT("f1"),
	  .value = LIT("{\"p\":\"name\",\"v\":{\"t\":\"name\",\"text\":\"Nemouneh Davazdahom\","
		       "\"lang\":\"fa-Latn\"},\"q\":{}}") },
	{ .name = LIT("f2"),
	  .value = LIT("{\"p\":\"date_of_death\",\"v\":{\"t\":\"date\",\"edtf\":\"2025-10-12\","
		       "\"cal\":\"jalali\",\"given\":\"\xDB\xB2\xDB\xB0 \xD9\x85\xD9\x87\xD8\xB1 "
		       "\xDB\xB1\xDB\xB4\xDB\xB0\xDB\xB4\"},\"q\":{\"place\":{\"t\":\"text\","
		       "\"text\":\"Example town\",\"lang\":\"en\"}}}") },
};

static inline void example_enter(struct example *x, size_t i, enum entry_kind kind)
{
	char *t = NEW_N(x->a, ENTRY_MAX, char);
	x->kind[i] = kind;
	x->entry[i] = entry_write(t, kind, &x->claim[i].hash);
	x->leaf[i] = tree_leaf(x->entry[i]);
}

static inline void example_enrol(struct example *x, size_t i, const struct sign_key *who,
				 const struct sign_key *by, enum key_action action)
{
	struct claim_part p[KEY_CLAIM_PARTS];
	size_t n = 0;
	struct claim_random rnd = { .fill = example_fill, .ctx = &x->random };
	struct err e;
	struct key_claim k = { .action = action,
			       .has_member = true,
			       .has_box = action != KEY_REVOKE,
			       .recorded = STR("2025-10-14T08:00:00Z") };
	memcpy(k.public, who->public, KEY_LEN);
	memset(k.box, 0x42, KEY_LEN);
	memset(k.member.b, (int)i + 1, ID_LEN);
	CHECK_OK(key_claim_parts(&k, x->a, p, &n, &e), &e);
	CHECK_OK(claim_sign_with(p, n, by, &rnd, x->a, &x->claim[i], &e), &e);
	example_enter(x, i, ENTRY_KEY);
}

static inline void example_claim(struct example *x, size_t i, const struct sign_key *by)
{
	struct claim_random rnd = { .fill = example_fill, .ctx = &x->random };
	struct err e;
	CHECK_OK(claim_sign_with(EXAMPLE_PARTS, COUNT(EXAMPLE_PARTS), by, &rnd, x->a, &x->claim[i],
				 &e),
		 &e);
	example_enter(x, i, ENTRY_CLAIM);
}

/* Sign the head over the leaves as they stand. */
static inline void example_seal(struct example *x)
{
	struct err e;
	struct tree *t = NEW(x->a, struct tree);
	struct checkpoint c = { .origin = STR(EXAMPLE_ORIGIN), .size = EXAMPLE_ENTRIES };
	x->tiles = (struct tile_store){ .ctx = x,
					.read = example_read_tile,
					.write = example_write_tile };
	CHECK_OK(tree_open(t, &x->tiles, 0, &e), &e);
	CHECK_OK(tree_append(t, x->leaf, EXAMPLE_ENTRIES, &e), &e);
	c.root = tree_root(t);
	CHECK_OK(checkpoint_sign(&c, &x->log, x->a, &x->note, &e), &e);
}

static inline void example_make(struct example *x, struct arena *a)
{
	static const struct claim_part SHRED[] = { { .name = LIT("kind"),
						     .value = LIT("\"shred\"") } };
	struct note_key key;
	struct err e;
	AUTO_BUF b;
	*x = (struct example){ .a = a };
	example_key(&x->log, 1);
	example_key(&x->founder, 2);
	example_key(&x->member, 3);
	example_enrol(x, 0, &x->founder, &x->founder, KEY_ENROL);
	example_enrol(x, 1, &x->member, &x->founder, KEY_ENROL);
	example_claim(x, 2, &x->founder);
	example_claim(x, EXAMPLE_RECORD, &x->member);
	example_claim(x, 4, &x->founder);
	struct claim_random rnd = { .fill = example_fill, .ctx = &x->random };
	CHECK_OK(claim_sign_with(SHRED, 1, &x->founder, &rnd, a, &x->claim[5], &e), &e);
	example_enter(x, 5, ENTRY_SHRED);
	example_claim(x, 6, &x->member);
	example_seal(x);
	CHECK_OK(note_key_make(STR(EXAMPLE_ORIGIN), NOTE_ED25519, x->log.public, &key, &e), &e);
	buf_init(&b, POLICY_MAX);
	policy_write_log(&b, note_key_write(&key, a));
	x->policy = buf_copy(&b, a);
}

/* Entry `i` with all its disclosures. */
static inline void example_item(struct example *x, size_t i, struct proof_item *ret)
{
	struct err e;
	struct str *d = NEW_N(x->a, x->claim[i].n, struct str);
	struct hash *h = NEW_N(x->a, PROOF_HASHES_MAX, struct hash);
	AUTO_BUF b;
	for (size_t k = 0; k < x->claim[i].n; k++)
		d[k] = x->claim[i].disclosures[k].text;
	buf_init(&b, CLAIM_COMPACT_MAX);
	claim_join(&b, x->claim[i].jwt, d, x->claim[i].n);
	*ret = (struct proof_item){ .record = buf_copy(&b, x->a), .entry = x->entry[i] };
	CHECK_OK(tree_inclusion(&x->tiles, (int64_t)i, EXAMPLE_ENTRIES, h, &ret->proof.n, &e), &e);
	ret->proof.hashes = h;
	ret->proof.index = (int64_t)i;
	ret->proof.note = x->note;
}

static inline struct str example_text(struct example *x, const struct proof_text *p)
{
	AUTO_BUF b;
	buf_init(&b, PROOF_TEXT_MAX);
	proof_text_write(&b, p);
	return buf_copy(&b, x->a);
}

/* The proof of EXAMPLE_RECORD, with both keys. */
static inline void example_proof(struct example *x, struct proof_text *ret)
{
	struct proof_item *keys = NEW_N(x->a, 2, struct proof_item);
	example_item(x, EXAMPLE_RECORD, &ret->record);
	example_item(x, 1, &keys[0]);
	example_item(x, 0, &keys[1]);
	ret->keys = keys;
	ret->n_keys = 2;
}

#endif
