/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding a claim and an event: from what is typed to what is sealed, and nothing else. */
#include "site.h"

#include "web/page_add.h"

/* The size of the log, as the colophon tells it. */
static int64_t log_size(struct browser *b)
{
	int64_t n = -1;
	struct str text;
	ptrdiff_t at = str_find(b->body, STR("name=\"from\" value=\""));
	if (at < 0)
		return -1;
	str_cut(str_from(b->body, (size_t)at + STR("name=\"from\" value=\"").n), '"', &text);
	return str_to_int(text, &n) ? n : -1;
}

static void fill_claim(struct browser *b, const char *value, const char *what)
{
	fill(b, "subject", "P-00002");
	fill(b, "property", "age");
	fill(b, "value", value);
	fill(b, "source", "O-00002");
	fill(b, "locator", "p. 3");
	fill(b, "do", what);
}

TEST(a_claim_is_previewed_and_sealed_once)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/add/claim?subject=P-2&property=age");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "Matched to"));
	int64_t before = log_size(&b);
	fill_claim(&b, "at least 38", "preview");
	post(&b, "/add/claim", "/add/claim");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "This is what will be sealed"));
	CHECK(has(&b, "<b>at least 38</b>"));
	CHECK(has(&b, "name=\"value\" value=\"at least 38\""));
	CHECK_INT(log_size(&b), before); /* nothing was written */
	fill_claim(&b, "at least 38", "seal");
	take_form(&b, "/add/claim");
	ask(&b, HTTP_POST, "/add/claim");
	CHECK_INT(b.status, 303);
	CHECK(str_starts(b.location, STR("/person/P-00002?done=")));
	struct str led_to = b.location;
	ask(&b, HTTP_POST, "/add/claim"); /* the same form again */
	CHECK_INT(b.status, 303);
	CHECK(str_eq(b.location, led_to));
	b.n_fields = 0;
	get(&b, "/add/claim");
	CHECK_INT(log_size(&b), before + 2); /* the import and its claim, once */
	/* Said exactly so before: nothing more. */
	fill_claim(&b, "at least 38", "seal");
	post(&b, "/add/claim", "/add/claim");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "Nothing new"));
}

TEST(what_is_wrong_keeps_what_was_typed)
{
	static const struct {
		const char *name, *value, *says, *at; /* the field it leads to */
	} CASES[] = {
		{ "value", "", "Write the value", "#value" },
		{ "value", "thirty-odd", "value=\"thirty-odd\"", "#value" },
		{ "value", "<b>\"x'&", "&lt;b", "#value" },
		{ "source", "", "Say who says it.", "#source" },
		{ "source", "Nobody Example", "no record has this name", "#source" },
		{ "source", "D-00001", "another kind", "#source" },
		{ "locator", "", "Say where in the source", "#locator" },
		{ "property", "no_such", "Choose what is said", "#property" },
		{ "property", "victim", "Choose what is said", "#property" },
		{ "subject", "", "Say of whom", "#subject" },
		{ "when", "31 Feb 2025", "does not exist", "#when" },
		{ "when", "03/04/2025", "more than one way", "#when" },
		{ "source-date", "soon", "soon", "#source-date" },
		{ "scope", "hostile", "hostile", "href=\"#scope" },
		{ "reliability", "Z", "value=\"38\"", "#reliability" },
		{ "basis", "guessed", "guessed", "#basis" },
	};
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/add/claim");
	int64_t before = log_size(&b);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		static const char *const ACTS[] = { "preview", "seal", "", "no such act" };
		for (size_t k = 0; k < COUNT(ACTS); k++) {
			/* First given counts: the fields that follow are not looked at. */
			fill(&b, CASES[i].name, CASES[i].value);
			fill_claim(&b, "38", ACTS[k]);
			post(&b, "/add/claim", "/add/claim");
			if (b.status != 422)
				FAIL("case %zu, act %zu: status %d", i, k, b.status);
			CHECK(has(&b, "role=\"alert\""));
			CHECK(has(&b, "<title>Error: "));
			if (!has(&b, CASES[i].says) || !has(&b, CASES[i].at))
				FAIL("case %zu does not say %s", i, CASES[i].says);
			CHECK(!has(&b, "<b>\"x'&"));
			CHECK(str_eq(str_of(CASES[i].name), STR("locator")) ||
			      has(&b, "value=\"p. 3\""));
		}
	}
	get(&b, "/add/claim");
	CHECK_INT(log_size(&b), before);
}

TEST(words_become_records_only_when_it_is_said_so)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/add/claim");
	fill(&b, "subject", "Nemouneh Davazdahom");
	fill(&b, "subject-is", "new:person");
	fill(&b, "subject-of", "other words"); /* the answer is to another question */
	fill(&b, "property", "age");
	fill(&b, "value", "38");
	fill(&b, "source", "O-2");
	fill(&b, "locator", "p. 3");
	fill(&b, "do", "seal");
	post(&b, "/add/claim", "/add/claim");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "no record has this name"));
	fill(&b, "subject", "Nemouneh Davazdahom");
	fill(&b, "subject-is", "new:person");
	fill(&b, "subject-of", "Nemouneh Davazdahom");
	fill(&b, "property", "age");
	fill(&b, "value", "38");
	fill(&b, "source", "Lawyer Example");
	fill(&b, "source-is", "new:source");
	fill(&b, "source-of", "Lawyer Example");
	fill(&b, "locator", "p. 3");
	fill(&b, "do", "preview");
	post(&b, "/add/claim", "/add/claim");
	CHECK_INT(b.status, 200);
	/* The name of a protected source is in no sentence. */
	CHECK(has(&b, "a new protected source"));
	CHECK(!has(&b, "<b>Lawyer Example"));
	fill(&b, "subject", "Nemouneh Davazdahom");
	fill(&b, "subject-is", "new:person");
	fill(&b, "subject-of", "Nemouneh Davazdahom");
	fill(&b, "property", "age");
	fill(&b, "value", "38");
	fill(&b, "source", "Lawyer Example");
	fill(&b, "source-is", "new:source");
	fill(&b, "source-of", "Lawyer Example");
	fill(&b, "locator", "p. 3");
	fill(&b, "do", "seal");
	post(&b, "/add/claim", "/add/claim");
	CHECK_INT(b.status, 303);
	get(&b, "/register?q=Davazdahom");
	CHECK(has(&b, "Nemouneh Davazdahom"));
	get(&b, "/register?q=Lawyer+Example");
	CHECK(has(&b, "No record matches"));
	/* An answer of a kind that cannot be there is none. */
	get(&b, "/add/claim");
	fill(&b, "source", "Example");
	fill(&b, "source-is", "new:place");
	fill(&b, "source-of", "Example");
	fill_claim(&b, "39", "seal");
	post(&b, "/add/claim", "/add/claim");
	CHECK_INT(b.status, 422);
}

TEST(an_edit_stands_beside_and_takes_back_with_a_reason)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/add/claim");
	fill_claim(&b, "38", "seal");
	post(&b, "/add/claim", "/add/claim");
	int64_t seq;
	CHECK(str_to_int(str_n(b.location.p + strlen("/person/P-00002?done="), 3), &seq));
	struct str edit = str_printf(s.a, "%lld.1", (long long)seq);
	get(&b, str_printf(s.a, "/add/claim?edit=%.*s", STR_FMT(edit)).p);
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "What stands now"));
	CHECK(has(&b, "value=\"38\""));
	struct str began = str_printf(s.a, "%lld", (long long)log_size(&b));
	fill(&b, "edit", edit.p);
	fill(&b, "take-back", "1");
	fill(&b, "began", began.p);
	fill_claim(&b, "39", "seal");
	post(&b, "/add/claim", "/add/claim");
	CHECK_INT(b.status, 422); /* no reason */
	fill(&b, "edit", edit.p);
	fill(&b, "take-back", "1");
	fill(&b, "reason", "mistyped");
	fill(&b, "began", "1"); /* much was said since */
	fill_claim(&b, "39", "seal");
	post(&b, "/add/claim", "/add/claim");
	CHECK_INT(b.status, 409);
	CHECK(has(&b, "mistyped"));
	fill(&b, "edit", edit.p);
	fill(&b, "take-back", "1");
	fill(&b, "reason", "mistyped");
	fill(&b, "anyway", "1");
	fill_claim(&b, "39", "seal");
	post(&b, "/add/claim", "/add/claim");
	CHECK_INT(b.status, 303);
	get(&b, str_printf(s.a, "/claim/%lld", (long long)seq).p);
	CHECK(has(&b, "aken back"));
	static const char *const NO[] = { "/add/claim?edit=x",
					  "/add/claim?edit=1",
					  "/add/claim?edit=1.",
					  "/add/claim?edit=99999.1",
					  "/add/claim?edit=9223372036854775807.1",
					  "/add/claim?edit=-1.1",
					  "/add/claim?edit=1.300" };
	for (size_t i = 0; i < COUNT(NO); i++) {
		get(&b, NO[i]);
		CHECK(b.status == 400 || b.status == 404);
	}
}

/* ---- events -------------------------------------------------------------- */

TEST(an_event_with_its_acts_is_sealed_together)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	for (int round = 0; round < 2; round++) {
		get(&b, "/add/event");
		fill(&b, "type", "arrest");
		fill(&b, "summary", "A person was arrested.");
		fill(&b, "date", "20 Mehr 1404");
		fill(&b, "lines", "2");
		fill(&b, "who1", "not named");
		fill(&b, "whom1", "P-00002");
		fill(&b, "act2", "torture");
		fill(&b, "whom2", "P-00002");
		fill(&b, "source", "O-00002");
		fill(&b, "locator", "p. 3");
		fill(&b, "knows", "saw it or took part");
		fill(&b, "sure", "sure");
		fill(&b, "do", round ? "seal" : "preview");
		post(&b, "/add/event", "/add/event");
	}
	CHECK_INT(b.status, 303);
	CHECK(str_starts(b.location, STR("/event/E-")));
	get(&b, b.location.p);
	CHECK(has(&b, "A person was arrested."));
	CHECK(has(&b, "Farshad Etemadi-Far"));
	CHECK(has(&b, "۲۰ مهر ۱۴۰۴"));
	CHECK(has(&b, "saw it or took part"));
	get(&b, "/register?k=event&s=torture");
	CHECK(has(&b, "1 to 1 of 1"));
	/* Done to the same person, of the same type: offered, not merged. */
	get(&b, "/add/event?type=arrest&victim=P-2");
	CHECK(has(&b, "Already in the register"));
}

TEST(lines_come_and_go_with_what_is_in_them)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/add/event");
	fill(&b, "lines", "2");
	fill(&b, "who1", "Example one");
	fill(&b, "who2", "Example two");
	fill(&b, "who2-is", "new:group");
	fill(&b, "who2-of", "Example two");
	fill(&b, "drop", "1");
	post(&b, "/add/event", "/add/event");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "name=\"lines\" value=\"1\""));
	CHECK(has(&b, "value=\"Example two\""));
	CHECK(!has(&b, "Example one"));
	CHECK(has(&b, "name=\"who1-is\" value=\"new:group\""));
	static const char *const COUNTS[] = { "0", "-5", "12", "13", "999999999", "x", "" };
	for (size_t i = 0; i < COUNT(COUNTS); i++) {
		fill(&b, "lines", COUNTS[i]);
		fill(&b, "do", "add");
		post(&b, "/add/event", "/add/event");
		CHECK_INT(b.status, 200);
		CHECK(!has(&b, "name=\"lines\" value=\"13\""));
	}
}

TEST(hostile_forms_write_nothing)
{
	static const char *const NAMES[] = {
		"type",	    "date", "end",     "place", "who1",	 "whom1",     "act1",	  "source",
		"document", "via",  "locator", "same",	"knows", "source-is", "certainty"
	};
	static const char *const BAD[] = {
		"<script>alert(1)</script>", "=cmd()", "../../etc", "\x01", "new:", "E-1 OR 1=1"
	};
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/add/event");
	int64_t before = log_size(&b);
	for (size_t i = 0; i < COUNT(NAMES); i++)
		for (size_t k = 0; k < COUNT(BAD); k++) {
			fill(&b, NAMES[i], BAD[k]);
			fill(&b, "do", "preview");
			post(&b, "/add/event", "/add/event");
			CHECK(b.status == 422 || b.status == 200);
			CHECK(!has(&b, "<script>"));
		}
	/* Without its token a form does nothing at all. */
	fill_claim(&b, "38", "seal");
	ask(&b, HTTP_POST, "/add/claim");
	CHECK_INT(b.status, 403);
	b.n_fields = 0;
	get(&b, "/add/event");
	CHECK_INT(log_size(&b), before);
}

/* ---- roles, by plain values ------------------------------------------------- */

TEST(a_part_in_an_event_follows_its_type_and_the_kind)
{
	static const struct {
		const char *type, *kind;
		bool acts;
		const char *role;
	} CASES[] = {
		{ "hunger_strike", "group", true, "participant" },
		{ "execution", "person", false, "victim" },
		{ "execution", "authority", true, "perpetrator" },
		{ "letter", "person", true, "author" },
		{ "statement_warning", "organisation", true, "speaker" },
		{ "grave_destruction", "site", false, "site" },
		{ "hunger_strike", "document", true, "" },
	};
	AUTO_ARENA *a = arena_new(0);
	struct vocab *v;
	struct err e;
	(void)a;
	CHECK_OK(vocab_new(&v, &e), &e);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		const struct event_type *t = vocab_event_type(v, str_of(CASES[i].type));
		CHECK_STR(add_role(v, t, CASES[i].acts, str_of(CASES[i].kind)), CASES[i].role);
	}
	CHECK_STR(add_date_property(vocab_event_type(v, STR("execution"))), "date");
	CHECK_STR(add_date_property(vocab_event_type(v, STR("hunger_strike"))), "start");
	vocab_free(v);
}

TEST(errors_are_told_once_a_field_and_not_without_end)
{
	struct form_errors es = { 0 };
	char names[FORM_ERRORS_MAX + 5][8];
	form_error(&es, STR("a"), STR("first"));
	form_error(&es, STR("a"), STR("second"));
	CHECK_INT(es.n, 1);
	CHECK_STR(form_error_at(&es, STR("a")), "first");
	for (size_t i = 0; i < COUNT(names); i++) {
		snprintf(names[i], sizeof names[i], "f%zu", i);
		form_error(&es, str_of(names[i]), STR("x"));
	}
	CHECK_INT(es.n, FORM_ERRORS_MAX);
}

/* ---- over the lock ---- */

static struct str kept_of(struct browser *b)
{
	static const char MARK[] = "name=\"draft\" value=\"";
	struct str value;
	ptrdiff_t at = str_find(b->body, str_of(MARK));
	if (at < 0)
		return STR("");
	str_cut(str_from(b->body, (size_t)at + sizeof MARK - 1), '"', &value);
	return value;
}

static void unlock_with(struct browser *b, const char *draft, const char *passphrase)
{
	fill(b, "p", passphrase);
	fill(b, "draft", draft);
	post(b, "/unlock", "/unlock");
}

TEST(what_was_typed_outlives_the_lock)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/add/claim?subject=P-2&property=age");
	int64_t before = log_size(&b);
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		s.web->sessions.v[i].used_ms -= 901 * 1000;
	fill_claim(&b, "at least 38", "preview");
	post(&b, "/add/claim", "/add/claim");
	CHECK_INT(b.status, 403);
	CHECK(has(&b, "Unlock here, and you can go on with it."));
	/* The page of a locked register does not tell what was typed. */
	CHECK(!has(&b, "at least 38"));
	const char *draft = str_z(s.a, kept_of(&b));
	CHECK(draft[0]);
	unlock_with(&b, draft, "a wrong one");
	CHECK_INT(b.status, 422);
	CHECK(str_eq(kept_of(&b), str_of(draft)));
	unlock_with(&b, draft, PASS);
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "Your form was kept"));
	CHECK(has(&b, "name=\"value\" value=\"at least 38\""));
	CHECK_INT(log_size(&b), before);
	fill_claim(&b, "at least 38", "preview");
	post(&b, "/add/claim", "/add/claim");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "This is what will be sealed"));
	/* Not one of ours: the way back, as without one. */
	const char *others[] = {
		"bm90aGluZw", str_printf(s.a, "%s%s", draft[0] == 'A' ? "B" : "A", draft + 1).p
	};
	for (size_t i = 0; i < COUNT(others); i++) {
		get(&b, "/");
		post(&b, "/lock", "/lock");
		get(&b, "/unlock");
		unlock_with(&b, others[i], PASS);
		CHECK_INT(b.status, 303);
	}
}

TEST(a_vault_with_a_new_key_asks_to_be_unlocked_again)
{
	SITE s;
	struct id slot;
	site_open(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/register");
	CHECK_INT(b.status, 200);
	AUTO_REG *r = NULL;
	CHECK_OK(reg_open(s.path, STR(PASS), true, &r, &s.e), &s.e);
	CHECK_OK(vault_slot_add(reg_vault(r), STR("another passphrase"), &slot, &s.e), &s.e);
	CHECK_OK(vault_slot_remove(reg_vault(r), &slot, &s.e), &s.e);
	get(&b, "/register");
	CHECK_INT(b.status, 403);
	CHECK(has(&b, "Another program gave this vault a new key"));
	unlock(&b, PASS);
	get(&b, "/register");
	CHECK_INT(b.status, 200);
}
