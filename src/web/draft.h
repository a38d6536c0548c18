/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * draft.h - what was typed into a form that came after the lock.
 *
 * The server keeps none of it: it goes back with the page that asks for the passphrase, sealed under a
 * key that lives in this process, so that neither the page's source nor whoever sits at the locked screen
 * tells what was typed. After the unlock it comes back and becomes a form again.
 */
#ifndef VIGIL_WEB_DRAFT_H
#define VIGIL_WEB_DRAFT_H

#include "base/crypto.h"
#include "http/http.h"

enum { DRAFT_MAX = 256 << 10 };

struct draft {
	struct str path;    /* the form went there */
	struct str pattern; /* of its route */
	struct http_params fields;
};

/* "" when there is nothing to keep, or more than DRAFT_MAX bytes. Files are not kept. */
struct str draft_seal(const struct draft *d, const struct key *k, struct arena *a);
/* False: not sealed by this process. */
bool draft_open(struct str text, const struct key *k, struct arena *a, struct draft *ret);

#endif
