/* SPDX-License-Identifier: GPL-3.0-or-later */
/* address.c - the listening socket: loopback or a file, never the network. */
#include "http/http_priv.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"

enum { BACKLOG = 128 };

union any_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct sockaddr_un un;
};

static int bind_and_listen(int fd, const union any_address *to, socklen_t n, const char *where,
			   struct err *e)
{
	if (bind(fd, &to->any, n) < 0)
		return err_set(e, errno == EADDRINUSE ? ERR_CONFLICT : ERR_IO,
			       "listening on %s: %s", where, strerror(errno));
	if (listen(fd, BACKLOG) < 0)
		return err_set(e, ERR_IO, "listening on %s: %s", where, strerror(errno));
	return 0;
}

/* ---- loopback -------------------------------------------------------- */

static int refuse(struct str address, struct err *e)
{
	return err_set(e, ERR_INPUT,
		       "%.*s: give 127.0.0.1:PORT, [::1]:PORT or unix:PATH; Vigil does not listen "
		       "on the network",
		       STR_FMT(address));
}

/* Split at the last ':' and read the port. */
static bool split_port(struct str s, struct str *ret_host, unsigned *ret_port)
{
	size_t at = s.n;
	while (at > 0 && s.p[at - 1] != ':')
		at--;
	int64_t port;
	if (at == 0 || s.n - at > 5 || !str_to_int(str_from(s, at), &port) || port < 0 ||
	    port > 65535)
		return false;
	*ret_host = str_n(s.p, at - 1);
	*ret_port = (unsigned)port;
	return true;
}

static bool parse_v4(struct str host, unsigned port, union any_address *ret)
{
	char text[INET_ADDRSTRLEN];
	if (str_eq(host, STR("localhost")))
		host = STR("127.0.0.1");
	if (host.n >= sizeof text)
		return false;
	memcpy(text, host.p, host.n);
	text[host.n] = '\0';
	ret->v4 = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	return inet_pton(AF_INET, text, &ret->v4.sin_addr) == 1 &&
	       ntohl(ret->v4.sin_addr.s_addr) == INADDR_LOOPBACK;
}

static bool parse_v6(struct str host, unsigned port, union any_address *ret)
{
	ret->v6 = (struct sockaddr_in6){
		.sin6_family = AF_INET6,
		.sin6_port = htons((uint16_t)port),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT,
	};
	return str_eq(host, STR("[::1]"));
}

static int open_loopback(struct str address, struct http_socket *ret, struct err *e)
{
	struct http_socket s = { 0 };
	union any_address to = { 0 };
	struct str host;
	unsigned port;
	socklen_t n;

	if (!split_port(address, &host, &port))
		return refuse(address, e);
	if (parse_v4(host, port, &to))
		n = sizeof to.v4;
	else if (parse_v6(host, port, &to))
		n = sizeof to.v6;
	else
		return refuse(address, e);

	AUTO_FD fd = socket(to.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int on = 1;
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0)
		return err_set(e, ERR_IO, "opening a socket: %s", strerror(errno));
	TRY(bind_and_listen(fd, &to, n, "this port", e));
	if (getsockname(fd, &to.any, &n) < 0)
		return err_set(e, ERR_IO, "opening a socket: %s", strerror(errno));
	s.port = ntohs(to.any.sa_family == AF_INET ? to.v4.sin_port : to.v6.sin6_port);
	snprintf(s.where, sizeof s.where, "http://%s:%u/",
		 to.any.sa_family == AF_INET ? "127.0.0.1" : "[::1]", s.port);
	s.fd = fd;
	fd = -1;
	*ret = s;
	return 0;
}

/* ---- Unix socket ----------------------------------------------------- */

/* A socket file that nobody answers on is left over from a crash and may go. Anything else at the
 * path stays. */
static int remove_stale(const union any_address *to, struct err *e)
{
	struct stat st;
	if (lstat(to->un.sun_path, &st) < 0) {
		if (errno == ENOENT)
			return 0;
		return err_set(e, ERR_IO, "%s: %s", to->un.sun_path, strerror(errno));
	}
	if (!S_ISSOCK(st.st_mode))
		return err_set(e, ERR_CONFLICT, "%s is there and is not a socket", to->un.sun_path);
	AUTO_FD fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_set(e, ERR_IO, "opening a socket: %s", strerror(errno));
	/* Only a refusal proves that nobody listens; a full queue (EAGAIN) is somebody. */
	if (connect(fd, &to->any, sizeof to->un) == 0 || errno != ECONNREFUSED)
		return err_set(e, ERR_CONFLICT, "%s: another program listens there",
			       to->un.sun_path);
	if (unlink(to->un.sun_path) < 0)
		return err_set(e, ERR_IO, "%s: %s", to->un.sun_path, strerror(errno));
	return 0;
}

static int open_unix(struct str path, struct http_socket *ret, struct err *e)
{
	struct http_socket s = { 0 };
	union any_address to = { .un = { .sun_family = AF_UNIX } };
	struct stat st;

	if (!path.n || path.n >= sizeof to.un.sun_path || memchr(path.p, '\0', path.n))
		return err_set(e, ERR_INPUT, "the path of a socket has 1 to %zu bytes",
			       sizeof to.un.sun_path - 1);
	memcpy(to.un.sun_path, path.p, path.n);
	memcpy(s.path, path.p, path.n);
	TRY(remove_stale(&to, e));

	AUTO_FD fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* The mode of the descriptor becomes that of the file: there is no moment at which others
	 * could connect. */
	if (fd < 0 || fchmod(fd, 0600) < 0)
		return err_set(e, ERR_IO, "opening a socket: %s", strerror(errno));
	TRY(bind_and_listen(fd, &to, sizeof to.un, s.path, e));
	if (lstat(s.path, &st) < 0 || (st.st_mode & 077))
		return err_set(e, ERR_IO, "%s: others could connect to it", s.path);
	s.dev = st.st_dev;
	s.ino = st.st_ino;
	snprintf(s.where, sizeof s.where, "unix:%s", s.path);
	s.fd = fd;
	fd = -1;
	*ret = s;
	return 0;
}

int http_socket_open(struct str address, struct http_socket *ret, struct err *e)
{
	static const struct str UNIX = { "unix:", 5 };
	if (str_starts(address, UNIX))
		return open_unix(str_from(address, UNIX.n), ret, e);
	return open_loopback(address, ret, e);
}

void http_socket_remove(struct http_socket *s)
{
	struct stat st;
	if (s->path[0] && lstat(s->path, &st) == 0 && st.st_dev == s->dev && st.st_ino == s->ino)
		(void)unlink(s->path);
	s->path[0] = '\0';
}
