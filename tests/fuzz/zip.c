/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/* ZIP files: no crash; what is accepted has sorted, harmless, unequal names, and its contents do not
 * overlap, so they are never more than the file itself. */
#include "fuzz.h"

#include "ledger/zip.h"

static int count(void *ctx, const void *p, size_t n, struct err *e)
{
	size_t *sum = ctx;
	(void)p;
	(void)e;
	*sum += n;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s = str_n((const char *)p, n);
	struct zip_source src = zip_source_str(&s);
	struct zip z;
	size_t sum = 0;
	if (zip_open(&z, &src, n % 2 == 0, a, NULL) < 0)
		return 0;
	for (size_t i = 0; i < z.files.n; i++) {
		if (bag_path_fault(z.files.list[i].path))
			die("a name that is not allowed");
		if (i && str_cmp(z.files.list[i - 1].path, z.files.list[i].path) >= 0)
			die("names out of order");
		(void)!z.files.stream(z.files.ctx, i, count, &sum, NULL);
	}
	if (sum > n)
		die("more content than there are bytes");
	return 0;
}
