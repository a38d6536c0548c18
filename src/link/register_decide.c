/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_decide.c - answers of people, by pair or by cluster, and taking them back. */
#include "link/register_priv.h"

enum { SPLIT_MAX = 200 };

/* ---- one pair ---- */

struct rounds {
	int64_t mine; /* seq of my first or second answer; 0 none */
	enum link_round my_round;
	bool first, second; /* of others */
};

static int look_at_rounds(struct reg *r, int64_t x, int64_t y, struct arena *a, struct rounds *ret,
			  struct err *e)
{
	struct link_row *rows;
	size_t n;
	const struct id *me = vault_member(reg_vault(r));
	*ret = (struct rounds){ 0 };
	TRY(reg_links(r, x, false, a, &rows, &n, e));
	for (size_t i = 0; i < n; i++) {
		if ((rows[i].a.id != y && rows[i].b.id != y) ||
		    rows[i].round == LINK_ROUND_ADJUDICATED)
			continue;
		if (id_eq(&rows[i].recorder, me)) {
			ret->mine = rows[i].seq;
			ret->my_round = rows[i].round;
			continue;
		}
		ret->first |= rows[i].round == LINK_ROUND_FIRST;
		ret->second |= rows[i].round == LINK_ROUND_SECOND;
	}
	return 0;
}

static int round_of(const struct rounds *x, const struct linkage_decide *in, enum link_round *ret,
		    struct err *e)
{
	*ret = LINK_ROUND_FIRST;
	if (in->adjudicate)
		*ret = LINK_ROUND_ADJUDICATED;
	else if (x->mine)
		*ret = x->my_round;
	else if (x->first && x->second)
		return err_set(e, ERR_CONFLICT,
			       "two readers answered already; an editor decides between them");
	else if (x->first)
		*ret = LINK_ROUND_SECOND;
	if (in->says != LINK_SAYS_SAME && !str_trim(in->reason).n)
		return err_set(e, ERR_INPUT,
			       "why are they not one, or cannot be told? Write one sentence");
	return 0;
}

/* What the program thought, for whoever measures it later. */
static int add_weights(struct reg *r, struct link_new *in, struct arena *a, struct err *e)
{
	struct pair_query q = { .record = in->a.id, .other = in->b.id };
	struct run_pair *p;
	struct str json;
	size_t n;
	TRY(reg_run_newest(r, &q.run, e));
	if (!q.run)
		return 0;
	TRY(reg_run_model_of(r, q.run, a, &json, e));
	in->model = linkage_model_name(json, a);
	TRY(reg_pairs(r, &q, a, &p, &n, NULL, e));
	if (!n)
		return 0;
	in->has_probability = true;
	in->probability_ppm = p->ppm;
	in->bits_milli = p->bits_milli;
	return 0;
}

static int is_disputed(struct reg *r, int64_t x, int64_t y, struct arena *a, bool *ret,
		       struct err *e)
{
	struct link_standing *st;
	size_t n;
	*ret = false;
	TRY(reg_link_verdicts(r, a, &st, &n, e));
	for (size_t i = 0; i < n; i++)
		if (st[i].a == (x < y ? x : y) && st[i].b == (x < y ? y : x))
			*ret = st[i].disputed;
	return 0;
}

/* Assignments are for editors: what a researcher answers counts with the next run or answer of one. */
static int may_assign(struct reg *r, bool *ret, struct err *e)
{
	enum vault_role role;
	TRY(vault_my_role(reg_vault(r), &role, e));
	*ret = role >= ROLE_EDITOR;
	return 0;
}

int linkage_decide(struct reg *r, const struct linkage_decide *in, struct linkage_decided *ret,
		   struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	AUTO_REG_TX tx = { 0 };
	struct rounds rounds;
	struct linkage_decided d = { 0 };
	struct link_new one = { .says = in->says,
				.reason = str_trim(in->reason),
				.model = STR("") };
	int64_t both[] = { in->a, in->b };
	int64_t run;
	TRY(may_assign(r, &d.counts, e));
	TRY(reg_entity_by_id(r, in->a, a, &one.a, e));
	TRY(reg_entity_by_id(r, in->b, a, &one.b, e));
	TRY(look_at_rounds(r, in->a, in->b, a, &rounds, e));
	TRY(round_of(&rounds, in, &one.round, e));
	TRY(add_weights(r, &one, a, e));
	TRY(reg_begin(&tx, r, e));
	if (rounds.mine && !in->adjudicate) {
		int64_t undone;
		TRY(reg_undo(&tx, rounds.mine, STR("answered anew"), &undone, e));
	}
	TRY(reg_link_decide(&tx, &one, &d.seq, e));
	struct str summary =
		str_printf(a, "{\"kind\":\"decision\",\"decisions\":[%lld]}", (long long)d.seq);
	if (d.counts)
		TRY(linkage_settle(&tx, both, 2, STR(""), summary, &run, &d.persons_before,
				   &d.persons_after, e));
	TRY(reg_commit(&tx, e));
	d.round = one.round;
	TRY(is_disputed(r, in->a, in->b, a, &d.disputed, e));
	*ret = d;
	return 0;
}

/* ---- clusters by hand ---- */

struct hand {
	struct reg *r;
	struct arena *a;
	struct reg_tx *tx;
	struct str reason;
	struct buf seqs;
	int64_t first;
	int64_t *touched;
	size_t n_touched, cap;
};

static void touch(struct hand *h, int64_t id)
{
	h->touched = arena_grow(h->a, h->touched, h->n_touched, &h->cap, sizeof *h->touched);
	h->touched[h->n_touched++] = id;
}

static int say(struct hand *h, int64_t x, int64_t y, enum link_says says, struct err *e)
{
	struct link_new in = {
		.says = says, .round = LINK_ROUND_ADJUDICATED, .reason = h->reason, .model = STR("")
	};
	int64_t seq;
	TRY(reg_entity_by_id(h->r, x, h->a, &in.a, e));
	TRY(reg_entity_by_id(h->r, y, h->a, &in.b, e));
	TRY(reg_link_decide(h->tx, &in, &seq, e));
	buf_printf(&h->seqs, "%s%lld", h->first ? "," : "", (long long)seq);
	if (!h->first)
		h->first = seq;
	touch(h, x);
	touch(h, y);
	return 0;
}

static int end_hand(struct hand *h, const char *kind, struct err *e)
{
	int64_t run;
	int64_t before;
	int64_t after;
	struct str summary = str_printf(h->a, "{\"kind\":\"%s\",\"decisions\":[%.*s]}", kind,
					STR_FMT(buf_str(&h->seqs)));
	TRY(linkage_settle(h->tx, h->touched, h->n_touched, h->reason, summary, &run, &before,
			   &after, e));
	return reg_commit(h->tx, e);
}

static int begin_hand(struct reg *r, struct arena *a, struct reg_tx *tx, struct str reason,
		      struct hand *ret, struct err *e)
{
	*ret = (struct hand){ .r = r, .a = a, .tx = tx, .reason = str_trim(reason) };
	TRY(linkage_may(r, ROLE_EDITOR, "only an editor or officer moves records by hand", e));
	if (!ret->reason.n)
		return err_set(e, ERR_INPUT, "a reason is needed; write one sentence");
	buf_init(&ret->seqs, 1 << 20);
	return reg_begin(tx, r, e);
}

static bool is_among(int64_t id, const int64_t *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == id)
			return true;
	return false;
}

/* Records of a person: mentions, itself when it was described, and those found under it. */
static int members_of(struct reg *r, int64_t person, struct arena *a, int64_t **ret, size_t *ret_n,
		      struct err *e)
{
	struct linkage_cluster c;
	TRY(linkage_cluster(r, person, a, &c, e));
	*ret = NEW_N(a, c.n_members, int64_t);
	*ret_n = c.n_members;
	for (size_t i = 0; i < c.n_members; i++)
		(*ret)[i] = c.members[i].entity.id;
	return 0;
}

static int say_split(struct hand *h, const int64_t *members, size_t n_members,
		     const int64_t *records, size_t n, bool together, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n_members; k++)
			if (!is_among(members[k], records, n))
				TRY(say(h, records[i], members[k], LINK_SAYS_DIFFERENT, e));
		for (size_t k = 0; k < i; k++)
			TRY(say(h, records[k], records[i],
				together ? LINK_SAYS_SAME : LINK_SAYS_DIFFERENT, e));
	}
	return 0;
}

int linkage_split(struct reg *r, int64_t person, const int64_t *records, size_t n, bool together,
		  struct str reason, int64_t *ret_first, struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	AUTO_REG_TX tx = { 0 };
	struct hand h;
	int64_t *members;
	size_t n_members;
	TRY(members_of(r, person, a, &members, &n_members, e));
	for (size_t i = 0; i < n; i++)
		if (!is_among(records[i], members, n_members))
			return err_set(e, ERR_INPUT, "one of the records is not of that person");
	if (!n || n >= n_members)
		return err_set(e, ERR_INPUT,
			       "a split takes some records of a person, and leaves some");
	if (n * n_members > SPLIT_MAX)
		return err_set(e, ERR_TOOBIG, "too many at once: split off fewer records");
	int rc = begin_hand(r, a, &tx, reason, &h, e);
	if (rc == 0)
		rc = say_split(&h, members, n_members, records, n, together, e);
	if (rc == 0)
		rc = end_hand(&h, "split", e);
	buf_done(&h.seqs);
	TRY(rc);
	*ret_first = h.first;
	return 0;
}

static int say_move(struct hand *h, int64_t record, const int64_t *from, size_t n_from,
		    const int64_t *to, size_t n_to, struct err *e)
{
	for (size_t i = 0; i < n_from; i++)
		if (from[i] != record)
			TRY(say(h, record, from[i], LINK_SAYS_DIFFERENT, e));
	for (size_t i = 0; i < n_to; i++)
		TRY(say(h, record, to[i], LINK_SAYS_SAME, e));
	return 0;
}

int linkage_move(struct reg *r, int64_t record, int64_t to, struct str reason, int64_t *ret_first,
		 struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	AUTO_REG_TX tx = { 0 };
	struct hand h;
	struct entity was;
	struct linkage_record rec;
	int64_t *members;
	int64_t *old = NULL;
	size_t n_members;
	size_t n_old = 0;
	TRY(linkage_record_of(r, record, a, &rec, e));
	TRY(members_of(r, to, a, &members, &n_members, e));
	TRY(reg_person_of(r, record, &was, e));
	if (was.id)
		TRY(members_of(r, was.id, a, &old, &n_old, e));
	if (is_among(record, members, n_members))
		return err_set(e, ERR_INPUT, "it is of that person already");
	if (n_old + n_members > SPLIT_MAX)
		return err_set(e, ERR_TOOBIG, "these persons have too many records for this");
	int rc = begin_hand(r, a, &tx, reason, &h, e);
	if (rc == 0)
		rc = say_move(&h, record, old, n_old, members, n_members, e);
	if (rc == 0)
		rc = end_hand(&h, "move", e);
	buf_done(&h.seqs);
	TRY(rc);
	*ret_first = h.first;
	return 0;
}

/* ---- taking back ---- */

/* The decisions that were made together with this one. */
static int together_with(struct reg *r, int64_t seq, struct arena *a, int64_t **ret, size_t *ret_n,
			 struct err *e)
{
	struct assign_row *rows;
	size_t n;
	*ret = NEW(a, int64_t);
	(*ret)[0] = seq;
	*ret_n = 1;
	TRY(reg_assign_runs(r, a, &rows, &n, e));
	for (size_t i = 0; i < n; i++) {
		const struct json *s;
		int64_t first = 0;
		if (json_read(rows[i].summary, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &s, NULL) < 0)
			continue;
		const struct json *list = json_get(s, STR("decisions"));
		if (!json_int(json_first(list), &first) || first != seq)
			continue;
		*ret = NEW_N(a, list->n, int64_t);
		*ret_n = 0;
		for (const struct json *k = json_first(list); k; k = k->next)
			json_int(k, &(*ret)[(*ret_n)++]);
		return 0;
	}
	return 0;
}

int linkage_undo(struct reg *r, int64_t seq, struct str reason, struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	AUTO_REG_TX tx = { 0 };
	struct link_row *rows;
	int64_t *seqs;
	int64_t run;
	int64_t before;
	int64_t after;
	size_t n_seqs;
	size_t n;
	struct hand h = { .r = r, .a = a };
	bool counts;
	TRY(may_assign(r, &counts, e));
	TRY(together_with(r, seq, a, &seqs, &n_seqs, e));
	TRY(reg_links(r, 0, false, a, &rows, &n, e));
	TRY(reg_begin(&tx, r, e));
	for (size_t i = 0; i < n; i++) {
		int64_t undone;
		if (!is_among(rows[i].seq, seqs, n_seqs))
			continue;
		TRY(reg_undo(&tx, rows[i].seq, reason, &undone, e));
		touch(&h, rows[i].a.id);
		touch(&h, rows[i].b.id);
	}
	if (!h.n_touched)
		return err_set(e, ERR_NOTFOUND, "no decision by this number stands");
	struct str summary = str_printf(a, "{\"kind\":\"undo\",\"of\":%lld}", (long long)seq);
	if (counts)
		TRY(linkage_settle(&tx, h.touched, h.n_touched, reason, summary, &run, &before,
				   &after, e));
	return reg_commit(&tx, e);
}
