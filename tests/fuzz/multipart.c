/* room: http */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Multipart bodies with the boundary "B": values are valid text, files lie inside the body and hold
 * no boundary, and nothing is counted twice. The first line is also read as a Content-Type. Fed in two
 * pieces it is the same form, or refused as well.
 */
#include "fuzz.h"

#include "http/parse.h"
#include "text/utf8.h"

static void check_text(struct str s)
{
	assert(utf8_check(s));
	assert(!s.n || (!memchr(s.p, '\0', s.n) && !memchr(s.p, '\r', s.n)));
}

static void check_fed(struct str body, const struct http_form *whole, struct arena *a)
{
	struct http_form fed;
	struct err e;
	size_t cut = body.n ? (size_t)(uint8_t)body.p[body.n / 2] % body.n : 0;
	struct http_feed *f = http_feed_new(STR("B"), "/tmp", 1 << 20, a);
	int rc = http_feed_add(f, body.p, cut, &e);
	if (rc == 0)
		rc = http_feed_add(f, body.p + cut, body.n - cut, &e);
	if (rc == 0)
		rc = http_feed_end(f, &fed, &e);
	assert((rc == 0) == (whole != NULL));
	if (whole) {
		assert(fed.fields.n == whole->fields.n && fed.n_files == whole->n_files);
		for (size_t i = 0; i < fed.fields.n; i++)
			assert(str_eq(fed.fields.v[i].value, whole->fields.v[i].value));
		for (size_t i = 0; i < fed.n_files; i++) {
			struct spool *s = fed.files[i].spool;
			assert((s ? spool_bytes(s) : 0) == (int64_t)whole->files[i].bytes.n);
		}
	}
	http_feed_free(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct http_form f;
	struct str body = { (const char *)p, n };
	struct str line;
	struct str boundary;
	struct err e;
	size_t bytes = 0;

	str_cut(body, '\n', &line);
	if (http_parse_boundary(line, &boundary, &e) == 0)
		assert(boundary.n >= 1 && boundary.n <= 70 && boundary.p >= line.p &&
		       boundary.p + boundary.n <= line.p + line.n);

	bool good = http_parse_multipart(body, STR("B"), a, &f, &e) == 0;
	check_fed(body, good ? &f : NULL, a);
	if (!good)
		return 0;
	assert(f.fields.n + f.n_files <= HTTP_FIELDS_MAX);
	for (size_t i = 0; i < f.fields.n; i++) {
		assert(f.fields.v[i].name.n && utf8_check(f.fields.v[i].name));
		check_text(f.fields.v[i].value);
		bytes += f.fields.v[i].value.n;
	}
	for (size_t i = 0; i < f.n_files; i++) {
		const struct http_file *x = &f.files[i];
		assert(utf8_check(x->name) && utf8_is_plain(x->name));
		assert(!str_has(x->name, STR("/")) && !str_has(x->name, STR("\\")));
		assert(x->bytes.p >= body.p && x->bytes.p + x->bytes.n <= body.p + body.n);
		assert(!str_has(x->bytes, STR("\r\n--B")));
		bytes += x->bytes.n;
	}
	assert(bytes <= n);
	return 0;
}
