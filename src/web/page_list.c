/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_list.c - one list: its editions, what differs between two of them, its rows. */
#include "web/list_load.h"

#include "web/routes.h"

int page_number(struct page_request *p, const char *name, int64_t *ret, struct err *e)
{
	TRY(page_arg_int(p, name, 1, ret, e));
	if (*ret < 1 || *ret > INT32_MAX)
		return err_set(e, ERR_INPUT, "“%s” in the address begins with 1", name);
	return 0;
}

int list_of_arg(struct page_request *p, struct list_summary *ret, struct err *e)
{
	struct entity en;
	TRY(reg_entity(p->reg, p->arg, p->a, &en, e));
	if (!str_eq(en.kind, STR("list")))
		return err_set(e, ERR_NOTFOUND, "this record is no list");
	return reg_list_summary(p->reg, en.id, p->a, ret, e);
}

/* ---- cells on one line ---------------------------------------------------- */

struct str short_text(struct str s, size_t max)
{
	size_t n = s.n < max ? s.n : max;
	while (n < s.n && n && ((uint8_t)s.p[n] & 0xC0) == 0x80)
		n--;
	return str_n(s.p, n);
}

static bool is_name(enum list_field f)
{
	return f == LIST_NAME || f == LIST_GIVEN || f == LIST_FAMILY;
}

struct str list_cells_rest(struct arena *a, enum lang lang, const struct edition *of,
			   struct str json)
{
	enum { SHOWN = 240 };
	struct str *cells;
	size_t n;
	AUTO_BUF b;
	buf_init(&b, 4 * SHOWN);
	if (!json.n || list_cells_read(json, a, &cells, &n, NULL) < 0)
		return STR("");
	for (size_t i = 0; i < n && b.n < SHOWN; i++) {
		struct str cell = str_trim(cells[i]);
		if (!cell.n || (i < of->mapping.n && is_name(of->mapping.columns[i].field)))
			continue;
		if (b.n)
			buf_add(&b, tr(lang, MSG_P("; ", "؛ ")));
		/* Each by itself: beside Persian words a date would run backwards. */
		buf_add(&b, text_isolate(a, short_text(cell, SHOWN)));
	}
	return buf_copy(&b, a);
}

/* ---- editions --------------------------------------------------------------- */

static const struct edition *edition_of(const struct list_view *v, int64_t seq)
{
	for (size_t i = 0; i < v->n_editions; i++)
		if (v->editions[i].seq == seq)
			return &v->editions[i];
	return NULL;
}

/* Those asked for, else the newest two that stand. */
static int choose_editions(struct page_request *p, struct list_view *v, struct err *e)
{
	const struct edition *newer = NULL;
	const struct edition *older = NULL;
	int64_t from;
	int64_t to;
	TRY(page_arg_entry(p, "older", &from, e));
	TRY(page_arg_entry(p, "newer", &to, e));
	for (size_t i = 0; i < v->n_editions; i++)
		if (!v->editions[i].retracted) {
			older = newer;
			newer = &v->editions[i];
		}
	if (from || to) {
		older = edition_of(v, from);
		newer = edition_of(v, to);
		if (!older || !newer)
			return err_set(e, ERR_INPUT, "this list has no such editions to compare");
	}
	if (!older || !newer)
		return 0;
	v->has_diff = true;
	v->older = *older;
	v->newer = *newer;
	return 0;
}

static struct str cell_at(const struct str *cells, size_t n, size_t i)
{
	return i < n ? cells[i] : STR("");
}

/* Column by column, by their names: an edition may have others, or another order. */
static int load_changes(struct page_request *p, const struct list_view *v,
			const struct edition_diff *d, struct list_diff_line *ret, struct err *e)
{
	struct str *was;
	struct str *is;
	size_t n_was;
	size_t n_is;
	const struct edition *o = &v->older;
	const struct edition *n = &v->newer;
	TRY(list_cells_read(d->old_cells, p->a, &was, &n_was, e));
	TRY(list_cells_read(d->cells, p->a, &is, &n_is, e));
	ret->cells = NEW_N(p->a, n->n_header + o->n_header, struct cell_change);
	for (size_t i = 0; i < n->n_header; i++) {
		struct str before = STR("");
		for (size_t k = 0; k < o->n_header; k++)
			if (str_eq(o->header[k], n->header[i]))
				before = cell_at(was, n_was, k);
		if (!str_eq(before, cell_at(is, n_is, i)))
			ret->cells[ret->n_cells++] =
				(struct cell_change){ n->header[i], before, cell_at(is, n_is, i) };
	}
	for (size_t k = 0; k < o->n_header; k++) {
		bool there = false;
		for (size_t i = 0; i < n->n_header; i++)
			there = there || str_eq(o->header[k], n->header[i]);
		if (!there && cell_at(was, n_was, k).n)
			ret->cells[ret->n_cells++] =
				(struct cell_change){ o->header[k], was[k], STR("") };
	}
	return 0;
}

static int load_diff(struct page_request *p, struct list_view *v, struct err *e)
{
	struct edition_diff *d;
	TRY(page_number(p, "diff", &v->diff_page, e));
	TRY(choose_editions(p, v, e));
	if (!v->has_diff)
		return 0;
	TRY(reg_edition_diff(p->reg, v->older.seq, v->newer.seq,
			     (v->diff_page - 1) * LIST_DIFF_PAGE, LIST_DIFF_PAGE, p->a, &d,
			     &v->n_diff, &v->totals, e));
	v->diff = NEW_N(p->a, v->n_diff, struct list_diff_line);
	for (size_t i = 0; i < v->n_diff; i++) {
		struct list_diff_line *l = &v->diff[i];
		struct mention m;
		int rc = reg_mention(p->reg, d[i].mention.id, p->a, &m, e);
		if (rc < 0 && rc != ERR_NOTFOUND)
			return rc;
		*l = (struct list_diff_line){ .what = d[i].what,
					      .number = d[i].number,
					      .label = rc < 0 ? STR("") : m.label,
					      .row = d[i].row,
					      .old_row = d[i].old_row };
		if (d[i].what == EDITION_CHANGED)
			TRY(load_changes(p, v, &d[i], l, e));
		else
			l->rest = list_cells_rest(
				p->a, p->lang, d[i].what == EDITION_ADDED ? &v->newer : &v->older,
				d[i].what == EDITION_ADDED ? d[i].cells : d[i].old_cells);
	}
	return 0;
}

/* ---- rows -------------------------------------------------------------------- */

static void load_row(struct page_request *p, const struct list_view *v, const struct mention *m,
		     struct list_row_line *ret)
{
	const struct edition *in = edition_of(v, m->edition);
	*ret = (struct list_row_line){
		.number = m->number,
		.label = m->label,
		.row = m->row,
		.stands = m->stands,
		.last_in = in ? in->date : STR(""),
		.rest = in ? list_cells_rest(p->a, p->lang, in, m->cells) : STR(""),
		.person = m->person.id ? reg_number(p->reg, &m->person, p->a) : STR(""),
	};
}

static int load_rows(struct page_request *p, struct list_view *v, struct err *e)
{
	struct str show = page_arg(p, "show");
	struct mention *m;
	struct mention_query q = { .list = v->line.s.list.id, .limit = LIST_ROWS_PAGE };
	TRY(page_number(p, "page", &v->page, e));
	q.which = str_eq(show, STR("removed")) ? MENTIONS_REMOVED
		  : str_eq(show, STR("all"))   ? MENTIONS_ALL
					       : MENTIONS_STANDING;
	v->show = (int)q.which;
	q.offset = (v->page - 1) * LIST_ROWS_PAGE;
	TRY(reg_mentions(p->reg, &q, p->a, &m, &v->n_rows, &v->rows_total, e));
	v->rows = NEW_N(p->a, v->n_rows, struct list_row_line);
	for (size_t i = 0; i < v->n_rows; i++)
		load_row(p, v, &m[i], &v->rows[i]);
	return 0;
}

/* ---- with others ---------------------------------------------------------------- */

static int load_shared(struct page_request *p, struct list_view *v, struct err *e)
{
	struct list_overlap *o;
	size_t n;
	int64_t me = v->line.s.list.id;
	TRY(reg_list_overlaps(p->reg, p->a, &o, &n, e));
	v->shared = NEW_N(p->a, n, struct list_shared);
	for (size_t i = 0; i < n; i++) {
		struct card c;
		if (o[i].a == o[i].b || (o[i].a != me && o[i].b != me))
			continue;
		TRY(reg_card(p->reg, o[i].a == me ? o[i].b : o[i].a, p->a, &c, e));
		v->shared[v->n_shared++] = (struct list_shared){ c.number, c.label, o[i].persons };
	}
	return reg_list_twice(p->reg, me, 0, LIST_TWICE_SHOWN, p->a, &v->twice, &v->n_twice,
			      &v->twice_total, e);
}

static int load(struct page_request *p, struct list_view *v, struct err *e)
{
	struct linkage_report *run;
	int64_t total;
	v->vocab = reg_vocab(p->reg);
	v->undo = page_form(p, "/undo/*");
	TRY(list_of_arg(p, &v->line.s, e));
	TRY(list_linkage_newest(p, &run, e));
	TRY(list_line_load(p, run, &v->line, e));
	TRY(page_arg_int(p, "done", 0, &v->done, e));
	TRY(reg_claims(p->reg, CLAIMS_OF_SUBJECT, v->line.s.list.id, false, 0, LIST_CLAIMS_MAX,
		       p->a, &v->claims, &v->n_claims, &total, e));
	TRY(reg_editions(p->reg, v->line.s.list.id, true, p->a, &v->editions, &v->n_editions, e));
	TRY(load_diff(p, v, e));
	TRY(load_rows(p, v, e));
	return load_shared(p, v, e);
}

int page_list(struct page_request *p, struct err *e)
{
	struct list_view v = { 0 };
	struct html h;
	TRY(load(p, &v, e));
	html_begin(&h, &p->rs->body);
	list_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
