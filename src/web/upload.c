/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web/upload.h"

#include <stdlib.h>

#include "web/session.h"

void upload_drop(struct upload *u)
{
	if (u->p)
		wipe(u->p, u->n);
	free(u->p);
	*u = (struct upload){ 0 };
}

bool upload_keep(struct sessions *all, struct session *ss, struct str name, struct str bytes)
{
	struct upload *u = &ss->upload;
	size_t held = 0;
	upload_drop(u);
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		held += all->v[i].upload.n;
	if (bytes.n == 0 || bytes.n > UPLOAD_MAX || held + bytes.n > UPLOADS_MAX ||
	    name.n > UPLOAD_NAME_MAX)
		return false;
	u->p = malloc(bytes.n);
	if (!u->p)
		return false;
	memcpy(u->p, bytes.p, bytes.n);
	u->n = bytes.n;
	u->sha256 = hash_of(bytes);
	memcpy(u->name, name.p, name.n);
	u->name[name.n] = 0;
	return true;
}
