/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * entry_name.h - the name of a file inside an archive, a bag or a folder that somebody else made.
 *
 * Such a name is a claim like any other. It is never used as a path by us; it is still refused when
 * it would lead out of the place it was put by a program that does, or would be shown to a person
 * as something it is not.
 */
#ifndef VIGIL_ENTRY_NAME_H
#define VIGIL_ENTRY_NAME_H

#include "base/base.h"

enum { ENTRY_NAME_MAX = 1024, ENTRY_DEPTH_MAX = 32 };

/* What is wrong with `name`, in a few words fit to follow "refused: "; NULL when nothing is. Names
 * are relative, with single slashes, without . and .., drive letters, backslashes, control and
 * direction-changing characters; UTF-8. */
const char *entry_name_problem(struct str name);

#endif
