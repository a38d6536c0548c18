/* SPDX-License-Identifier: Apache-2.0 */
/* verify_proof.c - a proof text, as `vigil proof` prints it. */
#include "ledger/verify_priv.h"

#include "ledger/value.h"

static void put_shows(struct verifying *w, const struct proof_verdict *v)
{
	struct verify_list l = verify_list_begin(w, "This shows", "shows");
	verify_item(
		&l,
		"that this record was sealed with the author key %.*s and has not changed since",
		STR_FMT(v->claim.kid));
	verify_item(&l, "that it is entry %lld (%.*s) of a log of %lld entries",
		    (long long)v->index, STR_FMT(entry_kind_name(v->kind)),
		    (long long)v->log.checkpoint.size);
	verify_item(
		&l,
		"that this state of the log is signed by a log key of your policy and %zu of its "
		"witnesses",
		v->log.cosigned);
	verify_item(&l,
		    "that the author key was put in force by entry %lld, before the record, and is "
		    "vouched for back to the first entry",
		    (long long)v->author_index);
	if (w->has_file)
		verify_item(&l, "that the file you gave is one this record names by its SHA-256");
	verify_list_end(&l);
}

static void put_text(struct verifying *w, const struct proof_verdict *v)
{
	struct buf *b = w->out;
	buf_lit(b, "accepted\n");
	put_shows(w, v);
	buf_lit(b, "\nWhat the record says, as far as it is disclosed\n");
	verify_put_fields(b, &v->claim, false);
	verify_put_withheld(b, &v->claim);
	verify_put_limits(w, NULL, 0);
	buf_lit(b, "\nlog         ");
	verify_put_safe(b, v->log.checkpoint.origin);
	buf_printf(b, "\nlog size    %lld\nentry       %lld\nauthor key  %.*s\nfirst key   %.*s\n",
		   (long long)v->log.checkpoint.size, (long long)v->index, STR_FMT(v->claim.kid),
		   STR_FMT(v->root_kid));
	if (v->log.unknown)
		buf_printf(b, "not judged  %zu signatures of keys your policy does not name\n",
			   v->log.unknown);
}

static void put_json(struct verifying *w, const struct proof_verdict *v)
{
	struct buf *b = w->out;
	buf_lit(b, "{\"verdict\":\"accepted\",\"log\":");
	verify_put_quoted(b, v->log.checkpoint.origin);
	buf_printf(b, ",\"size\":%lld,\"entry\":%lld,\"kind\":\"%.*s\",\"author\":\"%.*s\"",
		   (long long)v->log.checkpoint.size, (long long)v->index,
		   STR_FMT(entry_kind_name(v->kind)), STR_FMT(v->claim.kid));
	buf_printf(
		b,
		",\"author_entry\":%lld,\"first_key\":\"%.*s\",\"cosigned\":%zu,\"not_judged\":%zu",
		(long long)v->author_index, STR_FMT(v->root_kid), v->log.cosigned, v->log.unknown);
	buf_lit(b, ",\"disclosed\":{");
	verify_put_fields(b, &v->claim, true);
	buf_printf(b, "},\"withheld_at_most\":%zu", v->claim.withheld);
	put_shows(w, v);
	verify_put_limits(w, NULL, 0);
	buf_lit(b, "}\n");
}

/* Evidence may stand as a field's value, as a qualifier, or in a part of its own. */
static bool names_file(const struct verifying *w, const struct json *json)
{
	struct value v;
	if (json->type == JSON_OBJECT && value_read(json, &v, NULL) == 0 &&
	    v.type == VALUE_EVIDENCE && verify_file_is(w, v.u.evidence.sha256, v.u.evidence.bytes))
		return true;
	for (const struct json *i = json_first(json); i; i = i->next)
		if (names_file(w, i))
			return true;
	return false;
}

int verify_proof(struct verifying *w, struct str text)
{
	struct proof_text p;
	struct proof_verdict v;
	struct err e;
	bool named = !w->has_file;
	if (proof_text_read(text, w->a, &p, &e) < 0)
		return verify_refuse(w, e.text);
	if (!w->has_policy)
		return verify_no_policy(w, verify_origin(w, p.record.proof.note));
	if (proof_text_verify(&p, &w->policy, w->a, &v, &e) < 0)
		return verify_refuse(w, e.text);
	for (size_t i = 0; i < v.claim.n && !named; i++)
		named = !v.claim.fields[i].parts && names_file(w, v.claim.fields[i].value);
	if (!named)
		return verify_refuse(w, "the record shown does not name the file you gave");
	if (w->q.json)
		put_json(w, &v);
	else
		put_text(w, &v);
	return ACCEPTED;
}
