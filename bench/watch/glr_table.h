/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glr_table.h - how often a GLR chart sounds when nothing rises, simulated into src/watch/glr_table.csv. */
#ifndef VIGIL_BENCH_GLR_TABLE_H
#define VIGIL_BENCH_GLR_TABLE_H

/* The file, on standard output. About two minutes of one processor; the same bytes each time. */
void glr_table_print(void);

#endif
