/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preserve_priv.h - a report while it is made, and the files it is made of. */
#ifndef VIGIL_INTAKE_PRESERVE_PRIV_H
#define VIGIL_INTAKE_PRESERVE_PRIV_H

#include "evidence/look.h"
#include "intake/preserve.h"
#include "ledger/bag.h"

enum { SMALL_FILE_MAX = 4 << 20 }; /* bytes of a CSV or JSON that is read */

struct making {
	struct arena *a;
	const struct preserve_options *o;
	struct preserve_report r;
	struct preserve_finding *findings; /* PRESERVE_FINDINGS_MAX */
	struct preserve_url *urls;	   /* PRESERVE_URLS_MAX */
};
void making_begin(struct making *m, const struct preserve_options *o, struct arena *a);
void making_finding(struct making *m, struct str code, struct str where, struct str claimed,
		    struct str found);
void making_url(struct making *m, struct str url, struct str date);

/* A set of files of which every SHA-256 was made. `sha256` and `roles` go with files.list. */
struct hashed {
	const struct bag_files *files;
	struct hash *sha256;
	const char **roles; /* NULL: none */
	bool *known;	    /* a claimed hash was compared with it */
};
int hashed_make(const struct bag_files *files, struct arena *a, struct hashed *ret,
		struct err *e) MUST_USE;
/* The index of the file with this hash, or -1. */
ptrdiff_t hashed_find(const struct hashed *h, const struct hash *sha256);
/* The index of the only file with this name in any folder; -1: none or several. */
ptrdiff_t hashed_find_name(const struct hashed *h, struct str name);
void hashed_members(struct making *m, const struct hashed *h);
struct str name_of_path(struct str path); /* behind the last slash */

/* What was unpacked: a file without a name, and the names of its pieces. */
struct unpacked {
	struct bag_files files;
	int fd;
	const int64_t *offsets; /* of files.list */
};
#define AUTO_UNPACKED AUTO(unpacked_done) struct unpacked
void unpacked_done(struct unpacked *u);
/* Unpacks `fd` into `scratch`. Refused entries become findings and are not in the set. */
int unpacked_make(struct making *m, int fd, const char *scratch, struct unpacked *u,
		  struct err *e) MUST_USE;

/* ---- kinds ---- */
/* By the names in a set: BAGIT, PROOFMODE, ARCHIVER, WACZ or UNKNOWN. *ret_top: the folder that all
 * are in, with its slash, or empty. */
enum preserve_kind kind_of_files(const struct bag_files *files, struct str *ret_top);

int preserve_bag(struct making *m, const struct bag_files *files, struct err *e) MUST_USE;
int preserve_proofmode(struct making *m, const struct bag_files *files, struct err *e) MUST_USE;
int preserve_archiver(struct making *m, const struct bag_files *files, struct err *e) MUST_USE;
/* auto-archiver's table or metadata without the media. *ret_is: it is one. */
int preserve_archiver_alone(struct making *m, struct str content, bool *ret_is,
			    struct err *e) MUST_USE;
int preserve_capture(struct making *m, int fd, enum preserve_kind k, struct err *e) MUST_USE;

#endif
