/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chordal.h - all decomposable graphs of up to 6 lists: 1, 2, 8, 61, 822, 18,154.
 *
 * Of all graphs on the lists those are kept in which lists can be taken away one by one, each with
 * neighbours that are all joined to one another (Rose 1970): these are the chordal graphs, and the taken
 * list with its neighbours is a clique. Separators are the cuts of neighbours in a tree of cliques whose
 * cuts are as large as possible (Blair & Peyton 1993, "An introduction to chordal graphs and clique trees").
 */
#ifndef VIGIL_ESTIMATE_CHORDAL_H
#define VIGIL_ESTIMATE_CHORDAL_H

#include "base/base.h"

enum { CHORDAL_LISTS_MAX = 6 };

/* Sets of lists. There is one separator less than cliques; empty ones join parts that do not touch. */
struct chordal_graph {
	uint8_t n_cliques;
	uint8_t clique[CHORDAL_LISTS_MAX];
	uint8_t separator[CHORDAL_LISTS_MAX - 1]; /* n_cliques - 1 */
};

/* All of them on `lists` from 1 to CHORDAL_LISTS_MAX, in an order that is always the same. */
size_t chordal_graphs(size_t lists, struct arena *a, const struct chordal_graph **ret);

#endif
