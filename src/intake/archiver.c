/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * archiver.c - what auto-archiver (bellingcat) leaves: a folder of media with its metadata as JSON
 * ({"status", "metadata": {"url", "timestamp", ...}, "media": [{"filename", "key", "urls",
 * "properties": {"hash": "SHA-256:..."}}]}), or rows of the sheet it works through, as CSV.
 *
 * Hashes are written with their algorithm ("SHA-256:", "SHA3-512:") and are found without it, where a
 * template or a sheet stripped it: then the length says which it can be.
 */
#include "intake/preserve_priv.h"

#include "base/bytes.h"
#include "base/digest.h"
#include "text/csv.h"

enum { INNER_DEPTH_MAX = 4, MEDIA_MAX = 5000 };

struct walk {
	struct making *m;
	struct hashed *h; /* NULL: the metadata came without the media */
	struct str where;
	int n;
};

static struct str text_of(const struct json *o, struct str name)
{
	struct str s = STR("");
	(void)json_str(json_get(o, name), &s);
	return str_trim(s);
}

/* ---- hashes ---- */

static int feed(void *ctx, const void *p, size_t n, struct err *e)
{
	(void)e;
	digest_update(ctx, p, n);
	return 0;
}

static int hash_file(const struct bag_files *files, size_t i, enum digest_kind k,
		     struct digest_value *ret, struct err *e)
{
	struct digest *d = digest_new(k);
	int rc = files->stream(files->ctx, i, feed, d, e);
	ret->kind = k;
	digest_end(d, ret->b);
	return rc;
}

static bool understand(struct str s, struct digest_value *ret)
{
	if (str_has(s, STR(":")))
		return digest_read(s, DIGEST_NONE, ret);
	/* 128 digits without a label: the only such algorithm that auto-archiver has. */
	return digest_read(s, s.n == 128 ? DIGEST_SHA3_512 : DIGEST_NONE, ret);
}

static ptrdiff_t file_of(const struct walk *w, const struct json *media,
			 const struct digest_value *v)
{
	struct hash want;
	memcpy(want.b, v->b, HASH_LEN);
	ptrdiff_t i = hashed_find_name(w->h, name_of_path(text_of(media, STR("key"))));
	if (i < 0)
		i = hashed_find_name(w->h, name_of_path(text_of(media, STR("filename"))));
	return i < 0 && v->kind == DIGEST_SHA256 ? hashed_find(w->h, &want) : i;
}

static int judge(struct walk *w, const struct json *media, struct err *e)
{
	struct making *m = w->m;
	struct digest_value claimed = { 0 };
	struct digest_value found = { 0 };
	struct str name = text_of(media, STR("filename"));
	struct str hash = text_of(json_get(media, STR("properties")), STR("hash"));
	bool clear = hash.n && understand(hash, &claimed);
	if (!clear)
		making_finding(m, STR("archiver-no-hash"), name, hash, STR(""));
	ptrdiff_t i = w->h ? file_of(w, media, &claimed) : -1;
	if (i < 0) {
		making_finding(m, STR("archiver-no-media"), name, hash, STR("not there"));
		m->r.hashes_unjudged += clear;
		return 0;
	}
	w->h->roles[i] = "media";
	if (!clear)
		return 0;
	TRY(hash_file(w->h->files, (size_t)i, claimed.kind, &found, e));
	bool fits = digest_eq(&claimed, &found);
	m->r.hashes_fit += fits;
	m->r.hashes_differ += !fits;
	if (!fits)
		making_finding(m, STR("archiver-hash"), w->h->files->list[i].path, hash,
			       hex_str(m->a, found.b, digest_len(found.kind)));
	return 0;
}

/* Media, and media that were made of them: previews, frames, proofs of time. */
static int each_media(struct walk *w, const struct json *v, int depth, struct err *e)
{
	if (!v || depth > INNER_DEPTH_MAX)
		return 0;
	if (v->type == JSON_ARRAY) {
		for (const struct json *i = json_first(v); i; i = i->next)
			TRY(each_media(w, i, depth + 1, e));
		return 0;
	}
	if (v->type != JSON_OBJECT || !json_get(v, STR("filename")))
		return 0;
	if (++w->n > MEDIA_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d media in one record", MEDIA_MAX);
	TRY(judge(w, v, e));
	for (const struct json *p = json_first(json_get(v, STR("properties"))); p; p = p->next)
		TRY(each_media(w, p, depth + 1, e));
	return 0;
}

static bool is_record(const struct json *v)
{
	const struct json *media = json_get(v, STR("media"));
	return media && media->type == JSON_ARRAY && json_get(v, STR("metadata"));
}

static int take_record(struct walk *w, const struct json *v, struct err *e)
{
	struct making *m = w->m;
	const struct json *meta = json_get(v, STR("metadata"));
	struct str url = text_of(meta, STR("url"));
	m->r.kind = PRESERVE_ARCHIVER;
	m->r.tool = STR("auto-archiver");
	if (!m->r.title.n)
		m->r.title = text_of(meta, STR("title"));
	if (!m->r.created.n)
		m->r.created = text_of(meta, STR("_processed_at"));
	if (url.n)
		making_url(m, url, text_of(meta, STR("timestamp")));
	return each_media(w, json_get(v, STR("media")), 0, e);
}

/* ---- the sheet ---- */

static bool header_is(struct str cell, const char *const *names)
{
	char lower[64];
	struct str s = str_trim(cell);
	if (s.n >= sizeof lower)
		return false;
	for (size_t i = 0; i < s.n; i++)
		lower[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] - 'A' + 'a' : s.p[i]);
	for (; *names; names++)
		if (str_eq(str_n(lower, s.n), str_of(*names)))
			return true;
	return false;
}

struct columns {
	ptrdiff_t url, hash, date, archive;
};

static bool find_columns(const struct str *cells, size_t n, struct columns *ret)
{
	/* Those of the sheet's usual set-up and of its configuration. */
	static const char *const URL[] = { "link", "url", NULL };
	static const char *const HASH[] = { "hash", NULL };
	static const char *const DATE[] = { "upload timestamp", "timestamp", NULL };
	static const char *const ARCHIVE[] = { "archive location", "archive", "archive status",
					       "status", NULL };
	*ret = (struct columns){ -1, -1, -1, -1 };
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t *to = header_is(cells[i], URL)       ? &ret->url
				: header_is(cells[i], HASH)    ? &ret->hash
				: header_is(cells[i], DATE)    ? &ret->date
				: header_is(cells[i], ARCHIVE) ? &ret->archive
							       : NULL;
		if (to && *to < 0)
			*to = (ptrdiff_t)i;
	}
	return ret->url >= 0 && ret->hash >= 0 && ret->archive >= 0;
}

static struct str cell(const struct csv_row *row, ptrdiff_t i)
{
	return i >= 0 && (size_t)i < row->n ? str_trim(row->cells[i]) : STR("");
}

/* A row names one hash, of the media that the sheet shows first. */
static int judge_row(struct walk *w, const struct csv_row *row, const struct columns *c,
		     struct err *e)
{
	struct making *m = w->m;
	struct digest_value claimed = { 0 };
	struct str hash = cell(row, c->hash);
	struct str where =
		str_printf(m->a, "%.*s, row %lld", STR_FMT(w->where), (long long)row->number);
	if (cell(row, c->url).n)
		making_url(m, cell(row, c->url), cell(row, c->date));
	if (!hash.n)
		return 0;
	if (!understand(hash, &claimed)) {
		making_finding(m, STR("archiver-no-hash"), where, hash, STR(""));
		return 0;
	}
	for (size_t i = 0; w->h && i < w->h->files->n; i++) {
		struct digest_value found = { 0 };
		TRY(hash_file(w->h->files, i, claimed.kind, &found, e));
		if (digest_eq(&claimed, &found)) {
			w->h->roles[i] = "media";
			m->r.hashes_fit++;
			return 0;
		}
	}
	m->r.hashes_unjudged++;
	making_finding(m, STR("archiver-no-media"), where, hash, STR("no file with this hash"));
	return 0;
}

static int take_sheet(struct walk *w, struct str content, bool *ret_is, struct err *e)
{
	struct csv_table t;
	struct columns c;
	csv_read(content, &(struct csv_options){ 0 }, w->m->a, &t);
	*ret_is = find_columns(t.header.cells, t.header.n, &c);
	if (!*ret_is)
		return 0;
	w->m->r.kind = PRESERVE_ARCHIVER;
	w->m->r.tool = STR("auto-archiver");
	for (size_t i = 0; i < t.n_rows; i++)
		TRY(judge_row(w, &t.rows[i], &c, e));
	if (t.problems.n)
		making_finding(w->m, STR("archiver-table"), w->where, STR(""),
			       str_printf(w->m->a, "%zu rows are not to be read", t.problems.n));
	return 0;
}

/* ---- a folder, or one file ---- */

static int take_content(struct walk *w, struct str content, bool *ret_is, struct err *e)
{
	const struct json *v = NULL;
	struct str s = str_trim(content);
	*ret_is = false;
	if (!str_starts(s, STR("{")) && !str_starts(s, STR("[")))
		return take_sheet(w, content, ret_is, e);
	if (json_read_foreign(content, SMALL_FILE_MAX, w->m->a, &v, NULL) < 0)
		return 0;
	if (v->type == JSON_OBJECT && is_record(v)) {
		*ret_is = true;
		return take_record(w, v, e);
	}
	for (const struct json *i = json_first(v); v->type == JSON_ARRAY && i; i = i->next)
		if (is_record(i)) {
			*ret_is = true;
			TRY(take_record(w, i, e));
		}
	return 0;
}

int preserve_archiver_alone(struct making *m, struct str content, bool *ret_is, struct err *e)
{
	struct walk w = { .m = m, .where = STR("the table") };
	if (content.n > SMALL_FILE_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d bytes of metadata", SMALL_FILE_MAX);
	return take_content(&w, content, ret_is, e);
}

int preserve_archiver(struct making *m, const struct bag_files *files, struct err *e)
{
	struct hashed h;
	TRY(hashed_make(files, m->a, &h, e));
	m->r.kind = PRESERVE_ARCHIVER;
	m->r.tool = STR("auto-archiver");
	for (size_t i = 0; i < files->n; i++) {
		struct walk w = { .m = m, .h = &h, .where = files->list[i].path };
		struct str content = STR_NULL;
		bool is = false;
		bool text = str_ends(w.where, STR(".json")) || str_ends(w.where, STR(".csv"));
		if (!text || files->list[i].size > SMALL_FILE_MAX)
			continue;
		TRY(bag_files_read(files, i, SMALL_FILE_MAX, m->a, &content, e));
		TRY(take_content(&w, content, &is, e));
		if (is)
			h.roles[i] = "metadata";
		if (str_ends(w.where, STR(".csv")) && !is)
			making_finding(m, STR("archiver-table"), w.where, STR(""),
				       STR("a table of another kind"));
	}
	for (size_t i = 0; i < files->n; i++) {
		if (str_ends(files->list[i].path, STR(".ots")) ||
		    str_ends(files->list[i].path, STR(".tsr"))) {
			h.roles[i] = "time proof";
			m->r.time_proofs++;
		}
	}
	hashed_members(m, &h);
	return 0;
}
