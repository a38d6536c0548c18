/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: vault */
/* Shares of a recovery key as people type them: no crash; what is read is written as the same letters. */
#include "fuzz.h"

#include "vault/recovery.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct recovery_share s;
	struct recovery_share again;
	char text[RECOVERY_SHARE_LEN + 1];
	if (recovery_share_read(str_n((const char *)p, n), &s, NULL) < 0)
		return 0;
	recovery_share_write(&s, text);
	if (recovery_share_read(str_of(text), &again, NULL) < 0 || again.number != s.number ||
	    memcmp(again.y, s.y, KEY_LEN) != 0)
		die("a share does not survive being copied");
	return 0;
}
