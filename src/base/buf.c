/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

/* Wiped before it is given back, like an arena: what is written out may name people. */
static void give_back(char *p, size_t n)
{
	if (p)
		explicit_bzero(p, n);
	free(p);
}

void buf_done(struct buf *b)
{
	give_back(b->p, b->cap);
	*b = (struct buf){ .max = b->max };
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->full = false;
}

/* Room for `more` bytes and a NUL, or the buffer turns full. */
static bool reserve(struct buf *b, size_t more)
{
	if (b->full || more > b->max - b->n) {
		b->full = true;
		return false;
	}
	size_t need = b->n + more + 1;
	if (need <= b->cap)
		return true;
	size_t cap = b->cap ? b->cap : 256;
	while (cap < need)
		cap *= 2;
	char *p = mem_need(malloc(cap));
	if (b->n)
		memcpy(p, b->p, b->n);
	give_back(b->p, b->cap); /* realloc would leave a copy behind */
	b->p = p;
	b->cap = cap;
	return true;
}

void buf_add_n(struct buf *b, const void *p, size_t n)
{
	if (n == 0 || !reserve(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void buf_add(struct buf *b, struct str s)
{
	buf_add_n(b, s.p, s.n);
}

void buf_char(struct buf *b, char c)
{
	buf_add_n(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		die("a message could not be formatted");
	if (!reserve(b, (size_t)n))
		return;
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

struct str buf_str(const struct buf *b)
{
	return str_n(b->p ? b->p : "", b->n);
}

struct str buf_copy(const struct buf *b, struct arena *a)
{
	return str_copy(a, buf_str(b));
}

const char *buf_z(struct buf *b)
{
	if (!b->p) {
		b->p = mem_need(malloc(1));
		b->cap = 1;
	}
	b->p[b->n] = '\0';
	return b->p;
}

int buf_check(const struct buf *b, struct err *e)
{
	if (b->full)
		return err_set(e, ERR_TOOBIG, "more than %zu bytes", b->max);
	return 0;
}
