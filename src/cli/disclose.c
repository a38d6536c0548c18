/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/disclose.h"

/* The number of "f12", or 0. */
static int field_number(struct str path)
{
	int64_t n;
	if (path.n < 2 || path.p[0] != 'f' || !str_to_int(str_from(path, 1), &n) || n < 1 || n > 255)
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

/* What nobody outside may see, whatever is asked for; a field that cannot be understood counts. */
static enum sensitivity field_sensitivity(const struct vocab *v, struct str json, struct arena *a)
{
	const struct json    *tree;
	struct value_field    f;
	enum sensitivity      most;
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
		if (names_protected(&f.q[i].v) && most < SENS_INTERNAL)
			most = SENS_INTERNAL;
	}
	return most;
}

/* Of a part that is no field: whether it is shown without being named. */
static bool is_public_part(const struct vault_part *p, struct arena *a)
{
	static const char *const ALWAYS[] = { "kind", "subject", "action", "public", "source/role", "source/date" };
	static const char *const UNLESS_PROTECTED[] = { "document", "source/id", "source/document", "source/via" };
	const struct json       *tree;
	struct value_ref         ref;
	for (size_t i = 0; i < COUNT(ALWAYS); i++)
		if (str_eq(p->path, str_of(ALWAYS[i])))
			return true;
	for (size_t i = 0; i < COUNT(UNLESS_PROTECTED); i++)
		if (str_eq(p->path, str_of(UNLESS_PROTECTED[i])))
			return json_read(p->value, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &tree, NULL) == 0 &&
			       value_ref_read(tree, &ref, NULL) == 0 && !is_protected(&ref);
	return false;
}

/* The date and place of a protected source's words are its own, too. */
static bool source_is_protected(const struct vault_entry *entry, struct arena *a)
{
	const struct json *tree;
	struct value_ref   ref;
	for (size_t i = 0; i < entry->n_parts; i++)
		if (str_eq(entry->parts[i].path, STR("source/id")))
			return json_read(entry->parts[i].value, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &tree, NULL) < 0 ||
			       value_ref_read(tree, &ref, NULL) < 0 || is_protected(&ref);
	return entry->source_sealed;
}

static bool covers(struct str asked, struct str path)
{
	return str_eq(asked, path) ||
	       (str_starts(path, asked) && path.n > asked.n && path.p[asked.n] == '/');
}

static int check_list(const struct vocab *v, const struct vault_entry *entry, struct str list, struct arena *a,
                      struct err *e)
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
			if (field_number(p->path) && field_sensitivity(v, p->value, a) == SENS_SEALED)
				return err_set(e, ERR_INPUT, "%.*s is sealed: it never leaves the vault", STR_FMT(p->path));
		}
		if (!some)
			return err_set(e, ERR_INPUT, "entry %lld has no readable part \"%.*s\"; `vigil show %lld` lists them",
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

int disclose_choose(const struct vocab *v, const struct vault_entry *entry, int field, struct str list,
                    struct arena *a, struct disclose *ret, struct err *e)
{
	bool            all = str_eq(list, STR("all"));
	bool            by_rule = !list.p;
	bool            protected = by_rule && source_is_protected(entry, a);
	struct disclose d = { .paths = NEW_N(a, entry->n_parts, struct str) };
	if (!by_rule && !all)
		TRY(check_list(v, entry, list, a, e));
	for (size_t i = 0; i < entry->n_parts; i++) {
		const struct vault_part *p = &entry->parts[i];
		int                      number = field_number(p->path);
		enum sensitivity         s = number ? field_sensitivity(v, p->value, a) : SENS_PUBLIC;
		bool                     yes;
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
			yes = is_public_part(p, a) && !(protected && str_starts(p->path, STR("source/")) &&
			                                !str_eq(p->path, STR("source/role")));
		bool asked_for = number && number == field && (by_rule || all);
		if (asked_for && s == SENS_SEALED)
			return err_set(e, ERR_INPUT, "f%d is sealed: it never leaves the vault", number);
		if (asked_for && !yes)
			return err_set(e, ERR_INPUT, "f%d is not public; --disclose f%d shows it, with what else is named",
			               number, number);
		if (yes)
			d.paths[d.n++] = p->path;
	}
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
