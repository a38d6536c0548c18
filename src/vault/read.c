/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read.c - from a stored row to the parts that can be read. */
#include "vault/take_priv.h"

static const struct sql BY_SEQ = SQL("SELECT " ENTRY_COLUMNS " FROM ledger_entry WHERE seq = :seq");

bool entry_is_head(enum entry_kind kind)
{
	return kind == ENTRY_IMPORT || kind == ENTRY_END;
}

int entry_kind_parse(struct str s, enum entry_kind *ret, struct err *e)
{
	for (int k = 0; k < ENTRY_KINDS; k++) {
		if (str_eq(s, entry_kind_name((enum entry_kind)k))) {
			*ret = (enum entry_kind)k;
			return 0;
		}
	}
	return err_set(e, ERR_CORRUPT, "an entry has no known kind");
}

int entry_row(struct stmt *q, int first, struct arena *a, struct stored_entry *ret, struct err *e)
{
	TRY(entry_kind_parse(col_str(q, first), &ret->kind, e));
	ret->bytes = col_copy(q, first + 1, a);
	ret->grp = col_is_null(q, first + 2) ? 0 : col_int(q, first + 2);
	ret->sealed = col_copy(q, first + 3, a);
	ret->src_grp = col_is_null(q, first + 4) ? 0 : col_int(q, first + 4);
	ret->src_sealed = col_copy(q, first + 5, a);
	ret->at = col_int(q, first + 6);
	return 0;
}

static int no_entry(int64_t seq, struct err *e)
{
	char number[NUMBER_TEXT_MAX];
	return err_set(e, ERR_NOTFOUND, "the log has no entry %s", number_text(seq, 1, number));
}

int entry_load(struct vault *v, int64_t seq, struct arena *a, struct stored_entry *ret,
	       struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &BY_SEQ, &q, e));
	bind_int(q, ":seq", seq);
	int rc = stmt_row(q, e);
	if (rc == ERR_NOTFOUND)
		return no_entry(seq, e);
	TRY(rc);
	return entry_row(q, 0, a, ret, e);
}

int disclosures_split(struct str plain, struct str list[static CLAIM_DISCLOSURES_MAX], size_t *n,
		      struct err *e)
{
	while (plain.n) {
		struct str one;
		plain = str_cut(plain, '~', &one);
		if (!plain.p || *n == CLAIM_DISCLOSURES_MAX)
			return err_set(e, ERR_CORRUPT, "a sealed part does not hold disclosures");
		list[(*n)++] = one;
	}
	return 0;
}

/* The disclosures of one group added to `list`; *ret_shut when the group cannot be read. */
static int open_group(struct vault *v, int64_t group, enum group_reach reach, struct str sealed,
		      struct arena *a, struct str *list, size_t *n, bool *ret_shut, struct err *e)
{
	struct str plain;
	int rc = group_open(v, group, reach, sealed, a, &plain, e);
	*ret_shut = rc == ERR_DENIED || rc == ERR_NOTFOUND;
	if (*ret_shut)
		return 0;
	TRY(rc);
	return disclosures_split(plain, list, n, e);
}

struct str entry_path(const struct claim_view *view, int i, struct arena *a)
{
	const struct claim_field *f = &view->fields[i];
	if (f->parent < 0)
		return f->name;
	return str_printf(a, "%.*s/%.*s", STR_FMT(entry_path(view, f->parent, a)),
			  STR_FMT(f->name));
}

int entry_open(struct vault *v, int64_t seq, const struct stored_entry *row, enum group_reach reach,
	       struct arena *a, struct claim_view *ret_view, struct vault_entry *ret, struct err *e)
{
	struct str *list = NEW_N(a, CLAIM_DISCLOSURES_MAX, struct str);
	size_t n = 0;
	*ret = (struct vault_entry){ .seq = seq, .at = row->at, .kind = row->kind };
	if (entry_is_head(row->kind)) {
		*ret_view = (struct claim_view){ .hash = hash_of(row->bytes) };
		return 0;
	}
	if (row->src_grp)
		TRY(group_is_sealed(v, row->src_grp, &ret->has_sealed, e));
	TRY(open_group(v, row->grp, reach, row->sealed, a, list, &n, &ret->record_sealed, e));
	/* Source parts commit to a part of the record; without it they cannot be placed. */
	if (row->src_grp && !ret->record_sealed)
		TRY(open_group(v, row->src_grp, reach, row->src_sealed, a, list, &n,
			       &ret->source_sealed, e));
	if (claim_open(row->bytes, list, n, a, ret_view, e) < 0) {
		char number[NUMBER_TEXT_MAX];
		err_wrap(e, "entry %s", number_text(seq, 1, number));
		return e ? (e->code = ERR_CORRUPT) : ERR_CORRUPT;
	}
	ret->parts = NEW_N(a, ret_view->n, struct vault_part);
	for (size_t i = 0; i < ret_view->n; i++)
		if (!ret_view->fields[i].parts)
			ret->parts[ret->n_parts++] =
				(struct vault_part){ entry_path(ret_view, (int)i, a),
						     ret_view->fields[i].value->raw };
	return 0;
}

int vault_entry_read(struct vault *v, int64_t seq, struct arena *a, struct vault_entry *ret,
		     struct err *e)
{
	struct stored_entry row;
	struct claim_view view;
	TRY(entry_load(v, seq, a, &row, e));
	return entry_open(v, seq, &row, REACH_MEMBER, a, &view, ret, e);
}
