/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_mention.c - one row of a list: as it was received, in each of its versions, and whose it is. */
#include "web/list_load.h"

#include "base/json.h"
#include "intake/list.h"
#include "web/routes.h"

enum { PARTNERS_SHOWN = 12 };

/* ---- versions ---------------------------------------------------------------- */

/* [place, text] pairs, for members of the compartment. */
static struct str opened_cell(struct page_request *p, struct str sealed, size_t place)
{
	const struct json *list;
	struct str text = STR("");
	if (!sealed.n || json_read(sealed, sealed.n, JSON_ANY, p->a, &list, NULL) < 0)
		return text;
	for (const struct json *i = json_first(list); i; i = i->next) {
		int64_t at;
		const struct json *one = json_first(i);
		if (one && json_int(one, &at) && at == (int64_t)place && one->next)
			json_str(one->next, &text);
	}
	return text;
}

static void read_cell(struct page_request *p, const struct list_column *col, struct mention_cell *c)
{
	struct list_reading r;
	if (col->field == LIST_KEPT)
		return;
	c->field = list_field_label(col->field);
	list_read_cell(col, c->given, p->lang, p->a, &r);
	if (r.verdict == LIST_UNDERSTOOD || r.verdict == LIST_DOUBTFUL)
		c->as = r.as;
	if (r.verdict == LIST_DOUBTFUL || r.verdict == LIST_NOT_UNDERSTOOD)
		c->why = r.why;
}

static const struct mention_cell *same_column(const struct mention_shown *s, struct str column)
{
	for (size_t i = 0; s && i < s->n; i++)
		if (str_eq(s->cells[i].column, column))
			return &s->cells[i];
	return NULL;
}

static int load_version(struct page_request *p, struct mention_view *v,
			const struct mention_version *m, const struct mention_shown *before,
			struct mention_shown *ret, struct err *e)
{
	struct edition d;
	struct str *cells;
	struct str sealed = STR("");
	size_t n;
	TRY(reg_edition(p->reg, m->edition, p->a, &d, e));
	TRY(list_cells_read(m->cells, p->a, &cells, &n, e));
	if (v->open)
		TRY(reg_version_sealed(p->reg, m->seq, p->a, &sealed, e));
	*ret = (struct mention_shown){ .seq = m->seq,
				       .row = m->row,
				       .edition = m->edition,
				       .date = d.date,
				       .file = d.name,
				       .recorded_ms = m->recorded_ms,
				       .retracted = m->retracted };
	ret->n = d.n_header > n ? d.n_header : n;
	ret->cells = NEW_N(p->a, ret->n, struct mention_cell);
	for (size_t i = 0; i < ret->n; i++) {
		struct mention_cell *c = &ret->cells[i];
		const struct mention_cell *was;
		c->column = i < d.n_header ? d.header[i] : STR("");
		c->given = i < n ? cells[i] : STR("");
		c->as = c->why = c->opened = c->was = STR("");
		c->sealed = i < d.mapping.n && d.mapping.columns[i].sealed;
		if (c->sealed) {
			v->has_sealed = true;
			c->opened = opened_cell(p, sealed, i + 1);
		} else if (i < d.mapping.n) {
			read_cell(p, &d.mapping.columns[i], c);
		}
		was = same_column(before, c->column);
		c->changed = before && !c->sealed && (!was || !str_eq(was->given, c->given));
		c->was = was ? was->given : STR("");
	}
	return 0;
}

static int load_versions(struct page_request *p, struct mention_view *v, struct err *e)
{
	struct mention_version *m;
	TRY(reg_mention_versions(p->reg, v->m.entity.id, p->a, &m, &v->n_versions, e));
	v->versions = NEW_N(p->a, v->n_versions, struct mention_shown);
	for (size_t i = 0; i < v->n_versions; i++)
		TRY(load_version(p, v, &m[i], i ? &v->versions[v->n_versions - i] : NULL,
				 &v->versions[v->n_versions - 1 - i], e));
	return 0;
}

/* ---- other records ----------------------------------------------------------- */

static bool is_there(const struct mention_view *v, int64_t id)
{
	for (size_t i = 0; i < v->n_partners; i++)
		if (v->partners[i].other.entity.id == id)
			return true;
	return false;
}

static int add_partner(struct page_request *p, struct mention_view *v, int64_t other, struct err *e)
{
	struct linkage_pair pair;
	struct mention_partner *ret = &v->partners[v->n_partners];
	if (v->n_partners == PARTNERS_SHOWN || is_there(v, other))
		return 0;
	int rc = linkage_pair(p->reg, v->m.entity.id, other, p->a, &pair, e);
	if (rc == ERR_NOTFOUND) /* erased since, or no record any more */
		return 0;
	TRY(rc);
	*ret = (struct mention_partner){ .other = pair.a.entity.id == other ? pair.a : pair.b,
					 .compared = pair.run > 0,
					 .ppm = pair.ppm,
					 .decided = pair.standing,
					 .disputed = pair.disputed,
					 .says = pair.says };
	for (size_t i = 0; i < pair.n_verdicts; i++)
		ret->hidden = ret->hidden || pair.verdicts[i].hidden;
	v->n_partners++;
	return 0;
}

static int load_partners(struct page_request *p, struct mention_view *v, struct err *e)
{
	struct link_row *links;
	struct run_pair *pairs;
	size_t n;
	struct pair_query q = { .record = v->m.entity.id, .limit = PARTNERS_SHOWN };
	v->partners = NEW_N(p->a, PARTNERS_SHOWN, struct mention_partner);
	TRY(reg_links(p->reg, v->m.entity.id, false, p->a, &links, &n, e));
	for (size_t i = 0; i < n; i++)
		TRY(add_partner(
			p, v, links[i].a.id == v->m.entity.id ? links[i].b.id : links[i].a.id, e));
	TRY(reg_run_newest(p->reg, &q.run, e));
	if (!q.run)
		return 0;
	TRY(reg_pairs(p->reg, &q, p->a, &pairs, &n, NULL, e));
	for (size_t i = 0; i < n; i++)
		TRY(add_partner(
			p, v, pairs[i].a.id == v->m.entity.id ? pairs[i].b.id : pairs[i].a.id, e));
	return 0;
}

/* ---- all --------------------------------------------------------------------- */

static int edition_date(struct page_request *p, int64_t seq, struct str *ret, struct err *e)
{
	struct edition d;
	*ret = STR("");
	if (!seq)
		return 0;
	TRY(reg_edition(p->reg, seq, p->a, &d, e));
	*ret = d.date;
	return 0;
}

static int load(struct page_request *p, struct mention_view *v, struct err *e)
{
	struct entity en;
	struct list_summary list;
	struct card card;
	v->vocab = reg_vocab(p->reg);
	v->open = str_eq(page_arg(p, "open"), STR("1"));
	TRY(reg_entity(p->reg, p->arg, p->a, &en, e));
	TRY(reg_mention(p->reg, en.id, p->a, &v->m, e));
	TRY(reg_list_summary(p->reg, v->m.list.id, p->a, &list, e));
	v->list_number = list.number;
	v->list_label = list.label;
	TRY(edition_date(p, v->m.edition, &v->edition_date, e));
	TRY(edition_date(p, list.newest, &v->newest_date, e));
	if (v->m.person.id) {
		TRY(reg_card(p->reg, v->m.person.id, p->a, &card, e));
		v->person_number = card.number;
		v->person_label = card.label;
	}
	TRY(load_versions(p, v, e));
	return load_partners(p, v, e);
}

int page_mention(struct page_request *p, struct err *e)
{
	struct mention_view v = { 0 };
	struct html h;
	TRY(load(p, &v, e));
	html_begin(&h, &p->rs->body);
	mention_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
