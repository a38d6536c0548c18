/* SPDX-License-Identifier: Apache-2.0 */
/* room: base */
/* Any bytes: no crash; what is read can be written, and reads the same again. */
#include "fuzz.h"

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	AUTO_BUF again;
	const struct json *v = NULL;
	buf_init(&b, 16 << 20);
	buf_init(&again, 16 << 20);
	struct str s = str_n((const char *)p, n);
	if (json_read(s, 1 << 20, JSON_ANY, a, &v, NULL) < 0)
		return 0;
	json_put(&b, v);
	if (json_read(buf_str(&b), 16 << 20, JSON_COMPACT, a, &v, NULL) < 0)
		die("what was written is not compact");
	json_put(&again, v);
	if (!str_eq(buf_str(&b), buf_str(&again)))
		die("written, read and written again differs");
	/* Compact text is its own spelling. */
	const struct json *w = NULL;
	if (json_read(s, 1 << 20, JSON_COMPACT, a, &w, NULL) == 0 && !str_eq(s, buf_str(&b)))
		die("two compact spellings of one value");
	return 0;
}
