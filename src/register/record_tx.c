/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record_tx.c - what is said together is said or not, and the numbers that new records get. */
#include "register/register_priv.h"

#include "register/list_priv.h"

static const struct sql KEY_TAKEN = SQL("SELECT 1 FROM entity WHERE key = :key LIMIT 1");

int reg_begin(struct reg_tx *tx, struct reg *r, struct err *e)
{
	memset(tx, 0, sizeof *tx);
	TRY(vault_begin(&tx->vtx, r->v, e));
	tx->r = r;
	arena_clear(r->tx_keep);
	map_init(&r->tx_next, r->tx_keep);
	map_init(&r->tx_new, r->tx_keep);
	map_init(&r->tx_keys, r->tx_keep);
	return 0;
}

static void forget(struct reg *r)
{
	memset(&r->tx_next, 0, sizeof r->tx_next);
	memset(&r->tx_new, 0, sizeof r->tx_new);
	memset(&r->tx_keys, 0, sizeof r->tx_keys);
	r->n_touched = 0;
	r->n_listed = 0;
	r->n_moved = 0;
	r->conserve = false;
	list_memo_free(r->list_memo);
	r->list_memo = NULL;
}

/*
 * The next number of a kind outlives the records: when all that was said of the last one is erased, nothing
 * in the view tells that its number was given, and another record must not get it. It is this device's to
 * remember, since its numbers are given out here only.
 */
static struct str number_setting(struct str kind, struct arena *a)
{
	return str_printf(a, "next %.*s", STR_FMT(kind));
}

static int numbers_keep(struct reg *r, struct err *e)
{
	for (size_t i = 0; i < r->tx_next.n; i++) {
		const int64_t *n = r->tx_next.items[i].value;
		struct str name = number_setting(r->tx_next.items[i].key, r->tx_keep);
		TRY(vault_setting_put(r->v, name.p, str_printf(r->tx_keep, "%lld", (long long)*n),
				      e));
	}
	return 0;
}

static int number_kept(struct reg *r, struct str kind, int64_t *n, struct err *e)
{
	struct str text;
	int64_t kept;
	int rc = vault_setting_get(r->v, number_setting(kind, r->tx_keep).p, r->tx_keep, &text, e);
	if (rc == ERR_NOTFOUND)
		return 0;
	TRY(rc);
	/* After an epoch it is of the log before. */
	if (str_to_int(text, &kept) && number_site(kept) == number_site(*n) && kept > *n)
		*n = kept;
	return 0;
}

int reg_commit(struct reg_tx *tx, struct err *e)
{
	TRY(numbers_keep(tx->r, e));
	TRY(vault_commit(&tx->vtx, e));
	forget(tx->r);
	tx->r = NULL;
	return 0;
}

void reg_tx_done(struct reg_tx *tx)
{
	if (!tx->r)
		return;
	vault_tx_done(&tx->vtx);
	forget(tx->r);
	tx->r = NULL;
}

/* ---- new entities ---- */

static int next_number(struct reg *r, struct str kind, int64_t *ret, struct err *e)
{
	void **place = map_at(&r->tx_next, kind);
	if (!*place) {
		int64_t *n = NEW(r->tx_keep, int64_t);
		TRY(reg_next_number(reg_store(r), kind, vault_site(r->v), n, e));
		TRY(number_kept(r, kind, n, e));
		*place = n;
	}
	*ret = (*(int64_t *)*place)++;
	if (number_site(*ret) != vault_site(r->v))
		return err_set(e, ERR_TOOBIG, "there are no numbers left for records of this kind");
	return 0;
}

static int key_is_free(struct reg *r, struct str key, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool taken;
	TRY(store_stmt(reg_store(r), &KEY_TAKEN, &q, e));
	bind_str(q, ":key", key);
	TRY(stmt_next(q, &taken, e));
	if (taken || map_get(&r->tx_keys, key))
		return err_set(e, ERR_CONFLICT, "this key belongs to a record already");
	return 0;
}

int reg_entity_new(struct reg_tx *tx, struct str kind, struct str key, struct entity *ret,
		   struct err *e)
{
	struct reg *r = tx->r;
	const struct kind *k = vocab_kind(r->vocab, kind);
	if (!k)
		return err_set(e, ERR_INPUT, "\"%.*s\" is no kind of record (vocab/kinds.csv)",
			       STR_FMT(kind));
	if (key.n)
		TRY(key_is_free(r, key, e));
	struct new_entity *fresh = NEW(r->tx_keep, struct new_entity);
	fresh->entity = (struct entity){ .id = -1, .uuid = id_new(), .kind = k->term.code };
	TRY(next_number(r, k->term.code, &fresh->entity.no, e));
	fresh->key = str_copy(r->tx_keep, key);
	*map_at(&r->tx_new, str_n((char *)fresh->entity.uuid.b, ID_LEN)) = fresh;
	if (key.n)
		*map_at(&r->tx_keys, key) = fresh;
	*ret = fresh->entity;
	return 0;
}
