/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vectors.h - what is made now is what docs/formats/vectors/ holds, byte for byte. VIGIL_WRITE_VECTORS=1
 * writes it anew: then the change of a format is seen in review.
 */
#ifndef VIGIL_TEST_VECTORS_H
#define VIGIL_TEST_VECTORS_H

#include "check.h"

#include "base/file.h"
#include "ledger/ledger.h"

static inline void compare(struct arena *a, const char *name, struct str made)
{
	struct str path = str_printf(a, "docs/formats/vectors/%s", name);
	struct str s = STR_NULL;
	struct err e;
	const char *write = getenv("VIGIL_WRITE_VECTORS");
	if (write && *write)
		CHECK_OK(file_write(path.p, made, 0644, &e), &e);
	CHECK_OK(file_read(path.p, PROOF_TEXT_MAX, a, &s, &e), &e);
	if (!str_eq(s, made))
		FAIL("%s is not what is made now", path.p);
}

#endif
