/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_priv.h - what the files of this room share: a page being written, and how it says things. */
#ifndef VIGIL_REPORT_PRIV_H
#define VIGIL_REPORT_PRIV_H

#include "html/html.h"
#include "report/report.h"

struct page {
	struct html h;
	const struct view *v;
	enum lang lang;
	struct arena *a;
	bool *cited; /* claims named so far: the list at the end has these */
	/* Claims whose value is entity i: naming[naming_of[i]] up to naming[naming_of[i + 1]]. */
	size_t *naming, *naming_of;
};

/* situation.c: all up to <body>, with the tokens and this stylesheet. The title is a literal of ours: it is
 * written as it is. */
void put_page_head(struct buf *b, enum lang lang, const struct msg *title, struct str style);

/* ---- say.c: sentences ---- */

/* What stands in a message at {1} to {9}. */
enum arg_type { ARG_NUM, ARG_ENTRY, ARG_TEXT, ARG_ENTITY, ARG_VALUE, ARG_TERM, ARG_CITE };
struct arg {
	enum arg_type type;
	int64_t num;
	struct str text, lang;
	size_t entity;
	const struct view_value *value;
	const struct view_term *term;
	const size_t *claims;
	size_t n;
};
#define A_NUM(x)       ((struct arg){ .type = ARG_NUM, .num = (int64_t)(x) })
#define A_ENTRY(x)     ((struct arg){ .type = ARG_ENTRY, .num = (x) })
#define A_TEXT(s, l)   ((struct arg){ .type = ARG_TEXT, .text = (s), .lang = (l) })
#define A_ENTITY(i)    ((struct arg){ .type = ARG_ENTITY, .entity = (i) })
#define A_VALUE(x)     ((struct arg){ .type = ARG_VALUE, .value = (x) })
#define A_TERM(x)      ((struct arg){ .type = ARG_TERM, .term = (x) })
#define A_CITE(p_, n_) ((struct arg){ .type = ARG_CITE, .claims = (p_), .n = (n_) })

void say_args(struct page *p, const struct msg *m, const struct arg *args, size_t n);
/* SAY(p, "{1} of {2}", "{1} از {2}", A_NUM(x), A_ENTITY(i)); TELL without arguments. */
#define SAY(p, en, fa, ...)                                                                        \
	say_args((p), MSG_P(en, fa), (const struct arg[]){ __VA_ARGS__ },                          \
		 COUNT(((const struct arg[]){ __VA_ARGS__ })))
#define TELL(p, en, fa) html_text(&(p)->h, tr((p)->lang, MSG_P(en, fa)))
#define TELL_EL(p, tag, en, fa)                                                                    \
	(html_lit(&(p)->h, "<" tag ">"), TELL(p, en, fa), html_lit(&(p)->h, "</" tag ">"))

void put_num(struct page *p, int64_t n);
void put_entry(struct page *p, int64_t number);	   /* of an entry, or a size of the log */
void put_entry_id(struct page *p, int64_t number); /* as it is typed: in text, ids and addresses */
void put_text(struct page *p, struct str s, struct str lang);
void put_entity(struct page *p, size_t entity);
void put_value(struct page *p, const struct view_value *v);
void put_term(struct page *p,
	      const struct view_term *t); /* label; English is marked on a Persian page */
void put_date(struct page *p,
	      const struct view_value *v); /* both calendars, and how much is known */
void put_certainty(struct page *p, int certainty);
/* " [12.1, 14.2]", each a link to the list of claims. */
void cite(struct page *p, const size_t *claims, size_t n);
void cite_one(struct page *p, size_t claim);
/* "Iran HRM, through Report ..." */
void put_source(struct page *p, const struct view_claim *c);
/* " · for: ...; where: ...": what narrows a value, in which words it was said, who counted; nothing
 * when nothing does. */
void put_narrowing(struct page *p, const struct view_claim *c);

#define SECTION(p, id, en, fa)                                                                     \
	(html_lit(&(p)->h, "<section class=\"block\" id=\"" id "\"><h2>"), TELL(p, en, fa),        \
	 html_lit(&(p)->h, "</h2>\n"))
#define SECTION_END(p) html_lit(&(p)->h, "</section>\n")
#define NOTHING(p, en, fa)                                                                         \
	(html_lit(&(p)->h, "<p class=\"muted\">"), TELL(p, en, fa), html_lit(&(p)->h, "</p>"))

/* ---- facts.c: looking things up, and the list of what is said of a subject ---- */

struct ids {
	size_t *p;
	size_t n;
};
void index_naming(struct page *p);
struct ids ids_new(struct page *p, size_t cap);
void ids_add(struct ids *s, size_t x);

bool is_kind(const struct page *p, size_t entity, const char *kind);
bool is_type(const struct page *p, size_t entity, const char *type);
bool claim_is(const struct view_claim *c, const char *property);
/* The claims of a subject with this property, in the order of the log. */
struct ids claims_of(struct page *p, size_t entity, const char *property);
/* Claims of any subject whose value is `entity`, with this property. */
struct ids claims_naming(struct page *p, size_t entity, const char *property);
/* <dl>: property by property, every value with its source and claim. `leave`: properties not shown,
 * ends with NULL. */
void put_facts(struct page *p, size_t entity, const char *const *leave);
/* <article> with the subject's name and put_facts. */
void put_subject(struct page *p, size_t entity, const char *const *leave);
void put_count_head(struct page *p, const struct view_term *t,
		    size_t n); /* <h3>Executed (2)</h3> */

/* Values of a property with their claims, one below the other; `none` when nothing is recorded. */
void put_cell(struct page *p, size_t entity, const char *property, const struct msg *none);
/* The same as a cell of table.cards, whose label is shown beside it on a narrow page. */
#define CELL(p, entity, property, label_en, label_fa, none_en, none_fa)                            \
	(html_lit(&(p)->h, "<td data-l=\""),                                                       \
	 html_attr(&(p)->h, tr((p)->lang, MSG_P(label_en, label_fa))), html_lit(&(p)->h, "\">"),   \
	 put_cell((p), (entity), (property), MSG_P(none_en, none_fa)), html_lit(&(p)->h, "</td>"))
#define HEAD_CELL(p, en, fa)                                                                       \
	(html_lit(&(p)->h, "<th scope=\"col\">"), TELL(p, en, fa), html_lit(&(p)->h, "</th>"))

/* ---- the sections, in the order of the page ---- */

void section_summary(struct page *p); /* summary.c */
void section_numbers(struct page *p); /* numbers.c */
void section_cases(struct page *p);   /* cases.c */
void section_collective(struct page *p), section_statements(struct page *p),
	section_sites(struct page *p), section_other(struct page *p); /* events.c */
void section_parallels(struct page *p), section_asks(struct page *p); /* asks.c */
void section_conflicts(struct page *p), section_gaps(struct page *p); /* open.c */
void section_method(struct page *p), section_sources(struct page *p),
	section_claims(struct page *p); /* back.c */

/* summary.c and numbers.c */
bool is_reported_number(const struct view_claim *c);
/* gaps: how many documents are cited and not held, values not stated. */
struct gap_counts {
	size_t documents, values;
};
struct gap_counts count_gaps(struct page *p);
bool claim_has_gap(const struct view_claim *c);
bool ask_has_addressee(struct page *p, size_t ask);
/* Persons by status: those at risk first, the furthest stage first; then endings; then the rest. */
struct stage_group {
	const struct view_term *status;
	bool at_risk;
	int order;
	struct ids persons;
};
size_t group_by_status(struct page *p, struct stage_group **ret);

#endif
