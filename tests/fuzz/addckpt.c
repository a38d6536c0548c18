/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/* Requests to a witness: no crash; what is read is written as it stood; and nothing is cosigned but the
 * head of seven entries that the key signed. */
#include "fuzz.h"

#include "ledger/witness.h"

static const char VKEY[] =
	"vigil.example/000102030405060708090a0b0c0d0e0f+cd2adaa8+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";

static void judge(const struct witness_request *r, int64_t size, struct arena *a)
{
	struct note_key key;
	struct witness_log log = { .keys = &key, .n_keys = 1, .size = size };
	struct witness_verdict v;
	struct str origin;
	if (note_key_read(str_of(VKEY), a, &key, NULL) < 0)
		die("the fixed key is none");
	bool ours = witness_request_origin(r, a, &origin, NULL) == 0 && str_eq(origin, key.name);
	witness_judge(r, ours ? &log : NULL, a, &v);
	if (v.status == WITNESS_COSIGN && (v.head.size != 7 || !ours))
		die("a head that nobody signed");
	if (v.status == WITNESS_COSIGN && size != 0 && size != 7)
		die("a root of zeros leads to no head");
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s = str_n((const char *)p, n);
	struct witness_request r;
	AUTO_BUF b = { 0 };
	if (crypto_init(NULL) < 0 || witness_request_read(s, a, &r, NULL) < 0)
		return 0;
	if (r.n > PROOF_HASHES_MAX || r.old < 0)
		die("a request beyond its limits");
	buf_init(&b, 2 * WITNESS_REQUEST_MAX);
	witness_request_write(&b, &r);
	if (!str_eq(buf_str(&b), s))
		die("a request is not written as it was read");
	judge(&r, 0, a);
	judge(&r, 5, a);
	judge(&r, 6, a);
	return 0;
}
