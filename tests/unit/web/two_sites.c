/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sites of one register, each with its pages: what they show of the register is the same, byte for byte. */
#include "site.h"

#include "unit/register/sites.h"

struct pages {
	struct sites x;
	struct site site[2];
	struct browser b[2];
};

/* From <main> to its end: the frame names the member, the form tokens and the head of each. */
static struct str main_of(struct browser *b)
{
	ptrdiff_t from = str_find(b->body, STR("<main"));
	ptrdiff_t to = str_find(b->body, STR("</main>"));
	if (from < 0 || to < from)
		return b->body;
	return str_n(b->body.p + from, (size_t)(to - from));
}

static void serve(struct pages *p)
{
	static const char *const WORDS[] = { "a passphrase for tests", "battery staple" };
	for (int i = 0; i < 2; i++) {
		struct scene *s = &p->x.s[i];
		reg_close(s->r);
		s->r = NULL;
		p->site[i] = (struct site){ .a = s->a };
		p->site[i].web = web_new(s->path, STR("8484"), 900);
		p->b[i] = (struct browser){ .site = &p->site[i] };
		unlock(&p->b[i], WORDS[i]);
		CHECK_INT(p->b[i].status, 303);
	}
}

static void pages_close(struct pages *p)
{
	for (int i = 0; i < 2; i++)
		web_free(p->site[i].web);
	sites_close(&p->x);
}

static void fill_both(struct sites *x)
{
	struct scene *a = &x->s[0];
	struct scene *b = &x->s[1];
	int64_t one = say(a, "organisation:one", "person:p", "name=Nemouneh Yek; birth_date=1990");
	site_give(a, b, true);
	int64_t two = say(b, "organisation:two", "person:p", "birth_date=1991");
	say(a, "organisation:three", "person:p", "birth_date=1992");
	say(b, "organisation:two", "event:e", "type=execution; victim=person:p; date=2025-07-27");
	say(b, "organisation:two", "person:q", "name=Nemouneh Do");
	adopt(a, "person:p", "birth_date", one * 256 + 2);
	adopt(b, "person:p", "birth_date", two * 256 + 1);
	take_back(b, one);
	sites_rest(x);
}

static void same_page(struct pages *p, const char *address)
{
	for (int i = 0; i < 2; i++) {
		get(&p->b[i], address);
		CHECK_INT(p->b[i].status, 200);
	}
	struct str x = main_of(&p->b[0]);
	struct str y = main_of(&p->b[1]);
	size_t at = 0;
	while (at < x.n && at < y.n && x.p[at] == y.p[at])
		at++;
	if (at < x.n || at < y.n)
		FAIL("%s differs: ...%.*s... and ...%.*s...", address,
		     (int)(x.n - at < 120 ? x.n - at : 120), x.p + at,
		     (int)(y.n - at < 120 ? y.n - at : 120), y.p + at);
}

TEST(the_register_is_the_same_at_both)
{
	AUTO(pages_close) struct pages p;
	char letters[6];
	memset(&p, 0, sizeof p);
	sites_open(&p.x, 2);
	fill_both(&p.x);
	number_site_text(vault_site(p.x.s[1].r->v), letters);
	struct arena *a = p.x.s[0].a;
	const char *entry = str_printf(a, "%s-4", letters).p;
	const char *record = str_printf(a, "/person/P-%s-00001", letters).p;
	serve(&p);
	same_page(&p, "/register?k=person");
	same_page(&p, "/register?k=person&o=claim");
	same_page(&p, "/register");
	same_page(&p, "/person/P-00001");
	same_page(&p, record);
	same_page(&p, "/conflicts?show=all");
	same_page(&p, "/figures");
	same_page(&p, str_printf(a, "/claim/%s", entry).p);
	CHECK(has(&p.b[0], "/register") && has(&p.b[0], entry));
}

TEST(what_came_from_elsewhere_is_said_and_can_be_opened)
{
	AUTO(pages_close) struct pages p;
	char letters[6];
	memset(&p, 0, sizeof p);
	sites_open(&p.x, 2);
	fill_both(&p.x);
	number_site_text(vault_site(p.x.s[1].r->v), letters);
	struct arena *a = p.x.s[0].a;
	struct browser *b = &p.b[0];
	serve(&p);
	get(b, "/history");
	CHECK(has(b, "Taken in from another site"));
	CHECK(has(b, str_printf(a, "site %s", letters).p));
	get(b, "/logs");
	CHECK_INT(b->status, 200);
	CHECK(has(b, "the founding log") && has(b, str_printf(a, "site %s", letters).p));
	CHECK(has(b, "None: no two heads are known"));
	CHECK(!has(b, "Two histories of one log"));
	get(b, "/logs?fork=1&note=ours");
	CHECK_INT(b->status, 404);
	get(b, str_printf(a, "/history?before=%s-4", letters).p);
	CHECK_INT(b->status, 200);
	CHECK(!has(b, str_printf(a, "id=\"e-%s-4\"", letters).p));
	get(b, str_printf(a, "/claim/%s-99", letters).p);
	CHECK_INT(b->status, 404);
	get(b, "/claim/qqqqq-1");
	CHECK_INT(b->status, 404);
	get(b, str_printf(a, "/proof/%s-3", letters).p);
	CHECK_INT(b->status, 200);
	CHECK(has(b, "Checks out") && !has(b, "Does not check out"));
	get(b, "/conflicts");
	CHECK(has(b, "Decided differently"));
}
