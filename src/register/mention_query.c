/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mention_query.c - mentions, their versions, and what was decided and assigned. */
#include "register/list_priv.h"
#include "register/query_priv.h"

#define MENTION_COLUMNS                                                                            \
	"SELECT m.id, m.list, (SELECT s.seq FROM statement s WHERE s.pos = m.edition), m.row,"     \
	" (SELECT s.seq FROM statement s WHERE s.pos = m.version), m.stands, v.cells, v.label,"    \
	" b.person, (SELECT count(*) FROM mention_version x WHERE x.mention = m.id), v.naming"     \
	" FROM mention m LEFT JOIN belongs b ON b.record = m.id"                                   \
	" LEFT JOIN mention_version v ON v.pos = coalesce(m.version,"                              \
	"  (SELECT max(x.pos) FROM mention_version x WHERE x.mention = m.id)) "
static const struct sql ONE =
	SQL(MENTION_COLUMNS
	    "WHERE m.id = (SELECT coalesce(o.same_as, o.id) FROM mention o WHERE o.id = :id)");
#define WHERE_ASKED                                                                                \
	"WHERE (:list = 0 OR m.list = :list) AND (:person = 0 OR b.person = :person)"              \
	" AND (NOT :unlinked OR b.person IS NULL) AND m.same_as IS NULL"                           \
	" AND (m.stands = :stands OR :stands < 0)"                                                 \
	" AND (:edition = 0 OR EXISTS (SELECT 1 FROM edition_row r WHERE r.edition = :edition"     \
	" AND r.mention = m.id)) "
static const struct sql MANY =
	SQL(MENTION_COLUMNS WHERE_ASKED
	    "ORDER BY m.list, m.stands = 0, m.row, m.id LIMIT :limit OFFSET :offset");
static const struct sql HOW_MANY =
	SQL("SELECT count(*) FROM mention m LEFT JOIN belongs b ON b.record = m.id " WHERE_ASKED);
static const struct sql VERSIONS = SQL(
	"SELECT s.seq, s.claim, (SELECT d.seq FROM statement d WHERE d.pos = v.edition), v.row, v.cells,"
	" s.recorded_ms, (SELECT t.seq FROM statement t WHERE t.pos = s.retracted)"
	" FROM mention_version v JOIN statement s ON s.pos = v.pos WHERE v.mention ="
	" (SELECT coalesce(o.same_as, o.id) FROM mention o WHERE o.id = :id) ORDER BY v.pos");
static const struct sql NEWEST =
	SQL("SELECT s.seq FROM mention m JOIN statement s ON s.pos = m.version WHERE m.id = :id");
static const struct sql LINKS = SQL(
	"SELECT s.seq, l.a, l.b, l.says, l.round, l.reason, l.model, l.ppm, l.bits,"
	" (SELECT x.seq FROM statement x WHERE x.pos = l.seen_a),"
	" (SELECT x.seq FROM statement x WHERE x.pos = l.seen_b),"
	" coalesce((SELECT m.version <> l.seen_a FROM mention m WHERE m.id = l.a), 0)"
	" OR coalesce((SELECT m.version <> l.seen_b FROM mention m WHERE m.id = l.b), 0),"
	" s.recorder, s.recorded_ms, (SELECT t.seq FROM statement t WHERE t.pos = l.retracted)"
	" FROM link_decision l JOIN statement s ON s.pos = l.pos"
	" WHERE (:id = 0 OR l.a = :id OR l.b = :id) AND (:all OR l.retracted IS NULL) ORDER BY l.pos");
static const struct sql HIDDEN = SQL(
	"SELECT 1 FROM link_decision l JOIN statement s ON s.pos = l.pos"
	" WHERE s.seq = :seq AND l.round = 'first' AND l.retracted IS NULL AND s.recorder <> :me"
	" AND NOT EXISTS (SELECT 1 FROM link_decision o JOIN statement t ON t.pos = o.pos WHERE o.a = l.a AND o.b = l.b"
	" AND o.retracted IS NULL AND (o.round <> 'first' OR t.recorder = :me))");
static const struct sql VERDICTS =
	SQL("SELECT l.a, l.b, l.says, l.round FROM link_decision l WHERE l.retracted IS NULL"
	    " ORDER BY l.a, l.b, l.pos");
static const struct sql PERSON_OF =
	SQL("SELECT b.person FROM belongs b WHERE b.record ="
	    " coalesce((SELECT m.same_as FROM mention m WHERE m.id = :id), :id)");
static const struct sql RUN = SQL(
	"SELECT s.seq, s.body, 0, s.recorded_ms, (SELECT t.seq FROM statement t WHERE t.pos = s.retracted),"
	" s.recorder FROM statement s WHERE s.seq = :seq AND s.kind = 'run'");
static const struct sql RUNS = SQL(
	"SELECT s.seq, s.body, (SELECT count(*) FROM assignment x WHERE x.run = s.pos), s.recorded_ms,"
	" (SELECT t.seq FROM statement t WHERE t.pos = s.retracted), s.recorder"
	" FROM statement s WHERE s.kind <> 'statement' AND s.kind = 'run' ORDER BY s.pos DESC");

/* ---- mentions ---- */

static int take_mention(struct reg *r, struct stmt *q, struct arena *a, struct mention *ret,
			struct err *e)
{
	struct mention m = { .edition = col_id(q, 2),
			     .row = col_id(q, 3),
			     .version = col_id(q, 4),
			     .versions = col_int(q, 9) };
	TRY(reg_entity_by_id(r, col_int(q, 0), a, &m.entity, e));
	TRY(reg_entity_by_id(r, col_int(q, 1), a, &m.list, e));
	m.number = reg_number(r, &m.entity, a);
	m.stands = col_int(q, 5) == 2;
	m.standing = col_int(q, 5) > 0;
	m.cells = col_text(q, 6, a);
	m.label = col_text(q, 7, a);
	m.unnamed = !col_is_null(q, 10) && col_int(q, 10) == 1;
	m.group = !col_is_null(q, 10) && col_int(q, 10) == 2;

	if (!col_is_null(q, 8))
		TRY(reg_entity_by_id(r, col_int(q, 8), a, &m.person, e));
	*ret = m;
	return 0;
}

int reg_mention(struct reg *r, int64_t id, struct arena *a, struct mention *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), &ONE, &q, e));
	bind_int(q, ":id", id);
	int rc = stmt_row(q, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "this is no row of a list that can be read");
	TRY(rc);
	return take_mention(r, q, a, ret, e);
}

static void bind_query(struct stmt *s, const struct mention_query *q, int64_t edition)
{
	bind_int(s, ":list", q->list);
	bind_int(s, ":person", q->person);
	bind_int(s, ":unlinked", q->unlinked);
	bind_int(s, ":edition", edition);
	bind_int(s, ":stands",
		 q->which == MENTIONS_ALL || edition ? -1
		 : q->which == MENTIONS_REMOVED	     ? 1
						     : 2);
}

int reg_mentions(struct reg *r, const struct mention_query *q, struct arena *a,
		 struct mention **ret, size_t *ret_n, int64_t *ret_total, struct err *e)
{
	AUTO_STMT *s = NULL;
	AUTO_STMT *count = NULL;
	struct list found;
	int64_t edition = 0;
	bool more;
	if (q->edition)
		TRY(reg_pos(reg_store(r), q->edition, &edition, e));
	if (q->edition && !edition)
		return err_set(e, ERR_NOTFOUND, "there is no edition of a list by this number");
	list_init(&found, a, sizeof(struct mention));
	TRY(store_stmt(reg_store(r), &HOW_MANY, &count, e));
	bind_query(count, q, edition);
	TRY(stmt_row(count, e));
	TRY(store_stmt(reg_store(r), &MANY, &s, e));
	bind_query(s, q, edition);
	bind_int(s, ":limit", q->limit);
	bind_int(s, ":offset", q->offset);
	for (;;) {
		TRY(stmt_next(s, &more, e));
		if (!more)
			break;
		TRY(take_mention(r, s, a, list_add(&found), e));
	}
	*ret = found.p;
	*ret_n = found.n;
	*ret_total = col_int(count, 0);
	return 0;
}

int reg_mention_versions(struct reg *r, int64_t id, struct arena *a, struct mention_version **ret,
			 size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list found;
	bool more;
	list_init(&found, a, sizeof(struct mention_version));
	TRY(store_stmt(reg_store(r), &VERSIONS, &q, e));
	bind_int(q, ":id", id);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		struct mention_version *v = list_add(&found);
		v->seq = col_int(q, 0);
		TRY(col_blob(q, 1, v->claim.b, ID_LEN, e));
		v->edition = col_id(q, 2);
		v->row = col_int(q, 3);
		v->cells = col_text(q, 4, a);
		v->recorded_ms = col_int(q, 5);
		v->retracted = col_id(q, 6);
	}
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}

int reg_version_sealed(struct reg *r, int64_t seq, struct arena *a, struct str *ret, struct err *e)
{
	struct vault_entry entry;
	TRY(vault_entry_read(r->v, seq, a, &entry, e));
	*ret = STR("");
	for (size_t i = 0; i < entry.n_parts; i++)
		if (str_eq(entry.parts[i].path, STR("sealed")))
			*ret = entry.parts[i].value;
	return 0;
}

int reg_mention_sealed(struct reg *r, int64_t id, struct arena *a, struct str *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	*ret = STR("");
	TRY(store_stmt(reg_store(r), &NEWEST, &q, e));
	bind_int(q, ":id", id);
	TRY(stmt_next(q, &there, e));
	return there ? reg_version_sealed(r, col_int(q, 0), a, ret, e) : 0;
}

/* ---- decisions ---- */

int reg_links(struct reg *r, int64_t record, bool all, struct arena *a, struct link_row **ret,
	      size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list found;
	bool more;
	list_init(&found, a, sizeof(struct link_row));
	TRY(store_stmt(reg_store(r), &LINKS, &q, e));
	bind_int(q, ":id", record);
	bind_int(q, ":all", all);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		struct link_row *l = list_add(&found);
		l->seq = col_int(q, 0);
		TRY(reg_entity_by_id(r, col_int(q, 1), a, &l->a, e));
		TRY(reg_entity_by_id(r, col_int(q, 2), a, &l->b, e));
		(void)link_says_parse(col_str(q, 3), &l->says);
		(void)link_round_parse(col_str(q, 4), &l->round);
		l->reason = col_text(q, 5, a);
		l->model = col_text(q, 6, a);
		l->has_probability = !col_is_null(q, 7);
		l->probability_ppm = col_id(q, 7);
		l->bits_milli = col_id(q, 8);
		l->seen_a = col_id(q, 9);
		l->seen_b = col_id(q, 10);
		l->changed = col_int(q, 11) != 0;
		TRY(col_blob(q, 12, l->recorder.b, ID_LEN, e));
		l->recorded_ms = col_int(q, 13);
		l->retracted = col_id(q, 14);
	}
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}

int reg_link_is_hidden(struct reg *r, int64_t seq, bool *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), &HIDDEN, &q, e));
	bind_int(q, ":seq", seq);
	bind_blob(q, ":me", vault_member(r->v)->b, ID_LEN);
	return stmt_next(q, ret, e);
}

/* The newest of each round, of one pair. */
struct rounds {
	bool has[3];
	enum link_says says[3];
};

static struct link_standing standing_of(int64_t a, int64_t b, const struct rounds *x)
{
	struct link_standing s = { .a = a, .b = b };
	if (x->has[LINK_ROUND_ADJUDICATED]) {
		s.says = x->says[LINK_ROUND_ADJUDICATED];
	} else if (x->has[LINK_ROUND_FIRST] && x->has[LINK_ROUND_SECOND]) {
		s.disputed = x->says[LINK_ROUND_FIRST] != x->says[LINK_ROUND_SECOND];
		s.says = s.disputed ? LINK_SAYS_UNSURE : x->says[LINK_ROUND_FIRST];
	} else {
		s.says = x->says[x->has[LINK_ROUND_FIRST] ? LINK_ROUND_FIRST : LINK_ROUND_SECOND];
	}
	return s;
}

int reg_link_verdicts(struct reg *r, struct arena *a, struct link_standing **ret, size_t *ret_n,
		      struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list found;
	struct rounds x = { 0 };
	int64_t pair[2] = { 0, 0 };
	bool more = true;
	list_init(&found, a, sizeof(struct link_standing));
	TRY(store_stmt(reg_store(r), &VERDICTS, &q, e));
	while (more) {
		enum link_says says = LINK_SAYS_UNSURE;
		enum link_round round = LINK_ROUND_FIRST;
		TRY(stmt_next(q, &more, e));
		bool other = !more || col_int(q, 0) != pair[0] || col_int(q, 1) != pair[1];
		if (other && pair[0])
			*(struct link_standing *)list_add(&found) =
				standing_of(pair[0], pair[1], &x);
		if (!more)
			break;
		if (other)
			memset(&x, 0, sizeof x);
		pair[0] = col_int(q, 0);
		pair[1] = col_int(q, 1);
		(void)link_says_parse(col_str(q, 2), &says);
		(void)link_round_parse(col_str(q, 3), &round);
		x.has[round] = true;
		x.says[round] = says;
	}
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}

/* ---- persons ---- */

int reg_person_of(struct reg *r, int64_t record, struct entity *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *a = arena_new(0);
	struct entity en;
	bool there;
	TRY(store_stmt(reg_store(r), &PERSON_OF, &q, e));
	bind_int(q, ":id", record);
	TRY(stmt_next(q, &there, e));
	TRY(reg_entity_by_id(r, there ? col_int(q, 0) : record, a, &en, e));
	/* Kinds live with the register, see `take` in open.c. */
	*ret = str_eq(en.kind, STR("person")) ? en : (struct entity){ 0 };
	return 0;
}

static int take_run(struct stmt *q, struct arena *a, struct assign_row *x, struct err *e)
{
	const struct json *body;
	TRY(json_read(col_copy(q, 1, a), CLAIM_COMPACT_MAX, JSON_ANY, a, &body, e));
	const struct json *summary = json_get(body, STR("summary"));
	*x = (struct assign_row){ .seq = col_int(q, 0),
				  .model = STR(""),
				  .reason = STR(""),
				  .summary = summary ? summary->raw : STR(""),
				  .records = col_int(q, 2),
				  .recorded_ms = col_int(q, 3),
				  .retracted = col_id(q, 4) };
	json_str(json_get(body, STR("model")), &x->model);
	json_str(json_get(body, STR("reason")), &x->reason);
	return col_blob(q, 5, x->recorder.b, ID_LEN, e);
}

int reg_assign_run(struct reg *r, int64_t run, struct arena *a, struct assign_row *ret,
		   struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(reg_store(r), &RUN, &q, e));
	bind_int(q, ":seq", run);
	TRY(stmt_next(q, &there, e));
	if (!there)
		return err_set(e, ERR_NOTFOUND, "there is no run by this number");
	return take_run(q, a, ret, e);
}

int reg_assign_runs(struct reg *r, struct arena *a, struct assign_row **ret, size_t *ret_n,
		    struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list found;
	bool more;
	list_init(&found, a, sizeof(struct assign_row));
	TRY(store_stmt(reg_store(r), &RUNS, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(take_run(q, a, list_add(&found), e));
	}
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}
