/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list_record.c - an edition of a list and its rows become entries of the log.
 *
 * Each row is an entry and a shred group of its own. Several rows in one entry would save half of the space,
 * and cost what it is about: one row could not be erased without the others' keys, nor be undone by itself.
 */
#include "register/list_priv.h"

#include "base/bytes.h"

static const struct sql CLAIM =
	SQL("SELECT claim FROM statement WHERE seq = :seq AND kind = :kind");
static const struct sql LIST_OF =
	SQL("SELECT list FROM edition WHERE pos = (SELECT pos FROM statement WHERE seq = :seq)");

/* Also of one that was taken back. */
static int claim_of_edition(struct reg *r, int64_t seq, struct id *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), &CLAIM, &q, e));
	bind_int(q, ":seq", seq);
	bind_str(q, ":kind", STR("edition"));
	if (stmt_row(q, e) < 0)
		return err_set(e, ERR_NOTFOUND, "there is no edition of a list by this number");
	return col_blob(q, 0, ret->b, ID_LEN, e);
}

static void add_text(struct parts *p, const char *name, struct str s, struct arena *a)
{
	if (s.n)
		parts_add(p, name, part_text(s, a));
}

static void add_number(struct parts *p, const char *name, int64_t v, struct arena *a)
{
	parts_add(p, name, str_printf(a, "%lld", (long long)v));
}

static int add_header(struct parts *p, const struct edition_new *in, struct arena *a, struct err *e)
{
	AUTO_BUF b;
	AUTO_BUF m;
	buf_init(&b, CLAIM_DISCLOSURE_MAX / 2);
	buf_init(&m, CLAIM_DISCLOSURE_MAX / 2);
	buf_char(&b, '[');
	for (size_t i = 0; i < in->n_header; i++) {
		if (i)
			buf_char(&b, ',');
		json_put_str(&b, in->header[i]);
	}
	buf_char(&b, ']');
	list_mapping_write(&m, in->mapping);
	if (buf_check(&b, e) < 0 || buf_check(&m, e) < 0)
		return err_set(e, ERR_TOOBIG, "the names of the columns are too long");
	parts_add(p, "header", buf_copy(&b, a));
	parts_add(p, "mapping", buf_copy(&m, a));
	return 0;
}

int reg_edition_begin(struct reg_tx *tx, const struct edition_new *in, int64_t *ret_seq,
		      struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	if (!str_eq(in->list.kind, STR("list")))
		return err_set(e, ERR_INPUT, "this record is no list; `vigil list add` makes one");
	if (in->n_header != in->mapping->n || in->n_header > LIST_COLUMNS_MAX)
		return err_set(e, ERR_INPUT, "the mapping is not one for these columns");
	parts_act(p, "edition", a);
	parts_add(p, "subject", part_ref(&in->list, a));
	parts_add(p, "name", part_text(in->name, a));
	parts_add(p, "sha256", part_text(hex_str(a, in->file.b, HASH_LEN), a));
	add_number(p, "rows", in->rows, a);
	add_text(p, "date", in->date, a);
	add_text(p, "label", in->label, a);
	add_text(p, "format", in->format, a);
	add_text(p, "sheet", in->sheet, a);
	add_text(p, "encoding", in->encoding, a);
	add_text(p, "separator", in->separator, a);
	add_text(p, "quote", in->quote, a);
	add_number(p, "header_row", in->header_row, a);
	TRY(add_header(p, in, a, e));
	add_number(p, "added", in->added, a);
	add_number(p, "changed", in->changed, a);
	add_number(p, "same", in->same, a);
	add_number(p, "removed", in->removed, a);
	add_number(p, "not_understood", in->not_understood, a);
	if (in->left_out.n)
		parts_add(p, "left_out", in->left_out);
	return parts_seal_act(tx, p, ret_seq, e);
}

/* ---- rows ---- */

static int seal_cells(struct reg_tx *tx, const struct mention_new *in, const struct entity *mention,
		      struct parts *p, struct vault_claim *vc, struct arena *a, struct err *e)
{
	struct hash mac;
	vc->source_group = reg_sealed_group(&mention->uuid);
	vc->source_compartment = COMPARTMENT_SOURCES;
	TRY(vault_sealed_mac(tx->r->v, &vc->source_group, COMPARTMENT_SOURCES, in->sealed, &mac,
			     e));
	parts_add(p, "sealed", in->sealed);
	p->part[p->n - 1].group = CLAIM_GROUP_SOURCE;
	parts_add(p, "sealed_mac", part_text(b64url_str(a, mac.b, HASH_LEN), a));
	return 0;
}

int reg_mention_add(struct reg_tx *tx, const struct mention_new *in, struct entity *ret,
		    int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	struct entity mention = in->mention;
	struct id edition;
	if (in->cells.n + in->sealed.n > LIST_CELLS_MAX)
		return err_set(e, ERR_TOOBIG,
			       "row %lld has more text than can be sealed at once (%d kB)",
			       (long long)in->row, LIST_CELLS_MAX / 1024);
	TRY(claim_of_edition(tx->r, in->edition, &edition, e));
	if (!mention.no)
		TRY(reg_entity_new(tx, STR("mention"), STR(""), &mention, e));
	parts_act(p, "mention", a);
	parts_add(p, "subject", part_ref(&mention, a));
	parts_add(p, "import", part_import(&edition, str_printf(a, "%lld", (long long)in->row), a));
	parts_add(p, "cells", in->cells);
	struct vault_claim vc = { .kind = ENTRY_CLAIM, .subject_group = mention.uuid };
	if (in->sealed.n)
		TRY(seal_cells(tx, in, &mention, p, &vc, a, e));
	TRY(parts_append(tx, p, &vc, ret_seq, e));
	*ret = mention;
	return 0;
}

/* ---- rows that were there before ---- */

static int add_runs(struct reg_tx *tx, const struct id *edition, const struct id *base,
		    const struct edition_run *runs, size_t n, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	int64_t seq;
	struct parts *p = NEW(a, struct parts);
	buf_init(&b, CLAIM_DISCLOSURE_MAX / 2);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s[%lld,%lld,%lld]", i ? "," : "[", (long long)runs[i].row,
			   (long long)runs[i].base_row, (long long)runs[i].n);
	buf_char(&b, ']');
	TRY(buf_check(&b, e));
	parts_act(p, "contains", a);
	parts_add(p, "import", part_import(edition, STR(""), a));
	parts_add(p, "base", part_text(id_str(a, base), a));
	parts_add(p, "runs", buf_str(&b));
	return parts_seal_act(tx, p, &seq, e);
}

int reg_edition_contains(struct reg_tx *tx, int64_t edition, int64_t base,
			 const struct edition_run *runs, size_t n, struct err *e)
{
	struct id to;
	struct id from;
	if (!n)
		return 0;
	TRY(claim_of_edition(tx->r, edition, &to, e));
	TRY(claim_of_edition(tx->r, base, &from, e));
	for (size_t i = 0; i < n; i += LIST_RUNS_PER_ENTRY) {
		size_t some = n - i < LIST_RUNS_PER_ENTRY ? n - i : LIST_RUNS_PER_ENTRY;
		TRY(add_runs(tx, &to, &from, runs + i, some, e));
	}
	return 0;
}

int reg_edition_map(struct reg_tx *tx, int64_t edition, const struct list_mapping *mapping,
		    struct str reason, int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	AUTO_STMT *q = NULL;
	struct parts *p = NEW(a, struct parts);
	struct entity list;
	struct edition ed;
	struct id claim;
	buf_init(&b, CLAIM_DISCLOSURE_MAX / 2);
	TRY(reg_edition(tx->r, edition, a, &ed, e));
	TRY(claim_of_edition(tx->r, edition, &claim, e));
	if (mapping->n != ed.n_header)
		return err_set(e, ERR_INPUT, "the mapping is not one for these columns");
	for (size_t i = 0; i < mapping->n; i++)
		if (mapping->columns[i].sealed != ed.mapping.columns[i].sealed)
			return err_set(
				e, ERR_INPUT,
				"what is sealed is sealed when the list is taken in: undo the edition "
				"and take it in again");
	TRY(store_stmt(reg_store(tx->r), &LIST_OF, &q, e));
	bind_int(q, ":seq", edition);
	TRY(stmt_row(q, e));
	TRY(reg_entity_by_id(tx->r, col_int(q, 0), a, &list, e));
	list_mapping_write(&b, mapping);
	TRY(buf_check(&b, e));
	parts_act(p, "mapping", a);
	parts_add(p, "subject", part_ref(&list, a));
	parts_add(p, "import", part_import(&claim, STR(""), a));
	parts_add(p, "mapping", buf_str(&b));
	add_text(p, "reason", reason, a);
	return parts_seal_act(tx, p, ret_seq, e);
}
