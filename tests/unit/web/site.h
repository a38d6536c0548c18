/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * site.h - a register served without a network, and browsers that ask it.
 *
 *	SITE s;
 *	site_open(&s);                     (an empty register; site_example fills it)
 *	struct browser b = { .site = &s };
 *	unlock(&b, PASS);
 *	get(&b, "/register?k=person");     (b.status, b.body, b.location)
 *	fill(&b, "name", "value");
 *	post(&b, "/verify", "/verify");    (the form on the page last got whose action is the first)
 */
#ifndef VIGIL_TEST_SITE_H
#define VIGIL_TEST_SITE_H

#include "check.h"

#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "register/table.h"
#include "web/page_priv.h"

#define PASS "a passphrase for tests"

enum { BROWSER_COOKIES = 4, BROWSER_FIELDS = 40, SITE_TABLE_MAX = 4 << 20 };

struct site {
	char dir[64], path[80];
	struct arena *a;
	struct err e;
	struct web *web;
};

struct browser {
	struct site *site;
	struct str languages; /* Accept-Language */
	struct http_param cookies[BROWSER_COOKIES];
	size_t n_cookies;
	struct http_param fields[BROWSER_FIELDS];
	size_t n_fields;
	struct http_file file;
	int status;
	struct str body, location, type;
	struct str stream, disposition; /* of an answer that is read as it is sent */
	bool sandbox;
};

static inline void site_import(struct site *s, struct reg *r, const char *name)
{
	struct str csv;
	struct table t;
	struct table_result done;
	const char *path = str_printf(s->a, "examples/iran-2025/%s", name).p;
	struct table_source src = { .name = str_of(name), .lang = LANG_EN };
	if (file_read(path, SITE_TABLE_MAX, s->a, &csv, &s->e) < 0)
		die("%s: %s", path, s->e.text);
	src.csv = csv;
	if (table_import(r, &src, NULL, NULL, s->a, &t, &done, &s->e) < 0 || t.all_problems)
		die("%s: %s", path, s->e.text);
}

static inline void site_start(struct site *s, bool example)
{
	static const struct vault_kdf QUICK = { .ops = 1, .mem = 8u << 20 };
	AUTO_REG *r = NULL;
	memset(s, 0, sizeof *s);
	s->a = arena_new(0);
	if (crypto_init(&s->e) < 0)
		die("%s", s->e.text);
	check_folder(s->dir, sizeof s->dir, "vigil-web");
	snprintf(s->path, sizeof s->path, "%s/example.vigil", s->dir);
	if (reg_create(s->path, STR(PASS), STR("Example member"), &QUICK, &r, &s->e) < 0)
		die("no register: %s", s->e.text);
	if (example) {
		site_import(s, r, "subjects.csv");
		site_import(s, r, "claims.csv");
	}
	s->web = web_new(s->path, STR("8484"), 900);
}
static inline void site_open(struct site *s)
{
	site_start(s, false);
}
static inline void site_example(struct site *s)
{
	site_start(s, true);
}

static inline void site_close(struct site *s)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	web_free(s->web);
	for (size_t i = 0; i < COUNT(ENDS); i++)
		unlink(str_printf(s->a, "%s%s", s->path, ENDS[i]).p);
	rmdir(s->dir);
	arena_free(s->a);
}
#define SITE AUTO(site_close) struct site

/* ---- asking ------------------------------------------------------------ */

static inline void take_cookie(struct browser *b, struct str set)
{
	struct str pair, name;
	str_cut(set, ';', &pair);
	struct str value = str_cut(pair, '=', &name);
	size_t i = 0;
	while (i < b->n_cookies && !str_eq(b->cookies[i].name, name))
		i++;
	if (i == b->n_cookies && b->n_cookies < BROWSER_COOKIES)
		b->n_cookies++;
	b->cookies[i] =
		(struct http_param){ str_copy(b->site->a, name), str_copy(b->site->a, value) };
}

static inline void ask(struct browser *b, enum http_method m, const char *target)
{
	struct arena *a = b->site->a;
	struct http_request rq = { .a = a, .method = m, .target = str_copy(a, str_of(target)) };
	struct http_response rs = { .a = a,
				    .status = 200,
				    .type = STR("text/html; charset=utf-8") };
	struct err e;
	if (http_parse_target(rq.target, a, &rq.path, &rq.query, &e) < 0)
		die("%s: %s", target, e.text);
	rq.languages = b->languages;
	rq.cookies = (struct http_params){ b->cookies, b->n_cookies };
	if (m == HTTP_POST) {
		rq.form.fields = (struct http_params){ b->fields, b->n_fields };
		rq.form.files = &b->file;
		rq.form.n_files = b->file.field.n ? 1 : 0;
	}
	buf_init(&rs.body, HTTP_RESPONSE_MAX);
	web_answer(b->site->web, &rq, &rs);
	b->status = rs.status;
	b->body = buf_copy(&rs.body, a);
	b->location = rs.location;
	b->type = rs.type;
	b->disposition = rs.disposition;
	b->sandbox = rs.sandbox;
	b->stream = STR("");
	for (size_t n = 1; rs.stream.read && (int64_t)b->stream.n < rs.stream.bytes && n;) {
		char piece[7];
		if (rs.stream.read(rs.stream.ctx, piece, sizeof piece, &n, &e) < 0)
			die("%s", e.text);
		b->stream = str_join(a, b->stream, str_n(piece, n));
	}
	if (rs.stream.done)
		rs.stream.done(rs.stream.ctx);
	for (size_t i = 0; i < rs.n_cookies; i++)
		take_cookie(b, rs.cookies[i]);
	buf_done(&rs.body);
}

static inline void get(struct browser *b, const char *target)
{
	ask(b, HTTP_GET, target);
}

static inline bool has(const struct browser *b, const char *text)
{
	return str_has(b->body, str_of(text));
}

static inline void fill(struct browser *b, const char *name, const char *value)
{
	if (b->n_fields == BROWSER_FIELDS)
		die("too many fields");
	b->fields[b->n_fields++] =
		(struct http_param){ str_of(name), str_copy(b->site->a, str_of(value)) };
}

/* The hidden fields of the form with this action, from the page last got. */
static inline void take_form(struct browser *b, const char *action)
{
	static const char *const HIDDEN[] = { "token", "form", "from" };
	ptrdiff_t at = str_find(b->body, str_printf(b->site->a, "action=\"%s\"", action));
	struct str form = at < 0 ? STR("") : str_from(b->body, (size_t)at);
	for (size_t i = 0; i < COUNT(HIDDEN); i++) {
		struct str mark = str_printf(b->site->a, "name=\"%s\" value=\"", HIDDEN[i]);
		struct str value;
		at = str_find(form, mark);
		if (at < 0)
			return;
		str_cut(str_from(form, (size_t)at + mark.n), '"', &value);
		fill(b, HIDDEN[i], str_z(b->site->a, value));
	}
}

static inline void post(struct browser *b, const char *action, const char *target)
{
	take_form(b, action);
	ask(b, HTTP_POST, target);
	b->n_fields = 0;
	b->file = (struct http_file){ 0 };
}

static inline void unlock(struct browser *b, const char *passphrase)
{
	get(b, "/unlock");
	fill(b, "p", passphrase);
	post(b, "/unlock", "/unlock");
}

#endif
