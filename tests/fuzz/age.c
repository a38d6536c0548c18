/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/* age files: no crash; a header that is read is its own bytes; with the fixed identity only the file of
 * the corpus opens, and what comes out is as long as its payload says. */
#include "fuzz.h"

#include "ledger/age.h"

/* Of the published vectors: the identity of tests/data/age/x25519. */
static const char IDENTITY[] =
	"AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0";

static int count(void *ctx, struct str plain, struct err *e)
{
	(void)e;
	*(size_t *)ctx += plain.n;
	return 0;
}

static void open_file(struct str s, struct arena *a)
{
	struct age_header h;
	struct age_file_key k;
	struct age_identity id;
	size_t out = 0;
	if (age_header_read(s, a, &h, NULL) < 0)
		return;
	if (h.n == 0 || h.bytes > s.n || !str_ends(str_n(s.p, h.bytes), STR("\n")) ||
	    str_starts(h.covered, STR("age-encryption.org/v1\n")) == false)
		die("a header that is none");
	if (age_identity_read(str_of(IDENTITY), &id, NULL) < 0)
		die("the fixed identity is none");
	(void)!age_header_open_passphrase(&h, STR("password"), 10, &k, NULL);
	if (age_header_open(&h, &id, 1, &k, NULL) < 0)
		return;
	struct str payload = str_from(s, h.bytes);
	struct age_reader *r = age_reader_new(&k, count, &out);
	if (age_reader_add(r, payload, NULL) == 0 && age_reader_end(r, NULL) == 0 &&
	    age_plain_bytes((int64_t)payload.n) != (int64_t)out)
		die("a payload of another length");
	age_reader_free(r);
}

static void read_keys(struct str s, struct arena *a)
{
	struct age_identity id;
	uint8_t pub[KEY_LEN];
	if (age_identity_read(s, &id, NULL) == 0 && !str_eq(age_identity_write(&id, a), s))
		die("an identity is not written as it was read");
	if (age_recipient_read(s, pub, NULL) == 0 && !str_eq(age_recipient_write(pub, a), s))
		die("a recipient is not written as it was read");
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct str s = str_n((const char *)p, n);
	if (crypto_init(NULL) < 0)
		return 0;
	buf_init(&b, 1 << 20);
	open_file(s, a);
	read_keys(s, a);
	if (age_dearmor(s, &b, NULL) == 0)
		open_file(buf_str(&b), a);
	return 0;
}
