/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wacz_index.c - CDXJ lines ("key time {json}") against the records they point to. An index may be
 * in gzip members, with a second one (.idx) of their places. Numbers are strings in some.
 */
#include "worker/wacz.h"

#include "base/bytes.h"

enum { LINES_MAX = 500000, LINE_SCRATCH = 1 << 20 };

struct index {
	struct wacz *z;
	struct str name;
	int64_t lines;
	int64_t fits;
};

static bool number_of(const struct json *v, int64_t *ret)
{
	struct str s;
	return json_int(v, ret) || (json_str(v, &s) && str_to_int(s, ret));
}

static const struct wacz_record *record_at(const struct wacz *z, const struct wacz_file *f,
					   int64_t offset)
{
	size_t lo = f->record;
	size_t hi = f->record + f->n_records;
	while (lo < hi) { /* records stand in the order of their places */
		size_t mid = lo + (hi - lo) / 2;
		if (z->records[mid].offset < offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	bool there = lo < f->record + f->n_records && z->records[lo].offset == offset;
	return there ? &z->records[lo] : NULL;
}

static void odd(struct index *x, const char *code, struct str claimed, struct str found)
{
	struct str where =
		str_printf(x->z->scratch, "%.*s, line %lld", STR_FMT(x->name), (long long)x->lines);
	findings_add(&x->z->findings, code, where, claimed, found);
}

static struct str number_text(struct index *x, int64_t n)
{
	return str_printf(x->z->scratch, "%lld", (long long)n);
}

/* A record's length is with or without the two line breaks behind it. */
static bool length_fits(int64_t claimed, int64_t there)
{
	return claimed == there || claimed == there - 4;
}

static void check_entry(struct index *x, const struct json *v, const struct wacz_record *r)
{
	int64_t length = 0;
	struct str s;
	struct digest_value d = { 0 };
	bool ok = true;
	if (number_of(json_get(v, STR("length")), &length) && !length_fits(length, r->length)) {
		odd(x, "wacz-index-length", number_text(x, length), number_text(x, r->length));
		ok = false;
	}
	struct hash uri = { 0 };
	if (json_str(json_get(v, STR("url")), &s)) {
		uri = hash_of(s);
		if (!hash_eq(&uri, &r->uri)) {
			odd(x, "wacz-index-url", s, STR("another address in the record"));
			ok = false;
		}
	}
	if (json_str(json_get(v, STR("digest")), &s) && digest_read(s, DIGEST_NONE, &d) &&
	    d.kind == r->payload.kind && !digest_eq(&d, &r->payload)) {
		odd(x, "wacz-index-digest", s, warc_digest_text(x->z->scratch, &r->payload));
		ok = false;
	}
	x->fits += ok;
}

/* A line of a .idx: a piece of the compressed index, with its hash. */
static void check_piece(struct index *x, const struct json *v)
{
	int64_t offset = 0;
	int64_t length = 0;
	struct str s;
	struct digest_value d = { 0 };
	const struct wacz_file *f = wacz_file_find(x->z, STR("indexes/index.cdx.gz"));
	if (!number_of(json_get(v, STR("offset")), &offset) ||
	    !number_of(json_get(v, STR("length")), &length))
		return; /* the line that says what the index is */
	if (!f || !f->content.p || offset < 0 || length < 0 || (uint64_t)offset > f->content.n ||
	    (uint64_t)length > f->content.n - (uint64_t)offset) {
		odd(x, "wacz-index-place", number_text(x, offset), STR("outside of the index"));
		return;
	}
	struct hash h = hash_of(str_n(f->content.p + offset, (size_t)length));
	if (json_str(json_get(v, STR("digest")), &s) && digest_read(s, DIGEST_SHA256, &d) &&
	    memcmp(d.b, h.b, HASH_LEN) != 0)
		odd(x, "wacz-index-digest", s, hex_str(x->z->scratch, h.b, HASH_LEN));
	x->fits++;
}

static void check_line(struct index *x, struct str line)
{
	const struct json *v = NULL;
	struct str name = STR_NULL;
	int64_t offset = -1;
	ptrdiff_t brace = str_find(line, STR("{"));
	x->lines++;
	if (brace < 0 || line.n > LINE_SCRATCH / 8 ||
	    json_read_foreign(str_from(line, (size_t)brace), LINE_SCRATCH / 8, x->z->scratch, &v,
			      NULL) < 0) {
		odd(x, "wacz-index-form", STR(""), STR("not a line of CDXJ"));
		return;
	}
	if (str_ends(x->name, STR(".idx"))) {
		check_piece(x, v);
		return;
	}
	if (!json_str(json_get(v, STR("filename")), &name) ||
	    !number_of(json_get(v, STR("offset")), &offset)) {
		odd(x, "wacz-index-form", STR(""), STR("a line without file and place"));
		return;
	}
	const struct wacz_file *f =
		wacz_file_find(x->z, str_join(x->z->scratch, STR("archive/"), name));
	f = f ? f : wacz_file_find(x->z, name);
	const struct wacz_record *r = f ? record_at(x->z, f, offset) : NULL;
	if (!f)
		odd(x, "wacz-index-file", name, STR("not there"));
	else if (!r)
		odd(x, "wacz-index-place", number_text(x, offset), STR("no record begins there"));
	else
		check_entry(x, v, r);
}

static int each_line(struct index *x, struct members *m, struct err *e)
{
	AUTO_BUF line;
	int c = 0;
	buf_init(&line, LINE_SCRATCH / 8);
	while (c >= 0 && x->lines < LINES_MAX) {
		TRY(members_byte(m, &c, e));
		if (c >= 0 && c != '\n') {
			buf_char(&line, (char)c);
			continue;
		}
		arena_clear(x->z->scratch);
		/* A line that says what the index is begins with !. */
		if (str_trim(buf_str(&line)).n && line.p[0] != '!')
			check_line(x, str_trim(buf_str(&line)));
		buf_clear(&line);
	}
	return 0;
}

static int read_index(struct index *x, struct str content, struct err *e)
{
	struct members *m = malloc(sizeof *m);
	bool more = true;
	if (!m)
		die("no memory");
	int rc = members_open(m, (struct source){ source_read_str, &content }, e);
	while (rc == 0 && more && x->lines < LINES_MAX) {
		rc = each_line(x, m, e);
		rc = rc ? rc : m->done ? members_next(m, &more, e) : ERR_TOOBIG;
	}
	members_close(m);
	free(m);
	return rc;
}

void wacz_check_indexes(struct wacz *z, struct json_out *o)
{
	int64_t lines = 0;
	int64_t fits = 0;
	for (size_t i = 0; i < z->files.n; i++) {
		const struct wacz_file *f = z->files.items[i].value;
		struct index x = { .z = z, .name = f->name };
		if (!str_starts(f->name, STR("indexes/")) || !f->content.p)
			continue;
		if (read_index(&x, f->content, NULL) < 0)
			findings_add(&z->findings, "wacz-index-form", f->name, STR(""),
				     STR("not to be read to its end"));
		lines += x.lines;
		fits += x.fits;
	}
	json_out_int(o, "index_lines", lines);
	json_out_int(o, "index_lines_that_fit", fits);
}
