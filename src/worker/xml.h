/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml.h - parts of office documents as events, from expat.
 *
 * No document type is taken, so there are no entities but the five of XML, and nothing is fetched. Names
 * are given without their prefix: the vocabularies of the two formats do not collide where we look.
 */
#ifndef VIGIL_WORKER_XML_H
#define VIGIL_WORKER_XML_H

#include "worker/package.h"

enum { XML_DEPTH_MAX = 256 };

struct xml_events {
	/* `attributes` is name, value, name, value ..., NULL; see xml_attribute. */
	int (*start)(void *ctx, struct str name, const char **attributes, struct err *e);
	int (*end)(void *ctx, struct str name, struct err *e);
	int (*text)(void *ctx, struct str s, struct err *e); /* may come in pieces; may be NULL */
	void *ctx;
};

struct str xml_attribute(const char **attributes, const char *name); /* without prefix; STR_NULL */
int64_t xml_number(const char **attributes, const char *name, int64_t otherwise);

int xml_read(struct package *p, const struct part *part, const struct xml_events *events,
	     struct err *e) MUST_USE;
/* Of bytes in memory, for tests. */
int xml_read_str(struct str s, const struct xml_events *events, struct err *e) MUST_USE;

/* What `start` or `text` return when they have seen enough: the reading ends well. */
enum { XML_ENOUGH = -1000 };

#endif
