/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register/warning.h"

#include "register/query_priv.h"

#include "register/record_priv.h"
#include "register/register_priv.h"
#include "text/calendar.h"

enum { REASON_MAX = 4000, CODE_MAX = 100 };

/* `kind <> 'statement'` lets SQLite use the index of acts. */
static const struct sql NOTES =
	SQL("SELECT seq, kind, recorder, recorded_ms, body FROM statement WHERE kind <> 'statement'"
	    " AND kind IN ('warning_assign', 'warning_explain') AND subject = :figure"
	    " AND retracted IS NULL ORDER BY pos");

/* ---- reading ---------------------------------------------------------------------------- */

struct members {
	struct vault_member *list;
	size_t n;
};

static struct str day_text(int32_t day, struct arena *a)
{
	struct cal_day d = { 0 };
	(void)cal_from_jdn(CAL_GREGORIAN, day, &d);
	return str_printf(a, "%04d-%02d-%02d", (int)d.year, d.month, d.day);
}

static bool day_parse(struct str s, int32_t *ret)
{
	struct str y;
	struct str m;
	struct str d = str_cut(str_cut(s, '-', &y), '-', &m);
	int64_t n[3];
	return d.p && str_to_int(y, &n[0]) && str_to_int(m, &n[1]) && str_to_int(d, &n[2]) &&
	       n[0] > 0 && n[0] < 10000 && n[1] > 0 && n[1] < 13 && n[2] > 0 && n[2] < 32 &&
	       cal_to_jdn(CAL_GREGORIAN, (int32_t)n[0], (int)n[1], (int)n[2], ret);
}

/* What another version wrote and this one does not understand stands in the history, and nowhere else. */
static bool read_note(const struct json *o, const struct members *m, struct arena *a,
		      struct warning_note *ret)
{
	struct str by = STR("");
	struct str of = STR("");
	struct str day = STR("");
	struct str to = STR("");
	struct id id;
	ret->at.code = ret->reason = ret->to = STR("");
	(void)json_str(json_get(o, STR("by")), &by);
	(void)json_str(json_get(o, STR("of")), &of);
	(void)json_str(json_get(o, STR("day")), &day);
	(void)json_str(json_get(o, STR("member")), &to);
	(void)json_str(json_get(o, STR("line")), &ret->at.code);
	(void)json_str(json_get(o, STR("reason")), &ret->reason);
	if (!figure_by_parse(by, &ret->at.by) || !figure_of_parse(of, &ret->at.of) ||
	    !day_parse(day, &ret->at.day))
		return false;
	if (ret->explained)
		return true;
	if (!id_parse(to, &id))
		return false;
	ret->to = vault_member_name(m->list, m->n, &id, a);
	return true;
}

static int take_note(struct stmt *q, const struct members *m, struct arena *a, struct list *to,
		     struct err *e)
{
	struct str body = col_copy(q, 4, a);
	const struct json *o;
	struct id who;
	TRY(json_read(body, body.n, JSON_ANY, a, &o, e));
	TRY(col_blob(q, 2, who.b, ID_LEN, e));
	struct warning_note n = { .seq = col_int(q, 0),
				  .explained = str_eq(col_str(q, 1), STR("warning_explain")),
				  .by = vault_member_name(m->list, m->n, &who, a),
				  .recorded_ms = col_int(q, 3) };
	if (read_note(o, m, a, &n))
		*(struct warning_note *)list_add(to) = n;
	return 0;
}

bool warning_is_of(const struct warning_note *n, const struct warning_at *line, int32_t first,
		   int32_t end)
{
	return n->at.by == line->by && n->at.of == line->of && str_eq(n->at.code, line->code) &&
	       n->at.day >= first && n->at.day < end;
}

int reg_warning_notes(struct reg *r, int64_t figure, struct arena *a, struct warning_note **ret,
		      size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct members m;
	struct list all;
	bool more;
	list_init(&all, a, sizeof(struct warning_note));
	TRY(vault_members(r->v, a, &m.list, &m.n, e));
	TRY(store_stmt(reg_store(r), &NOTES, &q, e));
	bind_int(q, ":figure", figure);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(take_note(q, &m, a, &all, e));
	}
	*ret = all.p;
	*ret_n = all.n;
	return 0;
}

/* ---- saying ------------------------------------------------------------------------------ */

static int check(const struct entity *figure, const struct warning_at *at, struct str reason,
		 struct err *e)
{
	if (!str_eq(figure->kind, STR("figure")))
		return err_set(e, ERR_INPUT, "alarms are of figures");
	if (at->code.n > CODE_MAX || (at->of == FIGURE_OF_ALL) != (at->code.n == 0))
		return err_set(e, ERR_INPUT, "this names no line of the figure");
	if (reason.n > REASON_MAX)
		return err_set(e, ERR_TOOBIG, "the reason is too long; a few sentences will do");
	return 0;
}

static void begin(struct parts *p, const char *kind, const struct entity *figure,
		  const struct warning_at *at, struct arena *a)
{
	parts_act(p, kind, a);
	parts_add(p, "subject", part_ref(figure, a));
	parts_add(p, "by", part_text(str_of(figure_by_code(at->by)), a));
	parts_add(p, "of", part_text(str_of(figure_of_code(at->of)), a));
	if (at->code.n)
		parts_add(p, "line", part_text(at->code, a));
	parts_add(p, "day", part_text(day_text(at->day, a), a));
}

static int check_member(struct reg *r, const struct id *member, struct arena *a, struct err *e)
{
	struct members m;
	TRY(vault_members(r->v, a, &m.list, &m.n, e));
	for (size_t i = 0; i < m.n; i++)
		if (id_eq(&m.list[i].id, member) && m.list[i].revoked_seq < 0)
			return 0;
	return err_set(e, ERR_INPUT, "whom it is given to is no member, or no longer");
}

int reg_warning_assign(struct reg_tx *tx, const struct entity *figure, const struct warning_at *at,
		       const struct id *member, struct str reason, int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	TRY(check(figure, at, reason, e));
	TRY(check_member(tx->r, member, a, e));
	begin(p, "warning_assign", figure, at, a);
	parts_add(p, "member", part_text(id_str(a, member), a));
	if (str_trim(reason).n)
		parts_add(p, "reason", part_text(str_trim(reason), a));
	return parts_seal_act(tx, p, ret_seq, e);
}

int reg_warning_explain(struct reg_tx *tx, const struct entity *figure, const struct warning_at *at,
			struct str reason, int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	TRY(act_require(tx->r, "warning_explain", figure->id, STR(""),
			"says that an alarm is explained", e));
	TRY(check(figure, at, reason, e));
	if (!str_trim(reason).n)
		return err_set(e, ERR_INPUT, "say what explains it; one sentence will do");
	begin(p, "warning_explain", figure, at, a);
	parts_add(p, "reason", part_text(str_trim(reason), a));
	return parts_seal_act(tx, p, ret_seq, e);
}
