/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fill.c - invented persons, five one-property claims each, some with an event and one with two
 * hundred claims. Names are visibly invented; a third of them share a first word. */
#include "bench.h"

#include "vault/number.h"

enum { PLACES = 60, SOURCES = 12, EVERY_EVENT = 5, MANY = 200 };

struct filling {
	struct reg *r;
	struct reg_tx *tx;
	struct entity place[PLACES], source[SOURCES], person, event;
	int64_t n; /* claims said since the beginning of the vault */
	struct arena *a;
};

static void say(struct filling *f, const struct entity *subject, const char *property,
		struct value v)
{
	struct err e;
	int64_t seq;
	struct value_field field = { .p = str_of(property), .v = v };
	struct statement st = { .subject = *subject,
				.fields = &field,
				.n_fields = 1,
				.source = f->source[(uint64_t)f->n * 7 % SOURCES] };
	bench_must(reg_record(f->tx, &st, &seq, &e), &e);
	f->n++;
}

static struct value text(enum value_type t, struct str s, const char *lang)
{
	struct value v = { .type = t };
	v.u.text.text = s;
	v.u.text.lang = str_of(lang);
	return v;
}

static struct value ref(const struct entity *en)
{
	struct value v = { .type = VALUE_ENTITY };
	v.u.entity = (struct value_ref){ .id = en->uuid, .kind = en->kind, .no = en->no };
	return v;
}

static struct value code(const char *set, const char *c)
{
	struct value v = { .type = VALUE_CODE };
	v.u.code.set = str_of(set);
	v.u.code.code = str_of(c);
	return v;
}

static struct value date(struct filling *f, int64_t k)
{
	struct value v = { .type = VALUE_DATE };
	v.u.date.edtf = str_printf(f->a, "20%02d-%02d-%02d", (int)(10 + k % 16), (int)(1 + k % 12),
				   (int)(1 + k % 28));
	v.u.date.cal = VALUE_GREGORIAN;
	v.u.date.given = STR("");
	return v;
}

static struct value number(int64_t n)
{
	struct value v = { .type = VALUE_QUANTITY };
	v.u.quantity.has_lo = v.u.quantity.has_hi = true;
	v.u.quantity.lo = v.u.quantity.hi = n;
	v.u.quantity.given = STR("");
	return v;
}

/* Everything that persons refer to, once a vault. */
static void begin(struct filling *f)
{
	struct err e;
	for (int i = 0; i < SOURCES; i++) {
		bench_must(reg_entity_new(f->tx, STR("organisation"),
					  str_printf(f->a, "organisation:example-%d", i),
					  &f->source[i], &e),
			   &e);
		say(f, &f->source[i], "name",
		    text(VALUE_NAME, str_printf(f->a, "Example monitor %d", i), "en"));
	}
	for (int i = 0; i < PLACES; i++) {
		bench_must(reg_entity_new(f->tx, STR("place"),
					  str_printf(f->a, "place:example-%d", i), &f->place[i],
					  &e),
			   &e);
		say(f, &f->place[i], "name",
		    text(VALUE_NAME, str_printf(f->a, "Example prison %d", i), "en"));
	}
}

static bool is_begun(struct reg *r, struct arena *a)
{
	struct entity en;
	struct err e;
	int rc = reg_entity(r, STR("organisation:example-0"), a, &en, &e);
	if (rc != ERR_NOTFOUND)
		bench_must(rc, &e);
	return rc == 0;
}

static void recall(struct filling *f)
{
	struct err e;
	for (int i = 0; i < SOURCES; i++)
		bench_must(reg_entity(f->r, str_printf(f->a, "organisation:example-%d", i), f->a,
				      &f->source[i], &e),
			   &e);
	for (int i = 0; i < PLACES; i++)
		bench_must(reg_entity(f->r, str_printf(f->a, "place:example-%d", i), f->a,
				      &f->place[i], &e),
			   &e);
}

static void say_next(struct filling *f)
{
	static const char *const FIRST[] = { "Mohammad", "Nemouneh", "Mesal",
					     "Farzi",	 "Namoune",  "Azmayeshi" };
	static const char *const CHARGES[] = { "moharebeh", "baghi", "qisas" };
	struct err e;
	int64_t k = f->n / BENCH_PER_PERSON;
	switch (f->n % BENCH_PER_PERSON) {
	case 0:
		bench_must(reg_entity_new(f->tx, STR("person"), STR(""), &f->person, &e), &e);
		say(f, &f->person, "name",
		    text(VALUE_NAME,
			 str_printf(f->a, "%s Example-%lld", FIRST[k % 3 ? k % 6 : 0],
				    (long long)k),
			 "fa-Latn"));
		break;
	case 1:
		say(f, &f->person, "age", number(20 + k % 60));
		break;
	case 2:
		if (k % EVERY_EVENT == 0) {
			bench_must(reg_entity_new(f->tx, STR("event"), STR(""), &f->event, &e), &e);
			say(f, &f->event, "type",
			    code("event_types", k % 3 ? "execution" : "death_sentence"));
		} else {
			say(f, &f->person, "charge", code("charges", CHARGES[k % 3]));
		}
		break;
	case 3:
		if (k % EVERY_EVENT == 0)
			say(f, &f->event, "victim", ref(&f->person));
		else
			say(f, &f->person, "prison", ref(&f->place[k % PLACES]));
		break;
	default:
		if (k % EVERY_EVENT == 0)
			say(f, &f->event, "date", date(f, k));
		else
			say(f, &f->person, "occupation",
			    text(VALUE_TEXT,
				 str_printf(f->a, "invented occupation %lld", (long long)(k % 500)),
				 "en"));
	}
}

/* One person of whom 200 sources-and-days say something. */
static void say_many(struct filling *f)
{
	struct entity p;
	struct err e;
	bench_must(reg_entity_new(f->tx, STR("person"), STR("person:many"), &p, &e), &e);
	say(f, &p, "name", text(VALUE_NAME, STR("Nemouneh Hezarom"), "fa-Latn"));
	for (int i = 1; i < MANY; i++)
		say(f, &p, i % 2 ? "age" : "occupation",
		    i % 2 ? number(30 + i % 4)
			  : text(VALUE_TEXT, str_printf(f->a, "said for the %dth time", i), "en"));
}

double bench_fill(struct reg *r, int64_t n, int per_commit, double *ret_ms, bool tell)
{
	struct err e;
	struct vault_head head;
	int64_t done = 0;
	AUTO_ARENA *a = arena_new(0);
	bench_must(vault_head(reg_vault(r), &head, &e), &e);
	struct filling *f = NEW(a, struct filling);
	int64_t start = bench_now();
	f->r = r;
	f->a = arena_new(0);
	int64_t size = number_count(head.size);
	int64_t recalled = 0;
	bool fresh = !is_begun(r, a);
	/* One at a time, the person of claim 0 mod 5 is not known any more: begin a new one. */
	f->n = fresh ? 0 : (size / BENCH_PER_PERSON + 1) * BENCH_PER_PERSON;
	if (!fresh)
		recall(f);
	while (done < n) {
		AUTO_REG_TX tx = { 0 };
		int64_t began = bench_now();
		bench_must(reg_begin(&tx, r, &e), &e);
		f->tx = &tx;
		int64_t was = f->n;
		if (fresh) {
			begin(f);
			if (n > MANY * 10)
				say_many(f);
			f->n = (f->n + BENCH_PER_PERSON - 1) / BENCH_PER_PERSON * BENCH_PER_PERSON;
			fresh = false;
		}
		while (f->n - was < per_commit && done + (f->n - was) < n)
			say_next(f);
		done += f->n - was;
		bench_must(reg_commit(&tx, &e), &e);
		if (ret_ms)
			*ret_ms++ = (double)(bench_now() - began) / 1e6;
		if (done - recalled < BENCH_COMMIT)
			continue;
		recalled = done;
		arena_clear(f->a);
		if (tell && done / 50000 != (done - (f->n - was)) / 50000)
			printf("  %lld claims, %.0f/s\n", (long long)done,
			       (double)done / ((double)(bench_now() - start) / 1e9));
		if (done < n)
			recall(f); /* what the arena forgot, with the ids they now have */
	}
	arena_free(f->a);
	return (double)(bench_now() - start) / 1e9;
}
