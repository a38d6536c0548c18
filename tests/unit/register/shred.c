/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An erasure seen from the register: no spelling of a name is left in any page, and the rest stands. */
#include "scene.h"

#include "register/record_priv.h"
#include "text/fold.h"
#include "vault/shred.h"

/* As it was written, and in every form in which the search keeps it. */
struct spellings {
	struct str s[16];
	size_t n;
};

static void add(struct spellings *x, struct str s)
{
	assert(x->n < COUNT(x->s) && s.n && "a few spellings");
	x->s[x->n++] = s;
}

static struct spellings spellings_of(struct scene *s, const char *const *names, size_t n)
{
	struct spellings x = { .n = 0 };
	for (size_t i = 0; i < n; i++) {
		struct str name = str_of(names[i]);
		struct str first;
		add(&x, name);
		add(&x, fold_words(s->a, name));
		add(&x, fold_key(s->a, name));
		add(&x, fold_skeleton(s->a, name));
		/* Words stand apart in an index. */
		str_cut(fold_words(s->a, name), ' ', &first);
		add(&x, first);
	}
	return x;
}

static size_t count_in(struct str all, struct str what)
{
	size_t found = 0;
	for (ptrdiff_t at; (at = str_find(all, what)) >= 0; found++)
		all = str_from(all, (size_t)at + what.n);
	return found;
}

static size_t in_pages(struct scene *s, const struct spellings *x, struct str *ret_which)
{
	const uint8_t *p = NULL;
	size_t n = 0;
	size_t found = 0;
	CHECK_OK(store_image(reg_store(s->r), &p, &n, &s->e), &s->e);
	for (size_t i = 0; i < x->n; i++) {
		size_t here = count_in(str_n((const char *)p, n), x->s[i]);
		if (here && ret_which)
			*ret_which = x->s[i];
		found += here;
	}
	store_image_free(p);
	return found;
}

static void second_officer(struct scene *s)
{
	struct id id;
	must(s,
	     vault_member_add(reg_vault(s->r), STR("Second"), ROLE_OFFICER,
			      STR("another passphrase"), &id, &s->e),
	     "second officer");
}

static int shred(struct scene *s, const char *key, const char *reason)
{
	const struct entity en = of(s, key);
	const struct id ids[] = { en.uuid, reg_sealed_group(&en.uuid) };
	const struct vault_shred what = { .entities = ids,
					  .n_entities = COUNT(ids),
					  .reason = str_of(reason),
					  .second_passphrase = STR("another passphrase") };
	struct vault_shredded done;
	return vault_shred(reg_vault(s->r), &what, s->a, &done, &s->e);
}

static void check_whole(struct scene *s)
{
	struct vault_report report;
	check_rebuild(s->r, &s->e);
	CHECK_OK(vault_check(reg_vault(s->r), NULL, NULL, &report, &s->e), &s->e);
}

TEST(no_spelling_of_a_person_is_left_in_any_page)
{
	static const char *const NAMES[] = { "Nemouneh Davazdahom", "نمونه دوازدهم" };
	SCENE s;
	struct entity en;
	struct str which = STR("");
	scene_open(&s);
	second_officer(&s);
	const struct spellings x = spellings_of(&s, NAMES, COUNT(NAMES));
	say(&s, "organisation:one", "person:p1", "name=Nemouneh Davazdahom");
	say(&s, "organisation:two", "person:p1", "name=نمونه دوازدهم");
	say(&s, "organisation:two", "person:p1", "age=38");
	say(&s, "organisation:one", "person:p1", "age=39"); /* a conflict, which names them */
	say(&s, "organisation:one", "person:p2", "name=Another Example");
	say(&s, "organisation:one", "event:e1",
	    "type=execution; victim=person:p1; date=2025-07-27");
	CHECK(in_pages(&s, &x, NULL) > 20);
	CHECK_OK(shred(&s, "person:p1", "consent"), &s.e);
	CHECK_INT(in_pages(&s, &x, &which), 0);
	CHECK_STR(which, "");
	CHECK(reg_entity(s.r, STR("person:p2"), s.a, &en, &s.e) == 0);
	CHECK(reg_entity(s.r, STR("event:e1"), s.a, &en, &s.e) == 0);
	check_whole(&s);
	CHECK_INT(in_pages(&s, &x, NULL), 0);
}

TEST(a_source_goes_with_what_it_said_of_itself_and_the_claims_stay)
{
	static const char *const NAMES[] = { "Nemouneh Davazdahom" };
	SCENE s;
	scene_open(&s);
	second_officer(&s);
	const struct spellings x = spellings_of(&s, NAMES, COUNT(NAMES));
	say(&s, "organisation:one", "source:s1", "name=Nemouneh Davazdahom");
	int64_t said = say(&s, "source:s1", "person:p1", "name=Example Person");
	struct vault_entry entry;
	CHECK_OK(vault_entry_read(reg_vault(s.r), said, s.a, &entry, &s.e), &s.e);
	CHECK(!entry.source_sealed);
	/* Sealed in the compartment, so in no page even before. */
	CHECK_INT(in_pages(&s, &x, NULL), 0);
	CHECK_OK(shred(&s, "source:s1", "safety"), &s.e);
	CHECK_OK(vault_entry_read(reg_vault(s.r), said, s.a, &entry, &s.e), &s.e);
	CHECK(entry.source_sealed && !entry.record_sealed);
	struct entity en;
	CHECK_OK(reg_entity(s.r, STR("person:p1"), s.a, &en, &s.e), &s.e);
	check_whole(&s);
}

/* Of the key of the claim table, with the word of its kind and without. */
static size_t key_in_pages(struct scene *s, const char *key)
{
	struct spellings x = { .n = 0 };
	struct str kind;
	add(&x, str_cut(str_of(key), ':', &kind));
	return in_pages(s, &x, NULL);
}

TEST(the_key_of_a_source_goes_with_it_when_claims_of_others_introduced_it)
{
	SCENE s;
	scene_open(&s);
	second_officer(&s);
	s.via = "person:tellingvia";
	s.document = "document:tellingdocument";
	int64_t said = say(&s, "source:tellingsource", "person:p1", "name=Example Person");
	s.via = s.document = NULL;
	say(&s, "source:tellingsource", "person:p2", "name=Another Example");
	say(&s, "organisation:one", "person:p1", "age=38");
	const struct id source = of(&s, "source:tellingsource").uuid;
	CHECK(key_in_pages(&s, "source:tellingsource") > 0);
	CHECK(key_in_pages(&s, "person:tellingvia") > 0);
	CHECK_INT(of(&s, "source:tellingsource").no, 1);
	check_whole(&s);
	CHECK_OK(shred(&s, "source:tellingsource", "safety"), &s.e);
	CHECK_INT(key_in_pages(&s, "source:tellingsource"), 0);
	CHECK_INT(key_in_pages(&s, "person:tellingvia"), 0);
	CHECK_INT(key_in_pages(&s, "document:tellingdocument"), 0);
	struct vault_entry entry;
	CHECK_OK(vault_entry_read(reg_vault(s.r), said, s.a, &entry, &s.e), &s.e);
	for (size_t i = 0; i < entry.n_parts; i++)
		CHECK(str_find(entry.parts[i].value, STR("telling")) < 0);
	int64_t *left;
	size_t n;
	CHECK_OK(reg_keys_left(s.r, &source, 1, s.a, &left, &n, &s.e), &s.e);
	CHECK_INT(n, 0);
	struct entity en;
	CHECK_OK(reg_entity(s.r, STR("person:p1"), s.a, &en, &s.e), &s.e);
	CHECK_INT(en.no, 1);
	CHECK_OK(reg_entity(s.r, STR("person:p2"), s.a, &en, &s.e), &s.e);
	check_whole(&s);
	CHECK_INT(key_in_pages(&s, "source:tellingsource"), 0);
}

TEST(the_key_of_a_person_goes_with_them_when_a_claim_about_another_introduced_it)
{
	SCENE s;
	scene_open(&s);
	second_officer(&s);
	say(&s, "organisation:one", "person:p2", "name=Another Example");
	say(&s, "organisation:one", "event:e1",
	    "type=execution; victim=person:tellingperson; date=2025-07-27");
	const struct id before = of(&s, "person:tellingperson").uuid;
	say(&s, "organisation:one", "person:tellingperson", "name=Nemouneh Davazdahom");
	const struct id person = of(&s, "person:tellingperson").uuid;
	CHECK(id_eq(&before, &person));
	CHECK(key_in_pages(&s, "person:tellingperson") > 0);
	check_whole(&s);
	CHECK_OK(shred(&s, "person:tellingperson", "consent"), &s.e);
	CHECK_INT(key_in_pages(&s, "person:tellingperson"), 0);
	int64_t *left;
	size_t n;
	CHECK_OK(reg_keys_left(s.r, &person, 1, s.a, &left, &n, &s.e), &s.e);
	CHECK_INT(n, 0);
	/* The event stands, with somebody as its victim. */
	struct entity en;
	CHECK_OK(reg_entity(s.r, STR("event:e1"), s.a, &en, &s.e), &s.e);
	CHECK_ERR(reg_entity(s.r, STR("person:tellingperson"), s.a, &en, &s.e), ERR_NOTFOUND);
	check_whole(&s);
	CHECK_INT(key_in_pages(&s, "person:tellingperson"), 0);
}

TEST(the_key_of_a_source_goes_with_it_when_sealed_properties_introduced_it)
{
	SCENE s;
	scene_open(&s);
	second_officer(&s);
	s.via = "person:tellingvia";
	say(&s, "source:tellingsource", "person:p1", "address=Example street; name=Example Person");
	s.via = NULL;
	const struct id source = of(&s, "source:tellingsource").uuid;
	CHECK(key_in_pages(&s, "person:tellingvia") > 0);
	check_whole(&s);
	CHECK_OK(shred(&s, "source:tellingsource", "safety"), &s.e);
	CHECK_INT(key_in_pages(&s, "source:tellingsource"), 0);
	CHECK_INT(key_in_pages(&s, "person:tellingvia"), 0);
	int64_t *left;
	size_t n;
	CHECK_OK(reg_keys_left(s.r, &source, 1, s.a, &left, &n, &s.e), &s.e);
	CHECK_INT(n, 0);
	check_whole(&s);
}

/* Claims made before keys of sources were put below `source` told them beside the subject's. */
TEST(a_claim_of_the_older_form_is_read_and_its_key_is_told_of)
{
	static const char SOURCE[] = "0193a5b0-0000-7000-8000-0000000000aa";
	SCENE s;
	AUTO_VAULT_TX tx = { 0 };
	struct id source;
	struct entity en;
	int64_t seq = -1;
	int64_t *left;
	size_t n;
	scene_open(&s);
	second_officer(&s);
	say(&s, "organisation:one", "person:p1", "name=Example Person");
	en = of(&s, "person:p1");
	CHECK(id_parse(str_of(SOURCE), &source));
	struct str ref = str_printf(s.a, "{\"id\":\"%s\",\"kind\":\"source\",\"no\":7", SOURCE);
	struct claim_part below[] = { { .name = STR("id"),
					.value = str_printf(s.a, "%s}", ref.p),
					.group = CLAIM_GROUP_SOURCE } };
	struct claim_part p[] = {
		{ .name = STR("kind"), .value = STR("\"statement\"") },
		{ .name = STR("subject"), .value = part_ref(&en, s.a) },
		{ .name = STR("source"), .parts = below, .n_parts = 1 },
		{ .name = STR("f1"),
		  .value = STR("{\"p\":\"age\",\"v\":{\"t\":\"quantity\",\"lo\":38,\"hi\":38,"
			       "\"about\":false,\"given\":\"\"},\"q\":{}}") },
		{ .name = STR("id"), .value = STR("\"0193a5b0-0000-7000-8000-0000000000ab\"") },
		{ .name = STR("introduces"),
		  .value = str_printf(s.a, "[%s,\"key\":\"source:tellingold\"}]", ref.p) },
	};
	struct vault_claim vc = { .kind = ENTRY_CLAIM,
				  .parts = p,
				  .n_parts = COUNT(p),
				  .subject_group = en.uuid,
				  .source_group = source };
	must(&s, vault_begin(&tx, reg_vault(s.r), &s.e), "begin");
	must(&s, vault_append(&tx, &vc, &seq, &s.e), "append");
	must(&s, vault_commit(&tx, &s.e), "commit");
	CHECK_INT(of(&s, "source:tellingold").no, 7);
	CHECK_OK(shred(&s, "source:tellingold", "safety"), &s.e);
	CHECK_OK(reg_keys_left(s.r, &source, 1, s.a, &left, &n, &s.e), &s.e);
	CHECK_INT(n, 1);
	CHECK(n == 1 && left[0] == seq);
	check_whole(&s);
}
