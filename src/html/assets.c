/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html/assets.h"

/* A dozen entries: looking through them costs less than any index would. */
const struct asset *asset_find(struct str path)
{
	for (size_t i = 0; i < ASSETS_N; i++)
		if (str_eq(ASSETS[i].url, path))
			return &ASSETS[i];
	return NULL;
}

struct str asset_url(struct str name)
{
	for (size_t i = 0; i < ASSETS_N; i++)
		if (str_eq(ASSETS[i].name, name))
			return ASSETS[i].url;
	die("no asset is called %.*s", STR_FMT(name));
}
