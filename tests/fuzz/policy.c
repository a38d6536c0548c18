/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/* Policies: no crash; nothing is accepted that no listed log signed. */
#include "fuzz.h"

#include "ledger/policy.h"

static const char NOTE[] =
	"vigil.example/000102030405060708090a0b0c0d0e0f\n"
	"7\n"
	"PF4R88BrCTk0KMpPJQADuArsIL0MR4fG2vb03QVm7/U=\n"
	"\n"
	"\xE2\x80\x94 vigil.example/000102030405060708090a0b0c0d0e0f zSraqDu0tQSsrXf2frqmL1pY4I1BkNg90hwYK0q6A4G2sr0x0qGJOf9SuaBAith64DwQLzN8Y3yLPHLcN3u7X0l6AwY=\n";

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct policy policy;
	struct policy_verdict v;
	if (crypto_init(NULL) < 0 || policy_read(str_n((const char *)p, n), a, &policy, NULL) < 0)
		return 0;
	if (policy.quorum >= (int)policy.n_nodes)
		die("a quorum that is not named");
	for (size_t i = 0; i < policy.n_nodes; i++)
		for (size_t m = 0; m < policy.nodes[i].n; m++)
			if (policy.nodes[i].members[m] >= (int)i)
				die("a group with a member that is not above it");
	if (policy_check(&policy, str_of(NOTE), a, &v, NULL) == 0 &&
	    (!v.log || !str_eq(v.log->name, v.checkpoint.origin)))
		die("accepted without the log's signature");
	return 0;
}
