/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence_show.h - a piece of evidence, as text for people and as JSON. */
#ifndef VIGIL_CLI_EVIDENCE_SHOW_H
#define VIGIL_CLI_EVIDENCE_SHOW_H

#include "cli/view.h"
#include "intake/evidence.h"

/* Whether its payload is here, in words. */
struct str evidence_show_state(struct app *app, enum evidence_state s);
/* One line of a list, as an object. */
void evidence_show_row_json(struct app *app, struct jout *j, const struct evidence_row *x);

/* All of it. `stamped`: the first time-stamped head over it; 0: none. */
void evidence_show_text(struct app *app, const struct evidence *ev, int64_t stamped);
/* first, last: time-stamped heads over it; 0: none. */
void evidence_show_json(struct app *app, const struct evidence *ev, int64_t first, int64_t last);
/* The chain alone. Who recorded an act stands in a column of its own, by their key; "by" is a word of theirs. */
void evidence_show_custody(struct app *app, const struct evidence *ev);
void evidence_show_custody_json(struct jout *j, const struct evidence *ev);

#endif
