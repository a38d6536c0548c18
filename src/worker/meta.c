/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meta.c - what a file says about itself, read by exiftool.
 *
 * exiftool is perl, so it needs files and a program to be started: this job is shut less tightly
 * until exiftool has ended, and exiftool itself can start nothing (shut_program). What it prints is
 * read after that, by a worker that is shut as for every other job.
 *
 * -config '' takes no configuration; --System:all leaves out what is about our copy and not about
 * the file; -n gives values as they are stored. Values are texts: what exiftool prints as a number
 * keeps its spelling.
 */
#include "worker/worker.h"

#include <errno.h>
#include <unistd.h>

#include "base/child.h"

enum { PRINTED_MAX = 3 << 20, FIELDS_MAX = 2000, DEADLINE_MS = 30000 };

static int run_exiftool(struct job *j, struct buf *out, struct err *e)
{
	static const char *const ARGV[] = { "perl",
					    SHUT_EXIFTOOL,
					    "-config",
					    "",
					    "-j",
					    "-n",
					    "-G1",
					    "-q",
					    "-q",
					    "-charset",
					    "UTF8",
					    "-api",
					    "LargeFileSupport=1",
					    "--System:all",
					    "/proc/self/fd/3",
					    NULL };
	struct child_fd fds[] = { { j->in, 3 } };
	struct child_spec s = { .path = SHUT_PERL,
				.argv = ARGV,
				.fds = fds,
				.n_fds = 1,
				.collect = 1,
				.output_max = PRINTED_MAX,
				.deadline_ms =
					job_number(j, STR("deadline_ms"), DEADLINE_MS, 1, 600000),
				.before = shut_program };
	struct child_result r;
	TRY(child_run(&s, out, &r, e));
	/* Status 1: it met something it could not read and said the rest. */
	if (r.end != CHILD_EXITED || (r.code != 0 && r.code != 1))
		return err_set(e,
			       r.end == CHILD_EXITED || r.end == CHILD_SIGNALLED ? ERR_INPUT
										 : ERR_TOOBIG,
			       "exiftool %.*s", STR_FMT(child_end_text(j->a, &r)));
	return 0;
}

static bool is_ours(struct str name)
{
	return str_eq(name, STR("SourceFile")) || str_starts(name, STR("System:")) ||
	       str_starts(name, STR("ExifTool:ExifToolVersion"));
}

/* One field of the answer: scalars only; of a list each item, of what is nested nothing. */
static void put_value(struct job *j, struct str name, const struct json *v, size_t *n)
{
	struct str group;
	struct str tag = str_cut(name, ':', &group);
	if (v->type == JSON_ARRAY) {
		for (const struct json *i = json_first(v); i; i = i->next)
			if (i->type != JSON_ARRAY)
				put_value(j, name, i, n);
		return;
	}
	if (v->type == JSON_OBJECT || *n >= FIELDS_MAX)
		return;
	*n += 1;
	json_out_begin(j->out, NULL, '{');
	json_out_text(j->out, "group", tag.p ? group : STR(""));
	json_out_text(j->out, "name", tag.p ? tag : name);
	json_out_text(j->out, "value", v->type == JSON_STRING ? v->u.text : v->raw);
	json_out_end(j->out, '}');
}

int meta_run(struct job *j, struct err *e)
{
	AUTO_BUF printed;
	buf_init(&printed, PRINTED_MAX);
	const struct json *v = NULL;
	const char *how;
	size_t n = 0;
	TRY(run_exiftool(j, &printed, e));
	TRY(shut(SHUT_ALL, j->in, &how, e));
	if (str_trim(buf_str(&printed)).n)
		TRY(json_read_foreign(buf_str(&printed), PRINTED_MAX, j->a, &v, e));
	json_out_begin(j->out, "fields", '[');
	for (const struct json *m = json_first(json_first(v)); m; m = m->next)
		if (!is_ours(m->name))
			put_value(j, m->name, m, &n);
	json_out_end(j->out, ']');
	json_out_bool(j->out, "cut", n >= FIELDS_MAX);
	return 0;
}
