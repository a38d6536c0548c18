/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_verify.c - Verify: judge a proof or a bundle by a policy, as vigil-verify does, and compare a
 * file with what a record names.
 *
 * Works while the register is locked, since it needs nothing of it. While it is open the policy
 * begins as this vault's own key, and the answer says that this is a suggestion: whoever checks for
 * others uses a policy that came from somebody else.
 */
#include "web/page_verify.h"

#include "base/bytes.h"
#include "ledger/value.h"
#include "ledger/zip.h"
#include "web/routes.h"

static void say(struct page_request *p, struct verify_view *v, const struct msg *m)
{
	v->why = tr(p->lang, m);
	v->why_ours = true;
}

/* ---- parse ------------------------------------------------------------ */

/* What was pasted may have lost or gained blank lines at its ends; a file is taken as it is. */
static struct str proof_given(struct page_request *p)
{
	const struct http_file *file = http_file(p->rq, "b", 0);
	struct str pasted = page_field(p, "proof");
	if (file && file->bytes.n)
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

static bool is_proof(struct str s)
{
	return zip_looks_like_one(s) || str_starts(s, STR("vigil/proof/"));
}

/* A file to be compared: of its own field, or in the first one when it is no proof and a number was
 * given. */
static void take_file(struct page_request *p, struct verify_view *v, struct str *ret_bytes)
{
	const struct http_file *file = http_file(p->rq, "f", 0);
	struct str bytes = file ? file->bytes : STR("");
	if (!bytes.n && v->number.n && v->proof.n && !is_proof(v->proof)) {
		bytes = v->proof;
		v->proof = STR("");
	}
	*ret_bytes = bytes;
	/* A file that was chosen and has nothing in it is another than the one that was sealed. */
	if (!bytes.n && !(file && file->name.n))
		return;
	struct hash h = hash_of(bytes);
	v->file = (struct verify_file){ .given = true,
					.sha256 = hex_str(p->a, h.b, HASH_LEN),
					.bytes = (int64_t)bytes.n,
					.named_by = STR(""),
					.others = STR("") };
}

/* ---- what a record names -------------------------------------------------- */

/* Evidence values in JSON: the file is one of them, or what they name is kept for the answer. */
static void compare(struct page_request *p, struct verify_view *v, const struct json *json,
		    struct str where)
{
	struct value x;
	if (json->type == JSON_OBJECT && value_read(json, &x, NULL) == 0 &&
	    x.type == VALUE_EVIDENCE) {
		if (str_eq(x.u.evidence.sha256, v->file.sha256))
			v->file.named_by = where;
		else if (v->file.others.n < 2000)
			v->file.others = str_printf(p->a, "%.*s%s%.*s", STR_FMT(v->file.others),
						    v->file.others.n ? ", " : "",
						    STR_FMT(x.u.evidence.sha256));
		return;
	}
	for (const struct json *i = json_first(json); i; i = i->next)
		compare(p, v, i, where);
}

static int compare_entry(struct page_request *p, struct verify_view *v, int64_t seq, struct err *e)
{
	struct vault_entry entry;
	TRY(vault_entry_read(reg_vault(p->reg), seq, p->a, &entry, e));
	for (size_t i = 0; i < entry.n_parts; i++) {
		const struct json *tree;
		if (json_read(entry.parts[i].value, CLAIM_DISCLOSURE_MAX, JSON_ANY, p->a, &tree,
			      NULL) == 0)
			compare(p, v, tree,
				str_printf(p->a, "%.*s, %.*s", STR_FMT(number_str(p->a, seq)),
					   STR_FMT(entry.parts[i].path)));
	}
	return 0;
}

/* An entry, or everything that stands of a subject. */
static int compare_record(struct page_request *p, struct verify_view *v, struct err *e)
{
	struct entity en;
	struct claim_row *rows;
	size_t n;
	int64_t total;
	int64_t seq;
	if (number_parse(v->number, &seq))
		return compare_entry(p, v, seq, e);
	TRY(reg_entity(p->reg, v->number, p->a, &en, e));
	TRY(reg_claims(p->reg, CLAIMS_OF_SUBJECT, en.id, false, 0, 10000, p->a, &rows, &n, &total,
		       e));
	for (size_t i = 0; i < n; i++)
		if (i == 0 || rows[i].seq != rows[i - 1].seq)
			TRY(compare_entry(p, v, rows[i].seq, e));
	return 0;
}

static void judge_file(struct page_request *p, struct verify_view *v)
{
	struct err e = { 0 };
	v->answer = VERIFY_NOTHING;
	if (!p->reg) {
		say(p, v,
		    MSG_P("To compare a file with a record of this register, unlock it; or give a bundle or proof that "
			  "names the file.",
			  "برای سنجیدن یک پرونده با رکوردی از این دفتر، قفل آن را باز کنید؛ یا بسته یا برهانی بدهید که "
			  "پرونده را نام می‌برد."));
		return;
	}
	if (!v->number.n) {
		say(p, v,
		    MSG_P("With which record? Give its number, or a bundle or proof of it.",
			  "با کدام رکورد؟ شمارهٔ آن را بدهید، یا بسته یا برهانی از آن."));
		return;
	}
	int rc = compare_record(p, v, &e);
	if (rc < 0) {
		v->answer = rc == ERR_NOTFOUND ? VERIFY_NOT_IN_LOG : VERIFY_NOTHING;
		v->why = str_copy(p->a, str_of(e.text));
		return;
	}
	v->answer = v->file.named_by.n ? VERIFY_ACCEPTED
		    : v->file.others.n ? VERIFY_NO_MATCH
				       : VERIFY_NOT_IN_LOG;
	if (v->answer == VERIFY_NO_MATCH)
		say(p, v,
		    MSG_P("The record names another file.",
			  "رکورد پروندهٔ دیگری را نام می‌برد."));
	else if (v->answer == VERIFY_NOT_IN_LOG)
		say(p, v,
		    MSG_P("The record names no file.",
			  "رکورد هیچ پرونده‌ای را نام نمی‌برد."));
}

/* ---- load ------------------------------------------------------------- */

static struct str path_of(struct arena *a, const struct claim_view *v, const struct claim_field *f)
{
	if (f->parent < 0)
		return f->name;
	struct str above = path_of(a, v, &v->fields[f->parent]);
	return str_printf(a, "%.*s/%.*s", STR_FMT(above), STR_FMT(f->name));
}

/* Our own log, while it is open, knows whether it had this head. */
static void compare_head(struct page_request *p, struct verify_record *r)
{
	const struct checkpoint *c = &r->proof.log.checkpoint;
	struct vault_head now;
	struct hash root;
	if (!p->reg || !str_eq(c->origin, vault_origin(reg_vault(p->reg))))
		return;
	struct vault *v = reg_vault(p->reg);
	if (vault_head(v, &now, NULL) < 0 || c->size > number_count(now.size) ||
	    vault_root(v, number_of(number_site(now.size), c->size), &root, NULL) < 0 ||
	    !hash_eq(&root, &c->root))
		return;
	r->added = VERIFY_ADDED_YES;
	r->log_size = now.size;
}

static void load_record(struct page_request *p, const struct proof_verdict *v,
			struct verify_record *ret)
{
	const struct claim_view *c = &v->claim;
	ret->proof = *v;
	ret->fields = NEW_N(p->a, c->n, struct verify_field);
	ret->fingerprint = hex_str(p->a, c->hash.b, HASH_LEN);
	for (size_t i = 0; i < c->n; i++) {
		if (c->fields[i].parts)
			continue;
		ret->fields[ret->n].path = path_of(p->a, c, &c->fields[i]);
		ret->fields[ret->n++].value = c->fields[i].value->raw;
	}
	compare_head(p, ret);
}

/* ---- judging ---------------------------------------------------------- */

static int judge_bundle(struct page_request *p, struct verify_view *v, const struct policy *policy,
			struct err *e)
{
	struct zip z;
	struct zip_source src = zip_source_str(&v->proof);
	struct bundle_trust trust = { .policy = policy };
	struct bundle_verdict b;
	v->bundle = true;
	TRY(zip_open(&z, &src, true, p->a, e));
	TRY(bundle_verify(&z.files, &trust, p->a, &b, e));
	v->records = NEW_N(p->a, b.n, struct verify_record);
	v->n = b.n;
	for (size_t i = 0; i < b.n; i++)
		load_record(p, &b.records[i].proof, &v->records[i]);
	v->evidence = b.evidence;
	v->n_evidence = b.n_evidence;
	v->times = b.times;
	v->n_times = b.n_times;
	return 0;
}

static int judge_proof(struct page_request *p, struct verify_view *v, const struct policy *policy,
		       struct err *e)
{
	struct proof_text proof;
	struct proof_verdict verdict;
	TRY(proof_text_read(v->proof, p->a, &proof, e));
	TRY(proof_text_verify(&proof, policy, p->a, &verdict, e));
	v->records = NEW(p->a, struct verify_record);
	v->n = 1;
	load_record(p, &verdict, v->records);
	return 0;
}

/* Beside a proof or bundle that holds: does one of its records name the file? */
static void judge_file_beside(struct page_request *p, struct verify_view *v)
{
	for (size_t i = 0; i < v->n; i++)
		for (size_t k = 0; k < v->records[i].proof.claim.n; k++) {
			const struct claim_field *f = &v->records[i].proof.claim.fields[k];
			if (!f->parts)
				compare(p, v, f->value,
					str_printf(p->a, "%lld, %.*s",
						   (long long)v->records[i].proof.index,
						   STR_FMT(f->name)));
		}
	if (v->file.named_by.n)
		return;
	v->answer = v->file.others.n ? VERIFY_NO_MATCH : VERIFY_NOT_IN_LOG;
	say(p, v,
	    v->file.others.n
		    ? MSG_P("The proof holds, but the file is not the one its records name.",
			    "برهان درست است، اما این پرونده آنی نیست که رکوردهایش نام می‌برند.")
		    : MSG_P("The proof holds, but what it shows names no file.",
			    "برهان درست است، اما آنچه نشان می‌دهد هیچ پرونده‌ای را نام نمی‌برد."));
}

/* What keeps us from judging at all; NULL: nothing. */
static const struct msg *missing(struct page_request *p, const struct verify_view *v)
{
	static const struct msg EMPTY = MSG("The file that you gave is empty.",
					    "پرونده‌ای که دادید خالی است.");
	static const struct msg NO_PROOF = MSG(
		"No proof was given. Choose a file, or paste the text that begins with “vigil/proof/v1”.",
		"برهانی داده نشد. پرونده‌ای برگزینید، یا متنی را بگذارید که با «vigil/proof/v1» آغاز می‌شود.");
	static const struct msg TWO = MSG(
		"A file and a text were given. One at a time, so that the answer is about one of them.",
		"هم پرونده داده شد و هم متن. هر بار یکی، تا پاسخ دربارهٔ همان باشد.");
	static const struct msg NEITHER = MSG(
		"This is neither a bundle nor the text of a proof. A file of evidence goes into the second "
		"field. Whatever else there is of a log, vigil-verify judges.",
		"این نه بسته است و نه متن برهان. پروندهٔ مدرک جایش خانهٔ دوم است. هر چیز دیگر یک گزارش را "
		"vigil-verify می‌سنجد.");
	static const struct msg NO_POLICY = MSG(
		"No policy was given, so nothing is trusted. Paste the log key of somebody you trust.",
		"سیاستی داده نشد، پس به هیچ چیز اعتماد نیست. کلید دفترِ کسی را بگذارید که به او اعتماد دارید.");
	const struct http_file *file = http_file(p->rq, "b", 0);
	if (!v->proof.n)
		return file && file->name.n ? &EMPTY : &NO_PROOF;
	if (file && file->bytes.n && page_field(p, "proof").n)
		return &TWO;
	if (!is_proof(v->proof))
		return &NEITHER;
	return str_trim(v->policy).n ? NULL : &NO_POLICY;
}

/* Never fails: what does not hold is the answer. */
static void judge(struct page_request *p, struct verify_view *v)
{
	struct policy policy;
	struct err e = { 0 };
	const struct msg *lacks = missing(p, v);
	v->answer = VERIFY_NOTHING;
	if (lacks) {
		say(p, v, lacks);
		return;
	}
	if (policy_read(str_printf(p->a, "%.*s\n", STR_FMT(str_trim(v->policy))), p->a, &policy,
			&e) < 0) {
		v->why = str_printf(p->a, "The policy cannot be read: %s.", e.text);
		return;
	}
	int rc = zip_looks_like_one(v->proof) ? judge_bundle(p, v, &policy, &e)
					      : judge_proof(p, v, &policy, &e);
	if (rc < 0) {
		v->answer = rc == ERR_DENIED ? VERIFY_CANNOT_TELL : VERIFY_NO_MATCH;
		v->why = str_copy(p->a, str_of(e.text));
		return;
	}
	v->answer = VERIFY_ACCEPTED;
	if (v->file.given)
		judge_file_beside(p, v);
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
	struct verify_view v = { .proof = proof_given(p),
				 .policy = page_field(p, "policy"),
				 .number = page_field(p, "h") };
	struct str bytes;
	v.own_policy = p->reg && str_eq(v.policy, str_trim(own_policy(p)));
	take_file(p, &v, &bytes);
	if (v.file.given && !v.proof.n)
		judge_file(p, &v);
	else
		judge(p, &v);
	if (v.answer != VERIFY_ACCEPTED)
		p->rs->status = 422;
	/* A file may hold any bytes; only text can stand in the form again. */
	if (!page_field(p, "proof").n ||
	    (http_file(p->rq, "b", 0) && http_file(p->rq, "b", 0)->bytes.n))
		v.proof = STR("");
	return show(p, &v, e);
}
