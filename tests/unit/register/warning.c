/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of alarms: by whom it may be, what stands of it, and that it can be taken back. */
#include "scene.h"

#include "register/warning.h"
#include "vault/vault.h"

static const struct warning_at WEEK = {
	FIGURE_BY_WEEK, FIGURE_OF_PROVINCE, { "IR-30", 5 }, 2460955
};

static struct entity figure(struct scene *s)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	struct entity en = scene_entity(s, &tx, STR("figure:x"));
	must(s,
	     reg_define_figure(&tx, &en, STR("{\"count\":\"events\",\"type\":[\"execution\"]}"),
			       &seq, &s->e),
	     "define");
	must(s, reg_commit(&tx, &s->e), "commit");
	return of(s, "figure:x");
}

static int64_t assign(struct scene *s, const struct entity *f, const struct warning_at *at,
		      const char *reason)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq = -1;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	CHECK_OK(reg_warning_assign(&tx, f, at, vault_member(reg_vault(s->r)), str_of(reason), &seq,
				    &s->e),
		 &s->e);
	must(s, reg_commit(&tx, &s->e), "commit");
	return seq;
}

static int64_t explain(struct scene *s, const struct entity *f, const struct warning_at *at,
		       const char *reason)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq = -1;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	CHECK_OK(reg_warning_explain(&tx, f, at, str_of(reason), &seq, &s->e), &s->e);
	must(s, reg_commit(&tx, &s->e), "commit");
	return seq;
}

static size_t notes(struct scene *s, const struct entity *f, struct warning_note **ret)
{
	size_t n = 0;
	must(s, reg_warning_notes(s->r, f->id, s->a, ret, &n, &s->e), "notes");
	return n;
}

TEST(what_was_said_stands_until_it_is_taken_back)
{
	SCENE s;
	struct warning_note *v;
	struct warning_at all = { FIGURE_BY_MONTH, FIGURE_OF_ALL, { "", 0 }, 2460951 };
	scene_open(&s);
	struct entity f = figure(&s);
	CHECK_INT(notes(&s, &f, &v), 0);
	int64_t taken = assign(&s, &f, &WEEK, "");
	int64_t why = explain(&s, &f, &all, "  One list was entered in one day. ");
	CHECK_INT(notes(&s, &f, &v), 2);
	CHECK(!v[0].explained && v[1].explained);
	CHECK_INT(v[0].seq, taken);
	CHECK_INT(v[0].at.by, FIGURE_BY_WEEK);
	CHECK_INT(v[0].at.of, FIGURE_OF_PROVINCE);
	CHECK_STR(v[0].at.code, "IR-30");
	CHECK_INT(v[0].at.day, WEEK.day);
	CHECK(str_eq(v[0].to, v[0].by));
	CHECK_STR(v[0].reason, "");
	CHECK_STR(v[1].reason, "One list was entered in one day.");
	CHECK_STR(v[1].at.code, "");
	CHECK_INT(v[1].at.day, all.day);
	take_back(&s, why);
	CHECK_INT(notes(&s, &f, &v), 1);
	CHECK_INT(v[0].seq, taken);
	/* Taking the taking back back lets it stand again. */
	int64_t undone = size_of(&s) - 1;
	take_back(&s, undone);
	CHECK_INT(notes(&s, &f, &v), 2);
}

/* The view is made again with the same notes: they are in the log and nowhere else. */
TEST(notes_are_made_again_from_the_log)
{
	SCENE s;
	struct warning_note *v;
	scene_open(&s);
	struct entity f = figure(&s);
	assign(&s, &f, &WEEK, "see the new list");
	check_rebuild(s.r, &s.e);
	f = of(&s, "figure:x");
	CHECK_INT(notes(&s, &f, &v), 1);
	CHECK_STR(v[0].reason, "see the new list");
}

TEST(what_cannot_be_said)
{
	static const struct warning_at BAD[] = {
		{ FIGURE_BY_WEEK, FIGURE_OF_PROVINCE, { "", 0 }, 2460955 },
		{ FIGURE_BY_WEEK, FIGURE_OF_ALL, { "IR-30", 5 }, 2460955 },
	};
	SCENE s;
	int64_t seq;
	scene_open(&s);
	struct entity f = figure(&s);
	say(&s, "organisation:m", "event:a", "type=execution; date=2024-02-05");
	struct entity event = of(&s, "event:a");
	struct id nobody = id_new();
	const struct id *me = vault_member(reg_vault(s.r));
	char *longer = NEW_N(s.a, 5000, char);
	memset(longer, 'x', 5000);
	AUTO_REG_TX tx = { 0 };
	must(&s, reg_begin(&tx, s.r, &s.e), "begin");
	for (size_t i = 0; i < COUNT(BAD); i++)
		CHECK_ERR(reg_warning_assign(&tx, &f, &BAD[i], me, STR(""), &seq, &s.e), ERR_INPUT);
	CHECK_ERR(reg_warning_assign(&tx, &event, &WEEK, me, STR(""), &seq, &s.e), ERR_INPUT);
	CHECK_ERR(reg_warning_assign(&tx, &f, &WEEK, &nobody, STR(""), &seq, &s.e), ERR_INPUT);
	CHECK_ERR(reg_warning_assign(&tx, &f, &WEEK, me, str_n(longer, 5000), &seq, &s.e),
		  ERR_TOOBIG);
	CHECK_ERR(reg_warning_explain(&tx, &f, &WEEK, STR("  "), &seq, &s.e), ERR_INPUT);
	CHECK_ERR(reg_warning_explain(&tx, &event, &WEEK, STR("why"), &seq, &s.e), ERR_INPUT);
}
