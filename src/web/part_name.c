/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * part_name.c - how entities are called, asked before a page is rendered.
 *
 * A page of a hundred claims names the same few sources, documents and places again and again, so
 * each is asked once.
 */
#include "web/part.h"

#include "web/page.h"

enum { SOURCE_CLAIMS_MAX = 50 };

void names_init(struct names *n, struct arena *a)
{
	n->a = a;
	map_init(&n->known, a);
}

const struct part_name *names_find(const struct names *n, struct str number)
{
	return n ? map_get(&n->known, number) : NULL;
}

void names_set(struct names *n, const struct part_name *one)
{
	struct part_name *copy = NEW(n->a, struct part_name);
	*copy = *one;
	*map_at(&n->known, one->number) = copy;
}

void names_set_card(struct names *n, enum lang lang, const struct card *c)
{
	bool fa = lang == LANG_FA && c->label_fa.n;
	struct part_name one = { .kind = c->entity.kind,
				 .number = c->number,
				 .label = fa ? c->label_fa : c->label,
				 .label_lang = fa ? STR("fa") : c->label_lang };
	names_set(n, &one);
}

struct str subject_number(const struct vocab *v, struct str kind, int64_t no, struct arena *a)
{
	const struct kind *k = vocab_kind(v, kind);
	char number[NUMBER_TEXT_MAX];
	return str_printf(a, "%.*s-%s", STR_FMT(k ? k->prefix : STR("?")),
			  number_text(no, 5, number));
}

struct part part_of(struct html *h, enum lang lang, const struct vocab *v, const struct names *n,
		    struct arena *a)
{
	return (struct part){ .h = h, .lang = lang, .vocab = v, .names = n, .a = a };
}

/* ---- asking ----------------------------------------------------------- */

/* What kind of source it is: all that is shown of a protected one. */
static int load_source_kind(struct page_request *p, int64_t id, struct str *ret, struct err *e)
{
	struct claim_row *c;
	size_t n;
	int64_t total;
	TRY(reg_claims(p->reg, CLAIMS_OF_SUBJECT, id, false, 0, SOURCE_CLAIMS_MAX, p->a, &c, &n,
		       &total, e));
	for (size_t i = 0; i < n && !ret->n; i++)
		if (str_eq(c[i].property, STR("source_kind")) && c[i].value.type == VALUE_CODE)
			*ret = c[i].value.u.code.code;
	return 0;
}

int names_load_entity(struct names *n, struct page_request *p, const struct entity *en,
		      struct err *e)
{
	struct card c;
	struct part_name one;
	if (!en->id)
		return 0;
	struct str number = reg_number(p->reg, en, p->a);
	if (names_find(n, number))
		return 0;
	TRY(reg_card(p->reg, en->id, p->a, &c, e));
	names_set_card(n, p->lang, &c);
	if (!str_eq(en->kind, STR("source")))
		return 0;
	const struct part_name *known = names_find(n, number);
	if (!known)
		return 0;
	one = *known;
	/* Whatever a protected source is called, its kind is what is shown. */
	one.label = number;
	one.label_lang = STR("en");
	TRY(load_source_kind(p, en->id, &one.source_kind, e));
	names_set(n, &one);
	return 0;
}

/* A reference inside a value has a number only. One that the register does not know stays a
 * number. */
static int load_ref(struct names *n, struct page_request *p, const struct value *v, struct err *e)
{
	struct entity en;
	if (v->type != VALUE_ENTITY)
		return 0;
	struct str number =
		subject_number(reg_vocab(p->reg), v->u.entity.kind, v->u.entity.no, p->a);
	if (names_find(n, number))
		return 0;
	int rc = reg_entity(p->reg, number, p->a, &en, e);
	if (rc == ERR_NOTFOUND)
		return 0;
	TRY(rc);
	return names_load_entity(n, p, &en, e);
}

int names_load_claims(struct names *n, struct page_request *p, const struct claim_row *c,
		      size_t count, struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		TRY(names_load_entity(n, p, &c[i].subject, e));
		TRY(names_load_entity(n, p, &c[i].source, e));
		TRY(names_load_entity(n, p, &c[i].document, e));
		TRY(names_load_entity(n, p, &c[i].via, e));
		TRY(load_ref(n, p, &c[i].value, e));
		for (size_t k = 0; k < c[i].parsed.n_q; k++)
			TRY(load_ref(n, p, &c[i].parsed.q[k].v, e));
	}
	return 0;
}
