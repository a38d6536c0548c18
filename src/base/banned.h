/* SPDX-License-Identifier: Apache-2.0 */
/*
 * banned.h - what may not be called, as a compile error (idea: git's banned.h).
 * Unbounded copies, hidden state, and what depends on locale or on the local clock.
 */
#ifndef VIGIL_BANNED_H
#define VIGIL_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(f, instead) sorry_##f##_is_banned_use_##instead

#undef strcpy
#define strcpy(a, b) BANNED(strcpy, str_copy)
#undef strcat
#define strcat(a, b) BANNED(strcat, buf_add)
#undef strncpy
#define strncpy(a, b, c) BANNED(strncpy, str_copy)
#undef strncat
#define strncat(a, b, c) BANNED(strncat, buf_add)
#undef sprintf
#define sprintf(...) BANNED(sprintf, str_printf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf, str_vprintf)
#undef strtok
#define strtok(a, b) BANNED(strtok, str_cut)
#undef atoi
#define atoi(a) BANNED(atoi, str_to_int)
#undef atol
#define atol(a) BANNED(atol, str_to_int)
#undef gmtime
#define gmtime(a) BANNED(gmtime, clock_text)
#undef localtime
#define localtime(a) BANNED(localtime, clock_text)
#undef ctime
#define ctime(a) BANNED(ctime, clock_text)
#undef asctime
#define asctime(a) BANNED(asctime, clock_text)
#undef rand
#define rand() BANNED(rand, random_bytes)
#undef srand
#define srand(a) BANNED(srand, random_bytes)
#undef setlocale
#define setlocale(a, b) BANNED(setlocale, nothing)

#endif
