/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_evidence.h - evidence files: the list, one of them, adding some.
 *
 *	/evidence?page=2            all, by number
 *	/evidence/V-00001           one, covered when it may show injury
 *	                 ?open=1    its working copies shown
 *	                 ?done=3    so many files were just sealed, this is the first
 *	/copy/V-00001/1             a working copy, as image/jpeg and nothing else
 *	/original/V-00001           (POST) the file as it came, as a download; recorded as viewed
 *	/add/evidence?about=P-00012, ?claim=48.2
 */
#ifndef VIGIL_WEB_PAGE_EVIDENCE_H
#define VIGIL_WEB_PAGE_EVIDENCE_H

#include "web/ask.h"
#include "web/files.h"
#include "web/page.h"
#include "web/part.h"

enum { EVIDENCE_PAGE = 50, COPY_MAX = 8 << 20 };

/* "Image", "Video", "PDF document" */
struct str word_media(enum lang lang, struct str media_type);
/* <ul class="evidence">: what a record's page shows of its files. */
void part_evidence(const struct part *p, const struct evidence_row *r, size_t n);
/* Nothing covered is shown in a list, and of the rest only pictures we made. */
bool evidence_has_picture(const struct evidence_row *r);

/* <bdi> of a number or code, Latin in any language. */
void evidence_code(struct html *h, struct str s);
/* Register / Evidence / V-00001; without a number, of the list. */
void evidence_crumbs(const struct part *p, struct str number);
void evidence_state_words(const struct part *p, enum evidence_state s);

struct evidence_list_view {
	const struct vocab *vocab;
	struct names names;
	const struct evidence_row *rows;
	size_t n;
	int64_t page, total;
};
void evidence_list_render(struct html *h, const struct shell *s,
			  const struct evidence_list_view *v);

struct evidence_view {
	const struct vocab *vocab;
	struct names names;
	struct evidence ev;
	bool open;	  /* the reader asked to see it */
	int64_t done;	  /* files just sealed; 0: none */
	int64_t stamped;  /* the smallest stamped head that covers it; 0: none */
	int64_t verified; /* index in custody of the last check, -1: never */
	struct page_form form;
};
void part_custody(const struct part *p, const struct evidence *ev);
void part_findings(const struct part *p, const struct evidence *ev); /* nothing without any */
void evidence_render(struct html *h, const struct shell *s, const struct evidence_view *v);

struct add_evidence_view {
	const struct vocab *vocab;
	struct form_errors errors;
	bool show_errors;
	struct page_form form;
	struct form_files files;
	struct ask source, about;
	struct ask_date captured;
	struct str claim; /* "48.2"; "" none */
	struct str title, cover, reason;
	const struct http_params *sent;
};
void add_evidence_render(struct html *h, const struct shell *s, const struct add_evidence_view *v);
void add_evidence_preview(struct html *h, const struct shell *s, const struct add_evidence_view *v);

#endif
