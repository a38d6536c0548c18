/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_list_import.h - a list of others comes in.
 *
 *	/lists/add		a list becomes a record
 *	/lists/import		a file, and of which list it is an edition
 *	     ?list=I-00001
 *	/lists/import/run	what was found in it, columns, preview; comparison; sealing: whatever is next
 */
#ifndef VIGIL_WEB_PAGE_LIST_IMPORT_H
#define VIGIL_WEB_PAGE_LIST_IMPORT_H

#include "register/list.h"
#include "web/ask.h"
#include "web/files.h"
#include "web/job_page.h"
#include "web/list_work.h"
#include "web/part.h"

enum { LIST_PREVIEW_ROWS = 6, LIST_FAULTS_SHOWN = 40 };

struct list_add_view {
	struct form_errors errors;
	struct page_form form;
	struct str name, publisher, method, url, duplicate_free;
	struct ask_date covers, published;
	const struct http_params *sent;
};
void list_add_render(struct html *h, const struct shell *s, const struct list_add_view *v);
void list_add_preview(struct html *h, const struct shell *s, const struct list_add_view *v);

struct list_import_view {
	struct form_errors errors;
	bool show_errors;
	struct page_form form;
	struct form_files files;
	struct str list; /* number chosen */
	struct choice *lists;
	size_t n_lists;
	struct ask_date date;
	struct str label;
	bool under_way; /* a list is on its way in this session */
};
void list_import_render(struct html *h, const struct shell *s, const struct list_import_view *v);

struct list_run_view {
	const struct vocab *vocab;
	struct form_errors errors;
	struct page_form form;
	struct job_state state;
	const struct list_work *w; /* of a job that does not run */
	struct list_preview preview;
	struct str base_date; /* EDTF of the edition it was compared with */
	struct str base_label;
};
/* What was found, what the columns are, rows as they would be understood. */
void list_map_render(struct html *h, const struct shell *s, const struct list_run_view *v);
/* What differs from the edition before, and what will be sealed. */
void list_plan_render(struct html *h, const struct shell *s, const struct list_run_view *v);
/* Names of the fields of a column: "f3". */
struct str list_column_field(struct arena *a, char what, size_t column);

#endif
