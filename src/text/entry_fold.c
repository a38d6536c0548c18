/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/entry_name.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

struct str entry_name_folded(struct arena *a, struct str name)
{
	enum { CAP = 4 * ENTRY_NAME_MAX };
	UErrorCode rc = U_ZERO_ERROR;
	int32_t n = 0;
	assert(name.n <= ENTRY_NAME_MAX);
	UChar *in = NEW_N(a, CAP, UChar);
	UChar *out = NEW_N(a, CAP, UChar);
	char *ret = NEW_N(a, 3 * CAP, char);
	/* Unicode's own rule for identifiers that shall not be confused: normal form KC, case folded,
	 * what is to be ignored left out. */
	u_strFromUTF8WithSub(in, CAP, &n, name.p, (int32_t)name.n, 0xFFFD, NULL, &rc);
	n = unorm2_normalize(unorm2_getNFKCCasefoldInstance(&rc), in, n, out, CAP, &rc);
	u_strToUTF8WithSub(ret, 3 * CAP, &n, out, n, 0xFFFD, NULL, &rc);
	/* A text that grows beyond the room is no name of a file: it is equal to itself only. */
	return U_FAILURE(rc) ? str_copy(a, name) : str_n(ret, (size_t)n);
}
