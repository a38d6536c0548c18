/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * witness.c - POST /add-checkpoint (C2SP tlog-witness), for logs this vault witnesses.
 *
 * No page and no form: other programs ask, without a session, and are believed by the signature on their
 * checkpoint alone. It can be answered only while a member has the vault open.
 */
#include "web/page_priv.h"

#include "base/clock.h"
#include "vault/witness.h"

bool web_is_witness(struct str path)
{
	return str_eq(path, STR("/add-checkpoint"));
}

static void say(struct http_response *rs, int status, struct str text)
{
	rs->status = status;
	rs->type = STR("text/plain; charset=utf-8");
	buf_clear(&rs->body);
	buf_add(&rs->body, text);
}

/* The vault as some member has it open: any will do, a witness's key is the vault's. */
static struct vault *open_vault(struct web *w)
{
	for (size_t i = 0; i < DESKS_MAX; i++)
		if (w->sessions.desks[i].reg)
			return reg_vault(w->sessions.desks[i].reg);
	return NULL;
}

void web_witness(struct web *w, const struct http_request *rq, struct http_response *rs)
{
	struct vault *v = open_vault(w);
	struct vault_answer got = { 0 };
	struct err e = { 0 };
	bool one = false;
	if (!v) {
		say(rs, 503, STR("this witness is locked at the moment\n"));
		return;
	}
	int rc = vault_witness_is_one(v, &one, &e);
	if (rc == 0 && !one) {
		say(rs, 404, STR("this vault is no witness\n"));
		return;
	}
	if (rc == 0) {
		store_look_only(vault_store(v), false);
		rc = vault_witness_answer(v, rq->raw, clock_now_ms() / 1000, rq->a, &got, &e);
		store_look_only(vault_store(v), true);
	}
	if (rc < 0) {
		/* What is wrong with the vault is no matter of strangers. */
		say(rs, http_status(rc), STR("this witness cannot answer at the moment\n"));
		return;
	}
	say(rs, got.http, got.body);
	rs->type = str_of(got.type);
}
