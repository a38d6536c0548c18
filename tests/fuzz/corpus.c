/* SPDX-License-Identifier: Apache-2.0 */
/* corpus.c - runs a fuzz target over its stored inputs, without libFuzzer. */
#include "fuzz.h"

#include <dirent.h>

#include "base/file.h"

/* Own copy of exactly `n` bytes, so that ASan sees a read past the end. */
static void run(const char *p, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);
	if (!copy)
		die("out of memory");
	if (n)
		memcpy(copy, p, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

/* Every cut, and 512 positions spread over the input with a byte flipped or taken out. */
static void run_neighbours(struct arena *a, struct str s)
{
	char  *t = NEW_N(a, s.n + 1, char);
	size_t step = s.n / 512 + 1;
	for (size_t i = 0; i < s.n; i += step) {
		run(s.p, i);
		memcpy(t, s.p, s.n);
		t[i] = (char)(t[i] ^ (1 << (i % 8)));
		run(t, s.n);
		memcpy(t, s.p, s.n);
		memmove(t + i, t + i + 1, s.n - i - 1);
		run(t, s.n - 1);
	}
}

static int is_file(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	AUTO_ARENA     *a = arena_new((size_t)1 << 30);
	struct dirent **names = NULL;
	struct err      e;
	if (argc != 2)
		die("usage: %s FOLDER", argv[0]);
	int n = scandir(argv[1], &names, is_file, alphasort);
	for (int i = 0; i < n; i++) {
		struct str path = str_printf(a, "%s/%s", argv[1], names[i]->d_name);
		struct str s;
		if (file_read(path.p, 64 << 20, a, &s, &e) < 0)
			die("%s", e.text);
		run(s.p, s.n);
		run_neighbours(a, s);
		free(names[i]);
		arena_clear(a);
	}
	free(names);
	/* An empty corpus proves nothing. */
	printf("%d passed, %d failed\n", n > 0 ? n : 0, n > 0 ? 0 : 1);
	return n <= 0;
}
