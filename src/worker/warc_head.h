/* SPDX-License-Identifier: GPL-3.0-or-later */
/* warc_head.h - the named fields at the beginning of a record (ISO 28500 section 4). */
#ifndef VIGIL_WORKER_WARC_HEAD_H
#define VIGIL_WORKER_WARC_HEAD_H

#include "worker/warc.h"

enum head_found {
	HEAD_NONE,    /* the member ends here */
	HEAD_RECORD,  /* a head; its problem may be set, and then the rest cannot be read */
	HEAD_GARBAGE, /* no record begins here */
};

/* `r` gets all that a head says; texts in `a`. *ret_length: what the head says of the content. */
int warc_head_read(struct members *m, struct arena *a, struct warc_record *r,
		   enum head_found *ret_found, int64_t *ret_length, struct err *e) MUST_USE;

/* Names of fields are ASCII and compared without case; `lower` is in lower case. */
bool warc_name_is(struct str name, const char *lower);

#endif
