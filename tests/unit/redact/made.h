/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * made.h - a register in a temporary folder, filled from claim tables, and views of it.
 */
#ifndef VIGIL_TEST_MADE_H
#define VIGIL_TEST_MADE_H

#include "check.h"

#include <unistd.h>

#include "base/file.h"
#include "redact/redact.h"
#include "register/asof.h"
#include "register/query.h"
#include "register/record.h"
#include "register/table.h"

struct made {
	char dir[64];
	char path[80];
	struct reg *r;
	struct arena *a;
	struct err e;
};

static inline void made_open(struct made *m)
{
	static const struct vault_kdf QUICK = { .ops = 1, .mem = 8u << 20 };
	memset(m, 0, sizeof *m);
	m->a = arena_new(0);
	if (crypto_init(&m->e) < 0)
		die("%s", m->e.text);
	check_folder(m->dir, sizeof m->dir, "vigil-redact");
	snprintf(m->path, sizeof m->path, "%s/v.vigil", m->dir);
	if (reg_create(m->path, STR("a passphrase for tests"), STR("Example member"), &QUICK, &m->r,
		       &m->e) < 0)
		die("no register: %s", m->e.text);
}

static inline void made_close(struct made *m)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	reg_close(m->r);
	arena_free(m->a);
	for (size_t i = 0; i < COUNT(ENDS); i++) {
		char p[100];
		snprintf(p, sizeof p, "%s%s", m->path, ENDS[i]);
		unlink(p);
	}
	rmdir(m->dir);
}
#define MADE AUTO(made_close) struct made

/* Read a claim table, which must have no problem; the entry of the import. */
static inline int64_t made_import(struct made *m, const char *name, struct str csv)
{
	struct table_source src = { .csv = csv, .name = str_of(name), .lang = LANG_EN };
	struct table t;
	struct table_result done;
	if (table_import(m->r, &src, NULL, NULL, m->a, &t, &done, &m->e) < 0)
		die("%s: %s", name, m->e.text);
	for (size_t i = 0; i < t.n_problems; i++)
		printf("  %s: row %lld: %.*s\n", name, (long long)t.problems[i].row,
		       STR_FMT(t.problems[i].what));
	if (t.n_problems)
		die("the table of the test is wrong");
	return done.batch;
}

static inline int64_t made_example(struct made *m, const char *name)
{
	struct str csv;
	const char *path = str_z(m->a, str_printf(m->a, "examples/iran-2025/%s", name));
	if (file_read(path, 1 << 20, m->a, &csv, &m->e) < 0)
		die("%s", m->e.text);
	return made_import(m, name, csv);
}

static inline int64_t made_size(struct made *m)
{
	struct vault_head h;
	if (reg_head(m->r, &h, &m->e) < 0)
		die("%s", m->e.text);
	return h.size;
}

static inline struct view *made_view(struct made *m, enum view_audience audience, int64_t as_of)
{
	struct redact_request rq = { .audience = audience, .as_of = as_of };
	struct view *v = NULL;
	if (redact_view(m->r, &rq, m->a, &v, &m->e) < 0)
		die("no view: %s", m->e.text);
	return v;
}

#endif
