/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/bytes.h"
#include "ledger/entry.h"
#include "ledger/tree.h"

TEST(entries_are_written_and_read_back)
{
	struct err e;
	for (int k = 0; k < ENTRY_KINDS; k++) {
		char t[ENTRY_MAX];
		enum entry_kind kind = ENTRY_END;
		struct hash got;
		struct hash h = hash_of(entry_kind_name((enum entry_kind)k));
		struct str s = entry_write(t, (enum entry_kind)k, &h);
		CHECK(s.n <= ENTRY_MAX);
		CHECK_OK(entry_parse(s, &kind, &got, &e), &e);
		CHECK(kind == (enum entry_kind)k && hash_eq(&got, &h));
	}
}

TEST(an_entry_has_these_bytes)
{
	char t[ENTRY_MAX];
	char hex[2 * HASH_LEN + 1];
	struct hash h = hash_of(STR("abc"));
	struct str s = entry_write(t, ENTRY_CLAIM, &h);
	CHECK_STR(s, "vigil/leaf/v1\nclaim ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n");
	h = tree_leaf(s);
	hex_encode(hex, h.b, HASH_LEN);
	CHECK_STR(str_of(hex), "3ed20b2051031afc943a5da1d3c9cbe59864c51ed707f1851ac8981efc4f4533");
}

TEST(entries_have_one_spelling)
{
	static const char *const CASES[] = {
		"",
		"vigil/leaf/v1\n",
		"vigil/leaf/v2\nclaim ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n",
		"vigil/leaf/v1\nclaim ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
		"vigil/leaf/v1\nclaim ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n\n",
		"vigil/leaf/v1\nclaim  ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n",
		"vigil/leaf/v1\nclaim ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0\n",
		"vigil/leaf/v1\nclaim ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa1=\n",
		"vigil/leaf/v1\nclaim ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=\n",
		"vigil/leaf/v1\nClaim ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n",
		"vigil/leaf/v1\nnote ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n",
		"vigil/leaf/v1\n ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n",
		"vigil/leaf/v1\nclaim\n",
		" vigil/leaf/v1\nclaim ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n",
		"vigil/leaf/v1\nclaim YWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWI=\n",
	};
	enum entry_kind k;
	struct hash h;
	for (size_t i = 0; i + 1 < COUNT(CASES); i++)
		if (entry_parse(str_of(CASES[i]), &k, &h, NULL) != ERR_INPUT)
			FAIL("taken: %s", CASES[i]);
	/* The last is 32 bytes, to know that the others are not refused for the wrong reason. */
	CHECK(entry_parse(str_of(CASES[COUNT(CASES) - 1]), &k, &h, NULL) == 0);
}
