/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list_work.h - a list on its way in: a job (job.h) of three steps, with a page between each two.
 *
 * The file waits in its spool (files.h) until it is looked at, then in memory; it is on no disk in clear. What is
 * sealed in the end is what was planned: the same bytes, the same mapping.
 */
#ifndef VIGIL_WEB_LIST_WORK_H
#define VIGIL_WEB_LIST_WORK_H

#include "http/spool.h"
#include "intake/list.h"
#include "web/job.h"

enum { LIST_FILE_MAX = 1 << 30 }; /* bytes that are held in memory; for more there is the command */

struct list_work {
	enum { LIST_SENT, LIST_LOOKED, LIST_PLANNED, LIST_SEALED } stage; /* what is done */
	struct spool *spool; /* until it is looked at */
	int fd;		     /* in memory; -1: not yet */
	struct str name;
	struct worker worker;
	struct entity list;
	struct str list_number, list_label;
	struct table_input in;
	struct table_options options;
	struct table_look look;
	struct list_guess guess;
	struct list_mapping mapping; /* as somebody last said */
	struct str date, label;	     /* EDTF of the edition; "" today */
	const int64_t *skip;
	size_t n_skip;
	struct str skip_text; /* as typed */
	struct arena *plan_a;
	struct list_source src;
	struct list_plan plan;
	struct list_result result;
};
extern const struct job_kind LIST_JOB;

job_step list_look_step, list_plan_step, list_seal_step;

#endif
