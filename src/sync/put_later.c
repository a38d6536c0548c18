/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * put_later.c - one file of the remote is sealed and written while the next is made.
 *
 * One at a time and in their order, so a remote never has less of the beginning than without a thread.
 * Meanwhile nobody else asks the remote for anything; of `s` the thread reads the keys and the remote alone.
 */
#include "sync/sync_priv.h"

void put_later_begin(struct put_later *p, struct sync *s)
{
	*p = (struct put_later){ .s = s };
	buf_init(&p->making, PACK_BYTES_MAX);
	buf_init(&p->going, PACK_BYTES_MAX);
}

static void *put(void *ctx)
{
	struct put_later *p = ctx;
	p->rc = sync_put(p->s, p->name, buf_str(&p->going), &p->e);
	hash_thread_done();
	crypto_thread_done();
	return NULL;
}

int put_later_end(struct put_later *p, struct err *e)
{
	if (p->running)
		pthread_join(p->thread, NULL);
	p->running = false;
	if (p->rc < 0 && e)
		*e = p->e;
	return p->rc;
}

int put_later(struct put_later *p, struct str name, struct err *e)
{
	TRY(buf_check(&p->making, e));
	TRY(put_later_end(p, e));
	struct buf t = p->going;
	p->going = p->making;
	p->making = t;
	buf_clear(&p->making);
	p->name = name;
	p->running = pthread_create(&p->thread, NULL, put, p) == 0;
	return p->running ? 0 : sync_put(p->s, p->name, buf_str(&p->going), e);
}

void put_later_done(struct put_later *p)
{
	(void)!put_later_end(p, NULL);
	buf_done(&p->making);
	buf_done(&p->going);
}
