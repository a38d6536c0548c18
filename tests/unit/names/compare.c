/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare.c - whole names beside each other: the benches of invented pairs (tests/names/), and what must hold for any two
 * names.
 */
#include "names/names.h"

#include <math.h>

#include "base/file.h"
#include "check.h"
#include "text/csv.h"

struct row {
	struct str category;
	bool same;
	struct name x, y;
	float score;
};
struct rows {
	struct row *p;
	size_t n;
};

/* By what names do to be hard (roles, initials, order, nicknames), and by whose names they are. */
static const char ADVERSARIAL[] = "tests/names/adversarial.csv";
static const char TRADITIONS[] = "tests/names/traditions.csv";

static struct rows read_bench(const char *path, struct arena *a)
{
	struct err e;
	struct str bytes;
	struct csv_table t;
	struct csv_options o = { 0 };
	struct rows r = { 0 };
	if (file_read(path, 1 << 20, a, &bytes, &e) < 0)
		die("%s", e.text);
	csv_read(bytes, &o, a, &t);
	CHECK_INT(t.problems.n, 0);
	r.p = NEW_N(a, t.n_rows, struct row);
	for (size_t i = 0; i < t.n_rows; i++) {
		struct row *it = &r.p[r.n++];
		it->category = t.rows[i].cells[0];
		it->same = str_eq(t.rows[i].cells[1], STR("1"));
		name_read(t.rows[i].cells[2], NAME_FULL, a, &it->x);
		name_read(t.rows[i].cells[3], NAME_FULL, a, &it->y);
		it->score = name_compare(&it->x, &it->y, NULL);
	}
	return r;
}

/* The share of pairs (one person, two persons) in which the one person's score is higher; -1: there are none. */
static double auc(const struct rows *r, struct str category)
{
	double higher = 0;
	double pairs = 0;
	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < r->n; k++) {
			const struct row *p = &r->p[i];
			const struct row *q = &r->p[k];
			if (!p->same || q->same ||
			    (category.n &&
			     (!str_eq(p->category, category) || !str_eq(q->category, category))))
				continue;
			pairs++;
			higher += p->score > q->score ? 1 : p->score == q->score ? 0.5 : 0;
		}
	}
	return pairs > 0 ? higher / pairs : -1;
}

static double tell_bench(const struct rows *r)
{
	double all = auc(r, STR(""));
	printf("  AUC %.4f over %zu invented pairs\n", all, r->n);
	for (size_t i = 0; i < r->n; i++) {
		struct str c = r->p[i].category;
		if (i > 0 && str_eq(c, r->p[i - 1].category))
			continue;
		double of = auc(r, c);
		if (of >= 0)
			printf("  %-12.*s %.4f\n", STR_FMT(c), of);
		CHECK(of < 0 || of >= 0.75);
	}
	return all;
}

TEST(one_person_scores_higher_than_two)
{
	AUTO_ARENA *a = arena_new(0);
	struct rows hard = read_bench(ADVERSARIAL, a);
	struct rows wide = read_bench(TRADITIONS, a);
	CHECK(hard.n >= 400 && wide.n >= 280);
	CHECK(tell_bench(&hard) >= 0.98);
	CHECK(tell_bench(&wide) >= 0.95);
}

/* What holds for every two names, shown on all names of the bench. */
TEST(comparing_is_symmetric_and_explained_exactly)
{
	AUTO_ARENA *a = arena_new(0);
	struct rows r = read_bench(ADVERSARIAL, a);
	for (size_t i = 0; i < r.n; i++) {
		for (size_t k = i; k < r.n; k += 7) {
			const struct name *x = &r.p[i].x;
			const struct name *y = &r.p[k].y;
			struct name_explanation e;
			float s = name_compare(x, y, NULL);
			name_explain(x, y, NULL, a, &e);
			CHECK(s == name_compare(y, x, NULL));
			CHECK(e.score == s);
			CHECK(fabs((double)(e.words + e.order - s)) < 1e-6);
			CHECK(e.order > 0 ? e.in_order || e.as_one : e.order == 0);
			CHECK(s >= 0 && s <= 1);
		}
		CHECK(name_compare(&r.p[i].x, &r.p[i].x, NULL) == 1.0F);
		arena_clear(a);
		r = read_bench(ADVERSARIAL, a);
	}
}

static float score(struct arena *a, const char *x, const char *y)
{
	struct name p;
	struct name q;
	name_read(str_of(x), NAME_FULL, a, &p);
	name_read(str_of(y), NAME_FULL, a, &q);
	return name_compare(&p, &q, NULL);
}

TEST(levels_mean_what_they_say)
{
	static const struct {
		const char *x, *y;
		float least, most;
	} CASES[] = {
		{ "Ali Nemouneh", "ali nemouneh", 1.0F, 1.0F },
		{ "Ali Nemouneh", "Nemouneh Ali", 0.94F, 0.999F },
		{ "Nemouneh, Ali", "Ali Nemouneh", 0.965F, 1.0F },
		{ "علی نمونه", "Ali Nemouneh", 0.91F, 1.0F },
		{ "Mohammad Reza Nemouneh", "Mohammadreza Nemouneh", 0.965F, 1.0F },
		{ "Mohammad Ali Nemouneh", "Ali Nemouneh", 0.91F, 0.99F },
		{ "محمدعلیرضا نمونه", "Mohammad Ali Reza Nemouneh", 0.91F, 1.0F },
		{ "Hasan Nemouneh", "Hossein Nemouneh", 0.0F, 0.82F },
		{ "Karim Nemouneh", "Karima Nemouneh", 0.0F, 0.91F },
		{ "Nemouneh", "Ali Nemouneh", 0.3F, 0.87F },
		/* a given name and the family's name made of it */
		{ "Karim Rahimi", "Rahim Karimi", 0.0F, 0.65F },
		{ "کریم رحیمی", "Rahim Karimi", 0.0F, 0.65F },
		{ "Amir Hosseini", "Amir Hossein", 0.0F, 0.85F },
		{ "Karim Rahimi", "Rahimi Karim", 0.94F, 1.0F },
		{ "Amir Hosseini", "Amirhossein Nemouneh", 0.0F, 0.75F },
		{ "Amir Hossein Nemouneh", "Amirhossein Nemouneh", 0.99F, 1.0F },
		/* a compound and the part many are called by */
		{ "عبدالرحمن نمونه", "Rahman Nemouneh", 0.83F, 0.94F },
		{ "Gholamhossein Nemouneh", "حسین نمونه", 0.83F, 0.94F },
		{ "Nurollah Nemouneh", "Nur Nemouneh", 0.83F, 0.94F },
		{ "Abdolrahman Nemouneh", "Abdolrahim Nemouneh", 0.0F, 0.7F },
		/* two kunyas are two people's, one may be left out */
		{ "Abu Omar Nemouneh", "Abu Ammar Nemouneh", 0.0F, 0.82F },
		{ "Abu Omar Nemouneh", "Umm Omar Nemouneh", 0.0F, 0.82F },
		{ "Abu Omar Khaled Nemouneh", "Khaled Nemouneh", 0.94F, 1.0F },
		{ "Mario Nemouneh", "Maria Nemouneh", 0.0F, 0.91F },
		{ "Ali Nemouneh", "Karim Pendari", 0.0F, 0.4F },
		{ "ناشناس", "ناشناس", 0.0F, 0.0F },
		{ "", "Ali", 0.0F, 0.0F },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		float s = score(a, CASES[i].x, CASES[i].y);
		if (s < CASES[i].least || s > CASES[i].most)
			FAIL("%s, %s: %.3f", CASES[i].x, CASES[i].y, (double)s);
	}
}

/* Between two scripts all sounds in their order speak too, but never against what is known. */
TEST(a_second_witness_between_two_scripts)
{
	static const struct {
		const char *x, *y;
		bool speaks;
		float most;
	} CASES[] = {
		{ "سیدنمونه آزمایشی", "Seyed Nemouneh Azmayeshi", true, 1.0F },
		{ "میرنمونه", "Mir Nemouneh", true, 1.0F },
		{ "Seyednemouneh Azmayeshi", "Seyed Nemouneh Azmayeshi", false, 1.0F },
		{ "حسن نمونه‌ای", "Hossein Nemounehi", false, 0.82F },
		{ "کریم نمونه‌ای", "Karima Nemounehi", false, 0.93F },
		{ "علی نمونه‌ای", "Karim Pendari", false, 0.4F },
		{ "نمونه‌ای علی", "Ali Nemounehi", false, 1.0F },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct name x;
		struct name y;
		struct name_explanation e;
		name_read(str_of(CASES[i].x), NAME_FULL, a, &x);
		name_read(str_of(CASES[i].y), NAME_FULL, a, &y);
		name_explain(&x, &y, NULL, a, &e);
		if (e.in_order != CASES[i].speaks || e.score > CASES[i].most)
			FAIL("%s, %s: %.3f + %.3f", CASES[i].x, CASES[i].y, (double)e.words,
			     (double)e.order);
	}
}

static float rare(void *ctx, uint32_t exact, uint32_t key)
{
	(void)key;
	return exact == *(const uint32_t *)ctx ? 2.0F : 18.0F;
}

/* A common family name alone says less than a rare one. */
TEST(rare_tokens_weigh_more)
{
	AUTO_ARENA *a = arena_new(0);
	struct name x;
	struct name y;
	name_read(STR("Ali Nemouneh"), NAME_FULL, a, &x);
	name_read(STR("Karim Nemouneh"), NAME_FULL, a, &y);
	uint32_t common = x.tokens[1].exact;
	uint32_t other = 0;
	struct name_weigher common_family = { rare, &common };
	struct name_weigher rare_family = { rare, &other };
	CHECK(name_compare(&x, &y, &common_family) < name_compare(&x, &y, &rare_family));
	CHECK(name_compare(&x, &y, &rare_family) == name_compare(&y, &x, &rare_family));
}

TEST(an_explanation_adds_up)
{
	AUTO_ARENA *a = arena_new(0);
	struct name x;
	struct name y;
	struct name_explanation e;
	name_read(STR("Bob J. Sampleton"), NAME_FULL, a, &x);
	name_read(STR("Sampleton, Robert"), NAME_FULL, a, &y);
	name_explain(&x, &y, NULL, a, &e);
	CHECK_INT(e.n, 3);
	CHECK(e.pairings[0].how == MATCH_VARIANT && e.pairings[0].x == 0);
	CHECK(e.pairings[1].how == MATCH_LEFT_OUT && e.pairings[1].y == -1);
	CHECK(e.pairings[2].how == MATCH_SAME);
	double sum = 1;
	double weights = 0;
	for (size_t i = 0; i < e.n; i++) {
		sum -= (double)e.pairings[i].cost;
		weights += (double)e.pairings[i].weight;
	}
	CHECK(fabs(sum - (double)e.score) < 1e-5);
	CHECK(fabs(weights - 1) < 1e-5);
}

/* Names of more tokens than are matched exactly still compare, the same both ways. */
/* Where nothing else tells two people apart, a title does. */
TEST(titles_break_ties)
{
	static const char *const X[] = { "Ahmad Nemouneh", "Seyyed Ahmad Nemouneh",
					 "Haj Ahmad Nemouneh", "Ahmad Haj Nemouneh" };
	static const char *const Y[] = { "احمد نمونه", "سید احمد نمونه", "حاج احمد نمونه",
					 "احمد حاج نمونه" };
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < 3; k++)
			CHECK(i == k || score(a, X[i], Y[i]) > score(a, X[i], Y[k]));
	CHECK(score(a, X[3], Y[3]) > score(a, X[3], Y[0]));
	CHECK(score(a, X[0], X[1]) > 0.98F);
}

TEST(very_long_names_compare)
{
	static const char X[] = "Ab Cd Ef Gh Ij Kl Mn Op Qr St Uv Wx Yz";
	static const char Y[] = "Yz Wx Uv St Qr Op Mn Kl Ij Gh Ef Cd Ab";
	AUTO_ARENA *a = arena_new(0);
	CHECK(score(a, X, Y) == score(a, Y, X));
	CHECK(score(a, X, X) == 1.0F);
	CHECK(score(a, X, "Ab Yz") == score(a, "Ab Yz", X));
}

/* What is not compared for having no consonant in common is what nothing could bring together. */
TEST(words_without_a_common_consonant_are_two_words)
{
	AUTO_ARENA *a = arena_new(0);
	CHECK(score(a, "Tado Lorun", "Ximo Lorun") == score(a, "Tado Lorun", "Kevi Lorun"));
	CHECK(score(a, "Tado Lorun", "Tadu Lorun") > score(a, "Tado Lorun", "Ximo Lorun"));
	CHECK(score(a, "Aya Lorun", "Aia Lorun") > score(a, "Aya Lorun", "Ximo Lorun"));
	/* By its letter, and by what is known of the two names. */
	CHECK(score(a, "T. Lorun", "Tado Lorun") > score(a, "T. Lorun", "Ximo Lorun"));
	CHECK(score(a, "Dick Lorun", "Richard Lorun") > .9F);
}

TEST(a_name_cut_in_two_meets_the_whole_one)
{
	AUTO_ARENA *a = arena_new(0);
	CHECK(score(a, "Lorun Dali Tadomir", "Lorundali Tadomir") > .9F);
	CHECK(score(a, "لورن دالی تادومیر", "Lorundali Tadomir") > .85F);
	CHECK(score(a, "Lorun Dali Tadomir", "Keshdali Tadomir") < .85F);
}
