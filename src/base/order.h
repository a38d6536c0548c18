/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order.h - plain numbers in ascending order, for qsort and bsearch.
 */
#ifndef VIGIL_ORDER_H
#define VIGIL_ORDER_H

#include "base/base.h"

int order_i64(const void *x, const void *y);
int order_u32(const void *x, const void *y);
int order_u64(const void *x, const void *y);
int order_size(const void *x, const void *y);
/* Numbers that are none come last, so that the order is one also with them. */
int order_f64(const void *x, const void *y);

/* Sorts the list and keeps each number once; returns how many are left. NULL when n is 0 is fine. */
size_t order_each_once(int64_t *list, size_t n);

#endif
