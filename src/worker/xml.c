/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/xml.h"

#include <expat.h>

struct reader {
	XML_Parser p;
	const struct xml_events *events;
	int depth;
	int rc;
	struct err *e;
};

static struct str local(const char *name)
{
	const char *colon = strrchr(name, ':');
	return str_of(colon ? colon + 1 : name);
}

struct str xml_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (str_eq(local(attributes[0]), str_of(name)))
			return str_of(attributes[1]);
	return STR_NULL;
}

int64_t xml_number(const char **attributes, const char *name, int64_t otherwise)
{
	int64_t n = otherwise;
	(void)str_to_int(xml_attribute(attributes, name), &n);
	return n;
}

static void settle(struct reader *r, int rc)
{
	if (rc >= 0 || r->rc < 0)
		return;
	r->rc = rc;
	XML_StopParser(r->p, XML_FALSE);
}

static void on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
	struct reader *r = ctx;
	if (r->rc < 0)
		return;
	if (++r->depth > XML_DEPTH_MAX)
		settle(r, err_set(r->e, ERR_TOOBIG, "the XML in the file is nested too deeply"));
	else
		settle(r, r->events->start(r->events->ctx, local(name), attributes, r->e));
}

static void on_end(void *ctx, const XML_Char *name)
{
	struct reader *r = ctx;
	r->depth--;
	if (r->rc >= 0)
		settle(r, r->events->end(r->events->ctx, local(name), r->e));
}

static void on_text(void *ctx, const XML_Char *s, int n)
{
	struct reader *r = ctx;
	if (r->rc >= 0 && r->events->text)
		settle(r, r->events->text(r->events->ctx, str_n(s, (size_t)n), r->e));
}

static void on_doctype(void *ctx, const XML_Char *name, const XML_Char *sysid,
		       const XML_Char *pubid, int internal)
{
	struct reader *r = ctx;
	(void)name, (void)sysid, (void)pubid, (void)internal;
	settle(r,
	       err_set(r->e, ERR_INPUT,
		       "the XML in the file defines entities, which no spreadsheet program writes: not read"));
}

static int feed(struct reader *r, const char *p, size_t n, bool last, struct err *e)
{
	enum XML_Status s = XML_Parse(r->p, p, (int)n, last);
	if (r->rc < 0)
		return r->rc;
	if (s != XML_STATUS_OK)
		return err_set(e, ERR_INPUT,
			       "the XML in the file is broken (line %lu): save it again",
			       (unsigned long)XML_GetCurrentLineNumber(r->p));
	return 0;
}

static int take(void *ctx, const char *p, size_t n, struct err *e)
{
	return feed(ctx, p, n, false, e);
}

static void begin(struct reader *r)
{
	r->p = XML_ParserCreate(NULL);
	if (!r->p)
		die("no memory for expat");
	XML_SetUserData(r->p, r);
	XML_SetElementHandler(r->p, on_start, on_end);
	XML_SetCharacterDataHandler(r->p, on_text);
	XML_SetStartDoctypeDeclHandler(r->p, on_doctype);
}

static int end(struct reader *r, int rc, struct err *e)
{
	rc = rc < 0 ? rc : feed(r, "", 0, true, e);
	XML_ParserFree(r->p);
	return rc == XML_ENOUGH ? 0 : rc;
}

int xml_read(struct package *p, const struct part *part, const struct xml_events *events,
	     struct err *e)
{
	struct reader r = { .events = events, .e = e };
	struct part_sink sink = { take, &r };
	begin(&r);
	int rc = package_read(p, part, &sink, e);
	return end(&r, rc, e);
}

int xml_read_str(struct str s, const struct xml_events *events, struct err *e)
{
	struct reader r = { .events = events, .e = e };
	begin(&r);
	int rc = feed(&r, s.p, s.n, false, e);
	return end(&r, rc, e);
}
