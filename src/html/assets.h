/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * assets.h - the stylesheets, fonts and font licences, embedded when the program is built
 * (tools/mkassets.c, mk/assets.mk).
 *
 * The address of an asset is /assets/SET/NAME. SET stands for the content of the whole set, so an
 * address never changes its content and may be kept by a browser for ever; a new build has new
 * addresses. A page needs one: asset_url(STR("vigil.css")).
 */
#ifndef VIGIL_HTML_ASSETS_H
#define VIGIL_HTML_ASSETS_H

#include "base/base.h"

struct asset {
	struct str name; /* "fonts/vazirmatn-arabic.woff2" */
	struct str url;	 /* "/assets/0123456789abcdef/fonts/vazirmatn-arabic.woff2" */
	struct str type; /* the value for Content-Type */
	const uint8_t *bytes;
	size_t size;
	struct str sha256; /* hex of the bytes; the ETag */
};

extern const struct asset ASSETS[];
extern const size_t ASSETS_N;

/* The asset with this address (the whole path of the request), or NULL: unknown, or of another
 * build. */
const struct asset *asset_find(struct str path);

/* The address of an asset, which must exist: a wrong name ends the program at the first page. */
struct str asset_url(struct str name);

#endif
