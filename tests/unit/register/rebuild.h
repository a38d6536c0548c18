/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rebuild.h - the view made again is the view as it was, and what its rows refer to is there. */
#ifndef VIGIL_TEST_REBUILD_H
#define VIGIL_TEST_REBUILD_H

#include "check.h"
#include "register/register_priv.h"

static inline void check_rebuild(struct reg *r, struct err *e)
{
	static const struct sql LOOSE = SQL("SELECT count(*) FROM pragma_foreign_key_check");
	AUTO_STMT *q = NULL;
	struct hash before;
	struct hash after;
	CHECK_OK(vault_rebuild(reg_vault(r), NULL, NULL, &before, &after, e), e);
	CHECK(hash_eq(&before, &after));
	CHECK_OK(store_stmt(reg_store(r), &LOOSE, &q, e), e);
	CHECK_OK(stmt_row(q, e), e);
	CHECK_INT(col_int(q, 0), 0);
}

#endif
