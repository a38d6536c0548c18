/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * files.h - the whole on plain files: tables in, clusters and pairs out, for people who have no vault.
 *
 * Nothing is read halfway: a table with a broken row is refused with its place. Outputs are written beside
 * their names first and put in place together, when all are whole.
 */
#ifndef VIGIL_LINK_FILES_H
#define VIGIL_LINK_FILES_H

#include "link/config.h"

static const size_t LINK_FILE_MAX = (size_t)8 << 30;

/* Read tables into a set. `names` are paths; the list of a file without list column is its name without folder and
 * ending. `ret_notes` (lists in `a`): columns that some file does not have, values that could not be read. */
int link_files_read(const struct link_config *c, const struct str *names, size_t n, struct arena *a,
		    struct link_set **ret, struct link_warning **ret_notes, size_t *ret_n_notes,
		    struct err *e) MUST_USE;

/* `record_id,cluster_id`: a cluster is called by the least id in it, bytewise. */
void link_files_put_clusters(const struct link_result *r, struct buf *b);
/* `record_id_1,record_id_2,probability,weight_bits`, in the order of records. */
void link_files_put_pairs(const struct link_result *r, struct buf *b);

struct link_output {
	struct str path; /* empty: not written */
	struct str content;
};
/* All or none: everything is on the disk before the first name is taken. */
int link_files_write(const struct link_output *out, size_t n, struct err *e) MUST_USE;

#endif
