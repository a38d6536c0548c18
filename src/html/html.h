/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html.h - writes HTML into a buffer, each value escaped for the place it stands in.
 *
 * Markup comes from literals only: html_lit(h, "<td class=\"r\">") does not compile with a
 * variable. Everything else is a value and goes through the function of its context. There is no
 * function that writes a variable as it is.
 *
 *	struct html h;
 *	html_begin(&h, &body);
 *	html_lit(&h, "<p>");
 *	html_link(&h, "/person/", id, "#claims", name);
 *	html_lit(&h, " · ");
 *	html_int(&h, n);
 *	html_lit(&h, "</p>");
 *	TRY(html_finish(&h, e));
 *
 * The writer reads the literals as they pass and so knows where it is: in text, in a quoted value,
 * in an address, in a style. A value in the wrong place (text inside a tag, anything but numbers in
 * a style, an attribute where an address belongs) and a tag that closes another one are our own
 * mistakes. They do not end the program: from there on nothing more is written and html_finish
 * refuses the page, naming the literal (never a value, which may be a name), so that an error page
 * can still be sent. What is refused: comments, single-quoted or unquoted values, optional end
 * tags left out, script, style, base, frames, `on...` attributes; of http-equiv all but
 * <meta http-equiv="refresh" content="2">, from 1 to 9, which asks for the same page again.
 *
 * Texts are valid UTF-8. Control characters other than tab and line ends become U+FFFD.
 */
#ifndef VIGIL_HTML_H
#define VIGIL_HTML_H

#include "base/buf.h"

enum { HTML_DEPTH_MAX = 64 };

enum html_dir { HTML_LTR, HTML_RTL, HTML_AUTO };

/* Lives on the stack of whoever renders a page. The fields are the writer's own. */
struct html {
	struct buf *out;
	const char *fault;   /* what is wrong with the page, or NULL */
	struct str fault_at; /* the literal where it was seen */
	struct str last_lit;
	int place;
	int value;	   /* what kind of attribute the current value belongs to */
	size_t value_n;	   /* characters the current value has so far */
	bool has_query;	   /* the current address has a '?' */
	bool eats_newline; /* just after <pre> or <textarea>, where readers drop one line end */
	struct str tag;	   /* the tag being written */
	size_t depth;
	struct str open[HTML_DEPTH_MAX]; /* names of the open elements, in the literals */
};

void html_begin(struct html *h, struct buf *out); /* appends to `out`, which must outlive `h` */

/* All elements are closed and nothing was refused. ERR_CORRUPT: a mistake of ours in the page;
 * ERR_TOOBIG: the buffer is full. */
int html_finish(struct html *h, struct err *e) MUST_USE;

/* ---- literals and values --------------------------------------------- */

#define html_lit(h, lit) html_lit_((h), "" lit "", sizeof("" lit "") - 1)
void html_lit_(struct html *h, const char *lit, size_t n); /* only through html_lit */

void html_text(struct html *h, struct str s); /* between tags */
void html_attr(struct html *h,
	       struct str s); /* inside a double-quoted value that is no address or style */
void html_int(struct html *h, int64_t v); /* plain digits: in text, in a value, in an address */
/* A word of our own making, of ASCII letters, digits and hyphens only: wherever html_int may stand. */
void html_word(struct html *h, struct str s);

/* Inside an address, after a literal beginning such as "/person/": a path segment, or the value of
 * a query argument, percent-encoded. */
void html_url_arg(struct html *h, struct str s);
/* Inside an address: "?name=value", or "&amp;name=value" when there is an argument already. */
#define html_query(h, name, s) html_query_((h), STR(name), (s))
void html_query_(struct html *h, struct str name, struct str s);
/* A whole address: of this site ("/...") or of the web (http:, https:). Anything else, such as
 * "javascript:" or "//host", is written as "#". */
void html_url(struct html *h, struct str s);
bool html_url_is_local(struct str s); /* "/..." and not "//..." or "/\..."; fit for a redirect */

/* Inside style="...": "--v:41;". The name is a literal; at most three decimals; 0 for what is not
 * a finite number. */
#define html_style_num(h, name, v) html_style_num_((h), STR("--" name), (v))
void html_style_num_(struct html *h, struct str name, double v);

/* ---- what every page needs ------------------------------------------- */

/* <bdi lang="fa" dir="rtl">...</bdi>: a run of another language or direction. An empty `lang` is
 * left out. */
void html_bdi(struct html *h, struct str s, struct str lang, enum html_dir dir);

/* <td>text</td> and <td class="r">text</td>; tag and class are literals. */
#define html_el(h, tag, s)                                                                         \
	(html_lit(h, "<" tag ">"), html_text((h), (s)), html_lit(h, "</" tag ">"))
#define html_el_class(h, tag, class, s)                                                            \
	(html_lit(h, "<" tag " class=\"" class "\">"), html_text((h), (s)),                        \
	 html_lit(h, "</" tag ">"))

/* <a href="BEFORE arg AFTER">, to be closed with html_lit(h, "</a>"); before and after are
 * literals, `arg` is percent-encoded. html_a_class has a class as well, html_link the text and
 * the end tag, html_num is the number that opens. */
#define html_a(h, before, arg, after)                                                              \
	(html_lit(h, "<a href=\"" before), html_url_arg((h), (arg)), html_lit(h, after "\">"))
#define html_a_class(h, class, before, arg, after)                                                 \
	(html_lit(h, "<a class=\"" class "\" href=\"" before), html_url_arg((h), (arg)),           \
	 html_lit(h, after "\">"))
#define html_link(h, before, arg, after, s)                                                        \
	(html_a(h, before, arg, after), html_text((h), (s)), html_lit(h, "</a>"))
#define html_num(h, before, arg, after, s)                                                         \
	(html_a_class(h, "num", before, arg, after), html_text((h), (s)), html_lit(h, "</a>"))

/* <input type="hidden" name="NAME" value="...">; the name is a literal. */
#define html_hidden(h, name, s)                                                                    \
	(html_lit(h, "<input type=\"hidden\" name=\"" name "\" value=\""), html_attr((h), (s)),    \
	 html_lit(h, "\">"))

/* A literal only if so: html_if(h, now, " aria-current=\"page\""). */
#define html_if(h, cond, lit) ((cond) ? html_lit(h, lit) : (void)0)

#endif
