/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: vault */
/* Keyrings of other sites: no crash; what is read is written again byte by byte. */
#include "fuzz.h"

#include "vault/keyring.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct keyring k;
	buf_init(&b, KEYRING_MAX);
	struct str in = str_n((const char *)p, n);
	if (keyring_read(in, a, &k, NULL) < 0)
		return 0;
	keyring_write(&b, &k);
	if (!str_eq(buf_str(&b), in))
		die("a keyring with two spellings was taken");
	return 0;
}
