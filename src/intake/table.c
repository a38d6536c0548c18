/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.c - asking vigil-worker for the rows of a table, and handing them on. */
#include "intake/table_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json_foreign.h"

/* Half a megabyte a second at least, on the slowest machine; and more for what unpacks to much. */
enum { DEADLINE_MS = 120000, BYTES_A_MS = 500 };
static const uint64_t MEMORY = UINT64_C(1) << 30;

int table_open(struct str path, struct arena *a, int *ret_fd, struct err *e)
{
	struct stat st;
	int fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) != 0) {
		int why = errno;
		if (fd >= 0)
			close(fd);
		return err_set(e, ERR_IO, "cannot open %.*s: %s", STR_FMT(path), strerror(why));
	}
	if (!S_ISREG(st.st_mode)) {
		close(fd);
		if (S_ISDIR(st.st_mode))
			return err_set(e, ERR_INPUT,
				       "%.*s is a folder: name the file of the table in it",
				       STR_FMT(path));
		return err_set(
			e, ERR_INPUT,
			"%.*s is a pipe or a device, and a table is read more than once: save it as a file first",
			STR_FMT(path));
	}
	*ret_fd = fd;
	return 0;
}

/* ---- the question ---------------------------------------------------- */

static struct str options_of(const struct table_question *q, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, 16384);
	struct json_out o = { .b = &b, .a = a };
	json_out_begin(&o, NULL, '{');
	json_out_text(&o, "job", STR("table"));
	json_out_text(&o, "sheet", q->sheet);
	json_out_int(&o, "encoding", q->encoding);
	json_out_int(&o, "separator", q->separator);
	json_out_int(&o, "quote", q->quote);
	json_out_int(&o, "rows_max", q->rows_max);
	json_out_end(&o, '}');
	return buf_copy(&b, a);
}

/* ---- the answer ------------------------------------------------------ */

static bool read_int(const struct json *v, const char *name, int64_t min, int64_t max, int64_t *ret)
{
	return json_int(json_get(v, str_of(name)), ret) && *ret >= min && *ret <= max;
}

static bool read_lists(const struct json *v, struct arena *a, struct table_answer *ret)
{
	const struct json *columns = json_get(v, STR("columns"));
	const struct json *marks = json_get(v, STR("marks"));
	size_t i = 0;
	if (!columns || columns->type != JSON_ARRAY || columns->n > TABLE_COLUMNS_MAX || !marks ||
	    marks->type != JSON_ARRAY || marks->n != TABLE_FAULT_CODES)
		return false;
	ret->columns = NEW_N(a, columns->n, struct str);
	for (const struct json *c = json_first(columns); c; c = c->next)
		if (!json_str(c, &ret->columns[ret->n_columns++]))
			return false;
	for (const struct json *m = json_first(marks); m; m = m->next)
		if (!json_int(m, &ret->marks[i++]))
			return false;
	return true;
}

static bool read_answer(const struct json *v, struct arena *a, struct table_answer *ret)
{
	int64_t format;
	int64_t encoding;
	int64_t sure;
	int64_t bom;
	int64_t separator;
	int64_t quote;
	*ret = (struct table_answer){ .n_columns = 0 };
	if (!read_int(v, "format", 0, TABLE_FORMATS - 1, &format) ||
	    !read_int(v, "encoding", 0, ENCODINGS - 1, &encoding) ||
	    !read_int(v, "sure", 0, 100, &sure) || !read_int(v, "bom", 0, 3, &bom) ||
	    !read_int(v, "separator", 0, 127, &separator) ||
	    !read_int(v, "quote", 0, 127, &quote) ||
	    !json_str(json_get(v, STR("sheet")), &ret->sheet) ||
	    !json_bool(json_get(v, STR("all")), &ret->all))
		return false;
	ret->format = (enum table_format)format;
	ret->encoding = (enum text_encoding)encoding;
	ret->sure = (int)sure;
	ret->bom = bom > 0;
	ret->separator = (char)separator;
	ret->quote = (char)(quote ? quote : ' ');
	return read_lists(v, a, ret);
}

/* ---- both ------------------------------------------------------------ */

static int take(void *ctx, const char *p, size_t n, struct err *e)
{
	return frame_reader_take(ctx, str_n(p, n), e);
}

int table_ask(const struct table_input *in, const struct table_question *q,
	      const struct frame_sink *sink, struct arena *a, struct table_answer *ret,
	      struct err *e)
{
	struct stat st;
	struct worker_answer answer;
	AUTO_FRAME_READER reader;
	frame_reader_init(&reader, *sink);
	struct child_stream stream = { .take = take, .ctx = &reader };
	if (fstat(in->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(e, ERR_IO, "the table is no file");
	struct worker_job job = {
		.options = options_of(q, a),
		.input = in->fd,
		.stream = &stream,
		.deadline_ms = DEADLINE_MS + (int64_t)st.st_size / BYTES_A_MS,
		.memory = MEMORY,
	};
	TRY(worker_run(in->worker, &job, a, &answer, e));
	TRY(frame_reader_end(&reader, e));
	if (!read_answer(answer.result, a, ret))
		return err_set(e, ERR_INPUT, "the answer about this file is not to be understood");
	return 0;
}

void table_count_marks(struct table_faults *fs, const int64_t *marks)
{
	for (size_t i = 0; i < TABLE_FAULT_CODES; i++) {
		int64_t more = marks[i] - fs->by_code[i];
		if (more <= 0)
			continue;
		fs->by_code[i] += more;
		fs->all += more;
		fs->stopping += table_fault_code_stops((enum table_fault_code)i) ? more : 0;
	}
}

void table_check_width(struct table_faults *fs, const struct table_row *row, size_t columns)
{
	char counts[64];
	if (row->n == columns)
		return;
	snprintf(counts, sizeof counts, "%zu|%zu", row->n, columns);
	struct table_mark m = { .code = row->n < columns ? TABLE_FAULT_FEWER_CELLS
							 : TABLE_FAULT_MORE_CELLS,
				.row = row->number,
				.column = row->n < columns ? row->n + 1 : columns + 1,
				.cell = row->n > columns ? row->cells[columns].text : STR_NULL,
				.arg = str_of(counts) };
	table_fault_mark(fs, &m);
}

/* ---- rows ------------------------------------------------------------ */

struct reading {
	const struct table_look *look;
	const struct table_sink *sink;
	struct table_faults *faults;
};

static int on_row(void *ctx, const struct table_row *row, struct err *e)
{
	struct reading *r = ctx;
	if (row->number <= r->look->header_row)
		return 0;
	if (r->look->format == TABLE_CSV && row->n != r->look->n_columns)
		table_check_width(r->faults, row, r->look->n_columns);
	return r->sink->row(r->sink->ctx, row, e);
}

static int on_mark(void *ctx, const struct table_mark *m, struct err *e)
{
	struct reading *r = ctx;
	(void)e;
	table_fault_mark(r->faults, m);
	return 0;
}

static int on_format(void *ctx, enum table_format format, struct err *e)
{
	(void)ctx, (void)format, (void)e;
	return 0;
}

static int on_sheet(void *ctx, const struct table_sheet *s, struct err *e)
{
	(void)ctx, (void)s, (void)e;
	return 0;
}

int table_rows(const struct table_input *in, const struct table_look *look,
	       const struct table_sink *sink, struct arena *a, struct table_faults *ret,
	       struct err *e)
{
	struct table_answer answer;
	struct table_question q = { .encoding = look->encoding,
				    .separator = look->separator,
				    .quote = look->quote };
	struct reading r = { look, sink, ret };
	struct frame_sink frames = { on_format, on_row, on_mark, on_sheet, &r };
	if (look->n_sheets)
		q.sheet = look->sheets[look->sheet].name;
	table_faults_init(ret, a, look->faults.lang, look->faults.max);
	ret->skip = sink->skip;
	ret->n_skip = sink->n_skip;
	TRY(table_ask(in, &q, &frames, a, &answer, e));
	table_count_marks(ret, answer.marks);
	table_faults_sort(ret);
	return 0;
}
