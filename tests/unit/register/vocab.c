/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vocabulary: that the files hold together, and what people's words mean. */
#include "check.h"

#include "base/crypto.h"
#include "register/vocab_priv.h"

static void free_vocab(struct vocab **v)
{
	vocab_free(*v);
}
#define AUTO_VOCAB AUTO(free_vocab) struct vocab

static struct vocab *load(void)
{
	struct vocab *v = NULL;
	struct err e = { 0 };
	CHECK_OK(crypto_init(&e), &e);
	CHECK_OK(vocab_new(&v, &e), &e);
	return v;
}

static struct str s(const char *z)
{
	return str_of(z);
}

/* Codes are never removed, so the numbers only grow. */
TEST(vocab_has_every_file_and_list)
{
	AUTO_VOCAB *v = load();
	size_t n;
	CHECK(VOCAB_FILES_N >= 17);
	vocab_properties(v, &n);
	CHECK(n >= 156);
	vocab_kinds(v, &n);
	CHECK(n >= 14);
	vocab_event_types(v, &n);
	CHECK(n >= 47);
	vocab_statuses(v, &n);
	CHECK(n >= 23);
	static const struct {
		const char *set;
		size_t n;
	} SETS[] = { { "charges", 16 },	     { "prisons", 58 },
		     { "provinces", 31 },    { "courts", 16 },
		     { "languages", 20 },    { "scopes", 25 },
		     { "certainty", 4 },     { "grades", 12 },
		     { "reliability", 6 },   { "credibility", 6 },
		     { "likelihood", 14 },   { "conflict_kinds", 19 },
		     { "source_kinds", 19 }, { "sex", 3 },
		     { "basis", 3 },	     { "position", 13 },
		     { "direction", 4 },     { "site_change", 6 },
		     { "confidence", 3 },    { "source_material", 12 },
		     { "event_types", 47 } };
	for (size_t i = 0; i < COUNT(SETS); i++) {
		vocab_set(v, s(SETS[i].set), &n);
		if (n < SETS[i].n)
			FAIL("%s has %zu terms, once %zu", SETS[i].set, n, SETS[i].n);
	}
	CHECK(vocab_set(v, STR("nothing"), &n) == NULL);
	CHECK_INT(n, 0);
}

TEST(vocab_property_says_what_its_row_says)
{
	AUTO_VOCAB *v = load();
	const struct property *p = vocab_property(v, STR("count_at_risk"));
	CHECK(p && p->type == VALUE_QUANTITY && p->functional && p->sensitivity == SENS_PUBLIC);
	CHECK_STR(p->kinds, "group");
	CHECK_STR(p->compared_with, "count_on_death_row|member|named_members");
	p = vocab_property(v, STR("real_name"));
	CHECK(p && p->type == VALUE_NAME && p->sensitivity == SENS_SEALED && !p->qualifier);
	p = vocab_property(v, STR("url"));
	CHECK(p && p->type == VALUE_TEXT && p->is_url);
	p = vocab_property(v, STR("charge"));
	CHECK(p && p->type == VALUE_CODE);
	CHECK_STR(p->set, "charges");
	p = vocab_property(v, STR("victim"));
	CHECK(p && p->type == VALUE_ENTITY && !p->functional);
	CHECK_STR(p->set, "person|group");
	CHECK_STR(p->term.en, "Victim");
	p = vocab_property(v, STR("Victim"));
	CHECK(p == NULL);
}

TEST(vocab_qualifier_is_no_kind)
{
	AUTO_VOCAB *v = load();
	const struct property *p = vocab_property(v, STR("wording"));
	CHECK(p && p->qualifier);
	CHECK_STR(p->kinds, "");
	CHECK(!vocab_takes(p->kinds, STR("person")) && !vocab_takes(p->kinds, STR("qualifier")));
	p = vocab_property(v, STR("document"));
	CHECK(p && p->qualifier);
	CHECK_STR(p->kinds, "event");
	CHECK(!vocab_property(v, STR("age"))->qualifier);
	CHECK(vocab_takes(STR("any"), STR("ask")));
	CHECK(vocab_takes(STR("site|place"), STR("place")) &&
	      !vocab_takes(STR("site|place"), STR("plac")));
}

TEST(vocab_kinds_are_found_by_their_letter)
{
	AUTO_VOCAB *v = load();
	size_t n;
	const struct kind *k = vocab_kinds(v, &n);
	for (size_t i = 0; i < n; i++) {
		CHECK(vocab_kind_by_prefix(v, k[i].prefix) == &k[i]);
		CHECK(vocab_kind(v, k[i].term.code) == &k[i]);
	}
	CHECK_STR(vocab_kind_by_prefix(v, STR("p"))->term.code, "person");
	CHECK_STR(vocab_kind(v, STR("person"))->plural_fa, "اشخاص");
	CHECK(vocab_kind_by_prefix(v, STR("Z")) == NULL &&
	      vocab_kind_by_prefix(v, STR("")) == NULL);
	CHECK(vocab_kind_by_prefix(v, STR("PG")) == NULL &&
	      vocab_kind_by_prefix(v, STR("1")) == NULL);
}

TEST(vocab_events_and_statuses_fit)
{
	AUTO_VOCAB *v = load();
	const struct event_type *t = vocab_event_type(v, STR("execution"));
	CHECK(t && t->ends && t->order == 200);
	CHECK_STR(t->stage, "executed");
	CHECK_STR(t->huridocs, "010101030000");
	t = vocab_event_type(v, STR("letter"));
	CHECK(t && !t->ends && t->order == 0 && !t->stage.n);
	const struct status *x = vocab_status(v, STR("review_rejected"));
	CHECK(x && x->sort == STATUS_STAGE && x->at_risk && x->order == 80);
	CHECK(vocab_status(v, STR("executed"))->sort == STATUS_END);
	x = vocab_status(v, STR("not_reported_executed"));
	CHECK(x && x->sort == STATUS_DERIVED && x->at_risk);
}

TEST(vocab_finds_the_code_a_person_means)
{
	static const struct {
		const char *set, *text, *code;
	} CASES[] = {
		{ "charges", "moharebeh", "moharebeh" },
		{ "charges", "Waging War on God", "moharebeh" },
		{ "charges", "waging  war-on god", "moharebeh" },
		{ "charges", "محاربه", "moharebeh" },
		{ "charges", "محاربة", "moharebeh" },
		{ "charges", "افساد في الارض", "efsad_e_fel_arz" },
		{ "prisons", "Qezel Hesar", "P01" },
		{ "prisons", "قزلحصار", "P01" },
		{ "prisons", "قزل حصار", "P01" },
		{ "prisons", "p01", "P01" },
		{ "prisons", "Mashhad", "P10" },
		{ "event_types", "death_sentence", "death_sentence" },
		{ "event_types", "Death sentence", "death_sentence" },
		{ "event_types", "اعتصاب غذا", "hunger_strike" },
		{ "provinces", "ir-23", "IR-23" },
		{ "provinces", "Tehran", "IR-23" },
		{ "provinces", "Eşfahān", "IR-10" },
		{ "sex", "زن", "female" },
		{ "languages", "Persian", "fas" },
		{ "position", "Call to action", "call_to_action" },
		{ "credibility", "2", "2" },
	};
	AUTO_VOCAB *v = load();
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct err e = { 0 };
		struct str code = STR_NULL;
		if (vocab_find_code(v, s(CASES[i].set), s(CASES[i].text), &code, &e) != 0)
			FAIL("%s \"%s\": %s", CASES[i].set, CASES[i].text, e.text);
		else if (!str_eq(code, s(CASES[i].code)))
			FAIL("%s \"%s\" is %.*s", CASES[i].set, CASES[i].text, STR_FMT(code));
	}
}

TEST(vocab_does_not_guess_a_code)
{
	AUTO_VOCAB *v = load();
	struct err e = { 0 };
	struct str code;
	CHECK_ERR(vocab_find_code(v, STR("charges"), STR("theft"), &code, &e), ERR_NOTFOUND);
	CHECK_ERR(vocab_find_code(v, STR("charges"), STR(""), &code, &e), ERR_NOTFOUND);
	CHECK_ERR(vocab_find_code(v, STR("charges"), STR("!?"), &code, &e), ERR_NOTFOUND);
	CHECK_ERR(vocab_find_code(v, STR("no_such_list"), STR("x"), &code, &e), ERR_NOTFOUND);
	CHECK_ERR(vocab_find_code(v, STR("reliability"), STR("2"), &code, &e), ERR_NOTFOUND);
	/* "Mashhad" means a prison only where a prison is asked for. */
	CHECK_ERR(vocab_find_code(v, STR("courts"), STR("Mashhad"), &code, &e), ERR_NOTFOUND);
}

/* Whatever words two terms share must be a conflict that names both; the lists that are shipped
 * are looked through, so that a new shared word is noticed here. */
TEST(vocab_names_both_terms_that_share_a_word)
{
	AUTO_VOCAB *v = load();
	size_t shared = 0;
	for (size_t i = 0; i < v->sets.n; i++) {
		const struct vocab_set *set = v->sets.items[i].value;
		for (size_t k = 0; k < set->by_words.n; k++) {
			const struct sense *x = set->by_words.items[k].value;
			struct err e = { 0 };
			struct str code;
			if (!x->other || vocab_term(v, set->name, set->by_words.items[k].key))
				continue;
			shared++;
			CHECK_ERR(vocab_find_code(v, set->name, set->by_words.items[k].key, &code,
						  &e),
				  ERR_CONFLICT);
			CHECK(str_has(s(e.text), x->term->code) &&
			      str_has(s(e.text), x->other->code));
			printf("  shared in %.*s: %.*s (%.*s, %.*s)\n", STR_FMT(set->name),
			       STR_FMT(set->by_words.items[k].key), STR_FMT(x->term->code),
			       STR_FMT(x->other->code));
		}
	}
	CHECK_INT(shared, 0);
}

TEST(vocab_proposes_near_names)
{
	static const struct {
		const char *text, *first;
	} CASES[] = { { "vicitm", "victim" },	      { "Place", "place" },
		      { "death date", "death_date" }, { "chrage", "charge" },
		      { "birthdate", "birth_date" },  { "participant_count", "participant" } };
	AUTO_VOCAB *v = load();
	struct str got[8];
	for (size_t i = 0; i < COUNT(CASES); i++) {
		size_t n = vocab_near_properties(v, s(CASES[i].text), got, 3);
		if (n == 0 || !str_eq(got[0], s(CASES[i].first)))
			FAIL("%s: %zu, first %.*s", CASES[i].text, n,
			     STR_FMT(n ? got[0] : STR_NULL));
	}
	CHECK_INT(vocab_near_properties(v, STR("zzzzzzzz"), got, 3), 0);
	CHECK_INT(vocab_near_properties(v, STR(""), got, 3), 0);
	char long_text[500];
	memset(long_text, 'a', sizeof long_text);
	CHECK_INT(vocab_near_properties(v, str_n(long_text, sizeof long_text), got, 3), 0);
	CHECK(vocab_near_properties(v, STR("count"), got, 8) <= NEAR_MAX);
	CHECK_INT(vocab_near_kinds(v, STR("persn"), got, 3), 1);
	CHECK_STR(got[0], "person");
	CHECK(vocab_near_codes(v, STR("charges"), STR("moharabeh"), got, 3) >= 1);
	CHECK_STR(got[0], "moharebeh");
	CHECK(vocab_near_codes(v, STR("charges"), STR("محارب"), got, 3) >= 1);
	CHECK_STR(got[0], "moharebeh");
}

TEST(vocab_knows_the_province_of_a_prison)
{
	AUTO_VOCAB *v = load();
	CHECK_STR(vocab_province_of(v, STR("prisons:P02")), "provinces:IR-23");
	CHECK_STR(vocab_province_of(v, STR("provinces:IR-30")), "provinces:IR-30");
	CHECK_STR(vocab_province_of(v, STR("courts:supreme_court")), "");
	CHECK_STR(vocab_province_of(v, STR("prisons:P99")), "");
	CHECK_STR(vocab_province_of(v, STR("provinces:IR-99")), "");
	CHECK_STR(vocab_province_of(v, STR("P02")), "");
	CHECK_STR(vocab_province_of(v, STR("")), "");
	CHECK_STR(vocab_detail(v, STR("scopes"), STR("women"), STR("within")), "persons");
	CHECK(vocab_detail(v, STR("conflict_kinds"), STR("tense"), STR("what_to_do_en")).n > 0);
	CHECK_STR(vocab_detail(v, STR("scopes"), STR("women"), STR("nothing")), "");
}

TEST(vocab_label_falls_back_to_english_and_says_so)
{
	AUTO_VOCAB *v = load();
	enum lang lang = LANG_FA;
	const struct term *t = vocab_term(v, STR("charges"), STR("moharebeh"));
	CHECK_STR(term_label(t, LANG_FA, &lang), "محاربه");
	CHECK_INT(lang, LANG_FA);
	t = vocab_term(v, STR("charges"), STR("sodomy"));
	CHECK_STR(term_label(t, LANG_FA, &lang), "Sodomy");
	CHECK_INT(lang, LANG_EN);
}

/* Read at every start of the program, which has 100 ms for all it does. */
TEST(vocab_is_read_quickly)
{
	int64_t before = check_cpu_ns();
	for (int i = 0; i < 5; i++) {
		AUTO_VOCAB *v = load();
		CHECK(v != NULL);
	}
	int64_t ms = (check_cpu_ns() - before) / 5 / 1000000;
	CHECK(ms < 200);
	if (getenv("VIGIL_TORTURE"))
		printf("  the vocabulary is read in %lld ms\n", (long long)ms);
}
