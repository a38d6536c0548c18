/* SPDX-License-Identifier: GPL-3.0-or-later */
/* WARC files: hashes made again, both readings of a payload, and whatever can be wrong with them. */
#include "check.h"

#include <dirent.h>

#include "base/file.h"
#include "worker/warc.h"
#include "worker/warc_tell.h"

struct seen {
	int64_t n, block[5], payload[5], reading[3], shared;
	struct warc_record last;
	const char *problem;
};

static int see(void *ctx, const struct warc_record *r, struct err *e)
{
	struct seen *s = ctx;
	(void)e;
	s->n++;
	s->block[r->block.verdict]++;
	s->payload[r->payload.verdict]++;
	if (r->payload.verdict == WARC_MATCHES)
		s->reading[r->reading]++;
	s->shared += r->shares_member;
	s->problem = s->problem ? s->problem : r->problem ? r->problem : r->note;
	s->last = *r;
	return 0;
}

static int read_all(struct str s, struct seen *ret, struct warc_end *end)
{
	AUTO_ARENA *a = arena_new(64 << 20);
	memset(ret, 0, sizeof *ret);
	memset(end, 0, sizeof *end);
	return warc_read((struct source){ source_read_str, &s }, a, see, ret, end, NULL);
}

/* sha1 of "hello world" and of the same as one chunk of 11 bytes, made with sha1sum and base32. */
#define HELLO	"sha1:FKXGYNOJJ7H3IFO35FPUBC445EPOQRXN"
#define CHUNKED "b\r\nhello world\r\n0\r\n\r\n"

static struct str record(struct arena *a, const char *fields, const char *block)
{
	return str_printf(a, "WARC/1.1\r\n%sContent-Length: %zu\r\n\r\n%s\r\n\r\n", fields,
			  strlen(block), block);
}

TEST(verdicts)
{
	static const struct {
		const char *fields;
		const char *block;
		enum warc_verdict verdict;
		enum warc_reading reading;
	} T[] = {
#define RESPONSE   "WARC-Type: response\r\nWARC-Target-URI: https://example.org/\r\n"
#define PAYLOAD(x) "WARC-Payload-Digest: " x "\r\n"
		{ RESPONSE PAYLOAD(HELLO), "HTTP/1.1 200 OK\r\nA: b\r\n\r\nhello world",
		  WARC_MATCHES, WARC_BODY },
		{ RESPONSE PAYLOAD(HELLO), "HTTP/1.1 200 OK\nA: b\n\nhello world", WARC_MATCHES,
		  WARC_BODY },
		{ RESPONSE PAYLOAD(HELLO), "HTTP/1.1 200 OK\r\n\r\nhello worlds", WARC_DIFFERS,
		  WARC_BODY },
		{ RESPONSE PAYLOAD(HELLO),
		  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" CHUNKED, WARC_MATCHES,
		  WARC_DECODED },
		{ RESPONSE PAYLOAD(HELLO),
		  "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, CHUNKED\r\n\r\n5;x=y\r\nhello\r\n6 \r\n world\r\n00\r\n\r\n",
		  WARC_MATCHES, WARC_DECODED },
		/* As it was sent, chunks and all: sha1 of CHUNKED. */
		{ RESPONSE PAYLOAD("sha1:4VLAIXCCZBKMB53SQULTIGXO5OPH6NA2"),
		  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" CHUNKED, WARC_MATCHES,
		  WARC_AS_SENT },
		/* It says chunked and is not: stored without, by some programs. */
		{ RESPONSE PAYLOAD(HELLO),
		  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello world", WARC_MATCHES,
		  WARC_AS_SENT },
		{ RESPONSE PAYLOAD(HELLO),
		  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello", WARC_DIFFERS,
		  0 },
		{ RESPONSE PAYLOAD("sha1:xyz"), "HTTP/1.1 200 OK\r\n\r\nhello world", WARC_UNKNOWN,
		  0 },
		{ RESPONSE PAYLOAD("blake9:00"), "HTTP/1.1 200 OK\r\n\r\nhello world", WARC_UNKNOWN,
		  0 },
		{ RESPONSE, "HTTP/1.1 200 OK\r\n\r\nhello world", WARC_NOT_GIVEN, 0 },
		{ RESPONSE PAYLOAD(HELLO), "no head of HTTP", WARC_NOT_JUDGED, 0 },
		{ RESPONSE "WARC-Truncated: length\r\n" PAYLOAD(HELLO),
		  "HTTP/1.1 200 OK\r\n\r\nhello", WARC_NOT_JUDGED, 0 },
		{ "WARC-Type: revisit\r\nWARC-Target-URI: <https://example.org/>\r\n" PAYLOAD(
			  HELLO),
		  "HTTP/1.1 200 OK\r\n\r\n", WARC_NOT_JUDGED, 0 },
		{ "WARC-Type: resource\r\nWARC-Target-URI: urn:x\r\n" PAYLOAD(HELLO), "hello world",
		  WARC_MATCHES, WARC_BODY },
		{ "warc-type: resource\r\n" PAYLOAD(
			  "sha256:b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"),
		  "hello world", WARC_MATCHES, WARC_BODY },
		{ "WARC-Type: metadata\r\nWARC-Payload-Digest:\r\n " HELLO "\r\n", "hello world",
		  WARC_MATCHES, WARC_BODY },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct seen s;
		struct warc_end end;
		CHECK_INT(read_all(record(a, T[i].fields, T[i].block), &s, &end), 0);
		CHECK_INT(s.n, 1);
		CHECK(!s.problem && !end.fault);
		if (!s.payload[T[i].verdict] ||
		    (T[i].verdict == WARC_MATCHES && !s.reading[T[i].reading]))
			FAIL("case %zu: verdict %d, reading %d", i, (int)s.last.payload.verdict,
			     (int)s.last.reading);
	}
}

TEST(block_digests)
{
	AUTO_ARENA *a = arena_new(0);
	struct seen s;
	struct warc_end end;
	CHECK_INT(read_all(record(a, "WARC-Type: metadata\r\nWARC-Block-Digest: " HELLO "\r\n",
				  "hello world"),
			   &s, &end),
		  0);
	CHECK_INT(s.block[WARC_MATCHES], 1);
	CHECK_INT(read_all(record(a, "WARC-Type: metadata\r\nWARC-Block-Digest: " HELLO "\r\n",
				  "hello World"),
			   &s, &end),
		  0);
	CHECK_INT(s.block[WARC_DIFFERS], 1);
	CHECK(!str_eq(warc_digest_text(a, &s.last.block.found), STR(HELLO)));
	CHECK_STR(warc_digest_text(a, &s.last.block.given), HELLO);
}

/* What a file says of its lengths is not so; what follows cannot be found, what came before is told. */
TEST(faults_of_form)
{
	static const struct {
		const char *text;
		int64_t records; /* -1: no WARC at all */
		const char *problem;
	} T[] = {
		{ "", 0, NULL },
		{ "hello", -1, NULL },
		{ "WARC/1.0\r\n\r\n", 1, "length" },
		{ "WARC/1.0\r\nWARC-Type: x\r\nContent-Length: -1\r\n\r\n", 1, "length" },
		{ "WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 99999999999999999999\r\n\r\n", 1,
		  "length" },
		{ "WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello\r\n\r\n",
		  1, "length" },
		{ "WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 1125899906842624\r\n\r\nhello", 1,
		  "ends within the record" },
		{ "WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 4\r\n\r\nhello\r\n\r\n", 1,
		  "does not end" },
		{ "WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 5\r\n\r\nhello", 1, "line breaks" },
		{ "WARC/1.0\r\nWARC-Type: x\r\nnonsense\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n",
		  1, "without a name" },
		{ "WARC/1.0\r\nWARC-Type: x\r\nContent-Len", 1, "" },
		{ "WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n", 1, "type" },
		{ "WARC/1.0\r\nWARC-Type: x\r\nWARC-Type: y\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
		  1, "twice" },
		{ "WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 0\r\n\r\n\r\n\r\ngarbage here", 1,
		  NULL },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		struct seen s;
		struct warc_end end;
		int rc = read_all(str_of(T[i].text), &s, &end);
		CHECK_INT(rc, T[i].records < 0 ? ERR_INPUT : 0);
		if (T[i].records >= 0)
			CHECK_INT(s.n, T[i].records);
		if (T[i].problem && (!s.problem || !strstr(s.problem, T[i].problem)))
			FAIL("case %zu: %s", i, s.problem ? s.problem : "(none)");
	}
	struct seen s;
	struct warc_end end;
	CHECK_INT(read_all(str_of(T[COUNT(T) - 1].text), &s, &end), 0);
	CHECK(end.fault && end.fault_at > 0);
}

TEST(a_head_has_a_ceiling)
{
	AUTO_BUF b;
	struct seen s;
	struct warc_end end;
	buf_init(&b, 1 << 20);
	buf_lit(&b, "WARC/1.0\r\nWARC-Type: x\r\nX: ");
	for (int i = 0; i < 200000; i++)
		buf_char(&b, 'a');
	buf_lit(&b, "\r\nContent-Length: 0\r\n\r\n\r\n\r\n");
	CHECK_INT(read_all(buf_str(&b), &s, &end), 0);
	CHECK(s.problem && strstr(s.problem, "too long"));
	buf_clear(&b);
	buf_lit(&b, "WARC/1.0\r\nWARC-Type: x\r\n");
	for (int i = 0; i < 2000; i++)
		buf_lit(&b, "X: y\r\n");
	buf_lit(&b, "Content-Length: 0\r\n\r\n\r\n\r\n");
	CHECK_INT(read_all(buf_str(&b), &s, &end), 0);
	CHECK(s.problem && strstr(s.problem, "too long"));
}

/* ---- zipped ---- */

static struct str zip(struct arena *a, struct str s)
{
	z_stream z = { 0 };
	size_t max = s.n + s.n / 100 + 1000;
	char *p = NEW_N(a, max, char);
	if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		die("zlib");
	uint8_t *in = NEW_N(a, s.n, uint8_t);
	memcpy(in, s.p, s.n);
	z.next_in = in;
	z.avail_in = (uInt)s.n;
	z.next_out = (uint8_t *)p;
	z.avail_out = (uInt)max;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		die("zlib");
	size_t n = z.total_out;
	deflateEnd(&z);
	return str_n(p, n);
}

TEST(members)
{
	AUTO_ARENA *a = arena_new(0);
	struct seen s;
	struct warc_end end;
	struct str r =
		record(a, "WARC-Type: metadata\r\nWARC-Block-Digest: " HELLO "\r\n", "hello world");
	struct str m = zip(a, r);
	struct str two = str_join(a, m, m);
	CHECK_INT(read_all(two, &s, &end), 0);
	CHECK_INT(s.n, 2);
	CHECK_INT(s.block[WARC_MATCHES], 2);
	CHECK_INT(s.shared, 0);
	CHECK_INT(s.last.offset, m.n);
	CHECK_INT(s.last.length, m.n);
	CHECK(!end.fault && end.zipped);
	/* Two in one member: readable, and told. */
	CHECK_INT(read_all(zip(a, str_join(a, r, r)), &s, &end), 0);
	CHECK_INT(s.n, 2);
	CHECK_INT(s.shared, 2);
	/* Zeros between members. */
	CHECK_INT(read_all(str_join(a, str_join(a, m, STR("\0\0\0\0")), m), &s, &end), 0);
	CHECK_INT(s.n, 2);
	CHECK_INT(s.last.offset, m.n + 4);
	/* Every cut: what was whole is told, and that the rest is not there. */
	for (size_t n = 1; n < m.n; n++) {
		CHECK_INT(read_all(str_n(two.p, m.n + n), &s, &end), 0);
		CHECK(s.n >= 1 && s.block[WARC_MATCHES] >= 1 && end.fault);
	}
	CHECK_INT(read_all(str_join(a, m, STR("no member")), &s, &end), 0);
	CHECK(end.fault != NULL);
}

/* ---- the published sets ---- */

TEST(published_files)
{
	/* Counted by a reader written apart from this one, in another language. */
	static const struct {
		const char *name;
		int n, block_fits, block_differs, payload_fits, payload_differs, as_sent;
	} T[] = {
		{ "example-bad-non-chunked.warc.gz", 6, 1, 1, 1, 0, 0 },
		{ "example-bad.warc.gz.bad", 6, 0, 0, 2, 0, 0 },
		{ "example-iana.org-chunked.warc", 3, 2, 0, 1, 0, 1 },
		{ "example-resource.warc.gz", 3, 1, 0, 1, 0, 0 },
		{ "example-space-in-target-uri.warc.gz", 2, 1, 0, 0, 0, 0 },
		{ "example-trunc.warc", 3, 0, 1, 0, 1, 0 },
		{ "example-wget-bad-target-uri.warc.gz", 6, 6, 0, 1, 0, 0 },
		{ "example-wrong-chunks.warc.gz", 2, 1, 0, 1, 0, 0 },
		{ "example.warc", 6, 2, 0, 1, 0, 0 },
		{ "example.warc.gz", 6, 4, 0, 3, 0, 0 },
		{ "hello-world.warc", 6, 6, 0, 1, 0, 0 },
		{ "hello-world.warc.gz", 6, 6, 0, 1, 0, 0 },
		{ "post-test.warc.gz", 6, 6, 0, 3, 0, 0 },
		{ "dedup/20130729-heritrix-original.warc.gz", 1, 0, 0, 1, 0, 0 },
		{ "dedup/20130729-heritrix-revisit-with-http-headers.warc.gz", 1, 0, 0, 0, 0, 0 },
		{ "dedup/20141124-heritrix-server-not-modified.warc.gz", 1, 0, 0, 0, 0, 0 },
		{ "dedup/20141129-heritrix-original.warc.gz", 1, 0, 0, 1, 0, 0 },
		{ "dedup/20141129-heritrix-revisit-with-http-headers-and-new-warc-headers.warc.gz",
		  1, 0, 0, 0, 0, 0 },
		{ "jwarc/cc.warc.gz", 1, 1, 0, 1, 0, 0 },
		{ "jwarc/gzip_extra_sl.warc.gz", 1, 1, 0, 0, 0, 0 },
		/* Base64 digests, one of them wrong and one in letters that are none. */
		{ "example-digest.warc", 4, 4, 0, 3, 0, 0 },
		/* Older and other formats: not read. */
		{ "example.arc", -1, 0, 0, 0, 0, 0 },
		{ "example.arc.gz", -1, 0, 0, 0, 0, 0 },
		{ "bad.arc", -1, 0, 0, 0, 0, 0 },
		{ "example-space-in-url.arc", -1, 0, 0, 0, 0, 0 },
		{ "hello-world.warc.cdx", -1, 0, 0, 0, 0, 0 },
	};
	const char *data = getenv("VIGIL_DEV_DATA");
	AUTO_ARENA *a = arena_new(0);
	int run = 0;
	for (size_t i = 0; i < COUNT(T); i++) {
		struct str file = STR_NULL;
		struct seen s;
		struct warc_end end;
		const char *path = str_printf(a, "%s/vectors/evidence/warc/%s",
					      data && *data ? data : "../shared", T[i].name)
					   .p;
		if (file_read(path, 1 << 20, a, &file, NULL) < 0)
			continue;
		run++;
		int rc = read_all(file, &s, &end);
		CHECK_INT(rc, T[i].n < 0 ? ERR_INPUT : 0);
		if (rc == 0 && (s.n != T[i].n || s.block[WARC_MATCHES] != T[i].block_fits ||
				s.block[WARC_DIFFERS] != T[i].block_differs ||
				s.payload[WARC_MATCHES] != T[i].payload_fits ||
				s.payload[WARC_DIFFERS] != T[i].payload_differs ||
				s.reading[WARC_AS_SENT] != T[i].as_sent))
			FAIL("%s: %d records, blocks %d %d, payloads %d %d, as sent %d", T[i].name,
			     (int)s.n, (int)s.block[WARC_MATCHES], (int)s.block[WARC_DIFFERS],
			     (int)s.payload[WARC_MATCHES], (int)s.payload[WARC_DIFFERS],
			     (int)s.reading[WARC_AS_SENT]);
	}
	if (run == 0)
		SKIP("WARC files of others");
	printf("  %d of %zu WARC files\n", run, COUNT(T));
}
