/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure_rule.c - the rule of a counted figure, read strictly: what is not understood would be
 * counted wrongly. */
#include "register/figure_priv.h"

struct word {
	const char *text;
	int value;
};

static int word_of(const struct json *v, const struct word *words, size_t n, const char *member,
		   int *ret, struct err *e)
{
	struct str s = STR("");
	if (json_str(v, &s)) {
		for (size_t i = 0; i < n; i++) {
			if (str_eq(s, str_of(words[i].text))) {
				*ret = words[i].value;
				return 0;
			}
		}
	}
	char all[64] = "";
	size_t at = 0;
	for (size_t i = 0; i < n && at < sizeof all; i++)
		at += (size_t)snprintf(all + at, sizeof all - at, "%s%s", i ? ", " : "",
				       words[i].text);
	return err_set(e, ERR_INPUT, "\"%s\" is one of: %s", member, all);
}

static int read_codes(const struct vocab *v, const struct json *list, enum figure_count count,
		      struct figure_rule *ret, struct err *e)
{
	bool status = count == FIGURE_STATUS;
	const char *member = status ? "status" : "type";
	if (!list || list->type != JSON_ARRAY || list->n == 0 || list->n > FIGURE_CODES_MAX)
		return err_set(e, ERR_INPUT, "\"%s\" is a list of 1 to %d codes", member,
			       FIGURE_CODES_MAX);
	for (const struct json *i = json_first(list); i; i = i->next) {
		struct str code = STR("");
		json_str(i, &code);
		const struct term *t = NULL;
		if (status && vocab_status(v, code))
			t = &vocab_status(v, code)->term;
		if (!status && vocab_event_type(v, code))
			t = &vocab_event_type(v, code)->term;
		if (!t)
			return err_set(
				e, ERR_INPUT, "\"%s\" holds \"%.*s\", which is no code of vocab/%s",
				member, STR_FMT(code), status ? "statuses.csv" : "event_types.csv");
		ret->codes[ret->n_codes++] = t->code;
	}
	return 0;
}

static int read_window(const struct json *w, struct arena *a, struct figure_rule *ret,
		       struct err *e)
{
	struct str text;
	struct edtf d;
	if (!json_str(w, &text))
		return err_set(e, ERR_INPUT,
			       "\"window\" is a date in EDTF, as 2025 or 2025-01/2025-06");
	if (edtf_read(text, a, &d, e) < 0)
		return err_wrap(e, "\"window\"");
	if (d.kind != EDTF_SINGLE && d.kind != EDTF_INTERVAL)
		return err_set(e, ERR_INPUT,
			       "\"window\" is one stretch of time, not a set of dates");
	if (edtf_is_approximate(&d) || edtf_is_uncertain(&d))
		return err_set(e, ERR_INPUT, "\"window\" has firm ends; leave out ~ and ?");
	edtf_bounds(&d, &ret->window.lo, &ret->window.hi);
	ret->window.given = true;
	return 0;
}

static int read_title(const struct json *t, struct figure_rule *ret, struct err *e)
{
	/* A plain text is the English one. */
	if (!json_str(t, &ret->title) && !json_str(json_get(t, STR("en")), &ret->title))
		return err_set(e, ERR_INPUT,
			       "\"title\" is a text, or {\"en\":\"...\",\"fa\":\"...\"}");
	json_str(json_get(t, STR("fa")), &ret->title_fa);
	return 0;
}

/* How dates stand in a series. */
static int read_series(const struct json *o, struct figure_rule *ret, struct err *e)
{
	static const struct word IMPRECISE[] = { { "apart", 0 }, { "spread", 1 } };
	static const struct word NEW_YEAR[] = { { "suspect", NEW_YEAR_SUSPECT },
						{ "day", NEW_YEAR_DAY },
						{ "year", NEW_YEAR_YEAR } };
	const struct json *imprecise = json_get(o, STR("imprecise"));
	const struct json *new_year = json_get(o, STR("new_year"));
	int word;
	if (imprecise) {
		TRY(word_of(imprecise, IMPRECISE, COUNT(IMPRECISE), "imprecise", &word, e));
		ret->spread = word;
	}
	if (new_year) {
		TRY(word_of(new_year, NEW_YEAR, COUNT(NEW_YEAR), "new_year", &word, e));
		ret->new_year = (enum figure_new_year)word;
	}
	return 0;
}

static int check_members(const struct json *o, struct err *e)
{
	static const char *const KNOWN[] = { "count", "type",  "status",    "window",  "dates",
					     "place", "title", "imprecise", "new_year" };
	for (const struct json *m = json_first(o); m; m = m->next) {
		bool known = false;
		for (size_t i = 0; i < COUNT(KNOWN); i++)
			known |= str_eq(m->name, str_of(KNOWN[i]));
		if (!known)
			return err_set(e, ERR_INPUT, "a rule has no member \"%.*s\"",
				       STR_FMT(m->name));
	}
	return 0;
}

/* What would be read and have no effect is refused. */
static int check_fit(const struct json *o, const struct figure_rule *rule, struct err *e)
{
	bool status = rule->count == FIGURE_STATUS;
	const char *other = status ? "type" : "status";
	if (json_get(o, str_of(other)))
		return err_set(e, ERR_INPUT, "\"%s\" does not go with this \"count\"", other);
	if (status && (rule->window.given || rule->place.n))
		return err_set(
			e, ERR_INPUT,
			"\"%s\" goes with events; a status is that of the whole log at its size",
			rule->window.given ? "window" : "place");
	if (status && (json_get(o, STR("imprecise")) || json_get(o, STR("new_year"))))
		return err_set(
			e, ERR_INPUT,
			"\"imprecise\" and \"new_year\" go with events; a status has no date");
	if (json_get(o, STR("dates")) && !rule->window.given)
		return err_set(e, ERR_INPUT, "\"dates\" needs a \"window\"");
	return 0;
}

int figure_rule_read(const struct vocab *v, struct str json, struct arena *a,
		     struct figure_rule *ret, struct err *e)
{
	static const struct word COUNTS[] = { { "events", FIGURE_EVENTS },
					      { "persons", FIGURE_PERSONS },
					      { "status", FIGURE_STATUS } };
	static const struct word DATES[] = { { "whole", 0 }, { "touching", 1 } };
	const struct json *o;
	struct figure_rule rule = { .title = STR(""), .title_fa = STR(""), .place = STR("") };
	int word = 0;
	TRY(json_read(json, FIGURE_RULE_MAX, JSON_ANY, a, &o, e));
	if (o->type != JSON_OBJECT)
		return err_set(e, ERR_INPUT, "a rule is a JSON object");
	TRY(check_members(o, e));
	TRY(word_of(json_get(o, STR("count")), COUNTS, COUNT(COUNTS), "count", &word, e));
	rule.count = (enum figure_count)word;
	TRY(read_codes(v, json_get(o, rule.count == FIGURE_STATUS ? STR("status") : STR("type")),
		       rule.count, &rule, e));
	if (json_get(o, STR("window")))
		TRY(read_window(json_get(o, STR("window")), a, &rule, e));
	if (json_get(o, STR("dates"))) {
		TRY(word_of(json_get(o, STR("dates")), DATES, COUNT(DATES), "dates", &word, e));
		rule.window.touching = word;
	}
	TRY(read_series(o, &rule, e));
	if (json_get(o, STR("place")) && !json_str(json_get(o, STR("place")), &rule.place))
		return err_set(e, ERR_INPUT, "\"place\" is a record number, as L-00003");
	if (json_get(o, STR("title")))
		TRY(read_title(json_get(o, STR("title")), &rule, e));
	TRY(check_fit(o, &rule, e));
	*ret = rule;
	return 0;
}

int figure_rule_check(const struct vocab *v, struct str rule, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct figure_rule read;
	return figure_rule_read(v, rule, a, &read, e);
}

int figure_rule_window(const struct vocab *v, struct str rule, struct arena *a,
		       struct figure_window *ret, struct str *ret_place, struct err *e)
{
	struct figure_rule read;
	TRY(figure_rule_read(v, rule, a, &read, e));
	*ret = read.window;
	*ret_place = read.place;
	return 0;
}
