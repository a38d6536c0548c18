/* SPDX-License-Identifier: Apache-2.0 */
/* dev_data.h - where the published test vectors are, for those who have them. */
#ifndef VIGIL_TEST_DEV_DATA_H
#define VIGIL_TEST_DEV_DATA_H

#include "base/base.h"

static inline struct str dev_data(struct arena *a, const char *path)
{
	const char *root = getenv("VIGIL_DEV_DATA");
	return str_printf(a, "%s/vectors/evidence/%s", root ? root : "../shared", path);
}

#endif
