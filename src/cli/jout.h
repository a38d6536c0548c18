/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * jout.h - JSON answers: one object, members in the order written, one line, a line end.
 *
 *	struct jout j = jout_begin(&app->out);
 *	jout_str(&j, "id", number);
 *	jout_array(&j, "claims");
 *	jout_object(&j, NULL); ... jout_close(&j);
 *	jout_close(&j);
 *	jout_end(&j);
 *
 * The key is NULL inside an array and never otherwise. A member that does not apply is null, so that
 * an answer of a command always has the same members.
 */
#ifndef VIGIL_CLI_JOUT_H
#define VIGIL_CLI_JOUT_H

#include "base/buf.h"

enum { JOUT_DEPTH_MAX = 12 };

struct jout {
	struct buf *b;
	int depth;
	bool array[JOUT_DEPTH_MAX]; /* else an object */
	bool some[JOUT_DEPTH_MAX];  /* has a member already */
};

struct jout jout_begin(struct buf *b);
void jout_end(struct jout *j);

void jout_object(struct jout *j, const char *key);
void jout_array(struct jout *j, const char *key);
void jout_close(struct jout *j); /* the innermost object or array */
void jout_str(struct jout *j, const char *key, struct str s);
void jout_text(struct jout *j, const char *key, struct str s); /* null when empty */
void jout_int(struct jout *j, const char *key, int64_t v);
/* Number of an entry (vault/number.h): 48 of the founding log, "qk7d2-48" of another one. */
void jout_number(struct jout *j, const char *key, int64_t number);
void jout_bool(struct jout *j, const char *key, bool v);
void jout_null(struct jout *j, const char *key);
void jout_time(struct jout *j, const char *key, int64_t ms);		  /* RFC 3339 */
void jout_decimal(struct jout *j, const char *key, double v, int places); /* null when not finite */
void jout_real(struct jout *j, const char *key, double v);		  /* null when not finite */
void jout_raw(struct jout *j, const char *key, struct str json); /* JSON that was checked before */

#endif
