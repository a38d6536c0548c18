/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a proof shows: nothing leaves that is not public, unless it is named; what is sealed never. */
#include "check.h"

#include "cli/disclose.h"

#define REF(kind) "{\"id\":\"01890000-0000-7000-8000-000000000001\",\"kind\":\"" kind "\",\"no\":3}"
#define TEXT(p, q)                                                                                 \
	"{\"p\":\"" p "\",\"v\":{\"t\":\"text\",\"text\":\"x\",\"lang\":\"en\"},\"q\":{" q "}}"

struct story {
	struct vault_part parts[16];
	size_t n;
};

static void add(struct story *s, const char *path, const char *value)
{
	s->parts[s->n++] = (struct vault_part){ str_of(path), str_of(value) };
}

/* f1 and f4 public, f2 internal, f3 sealed. */
static struct story story_of(const char *source_kind_ref, const char *f4_qualifiers)
{
	struct story s = { 0 };
	add(&s, "kind", "\"statement\"");
	add(&s, "subject", REF("person"));
	add(&s, "introduces", "[]");
	add(&s, "source/id", source_kind_ref);
	add(&s, "source/date",
	    "{\"t\":\"date\",\"edtf\":\"2025\",\"cal\":\"gregorian\",\"given\":\"\"}");
	add(&s, "source/document", REF("document"));
	add(&s, "source/locator", "\"p. 3\"");
	add(&s, "source/reliability", "\"B\"");
	add(&s, "f1",
	    "{\"p\":\"office\",\"v\":{\"t\":\"text\",\"text\":\"x\",\"lang\":\"en\"},\"q\":{}}");
	add(&s, "f2", TEXT("health", ""));
	add(&s, "f3", TEXT("phone", ""));
	add(&s, "f4", f4_qualifiers);
	add(&s, "recorder", "\"01890000-0000-7000-8000-000000000009\"");
	return s;
}

static struct str shown(struct story *s, int field, struct str list, struct arena *a, int *ret_rc,
			struct err *e)
{
	struct vault_entry entry = { .seq = 48, .parts = s->parts, .n_parts = s->n };
	struct disclosed d = { 0 };
	struct vocab *v;
	struct str text = STR("");
	CHECK_OK(vocab_new(&v, e), e);
	*ret_rc = disclose_choose(v, &entry, field, list, a, &d, e);
	for (size_t i = 0; *ret_rc == 0 && i < s->n; i++)
		if (disclosed_shows(&d, s->parts[i].path))
			text = str_printf(a, "%.*s%s%.*s", STR_FMT(text), text.n ? " " : "",
					  STR_FMT(s->parts[i].path));
	vocab_free(v);
	return text;
}

static const char WITH_WORDING[] =
	TEXT("office", "\"wording\":{\"t\":\"text\",\"text\":\"x\",\"lang\":\"en\"}");
static const char WITH_SCOPE[] =
	TEXT("office", "\"scope\":{\"t\":\"code\",\"set\":\"scopes\",\"code\":\"persons\"}");

TEST(without_a_list_only_what_is_public)
{
	AUTO_ARENA *a = arena_new(0);
	struct story s = story_of(REF("organisation"), WITH_WORDING);
	struct err e = { 0 };
	int rc;
	CHECK_STR(shown(&s, 0, STR_NULL, a, &rc, &e),
		  "kind subject source/id source/date source/document f1 f4");
	CHECK_STR(shown(&s, 4, STR_NULL, a, &rc, &e),
		  "kind subject source/id source/date source/document f4");
	/* The field that was asked for must be shown, or the proof proves something else. */
	shown(&s, 2, STR_NULL, a, &rc, &e);
	CHECK_ERR(rc, ERR_INPUT);
	CHECK(str_has(str_of(e.text), STR("--disclose f2")));
	shown(&s, 3, STR_NULL, a, &rc, &e);
	CHECK_ERR(rc, ERR_INPUT);
	CHECK(str_has(str_of(e.text), STR("never leaves")));
	shown(&s, 9, STR_NULL, a, &rc, &e);
	CHECK_ERR(rc, ERR_NOTFOUND);
}

TEST(a_protected_source_is_not_shown_nor_what_leads_to_it)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	int rc;
	struct story s = story_of(REF("source"), WITH_WORDING);
	CHECK_STR(shown(&s, 0, STR_NULL, a, &rc, &e), "kind subject f1");
	s = story_of(REF("source"), WITH_SCOPE);
	CHECK_STR(shown(&s, 0, STR_NULL, a, &rc, &e), "kind subject f1 f4");
	/* A source that cannot be read is as good as protected. */
	struct vault_entry entry = {
		.seq = 48, .parts = s.parts + 4, .n_parts = 1, .source_sealed = true
	};
	struct disclosed d;
	struct vocab *v;
	CHECK_OK(vocab_new(&v, &e), &e);
	CHECK_OK(disclose_choose(v, &entry, 0, STR_NULL, a, &d, &e), &e);
	CHECK_INT(d.n, 0);
	vocab_free(v);
	/* Through a protected one counts as well. */
	s = story_of(REF("organisation"), WITH_WORDING);
	add(&s, "source/via", REF("source"));
	CHECK_STR(shown(&s, 0, STR_NULL, a, &rc, &e), "kind subject f1");
}

TEST(a_value_that_names_a_protected_source_is_not_public)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	int rc;
	struct story s = story_of(
		REF("organisation"),
		"{\"p\":\"office\",\"v\":{\"t\":\"entity\",\"id\":\"01890000-0000-7000-8000-000000000001\","
		"\"kind\":\"source\",\"no\":1},\"q\":{}}");
	CHECK_STR(shown(&s, 0, STR_NULL, a, &rc, &e),
		  "kind subject source/id source/date source/document f1");
}

TEST(what_is_named_is_shown_but_never_what_is_sealed)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	int rc;
	struct story s = story_of(REF("source"), WITH_WORDING);
	CHECK_STR(shown(&s, 0, STR("f2, subject"), a, &rc, &e), "subject f2");
	CHECK_STR(shown(&s, 0, STR("source"), a, &rc, &e),
		  "source/id source/date source/document source/locator source/reliability");
	CHECK_STR(
		shown(&s, 0, STR("all"), a, &rc, &e),
		"kind subject introduces source/id source/date source/document source/locator source/reliability "
		"f1 f2 f4 recorder");
	/* The key of a source goes by its own name only. */
	add(&s, "source/introduces", "[]");
	CHECK_STR(shown(&s, 0, STR("source/id,source"), a, &rc, &e),
		  "source/id source/date source/document source/locator source/reliability");
	CHECK_STR(shown(&s, 0, STR("source/introduces"), a, &rc, &e), "source/introduces");
	CHECK_STR(shown(&s, 0, STR_NULL, a, &rc, &e), "kind subject f1");
	static const char *const REFUSED[] = { "f3", "f1,f3", "f9", "f1,", "sourc", "", "f" };
	for (size_t i = 0; i < COUNT(REFUSED); i++) {
		shown(&s, 0, str_of(REFUSED[i]), a, &rc, &e);
		CHECK_ERR(rc, ERR_INPUT);
	}
}

TEST(a_field_that_cannot_be_understood_is_not_shown)
{
	static const char *const WRONG[] = { "", "{}", "\"x\"", TEXT("no_such_property", ""),
					     "{\"p\":\"office\"}" };
	for (size_t i = 0; i < COUNT(WRONG); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct err e = { 0 };
		int rc;
		struct story s = story_of(REF("organisation"), WRONG[i]);
		CHECK_STR(shown(&s, 0, STR_NULL, a, &rc, &e),
			  "kind subject source/id source/date source/document f1");
		CHECK_STR(shown(&s, 0, STR("f1"), a, &rc, &e), "f1");
		shown(&s, 0, STR("f4"), a, &rc, &e);
		CHECK_ERR(rc, ERR_INPUT);
	}
}
