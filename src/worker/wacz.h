/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wacz.h - web captures in a zip (WACZ 1.0 to 1.2): every file's hash made again, every record of
 * every WARC in it, and the indexes held against the records.
 *
 * A hash that does not fit is told. One wrong kind is known: js-wacz 0.1.6 hashed each piece it read
 * twice, so it wrote the SHA-256 of x followed by x for a file x; that is told as what it is, since
 * the capture behind it is as good as its own hashes. Signatures (wacz-auth) are told as being there
 * and not judged.
 */
#ifndef VIGIL_WORKER_WACZ_H
#define VIGIL_WORKER_WACZ_H

#include "base/hash.h"
#include "base/map.h"
#include "worker/findings.h"
#include "worker/warc_tell.h"

enum { WACZ_KEEP_MAX = 8 << 20, WACZ_KEEP_ALL_MAX = 24 << 20, WACZ_RECORDS_MAX = 200000 };

struct wacz_file {
	struct str name;
	int64_t bytes;
	struct hash sha256;
	struct hash doubled; /* as js-wacz made it */
	struct str content;  /* kept of packages, indexes and pages; STR_NULL otherwise */
	bool stored;
	bool listed;   /* in datapackage.json */
	size_t record; /* the first of a WARC's, in wacz.records */
	size_t n_records;
};

struct wacz_record {
	int64_t offset;
	int64_t length;
	struct hash uri;	     /* of its address: equal or not is all that is asked */
	struct digest_value payload; /* as the record has it; DIGEST_NONE */
};

struct wacz {
	struct arena *a;
	struct arena *scratch;
	struct findings findings;
	struct map files; /* by name: struct wacz_file */
	struct wacz_record *records;
	size_t n_records, cap_records;
	size_t kept;	    /* bytes */
	int64_t hashes_fit; /* of datapackage.json and its digest */
	struct warc_tell tell;
};

/* After all files were read: datapackage.json, its digest, the indexes. Adds findings, and to `o` what
 * the package says of itself. */
void wacz_check_package(struct wacz *z, struct json_out *o);
void wacz_check_indexes(struct wacz *z, struct json_out *o);

struct wacz_file *wacz_file_find(const struct wacz *z, struct str name);

#endif
