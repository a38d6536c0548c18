/* SPDX-License-Identifier: Apache-2.0 */
/* room: base */
/* Any bytes: no crash; what was read is written as what the strict reader takes. */
#include "fuzz.h"

#include "base/digest.h"
#include "base/json_foreign.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	const struct json *v = NULL;
	struct digest_value d;
	struct str s = str_n((const char *)p, n);
	buf_init(&b, 16 << 20);
	if (!str_is_utf8(text_made_valid(a, s, 1 << 20)) || text_made_valid(a, s, 9).n > 9)
		die("text is not made valid");
	(void)!digest_read(s, DIGEST_NONE, &d);
	if (json_read_foreign(s, 1 << 18, a, &v, NULL) < 0)
		return 0;
	json_put(&b, v);
	if (json_read(buf_str(&b), 16 << 20, JSON_COMPACT, a, &v, NULL) < 0)
		die("what was written is not compact");
	return 0;
}
