/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * number.h - numbers that several sites give out without asking each other.
 *
 * An entry, and every subject, has a number people use: claim 81, P-00012. A register can have
 * several logs, each written by one device; a number is the log's site and a count within it. The
 * log that founded the register is site 0, and its numbers are plain. Those of any other log carry
 * five letters: claim qk7d2-81, P-qk7d2-00012. The same thing has the same number everywhere.
 *
 * As an integer a number is site << 30 | count, below 2^53, so JSON keeps it. Order of numbers of
 * different sites means nothing; order in time is `at` (vault/log.h).
 */
#ifndef VIGIL_NUMBER_H
#define VIGIL_NUMBER_H

#include "base/base.h"

enum { NUMBER_SITE_BITS = 23, NUMBER_COUNT_BITS = 30, NUMBER_TEXT_MAX = 24 };
static const int64_t NUMBER_COUNT_MAX = ((int64_t)1 << NUMBER_COUNT_BITS) - 1;

int64_t number_of(int64_t site, int64_t count);
int64_t number_site(int64_t number);
int64_t number_count(int64_t number);

/* The site of a log that did not found its register: bits of SHA-256(origin), never 0. */
int64_t number_site_of_origin(struct str origin);

/* "81" or "qk7d2-81"; `width`: least digits of the count, filled with zeros. Returns `ret`. */
const char *number_text(int64_t number, int width, char ret[static NUMBER_TEXT_MAX]);
/* The same in an arena, without filling: for messages and cells. */
struct str number_str(struct arena *a, int64_t number);
/* All of `s`, in any case of letters; leading zeros are fine. False: no number. */
bool number_parse(struct str s, int64_t *ret);
/* The five letters of a site other than 0. */
void number_site_text(int64_t site, char ret[static 6]);

#endif
