/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * magic_own.h - a few kinds of file told by their first bytes, to be held beside what libmagic says:
 * those that evidence mostly is. Also whether Content Credentials (C2PA) are in the file. That they
 * are there is said and not what they are worth: a valid manifest proves no scene, a missing one
 * disproves none.
 */
#ifndef VIGIL_WORKER_MAGIC_OWN_H
#define VIGIL_WORKER_MAGIC_OWN_H

#include "base/base.h"

/* A media type, or "" when the first bytes say nothing that is in the table. Several types may be
 * meant by one beginning: then the one for the family (application/zip, video/mp4). */
const char *magic_own(struct str head);
/* Do two media types mean the same beginning? image/jpeg and image/jpg do, a docx is a zip. */
bool magic_agrees(struct str ours, struct str theirs);
/* `head`: as much of the front as was read; the manifest stands before the picture. */
bool magic_has_c2pa(struct str head);

#endif
