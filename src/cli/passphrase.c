/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/file.h"
#include "text/utf8.h"

enum {
	ROOM = 4096
}; /* a page: PASSPHRASE_MAX, its line end, and one byte to see that it is over */

void passphrase_init(struct passphrase *s)
{
	void *p = mmap(NULL, ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		die("out of memory");
	/* Both may be refused (limits of the system); then the wiping has to do. */
	(void)mlock(p, ROOM);
	(void)madvise(p, ROOM, MADV_DONTDUMP);
	s->p = p;
	s->n = 0;
}

void passphrase_done(struct passphrase *s)
{
	if (!s->p)
		return;
	wipe(s->p, ROOM);
	munmap(s->p, ROOM);
	*s = (struct passphrase){ 0 };
}

struct str passphrase_str(const struct passphrase *s)
{
	return str_n(s->p, s->n);
}

int passphrase_read(const char *path, struct passphrase *ret, struct err *e)
{
	AUTO_FD own = -1;
	int fd = STDIN_FILENO;
	if (strcmp(path, "-") != 0)
		fd = own = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return err_set(e, ERR_IO, "cannot read the passphrase file %s: %s", path,
			       strerror(errno));
	ret->n = 0;
	while (ret->n < PASSPHRASE_MAX + 2) {
		ssize_t n = read(fd, ret->p + ret->n, PASSPHRASE_MAX + 2 - ret->n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(e, ERR_IO, "cannot read the passphrase file %s: %s", path,
				       strerror(errno));
		if (n == 0)
			break;
		ret->n += (size_t)n;
	}
	if (ret->n && ret->p[ret->n - 1] == '\n')
		ret->n--;
	if (ret->n > PASSPHRASE_MAX)
		return err_set(e, ERR_TOOBIG, "%s is no passphrase file: it has more than %d bytes",
			       path, PASSPHRASE_MAX);
	if (ret->n == 0)
		return err_set(e, ERR_INPUT, "the passphrase file %s is empty", path);
	return 0;
}

/* ---- the terminal ---- */

/* Arrows and the like send ESC [ ... letter; without this they would become part of a passphrase that
 * nobody can type again elsewhere. True while `c` belongs to such a sequence. */
static bool is_escape(int *state, char c)
{
	switch (*state) {
	case 1: /* after ESC */
		*state = c == '[' || c == 'O' ? 2 : 0;
		return true;
	case 2: /* until the last byte */
		*state = c >= 0x40 && c <= 0x7E ? 0 : 2;
		return true;
	default:
		*state = c == 0x1B;
		return c == 0x1B;
	}
}

/* Takes one key; false at the end of the line. Editing is ours because the terminal's own would
 * need its signals, and a signal at the wrong moment leaves a terminal without echo. */
static bool take_key(struct passphrase *s, char c, bool *ret_cancelled)
{
	switch (c) {
	case '\r':
	case '\n':
		return false;
	case 0x03: /* Ctrl-C */
	case 0x04: /* Ctrl-D */
		*ret_cancelled = true;
		return false;
	case 0x15: /* Ctrl-U */
		s->n = 0;
		return true;
	case 0x7F:
	case 0x08:
		/* Back over the bytes of one character. */
		while (s->n && ((uint8_t)s->p[--s->n] & 0xC0) == 0x80)
			;
		return true;
	default:
		/* Ctrl-Z and friends are no part of it; neither is a tab, which cannot be seen. */
		if ((uint8_t)c >= 0x20 && s->n <= PASSPHRASE_MAX)
			s->p[s->n++] = c;
		return true;
	}
}

static int read_keys(int tty, struct passphrase *ret, struct err *e)
{
	bool cancelled = false;
	int escape = 0;
	for (;;) {
		char c;
		ssize_t n = read(tty, &c, 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(e, ERR_IO, "cannot read from the terminal");
		bool more = is_escape(&escape, c) || take_key(ret, c, &cancelled);
		wipe(&c, 1);
		if (!more)
			break;
	}
	if (cancelled)
		return err_set(e, ERR_INPUT, "no passphrase was given; nothing was done");
	if (ret->n > PASSPHRASE_MAX)
		return err_set(e, ERR_TOOBIG, "a passphrase has at most %d bytes", PASSPHRASE_MAX);
	return 0;
}

static void say(int tty, struct str s)
{
	/* A prompt that cannot be shown is not worth ending for. */
	if (write(tty, s.p, s.n) < 0)
		return;
}

int passphrase_ask(enum lang lang, const struct msg *prompt, struct passphrase *ret, struct err *e)
{
	AUTO_FD tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	struct termios was;
	struct termios quiet;
	ret->n = 0;
	if (tty < 0 || tcgetattr(tty, &was) != 0)
		return err_set(e, ERR_INPUT,
			       "a passphrase is needed and there is no terminal to ask at; "
			       "give --passphrase-file FILE or set VIGIL_PASSPHRASE_FILE");
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	quiet.c_cc[VMIN] = 1;
	quiet.c_cc[VTIME] = 0;
	if (tcsetattr(tty, TCSAFLUSH, &quiet) != 0)
		return err_set(e, ERR_IO, "cannot switch off the echo of the terminal");
	say(tty, tr(lang, prompt));
	int rc = read_keys(tty, ret, e);
	tcsetattr(tty, TCSAFLUSH, &was);
	say(tty, STR("\n"));
	return rc;
}

int passphrase_check_new(struct str s, struct err *e)
{
	size_t n = utf8_count(s);
	if (n < PASSPHRASE_MIN)
		return err_set(
			e, ERR_INPUT,
			"this passphrase has %zu characters; it needs at least %d. Six words drawn by "
			"chance from a dictionary are good and can be remembered",
			n, PASSPHRASE_MIN);
	for (size_t i = 1; i < s.n; i++)
		if (s.p[i] != s.p[0])
			return 0;
	return err_set(e, ERR_INPUT,
		       "this passphrase is one character over and over. Six words drawn by "
		       "chance from a dictionary are good and can be remembered");
}
