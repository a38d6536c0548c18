/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/* Proofs: no crash; what is read is written as it stood; what is accepted shows entry 3, 4 or 0 of the
 * example's log and nothing else. */
#include "fuzz.h"

#include "ledger/proof_text.h"

static const char POLICY[] =
	"log vigil.example/000102030405060708090a0b0c0d0e0f+cd2adaa8+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c\n"
	"quorum none\n";

static void check_tlog_proof(struct str s, struct arena *a)
{
	struct tlog_proof p;
	AUTO_BUF b = { 0 };
	buf_init(&b, 2 * PROOF_MAX);
	if (tlog_proof_read(s, a, &p, NULL) < 0)
		return;
	tlog_proof_write(&b, &p);
	if (!str_eq(buf_str(&b), s))
		die("a tlog-proof is not written as it was read");
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s = str_n((const char *)p, n);
	struct proof_text text;
	struct policy policy;
	struct proof_verdict v;
	AUTO_BUF b = { 0 };
	if (crypto_init(NULL) < 0 || policy_read(str_of(POLICY), a, &policy, NULL) < 0)
		die("the fixed policy is none");
	check_tlog_proof(s, a);
	if (proof_text_read(s, a, &text, NULL) < 0)
		return 0;
	buf_init(&b, 2 * PROOF_TEXT_MAX);
	proof_text_write(&b, &text);
	if (!str_eq(buf_str(&b), s))
		die("a proof is not written as it was read");
	if (proof_text_verify(&text, &policy, a, &v, NULL) == 0 && v.log.checkpoint.size != 7)
		die("a proof that nobody signed");
	return 0;
}
