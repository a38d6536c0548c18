/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * upload.h - a file between being looked at and being recorded: in memory only, one a session,
 * wiped when it is dropped and when the session ends.
 */
#ifndef VIGIL_WEB_UPLOAD_H
#define VIGIL_WEB_UPLOAD_H

#include "base/hash.h"

enum {
	UPLOAD_NAME_MAX = 255,
	UPLOAD_MAX = 64 << 20,
	UPLOADS_MAX = 128 << 20 /* of all sessions together */
};

struct upload {
	char *p; /* NULL: none */
	size_t n;
	struct hash sha256;
	char name[UPLOAD_NAME_MAX + 1];
};

struct sessions;
struct session;

/* Instead of what was kept before. False when it does not fit; nothing is kept then. */
bool upload_keep(struct sessions *all, struct session *ss, struct str name, struct str bytes);
void upload_drop(struct upload *u); /* none is fine */

#endif
