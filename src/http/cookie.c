/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/cookie.h"

enum { COOKIE_PART_MAX = 200 };

static bool is_ours(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !(c >= '0' && c <= '9') && !(c && strchr("-_.", c)))
			return false;
	}
	return s.n <= COOKIE_PART_MAX;
}

struct str cookie_get(const struct http_request *rq, struct str name)
{
	if (http_param_count(&rq->cookies, name) != 1)
		return STR_NULL;
	return http_param_get(&rq->cookies, name);
}

static void add(struct http_response *rs, struct str name, struct str value, const char *more)
{
	assert(name.n && is_ours(name) && is_ours(value) && "a cookie is made of our own words");
	assert(rs->n_cookies < HTTP_COOKIES_SET_MAX);
	rs->cookies[rs->n_cookies++] =
		str_printf(rs->a, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Strict%s", STR_FMT(name),
			   STR_FMT(value), more);
}

void cookie_set(struct http_response *rs, struct str name, struct str value)
{
	add(rs, name, value, "");
}

void cookie_drop(struct http_response *rs, struct str name)
{
	add(rs, name, STR(""), "; Max-Age=0");
}
