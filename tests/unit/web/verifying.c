/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page Verify with bundles and evidence files. */
#include "site.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"
#include "ledger/bundle.h"
#include "ledger/zip.h"

static struct vault *vault_of(struct site *s)
{
	return reg_vault(s->web->sessions.desks[0].reg);
}

static struct str policy_of(struct site *s)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	policy_write_log(&b, vault_log_vkey(vault_of(s), s->a));
	return buf_copy(&b, s->a);
}

/* Two records as a ZIP file. */
static struct str bundle_of(struct site *s, int64_t one, int64_t two)
{
	struct proof_text p[2];
	struct str text;
	struct str zip = STR("");
	char folder[4096];
	struct zip_writer w;
	struct bundle b = { .proofs = p, .n = 2, .date = STR("2025-10-16") };
	for (int i = 0; i < 2; i++) {
		CHECK_OK(vault_proof(vault_of(s), i ? two : one, NULL, NULL, s->a, &text, &s->e),
			 &s->e);
		CHECK_OK(proof_text_read(text, s->a, &p[i], &s->e), &s->e);
	}
	check_folder(folder, sizeof folder, "verifying");
	const char *path = str_printf(s->a, "%s/b.zip", folder).p;
	AUTO_FD fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	zip_write_begin(&w, fd, STR("b/"), s->a);
	struct bag_out out = zip_bag_out(&w);
	CHECK_OK(bundle_write(&b, &out, s->a, &s->e), &s->e);
	CHECK_OK(zip_write_end(&w, &s->e), &s->e);
	zip_write_done(&w);
	CHECK_OK(file_read(path, 1 << 20, s->a, &zip, &s->e), &s->e);
	unlink(path);
	rmdir(folder);
	return zip;
}

static void give(struct browser *b, const char *field, struct str bytes)
{
	b->file = (struct http_file){ str_of(field), STR("x"), STR("application/octet-stream"),
				      bytes, NULL };
}

TEST(a_bundle_is_judged_in_steps)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	struct str zip = bundle_of(&s, 60, 61);
	const char *policy = str_z(s.a, policy_of(&s));
	get(&b, "/verify");
	give(&b, "b", zip);
	fill(&b, "policy", policy);
	post(&b, "/verify", "/verify");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "The bundle you gave") && has(&b, "Checks out"));
	CHECK(has(&b, "What you see is what was sealed") && has(&b, "It is in the log"));
	/* Our own log knows the head; nobody outside has signed it. */
	CHECK(has(&b, "began with this head"));
	CHECK(has(&b, "none of it signed"));
	CHECK(has(&b, "This does not show"));

	/* Locked, nothing is known of a later head. */
	struct browser other = { .site = &s };
	get(&other, "/verify");
	give(&other, "b", zip);
	fill(&other, "policy", policy);
	post(&other, "/verify", "/verify");
	CHECK_INT(other.status, 200);
	CHECK(has(&other, "Not judged here") && !has(&other, "began with this head"));
}

TEST(the_three_words_for_what_fails)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	struct str zip = bundle_of(&s, 60, 61);
	const char *policy = str_z(s.a, policy_of(&s));
	/* What stands in the directory at the end alone (who packed it, attributes) may change without effect. */
	ptrdiff_t directory = str_find(zip, STR("PK\x01\x02"));
	CHECK(directory > 0);
	for (size_t at = 0; at < (size_t)directory; at += zip.n / 40) {
		char *bytes = NEW_N(s.a, zip.n, char);
		memcpy(bytes, zip.p, zip.n);
		bytes[at] ^= 1;
		get(&b, "/verify");
		give(&b, "b", str_n(bytes, zip.n));
		fill(&b, "policy", policy);
		post(&b, "/verify", "/verify");
		if (b.status != 422 || has(&b, "<span class=\"tag ink\">Checks out"))
			FAIL("byte %zu", at);
	}
	CHECK(has(&b, "Does not match"));
	/* A policy that trusts somebody else. */
	get(&b, "/verify");
	give(&b, "b", zip);
	fill(&b, "policy",
	     "log vigil.example/000102030405060708090a0b0c0d0e0f+cd2adaa8+AYqI4910CfGV/VLbLTy6XXLKZwm/"
	     "HZQSG/N0iAG0D29c\nquorum none");
	post(&b, "/verify", "/verify");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "</h2><span class=\"tag open\">Cannot tell"));
	/* A file beside a record that names none. */
	get(&b, "/verify");
	give(&b, "f", STR("not a photograph\n"));
	fill(&b, "h", "60");
	fill(&b, "policy", policy);
	post(&b, "/verify", "/verify");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "</h2><span class=\"tag ink\">Not in the log"));
	CHECK(has(&b, "4c79eaac8afa9947eda3dea18c43074fffd6088456477f83b42633e85988e300"));
	get(&b, "/verify");
	give(&b, "f", STR("x"));
	fill(&b, "h", "P-99999");
	fill(&b, "policy", policy);
	post(&b, "/verify", "/verify");
	CHECK(has(&b, "no record has this number"));
	/* Locked, a file alone cannot be compared with anything. */
	struct browser other = { .site = &s };
	get(&other, "/verify");
	CHECK(!has(&other, "name=\"h\""));
	give(&other, "f", STR("x"));
	fill(&other, "policy", policy);
	post(&other, "/verify", "/verify");
	CHECK_INT(other.status, 422);
	CHECK(has(&other, "Nothing was checked"));
}

/* Nothing of what was given is passed over, and what is no proof is not called a changed one. */
TEST(what_cannot_be_judged_is_not_judged)
{
	SITE s;
	site_example(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	struct str zip = bundle_of(&s, 60, 61);
	const char *policy = str_z(s.a, policy_of(&s));
	static const struct {
		const char *field, *bytes, *text, *says; /* bytes NULL: the bundle */
	} CASES[] = {
		{ "b", "a photograph, say", "", "neither a bundle nor the text of a proof" },
		{ "b", "", "", "is empty" },
		{ "b", NULL, "vigil/proof/v1", "One at a time" },
		{ "f", "", "", "unlock it; or give" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct browser other = { .site = &s };
		get(&other, "/verify");
		give(&other, CASES[i].field, CASES[i].bytes ? str_of(CASES[i].bytes) : zip);
		fill(&other, "proof", CASES[i].text);
		fill(&other, "policy", policy);
		post(&other, "/verify", "/verify");
		if (other.status != 422 || !has(&other, "Nothing was checked") ||
		    !has(&other, CASES[i].says) || has(&other, "Checks out"))
			FAIL("case %zu: %d", i, other.status);
	}
	/* A file that was cut to nothing is not the one of the record. */
	get(&b, "/verify");
	give(&b, "f", STR(""));
	fill(&b, "h", "60");
	fill(&b, "policy", policy);
	post(&b, "/verify", "/verify");
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
}
