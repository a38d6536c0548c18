/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_faults.h - what is wrong with a file, by kind and then each with row and column. */
#ifndef VIGIL_WEB_LIST_FAULTS_H
#define VIGIL_WEB_LIST_FAULTS_H

#include "web/page_list_import.h"

void list_faults(const struct part *p, const struct table_faults *fs, const struct table_look *t);

#endif
