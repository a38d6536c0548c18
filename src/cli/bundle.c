/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/bundle.h"

#include "cli/view.h"
#include "ledger/value.h"

/* ---- which entries ---------------------------------------------------------- */

static struct bundle_entry *take(struct bundle_choice *c, int64_t seq)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->entries[i].seq == seq)
			return &c->entries[i];
	if (c->n == BUNDLE_RECORDS_MAX)
		return NULL;
	struct bundle_entry *x = &c->entries[c->n++];
	*x = (struct bundle_entry){ .seq = seq };
	return x;
}

static int too_many(struct err *e)
{
	return err_set(e, ERR_TOOBIG, "a bundle holds at most %d entries", BUNDLE_RECORDS_MAX);
}

static int take_subject(struct app *app, struct str word, struct bundle_choice *c, struct err *e)
{
	struct entity en;
	struct claim_row *rows;
	size_t n;
	int64_t total;
	TRY(reg_entity(app->reg, word, app->a, &en, e));
	TRY(reg_claims(app->reg, CLAIMS_OF_SUBJECT, en.id, false, 0, 100000, app->a, &rows, &n,
		       &total, e));
	if (n == 0)
		return err_set(e, ERR_NOTFOUND, "nothing stands of %.*s", STR_FMT(word));
	for (size_t i = 0; i < n; i++) {
		size_t before = c->n;
		struct bundle_entry *x = take(c, rows[i].seq);
		if (!x)
			return too_many(e);
		if (c->n > before)
			x->of_subject = true;
		x->all = true;
	}
	return 0;
}

static int take_word(struct app *app, struct str word, struct bundle_choice *c, struct err *e)
{
	int64_t seq;
	int64_t claim;
	bool entry = view_entry_parse(word, &seq);
	if (!entry && !view_claim_parse(word, &claim))
		return take_subject(app, word, c, e);
	struct bundle_entry *x = take(c, entry ? seq : claim / REG_FIELD_PLACES);
	if (!x)
		return too_many(e);
	x->of_subject = false;
	if (entry)
		x->all = true;
	else
		x->field[claim % REG_FIELD_PLACES] = true;
	return 0;
}

/* The entry that states a file goes in, showing that field whatever else of it is shown. */
static int take_evidence(struct app *app, struct str word, struct bundle_choice *c, struct err *e)
{
	struct entity en;
	struct evidence *ev = &c->with[c->n_with];
	TRY(reg_entity(app->reg, word, app->a, &en, e));
	for (size_t i = 0; i < c->n_with; i++)
		if (c->with[i].row.entity.id == en.id)
			return 0;
	TRY(evidence_load(app->reg, en.id, app->a, ev, e));
	if (!ev->has_file)
		return err_set(e, ERR_NOTFOUND, "the content of %.*s was erased, or was never here",
			       STR_FMT(word));
	struct bundle_entry *x = take(c, ev->file.field / REG_FIELD_PLACES);
	if (!x)
		return too_many(e);
	x->with[ev->file.field % REG_FIELD_PLACES] = true;
	c->n_with++;
	return 0;
}

static int take_all_evidence(struct app *app, struct bundle_choice *c, struct err *e)
{
	enum vault_role role;
	size_t n = given_count(&app->given, "--with-evidence");
	if (n == 0)
		return 0;
	if (n > BUNDLE_FILES_MAX)
		return err_set(e, ERR_TOOBIG, "at most %d files at once", BUNDLE_FILES_MAX);
	TRY(vault_my_role(reg_vault(app->reg), &role, e));
	if (role != ROLE_OFFICER)
		return err_set(e, ERR_DENIED, "only an officer lets originals leave");
	c->with = NEW_N(app->a, n, struct evidence);
	for (size_t i = 0; i < n; i++)
		TRY(take_evidence(app, given_nth(&app->given, "--with-evidence", i), c, e));
	return 0;
}

/* ---- which parts ------------------------------------------------------------- */

static void read_wishes(struct app *app, struct bundle_choice *c, const char *option, bool sealed)
{
	struct str word;
	for (struct str rest = given_str(&app->given, option); rest.p;) {
		rest = str_cut(rest, ',', &word);
		word = str_trim(word);
		if (word.n)
			c->wishes[c->n_wishes++] =
				(struct bundle_wish){ .name = word, .sealed = sealed };
	}
}

static int field_number(struct str path)
{
	int64_t n;
	if (path.n < 2 || path.p[0] != 'f' || !str_to_int(str_from(path, 1), &n) || n < 1 ||
	    n >= BUNDLE_FIELDS_MAX)
		return 0;
	return (int)n;
}

static struct str property_of(const struct vault_part *p, struct arena *a)
{
	const struct json *tree;
	struct value_field f;
	if (!field_number(p->path) ||
	    json_read(p->value, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &tree, NULL) < 0 ||
	    value_field_read(tree, a, &f, NULL) < 0)
		return STR("");
	return f.p;
}

static bool wished(const struct bundle_wish *w, const struct vault_part *p, struct str property)
{
	struct str n = w->name;
	return str_eq(n, STR("all")) || str_eq(n, p->path) || str_eq(n, property) ||
	       (str_starts(p->path, n) && p->path.n > n.n && p->path.p[n.n] == '/');
}

static bool wanted(const struct bundle_entry *x, int number)
{
	return !number || x->all || x->field[number] || x->with[number];
}

struct choosing {
	struct app *app;
	struct bundle_choice *c;
	struct bundle_entry *x;
	struct disclosed public;
};

/* Sealed: the field, what names a protected source, or what a report never shows of a source. */
static bool is_sealed(const struct choosing *k, const struct vault_part *p)
{
	struct disclosed public = k->public;
	if (field_number(p->path))
		return disclose_is_sealed(reg_vocab(k->app->reg), &k->x->entry, p, k->app->a);
	if (str_has(p->value, STR("\"kind\":\"source\"")))
		return true;
	return str_starts(p->path, STR("source/")) && !disclosed_shows(&public, p->path);
}

static bool part_is_shown(struct choosing *k, const struct vault_part *p)
{
	struct arena *a = k->app->a;
	int number = field_number(p->path);
	struct str property = property_of(p, a);
	struct disclosed public = k->public;
	bool sealed = is_sealed(k, p);
	bool yes = !sealed && disclosed_shows(&public, p->path);
	if (!wanted(k->x, number))
		return false;
	if (number && k->x->with[number] && !sealed)
		yes = true;
	for (size_t i = 0; i < k->c->n_wishes; i++) {
		struct bundle_wish *w = &k->c->wishes[i];
		if (!wished(w, p, property))
			continue;
		/* "all" is never a way to something sealed. */
		if (sealed && (!w->sealed || str_eq(w->name, STR("all")))) {
			w->refused = true;
			continue;
		}
		w->met = true;
		if (sealed)
			k->c->sealed_shown = str_printf(
				a, "%.*s%s%.*s/%.*s%s%.*s", STR_FMT(k->c->sealed_shown),
				k->c->sealed_shown.n ? ", " : "", STR_FMT(number_str(a, k->x->seq)),
				STR_FMT(p->path), property.n ? " " : "", STR_FMT(property));
		yes = true;
	}
	return yes;
}

static int choose_parts(struct app *app, struct bundle_choice *c, struct bundle_entry *x,
			struct err *e)
{
	struct choosing k = { .app = app, .c = c, .x = x };
	TRY(vault_entry_read(reg_vault(app->reg), x->seq, app->a, &x->entry, e));
	disclose_public(reg_vocab(app->reg), &x->entry, app->a, &k.public);
	x->shown.paths = NEW_N(app->a, x->entry.n_parts, struct str);
	for (size_t i = 0; i < x->entry.n_parts; i++) {
		const struct vault_part *p = &x->entry.parts[i];
		if (!part_is_shown(&k, p))
			continue;
		x->shown.paths[x->shown.n++] = p->path;
		x->n_fields_shown += field_number(p->path) != 0;
	}
	for (int f = 1; f < BUNDLE_FIELDS_MAX; f++) {
		struct str path = str_printf(app->a, "f%d", f);
		if (x->with[f] && !disclosed_shows(&x->shown, path))
			return err_set(e, ERR_INPUT, "what entry %.*s says of the file is sealed",
				       STR_FMT(number_str(app->a, x->seq)));
		if (x->field[f] && !x->all && !disclosed_shows(&x->shown, path))
			return err_set(
				e, ERR_INPUT,
				"claim %.*s.%d is not there, or not public; --disclose f%d shows it if it "
				"is not sealed",
				STR_FMT(number_str(app->a, x->seq)), f, f);
	}
	return 0;
}

/* Statements of a subject of which nothing may be said are no part of the answer. */
static void drop_empty(struct bundle_choice *c)
{
	size_t kept = 0;
	for (size_t i = 0; i < c->n; i++)
		if (!c->entries[i].of_subject || c->entries[i].n_fields_shown)
			c->entries[kept++] = c->entries[i];
	c->left_out = c->n - kept;
	c->n = kept;
}

static int check_wishes(struct app *app, const struct bundle_choice *c, struct err *e)
{
	enum vault_role role;
	for (size_t i = 0; i < c->n_wishes; i++) {
		const struct bundle_wish *w = &c->wishes[i];
		bool all = str_eq(w->name, STR("all"));
		if (w->met || (all && !w->sealed))
			continue;
		if (w->refused)
			return err_set(
				e, ERR_INPUT,
				"%.*s is sealed. If it must leave, an officer names it with --disclose-sealed",
				STR_FMT(w->name));
		return err_set(e, ERR_INPUT,
			       "nothing that is bundled has a readable part or property \"%.*s\"",
			       STR_FMT(w->name));
	}
	if (!c->sealed_shown.n)
		return 0;
	TRY(vault_my_role(reg_vault(app->reg), &role, e));
	if (role != ROLE_OFFICER)
		return err_set(e, ERR_DENIED, "only an officer lets sealed parts leave");
	return 0;
}

int bundle_choose(struct app *app, struct bundle_choice *ret, struct err *e)
{
	struct bundle_choice c = {
		.entries = NEW_N(app->a, BUNDLE_RECORDS_MAX, struct bundle_entry),
		.wishes = NEW_N(app->a, ARGS_TEXT_MAX / 1024, struct bundle_wish),
		.sealed_shown = STR(""),
	};
	struct str word;
	size_t names = 0;
	for (size_t i = 0; i < given_str(&app->given, "--disclose").n; i++)
		names += given_str(&app->given, "--disclose").p[i] == ',';
	for (size_t i = 0; i < given_str(&app->given, "--disclose-sealed").n; i++)
		names += given_str(&app->given, "--disclose-sealed").p[i] == ',';
	if (names + 2 > ARGS_TEXT_MAX / 1024)
		return err_set(e, ERR_TOOBIG, "too many parts are named");
	read_wishes(app, &c, "--disclose", false);
	read_wishes(app, &c, "--disclose-sealed", true);
	for (size_t i = 0; i < c.n_wishes; i++)
		if (c.wishes[i].sealed && str_eq(c.wishes[i].name, STR("all")))
			return err_set(e, ERR_INPUT, "what is sealed is named part by part");
	for (struct str rest = given_arg(&app->given, 0); rest.p;) {
		rest = str_cut(rest, ' ', &word);
		if (word.n)
			TRY(take_word(app, word, &c, e));
	}
	TRY(take_all_evidence(app, &c, e));
	for (size_t i = 0; i < c.n; i++)
		TRY(choose_parts(app, &c, &c.entries[i], e));
	TRY(check_wishes(app, &c, e));
	drop_empty(&c);
	if (c.n == 0)
		return err_set(e, ERR_NOTFOUND,
			       "nothing of it may be shown; --disclose names more");
	*ret = c;
	return 0;
}
