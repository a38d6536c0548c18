/* SPDX-License-Identifier: GPL-3.0-or-later */
/* job.c - the order of things: understand, load, give up, and only then read. */
#include "worker/worker.h"

#include <errno.h>
#include <fcntl.h>

static const struct kind {
	const char *name;
	enum shut shut;
	int (*prepare)(struct job *, struct err *); /* before the file is touched; may be NULL */
	int (*run)(struct job *, struct err *);
} KINDS[] = {
	{ "sniff", SHUT_ALL, sniff_prepare, sniff_run },
	{ "metadata", SHUT_STARTING, NULL, meta_run },
	{ "thumbnail", SHUT_ALL, NULL, thumbnail_run },
	{ "keyframes", SHUT_ALL, NULL, keyframes_run },
	{ "list", SHUT_ALL, archive_prepare, list_run },
	{ "unpack", SHUT_ALL, archive_prepare, unpack_run },
	{ "extract", SHUT_ALL, archive_prepare, extract_run },
	{ "warc", SHUT_ALL, NULL, warc_run },
	{ "wacz", SHUT_ALL, archive_prepare, wacz_run },
	{ "table", SHUT_ALL, NULL, table_run },
};

enum { LINE_MAX_BYTES = 32768 };

int64_t job_number(const struct job *j, struct str name, int64_t otherwise, int64_t min,
		   int64_t max)
{
	int64_t n = otherwise;
	(void)json_int(json_get(j->options, name), &n);
	return n < min ? min : n > max ? max : n;
}

static int understand(struct job *j, struct str line, const struct kind **ret, struct err *e)
{
	struct str name = STR_NULL;
	TRY(json_read(str_trim(line), LINE_MAX_BYTES, JSON_ANY, j->a, &j->options, e));
	if (!json_str(json_get(j->options, STR("job")), &name))
		return err_set(e, ERR_INPUT, "no job");
	for (size_t i = 0; i < COUNT(KINDS); i++)
		if (str_eq(name, str_of(KINDS[i].name))) {
			*ret = &KINDS[i];
			return 0;
		}
	return err_set(e, ERR_INPUT, "no such job");
}

static int perform(struct job *j, struct str line, const char **ret_how, struct err *e)
{
	const struct kind *k = NULL;
	TRY(understand(j, line, &k, e));
	if (k->prepare)
		TRY(k->prepare(j, e));
	TRY(shut(k->shut, j->in, ret_how, e));
	TRY(k->run(j, e));
	return buf_check(j->out->b, e);
}

void job_do(struct str line, int in, int first_out, struct arena *a, struct buf *ret)
{
	struct err e = { 0 };
	const char *how = "not at all";
	AUTO_BUF result;
	buf_init(&result, WORKER_ANSWER_MAX);
	struct json_out inner = { .b = &result, .a = a };
	struct job j = { .in = in, .a = a, .out = &inner };
	for (int fd = first_out; j.n_outs < WORKER_OUTS_MAX && fcntl(fd, F_GETFD) >= 0; fd++)
		j.outs[j.n_outs++] = fd;
	int rc = perform(&j, line, &how, &e);

	struct json_out o = { .b = ret, .a = a };
	json_out_begin(&o, NULL, '{');
	json_out_bool(&o, "ok", rc == 0);
	json_out_text(&o, "confined", str_of(how));
	if (rc == 0) {
		json_out_begin(&o, "result", '{');
		buf_add(ret, buf_str(&result));
		json_out_end(&o, '}');
	} else {
		json_out_int(&o, "code", rc);
		json_out_text(&o, "error", str_of(e.text));
	}
	json_out_end(&o, '}');
}
