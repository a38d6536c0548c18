/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report.h - documents made from a view: definition, data, text.
 *
 * A report sees a struct view and nothing else, so what redact/ holds back cannot be in it. It uses
 * no clock, no randomness and no locale: the same view and language give the same bytes.
 */
#ifndef VIGIL_REPORT_H
#define VIGIL_REPORT_H

#include "base/buf.h"
#include "redact/view.h"
#include "text/msg.h"

enum { REPORT_MAX = 256 * 1024 * 1024 }; /* bytes; what `ret` should be allowed to hold */

/*
 * The situation report as one HTML page that needs no other file: summary, what was counted and
 * what was reported, cases by stage, collective events, statements, sites, parallels with
 * differences, asks, conflicts, gaps, method, sources, and the list of all claims used. Every
 * sentence with a name or a figure carries the claims it rests on, [12.1]: log entry and place.
 * Appends to `ret`. ERR_TOOBIG: `ret` is full.
 */
int report_situation(const struct view *v, enum lang lang, struct buf *ret, struct err *e) MUST_USE;

#endif
