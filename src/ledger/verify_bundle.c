/* SPDX-License-Identifier: Apache-2.0 */
/* verify_bundle.c - a bundle, packed or unpacked. */
#include "ledger/verify_priv.h"

#include "base/bytes.h"
#include "base/clock.h"

/* ---- records ---- */

static void put_record_text(struct verifying *w, const struct bundle_verdict *v, size_t i)
{
	const struct proof_verdict *p = &v->records[i].proof;
	buf_printf(w->out, "\nRecord %zu of %zu: entry %lld (%.*s) of ", i + 1, v->n,
		   (long long)p->index, STR_FMT(entry_kind_name(p->kind)));
	verify_put_safe(w->out, p->log.checkpoint.origin);
	buf_printf(w->out, ", %lld entries\n", (long long)p->log.checkpoint.size);
	verify_put_fields(w->out, &p->claim, false);
	verify_put_withheld(w->out, &p->claim);
	buf_printf(w->out, "  author key %.*s, in force by entry %lld; witnesses: %zu",
		   STR_FMT(p->claim.kid), (long long)p->author_index, p->log.cosigned);
	if (p->log.unknown)
		buf_printf(w->out, "; not judged: %zu signatures of keys your policy does not name",
			   p->log.unknown);
	buf_char(w->out, '\n');
}

static void put_record_json(struct verifying *w, const struct bundle_verdict *v, size_t i)
{
	const struct proof_verdict *p = &v->records[i].proof;
	buf_add(w->out, i ? STR(",{\"log\":") : STR("{\"log\":"));
	verify_put_quoted(w->out, p->log.checkpoint.origin);
	buf_printf(w->out, ",\"size\":%lld,\"entry\":%lld,\"kind\":\"%.*s\",\"author\":\"%.*s\"",
		   (long long)p->log.checkpoint.size, (long long)p->index,
		   STR_FMT(entry_kind_name(p->kind)), STR_FMT(p->claim.kid));
	buf_printf(w->out, ",\"author_entry\":%lld,\"cosigned\":%zu,\"not_judged\":%zu",
		   (long long)p->author_index, p->log.cosigned, p->log.unknown);
	buf_lit(w->out, ",\"disclosed\":{");
	verify_put_fields(w->out, &p->claim, true);
	buf_printf(w->out, "},\"withheld_at_most\":%zu}", p->claim.withheld);
}

/* ---- files ---- */

static void put_evidence_text(struct verifying *w, const struct bundle_verdict *v)
{
	if (!v->n_evidence)
		return;
	buf_lit(w->out, "\nFiles that the records name by SHA-256\n");
	for (size_t i = 0; i < v->n_evidence; i++) {
		const struct bundle_evidence *x = &v->evidence[i];
		buf_printf(w->out, "  record %zu, %.*s: %.*s, %lld bytes, ", x->record + 1,
			   STR_FMT(x->field), STR_FMT(x->sha256), (long long)x->bytes);
		verify_put_quoted(w->out, x->media_type);
		if (x->path.n)
			buf_printf(w->out, ": %.*s, unchanged", STR_FMT(x->path));
		else
			buf_lit(w->out, ": not in the bundle");
		if (w->has_file && verify_file_is(w, x->sha256, x->bytes))
			buf_lit(w->out, "; the file you gave is this one");
		buf_char(w->out, '\n');
	}
}

static void put_evidence_json(struct verifying *w, const struct bundle_verdict *v)
{
	buf_lit(w->out, "],\"files\":[");
	for (size_t i = 0; i < v->n_evidence; i++) {
		const struct bundle_evidence *x = &v->evidence[i];
		buf_printf(w->out, "%s{\"record\":%zu,\"part\":\"%.*s\",\"sha256\":\"%.*s\"",
			   i ? "," : "", x->record + 1, STR_FMT(x->field), STR_FMT(x->sha256));
		buf_printf(w->out, ",\"bytes\":%lld,\"media_type\":", (long long)x->bytes);
		verify_put_quoted(w->out, x->media_type);
		buf_lit(w->out, ",\"path\":");
		if (x->path.n)
			verify_put_quoted(w->out, x->path);
		else
			buf_lit(w->out, "null");
		buf_printf(w->out, ",\"is_file_given\":%s}",
			   w->has_file && verify_file_is(w, x->sha256, x->bytes) ? "true"
										 : "false");
	}
}

/* ---- time ---- */

static const char *state_name(enum bundle_time_state s)
{
	switch (s) {
	case BUNDLE_TIME_HOLDS:
		return "holds";
	case BUNDLE_TIME_NOT_JUDGED:
		return "not-judged";
	case BUNDLE_TIME_NO_PROOF:
		return "no-proof";
	}
	return "";
}

static struct str time_of(const struct bundle_time *t, struct arena *a)
{
	char text[CLOCK_TEXT_LEN + 1];
	if (!t->ots)
		return t->tsp.time.p ? t->tsp.time : STR("");
	if (t->bitcoin.state != OTS_VERIFIED)
		return STR("");
	clock_text(t->bitcoin.time_ms, text);
	return str_copy(a, str_of(text));
}

static void put_time_text(struct verifying *w, const struct bundle_time *t)
{
	struct str when = time_of(t, w->a);
	buf_printf(w->out, "  %.*s: ", STR_FMT(t->path));
	if (t->state == BUNDLE_TIME_HOLDS) {
		if (t->renews)
			buf_printf(w->out, "renews the %zu before it: they existed not later than",
				   t->renews);
		else
			buf_lit(w->out, "the head existed not later than");
		buf_printf(w->out, " %.*s", STR_FMT(when));
		if (t->ots)
			buf_printf(w->out, ", by Bitcoin block %lld of the headers you gave\n",
				   (long long)t->bitcoin.height);
		else
			buf_printf(w->out, ", says %.*s (serial %.*s)\n", STR_FMT(t->tsp.tsa),
				   STR_FMT(t->tsp.serial));
		return;
	}
	buf_add(w->out,
		t->state == BUNDLE_TIME_NOT_JUDGED ? STR("not judged: ") : STR("proves nothing: "));
	verify_put_safe(w->out, t->why);
	buf_char(w->out, '\n');
}

static void put_time_json(struct verifying *w, const struct bundle_time *t)
{
	buf_lit(w->out, "{\"path\":");
	verify_put_quoted(w->out, t->path);
	buf_printf(w->out, ",\"state\":\"%s\",\"kind\":\"%s\",\"time\":", state_name(t->state),
		   t->ots ? "ots" : "rfc3161");
	if (t->state == BUNDLE_TIME_HOLDS)
		verify_put_quoted(w->out, time_of(t, w->a));
	else
		buf_lit(w->out, "null");
	buf_lit(w->out, ",\"by\":");
	if (t->ots)
		buf_printf(w->out, "%lld", (long long)t->bitcoin.height);
	else
		verify_put_quoted(w->out, t->tsp.tsa.p ? t->tsp.tsa : STR(""));
	if (t->renews)
		buf_printf(w->out, ",\"renews\":%zu", t->renews);
	buf_lit(w->out, ",\"why\":");
	verify_put_quoted(w->out, t->why.p ? t->why : STR(""));
	buf_char(w->out, '}');
}

/* ---- all ---- */

static size_t stamps_that_hold(const struct bundle_verdict *v)
{
	size_t n = 0;
	for (size_t i = 0; i < v->n_times; i++)
		n += v->times[i].state == BUNDLE_TIME_HOLDS;
	return n;
}

static size_t files_there(const struct bundle_verdict *v)
{
	size_t n = 0;
	for (size_t i = 0; i < v->n_evidence; i++)
		n += v->evidence[i].path.n > 0;
	return n;
}

static void put_shows(struct verifying *w, const struct bundle_verdict *v)
{
	struct verify_list l = verify_list_begin(w, "This shows", "shows");
	verify_item(&l,
		    "that each of the %zu records was sealed with its author key and has not "
		    "changed since",
		    v->n);
	verify_item(&l, "that each is in its log, and that the head of the log is signed by a log "
			"key of your policy, with as many witnesses as it asks for");
	verify_item(&l, "that each author key was put in force by an earlier entry, and is vouched "
			"for back to the first");
	if (files_there(v))
		verify_item(&l, "that %zu files in the bundle are those the records name",
			    files_there(v));
	if (w->has_file)
		verify_item(&l, "that the file you gave is one the records name by its SHA-256");
	if (stamps_that_hold(v))
		verify_item(&l, "that the stamped heads, and so the records in them, existed not "
				"later than the time stamps say");
	verify_list_end(&l);
}

static void put_text(struct verifying *w, const struct bundle_verdict *v)
{
	buf_lit(w->out, "accepted\n");
	put_shows(w, v);
	for (size_t i = 0; i < v->n; i++)
		put_record_text(w, v, i);
	put_evidence_text(w, v);
	if (v->n_times)
		buf_lit(w->out, "\nTime\n");
	for (size_t i = 0; i < v->n_times; i++)
		put_time_text(w, &v->times[i]);
	verify_put_limits(w, NULL, 0);
	buf_lit(w->out, "\nThe bundle says of itself, which proves nothing: made ");
	verify_put_quoted(w->out, v->date);
	if (v->audience.n) {
		buf_lit(w->out, " for ");
		verify_put_quoted(w->out, v->audience);
	}
	buf_char(w->out, '\n');
	if (!v->usual_verify_txt)
		buf_lit(w->out, "Its VERIFY.txt is not the text that this version writes: read it "
				"before you run it.\n");
}

static void put_json(struct verifying *w, const struct bundle_verdict *v)
{
	buf_lit(w->out, "{\"verdict\":\"accepted\",\"records\":[");
	for (size_t i = 0; i < v->n; i++)
		put_record_json(w, v, i);
	put_evidence_json(w, v);
	buf_lit(w->out, "],\"times\":[");
	for (size_t i = 0; i < v->n_times; i++) {
		buf_add(w->out, i ? STR(",") : STR(""));
		put_time_json(w, &v->times[i]);
	}
	buf_lit(w->out, "],\"made\":");
	verify_put_quoted(w->out, v->date);
	buf_lit(w->out, ",\"audience\":");
	verify_put_quoted(w->out, v->audience);
	buf_printf(w->out, ",\"usual_verify_txt\":%s", v->usual_verify_txt ? "true" : "false");
	put_shows(w, v);
	verify_put_limits(w, NULL, 0);
	buf_lit(w->out, "}\n");
}

int verify_bundle(struct verifying *w, const struct bag_files *files)
{
	struct bundle_trust trust = { .policy = &w->policy,
				      .tsa_roots = w->tsa_roots,
				      .headers = w->q.ots_headers ? &w->headers : NULL };
	struct bundle_verdict v;
	struct err e;
	bool named = !w->has_file;
	if (!w->has_policy)
		return verify_no_policy(w, bundle_origin(files, w->a));
	if (bundle_verify(files, &trust, w->a, &v, &e) < 0)
		return verify_refuse(w, e.text);
	for (size_t i = 0; i < v.n_evidence && !named; i++)
		named = verify_file_is(w, v.evidence[i].sha256, v.evidence[i].bytes);
	if (!named)
		return verify_refuse(w, "no record shown names the file you gave");
	if (w->q.json)
		put_json(w, &v);
	else
		put_text(w, &v);
	return ACCEPTED;
}
