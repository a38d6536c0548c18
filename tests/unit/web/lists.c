/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of others on the pages: taken in, compared, linked, and read by two people blind to each other. */
#include "site.h"

#include <time.h>

enum { WAITS = 6000 };

static const char ADD[] = "/lists/add";
static const char IMPORT[] = "/lists/import";
static const char RUN[] = "/lists/import/run";
static const char LINKAGE[] = "/linkage";

static void use_worker(struct site *s)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	assert(n > 0);
	self[n] = '\0';
	for (int i = 0; i < 3; i++)
		*strrchr(self, '/') = '\0';
	s->web->has_worker = true;
	s->web->worker.path = str_printf(s->a, "%s/vigil-worker", self).p;
}

/* As a browser does with a page that refreshes itself. */
static void wait_for(struct browser *b, const char *page)
{
	struct timespec pause = { .tv_nsec = 20 * 1000 * 1000 };
	for (int i = 0; i < WAITS; i++) {
		get(b, page);
		if (!has(b, "http-equiv=\"refresh\""))
			return;
		nanosleep(&pause, NULL);
	}
	FAIL("the page goes on for ever");
}

static void add_list(struct browser *b, const char *name, const char *duplicate_free)
{
	for (int i = 0; i < 2; i++) {
		if (i == 0)
			get(b, ADD);
		fill(b, "name", name);
		fill(b, "publisher", "Example Monitor");
		fill(b, "duplicate_free", duplicate_free);
		fill(b, "do", i ? "seal" : "preview");
		post(b, ADD, ADD);
	}
	CHECK_INT(b->status, 303);
}

static void send(struct browser *b, const char *list, const char *date, const char *csv)
{
	get(b, IMPORT);
	b->file = (struct http_file){ .field = STR("ev"),
				      .name = STR("list of somebody.csv"),
				      .type = STR("text/csv"),
				      .bytes = str_of(csv) };
	fill(b, "list", list);
	fill(b, "date", date);
	fill(b, "do", "look");
	post(b, IMPORT, IMPORT);
	CHECK_INT(b->status, 303);
	wait_for(b, RUN);
}

static void map_column(struct browser *b, size_t i, const char *field, bool sealed)
{
	fill(b, str_printf(b->site->a, "f%zu", i).p, field);
	if (sealed)
		fill(b, str_printf(b->site->a, "s%zu", i).p, "1");
}

static const char *const COLUMNS[] = { "id", "name", "date", "" };

static void plan(struct browser *b, const char *skip)
{
	for (size_t i = 0; i < COUNT(COLUMNS); i++)
		map_column(b, i, COLUMNS[i], i == 3);
	fill(b, "skip", skip);
	fill(b, "do", "plan");
	post(b, RUN, RUN);
	CHECK_INT(b->status, 303);
	wait_for(b, RUN);
}

static void take_in(struct browser *b, const char *list, const char *date, const char *csv)
{
	send(b, list, date, csv);
	CHECK_INT(b->status, 200);
	plan(b, "");
	CHECK_INT(b->status, 200);
	fill(b, "do", "seal");
	post(b, RUN, RUN);
	wait_for(b, RUN);
	CHECK_INT(b->status, 303);
}

/* Numbers with a blank, which no token and no id in a page has. */
static const char FIRST[] = "no,Name,Died,Telephone\n"
			    "1,Nemouneh Yekom,2025-01-01,0999 111\n"
			    "2,Nemouneh Dovom,1 January 2025,0999 222\n"
			    "3,Nemouneh Sevvom,not a day,\n";
static const char SECOND[] = "no,Name,Died,Telephone\n"
			     "1,Nemouneh Yekom,2025-01-01,0999 111\n"
			     "3,Nemouneh Sevvom,2025-03-04,\n"
			     "4,Nemouneh Chaharom,2025-05,\n";

TEST(a_list_comes_in_and_what_is_removed_from_it_stays)
{
	SITE s;
	site_open(&s);
	use_worker(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/lists");
	CHECK(has(&b, "No list has been taken in yet."));
	add_list(&b, "Example <list> A", "yes");
	CHECK_STR(b.location, "/lists/import?list=I-00001");

	send(&b, "I-00001", "2025-06-01", FIRST);
	CHECK(has(&b, "What the columns are") && has(&b, "The list&#39;s own id"));
	CHECK(has(&b, "list of somebody.csv") && has(&b, "Example &lt;list&gt; A"));
	/* A preview changes nothing but the page. */
	for (size_t i = 0; i < COUNT(COLUMNS); i++)
		map_column(&b, i, COLUMNS[i], i == 3);
	fill(&b, "do", "preview");
	post(&b, RUN, RUN);
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "not understood") && !has(&b, "0999 111"));
	plan(&b, "");
	CHECK(has(&b, "3 rows as the first edition of Example &lt;list&gt; A."));
	get(&b, "/list/I-00001");
	CHECK(has(&b, "None yet."));
	get(&b, RUN);
	fill(&b, "do", "seal");
	post(&b, RUN, RUN);
	wait_for(&b, RUN);
	CHECK(str_starts(b.location, STR("/list/I-00001?done=3")));

	take_in(&b, "I-00001", "2025-09-01", SECOND);
	get(&b, "/list/I-00001");
	CHECK(has(&b, "1 rows added, 1 changed, 1 removed, 1 the same"));
	CHECK(has(&b, "not a day") && has(&b, "Nemouneh Dovom"));
	CHECK(!has(&b, "0999 "));
	get(&b, "/list/I-00001?show=removed");
	CHECK(has(&b, "Removed by the publisher") && has(&b, "Nemouneh Dovom"));
	get(&b, "/mention/N-00002");
	CHECK(has(&b, "Removed by its publisher") && has(&b, "1 January 2025"));
	CHECK(has(&b, "sealed") && !has(&b, "0999 222"));
	get(&b, "/mention/N-00002?open=1");
	CHECK(has(&b, "0999 222"));
	get(&b, "/mention/N-00003");
	CHECK(has(&b, "Before that") && has(&b, "was: "));
	get(&b, "/register?q=0999");
	CHECK(!has(&b, "0999 222"));
	get(&b, "/mentions?q=0999+222");
	CHECK(has(&b, "No row of a list has this name") && !has(&b, "/mention/N-"));
	/* In the other script, of a row that its publisher removed; sealed cells stay out of it. */
	get(&b, "/mentions?q=%D9%86%D9%85%D9%88%D9%86%D9%87+%D8%AF%D9%88%D9%85");
	CHECK(has(&b, "/mention/N-00002") && has(&b, "sounds alike") && has(&b, "Removed"));
	CHECK(has(&b, "linked to nobody") && !has(&b, "0999 "));
	get(&b, "/register?q=Sevvom");
	CHECK(has(&b, "1 row of a list") && has(&b, "all words are in its name"));
	get(&b, "/register?q=Sevvom&k=person");
	CHECK(!has(&b, "1 row of a list"));
	get(&b, "/mentions");
	CHECK(has(&b, "name=\"q\"") && !has(&b, "/mention/N-"));
	get(&b, "/mentions?q=Sevvom&page=0");
	CHECK_INT(b.status, 400);
	get(&b, "/lists");
	CHECK(has(&b, "claimed") && has(&b, "not tested yet") && has(&b, "Example Monitor"));
	/* One that is older than all takes nothing out of them. */
	send(&b, "I-00001", "2025-05-01", "no,Name,Died,Telephone\n4,Nemouneh Chaharom,2025-05,\n");
	plan(&b, "");
	CHECK(has(&b, "Only in that one: 3.") && !has(&b, "Not in this file any more"));
	send(&b, "I-00001", "2025-07-01", "no,Name,Died,Telephone\n5,Nemouneh Panjom,2025,\n");
	plan(&b, "");
	CHECK(has(&b, "Editions of a later date that are here"));
}

TEST(an_edition_is_taken_back_and_its_rows_with_it)
{
	SITE s;
	site_open(&s);
	use_worker(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	add_list(&b, "Example list", "no");
	take_in(&b, "I-00001", "2025-06-01", FIRST);
	get(&b, "/list/I-00001");
	ptrdiff_t at = str_find(b.body, STR("action=\"/undo/"));
	struct str seq;
	CHECK(at > 0);
	str_cut(str_from(b.body, (size_t)at + 14), '"', &seq);
	const char *undo = str_printf(s.a, "/undo/%.*s", STR_FMT(seq)).p;
	fill(&b, "reason", "the wrong file");
	fill(&b, "back", "/list/I-00001");
	post(&b, undo, undo);
	CHECK_STR(b.location, "/list/I-00001");
	get(&b, "/list/I-00001");
	CHECK(has(&b, "taken back") && has(&b, "0 rows stand in its newest edition"));
	get(&b, "/mention/N-00001");
	CHECK(has(&b, "Every edition that had this row was taken back."));
}

TEST(a_broken_row_stops_it_unless_somebody_says_to_leave_it_out)
{
	static const char BROKEN[] = "no,Name,Died,Telephone\n"
				     "1,Nemouneh Yekom,2025-01-01,\n"
				     "2,Nemouneh Dovom,2025-01-02,,too,many\n"
				     "3,Nemouneh Sevvom,2025-01-03,\n";
	SITE s;
	site_open(&s);
	use_worker(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	add_list(&b, "Example list", "unknown");
	send(&b, "I-00001", "2025-06-01", BROKEN);
	plan(&b, "");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "It cannot be taken in as it stands") && has(&b, "row 3"));
	CHECK(!has(&b, "value=\"seal\""));
	/* Nor by a form that was made by hand. */
	fill(&b, "do", "seal");
	post(&b, RUN, RUN);
	CHECK_INT(b.status, 422);
	get(&b, RUN);
	fill(&b, "do", "back");
	post(&b, RUN, RUN);
	CHECK(has(&b, "What the columns are"));
	fill(&b, "skip", "3, 2");
	fill(&b, "do", "plan");
	post(&b, RUN, RUN);
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "Write numbers of rows in their order"));
	plan(&b, "3");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "2 rows as the first edition") && has(&b, "because you said so"));
	fill(&b, "do", "drop");
	post(&b, RUN, RUN);
	CHECK_STR(b.location, IMPORT);
	get(&b, "/list/I-00001");
	CHECK(has(&b, "None yet."));
}

TEST(what_cannot_be_read_is_said_and_what_is_missing_as_well)
{
	SITE s;
	site_open(&s);
	use_worker(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	add_list(&b, "Example list", "no");
	get(&b, IMPORT);
	fill(&b, "do", "look");
	post(&b, IMPORT, IMPORT);
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "Choose a file.") && has(&b, "Say of which list it is an edition."));
	send(&b, "I-00001", "", "%PDF-1.7 and no table at all");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "This did not succeed") && has(&b, "Nothing of it was written to the log."));
	get(&b, ADD);
	fill(&b, "name", "");
	fill(&b, "do", "preview");
	post(&b, ADD, ADD);
	CHECK_INT(b.status, 422);
	get(&b, "/list/I-00099");
	CHECK_INT(b.status, 404);
	get(&b, "/mention/I-00001");
	CHECK_INT(b.status, 404);
	get(&b, "/list/I-00001?older=1&newer=2");
	CHECK_INT(b.status, 400);
}

TEST(refusals_are_in_the_language_of_the_reader)
{
	static const struct {
		const char *page, *says;
	} T[] = {
		{ "/nothing", "در این نشانی صفحه‌ای نیست" },
		{ "/list/I-00099", "هیچ رکوردی این شماره را ندارد" },
		{ "/list/I-00001?page=x", "در نشانی باید عددی درست باشد" },
		{ "/list/I-00001?older=1&newer=2",
		  "چنین ویرایش‌هایی برای سنجیدن ندارد" },
		{ "/match/N-00001", "جفت دو شمارهٔ رکورد است" },
		{ "/match/I-00001/I-00001", "این دو یک رکورد است" },
		{ "/claim/9", "دفتر ۲ مدخل دارد؛ مدخل ۹ نیست" },
	};
	SITE s;
	site_open(&s);
	use_worker(&s);
	struct browser b = { .site = &s, .languages = STR("fa") };
	unlock(&b, PASS);
	add_list(&b, "Example list", "no");
	for (size_t i = 0; i < COUNT(T); i++) {
		get(&b, T[i].page);
		CHECK(b.status >= 400 && has(&b, T[i].says));
	}
	send(&b, "I-00001", "", "%PDF-1.7 and no table at all");
	CHECK(has(&b, "این PDF است: نخست جدول را از آن بیرون بکشید"));
	take_in(&b, "I-00001", "", FIRST);
	send(&b, "I-00001", "", FIRST);
	plan(&b, "");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "همین فایل از پیش در دفتر هست"));
}

TEST(locking_stops_it_and_leaves_nothing)
{
	SITE s;
	site_open(&s);
	use_worker(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	add_list(&b, "Example list", "no");
	get(&b, IMPORT);
	b.file = (struct http_file){ .field = STR("ev"),
				     .name = STR("a.csv"),
				     .type = STR("text/csv"),
				     .bytes = str_of(FIRST) };
	fill(&b, "list", "I-00001");
	fill(&b, "do", "look");
	post(&b, IMPORT, IMPORT);
	get(&b, "/");
	post(&b, "/lock", "/lock");
	unlock(&b, PASS);
	get(&b, RUN);
	CHECK_STR(b.location, IMPORT);
	get(&b, "/list/I-00001");
	CHECK(has(&b, "None yet."));
}

/* ---- who is one person --------------------------------------------------- */

static const char *const FIRST_HALF[] = { "Bar", "Dil", "Fer", "Gol", "Hoz",
					  "Kam", "Lav", "Mon", "Nag", "Peyv" };
static const char *const SECOND_HALF[] = { "zad",  "mik", "shur", "tob",  "rin",
					   "gash", "lem", "vand", "khor", "sip" };

/* Invented people, no two alike; `also` puts a letter more into each. */
static const char *people(struct site *s, size_t from, size_t n, const char *also)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	buf_lit(&b, "no,Name,Died,Telephone\n");
	for (size_t i = from; i < from + n; i++)
		buf_printf(&b, "%zu,%s%s %s%s%s,20%02zu-%02zu-%02zu,\n", i + 1, FIRST_HALF[i % 10],
			   SECOND_HALF[i / 10 % 10], FIRST_HALF[i * 7 % 10],
			   SECOND_HALF[i * 3 / 7 % 10], also, i % 23, i % 12 + 1, i % 28 + 1);
	return str_z(s->a, buf_str(&b));
}

static void answer(struct browser *b, const char *pair, const char *says, const char *reason)
{
	get(b, pair);
	fill(b, "says", says);
	fill(b, "reason", reason);
	fill(b, "round", "first");
	fill(b, "do", "record");
	post(b, pair, pair);
}

static void link_lists(struct browser *b)
{
	add_list(b, "Example register", "yes");
	take_in(b, "I-00001", "2026-01-01", people(b->site, 0, 80, ""));
	add_list(b, "Example press list", "yes");
	take_in(b, "I-00002", "2026-01-02", people(b->site, 40, 60, "h"));
	get(b, LINKAGE);
	CHECK(has(b, "Nothing has been linked yet."));
	fill(b, "do", "run");
	post(b, LINKAGE, LINKAGE);
	wait_for(b, LINKAGE);
	CHECK_INT(b->status, 200);
	CHECK(has(b, "What this run would change") && has(b, "140 records that name somebody"));
	fill(b, "do", "write");
	post(b, LINKAGE, LINKAGE);
	wait_for(b, LINKAGE);
	CHECK_STR(b->location, LINKAGE);
}

TEST(lists_are_linked_looked_at_and_parted)
{
	SITE s;
	site_open(&s);
	use_worker(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	link_lists(&b);
	get(&b, LINKAGE);
	CHECK(has(&b, "The clusters say who: they have 100") && has(&b, "140 rows in ="));
	CHECK(has(&b, "How far its probabilities are right") && has(&b, "What it learned"));
	get(&b, "/list/I-00001");
	CHECK(has(&b, "80 rows that name somebody are of 80 persons"));
	get(&b, "/lists");
	CHECK(has(&b, "tested: 0 pairs look like one person") &&
	      has(&b, "Persons that lists share"));
	get(&b, "/list/I-00002");
	CHECK(has(&b, "Persons it shares with") && has(&b, "<b>40</b>"));
	get(&b, "/person/P-00001");
	CHECK(has(&b, "2 rows of lists are taken to speak of this person."));
	get(&b, "/cluster/P-00001");
	CHECK(has(&b, "2 records are taken to speak of this person.") && has(&b, "Part them"));
	get(&b, "/match/N-00041/N-00081");
	CHECK(has(&b, "Before comparing") && has(&b, "which sounds met which"));

	const char *cluster = "/cluster/P-00001";
	get(&b, cluster);
	fill(&b, "do", "split");
	post(&b, cluster, cluster);
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "Choose some of the records, and not all.") && has(&b, "Say why."));
	get(&b, cluster);
	fill(&b, "m", "N-00081");
	fill(&b, "reason", "another father");
	fill(&b, "do", "split");
	post(&b, cluster, cluster);
	CHECK_STR(b.location, "/cluster/P-00001?done=1");
	get(&b, "/mention/N-00081");
	CHECK(has(&b, "decided: different persons") && !has(&b, "/cluster/P-00001"));
}

TEST(a_second_reader_does_not_see_the_first_answer)
{
	static const char PAIR[] = "/match/N-00001/N-00081";
	SITE s;
	site_open(&s);
	use_worker(&s);
	struct browser b = { .site = &s };
	struct browser other = { .site = &s };
	struct id id;
	AUTO_REG *r = NULL;
	CHECK_OK(reg_open(s.path, STR(PASS), true, &r, &s.e), &s.e);
	CHECK_OK(vault_member_add(reg_vault(r), STR("Example researcher"), ROLE_RESEARCHER,
				  STR("another passphrase"), &id, &s.e),
		 &s.e);
	reg_close(r);
	r = NULL;
	unlock(&b, PASS);
	link_lists(&b);

	answer(&b, PAIR, "", "");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "Choose one of the three."));
	answer(&b, PAIR, "different", "");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "another reader will have to follow it"));
	answer(&b, PAIR, "different", "the fathers differ plainly");
	CHECK_INT(b.status, 303);

	unlock(&other, "another passphrase");
	get(&other, PAIR);
	CHECK_INT(other.status, 200);
	CHECK(has(&other, "Example member has decided this pair"));
	CHECK(!has(&other, "plainly") && !has(&other, "id=\"decisions\""));
	/* Nor of whom the records are since. */
	CHECK(!has(&other, "now of") && !has(&other, "/cluster/"));
	get(&other, "/mention/N-00001");
	CHECK(has(&other, "hidden until you have") && !has(&other, "plainly") &&
	      !has(&other, "different persons"));
	get(&other, "/history");
	CHECK(has(&other, "hidden until you have answered") && !has(&other, "plainly"));
	CHECK(has(&other, "Edition of a list taken in") &&
	      has(&other, "Records linked to persons"));
	CHECK(has(&other, "80 rows") && !has(&other, "80 values"));
	get(&other, "/");
	CHECK(!has(&other, "plainly"));
	get(&b, "/history");
	CHECK(has(&b, "plainly"));
	get(&other, "/review?round=second");
	CHECK(has(&other, "N-00081"));
	answer(&other, PAIR, "same", "");
	CHECK_INT(other.status, 303);
	get(&other, PAIR);
	CHECK(has(&other, "plainly") && has(&other, "Two readers differ."));
	CHECK(!has(&other, "name=\"settle\""));
	get(&b, "/review?round=disputed");
	CHECK(has(&b, "N-00081"));
	get(&b, PAIR);
	CHECK(has(&b, "name=\"settle\""));
	fill(&b, "says", "different");
	fill(&b, "reason", "both rows read again");
	fill(&b, "settle", "1");
	fill(&b, "round", "disputed");
	fill(&b, "do", "record");
	post(&b, PAIR, PAIR);
	CHECK_INT(b.status, 303);
	get(&b, PAIR);
	CHECK(has(&b, "(settled)") && !has(&b, "Two readers differ."));

	/* What is for editors. */
	get(&other, LINKAGE);
	CHECK(!has(&other, "value=\"run\""));
	get(&other, "/cluster/P-00001");
	CHECK(!has(&other, "Part them"));
	fill(&other, "do", "split");
	post(&other, "/cluster/P-00001", "/cluster/P-00001");
	CHECK_INT(other.status, 403);
}
