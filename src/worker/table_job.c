/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_job.c - table: rows and marks go to descriptor 5 as they are met, the rest into the answer. */
#include "worker/tables.h"
#include "worker/worker.h"

#include <sys/stat.h>

/* What a spreadsheet may become; a text table is never larger than its file. */
static const int64_t UNPACKED_MAX = INT64_C(8) << 30;

static char byte_of(const struct job *j, struct str name)
{
	return (char)job_number(j, name, 0, 0, 127);
}

static void put_found(struct job *j, const struct table_found *f, const struct rows *r)
{
	json_out_int(j->out, "format", f->format);
	json_out_int(j->out, "encoding", f->encoding.encoding);
	json_out_int(j->out, "sure", f->encoding.sure);
	json_out_int(j->out, "bom", f->encoding.bom);
	json_out_int(j->out, "separator", f->dialect.separator);
	json_out_int(j->out, "quote", f->dialect.quote);
	json_out_text(j->out, "sheet", f->sheet);
	json_out_int(j->out, "rows", r->n);
	json_out_bool(j->out, "all", !r->enough);
	json_out_begin(j->out, "columns", '[');
	for (size_t i = 0; i < f->n_columns; i++)
		json_out_text(j->out, NULL, f->columns[i]);
	json_out_end(j->out, ']');
	json_out_begin(j->out, "marks", '[');
	for (size_t i = 0; i < TABLE_FAULT_CODES; i++)
		json_out_int(j->out, NULL, r->marks[i]);
	json_out_end(j->out, ']');
}

int table_run(struct job *j, struct err *e)
{
	struct stat st;
	struct table_found found = { .format = TABLE_CSV };
	if (j->n_outs != 1 || fstat(j->in, &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(e, ERR_IO, "a table is read from a file and told to one descriptor");
	struct table_ask ask = {
		.fd = j->in,
		.bytes = (int64_t)st.st_size,
		.encoding = (enum text_encoding)job_number(j, STR("encoding"), 0, 0, ENCODINGS - 1),
		.separator = byte_of(j, STR("separator")),
		.quote = byte_of(j, STR("quote")),
		.rows_max = job_number(j, STR("rows_max"), 0, 0, INT64_MAX),
		.a = j->a,
	};
	(void)json_str(json_get(j->options, STR("sheet")), &ask.sheet);
	AUTO_ROWS r;
	rows_init(&r, j->outs[0], ask.rows_max);
	r.bytes_max = UNPACKED_MAX > ask.bytes * 4 ? UNPACKED_MAX : ask.bytes * 4;
	TRY(any_table(&ask, &r, &found, e));
	TRY(rows_flush(&r, e));
	put_found(j, &found, &r);
	return 0;
}
