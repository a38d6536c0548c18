/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preserve.c - what is it? By content and by the names in it, never by the name somebody gave it. */
#include "intake/preserve.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"
#include "intake/preserve_priv.h"

/* ---- by names ---- */

static bool has(const struct bag_files *f, struct str top, const char *name, struct arena *a)
{
	return bag_files_find(f, str_join(a, top, str_of(name))) >= 0;
}

/* "name/" when all files are in one folder, as archives of a folder are. */
static struct str top_of(const struct bag_files *f)
{
	struct str top = STR("");
	for (size_t i = 0; i < f->n; i++) {
		struct str first;
		struct str rest = str_cut(f->list[i].path, '/', &first);
		if (!rest.p)
			return STR("");
		if (i == 0)
			top = str_n(first.p, first.n + 1);
		else if (!str_starts(f->list[i].path, top))
			return STR("");
	}
	return top;
}

static bool any_ends(const struct bag_files *f, const char *end)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_ends(f->list[i].path, str_of(end)))
			return true;
	return false;
}

enum preserve_kind kind_of_files(const struct bag_files *files, struct str *ret_top)
{
	AUTO_ARENA *a = arena_new(1 << 20);
	struct str top = top_of(files);
	*ret_top = has(files, STR(""), "bagit.txt", a) || has(files, STR(""), "datapackage.json", a)
			   ? STR("")
			   : top;
	if (has(files, *ret_top, "bagit.txt", a))
		return PRESERVE_BAGIT;
	if (has(files, *ret_top, "datapackage.json", a) &&
	    (any_ends(files, ".warc") || any_ends(files, ".warc.gz")))
		return PRESERVE_WACZ;
	if (any_ends(files, ".proof.csv") || any_ends(files, ".proof.json"))
		return PRESERVE_PROOFMODE;
	if (any_ends(files, ".json") || any_ends(files, ".csv"))
		return PRESERVE_ARCHIVER; /* perhaps: its content says */
	return PRESERVE_UNKNOWN;
}

/* ---- a set below its top folder ---- */

struct below {
	const struct bag_files *of;
};

static int stream_below(void *ctx, size_t i, bag_sink *to, void *to_ctx, struct err *e)
{
	const struct below *b = ctx;
	return b->of->stream(b->of->ctx, i, to, to_ctx, e);
}

static struct bag_files without_top(const struct bag_files *files, struct str top, struct below *b,
				    struct arena *a)
{
	struct bag_file *list = NEW_N(a, files->n, struct bag_file);
	for (size_t i = 0; i < files->n; i++) {
		list[i] = files->list[i];
		list[i].path = str_from(list[i].path, top.n);
	}
	b->of = files;
	return (struct bag_files){ .ctx = b, .list = list, .n = files->n, .stream = stream_below };
}

static int plain_members(struct making *m, const struct bag_files *files, struct err *e)
{
	struct hashed h;
	TRY(hashed_make(files, m->a, &h, e));
	hashed_members(m, &h);
	return 0;
}

static int archiver_or_nothing(struct making *m, const struct bag_files *files, struct err *e)
{
	TRY(preserve_archiver(m, files, e));
	bool found = m->r.n_urls || m->r.hashes_fit || m->r.hashes_differ || m->r.hashes_unjudged;
	if (found)
		return 0;
	m->r.kind = PRESERVE_UNKNOWN;
	m->r.tool = STR("");
	m->r.n_findings = 0;
	return 0;
}

static int judge_files(struct making *m, const struct bag_files *all, struct err *e)
{
	struct str top;
	struct below b;
	enum preserve_kind k = kind_of_files(all, &top);
	struct bag_files files = without_top(all, top, &b, m->a);
	switch (k) {
	case PRESERVE_BAGIT:
		return preserve_bag(m, &files, e);
	case PRESERVE_PROOFMODE:
		return preserve_proofmode(m, &files, e);
	case PRESERVE_ARCHIVER:
		return archiver_or_nothing(m, &files, e);
	case PRESERVE_WACZ: /* unpacked: its places are gone, so its hashes are all there is */
	case PRESERVE_WARC:
	case PRESERVE_UNKNOWN:
		return plain_members(m, &files, e);
	}
	return 0;
}

/* ---- a file ---- */

static int hash_fd(int fd, struct hash *ret, int64_t *ret_bytes, struct err *e)
{
	char chunk[65536];
	struct hasher *h = hasher_new();
	ssize_t n;
	int64_t bytes = 0;
	while ((n = pread(fd, chunk, sizeof chunk, bytes)) > 0 || (n < 0 && errno == EINTR)) {
		if (n < 0)
			continue;
		hasher_add(h, chunk, (size_t)n);
		bytes += n;
	}
	*ret = hasher_end(h);
	*ret_bytes = bytes;
	return n == 0 ? 0 : err_set(e, ERR_IO, "cannot read the file: %s", strerror(errno));
}

/* Names only: what an archive is, before any of it is unpacked. */
static int kind_of_archive(struct making *m, int fd, enum preserve_kind *ret, struct err *e)
{
	struct look_entries en;
	struct str top;
	int64_t max = m->o->max_bytes ? m->o->max_bytes : INT64_C(16) << 30;
	TRY(look_archive(&m->o->worker, fd, -1, max, m->a, &en, e));
	struct bag_file *list = NEW_N(m->a, en.n, struct bag_file);
	size_t n = 0;
	for (size_t i = 0; i < en.n; i++)
		if (!en.items[i].refused.n && !en.items[i].folder)
			list[n++] = (struct bag_file){ en.items[i].name, en.items[i].bytes };
	if (n)
		qsort(list, n, sizeof *list, bag_file_order);
	*ret = kind_of_files(&(struct bag_files){ .list = list, .n = n }, &top);
	return 0;
}

static int judge_archive(struct making *m, int fd, const char *scratch, struct err *e)
{
	enum preserve_kind k = PRESERVE_UNKNOWN;
	AUTO_UNPACKED u = { .fd = -1 };
	TRY(kind_of_archive(m, fd, &k, e));
	if (k == PRESERVE_WACZ)
		return preserve_capture(m, fd, PRESERVE_WACZ, e);
	TRY(unpacked_make(m, fd, scratch, &u, e));
	return judge_files(m, &u.files, e);
}

static int judge_text(struct making *m, int fd, struct err *e)
{
	char *p = NEW_N(m->a, SMALL_FILE_MAX, char);
	size_t n = 0;
	ssize_t got;
	bool is = false;
	if (m->r.bytes > SMALL_FILE_MAX)
		return 0;
	while (n < SMALL_FILE_MAX && (got = pread(fd, p + n, SMALL_FILE_MAX - n, (off_t)n)) > 0)
		n += (size_t)got;
	return preserve_archiver_alone(m, str_n(p, n), &is, e);
}

/* libmagic tells apart who wrote it; we do not. */
static bool is_tar(struct str media_type)
{
	return str_eq(media_type, STR("application/x-tar")) ||
	       str_eq(media_type, STR("application/x-gtar")) ||
	       str_eq(media_type, STR("application/x-ustar"));
}

static int judge_file(struct making *m, int fd, const char *scratch, struct err *e)
{
	struct look_kind k;
	struct err why = { 0 };
	TRY(look_kind(&m->o->worker, fd, m->a, &k, e));
	if (str_eq(k.first_bytes, STR("application/warc")))
		return preserve_capture(m, fd, PRESERVE_WARC, e);
	if (str_eq(k.first_bytes, STR("application/zip")) || is_tar(k.media_type))
		return judge_archive(m, fd, scratch, e);
	if (str_eq(k.first_bytes, STR("application/gzip"))) {
		int rc = preserve_capture(m, fd, PRESERVE_WARC, &why);
		if (rc != ERR_INPUT)
			return rc < 0 ? err_set(e, rc, "%s", why.text) : 0;
		m->r.kind = PRESERVE_UNKNOWN;
		return judge_archive(m, fd, scratch, e);
	}
	if (k.first_bytes.n == 0 && (str_starts(k.media_type, STR("text/")) ||
				     str_eq(k.media_type, STR("application/json")) ||
				     str_eq(k.media_type, STR("application/csv"))))
		return judge_text(m, fd, e);
	return 0;
}

int preserve_read_fd(int fd, const char *scratch, const struct preserve_options *o, struct arena *a,
		     struct preserve_report *ret, struct err *e)
{
	struct making m;
	making_begin(&m, o, a);
	TRY(hash_fd(fd, &m.r.sha256, &m.r.bytes, e));
	TRY(judge_file(&m, fd, scratch, e));
	*ret = m.r;
	return 0;
}

/* ---- a folder ---- */

static int make_listing(struct making *m, const struct bag_files *files, struct err *e)
{
	AUTO_BUF b;
	buf_init(&b, PRESERVE_LISTING_MAX);
	m->r.is_folder = true;
	struct hashed h;
	TRY(hashed_make(files, m->a, &h, e));
	for (size_t i = 0; i < files->n; i++) {
		char hex[2 * HASH_LEN + 1];
		hex_encode(hex, h.sha256[i].b, HASH_LEN);
		m->r.bytes += files->list[i].size;
		buf_printf(&b, "%s  %.*s\n", hex, STR_FMT(files->list[i].path));
	}
	TRY(buf_check(&b, e));
	m->r.listing = buf_copy(&b, m->a);
	m->r.sha256 = hash_of(m->r.listing);
	return 0;
}

static int read_folder(const char *path, const struct preserve_options *o, struct arena *a,
		       struct preserve_report *ret, struct err *e)
{
	AUTO_BAG_FOLDER folder = { .root = -1 };
	struct making m;
	making_begin(&m, o, a);
	TRY(bag_folder_open(&folder, path, a, e));
	for (size_t i = 0; i < folder.files.n; i++) {
		const char *fault = bag_path_fault(folder.files.list[i].path);
		if (fault)
			return err_set(e, ERR_INPUT,
				       "a file in the folder has a name that is refused: %s",
				       fault);
	}
	TRY(make_listing(&m, &folder.files, e));
	TRY(judge_files(&m, &folder.files, e));
	*ret = m.r;
	return 0;
}

static const char *folder_of(const char *path, struct arena *a)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return ".";
	return slash == path ? "/" : str_copy(a, str_n(path, (size_t)(slash - path))).p;
}

int preserve_read(const char *path, const struct preserve_options *o, struct arena *a,
		  struct preserve_report *ret, struct err *e)
{
	struct stat st;
	/* Not waiting for somebody to write into a pipe. */
	AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) != 0)
		return err_set(e,
			       errno == ENOENT	? ERR_NOTFOUND
			       : errno == ELOOP ? ERR_INPUT
						: ERR_IO,
			       "cannot read %s: %s", path,
			       errno == ELOOP ? "it is a link" : strerror(errno));
	if (S_ISDIR(st.st_mode))
		return read_folder(path, o, a, ret, e);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_INPUT, "%s is neither a file nor a folder", path);
	return preserve_read_fd(fd, folder_of(path, a), o, a, ret, e);
}
