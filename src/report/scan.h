/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan.h - what a scan of places found, as a page, and how it is said. */
#ifndef VIGIL_REPORT_SCAN_H
#define VIGIL_REPORT_SCAN_H

#include "base/buf.h"
#include "text/msg.h"
#include "watch/scan.h"

/* A cluster in what is left without one source. */
struct scan_without {
	struct str source;
	int64_t persons; /* of the source, inside */
	struct scan_cluster left;
};

struct scan_page {
	const struct scan_table *table;
	const struct scan_result *r;
	int freq;			    /* periods a year; 0: what the periods say */
	const struct scan_without *without; /* n_sources for each cluster, one after the other */
	size_t n_sources;		    /* 0: not tested by source */
	enum lang lang;
};

/* Rarer than once a year, as far as the table reaches; where windows lie anywhere or nobody knows how long a period is,
 * below 5 %. */
bool report_scan_is_alarm(const struct scan_page *p, double probability);

/* What was scanned; what was taken for 0; that every event has one person. Those not needed are empty. */
enum { SCAN_SAID = 3, SCAN_SHOWN = 5 };
void report_scan_said(const struct scan_page *p, struct arena *a, struct str ret[SCAN_SAID]);
/* Of a cluster: its places, its periods, what was seen and expected, how easily chance does it. */
struct str report_scan_places(const struct scan_page *p, const struct scan_cluster *c,
			      struct arena *a);
struct str report_scan_when(const struct scan_page *p, size_t from, size_t to, struct arena *a);
struct str report_scan_seen(const struct scan_page *p, const struct scan_cluster *c,
			    struct arena *a);
/* "without it 12 of 8.1 expected, no alarm" */
struct str report_scan_without(const struct scan_page *p, const struct scan_without *w,
			       struct arena *a);
/* How many clusters are worth showing; whether one of them is an alarm. */
size_t report_scan_shown(const struct scan_page *p, bool *ret_alarm);
/* "No alarm: ...", or that nothing was tested by source; empty where neither is so. */
struct str report_scan_end(const struct scan_page *p);

/* A page that stands alone. ERR_TOOBIG: `ret` is full. */
int report_scan(const struct scan_page *p, struct buf *ret, struct err *e) MUST_USE;

#endif
