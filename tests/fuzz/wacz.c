/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: worker */
/* Any bytes as datapackage.json and as an index: no crash, and findings that can be read. */
#include "fuzz.h"

#include "worker/wacz.h"

static void add(struct wacz *z, struct str name, struct str content)
{
	struct wacz_file *f = NEW(z->a, struct wacz_file);
	*f = (struct wacz_file){ .name = name,
				 .bytes = (int64_t)content.n,
				 .sha256 = hash_of(content),
				 .content = str_copy(z->a, content),
				 .n_records = 1 };
	*map_at(&z->files, name) = f;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(256 << 20);
	AUTO_ARENA *scratch = arena_new(64 << 20);
	AUTO_BUF b;
	struct wacz_record record = { .offset = 845, .length = 1293 };
	struct wacz z = { .a = a, .scratch = scratch, .records = &record, .n_records = 1 };
	struct str s = str_n((const char *)p, n < 100000 ? n : 100000);
	const struct json *v = NULL;
	buf_init(&b, 16 << 20);
	findings_init(&z.findings, a);
	map_init(&z.files, a);
	add(&z, STR("datapackage.json"), s);
	add(&z, STR("datapackage-digest.json"), s);
	add(&z, STR("indexes/index.cdx.gz"), s);
	add(&z, STR("indexes/index.idx"), s);
	add(&z, STR("archive/example-collection.warc"), STR("x"));
	struct json_out o = { .b = &b, .a = a };
	json_out_begin(&o, NULL, '{');
	wacz_check_package(&z, &o);
	wacz_check_indexes(&z, &o);
	findings_put(&z.findings, &o);
	json_out_end(&o, '}');
	if (json_read(buf_str(&b), 16 << 20, JSON_ANY, a, &v, NULL) < 0)
		die("the answer is not to be read");
	findings_done(&z.findings);
	return 0;
}
