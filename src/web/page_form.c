/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_form.c - reading a request, the hidden fields of forms, and ending an act. */
#include "web/page_priv.h"

#include "base/bytes.h"

struct page_form page_form(struct page_request *p, const char *route)
{
	uint8_t id[FORM_ID_LEN / 2];
	char token[TOKEN_LEN + 1];
	struct page_form f;
	random_bytes(id, sizeof id);
	f.id = hex_str(p->a, id, sizeof id);
	f.from = p->shell.head.size;
	token_make(token, page_form_key(p), str_of(route), f.id, p->now_ms);
	f.token = str_copy(p->a, str_of(token));
	return f;
}

void page_form_hidden(struct html *h, const struct page_form *f)
{
	html_hidden(h, "token", f->token);
	html_hidden(h, "form", f->id);
	html_lit(h, "<input type=\"hidden\" name=\"from\" value=\"");
	html_int(h, f->from);
	html_lit(h, "\">");
}

void page_form_kept(struct html *h, const struct http_params *keep)
{
	static const char *const OWN[] = { "token", "form", "from", "anyway" };
	for (size_t i = 0; keep && i < keep->n; i++) {
		bool own = false;
		for (size_t k = 0; k < COUNT(OWN); k++)
			own = own || str_eq(keep->v[i].name, str_of(OWN[k]));
		if (own)
			continue;
		html_lit(h, "<input type=\"hidden\" name=\"");
		html_attr(h, keep->v[i].name);
		html_lit(h, "\" value=\"");
		html_attr(h, keep->v[i].value);
		html_lit(h, "\">");
	}
}

int page_done(struct page_request *p, struct str location, struct err *e)
{
	if (p->session)
		session_remember(p->session, page_field(p, "form"), location);
	return http_redirect(p->rs, location, e);
}

int page_changed(struct page_request *p, int64_t entity, struct history_row **ret, size_t *ret_n,
		 struct err *e)
{
	enum { SHOWN = 20 };
	struct history_row *row;
	size_t n;
	size_t newer = 0;
	TRY(reg_history(p->reg, entity, 0, SHOWN, p->a, &row, &n, e));
	/* A form made at size N began from what was known then. What another site brought since may stand
	 * anywhere among the newest. */
	for (size_t i = 0; i < n; i++) {
		bool fresh;
		TRY(reg_came_after(p->reg, p->from, row[i].seq, &fresh, e));
		if (fresh)
			row[newer++] = row[i];
	}
	*ret = row;
	*ret_n = newer;
	return 0;
}

struct str page_field(const struct page_request *p, const char *name)
{
	return str_trim(http_field(p->rq, name));
}

struct str page_arg(const struct page_request *p, const char *name)
{
	return str_trim(http_query(p->rq, name));
}

int page_arg_int(const struct page_request *p, const char *name, int64_t absent, int64_t *ret,
		 struct err *e)
{
	struct str s = page_arg(p, name);
	int64_t v = absent;
	if (s.n && (!str_to_int(digits_ascii(p->a, s), &v) || v < 0))
		return err_set(e, ERR_INPUT, "“%s” in the address has to be a whole number", name);
	*ret = v;
	return 0;
}

int page_arg_entry(const struct page_request *p, const char *name, int64_t *ret, struct err *e)
{
	struct str s = page_arg(p, name);
	*ret = 0;
	if (s.n && !number_parse(digits_ascii(p->a, s), ret))
		return err_set(e, ERR_INPUT, "“%s” in the address has to be a whole number", name);
	return 0;
}

int page_entity(struct page_request *p, const char *kind, struct entity *ret, struct err *e)
{
	struct entity en;
	TRY(reg_entity(p->reg, p->arg, p->a, &en, e));
	if (kind && !str_eq(en.kind, str_of(kind)))
		return err_set(e, ERR_NOTFOUND, "there is no %s with this number", kind);
	*ret = en;
	return 0;
}
