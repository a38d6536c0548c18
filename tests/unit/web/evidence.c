/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence on the pages: sent in a form, kept through errors and preview, sealed, shown, handed out. */
#include "site.h"

#include "web/page_evidence.h"

/* Bytes of any kind: no worker looks into them here, so they are covered and have no copies. */
static void choose(struct browser *b, const char *name, struct str bytes)
{
	b->file = (struct http_file){
		.field = STR("ev"), .name = str_of(name), .type = STR("image/jpeg"), .bytes = bytes
	};
}

static struct str kept_id(struct browser *b)
{
	struct str id = STR("");
	struct str mark = STR("name=\"kept\" value=\"");
	ptrdiff_t at = str_find(b->body, mark);
	if (at >= 0)
		str_cut(str_from(b->body, (size_t)at + mark.n), '"', &id);
	return id;
}

static void fill_files(struct browser *b, const char *what)
{
	fill(b, "source", "O-00001");
	fill(b, "about", "P-00001");
	fill(b, "title", "A picture");
	fill(b, "cover", "yes");
	fill(b, "do", what);
}

static void objects_gone(struct site *s)
{
	/* The test's folder is emptied by hand; evidence lies in folders of its own. */
	struct str cmd =
		str_printf(s->a, "rm -rf '%s.objects' '%s/example.vigil.objects'", s->path, s->dir);
	if (system(cmd.p) != 0)
		FAIL("the evidence of the test stays behind");
}

static const char ADD[] = "/add/evidence";

static void seal_one(struct browser *b, struct str bytes)
{
	get(b, "/add/evidence?about=P-00001");
	choose(b, "sent by a friend.jpg", bytes);
	fill_files(b, "preview");
	post(b, ADD, ADD);
	struct str id = kept_id(b);
	CHECK_INT(b->status, 200);
	CHECK_INT(id.n, FILE_ID_LEN);
	CHECK(has(b, "sent by a friend.jpg"));
	fill_files(b, "seal");
	fill(b, "kept", str_z(b->site->a, id));
	post(b, ADD, ADD);
	CHECK_INT(b->status, 303);
}

TEST(a_file_is_sent_sealed_and_shown_covered)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	seal_one(&b, STR("not really a picture"));
	CHECK_STR(b.location, "/evidence/V-00001?done=1");
	get(&b, "/evidence/V-00001?done=1");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "A picture") && has(&b, "1 file was sealed."));
	CHECK(has(&b, "Sealed without being looked into"));
	/* The name can name a source: only behind the fold for members of the compartment. */
	ptrdiff_t fold = str_find(b.body, STR("id=\"sealed\""));
	ptrdiff_t name = str_find(b.body, STR("sent by a friend.jpg"));
	CHECK(fold > 0 && name > fold);
	get(&b, "/evidence");
	CHECK(has(&b, "V-00001") && has(&b, "Covered") && !has(&b, "sent by a friend"));
	get(&b, "/person/P-00001");
	CHECK(has(&b, "id=\"evidence\"") && has(&b, "/evidence/V-00001") &&
	      has(&b, "Covered: may show injury"));
	get(&b, "/entity/V-00001");
	CHECK_STR(b.location, "/evidence/V-00001");
	objects_gone(&s);
}

TEST(a_form_with_an_error_keeps_the_file_and_another_session_has_it_not)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, ADD);
	choose(&b, "x.jpg", STR("bytes"));
	fill(&b, "do", "preview");
	post(&b, ADD, ADD);
	CHECK_INT(b.status, 422);
	struct str id = kept_id(&b);
	CHECK_INT(id.n, FILE_ID_LEN);
	CHECK(has(&b, "Say from whom it came."));

	struct browser other = { .site = &s };
	unlock(&other, PASS);
	get(&other, ADD);
	fill_files(&other, "seal");
	fill(&other, "kept", str_z(s.a, id));
	post(&other, ADD, ADD);
	CHECK_INT(other.status, 422);
	CHECK(has(&other, "no longer kept here"));

	/* Left out, it is gone. */
	fill(&b, "kept", str_z(s.a, id));
	fill(&b, "unkeep", str_z(s.a, id));
	post(&b, ADD, ADD);
	CHECK_INT(b.status, 200);
	CHECK_INT(kept_id(&b).n, 0);
	fill_files(&b, "seal");
	fill(&b, "kept", str_z(s.a, id));
	post(&b, ADD, ADD);
	CHECK_INT(b.status, 422);
	objects_gone(&s);
}

TEST(what_cannot_be_sealed_is_said)
{
	static const struct {
		const char *name, *value, *says;
	} CASES[] = {
		{ "claim", "9999.1", "There is no such claim" },
		{ "claim", "x", "There is no such claim" },
		{ "cover", "no", "need not be covered" },
		{ "captured", "yesterday or so", "" },
	};
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		get(&b, ADD);
		choose(&b, "x.jpg", STR("bytes"));
		fill(&b, CASES[i].name, CASES[i].value);
		fill_files(&b, "preview");
		post(&b, ADD, ADD);
		CHECK_INT(b.status, 422);
		CHECK(has(&b, CASES[i].says));
	}
	get(&b, ADD);
	choose(&b, "empty.jpg", STR(""));
	fill_files(&b, "preview");
	post(&b, ADD, ADD);
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "is empty."));
	get(&b, "/evidence/V-00001");
	CHECK_INT(b.status, 404);
	get(&b, "/evidence/P-00001");
	CHECK_INT(b.status, 404);
	get(&b, "/copy/V-00001/1");
	CHECK_INT(b.status, 404);
	objects_gone(&s);
}

/* The answer itself: read as the server does. */
TEST(the_original_is_a_download_and_recorded_first)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	seal_one(&b, STR("<script>alert(1)</script>"));
	get(&b, "/evidence/V-00001");
	CHECK(!has(&b, "downloaded"));
	get(&b, "/original/V-00001");
	CHECK_INT(b.status, 405);
	get(&b, "/evidence/V-00001");
	post(&b, "/original/V-00001", "/original/V-00001");
	CHECK_INT(b.status, 200);
	CHECK_STR(b.type, "application/octet-stream");
	CHECK_STR(b.stream, "<script>alert(1)</script>");
	CHECK(b.sandbox && str_starts(b.disposition, STR("attachment; ")));
	CHECK(!str_has(b.disposition, STR("friend")));
	get(&b, "/evidence/V-00001");
	CHECK(has(&b, "downloaded"));
	/* Without a token of ours nothing is given and nothing recorded. */
	ask(&b, HTTP_POST, "/original/V-00001");
	CHECK_INT(b.status, 403);
	struct browser locked = { .site = &s };
	get(&locked, "/evidence/V-00001");
	CHECK_INT(locked.status, 403);
	get(&locked, "/copy/V-00001/1");
	CHECK_INT(locked.status, 403);
	objects_gone(&s);
}

TEST(sizes_read_as_people_say_them)
{
	static const struct {
		int64_t bytes;
		const char *en;
	} CASES[] = {
		{ 0, "0 bytes" },      { 999, "999 bytes" },	   { 1000, "1 kB" },
		{ 2340, "2.3 kB" },    { 999949, "1,000 kB" },	   { 1000000, "1 MB" },
		{ 2345678, "2.3 MB" }, { 17179869184, "17.2 GB" }, { 5000000000000, "5,000 GB" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++)
		CHECK_STR(word_size(a, LANG_EN, CASES[i].bytes), CASES[i].en);
	CHECK_STR(word_size(a, LANG_FA, 2345678), "۲٫۳ مگابایت");
}
