/* SPDX-License-Identifier: GPL-3.0-or-later */
/* png.c - a drawing handed to vigil-draw, and the picture taken back. */
#define _GNU_SOURCE /* memfd_create */
#include "chart/sheet.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/child.h"
#include "base/file.h"

enum { IN = 3, OUT = 4, DEADLINE_MS = 20000 };

static int hand_over(struct str s, int *ret, struct err *e)
{
	AUTO_FD fd = memfd_create("drawing", MFD_CLOEXEC);
	if (fd < 0)
		return err_set(e, ERR_IO, "no memory for a drawing");
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);
		if (n <= 0)
			return err_set(e, ERR_IO, "no memory for a drawing");
		s = str_from(s, (size_t)n);
	}
	if (lseek(fd, 0, SEEK_SET) < 0)
		return err_set(e, ERR_IO, "no memory for a drawing");
	*ret = fd;
	fd = -1;
	return 0;
}

int chart_png(const struct chart *c, int scale, const char *program, struct buf *ret, struct err *e)
{
	static const char *const ARGV[] = { "vigil-draw", NULL };
	AUTO_ARENA *a = arena_new(0);
	AUTO_FD in = -1;
	AUTO_BUF sheet;
	struct drawing d;
	struct child_result end;
	buf_init(&sheet, SHEET_MAX);
	assert(scale >= 1 && scale <= CHART_SCALE_MAX);
	if (!chart_draw_alone(c, a, &d))
		return err_set(e, ERR_INPUT, "there is nothing to draw");
	TRY(sheet_write(&d, scale, &sheet, e));
	TRY(hand_over(buf_str(&sheet), &in, e));
	struct child_spec s = {
		.path = program,
		.argv = ARGV,
		.fds = &(const struct child_fd){ in, IN },
		.n_fds = 1,
		.collect = OUT,
		.output_max = CHART_PNG_MAX,
		.deadline_ms = DEADLINE_MS,
		.limits = { .cpu_s = DEADLINE_MS / 1000 + 2, .files = 300 },
	};
	TRY(child_run(&s, ret, &end, e));
	if (end.end != CHILD_EXITED || end.code != 0)
		return err_set(e, ERR_IO, "the picture could not be drawn: %s",
			       child_end_text(a, &end).p);
	return 0;
}
