/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * part_proof.c - the proof of one entry: made now, and judged as a stranger would judge it, by the
 * text and a policy. The policy here is this log's own key, so what it shows is that the vault holds
 * together; that the log is the one others saw takes a policy from somebody else.
 */
#include "web/part.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "ledger/proof_text.h"
#include "redact/disclose.h"
#include "vault/log.h"
#include "web/page.h"

/* ---- making ----------------------------------------------------------- */

/* The log the entry stands in: its key is taken from the vault, as everything on this page. */
static int own_policy(struct vault *v, int64_t seq, struct arena *a, struct proof_view *ret,
		      struct err *e)
{
	AUTO_BUF b;
	struct vault_log *logs;
	size_t n;
	buf_init(&b, 4096);
	ret->origin = vault_origin(v);
	if (number_site(seq) == vault_site(v)) {
		policy_write_log(&b, vault_log_vkey(v, a));
		ret->policy = buf_copy(&b, a);
		return 0;
	}
	TRY(vault_logs(v, a, &logs, &n, e));
	for (size_t i = 0; i < n; i++) {
		if (logs[i].site != number_site(seq))
			continue;
		ret->origin = logs[i].origin;
		policy_write_log(&b, logs[i].vkey);
	}
	ret->policy = buf_copy(&b, a);
	return 0;
}

static int judge(struct proof_view *v, struct arena *a, struct err *e)
{
	struct policy policy;
	struct proof_text text;
	struct proof_verdict verdict;
	TRY(policy_read(v->policy, a, &policy, e));
	TRY(proof_text_read(v->text, a, &text, e));
	TRY(proof_text_verify(&text, &policy, a, &verdict, e));
	v->size = verdict.log.checkpoint.size;
	v->root = hex_str(a, verdict.log.checkpoint.root.b, HASH_LEN);
	v->kid = verdict.claim.kid;
	v->author_seq = number_of(number_site(v->seq), verdict.author_index);
	v->hashes = text.record.proof.n;
	v->shown = verdict.claim.n;
	v->withheld = verdict.claim.withheld;
	v->fingerprint = hex_str(a, verdict.claim.hash.b, HASH_LEN);
	return 0;
}

int proof_load(struct page_request *p, int64_t seq, struct proof_view *ret, struct err *e)
{
	struct vault *v = reg_vault(p->reg);
	struct err why = { 0 };
	struct vault_entry entry;
	struct disclosed shown;
	struct proof_view view = { .seq = seq, .computed_ms = p->now_ms };
	TRY(vault_entry_read(v, seq, p->a, &entry, e));
	disclose_public(reg_vocab(p->reg), &entry, p->a, &shown);
	TRY(vault_proof(v, seq, disclosed_shows, &shown, p->a, &view.text, e));
	TRY(own_policy(v, seq, p->a, &view, e));
	if (judge(&view, p->a, &why) < 0)
		view.why = str_copy(p->a, str_of(why.text));
	*ret = view;
	return 0;
}

/* ---- showing ---------------------------------------------------------- */

static void step(const struct part *p, const struct msg *title, struct str says)
{
	html_lit(p->h, "<li><b>");
	part_say(p, title);
	html_lit(p->h, "</b><span>");
	html_text(p->h, says);
	html_lit(p->h, "</span></li>\n");
}

static void steps(const struct part *p, const struct proof_view *v)
{
	struct str n[] = { page_entry_text(p->a, p->lang, v->seq), num_text(p->a, p->lang, v->size),
			   num_text(p->a, p->lang, (int64_t)v->hashes) };
	struct str author = page_entry_text(p->a, p->lang, v->author_seq);
	html_lit(p->h, "<ol class=\"steps\">");
	step(p, MSG_P("It is in the log", "در دفتر هست"),
	     tr_fmt(p->a, p->lang,
		    MSG_P("Entry {1} of a log of {2} entries; fingerprints that lead from it to the head: {3}.",
			  "مدخل {1} از دفتری با {2} مدخل؛ شمار اثرهایی که از آن به سر دفتر می‌رسند: {3}."),
		    n, 3));
	step(p, MSG_P("It is as it was sealed", "همان است که مُهر شد"),
	     tr_fmt(p->a, p->lang,
		    MSG_P("Signed by a member’s key that entry {1} put in force; not a byte has changed since.",
			  "با کلید عضوی امضا شده که مدخل {1} آن را معتبر کرد؛ از آن پس بایتی دگرگون نشده است."),
		    &author, 1));
	step(p, MSG_P("The head is signed", "سر دفتر امضا شده است"),
	     tr(p->lang, MSG_P("By the key of this log.", "با کلید همین دفتر.")));
	step(p,
	     MSG_P("Outsiders hold the same head",
		   "بیرونی‌ها همین سر را دارند"),
	     tr(p->lang, MSG_P("Not yet: this log has no outside witness yet.",
			       "هنوز نه: این دفتر هنوز گواه بیرونی ندارد.")));
	html_lit(p->h, "</ol>\n");
}

#define SAYS(p, en, fa)                                                                            \
	do {                                                                                       \
		html_lit((p)->h, "<li>");                                                          \
		part_say((p), MSG_P(en, fa));                                                      \
		html_lit((p)->h, "</li>");                                                         \
	} while (0)

static void says(const struct part *p)
{
	html_lit(p->h, "<div class=\"says\" style=\"margin-block-start:1rem\"><div><h3>");
	part_say(p, MSG_P("This shows", "این نشان می‌دهد"));
	html_lit(p->h, "</h3><ul>");
	SAYS(p, "that this was recorded under this member’s key", "که این با کلید این عضو ثبت شد");
	SAYS(p, "that nothing in it was altered since", "که از آن پس چیزی در آن دگرگون نشد");
	html_lit(p->h, "</ul></div><div><h3>");
	part_say(p, MSG_P("This does not show", "این نشان نمی‌دهد"));
	html_lit(p->h, "</h3><ul>");
	SAYS(p, "that the claim is true", "که ادعا راست است");
	SAYS(p, "that the source is reliable", "که منبع معتبر است");
	SAYS(p, "when it was recorded, other than what this computer said",
	     "که کِی ثبت شد، جز آنچه این رایانه گفت");
	SAYS(p, "that no other log was shown to others: that takes an outside witness",
	     "که دفتر دیگری به دیگران نشان داده نشد: آن گواه بیرونی می‌خواهد");
	html_lit(p->h, "</ul></div></div>\n");
}

static void code(const struct part *p, const struct msg *label, struct str s)
{
	html_lit(p->h, "<p class=\"label small\">");
	part_say(p, label);
	html_lit(p->h, "</p><code class=\"copy\" lang=\"en\" dir=\"ltr\">");
	html_text(p->h, s);
	html_lit(p->h, "</code>\n");
}

static void header(const struct part *p, const struct proof_view *v)
{
	html_lit(p->h, "<header><h2 id=\"pf\">");
	part_say(p, MSG_P("Proof", "برهان"));
	html_lit(p->h, "</h2><span class=\"tag ink\">");
	if (v->why.n)
		part_say(p, MSG_P("Does not check out", "درست در نمی‌آید"));
	else
		part_say(p, MSG_P("Checks out", "درست در می‌آید"));
	html_lit(p->h, "</span><span class=\"small muted\">");
	part_say(p, MSG_P("computed on this computer, ",
			  "حساب‌شده روی همین رایانه، "));
	html_text(p->h, word_time(p, v->computed_ms));
	html_lit(p->h, "</span></header>\n");
}

void part_proof(const struct part *p, const struct proof_view *v)
{
	html_lit(p->h, "<section class=\"proof\" id=\"proof\" aria-labelledby=\"pf\" "
		       "style=\"margin-block-end:2rem\">");
	header(p, v);
	if (v->why.n) {
		html_lit(p->h, "<p>");
		page_foreign(p->h, p->lang, v->why, STR("en"));
		html_lit(p->h, "</p></section>\n");
		return;
	}
	html_lit(p->h, "<div class=\"cols two\">");
	steps(p, v);
	html_lit(p->h, "<div>");
	code(p, MSG_P("Head", "سر دفتر"), v->root);
	code(p, MSG_P("Fingerprint of the sealed claim", "اثر ادعای مُهرشده"), v->fingerprint);
	says(p);
	html_lit(
		p->h,
		"<p class=\"actions noprint\" style=\"margin-block-start:1rem\"><a class=\"button\" href=\"/proof/");
	page_entry_id(p->h, v->seq);
	html_lit(p->h, "?download=1\">");
	part_say(p, MSG_P("Download the proof", "بارگیری برهان"));
	html_lit(p->h, "</a> <a href=\"/verify\">");
	part_say(p, MSG_P("Verify a proof", "راستی‌آزمایی یک برهان"));
	html_lit(p->h, "</a></p></div></div></section>\n");
}
