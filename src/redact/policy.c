/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * policy.c - what each audience gets. Nothing else in this room decides.
 *
 * There is no model of consent yet. Until there is, the sensitivity of a property is the consent:
 * the name of a person who is a victim, a speaker or a source by name is public, everything that
 * could show where a living person is, or who is near to them, is not.
 */
#include "redact/redact_priv.h"

static const struct policy POLICIES[AUDIENCES] = {
	[AUDIENCE_INTERNAL] = {
		.name = "internal",
		.most = SENS_INTERNAL,
		.record_numbers = true,
		.reasons = true,
		.work = true,
		.grades = true,
		.everybody = true,
	},
	[AUDIENCE_PUBLIC] = {
		.name = "public",
		.most = SENS_PUBLIC,
		.record_numbers = false,
		.reasons = false,
		.work = false,
		.grades = false,
		.everybody = false,
	},
};

/*
 * Who somebody is, and nothing that happened. A subject of which only these are said, and whom no
 * shown claim names, is in the register for a reason the audience does not get (a lawyer, a
 * relative): it is not in a public view, not even by name.
 */
static const char *const IDENTITY[] = { "name",	       "also_known_as", "title",  "sex",
					"age",	       "nationality",	"office", "description",
					"source_kind", "gazetteer",	"url" };

/* What stands in a column of its own. `note` is not here: a remark of the recorder, in free words,
 * goes to no audience. */
static const char *const COLUMNS[] = { "when",	   "where",   "scope",	     "document", "basis",
				       "position", "locator", "credibility", "certainty" };

const struct policy *policy_of(enum view_audience audience)
{
	return &POLICIES[audience];
}

struct str redact_audience_name(enum view_audience audience)
{
	return str_of(POLICIES[audience].name);
}

bool redact_audience_parse(struct str s, enum view_audience *ret)
{
	for (int i = 0; i < AUDIENCES; i++) {
		if (str_eq(s, str_of(POLICIES[i].name))) {
			*ret = (enum view_audience)i;
			return true;
		}
	}
	return false;
}

bool policy_shows(const struct policy *p, const struct vocab *v, struct str property,
		  enum view_reason *ret_why)
{
	const struct property *known = vocab_property(v, property);
	if (known && known->sensitivity != SENS_SEALED && known->sensitivity <= p->most)
		return true;
	*ret_why =
		known && known->sensitivity == SENS_INTERNAL ? WITHHELD_INTERNAL : WITHHELD_SEALED;
	return false;
}

bool policy_shows_all(const struct policy *p, const struct vocab *v, const char *const *from)
{
	enum view_reason why;
	for (; *from; from++)
		if (!policy_shows(p, v, str_of(*from), &why))
			return false;
	return true;
}

static bool is_one_of(struct str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, str_of(list[i])))
			return true;
	return false;
}

bool policy_is_identity(struct str property)
{
	return is_one_of(property, IDENTITY, COUNT(IDENTITY));
}

bool policy_shows_column(struct str qualifier)
{
	return is_one_of(qualifier, COLUMNS, COUNT(COLUMNS));
}
