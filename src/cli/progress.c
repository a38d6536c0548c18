/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/progress.h"

#include <unistd.h>

#include "base/clock.h"

static const int64_t SECOND = 1000000000;
enum { BAR = 24 };

struct progress progress_start(int fd, enum lang lang, const struct msg *what)
{
	struct progress p = {
		.fd = isatty(fd) ? fd : -1, .lang = lang, .what = what, .now_ns = clock_mono_ns
	};
	p.started = p.drawn = p.now_ns();
	return p;
}

struct str progress_text(struct arena *a, enum lang lang, const struct msg *what, int64_t done,
			 int64_t of, int64_t ns)
{
	struct str label = tr(lang, what);
	if (of <= 0)
		return str_printf(a, "\r\033[K%.*s  %.*s", STR_FMT(label),
				  STR_FMT(num_text(a, lang, done)));
	if (done > of)
		done = of;
	if (done < 0)
		done = 0;
	int64_t full = done * BAR / of;
	char bar[BAR + 1];
	memset(bar, ' ', BAR);
	memset(bar, '#', (size_t)full);
	bar[BAR] = '\0';
	struct str left = STR("");
	if (done > 0 && done < of && ns > 0) {
		int64_t s = (int64_t)((double)ns / (double)done * (double)(of - done)) / SECOND + 1;
		struct str t =
			str_printf(a, "%lld:%02lld", (long long)(s / 60), (long long)(s % 60));
		t = digits_local(a, lang, t);
		int64_t rate = (int64_t)((double)done * (double)SECOND / (double)ns);
		struct str n[] = { t, num_text(a, lang, rate) };
		left = rate >= 10 ? tr_fmt(a, lang,
					   MSG_P("  {2} a second, {1} left",
						 "  {2} در ثانیه، {1} مانده"),
					   n, 2)
				  : tr_fmt(a, lang, MSG_P("  {1} left", "  {1} مانده"), n, 1);
	}
	return str_printf(a, "\r\033[K%.*s  [%s] %.*s / %.*s%.*s", STR_FMT(label), bar,
			  STR_FMT(num_text(a, lang, done)), STR_FMT(num_text(a, lang, of)),
			  STR_FMT(left));
}

static void show(struct progress *p, struct str s)
{
	if (write(p->fd, s.p, s.n) < 0)
		p->fd = -1; /* the terminal is gone, the work is not */
}

int progress_step(void *ctx, int64_t done, int64_t of)
{
	struct progress *p = ctx;
	if (p->fd < 0)
		return 0;
	int64_t now = p->now_ns();
	if (now - p->started < SECOND || now - p->drawn < SECOND / 10)
		return 0;
	AUTO_ARENA *a = arena_new(0);
	p->drawn = now;
	p->shown = true;
	show(p, progress_text(a, p->lang, p->what, done, of, now - p->started));
	return 0;
}

void progress_end(struct progress *p)
{
	if (p->shown && p->fd >= 0)
		show(p, STR("\r\033[K"));
	p->shown = false;
}
