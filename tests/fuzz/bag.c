/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/* Bags, as a text of files: a line "@@ PATH" before each. No crash; a bag that is valid has every
 * payload file in a manifest, with the hash that we compute. */
#include "fuzz.h"

#include "ledger/bag.h"

enum { FILES = 32 };
struct set {
	struct bag_file list[FILES];
	struct str content[FILES];
	size_t n;
};

static int stream(void *ctx, size_t i, bag_sink *to, void *to_ctx, struct err *e)
{
	const struct set *s = ctx;
	for (size_t k = 0; k < s->n; k++)
		if (s->content[k].n == (size_t)s->list[i].size &&
		    s->content[k].p == s->content[i].p)
			return to(to_ctx, s->content[k].p, s->content[k].n, e);
	return 0;
}

/* Kept sorted, as a set is. */
static void put(struct set *s, struct str path, struct str content)
{
	size_t at = s->n;
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->list[i].path, path))
			return;
	while (at > 0 && str_cmp(s->list[at - 1].path, path) > 0) {
		s->list[at] = s->list[at - 1];
		s->content[at] = s->content[at - 1];
		at--;
	}
	s->list[at] = (struct bag_file){ path, (int64_t)content.n };
	s->content[at] = content;
	s->n++;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct str rest = str_n((const char *)p, n);
	struct set set = { .n = 0 };
	struct bag_report r;
	while (str_starts(rest, STR("@@ ")) && set.n < FILES) {
		struct str path;
		struct str body = str_cut(str_from(rest, 3), '\n', &path);
		ptrdiff_t end = str_find(body, STR("@@ "));
		put(&set, path, end < 0 ? body : str_n(body.p, (size_t)end));
		rest = end < 0 ? STR("") : str_from(body, (size_t)end);
	}
	struct bag_files files = { .ctx = &set, .list = set.list, .n = set.n, .stream = stream };
	if (bag_check(&files, a, &r, NULL) < 0 || !bag_is_valid(&r))
		return 0;
	for (size_t i = 0; i < set.n; i++) {
		struct hash h = hash_of(set.content[i]);
		if (!hash_eq(&h, &r.sha256[i]))
			die("a hash that is not the file's");
		if (str_starts(set.list[i].path, STR("data/")) && !r.in_manifest[i] &&
		    !bag_report_has(&r, BAG_ALIKE))
			die("a file that no manifest vouches for");
	}
	return 0;
}
