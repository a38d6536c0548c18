/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/bag_priv.h"

#include "base/bytes.h"

struct bag_written {
	struct bag_file file;
	struct hash sha256;
};

static bool is_own(struct str path)
{
	return str_eq(path, STR("bagit.txt")) || str_eq(path, STR("bag-info.txt")) ||
	       str_eq(path, STR("fetch.txt")) || str_starts(path, STR("manifest-")) ||
	       str_starts(path, STR("tagmanifest-"));
}

static int remember(struct bag_writer *w, struct str path, int64_t size, const struct hash *h,
		    struct err *e)
{
	if (w->n == BAG_FILES_MAX)
		return err_set(e, ERR_TOOBIG, "a bag has more than %d files", BAG_FILES_MAX);
	w->list = arena_grow(w->a, w->list, w->n, &w->cap, sizeof *w->list);
	w->list[w->n++] =
		(struct bag_written){ .file = { str_copy(w->a, path), size }, .sha256 = *h };
	if (str_starts(path, STR("data/"))) {
		w->payload_files++;
		w->payload_bytes += size;
	}
	return 0;
}

static int put(struct bag_writer *w, struct str path, struct str s, bool listed, struct err *e)
{
	struct hash h = hash_of(s);
	TRY(w->out.begin(w->out.ctx, path, (int64_t)s.n, e));
	if (s.n)
		TRY(w->out.add(w->out.ctx, s.p, s.n, e));
	TRY(w->out.end(w->out.ctx, e));
	return listed ? remember(w, path, (int64_t)s.n, &h, e) : 0;
}

int bag_write_begin(struct bag_writer *w, const struct bag_out *out, struct arena *a, struct err *e)
{
	*w = (struct bag_writer){ .a = a, .out = *out };
	return put(w, STR("bagit.txt"),
		   STR("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"), true, e);
}

static int check_path(struct str path, struct err *e)
{
	const char *why = bag_path_fault(path);
	if (why)
		return err_set(e, ERR_INPUT, "a name in a bag %s", why);
	if (is_own(path))
		return err_set(e, ERR_INPUT, "%.*s is made by the bag itself", STR_FMT(path));
	return 0;
}

int bag_write_file(struct bag_writer *w, struct str path, struct str content, struct err *e)
{
	TRY(check_path(path, e));
	return put(w, path, content, true, e);
}

int bag_write_stream(struct bag_writer *w, struct str path, int64_t size, bag_read *read, void *ctx,
		     struct err *e)
{
	enum { CHUNK = 1 << 16 };
	char *chunk = NEW_N(w->a, CHUNK, char);
	int64_t left = size;
	struct hash h;
	TRY(check_path(path, e));
	TRY(w->out.begin(w->out.ctx, path, size, e));
	struct hasher *sha = hasher_new();
	int rc = 0;
	for (;;) {
		int64_t n = read(ctx, chunk, CHUNK, e);
		if (n <= 0) {
			rc = (int)n;
			break;
		}
		left -= n;
		if (left < 0)
			break;
		hasher_add(sha, chunk, (size_t)n);
		rc = w->out.add(w->out.ctx, chunk, (size_t)n, e);
		if (rc < 0)
			break;
	}
	h = hasher_end(sha);
	if (rc < 0)
		return rc;
	if (left != 0)
		return err_set(e, ERR_CORRUPT, "%.*s has not the size it was said to have",
			       STR_FMT(path));
	TRY(w->out.end(w->out.ctx, e));
	return remember(w, path, size, &h, e);
}

static int put_manifest(struct bag_writer *w, bool payload, struct err *e)
{
	char hex[2 * HASH_LEN + 1];
	AUTO_BUF b;
	buf_init(&b, BAG_TAGS_MAX);
	for (size_t i = 0; i < w->n; i++) {
		if (str_starts(w->list[i].file.path, STR("data/")) != payload)
			continue;
		hex_encode(hex, w->list[i].sha256.b, HASH_LEN);
		struct str path = bag_encode_path(w->list[i].file.path, w->a);
		buf_printf(&b, "%s  %.*s\n", hex, STR_FMT(path));
	}
	TRY(buf_check(&b, e));
	return put(w, payload ? STR("manifest-sha256.txt") : STR("tagmanifest-sha256.txt"),
		   buf_str(&b), payload, e);
}

static int check_info(struct str s, struct err *e)
{
	if (!str_is_utf8(s) || memchr(s.p, '\n', s.n) || memchr(s.p, '\r', s.n) ||
	    !str_eq(str_trim(s), s) || s.n == 0)
		return err_set(e, ERR_INPUT, "a line of bag-info.txt is no line");
	return 0;
}

static int put_info(struct bag_writer *w, const struct bag_info *info, size_t n, struct str date,
		    struct err *e)
{
	AUTO_BUF b;
	buf_init(&b, BAG_TAG_FILE_MAX);
	for (size_t i = 0; i < n; i++) {
		TRY(check_info(info[i].label, e));
		TRY(check_info(info[i].value, e));
		if (memchr(info[i].label.p, ':', info[i].label.n))
			return err_set(e, ERR_INPUT, "a label of bag-info.txt has a colon");
		buf_printf(&b, "%.*s: %.*s\n", STR_FMT(info[i].label), STR_FMT(info[i].value));
	}
	TRY(check_info(date, e));
	buf_printf(&b, "Bagging-Date: %.*s\nPayload-Oxum: %lld.%lld\n", STR_FMT(date),
		   (long long)w->payload_bytes, (long long)w->payload_files);
	TRY(buf_check(&b, e));
	return put(w, STR("bag-info.txt"), buf_str(&b), true, e);
}

int bag_write_end(struct bag_writer *w, const struct bag_info *info, size_t n_info,
		  struct str bagging_date, struct err *e)
{
	TRY(put_info(w, info, n_info, bagging_date, e));
	qsort(w->list, w->n, sizeof *w->list, bag_file_order); /* the file stands first in each */
	struct bag_file *names = NEW_N(w->a, w->n, struct bag_file);
	for (size_t i = 0; i < w->n; i++)
		names[i] = w->list[i].file;
	if (bag_files_alike(names, w->n, w->a))
		return err_set(e, ERR_INPUT, "two names in a bag are one on some systems");
	TRY(put_manifest(w, true, e));
	qsort(w->list, w->n, sizeof *w->list, bag_file_order);
	return put_manifest(w, false, e);
}
