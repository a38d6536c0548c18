/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zip_read.c - reading a ZIP file from its end: the end record says where the directory is, the
 * directory says where the entries are, and all three have to fit without gap or overlap. Nothing is
 * searched for, so there is only one way to see the file.
 */
#include "ledger/zip_priv.h"

#include <errno.h>
#include <unistd.h>

struct zip_entry {  /* of files.list[i] */
	int64_t at; /* of its content */
	uint32_t crc;
};

/* ---- sources ---------------------------------------------------------------- */

static int read_fd(void *ctx, int64_t at, void *p, size_t n, struct err *e)
{
	const int *fd = ctx;
	uint8_t *to = p;
	while (n) {
		ssize_t got = pread(*fd, to, n, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_set(e, ERR_IO, "cannot read: %s",
				       got ? strerror(errno) : "the file became shorter");
		to += got;
		at += got;
		n -= (size_t)got;
	}
	return 0;
}

struct zip_source zip_source_fd(const int *fd, int64_t size)
{
	return (struct zip_source){ .ctx = (void *)(uintptr_t)fd, .size = size, .read = read_fd };
}

static int read_str(void *ctx, int64_t at, void *p, size_t n, struct err *e)
{
	const struct str *s = ctx;
	(void)e;
	memcpy(p, s->p + at, n);
	return 0;
}

struct zip_source zip_source_str(const struct str *s)
{
	return (struct zip_source){ .ctx = (void *)(uintptr_t)s,
				    .size = (int64_t)s->n,
				    .read = read_str };
}

/* ---- records ---------------------------------------------------------------- */

struct opening {
	struct zip *z;
	struct arena *a;
	struct err *e;
	int64_t dir_at, dir_len, n;
};

static int bad(const struct opening *o, const char *what)
{
	return err_set(
		o->e, ERR_INPUT,
		"not a ZIP file as bundles are packed: %s. If another program packed it, unpack "
		"it and judge the folder",
		what);
}

/* Never past the end of the source. */
static int fetch(const struct opening *o, int64_t at, void *p, size_t n)
{
	const struct zip_source *s = &o->z->src;
	if (at < 0 || at > s->size || (uint64_t)(s->size - at) < n)
		return bad(o, "it is cut short");
	return s->read(s->ctx, at, p, n, o->e);
}

static unsigned get16(const uint8_t *p)
{
	return (unsigned)p[0] | (unsigned)p[1] << 8;
}

static uint32_t get32(const uint8_t *p)
{
	return get16(p) | (uint32_t)get16(p + 2) << 16;
}

/* Above 2^62 it is no size or place; -1 is refused by every check that follows. */
static int64_t get64(const uint8_t *p)
{
	uint64_t v = get32(p) | (uint64_t)get32(p + 4) << 32;
	return v >> 62 ? -1 : (int64_t)v;
}

static int read_end64(struct opening *o, int64_t end_at)
{
	uint8_t l[ZIP_LOCATOR_LEN];
	uint8_t r[ZIP_END64_LEN];
	int64_t at = end_at - ZIP_LOCATOR_LEN - ZIP_END64_LEN;
	TRY(fetch(o, end_at - ZIP_LOCATOR_LEN, l, sizeof l));
	if (get32(l) != ZIP_LOCATOR_MAGIC || get32(l + 4) != 0 || get64(l + 8) != at ||
	    get32(l + 16) != 1)
		return bad(o, "its large end record is not where it must be");
	TRY(fetch(o, at, r, sizeof r));
	if (get32(r) != ZIP_END64_MAGIC || get64(r + 4) != ZIP_END64_LEN - 12 ||
	    get32(r + 16) != 0 || get32(r + 20) != 0 || get64(r + 24) != get64(r + 32))
		return bad(o, "its large end record is not as it must be");
	o->n = get64(r + 24);
	o->dir_len = get64(r + 40);
	o->dir_at = get64(r + 48);
	return o->dir_at + o->dir_len == at ? 0 : bad(o, "its directory does not end at its end");
}

static int read_end(struct opening *o)
{
	uint8_t r[ZIP_END_LEN];
	int64_t at = o->z->src.size - ZIP_END_LEN;
	TRY(fetch(o, at, r, sizeof r));
	if (get32(r) != ZIP_END_MAGIC || get16(r + 20) != 0)
		return bad(o, "it does not end with an end record without comment");
	if (get16(r + 4) != 0 || get16(r + 6) != 0 || get16(r + 8) != get16(r + 10))
		return bad(o, "it is of several parts");
	o->n = get16(r + 10);
	o->dir_len = get32(r + 12);
	o->dir_at = get32(r + 16);
	bool large = o->n == 0xFFFF || get32(r + 12) == ZIP_FULL || get32(r + 16) == ZIP_FULL;
	struct opening said = *o;
	if (large)
		TRY(read_end64(o, at));
	/* What fits stands in both. */
	if (large && ((said.n != 0xFFFF && said.n != o->n) ||
		      (said.dir_len != ZIP_FULL && said.dir_len != o->dir_len) ||
		      (said.dir_at != ZIP_FULL && said.dir_at != o->dir_at)))
		return bad(o, "its two end records differ");
	if (o->n < 0 || o->n > BAG_FILES_MAX)
		return err_set(o->e, ERR_TOOBIG, "more than %d files", BAG_FILES_MAX);
	if (o->dir_len < 0 || o->dir_len > ZIP_DIRECTORY_MAX)
		return err_set(o->e, ERR_TOOBIG, "a directory of more than %d bytes",
			       ZIP_DIRECTORY_MAX);
	if (o->dir_at < 0 || (!large && o->dir_at + o->dir_len != at))
		return bad(o, "its directory does not end at its end");
	return 0;
}

/* ---- entries ---------------------------------------------------------------- */

struct entry {
	struct bag_file file;
	struct zip_entry zip;
	int64_t header_at;
};

/* The numbers that did not fit, in this order: size twice, place. Nothing else may stand there. */
static int read_extra(const struct opening *o, struct str extra, bool size64, bool at64,
		      struct entry *x)
{
	const uint8_t *p = (const uint8_t *)extra.p;
	size_t want = (size64 ? 16u : 0u) + (at64 ? 8u : 0u);
	if (want == 0)
		return extra.n == 0 ? 0 : bad(o, "an entry has fields we do not write");
	if (extra.n != want + 4 || get16(p) != ZIP_EXTRA64 || get16(p + 2) != want)
		return bad(o, "the numbers of a large entry are not as they must be");
	p += 4;
	if (size64) {
		x->file.size = get64(p);
		if (get64(p + 8) != x->file.size)
			return bad(o, "an entry is compressed");
		p += 16;
	}
	if (at64)
		x->header_at = get64(p);
	return 0;
}

/* From the version needed on; `p` points there. */
static int read_common(const struct opening *o, const uint8_t *p, struct entry *x)
{
	if (get16(p) > ZIP_VERSION64)
		return bad(o, "an entry needs a newer program");
	if (get16(p + 2) & ~(unsigned)ZIP_UTF8)
		return bad(o, "an entry has flags we do not write");
	if (get16(p + 4) != 0 || get32(p + 14) != get32(p + 18))
		return bad(o, "an entry is compressed");
	x->zip.crc = get32(p + 10);
	x->file.size = get32(p + 14);
	return 0;
}

static int read_name(const struct opening *o, struct str name, unsigned flags, struct entry *x)
{
	bool ascii = true;
	const char *why = bag_path_fault(name);
	if (why)
		return err_set(o->e, ERR_INPUT, "a name in the ZIP file %s", why);
	for (size_t i = 0; i < name.n; i++)
		ascii = ascii && (uint8_t)name.p[i] < 0x80;
	if (!ascii && !(flags & ZIP_UTF8))
		return bad(o, "a name is not marked as UTF-8");
	x->file.path = name;
	return 0;
}

/* One record of the directory; returns through *at where the next begins. */
static int read_central(const struct opening *o, struct str dir, size_t *at, struct entry *x)
{
	const uint8_t *p = (const uint8_t *)dir.p + *at;
	if (dir.n - *at < ZIP_CENTRAL_LEN || get32(p) != ZIP_CENTRAL_MAGIC)
		return bad(o, "a record of its directory is not where it must be");
	size_t name = get16(p + 28);
	size_t extra = get16(p + 30);
	if (get16(p + 32) != 0 || get16(p + 34) != 0)
		return bad(o, "an entry has a comment or is on another disk");
	if (dir.n - *at - ZIP_CENTRAL_LEN < name + extra)
		return bad(o, "its directory is cut short");
	/* Where it was made by Unix, the upper half is the kind and mode of the file. */
	unsigned kind = get16(p + 40) & 0xF000u;
	if ((kind != 0 && kind != 0x8000u) || (get16(p + 38) & 0x10u))
		return bad(o, "an entry is no plain file");
	TRY(read_common(o, p + 6, x));
	bool size64 = get32(p + 20) == ZIP_FULL;
	bool at64 = get32(p + 42) == ZIP_FULL;
	x->header_at = get32(p + 42);
	const char *text = (const char *)p + ZIP_CENTRAL_LEN;
	TRY(read_name(o, str_n(text, name), get16(p + 8), x));
	TRY(read_extra(o, str_n(text + name, extra), size64, at64, x));
	if (x->file.size < 0 || x->header_at < 0)
		return bad(o, "a number of an entry is too large");
	*at += ZIP_CENTRAL_LEN + name + extra;
	return 0;
}

/* The header before the content says the same; `central` points into the directory. */
static int check_local(const struct opening *o, const uint8_t *central, struct entry *x)
{
	uint8_t p[ZIP_LOCAL_LEN];
	char rest[BAG_PATH_MAX + 20];
	struct entry local = { .header_at = x->header_at };
	size_t name = x->file.path.n;
	TRY(fetch(o, x->header_at, p, sizeof p));
	size_t extra = get16(p + 28);
	/* Version, flags, method, time, date, checksum. */
	if (get32(p) != ZIP_LOCAL_MAGIC || get16(p + 26) != name || (extra != 0 && extra != 20) ||
	    memcmp(p + 4, central + 6, 14) != 0)
		return bad(o, "what stands before an entry is not what the directory says");
	TRY(read_common(o, p + 4, &local));
	TRY(fetch(o, x->header_at + ZIP_LOCAL_LEN, rest, name + extra));
	TRY(read_extra(o, str_n(rest + name, extra), get32(p + 18) == ZIP_FULL, false, &local));
	if (local.file.size != x->file.size || memcmp(rest, x->file.path.p, name) != 0)
		return bad(o, "what stands before an entry is not what the directory says");
	x->zip.at = x->header_at + ZIP_LOCAL_LEN + (int64_t)(name + extra);
	return 0;
}

static int read_entries(struct opening *o, struct str dir, struct entry *list)
{
	size_t at = 0;
	int64_t next = 0; /* where the next entry has to begin */
	for (int64_t i = 0; i < o->n; i++) {
		const uint8_t *central = (const uint8_t *)dir.p + at;
		struct entry *x = &list[i];
		TRY(read_central(o, dir, &at, x));
		if (x->header_at != next)
			return bad(o, "there is a gap or an overlap between its entries");
		TRY(check_local(o, central, x));
		if (x->file.size > o->dir_at - x->zip.at)
			return bad(o, "an entry is cut short");
		next = x->zip.at + x->file.size;
	}
	if (at != dir.n || next != o->dir_at)
		return bad(o, "it has bytes that belong to no entry");
	return 0;
}

/* ---- the set ---------------------------------------------------------------- */

static int entry_order(const void *x, const void *y)
{
	const struct entry *a = x;
	const struct entry *b = y;
	return str_cmp(a->file.path, b->file.path);
}

static int take_folder_off(const struct opening *o, struct entry *list)
{
	struct str folder;
	if (o->n == 0)
		return 0;
	struct str rest = str_cut(list[0].file.path, '/', &folder);
	if (!rest.p)
		return bad(o, "its files do not stand in one folder");
	folder.n++; /* with the slash */
	for (int64_t i = 0; i < o->n; i++) {
		if (!str_starts(list[i].file.path, folder))
			return bad(o, "its files do not stand in one folder");
		list[i].file.path = str_from(list[i].file.path, folder.n);
		const char *why = bag_path_fault(list[i].file.path);
		if (why)
			return err_set(o->e, ERR_INPUT, "a name in the ZIP file %s", why);
	}
	return 0;
}

static int stream(void *ctx, size_t i, bag_sink *to, void *to_ctx, struct err *e)
{
	const struct zip *z = ctx;
	uint8_t chunk[65536];
	uint32_t crc = 0;
	int64_t at = z->entries[i].at;
	int64_t left = z->files.list[i].size;
	while (left > 0) {
		size_t n = left < (int64_t)sizeof chunk ? (size_t)left : sizeof chunk;
		TRY(z->src.read(z->src.ctx, at, chunk, n, e));
		crc = crc32_add(&z->crc, crc, chunk, n);
		TRY(to(to_ctx, chunk, n, e));
		at += (int64_t)n;
		left -= (int64_t)n;
	}
	if (crc != z->entries[i].crc)
		return err_set(e, ERR_CORRUPT, "%.*s has not the checksum the ZIP file gives it",
			       STR_FMT(z->files.list[i].path));
	return 0;
}

static int make_set(const struct opening *o, struct entry *list)
{
	struct zip *z = o->z;
	size_t n = (size_t)o->n;
	struct bag_file *files = NEW_N(o->a, n, struct bag_file);
	z->entries = NEW_N(o->a, n, struct zip_entry);
	if (n)
		qsort(list, n, sizeof *list, entry_order);
	for (size_t i = 0; i < n; i++) {
		files[i] = list[i].file;
		z->entries[i] = list[i].zip;
	}
	if (bag_files_alike(files, n, o->a))
		return bad(o, "two of its names are one on some systems");
	z->files = (struct bag_files){ .ctx = z, .list = files, .n = n, .stream = stream };
	return 0;
}

int zip_open(struct zip *z, const struct zip_source *src, bool one_folder, struct arena *a,
	     struct err *e)
{
	struct opening o = { .z = z, .a = a, .e = e };
	*z = (struct zip){ .src = *src };
	crc32_init(&z->crc);
	TRY(read_end(&o));
	/* A directory record takes more than this for each entry. */
	if (o.n * ZIP_CENTRAL_LEN > o.dir_len)
		return bad(&o, "its directory is cut short");
	char *dir = NEW_N(a, (size_t)o.dir_len, char);
	struct entry *list = NEW_N(a, (size_t)o.n, struct entry);
	TRY(fetch(&o, o.dir_at, dir, (size_t)o.dir_len));
	TRY(read_entries(&o, str_n(dir, (size_t)o.dir_len), list));
	if (one_folder)
		TRY(take_folder_off(&o, list));
	return make_set(&o, list);
}

bool zip_looks_like_one(struct str s)
{
	return str_starts(s, STR("PK\x03\x04"));
}
