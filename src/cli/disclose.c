/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/disclose.h"

/* The number of "f12", or 0. */
static int field_number(struct str path)
{
	int64_t n;
	if (path.n < 2 || path.p[0] != 'f' || !str_to_int(str_from(path, 1), &n) || n < 1 ||
	    n > 255)
		return 0;
	return (int)n;
}

static bool is_protected(const struct value_ref *r)
{
	return str_eq(r->kind, STR("source"));
}

static bool names_protected(const struct value *v)
{
	return v->type == VALUE_ENTITY && is_protected(&v->u.entity);
}

/* Of the words of a protected source nothing is shown that leads to it: place, document, day,
 * wording (redact/redact.h). What is left is what is counted and how it was come by. */
static bool leads_to_source(struct str qualifier)
{
	static const char *const HARMLESS[] = { "scope", "basis", "certainty", "credibility" };
	for (size_t i = 0; i < COUNT(HARMLESS); i++)
		if (str_eq(qualifier, str_of(HARMLESS[i])))
			return false;
	return true;
}

/* What cannot be understood counts as sealed. `protected`: its source is. */
static enum sensitivity field_sensitivity(const struct vocab *v, struct str json, bool protected,
					  struct arena *a)
{
	const struct json *tree;
	struct value_field f;
	enum sensitivity most;
	if (json_read(json, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &tree, NULL) < 0 ||
	    value_field_read(tree, a, &f, NULL) < 0)
		return SENS_SEALED;
	const struct property *p = vocab_property(v, f.p);
	most = p ? p->sensitivity : SENS_SEALED;
	if (names_protected(&f.v) && most < SENS_INTERNAL)
		most = SENS_INTERNAL;
	for (size_t i = 0; i < f.n_q; i++) {
		/* Some qualifiers are columns of their own and no properties (scope, basis, ...). */
		const struct property *q = vocab_property(v, f.q[i].p);
		if (q && q->sensitivity > most)
			most = q->sensitivity;
		bool leads = names_protected(&f.q[i].v) || (protected && leads_to_source(f.q[i].p));
		if (leads && most < SENS_INTERNAL)
			most = SENS_INTERNAL;
	}
	return most;
}

static bool is_protected_ref(const struct vault_part *p, struct arena *a)
{
	const struct json *tree;
	struct value_ref ref;
	return json_read(p->value, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &tree, NULL) < 0 ||
	       value_ref_read(tree, &ref, NULL) < 0 || is_protected(&ref);
}

/* Of a part that is no field: whether it is shown without being named. */
static bool is_public_part(const struct vault_part *p, struct arena *a)
{
	static const char *const ALWAYS[] = { "kind",	"subject",     "action",
					      "public", "source/role", "source/date" };
	static const char *const UNLESS_PROTECTED[] = { "document", "source/id", "source/document",
							"source/via" };
	for (size_t i = 0; i < COUNT(ALWAYS); i++)
		if (str_eq(p->path, str_of(ALWAYS[i])))
			return true;
	for (size_t i = 0; i < COUNT(UNLESS_PROTECTED); i++)
		if (str_eq(p->path, str_of(UNLESS_PROTECTED[i])))
			return !is_protected_ref(p, a);
	return false;
}

/* A source that is not ours to read counts: we cannot know. */
static bool source_is_protected(const struct vault_entry *entry, struct arena *a)
{
	for (size_t i = 0; i < entry->n_parts; i++) {
		const struct vault_part *p = &entry->parts[i];
		if ((str_eq(p->path, STR("source/id")) || str_eq(p->path, STR("source/via"))) &&
		    is_protected_ref(p, a))
			return true;
	}
	return entry->source_sealed;
}

static bool covers(struct str asked, struct str path)
{
	return str_eq(asked, path) ||
	       (str_starts(path, asked) && path.n > asked.n && path.p[asked.n] == '/');
}

static int check_list(const struct vocab *v, const struct vault_entry *entry, struct str list,
		      struct arena *a, struct err *e)
{
	struct str asked;
	for (struct str rest = list; rest.p;) {
		bool some = false;
		rest = str_cut(rest, ',', &asked);
		asked = str_trim(asked);
		for (size_t i = 0; i < entry->n_parts; i++) {
			const struct vault_part *p = &entry->parts[i];
			if (!asked.n || !covers(asked, p->path))
				continue;
			some = true;
			if (field_number(p->path) &&
			    field_sensitivity(v, p->value, false, a) == SENS_SEALED)
				return err_set(e, ERR_INPUT,
					       "%.*s is sealed: it never leaves the vault",
					       STR_FMT(p->path));
		}
		if (!some)
			return err_set(
				e, ERR_INPUT,
				"entry %lld has no readable part \"%.*s\"; `vigil show %lld` lists them",
				(long long)entry->seq, STR_FMT(asked), (long long)entry->seq);
	}
	return 0;
}

static bool is_listed(struct str list, struct str path)
{
	struct str asked;
	for (struct str rest = list; rest.p;) {
		rest = str_cut(rest, ',', &asked);
		if (covers(str_trim(asked), path))
			return true;
	}
	return false;
}

int disclose_choose(const struct vocab *v, const struct vault_entry *entry, int field,
		    struct str list, struct arena *a, struct disclose *ret, struct err *e)
{
	bool all = str_eq(list, STR("all"));
	bool by_rule = !list.p;
	bool protected = by_rule && source_is_protected(entry, a);
	struct disclose d = { .paths = NEW_N(a, entry->n_parts, struct str) };
	bool found = field == 0;
	if (!by_rule && !all)
		TRY(check_list(v, entry, list, a, e));
	for (size_t i = 0; i < entry->n_parts; i++) {
		const struct vault_part *p = &entry->parts[i];
		int number = field_number(p->path);
		enum sensitivity s =
			number ? field_sensitivity(v, p->value, protected, a) : SENS_PUBLIC;
		bool yes;
		if (number && s == SENS_SEALED)
			yes = false;
		else if (!by_rule && !all)
			yes = is_listed(list, p->path);
		else if (number && field && number != field)
			yes = false;
		else if (all)
			yes = true;
		else if (number)
			yes = s == SENS_PUBLIC;
		else
			yes = is_public_part(p, a) &&
			      !(protected && str_starts(p->path, STR("source/")) &&
				!str_eq(p->path, STR("source/role")));
		found = found || number == field;
		bool asked_for = number && number == field && (by_rule || all);
		if (asked_for && s == SENS_SEALED)
			return err_set(e, ERR_INPUT, "f%d is sealed: it never leaves the vault",
				       number);
		if (asked_for && !yes)
			return err_set(
				e, ERR_INPUT,
				"f%d is not public; --disclose f%d shows it, with what else is named",
				number, number);
		if (yes)
			d.paths[d.n++] = p->path;
	}
	if (!found)
		return err_set(e, ERR_NOTFOUND, "entry %lld has no claim %d that is ours to read",
			       (long long)entry->seq, field);
	*ret = d;
	return 0;
}

bool disclose_shows(void *ctx, struct str path)
{
	const struct disclose *d = ctx;
	for (size_t i = 0; i < d->n; i++)
		if (str_eq(d->paths[i], path))
			return true;
	return false;
}
