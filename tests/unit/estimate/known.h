/* SPDX-License-Identifier: GPL-3.0-or-later */
/* known.h - tables with published answers. Counts only; bit 0 of a pattern is the first list. */
#ifndef VIGIL_TEST_KNOWN_H
#define VIGIL_TEST_KNOWN_H

#include "../num/near.h"
#include "estimate/cells.h"

struct known {
	size_t lists;
	size_t n;
	struct cell p[32];
};

/* Ball, Betts, Scheuren, Dudukovic & Asher 2002: killings in Kosovo, 20 March to 22 June 1999. */
static const struct known KOSOVO = { 4,
				     15,
				     { { 1, 1131 },
				       { 2, 845 },
				       { 3, 177 },
				       { 4, 936 },
				       { 5, 228 },
				       { 6, 217 },
				       { 7, 181 },
				       { 8, 306 },
				       { 9, 106 },
				       { 10, 31 },
				       { 11, 18 },
				       { 12, 123 },
				       { 13, 42 },
				       { 14, 32 },
				       { 15, 27 } } };
/* Madigan & York 1997, table of three lists. */
static const struct known MADIGAN_3 = {
	3, 7, { { 1, 60 }, { 2, 49 }, { 3, 4 }, { 4, 247 }, { 5, 112 }, { 6, 142 }, { 7, 12 } }
};
/* Madigan & York 1997, table of five lists. */
static const struct known MADIGAN_5 = {
	5, 28, { { 1, 27 }, { 2, 37 },	{ 3, 19 },  { 4, 4 },	{ 5, 4 },   { 6, 1 },  { 7, 1 },
		 { 8, 97 }, { 9, 22 },	{ 10, 37 }, { 11, 25 }, { 12, 2 },  { 13, 1 }, { 14, 3 },
		 { 15, 5 }, { 16, 83 }, { 17, 36 }, { 18, 34 }, { 19, 18 }, { 20, 3 }, { 21, 5 },
		 { 23, 2 }, { 24, 30 }, { 25, 5 },  { 26, 23 }, { 27, 8 },  { 29, 3 }, { 31, 2 } }
};
/* National Crime Agency 2013, as in Silverman 2014; two lists joined. */
static const struct known UK_5 = { 5,
				   18,
				   { { 1, 54 },
				     { 2, 463 },
				     { 3, 15 },
				     { 4, 995 },
				     { 5, 19 },
				     { 6, 62 },
				     { 7, 1 },
				     { 8, 695 },
				     { 9, 3 },
				     { 10, 19 },
				     { 11, 1 },
				     { 12, 76 },
				     { 14, 4 },
				     { 15, 1 },
				     { 16, 316 },
				     { 18, 1 },
				     { 20, 11 },
				     { 24, 8 } } };
/* Farrell et al. 2019 (NIJ 252520), as in Chan, Silverman & Vincent 2021. */
static const struct known WESTERN = { 5,
				      13,
				      { { 1, 52 },
					{ 2, 90 },
					{ 4, 114 },
					{ 5, 4 },
					{ 6, 6 },
					{ 8, 45 },
					{ 9, 2 },
					{ 10, 1 },
					{ 14, 1 },
					{ 16, 21 },
					{ 17, 5 },
					{ 21, 1 },
					{ 24, 3 } } };
/* Chan, Silverman & Vincent 2021, table 2. */
static const struct known ARTIFICIAL_3 = { 3, 4, { { 1, 40 }, { 2, 30 }, { 3, 6 }, { 4, 20 } } };
/* Abeni et al. 1994, as in Rcapture. */
static const struct known HIV = { 4,
				  13,
				  { { 1, 403 },
				    { 2, 545 },
				    { 3, 33 },
				    { 4, 621 },
				    { 5, 20 },
				    { 6, 35 },
				    { 7, 3 },
				    { 8, 205 },
				    { 9, 6 },
				    { 10, 10 },
				    { 11, 1 },
				    { 12, 11 },
				    { 14, 3 } } };

/* Simulated, N = 2,000: people of two kinds (Manrique-Vallier 2016), of whom lists reach one badly. */
static const struct known SIM_1 = {
	5, 26, { { 1, 52 },  { 2, 45 },	 { 3, 2 },  { 4, 134 }, { 5, 6 },   { 6, 6 },	{ 8, 203 },
		 { 9, 4 },   { 10, 7 },	 { 11, 9 }, { 12, 20 }, { 13, 8 },  { 14, 17 }, { 15, 24 },
		 { 16, 46 }, { 17, 3 },	 { 20, 6 }, { 21, 2 },	{ 24, 14 }, { 25, 2 },	{ 26, 12 },
		 { 27, 18 }, { 28, 10 }, { 29, 8 }, { 30, 20 }, { 31, 63 } }
};
/* Simulated, N = 2,000, other kinds. */
static const struct known SIM_3 = {
	5, 31, { { 1, 83 },  { 2, 75 },	 { 3, 12 },  { 4, 149 },  { 5, 23 },  { 6, 28 },
		 { 7, 3 },   { 8, 216 }, { 9, 26 },  { 10, 35 },  { 11, 8 },  { 12, 57 },
		 { 13, 8 },  { 14, 14 }, { 15, 55 }, { 16, 105 }, { 17, 16 }, { 18, 13 },
		 { 19, 2 },  { 20, 37 }, { 21, 3 },  { 22, 4 },	  { 23, 3 },  { 24, 33 },
		 { 25, 8 },  { 26, 6 },	 { 27, 35 }, { 28, 5 },	  { 29, 16 }, { 30, 43 },
		 { 31, 210 } }
};

static const struct str KNOWN_NAMES[] = { { "A", 1 }, { "B", 1 }, { "C", 1 }, { "D", 1 },
					  { "E", 1 }, { "F", 1 }, { "G", 1 }, { "H", 1 },
					  { "I", 1 }, { "J", 1 }, { "K", 1 }, { "L", 1 } };

static inline struct cells known_cells(const struct known *k, struct arena *a)
{
	struct cells c = { 0 };
	struct err e;
	CHECK_OK(cells_make(KNOWN_NAMES, k->lists, k->p, k->n, a, &c, &e), &e);
	return c;
}

/* The same lists in another order: list i becomes list to[i]. */
static inline struct cells known_moved(const struct known *k, const size_t *to, struct arena *a)
{
	struct known moved = *k;
	for (size_t i = 0; i < k->n; i++) {
		moved.p[i].on = 0;
		for (size_t j = 0; j < k->lists; j++)
			if (k->p[i].on >> j & 1)
				moved.p[i].on |= UINT32_C(1) << to[j];
	}
	return known_cells(&moved, a);
}

#endif
