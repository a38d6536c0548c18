/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_verify.c - Verify: judge a proof text by a policy, as vigil-verify does.
 *
 * Works while the register is locked, since it needs nothing of it. While it is open the policy
 * begins as this vault's own key, and the answer says that this is a suggestion: whoever checks for
 * others uses a policy that came from somebody else.
 */
#include "web/page_verify.h"

#include "web/routes.h"

/* ---- parse ------------------------------------------------------------ */

/* What was pasted may have lost or gained blank lines at its ends; a file is taken as it is. */
static struct str proof_given(struct page_request *p)
{
	const struct http_file *file = http_file(p->rq, "b", 0);
	struct str pasted = page_field(p, "proof");
	if (file)
		return file->bytes;
	return pasted.n ? str_printf(p->a, "%.*s\n", STR_FMT(pasted)) : STR("");
}

static struct str own_policy(struct page_request *p)
{
	if (!p->reg)
		return STR("");
	AUTO_BUF b;
	buf_init(&b, POLICY_MAX);
	policy_write_log(&b, vault_log_vkey(reg_vault(p->reg), p->a));
	return buf_copy(&b, p->a);
}

/* ---- load ------------------------------------------------------------- */

static struct str path_of(struct arena *a, const struct claim_view *v, const struct claim_field *f)
{
	if (f->parent < 0)
		return f->name;
	struct str above = path_of(a, v, &v->fields[f->parent]);
	return str_printf(a, "%.*s/%.*s", STR_FMT(above), STR_FMT(f->name));
}

static void load_fields(struct arena *a, const struct claim_view *c, struct verify_view *ret)
{
	ret->fields = NEW_N(a, c->n, struct verify_field);
	for (size_t i = 0; i < c->n; i++) {
		if (c->fields[i].parts)
			continue;
		ret->fields[ret->n].path = path_of(a, c, &c->fields[i]);
		ret->fields[ret->n++].value = c->fields[i].value->raw;
	}
}

/* Never fails: what does not hold is the answer. */
static void judge(struct page_request *p, struct verify_view *v)
{
	struct policy policy;
	struct proof_text proof;
	struct err e = { 0 };
	v->answer = VERIFY_NOTHING;
	if (!v->proof.n) {
		v->why = STR(
			"No proof was given. Choose a file, or paste the text that begins with “vigil/proof/v1”.");
		return;
	}
	if (!str_trim(v->policy).n) {
		v->why = STR(
			"No policy was given, so nothing is trusted. Paste the log key of somebody you trust.");
		return;
	}
	if (policy_read(str_printf(p->a, "%.*s\n", STR_FMT(str_trim(v->policy))), p->a, &policy,
			&e) < 0) {
		v->why = str_printf(p->a, "The policy cannot be read: %s.", e.text);
		return;
	}
	v->answer = VERIFY_REFUSED;
	if (proof_text_read(v->proof, p->a, &proof, &e) < 0 ||
	    proof_text_verify(&proof, &policy, p->a, &v->verdict, &e) < 0) {
		v->why = str_copy(p->a, str_of(e.text));
		return;
	}
	v->answer = VERIFY_ACCEPTED;
	load_fields(p->a, &v->verdict.claim, v);
}

/* ---- handlers --------------------------------------------------------- */

static int show(struct page_request *p, struct verify_view *v, struct err *e)
{
	struct html h;
	v->form = page_form(p, "/verify");
	html_begin(&h, &p->rs->body);
	verify_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

int page_verify(struct page_request *p, struct err *e)
{
	struct verify_view v = { .policy = own_policy(p) };
	return show(p, &v, e);
}

/* Nothing is changed, so the answer is the page itself: to load it again asks the same again. */
int page_verify_post(struct page_request *p, struct err *e)
{
	struct verify_view v = { .proof = proof_given(p), .policy = page_field(p, "policy") };
	v.own_policy = p->reg && str_eq(v.policy, str_trim(own_policy(p)));
	judge(p, &v);
	if (v.answer != VERIFY_ACCEPTED)
		p->rs->status = 422;
	/* A file may hold any bytes; only text can stand in the form again. */
	if (http_file(p->rq, "b", 0))
		v.proof = STR("");
	return show(p, &v, e);
}
