/* SPDX-License-Identifier: GPL-3.0-or-later */
/* order.c - between numbers of entries, which people use, and places in the order, which rows use. */
#include "register/record_priv.h"
#include "register/register_priv.h"

static const struct sql LOG_SIZE = SQL("SELECT site, size FROM log_state WHERE state = 'own'");
static const struct sql LOGS = SQL("SELECT count(*) FROM log_state");
static const struct sql LAST_POS = SQL("SELECT coalesce(max(pos), 0) FROM statement");
static const struct sql POS = SQL("SELECT pos FROM statement WHERE seq = :seq");
static const struct sql SEQ = SQL("SELECT seq FROM statement WHERE pos = :pos");
static const struct sql LAST_SEQ = SQL("SELECT coalesce(max(seq), -1) FROM statement");
static const struct sql MADE = SQL("SELECT by_chance FROM view_made");

static int one(struct store *st, const struct sql *sql, const char *name, int64_t v, int64_t *ret,
	       struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(st, sql, &q, e));
	if (name)
		bind_int(q, name, v);
	TRY(stmt_next(q, &there, e));
	*ret = there ? col_int(q, 0) : 0;
	return 0;
}

int reg_log_size(struct store *st, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &LOG_SIZE, &q, e));
	TRY(stmt_row(q, e));
	*ret = number_of(col_int(q, 0), col_int(q, 1));
	return 0;
}

int reg_last_pos(struct store *st, int64_t *ret, struct err *e)
{
	return one(st, &LAST_POS, NULL, 0, ret, e);
}

int reg_pos(struct store *st, int64_t seq, int64_t *ret, struct err *e)
{
	return one(st, &POS, ":seq", seq, ret, e);
}

int reg_seq(struct store *st, int64_t pos, int64_t *ret, struct err *e)
{
	return one(st, &SEQ, ":pos", pos, ret, e);
}

/* Also not when the log holds entries that the view does not: then places are not counts. */
int reg_has_one_log(struct reg *r, bool *ret, struct err *e)
{
	struct store *st = reg_store(r);
	int64_t logs;
	int64_t pos;
	int64_t seq;
	TRY(one(st, &LOGS, NULL, 0, &logs, e));
	TRY(reg_last_pos(st, &pos, e));
	TRY(one(st, &LAST_SEQ, NULL, 0, &seq, e));
	*ret = logs == 1 && number_count(seq) == pos - 1;
	return 0;
}

int reg_field_in(struct store *st, int64_t claim, int64_t *ret, struct err *e)
{
	int64_t pos;
	TRY(reg_pos(st, claim / FIELDS_PER_CLAIM, &pos, e));
	if (!pos)
		return err_set(e, ERR_NOTFOUND, "there is no such claim");
	*ret = pos * FIELDS_PER_CLAIM + claim % FIELDS_PER_CLAIM;
	return 0;
}

int reg_forget_if_made_again(struct reg *r, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id made;
	TRY(store_stmt(reg_store(r), &MADE, &q, e));
	TRY(stmt_row(q, e));
	TRY(col_blob(q, 0, made.b, ID_LEN, e));
	if (id_eq(&made, &r->made))
		return 0;
	reg_forget(r);
	r->made = made;
	return 0;
}

void reg_forget(struct reg *r)
{
	deck_free(r->deck);
	figure_memo_free(r->figures);
	kept_free(r->kept);
	reg_close(r->then);
	r->deck = NULL;
	r->figures = NULL;
	r->kept = NULL;
	r->then = NULL;
}
