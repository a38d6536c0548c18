/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/warc.h"

#include "worker/warc_head.h"
#include "worker/warc_http.h"

/* One record while it is read. */
struct reading {
	struct members *m;
	struct warc_record r;
	struct digest *block;
	struct http_body http;
	bool is_http;
};

/* ---- digests ---- */

static void understand(struct warc_digest *d)
{
	if (!d->claimed.p)
		d->verdict = WARC_NOT_GIVEN;
	else if (!str_has(d->claimed, STR(":")) || !digest_read(d->claimed, DIGEST_NONE, &d->given))
		d->verdict = WARC_UNKNOWN;
	else
		d->verdict = WARC_NOT_JUDGED;
}

static enum digest_kind wanted(const struct warc_digest *d)
{
	return d->verdict == WARC_NOT_JUDGED ? d->given.kind : DIGEST_NONE;
}

static void judge(struct warc_digest *d, struct digest **made)
{
	if (!*made)
		return;
	d->found.kind = d->given.kind;
	digest_end(*made, d->found.b);
	*made = NULL;
	d->verdict = digest_eq(&d->given, &d->found) ? WARC_MATCHES : WARC_DIFFERS;
}

/* Is the payload of this record in it, so that it can be judged? */
static bool has_its_payload(const struct warc_record *r)
{
	return !warc_name_is(r->type, "revisit") && !warc_name_is(r->type, "continuation") &&
	       !r->truncated.p;
}

static bool holds_http(const struct warc_record *r)
{
	bool type = warc_name_is(r->type, "response") || warc_name_is(r->type, "request") ||
		    warc_name_is(r->type, "revisit");
	return type && (str_starts(r->uri, STR("http:")) || str_starts(r->uri, STR("https:")) ||
			str_starts(r->mime, STR("application/http")));
}

static void judge_payload(struct reading *x)
{
	struct warc_digest *d = &x->r.payload;
	struct http_body *h = &x->http;
	if (wanted(d) == DIGEST_NONE || !has_its_payload(&x->r) || !h->in_body)
		return;
	if (!http_body_decoded(h)) {
		judge(d, &h->as_sent);
		x->r.reading = h->chunked ? WARC_AS_SENT : WARC_BODY;
		return;
	}
	struct warc_digest sent = *d;
	judge(&sent, &h->as_sent);
	judge(d, &h->decoded);
	x->r.reading = WARC_DECODED;
	if (d->verdict == WARC_DIFFERS && sent.verdict == WARC_MATCHES) {
		*d = sent;
		x->r.reading = WARC_AS_SENT;
	}
}

/* ---- one record ---- */

static int read_content(struct reading *x, int64_t length, struct err *e)
{
	struct str s = STR_NULL;
	while (x->r.content < length) {
		int64_t left = length - x->r.content;
		TRY(members_take(x->m, left > MEMBERS_CHUNK ? MEMBERS_CHUNK : (size_t)left, &s, e));
		if (s.n == 0) {
			x->r.problem = "the file ends within the record";
			return 0;
		}
		x->r.content += (int64_t)s.n;
		if (x->block)
			digest_update(x->block, s.p, s.n);
		if (x->is_http)
			http_body_add(&x->http, s);
		else if (x->http.as_sent)
			digest_update(x->http.as_sent, s.p, s.n);
	}
	return 0;
}

/* Two line breaks end a record; some writers leave them out at the end of a file. */
static int read_end(struct reading *x, struct err *e)
{
	static const char END[] = "\r\n\r\n";
	for (size_t i = 0; i < 4; i++) {
		int c = 0;
		TRY(members_byte(x->m, &c, e));
		if (c == END[i])
			continue;
		if (c < 0)
			x->r.note = "the line breaks that end a record are missing";
		else
			x->r.problem = "the record does not end where it says";
		return 0;
	}
	return 0;
}

static int read_record(struct reading *x, int64_t length, struct err *e)
{
	struct warc_record *r = &x->r;
	understand(&r->block);
	understand(&r->payload);
	if (wanted(&r->block) != DIGEST_NONE)
		x->block = digest_new(wanted(&r->block));
	x->is_http = holds_http(r);
	http_body_init(&x->http, wanted(&r->payload));
	x->http.in_body = !x->is_http; /* a payload that is the whole block */
	TRY(read_content(x, length, e));
	r->http_status = x->http.status;
	if (r->problem)
		return 0; /* cut: nothing whole to be judged */
	judge(&r->block, &x->block);
	judge_payload(x);
	return read_end(x, e);
}

static void reading_done(struct reading *x)
{
	digest_freep(&x->block);
	http_body_done(&x->http);
}

/* ---- the file ---- */

static int skip_member(struct members *m, struct err *e)
{
	struct str s = STR_NULL;
	do
		TRY(members_take(m, MEMBERS_CHUNK, &s, e));
	while (s.n);
	return 0;
}

static void fault(struct warc_end *end, const char *what, int64_t at)
{
	if (!end->fault) {
		end->fault = what;
		end->fault_at = at;
	}
}

/* The next record of the member. *ret_more: another may follow in it. */
static int next_record(struct members *m, struct arena *scratch, bool first, warc_each *each,
		       void *ctx, struct warc_end *end, bool *ret_more, struct err *e)
{
	AUTO(reading_done) struct reading x = { .m = m };
	enum head_found found = HEAD_NONE;
	int64_t length = 0;
	bool at_end = true;
	*ret_more = false;
	arena_clear(scratch);
	TRY(warc_head_read(m, scratch, &x.r, &found, &length, e));
	if (found == HEAD_NONE)
		return 0;
	if (found == HEAD_GARBAGE) {
		if (end->records == 0)
			return err_set(e, ERR_INPUT, "this is not a WARC file");
		fault(end, "what follows is no WARC record", x.r.offset);
		return 0;
	}
	if (!x.r.problem)
		TRY(read_record(&x, length, e));
	if (!x.r.problem)
		TRY(members_at_end(m, &at_end, e));
	x.r.shares_member = m->zipped && (!first || !at_end);
	x.r.length = members_offset(m) - x.r.offset;
	end->records++;
	if (x.r.problem)
		fault(end, x.r.problem, x.r.offset);
	*ret_more = !x.r.problem;
	return each(ctx, &x.r, e);
}

static int read_members(struct members *m, struct arena *scratch, warc_each *each, void *ctx,
			struct warc_end *end, struct err *e)
{
	bool more = true;
	while (more) {
		bool in_member = true;
		for (bool first = true; in_member; first = false)
			TRY(next_record(m, scratch, first, each, ctx, end, &in_member, e));
		if (m->zipped)
			TRY(skip_member(m, e));
		TRY(members_next(m, &more, e));
	}
	return 0;
}

int warc_read(struct source src, struct arena *scratch, warc_each *each, void *ctx,
	      struct warc_end *ret, struct err *e)
{
	struct err why = { 0 };
	struct warc_end end = { 0 };
	struct members *m = malloc(sizeof *m);
	if (!m)
		die("no memory for a WARC file");
	int rc = members_open(m, src, e);
	end.zipped = m->zipped;
	if (rc == 0)
		rc = read_members(m, scratch, each, ctx, &end, &why);
	/* Broken compression is how a damaged file shows: what was read until then is told. */
	if (rc == ERR_INPUT && end.records > 0) {
		fault(&end, "a gzip member is broken or cut off", m->begin);
		rc = 0;
	}
	end.bytes = members_offset(m);
	members_close(m);
	free(m);
	if (rc == 0)
		*ret = end;
	else if (e && why.code)
		*e = why;
	return rc;
}
