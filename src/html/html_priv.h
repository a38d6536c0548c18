/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html_priv.h - where in the markup the writer is. */
#ifndef VIGIL_HTML_PRIV_H
#define VIGIL_HTML_PRIV_H

#include "html/html.h"

enum html_place {
	PLACE_TEXT, /* between tags */
	PLACE_TAG,  /* after a tag's name or an attribute */
	PLACE_VALUE /* inside the double quotes of an attribute */
};

enum html_value { VALUE_PLAIN, VALUE_URL, VALUE_STYLE };

/* Follow a literal that has just been written. */
void html_follow(struct html *h, struct str lit);

/* Refuse the page from here on. The first reason stands. */
void html_fault(struct html *h, const char *why);

#endif
