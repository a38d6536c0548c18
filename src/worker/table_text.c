/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_text.c - what the readers of tables share. */
#include "worker/tables.h"

#include <errno.h>
#include <unistd.h>

#include "text/utf8.h"

int table_pread(int fd, int64_t at, void *p, size_t n, size_t *ret_n, struct err *e)
{
	size_t have = 0;
	while (have < n) {
		ssize_t got = pread(fd, (char *)p + have, n - have, (off_t)(at + (int64_t)have));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(e, ERR_IO, "cannot read the file: %s", strerror(errno));
		if (got == 0)
			break;
		have += (size_t)got;
	}
	*ret_n = have;
	return 0;
}

struct str table_readable(struct buf *scratch, struct str s, bool escaped, size_t *ret_bad)
{
	size_t from = scratch->n;
	*ret_bad = s.n;
	for (struct str rest = s; rest.n;) {
		size_t good = utf8_bad_at(rest);
		const char *nul = memchr(rest.p, '\0', good);
		if (nul)
			good = (size_t)(nul - rest.p);
		if (good == s.n)
			return s;
		buf_add(scratch, str_n(rest.p, good));
		rest = str_from(rest, good);
		if (!rest.n)
			break;
		if (*ret_bad == s.n)
			*ret_bad = (size_t)(rest.p - s.p);
		int byte = escaped ? encoding_escaped((const uint8_t *)rest.p, rest.n) : -1;
		buf_printf(scratch, "<%02X>", byte < 0 ? (uint8_t)rest.p[0] : (unsigned)byte);
		rest = str_from(rest, byte < 0 ? 1 : 3);
	}
	return str_from(buf_str(scratch), from);
}
