/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bag.h - BagIt bags (RFC 8493, version 1.0), read and written; 0.93 to 0.97 are read.
 *
 *	bagit.txt                version and encoding, two lines
 *	bag-info.txt             what people say of the bag
 *	manifest-sha256.txt      a hash for each file below data/
 *	tagmanifest-sha256.txt   a hash for each of the other files
 *	data/...                 the files themselves
 *
 * Checking reads every file once and makes a list of findings. A bag is valid when none of them is an
 * error. What a bag says of itself is never believed: a name in a manifest opens nothing, nothing is
 * fetched, and a bag that is hashed with MD5 or SHA-1 alone is read with a warning.
 */
#ifndef VIGIL_BAG_H
#define VIGIL_BAG_H

#include "base/buf.h"
#include "base/hash.h"
#include "ledger/bag_files.h"

/* ---- checking ---------------------------------------------------------- */

enum {
	BAG_TAG_FILE_MAX = 16 << 20, /* bytes of one manifest or other tag file that is read */
	BAG_TAGS_MAX = 48 << 20,     /* bytes of all manifests */
	BAG_LINES_MAX = 400000,	     /* lines of all manifests */
	BAG_FINDINGS_MAX = 200	     /* kept; the rest is counted */
};

enum bag_level {
	BAG_NOTE,    /* worth knowing */
	BAG_WARNING, /* valid, and not as it should be */
	BAG_ERROR    /* not a valid bag */
};

enum bag_code {
	BAG_NO_BAGIT_TXT, /* missing, or not as its version has it */
	BAG_VERSION,	  /* of a version nobody defined */
	BAG_ENCODING,	  /* of an encoding we cannot read, or not in the one it says */
	BAG_BOM,	  /* begins with a byte order mark */
	BAG_NO_MANIFEST,  /* none, or none that we can compute */
	BAG_ALGORITHM,	  /* a manifest of a hash we cannot compute */
	BAG_WEAK,	  /* only MD5 or SHA-1 */
	BAG_LINE,	  /* a line that is not of its file's form */
	BAG_PATH,	  /* a path out of the bag or not allowed as a name */
	BAG_TWICE,	  /* listed twice in one manifest */
	BAG_ALIKE,	  /* two names that are one on some systems */
	BAG_SYSTEM_FILE,  /* a file that systems make and remove by themselves */
	BAG_DOT_SLASH,	  /* a path that begins with ./ */
	BAG_STAR,	  /* a path marked as md5sum does */
	BAG_MISSING,	  /* listed and not there */
	BAG_NOT_LISTED,	  /* there and not listed */
	BAG_CHANGED,	  /* not the hash that is listed */
	BAG_FETCH,	  /* has a list of files to be fetched, which we do not */
	BAG_OXUM,	  /* Payload-Oxum does not fit */
	BAG_INFO,	  /* bag-info.txt is not of its form */
	BAG_UNREADABLE	  /* a file that could not be read */
};
enum { BAG_CODES = BAG_UNREADABLE + 1 };
struct str bag_code_name(enum bag_code c); /* "missing", "not-listed", ... */

struct bag_finding {
	enum bag_level level;
	enum bag_code code;
	struct str path; /* the file meant; as it is written, so escape it; may be empty */
	struct str text; /* half a sentence in English, plain ASCII */
};

/* One line of bag-info.txt; the value with its continued lines, joined by a blank. */
struct bag_info {
	struct str label;
	struct str value;
};

struct bag_report {
	int version;		      /* 97 for 0.97, 100 for 1.0; 0: not known */
	struct bag_finding *findings; /* in the order they were made */
	size_t n;		      /* kept, at most BAG_FINDINGS_MAX */
	size_t errors, warnings;      /* of all */
	const struct hash *sha256;    /* recomputed, of files->list[i] */
	const bool *in_manifest;      /* listed by a payload manifest and as it says */
	const bool *in_tagmanifest;   /* listed by a tag manifest and as it says */
	int64_t payload_files, payload_bytes;
	const struct bag_info *info;
	size_t n_info;
	struct str algorithms; /* of the payload manifests: "sha256, sha512" */
};

/* Never fails because of what is in the set: that is what the report says. ERR_TOOBIG: more than the
 * ceilings above. The report lives in `a` and borrows the paths of `files`. */
int bag_check(const struct bag_files *files, struct arena *a, struct bag_report *ret,
	      struct err *e) MUST_USE;
static inline bool bag_is_valid(const struct bag_report *r)
{
	return r->errors == 0;
}
/* Whether some finding has this code. */
bool bag_report_has(const struct bag_report *r, enum bag_code c);
/* The first value of a label, compared without case; STR_NULL: none. */
struct str bag_info_value(const struct bag_report *r, struct str label);

/* ---- writing ----------------------------------------------------------- */

/* Where the files of a bag go: `begin` with path and exact size, `add` as often as needed, `end`. */
struct bag_out {
	void *ctx;
	int (*begin)(void *ctx, struct str path, int64_t size, struct err *e);
	int (*add)(void *ctx, const void *p, size_t n, struct err *e);
	int (*end)(void *ctx, struct err *e);
};

/*
 * Writes bagit.txt first, then what it is given, in the order given, then bag-info.txt and the
 * manifests. Version 1.0, UTF-8, sha256, LF; the same input gives the same bytes. Paths: payload
 * below data/, anything else is a tag file. Everything lives in the arena.
 */
struct bag_writer {
	struct arena *a;
	struct bag_out out;
	struct bag_written *list;
	size_t n, cap;
	int64_t payload_files, payload_bytes;
};
int bag_write_begin(struct bag_writer *w, const struct bag_out *out, struct arena *a,
		    struct err *e) MUST_USE;
/* ERR_INPUT: a path that bag_path_fault refuses, or one of the bag's own files. */
int bag_write_file(struct bag_writer *w, struct str path, struct str content,
		   struct err *e) MUST_USE;
/* The same for a file that is not held in memory: `read` gives up to `n` bytes, 0 at the end, a
 * negative code on failure. ERR_CORRUPT when it does not have `size` bytes. */
typedef int64_t bag_read(void *ctx, void *p, size_t n, struct err *e);
int bag_write_stream(struct bag_writer *w, struct str path, int64_t size, bag_read *read, void *ctx,
		     struct err *e) MUST_USE;
/* Labels as given, then Bagging-Date (YYYY-MM-DD, from the caller: there is no clock here) and
 * Payload-Oxum. Labels and values are one line each. ERR_INPUT: they are not, or two paths are
 * alike. */
int bag_write_end(struct bag_writer *w, const struct bag_info *info, size_t n_info,
		  struct str bagging_date, struct err *e) MUST_USE;

#endif
