/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_proof.c - Proof of one entry: made and judged now, to be taken away and judged elsewhere.
 *
 * The text and the policy stand on the page as they are, so that a reader who trusts neither this
 * program nor this computer can carry them off and ask another.
 */
#include "web/page_claim.h"

#include "web/routes.h"

struct proof_page_view {
	const struct vocab *vocab;
	struct proof_view proof;
};

static struct str file_name(struct arena *a, int64_t seq)
{
	return str_printf(a, "entry-%s.proof", number_str(a, seq).p);
}

static void elsewhere(const struct part *p, const struct proof_view *v)
{
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"ce\"><h2 id=\"ce\">");
	part_say(p, MSG_P("Check it without us", "بی ما بیازمایید"));
	html_lit(p->h, "</h2>\n<p>");
	part_say(p, MSG_P("On any computer, without a network and without this vault:",
			  "روی هر رایانه، بی شبکه و بی این گاوصندوق:"));
	html_lit(
		p->h,
		"</p>\n<p class=\"panel copy mono small\" lang=\"en\" dir=\"ltr\">vigil-verify --policy policy ");
	html_text(p->h, file_name(p->a, v->seq));
	html_lit(p->h, "</p>\n<p>");
	part_say(
		p,
		MSG_P("The policy says whose log is trusted. This is ours; whoever checks takes it from "
		      "somebody they trust, not from this page:",
		      "سیاست می‌گوید به دفتر چه کسی اعتماد می‌شود. این از آنِ ماست؛ هر که می‌آزماید آن را از کسی "
		      "می‌گیرد که به او اعتماد دارد، نه از این صفحه:"));
	html_lit(
		p->h,
		"</p>\n<pre class=\"copy mono small panel\" lang=\"en\" dir=\"ltr\" tabindex=\"0\" "
		"style=\"white-space:pre-wrap;overflow-wrap:anywhere\">");
	html_text(p->h, v->policy);
	html_lit(p->h, "</pre></section>\n");
}

static void text(const struct part *p, const struct proof_view *v)
{
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"pt\"><header><h2 id=\"pt\">");
	part_say(p, MSG_P("The proof itself", "خودِ برهان"));
	html_lit(p->h, "</h2><p class=\"muted\">");
	part_say(
		p,
		MSG_P("It shows what may stand in public; the rest stays sealed in it.",
		      "آنچه می‌تواند همگانی باشد در آن هست؛ بقیه در آن مُهرشده می‌ماند."));
	html_lit(
		p->h,
		"</p></header>\n<pre class=\"copy mono small panel\" lang=\"en\" dir=\"ltr\" tabindex=\"0\" "
		"style=\"white-space:pre-wrap;overflow-wrap:anywhere;max-block-size:24rem;overflow:auto\">");
	html_text(p->h, v->text);
	html_lit(p->h, "</pre></section>\n");
}

static void headline(const struct part *p, const struct proof_view *v)
{
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"/history\">");
	part_say(p, MSG_P("History", "تاریخچه"));
	html_lit(p->h, "</a> / ");
	part_entry(p, v->seq);
	html_lit(p->h, " / ");
	part_say(p, MSG_P("proof", "برهان"));
	html_lit(p->h, "</p>\n<div class=\"headline\"><p class=\"kicker\">");
	part_say(p, MSG_P("How can this be checked?",
			  "چگونه می‌توان این را آزمود؟"));
	html_lit(p->h, "</p><h1>");
	part_say(p, MSG_P("Proof of entry ", "برهان مدخل "));
	page_entry(p->h, p->lang, v->seq);
	html_lit(p->h, "</h1></div>\n");
}

static void render(struct html *h, const struct shell *s, const struct proof_page_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, NULL, a);
	page_begin(h, s, tr(s->lang, MSG_P("Proof", "برهان")), SECTION_VERIFY);
	headline(&p, &v->proof);
	part_proof(&p, &v->proof);
	elsewhere(&p, &v->proof);
	text(&p, &v->proof);
	page_end(h, s);
}

static int download(struct page_request *p, const struct proof_view *v)
{
	buf_add(&p->rs->body, v->text);
	http_download(p->rs, file_name(p->a, v->seq), STR("text/plain; charset=utf-8"));
	return 0;
}

int page_proof(struct page_request *p, struct err *e)
{
	struct proof_page_view v = { .vocab = reg_vocab(p->reg) };
	struct html h;
	int64_t seq;
	TRY(claim_seq(p, &seq, e));
	TRY(proof_load(p, seq, &v.proof, e));
	if (str_eq(page_arg(p, "download"), STR("1")))
		return download(p, &v.proof);
	html_begin(&h, &p->rs->body);
	render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
