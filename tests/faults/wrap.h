/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wrap.h - what vigil-fault writes down of every call that changes files, and powercut reads.
 *
 * A trace is records one after the other: this head, then `n_path` bytes of path, `n_other` of a second
 * one, `n_data` bytes of what was written. Paths are absolute. Numbers as the machine has them.
 */
#ifndef VIGIL_WRAP_H
#define VIGIL_WRAP_H

#include <stdint.h>

enum trace_op {
	TRACE_CREATE = 'c',   /* the file was made, empty */
	TRACE_WRITE = 'w',    /* data at `at` */
	TRACE_TRUNCATE = 't', /* to `at` bytes */
	TRACE_SYNC = 's',     /* of a file's data, or of a folder's names */
	TRACE_SYNC_ALL = 'S', /* of the whole disk */
	TRACE_RENAME = 'r',   /* path to other */
	TRACE_LINK = 'l',     /* other is a further name of path */
	TRACE_UNLINK = 'u',
	TRACE_MKDIR = 'd'
};

struct trace_head {
	uint32_t op;
	uint32_t n_path, n_other;
	uint32_t n_data;
	uint64_t at;
};

#endif
