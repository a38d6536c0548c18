/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POST /add-checkpoint of `vigil serve`: other programs ask, without a session. */
#include "site.h"

#include "vault/witness.h"

struct answer {
	int status;
	struct str type, body;
};

static struct answer send(struct site *s, struct str body)
{
	struct http_request rq = { .a = s->a, .method = HTTP_POST, .raw = body };
	struct http_response rs = { .a = s->a, .status = 200, .type = STR("text/html") };
	rq.target = rq.path = STR("/add-checkpoint");
	buf_init(&rs.body, HTTP_RESPONSE_MAX);
	web_answer(s->web, &rq, &rs);
	struct answer got = { rs.status, rs.type, buf_copy(&rs.body, s->a) };
	buf_done(&rs.body);
	return got;
}

/* What the browser's member has open. */
static struct vault *vault_of(struct site *s)
{
	return reg_vault(s->web->sessions.desks[0].reg);
}

static void write_here(struct site *s, bool on)
{
	store_look_only(vault_store(vault_of(s)), !on);
}

TEST(a_witness_answers_while_the_vault_is_open)
{
	SITE s;
	SITE partner;
	bool fresh;
	int64_t size;
	struct str request = STR("");
	site_open(&s);
	site_open(&partner);
	struct browser b = { .site = &s };
	struct browser p = { .site = &partner };
	unlock(&p, PASS);
	write_here(&partner, true);
	CHECK_OK(vault_witness_request(vault_of(&partner), 0, s.a, &request, &size, &s.e), &s.e);

	/* Locked: it can say nothing of anybody. */
	struct answer rs = send(&s, request);
	CHECK_INT(rs.status, 503);
	/* Open, and no witness. */
	unlock(&b, PASS);
	rs = send(&s, request);
	CHECK_INT(rs.status, 404);
	/* A witness of this log. */
	write_here(&s, true);
	CHECK_OK(vault_witness_add_log(vault_of(&s), vault_log_vkey(vault_of(&partner), s.a), false,
				       &fresh, &s.e),
		 &s.e);
	write_here(&s, false);
	rs = send(&s, request);
	CHECK_INT(rs.status, 200);
	CHECK_STR(rs.type, "text/plain; charset=utf-8");
	CHECK(str_starts(rs.body, STR("\xE2\x80\x94 vigil.example/")));
	/* Asked from nothing once more: a size. */
	rs = send(&s, request);
	CHECK_INT(rs.status, 409);
	CHECK_STR(rs.type, "text/x.tlog.size");
	CHECK(str_eq(rs.body, str_printf(s.a, "%lld\n", (long long)size)));
	rs = send(&s, STR("hello"));
	CHECK_INT(rs.status, 400);
	/* Requests leave the vault as closed for writing as it was. */
	struct err e;
	AUTO_VAULT_TX tx = { 0 };
	CHECK_ERR(vault_begin(&tx, vault_of(&s), &e), ERR_DENIED);
	/* There is no page to look at. */
	get(&b, "/add-checkpoint");
	CHECK_INT(b.status, 404);
}
