/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * splink.h - the trained model for Splink 4 (MIT), so that far larger jobs run on Spark or DuckDB with the same weights.
 *
 * SQL knows nothing of names and calendars. So what a value is goes out as a number (F_class), what it is as common as
 * as another (F_group), and how two classes compare as a table; levels of the settings are SQL on these, and keys
 * of blocking are columns too. docs/formats/splink.md has the whole, and what differs.
 */
#ifndef VIGIL_LINK_SPLINK_H
#define VIGIL_LINK_SPLINK_H

#include "base/buf.h"
#include "link/link.h"

/* Write settings.json, records.csv, levels.csv and frequencies.csv into a folder, which is made. ERR_IO. */
int link_splink_write(const struct link_result *r, enum link_mode mode, uint64_t seed,
		      const char *folder, struct err *e) MUST_USE;

#endif
