/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The age vectors of C2SP/CCTV: every file has the outcome it states, and the plain bytes that were let
 * out until then have the hash it states. Those for ML-KEM hybrid identities are answered as
 * unsupported. Four of them are in tests/data/age and always run.
 */
#include "check.h"

#include <zlib.h>

#include "base/bytes.h"
#include "base/file.h"
#include "base/hash.h"
#include "dev_data.h"
#include "ledger/age.h"

enum { FILE_MAX = 64 << 20 };

/* A vector: lines `name: value`, an empty line, the age file. */
struct vector {
	struct str expect;
	struct str payload;
	struct str identity[8];
	size_t n_identities;
	struct str passphrase[8];
	size_t n_passphrases;
	bool armored;
	bool compressed;
	struct str file;
};

static void read_vector(struct str s, struct vector *ret)
{
	memset(ret, 0, sizeof *ret);
	for (;;) {
		struct str line;
		struct str name;
		s = str_cut(s, '\n', &line);
		if (line.n == 0)
			break;
		struct str value = str_from(str_cut(line, ':', &name), 1);
		if (str_eq(name, STR("expect")))
			ret->expect = value;
		else if (str_eq(name, STR("payload")))
			ret->payload = value;
		else if (str_eq(name, STR("identity")) && ret->n_identities < 8)
			ret->identity[ret->n_identities++] = value;
		else if (str_eq(name, STR("passphrase")) && ret->n_passphrases < 8)
			ret->passphrase[ret->n_passphrases++] = value;
		else if (str_eq(name, STR("armored")))
			ret->armored = str_eq(value, STR("yes"));
		else if (str_eq(name, STR("compressed")))
			ret->compressed = str_eq(value, STR("zlib"));
		else if (!str_eq(name, STR("file key")) && !str_eq(name, STR("comment")))
			FAIL("unknown line %.*s", STR_FMT(line));
	}
	ret->file = s;
}

static struct str inflate_all(struct arena *a, struct str s)
{
	uLongf n = FILE_MAX;
	uint8_t *t = malloc(FILE_MAX);
	if (!t || uncompress(t, &n, (const Bytef *)s.p, s.n) != Z_OK)
		die("a vector cannot be inflated");
	struct str r = str_copy(a, str_n((const char *)t, n));
	free(t);
	return r;
}

/* ---- opening, as a program would ---- */

struct outcome {
	const char *what; /* in the words of the vectors, or "unsupported" */
	struct hash plain;
	bool let_out; /* some plain bytes, or the end */
};

struct sum {
	struct hasher *h;
};

static int add_plain(void *ctx, struct str plain, struct err *e)
{
	(void)e;
	hasher_add(((struct sum *)ctx)->h, plain.p, plain.n);
	return 0;
}

/* In pieces of odd sizes, so that chunks and nonce come in every alignment. */
static int open_payload(const struct age_file_key *k, struct str s, struct hash *ret_plain,
			struct err *e)
{
	struct sum sum = { hasher_new() };
	struct age_reader *r = age_reader_new(k, add_plain, &sum);
	size_t piece = 1;
	int rc = 0;
	for (size_t at = 0; at < s.n && rc == 0; piece = piece * 3 % 70001 + 1) {
		size_t n = s.n - at < piece ? s.n - at : piece;
		rc = age_reader_add(r, str_n(s.p + at, n), e);
		at += n;
	}
	if (rc == 0)
		rc = age_reader_end(r, e);
	else
		CHECK_ERR(age_reader_end(r, NULL), ERR_CORRUPT);
	age_reader_free(r);
	*ret_plain = hasher_end(sum.h);
	return rc;
}

static int open_header(const struct vector *v, const struct age_header *h, struct age_file_key *ret,
		       struct err *e)
{
	struct age_identity ids[8];
	int rc = ERR_DENIED;
	for (size_t i = 0; i < v->n_identities; i++)
		TRY(age_identity_read(v->identity[i], &ids[i], e));
	if (v->n_identities)
		rc = age_header_open(h, ids, v->n_identities, ret, e);
	/* The highest factor that the vectors ask for and do not refuse is 10; 23 is too much for all. */
	for (size_t i = 0; rc == ERR_DENIED && i < v->n_passphrases; i++)
		rc = age_header_open_passphrase(h, v->passphrase[i], 18, ret, e);
	return rc;
}

static struct outcome open_vector(struct arena *a, const struct vector *v, struct err *e)
{
	struct outcome o = { .what = "armor failure" };
	struct age_header h;
	struct age_file_key k;
	struct str file = v->file;
	AUTO_BUF b;
	buf_init(&b, FILE_MAX);
	if (v->armored) {
		if (age_dearmor(file, &b, e) < 0)
			return o;
		file = buf_str(&b);
	}
	o.what = "header failure";
	if (age_header_read(file, a, &h, e) < 0)
		return o;
	int rc = open_header(v, &h, &k, e);
	if (rc < 0) {
		if (str_has(str_of(e->text), STR("unsupported identity")))
			o.what = "unsupported";
		else if (rc == ERR_CORRUPT)
			o.what = "HMAC failure";
		else if (rc == ERR_DENIED)
			o.what = "no match";
		return o;
	}
	rc = open_payload(&k, str_from(file, h.bytes), &o.plain, e);
	o.what = rc == 0 ? "success" : rc == ERR_INPUT ? "header failure" : "payload failure";
	o.let_out = rc != ERR_INPUT;
	return o;
}

/* ---- counts ---- */

struct counts {
	int files;
	int opened;
	int refused;
	int unsupported;
};

/* Hybrid stanzas are told from their identity, which we do not read. What is wrong before a key is
 * needed (armor, form of the header) is found all the same. */
static bool is_hybrid(const struct vector *v)
{
	for (size_t i = 0; i < v->n_identities; i++)
		if (str_starts(v->identity[i], STR("AGE-SECRET-KEY-PQ-")))
			return true;
	return false;
}

static void check_vector(struct arena *a, const char *name, struct str s, struct counts *c)
{
	struct vector v;
	struct err e = { 0 };
	char hex[2 * HASH_LEN + 1];
	read_vector(s, &v);
	if (v.compressed)
		v.file = inflate_all(a, v.file);
	struct outcome o = open_vector(a, &v, &e);
	c->files++;
	if (strcmp(o.what, "unsupported") == 0) {
		c->unsupported++;
		if (!is_hybrid(&v))
			FAIL("%s: unsupported", name);
		return;
	}
	if (!str_eq(v.expect, str_of(o.what)))
		FAIL("%s: %s, not %.*s (%s)", name, o.what, STR_FMT(v.expect), e.text);
	if (o.let_out) {
		hex_encode(hex, o.plain.b, HASH_LEN);
		if (!str_eq(v.payload, str_of(hex)))
			FAIL("%s: other plain bytes were let out", name);
	}
	if (strcmp(o.what, "success") == 0)
		c->opened++;
	else
		c->refused++;
}

/* A tar archive of small files (POSIX ustar, as far as needed here). */
static void check_archive(struct arena *a, const char *path, struct counts *c)
{
	char head[512];
	gzFile z = gzopen(path, "rb");
	if (!z)
		die("%s cannot be read", path);
	while (gzread(z, head, sizeof head) == (int)sizeof head && head[0]) {
		char size_text[13] = { 0 };
		memcpy(size_text, head + 124, 12);
		head[99] = '\0';
		size_t n = (size_t)strtoul(size_text, NULL, 8);
		char *p = NEW_N(a, n + 1, char);
		char pad[512];
		if (gzread(z, p, (unsigned)n) != (int)n ||
		    gzread(z, pad, (unsigned)(-n % 512)) != (int)(-n % 512))
			die("%s is cut short", path);
		if (head[156] == '0' || head[156] == '\0')
			check_vector(a, head, str_n(p, n), c);
	}
	gzclose(z);
}

TEST(shipped_age_vectors_have_their_outcome)
{
	static const char *const NAMES[] = { "x25519", "scrypt", "armor_x25519", "hmac_bad",
					     "stream_no_final" };
	AUTO_ARENA *a = arena_new(0);
	struct counts c = { 0 };
	struct err e;
	CHECK_OK(crypto_init(&e), &e);
	for (size_t i = 0; i < COUNT(NAMES); i++) {
		struct str s;
		CHECK_OK(file_read(str_printf(a, "tests/data/age/%s", NAMES[i]).p, FILE_MAX, a, &s,
				   &e),
			 &e);
		check_vector(a, NAMES[i], s, &c);
	}
	CHECK_INT(c.files, 5);
	CHECK_INT(c.opened, 3);
}

TEST(all_age_vectors_have_their_outcome)
{
	AUTO_ARENA *a = arena_new(0);
	struct counts c = { 0 };
	struct err e;
	struct str path = dev_data(a, "age.tar.gz");
	CHECK_OK(crypto_init(&e), &e);
	if (!file_exists(path.p))
		SKIP("the published age vectors are not here (VIGIL_DEV_DATA)");
	check_archive(a, path.p, &c);
	printf("age vectors: %d files, %d opened, %d refused as stated, %d of a kind that is not "
	       "supported\n",
	       c.files, c.opened, c.refused, c.unsupported);
	CHECK_INT(c.files, 143);
	CHECK_INT(c.opened + c.refused + c.unsupported, 143);
}
