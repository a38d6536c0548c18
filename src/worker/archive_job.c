/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * archive_job.c - list: what is in it, with the SHA-256 of each file. unpack: the same, and the
 * content of all files one behind the other on descriptor 5, with the offset of each. Nothing is
 * ever written under a name that the archive chose. extract: one file, named in the job.
 */
#include "worker/worker.h"

#include <errno.h>
#include <unistd.h>

#include "base/hash.h"
#include "worker/archive.h"

static const int64_t BYTES_MAX = INT64_C(64) << 30;

static int write_all(int fd, const char *p, size_t n, struct err *e)
{
	while (n) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return err_set(e, ERR_IO, "cannot write what was unpacked: %s",
				       strerror(errno));
		p += done;
		n -= (size_t)done;
	}
	return 0;
}

/* Reads the entry to its end: to `fd` (-1: nowhere) and into its hash. */
static int content(struct walk *w, int fd, struct hash *ret_hash, int64_t *ret_bytes, struct err *e)
{
	char chunk[65536];
	struct hasher *h = hasher_new();
	int64_t bytes = 0;
	size_t n = 0;
	int rc;
	while ((rc = walk_read(w, chunk, sizeof chunk, &n, e)) == 0 && n) {
		hasher_add(h, chunk, n);
		bytes += (int64_t)n;
		if (fd >= 0 && (rc = write_all(fd, chunk, n, e)) < 0)
			break;
	}
	*ret_hash = hasher_end(h);
	*ret_bytes = bytes;
	return rc;
}

static int put_entry(struct job *j, struct walk *w, const struct walk_entry *en, int fd,
		     int64_t *offset, struct err *e)
{
	struct hash h;
	int64_t bytes = 0;
	json_out_begin(j->out, NULL, '{');
	json_out_text(j->out, "name", en->name);
	if (en->refused) {
		json_out_text(j->out, "refused", str_of(en->refused));
	} else if (en->folder) {
		json_out_bool(j->out, "folder", true);
	} else {
		TRY(content(w, fd, &h, &bytes, e));
		json_out_int(j->out, "bytes", bytes);
		json_out_hex(j->out, "sha256", h.b, HASH_LEN);
		json_out_bool(j->out, "stored", en->stored);
		if (en->declared >= 0 && en->declared != bytes)
			json_out_int(j->out, "declared", en->declared);
		if (fd >= 0)
			json_out_int(j->out, "offset", *offset);
		*offset += bytes;
	}
	json_out_end(j->out, '}');
	return buf_check(j->out->b, e);
}

static int go_through(struct job *j, int fd, struct err *e)
{
	AUTO_WALK *w = NULL;
	struct walk_entry en;
	bool more = true;
	int64_t offset = 0;
	TRY(walk_open(j->in, job_number(j, STR("max_bytes"), BYTES_MAX, 1, BYTES_MAX), &w, e));
	json_out_begin(j->out, "entries", '[');
	for (;;) {
		TRY(walk_next(w, &en, &more, e));
		if (!more)
			break;
		TRY(put_entry(j, w, &en, fd, &offset, e));
	}
	json_out_end(j->out, ']');
	json_out_int(j->out, "bytes", offset);
	return 0;
}

int archive_prepare(struct job *j, struct err *e)
{
	(void)j;
	(void)e;
	walk_prepare();
	return 0;
}

int list_run(struct job *j, struct err *e)
{
	return go_through(j, -1, e);
}

int unpack_run(struct job *j, struct err *e)
{
	if (j->n_outs != 1)
		return err_set(e, ERR_INPUT, "unpack needs one place to write to");
	return go_through(j, j->outs[0], e);
}

int extract_run(struct job *j, struct err *e)
{
	AUTO_WALK *w = NULL;
	struct walk_entry en;
	struct str name = STR_NULL;
	bool more = true;
	int64_t offset = 0;
	if (j->n_outs != 1 || !json_str(json_get(j->options, STR("name")), &name))
		return err_set(e, ERR_INPUT, "extract needs a name and one place to write to");
	TRY(walk_open(j->in, job_number(j, STR("max_bytes"), BYTES_MAX, 1, BYTES_MAX), &w, e));
	do {
		TRY(walk_next(w, &en, &more, e));
		if (!more)
			return err_set(e, ERR_NOTFOUND, "there is no such file in the archive");
	} while (!str_eq(en.name, name));
	if (en.refused || en.folder)
		return err_set(e, ERR_INPUT, "not taken out of the archive: %s",
			       en.refused ? en.refused : "not a file");
	json_out_begin(j->out, "entries", '[');
	TRY(put_entry(j, w, &en, j->outs[0], &offset, e));
	json_out_end(j->out, ']');
	return 0;
}
