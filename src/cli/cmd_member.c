/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_member.c - member add, list, revoke: who may write, and whose signatures count. */
#include "cli/member.h"

#include "base/bytes.h"
#include "cli/grid.h"
#include "cli/jout.h"

struct str member_role_label(struct app *app, enum vault_role r)
{
	switch (r) {
	case ROLE_RESEARCHER:
		return app_tr(app, MSG_P("researcher", "پژوهشگر"));
	case ROLE_EDITOR:
		return app_tr(app, MSG_P("editor", "ویراستار"));
	case ROLE_OFFICER:
		return app_tr(app, MSG_P("officer", "مسئول"));
	}
	return STR("");
}

int member_role_given(struct app *app, enum vault_role when_missing, enum vault_role *ret,
		      struct err *e)
{
	*ret = when_missing;
	if (!given_has(&app->given, "--role") ||
	    vault_role_parse(given_str(&app->given, "--role"), ret))
		return 0;
	return err_set(e, CLI_USAGE, "--role is researcher, editor or officer");
}

struct str member_label(struct app *app, const struct vault_member *m, size_t n,
			const struct id *id)
{
	for (size_t i = 0; i < n; i++)
		if (id_eq(&m[i].id, id) && m[i].name.n)
			return m[i].name;
	return id_str(app->a, id);
}

/* ---- add ---- */

static int run_add(struct app *app, struct err *e)
{
	static const struct msg PROMPT = MSG("A passphrase for the new member: ",
					     "گذرواژه‌ای برای عضو تازه: ");
	enum vault_role role;
	struct id id;
	AUTO_PASSPHRASE s;
	passphrase_init(&s);
	TRY(member_role_given(app, ROLE_RESEARCHER, &role, e));
	TRY(app_new_passphrase(app, "--new-passphrase-file", &PROMPT, &s, e));
	TRY(vault_member_add(reg_vault(app->reg), given_arg(&app->given, 0), role,
			     passphrase_str(&s), &id, e));
	struct str text = id_str(app->a, &id);
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "member", text);
		jout_str(&j, "role", vault_role_name(role));
		jout_end(&j);
		return 0;
	}
	app_say(app, MSG_P("Added as {2}, member {1}.", "با نقش {2} افزوده شد، عضو {1}."),
		ARGS(text, member_role_label(app, role)));
	return 0;
}

static const struct option ADD_OPTIONS[] = {
	{ "--role", 0, OPTION_CHOICE, "researcher|editor|officer", false,
	  MSG("what the member may do; researcher when not given",
	      "نقش عضو؛ پیش‌فرض پژوهشگر") },
	{ "--new-passphrase-file", 0, OPTION_FILE, "FILE", false,
	  MSG("read the new passphrase there instead of asking",
	      "خواندن گذرواژهٔ تازه از این پرونده") },
	{ 0 },
};

const struct command cmd_member_add = {
	.name = "member add",
	.args = "NAME",
	.summary = MSG("Enrol a member with a passphrase of their own.",
		       "پذیرفتن عضوی با گذرواژهٔ خودش."),
	.help = MSG(
		"Only an officer may. A researcher records claims, an editor also decides between them, an officer "
		"also admits and revokes members. NAME is seen by members only; what is typed here stays in the "
		"history of the shell, so choose a working name.",
		""),
	.options = ADD_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_add,
};

/* ---- list ---- */

static void list_json(struct app *app, const struct vault_member *m, size_t n, const struct id *us)
{
	struct jout j = jout_begin(&app->out);
	jout_array(&j, "members");
	for (size_t i = 0; i < n; i++) {
		jout_object(&j, NULL);
		jout_str(&j, "member", id_str(app->a, &m[i].id));
		jout_text(&j, "name", m[i].name);
		jout_str(&j, "role", vault_role_name(m[i].role));
		jout_str(&j, "key", hex_str(app->a, m[i].sign_public, KEY_LEN));
		jout_number(&j, "enrolled_by", m[i].enrolled_seq);
		if (m[i].revoked_seq >= 0)
			jout_number(&j, "revoked_by", m[i].revoked_seq);
		else
			jout_null(&j, "revoked_by");
		jout_bool(&j, "ours", id_eq(&m[i].id, us));
		jout_close(&j);
	}
	jout_close(&j);
	jout_end(&j);
}

static int run_list(struct app *app, struct err *e)
{
	struct vault_member *m;
	size_t n;
	const struct id *us = vault_member(reg_vault(app->reg));
	struct grid g = grid_new(app->a, 5);
	TRY(vault_members(reg_vault(app->reg), app->a, &m, &n, e));
	if (app->json) {
		list_json(app, m, n, us);
		return 0;
	}
	grid_add(&g, app_tr(app, MSG_P("MEMBER", "عضو")));
	grid_add(&g, app_tr(app, MSG_P("NAME", "نام")));
	grid_add(&g, app_tr(app, MSG_P("ROLE", "نقش")));
	grid_add(&g, app_tr(app, MSG_P("ENROLLED", "پذیرش")));
	grid_add(&g, STR(""));
	for (size_t i = 0; i < n; i++) {
		struct str by = number_str(app->a, m[i].revoked_seq);
		struct str at = number_str(app->a, m[i].enrolled_seq);
		grid_add(&g, id_str(app->a, &m[i].id));
		grid_add(&g, m[i].name);
		grid_add(&g, member_role_label(app, m[i].role));
		grid_add(&g, tr_fmt(app->a, app->lang, MSG_P("entry {1}", "ورودی {1}"), &at, 1));
		if (m[i].revoked_seq >= 0)
			grid_add(&g, tr_fmt(app->a, app->lang,
					    MSG_P("revoked by entry {1}", "لغوشده با ورودی {1}"),
					    &by, 1));
		else
			grid_add(&g,
				 id_eq(&m[i].id, us) ? app_tr(app, MSG_P("you", "شما")) : STR(""));
	}
	grid_put(&g, 0, &app->out);
	return 0;
}

const struct command cmd_member_list = {
	.name = "member list",
	.summary = MSG("List the members, also those revoked.",
		       "فهرست عضوها، لغوشده‌ها نیز."),
	.help = MSG("", ""),
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_list,
};

/* ---- revoke ---- */

int member_find(struct app *app, struct str what, struct id *ret, struct err *e)
{
	struct vault_member *m;
	size_t n;
	size_t hits = 0;
	TRY(vault_members(reg_vault(app->reg), app->a, &m, &n, e));
	for (size_t i = 0; i < n; i++) {
		if (m[i].revoked_seq >= 0 ||
		    (!str_eq(id_str(app->a, &m[i].id), what) && !str_eq(m[i].name, what)))
			continue;
		*ret = m[i].id;
		hits++;
	}
	if (hits == 0)
		return err_set(e, ERR_NOTFOUND,
			       "there is no such member; `vigil member list` lists them");
	if (hits > 1)
		return err_set(e, ERR_INPUT,
			       "%zu members are called so; give the id from `vigil member list`",
			       hits);
	return 0;
}

static int run_revoke(struct app *app, struct err *e)
{
	struct id id;
	TRY(member_find(app, given_arg(&app->given, 0), &id, e));
	TRY(vault_member_revoke(reg_vault(app->reg), &id, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "revoked", id_str(app->a, &id));
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("Revoked. From now on signatures of this member do not count, their passphrases do not open "
		      "the vault, and the database has a new key.\n"
		      "A copy of the vault taken before, with its key slots, still opens with what opened it.",
		      "لغو شد. از این پس امضاهای این عضو به شمار نمی‌آید، گذرواژه‌هایش دفتر را نمی‌گشاید و "
		      "پایگاه داده "
		      "کلیدی تازه دارد.\n"
		      "رونوشت‌هایی که پیش‌تر گرفته شده‌اند همچنان با همان گذرواژه باز می‌شوند."),
		NULL, 0);
	return 0;
}

const struct command cmd_member_revoke = {
	.name = "member revoke",
	.args = "MEMBER",
	.summary = MSG(
		"Revoke a member: from now on their signatures do not count.",
		"لغو عضویت: از این پس امضاهای عضو به شمار نمی‌آید."),
	.help = MSG(
		"MEMBER is an id or a name from `vigil member list`. What the member recorded before stands. Their "
		"key slots are removed and the vault gets new keys, which rewrites it. The last officer cannot be "
		"revoked.",
		""),
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_revoke,
};

/* ---- rotate ---- */

static int run_rotate(struct app *app, struct err *e)
{
	TRY(vault_member_rotate(reg_vault(app->reg), e));
	app_say(app,
		MSG_P("You have new keys; the old ones signed for them and sign no more. All your passphrases open "
		      "the new ones.",
		      "کلیدهای تازه دارید؛ کلیدهای پیشین آنها را امضا کردند و دیگر امضا نمی‌کنند. همهٔ "
		      "گذرواژه‌هایتان "
		      "کلیدهای تازه را می‌گشاید."),
		NULL, 0);
	return 0;
}

const struct command cmd_member_rotate = {
	.name = "member rotate",
	.summary = MSG("Give yourself new keys to sign and read with.",
		       "گرفتن کلیدهای تازه برای امضا و خواندن."),
	.help = MSG(
		"What you recorded before stays as it was signed. Do this when somebody else may have had your "
		"passphrase together with a copy of the key slots, after removing that passphrase.",
		"آنچه پیش‌تر ثبت کرده‌اید همان‌گونه که امضا شده می‌ماند. هنگامی چنین کنید که شاید "
		"دیگری گذرواژهٔ شما را همراه رونوشتی از شیارهای کلید داشته است، پس از برداشتن آن "
		"گذرواژه."),
	.needs = NEEDS_VAULT | NEEDS_WRITE,
	.run = run_rotate,
};
