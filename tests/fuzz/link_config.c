/* room: link */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Configs come from files of people: what is taken is written and read again as the same. */
#include "fuzz.h"

#include "link/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	AUTO_BUF again;
	struct link_config c;
	struct link_config back;
	struct err e;
	buf_init(&b, 1 << 24);
	buf_init(&again, 1 << 24);
	if (link_config_read(str_n((const char *)data, size), a, &c, &e) < 0)
		return 0;
	assert(c.n_fields && c.n_fields <= LINK_FIELDS_MAX);
	link_config_write(&c, &b);
	if (buf_str(&b).n > LINK_CONFIG_MAX)
		return 0;
	assert(link_config_read(buf_str(&b), a, &back, &e) == 0);
	link_config_write(&back, &again);
	assert(str_eq(buf_str(&b), buf_str(&again)));
	return 0;
}
