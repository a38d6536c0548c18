/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register/list_facts.h"

#include "register/record.h"
#include "text/script.h"

struct fields {
	struct value_field *f;
	size_t n;
};

static void add(struct fields *x, const char *property, struct value v)
{
	assert(x->n < LIST_FACTS_MAX);
	x->f[x->n++] = (struct value_field){ .p = str_of(property), .v = v };
}

static void add_text(struct fields *x, const char *property, enum value_type type, struct str text)
{
	struct value v = { .type = type };
	v.u.text.text = text;
	v.u.text.lang = str_of(text_lang(text));
	if (text.n)
		add(x, property, v);
}

size_t list_facts_fields(const struct list_facts *x, struct value_field ret[static LIST_FACTS_MAX])
{
	struct fields to = { .f = ret };
	add_text(&to, "name", VALUE_NAME, x->name);
	add_text(&to, "publisher", VALUE_NAME, x->publisher);
	add_text(&to, "method", VALUE_TEXT, x->method);
	add_text(&to, "url", VALUE_TEXT, x->url);
	if (x->covers)
		add(&to, "covers", value_of_reading(x->covers, x->covers_given));
	if (x->published)
		add(&to, "publication_date", value_of_reading(x->published, x->published_given));
	if (str_eq(x->duplicate_free, STR("unknown")))
		add(&to, "duplicate_free", (struct value){ .type = VALUE_UNKNOWN });
	else if (x->duplicate_free.n)
		add(&to, "duplicate_free",
		    (struct value){ .type = VALUE_BOOLEAN,
				    .u.is = str_eq(x->duplicate_free, STR("yes")) });
	return to.n;
}
