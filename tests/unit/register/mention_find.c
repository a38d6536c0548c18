/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of lists found by a name: spellings, scripts, parts of names, versions, what was taken back, sealed, erased. */
#include "lists.h"

#include "register/mention_find.h"
#include "vault/shred.h"

/* "N-00001 words 100 Nemouneh Yekom; ...", and behind it how many in all. */
static struct str found(struct scene *s, const char *text)
{
	AUTO_BUF b;
	struct mentions_found r = { 0 };
	buf_init(&b, 1 << 16);
	CHECK_OK(reg_find_mentions(s->r, str_of(text), 0, 100, s->a, &r, &s->e), &s->e);
	for (size_t i = 0; i < r.n; i++)
		buf_printf(&b, "%.*s %s%s; ", STR_FMT(r.p[i].mention.number),
			   mention_how_code(r.p[i].how), r.p[i].earlier ? " earlier" : "");
	CHECK_INT(r.total, r.n);
	return buf_copy(&b, s->a);
}

static const char ROWS[] = "A-7|Nemouneh Davazdahom|2025-01-01\n"
			   "A-8|نمونه دوازدهم|2025-01-01\n"
			   "A-9|Nemooneh Davazdahum|2025-01-02\n"
			   "A-10|Gholamreza Mesali|2025-01-03\n"
			   "A-11|غلامرضا مثالی|2025-01-03\n"
			   "A-12|Olgou Yekom|2025-01-04\n"
			   "A-13|unknown|2025-01-05";

TEST(a_row_is_found_in_any_spelling_and_script)
{
	static const struct {
		const char *typed, *found;
	} CASES[] = {
		/* The same letters come first, then what sounds alike: also in the other script. */
		{ "Nemouneh Davazdahom", "N-00001 exact; N-00003 sounds; N-00002 sounds; " },
		{ "NEMOUNEH  davazdahom ", "N-00001 exact; N-00003 sounds; N-00002 sounds; " },
		{ "نمونهٔ دوازدهم", "N-00002 exact; N-00001 sounds; N-00003 sounds; " },
		/* Parts of a name, in any order; a beginning of the last word in its own script. */
		{ "Davazdahom Nemouneh", "N-00001 words; N-00003 sounds; N-00002 sounds; " },
		{ "Davazdah", "N-00001 words; N-00003 words; " },
		{ "مثالی", "N-00005 words; N-00004 sounds; " },
		/* Written together and apart. */
		{ "Gholam Reza Mesali", "N-00004 exact; N-00005 sounds; " },
		{ "غلام رضا مثالی", "N-00005 exact; N-00004 sounds; " },
		/* A letter left out of a whole name. */
		{ "Gholamrea Mesali", "N-00004 sounds; N-00005 sounds; " },
		/* The list's own id of a row, and its number here. */
		{ "A-12", "N-00006 other; " },
		{ "n-00006", "N-00006 exact; " },
		{ "unknown", "N-00007 exact; " },
		/* Another name with the same consonants is none of these. */
		{ "Ali", "" },
		{ "Nemouneh Panjom", "" },
		{ "زبان", "" },
		/* Nothing to search for, and what FTS5 would take for its own. */
		{ "", "" },
		{ "  \" ( * ", "" },
		{ "name : NEAR(a b) OR *", "" },
		{ "AND", "" },
	};
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	edition(&s, &list, "2026-01-01", ROWS);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct str got = found(&s, CASES[i].typed);
		CHECK_STR(got, CASES[i].found);
	}
}

TEST(a_page_of_rows_is_cut_from_all)
{
	AUTO_BUF b;
	SCENE s;
	struct mentions_found r;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	buf_init(&b, 1 << 16);
	for (int i = 1; i <= 40; i++)
		buf_printf(&b, "%d|Nemouneh Farzand %d|2025-01-01%s", i, i, i < 40 ? "\n" : "");
	edition(&s, &list, "2026-01-01", buf_z(&b));
	CHECK_OK(reg_find_mentions(s.r, STR("nemouneh"), 30, 12, s.a, &r, &s.e), &s.e);
	CHECK_INT(r.total, 40);
	CHECK_INT(r.n, 10);
	CHECK(!r.cut);
	CHECK_STR(r.p[0].mention.number, "N-00031");
	CHECK_STR(r.p[0].list, "I-00001");
	CHECK_STR(r.p[0].list_label, "Example list");
	CHECK_STR(r.p[0].person, "");
	CHECK_INT(r.p[0].mention.row, 32);
	CHECK_OK(reg_find_mentions(s.r, STR("nemouneh"), 100, 12, s.a, &r, &s.e), &s.e);
	CHECK_INT(r.n, 0);
	CHECK_INT(r.total, 40);
	CHECK_ERR(reg_find_mentions(s.r, STR("x"), -1, 12, s.a, &r, &s.e), ERR_INPUT);
	struct str lengthy = str_n(memset(arena_alloc(s.a, 401, 1), 'a', 401), 401);
	CHECK_ERR(reg_find_mentions(s.r, lengthy, 0, 12, s.a, &r, &s.e), ERR_TOOBIG);
}

TEST(a_row_says_whose_it_is)
{
	SCENE s;
	struct mentions_found r;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	edition(&s, &list, "2026-01-01", ROWS);
	say(&s, "organisation:first", "person:a", "name=Nemouneh Davazdahom");
	struct assignment to = { .record = mention_no(&s, "N-00002"),
				 .person = of(&s, "person:a") };
	assign(&s, &to, 1);
	CHECK_OK(reg_find_mentions(s.r, STR("نمونه دوازدهم"), 0, 1, s.a, &r, &s.e), &s.e);
	CHECK_STR(r.p[0].mention.number, "N-00002");
	CHECK_STR(r.p[0].person, "P-00001");
	CHECK_STR(r.p[0].person_label, "Nemouneh Davazdahom");
	CHECK_INT(r.total, 3);
}

/* What an earlier edition said is found and said to be earlier; what was taken back is not. */
TEST(rows_are_found_by_what_stands)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	int64_t one = edition(&s, &list, "2026-01-01",
			      "1|Nemouneh Yekom|2025-01-01\n2|Nemouneh Dovom|2025-01-01");
	int64_t two = edition(&s, &list, "2026-02-01", "1|Mesal Yekom|2025-01-01");
	CHECK_STR(found(&s, "Mesal Yekom"), "N-00001 exact; ");
	CHECK_STR(found(&s, "Nemouneh Yekom"), "N-00001 exact earlier; ");
	CHECK_STR(found(&s, "Nemouneh Dovom"), "N-00002 exact; "); /* removed by its publisher */
	CHECK_STR(found(&s, "Yekom"), "N-00001 words; ");

	int64_t undo = undo_entry(&s, two);
	CHECK_STR(found(&s, "Mesal"), "");
	CHECK_STR(found(&s, "Nemouneh Yekom"), "N-00001 exact; ");
	undo_entry(&s, undo);
	undo_entry(&s, one);
	CHECK_STR(found(&s, "Nemouneh"), "");
	CHECK_STR(found(&s, "Mesal"), "N-00001 words; ");
	CHECK_STR(found(&s, "N-00002"), "");
}

TEST(a_mapping_that_is_corrected_changes_what_is_found)
{
	SCENE s;
	struct edition ed;
	int64_t map;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	int64_t one = edition(&s, &list, "2026-01-01", "1|Mesal-e Yekom|Nemouneh Haftom");
	CHECK_STR(found(&s, "Haftom"), "");
	CHECK_OK(reg_edition(s.r, one, s.a, &ed, &s.e), &s.e);
	ed.mapping.columns[2].field = LIST_OTHER_NAME;
	AUTO_REG_TX tx = { 0 };
	must(&s, reg_begin(&tx, s.r, &s.e), "begin");
	CHECK_OK(reg_edition_map(&tx, one, &ed.mapping, STR("it is the other name"), &map, &s.e),
		 &s.e);
	must(&s, reg_commit(&tx, &s.e), "commit");
	CHECK_STR(found(&s, "Haftom"), "N-00001 other; ");
	CHECK_STR(found(&s, "نمونه هفتم"), "N-00001 sounds; ");
	CHECK_STR(found(&s, "Yekom"), "N-00001 words; ");
	undo_entry(&s, map);
	CHECK_STR(found(&s, "Haftom"), "");
	CHECK_STR(found(&s, "نمونه هفتم"), "");
	CHECK_STR(found(&s, "Yekom"), "N-00001 words; ");
}

/* Whoever may open the compartment does not find by it either: it is in no table. */
TEST(sealed_cells_find_nothing)
{
	SCENE s;
	AUTO_REG_TX tx = { 0 };
	struct entity mention;
	struct list_mapping m = three_columns();
	struct list_column columns[3];
	struct str header[] = { STR("no"), STR("name"), STR("died") };
	int64_t seq;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	memcpy(columns, m.columns, sizeof columns);
	columns[1].field = LIST_KEPT;
	columns[1].sealed = true;
	m.columns = columns;
	struct edition_new in = { .list = list,
				  .name = STR("list.csv"),
				  .file = hash_of(STR("sealed")),
				  .date = STR("2026-01-01"),
				  .format = STR("csv"),
				  .sheet = STR(""),
				  .encoding = STR("utf-8"),
				  .header = header,
				  .n_header = 3,
				  .mapping = &m,
				  .rows = 1 };
	must(&s, reg_begin(&tx, s.r, &s.e), "begin");
	must(&s, reg_edition_begin(&tx, &in, &seq, &s.e), "edition");
	struct mention_new one = { .edition = seq,
				   .row = 2,
				   .cells = STR("[\"X-1\",null,\"2025-01-01\"]"),
				   .sealed = STR("[[2,\"Nemouneh Davazdahom\"]]") };
	must(&s, reg_mention_add(&tx, &one, &mention, &seq, &s.e), "row");
	must(&s, reg_commit(&tx, &s.e), "commit");
	CHECK_STR(found(&s, "X-1"), "N-00001 other; ");
	CHECK_STR(found(&s, "Davazdahom"), "");
	CHECK_STR(found(&s, "نمونه دوازدهم"), "");
}

static int64_t index_rows(struct scene *s)
{
	static const struct sql HOW_MANY = SQL("SELECT count(*) FROM mention_search_docsize");
	AUTO_STMT *q = NULL;
	must(s, store_stmt(reg_store(s->r), &HOW_MANY, &q, &s->e), "count");
	must(s, stmt_row(q, &s->e), "count");
	return col_int(q, 0);
}

TEST(what_was_erased_is_in_no_index)
{
	SCENE s;
	struct id *ids;
	struct id second;
	size_t n;
	scene_open(&s);
	must(&s,
	     vault_member_add(reg_vault(s.r), STR("Second"), ROLE_OFFICER,
			      STR("another passphrase"), &second, &s.e),
	     "second officer");
	struct entity list = list_make(&s, "list:a");
	edition(&s, &list, "2026-01-01", ROWS);
	CHECK_INT(index_rows(&s), 7);
	struct entity gone = mention_no(&s, "N-00004");
	must(&s, reg_erased_with(s.r, &gone, s.a, &ids, &n, &s.e), "what goes");
	const struct vault_shred what = { .entities = ids,
					  .n_entities = n,
					  .reason = STR("safety"),
					  .second_passphrase = STR("another passphrase") };
	struct vault_shredded done;
	CHECK_OK(vault_shred(reg_vault(s.r), &what, s.a, &done, &s.e), &s.e);
	CHECK_INT(index_rows(&s), 6);
	CHECK_STR(found(&s, "Gholamreza"), "N-00005 sounds; ");
	CHECK_STR(found(&s, "A-10"), "");
	CHECK_STR(found(&s, "N-00004"), "");
	check_rebuild(s.r, &s.e);
	CHECK_INT(index_rows(&s), 6);
}
