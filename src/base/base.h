/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base.h - the words everything else is written in.
 *
 * Errors: a function that can fail returns 0 or one of the negative codes
 * below and fills the caller's `struct err`; its results go through `ret_`
 * pointers, which are left alone on failure. TRY returns a failure unchanged.
 * Nothing in this folder prints; only `cli/` and `web/` do.
 *
 * Memory: a thing lives as long as its arena. Functions that return memory
 * take the arena it shall live in; nobody frees single objects. Running out
 * of memory ends the program with a message, so sizes that come from outside
 * are checked against a ceiling first.
 *
 * Text: `struct str` is a borrowed view of bytes, passed by value, not
 * NUL-terminated unless a function says so. Inside Vigil it is valid UTF-8,
 * checked once at the border (text/utf8.h).
 */
#ifndef VIGIL_BASE_H
#define VIGIL_BASE_H

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/banned.h"

/* The two GNU attributes the house relies on, hidden here. */
#define AUTO(f)		  __attribute__((cleanup(f)))
#define MUST_USE	  __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define NORETURN	  __attribute__((noreturn))
/* Of large room on the stack that is filled before it is read, in what runs millions of times a second: release builds
 * clear all else. */
#define UNCLEARED __attribute__((uninitialized))

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- errors ---------------------------------------------------------- */

/* Chosen by what the caller does about it; see err_exit() for exit statuses. */
enum {
	ERR_NOTFOUND = -1, /* there is no such thing */
	ERR_INPUT = -2,	   /* what was given cannot be understood or is not allowed */
	ERR_TOOBIG = -3,   /* over a stated ceiling */
	ERR_CONFLICT = -4, /* someone else was first, or it is there already */
	ERR_DENIED = -5,   /* not for this member, or the key does not open it */
	ERR_CORRUPT = -6,  /* stored bytes are not what was stored */
	ERR_IO = -7,	   /* the system said no: disk, file, network */
	ERR_BUSY = -8	   /* another program holds it: wait, then the same call may succeed */
};

enum { ERR_TEXT_MAX = 600 };

struct err {
	int code;
	int line; /* where in the source it was first stated */
	const char *file;
	char text
		[ERR_TEXT_MAX]; /* for the person at the keyboard; never names a person or source */
};

/* State an error and return its code, in one line: `return err_set(e, ERR_INPUT, ...)`.
 * `e` may be NULL when the caller wants the code only. `c` is evaluated twice. */
#define err_set(e, c, ...) err_code_((c), err_set_at((e), (c), __FILE__, __LINE__, __VA_ARGS__))
int err_set_at(struct err *e, int code, const char *file, int line, const char *fmt, ...)
	PRINTF_LIKE(5, 6);
/* Shows compilers and analysers, which do not look into err.c, that a failure is not 0: they would
 * follow paths on which it is and warn of results that were never set. */
static inline int err_code_(int code, int stated)
{
	(void)stated;
	return code;
}

/* Put "importing x: " before the message; keeps and returns the code. */
int err_wrap(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The exit status of the program for a code: 0 done, 1 the answer is no,
 * 2 usage (never from a code), 3 input refused, 4 vault or I/O. */
int err_exit(int code);

/* Evaluate once, return a failure unchanged. The only macro that returns. */
#define TRY(call)                                                                                  \
	do {                                                                                       \
		int try_rc_ = (call);                                                              \
		if (try_rc_ < 0)                                                                   \
			return try_rc_;                                                            \
	} while (0)

/* End the program with a message on standard error: our own mistake, or no memory. */
NORETURN void die(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* What malloc, calloc or realloc gave; a machine that has no memory left ends the program. */
static inline void *mem_need(void *p)
{
	if (!p)
		die("out of memory");
	return p;
}

/* ---- arenas ---------------------------------------------------------- */

struct arena;

/* A new arena that hands out at most `ceiling` bytes in all (0: 1 GiB). Going over the
 * ceiling ends the program: check outside sizes before asking. */
struct arena *arena_new(size_t ceiling);
void arena_free(struct arena *a);  /* NULL is fine */
void arena_clear(struct arena *a); /* all it gave is gone; some memory is kept for reuse */
size_t arena_used(const struct arena *a);
void arena_freep(struct arena **a);
#define AUTO_ARENA AUTO(arena_freep) struct arena

/* `n` objects of `size` bytes, zeroed and aligned for anything. Never NULL, also for n = 0. */
void *arena_alloc(struct arena *a, size_t n, size_t size);
/* Room for one more in a list of `n` objects that has room for *cap: `list` itself, or a copy with twice
 * the room. Begins with list NULL and *cap 0, or with what NEW_N gave:
 *	l->p = arena_grow(a, l->p, l->n, &l->cap, sizeof *l->p); */
void *arena_grow(struct arena *a, void *list, size_t n, size_t *cap, size_t size);
/* All that `from` gave is `to`'s, and lives as long; `from` is empty. */
void arena_take(struct arena *to, struct arena *from);
/* What nobody looks at any more, before the arena ends: `n` objects that arena_alloc or arena_grow (n = *cap) gave at
 * once. Only what is large (a megabyte) is really given back. */
void arena_give_back(struct arena *a, void *p, size_t n, size_t size);
/* arena_grow for a list that is large and known by no other pointer: the old copy is given back. */
void *arena_regrow(struct arena *a, void *list, size_t n, size_t *cap, size_t size);
#define NEW(a, type)	  ((type *)arena_alloc((a), 1, sizeof(type)))
#define NEW_N(a, n, type) ((type *)arena_alloc((a), (n), sizeof(type)))

/* ---- borrowed strings ------------------------------------------------ */

struct str {
	const char *p;
	size_t n;
};

#define STR(lit)   ((struct str){ "" lit, sizeof(lit) - 1 })
#define STR_NULL   ((struct str){ NULL, 0 })
#define STR_FMT(s) (int)(s).n, (s).n ? (s).p : ""

struct str str_of(const char *cstr); /* NULL gives the empty string */
struct str str_n(const char *p, size_t n);
bool str_eq(struct str a, struct str b);
bool str_same_word(struct str a, struct str b); /* equal but for the case of ASCII letters */
int str_cmp(struct str a, struct str b);	/* by bytes: -1, 0, 1 */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_has(struct str s, struct str part);
ptrdiff_t str_find(struct str s, struct str part); /* offset of the first, or -1 */
struct str str_trim(struct str s);		   /* ASCII space, tab, CR, LF on both ends */
struct str str_from(struct str s, size_t at);	   /* the rest; empty when `at` is past the end */
/* Cut at the first `sep`: *ret_head is what stands before it, the result what follows.
 * Without `sep`, all is head and the result is STR_NULL (p == NULL). */
struct str str_cut(struct str s, char sep, struct str *ret_head);
struct str str_copy(struct arena *a, struct str s); /* the copy is also NUL-terminated */
struct str str_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3); /* NUL-terminated */
struct str str_vprintf(struct arena *a, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);
struct str str_join(struct arena *a, struct str x, struct str y);
const char *str_z(struct arena *a, struct str s); /* NUL-terminated copy for libc and SQLite */
/* A whole decimal number, optional minus, nothing else around it. */
bool str_to_int(struct str s, int64_t *ret);
/* A decimal number: -12, 0.5, 1e-3; nothing else around it, and finite. At most 40 bytes. */
bool str_to_real(struct str s, double *ret);
/* "1f": one to sixteen hexadecimal digits in lower case and nothing else. */
bool str_to_hex(struct str s, uint64_t *ret);

#endif
