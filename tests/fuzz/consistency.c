/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/* Consistency files and paths of tiles: no crash; what is read is written as it stood; only heads that the
 * key signed are accepted, and an honest log is never called forked. */
#include "fuzz.h"

#include "ledger/consistency.h"
#include "ledger/tiles.h"

static const char POLICY[] =
	"log vigil.example/f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0+03511df8+Af0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY\nquorum none\n";

static void check_path(struct str s)
{
	struct tile_file f;
	AUTO_BUF b = { 0 };
	if (!tiles_path_parse(s, &f))
		return;
	buf_init(&b, 400);
	tiles_path(&b, &f);
	if (!str_eq(buf_str(&b), s))
		die("a path with two spellings");
	(void)tiles_may_be(&f, INT64_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s = str_n((const char *)p, n);
	struct consistency c;
	struct consistency_verdict v;
	struct policy policy;
	struct str entries[TILE_WIDTH];
	bool fork = false;
	AUTO_BUF b = { 0 };
	if (crypto_init(NULL) < 0 || policy_read(str_of(POLICY), a, &policy, NULL) < 0)
		die("the fixed policy is none");
	check_path(s);
	(void)!tiles_entries_read(s, 3, entries, NULL);
	if (consistency_read(s, a, &c, NULL) < 0)
		return 0;
	buf_init(&b, 2 * PROOF_MAX);
	consistency_write(&b, &c);
	if (!str_eq(buf_str(&b), s))
		die("a file is not written as it was read");
	if (consistency_verify(&c, &policy, a, &v, &fork, NULL) == 0 &&
	    (v.old.size > v.head.size || v.head.size > 20))
		die("heads that nobody signed");
	if (fork)
		die("an honest log is called forked");
	return 0;
}
