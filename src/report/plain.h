/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plain.h - a page of an analysis of plain files, which stands alone: its head, how it says things, its foot. */
#ifndef VIGIL_REPORT_PLAIN_H
#define VIGIL_REPORT_PLAIN_H

#include "html/html.h"
#include "text/msg.h"

struct plain {
	struct html *h;
	enum lang lang;
	struct arena *a;
};

/* Up to the open <main>, with the headline: `kicker` may be empty. `title` is a literal of ours. */
void plain_begin(const struct plain *p, struct buf *b, const struct msg *title,
		 const struct msg *heading, struct str kicker, struct str standfirst);
/* The foot: version and, unless it is empty, `made` (a seed). ERR_TOOBIG: `b` is full. */
int plain_end(const struct plain *p, struct buf *b, struct str made, struct err *e) MUST_USE;

void plain_say(const struct plain *p, const struct msg *m);
void plain_say_with(const struct plain *p, const struct msg *m, const struct str *args, size_t n);
/* <th scope="col">, to the end of the line where `right`. */
void plain_head(const struct plain *p, const struct msg *m, bool right);
/* <th scope="row"> and <td data-l="label" class="r">, for table.cards. */
void plain_row_head(const struct plain *p, struct str s);
void plain_number(const struct plain *p, const struct msg *label, struct str s);

/* "What this rests on", open for plain_limit, to the end of the list; then close with plain_limits_end. */
void plain_limits_begin(const struct plain *p);
void plain_limit(const struct plain *p, const struct msg *tag, struct str text);
void plain_limits_end(const struct plain *p);

/* A decimal; a dash for what is not known, "no bound" for what has none. */
struct str plain_decimal(const struct plain *p, double v, int places);
struct str plain_count(const struct plain *p, int64_t v);
struct str plain_between(const struct plain *p, struct str lo, struct str hi);

#endif
