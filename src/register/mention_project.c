/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mention_project.c - decisions and assignments as rows of the view, and the persons that follow.
 *
 * A record belongs to the person that the newest assignment which stands gives it to. That person can be found
 * under another one, and so on: `belongs.person` is the end of the chain. Two sites can put two persons under
 * each other; then the one with the lower id in the view, which came first, is the end for both.
 */
#include "register/list_priv.h"
#include "base/order.h"
#include "register/pair_priv.h"

static const struct sql ADD_DECISION = SQL(
	"INSERT INTO link_decision (pos, a, b, says, round, reason, ppm, bits, model, seen_a, seen_b)"
	" VALUES (:pos, :a, :b, :says, :round, :reason, :ppm, :bits, :model, :seen_a, :seen_b)");
static const struct sql ADD_ASSIGNMENT = SQL(
	"INSERT INTO assignment (pos, n, run, record, person, bits) VALUES (:pos, :n, :run, :record, :person, :bits)");
static const struct sql SET_DECISION =
	SQL("UPDATE link_decision SET retracted = :by WHERE pos = :pos");
static const struct sql OF_RUN =
	SQL("SELECT DISTINCT record FROM assignment WHERE run = :pos ORDER BY record");
static const struct sql NEWEST =
	SQL("SELECT x.person, x.bits FROM assignment x JOIN statement s ON s.pos = x.run"
	    " WHERE x.record = :id AND s.retracted IS NULL ORDER BY x.pos DESC, x.n DESC LIMIT 1");
static const struct sql BELONGS = SQL("SELECT direct, person FROM belongs WHERE record = :id");
static const struct sql UNDER =
	SQL("SELECT record FROM belongs WHERE direct = :id ORDER BY record");
static const struct sql SET_BELONGS = SQL(
	"INSERT INTO belongs (record, direct, person, bits) VALUES (:id, :direct, :direct, :bits)"
	" ON CONFLICT (record) DO UPDATE SET direct = :direct, person = :direct, bits = :bits");
static const struct sql UNSET_BELONGS = SQL("DELETE FROM belongs WHERE record = :id");
static const struct sql SET_PERSON = SQL("UPDATE belongs SET person = :person WHERE record = :id");

/* ---- decisions ---- */

static int bind_seen(const struct list_act *t, const char *part, struct stmt *to, const char *name,
		     struct err *e)
{
	int64_t pos;
	TRY(list_pos_of(t->st, list_part_text(t, part), &pos, e));
	if (pos)
		bind_int(to, name, pos);
	else
		bind_null(to, name);
	return 0;
}

static void bind_number(const struct list_act *t, const char *part, struct stmt *to,
			const char *name)
{
	int64_t v;
	if (json_int(list_part(t, part), &v))
		bind_int(to, name, v);
	else
		bind_null(to, name);
}

/* Who is no editor neither decides between two rounds nor says who is one person, whatever program they use. */
static int is_editor(const struct list_act *t, bool *ret, struct err *e)
{
	enum vault_role role;
	int rc = vault_role_of(t->r->v, &t->entry->signer, &role, e);
	*ret = rc == 0 && role != ROLE_RESEARCHER;
	return rc == ERR_NOTFOUND ? 0 : rc;
}

static int apply_link(const struct list_act *t, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t a;
	int64_t b;
	enum link_says says;
	enum link_round round;
	bool may;
	TRY(list_find_record(t, list_part(t, "a"), &a, e));
	TRY(list_find_record(t, list_part(t, "b"), &b, e));
	if (!a || !b || a == b || !link_says_parse(list_part_text(t, "says"), &says) ||
	    !link_round_parse(list_part_text(t, "round"), &round))
		return 0; /* about what was erased, or not understood */
	if (round == LINK_ROUND_ADJUDICATED) {
		TRY(is_editor(t, &may, e));
		if (!may)
			return 0;
	}
	TRY(store_stmt(t->st, &ADD_DECISION, &q, e));
	bind_int(q, ":pos", t->pos);
	bind_int(q, ":a", a < b ? a : b);
	bind_int(q, ":b", a < b ? b : a);
	bind_str(q, ":says", str_of(link_says_code(says)));
	bind_str(q, ":round", str_of(link_round_code(round)));
	bind_str(q, ":reason", list_part_text(t, "reason"));
	bind_number(t, "ppm", q, ":ppm");
	bind_number(t, "bits", q, ":bits");
	bind_str(q, ":model", list_part_text(t, "model"));
	TRY(bind_seen(t, a < b ? "seen_a" : "seen_b", q, ":seen_a", e));
	TRY(bind_seen(t, a < b ? "seen_b" : "seen_a", q, ":seen_b", e));
	return stmt_run(q, e);
}

/* ---- assignments ---- */

static int add_assignment(const struct list_act *t, int64_t run, int64_t n, const struct json *pair,
			  int64_t person, struct err *e)
{
	AUTO_STMT *q = NULL;
	const struct json *uuid = json_first(pair);
	int64_t record;
	int64_t bits = 0;
	TRY(list_find_record(t, uuid, &record, e));
	if (!record || record == person)
		return 0; /* erased; itself */
	json_int(uuid ? uuid->next : NULL, &bits);
	TRY(store_stmt(t->st, &ADD_ASSIGNMENT, &q, e));
	bind_int(q, ":pos", t->pos);
	bind_int(q, ":n", n);
	bind_int(q, ":run", run);
	bind_int(q, ":record", record);
	bind_int(q, ":bits", bits);
	if (person)
		bind_int(q, ":person", person);
	else
		bind_null(q, ":person");
	reg_touch_record(t->r, record);
	return stmt_run(q, e);
}

static int apply_assign(const struct list_act *t, struct err *e)
{
	int64_t run;
	int64_t n = 0;
	struct str row;
	bool may;
	TRY(list_part_import(t, &run, &row, e));
	TRY(is_editor(t, &may, e));
	if (!run || !may)
		return 0;
	for (const struct json *i = json_first(list_part(t, "persons")); i; i = i->next) {
		const struct json *to = json_get(i, STR("person"));
		struct value_ref ref;
		int64_t person = 0;
		if (!to)
			continue;
		if (to->type != JSON_NULL) {
			if (value_ref_read(to, &ref, NULL) < 0 || !str_eq(ref.kind, STR("person")))
				continue;
			TRY(reg_project_ref(t->st, t->pos, t->entry->seq, &ref, &person, e));
			reg_touch(t->r, person);
		}
		for (const struct json *k = json_first(json_get(i, STR("records"))); k; k = k->next)
			TRY(add_assignment(t, run, ++n, k, person, e));
	}
	return 0;
}

int link_apply(const struct list_act *t, struct str kind, bool *ret_ours, struct err *e)
{
	*ret_ours = true;
	if (str_eq(kind, STR("link")))
		return apply_link(t, e);
	if (str_eq(kind, STR("assign")))
		return apply_assign(t, e);
	return pair_apply(t, kind, ret_ours, e);
}

/* ---- taking back ---- */

int link_set_effect(struct reg *r, struct store *st, struct str kind, int64_t pos, int64_t by,
		    struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more = true;
	if (str_eq(kind, STR("link"))) {
		TRY(store_stmt(st, &SET_DECISION, &q, e));
		bind_int(q, ":pos", pos);
		if (by)
			bind_int(q, ":by", by);
		else
			bind_null(q, ":by");
		return stmt_run(q, e);
	}
	if (!str_eq(kind, STR("run")))
		return 0;
	TRY(pair_set_effect(st, pos, by, e));
	TRY(store_stmt(st, &OF_RUN, &q, e));
	bind_int(q, ":pos", pos);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		reg_touch_record(r, col_int(q, 0));
	}
}

/* ---- what follows ---- */

static int one_number(struct store *st, const struct sql *sql, int64_t id, int64_t *ret,
		      struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(st, sql, &q, e));
	bind_int(q, ":id", id);
	TRY(stmt_next(q, &there, e));
	*ret = there && !col_is_null(q, 0) ? col_int(q, 0) : 0;
	return 0;
}

static int set_direct(struct store *st, int64_t record, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *set = NULL;
	bool there;
	TRY(store_stmt(st, &NEWEST, &q, e));
	bind_int(q, ":id", record);
	TRY(stmt_next(q, &there, e));
	bool some = there && !col_is_null(q, 0);
	TRY(store_stmt(st, some ? &SET_BELONGS : &UNSET_BELONGS, &set, e));
	bind_int(set, ":id", record);
	if (some) {
		bind_int(set, ":direct", col_int(q, 0));
		bind_int(set, ":bits", col_int(q, 1));
	}
	return stmt_run(set, e);
}

/* The end of the chain from `person`. In a circle the lowest of those in it. */
static int chain_end(struct store *st, int64_t person, int64_t *ret, struct err *e)
{
	/* Floyd's hare and tortoise: no list of what was seen. */
	int64_t slow = person;
	int64_t fast = person;
	int64_t lowest;
	for (;;) {
		int64_t next;
		TRY(one_number(st, &BELONGS, fast, &next, e));
		if (!next) {
			*ret = fast;
			return 0;
		}
		TRY(one_number(st, &BELONGS, next, &fast, e));
		if (!fast) {
			*ret = next;
			return 0;
		}
		TRY(one_number(st, &BELONGS, slow, &slow, e));
		if (slow == fast)
			break;
	}
	lowest = slow;
	do {
		TRY(one_number(st, &BELONGS, slow, &slow, e));
		if (slow < lowest)
			lowest = slow;
	} while (slow != fast);
	*ret = lowest;
	return 0;
}

/* What moves when a record does: it, and what is found under it. Each once. */
struct moving {
	struct arena *a;
	struct map known;
	int64_t *list;
	size_t n, cap;
};

static void moving_add(struct moving *m, int64_t record)
{
	void **at = map_at(&m->known, str_n((const char *)&record, sizeof record));
	if (*at)
		return;
	*at = m;
	m->list = arena_grow(m->a, m->list, m->n, &m->cap, sizeof *m->list);
	m->list[m->n++] = record;
}

static int add_below(struct store *st, struct moving *m, struct err *e)
{
	for (size_t i = 0; i < m->n; i++) {
		AUTO_STMT *q = NULL;
		bool more = true;
		TRY(store_stmt(st, &UNDER, &q, e));
		bind_int(q, ":id", m->list[i]);
		for (;;) {
			TRY(stmt_next(q, &more, e));
			if (!more)
				break;
			moving_add(m, col_int(q, 0));
		}
	}
	return 0;
}

/* Cards of persons show how their first mention is called, so both ends of a move are touched. */
static int set_person(struct reg *r, struct store *st, int64_t record, struct err *e)
{
	AUTO_STMT *was = NULL;
	AUTO_STMT *set = NULL;
	int64_t direct;
	int64_t end = 0;
	bool there;
	TRY(store_stmt(st, &BELONGS, &was, e));
	bind_int(was, ":id", record);
	TRY(stmt_next(was, &there, e));
	if (!there)
		return 0;
	direct = col_int(was, 0);
	reg_touch(r, direct);
	TRY(chain_end(st, direct, &end, e));
	reg_touch(r, end);
	TRY(store_stmt(st, &SET_PERSON, &set, e));
	bind_int(set, ":id", record);
	bind_int(set, ":person", end);
	return stmt_run(set, e);
}

static int touch_before(struct reg *r, struct store *st, int64_t record, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(st, &BELONGS, &q, e));
	bind_int(q, ":id", record);
	TRY(stmt_next(q, &there, e));
	if (there) {
		reg_touch(r, col_int(q, 0));
		reg_touch(r, col_int(q, 1));
	}
	return 0;
}

int link_settle(struct reg *r, struct store *st, struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct moving m = { .a = a };
	r->n_moved = order_each_once(r->moved, r->n_moved);
	if (!r->n_moved)
		return 0;
	map_init(&m.known, a);
	for (size_t i = 0; i < r->n_moved; i++)
		moving_add(&m, r->moved[i]);
	r->n_moved = 0;
	for (size_t i = 0; i < m.n; i++) {
		TRY(touch_before(r, st, m.list[i], e));
		TRY(set_direct(st, m.list[i], e));
	}
	TRY(add_below(st, &m, e));
	for (size_t i = 0; i < m.n; i++)
		TRY(set_person(r, st, m.list[i], e));
	if (!r->conserve)
		return 0;
	return link_conserve_after(st, m.list, m.n, e);
}
