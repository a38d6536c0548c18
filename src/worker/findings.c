/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/findings.h"

void findings_init(struct findings *f, struct arena *a)
{
	memset(f, 0, sizeof *f);
	buf_init(&f->b, 3 << 20);
	f->out = (struct json_out){ .b = &f->b, .a = a };
}

void findings_done(struct findings *f)
{
	buf_done(&f->b);
}

void findings_add(struct findings *f, const char *code, struct str where, struct str claimed,
		  struct str found)
{
	if (f->n++ >= FINDINGS_MAX)
		return;
	json_out_begin(&f->out, NULL, '{');
	json_out_text(&f->out, "code", str_of(code));
	json_out_text(&f->out, "where", str_n(where.p, where.n < 1500 ? where.n : 1500));
	json_out_text(&f->out, "claimed", str_n(claimed.p, claimed.n < 300 ? claimed.n : 300));
	json_out_text(&f->out, "found", str_n(found.p, found.n < 300 ? found.n : 300));
	json_out_end(&f->out, '}');
}

void findings_put(struct findings *f, struct json_out *o)
{
	json_out_begin(o, "findings", '[');
	buf_add(o->b, buf_str(&f->b));
	json_out_end(o, ']');
	json_out_int(o, "findings_left_off", f->n > FINDINGS_MAX ? f->n - FINDINGS_MAX : 0);
}
