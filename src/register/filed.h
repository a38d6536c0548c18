/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * filed.h - records filed under keys of what they say, so that one that comes is compared with few.
 *
 * What the keys are, and what of a record is kept beside them, is the business of whoever compares; here it is kept,
 * and known which records are not filed as they now stand. It follows from the log and is in no digest: made again
 * with the view it is empty, and filled by who needs it next. It stands in the encrypted file like everything.
 *
 * Keys of what a record said before stay beside those of what it says now: they lead to a comparison that finds
 * nothing. What was erased is not left in it, since erasing makes the view again.
 */
#ifndef VIGIL_FILED_H
#define VIGIL_FILED_H

#include "register/record.h"

struct filed {
	int64_t record;
	int64_t version; /* which one was filed; set by reg_unfiled */
	int64_t list;	 /* 0: a person described by claims */
	struct str said;
};
struct filed_key {
	uint64_t key; /* below 2^63 */
	int64_t record;
};
/* Records (id and version) that stand and are not filed, or not as they are now. What another `scheme` filed is dropped.
 * Inside a transaction of its own unless one is open; ERR_DENIED where only reading is allowed. */
int reg_unfiled(struct reg *r, struct str scheme, struct arena *a, struct filed **ret,
		size_t *ret_n, struct err *e) MUST_USE;
/* `keys` ascending: a hundred thousand records are filed in seconds, out of order in minutes. After it all that
 * reg_unfiled gave counts as filed. */
int reg_file(struct reg *r, const struct filed *p, size_t n, const struct filed_key *keys,
	     size_t n_keys, struct err *e) MUST_USE;
/* Records that have one of the keys, each once, ascending. A key that more than its `most` records have is passed over. */
struct filed_under {
	uint64_t key;
	size_t most;
};
int reg_filed_under(struct reg *r, const struct filed_under *keys, size_t n, struct arena *a,
		    int64_t **ret, size_t *ret_n, struct err *e) MUST_USE;
/* Each of `records` as it was filed; `record` 0: it was not, or stands no longer as it was. */
int reg_filed(struct reg *r, const int64_t *records, size_t n, struct arena *a, struct filed *ret,
	      struct err *e) MUST_USE;

#endif
