/* SPDX-License-Identifier: Apache-2.0 */
/* What an arena gave lives as long as the arena it went to. */
#include "check.h"

#include "base/base.h"

TEST(an_arena_takes_what_another_gave)
{
	AUTO_ARENA *to = arena_new(1 << 20);
	struct arena *from = arena_new(1 << 20);
	enum { N = 3000 };
	char *mine[N];
	char *others[N];
	for (size_t i = 0; i < N; i++) {
		mine[i] = arena_alloc(to, 1, 20);
		others[i] = arena_alloc(from, 1, 30);
		memset(mine[i], 'm', 20);
		memset(others[i], 'o', 30);
	}
	size_t used = arena_used(to) + arena_used(from);
	arena_take(to, from);
	CHECK_INT(arena_used(to), used);
	CHECK_INT(arena_used(from), 0);
	arena_take(to, from); /* of nothing */
	arena_free(from);
	CHECK(*(char *)arena_alloc(to, 1, 16) == 0);
	for (size_t i = 0; i < N; i++)
		CHECK(mine[i][19] == 'm' && others[i][29] == 'o');
}
