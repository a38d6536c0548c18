/* SPDX-License-Identifier: GPL-3.0-or-later */
/* http.c - ten stated requests against `vigil serve`, as a browser on the same machine sends them:
 * one connection kept open, unlocked once. Times are from the first byte sent to the last received. */
#include "bench.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

enum { ROUNDS = 200, WARM = 5, REPLY_MAX = 8 << 20 };

struct session {
	int fd, port;
	struct buf in;
	char cookie[256];
	struct arena *a;
};

static int connect_to(int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static void send_all(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);
		if (n <= 0)
			die("the server closed the connection");
		s = str_from(s, (size_t)n);
	}
}

static struct str header(struct str head, const char *name)
{
	ptrdiff_t at = str_find(head, str_of(name));
	if (at < 0)
		return STR_NULL;
	struct str line;
	str_cut(str_from(head, (size_t)at + strlen(name)), '\r', &line);
	return str_trim(line);
}

/* The head and body of one reply; the status. */
static int reply(struct session *s, struct str *ret_head, struct str *ret_body)
{
	int64_t length = -1;
	ptrdiff_t end = -1;
	char chunk[65536];
	buf_clear(&s->in);
	for (;;) {
		if (end < 0) {
			end = str_find(buf_str(&s->in), STR("\r\n\r\n"));
			struct str n = end < 0 ? STR_NULL
					       : header(str_n(s->in.p, (size_t)end + 2),
							"Content-Length:");
			if (end >= 0 && !str_to_int(n, &length))
				length = 0;
		}
		if (end >= 0 && s->in.n >= (size_t)end + 4 + (size_t)length)
			break;
		ssize_t n = recv(s->fd, chunk, sizeof chunk, 0);
		if (n <= 0)
			die("the server closed the connection");
		buf_add_n(&s->in, chunk, (size_t)n);
	}
	*ret_head = str_n(s->in.p, (size_t)end + 2);
	*ret_body = str_n(s->in.p + end + 4, (size_t)length);
	int64_t status = 0;
	str_to_int(str_n(s->in.p + 9, 3), &status);
	return (int)status;
}

static int get(struct session *s, const char *path, struct str *ret_head, struct str *ret_body)
{
	send_all(
		s->fd,
		str_printf(
			s->a,
			"GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nSec-Fetch-Site: same-origin\r\n%s%s\r\n\r\n",
			path, s->port, s->cookie[0] ? "Cookie: " : "", s->cookie));
	return reply(s, ret_head, ret_body);
}

static void take_cookie(struct session *s, struct str head)
{
	struct str c = header(head, "Set-Cookie:");
	struct str value;
	if (!c.p)
		return;
	str_cut(c, ';', &value);
	if (value.n < sizeof s->cookie) {
		memcpy(s->cookie, value.p, value.n);
		s->cookie[value.n] = '\0';
	}
}

/* All hidden fields of the first form of a page, url-encoded. Their values are hex or plain. */
static struct str hidden_fields(struct session *s, struct str body)
{
	static const char MARK[] = "<input type=\"hidden\" name=\"";
	struct str out = STR("");
	for (;;) {
		ptrdiff_t at = str_find(body, str_of(MARK));
		if (at < 0)
			return out;
		struct str name;
		struct str value;
		body = str_from(body, (size_t)at + sizeof MARK - 1);
		struct str rest = str_cut(body, '"', &name);
		ptrdiff_t v = str_find(rest, STR("value=\""));
		if (v < 0)
			return out;
		str_cut(str_from(rest, (size_t)v + 7), '"', &value);
		out = str_printf(s->a, "%.*s%.*s=%.*s&", STR_FMT(out), STR_FMT(name),
				 STR_FMT(value));
	}
}

static void unlock(struct session *s)
{
	struct str head;
	struct str body;
	if (get(s, "/unlock", &head, &body) != 200)
		die("the unlock page does not answer");
	take_cookie(s, head);
	struct str form = str_printf(s->a, "%.*sp=%s", STR_FMT(hidden_fields(s, body)),
				     "a+passphrase+for+measuring");
	send_all(
		s->fd,
		str_printf(
			s->a,
			"POST /unlock HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nSec-Fetch-Site: same-origin\r\n"
			"Cookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%.*s",
			s->port, s->cookie, form.n, STR_FMT(form)));
	int status = reply(s, &head, &body);
	if (status != 303)
		die("unlocking gave %d", status);
	take_cookie(s, head);
}

static int64_t resident(pid_t pid, struct arena *a)
{
	struct str text;
	struct str line;
	int64_t kb = 0;
	if (file_read(str_printf(a, "/proc/%ld/status", (long)pid).p, 1 << 16, a, &text, NULL) < 0)
		return 0;
	ptrdiff_t at = str_find(text, STR("VmRSS:"));
	if (at >= 0) {
		str_cut(str_from(text, (size_t)at + 6), 'k', &line);
		str_to_int(str_trim(line), &kb);
	}
	return kb * 1024;
}

/* One that nobody listens on now. */
static int free_port(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t n = sizeof at;
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, n) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &n) != 0)
		die("no port is free");
	close(fd);
	return ntohs(at.sin_port);
}

static pid_t start(const char *vigil, const char *vault, const char *pass, int port)
{
	char listen[64];
	snprintf(listen, sizeof listen, "127.0.0.1:%d", port);
	pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM); /* not to outlive a benchmark that fails */
		if (!freopen("/dev/null", "w", stdout))
			_exit(1);
		execl(vigil, vigil, "--vault", vault, "--passphrase-file", pass, "serve",
		      "--listen", listen, (char *)NULL);
		_exit(127);
	}
	return pid;
}

void bench_http(const char *vigil, const char *vault, const char *passphrase_file)
{
	static const struct {
		const char *what, *path;
	} REQUESTS[] = {
		{ "Today", "/" },
		{ "Register, plain", "/register" },
		{ "Register, three facets",
		  "/register?kind=person&status=executed&certainty=1&charge=baghi" },
		{ "Person with 5 claims", "/person/P-00500" },
		{ "Person with 200 claims", "/person/P-00001" },
		{ "Event", "/event/E-00100" },
		{ "Figures", "/figures" },
		{ "search, rare name", "/register?q=Nemouneh+Hezarom" },
		{ "search, very common name", "/register?q=Mohammad" },
		{ "last page of a long list", "/register?kind=person&offset=199900&limit=100" },
	};
	AUTO_ARENA *a = arena_new(0);
	struct session *s = NEW(a, struct session);
	s->port = free_port();
	pid_t pid = start(vigil, vault, passphrase_file, s->port);
	s->a = a;
	s->fd = -1;
	buf_init(&s->in, REPLY_MAX);
	for (int i = 0; i < 100 && s->fd < 0; i++) {
		usleep(100000);
		s->fd = connect_to(s->port);
	}
	if (s->fd < 0)
		die("vigil serve does not listen");
	unlock(s);
	for (size_t k = 0; k < COUNT(REQUESTS); k++) {
		double *ms = NEW_N(a, ROUNDS, double);
		struct str head;
		struct str body;
		int status = 0;
		size_t bytes = 0;
		for (int i = 0; i < ROUNDS + WARM; i++) {
			int64_t t = bench_now();
			status = get(s, REQUESTS[k].path, &head, &body);
			if (i >= WARM)
				ms[i - WARM] = (double)(bench_now() - t) / 1e6;
			bytes = body.n;
		}
		if (status != 200)
			printf("%s: status %d\n", REQUESTS[k].path, status);
		bench_line(str_printf(a, "%s, p99 (median %.1f ms, %zu kB)", REQUESTS[k].what,
				      bench_quantile(ms, ROUNDS, 0.5), bytes / 1000)
				   .p,
			   bench_quantile(ms, ROUNDS, 0.99), "ms", 50, "50 ms");
	}
	bench_line("resident memory of the server", (double)resident(pid, a) / 1e6, "MB", 200,
		   "200 MB");
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
	buf_done(&s->in);
	close(s->fd);
}
