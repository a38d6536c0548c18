/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * take_judge.c - whose entries these are, and whether they hold.
 *
 * Keys are folded in the order of the rows, one after the other; the signatures and sealed parts are
 * then verified together.
 */
#include "vault/taking_priv.h"
#include "vault/author_priv.h"

enum { BATCH = 4096 };

/* ---- keys in force ---- */

static int fold_each(void *ctx, const struct vault_entry *entry, const struct claim_view *view,
		     const struct key_claim *k, struct err *e)
{
	struct take *t = ctx;
	(void)e;
	authors_key(&t->all, entry->seq, k, view->kid);
	revocations_key(&t->ends, entry->seq, k, view->kid);
	return 0;
}

int take_fold_begin(struct take *t, struct err *e)
{
	if (t->folded)
		return 0;
	TRY(take_flush(t, e));
	t->all = (struct authors){ .a = t->fold };
	t->ends = (struct revocations){ .a = t->fold };
	TRY(key_entries_each(t->v, fold_each, t, e));
	TRY(authority_load(t->v, t->fold, &t->roles, e));
	t->folded = true;
	return 0;
}

void take_fold_forget(struct take *t)
{
	t->folded = false;
	for (size_t i = 0; i < t->n_logs; i++) {
		struct take_log *l = t->logs[i];
		l->authors_loaded = false;
		l->vkey = STR_NULL;
		l->pos = l->size;
		l->ended = l->was_ended;
	}
	arena_clear(t->fold);
}

static int load_authors(struct take_log *l, struct str vkey, struct err *e)
{
	struct take *t = l->t;
	struct revocations own = { .a = t->fold };
	TRY(take_fold_begin(t, e));
	if (l->authors_loaded)
		return 0;
	TRY(take_flush(t, e));
	if (l->known)
		TRY(log_vkey_of(t->v, l->site, t->fold, &vkey, e));
	TRY(authors_begin(&l->authors, t->fold, vkey, e));
	if (l->known)
		TRY(authors_load(t->v, l->site, &l->authors, &own, e));
	l->authors_loaded = true;
	return 0;
}

/* ---- opening a key or shred claim ---- */

struct opened {
	struct vault_entry entry; /* record_sealed: the key of its group is not here */
	struct claim_view view;
	struct key_claim key;
};

/* Lives in `a`. */
static int open_row(struct take *t, int64_t seq, const struct log_row *row, struct arena *a,
		    struct opened *ret, struct err *e)
{
	struct stored_entry s;
	TRY(take_entry(t, row, &s, e));
	TRY(entry_open(t->v, seq, &s, REACH_VIEW, a, &ret->view, &ret->entry, e));
	if (ret->entry.record_sealed || row->kind != ENTRY_KEY)
		return 0;
	int rc = key_claim_read(&ret->view, &ret->key, e);
	return rc == ERR_NOTFOUND || rc == ERR_INPUT ? err_recode(e, ERR_CORRUPT) : rc;
}

/* ---- which logs are believed ---- */

static bool imported_by_others(const struct take *t, struct str origin)
{
	for (size_t i = 0; i < t->n_logs; i++)
		for (size_t k = 0; k < t->logs[i]->n_imports; k++)
			if (str_eq(t->logs[i]->imports[k].origin, origin))
				return true;
	return false;
}

/* Whether an author key of the register vouches for it: one that no log revoked, or one whose log
 * somebody took in before they knew. */
static enum admission vouched(const struct take_log *l, const char *kid)
{
	const struct authors *all = &l->t->all;
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->keys[i].kid, kid) == 0)
			return all->keys[i].revoked_seq < 0 || imported_by_others(l->t, l->origin)
				       ? ADMITTED
				       : ADMIT_NEVER;
	return ADMIT_NEVER;
}

int take_admit(struct take_log *l, const struct log_row *row, enum admission *ret,
	       struct str *ret_vkey, struct err *e)
{
	struct take *t = l->t;
	struct opened o;
	const struct key_claim *k = &o.key;
	struct note_key key;
	char own[CLAIM_KID_LEN + 1];
	*ret = ADMIT_NEVER;
	if (row->index != 0 || row->kind != ENTRY_KEY)
		return 0;
	TRY(take_fold_begin(t, e));
	if (open_row(t, number_of(l->site, 0), row, t->a, &o, e) < 0)
		return e->code == ERR_CORRUPT ? 0 : e->code;
	*ret = ADMIT_LATER;
	if (o.entry.record_sealed)
		return 0;
	*ret = ADMIT_NEVER;
	claim_kid(own, k->public);
	if (k->action != KEY_ENROL || !str_eq(o.view.kid, str_of(own)))
		return 0;
	if (l->site == 0) {
		*ret_vkey = t->v->reg;
		*ret = ADMITTED;
		return 0;
	}
	if (note_key_read(k->log, t->a, &key, e) < 0 || !str_eq(key.name, l->origin) ||
	    authority_key(&t->roles, o.entry.seq, k, &o.view, NULL) < 0)
		return 0;
	*ret_vkey = str_copy(t->keep, k->log);
	*ret = vouched(l, own);
	return 0;
}

/* ---- row by row ---- */

struct judge {
	struct take_log *l;
	struct arena *a;	 /* one batch */
	struct verify_job *jobs; /* wiped afterwards: they hold keys */
	size_t *row_of;
	size_t n_jobs;
	bool stop; /* what follows has to wait */
};

static int judge_import(struct judge *j, int64_t seq, const struct log_row *row, struct err *e)
{
	struct take_log *l = j->l;
	struct take_log *other;
	struct checkpoint c;
	struct take_cut cut;
	struct hash root;
	if (checkpoint_parse(row->bytes, &c, e) < 0 || str_eq(c.origin, l->origin) || c.size == 0)
		return err_set(e, ERR_CORRUPT, "an import does not name a head of another log");
	TRY(take_log_find(l->t, c.origin, &other, e));
	j->stop = !other || c.size > other->pos;
	if (j->stop)
		return 0;
	struct tile_store tiles = take_tiles(&cut, other, c.size);
	TRY(tree_root_at(&tiles, c.size, &root, e));
	/* Another past of that log than ours: for us it does not exist. */
	j->stop = !hash_eq(&root, &c.root);
	if (!j->stop)
		authors_import(&l->authors, &l->t->ends, seq, other->site, c.size);
	return 0;
}

/* Whether who signed it may do this. If not, the log stops here until more is known. */
static int judge_role(struct judge *j, int64_t seq, const struct log_row *row, struct opened *o,
		      struct err *e)
{
	struct take_log *l = j->l;
	struct err why;
	TRY(open_row(l->t, seq, row, j->a, o, e));
	j->stop = o->entry.record_sealed;
	if (j->stop)
		return 0;
	int rc = authority_entry(&l->t->roles, &l->authors, &o->entry, &o->view, j->a, &why);
	if (rc == 0) {
		if (l->denied == row->index)
			l->denied = -1; /* what it needed came with another log */
		return 0;
	}
	if (rc != ERR_DENIED) {
		*e = why;
		return rc;
	}
	j->stop = true;
	l->denied = row->index;
	l->why = why;
	return 0;
}

static int judge_key(struct judge *j, int64_t seq, const struct log_row *row, struct err *e)
{
	struct take *t = j->l->t;
	struct opened o;
	TRY(judge_role(j, seq, row, &o, e));
	if (j->stop)
		return 0;
	authors_key(&j->l->authors, seq, &o.key, o.view.kid);
	authors_key(&t->all, seq, &o.key, o.view.kid);
	revocations_key(&t->ends, seq, &o.key, o.view.kid);
	t->higher |= authority_add(&t->roles, seq, &o.key, &o.view);
	return 0;
}

static int judge_shred(struct judge *j, int64_t seq, const struct log_row *row, struct err *e)
{
	struct opened o;
	return judge_role(j, seq, row, &o, e);
}

/* A claim gives nobody a key or a role: nothing that is judged after it depends on its signature. */
static bool may_be_left(const struct take *t, const struct log_row *row)
{
	return t->later_signed && t->leave && row->kind == ENTRY_CLAIM;
}

static int put_job(struct judge *j, size_t i, int64_t seq, const struct log_row *row, struct err *e)
{
	const struct authors *authors = &j->l->authors;
	struct verify_job *job = &j->jobs[j->n_jobs];
	const struct author_key *k;
	char kid[CLAIM_KID_LEN + 1];
	TRY(claim_read_kid(row->bytes, kid, e));
	TRY(author_find(authors->keys, authors->n, seq, kid, &k, e));
	*job = (struct verify_job){ .public = k->public, .sealed_only = may_be_left(j->l->t, row) };
	TRY(take_entry(j->l->t, row, &job->row, e));
	TRY(entry_keys(j->l->t->v, &job->row, REACH_MEMBER, &job->keys, e));
	j->row_of[j->n_jobs++] = i;
	return 0;
}

static int judge_row(struct judge *j, size_t i, const struct log_row *row, struct err *e)
{
	struct take_log *l = j->l;
	int64_t seq = number_of(l->site, row->index);
	if (l->ended)
		return err_set(e, ERR_CORRUPT, "it stands after the end of its log");
	if (entry_is_head(row->kind) != id_is_nil(&row->gid))
		return err_set(e, ERR_CORRUPT, "its parts do not fit its kind");
	if (row->index == 0 && row->kind != ENTRY_KEY)
		return err_set(e, ERR_CORRUPT, "a log begins with the key of who writes it");
	switch (row->kind) {
	case ENTRY_IMPORT:
		return judge_import(j, seq, row, e);
	case ENTRY_END:
		l->ended = true;
		return 0;
	case ENTRY_KEY:
		/* Entry 0 is signed by the key it enrols; all others by one that was there before. */
		if (row->index == 0) {
			TRY(judge_key(j, seq, row, e));
			return j->stop ? 0 : put_job(j, i, seq, row, e);
		}
		TRY(put_job(j, i, seq, row, e));
		TRY(judge_key(j, seq, row, e));
		j->n_jobs -= j->stop;
		return 0;
	case ENTRY_SHRED:
		TRY(put_job(j, i, seq, row, e));
		TRY(judge_shred(j, seq, row, e));
		j->n_jobs -= j->stop;
		return 0;
	case ENTRY_CLAIM:
		return put_job(j, i, seq, row, e);
	}
	return err_set(e, ERR_CORRUPT, "an entry has no known kind");
}

/* Heads that came with the rows, where they stand. */
static int judge_notes(struct judge *j, struct err *e)
{
	const struct take_log *l = j->l;
	for (size_t i = 0; i < l->n_notes; i++) {
		struct note n;
		if (l->notes[i].size != l->pos)
			continue;
		TRY(note_parse(l->notes[i].note, j->a, &n, e));
		TRY(authors_note(&l->authors, &n, l->pos, e));
	}
	return 0;
}

static int judge_batch(struct judge *j, const struct log_row *rows, size_t n, int64_t *recorded,
		       size_t *ret_done, struct err *e)
{
	int rc = 0;
	size_t done = 0;
	struct err late;
	const int64_t first = j->l->pos;
	j->n_jobs = 0;
	for (; done < n && rc == 0; done++) {
		recorded[done] = -1;
		rc = judge_row(j, done, &rows[done], e);
		if (j->stop)
			break;
		if (rc == 0) {
			j->l->pos++;
			rc = judge_notes(j, e);
		}
		if (rc < 0)
			break;
	}
	verify_begin(&j->l->t->verifier, j->jobs, j->n_jobs);
	struct err ours;
	int put = take_flush(j->l->t, &ours);
	size_t good = verify_end(&j->l->t->verifier, &late);
	for (size_t i = 0; i < good; i++) {
		const struct verify_job *job = &j->jobs[i];
		recorded[j->row_of[i]] = job->recorded;
		if (job->sealed_only)
			later_add(j->l->t->later_signed, job->public, rows[j->row_of[i]].bytes);
	}
	if (good < j->n_jobs) { /* it stands before whatever stopped us */
		done = j->row_of[good];
		*e = late;
		rc = late.code;
	}
	*ret_done = done;
	/* Not beyond what holds, or the same rows would be judged for ever. */
	j->l->pos = first + (int64_t)done;
	if (put < 0) { /* no fault of these rows */
		*e = ours;
		return put;
	}
	return rc;
}

int take_judge(struct take_log *l, struct str vkey, const struct log_row *rows, size_t n,
	       int64_t *recorded, size_t *ret_done, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct judge j = { .l = l, .a = a };
	int rc;
	*ret_done = 0;
	TRY(load_authors(l, vkey, e));
	j.jobs = calloc(BATCH, sizeof *j.jobs);
	j.row_of = calloc(BATCH, sizeof *j.row_of);
	if (!j.jobs || !j.row_of)
		die("out of memory");
	do {
		size_t some = n - *ret_done < BATCH ? n - *ret_done : BATCH;
		size_t done;
		arena_clear(a);
		rc = judge_batch(&j, rows + *ret_done, some, recorded + *ret_done, &done, e);
		*ret_done += done;
	} while (rc == 0 && !j.stop && *ret_done < n);
	wipe(j.jobs, BATCH * sizeof *j.jobs);
	free(j.jobs);
	free(j.row_of);
	if (rc == ERR_INPUT || rc == ERR_NOTFOUND || rc == ERR_DENIED || rc == ERR_TOOBIG)
		rc = err_recode(e, ERR_CORRUPT);
	return rc;
}
