/* SPDX-License-Identifier: Apache-2.0 */
/* Typed values, references, fields, and key claims: one meaning, one spelling. */
#include "example.h"

#include "base/file.h"
#include "ledger/key_claim.h"

/* Read `text` as a value and write it again. */
static int rewrite(struct arena *a, struct str text, struct str *ret)
{
	const struct json *v = NULL;
	struct value value;
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	TRY(json_read(text, 1 << 20, JSON_COMPACT, a, &v, NULL));
	TRY(value_read(v, &value, NULL));
	TRY(value_write(&b, &value, NULL));
	*ret = buf_copy(&b, a);
	return 0;
}

/* docs/formats/vectors/values.json: values that are accepted, and texts that are not. */
TEST(the_values_of_the_document_are_accepted_and_refused)
{
	AUTO_ARENA *a = arena_new(0);
	const struct json *v = NULL;
	struct str s;
	struct err e;
	int types = 0;
	CHECK_OK(file_read("docs/formats/vectors/values.json", 1 << 20, a, &s, &e), &e);
	CHECK_OK(json_read(s, 1 << 20, JSON_ANY, a, &v, &e), &e);
	const struct json *good = json_get(v, STR("accepted"));
	const struct json *bad = json_get(v, STR("refused"));
	CHECK(good && good->n >= VALUE_TYPES && bad && bad->n >= 40);
	for (const struct json *i = json_first(good); i; i = i->next) {
		struct str text = STR_NULL;
		struct str again = STR_NULL;
		CHECK(json_str(i, &text));
		if (rewrite(a, text, &again) < 0 || !str_eq(text, again))
			FAIL("refused or changed: %.*s", STR_FMT(text));
		for (int t = 0; t < VALUE_TYPES; t++) {
			struct str head = str_printf(a, "{\"t\":\"%.*s\"",
						     STR_FMT(value_type_name((enum value_type)t)));
			if (str_starts(text, head))
				types |= 1 << t;
		}
	}
	CHECK_INT(types, (1 << VALUE_TYPES) - 1);
	for (const struct json *i = json_first(bad); i; i = i->next) {
		struct str text = STR_NULL;
		struct str again;
		CHECK(json_str(i, &text));
		if (rewrite(a, text, &again) == 0)
			FAIL("taken: %.*s", STR_FMT(text));
	}
}

static struct value text_value(const char *s)
{
	struct value v = { .type = VALUE_TEXT };
	v.u.text.text = str_of(s);
	v.u.text.lang = STR("en");
	return v;
}

TEST(fields_are_written_in_order_and_read_back)
{
	struct value_qualifier q[] = { { STR("place"), text_value("b") },
				       { STR("as"), text_value("a") },
				       { STR("role"), text_value("c") } };
	struct value_field f = {
		.p = STR("note"), .v = text_value("x\"y"), .q = q, .n_q = COUNT(q)
	};
	AUTO_ARENA *a = arena_new(0);
	const struct json *v = NULL;
	struct value_field got = { 0 };
	struct err e;
	AUTO_BUF b;
	AUTO_BUF again;
	buf_init(&b, 9999);
	buf_init(&again, 9999);
	CHECK_OK(value_field_write(&b, &f, &e), &e);
	CHECK_STR(
		buf_str(&b),
		"{\"p\":\"note\",\"v\":{\"t\":\"text\",\"text\":\"x\\\"y\",\"lang\":\"en\"},\"q\":{"
		"\"as\":{\"t\":\"text\",\"text\":\"a\",\"lang\":\"en\"},"
		"\"place\":{\"t\":\"text\",\"text\":\"b\",\"lang\":\"en\"},"
		"\"role\":{\"t\":\"text\",\"text\":\"c\",\"lang\":\"en\"}}}");
	CHECK_OK(json_read(buf_str(&b), 9999, JSON_COMPACT, a, &v, &e), &e);
	CHECK_OK(value_field_read(v, a, &got, &e), &e);
	CHECK_OK(value_field_write(&again, &got, &e), &e);
	CHECK(str_eq(buf_str(&b), buf_str(&again)));
	CHECK_INT(got.n_q, 3);
	q[1].p = STR("place");
	CHECK_ERR(value_field_write(&b, &f, &e), ERR_INPUT);
	q[1].p = STR("a b");
	CHECK_ERR(value_field_write(&b, &f, &e), ERR_INPUT);
	q[1].p = STR("as");
	q[2].v.u.text.text = STR("\0");
	CHECK_ERR(value_field_write(&b, &f, &e), ERR_INPUT);
	f.p = STR("");
	CHECK_ERR(value_field_write(&b, &f, &e), ERR_INPUT);
}

TEST(fields_of_another_form_are_refused)
{
#define V "{\"t\":\"boolean\",\"is\":true}"
	static const char *const CASES[] = {
		"{}",
		"[]",
		"1",
		"{\"p\":\"a\",\"v\":" V "}",
		"{\"v\":" V ",\"p\":\"a\",\"q\":{}}",
		"{\"p\":\"a\",\"v\":" V ",\"q\":{},\"r\":1}",
		"{\"p\":\"a\",\"v\":" V ",\"q\":[]}",
		"{\"p\":\"\",\"v\":" V ",\"q\":{}}",
		"{\"p\":1,\"v\":" V ",\"q\":{}}",
		"{\"p\":\"a\",\"v\":true,\"q\":{}}",
		"{\"p\":\"a\",\"v\":" V ",\"q\":{\"b\":" V ",\"a\":" V "}}",
		"{\"p\":\"a\",\"v\":" V ",\"q\":{\"b\":1}}",
		"{\"p\":\"a\",\"v\":" V ",\"q\":{\"\":" V "}}",
	};
	AUTO_ARENA *a = arena_new(0);
	struct value_field f;
	const struct json *v = NULL;
	struct err e;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		CHECK_OK(json_read(str_of(CASES[i]), 9999, JSON_COMPACT, a, &v, &e), &e);
		if (value_field_read(v, a, &f, NULL) != ERR_INPUT)
			FAIL("taken: %s", CASES[i]);
	}
	CHECK_ERR(value_field_read(NULL, a, &f, &e), ERR_INPUT);
	CHECK_OK(json_read(STR("{\"p\":\"a\",\"v\":" V ",\"q\":{\"a\":" V ",\"b\":" V "}}"), 9999,
			   JSON_COMPACT, a, &v, &e),
		 &e);
	CHECK_OK(value_field_read(v, a, &f, &e), &e);
}

TEST(references_are_written_and_read_back)
{
	AUTO_ARENA *a = arena_new(0);
	struct value_ref r = { .kind = STR("person"), .no = 12 };
	struct value_ref got = { 0 };
	const struct json *v = NULL;
	struct err e;
	AUTO_BUF b;
	buf_init(&b, 999);
	memset(r.id.b, 0x11, ID_LEN);
	CHECK_OK(value_ref_write(&b, &r, &e), &e);
	CHECK_STR(
		buf_str(&b),
		"{\"id\":\"11111111-1111-1111-1111-111111111111\",\"kind\":\"person\",\"no\":12}");
	CHECK_OK(json_read(buf_str(&b), 999, JSON_COMPACT, a, &v, &e), &e);
	CHECK_OK(value_ref_read(v, &got, &e), &e);
	CHECK(id_eq(&got.id, &r.id) && got.no == 12);
	buf_clear(&b);
	r.no = 0;
	CHECK_OK(value_ref_write(&b, &r, &e), &e);
	CHECK_STR(buf_str(&b),
		  "{\"id\":\"11111111-1111-1111-1111-111111111111\",\"kind\":\"person\"}");
	r.no = -1;
	CHECK_ERR(value_ref_write(&b, &r, &e), ERR_INPUT);
	r.no = JSON_INT_MAX + 1;
	CHECK_ERR(value_ref_write(&b, &r, &e), ERR_INPUT);
	CHECK_ERR(value_ref_read(NULL, &got, &e), ERR_INPUT);
	CHECK_OK(
		json_read(
			STR("{\"id\":\"11111111-1111-1111-1111-111111111111\",\"kind\":\"person\",\"no\":0}"),
			999, JSON_COMPACT, a, &v, &e),
		&e);
	CHECK_ERR(value_ref_read(v, &got, &e), ERR_INPUT);
}

TEST(what_a_reader_refuses_is_not_written)
{
	AUTO_BUF b;
	struct err e;
	buf_init(&b, 999);
	struct value v = text_value("\xFF");
	CHECK_ERR(value_write(&b, &v, &e), ERR_INPUT);
	v = text_value("a");
	v.u.text.lang = STR("");
	CHECK_ERR(value_write(&b, &v, &e), ERR_INPUT);
	v = (struct value){ .type = VALUE_QUANTITY };
	CHECK_ERR(value_write(&b, &v, &e), ERR_INPUT);
	v.u.quantity.has_lo = v.u.quantity.has_hi = true;
	v.u.quantity.lo = 2;
	v.u.quantity.hi = 1;
	CHECK_ERR(value_write(&b, &v, &e), ERR_INPUT);
	v.u.quantity.hi = INT64_MAX;
	CHECK_ERR(value_write(&b, &v, &e), ERR_INPUT);
	CHECK_INT(b.n, 0);
}

/* ---- key claims ---- */

TEST(key_claims_are_sealed_and_read)
{
	AUTO_ARENA *a = arena_new(0);
	struct sign_key by;
	struct sign_key who;
	struct claim c = { 0 };
	struct claim_view v;
	struct key_claim got = { 0 };
	struct err e;
	example_key(&by, 2);
	example_key(&who, 3);
	struct key_claim k = { .action = KEY_REVOKE,
			       .has_member = true,
			       .recorded = STR("2025-10-14T08:00:00Z"),
			       .reason = STR("lost") };
	memcpy(k.public, who.public, KEY_LEN);
	memset(k.member.b, 7, ID_LEN);
	CHECK_OK(key_claim_sign(&k, &by, a, &c, &e), &e);
	struct str d[8];
	for (size_t i = 0; i < c.n && i < 8; i++)
		d[i] = c.disclosures[i].text;
	CHECK_OK(claim_open(c.jwt, d, c.n, a, &v, &e), &e);
	CHECK_OK(key_claim_read(&v, &got, &e), &e);
	CHECK(got.action == KEY_REVOKE && got.has_member && !got.has_box);
	CHECK(memcmp(got.public, who.public, KEY_LEN) == 0 && id_eq(&got.member, &k.member));
	CHECK_STR(got.reason, "lost");
	CHECK_STR(got.recorded, "2025-10-14T08:00:00Z");
	CHECK_OK(claim_open(c.jwt, d, 3, a, &v, &e), &e); /* kind, action, public */
	CHECK_OK(key_claim_read(&v, &got, &e), &e);
	CHECK(!got.has_member && got.reason.n == 0 && got.recorded.n == 0);
	for (size_t n = 0; n < 3; n++) {
		CHECK_OK(claim_open(c.jwt, d, n, a, &v, &e), &e);
		CHECK_ERR(key_claim_read(&v, &got, &e), ERR_NOTFOUND);
	}
	k.reason = STR("not a code");
	CHECK_ERR(key_claim_sign(&k, &by, a, &c, &e), ERR_INPUT);
	k.reason = STR("");
	k.recorded = STR("yesterday");
	CHECK_ERR(key_claim_sign(&k, &by, a, &c, &e), ERR_INPUT);
}

TEST(a_log_key_is_vouched_for_by_the_one_before_it)
{
	AUTO_ARENA *a = arena_new(0);
	struct sign_key by;
	struct sign_key next;
	struct claim c = { 0 };
	struct claim_view v;
	struct key_claim got = { 0 };
	struct err e;
	example_key(&by, 2);
	example_key(&next, 3);
	struct key_claim k = { .action = KEY_LOG_ROTATE,
			       .has_member = true,
			       .has_vouch = true,
			       .recorded = STR("2025-10-14T08:00:00Z") };
	memcpy(k.public, next.public, KEY_LEN);
	memset(k.member.b, 7, ID_LEN);
	log_key_vouch(k.vouch, STR("vigil.example/one"), next.public, &by);
	CHECK_OK(key_claim_sign(&k, &by, a, &c, &e), &e);
	struct str d[8];
	for (size_t i = 0; i < c.n && i < 8; i++)
		d[i] = c.disclosures[i].text;
	CHECK_OK(claim_open(c.jwt, d, c.n, a, &v, &e), &e);
	CHECK_OK(key_claim_read(&v, &got, &e), &e);
	CHECK(got.action == KEY_LOG_ROTATE && got.has_vouch);
	CHECK(log_key_vouched(got.vouch, STR("vigil.example/one"), got.public, by.public));
	CHECK(!log_key_vouched(got.vouch, STR("vigil.example/two"), got.public, by.public));
	CHECK(!log_key_vouched(got.vouch, STR("vigil.example/one"), by.public, by.public));
	CHECK(!log_key_vouched(got.vouch, STR("vigil.example/one"), got.public, next.public));
	got.vouch[5] ^= 1;
	CHECK(!log_key_vouched(got.vouch, STR("vigil.example/one"), got.public, by.public));
	k.compartment = STR("sour\"ces");
	CHECK_ERR(key_claim_sign(&k, &by, a, &c, &e), ERR_INPUT);
}

TEST(key_claims_of_another_form_are_refused)
{
	static const struct claim_part CASES[][3] = {
		{ { .name = LIT("kind"), .value = LIT("\"statement\"") } },
		{ { .name = LIT("kind"), .value = LIT("1") } },
		{ { .name = LIT("kind"), .value = LIT("\"key\"") },
		  { .name = LIT("action"), .value = LIT("\"enroll\"") } },
		{ { .name = LIT("kind"), .value = LIT("\"key\"") },
		  { .name = LIT("action"), .value = LIT("\"enrol\"") },
		  { .name = LIT("public"), .value = LIT("\"AAAA\"") } },
		{ { .name = LIT("kind"), .value = LIT("\"key\"") },
		  { .name = LIT("action"), .value = LIT("\"enrol\"") },
		  { .name = LIT("public"), .value = LIT("[]") } },
	};
	AUTO_ARENA *a = arena_new(0);
	struct sign_key by;
	struct err e;
	example_key(&by, 2);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct claim c = { 0 };
		struct claim_view v;
		struct key_claim k;
		struct str d[3];
		size_t n = 0;
		while (n < 3 && CASES[i][n].name.n)
			n++;
		CHECK_OK(claim_sign(CASES[i], n, &by, a, &c, &e), &e);
		for (size_t j = 0; j < n; j++)
			d[j] = c.disclosures[j].text;
		CHECK_OK(claim_open(c.jwt, d, n, a, &v, &e), &e);
		if (key_claim_read(&v, &k, NULL) != ERR_INPUT)
			FAIL("case %zu", i);
	}
}
