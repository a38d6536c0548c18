/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/entry_name.h"

#include "text/utf8.h"

/* Marks that change the direction of what follows, or do not show at all: with them a name is read
 * as another (Unicode Technical Report 36, section 3). ZWNJ and ZWJ are part of Persian spelling. */
static bool deceives(uint32_t c)
{
	return c == 0x061C || c == 0x200B || c == 0x200E || c == 0x200F || c == 0xFEFF ||
	       c == 0x00AD || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
	       (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

static const char *characters_problem(struct str name)
{
	uint32_t c;
	for (struct str s = name; utf8_next(&s, &c);) {
		if (c < 0x20 || (c >= 0x7F && c < 0xA0))
			return "a control character in the name";
		if (c == '\\')
			return "a backslash in the name";
		if (deceives(c))
			return "an invisible or direction-changing character in the name";
	}
	return NULL;
}

static const char *parts_problem(struct str name)
{
	int depth = 0;
	for (struct str rest = name; rest.p;) {
		struct str part;
		rest = str_cut(rest, '/', &part);
		if (part.n == 0)
			return "an empty part in the name";
		if (str_eq(part, STR(".")) || str_eq(part, STR("..")))
			return "the name leads out of its folder";
		if (++depth > ENTRY_DEPTH_MAX)
			return "folders nested too deep";
	}
	return NULL;
}

const char *entry_name_problem(struct str name)
{
	if (name.n == 0)
		return "no name";
	if (name.n > ENTRY_NAME_MAX)
		return "the name is too long";
	if (!utf8_check(name))
		return "the name is not UTF-8";
	const char *why = characters_problem(name);
	if (why)
		return why;
	if (name.p[0] == '/')
		return "the name is an absolute path";
	if (name.n >= 2 && name.p[1] == ':' &&
	    ((name.p[0] >= 'A' && name.p[0] <= 'Z') || (name.p[0] >= 'a' && name.p[0] <= 'z')))
		return "the name has a drive letter";
	return parts_problem(name);
}
