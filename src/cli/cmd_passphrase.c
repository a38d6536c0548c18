/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_passphrase.c - passphrase add, list, remove: the key slots of the member who has the vault open. */
#include "cli/app.h"
#include "cli/grid.h"
#include "cli/jout.h"

static void slot_json(struct app *app, const char *key, const struct id *slot)
{
	struct jout j = jout_begin(&app->out);
	jout_str(&j, key, id_str(app->a, slot));
	jout_end(&j);
}

static int run_add(struct app *app, struct err *e)
{
	static const struct msg PROMPT =
		MSG("A further passphrase: ", "گذرواژه‌ای دیگر: ");
	struct id slot;
	AUTO_PASSPHRASE s;
	passphrase_init(&s);
	TRY(app_new_passphrase(app, "--new-passphrase-file", &PROMPT, &s, e));
	TRY(vault_slot_add(reg_vault(app->reg), passphrase_str(&s), &slot, e));
	if (app->json)
		slot_json(app, "slot", &slot);
	else
		app_say(app,
			MSG_P("Added as slot {1}. Both passphrases open the vault now; `vigil passphrase remove` takes "
			      "one away.",
			      "با شیار {1} افزوده شد. اکنون هر دو گذرواژه دفتر را می‌گشایند."),
			ARGS(id_str(app->a, &slot)));
	return 0;
}

static const struct option ADD_OPTIONS[] = {
	{ "--new-passphrase-file", 0, OPTION_FILE, "FILE", false,
	  MSG("read the new passphrase there instead of asking",
	      "خواندن گذرواژهٔ تازه از این پرونده") },
	{ 0 },
};

const struct command cmd_passphrase_add = {
	.name = "passphrase add",
	.summary = MSG("Add a further passphrase that opens the vault for you.",
		       "افزودن گذرواژه‌ای دیگر برای شما."),
	.help = MSG("To change a passphrase, add the new one, then remove the slot of the old one.",
		    ""),
	.options = ADD_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_add,
};

static int run_list(struct app *app, struct err *e)
{
	struct vault_slot *list;
	size_t n;
	struct grid g = grid_new(app->a, 3);
	TRY(vault_slots(reg_vault(app->reg), app->a, &list, &n, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_array(&j, "slots");
		for (size_t i = 0; i < n; i++) {
			jout_object(&j, NULL);
			jout_str(&j, "slot", id_str(app->a, &list[i].id));
			jout_str(&j, "created", list[i].created);
			jout_bool(&j, "ours", list[i].ours);
			jout_bool(&j, "used", list[i].used);
			jout_close(&j);
		}
		jout_close(&j);
		jout_end(&j);
		return 0;
	}
	grid_add(&g, app_tr(app, MSG_P("SLOT", "شیار")));
	grid_add(&g, app_tr(app, MSG_P("CREATED", "ساخته‌شده")));
	grid_add(&g, STR(""));
	for (size_t i = 0; i < n; i++) {
		grid_add(&g, id_str(app->a, &list[i].id));
		grid_add(&g, list[i].created);
		grid_add(&g, list[i].used ? app_tr(app, MSG_P("yours, used now",
							      "از شما، اکنون به کار رفته"))
			     : list[i].ours
				     ? app_tr(app, MSG_P("yours", "از شما"))
				     : app_tr(app, MSG_P("another member's", "از عضوی دیگر")));
	}
	grid_put(&g, 0, &app->out);
	return 0;
}

const struct command cmd_passphrase_list = {
	.name = "passphrase list",
	.summary = MSG(
		"List the key slots; no passphrase is shown.",
		"فهرست شیارهای کلید؛ گذرواژه‌ای نشان داده نمی‌شود."),
	.help = MSG("", ""),
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_list,
};

static int find_slot(struct app *app, struct str what, struct id *ret, struct err *e)
{
	struct vault_slot *list;
	size_t n;
	size_t hits = 0;
	TRY(vault_slots(reg_vault(app->reg), app->a, &list, &n, e));
	for (size_t i = 0; i < n; i++) {
		if (!str_starts(id_str(app->a, &list[i].id), what))
			continue;
		*ret = list[i].id;
		hits++;
	}
	if (hits == 0)
		return err_set(e, ERR_NOTFOUND,
			       "there is no such slot; `vigil passphrase list` lists them");
	if (hits > 1)
		return err_set(e, ERR_INPUT, "%zu slots begin so; give more of the id", hits);
	return 0;
}

static int run_remove(struct app *app, struct err *e)
{
	struct id slot;
	TRY(find_slot(app, given_arg(&app->given, 0), &slot, e));
	TRY(vault_slot_remove(reg_vault(app->reg), &slot, e));
	if (app->json)
		slot_json(app, "removed", &slot);
	else
		app_say(app,
			MSG_P("Removed; the vault was written anew with a new key. A copy of the vault taken before, with "
			      "its key slots, still opens with the old passphrase.",
			      "برداشته شد؛ دفتر با کلیدی تازه از نو نوشته شد. رونوشت‌های پیشین همچنان با گذرواژهٔ کهنه باز "
			      "می‌شوند."),
			NULL, 0);
	return 0;
}

const struct command cmd_passphrase_remove = {
	.name = "passphrase remove",
	.args = "SLOT",
	.summary = MSG("Remove a key slot, and give the vault a new key.",
		       "برداشتن یک شیار کلید و دادن کلیدی تازه به دفتر."),
	.help = MSG(
		"SLOT is an id from `vigil passphrase list`, or its beginning. The last slot cannot be removed.",
		""),
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_remove,
};
