/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: register */
/* Any bytes as a claim table: what is understood can be sealed, and what is not is told. */
#include "fuzz.h"

#include "base/crypto.h"
#include "register/table_priv.h"

static int lookup(void *ctx, struct str number, struct arena *a, struct entity *ret, struct err *e)
{
	(void)ctx;
	(void)a;
	if (number.n % 2)
		return err_set(e, ERR_NOTFOUND, "no such record");
	*ret = (struct entity){ .id = 1, .kind = STR("person"), .no = 1 };
	return 0;
}

static void check_value(struct buf *b, const struct value *v)
{
	struct err e;
	buf_clear(b);
	assert(value_write(b, v, &e) == 0 && "an understood value can be written");
}

static int check_claim(void *ctx, const struct table_claim *c, struct err *e)
{
	struct buf *b = ctx;
	assert(c->name.n && c->name.n <= TABLE_NAME_MAX);
	assert(c->subject_key.n && c->source_key.n);
	assert(c->st.n_fields >= 1 && c->st.n_fields <= TABLE_ROWS_MAX);
	for (size_t i = 0; i < c->n_refs; i++)
		c->refs[i].at->no = 1;
	size_t bytes = 0;
	for (size_t i = 0; i < c->st.n_fields; i++) {
		buf_clear(b);
		assert(value_field_write(b, &c->st.fields[i], e) == 0);
		bytes += b->n;
		assert(b->n < CLAIM_DISCLOSURE_MAX / 4 * 3 - 100);
	}
	assert(bytes < CLAIM_COMPACT_MAX / 4 * 3 - CLAIM_JWT_MAX);
	if (c->st.has_source_date)
		check_value(b, &c->st.source_date);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct vocab *v; /* read once: it never changes */
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct err e = { 0 };
	struct table t = { 0 };
	buf_init(&b, 8 << 20);
	if (!v && (crypto_init(&e) < 0 || vocab_new(&v, &e) < 0))
		die("%s", e.text);
	struct table_input in = { .v = v, .csv = str_n((const char *)p, n) };
	in.lang = n % 2 ? LANG_FA : LANG_EN;
	in.lookup.record = lookup;
	in.sink = (struct table_sink){ check_claim, &b };
	in.keep = n % 3 == 0;
	assert(table_understand(&in, a, &t, &e) == 0 && "nothing but problems can be wrong");
	assert((size_t)t.all_problems >= t.n_problems && t.n_problems <= TABLE_PROBLEMS_MAX);
	for (size_t i = 0; i < t.n_problems; i++)
		assert(t.problems[i].what.n && t.problems[i].todo.n);
	return 0;
}
