/* SPDX-License-Identifier: GPL-3.0-or-later */
/* setting.c - small values of this device, among the vault's named values. */
#include "vault/log.h"
#include "vault/vault_priv.h"

static struct str setting_name(const char *name, struct arena *a)
{
	return str_printf(a, "setting %s", name);
}

int vault_setting_put(struct vault *v, const char *name, struct str value, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_TX tx = { 0 };
	bool own = !store_in_tx(v->st);
	if (own)
		TRY(tx_begin(&tx, v->st, e));
	TRY(meta_put(v->st, setting_name(name, a).p, value, e));
	return own ? tx_commit(&tx, e) : 0;
}

int vault_setting_get(struct vault *v, const char *name, struct arena *a, struct str *ret,
		      struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	return meta_get(v->st, setting_name(name, scratch).p, a, ret, e);
}
