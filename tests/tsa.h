/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tsa.h - time-stamping authorities for tests: tests/outside/tsa.sh, which makes them with openssl, from C.
 * They live in one folder, made when first asked for; tsa_end takes it away.
 */
#ifndef VIGIL_TESTS_TSA_H
#define VIGIL_TESTS_TSA_H

#include <stdlib.h>

#include "base/file.h"
#include "check.h"

static char tsa_folder[200];

PRINTF_LIKE(1, 2)
static inline int tsa_shell(const char *fmt, ...)
{
	AUTO_ARENA *a = arena_new(0);
	va_list ap;
	va_start(ap, fmt);
	struct str command = str_vprintf(a, fmt, ap);
	va_end(ap);
	return system(command.p); /* NOLINT(cert-env33-c): fixed words and our own folder */
}

static inline struct str tsa_path(struct arena *a, const char *name)
{
	return str_printf(a, "%s/%s", tsa_folder, name);
}

static inline struct str tsa_file(struct arena *a, const char *name)
{
	struct err e;
	struct str s;
	if (file_read(tsa_path(a, name).p, 8 << 20, a, &s, &e) < 0)
		die("%s", e.text);
	return s;
}

static inline void tsa_write(struct arena *a, const char *name, struct str s)
{
	struct err e;
	if (file_write(tsa_path(a, name).p, s, 0600, &e) < 0)
		die("%s", e.text);
}

/* False: there is no openssl here. */
static inline bool tsa_begin(void)
{
	if (tsa_folder[0])
		return true;
	if (tsa_shell("command -v openssl >/dev/null 2>&1") != 0)
		return false;
	check_folder(tsa_folder, sizeof tsa_folder, "tsa");
	if (tsa_shell("sh tests/outside/tsa.sh make %s", tsa_folder) != 0)
		die("tests/outside/tsa.sh failed");
	return true;
}

static inline void tsa_end(void)
{
	if (tsa_folder[0])
		CHECK(tsa_shell("rm -rf %s", tsa_folder) == 0);
	tsa_folder[0] = '\0';
}

/* What the authority `name` answers to `request`. */
static inline struct str tsa_answer(struct arena *a, const char *name, struct str request)
{
	tsa_write(a, "request", request);
	if (tsa_shell("sh tests/outside/tsa.sh reply %s %s %s/request %s/response", tsa_folder,
		      name, tsa_folder, tsa_folder) != 0)
		die("the authority %s does not answer", name);
	return tsa_file(a, "response");
}

/* The verdict of `openssl ts -verify` at the time of the token, which is now. */
static inline bool tsa_openssl_accepts(struct arena *a, struct str token, struct str data,
				       const char *roots)
{
	tsa_write(a, "data", data);
	tsa_write(a, "token", token);
	return tsa_shell("openssl ts -verify -data %s/data -in %s/token -CAfile %s/%s "
			 ">/dev/null 2>&1",
			 tsa_folder, tsa_folder, tsa_folder, roots) == 0;
}

#endif
