/* SPDX-License-Identifier: GPL-3.0-or-later */
/* warc_job.c - the job "warc": one file, read once. "records":true tells each record as well. */
#include "worker/warc_tell.h"
#include "worker/worker.h"

static int each(void *ctx, const struct warc_record *r, struct err *e)
{
	(void)e;
	warc_tell_record(ctx, r);
	return 0;
}

int warc_run(struct job *j, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(64 << 20);
	AUTO_FINDINGS f;
	AUTO_BUF pages;
	AUTO_BUF records;
	struct warc_end end;
	bool wanted = false;
	findings_init(&f, j->a);
	buf_init(&pages, 3 << 20);
	buf_init(&records, 2 << 20);
	struct json_out pages_out = { .b = &pages, .a = j->a };
	struct json_out records_out = { .b = &records, .a = j->a };
	(void)json_bool(json_get(j->options, STR("records")), &wanted);
	struct warc_tell t = { .findings = &f,
			       .a = scratch,
			       .pages = &pages_out,
			       .records = wanted ? &records_out : NULL };
	TRY(warc_read((struct source){ source_read_fd, &j->in }, scratch, each, &t, &end, e));
	warc_tell_end(&t, &end);
	json_out_bool(j->out, "zipped", end.zipped);
	json_out_int(j->out, "bytes", end.bytes);
	warc_tell_counts(&t, j->out);
	json_out_begin(j->out, "pages", '[');
	buf_add(j->out->b, buf_str(&pages));
	json_out_end(j->out, ']');
	if (wanted) {
		json_out_begin(j->out, "list", '[');
		buf_add(j->out->b, buf_str(&records));
		json_out_end(j->out, ']');
	}
	findings_put(&f, j->out);
	TRY(buf_check(&pages, e));
	return buf_check(&records, e);
}
