/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asof.c - the register of then, made later, is the register as it was: the same digest of all that
 * is shown, the same head, the same answers. */
#include "scene.h"

#include "register/asof.h"

enum { STEPS_MAX = 16 };

struct step {
	struct vault_head head;
	struct hash digest;
};

static struct hash digest_of(struct scene *s, struct reg *r)
{
	struct projector view = reg_projector(r);
	struct hash h = { { 0 } };
	must(s, view.digest(view.ctx, reg_store(r), &h, &s->e), "digest");
	return h;
}

static void keep(struct scene *s, struct step *steps, size_t *n)
{
	assert(*n < STEPS_MAX && "room for the steps of the test");
	must(s, reg_head(s->r, &steps[*n].head, &s->e), "head");
	steps[(*n)++].digest = digest_of(s, s->r);
}

static void live(struct scene *s, struct step *steps, size_t *n)
{
	keep(s, steps, n);
	say(s, "organisation:one", "person:p", "name=Nemouneh Yek");
	say(s, "organisation:one", "event:a",
	    "type=death_sentence; victim=person:p; date=2025-07-12");
	keep(s, steps, n);
	int64_t second = say(s, "organisation:two", "event:a", "date=2025-07-13");
	keep(s, steps, n);
	adopt(s, "event:a", "date", second * 256 + 1);
	keep(s, steps, n);
	int64_t undo = take_back(s, second);
	keep(s, steps, n);
	take_back(s, undo); /* stands again: nothing in the tables of now tells that it did not */
	keep(s, steps, n);
	say(s, "organisation:one", "event:b", "type=execution; victim=person:p; date=2025-07-27");
	keep(s, steps, n);
}

TEST(each_step_can_be_made_again)
{
	SCENE s;
	struct step steps[STEPS_MAX];
	size_t n = 0;
	scene_open(&s);
	live(&s, steps, &n);
	for (size_t i = 0; i < n; i++) {
		AUTO_REG *past = NULL;
		struct vault_head head;
		CHECK_OK(reg_as_of(s.r, steps[i].head.size, &past, &s.e), &s.e);
		struct hash digest = digest_of(&s, past);
		CHECK_OK(reg_head(past, &head, &s.e), &s.e);
		CHECK(hash_eq(&digest, &steps[i].digest));
		CHECK_INT(head.size, steps[i].head.size);
		CHECK_INT(head.signed_ms, steps[i].head.signed_ms);
		CHECK(hash_eq(&head.root, &steps[i].head.root));
		if (i)
			CHECK(!hash_eq(&steps[i].digest, &steps[i - 1].digest));
	}
	/* and looking back has changed nothing */
	struct hash now = digest_of(&s, s.r);
	CHECK(hash_eq(&now, &steps[n - 1].digest));
}

TEST(the_past_answers_as_it_did)
{
	SCENE s;
	struct step steps[STEPS_MAX];
	size_t n = 0;
	AUTO_REG *past = NULL;
	struct conflict *c;
	size_t n_c;
	int64_t total;
	struct card card;
	scene_open(&s);
	live(&s, steps, &n);
	must(&s, reg_as_of(s.r, steps[2].head.size, &past, &s.e), "as of");
	struct entity p = of(&s, "person:p");
	CHECK_OK(reg_card(past, p.id, s.a, &card, &s.e), &s.e);
	CHECK_STR(card.status, "sentenced_to_death");
	CHECK_OK(reg_card(s.r, p.id, s.a, &card, &s.e), &s.e);
	CHECK_STR(card.status, "executed");
	CHECK_OK(reg_conflicts(past, 0, true, 0, 10, s.a, &c, &n_c, &total, &s.e), &s.e);
	CHECK_INT(total, 1);
	/* event:b was first spoken of later */
	CHECK_ERR(reg_entity(past, STR("event:b"), s.a, &p, &s.e), ERR_NOTFOUND);
}

TEST(sizes_that_never_were)
{
	SCENE s;
	struct reg *past = NULL;
	struct vault_head head;
	scene_open(&s);
	say(&s, "organisation:one", "person:p", "name=Nemouneh Yek");
	CHECK_ERR(reg_as_of(s.r, size_of(&s) + 1, &past, &s.e), ERR_INPUT);
	CHECK_ERR(reg_as_of(s.r, -1, &past, &s.e), ERR_INPUT);
	CHECK(past == NULL);
	must(&s, reg_as_of(s.r, 0, &past, &s.e), "as of 0");
	CHECK_OK(reg_head(past, &head, &s.e), &s.e);
	CHECK_INT(head.size, 0);
	CHECK_INT(head.signed_ms, 0);
	reg_close(past);
}

TEST(amounts)
{
	SCENE s;
	struct reg_amount n;
	struct entity *all;
	size_t n_all;
	scene_open(&s);
	say(&s, "organisation:one", "person:p", "name=Nemouneh Yek; national_id=number one");
	int64_t seq = say(&s, "organisation:one", "person:q", "name=Nemouneh Do; phone=number two");
	CHECK_OK(reg_amount(s.r, &n, &s.e), &s.e);
	CHECK_INT(n.fields, 2);
	CHECK_INT(n.sealed, 2);
	take_back(&s, seq);
	CHECK_OK(reg_amount(s.r, &n, &s.e), &s.e);
	CHECK_INT(n.fields, 1);
	CHECK_INT(n.sealed, 1);
	CHECK_OK(reg_entities(s.r, s.a, &all, &n_all, &s.e), &s.e);
	CHECK_INT(n_all, 3);
	CHECK_STR(all[0].kind, "person");
	CHECK_STR(all[1].kind, "organisation");
}
