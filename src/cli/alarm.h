/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * alarm.h - what must not be overlooked: heads that cannot both be, and what witnesses said.
 */
#ifndef VIGIL_CLI_ALARM_H
#define VIGIL_CLI_ALARM_H

#include "cli/app.h"
#include "cli/jout.h"
#include "register/fork.h"
#include "vault/witness.h"

struct alarms {
	struct fork *forks; /* those that an officer explained as well */
	size_t n_forks;
	struct vault_witness *witnesses; /* all who cosign for us */
	size_t n_witnesses;
	struct vault_witnessed *logs; /* all we cosign for */
	size_t n_logs;
	size_t n; /* alarms in all: forks nobody explained, witnesses ahead of us or refusing us */
};
int alarms_load(struct app *app, struct alarms *ret, struct err *e) MUST_USE;
/* Each with what it means and what to do, and the forks that were explained. Nothing when there are none. */
void alarms_put(struct app *app, const struct alarms *w);
/* Member "alarms": how many. */
void alarms_json(struct jout *j, const struct alarms *w);

#endif
