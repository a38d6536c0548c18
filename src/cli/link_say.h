/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link_say.h - words and numbers that the commands of linking on a vault share. */
#ifndef VIGIL_CLI_LINK_SAY_H
#define VIGIL_CLI_LINK_SAY_H

#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/view.h"
#include "link/register.h"

/* "12.34" of thousandths of a bit, with its sign when `sign`. */
struct str link_bits(struct app *app, int64_t milli, bool sign);
struct str link_percent(struct app *app, int64_t ppm); /* "97.3 %" */
struct str link_share(struct app *app, double v);      /* "0.973", "-" when not known */
void link_share_json(struct jout *j, const char *key, double v);
void link_milli_json(struct jout *j, const char *key, int64_t milli);
/* "persons_expected", of thousandths; 0: null. */
void link_expected_json(struct jout *j, int64_t milli);

/* A record named by its number. ERR_NOTFOUND. */
int link_record(struct app *app, struct str number, int64_t *ret, struct err *e) MUST_USE;
/* The lists that --lists names, at most `max`. CLI_USAGE: none, or too many. */
int link_lists(struct app *app, int64_t *ret, size_t max, size_t *ret_n, struct err *e) MUST_USE;
void link_items(struct app *app, const struct linkage_item *items, size_t n);
void link_items_json(struct app *app, struct jout *j, const struct linkage_item *items, size_t n);
/* Counts, recall, lists and warnings of a run. */
void link_found(struct app *app, const struct linkage_report *r);
void link_found_json(struct jout *j, const struct linkage_report *r);

#endif
