/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/worker.h"

#include <errno.h>
#include <unistd.h>

#include "base/child.h"
#include "base/confine.h"
#include "base/file.h"

/* As in worker/worker.h, which another program reads. */
enum { IN = 3, ANSWER = 4, OUT = 5 };
enum { DEADLINE_MS = 60000, ERROR_TEXT_MAX = 200 };

int worker_find(struct arena *a, struct worker *ret, struct err *e)
{
	int rc = child_find("vigil-worker", a, &ret->path, e);
	if (rc == ERR_NOTFOUND)
		return err_set(
			e, ERR_NOTFOUND,
			"vigil-worker is not installed beside this program: without it no file is looked into");
	return rc;
}

static const char *const *joined(struct arena *a, const char *const *x, size_t n,
				 const char *const *y, size_t m)
{
	const char **all = NEW_N(a, n + m, const char *);
	for (size_t i = 0; i < n + m; i++)
		all[i] = i < n ? x[i] : y[i - n];
	return all;
}

void worker_needs(const struct worker *w, struct arena *a, struct confine_reading *c)
{
	/* Libraries of the worker and of perl, libmagic's database, locales, exiftool and its modules. */
	static const char *const READS[] = { "/usr/lib",
					     "/lib",
					     "/lib64",
					     "/usr/lib64",
					     "/usr/share/misc",
					     "/etc/magic",
					     "/etc/magic.mime",
					     "/etc/ld.so.cache",
					     "/usr/share/perl",
					     "/usr/share/perl5",
					     "/etc/perl",
					     "/usr/bin/exiftool",
					     "/etc/localtime",
					     "/usr/share/zoneinfo",
					     "/usr/share/locale",
					     "/dev/urandom",
					     "/etc/ssl/openssl.cnf" };
	const char *const starts[] = { w->path, "/usr/bin/perl", "/lib64/ld-linux-x86-64.so.2",
				       "/lib/ld-linux-aarch64.so.1" };
	c->readable = joined(a, c->readable, c->n_readable, READS, COUNT(READS));
	c->n_readable += COUNT(READS);
	c->programs = joined(a, c->programs, c->n_programs, starts, COUNT(starts));
	c->n_programs += COUNT(starts);
}

/* What the worker says may be what the file wanted it to say. */
static struct str harmless(struct arena *a, struct str s)
{
	size_t n = s.n < ERROR_TEXT_MAX ? s.n : ERROR_TEXT_MAX;
	char *p = NEW_N(a, n + 1, char);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(s.p[i] >= 0x20 && s.p[i] < 0x7F ? s.p[i] : '?');
	return str_n(p, n);
}

static int start(const struct worker *w, const struct worker_job *job, struct buf *out,
		 struct child_result *ret, struct err *e)
{
	const char *const argv[] = { "vigil-worker", NULL };
	struct child_fd fds[WORKER_OUTPUTS_MAX + 1] = { { job->input, IN } };
	assert(job->n_outputs <= WORKER_OUTPUTS_MAX);
	for (size_t i = 0; i < job->n_outputs; i++)
		fds[i + 1] = (struct child_fd){ job->outputs[i], OUT + (int)i };
	struct child_stream stream = { 0 };
	if (job->stream) {
		stream = *job->stream;
		stream.theirs = OUT + (int)job->n_outputs;
	}
	int64_t deadline = job->deadline_ms ? job->deadline_ms : DEADLINE_MS;
	struct child_spec s = {
		.path = w->path,
		.argv = argv,
		.input = job->options,
		.fds = fds,
		.n_fds = job->n_outputs + 1,
		.collect = ANSWER,
		.output_max = job->answer_max ? job->answer_max : WORKER_ANSWER_MAX_BYTES,
		.stream = job->stream ? &stream : NULL,
		.deadline_ms = deadline,
		.limits = {
			.memory = job->memory ? job->memory : UINT64_C(512) << 20,
			.cpu_s = (uint64_t)deadline / 1000 + 2,
			.file_bytes = job->file_bytes ? job->file_bytes : UINT64_C(1) << 30,
			.files = 300, /* child.c moves descriptors above 256 for a moment */
		},
	};
	return child_run(&s, out, ret, e);
}

static int read_answer(struct str s, size_t max, struct arena *a, struct worker_answer *ret,
		       struct err *e)
{
	const struct json *v = NULL;
	struct str text = STR_NULL;
	int64_t code = 0;
	bool ok = false;
	struct worker_answer got;
	if (json_read(s, max, JSON_ANY, a, &v, NULL) < 0 ||
	    !json_bool(json_get(v, STR("ok")), &ok) ||
	    !json_str(json_get(v, STR("confined")), &got.confined))
		return err_set(e, ERR_INPUT, "the answer about this file is not to be understood");
	if (ok) {
		got.result = json_get(v, STR("result"));
		if (!got.result || got.result->type != JSON_OBJECT)
			return err_set(e, ERR_INPUT,
				       "the answer about this file is not to be understood");
		*ret = got;
		return 0;
	}
	if (!json_int(json_get(v, STR("code")), &code) || code < ERR_BUSY || code > ERR_NOTFOUND ||
	    !json_str(json_get(v, STR("error")), &text))
		return err_set(e, ERR_INPUT, "the answer about this file is not to be understood");
	return err_set(e, (int)code, "%.*s", STR_FMT(harmless(a, text)));
}

int worker_run(const struct worker *w, const struct worker_job *job, struct arena *a,
	       struct worker_answer *ret, struct err *e)
{
	struct child_result end;
	size_t max = job->answer_max ? job->answer_max : WORKER_ANSWER_MAX_BYTES;
	AUTO_BUF out;
	buf_init(&out, max);
	/* A pipe has no beginning to go to, and a job that needs one says so itself. */
	if (lseek(job->input, 0, SEEK_SET) < 0 && errno != ESPIPE)
		return err_set(e, ERR_IO, "the file cannot be read: %s", strerror(errno));
	TRY(start(w, job, &out, &end, e));
	if (end.end == CHILD_TIMED_OUT || end.end == CHILD_OVERFLOWED)
		return err_set(e, ERR_TOOBIG, "looking into the file %.*s",
			       STR_FMT(child_end_text(a, &end)));
	if (end.end == CHILD_SIGNALLED)
		return err_set(e, ERR_INPUT, "looking into the file failed: the worker %.*s",
			       STR_FMT(child_end_text(a, &end)));
	if (end.code != 0)
		return err_set(e, ERR_IO, "the worker %.*s", STR_FMT(child_end_text(a, &end)));
	return read_answer(buf_copy(&out, a), max, a, ret, e);
}
