/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web/figure_soon.h"

#define NEARLY_ALL 0.95

int figure_soon_load(struct page_request *p, int64_t figure, enum figure_by by,
		     struct figure_soon *ret, struct err *e)
{
	struct figure_delays d;
	*ret = (struct figure_soon){
		.o = { .now = -1, .max_delay = -1, .conf = 0.95, .above = NUM_NAN }
	};
	if (by == FIGURE_BY_JALALI_MONTH)
		by = FIGURE_BY_MONTH;
	int rc = reg_figure_delays(p->reg, figure, by, p->a, &d, e);
	if (rc == 0)
		rc = watch_of_delays(&d, p->a, &ret->table, e);
	if (rc == 0)
		rc = nowcast_learn(&ret->table, &ret->o, p->a, &ret->delay, e);
	/* No series, or a register that is too young for it, is no failure of the page. */
	if (rc < 0)
		return rc == ERR_INPUT ? 0 : rc;
	watch_delay_notes(&d, p->lang, p->a, ret->notes);
	nowcast_predict(&ret->table.series[0], &ret->delay, &ret->o, p->a, &ret->points, &ret->n);
	ret->there = ret->n && ret->points[ret->n - 1].share < NEARLY_ALL;
	return 0;
}

void figure_soon_render(const struct part *p, const struct figure_soon *s)
{
	struct nowcast_point *const points[] = { s->points };
	const size_t n[] = { s->n };
	const struct nowcast_page page = { .table = &s->table,
					   .o = &s->o,
					   .delay = &s->delay,
					   .points = points,
					   .n_points = n,
					   .lang = p->lang };
	struct str said[NOWCAST_SAID];
	if (!s->there)
		return;
	report_nowcast_said(&page, p->a, said);
	html_lit(p->h,
		 "<section class=\"block\" id=\"soon\" aria-labelledby=\"so\"><h2 id=\"so\">");
	part_say(p, MSG_P("What the newest periods will come to",
			  "تازه‌ترین دوره‌ها به چند می‌رسد"));
	html_lit(p->h, "</h2>\n<p>");
	part_say(
		p,
		MSG_P("From how late entries of this register came before, and if they come as late now. An estimate, not a count.",
		      "از این‌که ورودی‌های این دفتر پیش‌تر چه دیر می‌رسید، و اگر اکنون نیز چنین برسد. برآورد است، نه شمار."));
	html_lit(p->h, " ");
	html_text(p->h, said[0]);
	html_lit(p->h, "</p>\n");
	report_nowcast_table(p->h, &page, 0, p->a);
	/* The options of the command, of which the last sentence speaks, are not those of a page. */
	for (size_t i = 1; i < 3; i++)
		if (said[i].n)
			html_el_class(p->h, "p", "notice", said[i]);
	for (size_t i = 0; i < COUNT(s->notes); i++)
		if (s->notes[i].n)
			html_el_class(p->h, "p", "small", s->notes[i]);
	html_lit(p->h, "</section>\n");
}
