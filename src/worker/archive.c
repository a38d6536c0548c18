/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/entry_name.h"

struct walk {
	struct archive *ar;
	int64_t out;   /* bytes that came out so far */
	int64_t max;   /* that may */
	int64_t ratio; /* that may, by the size of the archive */
	int64_t n;
	int64_t named; /* entries of a zip's directory, -1 when not known */
};

/* How many entries the directory of a zip has, by the record at its end (APPNOTE 4.3.16). libarchive
 * goes by places in the file, so of several entries at one place it shows one: that must not pass
 * for the whole. */
static int64_t entries_named(int fd, int64_t size)
{
	uint8_t end[22 + 65535]; /* the record and the longest comment behind it */
	size_t want = size < (int64_t)sizeof end ? (size_t)size : sizeof end;
	if (pread(fd, end, want, (off_t)(size - (int64_t)want)) != (ssize_t)want)
		return -1;
	for (size_t at = want < 22 ? 0 : want - 22 + 1; at-- > 0;)
		if (memcmp(end + at, "PK\5\6", 4) == 0) {
			int64_t n = end[at + 10] | end[at + 11] << 8;
			return n == 0xFFFF ? -1 : n; /* ZIP64 */
		}
	return -1;
}

static int refuse(struct walk *w, struct err *e)
{
	const char *why = archive_error_string(w->ar);
	return err_set(e, ERR_INPUT, "the archive cannot be read at entry %lld: %s",
		       (long long)w->n, why ? why : "broken");
}

void walk_prepare(void)
{
	/* libarchive asks the locale how names are written. This is the one of this thread, and of
	 * characters only; numbers and order do not change. */
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (utf8)
		(void)uselocale(utf8);
}

int walk_open(int fd, int64_t max_bytes, struct walk **ret, struct err *e)
{
	struct stat st;
	struct walk *w = calloc(1, sizeof *w);
	if (!w || !(w->ar = archive_read_new()))
		die("no memory for an archive");
	*ret = w;
	archive_read_support_filter_gzip(w->ar);
	/* By its directory only: read as a stream, a zip that was cut off looks like a whole one. */
	archive_read_support_format_zip_seekable(w->ar);
	archive_read_support_format_tar(w->ar);
	archive_read_support_format_gnutar(w->ar);
	int64_t size = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? (int64_t)st.st_size : 0;
	w->max = max_bytes;
	w->named = entries_named(fd, size);
	w->ratio = size > (INT64_MAX - WALK_SMALL) / WALK_RATIO ? INT64_MAX
								: size * WALK_RATIO + WALK_SMALL;
	if (lseek(fd, 0, SEEK_SET) != 0 || archive_read_open_fd(w->ar, fd, 65536) != ARCHIVE_OK)
		return refuse(w, e);
	return 0;
}

void walk_close(struct walk *w)
{
	if (w)
		archive_read_free(w->ar);
	free(w);
}

void walk_closep(struct walk **w)
{
	walk_close(*w);
	*w = NULL;
}

static const char *why_refused(struct archive_entry *en, struct str name)
{
	const char *problem = entry_name_problem(name);
	if (problem)
		return problem;
	if (archive_entry_hardlink(en))
		return "a link to another file";
	if (archive_entry_filetype(en) == AE_IFLNK)
		return "a link to another file";
	if (archive_entry_filetype(en) != AE_IFREG)
		return "not a file";
	if (archive_entry_is_encrypted(en))
		return "encrypted";
	return NULL;
}

static struct str name_of(struct archive_entry *en)
{
	const char *name = archive_entry_pathname(en);
	return str_of(name ? name : archive_entry_pathname_utf8(en));
}

int walk_next(struct walk *w, struct walk_entry *ret, bool *ret_more, struct err *e)
{
	struct archive_entry *en = NULL;
	int rc = archive_read_next_header(w->ar, &en);
	if (rc == ARCHIVE_EOF) {
		bool zip = (archive_format(w->ar) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
		*ret_more = false;
		if (!zip || w->named < 0 || w->named == w->n)
			return 0;
		return err_set(e, ERR_INPUT, "the zip names %lld files, and %lld are there",
			       (long long)w->named, (long long)w->n);
	}
	if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
		return refuse(w, e);
	if (++w->n > WALK_ENTRIES_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d entries in the archive",
			       WALK_ENTRIES_MAX);
	const char *format = archive_format_name(w->ar);
	struct str name = name_of(en);
	bool folder =
		archive_entry_filetype(en) == AE_IFDIR && str_ends(name, STR("/")) && name.n > 1;
	*ret = (struct walk_entry){
		.name = name,
		.folder = folder,
		.refused = why_refused(en, name),
		.stored = format && strstr(format, "uncompressed"),
		.declared = archive_entry_size_is_set(en) ? archive_entry_size(en) : -1,
	};
	/* A folder is only a name, and that may still be a bad one. */
	if (folder)
		ret->refused = entry_name_problem(str_n(name.p, name.n - 1));
	*ret_more = true;
	return 0;
}

int walk_read(struct walk *w, void *p, size_t max, size_t *ret_n, struct err *e)
{
	la_ssize_t n = archive_read_data(w->ar, p, max);
	if (n < 0)
		return refuse(w, e);
	w->out += n;
	if (w->out > w->max)
		return err_set(e, ERR_TOOBIG, "more than %lld bytes come out of the archive",
			       (long long)w->max);
	if (w->out > w->ratio)
		return err_set(
			e, ERR_TOOBIG,
			"the archive unpacks to more than %d times its size: it is not unpacked",
			WALK_RATIO);
	*ret_n = (size_t)n;
	return 0;
}
