/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Acts that need an editor count for nothing when somebody else signed them, with whatever program. */
#include "sites.h"

#include "register/figure.h"
#include "register/fork.h"
#include "register/query.h"
#include "register/warning.h"

struct forged {
	const char *name;
	struct str value; /* JSON */
};

/* An act that asked nobody, as whoever has the vault open, or in the name of `as`. */
static int64_t forge(struct scene *s, const char *kind, const struct forged *f, size_t n,
		     const struct id *as)
{
	struct vault *v = s->r->v;
	struct id us = *vault_member(v);
	struct claim_part parts[8];
	size_t n_parts = 0;
	int64_t seq = -1;
	struct id claim = id_new();
	AUTO_REG_TX tx = { 0 };
	parts[n_parts++] = (struct claim_part){ .name = STR("kind"),
						.value = str_printf(s->a, "\"%s\"", kind) };
	parts[n_parts++] =
		(struct claim_part){ .name = STR("id"),
				     .value = str_printf(s->a, "\"%s\"", id_str(s->a, &claim).p) };
	for (size_t i = 0; i < n; i++)
		parts[n_parts++] =
			(struct claim_part){ .name = str_of(f[i].name), .value = f[i].value };
	const struct vault_claim c = { .kind = ENTRY_CLAIM,
				       .parts = parts,
				       .n_parts = n_parts,
				       .subject_group = { "vigil acts" } };
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	/* The vault says who records; a changed program says somebody else. */
	struct id *recorder = (struct id *)(uintptr_t)vault_member(v);
	if (as)
		*recorder = *as;
	int rc = vault_append(&tx.vtx, &c, &seq, &s->e);
	*recorder = us;
	must(s, rc, "append");
	must(s, reg_commit(&tx, &s->e), "commit");
	return seq;
}

static struct str text(struct scene *s, struct str t)
{
	return str_printf(s->a, "\"%.*s\"", STR_FMT(t));
}

static struct str ref(struct scene *s, const char *key)
{
	struct entity en = of(s, key);
	return str_printf(s->a, "{\"id\":\"%s\",\"kind\":\"%.*s\",\"no\":%lld}",
			  id_str(s->a, &en.uuid).p, STR_FMT(en.kind), (long long)en.no);
}

static struct str claim_id(struct scene *s, int64_t seq)
{
	static const struct sql CLAIM = SQL("SELECT claim FROM statement WHERE seq = :seq");
	AUTO_STMT *q = NULL;
	struct id id;
	must(s, store_stmt(reg_store(s->r), &CLAIM, &q, &s->e), "claim");
	bind_int(q, ":seq", seq);
	must(s, stmt_row(q, &s->e), "claim");
	must(s, col_blob(q, 0, id.b, ID_LEN, &s->e), "claim");
	return text(s, id_str(s->a, &id));
}

static int64_t forge_adopt(struct scene *s, const char *subject, int64_t seq, const struct id *as)
{
	const struct forged f[] = { { "subject", ref(s, subject) },
				    { "property", STR("\"birth_date\"") },
				    { "claim", claim_id(s, seq) },
				    { "field", STR("1") },
				    { "reason", STR("\"for the test\"") } };
	return forge(s, "adopt", f, COUNT(f), as);
}

static int64_t forge_undo(struct scene *s, int64_t seq, const struct id *as)
{
	const struct forged f[] = { { "target", claim_id(s, seq) },
				    { "reason", STR("\"for the test\"") } };
	return forge(s, "undo", f, COUNT(f), as);
}

static struct history_row history_of(struct scene *s, int64_t seq)
{
	struct history_row *h;
	size_t n;
	must(s, reg_history(s->r, 0, 0, 100, s->a, &h, &n, &s->e), "history");
	for (size_t i = 0; i < n; i++)
		if (h[i].seq == seq)
			return h[i];
	die("entry %lld is not in the history", (long long)seq);
}

static bool is_adopted(struct scene *s, int64_t seq)
{
	struct claim_row row;
	must(s, reg_claim(s->r, seq * 256 + 1, s->a, &row, &s->e), "claim");
	return row.adopted;
}

static bool stands(struct scene *s, int64_t seq)
{
	struct claim_row row;
	must(s, reg_claim(s->r, seq * 256 + 1, s->a, &row, &s->e), "claim");
	return row.retracted == 0;
}

static void two_sites(struct sites *x, enum vault_role role)
{
	x->n = 2;
	scene_open(&x->s[0]);
	site_join_as(&x->s[1], &x->s[0], 1, role);
	sites_rest(x);
}

static void made_again_alike(struct sites *x)
{
	struct hash h[2];
	for (int i = 0; i < 2; i++) {
		struct hash before;
		must(&x->s[i], vault_rebuild(x->s[i].r->v, NULL, NULL, &before, &h[i], &x->s[i].e),
		     "rebuild");
	}
	CHECK(hash_eq(&h[0], &h[1]));
	struct hash now = site_digest(&x->s[0], x->s[0].r);
	CHECK(hash_eq(&now, &h[0]));
}

TEST(decisions_of_somebody_without_the_role_stand_in_the_history_and_do_nothing)
{
	SITES x;
	two_sites(&x, ROLE_RESEARCHER);
	struct scene *a = &x.s[0];
	struct scene *b = &x.s[1];
	int64_t one = say(a, "organisation:one", "person:p", "birth_date=1990");
	int64_t two = say(a, "organisation:two", "person:p", "birth_date=1991");
	sites_rest(&x);
	const struct id founder = *vault_member(a->r->v);
	const struct id us = *vault_member(b->r->v);
	int64_t done[] = { forge_adopt(b, "person:p", one, NULL), forge_undo(b, two, NULL),
			   forge_adopt(b, "person:p", one, &founder),
			   forge_undo(b, two, &founder) };
	struct vault_taken t = site_give(b, a, true);
	CHECK_INT(t.denied, 0); /* signed and sealed well: it is taken, and shown as what it is */
	CHECK_INT(t.entries, 4);
	for (size_t i = 0; i < COUNT(done); i++) {
		struct history_row h = history_of(a, done[i]);
		CHECK_STR(h.kind, "denied");
		CHECK(id_eq(&h.recorder, &us));
		CHECK_STR(h.text, "for the test");
	}
	CHECK(!is_adopted(a, one));
	CHECK(stands(a, two));
	site_give(a, b, true);
	made_again_alike(&x);
	CHECK(!is_adopted(b, one));
	CHECK(stands(b, two));
	/* An officer's count, also those that come to it later in the order. */
	adopt(a, "person:p", "birth_date", one * 256 + 1);
	take_back(a, two);
	sites_rest(&x);
	CHECK(is_adopted(b, one));
	CHECK(!stands(b, two));
	made_again_alike(&x);
}

TEST(what_somebody_entered_they_take_back_and_editors_decide)
{
	SITES x;
	two_sites(&x, ROLE_RESEARCHER);
	struct scene *a = &x.s[0];
	struct scene *b = &x.s[1];
	int64_t mine = say(b, "organisation:one", "person:p", "birth_date=1990");
	CHECK_STR(history_of(b, take_back(b, mine)).kind, "undo");
	sites_rest(&x);
	CHECK(!stands(a, mine));
	int64_t undo = take_back(b, say(b, "organisation:one", "person:p", "birth_date=1992"));
	CHECK_STR(history_of(b, undo).kind, "undo");
	CHECK_STR(history_of(b, take_back(b, undo)).kind, "undo");
	/* What an editor took back, an editor lets stand again. */
	int64_t other = say(b, "organisation:one", "person:p", "birth_date=1993");
	sites_rest(&x);
	int64_t by = take_back(a, other);
	sites_rest(&x);
	int64_t again = forge_undo(b, by, NULL);
	sites_rest(&x);
	CHECK_STR(history_of(a, again).kind, "denied");
	CHECK(!stands(a, other));
	made_again_alike(&x);
}

TEST(an_editor_of_another_site_decides)
{
	SITES x;
	two_sites(&x, ROLE_EDITOR);
	struct scene *a = &x.s[0];
	struct scene *b = &x.s[1];
	int64_t one = say(a, "organisation:one", "person:p", "birth_date=1990");
	int64_t two = say(a, "organisation:two", "person:p", "birth_date=1991");
	sites_rest(&x);
	forge_adopt(b, "person:p", one, NULL);
	forge_undo(b, two, NULL);
	sites_rest(&x);
	CHECK(is_adopted(a, one));
	CHECK(!stands(a, two));
	made_again_alike(&x);
}

static struct str rule(struct scene *s, const char *title)
{
	return str_printf(s->a,
			  "{\"count\":\"events\",\"title\":{\"en\":\"%s\",\"fa\":\"ب\"},"
			  "\"type\":[\"execution\"]}",
			  title);
}

static int64_t define(struct scene *s, const char *title)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq = -1;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	struct entity en = scene_entity(s, &tx, STR("figure:f"));
	must(s, reg_define_figure(&tx, &en, rule(s, title), &seq, &s->e), "define");
	must(s, reg_commit(&tx, &s->e), "commit");
	return seq;
}

TEST(a_figure_of_somebody_else_is_defined_anew_by_editors)
{
	SITES x;
	two_sites(&x, ROLE_RESEARCHER);
	struct scene *a = &x.s[0];
	struct scene *b = &x.s[1];
	define(a, "One");
	sites_rest(&x);
	const struct forged f[] = { { "subject", ref(b, "figure:f") }, { "rule", rule(b, "Two") } };
	int64_t seq = forge(b, "figure", f, COUNT(f), NULL);
	sites_rest(&x);
	CHECK_STR(history_of(a, seq).kind, "denied");
	made_again_alike(&x);
}

TEST(what_a_fork_was_is_for_officers_to_say)
{
	SITES x;
	int64_t seq;
	two_sites(&x, ROLE_EDITOR);
	struct scene *b = &x.s[1];
	AUTO_REG_TX tx = { 0 };
	must(b, reg_begin(&tx, b->r, &b->e), "begin");
	CHECK_ERR(reg_fork_accept(&tx, STR("0123456789ab"), STR("a backup"), &seq, &b->e),
		  ERR_DENIED);
	reg_tx_done(&tx);
	const struct forged f[] = { { "fork", STR("\"0123456789ab\"") },
				    { "reason", STR("\"a backup\"") } };
	int64_t by_editor = forge(b, "fork", f, COUNT(f), NULL);
	int64_t by_officer = forge(&x.s[0], "fork", f, COUNT(f), NULL);
	sites_rest(&x);
	CHECK_STR(history_of(&x.s[0], by_editor).kind, "denied");
	CHECK_STR(history_of(b, by_officer).kind, "fork");
	made_again_alike(&x);
}

/* Somebody who may not say so stops nobody from looking; taking a warning is for everybody. */
TEST(that_a_warning_is_explained_is_for_editors_to_say)
{
	SITES x;
	int64_t seq;
	struct warning_note *notes;
	size_t n;
	const struct warning_at at = { FIGURE_BY_WEEK, FIGURE_OF_ALL, { "", 0 }, 2460955 };
	two_sites(&x, ROLE_RESEARCHER);
	struct scene *a = &x.s[0];
	struct scene *b = &x.s[1];
	define(a, "One");
	sites_rest(&x);
	struct entity f = of(b, "figure:f");
	AUTO_REG_TX tx = { 0 };
	must(b, reg_begin(&tx, b->r, &b->e), "begin");
	CHECK_ERR(reg_warning_explain(&tx, &f, &at, STR("why"), &seq, &b->e), ERR_DENIED);
	CHECK_OK(reg_warning_assign(&tx, &f, &at, vault_member(b->r->v), STR(""), &seq, &b->e),
		 &b->e);
	must(b, reg_commit(&tx, &b->e), "commit");
	const struct forged forged[] = { { "subject", ref(b, "figure:f") },
					 { "by", STR("\"week\"") },
					 { "of", STR("\"all\"") },
					 { "day", STR("\"2025-10-06\"") },
					 { "reason", STR("\"nothing to see\"") } };
	int64_t denied = forge(b, "warning_explain", forged, COUNT(forged), NULL);
	/* What is not understood is not shown. */
	const struct forged odd[] = { { "subject", ref(b, "figure:f") }, { "by", STR("7") } };
	int64_t broken = forge(b, "warning_assign", odd, COUNT(odd), NULL);
	sites_rest(&x);
	CHECK_STR(history_of(a, denied).kind, "denied");
	CHECK_STR(history_of(a, broken).kind, "warning_assign");
	f = of(a, "figure:f");
	must(a, reg_warning_notes(a->r, f.id, a->a, &notes, &n, &a->e), "notes");
	CHECK_INT(n, 1);
	CHECK(n == 1 && !notes[0].explained);
	made_again_alike(&x);
}

/* What the log judged as an erasure or a key is entered as one. */
TEST(a_claim_that_calls_itself_an_erasure_or_a_key_is_none)
{
	SITES x;
	two_sites(&x, ROLE_RESEARCHER);
	const struct forged f[] = { { "action", STR("\"carried_out\"") },
				    { "reason", STR("\"court\"") } };
	int64_t shred = forge(&x.s[1], "shred", f, COUNT(f), NULL);
	int64_t key = forge(&x.s[1], "key", f, COUNT(f), NULL);
	sites_rest(&x);
	CHECK_STR(history_of(&x.s[0], shred).kind, "unreadable");
	CHECK_STR(history_of(&x.s[0], key).kind, "unreadable");
	made_again_alike(&x);
}
