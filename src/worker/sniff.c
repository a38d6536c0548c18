/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sniff.c - what kind of file it is. libmagic's database is mapped before the file is read. */
#include "worker/worker.h"

#include <errno.h>
#include <magic.h>
#include <unistd.h>

#include "worker/magic_own.h"

enum { HEAD_MAX = 1 << 20 };

int sniff_prepare(struct job *j, struct err *e)
{
	/* No looking into compressed files, tar and text encodings: each is a parser more. */
	magic_t m = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR |
			       MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF);
	if (!m || magic_load(m, NULL) != 0)
		return err_set(e, ERR_IO, "libmagic's database cannot be loaded");
	j->state = m;
	return 0;
}

static int read_head(int fd, struct arena *a, struct str *ret, struct err *e)
{
	char *p = NEW_N(a, HEAD_MAX, char);
	size_t n = 0;
	while (n < HEAD_MAX) {
		ssize_t got = read(fd, p + n, HEAD_MAX - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(e, ERR_IO, "cannot read: %s", strerror(errno));
		if (got == 0)
			break;
		n += (size_t)got;
	}
	*ret = str_n(p, n);
	return 0;
}

int sniff_run(struct job *j, struct err *e)
{
	struct str head = STR_NULL;
	TRY(read_head(j->in, j->a, &head, e));
	const char *said = head.n ? magic_buffer(j->state, head.p, head.n) : "application/x-empty";
	struct str theirs = str_of(said ? said : "application/octet-stream");
	struct str ours = str_of(magic_own(head));
	/* libmagic's own word for WARC is new; ours is older than some databases. */
	if (str_eq(ours, STR("application/warc")) || str_starts(ours, STR("image/hei")))
		json_out_text(j->out, "media_type", ours);
	else
		json_out_text(j->out, "media_type", theirs);
	json_out_text(j->out, "libmagic", theirs);
	json_out_text(j->out, "first_bytes", ours);
	json_out_bool(j->out, "agree", magic_agrees(ours, theirs));
	json_out_bool(j->out, "c2pa", magic_has_c2pa(head));
	return 0;
}
