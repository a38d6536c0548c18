/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: names */
/* Sounds: any bytes are read into known classes within the room given, shorter room gives a beginning of it (but
 * for its last class, behind which a mark may be cut off),
 * and two halves of the bytes align alike both ways and with themselves for nothing. */
#include "fuzz.h"

#include <string.h>

#include "names/sound.h"

enum { ROOM = 100 };

static size_t read_checked(struct str s, uint8_t *ret)
{
	uint8_t shorter[ROOM];
	size_t n = sound_read(s, ret, ROOM);
	size_t m = sound_read(s, shorter, ROOM / 5);
	if (n > ROOM || m > ROOM / 5 || memcmp(ret, shorter, m ? m - 1 : 0) != 0 ||
	    (m < n && m != ROOM / 5))
		die("a beginning that is none");
	for (size_t i = 0; i < n; i++)
		if (ret[i] == SOUND_NONE || ret[i] >= SOUNDS || sound_name(ret[i]).n == 0)
			die("a class that is none");
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	uint8_t x[ROOM];
	uint8_t y[ROOM];
	uint8_t key[ROOM];
	struct sound_step *steps;
	size_t n_steps;
	size_t half = n / 2;
	size_t nx = read_checked(str_n((const char *)p, half), x);
	size_t ny = read_checked(str_n((const char *)p + half, n - half), y);
	struct sound_cost c = sound_align(x, nx, y, ny);
	struct sound_cost d = sound_align(y, ny, x, nx);
	struct sound_cost e = sound_explain(x, nx, y, ny, a, &steps, &n_steps);
	if (c.cost != d.cost || c.of != d.of || c.cost != e.cost || c.cost > c.of)
		die("two costs");
	if (sound_align(x, nx, x, nx).cost != 0)
		die("not itself");
	if (sound_key_read(x, nx, key) > nx || sound_key(x, nx) == 0 || sound_exact(x, nx) == 0)
		die("no key");
	return 0;
}
