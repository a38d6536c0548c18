/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_role.c - which acts need the role of an editor or officer.
 *
 * The commands and pages ask for it, and so does the view: an act signed by somebody without the role stands in
 * the history as that, and does nothing. Who signed it is what the vault says (struct vault_entry), not what
 * the act itself says.
 */
#include "register/register_priv.h"

static const struct sql RECORDER = SQL("SELECT recorder FROM statement WHERE claim = :claim");
static const struct sql DEFINED_BY =
	SQL("SELECT 1 FROM figure_rule f JOIN statement s ON s.pos = f.pos"
	    " WHERE f.figure = :figure AND s.recorder <> :recorder LIMIT 1");

static int is_at_least(struct reg *r, const struct id *member, enum vault_role least, bool *ret,
		       struct err *e)
{
	enum vault_role role;
	int rc = vault_role_of(r->v, member, &role, e);
	*ret = rc == 0 && role >= least;
	return rc == ERR_NOTFOUND ? 0 : rc;
}

/* What cannot be found is nobody's: taking it back does nothing. */
static int is_of_others(struct store *st, const struct id *who, struct str claim, bool *ret,
			struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id id;
	*ret = false;
	if (!id_parse(claim, &id))
		return 0;
	TRY(store_stmt(st, &RECORDER, &q, e));
	bind_blob(q, ":claim", id.b, ID_LEN);
	bool there;
	TRY(stmt_next(q, &there, e));
	if (!there)
		return 0;
	TRY(col_blob(q, 0, id.b, ID_LEN, e));
	*ret = !id_eq(&id, who);
	return 0;
}

static int others_defined(struct store *st, const struct id *who, int64_t figure, bool *ret,
			  struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &DEFINED_BY, &q, e));
	bind_int(q, ":figure", figure);
	bind_blob(q, ":recorder", who->b, ID_LEN);
	return stmt_next(q, ret, e);
}

int act_may(struct reg *r, struct store *st, const struct id *who, struct str kind, int64_t subject,
	    struct str target, bool *ret, struct err *e)
{
	bool needs = str_eq(kind, STR("adopt")) || str_eq(kind, STR("warning_explain"));
	if (str_eq(kind, STR("undo")))
		TRY(is_of_others(st, who, target, &needs, e));
	if (str_eq(kind, STR("figure")) && subject)
		TRY(others_defined(st, who, subject, &needs, e));
	*ret = true;
	if (str_eq(kind, STR("fork")))
		return is_at_least(r, who, ROLE_OFFICER, ret, e);
	return needs ? is_at_least(r, who, ROLE_EDITOR, ret, e) : 0;
}
