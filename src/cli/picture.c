/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/picture.h"

#include "base/child.h"
#include "base/file.h"

int picture_write(struct app *app, const char *option, const struct chart *c, struct err *e)
{
	enum { SCALE = 3 };
	struct str path = given_str(&app->given, option);
	const char *program;
	AUTO_BUF b;
	buf_init(&b, CHART_PNG_MAX);
	if (!path.p)
		return 0;
	if (str_ends(path, STR(".svg"))) {
		TRY(chart_svg_file(c, &b, e));
	} else if (str_ends(path, STR(".png"))) {
		TRY(child_find("vigil-draw", app->a, &program, e));
		TRY(chart_png(c, SCALE, program, &b, e));
	} else {
		return err_set(e, CLI_USAGE, "%s is a file that ends in .svg or .png", option);
	}
	return file_write(path.p, buf_str(&b), 0666, e);
}
