/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/worker.h"
int wacz_run(struct job *j, struct err *e)
{
	(void)j;
	return err_set(e, ERR_INPUT, "later");
}
