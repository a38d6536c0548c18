/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check.h - the test harness: a test is a function, a test program is a file.
 *
 *	TEST(adds_numbers)
 *	{
 *		CHECK(1 + 1 == 2);
 *		CHECK_INT(1 + 1, 2);
 *		CHECK_STR(str_trim(STR(" a ")), "a");
 *		CHECK_OK(may_fail(&e), &e);
 *	}
 *
 * A failed check is printed with file and line and the test goes on; a test fails when one of its
 * checks did. The program prints "N passed, N failed" and exits 1 when something failed. An
 * argument runs only the tests whose name contains it. SKIP("why") ends a test as not run, which
 * is printed and counted as neither.
 *
 * Files go into a folder of check_folder(), and the test takes them away: tests/run fails a
 * program that leaves something there.
 */
#ifndef VIGIL_CHECK_H
#define VIGIL_CHECK_H

#include <time.h>

#include "base/base.h"

struct check_test {
	const char *name;
	void (*run)(void);
	struct check_test *next;
};

static struct check_test *check_first;
static struct check_test **check_last = &check_first;
static int check_failures; /* in the running test */
static const char *check_skipped;

static inline void check_add(struct check_test *t)
{
	*check_last = t;
	check_last = &t->next;
}

#define TEST(fn)                                                                                   \
	static void fn(void);                                                                      \
	static struct check_test fn##_test = { #fn, fn, NULL };                                    \
	__attribute__((constructor)) static void fn##_add(void)                                    \
	{                                                                                          \
		check_add(&fn##_test);                                                             \
	}                                                                                          \
	static void fn(void)

PRINTF_LIKE(3, 4)
static inline void check_fail(const char *file, int line, const char *fmt, ...)
{
	va_list ap;
	check_failures++;
	printf("  %s:%d: ", file, line);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

#define FAIL(...) check_fail(__FILE__, __LINE__, __VA_ARGS__)

#define CHECK(cond)                                                                                \
	do {                                                                                       \
		if (!(cond))                                                                       \
			FAIL("not so: %s", #cond);                                                 \
	} while (0)

#define CHECK_INT(got, want)                                                                       \
	do {                                                                                       \
		long long g_ = (long long)(got), w_ = (long long)(want);                           \
		if (g_ != w_)                                                                      \
			FAIL("%s is %lld, not %lld", #got, g_, w_);                                \
	} while (0)

#define CHECK_STR(got, want)                                                                       \
	do {                                                                                       \
		struct str g_ = (got), w_ = str_of(want);                                          \
		if (!str_eq(g_, w_))                                                               \
			FAIL("%s is \"%.*s\", not \"%.*s\"", #got, STR_FMT(g_), STR_FMT(w_));      \
	} while (0)

/* A call that must succeed; on failure the error's text is printed. */
#define CHECK_OK(call, e)                                                                          \
	do {                                                                                       \
		int rc_ = (call);                                                                  \
		if (rc_ != 0)                                                                      \
			FAIL("%s: %d: %s", #call, rc_, (e)->text);                                 \
	} while (0)

/* A call that must fail with this code. */
#define CHECK_ERR(call, code)                                                                      \
	do {                                                                                       \
		int rc_ = (call);                                                                  \
		if (rc_ != (code))                                                                 \
			FAIL("%s gave %d, not %s", #call, rc_, #code);                             \
	} while (0)

/* Time of the processor that this program has taken: what others do on the machine is not counted. */
static inline int64_t check_cpu_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* One bit of a byte of a file is changed, whatever the byte is; a second time it is as it was. */
static inline void check_damage(const char *path, long at)
{
	FILE *f = fopen(path, "r+be");
	int byte = f && fseek(f, at, SEEK_SET) == 0 ? getc(f) : EOF;
	CHECK(byte != EOF && fseek(f, at, SEEK_SET) == 0 && putc(byte ^ 1, f) != EOF);
	CHECK(f && fclose(f) == 0);
}

#if defined(__SANITIZE_ADDRESS__)
enum { CHECK_SANITISED = 1 };
#else
enum { CHECK_SANITISED = 0 };
#endif

/*
 * The step of a sweep over bytes or points. Under sanitizers, with which a point takes ten times as long and memory is
 * looked at and not the answer, five times as wide: five goes through all bits of a byte. With VIGIL_TORTURE as given.
 */
static inline size_t check_step(size_t step)
{
	return CHECK_SANITISED && !getenv("VIGIL_TORTURE") ? step * 5 : step;
}

#define SKIP(why)                                                                                  \
	do {                                                                                       \
		check_skipped = (why);                                                             \
		return;                                                                            \
	} while (0)

/* A new folder NAME-XXXXXX in TMPDIR, or in /tmp. */
static inline void check_folder(char *ret, size_t size, const char *name)
{
	const char *in = getenv("TMPDIR");
	int n = snprintf(ret, size, "%s/%s-XXXXXX", in && *in ? in : "/tmp", name);
	if (n < 0 || (size_t)n >= size)
		die("the name of TMPDIR is too long");
	if (!mkdtemp(ret))
		die("no temporary folder");
}

int main(int argc, char **argv)
{
	int passed = 0;
	int failed = 0;
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (struct check_test *t = check_first; t; t = t->next) {
		if (argc > 1 && !strstr(t->name, argv[1]))
			continue;
		check_failures = 0;
		check_skipped = NULL;
		t->run();
		if (check_failures) {
			failed++;
			printf("FAILED %s\n", t->name);
		} else if (check_skipped) {
			printf("not run: %s: %s\n", t->name, check_skipped);
		} else {
			passed++;
		}
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}

#endif
