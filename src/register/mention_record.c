/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mention_record.c - decisions about records, and assignments to persons, become entries of the log. */
#include "register/list_priv.h"

static const struct sql RECORD =
	SQL("SELECT e.kind, m.same_as, EXISTS (SELECT 1 FROM statement s WHERE s.subject = e.id"
	    " AND s.kind = 'statement' AND s.retracted IS NULL), m.version,"
	    " (SELECT v.claim FROM statement v WHERE v.pos = m.version)"
	    " FROM entity e LEFT JOIN mention m ON m.id = e.id WHERE e.id = :id");
static const struct sql RUN_CLAIM =
	SQL("SELECT claim FROM statement WHERE seq = :seq AND kind = 'run' AND retracted IS NULL");
static const struct sql NEWEST_EDITIONS = SQL(
	"SELECT s.claim FROM edition d JOIN statement s ON s.pos = d.pos WHERE d.rank > 0"
	" AND d.rank = (SELECT max(x.rank) FROM edition x WHERE x.list = d.list) ORDER BY d.pos");
static const struct sql IS_FOUND_UNDER = SQL("SELECT person FROM belongs WHERE record = :id");

static const char *const SAYS[] = { "same", "different", "unsure" };
static const char *const ROUNDS[] = { "first", "second", "adjudicated" };

const char *link_says_code(enum link_says v)
{
	return SAYS[v];
}

const char *link_round_code(enum link_round v)
{
	return ROUNDS[v];
}

bool link_says_parse(struct str s, enum link_says *ret)
{
	for (size_t i = 0; i < COUNT(SAYS); i++)
		if (str_eq(s, str_of(SAYS[i]))) {
			*ret = (enum link_says)i;
			return true;
		}
	return false;
}

bool link_round_parse(struct str s, enum link_round *ret)
{
	for (size_t i = 0; i < COUNT(ROUNDS); i++)
		if (str_eq(s, str_of(ROUNDS[i]))) {
			*ret = (enum link_round)i;
			return true;
		}
	return false;
}

/* ---- what can be linked ---- */

/* *ret_seen: the claim of the version there is now, as JSON text; "" of a person. */
static int check_record(struct reg *r, const struct entity *en, struct str *ret_seen,
			struct arena *a, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id seen;
	bool there = false;
	*ret_seen = STR("");
	if (en->id > 0) {
		TRY(store_stmt(reg_store(r), &RECORD, &q, e));
		bind_int(q, ":id", en->id);
		TRY(stmt_next(q, &there, e));
	}
	bool mention = there && str_eq(col_str(q, 0), STR("mention"));
	bool person = there && str_eq(col_str(q, 0), STR("person"));
	if (mention && !col_is_null(q, 1))
		return err_set(
			e, ERR_CONFLICT,
			"this row is one that another site took in as well: decide about that one");
	if (!mention && !person)
		return err_set(e, ERR_INPUT, "only rows of lists and persons can be linked");
	if (mention && !col_is_null(q, 4)) {
		TRY(col_blob(q, 4, seen.b, ID_LEN, e));
		*ret_seen = part_text(id_str(a, &seen), a);
	}
	return 0;
}

/* ---- decisions ---- */

/*
 * A group for each pair: the reason can tell of either record, so erasing one of them takes the decision with
 * it, and erasing the decision takes nothing else.
 */
struct id link_group(const struct id *x, const struct id *y)
{
	struct id id;
	uint8_t in[5 + 2 * ID_LEN] = "link ";
	bool swap = memcmp(x->b, y->b, ID_LEN) > 0;
	memcpy(in + 5, swap ? y->b : x->b, ID_LEN);
	memcpy(in + 5 + ID_LEN, swap ? x->b : y->b, ID_LEN);
	struct hash h = hash_of(str_n((char *)in, sizeof in));
	memcpy(id.b, h.b, ID_LEN);
	return id;
}

static int may_adjudicate(struct reg *r, const struct link_new *in, struct err *e)
{
	enum vault_role role;
	if (in->round != LINK_ROUND_ADJUDICATED)
		return 0;
	TRY(vault_my_role(r->v, &role, e));
	if (role == ROLE_RESEARCHER)
		return err_set(e, ERR_DENIED,
			       "only an editor or officer decides between two rounds");
	if (!str_trim(in->reason).n)
		return err_set(e, ERR_INPUT, "a decision needs a reason; write one sentence");
	return 0;
}

int reg_link_decide(struct reg_tx *tx, const struct link_new *in, int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	struct str seen_a;
	struct str seen_b;
	TRY(check_record(tx->r, &in->a, &seen_a, a, e));
	TRY(check_record(tx->r, &in->b, &seen_b, a, e));
	if (id_eq(&in->a.uuid, &in->b.uuid))
		return err_set(e, ERR_INPUT, "these are one and the same record");
	TRY(may_adjudicate(tx->r, in, e));
	parts_act(p, "link", a);
	parts_add(p, "a", part_ref(&in->a, a));
	parts_add(p, "b", part_ref(&in->b, a));
	parts_add(p, "says", part_text(str_of(SAYS[in->says]), a));
	parts_add(p, "round", part_text(str_of(ROUNDS[in->round]), a));
	if (in->reason.n)
		parts_add(p, "reason", part_text(in->reason, a));
	if (in->has_probability) {
		parts_add(p, "ppm", str_printf(a, "%lld", (long long)in->probability_ppm));
		parts_add(p, "bits", str_printf(a, "%lld", (long long)in->bits_milli));
	}
	if (in->model.n)
		parts_add(p, "model", part_text(in->model, a));
	if (seen_a.n)
		parts_add(p, "seen_a", seen_a);
	if (seen_b.n)
		parts_add(p, "seen_b", seen_b);
	struct vault_claim vc = { .kind = ENTRY_CLAIM,
				  .subject_group = link_group(&in->a.uuid, &in->b.uuid) };
	return parts_append(tx, p, &vc, ret_seq, e);
}

/* ---- assignments ---- */

int link_run_claim(struct reg *r, int64_t run, struct id *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), &RUN_CLAIM, &q, e));
	bind_int(q, ":seq", run);
	if (stmt_row(q, e) < 0)
		return err_set(e, ERR_NOTFOUND, "there is no run by this number that stands");
	return col_blob(q, 0, ret->b, ID_LEN, e);
}

static int add_editions(struct reg *r, struct parts *p, struct arena *a, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_BUF b;
	struct id claim;
	bool more;
	buf_init(&b, CLAIM_DISCLOSURE_MAX / 2);
	buf_char(&b, '[');
	TRY(store_stmt(reg_store(r), &NEWEST_EDITIONS, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(col_blob(q, 0, claim.b, ID_LEN, e));
		buf_printf(&b, "%s\"%s\"", b.n > 1 ? "," : "", id_str(a, &claim).p);
	}
	buf_char(&b, ']');
	TRY(buf_check(&b, e));
	parts_add(p, "editions", buf_copy(&b, a));
	return 0;
}

int reg_assign_begin(struct reg_tx *tx, const struct assign_run *in, int64_t *ret_seq,
		     struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	enum vault_role role;
	TRY(vault_my_role(tx->r->v, &role, e));
	if (role == ROLE_RESEARCHER)
		return err_set(e, ERR_DENIED,
			       "only an editor or officer says which records are of one person");
	parts_act(p, "run", a);
	if (in->model.n)
		parts_add(p, "model", part_text(in->model, a));
	if (in->reason.n)
		parts_add(p, "reason", part_text(in->reason, a));
	if (in->summary.n)
		parts_add(p, "summary", in->summary);
	if (in->all)
		TRY(add_editions(tx->r, p, a, e));
	if (in->of) {
		struct id of;
		TRY(link_run_claim(tx->r, in->of, &of, e));
		parts_add(p, "of", part_text(id_str(a, &of), a));
	}
	return parts_seal_act(tx, p, ret_seq, e);
}

static int check_assignment(struct reg *r, const struct assignment *x, struct arena *a,
			    struct err *e)
{
	AUTO_STMT *q = NULL;
	struct str seen;
	bool there;
	TRY(check_record(r, &x->record, &seen, a, e));
	if (!x->person.no)
		return 0;
	if (!str_eq(x->person.kind, STR("person")))
		return err_set(e, ERR_INPUT, "a record belongs to a person, and to nothing else");
	if (!str_eq(x->record.kind, STR("person")))
		return 0;
	if (id_eq(&x->record.uuid, &x->person.uuid))
		return err_set(e, ERR_INPUT, "a person is not found under itself");
	if (x->person.id <= 0)
		return 0; /* a new one is found under nobody */
	TRY(store_stmt(reg_store(r), &IS_FOUND_UNDER, &q, e));
	bind_int(q, ":id", x->person.id);
	TRY(stmt_next(q, &there, e));
	if (there && col_int(q, 0) == x->record.id)
		return err_set(e, ERR_INPUT, "that person is found under this one: a circle");
	return 0;
}

/* Records of one person that follow each other stand together: [[uuid, bits], ...]. */
static void put_assignments(struct buf *b, const struct assignment *list, size_t n, struct arena *a)
{
	for (size_t i = 0; i < n; i++) {
		bool first = i == 0 || !id_eq(&list[i].person.uuid, &list[i - 1].person.uuid) ||
			     !list[i].person.no != !list[i - 1].person.no;
		if (first && i)
			buf_lit(b, "]},");
		if (first)
			buf_printf(b, "{\"person\":%s,\"records\":[",
				   list[i].person.no ? part_ref(&list[i].person, a).p : "null");
		buf_printf(b, "%s[\"%s\",%lld]", first ? "" : ",",
			   id_str(a, &list[i].record.uuid).p, (long long)list[i].bits_milli);
	}
	buf_lit(b, "]}]");
}

static int assign_some(struct reg_tx *tx, const struct id *run, const struct assignment *list,
		       size_t n, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	buf_init(&b, CLAIM_DISCLOSURE_MAX / 2);
	for (size_t i = 0; i < n; i++)
		TRY(check_assignment(tx->r, &list[i], a, e));
	buf_char(&b, '[');
	put_assignments(&b, list, n, a);
	return parts_seal_of(tx, run, "assign", "persons", &b, e);
}

int reg_assign(struct reg_tx *tx, int64_t run, const struct assignment *list, size_t n,
	       struct err *e)
{
	struct id claim;
	TRY(link_run_claim(tx->r, run, &claim, e));
	tx->r->conserve = true;
	for (size_t i = 0; i < n; i += ASSIGN_PER_ENTRY) {
		size_t some = n - i < ASSIGN_PER_ENTRY ? n - i : ASSIGN_PER_ENTRY;
		TRY(assign_some(tx, &claim, list + i, some, e));
	}
	return 0;
}
