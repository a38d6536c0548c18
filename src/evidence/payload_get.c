/* SPDX-License-Identifier: GPL-3.0-or-later */
/* payload_get.c - out of the store: plain bytes, each verified before it is given. */
#include "evidence/payload_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

struct payload_reader {
	int fd;
	int64_t stored;
	int64_t plain;
	int64_t at; /* plain position of the next byte to give */
	struct age_stream *stream;
	uint8_t sealed[AGE_SEALED];
	uint8_t open[AGE_CHUNK];
};

int payload_key_open(const struct payload_key *k, struct age_file_key *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct age_header h;
	TRY(age_header_read(k->header, a, &h, e));
	if (h.bytes != k->header.n)
		return err_set(e, ERR_INPUT, "something follows after the header of a payload");
	return age_header_open(&h, k->ids, k->n, ret, e);
}

static int open_reader(struct payload_reader *r, const struct age_file_key *key, struct err *e)
{
	uint8_t nonce[AGE_NONCE_LEN];
	r->plain = age_plain_bytes(r->stored);
	if (r->plain < 0)
		return err_set(e, ERR_CORRUPT, "an evidence file is cut short");
	TRY(payload_read_at(r->fd, nonce, sizeof nonce, 0, e));
	(void)!posix_fadvise(r->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	r->stream = age_stream_new(key, nonce);
	return 0;
}

int payload_reader_open(const char *folder, const struct hash *name, const struct payload_key *k,
			struct payload_reader **ret, struct err *e)
{
	struct payload_path path;
	AUTO_AGE_FILE_KEY key;
	TRY(payload_key_open(k, &key, e));
	TRY(payload_path_of(folder, name, &path, e));
	AUTO_PAYLOAD_READER *r = mem_need(calloc(1, sizeof *r));
	r->fd = -1;
	TRY(payload_open_regular(path.z, &r->fd, &r->stored, e));
	TRY(open_reader(r, &key, e));
	*ret = r;
	r = NULL;
	return 0;
}

void payload_reader_free(struct payload_reader *r)
{
	if (!r)
		return;
	age_stream_free(r->stream);
	fd_close(&r->fd);
	wipe(r->open, sizeof r->open);
	free(r);
}

void payload_reader_freep(struct payload_reader **r)
{
	payload_reader_free(*r);
	*r = NULL;
}

int64_t payload_reader_bytes(const struct payload_reader *r)
{
	return r->plain;
}

void payload_reader_seek(struct payload_reader *r, int64_t at)
{
	assert(at >= 0);
	r->at = at;
}

/* A payload of nothing has one chunk too, and it is opened: an empty file that was not sealed as one
 * is damaged. So is one cut between two chunks, since its last one was not sealed as last. */
int payload_reader_next(struct payload_reader *r, struct str *ret, struct err *e)
{
	if (r->at >= r->plain && !(r->plain == 0 && r->at == 0)) {
		*ret = str_n("", 0);
		return 0;
	}
	int64_t chunk = r->at / AGE_CHUNK;
	int64_t from = AGE_NONCE_LEN + chunk * AGE_SEALED;
	bool last = from + AGE_SEALED >= r->stored;
	size_t n = last ? (size_t)(r->stored - from) : AGE_SEALED;
	size_t skip = (size_t)(r->at % AGE_CHUNK);
	TRY(payload_read_at(r->fd, r->sealed, n, from, e));
	age_stream_seek(r->stream, (uint64_t)chunk);
	TRY(age_open_chunk(r->stream, r->open, r->sealed, n, last, e));
	*ret = str_n((const char *)r->open + skip, n - AEAD_TAG_LEN - skip);
	r->at += r->plain == 0 ? 1 : (int64_t)ret->n;
	return 0;
}

static int copy_out(struct payload_reader *r, const struct hash *plain, struct hasher *h, int fd,
		    struct err *e)
{
	for (;;) {
		struct str s;
		TRY(payload_reader_next(r, &s, e));
		if (s.n == 0)
			return 0;
		if (plain)
			hasher_add(h, s.p, s.n);
		TRY(payload_write_all(fd, s.p, s.n, e));
	}
}

int payload_get_fd(const char *folder, const struct hash *name, const struct payload_key *k,
		   const struct hash *plain, int fd, struct err *e)
{
	AUTO_PAYLOAD_READER *r = NULL;
	TRY(payload_reader_open(folder, name, k, &r, e));
	struct hasher *h = hasher_new();
	int rc = copy_out(r, plain, h, fd, e);
	struct hash got = hasher_end(h);
	TRY(rc);
	if (plain && !hash_eq(&got, plain))
		return err_set(e, ERR_CORRUPT,
			       "the evidence opens, but it is not the file that was recorded");
	return 0;
}

/* link() and not rename(): what is there already is not replaced, also when it came meanwhile. The file
 * systems of sticks have no links. */
static int give_name(const char *temp, const char *path, struct err *e)
{
	if (link(temp, path) == 0)
		return 0;
	bool no_links = errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS;
	if (no_links && !file_exists(path) && rename(temp, path) == 0)
		return 0;
	return err_set(e, errno == EEXIST ? ERR_CONFLICT : ERR_IO, "cannot write %s: %s", path,
		       strerror(errno));
}

int payload_get(const char *folder, const struct hash *name, const struct payload_key *k,
		const struct hash *plain, const char *path, struct err *e)
{
	char temp[PATH_BYTES];
	if (file_exists(path))
		return err_set(e, ERR_CONFLICT, "%s exists already", path);
	if (snprintf(temp, sizeof temp, "%s.part-%ld", path, (long)getpid()) >= (int)sizeof temp)
		return err_set(e, ERR_INPUT, "the path %.40s... is too long", path);
	AUTO_FD fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(e, ERR_IO, "cannot write %s: %s", temp, strerror(errno));
	int rc = payload_get_fd(folder, name, k, plain, fd, e);
	if (rc == 0 && fsync(fd) != 0)
		rc = err_set(e, ERR_IO, "cannot write %s: %s", path, strerror(errno));
	if (rc == 0)
		rc = give_name(temp, path, e);
	unlink(temp);
	TRY(rc);
	return file_sync_folder_of(path, e);
}
