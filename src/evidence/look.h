/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * look.h - the questions that vigil-worker answers about a file, as typed values.
 *
 * Texts are valid UTF-8 without NUL and may hold anything else, since they come from the file: escape
 * them where they are shown. Failures are those of worker_run. Results live in `a`.
 */
#ifndef VIGIL_EVIDENCE_LOOK_H
#define VIGIL_EVIDENCE_LOOK_H

#include "base/hash.h"
#include "evidence/worker.h"

/* ---- what kind of file it is ----------------------------------------- */

struct look_kind {
	struct str media_type;	/* "image/jpeg": what we say */
	struct str libmagic;	/* what libmagic says */
	struct str first_bytes; /* what our own table says, or empty */
	bool agree; /* false: the file is made to be two things, or is rare. Worth a look */
	bool c2pa;  /* Content Credentials are in it; they are not judged */
};
int look_kind(const struct worker *w, int fd, struct arena *a, struct look_kind *ret,
	      struct err *e) MUST_USE;

/* ---- what it says of itself ------------------------------------------ */

struct look_field {
	struct str group; /* exiftool's: "IFD0", "GPS", "XMP-dc" */
	struct str name;
	struct str value; /* as stored, spelled by exiftool */
};
struct look_fields {
	const struct look_field *items;
	size_t n;
	bool cut; /* there was more */
};
int look_metadata(const struct worker *w, int fd, struct arena *a, struct look_fields *ret,
		  struct err *e) MUST_USE;
/* The value of the first field of that name, in any group; STR_NULL. */
struct str look_field_value(const struct look_fields *f, struct str name);

/* ---- small pictures of it -------------------------------------------- */

struct look_picture {
	int width;
	int height;
	int64_t bytes; /* written to its descriptor */
	int64_t at_ms; /* where in the video */
};
struct look_pictures {
	int width; /* of the original, as stored */
	int height;
	int orientation; /* EXIF 1 to 8; pictures are upright already */
	struct str codec;
	int64_t duration_ms; /* 0: an image, or not known */
	bool is_image;
	struct look_picture items[WORKER_OUTPUTS_MAX];
	size_t n; /* at most as many as were asked for */
};
/* One JPEG for each of `n` sizes (longer side, in pixels), sides[i] to outs[i]. */
int look_thumbnails(const struct worker *w, int fd, const int *sides, const int *outs, size_t n,
		    struct arena *a, struct look_pictures *ret, struct err *e) MUST_USE;
/* `n` JPEGs, evenly over a video. */
int look_keyframes(const struct worker *w, int fd, int side, const int *outs, size_t n,
		   struct arena *a, struct look_pictures *ret, struct err *e) MUST_USE;

/* ---- what is in an archive (zip, tar, tar.gz) ------------------------- */

struct look_entry {
	struct str name;    /* not a path to be used: a name */
	struct str refused; /* why its content was not read; empty when it was */
	bool folder;
	bool stored; /* not compressed */
	int64_t bytes;
	int64_t declared; /* what the archive said, when that is not `bytes`; -1 */
	int64_t offset;	  /* in what was unpacked */
	struct hash sha256;
};
struct look_entries {
	const struct look_entry *items;
	size_t n;
	int64_t bytes; /* of all files */
};
/* `out` < 0: only what is in it. Otherwise the content of all files goes there, one behind the other
 * in place of what it held, at most `max_bytes`; a bomb is refused whole (ERR_TOOBIG). */
int look_archive(const struct worker *w, int fd, int out, int64_t max_bytes, struct arena *a,
		 struct look_entries *ret, struct err *e) MUST_USE;
/* One file of it to `out`. ERR_NOTFOUND. */
int look_extract(const struct worker *w, int fd, struct str name, int out, int64_t max_bytes,
		 struct arena *a, struct look_entry *ret, struct err *e) MUST_USE;

#endif
