/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker.h - vigil-worker for a test: BUILD/vigil-worker beside BUILD/test/ROOM/NAME. */
#ifndef VIGIL_TESTS_WORKER_H
#define VIGIL_TESTS_WORKER_H

#include <unistd.h>

#include "evidence/worker.h"

static inline struct worker the_worker(struct arena *a)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	assert(n > 0);
	self[n] = '\0';
	for (int i = 0; i < 3; i++)
		*strrchr(self, '/') = '\0';
	return (struct worker){ str_printf(a, "%s/vigil-worker", self).p };
}

#endif
