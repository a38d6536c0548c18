/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bundle_files.c - files that go into a bundle in clear: from the disk, and originals out of the vault,
 * which are opened piece by piece and lie nowhere in clear but in the bundle.
 */
#include "cli/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"

void bundle_files_close(struct bundle_files *f)
{
	for (size_t i = 0; i < f->n; i++) {
		fd_close(&f->open[i].fd);
		payload_reader_free(f->open[i].payload);
	}
}

static struct bundle_open_file *next(struct bundle_files *f, struct err *e)
{
	if (f->n == BUNDLE_FILES_MAX) {
		(void)!err_set(e, ERR_TOOBIG, "at most %d files at once", BUNDLE_FILES_MAX);
		return NULL;
	}
	f->open[f->n] = (struct bundle_open_file){ .fd = -1 };
	return &f->open[f->n++];
}

/* A name that says nothing: the first digits of the hash, and the usual end of such files. */
static struct str name_of(struct str sha256, struct str end, struct arena *a)
{
	return str_printf(a, "%.*s%.*s", STR_FMT(str_n(sha256.p, 16)), STR_FMT(end));
}

/* ---- from the disk ---- */

static int64_t read_fd(void *ctx, void *p, size_t n, struct err *e)
{
	const struct bundle_open_file *f = ctx;
	for (;;) {
		ssize_t got = read(f->fd, p, n);
		if (got < 0 && errno == EINTR)
			continue;
		return got < 0 ? err_set(e, ERR_IO, "cannot read evidence: %s", strerror(errno))
			       : got;
	}
}

static struct str end_of_path(struct str path)
{
	struct str end = STR("");
	for (size_t i = path.n; i > 0 && path.n - i < 8 && path.p[i - 1] != '/'; i--)
		if (path.p[i - 1] == '.') {
			end = str_from(path, i - 1);
			break;
		}
	for (size_t i = 1; i < end.n; i++) {
		char c = end.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			return STR("");
	}
	return end;
}

/* Whether a part that is shown has the hash in it. What its place there is, is judged with the bundle. */
static bool is_spoken_of(const struct bundle_choice *c, struct str hex)
{
	for (size_t i = 0; i < c->n; i++) {
		struct disclosed shown = c->entries[i].shown;
		for (size_t k = 0; k < c->entries[i].entry.n_parts; k++) {
			const struct vault_part *p = &c->entries[i].entry.parts[k];
			if (disclosed_shows(&shown, p->path) && str_has(p->value, hex))
				return true;
		}
	}
	return false;
}

static int open_path(struct app *app, const struct bundle_choice *c, struct str path,
		     struct bundle_files *ret, struct err *e)
{
	char chunk[65536];
	struct stat st;
	int64_t n;
	struct bundle_open_file *f = next(ret, e);
	if (!f)
		return ERR_TOOBIG;
	f->fd = open(str_z(app->a, path), O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (f->fd < 0 || fstat(f->fd, &st) < 0 || !S_ISREG(st.st_mode))
		return err_set(e, ERR_INPUT, "cannot read %.*s, or it is no plain file",
			       STR_FMT(path));
	struct hasher *sha = hasher_new();
	while ((n = read_fd(f, chunk, sizeof chunk, e)) > 0)
		hasher_add(sha, chunk, (size_t)n);
	struct hash h = hasher_end(sha);
	if (n < 0 || lseek(f->fd, 0, SEEK_SET) != 0)
		return err_set(e, ERR_IO, "cannot read %.*s", STR_FMT(path));
	struct str hex = hex_str(app->a, h.b, HASH_LEN);
	if (!is_spoken_of(c, hex))
		return err_set(
			e, ERR_INPUT,
			"%.*s has the SHA-256 %.*s, which no claim that is shown names; a file goes out with "
			"the claim about it (--disclose evidence, --with-evidence)",
			STR_FMT(path), STR_FMT(hex));
	ret->list[ret->n - 1] = (struct bundle_file){
		.name = name_of(hex, end_of_path(path), app->a),
		.size = (int64_t)st.st_size,
		.read = read_fd,
		.ctx = f,
	};
	return 0;
}

/* ---- out of the vault ---- */

static int64_t read_payload(void *ctx, void *p, size_t n, struct err *e)
{
	struct bundle_open_file *f = ctx;
	if (!f->rest.n)
		TRY(payload_reader_next(f->payload, &f->rest, e));
	n = n < f->rest.n ? n : f->rest.n;
	if (n)
		memcpy(p, f->rest.p, n);
	f->rest = str_from(f->rest, n);
	return (int64_t)n;
}

/* The name the file came with is sealed, so its end comes from its kind. */
static struct str end_of_kind(struct str media_type)
{
	static const struct {
		const char *kind, *end;
	} ENDS[] = {
		{ "application/json", ".json" }, { "application/pdf", ".pdf" },
		{ "application/zip", ".zip" },	 { "audio/mpeg", ".mp3" },
		{ "audio/ogg", ".ogg" },	 { "image/gif", ".gif" },
		{ "image/heic", ".heic" },	 { "image/jpeg", ".jpg" },
		{ "image/png", ".png" },	 { "image/webp", ".webp" },
		{ "text/html", ".html" },	 { "text/plain", ".txt" },
		{ "video/mp4", ".mp4" },	 { "video/quicktime", ".mov" },
		{ "video/webm", ".webm" },	 { "video/x-matroska", ".mkv" },
	};
	for (size_t i = 0; i < COUNT(ENDS); i++)
		if (str_eq(media_type, str_of(ENDS[i].kind)))
			return str_of(ENDS[i].end);
	return STR("");
}

static int open_evidence(struct app *app, const struct evidence *ev, struct bundle_files *ret,
			 struct err *e)
{
	struct bundle_open_file *f = next(ret, e);
	if (!f)
		return ERR_TOOBIG;
	if (evidence_open(app->reg, &ev->file, &f->payload, e) < 0)
		return err_wrap(e, "%.*s", STR_FMT(ev->row.number));
	ret->list[ret->n - 1] = (struct bundle_file){
		.name = name_of(ev->file.sha256, end_of_kind(ev->file.media_type), app->a),
		.size = ev->file.bytes,
		.read = read_payload,
		.ctx = f,
	};
	return 0;
}

int bundle_files_open(struct app *app, const struct bundle_choice *c, struct bundle_files *ret,
		      struct err *e)
{
	size_t n = given_count(&app->given, "--file");
	for (size_t i = 0; i < n; i++)
		TRY(open_path(app, c, given_nth(&app->given, "--file", i), ret, e));
	for (size_t i = 0; i < c->n_with; i++)
		TRY(open_evidence(app, &c->with[i], ret, e));
	return 0;
}

int bundle_files_note(struct app *app, const struct bundle_choice *c, struct str audience,
		      struct err *e)
{
	for (size_t i = 0; i < c->n_with && !app_is_fixed(app); i++) {
		const struct evidence_note n = { .code = STR("transferred"),
						 .to = audience,
						 .tool = STR("vigil bundle") };
		TRY(evidence_custody(app->reg, &c->with[i].row.entity, &n, e));
	}
	return 0;
}
