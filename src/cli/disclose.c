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

/* `source` is who says what; the keys of the claim table that are told there go only by their own name. */
static bool covers(struct str asked, struct str path)
{
	if (str_eq(path, STR("source/introduces")) && !str_eq(asked, path))
		return false;
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
			if (field_number(p->path) && disclose_is_sealed(v, entry, p, a))
				return err_set(e, ERR_INPUT,
					       "%.*s is sealed: it never leaves the vault",
					       STR_FMT(p->path));
		}
		if (!some)
			return err_set(
				e, ERR_INPUT,
				"entry %s has no readable part \"%.*s\"; `vigil show %s` lists them",
				number_str(a, entry->seq).p, STR_FMT(asked),
				number_str(a, entry->seq).p);
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
		    struct str list, struct arena *a, struct disclosed *ret, struct err *e)
{
	bool all = str_eq(list, STR("all"));
	bool by_rule = !list.p;
	struct disclosed public;
	struct disclosed d = { .paths = NEW_N(a, entry->n_parts, struct str) };
	bool found = field == 0;
	disclose_public(v, entry, a, &public);
	if (!by_rule && !all)
		TRY(check_list(v, entry, list, a, e));
	for (size_t i = 0; i < entry->n_parts; i++) {
		const struct vault_part *p = &entry->parts[i];
		int number = field_number(p->path);
		bool sealed = number && disclose_is_sealed(v, entry, p, a);
		bool yes;
		if (sealed)
			yes = false;
		else if (!by_rule && !all)
			yes = is_listed(list, p->path);
		else if (number && field && number != field)
			yes = false;
		else if (all)
			yes = true;
		else
			yes = disclosed_shows(&public, p->path);
		found = found || number == field;
		bool asked_for = number && number == field && (by_rule || all);
		if (asked_for && sealed)
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
		return err_set(e, ERR_NOTFOUND, "entry %s has no claim %d that is ours to read",
			       number_str(a, entry->seq).p, field);
	*ret = d;
	return 0;
}
