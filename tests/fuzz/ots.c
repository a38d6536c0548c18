/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/* OpenTimestamps: no crash; what is read is written so that it reads the same; merging a proof with itself
 * adds nothing; nothing is verified without a header. */
#include "fuzz.h"

#include "ledger/ots.h"

static struct str written(const struct ots_proof *p, struct arena *a)
{
	AUTO_BUF b = { 0 };
	buf_init(&b, 2 * OTS_MAX);
	ots_write(&b, p);
	return buf_copy(&b, a);
}

static void check_proof(struct str s, struct arena *a)
{
	struct ots_proof p;
	struct ots_proof again;
	struct ots_verdict v;
	if (ots_read(s, a, &p, NULL) < 0)
		return;
	struct str first = written(&p, a);
	if (first.n > s.n)
		die("a proof grew");
	if (ots_read(first, a, &again, NULL) < 0 || !str_eq(written(&again, a), first))
		die("a proof is not read as it was written");
	if (again.nodes != p.nodes)
		die("a proof lost operations");
	if (p.nodes <= OTS_NODES_MAX / 2 && ots_merge(&again, &p, a, NULL) < 0)
		die("a proof does not fit itself");
	if (ots_verify(&p, &p.file, NULL, a, &v, NULL) < 0 || v.state == OTS_VERIFIED)
		die("a verdict without a header");
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s = str_n((const char *)p, n);
	struct hash file = { { 0 } };
	uint8_t nonce[OTS_NONCE_LEN] = { 0 };
	struct ots_proof made;
	struct ots_headers hs;
	check_proof(s, a);
	if (ots_from_calendar(&file, nonce, s, a, &made, NULL) == 0)
		check_proof(written(&made, a), a);
	if (ots_headers_read(s, a, &hs, NULL) == 0)
		for (size_t i = 0; i < hs.n; i++)
			if (!ots_header_works(&hs.list[i], OTS_BITCOIN_LIMIT))
				die("a header without work");
	return 0;
}
