/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_facts.h - what is said of a list when it becomes a record. */
#ifndef VIGIL_LIST_FACTS_H
#define VIGIL_LIST_FACTS_H

#include "ledger/value.h"
#include "text/date.h"

enum { LIST_FACTS_MAX = 8 };

/* What is "" or NULL is not said. Strings are borrowed. */
struct list_facts {
	struct str name, publisher, method, url;
	struct str duplicate_free; /* yes, no, unknown */
	const struct date_reading *covers, *published;
	struct str covers_given, published_given;
};
/* As fields of one statement. Returns how many. */
size_t list_facts_fields(const struct list_facts *x, struct value_field ret[static LIST_FACTS_MAX]);

#endif
