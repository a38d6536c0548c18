/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time stamps of a vault's heads: asked, taken once, judged whenever shown, renewed, upgraded. */
#include "tsa.h"

#include <unistd.h>

#include "base/bytes.h"
#include "evidence/stamp.h"
#include "vault/number.h"

/* ---- a vault that shows nothing ---- */

static int view_reset(void *ctx, struct store *st, struct err *e)
{
	(void)ctx, (void)st, (void)e;
	return 0;
}

static int view_apply(void *ctx, struct store *st, const struct vault_entry *entry, void *said,
		      struct arena *a, struct err *e)
{
	(void)said;
	(void)ctx, (void)st, (void)entry, (void)a, (void)e;
	return 0;
}

static int view_digest(void *ctx, struct store *st, struct hash *ret, struct err *e)
{
	(void)ctx, (void)st, (void)e;
	*ret = hash_of(STR(""));
	return 0;
}

static const struct projector VIEW = {
	.reset = view_reset, .apply = view_apply, .settle = view_reset, .digest = view_digest
};
static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };

struct room {
	char dir[64];
	struct vault *v;
	struct arena *a;
	struct err e;
};

static void room_open(struct room *r)
{
	memset(r, 0, sizeof *r);
	check_folder(r->dir, sizeof r->dir, "vigil-stamp");
	r->a = arena_new(0);
	if (crypto_init(&r->e) < 0 ||
	    vault_create(str_printf(r->a, "%s/v.vigil", r->dir).p, STR("correct horse"),
			 STR("Example officer"), &LIGHT, &VIEW, &r->v, &r->e) < 0)
		die("%s", r->e.text);
}

static void room_close(struct room *r)
{
	vault_close(r->v);
	CHECK(tsa_shell("rm -rf %s", r->dir) == 0);
	arena_free(r->a);
}
#define ROOM AUTO(room_close) struct room

static void say_one(struct room *r, const char *value)
{
	AUTO_VAULT_TX tx = { 0 };
	const struct claim_part parts[] = {
		{ .name = STR("kind"), .value = STR("\"statement\"") },
		{ .name = STR("f1"), .value = str_printf(r->a, "\"%s\"", value) },
	};
	const struct vault_claim c = { .kind = ENTRY_CLAIM,
				       .parts = parts,
				       .n_parts = COUNT(parts),
				       .subject_group = { { 1 } } };
	int64_t seq;
	CHECK_OK(vault_begin(&tx, r->v, &r->e), &r->e);
	CHECK_OK(vault_append(&tx, &c, &seq, &r->e), &r->e);
	CHECK_OK(vault_commit(&tx, &r->e), &r->e);
}

/* Ask the authority `name` and take its answer. */
static struct stamp_taken stamp_by(struct room *r, const char *name)
{
	struct stamp_taken t = { 0 };
	struct str der;
	int64_t size;
	CHECK_OK(stamp_request(r->v, r->a, &der, &size, &r->e), &r->e);
	CHECK_OK(stamp_response(r->v, tsa_answer(r->a, name, der), STR(""), r->a, &t, &r->e),
		 &r->e);
	return t;
}

static void trust(struct room *r, const char *roots)
{
	size_t n;
	CHECK_OK(stamp_roots_add(r->v, tsa_file(r->a, roots), &n, &r->e), &r->e);
}

static struct stamp_judged judged(struct room *r, int64_t id)
{
	struct stamp_judged j = { 0 };
	struct stamp s;
	CHECK_OK(stamp_get(r->v, id, r->a, &s, &r->e), &r->e);
	CHECK_OK(stamp_judge(r->v, &s, r->a, &j, &r->e), &r->e);
	return j;
}

/* ---- authorities ---- */

TEST(a_head_is_stamped_by_two_authorities)
{
	ROOM r;
	struct stamp *list;
	size_t n;
	int64_t first;
	int64_t last;
	room_open(&r);
	if (!tsa_begin())
		SKIP("there is no openssl");
	CHECK_ERR(stamp_covering(r.v, 0, &first, &last, &r.e), ERR_NOTFOUND);
	say_one(&r, "one");
	struct stamp_taken t = stamp_by(&r, "tsa-one");
	CHECK(!t.verified && !t.again);
	CHECK_INT(t.size, 2);
	CHECK(!judged(&r, t.id).verified);
	CHECK(str_has(judged(&r, t.id).why, STR("no roots are known here")));
	trust(&r, "one.pem");
	CHECK(judged(&r, t.id).verified);
	say_one(&r, "two");
	trust(&r, "two.pem");
	t = stamp_by(&r, "tsa-two");
	CHECK(t.verified);
	CHECK_INT(t.size, 3);
	CHECK(str_has(t.tsp.tsa, STR("tsa-two")));

	CHECK_OK(stamp_all(r.v, r.a, &list, &n, &r.e), &r.e);
	CHECK_INT(n, 2);
	CHECK_OK(stamp_list(r.v, vault_site(r.v), 2, r.a, &list, &n, &r.e), &r.e);
	CHECK_INT(n, 1);
	CHECK_OK(stamp_covering(r.v, 1, &first, &last, &r.e), &r.e);
	CHECK(first == 2 && last == 3);
	CHECK_OK(stamp_covering(r.v, 2, &first, &last, &r.e), &r.e);
	CHECK(first == 3 && last == 3);
	say_one(&r, "three");
	CHECK_ERR(stamp_covering(r.v, 3, &first, &last, &r.e), ERR_NOTFOUND);
	CHECK_ERR(stamp_covering(r.v, number_of(7, 0), &first, &last, &r.e), ERR_NOTFOUND);
}

TEST(an_answer_is_taken_to_a_question_that_was_asked)
{
	ROOM r;
	struct stamp_taken t;
	struct str der;
	struct str other;
	int64_t size;
	room_open(&r);
	if (!tsa_begin())
		SKIP("there is no openssl");
	CHECK_OK(stamp_request(r.v, r.a, &der, &size, &r.e), &r.e);
	struct str text;
	CHECK_OK(stamp_text(r.v, vault_site(r.v), size, r.a, &text, &r.e), &r.e);
	CHECK_OK(tsp_request_make(text, r.a, &other, &r.e), &r.e);
	CHECK_ERR(stamp_response(r.v, tsa_answer(r.a, "tsa-one", other), STR(""), r.a, &t, &r.e),
		  ERR_NOTFOUND);
	struct str good = tsa_answer(r.a, "tsa-one", der);
	CHECK_OK(stamp_response(r.v, good, STR(""), r.a, &t, &r.e), &r.e);
	/* The same once more is the same stamp; a second answer to one question is none. */
	CHECK_OK(stamp_response(r.v, good, STR(""), r.a, &t, &r.e), &r.e);
	CHECK(t.again && t.id == 1);
	CHECK_ERR(stamp_response(r.v, tsa_answer(r.a, "tsa-one", der), STR(""), r.a, &t, &r.e),
		  ERR_NOTFOUND);
	/* Only so many questions wait. */
	CHECK_OK(stamp_request(r.v, r.a, &der, &size, &r.e), &r.e);
	for (int i = 0; i < STAMP_WAITING_MAX; i++)
		CHECK_OK(stamp_request(r.v, r.a, &other, &size, &r.e), &r.e);
	CHECK_ERR(stamp_response(r.v, tsa_answer(r.a, "tsa-one", der), STR(""), r.a, &t, &r.e),
		  ERR_NOTFOUND);
	CHECK_OK(stamp_response(r.v, tsa_answer(r.a, "tsa-one", other), STR(""), r.a, &t, &r.e),
		 &r.e);
}

TEST(what_is_refused_is_not_kept)
{
	ROOM r;
	struct stamp_taken t;
	struct stamp *list;
	size_t n;
	struct str der;
	int64_t size;
	room_open(&r);
	if (!tsa_begin())
		SKIP("there is no openssl");
	trust(&r, "two.pem");
	CHECK_OK(stamp_request(r.v, r.a, &der, &size, &r.e), &r.e);
	CHECK_ERR(stamp_response(r.v, tsa_answer(r.a, "tsa-one", der), STR(""), r.a, &t, &r.e),
		  ERR_DENIED);
	trust(&r, "one.pem");
	CHECK_ERR(stamp_response(r.v, tsa_answer(r.a, "ended", der), STR(""), r.a, &t, &r.e),
		  ERR_DENIED);
	CHECK(str_has(str_of(r.e.text), STR("had ended")));
	CHECK_ERR(stamp_response(r.v, STR("no answer"), STR(""), r.a, &t, &r.e), ERR_INPUT);
	CHECK_OK(stamp_all(r.v, r.a, &list, &n, &r.e), &r.e);
	CHECK_INT(n, 0);
	/* And the question still waits. */
	CHECK_OK(stamp_response(r.v, tsa_answer(r.a, "tsa-one", der), tsa_file(r.a, "one.crl"), r.a,
				&t, &r.e),
		 &r.e);
	CHECK(t.verified && t.tsp.revocation_known);
}

TEST(a_renewal_covers_all_tokens_of_its_head)
{
	ROOM r;
	struct stamp_taken t;
	struct stamp s;
	struct str der;
	struct str data;
	struct str text;
	struct tsp_covered *covered;
	size_t n;
	room_open(&r);
	if (!tsa_begin())
		SKIP("there is no openssl");
	trust(&r, "one.pem");
	trust(&r, "two.pem");
	struct stamp_taken one = stamp_by(&r, "tsa-one");
	struct stamp_taken two = stamp_by(&r, "tsa-two");
	say_one(&r, "later, and not in the head that is renewed");
	CHECK_OK(stamp_renew_request(r.v, one.id, r.a, &der, &r.e), &r.e);
	struct str answer = tsa_answer(r.a, "tsa-two", der);
	CHECK_OK(stamp_response(r.v, answer, STR(""), r.a, &t, &r.e), &r.e);
	CHECK(t.verified);
	CHECK_INT(t.size, one.size);
	CHECK_OK(stamp_get(r.v, t.id, r.a, &s, &r.e), &r.e);
	CHECK_INT(s.over, two.id);
	CHECK_OK(stamp_data(r.v, &s, r.a, &data, &r.e), &r.e);
	CHECK_OK(tsp_renewal_read(data, r.a, &text, &covered, &n, &r.e), &r.e);
	CHECK_INT(n, 2);
	CHECK(str_starts(text, vault_origin(r.v)));
	CHECK(tsa_openssl_accepts(r.a, answer, data, "two.pem"));
	/* What is under it cannot change any more; the renewal itself can be completed. */
	CHECK_ERR(stamp_response(r.v, covered[0].token, tsa_file(r.a, "one.crl"), r.a, &t, &r.e),
		  ERR_CONFLICT);
	CHECK_OK(stamp_response(r.v, answer, tsa_file(r.a, "one.crl"), r.a, &t, &r.e), &r.e);
	CHECK(t.again);
	CHECK(judged(&r, t.id).verified);
	/* And it can be renewed, over three. */
	CHECK_OK(stamp_renew_request(r.v, two.id, r.a, &der, &r.e), &r.e);
	CHECK_OK(stamp_response(r.v, tsa_answer(r.a, "tsa-one", der), STR(""), r.a, &t, &r.e),
		 &r.e);
	CHECK_OK(stamp_get(r.v, t.id, r.a, &s, &r.e), &r.e);
	CHECK_OK(stamp_data(r.v, &s, r.a, &data, &r.e), &r.e);
	CHECK_OK(tsp_renewal_read(data, r.a, &text, &covered, &n, &r.e), &r.e);
	CHECK_INT(n, 3);
	CHECK_ERR(stamp_renew_request(r.v, 99, r.a, &der, &r.e), ERR_NOTFOUND);
}

/* ---- calendars ---- */

#define PENDING "0083dfe30d2ef90c8e0f0e68747470733a2f2f632e74657374" /* https://c.test */

static struct str unhex(struct arena *a, const char *hex)
{
	size_t n = strlen(hex) / 2;
	uint8_t *p = arena_alloc(a, n, 1);
	CHECK(hex_decode(p, n, str_of(hex)));
	return str_n((const char *)p, n);
}

TEST(a_proof_is_pending_until_it_is_more)
{
	ROOM r;
	struct hash digest;
	struct stamp s;
	struct stamp_pending *list;
	size_t n;
	int64_t size;
	int64_t id;
	int64_t again;
	room_open(&r);
	CHECK_ERR(stamp_ots_response(r.v, unhex(r.a, PENDING), r.a, &id, &r.e), ERR_NOTFOUND);
	CHECK_OK(stamp_ots_request(r.v, r.a, &digest, &size, &r.e), &r.e);
	CHECK_ERR(stamp_ots_response(r.v, STR("no answer"), r.a, &id, &r.e), ERR_INPUT);
	CHECK_OK(stamp_ots_response(r.v, unhex(r.a, PENDING), r.a, &id, &r.e), &r.e);
	CHECK_INT(judged(&r, id).ots.state, OTS_PENDING);
	CHECK(!judged(&r, id).verified && str_has(judged(&r, id).why, STR("no proof yet")));
	CHECK_STR(judged(&r, id).ots.calendar, "https://c.test");
	/* A second calendar answers to the same question: one proof. */
	CHECK_OK(stamp_ots_response(r.v,
				    unhex(r.a, "f0020102"
					       "08" PENDING),
				    r.a, &again, &r.e),
		 &r.e);
	CHECK_INT(again, id);
	CHECK_OK(stamp_ots_pending(r.v, r.a, &list, &n, &r.e), &r.e);
	CHECK_INT(n, 2);
	CHECK(str_eq(list[0].msg, str_n((char *)digest.b, HASH_LEN)) ||
	      str_eq(list[1].msg, str_n((char *)digest.b, HASH_LEN)));
	size_t deep = str_eq(list[0].msg, str_n((char *)digest.b, HASH_LEN));

	/* The head went on; the proof stays that of its head. */
	say_one(&r, "later");
	CHECK_OK(stamp_get(r.v, id, r.a, &s, &r.e), &r.e);
	CHECK_INT(s.size, size);
	/* One calendar knows a block; the other file is of nothing of ours. */
	CHECK_OK(stamp_ots_answer(r.v, id, list[deep].msg,
				  unhex(r.a, "f101aa08000588960d73d71901028a01"), r.a, &r.e),
		 &r.e);
	CHECK_INT(judged(&r, id).ots.state, OTS_COMPLETE);
	CHECK_INT(judged(&r, id).ots.height, 138);
	CHECK_OK(stamp_ots_pending(r.v, r.a, &list, &n, &r.e), &r.e);
	CHECK_INT(n, 0);
	CHECK_OK(stamp_get(r.v, id, r.a, &s, &r.e), &r.e);
	CHECK_OK(stamp_ots_merge(r.v, s.token, r.a, &again, &r.e), &r.e);
	CHECK_INT(again, id);
	char *p = NEW_N(r.a, s.token.n, char);
	memcpy(p, s.token.p, s.token.n);
	p[40] ^= 1; /* in the hash of the file */
	CHECK_ERR(stamp_ots_merge(r.v, str_n(p, s.token.n), r.a, &again, &r.e), ERR_NOTFOUND);
}

#define GENESIS                                                                                      \
	"0 0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b2" \
	"7ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c"

TEST(a_header_that_does_not_fit_refuses)
{
	ROOM r;
	struct ots_headers hs;
	struct hash digest;
	size_t n;
	int64_t size;
	int64_t id;
	room_open(&r);
	CHECK_OK(ots_headers_read(STR(GENESIS), r.a, &hs, &r.e), &r.e);
	CHECK_OK(stamp_headers_add(r.v, &hs, &n, &r.e), &r.e);
	CHECK_INT(n, 0);
	CHECK_OK(stamp_ots_request(r.v, r.a, &digest, &size, &r.e), &r.e);
	/* "It is in block 0". */
	CHECK_OK(stamp_ots_response(r.v, unhex(r.a, "000588960d73d719010100"), r.a, &id, &r.e),
		 &r.e);
	CHECK_INT(judged(&r, id).ots.state, OTS_COMPLETE);
	CHECK_ERR(stamp_headers_add(r.v, &hs, &n, &r.e), ERR_CORRUPT);
	CHECK(str_has(str_of(r.e.text), STR("block 0 has another Merkle root")));
	CHECK_INT(judged(&r, id).ots.state, OTS_COMPLETE);
}

/* The last. */
TEST(the_authorities_are_taken_away)
{
	tsa_end();
}
