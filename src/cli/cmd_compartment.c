/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_compartment.c - compartment list, admit, remove: who may read what is sealed apart. */
#include "cli/member.h"

#include "vault/shred.h"

#include "cli/grid.h"
#include "cli/jout.h"

static int run_list(struct app *app, struct err *e)
{
	struct vault_compartment *c;
	struct vault_member *m;
	size_t n;
	size_t n_m;
	struct grid g = grid_new(app->a, 3);
	TRY(vault_compartments(reg_vault(app->reg), app->a, &c, &n, e));
	TRY(vault_members(reg_vault(app->reg), app->a, &m, &n_m, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_array(&j, "compartments");
		for (size_t i = 0; i < n; i++) {
			jout_object(&j, NULL);
			jout_str(&j, "compartment", c[i].name);
			jout_bool(&j, "open", c[i].open);
			jout_array(&j, "members");
			for (size_t k = 0; k < c[i].n_members; k++)
				jout_str(&j, NULL, id_str(app->a, &c[i].members[k]));
			jout_close(&j);
			jout_close(&j);
		}
		jout_close(&j);
		jout_end(&j);
		return 0;
	}
	grid_add(&g, app_tr(app, MSG_P("COMPARTMENT", "بخش")));
	grid_add(&g, app_tr(app, MSG_P("TO YOU", "برای شما")));
	grid_add(&g, app_tr(app, MSG_P("MEMBERS", "عضوها")));
	for (size_t i = 0; i < n; i++) {
		AUTO_BUF who;
		buf_init(&who, 64 * 1024);
		for (size_t k = 0; k < c[i].n_members; k++)
			buf_printf(&who, "%s%.*s", k ? ", " : "",
				   STR_FMT(member_label(app, m, n_m, &c[i].members[k])));
		grid_add(&g, c[i].name);
		grid_add(&g, c[i].open ? app_tr(app, MSG_P("open", "باز"))
				       : app_tr(app, MSG_P("shut", "بسته")));
		grid_add(&g, buf_copy(&who, app->a));
	}
	grid_put(&g, 0, &app->out);
	return 0;
}

const struct command cmd_compartment_list = {
	.name = "compartment list",
	.summary = MSG("List the compartments and who may read them.",
		       "فهرست بخش‌ها و خوانندگان آنها."),
	.help = MSG("", ""),
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_list,
};

static int run_admit(struct app *app, struct err *e)
{
	struct id id;
	struct str name = given_arg(&app->given, 0);
	TRY(member_find(app, given_arg(&app->given, 1), &id, e));
	TRY(vault_compartment_admit(reg_vault(app->reg), name.p, &id, e));
	app_say(app,
		MSG_P("Admitted: this member can read {1} from now on, also what was sealed before.",
		      "پذیرفته شد: این عضو از این پس {1} را می‌خواند، پیش‌تر مُهرشده‌ها را نیز."),
		&name, 1);
	return 0;
}

const struct command cmd_compartment_admit = {
	.name = "compartment admit",
	.args = "NAME MEMBER",
	.summary = MSG("Let a member read a compartment.", "خواندن یک بخش را به عضوی سپردن."),
	.help = MSG(
		"Only an officer to whom the compartment is open may.",
		"تنها مسئولی که بخش برایش باز است می‌تواند."),
	.needs = NEEDS_VAULT | NEEDS_WRITE,
	.run = run_admit,
};

static int run_remove(struct app *app, struct err *e)
{
	struct id id;
	struct str name = given_arg(&app->given, 0);
	TRY(member_find(app, given_arg(&app->given, 1), &id, e));
	TRY(vault_compartment_remove(reg_vault(app->reg), name.p, &id, e));
	app_say(app,
		MSG_P("Removed: {1} has a new key, and what is sealed in it does not open to this member any more, "
		      "here. What they have read, they have read; other sites follow when they sync.",
		      "برداشته شد: {1} کلیدی تازه دارد و آنچه در آن مُهر است دیگر اینجا بر این عضو باز "
		      "نمی‌شود. آنچه "
		      "خوانده، خوانده است؛ جایگاه‌های دیگر پس از sync پیروی می‌کنند."),
		&name, 1);
	return 0;
}

const struct command cmd_compartment_remove = {
	.name = "compartment remove",
	.args = "NAME MEMBER",
	.summary =
		MSG("Let a member read a compartment no longer.", "گرفتن خواندن یک بخش از عضوی."),
	.help = MSG(
		"The member stays a member. Only an officer to whom the compartment is open may.",
		"عضو، عضو می‌ماند. تنها مسئولی که بخش برایش باز است می‌تواند."),
	.needs = NEEDS_VAULT | NEEDS_WRITE,
	.run = run_remove,
};
