/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Today, Register, History and Verify over the example register and an empty one. */
#include "site.h"

#include "ledger/policy.h"

TEST(today_of_the_example)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "The register holds "));
	CHECK(has(&b, "Farshad Etemadi-Far"));
	CHECK(has(&b, "Needs a fresh check"));
	CHECK(has(&b, "named here: "));
	CHECK(has(&b, "Conflict open"));
	CHECK(has(&b, "Cited and not held"));
	CHECK(has(&b, "/register?k=person&amp;s="));
	/* Blocks of rooms that do not exist are absent. */
	CHECK(has(&b, "Warnings") && has(&b, "Estimates") && !has(&b, "Appeals"));
}

TEST(today_remembers_what_was_seen)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/");
	CHECK(has(&b, "The register holds "));
	get(&b, "/"); /* the same session sees the same */
	CHECK(has(&b, "The register holds "));
	post(&b, "/lock", "/lock");
	unlock(&b, PASS);
	get(&b, "/");
	CHECK(has(&b, "Since you last looked"));
	CHECK(has(&b, ">0 claims</a>"));
}

TEST(an_empty_register_says_how_to_begin)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	static const char *const ADDRESSES[] = { "/register", "/register?k=person",
						 "/register?q=x" };
	unlock(&b, PASS);
	for (size_t i = 0; i < COUNT(ADDRESSES); i++) {
		get(&b, ADDRESSES[i]);
		CHECK_INT(b.status, 200);
		CHECK(has(&b, "Two ways to begin"));
	}
	get(&b, "/");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "No person in the register is recorded under a sentence"));
}

/* ---- the register ----------------------------------------------------- */

TEST(an_address_is_a_question)
{
	static const struct {
		const char *target;
		int status;
		const char *has, *has_not;
	} CASES[] = {
		{ "/register?k=person", 200, "Farshad Etemadi-Far", "Report of Iran HRM" },
		{ "/register?q=etemadi&k=person", 200, "1 to 1 of 1", "Masoud Jamei" },
		{ "/register?k=person&s=executed", 200, "Behrouz Ehsani", "Farshad" },
		{ "/register?k=person&s=executed&s=sentenced_to_death", 200, "Farshad", NULL },
		{ "/register?k=event&from=2025-07-27&to=2025-07-27", 200, "from 27 Jul 2025",
		  NULL },
		{ "/register?k=event&from=5+Mordad+1404&to=5+Mordad+1404", 200, "from 27 Jul 2025",
		  NULL },
		{ "/register?x=1", 200, "open conflict <span", NULL },
		{ "/register?h=-&k=event", 200, "Not recorded <span", NULL },
		{ "/register?q=zzzzqqqq", 200, "No record matches", "role=\"table\"" },
		{ "/register?page=99999", 200, "behind the end of the list", "role=\"table\"" },
		{ "/register?k=nothing", 200, "nothing <span", "role=\"table\"" },
		{ "/register?n=100&k=person", 200, "1 to 9 of 9", NULL },
		{ "/register?page=0", 400, "begins with 1", NULL },
		{ "/register?page=-1", 400, "whole number", NULL },
		{ "/register?page=99999999999999999999", 400, NULL, NULL },
		{ "/register?n=13", 400, "12, 50 or 100", NULL },
		{ "/register?sort=x", 400, "latest, claim, name", NULL },
		{ "/register?from=never", 400, NULL, NULL },
		{ "/register?from=2025-02-30", 400, NULL, NULL },
	};
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		get(&b, CASES[i].target);
		if (b.status != CASES[i].status)
			FAIL("%s: %d", CASES[i].target, b.status);
		if (CASES[i].has && !has(&b, CASES[i].has))
			FAIL("%s: no “%s”", CASES[i].target, CASES[i].has);
		if (CASES[i].has_not && has(&b, CASES[i].has_not))
			FAIL("%s: “%s”", CASES[i].target, CASES[i].has_not);
	}
}

TEST(what_was_typed_is_only_text)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/register?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&k=%22%3E%3Cb%3E&o=%3Ci%3E");
	CHECK_INT(b.status, 200);
	CHECK(!has(&b, "<script") && !has(&b, "<b>\"") && !has(&b, "<i>"));
	CHECK(has(&b, "&quot;&gt;&lt;script&gt;"));
}

TEST(a_link_keeps_the_rest_of_the_question)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/register?sort=name&k=person&k=event&x=1&q=a&n=50");
	/* Taking one filter off leaves the others, in the one order of all addresses. */
	CHECK(has(&b, "href=\"/register?q=a&amp;k=event&amp;x=1&amp;sort=name&amp;n=50\""));
	CHECK(has(&b, "href=\"/register?k=person&amp;k=event&amp;x=1&amp;sort=name&amp;n=50\""));
	get(&b, "/register?page=2");
	CHECK(has(&b, "<a href=\"/register?page=3\">Next</a>"));
	CHECK(has(&b, "<a href=\"/register\">Previous</a>"));
	CHECK(has(&b, "13 to 24 of "));
}

TEST(too_many_choices_are_no_harm)
{
	SITE s;
	AUTO_BUF target;
	site_example(&s);
	struct browser b = { .site = &s };
	buf_init(&target, 1 << 16);
	buf_lit(&target, "/register?k=person");
	for (int i = 0; i < 100; i++)
		buf_printf(&target, "&s=s%d&l=L-%d", i, i);
	unlock(&b, PASS);
	get(&b, buf_z(&target));
	CHECK_INT(b.status, 200);
}

/* ---- history ---------------------------------------------------------- */

TEST(history_goes_back_to_the_first_entry)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	const char *target = "/history";
	int pages = 0;
	unlock(&b, PASS);
	while (target && pages++ < 20) {
		get(&b, target);
		CHECK_INT(b.status, 200);
		ptrdiff_t at = str_find(b.body, STR("href=\"/history?before="));
		if (at < 0)
			break;
		struct str href;
		str_cut(str_from(b.body, (size_t)at + 6), '"', &href);
		target = str_z(s.a, href);
	}
	CHECK_INT(pages, 4);
	CHECK(has(&b, "id=\"e-1\""));
	get(&b, "/history?before=1");
	CHECK_INT(b.status, 200);
}

/* ---- verify ----------------------------------------------------------- */

static struct str proof_of(struct site *s, struct browser *b, int64_t seq)
{
	struct str text = STR("");
	(void)b;
	CHECK_OK(vault_proof(reg_vault(s->web->sessions.desks[0].reg), seq, NULL, NULL, s->a, &text,
			     &s->e),
		 &s->e);
	return text;
}

static struct str own_policy(struct site *s)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	policy_write_log(&b, vault_log_vkey(reg_vault(s->web->sessions.desks[0].reg), s->a));
	return buf_copy(&b, s->a);
}

static void give_file(struct browser *b, struct str bytes)
{
	b->file = (struct http_file){ STR("b"), STR("proof.txt"), STR("text/plain"), bytes, NULL };
}

TEST(a_proof_is_judged_by_a_policy)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	struct str proof = proof_of(&s, &b, 60);
	const char *policy = str_z(s.a, own_policy(&s));

	get(&b, "/verify");
	CHECK(has(&b, "this vault’s own key"));
	fill(&b, "proof", str_printf(s.a, "\n  %.*s\n\n", STR_FMT(str_trim(proof))).p); /* pasted */
	fill(&b, "policy", policy);
	post(&b, "/verify", "/verify");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "Checks out") && has(&b, "This does not show"));
	CHECK(has(&b, "judged by this vault’s own key only"));

	get(&b, "/verify");
	give_file(&b, proof);
	fill(&b, "policy", policy);
	post(&b, "/verify", "/verify");
	CHECK(has(&b, "Checks out"));

	get(&b, "/verify"); /* nobody is trusted */
	give_file(&b, proof);
	fill(&b, "policy", "");
	post(&b, "/verify", "/verify");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "nothing is trusted") && !has(&b, "Checks out"));

	get(&b, "/verify");
	fill(&b, "policy", policy);
	post(&b, "/verify", "/verify");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "No proof was given"));
}

TEST(a_changed_proof_is_refused)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	struct str proof = proof_of(&s, &b, 60);
	const char *policy = str_z(s.a, own_policy(&s));
	get(&b, "/verify");
	for (size_t at = 0; at < proof.n; at += proof.n / 60) {
		char *bytes = NEW_N(s.a, proof.n, char);
		memcpy(bytes, proof.p, proof.n);
		bytes[at] ^= 1;
		give_file(&b, str_n(bytes, proof.n));
		fill(&b, "policy", policy);
		post(&b, "/verify", "/verify");
		if (b.status != 422 || has(&b, "Checks out"))
			FAIL("byte %zu", at);
		get(&b, "/verify");
	}
	give_file(&b, STR("\x80\xff\x00 not a text at all"));
	fill(&b, "policy", policy);
	post(&b, "/verify", "/verify");
	CHECK_INT(b.status, 422);
}

TEST(verify_works_while_locked)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	struct str proof = proof_of(&s, &b, 60);
	const char *policy = str_z(s.a, own_policy(&s));
	struct browser other = { .site = &s };
	get(&other, "/verify");
	CHECK(!has(&other, "this vault’s own key"));
	CHECK(!has(&other, policy));
	give_file(&other, proof);
	fill(&other, "policy", policy);
	post(&other, "/verify", "/verify");
	CHECK_INT(other.status, 200);
	CHECK(has(&other, "Checks out") && !has(&other, "own key only"));
}
