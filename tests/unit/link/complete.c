/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs that no key met, of records that others have brought together. */
#include "people.h"

#include "link/run_priv.h"

/* Records 0 and 1 are surely one person, 2 may be; 3 is as like, and tied to none of them. */
static struct link_set *four(struct arena *a)
{
	static const char *const NAMES[] = { "Balo Karbedo", "Balo Karbedo", "Balo Karbedu",
					     "Balo Karbedo" };
	struct made m[COUNT(NAMES)];
	size_t order[COUNT(NAMES)];
	for (size_t i = 0; i < COUNT(NAMES); i++) {
		m[i] = (struct made){ .id = str_printf(a, "%zu", i),
				      .name = str_of(NAMES[i]),
				      .born = STR("1970-05-06"),
				      .town = STR("Abad"),
				      .list = STR("A") };
		order[i] = i;
	}
	return set_of(a, m, order, COUNT(NAMES));
}

TEST(what_belongs_together_is_compared_in_full)
{
	static const struct {
		float sure, near; /* bits of 0 and 1, of 1 and 2 */
		size_t most, compared, kept;
	} CASES[] = {
		{ 9, -3, 10, 1, 3 },  { 9, 9, 10, 1, 3 }, { 9, -9, 10, 0, 2 },
		{ -3, -3, 10, 0, 2 }, { 9, -3, 1, 0, 2 },
	};
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	struct link_result r;
	link_people(a, set_of_people(a), 1, NULL, &r);
	struct link_set *s = four(a);
	AUTO_POOL *pool = pool_new(1);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct link_pass pass = { .n_kept = 2 };
		struct link_completion how = { 4, -6, -18, CASES[i].most };
		float bits[] = { CASES[i].sure, CASES[i].near };
		pass.kept = mem_need(calloc(2, sizeof *pass.kept));
		pass.kept[0] = (struct kept_pair){ 0, 1, 0 };
		pass.kept[1] = (struct kept_pair){ 1, 2, 0 };
		CHECK_INT(link_pass_complete(s, LINK_BOTH, r.model, bits, &how, pool, &pass),
			  CASES[i].compared);
		CHECK_INT(pass.n_kept, CASES[i].kept);
		if (pass.n_kept == 3)
			CHECK(pass.kept[1].a == 0 && pass.kept[1].b == 2);
		/* Within a list nothing is asked where only pairs between lists are. */
		if (pass.n_kept == 2)
			CHECK_INT(link_pass_complete(s, LINK_ACROSS, r.model, bits, &how, pool,
						     &pass),
				  0);
		link_pass_done(&pass);
	}
}
