/* SPDX-License-Identifier: Apache-2.0 */
/* value_priv.h - the checks that writing and reading values share. */
#ifndef VIGIL_VALUE_PRIV_H
#define VIGIL_VALUE_PRIV_H

#include "ledger/value.h"

int value_check(const struct value *v, struct err *e) MUST_USE;
int value_ref_check(const struct value_ref *r, struct err *e) MUST_USE;
bool value_calendar_parse(struct str s, enum value_calendar *ret);
bool value_is_property(struct str s);

#endif
