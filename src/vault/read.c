/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read.c - from a stored row to the parts that can be read. */
#include "vault/take_priv.h"
#include "vault/group_priv.h"

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

int entry_row_kept(struct stmt *q, int first, struct arena *a, struct stored_entry *ret,
		   struct err *e)
{
	TRY(entry_kind_parse(col_str(q, first), &ret->kind, e));
	ret->bytes = col_copy(q, first + 1, a);
	ret->as_kept = true;
	ret->grp = col_is_null(q, first + 2) ? 0 : col_int(q, first + 2);
	ret->sealed = col_copy(q, first + 3, a);
	ret->src_grp = col_is_null(q, first + 4) ? 0 : col_int(q, first + 4);
	ret->src_sealed = col_copy(q, first + 5, a);
	ret->at = col_int(q, first + 6);
	return 0;
}

int entry_lengthen(struct stored_entry *row, struct arena *a, struct err *e)
{
	if (row->as_kept && !entry_is_head(row->kind) && claim_is_short(row->bytes))
		TRY(claim_lengthen(row->bytes, a, &row->bytes, e));
	row->as_kept = false;
	return 0;
}

int entry_row(struct stmt *q, int first, struct arena *a, struct stored_entry *ret, struct err *e)
{
	TRY(entry_row_kept(q, first, a, ret, e));
	return entry_lengthen(ret, a, e);
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

/* Disclosures, each with a tilde at its end. The list grows: room for the most there can be would take
 * longer to clear than they take to be read. */
struct disclosures {
	struct str *list;
	size_t n, cap;
};

static int add_disclosures(struct disclosures *d, struct str plain, struct arena *a, struct err *e)
{
	while (plain.n) {
		struct str one;
		plain = str_cut(plain, '~', &one);
		if (!plain.p || d->n == CLAIM_DISCLOSURES_MAX)
			return err_set(e, ERR_CORRUPT, "a sealed part does not hold disclosures");
		d->list = arena_grow(a, d->list, d->n, &d->cap, sizeof *d->list);
		d->list[d->n++] = one;
	}
	return 0;
}

struct str entry_path(const struct claim_view *view, int i, struct arena *a)
{
	const struct claim_field *f = &view->fields[i];
	if (f->parent < 0)
		return f->name;
	return str_printf(a, "%.*s/%.*s", STR_FMT(entry_path(view, f->parent, a)),
			  STR_FMT(f->name));
}

static int part_key(struct vault *v, int64_t group, enum group_reach reach, struct part_key *ret,
		    struct err *e)
{
	*ret = (struct part_key){ 0 };
	if (!group)
		return 0;
	int rc = group_key_gid(v, group, reach, &ret->key, &ret->gid, e);
	ret->open = rc == 0;
	return rc == ERR_DENIED || rc == ERR_NOTFOUND ? 0 : rc;
}

int entry_keys(struct vault *v, const struct stored_entry *row, enum group_reach reach,
	       struct entry_keys *ret, struct err *e)
{
	ret->has_sealed = false;
	if (row->src_grp)
		TRY(group_is_sealed(v, row->src_grp, &ret->has_sealed, e));
	TRY(part_key(v, row->grp, reach, &ret->record, e));
	return part_key(v, row->src_grp, reach, &ret->source, e);
}

static int open_part(const struct part_key *k, struct str sealed, struct arena *a,
		     struct disclosures *d, struct err *e)
{
	struct str plain;
	TRY(sealed_open(&k->key, &k->gid, sealed, a, &plain, e));
	return add_disclosures(d, plain, a, e);
}

int entry_view(const struct stored_entry *row, const struct entry_keys *keys, struct arena *a,
	       struct claim_view *ret, struct err *e)
{
	struct disclosures d = { 0 };
	struct stored_entry whole = *row;
	TRY(entry_lengthen(&whole, a, e));
	if (keys->record.open)
		TRY(open_part(&keys->record, row->sealed, a, &d, e));
	/* Source parts commit to a part of the record; without it they cannot be placed. */
	if (keys->record.open && keys->source.open)
		TRY(open_part(&keys->source, row->src_sealed, a, &d, e));
	return claim_open(whole.bytes, d.list, d.n, a, ret, e);
}

int entry_build(int64_t seq, const struct stored_entry *row, const struct entry_keys *keys,
		struct arena *a, struct claim_view *ret_view, struct vault_entry *ret,
		struct err *e)
{
	*ret = (struct vault_entry){ .seq = seq,
				     .at = row->at,
				     .kind = row->kind,
				     .has_sealed = keys->has_sealed,
				     .record_sealed = !keys->record.open,
				     .source_sealed = row->src_grp && keys->record.open &&
						      !keys->source.open };
	if (entry_view(row, keys, a, ret_view, e) < 0) {
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

int entry_open(struct vault *v, int64_t seq, const struct stored_entry *row, enum group_reach reach,
	       struct arena *a, struct claim_view *ret_view, struct vault_entry *ret, struct err *e)
{
	struct entry_keys keys;
	if (entry_is_head(row->kind)) {
		*ret = (struct vault_entry){ .seq = seq, .at = row->at, .kind = row->kind };
		*ret_view = (struct claim_view){ .hash = hash_of(row->bytes) };
		return 0;
	}
	int rc = entry_keys(v, row, reach, &keys, e);
	if (rc == 0)
		rc = entry_build(seq, row, &keys, a, ret_view, ret, e);
	wipe(&keys, sizeof keys);
	return rc;
}

int vault_entry_read(struct vault *v, int64_t seq, struct arena *a, struct vault_entry *ret,
		     struct err *e)
{
	struct stored_entry row;
	struct claim_view view;
	TRY(entry_load(v, seq, a, &row, e));
	return entry_open(v, seq, &row, REACH_MEMBER, a, &view, ret, e);
}
