/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: intake */
/* Any bytes as what ProofMode and auto-archiver write: no crash, and a report that can be read. */
#include "fuzz.h"

#include "intake/preserve_priv.h"

static int stream(void *ctx, size_t i, bag_sink *to, void *to_ctx, struct err *e)
{
	const struct str *contents = ctx;
	return to(to_ctx, contents[i].p, contents[i].n, e);
}

static void judge(const char *const *names, const struct str *contents, size_t n,
		  int (*with)(struct making *, const struct bag_files *, struct err *))
{
	AUTO_ARENA *a = arena_new(512 << 20);
	AUTO_BUF b;
	struct preserve_options o = { .max_bytes = 1 };
	struct bag_file list[4];
	struct making m;
	const struct json *v = NULL;
	union {
		const struct str *given;
		void *taken;
	} ctx = { .given = contents };
	for (size_t i = 0; i < n; i++)
		list[i] = (struct bag_file){ str_of(names[i]), (int64_t)contents[i].n };
	struct bag_files files = { .ctx = ctx.taken, .list = list, .n = n, .stream = stream };
	making_begin(&m, &o, a);
	if (with(&m, &files, NULL) < 0)
		return;
	if (m.r.n_members != n || m.r.n_findings > PRESERVE_FINDINGS_MAX ||
	    m.r.n_urls > PRESERVE_URLS_MAX)
		die("a report over its ceilings");
	buf_init(&b, 64 << 20);
	struct json_out out = { .b = &b, .a = a };
	preserve_put(&out, NULL, &m.r);
	if (json_read(buf_str(&b), 64 << 20, JSON_COMPACT, a, &v, NULL) < 0)
		die("the report is not to be read");
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const PROOF[] = { "IMG.jpg", "x.proof.csv", "x.proof.csv.asc",
					     "x.proof.json" };
	static const char *const ARCHIVER[] = { "metadata.json", "sheet.csv", "video.mp4" };
	struct str s = str_n((const char *)p, n < 50000 ? n : 50000);
	struct str proof[] = { STR("media"), s, STR(""), s };
	struct str archiver[] = { s, s, STR("media") };
	judge(PROOF, proof, COUNT(PROOF), preserve_proofmode);
	judge(ARCHIVER, archiver, COUNT(ARCHIVER), preserve_archiver);
	return 0;
}
