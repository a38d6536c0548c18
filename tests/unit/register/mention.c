/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Editions, mentions, decisions and persons in one register: what stands, what was removed, what is undone. */
#include "lists.h"

#include "vault/shred.h"

static const char FIRST[] = "1|Nemouneh Yekom|2025-01-01\n"
			    "2|Nemouneh Dovom|2025-01-02\n"
			    "3|Nemouneh Sevvom|2025-01-03";
static const char SECOND[] = "3|Nemouneh Sevvom|2025-01-03\n"
			     "1|Nemouneh Yekom|2025-01-11\n"
			     "4|Nemouneh Chaharom|2025-01-04";

static struct conservation conserved(struct scene *s)
{
	struct conservation c = { 0 };
	struct conservation kept = { 0 };
	CHECK_OK(reg_conservation(s->r, &c, &s->e), &s->e);
	/* Counted now, and then kept: never what was before. */
	for (int i = 0; i < 2; i++) {
		CHECK_OK(reg_conserved(s->r, &kept, &s->e), &s->e);
		CHECK(memcmp(&c, &kept, sizeof c) == 0);
	}
	return c;
}

TEST(an_edition_makes_mentions_and_a_newer_one_keeps_them)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	int64_t one = edition(&s, &list, "2026-01-01", FIRST);
	CHECK_STR(standing(&s, &list, MENTIONS_STANDING),
		  "N-00001 Nemouneh Yekom; N-00002 Nemouneh Dovom; N-00003 Nemouneh Sevvom");
	int64_t two = edition(&s, &list, "2026-02-01", SECOND);
	CHECK_STR(standing(&s, &list, MENTIONS_STANDING),
		  "N-00003 Nemouneh Sevvom; N-00001 Nemouneh Yekom; N-00004 Nemouneh Chaharom");
	CHECK_STR(standing(&s, &list, MENTIONS_REMOVED), "N-00002 Nemouneh Dovom");

	struct edition_diff *d;
	struct edition_totals t;
	size_t n;
	CHECK_OK(reg_edition_diff(s.r, one, two, 0, 100, s.a, &d, &n, &t, &s.e), &s.e);
	CHECK_INT(t.added, 1);
	CHECK_INT(t.changed, 1);
	CHECK_INT(t.same, 1);
	CHECK_INT(t.removed, 1);
	CHECK_INT(n, 3);
	CHECK_INT(d[0].what, EDITION_CHANGED);
	CHECK_STR(d[0].number, "N-00001");
	CHECK_STR(d[0].old_cells, "[\"1\",\"Nemouneh Yekom\",\"2025-01-01\"]");
	CHECK_STR(d[0].cells, "[\"1\",\"Nemouneh Yekom\",\"2025-01-11\"]");
	CHECK_INT(d[1].what, EDITION_ADDED);
	CHECK_INT(d[2].what, EDITION_REMOVED);
	CHECK_STR(d[2].number, "N-00002");
	CHECK_STR(d[2].cells, "");

	struct conservation c = conserved(&s);
	CHECK_INT(c.rows, 6);
	CHECK_INT(c.erased, 0);
	CHECK_INT(c.mentions, 4);
	CHECK_INT(c.standing, 3);
	CHECK_INT(c.removed, 1);
	CHECK_INT(c.unlinked, 3);
	check_rebuild(s.r, &s.e);
}

TEST(an_edition_that_is_taken_back_leaves_what_was_before_it)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	int64_t one = edition(&s, &list, "2026-01-01", FIRST);
	struct str first = standing(&s, &list, MENTIONS_STANDING);
	int64_t two = edition(&s, &list, "2026-02-01", SECOND);
	struct str second = standing(&s, &list, MENTIONS_STANDING);
	int64_t undo = undo_entry(&s, two);
	CHECK(str_eq(standing(&s, &list, MENTIONS_STANDING), first));
	CHECK_STR(standing(&s, &list, MENTIONS_REMOVED), "");
	CHECK_INT(newest_of(&s, &list), one);

	/* Taken in again: the same mentions, so that what was decided of them holds. */
	edition_from(&s, &list, "2026-02-01", SECOND, two);
	CHECK(str_eq(standing(&s, &list, MENTIONS_STANDING), second));
	CHECK_INT(conserved(&s).mentions, 4);
	/* The oldest taken back: what only it had is in no edition any more. */
	undo_entry(&s, one);
	CHECK(str_eq(standing(&s, &list, MENTIONS_STANDING), second));
	CHECK_INT(conserved(&s).mentions, 3);
	undo_entry(&s, undo);
	CHECK(str_eq(standing(&s, &list, MENTIONS_STANDING), second));
	check_rebuild(s.r, &s.e);
}

TEST(one_row_can_be_taken_back_by_itself)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	struct mention m;
	edition(&s, &list, "2026-01-01", FIRST);
	CHECK_OK(reg_mention(s.r, mention_no(&s, "N-00002").id, s.a, &m, &s.e), &s.e);
	undo_entry(&s, m.version);
	CHECK_STR(standing(&s, &list, MENTIONS_STANDING),
		  "N-00001 Nemouneh Yekom; N-00003 Nemouneh Sevvom");
	CHECK_INT(conserved(&s).mentions, 2);
	check_rebuild(s.r, &s.e);
}

TEST(editions_are_ordered_by_their_dates)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	int64_t newer = edition(&s, &list, "2026-02-01", SECOND);
	edition(&s, &list, "2026-01-01", FIRST);
	CHECK_INT(newest_of(&s, &list), newer);
	CHECK_STR(standing(&s, &list, MENTIONS_STANDING),
		  "N-00001 Nemouneh Sevvom; N-00002 Nemouneh Yekom; N-00003 Nemouneh Chaharom");
	CHECK_STR(standing(&s, &list, MENTIONS_REMOVED), "N-00004 Nemouneh Dovom");
}

TEST(a_mapping_that_is_corrected_changes_what_is_read_and_no_cell)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	struct edition ed;
	int64_t one = edition(&s, &list, "2026-01-01", FIRST);
	int64_t map;
	CHECK_OK(reg_edition(s.r, one, s.a, &ed, &s.e), &s.e);
	ed.mapping.columns[1].field = LIST_KEPT;
	ed.mapping.columns[2].field = LIST_NAME;
	AUTO_REG_TX tx = { 0 };
	must(&s, reg_begin(&tx, s.r, &s.e), "begin");
	CHECK_OK(reg_edition_map(&tx, one, &ed.mapping, STR("columns were taken for others"), &map,
				 &s.e),
		 &s.e);
	ed.mapping.columns[0].sealed = true;
	int64_t seq;
	CHECK_ERR(reg_edition_map(&tx, one, &ed.mapping, STR(""), &seq, &s.e), ERR_INPUT);
	must(&s, reg_commit(&tx, &s.e), "commit");
	CHECK_STR(standing(&s, &list, MENTIONS_STANDING),
		  "N-00001 2025-01-01; N-00002 2025-01-02; N-00003 2025-01-03");
	check_rebuild(s.r, &s.e);
	undo_entry(&s, map);
	CHECK_STR(standing(&s, &list, MENTIONS_STANDING),
		  "N-00001 Nemouneh Yekom; N-00002 Nemouneh Dovom; N-00003 Nemouneh Sevvom");
	check_rebuild(s.r, &s.e);
}

/* ---- decisions ---- */

static struct str verdicts(struct scene *s)
{
	AUTO_BUF b;
	struct link_standing *v;
	size_t n;
	buf_init(&b, 1 << 16);
	must(s, reg_link_verdicts(s->r, s->a, &v, &n, &s->e), "verdicts");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s%s", i ? " " : "", link_says_code(v[i].says),
			   v[i].disputed ? "?" : "");
	return buf_copy(&b, s->a);
}

TEST(decisions_stand_by_rounds_until_they_are_taken_back)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	edition(&s, &list, "2026-01-01", FIRST);
	struct entity x = mention_no(&s, "N-00001");
	struct entity y = mention_no(&s, "N-00002");
	CHECK_STR(verdicts(&s), "");
	decide(&s, x, y, LINK_SAYS_SAME, LINK_ROUND_FIRST);
	CHECK_STR(verdicts(&s), "same");
	int64_t second = decide(&s, y, x, LINK_SAYS_DIFFERENT, LINK_ROUND_SECOND);
	CHECK_STR(verdicts(&s), "unsure?");
	int64_t last = decide(&s, x, y, LINK_SAYS_DIFFERENT, LINK_ROUND_ADJUDICATED);
	CHECK_STR(verdicts(&s), "different");
	undo_entry(&s, last);
	CHECK_STR(verdicts(&s), "unsure?");
	undo_entry(&s, second);
	CHECK_STR(verdicts(&s), "same");
	check_rebuild(s.r, &s.e);

	struct link_row *l;
	size_t n;
	CHECK_OK(reg_links(s.r, y.id, true, s.a, &l, &n, &s.e), &s.e);
	CHECK_INT(n, 3);
	CHECK(!l[0].changed && l[0].seen_a && l[0].seen_b);
	edition(&s, &list, "2026-02-01", SECOND);
	CHECK_OK(reg_links(s.r, x.id, false, s.a, &l, &n, &s.e), &s.e);
	CHECK_INT(n, 1);
	CHECK(l[0].changed);
}

TEST(what_is_no_record_is_not_linked)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	edition(&s, &list, "2026-01-01", FIRST);
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	struct link_new in = {
		.a = mention_no(&s, "N-00001"), .b = list, .reason = STR(""), .model = STR("")
	};
	must(&s, reg_begin(&tx, s.r, &s.e), "begin");
	CHECK_ERR(reg_link_decide(&tx, &in, &seq, &s.e), ERR_INPUT);
	in.b = in.a;
	CHECK_ERR(reg_link_decide(&tx, &in, &seq, &s.e), ERR_INPUT);
	in.b = mention_no(&s, "N-00002");
	in.round = LINK_ROUND_ADJUDICATED;
	CHECK_ERR(reg_link_decide(&tx, &in, &seq, &s.e), ERR_INPUT); /* without a reason */
}

/* ---- persons ---- */

static struct str person_of(struct scene *s, const char *number)
{
	struct entity en;
	must(s, reg_person_of(s->r, mention_no(s, number).id, &en, &s->e), "person");
	return en.id ? reg_number(s->r, &en, s->a) : STR("nobody");
}

/* Two new persons, or 0 for nobody, in one run: N-00001.. to whom. */
static int64_t assign_new(struct scene *s, const int *whom, size_t n, struct entity *persons)
{
	AUTO_REG_TX tx = { 0 };
	struct assign_run run = { .model = STR("test"), .reason = STR(""), .summary = STR("{}") };
	struct assignment list[10];
	int64_t seq;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	must(s, reg_assign_begin(&tx, &run, &seq, &s->e), "run");
	for (size_t i = 0; i < n; i++) {
		list[i] = (struct assignment){ .record = mention_no(
						       s, str_printf(s->a, "N-%zu", i + 1).p),
					       .bits_milli = 1000 };
		if (whom[i] && !persons[whom[i]].no)
			persons[whom[i]] = new_person(s, &tx);
		list[i].person = persons[whom[i]];
	}
	must(s, reg_assign(&tx, seq, list, n, &s->e), "assign");
	must(s, reg_commit(&tx, &s->e), "commit");
	return seq;
}

TEST(runs_assign_and_are_taken_back)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	struct entity p[10] = { 0 };
	edition(&s, &list, "2026-01-01", FIRST);
	int64_t one = assign_new(&s, (int[]){ 1, 1, 2 }, 3, p);
	CHECK_STR(person_of(&s, "N-00001"), "P-00001");
	CHECK_STR(person_of(&s, "N-00002"), "P-00001");
	CHECK_STR(person_of(&s, "N-00003"), "P-00002");
	struct conservation c = conserved(&s);
	CHECK_INT(c.linked, 3);
	CHECK_INT(c.persons, 2);
	/* A person without claims is called as its first row is. */
	struct card card;
	must(&s, reg_entity(s.r, STR("P-1"), s.a, &p[1], &s.e), "person");
	CHECK_OK(reg_card(s.r, p[1].id, s.a, &card, &s.e), &s.e);
	CHECK_STR(card.label, "Nemouneh Yekom");

	/* Split: the second row leaves, and belongs to nobody. */
	int64_t two = assign_new(&s, (int[]){ 1, 0, 2 }, 3, p);
	CHECK_STR(person_of(&s, "N-00002"), "nobody");
	CHECK_INT(conserved(&s).unlinked, 1);
	undo_entry(&s, two);
	CHECK_STR(person_of(&s, "N-00002"), "P-00001");
	check_rebuild(s.r, &s.e);
	undo_entry(&s, one);
	CHECK_STR(person_of(&s, "N-00001"), "nobody");
	CHECK_INT(conserved(&s).unlinked, 3);
	CHECK_INT(conserved(&s).persons, 0);
	check_rebuild(s.r, &s.e);
}

TEST(a_person_found_under_another_takes_its_rows_along)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	say(&s, "organisation:first", "person:told", "name=Nemouneh Yekom; birth_date=1990-01-01");
	struct entity p[10] = { 0 };
	edition(&s, &list, "2026-01-01", FIRST);
	assign_new(&s, (int[]){ 2, 2, 3 }, 3, p);
	CHECK_INT(conserved(&s).persons, 3);
	must(&s, reg_entity(s.r, STR("P-2"), s.a, &p[2], &s.e), "person");
	struct assignment under = { .record = p[2], .person = of(&s, "person:told") };
	int64_t run = assign(&s, &under, 1);
	CHECK_STR(person_of(&s, "N-00001"), "P-00001");
	CHECK_STR(person_of(&s, "N-00002"), "P-00001");
	CHECK_STR(person_of(&s, "P-00002"), "P-00001");
	CHECK_INT(conserved(&s).persons, 2);
	CHECK_INT(conserved(&s).described, 1);
	check_rebuild(s.r, &s.e);

	/* The other way round would be a circle. */
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	struct assign_run again = { .model = STR(""), .reason = STR("x"), .summary = STR("") };
	struct assignment circle = { .record = of(&s, "person:told"), .person = p[2] };
	must(&s, reg_begin(&tx, s.r, &s.e), "begin");
	must(&s, reg_assign_begin(&tx, &again, &seq, &s.e), "run");
	CHECK_ERR(reg_assign(&tx, seq, &circle, 1, &s.e), ERR_INPUT);
	reg_tx_done(&tx);
	undo_entry(&s, run);
	CHECK_STR(person_of(&s, "N-00001"), "P-00002");
	CHECK_INT(conserved(&s).persons, 3);
	check_rebuild(s.r, &s.e);
}

/* ---- conservation ---- */

static void spoil(struct scene *s, const struct sql *sql)
{
	must(s, store_run_script(reg_store(s->r), sql, &s->e), "spoil");
}

TEST(a_row_that_gets_lost_is_noticed_and_stops_a_run)
{
	static const struct sql LOSE = SQL("DELETE FROM edition_row WHERE row = 2");
	static const struct sql TWICE = SQL("UPDATE edition SET rows = 1");
	static const struct sql UNPLACE = SQL("UPDATE mention SET stands = 0 WHERE row = 3");
	static const struct sql *const BREAKS[] = { &LOSE, &TWICE, &UNPLACE };
	static const int ERRORS[] = { ERR_CORRUPT, ERR_CORRUPT, ERR_CORRUPT };
	for (size_t i = 0; i < COUNT(BREAKS); i++) {
		SCENE s;
		scene_open(&s);
		struct entity list = list_make(&s, "list:a");
		struct conservation c;
		edition(&s, &list, "2026-01-01", FIRST);
		spoil(&s, BREAKS[i]);
		CHECK_ERR(reg_conservation(s.r, &c, &s.e), ERRORS[i]);
		AUTO_REG_TX tx = { 0 };
		struct assign_run run = { .model = STR("t"),
					  .reason = STR(""),
					  .summary = STR("") };
		struct assignment to = { .record = mention_no(&s, "N-00001") };
		int64_t seq;
		must(&s, reg_begin(&tx, s.r, &s.e), "begin");
		must(&s, reg_assign_begin(&tx, &run, &seq, &s.e), "run");
		to.person = new_person(&s, &tx);
		must(&s, reg_assign(&tx, seq, &to, 1, &s.e), "assign");
		CHECK_ERR(reg_commit(&tx, &s.e), ERR_CORRUPT);
	}
}

/* ---- erasing ---- */

TEST(a_row_is_erased_with_what_was_decided_of_it_and_nothing_else)
{
	SCENE s;
	scene_open(&s);
	struct id second;
	struct id *ids;
	size_t n;
	must(&s,
	     vault_member_add(reg_vault(s.r), STR("Second"), ROLE_OFFICER,
			      STR("another passphrase"), &second, &s.e),
	     "second officer");
	struct entity list = list_make(&s, "list:a");
	edition(&s, &list, "2026-01-01", FIRST);
	struct entity p[10] = { 0 };
	assign_new(&s, (int[]){ 1, 1, 2 }, 3, p);
	struct entity x = mention_no(&s, "N-00001");
	struct entity y = mention_no(&s, "N-00002");
	struct entity z = mention_no(&s, "N-00003");
	decide(&s, x, y, LINK_SAYS_SAME, LINK_ROUND_FIRST);
	decide(&s, y, z, LINK_SAYS_DIFFERENT, LINK_ROUND_FIRST);
	must(&s, reg_erased_with(s.r, &x, s.a, &ids, &n, &s.e), "what goes");
	CHECK_INT(n, 3);
	const struct vault_shred what = { .entities = ids,
					  .n_entities = n,
					  .reason = STR("safety"),
					  .second_passphrase = STR("another passphrase") };
	struct vault_shredded done;
	CHECK_OK(vault_shred(reg_vault(s.r), &what, s.a, &done, &s.e), &s.e);
	struct entity after;
	CHECK_ERR(reg_entity(s.r, STR("N-00001"), s.a, &after, &s.e), ERR_NOTFOUND);
	CHECK_STR(standing(&s, &list, MENTIONS_STANDING),
		  "N-00002 Nemouneh Dovom; N-00003 Nemouneh Sevvom");
	CHECK_STR(verdicts(&s), "different");
	CHECK_STR(person_of(&s, "N-00002"), "P-00001");
	struct conservation c = conserved(&s);
	CHECK_INT(c.rows, 3);
	CHECK_INT(c.erased, 1);
	CHECK_INT(c.standing, 2);
	check_rebuild(s.r, &s.e);
	/* Nothing in the pages of the file has the name. */
	const uint8_t *image = NULL;
	size_t bytes = 0;
	CHECK_OK(store_image(reg_store(s.r), &image, &bytes, &s.e), &s.e);
	CHECK(!str_has(str_n((const char *)image, bytes), STR("Nemouneh Yekom")));
	CHECK(str_has(str_n((const char *)image, bytes), STR("Nemouneh Dovom")));
	store_image_free(image);
	/* A newer edition says again what it says of others, and knows the gap. */
	edition(&s, &list, "2026-02-01", SECOND);
	CHECK_INT(conserved(&s).standing, 3);
	check_rebuild(s.r, &s.e);
}

TEST(a_person_is_erased_with_the_rows_that_are_of_them)
{
	SCENE s;
	scene_open(&s);
	struct id *ids;
	size_t n;
	struct entity list = list_make(&s, "list:a");
	edition(&s, &list, "2026-01-01", FIRST);
	struct entity p[10] = { 0 };
	assign_new(&s, (int[]){ 1, 1, 2 }, 3, p);
	decide(&s, mention_no(&s, "N-00001"), mention_no(&s, "N-00003"), LINK_SAYS_DIFFERENT,
	       LINK_ROUND_FIRST);
	must(&s, reg_entity(s.r, STR("P-1"), s.a, &p[1], &s.e), "person");
	must(&s, reg_erased_with(s.r, &p[1], s.a, &ids, &n, &s.e), "what goes");
	CHECK_INT(n, 7); /* person, two rows, each with its sealed group; one decision */
}

/* ---- what is sealed ---- */

TEST(sealed_cells_are_in_no_table)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	struct list_column columns[] = { { .name = STR("name"), .field = LIST_NAME },
					 { .name = STR("tel"), .sealed = true } };
	struct list_mapping m = { columns, 2 };
	struct str header[] = { STR("name"), STR("tel") };
	struct edition_new in = { .list = list,
				  .name = STR("x.csv"),
				  .file = hash_of(STR("x")),
				  .date = STR("2026-01-01"),
				  .header = header,
				  .n_header = 2,
				  .mapping = &m,
				  .rows = 1,
				  .added = 1 };
	struct mention_new row = { .row = 2,
				   .cells = STR("[\"Nemouneh Yekom\"]"),
				   .sealed = STR("[[2,\"0000000012\"]]") };
	struct entity mention;
	struct str sealed;
	int64_t seq;
	AUTO_REG_TX tx = { 0 };
	must(&s, reg_begin(&tx, s.r, &s.e), "begin");
	must(&s, reg_edition_begin(&tx, &in, &row.edition, &s.e), "edition");
	CHECK_OK(reg_mention_add(&tx, &row, &mention, &seq, &s.e), &s.e);
	must(&s, reg_commit(&tx, &s.e), "commit");
	mention = mention_no(&s, "N-1");
	CHECK_OK(reg_mention_sealed(s.r, mention.id, s.a, &sealed, &s.e), &s.e);
	CHECK_STR(sealed, "[[2,\"0000000012\"]]");
	const uint8_t *image = NULL;
	size_t bytes = 0;
	CHECK_OK(store_image(reg_store(s.r), &image, &bytes, &s.e), &s.e);
	CHECK(!str_has(str_n((const char *)image, bytes), STR("0000000012")));
	store_image_free(image);
	check_rebuild(s.r, &s.e);
}
