/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * multipart.c - multipart/form-data (RFC 7578) as browsers write it (WHATWG HTML, "multipart form
 * data"): no preamble, no epilogue, two known headers a part, names in double quotes where %22,
 * %0D and %0A stand for the quote and line ends and nothing else is encoded. Reading more than
 * that would mean guessing what another program meant.
 */
#include "http/http_priv.h"

#include "text/utf8.h"

enum { BOUNDARY_MAX = 70, TYPE_MAX = 127 };

/* ---- the boundary ---------------------------------------------------- */

static bool is_boundary(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !(c >= '0' && c <= '9') && !(c && strchr("'()+_,-./:=?", c)))
			return false;
	}
	return s.n >= 1 && s.n <= BOUNDARY_MAX;
}

int http_parse_boundary(struct str content_type, struct str *ret, struct err *e)
{
	struct str type;
	struct str boundary = str_trim(str_cut(content_type, ';', &type));

	if (boundary.n < 9 || !str_same_word(str_n(boundary.p, 9), STR("boundary=")))
		return err_set(e, ERR_INPUT, "a multipart form without a boundary");
	boundary = str_from(boundary, 9);
	if (boundary.n > 2 && boundary.p[0] == '"' && boundary.p[boundary.n - 1] == '"')
		boundary = str_n(boundary.p + 1, boundary.n - 2);
	if (!is_boundary(boundary))
		return err_set(e, ERR_INPUT, "a multipart form with a strange boundary");
	*ret = boundary;
	return 0;
}

/* ---- the head of a part ---------------------------------------------- */

/* Take "..." off the front of *s. */
static int take_quoted(struct str *s, struct arena *a, struct str *ret, struct err *e)
{
	static const struct {
		const char *code;
		char c;
	} CODES[] = { { "%22", '"' }, { "%0D", '\r' }, { "%0A", '\n' } };
	struct str raw;
	size_t n = 0;

	if (!s->n || s->p[0] != '"')
		return err_set(e, ERR_INPUT, "a form part's name without quotes");
	struct str rest = str_cut(str_from(*s, 1), '"', &raw);
	if (!rest.p)
		return err_set(e, ERR_INPUT, "a form part's name without its last quote");
	char *p = NEW_N(a, raw.n, char);
	while (raw.n) {
		size_t i = 0;
		while (i < COUNT(CODES) && !str_starts(raw, str_of(CODES[i].code)))
			i++;
		p[n++] = i < COUNT(CODES) ? CODES[i].c : raw.p[0];
		raw = str_from(raw, i < COUNT(CODES) ? 3 : 1);
	}
	TRY(http_check_text(str_n(p, n), e));
	*ret = str_n(p, n);
	*s = rest;
	return 0;
}

/* `form-data; name="..."` and perhaps `; filename="..."`. */
static int parse_disposition(struct str s, struct arena *a, struct http_part *p, struct err *e)
{
	struct str kind;
	struct str rest = str_cut(s, ';', &kind);

	if (!str_same_word(kind, STR("form-data")))
		return err_set(e, ERR_INPUT, "a form part that is not form-data");
	while (rest.p) {
		struct str key;
		rest = str_cut(str_trim(rest), '=', &key);
		struct str *to = str_same_word(key, STR("name"))       ? &p->name
				 : str_same_word(key, STR("filename")) ? &p->file_name
								       : NULL;
		if (!to || to->p)
			return err_set(e, ERR_INPUT, "a form part with an unknown or second “%.*s”",
				       (int)(key.n < 40 ? key.n : 40), key.n ? key.p : "");
		TRY(take_quoted(&rest, a, to, e));
		if (!rest.n)
			break;
		if (rest.p[0] != ';')
			return err_set(e, ERR_INPUT, "a form part with something after a quote");
		rest = str_from(rest, 1);
	}
	if (!p->name.n)
		return err_set(e, ERR_INPUT, "a form part without a name");
	return 0;
}

static int parse_header(struct str line, struct arena *a, struct http_part *p, struct err *e)
{
	struct str name;
	struct str value = str_trim(str_cut(line, ':', &name));

	if (str_same_word(name, STR("content-disposition")) && !p->name.p)
		return parse_disposition(value, a, p, e);
	if (str_same_word(name, STR("content-type")) && !p->type.p) {
		p->type = value;
		return 0;
	}
	return err_set(e, ERR_INPUT, "a form part with an unknown or second header line");
}

int http_part_head(struct str head, struct arena *a, struct http_part *p, struct err *e)
{
	while (head.n) {
		ptrdiff_t at = str_find(head, STR("\r\n"));
		struct str line = at < 0 ? head : str_n(head.p, (size_t)at);
		TRY(parse_header(line, a, p, e));
		head = at < 0 ? str_from(head, head.n) : str_from(head, (size_t)at + 2);
	}
	if (!p->name.p)
		return err_set(e, ERR_INPUT, "a form part without a name");
	return 0;
}

/* ---- parts ----------------------------------------------------------- */

/* *s stands just after a boundary and its line end. */
static int take_part(struct str *s, struct str delimiter, struct arena *a, struct http_part *ret,
		     struct err *e)
{
	struct str head = str_n(s->p, s->n < PART_HEAD_MAX ? s->n : PART_HEAD_MAX);
	ptrdiff_t end = str_find(head, STR("\r\n\r\n"));
	if (end < 0)
		return err_set(e, ERR_INPUT, "a form part without the end of its header");
	*ret = (struct http_part){ 0 };
	TRY(http_part_head(str_n(head.p, (size_t)end), a, ret, e));

	*s = str_from(*s, (size_t)end + 4);
	ptrdiff_t n = str_find(*s, delimiter);
	if (n < 0)
		return err_set(e, ERR_INPUT, "the form ends in the middle of a part");
	ret->content = str_n(s->p, (size_t)n);
	*s = str_from(*s, (size_t)n + delimiter.n);
	return 0;
}

int http_part_field(struct http_form *f, const struct http_part *p, struct arena *a, struct err *e)
{
	struct str value = p->content;
	TRY(http_check_text(value, e));
	if (value.n && memchr(value.p, '\r', value.n)) {
		char *copy = NEW_N(a, value.n, char);
		memcpy(copy, value.p, value.n);
		value = str_n(copy, http_line_ends(copy, value.n));
	}
	f->fields.v[f->fields.n++] = (struct http_param){ p->name, value };
	return 0;
}

static struct str without_folders(struct str name)
{
	for (size_t i = name.n; i > 0; i--)
		if (name.p[i - 1] == '/' || name.p[i - 1] == '\\')
			return str_from(name, i);
	return name;
}

static struct str clean_type(struct str type)
{
	bool good = type.n > 0 && type.n <= TYPE_MAX;
	for (size_t i = 0; good && i < type.n; i++)
		good = type.p[i] >= ' ' && type.p[i] < 0x7f;
	return good ? type : STR("application/octet-stream");
}

int http_part_file(const struct http_part *p, struct http_file *ret, struct err *e)
{
	struct str name = without_folders(p->file_name);
	if (name.n > HTTP_FILE_NAME_MAX)
		return err_set(e, ERR_INPUT, "a file's name is longer than %d bytes",
			       HTTP_FILE_NAME_MAX);
	if (!utf8_is_plain(name) || (name.n && memchr(name.p, '\n', name.n)))
		return err_set(e, ERR_INPUT, "a file's name has a control character in it");
	*ret = (struct http_file){ p->name, name, clean_type(p->type), p->content, NULL };
	return 0;
}

static int add_file(struct http_form *f, const struct http_part *p, struct err *e)
{
	/* What a browser sends for a file field that was left empty. */
	if (!p->file_name.n && !p->content.n)
		return 0;
	TRY(http_part_file(p, &f->files[f->n_files], e));
	f->n_files++;
	return 0;
}

static size_t count_parts(struct str s, struct str delimiter)
{
	size_t n = 0;
	for (ptrdiff_t at; n <= HTTP_FIELDS_MAX && (at = str_find(s, delimiter)) >= 0; n++)
		s = str_from(s, (size_t)at + delimiter.n);
	return n;
}

int http_parse_multipart(struct str body, struct str boundary, struct arena *a,
			 struct http_form *ret, struct err *e)
{
	struct str delimiter = str_printf(a, "\r\n--%.*s", STR_FMT(boundary));
	struct str first = str_from(delimiter, 2);
	size_t parts = count_parts(body, delimiter);

	if (parts > HTTP_FIELDS_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d fields", HTTP_FIELDS_MAX);
	if (!str_starts(body, first))
		return err_set(e, ERR_INPUT, "the form does not begin with its boundary");
	struct http_form f = { .fields = { NEW_N(a, parts, struct http_param), 0 },
			       .files = NEW_N(a, parts, struct http_file) };
	struct str s = str_from(body, first.n);
	while (str_starts(s, STR("\r\n"))) {
		struct http_part p;
		s = str_from(s, 2);
		TRY(take_part(&s, delimiter, a, &p, e));
		TRY(p.file_name.p ? add_file(&f, &p, e) : http_part_field(&f, &p, a, e));
	}
	if (!str_eq(s, STR("--")) && !str_eq(s, STR("--\r\n")))
		return err_set(e, ERR_INPUT, "the form does not end with its boundary");
	*ret = f;
	return 0;
}
