/* SPDX-License-Identifier: Apache-2.0 */
#include "base/order.h"

#include <math.h>
#include <stdlib.h>

#include "check.h"

TEST(order_keeps_the_ends_of_each_kind)
{
	const int64_t low = INT64_MIN, high = INT64_MAX;
	const uint64_t none = 0, all = UINT64_MAX;
	const uint32_t little = 0, much = UINT32_MAX;
	const size_t first = 0, last = SIZE_MAX;
	CHECK(order_i64(&low, &high) < 0 && order_i64(&high, &low) > 0);
	CHECK_INT(order_i64(&low, &low), 0);
	CHECK(order_u64(&none, &all) < 0 && order_u64(&all, &none) > 0);
	CHECK_INT(order_u64(&all, &all), 0);
	CHECK(order_u32(&little, &much) < 0 && order_u32(&much, &little) > 0);
	CHECK_INT(order_u32(&much, &much), 0);
	CHECK(order_size(&first, &last) < 0 && order_size(&last, &first) > 0);
	CHECK_INT(order_size(&last, &last), 0);
}

TEST(order_puts_last_what_is_no_number)
{
	double v[] = { NAN, 2, -INFINITY, NAN, INFINITY, -0.5 };
	const double want[] = { -INFINITY, -0.5, 2, INFINITY };
	qsort(v, COUNT(v), sizeof *v, order_f64);
	for (size_t i = 0; i < COUNT(want); i++)
		CHECK(v[i] == want[i]);
	CHECK(isnan(v[4]) && isnan(v[5]));
}

TEST(order_keeps_each_once)
{
	int64_t v[] = { 7, -1, 7, INT64_MIN, 3, -1, 7 };
	const int64_t want[] = { INT64_MIN, -1, 3, 7 };
	CHECK_INT(order_each_once(v, COUNT(v)), COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++)
		CHECK_INT(v[i], want[i]);
	CHECK_INT(order_each_once(NULL, 0), 0);
}
