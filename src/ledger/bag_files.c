/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/bag_files.h"

#include "base/map.h"

int bag_file_order(const void *x, const void *y)
{
	const struct bag_file *a = x;
	const struct bag_file *b = y;
	return str_cmp(a->path, b->path);
}

ptrdiff_t bag_files_find(const struct bag_files *f, struct str path)
{
	size_t lo = 0;
	size_t hi = f->n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = str_cmp(f->list[mid].path, path);
		if (c == 0)
			return (ptrdiff_t)mid;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -1;
}

static int keep(void *ctx, const void *p, size_t n, struct err *e)
{
	struct buf *b = ctx;
	buf_add_n(b, p, n);
	return buf_check(b, e);
}

int bag_files_read(const struct bag_files *f, size_t i, size_t max, struct arena *a,
		   struct str *ret, struct err *e)
{
	const struct bag_file *file = &f->list[i];
	if (file->size < 0 || (uint64_t)file->size > max)
		return err_set(e, ERR_TOOBIG, "%.*s has more than %zu bytes", STR_FMT(file->path),
			       max);
	AUTO_BUF b;
	buf_init(&b, max + 1);
	TRY(f->stream(f->ctx, i, keep, &b, e));
	*ret = buf_copy(&b, a);
	return 0;
}

/* ---- names ------------------------------------------------------------- */

static const char *part_fault(struct str part)
{
	if (part.n == 0)
		return "has an empty name between slashes";
	if (str_eq(part, STR(".")) || str_eq(part, STR("..")))
		return "leads to another folder";
	return NULL;
}

/* Control characters, and those that turn the direction of a line, so that a name is not what it
 * seems: U+200E, U+200F, U+061C, U+202A to U+202E, U+2066 to U+2069; and line separators. */
static bool is_steering(struct str s, size_t i)
{
	const uint8_t *p = (const uint8_t *)s.p + i;
	size_t left = s.n - i;
	if (p[0] < 0x20 || p[0] == 0x7F)
		return true;
	if (left >= 2 && ((p[0] == 0xC2 && p[1] < 0xA0) || (p[0] == 0xD8 && p[1] == 0x9C)))
		return true;
	if (left < 3 || p[0] != 0xE2)
		return false;
	return (p[1] == 0x80 && (p[2] == 0x8E || p[2] == 0x8F || (p[2] >= 0xA8 && p[2] <= 0xAE))) ||
	       (p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9);
}

const char *bag_path_fault(struct str path)
{
	struct str part;
	int depth = 0;
	if (path.n == 0)
		return "is empty";
	if (path.n > BAG_PATH_MAX)
		return "is too long";
	if (!str_is_utf8(path))
		return "is no UTF-8";
	if (path.p[0] == '/')
		return "is absolute";
	if (path.p[0] == '~')
		return "begins with a tilde";
	if (path.n > 1 && path.p[1] == ':')
		return "names a drive";
	for (size_t i = 0; i < path.n; i++) {
		if (path.p[i] == '\\')
			return "has a backslash";
		if (is_steering(path, i))
			return "has a character that steers what is shown";
	}
	for (struct str rest = path; rest.p;) {
		rest = str_cut(rest, '/', &part);
		const char *why = part_fault(part);
		if (why)
			return why;
		if (++depth > BAG_DEPTH_MAX)
			return "is too deep";
	}
	return NULL;
}

/* What a folded name was seen as, kept in place of a pointer. */
enum { SEEN_FILE = 1, SEEN_FOLDER };

static uintptr_t *place(struct map *seen, struct str path, struct arena *scratch)
{
	struct hash h = bag_path_fold(path, scratch);
	return (uintptr_t *)map_at(seen, str_n((const char *)h.b, HASH_LEN));
}

const struct bag_file *bag_files_alike(const struct bag_file *list, size_t n, struct arena *a)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct map seen;
	map_init(&seen, a);
	for (size_t i = 0; i < n; i++) {
		struct str path = list[i].path;
		arena_clear(scratch);
		for (size_t k = 0; k < path.n; k++) {
			if (path.p[k] != '/')
				continue;
			uintptr_t *at = place(&seen, str_n(path.p, k), scratch);
			if (*at == SEEN_FILE)
				return &list[i];
			*at = SEEN_FOLDER;
		}
		uintptr_t *at = place(&seen, path, scratch);
		if (*at)
			return &list[i];
		*at = SEEN_FILE;
	}
	return NULL;
}
