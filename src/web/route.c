/* SPDX-License-Identifier: GPL-3.0-or-later */
/* route.c - finding the route of a request. */
#include "web/page_priv.h"

/* Segment by segment; a star takes one, two stars all that is left. */
static bool matches(struct str pattern, struct str path, struct str *ret_arg)
{
	struct str want, have;
	*ret_arg = STR("");
	for (;;) {
		if (str_eq(pattern, STR("**"))) {
			*ret_arg = path;
			return path.n > 0;
		}
		pattern = str_cut(pattern, '/', &want);
		path = str_cut(path, '/', &have);
		if (str_eq(want, STR("*")) && have.n)
			*ret_arg = have;
		else if (!str_eq(want, have))
			return false;
		if (!pattern.p || !path.p)
			return !pattern.p && !path.p;
	}
}

const struct route *route_find(enum http_method m, struct str path, struct str *ret_arg,
			       bool *ret_other)
{
	if (m == HTTP_HEAD)
		m = HTTP_GET;
	*ret_other = false;
	for (const struct route *r = ROUTES; r->path; r++) {
		struct str arg;
		if (!matches(str_of(r->path), path, &arg))
			continue;
		if (r->method == m) {
			*ret_arg = arg;
			return r;
		}
		*ret_other = true;
	}
	return NULL;
}
