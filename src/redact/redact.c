/* SPDX-License-Identifier: GPL-3.0-or-later */
/* redact.c - one view, from the head of the log to its figures. */
#include "redact/redact_priv.h"

#include "base/bytes.h"
#include "base/clock.h"

/* Another process may record while we read; then what was read does not belong together. */
enum { TRIES = 3 };

struct candidate *work_candidate(struct work *w, int64_t id)
{
	size_t lo = 0;
	size_t hi = w->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (w->list[mid].entity.id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < w->n && w->list[lo].entity.id == id ? &w->list[lo] : NULL;
}

struct candidate *work_candidate_of(struct work *w, const struct value_ref *ref)
{
	return map_get(&w->by_uuid, str_n((const char *)ref->id.b, ID_LEN));
}

size_t work_entity(struct work *w, int64_t id)
{
	const struct candidate *c = work_candidate(w, id);
	return c && c->in ? c->at : VIEW_NONE;
}

static int load_candidates(struct work *w, struct err *e)
{
	struct entity *all;
	TRY(reg_entities(w->r, w->scratch, &all, &w->n, e));
	w->list = NEW_N(w->scratch, w->n, struct candidate);
	map_init(&w->by_uuid, w->scratch);
	map_init(&w->claim_at, w->scratch);
	for (size_t i = 0; i < w->n; i++) {
		struct candidate *c = &w->list[i];
		int64_t total;
		c->entity = all[i];
		c->is_source = str_eq(all[i].kind, STR("source"));
		*map_at(&w->by_uuid, str_n((const char *)c->entity.uuid.b, ID_LEN)) = c;
		TRY(reg_claims(w->r, CLAIMS_OF_SUBJECT, c->entity.id, false, 0, REDACT_CLAIMS_MAX,
			       w->scratch, &c->rows, &c->n, &total, e));
		c->shown = NEW_N(w->scratch, c->n, bool);
	}
	return 0;
}

static int make_head(struct work *w, const struct vault_head *h, struct err *e)
{
	char time[CLOCK_TEXT_LEN + 1];
	(void)e;
	clock_text(h->signed_ms, time);
	w->view->head = (struct view_head){
		.size = h->size,
		.root = hex_str(w->a, h->root.b, HASH_LEN),
		.time = str_copy(w->a, str_of(time)),
		.origin = str_copy(w->a, vault_origin(reg_vault(w->r))),
	};
	return 0;
}

static int make_view(struct work *w, struct err *e)
{
	struct reg_amount amount;
	TRY(reg_amount(w->r, &amount, e));
	if (amount.fields > REDACT_CLAIMS_MAX)
		return err_set(e, ERR_TOOBIG,
			       "the register has %lld claims; a view holds at most %d",
			       (long long)amount.fields, REDACT_CLAIMS_MAX);
	w->view->withheld[WITHHELD_SEALED] = amount.sealed;
	TRY(load_candidates(w, e));
	TRY(choose_claims(w, e));
	TRY(copy_claims(w, e));
	TRY(copy_entities(w, e));
	TRY(copy_conflicts(w, e));
	return copy_figures(w, e);
}

/* *ret_whole: nothing was recorded in between. */
static int try_view(struct reg *r, const struct redact_request *rq, struct arena *a,
		    struct view **ret, bool *ret_whole, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct vault_head before;
	struct vault_head after;
	struct work w = { .r = r,
			  .vocab = reg_vocab(r),
			  .policy = policy_of(rq->audience),
			  .a = a,
			  .scratch = scratch,
			  .view = NEW(a, struct view) };
	w.view->audience = rq->audience;
	TRY(reg_head(r, &before, e));
	TRY(make_head(&w, &before, e));
	int rc = make_view(&w, e);
	TRY(reg_head(r, &after, e));
	*ret_whole = before.size == after.size;
	if (*ret_whole)
		TRY(rc);
	*ret = w.view;
	return 0;
}

static int view_of_now(struct reg *r, const struct redact_request *rq, struct arena *a,
		       struct view **ret, struct err *e)
{
	bool whole = false;
	for (int i = 0; i < TRIES; i++) {
		TRY(try_view(r, rq, a, ret, &whole, e));
		if (whole)
			return 0;
	}
	return err_set(e, ERR_CONFLICT,
		       "the register is being written to by another program; try again, or name "
		       "the size of the log it should be as of");
}

int redact_view(struct reg *r, const struct redact_request *rq, struct arena *a, struct view **ret,
		struct err *e)
{
	AUTO_REG *past = NULL;
	struct vault_head head;
	TRY(reg_head(r, &head, e));
	if (rq->as_of == 0 || rq->as_of == head.size)
		return view_of_now(r, rq, a, ret, e);
	TRY(reg_as_of(r, rq->as_of, &past, e));
	return view_of_now(past, rq, a, ret, e);
}
