/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server_priv.h - the running server, shared by server.c and run.c. */
#ifndef VIGIL_HTTP_SERVER_PRIV_H
#define VIGIL_HTTP_SERVER_PRIV_H

#include <pthread.h>
#include <signal.h>

#include "http/http_priv.h"

struct MHD_Daemon;

/* One connection, from accept to close. Guarded by `conns_lock`. */
struct conn {
	struct conn *next, **at; /* `at` is what points here */
	int fd;
	int64_t deadline_ns; /* on the monotonic clock; INT64_MAX: it is our turn, not theirs */
};

struct http_server {
	const struct http_app *app;
	struct http_hosts hosts;
	struct http_socket socket;
	struct MHD_Daemon *daemon;
	int64_t timeout_ns;
	int stop_fd; /* an eventfd; readable once http_stop was called */

	pthread_mutex_t turn; /* the handler, `refuse` and `tick` */

	pthread_mutex_t conns_lock;
	struct conn *conns;
	size_t bodies; /* bytes announced and not yet done with */
};

/* The signals that end http_run; no other thread takes them. */
void http_end_signals(sigset_t *ret);

/* End the connections whose time is up. */
void http_end_slow(struct http_server *s);

#endif
