/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/warc_tell.h"

#include "base/bytes.h"

static const char *const VERDICTS[] = { "not given", "matches", "differs", "not understood",
					"not judged" };
static const char *const READINGS[] = { "body", "without transfer encoding", "as sent" };

/* Base32 for SHA-1, where everybody writes it so; hexadecimal for the rest. */
struct str warc_digest_text(struct arena *a, const struct digest_value *v)
{
	static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	char text[33] = "";
	if (v->kind != DIGEST_SHA1)
		return str_printf(a, "%s:%.*s", digest_name(v->kind),
				  STR_FMT(hex_str(a, v->b, digest_len(v->kind))));
	for (size_t i = 0; i < 32; i++) {
		size_t bit = i * 5;
		unsigned two =
			(unsigned)v->b[bit / 8] << 8 | (bit / 8 + 1 < 20 ? v->b[bit / 8 + 1] : 0U);
		text[i] = ALPHABET[two >> (11 - bit % 8) & 31];
	}
	return str_printf(a, "sha1:%s", text);
}

static struct str place(struct warc_tell *t, const struct warc_record *r)
{
	return str_printf(t->a, "%.*s%srecord at byte %lld (%.*s %.*s)", STR_FMT(t->file),
			  t->file.n ? ": " : "", (long long)r->offset, STR_FMT(r->type),
			  STR_FMT(r->uri));
}

static void tell_digest(struct warc_tell *t, const struct warc_record *r,
			const struct warc_digest *d, const char *differs)
{
	if (d->verdict == WARC_DIFFERS)
		findings_add(t->findings, differs, place(t, r), d->claimed,
			     warc_digest_text(t->a, &d->found));
	if (d->verdict == WARC_UNKNOWN)
		findings_add(t->findings, "warc-digest-not-understood", place(t, r), d->claimed,
			     STR(""));
}

static void put_digest(struct json_out *o, const char *key, const struct warc_digest *d)
{
	json_out_text(o, key, str_of(VERDICTS[d->verdict]));
}

static void put_record(struct warc_tell *t, const struct warc_record *r)
{
	struct json_out *o = t->records;
	json_out_begin(o, NULL, '{');
	json_out_int(o, "offset", r->offset);
	json_out_int(o, "length", r->length);
	json_out_int(o, "content", r->content);
	json_out_text(o, "type", r->type);
	json_out_text(o, "url", r->uri);
	json_out_text(o, "date", r->date);
	json_out_int(o, "status", r->http_status);
	put_digest(o, "block", &r->block);
	put_digest(o, "payload", &r->payload);
	if (r->payload.verdict == WARC_MATCHES)
		json_out_text(o, "reading", str_of(READINGS[r->reading]));
	if (r->problem || r->note)
		json_out_text(o, "problem", str_of(r->problem ? r->problem : r->note));
	json_out_end(o, '}');
}

static bool is_page(const struct warc_record *r)
{
	return r->uri.n && (str_eq(r->type, STR("response")) || str_eq(r->type, STR("resource")) ||
			    str_eq(r->type, STR("revisit")));
}

void warc_tell_record(struct warc_tell *t, const struct warc_record *r)
{
	t->n++;
	t->block[r->block.verdict]++;
	t->payload[r->payload.verdict]++;
	if (r->payload.verdict == WARC_MATCHES)
		t->reading[r->reading]++;
	tell_digest(t, r, &r->block, "warc-block-digest");
	tell_digest(t, r, &r->payload, "warc-payload-digest");
	if (r->problem)
		findings_add(t->findings, "warc-record", place(t, r), STR(""), str_of(r->problem));
	if (r->note)
		findings_add(t->findings, "warc-form", place(t, r), STR(""), str_of(r->note));
	if (r->shares_member && !t->told_member)
		findings_add(t->findings, "warc-member", place(t, r), STR(""),
			     STR("several records in one gzip member"));
	t->told_member = t->told_member || r->shares_member;
	if (t->records && t->n <= TELL_RECORDS_MAX)
		put_record(t, r);
	if (!t->pages || !is_page(r) || t->n_pages++ >= TELL_PAGES_MAX)
		return;
	json_out_begin(t->pages, NULL, '{');
	json_out_text(t->pages, "url", str_n(r->uri.p, r->uri.n < 1500 ? r->uri.n : 1500));
	json_out_text(t->pages, "date", r->date);
	json_out_end(t->pages, '}');
}

void warc_tell_end(struct warc_tell *t, const struct warc_end *end)
{
	if (end->fault)
		findings_add(t->findings, "warc-broken",
			     str_printf(t->a, "%.*s%sbyte %lld", STR_FMT(t->file),
					t->file.n ? ": " : "", (long long)end->fault_at),
			     STR(""), str_of(end->fault));
}

static void put_verdicts(struct json_out *o, const char *key, const int64_t n[5])
{
	static const char *const KEYS[] = { "not_given", "matches", "differs", "not_understood",
					    "not_judged" };
	json_out_begin(o, key, '{');
	for (size_t i = 0; i < 5; i++)
		json_out_int(o, KEYS[i], n[i]);
	json_out_end(o, '}');
}

void warc_tell_counts(const struct warc_tell *t, struct json_out *o)
{
	json_out_int(o, "records", t->n);
	put_verdicts(o, "block", t->block);
	put_verdicts(o, "payload", t->payload);
	json_out_int(o, "payloads_without_transfer_encoding", t->reading[WARC_DECODED]);
	json_out_int(o, "payloads_as_sent", t->reading[WARC_AS_SENT]);
}
