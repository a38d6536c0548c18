/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wacz_job.c - the job "wacz": one pass over the zip, hashing all and reading the WARC files in it. */
#include "worker/archive.h"
#include "worker/wacz.h"
#include "worker/worker.h"

enum {
	NODE_CHUNK = 65536
}; /* what node.js reads of a file at a time, so what js-wacz hashed twice */

/* A file while it streams by: hashed in both ways, kept when it is to be read later. */
struct stream {
	struct walk *w;
	struct hasher *plain;
	struct hasher *doubled;
	struct buf keep;
	bool keeps;
	int64_t bytes;
	size_t n; /* in chunk */
	uint8_t chunk[NODE_CHUNK];
};

static void add_doubled(struct stream *s)
{
	hasher_add(s->doubled, s->chunk, s->n);
	hasher_add(s->doubled, s->chunk, s->n);
	s->n = 0;
}

static int stream_read(void *ctx, void *p, size_t max, size_t *ret_n, struct err *e)
{
	struct stream *s = ctx;
	TRY(walk_read(s->w, p, max, ret_n, e));
	hasher_add(s->plain, p, *ret_n);
	s->bytes += (int64_t)*ret_n;
	if (s->keeps)
		buf_add_n(&s->keep, p, *ret_n);
	for (size_t at = 0; at < *ret_n;) {
		size_t room = NODE_CHUNK - s->n;
		size_t n = *ret_n - at < room ? *ret_n - at : room;
		memcpy(s->chunk + s->n, (const uint8_t *)p + at, n);
		s->n += n;
		at += n;
		if (s->n == NODE_CHUNK)
			add_doubled(s);
	}
	return 0;
}

static void stream_free(struct stream **s)
{
	if (!*s)
		return;
	hasher_free((*s)->plain);
	hasher_free((*s)->doubled);
	buf_done(&(*s)->keep);
	free(*s);
}

static struct stream *stream_new(struct walk *w, bool keeps)
{
	struct stream *s = calloc(1, sizeof *s);
	if (!s)
		die("no memory");
	s->w = w;
	s->plain = hasher_new();
	s->doubled = hasher_new();
	s->keeps = keeps;
	buf_init(&s->keep, WACZ_KEEP_MAX);
	return s;
}

static int take_record(void *ctx, const struct warc_record *r, struct err *e)
{
	struct wacz *z = ctx;
	warc_tell_record(&z->tell, r);
	if (z->n_records == WACZ_RECORDS_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d records in the capture",
			       WACZ_RECORDS_MAX);
	if (z->n_records == z->cap_records) {
		size_t cap = z->cap_records ? 2 * z->cap_records : 256;
		struct wacz_record *more = realloc(z->records, cap * sizeof *more);
		if (!more)
			die("no memory for records");
		z->records = more;
		z->cap_records = cap;
	}
	z->records[z->n_records++] = (struct wacz_record){
		.offset = r->offset,
		.length = r->length,
		.uri = hash_of(r->uri),
		.payload = r->payload.given,
	};
	return 0;
}

static bool is_warc(struct str name)
{
	return str_starts(name, STR("archive/")) &&
	       (str_ends(name, STR(".warc")) || str_ends(name, STR(".warc.gz")));
}

static bool is_kept(struct str name)
{
	return str_starts(name, STR("datapackage")) || str_starts(name, STR("indexes/")) ||
	       str_starts(name, STR("pages/"));
}

static int read_warc(struct wacz *z, struct wacz_file *f, struct stream *s, struct err *e)
{
	struct warc_end end = { 0 };
	struct err why = { 0 };
	z->tell.file = f->name;
	f->record = z->n_records;
	int rc = warc_read((struct source){ stream_read, s }, z->scratch, take_record, z, &end,
			   &why);
	f->n_records = z->n_records - f->record;
	if (rc == ERR_INPUT) { /* not the whole capture is refused for one file that is no WARC */
		findings_add(&z->findings, "warc-broken", f->name, STR(""), str_of(why.text));
		return 0;
	}
	if (rc < 0)
		return err_set(e, rc, "%s", why.text);
	warc_tell_end(&z->tell, &end);
	return 0;
}

static int read_file(struct wacz *z, struct walk *w, const struct walk_entry *en, struct err *e)
{
	struct wacz_file *f = NEW(z->a, struct wacz_file);
	AUTO(stream_free) struct stream *s = stream_new(w, is_kept(en->name));
	char chunk[16384];
	size_t n = 1;
	f->name = str_copy(z->a, en->name);
	f->stored = en->stored;
	void **at = map_at(&z->files, f->name);
	if (*at)
		findings_add(&z->findings, "member-twice", f->name, STR(""),
			     STR("two files of one name"));
	*at = f;
	if (is_warc(f->name))
		TRY(read_warc(z, f, s, e));
	while (n) /* what the WARC reader left */
		TRY(stream_read(s, chunk, sizeof chunk, &n, e));
	add_doubled(s);
	f->bytes = s->bytes;
	f->sha256 = hasher_end(s->plain);
	f->doubled = hasher_end(s->doubled);
	s->plain = s->doubled = NULL;
	if (!s->keeps)
		return 0;
	if (s->keep.full || z->kept + s->keep.n > WACZ_KEEP_ALL_MAX) {
		findings_add(&z->findings, "wacz-too-large", f->name, STR(""), STR("not read"));
		return 0;
	}
	z->kept += s->keep.n;
	f->content = buf_copy(&s->keep, z->a);
	return 0;
}

static int read_all(struct wacz *z, struct job *j, struct err *e)
{
	AUTO_WALK *w = NULL;
	struct walk_entry en;
	bool more = true;
	int64_t max = INT64_C(64) << 30;
	TRY(walk_open(j->in, job_number(j, STR("max_bytes"), max, 1, max), &w, e));
	for (;;) {
		TRY(walk_next(w, &en, &more, e));
		if (!more)
			return 0;
		if (en.refused)
			findings_add(&z->findings, "member-refused", en.name, STR(""),
				     str_of(en.refused));
		else if (!en.folder)
			TRY(read_file(z, w, &en, e));
	}
}

static void put_files(const struct wacz *z, struct json_out *o)
{
	json_out_begin(o, "files", '[');
	for (size_t i = 0; i < z->files.n; i++) {
		const struct wacz_file *f = z->files.items[i].value;
		json_out_begin(o, NULL, '{');
		json_out_text(o, "name", f->name);
		json_out_int(o, "bytes", f->bytes);
		json_out_hex(o, "sha256", f->sha256.b, HASH_LEN);
		json_out_end(o, '}');
	}
	json_out_end(o, ']');
}

int wacz_run(struct job *j, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(64 << 20);
	AUTO_BUF pages;
	struct wacz z = { .a = j->a, .scratch = scratch };
	buf_init(&pages, 3 << 20);
	findings_init(&z.findings, j->a);
	map_init(&z.files, j->a);
	struct json_out pages_out = { .b = &pages, .a = j->a };
	z.tell = (struct warc_tell){ .findings = &z.findings, .a = scratch, .pages = &pages_out };
	int rc = read_all(&z, j, e);
	if (rc == 0) {
		wacz_check_package(&z, j->out);
		wacz_check_indexes(&z, j->out);
		put_files(&z, j->out);
		warc_tell_counts(&z.tell, j->out);
		json_out_begin(j->out, "pages", '[');
		buf_add(j->out->b, buf_str(&pages));
		json_out_end(j->out, ']');
		findings_put(&z.findings, j->out);
		rc = buf_check(&pages, e);
	}
	findings_done(&z.findings);
	free(z.records);
	return rc;
}
