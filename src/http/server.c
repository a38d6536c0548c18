/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * server.c - a request's way through libmicrohttpd.
 *
 * on_target makes a job as soon as the request line is read. The first on_request has the head:
 * the guard judges it, and what is refused is answered without reading a body. Then the body
 * arrives in pieces, into memory of at most the announced and allowed length, or for forms with large
 * files into a feed (parse.h) that keeps those on the disk; the last on_request parses it, waits for
 * its turn, calls the application and queues the answer. on_completed ends
 * the job however it went.
 *
 * The library's own timeout ends connections that are silent. One that sends a byte now and then
 * is never silent, so each connection also has a deadline, set anew at every stage and looked at
 * once a second by http_run.
 */
#include "http/server_priv.h"

#include <microhttpd.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

enum {
	SLOWEST = 8 << 10, /* bytes a second that a slow line (an onion service) still brings */
	CONNECTION_MEMORY =
		64 << 10, /* the library's, for head and answer; above HTTP_HEADERS_MAX */
	THREADS = 2,
	MAY_SEND_S = 30 /* so often a sender is looked at again */
};
static const int64_t SECOND_NS = 1000000000;

struct job {
	struct arena *a;
	struct str target;    /* its first HTTP_TARGET_MAX + 1 bytes */
	uintptr_t target_end; /* where it ended in the library's memory */
	struct http_request rq;
	struct http_verdict verdict;
	struct str type; /* Content-Type */
	struct buf body;
	size_t received;
	struct http_feed *feed; /* instead of the body */
	int64_t ask_ns;		/* when to ask again whether this may be sent */
	struct err wrong;	/* with the feed: nothing more of it is looked at */
	size_t reserved;	/* of the server's `bodies` */
	bool begun;
	bool answered;
};

/* ---- connections and their deadlines --------------------------------- */

static void set_deadline(struct http_server *s, struct MHD_Connection *c, int64_t wait_ns)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct conn *conn = info ? info->socket_context : NULL;
	if (!conn)
		return;
	pthread_mutex_lock(&s->conns_lock);
	conn->deadline_ns = wait_ns < 0 ? INT64_MAX : clock_mono_ns() + wait_ns;
	pthread_mutex_unlock(&s->conns_lock);
}

/* Time for `n` bytes over a slow line. */
static int64_t time_for(const struct http_server *s, size_t n)
{
	return s->timeout_ns + (int64_t)(n / SLOWEST) * SECOND_NS;
}

/* Silent until the library's timeout, then a head within another one. */
static int64_t time_for_head(const struct http_server *s)
{
	return 2 * s->timeout_ns;
}

static void on_connection(void *cls, struct MHD_Connection *c, void **context,
			  enum MHD_ConnectionNotificationCode code)
{
	struct http_server *s = cls;
	struct conn *conn = *context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info =
			MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
		conn = mem_need(calloc(1, sizeof *conn));
		conn->fd = info ? info->connect_fd : -1;
		conn->deadline_ns = clock_mono_ns() + time_for_head(s);
		pthread_mutex_lock(&s->conns_lock);
		conn->next = s->conns;
		conn->at = &s->conns;
		if (conn->next)
			conn->next->at = &conn->next;
		s->conns = conn;
		pthread_mutex_unlock(&s->conns_lock);
		*context = conn;
	} else if (conn) {
		pthread_mutex_lock(&s->conns_lock);
		*conn->at = conn->next;
		if (conn->next)
			conn->next->at = conn->at;
		pthread_mutex_unlock(&s->conns_lock);
		free(conn);
		*context = NULL;
	}
}

/* The descriptor is ours to shut while it is in the list: the library closes it only after
 * on_connection has taken it out. */
void http_end_slow(struct http_server *s)
{
	int64_t now = clock_mono_ns();
	pthread_mutex_lock(&s->conns_lock);
	for (struct conn *c = s->conns; c; c = c->next)
		if (c->deadline_ns < now && c->fd >= 0)
			(void)shutdown(c->fd, SHUT_RDWR);
	pthread_mutex_unlock(&s->conns_lock);
}

/* Bodies of all connections share one ceiling. */
static bool reserve(struct http_server *s, struct job *j, size_t n)
{
	pthread_mutex_lock(&s->conns_lock);
	bool ok = n <= HTTP_BODIES_MAX - s->bodies;
	if (ok) {
		s->bodies += n;
		j->reserved = n;
	}
	pthread_mutex_unlock(&s->conns_lock);
	return ok;
}

/* ---- jobs ------------------------------------------------------------ */

static void *on_target(void *cls, const char *uri, struct MHD_Connection *c)
{
	(void)cls;
	(void)c;
	struct job *j = mem_need(calloc(1, sizeof *j));
	j->a = arena_new(HTTP_ARENA_MAX);
	size_t n = strlen(uri);
	j->target_end = (uintptr_t)(uri + n);
	j->target = str_copy(j->a, str_n(uri, n <= HTTP_TARGET_MAX ? n : HTTP_TARGET_MAX + 1));
	buf_init(&j->body, 0);
	return j;
}

static void on_completed(void *cls, struct MHD_Connection *c, void **context,
			 enum MHD_RequestTerminationCode code)
{
	struct http_server *s = cls;
	struct job *j = *context;
	(void)code;

	set_deadline(s, c, time_for_head(s));
	if (!j)
		return;
	pthread_mutex_lock(&s->conns_lock);
	s->bodies -= j->reserved;
	pthread_mutex_unlock(&s->conns_lock);
	buf_done(&j->body);
	http_feed_free(j->feed);
	arena_free(j->a);
	free(j);
	*context = NULL;
}

/* ---- answers --------------------------------------------------------- */

static enum MHD_Result send_response(struct http_server *s, struct MHD_Connection *c, struct job *j,
				     struct http_response *rs, bool close)
{
	set_deadline(s, c, time_for(s, rs->body.n + rs->fixed.n + (size_t)rs->stream.bytes));
	bool ok = http_response_send(rs, c, &s->turn, close);
	http_response_done(rs);
	j->answered = true;
	return ok ? MHD_YES : MHD_NO;
}

/* The application's page for a refusal; its status stays what it was. Takes a turn. */
static void fill_refusal(struct http_server *s, const struct job *j, struct str why,
			 struct http_response *rs)
{
	int status = rs->status;
	if (s->app->refuse)
		s->app->refuse(s->app->ctx, j->target, why, rs);
	else
		http_response_plain(rs, why);
	rs->status = status;
}

/* Nothing after a refusal is read on this connection: we may not agree where it begins. */
static enum MHD_Result refuse(struct http_server *s, struct MHD_Connection *c, struct job *j,
			      int status, const char *why)
{
	struct http_response rs;
	http_response_begin(&rs, j->a, status);
	pthread_mutex_lock(&s->turn);
	fill_refusal(s, j, str_of(why), &rs);
	pthread_mutex_unlock(&s->turn);
	return send_response(s, c, j, &rs, true);
}

/* ---- the head -------------------------------------------------------- */

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
				 size_t name_n, const char *value, size_t value_n)
{
	(void)kind;
	http_head_add(cls, str_n(name, name_n), str_n(value ? value : "", value_n));
	return MHD_YES;
}

static const char *spools(const struct http_server *s, struct str path)
{
	return s->app->spools ? s->app->spools(s->app->ctx, path) : NULL;
}

static size_t body_limit(const struct http_server *s, struct str path)
{
	size_t max = s->app->max_body ? s->app->max_body(s->app->ctx, path) : HTTP_BODY_MAX;
	if (spools(s, path))
		return max;
	return max < HTTP_BODIES_MAX ? max : HTTP_BODIES_MAX;
}

/* The library ends texts at a NUL. In a header that cannot be seen, and what stands behind it is as
 * if it had not been sent; in the request line it can be seen: target and version stand one
 * after the other in its memory with one byte between them; when there is more, something was
 * hidden behind a NUL or a second space. A library that keeps them elsewhere makes this say no. */
static bool hides_bytes(const struct job *j, const char *version)
{
	uintptr_t gap = (uintptr_t)version - j->target_end;
	return gap > 1 && gap < CONNECTION_MEMORY;
}

/* ---- files that come through the disk -------------------------------- */

static bool may_send(struct http_server *s, struct job *j)
{
	pthread_mutex_lock(&s->turn);
	bool may = !s->app->may_send || s->app->may_send(s->app->ctx, &j->rq);
	pthread_mutex_unlock(&s->turn);
	j->ask_ns = clock_mono_ns() + MAY_SEND_S * SECOND_NS;
	return may;
}

static enum MHD_Result begin_feed(struct http_server *s, struct MHD_Connection *c, struct job *j,
				  const char *folder)
{
	struct str boundary;
	struct err e;
	if (http_parse_boundary(j->type, &boundary, &e) < 0)
		return refuse(s, c, j, 400, e.text);
	j->feed = http_feed_new(str_copy(j->a, boundary), str_copy(j->a, str_of(folder)).p,
				HTTP_BODY_MAX, j->a);
	set_deadline(s, c, time_for(s, j->verdict.length));
	return MHD_YES;
}

/* What is wrong with a form is said when all of it has come: a browser that is still sending does
 * not read. One that may send no longer is cut off. */
static enum MHD_Result feed(struct http_server *s, struct job *j, const char *p, size_t n)
{
	if (clock_mono_ns() > j->ask_ns && !may_send(s, j))
		return MHD_NO;
	if (!j->wrong.code && http_feed_add(j->feed, p, n, &j->wrong) < 0 &&
	    j->wrong.code == ERR_IO)
		return MHD_NO;
	return MHD_YES;
}

static enum MHD_Result begin(struct http_server *s, struct MHD_Connection *c, struct job *j,
			     const char *method, const char *version)
{
	struct http_head head = { .method = str_of(method), .target = j->target };
	struct err e;

	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	head.size = info ? info->header_size : SIZE_MAX;
	MHD_get_connection_values_n(c, MHD_HEADER_KIND, on_header, &head);

	j->begun = true;
	if (hides_bytes(j, version))
		return refuse(s, c, j, 400, "The request has a NUL byte in it.");
	j->verdict = http_guard(&head, &s->hosts);
	if (j->verdict.status)
		return refuse(s, c, j, j->verdict.status, j->verdict.why);
	if (http_request_begin(&head, &j->verdict, j->a, &j->rq, &e) < 0)
		return refuse(s, c, j, http_status(e.code), e.text);
	if (j->verdict.length > body_limit(s, j->rq.path))
		return refuse(s, c, j, 413, "What was sent is larger than this page takes.");
	j->type = str_copy(j->a, head.type.value);
	const char *folder = spools(s, j->rq.path);
	if (folder && http_type_is(j->type, STR("multipart/form-data")) && may_send(s, j))
		return begin_feed(s, c, j, folder);
	/* A small form goes the usual way, also that of somebody who may not: the page says so, and
	 * can keep what was typed. */
	if (folder && j->verdict.length > HTTP_BODY_MAX)
		return refuse(s, c, j, 413,
			      "What was sent is larger than this page takes while it is locked.");
	if (!reserve(s, j, j->verdict.length))
		return refuse(s, c, j, 503, "Too much is being sent at once. Try again later.");
	buf_init(&j->body, j->verdict.length);
	set_deadline(s, c, time_for(s, j->verdict.length));
	return MHD_YES;
}

/* ---- the whole request ----------------------------------------------- */

/* Returns the status; fills `rs` except for refusals. */
static int answer(struct http_server *s, struct job *j, struct http_response *rs, struct err *e)
{
	int status;
	if (j->feed && j->wrong.code) {
		*e = j->wrong;
		return http_status(e->code);
	}
	if (j->feed && http_feed_end(j->feed, &j->rq.form, e) < 0)
		return 400;
	bool raw = s->app->raw && s->app->raw(s->app->ctx, j->rq.path);
	if (raw && j->rq.method == HTTP_POST)
		j->rq.raw = buf_str(&j->body);
	else if (j->rq.method == HTTP_POST && !j->feed &&
		 http_request_form(&j->rq, j->type, buf_str(&j->body), &status, e) < 0)
		return status;
	int rc = s->app->handle(s->app->ctx, &j->rq, rs, e);
	return rc < 0 ? http_status(rc) : 0;
}

static enum MHD_Result finish(struct http_server *s, struct MHD_Connection *c, struct job *j)
{
	struct http_response rs;
	struct err e = { 0 };

	if (j->received != j->verdict.length)
		return refuse(s, c, j, 400, "The request is not as long as it says.");
	set_deadline(s, c, -1);
	http_response_begin(&rs, j->a, 200);
	pthread_mutex_lock(&s->turn);
	int failed = answer(s, j, &rs, &e);
	if (failed) {
		http_response_done(&rs);
		http_response_begin(&rs, j->a, failed);
		fill_refusal(s, j, str_of(e.text), &rs);
	}
	pthread_mutex_unlock(&s->turn);
	return send_response(s, c, j, &rs, false);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url,
				  const char *method, const char *version, const char *data,
				  size_t *data_n, void **context)
{
	struct http_server *s = cls;
	struct job *j = *context;
	(void)url;

	if (!j)
		return MHD_NO;
	if (!j->begun)
		return begin(s, c, j, method, version);
	if (*data_n) {
		/* Longer than announced cannot come; the count would show it in finish. */
		size_t n = *data_n;
		j->received += n;
		*data_n = 0;
		if (j->feed)
			return feed(s, j, data, n);
		buf_add_n(&j->body, data, n);
		return MHD_YES;
	}
	return j->answered ? MHD_YES : finish(s, c, j);
}

/* ---- opening and closing --------------------------------------------- */

static int start(struct http_server *s, unsigned timeout_s, struct err *e)
{
	/* Threads inherit the mask: signals are for http_run alone. */
	sigset_t ends;
	sigset_t before;
	http_end_signals(&ends);
	pthread_sigmask(SIG_BLOCK, &ends, &before);
	s->daemon = MHD_start_daemon(
		/* No Date: the clock of an onion service is a fingerprint of the machine. */
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_SUPPRESS_DATE_NO_CLOCK, 0, NULL, NULL,
		on_request, s, MHD_OPTION_LISTEN_SOCKET, s->socket.fd, MHD_OPTION_THREAD_POOL_SIZE,
		(unsigned)THREADS, MHD_OPTION_CONNECTION_TIMEOUT, timeout_s,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS_MAX,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_NOTIFY_CONNECTION,
		on_connection, s, MHD_OPTION_END);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!s->daemon)
		return err_set(e, ERR_IO, "the web server did not start on %s", s->socket.where);
	s->socket.fd = -1; /* the library closes it */
	return 0;
}

int http_listen(const struct http_options *o, const struct http_app *app, struct http_server **ret,
		struct err *e)
{
	unsigned timeout_s = o->timeout_s ? o->timeout_s : HTTP_TIMEOUT_S;
	struct http_socket sock;
	TRY(http_socket_open(o->address, &sock, e));

	struct http_server *s = mem_need(calloc(1, sizeof *s));
	s->app = app;
	s->socket = sock;
	s->timeout_ns = (int64_t)timeout_s * SECOND_NS;
	s->hosts = (struct http_hosts){
		.any_onion = !sock.port, .port = sock.port, .names = o->hosts, .n_names = o->n_hosts
	};
	pthread_mutex_init(&s->turn, NULL);
	pthread_mutex_init(&s->conns_lock, NULL);
	s->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	int rc = s->stop_fd < 0 ? err_set(e, ERR_IO, "no descriptor left") : start(s, timeout_s, e);
	if (rc < 0) {
		http_close(s);
		return rc;
	}
	*ret = s;
	return 0;
}

void http_close(struct http_server *s)
{
	if (!s)
		return;
	http_socket_remove(&s->socket);
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	fd_close(&s->socket.fd);
	fd_close(&s->stop_fd);
	pthread_mutex_destroy(&s->turn);
	pthread_mutex_destroy(&s->conns_lock);
	free(s);
}

unsigned http_port(const struct http_server *s)
{
	return s->socket.port;
}

const char *http_where(const struct http_server *s)
{
	return s->socket.where;
}
