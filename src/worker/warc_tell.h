/* SPDX-License-Identifier: GPL-3.0-or-later */
/* warc_tell.h - from records to what is told of a WARC file: counts, pages, findings. */
#ifndef VIGIL_WORKER_WARC_TELL_H
#define VIGIL_WORKER_WARC_TELL_H

#include "worker/findings.h"
#include "worker/warc.h"

enum { TELL_PAGES_MAX = 1000, TELL_RECORDS_MAX = 2000 };

struct warc_tell {
	struct str
		file; /* the name of the WARC within what holds it; empty: it is the file itself */
	struct findings *findings;
	struct arena *a;	  /* for texts of findings, cleared by the caller now and then */
	struct json_out *pages;	  /* inside an array; NULL: not wanted */
	struct json_out *records; /* the same */
	int64_t n, n_pages;
	bool told_member;	      /* once a job: such a file has nothing else */
	int64_t block[5], payload[5]; /* by enum warc_verdict */
	int64_t reading[3];	      /* of payloads that match, by enum warc_reading */
};

void warc_tell_record(struct warc_tell *t, const struct warc_record *r);
void warc_tell_end(struct warc_tell *t, const struct warc_end *end);
/* The members "records", "block" and "payload". */
void warc_tell_counts(const struct warc_tell *t, struct json_out *o);

/* "sha1:BASE32" as WARC writes it. */
struct str warc_digest_text(struct arena *a, const struct digest_value *v);

#endif
