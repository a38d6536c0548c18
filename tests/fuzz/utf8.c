/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: text */
/* Any bytes: the cursor moves to the end, and agrees with the check about what is well-formed. */
#include "fuzz.h"

#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = str_n((const char *)p, n);
	struct str rest = s;
	size_t bad_at = utf8_bad_at(s);
	AUTO_BUF b;
	uint32_t cp;

	buf_init(&b, 4 * n + 4);
	assert(bad_at <= n);
	assert(utf8_check(s) == (bad_at == n));
	while (rest.n > n - bad_at && utf8_next(&rest, &cp))
		utf8_put(&b, cp);
	assert(rest.n == n - bad_at);
	assert(str_eq(buf_str(&b), str_n(s.p, bad_at)));
	if (rest.n > 0) {
		assert(utf8_next(&rest, &cp) && cp == UTF8_REPLACEMENT);
		assert(rest.n == n - bad_at - 1);
	}
	assert(utf8_count(s) <= n);
	(void)utf8_is_plain(s);
	return 0;
}
