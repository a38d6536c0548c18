/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame: who gets in, what a form needs, what is refused and how. */
#include "site.h"

#include "base/clock.h"

static int64_t mono(void)
{
	return clock_mono_ns() / 1000000;
}

static void wrong(struct browser *b)
{
	get(b, "/unlock");
	fill(b, "p", "not the passphrase");
	post(b, "/unlock", "/unlock");
}

/* ---- getting in ------------------------------------------------------- */

TEST(a_locked_register_shows_only_its_form)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	static const char *const CLOSED[] = { "/", "/register", "/register?q=x", "/history" };
	for (size_t i = 0; i < COUNT(CLOSED); i++) {
		get(&b, CLOSED[i]);
		CHECK_INT(b.status, 403);
		CHECK(has(&b, "This register is locked"));
		CHECK(!has(&b, "class=\"sections\""));
		CHECK(!has(&b, "example</span>")); /* the name of the vault */
	}
	get(&b, "/register?q=x");
	CHECK(has(&b, "name=\"back\" value=\"/register?q=x\""));
	get(&b, "/nothing");
	CHECK_INT(b.status, 404);
	get(&b, "/verify");
	CHECK_INT(b.status, 200);
}

TEST(a_passphrase_opens_and_leads_back)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	get(&b, "/history");
	fill(&b, "p", PASS);
	fill(&b, "back", "/history");
	post(&b, "/unlock", "/unlock");
	CHECK_INT(b.status, 303);
	CHECK_STR(b.location, "/history");
	get(&b, "/history");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "Example member"));
	get(&b, "/unlock");
	CHECK_INT(b.status, 303);
	struct browser other = { .site = &s };
	get(&other, "/history");
	CHECK_INT(other.status, 403);
}

TEST(the_way_back_stays_here)
{
	SITE s;
	site_open(&s);
	static const char *const ELSEWHERE[] = { "//example.org/", "https://example.org/",
						 "javascript:x", "/\\x", "" };
	for (size_t i = 0; i < COUNT(ELSEWHERE); i++) {
		struct browser b = { .site = &s };
		get(&b, "/unlock");
		fill(&b, "p", PASS);
		fill(&b, "back", ELSEWHERE[i]);
		post(&b, "/unlock", "/unlock");
		CHECK_STR(b.location, "/");
	}
}

TEST(a_wrong_passphrase_is_refused_in_words)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	wrong(&b);
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "<title>Error: Unlock"));
	CHECK(has(&b, "does not open this register"));
	CHECK(!has(&b, "not the passphrase"));
	unlock(&b, "");
	CHECK_INT(b.status, 422);
	get(&b, "/unlock");
	fill(&b, "p", PASS);
	fill(&b, "u", "Somebody else");
	post(&b, "/unlock", "/unlock");
	CHECK_INT(b.status, 422);
	get(&b, "/history");
	CHECK_INT(b.status, 403);
}

TEST(a_name_may_be_spelt_otherwise)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	get(&b, "/unlock");
	fill(&b, "p", PASS);
	fill(&b, "u", "EXAMPLE  Member");
	post(&b, "/unlock", "/unlock");
	CHECK_INT(b.status, 303);
}

/* The seconds that the page asks to wait; 0: it does not. */
static int64_t seconds_to_wait(const struct browser *b)
{
	static const char ASKS[] = "Please wait ";
	int64_t ret = 0;
	ptrdiff_t at = str_find(b->body, str_of(ASKS));
	if (at < 0)
		return 0;
	struct str rest = str_from(b->body, (size_t)at + strlen(ASKS));
	ptrdiff_t end = str_find(rest, STR(" seconds, then try again"));
	return end > 0 && str_to_int(str_n(rest.p, (size_t)end), &ret) ? ret : 0;
}

TEST(guessing_has_to_wait)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	int64_t began = mono();
	for (int i = 0; i < 3; i++) {
		wrong(&b);
		CHECK_INT(b.status, 422);
	}
	CHECK(s.web->sessions.closed_until_ms >= began + 1000);
	s.web->sessions.closed_until_ms = mono() + 40000; /* not over when this machine is slow */
	unlock(&b, PASS);				  /* right, and not even tried */
	CHECK_INT(b.status, 429);
	CHECK(seconds_to_wait(&b) <= 40);
	CHECK(seconds_to_wait(&b) >= (s.web->sessions.closed_until_ms - mono() + 999) / 1000);
	CHECK(seconds_to_wait(&b) > 0);
	began = mono();
	s.web->sessions.closed_until_ms = began - 1;
	wrong(&b);
	CHECK_INT(b.status, 422);
	CHECK(s.web->sessions.closed_until_ms >= began + 2000);
	for (int i = 0; i < 20; i++) {
		s.web->sessions.closed_until_ms = 0;
		wrong(&b);
	}
	CHECK(s.web->sessions.closed_until_ms <= mono() + 60000);
	s.web->sessions.closed_until_ms = 0;
	unlock(&b, PASS);
	CHECK_INT(b.status, 303);
	CHECK_INT(s.web->sessions.wrong, 0);
}

/* ---- staying ---------------------------------------------------------- */

TEST(it_locks_when_nobody_asks)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	int64_t began = mono();
	unlock(&b, PASS);
	web_tick(s.web, began + 899 * 1000);
	get(&b, "/history");
	CHECK_INT(b.status, 200);
	web_tick(s.web, mono() + 901 * 1000);
	CHECK(s.web->sessions.desks[0].reg == NULL);
	get(&b, "/history");
	CHECK_INT(b.status, 403);
	/* Also when the tick is late. */
	unlock(&b, PASS);
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		s.web->sessions.v[i].used_ms -= 901 * 1000;
	get(&b, "/history");
	CHECK_INT(b.status, 403);
}

TEST(lock_closes_all_browsers_of_a_member)
{
	SITE s;
	site_open(&s);
	struct browser one = { .site = &s };
	struct browser two = { .site = &s };
	unlock(&one, PASS);
	unlock(&two, PASS);
	CHECK_INT(s.web->sessions.desks[0].sessions, 2);
	CHECK(s.web->sessions.desks[1].reg == NULL);
	get(&one, "/");
	post(&one, "/lock", "/lock");
	CHECK_INT(one.status, 303);
	CHECK(s.web->sessions.desks[0].reg == NULL);
	get(&two, "/");
	CHECK_INT(two.status, 403);
}

TEST(members_have_desks_of_their_own)
{
	SITE s;
	site_open(&s);
	struct browser one = { .site = &s };
	struct browser two = { .site = &s };
	struct id id;
	unlock(&one, PASS);
	struct vault *v = reg_vault(s.web->sessions.desks[0].reg);
	store_look_only(vault_store(v), false);
	CHECK_OK(vault_member_add(v, STR("Example colleague"), ROLE_RESEARCHER,
				  STR("another passphrase"), &id, &s.e),
		 &s.e);
	store_look_only(vault_store(v), true);
	unlock(&two, "another passphrase");
	CHECK_INT(two.status, 303);
	get(&one, "/history");
	get(&two, "/history");
	CHECK(has(&one, "<span>Example member, officer</span>"));
	CHECK(has(&two, "<span>Example colleague, researcher</span>"));
	post(&two, "/lock", "/lock");
	get(&one, "/history");
	CHECK_INT(one.status, 200);
	get(&two, "/history");
	CHECK_INT(two.status, 403);
}

TEST(the_vault_takes_no_write_while_looking)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	struct id id;
	unlock(&b, PASS);
	for (int i = 0; i < 2; i++) {
		struct vault *v = reg_vault(s.web->sessions.desks[0].reg);
		CHECK(vault_member_add(v, STR("x"), ROLE_EDITOR, STR("a passphrase of ten"), &id,
				       &s.e) < 0);
		get(&b, "/history"); /* and not after a page or a post either */
		fill(&b, "proof", "x");
		get(&b, "/verify");
		post(&b, "/verify", "/verify");
	}
}

TEST(the_oldest_session_makes_room)
{
	SITE s;
	site_open(&s);
	struct browser b[SESSIONS_MAX + 1];
	for (size_t i = 0; i < COUNT(b); i++) {
		b[i] = (struct browser){ .site = &s };
		unlock(&b[i], PASS);
		CHECK_INT(b[i].status, 303);
		for (size_t k = 0; k < SESSIONS_MAX; k++)
			s.web->sessions.v[k].used_ms -= 10;
	}
	get(&b[0], "/history");
	CHECK_INT(b[0].status, 403);
	get(&b[1], "/history");
	CHECK_INT(b[1].status, 200);
	CHECK_INT(s.web->sessions.desks[0].sessions, SESSIONS_MAX);
}

/* ---- forms ------------------------------------------------------------ */

TEST(a_form_needs_our_token)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	struct browser other = { .site = &s };
	unlock(&b, PASS);
	unlock(&other, PASS);
	ask(&b, HTTP_POST, "/lock"); /* none */
	CHECK_INT(b.status, 403);
	get(&b, "/verify");
	post(&b, "/verify", "/lock"); /* of another form */
	CHECK_INT(b.status, 403);
	get(&other, "/");
	take_form(&other, "/lock"); /* of another session */
	memcpy(b.fields, other.fields, sizeof b.fields);
	b.n_fields = other.n_fields;
	ask(&b, HTTP_POST, "/lock");
	CHECK_INT(b.status, 403);
	b.n_fields = 0;
	get(&b, "/");
	take_form(&b, "/lock");
	b.fields[1].value = STR("00112233445566778899aabbccddeeff"); /* another form id */
	ask(&b, HTTP_POST, "/lock");
	CHECK_INT(b.status, 403);
	b.n_fields = 0;
	get(&b, "/history");
	CHECK_INT(b.status, 200);
}

TEST(a_form_acts_once)
{
	static const char FORM[] = "00112233445566778899aabbccddeeff";
	struct session *ss = calloc(1, sizeof *ss);
	char id[FORM_ID_LEN + 1];
	CHECK(session_done(ss, str_of(FORM)).p == NULL);
	CHECK(session_done(ss, STR("")).p == NULL);
	session_remember(ss, str_of(FORM), STR("/claim/7"));
	CHECK_STR(session_done(ss, str_of(FORM)), "/claim/7");
	session_remember(ss, STR("short"), STR("/claim/8"));
	CHECK(session_done(ss, STR("short")).p == NULL);
	for (int i = 0; i < DONE_MAX - 1; i++) {
		snprintf(id, sizeof id, "%032d", i);
		session_remember(ss, str_of(id), STR("/x"));
	}
	CHECK_STR(session_done(ss, str_of(FORM)), "/claim/7");
	session_remember(ss, STR("ffffffffffffffffffffffffffffffff"), STR("/y"));
	CHECK(session_done(ss, str_of(FORM)).p == NULL);
	char long_one[LOCATION_MAX + 10];
	memset(long_one, 'x', sizeof long_one);
	session_remember(ss, str_of(FORM), str_n(long_one, sizeof long_one));
	CHECK_STR(session_done(ss, str_of(FORM)), "/");
	free(ss);
}

/* ---- routes and languages --------------------------------------------- */

TEST(routes_match_segments)
{
	static const struct {
		const char *path, *route, *arg;
	} CASES[] = {
		{ "/", "/", "" },
		{ "/register", "/register", "" },
		{ "/register/", NULL, NULL },
		{ "/assets/a/b/c.woff2", "/assets/**", "a/b/c.woff2" },
		{ "/assets", NULL, NULL },
		{ "/assets/", NULL, NULL },
		{ "/Register", NULL, NULL },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct str arg = STR("");
		bool other;
		const struct route *r = route_find(HTTP_GET, str_of(CASES[i].path), &arg, &other);
		CHECK((r != NULL) == (CASES[i].route != NULL));
		if (r) {
			CHECK_STR(str_of(r->path), CASES[i].route);
			CHECK_STR(arg, CASES[i].arg);
			CHECK(route_find(HTTP_HEAD, str_of(CASES[i].path), &arg, &other) == r);
		}
	}
}

TEST(another_method_is_said_to_be_another)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	get(&b, "/lock");
	CHECK_INT(b.status, 405);
	ask(&b, HTTP_POST, "/register");
	CHECK_INT(b.status, 405);
	ask(&b, HTTP_HEAD, "/unlock");
	CHECK_INT(b.status, 200);
}

TEST(the_language_is_chosen_and_kept)
{
	static const struct {
		const char *accept, *lang;
	} CASES[] = {
		{ "", "en" },
		{ "fa", "fa" },
		{ "fa-IR,fa;q=0.9,en;q=0.8", "fa" },
		{ "de,fr;q=0.5", "en" },
		{ "de, fa;q=0.5", "fa" },
		{ "en-GB,fa", "en" },
		{ ";;,,;q=", "en" },
	};
	SITE s;
	site_open(&s);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct browser b = { .site = &s, .languages = str_of(CASES[i].accept) };
		get(&b, "/unlock");
		CHECK(has(&b, str_printf(s.a, "<html lang=\"%s\"", CASES[i].lang).p));
	}
	struct browser b = { .site = &s };
	get(&b, "/lang?to=fa&back=%2Fverify");
	CHECK_INT(b.status, 303);
	CHECK_STR(b.location, "/verify");
	get(&b, "/verify");
	CHECK(has(&b, "<html lang=\"fa\" dir=\"rtl\">"));
	get(&b, "/lang?to=en&back=//example.org");
	CHECK_STR(b.location, "/");
	get(&b, "/lang?to=xx");
	CHECK_INT(b.status, 400);
}

/* ---- errors ----------------------------------------------------------- */

TEST(errors_say_what_and_hold_nothing)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/history?before=Nemouneh");
	CHECK_INT(b.status, 400);
	CHECK(has(&b, "“before” in the address has to be a whole number."));
	CHECK(has(&b, "<code class=\"copy\" lang=\"en\" dir=\"ltr\">400-"));
	CHECK(has(&b, "Nothing was written to the log."));
	struct err one = { .file = "src/web/a.c", .line = 1 };
	struct err two = { .file = "src/web/a.c", .line = 2 };
	struct str id = page_error_id(s.a, 409, &one);
	CHECK_INT(id.n, 8);
	CHECK(!str_eq(id, page_error_id(s.a, 409, &two)));
	one.file = "elsewhere/src/web/a.c"; /* where it was built does not matter */
	CHECK(str_eq(id, page_error_id(s.a, 409, &one)));
}
