/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * form.h - forms that keep what was typed.
 *
 * Whatever is wrong, a form is shown again with all that was typed, a summary on top that links to
 * the fields, and each message repeated at its field. Helper buttons are submits with name="do";
 * they lead back to the field they stand at. Nothing here knows what a field means.
 */
#ifndef VIGIL_WEB_FORM_H
#define VIGIL_WEB_FORM_H

#include "http/parse.h"
#include "web/page.h"

enum { FORM_ERRORS_MAX = 40 };

struct form_error {
	struct str field; /* its name, which is also its id; "" the whole form */
	struct str text;
};
struct form_errors { /* begins as zero; more than fit are dropped */
	struct form_error v[FORM_ERRORS_MAX];
	size_t n;
};
void form_error(struct form_errors *es, struct str field, struct str text);
/* The message at a field; "" when nothing is wrong with it. */
struct str form_error_at(const struct form_errors *es, struct str field);

/* The message at a field of a form that a page writes itself; nothing when nothing is wrong. */
void form_error_show(struct html *h, enum lang lang, const struct form_errors *es,
		     struct str field);

struct form {
	struct html *h;
	enum lang lang;
	struct arena *a;
	const char *path;		  /* where it is sent to: "/add/claim" */
	const struct form_errors *errors; /* NULL: none to show */
};

/* <div class="errors" role="alert">; nothing without errors. */
void form_summary(const struct form *f);
/* Inside <form>, first: what Enter does. Nobody sees it. */
void form_enter(const struct form *f);

struct field {
	struct str name; /* and id; unique on the page */
	const struct msg *label;
	const struct msg *hint; /* may be NULL */
	struct str value;
	bool short_one; /* not wider than a date */
	bool ltr;	/* a code: Latin in any language */
};
void form_input(const struct form *f, const struct field *d);
/* With a button beside it that leads back here: name="do" value="`what`". */
void form_input_check(const struct form *f, const struct field *d, const struct msg *button,
		      struct str what);
void form_area(const struct form *f, const struct field *d, int rows);

struct choice {
	struct str value;
	struct str label, label_lang; /* "" the reader's own */
	struct str group;	      /* heading above the first of a group; "" none */
	struct str hint;
};
/* An empty first choice `none` when it is not NULL. */
void form_select(const struct form *f, const struct field *d, const struct choice *c, size_t n,
		 const struct msg *none);
/* One of these; ids are NAME-0, NAME-1 ..., the first also has the fieldset's id NAME. */
void form_radios(const struct form *f, const struct field *d, const struct choice *c, size_t n);
void form_check(const struct form *f, const struct field *d,
		bool checked); /* value is what is sent */
/* A button that leads back to the field `at` ("" the top). */
void form_button(const struct form *f, const struct msg *label, struct str what, struct str at,
		 bool as_text);

/* All fields that were sent, again, except the form's own, `do`, and those named. */
void form_keep(struct html *h, const struct http_params *sent, const struct str *but, size_t n_but);

/* Beside a form that is previewed before it is sealed: what happens next. */
void form_next(const struct form *f);
/*
 * A preview: what was typed goes along unseen, and the button that seals it stands below. `but` as of form_keep.
 *	form_preview_begin(...); what is sealed, in words; form_preview_unsealed(f); form_preview_end(f);
 */
void form_preview_begin(const struct form *f, const struct page_form *form,
			const struct http_params *sent, const struct str *but, size_t n_but);
void form_preview_unsealed(const struct form *f);
void form_preview_end(const struct form *f);

#endif
