/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: problems told, nothing written before it was looked at, the file forgotten with the session. */
#include "site.h"

#include "base/bytes.h"
#include "web/page_import.h"

#include <stdlib.h>

static void choose(struct browser *b, const char *name, struct str bytes)
{
	b->file = (struct http_file){
		.field = STR("table"), .name = str_of(name), .type = STR("text/csv"), .bytes = bytes
	};
}

static struct str sha256(struct site *s, struct str bytes)
{
	struct hash h = hash_of(bytes);
	return hex_str(s->a, h.b, HASH_LEN);
}

#define HEAD "claim,subject,property,value,source\n"
static const char GOOD[] =
	HEAD "A1,person:example-12,age,38,organisation:example\n"
	     "A2,person:example-12,name,Example person 12,organisation:example\n";

TEST(a_table_is_looked_at_then_recorded)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	struct str hash = sha256(&s, str_of(GOOD));
	unlock(&b, PASS);
	get(&b, "/import");
	choose(&b, "good.csv", str_of(GOOD));
	fill(&b, "do", "check");
	post(&b, "/import", "/import");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "Record 2 claims"));
	CHECK(has(&b, hash.p));
	get(&b, "/history");
	CHECK(!has(&b, "good.csv"));
	/* Another file than the one that was looked at is not recorded. */
	get(&b, "/import");
	fill(&b, "do", "record");
	fill(&b, "sha256", "0000");
	post(&b, "/import", "/import");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "no longer here"));
	fill(&b, "do", "record");
	fill(&b, "sha256", hash.p);
	post(&b, "/import", "/import");
	CHECK_INT(b.status, 303);
	CHECK(str_starts(b.location, STR("/import/")));
	get(&b, b.location.p);
	CHECK(has(&b, "Recorded and sealed: 2 claims"));
	CHECK(has(&b, "Example person 12"));
	get(&b, "/import"); /* the file is gone from memory */
	fill(&b, "do", "record");
	fill(&b, "sha256", hash.p);
	post(&b, "/import", "/import");
	CHECK_INT(b.status, 422);
	/* The same again adds nothing and says so. */
	choose(&b, "good.csv", str_of(GOOD));
	fill(&b, "do", "check");
	post(&b, "/import", "/import");
	CHECK(has(&b, "there is nothing to record"));
	get(&b, "/import");
	choose(&b, "good.csv", str_of(GOOD));
	fill(&b, "do", "record");
	fill(&b, "sha256", hash.p);
	post(&b, "/import", "/import");
	CHECK_STR(b.location, "/import?nothing=2");
}

TEST(problems_are_listed_and_nothing_is_written)
{
	static const struct {
		const char *csv, *says;
	} CASES[] = {
		{ HEAD "A1,person:x,agee,38,organisation:y\n", "Row 2" },
		{ HEAD "A1,person:x,birth_date,31 Feb 2020,organisation:y\n", "does not exist" },
		{ HEAD "A1,person:x,age,=1+1,organisation:y\n", "<td data-l=\"What to do\">" },
		{ HEAD
		  "A1,person:x,name,<script>x</script>,organisation:y\nA1,person:z,age,1,organisation:y\n",
		  "Row 3" },
		{ "claim,claim\n", "Row 1" },
		{ "\xff\xfe"
		  "c\0l\0",
		  "role=\"alert\"" },
		{ "\"", "role=\"alert\"" },
	};
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/import");
	for (size_t i = 0; i < COUNT(CASES); i++) {
		choose(&b, "bad.csv", str_of(CASES[i].csv));
		fill(&b, "do", i % 2 ? "check" : "record");
		post(&b, "/import", "/import");
		CHECK_INT(b.status, 422);
		if (!has(&b, CASES[i].says))
			FAIL("case %zu does not say %s", i, CASES[i].says);
		CHECK(!has(&b, "<script>"));
	}
	get(&b, "/import");
	CHECK(has(&b, "None yet."));
	CHECK(!has(&b, "bad.csv"));
	fill(&b, "do", "check"); /* no file at all, and an empty one */
	post(&b, "/import", "/import");
	CHECK_INT(b.status, 422);
	choose(&b, "", STR(""));
	post(&b, "/import", "/import");
	CHECK_INT(b.status, 422);
}

TEST(an_import_is_taken_back_with_a_reason)
{
	static const char *const NO[] = { "/import/0", "/import/99", "/import/x", "/import/-1" };
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/import");
	CHECK(has(&b, "claims.csv"));
	get(&b, "/import/49");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "109 claims"));
	post(&b, "/undo/49", "/undo/49");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "Say why it is taken back."));
	fill(&b, "reason", "the wrong file");
	fill(&b, "back", "//evil.example/");
	post(&b, "/undo/49", "/undo/49");
	CHECK_INT(b.status, 303);
	CHECK_STR(b.location, "/history");
	get(&b, "/import/49");
	CHECK(has(&b, "It was taken back by"));
	CHECK(!has(&b, "action=\"/undo/49\""));
	for (size_t i = 0; i < COUNT(NO); i++) {
		get(&b, NO[i]);
		CHECK_INT(b.status, 404);
	}
}

TEST(a_kept_file_goes_with_its_session)
{
	struct sessions *all = calloc(1, sizeof *all);
	struct session *ss = &all->v[0];
	CHECK(upload_keep(all, ss, STR("a.csv"), STR("bytes")));
	CHECK_INT(ss->upload.n, 5);
	CHECK(!upload_keep(all, ss, STR("a.csv"), STR("")));
	CHECK(ss->upload.p == NULL);	      /* what was kept before is gone in any case */
	all->v[1].upload.n = UPLOADS_MAX - 3; /* others hold nearly all there is */
	CHECK(!upload_keep(all, ss, STR("a.csv"), STR("bytes")));
	CHECK(upload_keep(all, ss, STR("a.csv"), STR("abc")));
	upload_drop(&ss->upload);
	CHECK(ss->upload.p == NULL && ss->upload.n == 0);
	upload_drop(&ss->upload);
	free(all);
}

TEST(the_beginning_of_a_table_ends_with_a_row)
{
	CHECK_STR(import_beginning(STR("h\na\nb\n"), 1), "h\na\n");
	CHECK_STR(import_beginning(STR("h\na\nb\n"), 9), "h\na\nb\n");
	CHECK_STR(import_beginning(STR("h\n\"a\nb\"\nc\n"), 1), "h\n\"a\nb\"\n");
	CHECK_STR(import_beginning(STR("h\n\"a\n"), 1), "h\n\"a\n");
	CHECK_STR(import_beginning(STR(""), 1), "");
}
