/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/remote.h"

enum { NAME_MAX_BYTES = 200 };

void remote_close(struct remote *r)
{
	if (r)
		r->ops->close(r);
}

void remote_closep(struct remote **r)
{
	remote_close(*r);
}

bool remote_is_name(struct str s)
{
	static const char ALLOWED[] = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
	bool at_start = true;
	if (!s.n || s.n > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '/'
			    ? at_start
			    : !s.p[i] || !strchr(ALLOWED, s.p[i]) || (at_start && s.p[i] == '.'))
			return false;
		at_start = s.p[i] == '/';
	}
	return !at_start;
}

int remote_open(struct str place, struct remote **ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	if (str_starts(place, STR("folder:")) && place.n > STR("folder:").n)
		return remote_folder_open(str_z(a, str_from(place, STR("folder:").n)), ret, e);
	return err_set(
		e, ERR_INPUT,
		"\"%.*s\" is no remote; write folder:PATH, a folder on a stick or a shared drive",
		STR_FMT(place));
}
