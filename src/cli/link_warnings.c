/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/link_warnings.h"

void link_warnings_json(struct jout *j, const struct link_warning *w, size_t n, bool fields)
{
	AUTO_ARENA *a = arena_new(0);
	jout_array(j, "warnings");
	for (size_t i = 0; i < n; i++) {
		jout_object(j, NULL);
		jout_str(j, "code", str_of(link_warning_code(w[i].code)));
		jout_str(j, "what", link_warning_what(&w[i], LANG_EN, fields, a));
		jout_str(j, "todo", link_warning_todo(&w[i], LANG_EN));
		jout_close(j);
	}
	jout_close(j);
}
