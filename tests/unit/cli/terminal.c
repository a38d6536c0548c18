/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking at a terminal: a child has a terminal of its own, the test sits at it. */
#define _XOPEN_SOURCE 700 /* posix_openpt */
#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "cli/passphrase.h"

static const struct msg PROMPT = MSG("Say it: ", "");

struct seat {
	int master;
	pid_t child;
	char seen[4096]; /* what the terminal showed */
	size_t n;
};

/* The child answers with what it was told, in hexadecimal so that an echo cannot be mistaken for it. */
static void be_child(const char *name)
{
	AUTO_PASSPHRASE s;
	struct err e = { 0 };
	setsid();
	int tty = open(name, O_RDWR);
	if (tty < 0)
		_exit(90);
	passphrase_init(&s);
	int rc = passphrase_ask(LANG_EN, &PROMPT, &s, &e);
	struct termios t;
	bool echoes = tcgetattr(tty, &t) == 0 && (t.c_lflag & ECHO);
	dprintf(tty, "rc %d, %s, <", -rc, echoes ? "echo again" : "no echo");
	for (size_t i = 0; rc == 0 && i < s.n; i++)
		dprintf(tty, "%02x", (unsigned)(uint8_t)s.p[i]);
	dprintf(tty, ">\n");
	_exit(0);
}

static bool sit_down(struct seat *s)
{
	*s = (struct seat){ .master = posix_openpt(O_RDWR | O_NOCTTY) };
	if (s->master < 0 || grantpt(s->master) != 0 || unlockpt(s->master) != 0)
		return false;
	const char *name = ptsname(s->master);
	s->child = fork();
	if (s->child == 0)
		be_child(name);
	return s->child > 0;
}

static bool read_until(struct seat *s, const char *text)
{
	while (!str_has(str_n(s->seen, s->n), str_of(text))) {
		struct pollfd p = { .fd = s->master, .events = POLLIN };
		if (s->n == sizeof s->seen || poll(&p, 1, 60000) <= 0)
			return false;
		ssize_t n = read(s->master, s->seen + s->n, sizeof s->seen - s->n);
		if (n <= 0)
			return false;
		s->n += (size_t)n;
	}
	return true;
}

static void stand_up(struct seat *s)
{
	int status;
	close(s->master);
	CHECK(waitpid(s->child, &status, 0) == s->child);
}

TEST(what_is_typed_is_not_shown)
{
	static const struct {
		const char *typed, *answer;
	} CASES[] = {
		{ "secret\n", "rc 0, echo again, <736563726574>" },
		{ "secret\r", "rc 0, echo again, <736563726574>" },
		{ "sx\x7F"
		  "ecret\n",
		  "rc 0, echo again, <736563726574>" },
		{ "wrong\x15"
		  "secret\n",
		  "rc 0, echo again, <736563726574>" },
		{ "a\xD9\x86\x7F"
		  "b\n",
		  "rc 0, echo again, <6162>" }, /* one letter of two bytes goes */
		{ "\x7F\x7F"
		  "a\n",
		  "rc 0, echo again, <61>" },
		/* An arrow, Delete, F1 and Ctrl-Z leave nothing behind. */
		{ "a\x1B[Ab\x1B[3~c\x1BOPd\x1A"
		  "e\n",
		  "rc 0, echo again, <6162636465>" },
		{ "secret\x03", "rc 2, echo again, <>" }, /* Ctrl-C: ERR_INPUT */
		{ "\x04", "rc 2, echo again, <>" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct seat s;
		if (!sit_down(&s))
			SKIP("this machine gives no pseudo-terminal");
		CHECK(read_until(&s, "Say it: "));
		size_t len = strlen(CASES[i].typed);
		ssize_t put = write(s.master, CASES[i].typed, len);
		CHECK(put == (ssize_t)len);
		if (!read_until(&s, ">"))
			FAIL("no answer to case %zu: %.*s", i, (int)s.n, s.seen);
		CHECK(str_has(str_n(s.seen, s.n), str_of(CASES[i].answer)));
		CHECK(!str_has(str_n(s.seen, s.n), STR("secret")) &&
		      !str_has(str_n(s.seen, s.n), STR("wrong")));
		stand_up(&s);
	}
}

TEST(without_a_terminal_it_says_what_to_give)
{
	int fds[2];
	CHECK(pipe(fds) == 0);
	pid_t child = fork();
	if (child == 0) {
		struct passphrase s;
		struct err e = { 0 };
		setsid();
		passphrase_init(&s);
		int rc = passphrase_ask(LANG_EN, &PROMPT, &s, &e);
		dprintf(fds[1], "%d %s", rc, e.text);
		_exit(0);
	}
	close(fds[1]);
	char got[1000];
	ssize_t n = read(fds[0], got, sizeof got);
	close(fds[0]);
	waitpid(child, NULL, 0);
	CHECK(n > 0);
	CHECK(str_has(str_n(got, n > 0 ? (size_t)n : 0), STR("-2 a passphrase is needed")));
	CHECK(str_has(str_n(got, n > 0 ? (size_t)n : 0), STR("--passphrase-file")));
}
