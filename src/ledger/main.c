/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main.c - vigil-verify: judge the proof of one record by the policy of whoever asks.
 *
 * It opens two files, asks nobody and trusts nothing that came with the proof. It says what the
 * proof shows and what it does not, since a reader will otherwise believe that it shows all.
 * Exit status: 0 accepted, 1 refused, 2 the question could not be put.
 */
#include "ledger/proof_text.h"

#include "base/crypto.h"
#include "base/file.h"

enum { ACCEPTED = 0, REFUSED = 1, USAGE = 2 };

static const char USAGE_TEXT[] =
	"usage: vigil-verify [--policy FILE] [--json] [PROOF|-]\n"
	"\n"
	"Judges a proof as `vigil proof` prints it, from a file or standard input.\n"
	"  --policy FILE  whom you trust: log keys, witnesses, quorum (C2SP tlog-policy).\n"
	"                 Without it nothing is accepted.\n"
	"  --json         the verdict as JSON\n"
	"  --version, --help\n"
	"Exit status: 0 accepted, 1 refused, 2 usage or an unusable policy.\n";

static const char *const DOES_NOT_SHOW[] = {
	"that what the record says is true",
	"that its source is reliable, or who stands behind a key",
	"when it was recorded in real time: a time in the record is what a device said",
	"that no other record is missing, or says otherwise",
	"that the author's key had not been revoked before: that takes the whole log",
};

struct question {
	const char *policy;
	const char *proof;
	bool json;
};

/* ---- output ---- */

/* Characters that could steer a terminal or turn the order of a line around are escaped; what is
 * printed is still JSON of the same meaning. */
static size_t steering(struct str s, unsigned *ret)
{
	const uint8_t *p = (const uint8_t *)s.p;
	if (p[0] == 0x7F) {
		*ret = 0x7F;
		return 1;
	}
	if (s.n >= 2 && p[0] == 0xC2 && p[1] < 0xA0) {
		*ret = p[1];
		return 2;
	}
	if (s.n >= 3 && p[0] == 0xE2) {
		unsigned c = 0x2000u | (unsigned)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
		if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
			*ret = c;
			return 3;
		}
	}
	return 0;
}

static void put_safe(struct buf *b, struct str s)
{
	while (s.n) {
		unsigned c;
		size_t n = steering(s, &c);
		if (n) {
			buf_printf(b, "\\u%04x", c);
		} else {
			n = 1;
			buf_char(b, *s.p);
		}
		s = str_from(s, n);
	}
}

static void put_path(struct buf *b, const struct claim_view *v, const struct claim_field *f)
{
	if (f->parent >= 0) {
		put_path(b, v, &v->fields[f->parent]);
		buf_char(b, '/');
	}
	buf_add(b, f->name);
}

static void put_shows(struct buf *b, const struct proof_verdict *v, const char *open,
		      const char *close)
{
	const struct checkpoint *c = &v->log.checkpoint;
	buf_printf(
		b,
		"%sthat this record was sealed with the author key %.*s and has not changed since%s",
		open, STR_FMT(v->claim.kid), close);
	buf_printf(b, "%sthat it is entry %lld (%.*s) of a log of %lld entries%s", open,
		   (long long)v->index, STR_FMT(entry_kind_name(v->kind)), (long long)c->size,
		   close);
	buf_printf(
		b,
		"%sthat this state of the log is signed by a log key of your policy and %zu of its "
		"witnesses%s",
		open, v->log.cosigned, close);
	buf_printf(
		b,
		"%sthat the author key was put in force by entry %lld, before the record, and is "
		"vouched for back to the first entry%s",
		open, (long long)v->author_index, close);
}

static void put_accepted(struct buf *b, const struct proof_verdict *v)
{
	buf_lit(b, "accepted\n\nThis shows\n");
	put_shows(b, v, "  ", "\n");
	buf_lit(b, "\nWhat the record says, as far as it is disclosed\n");
	for (size_t i = 0; i < v->claim.n; i++) {
		const struct claim_field *f = &v->claim.fields[i];
		if (f->parts)
			continue;
		buf_lit(b, "  ");
		put_path(b, &v->claim, f);
		buf_lit(b, ": ");
		put_safe(b, f->value->raw);
		buf_char(b, '\n');
	}
	buf_printf(
		b,
		"  withheld: at most %zu more (decoys are among them, so the number says little)\n",
		v->claim.withheld);
	buf_lit(b, "\nThis does not show\n");
	for (size_t i = 0; i < COUNT(DOES_NOT_SHOW); i++)
		buf_printf(b, "  %s\n", DOES_NOT_SHOW[i]);
	buf_lit(b, "\nlog         ");
	put_safe(b, v->log.checkpoint.origin);
	buf_printf(b, "\nlog size    %lld\nentry       %lld\nauthor key  %.*s\nfirst key   %.*s\n",
		   (long long)v->log.checkpoint.size, (long long)v->index, STR_FMT(v->claim.kid),
		   STR_FMT(v->root_kid));
	if (v->log.unknown)
		buf_printf(b, "not judged  %zu signatures of keys your policy does not name\n",
			   v->log.unknown);
}

static void put_accepted_json(struct buf *b, const struct proof_verdict *v)
{
	buf_lit(b, "{\"verdict\":\"accepted\",\"log\":");
	json_put_str(b, v->log.checkpoint.origin);
	buf_printf(b, ",\"size\":%lld,\"entry\":%lld,\"kind\":\"%.*s\",\"author\":\"%.*s\"",
		   (long long)v->log.checkpoint.size, (long long)v->index,
		   STR_FMT(entry_kind_name(v->kind)), STR_FMT(v->claim.kid));
	buf_printf(
		b,
		",\"author_entry\":%lld,\"first_key\":\"%.*s\",\"cosigned\":%zu,\"not_judged\":%zu",
		(long long)v->author_index, STR_FMT(v->root_kid), v->log.cosigned, v->log.unknown);
	buf_lit(b, ",\"disclosed\":{");
	bool any = false;
	for (size_t i = 0; i < v->claim.n; i++) {
		const struct claim_field *f = &v->claim.fields[i];
		if (f->parts)
			continue;
		buf_add(b, any ? STR(",\"") : STR("\""));
		put_path(b, &v->claim, f);
		buf_lit(b, "\":");
		put_safe(b, f->value->raw);
		any = true;
	}
	buf_printf(b, "},\"withheld_at_most\":%zu,\"shows\":[", v->claim.withheld);
	put_shows(b, v, "\"", "\",");
	if (b->n && b->p[b->n - 1] == ',')
		b->n--;
	buf_lit(b, "],\"does_not_show\":[");
	for (size_t i = 0; i < COUNT(DOES_NOT_SHOW); i++)
		buf_printf(b, "%s\"%s\"", i ? "," : "", DOES_NOT_SHOW[i]);
	buf_lit(b, "]}\n");
}

/* Text from a hostile file may stand in a message, cut anywhere. */
static struct str printable(struct arena *a, const char *text)
{
	struct str s = str_of(text);
	char *p = NEW_N(a, s.n, char);
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 0x20 && s.p[i] < 0x7F ? s.p[i] : '?';
	return str_n(p, s.n);
}

static int refuse(const struct question *q, struct arena *a, struct buf *b, const char *why)
{
	struct str reason = printable(a, why);
	if (q->json) {
		buf_lit(b, "{\"verdict\":\"refused\",\"reason\":");
		json_put_str(b, reason);
		buf_lit(b, "}\n");
	} else {
		buf_printf(b, "refused: %.*s\n", STR_FMT(reason));
	}
	return REFUSED;
}

/* ---- the question ---- */

static bool read_arguments(int argc, char **argv, struct question *q)
{
	for (int i = 1; i < argc; i++) {
		struct str s = str_of(argv[i]);
		if (str_eq(s, STR("--json")))
			q->json = true;
		else if (str_eq(s, STR("--policy")) && i + 1 < argc && !q->policy)
			q->policy = argv[++i];
		else if ((str_starts(s, STR("-")) && s.n > 1) || q->proof)
			return false;
		else
			q->proof = argv[i];
	}
	if (!q->proof)
		q->proof = "-";
	return true;
}

static int no_policy(const struct question *q, const struct proof_text *p, struct arena *a,
		     struct buf *b)
{
	struct note n;
	struct checkpoint c;
	struct str origin = STR("unknown");
	if (note_parse(p->record.proof.note, a, &n, NULL) == 0 &&
	    checkpoint_parse(n.text, &c, NULL) == 0)
		origin = c.origin;
	if (origin.n > 200)
		origin.n = 200;
	return refuse(
		q, a, b,
		str_printf(a,
			   "no policy was given, so nothing is trusted. Missing: the key of the "
			   "log %.*s from someone you trust, in a file for --policy",
			   STR_FMT(origin))
			.p);
}

static int judge(const struct question *q, struct arena *a, struct buf *b)
{
	struct err e;
	struct str s;
	struct policy policy;
	struct proof_text p;
	struct proof_verdict v;
	if (q->policy && (file_read(q->policy, POLICY_MAX, a, &s, &e) < 0 ||
			  policy_read(s, a, &policy, &e) < 0)) {
		fprintf(stderr, "vigil-verify: %s: %s\n", q->policy, e.text);
		return USAGE;
	}
	int rc = file_read(q->proof, PROOF_TEXT_MAX, a, &s, &e);
	if (rc < 0 && rc != ERR_TOOBIG) {
		fprintf(stderr, "vigil-verify: %s\n", e.text);
		return USAGE;
	}
	if (rc < 0 || proof_text_read(s, a, &p, &e) < 0)
		return refuse(q, a, b, e.text);
	if (!q->policy)
		return no_policy(q, &p, a, b);
	if (proof_text_verify(&p, &policy, a, &v, &e) < 0)
		return refuse(q, a, b, e.text);
	if (q->json)
		put_accepted_json(b, &v);
	else
		put_accepted(b, &v);
	return ACCEPTED;
}

int main(int argc, char **argv)
{
	struct question q = { 0 };
	struct err e;
	if (argc == 2 && str_eq(str_of(argv[1]), STR("--help"))) {
		fputs(USAGE_TEXT, stdout);
		return fflush(stdout) ? USAGE : 0;
	}
	if (argc == 2 && str_eq(str_of(argv[1]), STR("--version"))) {
		puts("vigil-verify " VIGIL_VERSION);
		return fflush(stdout) ? USAGE : 0;
	}
	if (!read_arguments(argc, argv, &q)) {
		fputs(USAGE_TEXT, stderr);
		return USAGE;
	}
	if (crypto_init(&e) < 0) {
		fprintf(stderr, "vigil-verify: %s\n", e.text);
		return USAGE;
	}
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	buf_init(&b, 64 << 20);
	int status = judge(&q, a, &b);
	/* A verdict that could not be written is none. */
	struct str out = buf_str(&b);
	if (buf_check(&b, &e) < 0 || fwrite(out.p, 1, out.n, stdout) != out.n || fflush(stdout))
		return USAGE;
	return status;
}
