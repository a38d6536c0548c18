/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: worker */
/* Any bytes: no crash; no record lies outside of the file, none before the one before it. */
#include "fuzz.h"

#include "worker/magic_own.h"
#include "worker/warc.h"
#include "worker/warc_tell.h"

struct seen {
	int64_t end;
	int64_t size;
	struct warc_tell tell;
};

static int see(void *ctx, const struct warc_record *r, struct err *e)
{
	struct seen *s = ctx;
	(void)e;
	if (r->offset < 0 || r->length < 0 || r->content < 0 || r->offset + r->length > s->size ||
	    (!r->shares_member && r->offset < s->end))
		die("a record outside of the file");
	s->end = r->offset;
	warc_tell_record(&s->tell, r);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(64 << 20);
	AUTO_ARENA *scratch = arena_new(64 << 20);
	AUTO_FINDINGS f;
	AUTO_BUF records;
	struct warc_end end = { 0 };
	struct str s = str_n((const char *)p, n);
	findings_init(&f, a);
	buf_init(&records, 1 << 20);
	struct json_out out = { .b = &records, .a = a };
	struct seen seen = { .size = (int64_t)n,
			     .tell = { .findings = &f, .a = scratch, .records = &out } };
	(void)magic_own(s);
	(void)magic_has_c2pa(s);
	if (warc_read((struct source){ source_read_str, &s }, scratch, see, &seen, &end, NULL) == 0)
		warc_tell_end(&seen.tell, &end);
	return 0;
}
