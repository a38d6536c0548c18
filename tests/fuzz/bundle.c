/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/* Bundles as ZIP files, under the policy of the example's log: no crash; what is accepted has a record, and
 * each record is an entry of that log. */
#include "fuzz.h"

#include "ledger/bundle.h"
#include "ledger/zip.h"

static const char POLICY[] =
	"log vigil.example/000102030405060708090a0b0c0d0e0f+cd2adaa8+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c\n"
	"quorum none\n";

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new((size_t)2 << 30);
	struct str s = str_n((const char *)p, n);
	struct zip_source src = zip_source_str(&s);
	struct zip z;
	struct policy policy;
	struct bundle_verdict v;
	struct bundle_trust trust = { .policy = &policy };
	if (crypto_init(NULL) < 0 || policy_read(str_of(POLICY), a, &policy, NULL) < 0)
		die("the fixed policy is none");
	if (zip_open(&z, &src, true, a, NULL) < 0)
		return 0;
	(void)bundle_origin(&z.files, a);
	if (bundle_verify(&z.files, &trust, a, &v, NULL) < 0)
		return 0;
	if (v.n == 0)
		die("a bundle of nothing");
	for (size_t i = 0; i < v.n; i++)
		if (v.records[i].proof.log.checkpoint.size != 7)
			die("a record that nobody signed");
	return 0;
}
