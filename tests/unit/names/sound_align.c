/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aligning: spellings of one name are nearer than other names, in whatever script; explained as computed. */
#include "check.h"

#include <string.h>

#include "names/sound_priv.h"
#include "num/rng.h"

static float similarity(const char *x, const char *y)
{
	uint8_t p[64];
	uint8_t q[64];
	size_t n = sound_read(str_of(x), p, sizeof p);
	size_t m = sound_read(str_of(y), q, sizeof q);
	return sound_similarity(sound_align(p, n, q, m));
}

/* Spellings of one name in press, ALA-LC, Kurdish, Turkish and Arabic manner, at least so near. */
static const struct {
	const char *x, *y;
	double least;
} SAME[] = {
	{ "Mohammad", "محمد", 0.9 },
	{ "Muhammed", "محمد", 0.85 },
	{ "Muḥammad", "محمد", 0.9 },
	{ "Hossein", "حسین", 0.88 },
	{ "Ḥusayn", "حسين", 0.88 },
	{ "Zahra", "زهرا", 0.94 },
	{ "Khosrow", "خسرو", 0.88 },
	{ "Xosrow", "خسرو", 0.8 },
	{ "Reza", "رضا", 0.9 },
	{ "Ridha", "رضا", 0.78 },
	{ "Gholam", "غلام", 0.94 },
	{ "Ġulām", "غلام", 0.9 },
	{ "Qasem", "قاسم", 0.94 },
	{ "Ghasem", "قاسم", 0.84 },
	{ "Kazem", "کاظم", 0.9 },
	{ "Jamshid", "جمشید", 0.94 },
	{ "Cemşîd", "جمشید", 0.75 },
	{ "Çiya", "چیا", 0.88 },
	{ "Şîrîn", "شیرین", 0.94 },
	{ "Shirin", "شیرین", 0.94 },
	{ "Chirine", "شیرین", 0.8 },
	{ "Zhila", "ژیلا", 0.92 },
	{ "Jila", "ژیلا", 0.85 },
	{ "Djamila", "جمیله", 0.88 },
	{ "Gamal", "جمال", 0.85 },
	{ "Yousef", "یوسف", 0.94 },
	{ "Yusuf", "يوسف", 0.92 },
	{ "Davoud", "داوود", 0.88 },
	{ "Dawud", "داود", 0.92 },
	{ "Mehdi", "مهدی", 0.94 },
	{ "Mahdi", "مهدي", 0.92 },
	{ "Parisa", "پریسا", 0.94 },
	{ "Vahid", "وحید", 0.88 },
	{ "Wahid", "وحيد", 0.88 },
	{ "Fatemeh", "فاطمه", 0.92 },
	{ "Fatima", "فاطمة", 0.9 },
	{ "Šahrām", "شهرام", 0.94 },
	{ "Фарҳод", "فرهاد", 0.8 },
	/* one script */
	{ "Mohammad", "Mohamed", 0.85 },
	{ "Hossein", "Husain", 0.78 },
	{ "Ghasem", "Qassem", 0.85 },
	{ "Philip", "Filipp", 0.999 },
	{ "Meyer", "Meier", 0.88 },
	{ "کاظم", "كاظم", 0.999 },
	{ "فاطمه", "فاطمة", 0.9 },
	{ "مسعود", "مسعوذ", 0.8 },
	/* slips of typing */
	{ "Christian", "Chirstian", 0.9 },
	{ "Andreas", "Andraes", 0.9 },
	{ "Schneider", "Schneidr", 0.9 },
	{ "Manfred", "Manfted", 0.85 },
};

TEST(spellings_of_one_name_are_near)
{
	for (size_t i = 0; i < COUNT(SAME); i++) {
		double s = (double)similarity(SAME[i].x, SAME[i].y);
		if (s < SAME[i].least)
			check_fail(__FILE__, __LINE__, "%s and %s: %.3f, not %.3f\n", SAME[i].x,
				   SAME[i].y, s, SAME[i].least);
	}
}

/* The first is nearer to the second than to the third. */
TEST(the_right_name_is_nearer)
{
	static const char *const CASES[][3] = {
		{ "Hassan", "حسن", "حسین" },	   { "Hossein", "حسین", "حسن" },
		{ "Mahmoud", "محمود", "محمد" },	   { "Mohammad", "محمد", "محمود" },
		{ "Hamed", "حامد", "حمید" },	   { "Hamid", "حمید", "حامد" },
		{ "Ahmad", "احمد", "حامد" },	   { "Amir", "امیر", "عمر" },
		{ "Omar", "عمر", "امیر" },	   { "Parviz", "پرویز", "پروین" },
		{ "Parvin", "پروین", "پرویز" },	   { "Karim", "کریم", "کریمه" },
		{ "Karimeh", "کریمه", "کریم" },	   { "Naser", "ناصر", "نصیر" },
		{ "Saeed", "سعید", "سعد" },	   { "Majid", "مجید", "محمد" },
		{ "Rahim", "رحیم", "رحمان" },	   { "Shahin", "شاهین", "شهناز" },
		{ "محمد", "Mohammad", "Mahmoud" }, { "حمید", "Hamid", "Hamed" },
		{ "Ali", "علی", "علا" },	   { "Jamal", "جمال", "جمیل" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		double is = (double)similarity(CASES[i][0], CASES[i][1]);
		double no = (double)similarity(CASES[i][0], CASES[i][2]);
		if (is <= no)
			check_fail(__FILE__, __LINE__, "%s: %s %.3f, %s %.3f\n", CASES[i][0],
				   CASES[i][1], is, CASES[i][2], no);
	}
}

TEST(nothing_and_itself)
{
	struct sound_cost none = sound_align(NULL, 0, NULL, 0);
	CHECK(none.cost == 0 && none.of == 0 && sound_similarity(none) < 0.001F);
	CHECK(similarity("Reza", "Reza") > 0.999F);
	CHECK(similarity("رضا", "رضا") > 0.999F);
	CHECK(similarity("Reza", "") < 0.001F);
	CHECK(similarity("Bob", "Kim") < 0.5F);
}

/* ---- what holds for any sequences -------------------------------------- */

/* Of few classes, so that many are the same; of one script; of any. */
static size_t draw(struct rng *r, uint8_t *ret, size_t most)
{
	static const struct {
		uint8_t from, n;
	} OF[] = { { SOUND_A, 5 },
		   { SOUND_ALEF, 5 },
		   { SOUND_A, SOUND_N },
		   { SOUND_ALEF, SOUNDS - SOUND_ALEF },
		   { SOUND_A, SOUNDS - 1 } };
	size_t n = (size_t)rng_below(r, most + 1);
	size_t of = (size_t)rng_below(r, COUNT(OF));
	for (size_t i = 0; i < n; i++)
		ret[i] = (uint8_t)(OF[of].from + rng_below(r, OF[of].n));
	return n;
}

TEST(alignment_is_symmetric_and_bounded)
{
	struct rng r = rng_start(4, 2);
	uint8_t x[80];
	uint8_t y[80];
	for (size_t i = 0; i < 20000; i++) {
		size_t nx = draw(&r, x, i % 100 ? 12 : 80);
		size_t ny = draw(&r, y, i % 100 ? 12 : 80);
		struct sound_cost c = sound_align(x, nx, y, ny);
		struct sound_cost d = sound_align(y, ny, x, nx);
		struct sound_cost self = sound_align(x, nx, x, nx);
		if (c.cost != d.cost || c.of != d.of || c.cost > c.of || self.cost) {
			CHECK(false);
			return;
		}
	}
}

/* Exact up to the limit, above it beyond; short words, long ones, letters that changed places. */
TEST(aligning_within_a_limit_is_aligning)
{
	struct rng r = rng_start(4, 5);
	size_t near = 0;
	for (int i = 0; i < 40000; i++) {
		uint8_t x[SOUND_ALIGN_MAX];
		uint8_t y[SOUND_ALIGN_MAX];
		uint8_t gx[SOUND_ALIGN_MAX];
		uint8_t gy[SOUND_ALIGN_MAX];
		size_t most = i % 3 ? 12 : SOUND_ALIGN_MAX;
		size_t n = draw(&r, x, most);
		size_t m = draw(&r, y, most);
		if (i % 2) { /* the same, but for a few slips */
			m = n;
			memcpy(y, x, n);
			for (size_t k = 1; k < n; k += 1 + (size_t)rng_below(&r, 9)) {
				uint8_t c = y[k];
				y[k] = rng_below(&r, 3) ? y[k - 1] : (uint8_t)SOUND_M;
				y[k - 1] = c;
			}
		}
		unsigned limit = (unsigned)rng_below(&r, 800);
		sound_leave(&sound_costs, x, n, sound_of_arabic(y, m), gx);
		sound_leave(&sound_costs, y, m, sound_of_arabic(x, n), gy);
		unsigned cost = sound_align(x, n, y, m).cost;
		unsigned got = sound_align_within(x, gx, n, y, gy, m, limit);
		CHECK(cost > limit ? got > limit : got == cost);
		got = sound_align_plainly(x, gx, n, y, gy, m, limit);
		CHECK(cost > limit ? got > limit : got == cost);
		near += cost <= limit;
	}
	CHECK(near > 4000 && near < 36000);
}

TEST(steps_add_up_to_the_cost_and_spell_both)
{
	struct rng r = rng_start(4, 3);
	AUTO_ARENA *a = arena_new(0);
	uint8_t x[80];
	uint8_t y[80];
	for (size_t i = 0; i < 5000; i++) {
		struct sound_step *s;
		size_t n;
		size_t at_x = 0;
		size_t at_y = 0;
		unsigned sum = 0;
		size_t nx = draw(&r, x, i % 100 ? 12 : 64);
		size_t ny = draw(&r, y, i % 100 ? 12 : 64);
		arena_clear(a);
		struct sound_cost c = sound_explain(x, nx, y, ny, a, &s, &n);
		struct sound_cost d = sound_align(x, nx, y, ny);
		for (size_t k = 0; k < n; k++) {
			sum += s[k].cost;
			if (s[k].x != SOUND_NONE && s[k].x != x[at_x++])
				sum += 100000;
			if (s[k].y != SOUND_NONE && s[k].y != y[at_y++])
				sum += 100000;
		}
		if (sum != c.cost || at_x != nx || at_y != ny || c.cost != d.cost || c.of != d.of) {
			CHECK(false);
			return;
		}
	}
}

TEST(letters_that_changed_places_are_said_so)
{
	AUTO_ARENA *a = arena_new(0);
	uint8_t x[16];
	uint8_t y[16];
	struct sound_step *s;
	size_t n;
	size_t nx = sound_read(STR("Karl"), x, sizeof x);
	size_t ny = sound_read(STR("Kalr"), y, sizeof y);
	sound_explain(x, nx, y, ny, a, &s, &n);
	CHECK_INT((int64_t)n, 4);
	CHECK(!s[1].moved && s[2].moved && s[3].moved);
	CHECK(s[2].x == SOUND_R && s[2].y == SOUND_L && s[3].x == SOUND_L && s[3].y == SOUND_R);
}
