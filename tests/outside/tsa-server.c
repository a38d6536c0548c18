/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tsa-server FOLDER SCRIPT PORTFILE - a time-stamping authority and a calendar over HTTP, for the tests.
 *
 *	POST /tsa/NAME        answered by `sh SCRIPT reply FOLDER NAME REQUEST RESPONSE`
 *	POST /digest          a calendar's promise for 32 bytes
 *	GET  /timestamp/HEX   404 until FOLDER/mined is there, then block 138
 *
 * Listens on a free port of the loopback address, which it writes into PORTFILE, until it is ended. One
 * request at a time.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BODY_MAX = 65536, PATH_ROOM = 512 };

struct server {
	const char *folder, *script;
};

struct body {
	char p[BODY_MAX];
	size_t n;
};

static int write_all(const char *path, const char *p, size_t n)
{
	FILE *f = fopen(path, "wb");
	int ok = f && fwrite(p, 1, n, f) == n;
	return f && fclose(f) == 0 && ok;
}

static size_t read_all(const char *path, char *p, size_t max)
{
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(p, 1, max, f) : 0;
	if (f)
		fclose(f);
	return n;
}

static enum MHD_Result answer(struct MHD_Connection *c, unsigned status, const char *type,
			      const char *p, size_t n)
{
	char copy[BODY_MAX];
	memcpy(copy, p, n);
	struct MHD_Response *r = MHD_create_response_from_buffer(n, copy, MHD_RESPMEM_MUST_COPY);
	MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	enum MHD_Result rc = MHD_queue_response(c, status, r);
	MHD_destroy_response(r);
	return rc;
}

/* Names are letters and hyphens: nothing of the request reaches a shell otherwise. */
static int is_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return n > 0 && s[n] == '\0';
}

static enum MHD_Result stamp(const struct server *s, struct MHD_Connection *c, const char *name,
			     const struct body *b)
{
	char request[PATH_ROOM];
	char response[PATH_ROOM];
	char command[4 * PATH_ROOM];
	static char out[BODY_MAX];
	const char *type =
		MHD_lookup_connection_value(c, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE);
	if (!is_name(name) || !type || strcmp(type, "application/timestamp-query") != 0)
		return answer(c, 400, "text/plain", "bad request\n", 12);
	snprintf(request, sizeof request, "%s/http.tsq", s->folder);
	snprintf(response, sizeof response, "%s/http.tsr", s->folder);
	snprintf(command, sizeof command, "sh '%s' reply '%s' '%s' '%s' '%s' >/dev/null 2>&1",
		 s->script, s->folder, name, request, response);
	if (!write_all(request, b->p, b->n) || system(command) != 0)
		return answer(c, 500, "text/plain", "no\n", 3);
	return answer(c, 200, "application/timestamp-reply", out,
		      read_all(response, out, sizeof out));
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *c, const char *url,
				  const char *method, const char *version, const char *data,
				  size_t *size, void **req)
{
	static const char PROMISE[] = "\xf0\x02\x01\x02\x08"
				      "\x00\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e\x0f\x0ehttps://c.test";
	static const char BLOCK[] =
		"\xf1\x01\xaa\x08\x00\x05\x88\x96\x0d\x73\xd7\x19\x01\x02\x8a\x01";
	const struct server *s = ctx;
	struct body *b = *req;
	char mined[PATH_ROOM];
	(void)version;
	if (!b) {
		*req = calloc(1, sizeof *b);
		return *req ? MHD_YES : MHD_NO;
	}
	if (*size) {
		size_t n = *size < BODY_MAX - b->n ? *size : BODY_MAX - b->n;
		memcpy(b->p + b->n, data, n);
		b->n += n;
		*size = 0;
		return MHD_YES;
	}
	int post = strcmp(method, "POST") == 0;
	snprintf(mined, sizeof mined, "%s/mined", s->folder);
	if (post && strncmp(url, "/tsa/", 5) == 0)
		return stamp(s, c, url + 5, b);
	if (post && strcmp(url, "/digest") == 0 && b->n == 32)
		return answer(c, 200, "application/octet-stream", PROMISE, sizeof PROMISE - 1);
	if (!post && strncmp(url, "/timestamp/", 11) == 0 && access(mined, R_OK) == 0)
		return answer(c, 200, "application/octet-stream", BLOCK, sizeof BLOCK - 1);
	return answer(c, 404, "text/plain", "not found\n", 10);
}

static void on_end(void *ctx, struct MHD_Connection *c, void **req,
		   enum MHD_RequestTerminationCode why)
{
	(void)ctx, (void)c, (void)why;
	free(*req);
}

int main(int argc, char **argv)
{
	struct sockaddr_in here = { .sin_family = AF_INET };
	char text[32];
	char new_file[PATH_ROOM];
	if (argc != 4)
		return 2;
	struct server s = { argv[1], argv[2] };
	here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	struct MHD_Daemon *d =
		MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, on_request, &s,
				 MHD_OPTION_SOCK_ADDR, &here, MHD_OPTION_NOTIFY_COMPLETED, on_end,
				 NULL, MHD_OPTION_END);
	if (!d)
		return 1;
	int n = snprintf(text, sizeof text, "%u\n",
			 (unsigned)MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
	snprintf(new_file, sizeof new_file, "%s.new", argv[3]);
	if (!write_all(new_file, text, (size_t)n) || rename(new_file, argv[3]) != 0)
		return 1;
	for (;;)
		pause();
}
