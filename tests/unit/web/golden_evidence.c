/* SPDX-License-Identifier: GPL-3.0-or-later */
/* golden_evidence.c - evidence pages from plain values (golden.h). */
#include "golden.h"

#include "web/page_evidence.h"

enum { SOURCE = 3 };

static const char SHA[] = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

static struct evidence_row row_of(int64_t no, const char *title, const char *type, bool covered,
				  enum evidence_state state)
{
	static const char *const NUMBERS[] = { "V-00000", "V-00001", "V-00002", "V-00003" };
	return (struct evidence_row){
		.entity = { .id = 50 + no, .kind = STR("evidence"), .no = no },
		.number = str_of(NUMBERS[no]),
		.title = str_of(title),
		.media_type = str_of(type),
		.bytes = 2345678,
		.sha256 = str_of(SHA),
		.covered = covered,
		.added_ms = 1760605920000,
		.copies = 2,
		.state = state,
		.source = { .id = SOURCE, .kind = STR("organisation"), .no = 3 },
	};
}

static void names_of(struct names *n, struct arena *a)
{
	static const struct part_name KNOWN[] = {
		{ { "organisation", 12 },
		  { "O-00003", 7 },
		  { "Example Monitor", 15 },
		  { "en", 2 },
		  { "", 0 } },
		{ { "person", 6 },
		  { "P-00312", 7 },
		  { "Nemouneh Davazdahom", 19 },
		  { "fa-Latn", 7 },
		  { "", 0 } },
	};
	names_init(n, a);
	for (size_t i = 0; i < COUNT(KNOWN); i++)
		names_set(n, &KNOWN[i]);
}

static struct vocab *vocabulary(void)
{
	struct vocab *v = NULL;
	struct err e;
	if (vocab_new(&v, &e) < 0)
		die("%s", e.text);
	return v;
}

static const struct evidence_act ACTS[] = {
	{ .field = 20481,
	  .seq = 80,
	  .recorded_ms = 1760605920000,
	  .code = { "received", 8 },
	  .when = { "2025-10-14", 10 },
	  .from = { "Example Monitor", 15 },
	  .recorder = { "R. Example", 10 } },
	{ .field = 20737,
	  .seq = 81,
	  .recorded_ms = 1760605930000,
	  .code = { "derived", 7 },
	  .tool = { "vigil-worker", 12 },
	  .parameters = { "side=320", 8 } },
	{ .field = 20993,
	  .seq = 82,
	  .recorded_ms = 1760692320000,
	  .code = { "verified", 8 },
	  .recorder = { "R. Example", 10 },
	  .note = { "<i>hash</i> made again", 22 } },
	{ .field = 21249,
	  .seq = 83,
	  .recorded_ms = 1760692330000,
	  .code = { "transferred", 11 },
	  .when = { "2025-10-17", 10 },
	  .by = { "Example <person> 3", 18 },
	  .to = { "Example court", 13 },
	  .recorder = { "R. Example", 10 } },
};
static const struct evidence_finding FINDINGS[] = {
	{ .field = 20482,
	  .code = { "hash_differs", 12 },
	  .where = { "data/<b>.jpg", 12 },
	  .claimed = { "00ff", 4 },
	  .found = { "ff00", 4 } },
};

static struct evidence_view *view_of(struct arena *a, struct vocab *vocab, bool open)
{
	struct evidence_view *v = NEW(a, struct evidence_view);
	struct evidence_support *s = NEW_N(a, 2, struct evidence_support);
	s[0] = (struct evidence_support){ .subject = { .id = 1, .kind = STR("person"), .no = 312 },
					  .field = 21249,
					  .supports = 43 * 256 + 1 };
	s[1] = (struct evidence_support){ .subject = s[0].subject, .field = 21505 };
	v->vocab = vocab;
	names_of(&v->names, a);
	v->open = open;
	v->verified = 2;
	v->stamped = 120;
	v->form = form_of("cc");
	v->ev.row = row_of(1, "A court letter", "image/jpeg", true, EVIDENCE_HERE);
	v->ev.file = (struct evidence_file){ .field = 80 * 256 + 3,
					     .sha256 = str_of(SHA),
					     .bytes = 2345678,
					     .media_type = STR("image/jpeg"),
					     .state = EVIDENCE_HERE };
	v->ev.has_file = true;
	for (size_t i = 0; i < 2; i++)
		v->ev.copies[v->ev.n_copies++] =
			(struct evidence_file){ .bytes = 40000 + (int64_t)i,
						.tool = STR("vigil-worker"),
						.parameters =
							i ? STR("side=1280") : STR("side=320"),
						.state = i ? EVIDENCE_MISSING : EVIDENCE_HERE };
	v->ev.dimensions = STR("1600x1200");
	v->ev.captured = STR("2025-10-12");
	v->ev.custody = ACTS;
	v->ev.n_custody = COUNT(ACTS);
	v->ev.findings = FINDINGS;
	v->ev.n_findings = COUNT(FINDINGS);
	v->ev.supports = s;
	v->ev.n_supports = 2;
	v->ev.original_name = STR("<from someone>.jpg");
	v->ev.metadata = STR("[{\"group\":\"GPS\",\"name\":\"x\",\"value\":\"1\"}]");
	return v;
}

TEST(a_piece_of_evidence_covered_and_open)
{
	AUTO_ARENA *a = arena_new(0);
	struct vocab *vocab = vocabulary();
	struct evidence_view *v = view_of(a, vocab, false);
	GOLDEN("evidence", evidence_render, v);
	v = view_of(a, vocab, true);
	GOLDEN("evidence-open", evidence_render, v);
	vocab_free(vocab);
}

TEST(what_is_erased)
{
	AUTO_ARENA *a = arena_new(0);
	struct vocab *vocab = vocabulary();
	struct evidence_view *v = view_of(a, vocab, false);
	v->ev.row.state = EVIDENCE_SHUT;
	v->ev.file.state = EVIDENCE_SHUT;
	v->ev.copies[0].state = EVIDENCE_SHUT;
	v->ev.original_name = v->ev.metadata = STR("");
	v->ev.withheld = 2;
	v->verified = -1;
	v->stamped = 0;
	GOLDEN("evidence-shut", evidence_render, v);
	vocab_free(vocab);
}

TEST(the_list)
{
	AUTO_ARENA *a = arena_new(0);
	struct vocab *vocab = vocabulary();
	struct evidence_row rows[] = {
		row_of(1, "A court letter", "image/jpeg", true, EVIDENCE_HERE),
		row_of(2, "", "application/pdf", false, EVIDENCE_MISSING),
		row_of(3, "", "video/mp4", true, EVIDENCE_SHUT),
	};
	struct evidence_list_view v = {
		.vocab = vocab, .rows = rows, .n = COUNT(rows), .page = 1, .total = COUNT(rows)
	};
	names_of(&v.names, a);
	GOLDEN("evidence-list", evidence_list_render, &v);
	vocab_free(vocab);
}

TEST(the_form_with_an_error_and_a_kept_file)
{
	struct vocab *vocab = vocabulary();
	struct add_evidence_view v = { .vocab = vocab,
				       .show_errors = true,
				       .form = form_of("dd"),
				       .cover = STR("yes"),
				       .title = STR("A court letter"),
				       .source = { .name = "source", .vocab = vocab },
				       .about = { .name = "about", .vocab = vocab },
				       .captured = { .name = "captured" } };
	v.files.max_bytes = 17179869184;
	v.files.v[v.files.n++] =
		(struct file_line){ STR("0123456789abcdef"), STR("letter <1>.jpg"), 2345678 };
	form_error(&v.errors, STR("source"), STR("Say from whom it came."));
	GOLDEN("add-evidence", add_evidence_render, &v);
	vocab_free(vocab);
}
