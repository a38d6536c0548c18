/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "redact/disclose.h"

#include "base/json.h"
#include "ledger/value.h"

static bool is_source(const struct value_ref *r)
{
	return str_eq(r->kind, STR("source"));
}

/* Of a reference: whether it is to a protected source. What cannot be read counts as one. */
static bool leads_to_source(struct str json, struct arena *a)
{
	const struct json *tree;
	struct value_ref ref;
	return json_read(json, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &tree, NULL) < 0 ||
	       value_ref_read(tree, &ref, NULL) < 0 || is_source(&ref);
}

static bool is_field(struct str path)
{
	int64_t n;
	return path.n > 1 && path.p[0] == 'f' && str_to_int(str_from(path, 1), &n);
}

static bool is_one_of(struct str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, str_of(list[i])))
			return true;
	return false;
}

/* Of the words of a protected source only what is counted and how it was come by: place, document,
 * day and wording lead to it. Some qualifiers are columns of the claim table and no properties. */
static bool is_public_qualifier(const struct vocab *v, const struct value_qualifier *q,
				bool protected)
{
	static const char *const HARMLESS[] = { "scope", "basis", "certainty", "credibility" };
	const struct property *p = vocab_property(v, q->p);
	if (p && p->sensitivity != SENS_PUBLIC)
		return false;
	if (q->v.type == VALUE_ENTITY && is_source(&q->v.u.entity))
		return false;
	return !protected || is_one_of(q->p, HARMLESS, COUNT(HARMLESS));
}

/* Of whom the entry speaks; "" when that is not ours to read. */
static struct str subject_kind(const struct vault_entry *entry, struct arena *a)
{
	for (size_t i = 0; i < entry->n_parts; i++) {
		const struct json *tree;
		struct value_ref ref;
		if (str_eq(entry->parts[i].path, STR("subject")) &&
		    json_read(entry->parts[i].value, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &tree,
			      NULL) == 0 &&
		    value_ref_read(tree, &ref, NULL) == 0)
			return ref.kind;
	}
	return STR("");
}

bool disclose_is_sealed(const struct vocab *v, const struct vault_entry *entry,
			const struct vault_part *field, struct arena *a)
{
	const struct json *tree;
	struct value_field f;
	if (json_read(field->value, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &tree, NULL) < 0 ||
	    value_field_read(tree, a, &f, NULL) < 0)
		return true;
	const struct property *p = vocab_property(v, f.p);
	if (!p || vocab_sensitivity(p, subject_kind(entry, a)) == SENS_SEALED)
		return true;
	for (size_t i = 0; i < f.n_q; i++) {
		const struct property *q = vocab_property(v, f.q[i].p);
		if (q && q->sensitivity == SENS_SEALED)
			return true;
	}
	return false;
}

static bool is_public_field(const struct vocab *v, struct str kind, struct str json, bool protected,
			    struct arena *a)
{
	const struct json *tree;
	struct value_field f;
	if (json_read(json, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &tree, NULL) < 0 ||
	    value_field_read(tree, a, &f, NULL) < 0)
		return false;
	const struct property *p = vocab_property(v, f.p);
	if (!p || vocab_sensitivity(p, kind) != SENS_PUBLIC ||
	    (f.v.type == VALUE_ENTITY && is_source(&f.v.u.entity)))
		return false;
	for (size_t i = 0; i < f.n_q; i++)
		if (!is_public_qualifier(v, &f.q[i], protected))
			return false;
	return true;
}

/* A source that is not ours to read counts as protected: we cannot know. */
static bool comes_from_protected(const struct vault_entry *entry, struct arena *a)
{
	static const char *const FROM[] = { "source/id", "source/via" };
	for (size_t i = 0; i < entry->n_parts; i++)
		if (is_one_of(entry->parts[i].path, FROM, COUNT(FROM)) &&
		    leads_to_source(entry->parts[i].value, a))
			return true;
	return entry->source_sealed;
}

static bool is_shown(const struct vocab *v, struct str kind, const struct vault_part *p,
		     bool protected, struct arena *a)
{
	static const char *const ALWAYS[] = { "kind", "subject", "action", "public",
					      "source/role" };
	static const char *const UNLESS_PROTECTED[] = { "document", "source/id", "source/document",
							"source/via" };
	if (is_field(p->path))
		return is_public_field(v, kind, p->value, protected, a);
	if (is_one_of(p->path, ALWAYS, COUNT(ALWAYS)))
		return true;
	if (protected)
		return false;
	if (str_eq(p->path, STR("source/date")))
		return true;
	return is_one_of(p->path, UNLESS_PROTECTED, COUNT(UNLESS_PROTECTED)) &&
	       !leads_to_source(p->value, a);
}

void disclose_public(const struct vocab *v, const struct vault_entry *entry, struct arena *a,
		     struct disclosed *ret)
{
	bool protected = comes_from_protected(entry, a);
	struct str kind = subject_kind(entry, a);
	struct disclosed d = { .paths = NEW_N(a, entry->n_parts, struct str) };
	for (size_t i = 0; i < entry->n_parts; i++)
		if (is_shown(v, kind, &entry->parts[i], protected, a))
			d.paths[d.n++] = entry->parts[i].path;
	*ret = d;
}

bool disclosed_shows(void *ctx, struct str path)
{
	const struct disclosed *d = ctx;
	for (size_t i = 0; i < d->n; i++)
		if (str_eq(d->paths[i], path))
			return true;
	return false;
}
