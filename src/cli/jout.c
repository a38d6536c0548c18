/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/jout.h"

#include <math.h>

#include "base/clock.h"
#include "base/json.h"
#include "vault/number.h"

static void begin(struct jout *j, const char *key)
{
	int at = j->depth - 1;
	assert(at >= 0 && !j->array[at] == !!key && "a key stands in objects and only there");
	if (j->some[at])
		buf_char(j->b, ',');
	j->some[at] = true;
	if (key) {
		json_put_str(j->b, str_of(key));
		buf_char(j->b, ':');
	}
}

static void open_level(struct jout *j, bool array)
{
	assert(j->depth < JOUT_DEPTH_MAX);
	j->array[j->depth] = array;
	j->some[j->depth++] = false;
	buf_char(j->b, array ? '[' : '{');
}

struct jout jout_begin(struct buf *b)
{
	struct jout j = { .b = b };
	open_level(&j, false);
	return j;
}

void jout_end(struct jout *j)
{
	assert(j->depth == 1 && "everything that was opened is closed");
	jout_close(j);
	buf_char(j->b, '\n');
}

void jout_object(struct jout *j, const char *key)
{
	begin(j, key);
	open_level(j, false);
}

void jout_array(struct jout *j, const char *key)
{
	begin(j, key);
	open_level(j, true);
}

void jout_close(struct jout *j)
{
	assert(j->depth > 0);
	buf_char(j->b, j->array[--j->depth] ? ']' : '}');
}

void jout_str(struct jout *j, const char *key, struct str s)
{
	begin(j, key);
	json_put_str(j->b, s);
}

void jout_text(struct jout *j, const char *key, struct str s)
{
	if (s.n)
		jout_str(j, key, s);
	else
		jout_null(j, key);
}

void jout_int(struct jout *j, const char *key, int64_t v)
{
	begin(j, key);
	json_put_int(j->b, v);
}

void jout_number(struct jout *j, const char *key, int64_t number)
{
	char text[NUMBER_TEXT_MAX];
	if (number_site(number))
		jout_str(j, key, str_of(number_text(number, 1, text)));
	else
		jout_int(j, key, number);
}

void jout_bool(struct jout *j, const char *key, bool v)
{
	begin(j, key);
	json_put_bool(j->b, v);
}

void jout_null(struct jout *j, const char *key)
{
	begin(j, key);
	buf_lit(j->b, "null");
}

void jout_time(struct jout *j, const char *key, int64_t ms)
{
	char t[CLOCK_TEXT_LEN + 1];
	clock_text(ms, t);
	jout_str(j, key, str_of(t));
}

void jout_decimal(struct jout *j, const char *key, double v, int places)
{
	if (!isfinite(v)) {
		jout_null(j, key);
		return;
	}
	begin(j, key);
	buf_printf(j->b, "%.*f", places, v);
}

void jout_real(struct jout *j, const char *key, double v)
{
	if (!isfinite(v)) {
		jout_null(j, key);
		return;
	}
	begin(j, key);
	/* Ten digits: what is the same on every system, and more than anybody needs. */
	buf_printf(j->b, "%.10g", v);
}

void jout_raw(struct jout *j, const char *key, struct str json)
{
	begin(j, key);
	buf_add(j->b, json);
}
