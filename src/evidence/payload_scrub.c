/* SPDX-License-Identifier: GPL-3.0-or-later */
/* payload_scrub.c - reads what is stored and compares it with its names, and with keys also with what was
 * given; and says what should not be there. */
#include "evidence/payload_priv.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/file.h"

struct scrub {
	const char *folder;
	const struct payload_scrub *how;
	struct payload_sum sum;
	int64_t total; /* bytes to read */
	int64_t start_ns;
	struct arena *a; /* of one payload */
	uint8_t *sealed;
	uint8_t *open;
};

static int found(struct scrub *s, enum payload_fault fault, const char *place, const char *why,
		 struct err *e)
{
	struct payload_finding f = { fault, place, why };
	s->sum.findings++;
	return s->how->found ? s->how->found(s->how->ctx, &f, e) : 0;
}

/* ---- one payload ---- */

/* Sleeps as long as what was read until now should have taken longer. */
static void slow_down(const struct scrub *s)
{
	if (s->how->bytes_per_s <= 0)
		return;
	double want = (double)s->sum.bytes / (double)s->how->bytes_per_s;
	double is = (double)(clock_mono_ns() - s->start_ns) / 1e9;
	double left = want - is;
	if (left <= 0)
		return;
	struct timespec t = { .tv_sec = (time_t)left };
	t.tv_nsec = (long)((left - (double)t.tv_sec) * 1e9);
	nanosleep(&t, NULL);
}

/* What one pass over a payload finds. */
struct pass {
	int fd;
	int64_t bytes;
	struct age_stream *stream; /* NULL: without key, or from where it stopped opening */
	bool opens;
	struct hasher *stored;
	struct hasher *plain;
};

static void open_chunk(struct scrub *s, struct pass *p, size_t n, bool last)
{
	if (!p->opens)
		return;
	p->opens = age_open_chunk(p->stream, s->open, s->sealed, n, last, NULL) == 0;
	if (p->opens)
		hasher_add(p->plain, s->open, n - AEAD_TAG_LEN);
}

static int read_through(struct scrub *s, struct pass *p, const struct age_file_key *key,
			struct err *e)
{
	uint8_t nonce[AGE_NONCE_LEN];
	int64_t at = p->bytes < AGE_NONCE_LEN ? p->bytes : AGE_NONCE_LEN;
	TRY(payload_read_at(p->fd, nonce, (size_t)at, 0, e));
	hasher_add(p->stored, nonce, (size_t)at);
	if (key && at == AGE_NONCE_LEN && p->bytes > at) {
		p->stream = age_stream_new(key, nonce);
		p->opens = true;
	}
	s->sum.bytes += at;
	if (s->how->progress &&
	    at == p->bytes) /* cut so short that there is nothing else to tell of */
		TRY(s->how->progress(s->how->ctx, s->sum.bytes, s->total, e));
	while (at < p->bytes) {
		bool last = p->bytes - at <= AGE_SEALED;
		size_t n = last ? (size_t)(p->bytes - at) : AGE_SEALED;
		TRY(payload_read_at(p->fd, s->sealed, n, at, e));
		hasher_add(p->stored, s->sealed, n);
		open_chunk(s, p, n, last);
		at += (int64_t)n;
		s->sum.bytes += (int64_t)n;
		slow_down(s);
		if (s->how->progress && (last || at / PIECE != (at - (int64_t)n) / PIECE))
			TRY(s->how->progress(s->how->ctx, s->sum.bytes, s->total, e));
	}
	return 0;
}

static int judge(struct scrub *s, const char *place, const struct hash *name,
		 const struct payload_known *known, bool opens, const struct hash *stored,
		 const struct hash *plain, struct err *e)
{
	s->sum.objects++;
	if (!hash_eq(stored, name))
		return found(s, PAYLOAD_DAMAGED, place, "its bytes are not those its name says", e);
	if (!known->known)
		return found(s, PAYLOAD_UNKNOWN, place, "no record refers to it", e);
	if (!known->open)
		return 0;
	if (!opens)
		return found(s, PAYLOAD_SHUT, place, "its header does not open it", e);
	s->sum.opened++;
	if (!hash_eq(plain, &known->plain))
		return found(s, PAYLOAD_OTHER, place, "it opens, but is not the file recorded", e);
	return 0;
}

static int scrub_payload(struct scrub *s, const char *place, const struct hash *name, struct err *e)
{
	struct payload_path path;
	struct payload_known known = { .known = true };
	AUTO_AGE_FILE_KEY key;
	AUTO_FD fd = -1;
	struct pass p = { 0 };
	struct err why;
	bool keyed = false;
	arena_clear(s->a);
	if (s->how->lookup) {
		known.known = false;
		TRY(s->how->lookup(s->how->ctx, name, s->a, &known, e));
		keyed = known.open && payload_key_open(&known.key, &key, NULL) == 0;
	}
	TRY(payload_path_of(s->folder, name, &path, e));
	int rc = payload_open_regular(path.z, &fd, &p.bytes, &why);
	if (rc == ERR_INPUT)
		return found(s, PAYLOAD_STRAY, place, "it is no file", e);
	if (rc < 0)
		return found(s, PAYLOAD_UNREADABLE, place, why.text, e);
	/* From the disk, and without pushing out what others need. */
	(void)!posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	(void)!posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	p.fd = fd;
	p.stored = hasher_new();
	p.plain = hasher_new();
	rc = read_through(s, &p, keyed ? &key : NULL, &why);
	(void)!posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	struct hash stored = hasher_end(p.stored);
	struct hash plain = hasher_end(p.plain);
	age_stream_free(p.stream);
	if (rc == ERR_IO || rc == ERR_CORRUPT)
		return found(s, PAYLOAD_UNREADABLE, place, why.text, e);
	if (rc < 0) { /* progress said stop */
		if (e)
			*e = why;
		return rc;
	}
	return judge(s, place, name, &known, p.opens, &stored, &plain, e);
}

/* ---- folders ---- */

static bool is_hex(const char *z, size_t n)
{
	if (strlen(z) != n)
		return false;
	for (; *z; z++)
		if (!(*z >= '0' && *z <= '9') && !(*z >= 'a' && *z <= 'f'))
			return false;
	return true;
}

static int64_t bytes_at(const char *path, bool *ret_dir)
{
	struct stat st;
	if (lstat(path, &st) != 0)
		return 0;
	*ret_dir = S_ISDIR(st.st_mode);
	return S_ISREG(st.st_mode) ? st.st_size : 0;
}

/* The names are random, so any four digits of them share evenly. */
static bool is_mine(const struct payload_scrub *how, const struct hash *name)
{
	return how->of <= 1 || (name->b[1] << 8 | name->b[2]) % how->of == how->part - 1;
}

/* Calls `each` for every entry of a folder in order, with its path below the store. */
typedef int each_entry(struct scrub *s, const char *dir, const char *entry, const char *place,
		       struct err *e);

static int walk(struct scrub *s, const char *dir, each_entry *each, struct err *e)
{
	char path[PATH_BYTES];
	char place[PATH_BYTES];
	struct dirent **entry = NULL;
	int rc = 0;
	if (snprintf(path, sizeof path, "%s%s%s", s->folder, *dir ? "/" : "", dir) >= PATH_BYTES)
		return err_set(e, ERR_INPUT, "the path of the evidence folder is too long");
	int n = scandir(path, &entry, NULL, alphasort);
	if (n < 0 && !*dir)
		return err_set(e, errno == ENOENT ? ERR_NOTFOUND : ERR_IO, "cannot read %s: %s",
			       path, strerror(errno));
	if (n < 0)
		return found(s, PAYLOAD_UNREADABLE, dir, strerror(errno), e);
	for (int i = 0; i < n; i++) {
		const char *name = entry[i]->d_name;
		int fits = snprintf(place, sizeof place, "%s%s%s", dir, *dir ? "/" : "", name);
		if (rc == 0 && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
			rc = fits < PATH_BYTES ? each(s, dir, name, place, e) : 0;
		free(entry[i]);
	}
	free(entry);
	return rc;
}

static int scrub_entry(struct scrub *s, const char *dir, const char *name, const char *place,
		       struct err *e)
{
	struct hash h = { 0 };
	if (!is_hex(name, (size_t)2 * HASH_LEN) || !hex_decode(h.b, HASH_LEN, str_of(name)))
		return found(s, PAYLOAD_STRAY, place, "its name is not that of a payload", e);
	if (strncmp(name, dir, 2) != 0)
		return found(s, PAYLOAD_STRAY, place, "it lies in the wrong folder", e);
	return is_mine(s->how, &h) ? scrub_payload(s, place, &h, e) : 0;
}

static int leftover(struct scrub *s, const char *dir, const char *name, const char *place,
		    struct err *e)
{
	AUTO_FD held = -1;
	(void)dir;
	if (!landing_is_free(s->folder, name, &held))
		return 0; /* somebody is storing it now */
	return found(s, PAYLOAD_LEFTOVER, place, "it is left of something that was cut short", e);
}

static int scrub_top(struct scrub *s, const char *dir, const char *name, const char *place,
		     struct err *e)
{
	char path[PATH_BYTES];
	bool is_dir = false;
	(void)dir;
	if (snprintf(path, sizeof path, "%s/%s", s->folder, name) >= PATH_BYTES)
		return err_set(e, ERR_INPUT, "the path of the evidence folder is too long");
	(void)bytes_at(path, &is_dir);
	if (is_dir && strcmp(name, "tmp") == 0)
		return walk(s, name, leftover, e);
	if (is_dir && is_hex(name, 2))
		return walk(s, name, scrub_entry, e);
	return found(s, PAYLOAD_STRAY, place, "it does not belong into the store", e);
}

/* ---- how much there is to do ---- */

static int count_entry(struct scrub *s, const char *dir, const char *name, const char *place,
		       struct err *e)
{
	char path[PATH_BYTES];
	bool is_dir = false;
	struct hash h = { 0 };
	(void)e;
	if (is_hex(name, (size_t)2 * HASH_LEN) && strncmp(name, dir, 2) == 0 &&
	    hex_decode(h.b, HASH_LEN, str_of(name)) && is_mine(s->how, &h) &&
	    snprintf(path, sizeof path, "%s/%s", s->folder, place) < PATH_BYTES)
		s->total += bytes_at(path, &is_dir);
	return 0;
}

static int count_top(struct scrub *s, const char *dir, const char *name, const char *place,
		     struct err *e)
{
	(void)dir;
	(void)place;
	return is_hex(name, 2) ? walk(s, name, count_entry, e) : 0;
}

int payload_scrub(const char *folder, const struct payload_scrub *how, struct payload_sum *ret,
		  struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct payload_scrub quiet = *how;
	struct scrub s = { .folder = folder, .how = &quiet, .a = a };
	assert(how->of <= 1 || (how->part >= 1 && how->part <= how->of));
	/* Looking twice must not tell twice. */
	quiet.found = NULL;
	TRY(walk(&s, "", count_top, e));
	s.sum = (struct payload_sum){ 0 };
	s.how = how;
	s.start_ns = clock_mono_ns();
	s.sealed = malloc(AGE_SEALED);
	s.open = malloc(AGE_CHUNK);
	if (!s.sealed || !s.open)
		die("out of memory");
	int rc = walk(&s, "", scrub_top, e);
	wipe(s.open, AGE_CHUNK);
	free(s.sealed);
	free(s.open);
	if (rc == 0)
		*ret = s.sum;
	return rc;
}
