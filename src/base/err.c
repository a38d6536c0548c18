/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"

int err_set_at(struct err *e, int code, const char *file, int line, const char *fmt, ...)
{
	assert(code < 0 && "an error has a negative code");
	if (!e)
		return code;
	e->code = code;
	e->file = file;
	e->line = line;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	return code;
}

int err_wrap(struct err *e, const char *fmt, ...)
{
	if (!e)
		return ERR_IO;
	char was[ERR_TEXT_MAX];
	va_list ap;
	memcpy(was, e->text, sizeof was);
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	size_t n = strlen(e->text);
	snprintf(e->text + n, sizeof e->text - n, ": %s", was);
	return e->code;
}

int err_exit(int code)
{
	switch (code) {
	case 0:
		return 0;
	case ERR_NOTFOUND:
		return 1;
	case ERR_INPUT:
	case ERR_TOOBIG:
	case ERR_CONFLICT:
		return 3;
	default:
		return 4;
	}
}

void die(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fputs("vigil: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	abort();
}
