/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_pages.c - the file's pages and tables, while the entries are verified.
 *
 * Reading all pages keeps one processor busy and the disk; it has a thread and a reader of the file of its
 * own and shares nothing with the rest of the check.
 */
#include "vault/check_priv.h"

static void *check(void *ctx)
{
	struct check_pages *p = ctx;
	p->rc = store_check(p->st, &p->e);
	return NULL;
}

int check_pages_begin(struct check_pages *p, struct vault *v, struct err *e)
{
	*p = (struct check_pages){ .rc = 0 };
	TRY(store_open(v->path, &v->db_key, STORE_READ, VAULT_BUSY_MS, &p->st, e));
	p->running = pthread_create(&p->thread, NULL, check, p) == 0;
	if (!p->running)
		check(p);
	return 0;
}

int check_pages_end(struct check_pages *p, struct err *e)
{
	if (p->running)
		pthread_join(p->thread, NULL);
	p->running = false;
	store_close(p->st);
	p->st = NULL;
	if (p->rc < 0 && e)
		*e = p->e;
	return p->rc;
}
