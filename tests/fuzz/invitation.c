/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: vault */
/* Invitations: the file, and what is under its seal. No crash; ceilings hold. No key is derived. */
#include "fuzz.h"

#include "vault/invite.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct invitation_file f;
	struct invitation in;
	struct str s = str_n((const char *)p, n);
	if (invitation_read(s, a, &f, NULL) == 0 &&
	    (f.kdf.mem > (size_t)4 << 30 || f.kdf.ops > 64 || f.sealed.n > INVITATION_MAX))
		die("an invitation that asks for too much");
	if (invitation_parse(s, a, &in, NULL) == 0 &&
	    (in.name.n > MEMBER_NAME_MAX || in.reg.n == 0 || in.role > ROLE_OFFICER))
		die("an invitation of another form was taken");
	return 0;
}
