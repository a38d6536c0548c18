/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mention_find.h - rows of lists by a name, in whatever spelling and script it is typed.
 *
 * A row is found by the words of the name in it (text/fold.h, the last word may be a beginning); by words of its other
 * names, its father's name and the id its list gives it; and by sounds (names/names.h): those that share keys are
 * compared, and below MENTION_SCORE_LEAST they are not shown. "N-00012" finds that row.
 *
 * Every standing version is looked through, so that a row is found by what an earlier edition said of it too; what
 * was taken back is not, nor what only an edition that was taken back said. The index is of the view: it comes and
 * goes with entries, and nothing erased is left in it. Cells that were sealed in a compartment are in no index:
 * nobody finds a row by them.
 */
#ifndef VIGIL_MENTION_FIND_H
#define VIGIL_MENTION_FIND_H

#include "register/mention.h"

/* Best first: the order of what is found. */
enum mention_how {
	MENTION_EXACT, /* its name is the text, but for spelling variants; or it is the row by this number */
	MENTION_WORDS,	/* all words stand in its name */
	MENTION_OTHER,	/* in its name or other names, father's name, or the list's own id of it */
	MENTION_SOUNDS, /* sounds like it */
	MENTION_HOWS
};
const char *mention_how_code(enum mention_how how); /* exact, words, other, sounds */

#define MENTION_SCORE_LEAST 0.82F

enum {
	MENTIONS_FOUND_MAX = 5000, /* rows looked at for one text; more, and it is too general */
	MENTION_TEXT_MAX = 400	   /* bytes of it */
};

struct mention_found {
	struct mention mention;
	enum mention_how how;
	int score;	 /* of MENTION_SOUNDS: how alike, in hundredths; 100 else */
	struct str said; /* the name by which it was found */
	bool earlier;	 /* which stands in an earlier version of it, and not in the newest */
	struct str list, list_label, person, person_label; /* numbers and names; person "": none */
};
struct mentions_found {
	struct mention_found *p;
	size_t n;
	int64_t total;
	bool cut; /* there are more than were looked at */
};
/* From `offset`, at most `limit`: by `how`, score, list and row. Without a word in it nothing is found. ERR_TOOBIG:
 * longer than MENTION_TEXT_MAX. */
int reg_find_mentions(struct reg *r, struct str text, int64_t offset, int64_t limit,
		      struct arena *a, struct mentions_found *ret, struct err *e) MUST_USE;

#endif
