/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_plan.c - all of a file is read and compared before anything is written. */
#include "intake/list_priv.h"

#include <unistd.h>

#include "base/map.h"
#include "base/order.h"
#include "intake/table_check.h"
#include "names/names.h"
#include "store/store.h"

enum { PROGRESS_ROWS = 2000 };
/* What is compared is held in memory: about 600 bytes a row of either side. */
static const size_t COMPARED_MAX = (size_t)12 << 30;
static const size_t KEEP_MAX = (size_t)16 << 30;

enum { KNOWN_MAX = 20000, KNOWN_CELL_MAX = 64 };

/* ---- rows of the file ---- */

/* Somebody said to leave it out; numbers ascend on both sides. */
static bool is_skipped(struct list_planning *p, int64_t row)
{
	const struct list_source *src = p->src;
	while (p->next_skip < src->n_skip_rows && src->skip_rows[p->next_skip] < row)
		p->next_skip++;
	return p->next_skip < src->n_skip_rows && src->skip_rows[p->next_skip] == row;
}

static enum list_verdict verdict_of(struct list_planning *p, size_t i, struct str cell)
{
	struct list_known *k = &p->known[i];
	struct list_reading r;
	bool keep = p->read[i] && cell.n <= KNOWN_CELL_MAX;
	uintptr_t as = keep ? (uintptr_t)map_get(&k->as, cell) : 0;
	if (as)
		return (enum list_verdict)(as - 1);
	list_read_cell(&p->m->columns[i], cell, p->src->lang, p->one, &r);
	if (keep && k->as.n < KNOWN_MAX)
		*map_at(&k->as, cell) = (void *)((uintptr_t)r.verdict + 1);
	return r.verdict;
}

static void count_cells(struct list_planning *p, const struct str *cells, int64_t row)
{
	for (size_t i = 0; i < p->m->n; i++) {
		struct list_column_count *c = &p->plan->columns[i];
		struct str given = str_trim(cells[i]);
		if (!given.n)
			continue;
		c->filled++;
		if (p->m->columns[i].field == LIST_KEPT || p->sealed[i])
			continue;
		enum list_verdict v = verdict_of(p, i, cells[i]);
		c->understood += v == LIST_UNDERSTOOD;
		c->doubtful += v == LIST_DOUBTFUL;
		c->not_understood += v == LIST_NOT_UNDERSTOOD;
		if (v == LIST_NOT_UNDERSTOOD && !c->first_row) {
			c->first_row = row;
			c->first_cell = str_copy(p->a, str_n(given.p, given.n < 80 ? given.n : 0));
		}
	}
}

/* A text as JSON has at most six bytes for one of its own. */
static bool is_short(const struct table_row *row)
{
	size_t n = 0;
	for (size_t i = 0; i < row->n; i++)
		n += 6 * row->cells[i].text.n + 8;
	return n < LIST_ROW_SEALED_MAX;
}

static int sealed_text(struct list_planning *p, const struct table_row *row, struct str *ret,
		       struct err *e)
{
	AUTO_BUF cells;
	AUTO_BUF sealed;
	buf_init(&cells, TABLE_ROW_MAX);
	buf_init(&sealed, TABLE_ROW_MAX);
	list_cells_write(row, p->m, &cells, &sealed);
	TRY(buf_check(&cells, e));
	TRY(buf_check(&sealed, e));
	if (ret)
		*ret = buf_copy(&sealed, p->keep);
	if (cells.n + sealed.n > LIST_ROW_SEALED_MAX) {
		static const struct msg WHAT = MSG(
			"the row has more text than can be sealed at once",
			"این ردیف متنی بیش از آن دارد که یک‌جا مُهر شود");
		static const struct msg TODO = MSG(
			"Move long texts into a file of their own, or leave the row out by its number.",
			"متن‌های بلند را به پروندهٔ جداگانه ببرید، یا ردیف را با شماره کنار بگذارید.");
		struct table_fault f = { .code = "row_too_long",
					 .row = row->number,
					 .stops = true };
		table_fault_add(&p->plan->faults, &f, &WHAT, &TODO, NULL, 0);
	}
	return 0;
}

/* As linking sees it: "unknown", initials, several people. */
static bool names_nobody(struct str shown, struct arena *a)
{
	struct name name;
	name_read(shown, NAME_FULL, a, &name);
	return name.missing || name.group;
}

/* A row of a list that has none yet: its hash, by which it is known again when it is sealed. */
static int take_first(struct list_planning *p, const struct table_row *row, const struct str *cells,
		      struct err *e)
{
	struct list_row said;
	p->match = arena_regrow(p->a, p->match, p->n_rows, &p->cap_match, sizeof *p->match);
	p->ids = arena_regrow(p->keep, p->ids, p->n_rows, &p->cap_ids, sizeof *p->ids);
	struct list_match *m = &p->match[p->n_rows];
	*m = (struct list_match){ .row = row->number, .fate = LIST_ADDED };
	list_hash_cells(p->header, p->order, p->m->n, cells, p->sealed, m->hash);
	list_row_understand(p->m, cells, p->m->n, p->one, &said);
	struct hash id = hash_of(said.field[LIST_ID]);
	memcpy(&p->ids[p->n_rows], id.b, sizeof *p->ids);
	if (!said.field[LIST_ID].n)
		p->ids[p->n_rows] = 0;
	p->n_rows++;
	p->plan->unnamed += names_nobody(list_name_of(p, &said), p->one);
	return is_short(row) ? 0 : sealed_text(p, row, NULL, e);
}

static int take_compared(struct list_planning *p, const struct table_row *row,
			 const struct str *cells, const size_t *at, struct err *e)
{
	if (arena_used(p->keep) > COMPARED_MAX)
		return err_set(
			e, ERR_TOOBIG,
			"the file has too many rows to be compared with what the list has: with row %lld more "
			"than %zu GB of memory would be needed",
			(long long)row->number, COMPARED_MAX >> 30);
	p->rows = arena_regrow(p->keep, p->rows, p->n_rows, &p->cap_rows, sizeof *p->rows);
	struct list_seen *seen = &p->rows[p->n_rows++];
	*seen = (struct list_seen){ .row = row->number };
	list_see(p, p->m, p->header, p->sealed, p->order, at, cells, seen);
	TRY(sealed_text(p, row, &seen->sealed, e));
	p->plan->unnamed += names_nobody(seen->shown, p->one);
	return 0;
}

static int take_row(void *ctx, const struct table_row *row, struct err *e)
{
	struct list_planning *p = ctx;
	struct list_plan *plan = p->plan;
	arena_clear(p->one);
	if (p->progress && p->n_rows % PROGRESS_ROWS == 0)
		TRY(p->progress(p->ctx, (int64_t)p->n_rows, p->src->look->rows));
	table_check_row(p->traces, row);
	if (is_skipped(p, row->number)) {
		plan->left_out++;
		return 0;
	}
	if (p->n_rows == LIST_ROWS_MAX)
		return err_set(e, ERR_TOOBIG, "a list has at most %d rows", LIST_ROWS_MAX);
	struct str *cells = NEW_N(p->one, p->m->n, struct str);
	size_t *at = NEW_N(p->one, p->m->n, size_t);
	bool any = false;
	for (size_t i = 0; i < p->m->n; i++) {
		cells[i] = i < row->n ? row->cells[i].text : STR("");
		at[i] = i;
		any |= str_trim(cells[i]).n > 0;
		p->text += (int64_t)cells[i].n;
	}
	if (!any)
		return 0; /* as empty as a row that is not there */
	count_cells(p, cells, row->number);
	return p->first ? take_first(p, row, cells, e) : take_compared(p, row, cells, at, e);
}

/* ---- doubles ---- */

static int by_hash(const void *x, const void *y)
{
	return memcmp(x, y, LIST_HASH);
}

/* Rows whose cells are all those of an earlier row. */
static int64_t count_doubles(struct list_planning *p)
{
	uint8_t(*all)[LIST_HASH] = arena_alloc(p->keep, p->n_rows, LIST_HASH);
	int64_t doubles = 0;
	for (size_t i = 0; i < p->n_rows; i++)
		memcpy(all[i], p->first ? p->match[i].hash : p->rows[i].hash, LIST_HASH);
	if (p->n_rows)
		qsort(all, p->n_rows, LIST_HASH, by_hash);
	for (size_t i = 1; i < p->n_rows; i++)
		doubles += memcmp(all[i], all[i - 1], LIST_HASH) == 0;
	arena_give_back(p->keep, all, p->n_rows, LIST_HASH);
	return doubles;
}

/* Of the first edition: rows whose own id another row has. */
static int64_t count_id_doubles(struct list_planning *p)
{
	int64_t doubles = 0;
	size_t n = 0;
	for (size_t i = 0; i < p->n_rows; i++)
		if (p->ids[i])
			p->ids[n++] = p->ids[i];
	if (n)
		qsort(p->ids, n, sizeof *p->ids, order_u64);
	for (size_t i = 0; i < n; i++)
		doubles += (i && p->ids[i] == p->ids[i - 1]) ||
			   (i + 1 < n && p->ids[i] == p->ids[i + 1]);
	return doubles;
}

/* ---- the whole ---- */

static int hash_file(int fd, struct hash *ret, struct err *e)
{
	enum { PIECE = 1 << 18 };
	AUTO_ARENA *a = arena_new(0);
	char *piece = NEW_N(a, PIECE, char);
	struct hasher *h = hasher_new();
	off_t at = 0;
	for (;;) {
		ssize_t n = pread(fd, piece, PIECE, at);
		if (n < 0) {
			hasher_free(h);
			return err_set(e, ERR_IO, "the file cannot be read");
		}
		if (n == 0)
			break;
		hasher_add(h, piece, (size_t)n);
		at += n;
	}
	*ret = hasher_end(h);
	return 0;
}

/* It never had an edition, also none that was taken back. */
static int is_first(struct list_planning *p, struct err *e)
{
	struct edition *d;
	size_t n;
	TRY(reg_editions(p->r, p->src->list.id, true, p->a, &d, &n, e));
	p->first = n == 0;
	return 0;
}

/* Rows that were left out stop nothing. */
static void forgive_skipped(const struct list_source *src, struct table_faults *fs)
{
	for (size_t i = 0; i < fs->n; i++)
		for (size_t k = 0; k < src->n_skip_rows; k++)
			if (fs->items[i].stops && fs->items[i].row == src->skip_rows[k]) {
				fs->items[i].stops = false;
				fs->stopping--;
			}
}

/* A guess that is hardly better than another one would change names in silence: somebody has to choose. */
static void stop_at_guess(const struct table_look *look, struct table_faults *fs)
{
	const char *guess = table_fault_code_name(TABLE_FAULT_ENCODING_UNSURE);
	for (size_t i = 0; i < fs->n && look->encoding_sure < LIST_ENCODING_SURE; i++)
		if (strcmp(fs->items[i].code, guess) == 0 && !fs->items[i].stops) {
			fs->items[i].stops = true;
			fs->stopping++;
		}
}

static void prepare(struct list_planning *p)
{
	const struct table_look *look = p->src->look;
	p->header = NEW_N(p->keep, p->m->n, struct str);
	p->sealed = NEW_N(p->keep, p->m->n, bool);
	for (size_t i = 0; i < p->m->n; i++) {
		enum list_field f = p->m->columns[i].field;
		p->header[i] = look->columns[i].name;
		p->sealed[i] = p->m->columns[i].sealed;
		p->read[i] = list_is_read(f);
		p->is_name[i] = f == LIST_NAME || f == LIST_GIVEN || f == LIST_FAMILY;
	}
	p->order = list_hash_order(p->header, p->m->n, p->keep);
	p->known = NEW_N(p->keep, p->m->n, struct list_known);
	for (size_t i = 0; i < p->m->n; i++)
		map_init(&p->known[i].as, p->keep);
	p->plan->n_columns = p->m->n;
	p->plan->columns = NEW_N(p->a, p->m->n, struct list_column_count);
	for (size_t i = 0; i < p->m->n; i++)
		p->plan->columns[i].first_cell = STR("");
}

static void traces_free(struct table_check **k)
{
	table_check_free(*k);
}

int list_plan(struct reg *r, const struct list_source *src, list_progress *progress, void *ctx,
	      struct arena *a, struct list_plan *ret, struct err *e)
{
	AUTO_ARENA *keep = arena_new(KEEP_MAX);
	AUTO_ARENA *one = arena_new(0);
	struct list_plan plan = { .base = 0 };
	struct list_planning p = { .r = r,
				   .src = src,
				   .m = src->mapping,
				   .keep = keep,
				   .one = one,
				   .a = a,
				   .plan = &plan,
				   .progress = progress,
				   .ctx = ctx };
	struct table_sink sink = { take_row, &p, src->skip_rows, src->n_skip_rows };
	struct table_faults faults;
	if (!str_eq(src->list.kind, STR("list")))
		return err_set(e, ERR_INPUT, "this record is no list; `vigil list add` makes one");
	if (src->mapping->n != src->look->n_columns)
		return err_set(e, ERR_INPUT, "the mapping is not one for these columns");
	prepare(&p);
	TRY(is_first(&p, e));
	TRY(hash_file(src->in->fd, &plan.file, e));
	AUTO(traces_free) struct table_check *traces = table_check_new(keep, src->look);
	p.traces = traces;
	/* Faults of rows while they come; those of the reading are put before them. */
	table_faults_init(&plan.faults, a, src->lang, 0);
	TRY(table_rows(src->in, src->look, &sink, a, &faults, e));
	list_faults_join(&faults, &plan.faults);
	plan.faults = faults;
	table_check_end(traces, &plan.faults);
	table_faults_head(src->look, &plan.faults);
	stop_at_guess(src->look, &plan.faults);
	table_faults_sort(&plan.faults);
	forgive_skipped(src, &plan.faults);
	plan.rows = (int64_t)p.n_rows;
	plan.doubles = count_doubles(&p);
	if (p.first) {
		plan.match = p.match;
		plan.added = plan.rows;
		plan.id_doubles = count_id_doubles(&p);
	} else {
		TRY(list_compare(&p, e));
	}
	plan.room = list_room_of(plan.added + plan.changed,
				 plan.rows ? (int64_t)((double)p.text / (double)plan.rows *
						       (double)(plan.added + plan.changed))
					   : 0,
				 store_free_bytes(reg_store(r)));
	*ret = plan;
	return 0;
}
