/* SPDX-License-Identifier: Apache-2.0 */
#include "base/order.h"

#include <math.h>
#include <stdlib.h>

int order_i64(const void *x, const void *y)
{
	const int64_t a = *(const int64_t *)x;
	const int64_t b = *(const int64_t *)y;
	return (a > b) - (a < b);
}

int order_u32(const void *x, const void *y)
{
	const uint32_t a = *(const uint32_t *)x;
	const uint32_t b = *(const uint32_t *)y;
	return (a > b) - (a < b);
}

int order_u64(const void *x, const void *y)
{
	const uint64_t a = *(const uint64_t *)x;
	const uint64_t b = *(const uint64_t *)y;
	return (a > b) - (a < b);
}

int order_size(const void *x, const void *y)
{
	const size_t a = *(const size_t *)x;
	const size_t b = *(const size_t *)y;
	return (a > b) - (a < b);
}

int order_f64(const void *x, const void *y)
{
	const double a = *(const double *)x;
	const double b = *(const double *)y;
	if (isnan(a) || isnan(b))
		return isnan(a) - isnan(b);
	return (a > b) - (a < b);
}

size_t order_each_once(int64_t *list, size_t all)
{
	size_t n = 0;
	if (all)
		qsort(list, all, sizeof *list, order_i64);
	for (size_t i = 0; i < all; i++)
		if (n == 0 || list[n - 1] != list[i])
			list[n++] = list[i];
	return n;
}
