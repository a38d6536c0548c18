/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: worker */
/* Any bytes as the XML of a sheet of XLSX and as the content of an ODS. */
#include "fuzz.h"

#include "rows_told.h"
#include "worker/xlsx.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_ROWS r;
	AUTO_ROWS s;
	struct xlsx_style styles[] = { { .shows = XLSX_SHOWS_NUMBER },
				       { .format = STR("yyyy"), .shows = XLSX_SHOWS_DATE },
				       { .shows = XLSX_SHOWS_BOTH, .other_calendar = true } };
	struct xlsx x = { .a = a, .styles = styles, .n_styles = COUNT(styles) };
	struct table_found found = { .format = TABLE_ODS };
	struct table_ask ask = { .fd = -1, .a = a };
	struct str xml = str_n((const char *)p, n < 100000 ? n : 100000);
	uint32_t end = 2;
	buf_init(&x.text, 100);
	buf_init(&x.ends, 100);
	buf_lit(&x.text, "ab");
	buf_add_n(&x.ends, &end, sizeof end);
	rows_init(&r, -1, 0);
	rows_init(&s, -1, 0);
	r.bytes_max = s.bytes_max = 64 << 20;
	if (xlsx_sheet_str(&x, xml, &r, NULL) == 0)
		check_told(&r);
	if (ods_content_str(&ask, xml, &s, &found, NULL) == 0)
		check_told(&s);
	xlsx_close(&x);
	return 0;
}
