/* SPDX-License-Identifier: GPL-3.0-or-later */
/* making.c - the parts that every kind of report needs. */
#include "intake/preserve_priv.h"

void making_begin(struct making *m, const struct preserve_options *o, struct arena *a)
{
	memset(m, 0, sizeof *m);
	m->a = a;
	m->o = o;
	m->findings = NEW_N(a, PRESERVE_FINDINGS_MAX, struct preserve_finding);
	m->urls = NEW_N(a, PRESERVE_URLS_MAX, struct preserve_url);
	m->r.findings = m->findings;
	m->r.urls = m->urls;
}

static struct str text(struct making *m, struct str s)
{
	return str_copy(m->a, text_made_valid(m->a, s, JSON_OUT_TEXT_MAX));
}

void making_finding(struct making *m, struct str code, struct str where, struct str claimed,
		    struct str found)
{
	if (m->r.n_findings == PRESERVE_FINDINGS_MAX) {
		m->r.findings_left_off++;
		return;
	}
	m->findings[m->r.n_findings++] =
		(struct preserve_finding){ text(m, code), text(m, where), text(m, claimed),
					   text(m, found) };
}

void making_url(struct making *m, struct str url, struct str date)
{
	for (size_t i = 0; i < m->r.n_urls; i++)
		if (str_eq(m->urls[i].url, url) && str_eq(m->urls[i].date, date))
			return;
	if (m->r.n_urls == PRESERVE_URLS_MAX) {
		m->r.urls_left_off++;
		return;
	}
	m->urls[m->r.n_urls++] = (struct preserve_url){ text(m, url), text(m, date) };
}

/* ---- files with their hashes ---- */

static int add(void *ctx, const void *p, size_t n, struct err *e)
{
	(void)e;
	hasher_add(ctx, p, n);
	return 0;
}

int hashed_make(const struct bag_files *files, struct arena *a, struct hashed *ret, struct err *e)
{
	ret->files = files;
	ret->sha256 = NEW_N(a, files->n, struct hash);
	ret->roles = NEW_N(a, files->n, const char *);
	ret->known = NEW_N(a, files->n, bool);
	for (size_t i = 0; i < files->n; i++) {
		struct hasher *h = hasher_new();
		int rc = files->stream(files->ctx, i, add, h, e);
		ret->sha256[i] = hasher_end(h);
		TRY(rc);
	}
	return 0;
}

ptrdiff_t hashed_find(const struct hashed *h, const struct hash *sha256)
{
	for (size_t i = 0; i < h->files->n; i++)
		if (hash_eq(&h->sha256[i], sha256))
			return (ptrdiff_t)i;
	return -1;
}

struct str name_of_path(struct str path)
{
	size_t at = path.n;
	while (at > 0 && path.p[at - 1] != '/')
		at--;
	return str_from(path, at);
}

ptrdiff_t hashed_find_name(const struct hashed *h, struct str name)
{
	ptrdiff_t found = -1;
	for (size_t i = 0; name.n && i < h->files->n; i++)
		if (str_eq(name_of_path(h->files->list[i].path), name)) {
			if (found >= 0)
				return -1;
			found = (ptrdiff_t)i;
		}
	return found;
}

void hashed_members(struct making *m, const struct hashed *h)
{
	struct preserve_member *list = NEW_N(m->a, h->files->n, struct preserve_member);
	for (size_t i = 0; i < h->files->n; i++)
		list[i] = (struct preserve_member){
			.name = text(m, h->files->list[i].path),
			.bytes = h->files->list[i].size,
			.sha256 = h->sha256[i],
			.role = str_of(h->roles[i]),
		};
	m->r.members = list;
	m->r.n_members = h->files->n;
}

/* ---- writing ---- */

struct str preserve_kind_name(enum preserve_kind k)
{
	switch (k) {
	case PRESERVE_UNKNOWN:
		return STR("unknown");
	case PRESERVE_BAGIT:
		return STR("bagit");
	case PRESERVE_WACZ:
		return STR("wacz");
	case PRESERVE_WARC:
		return STR("warc");
	case PRESERVE_PROOFMODE:
		return STR("proofmode");
	case PRESERVE_ARCHIVER:
		return STR("auto-archiver");
	}
	return STR_NULL;
}

static void put_lists(struct json_out *o, const struct preserve_report *r)
{
	json_out_begin(o, "urls", '[');
	for (size_t i = 0; i < r->n_urls; i++) {
		json_out_begin(o, NULL, '{');
		json_out_text(o, "url", r->urls[i].url);
		json_out_text(o, "date", r->urls[i].date);
		json_out_end(o, '}');
	}
	json_out_end(o, ']');
	json_out_begin(o, "members", '[');
	for (size_t i = 0; i < r->n_members; i++) {
		json_out_begin(o, NULL, '{');
		json_out_text(o, "name", r->members[i].name);
		json_out_int(o, "bytes", r->members[i].bytes);
		json_out_hex(o, "sha256", r->members[i].sha256.b, HASH_LEN);
		json_out_text(o, "role", r->members[i].role);
		json_out_end(o, '}');
	}
	json_out_end(o, ']');
	json_out_begin(o, "findings", '[');
	for (size_t i = 0; i < r->n_findings; i++) {
		json_out_begin(o, NULL, '{');
		json_out_text(o, "code", r->findings[i].code);
		json_out_text(o, "where", r->findings[i].where);
		json_out_text(o, "claimed", r->findings[i].claimed);
		json_out_text(o, "found", r->findings[i].found);
		json_out_end(o, '}');
	}
	json_out_end(o, ']');
}

void preserve_put(struct json_out *o, const char *key, const struct preserve_report *r)
{
	json_out_begin(o, key, '{');
	json_out_text(o, "kind", preserve_kind_name(r->kind));
	json_out_bool(o, "folder", r->is_folder);
	json_out_hex(o, "sha256", r->sha256.b, HASH_LEN);
	json_out_int(o, "bytes", r->bytes);
	json_out_text(o, "tool", r->tool);
	json_out_text(o, "created_claimed", r->created);
	json_out_text(o, "title", r->title);
	json_out_text(o, "confined", r->confined);
	json_out_int(o, "hashes_fit", r->hashes_fit);
	json_out_int(o, "hashes_differ", r->hashes_differ);
	json_out_int(o, "hashes_unjudged", r->hashes_unjudged);
	json_out_int(o, "signatures", r->signatures);
	json_out_int(o, "time_proofs", r->time_proofs);
	put_lists(o, r);
	json_out_int(o, "urls_left_off", r->urls_left_off);
	json_out_int(o, "findings_left_off", r->findings_left_off);
	json_out_end(o, '}');
}

/* Of bags the level of a finding stands in it (bag.h). The others are hints of what to look at: not signed, not
 * listed, of a form that does no harm. */
static bool is_breach(const struct preserve_finding *f)
{
	static const char *const CODES[] = {
		"not-read",	   "member-refused",	 "warc-record",	  "warc-broken",
		"wacz-no-package", "wacz-json",		 "wacz-missing",  "wacz-package-hash",
		"proofmode-hash",  "proofmode-no-media", "archiver-hash", "archiver-no-media",
	};
	if (str_starts(f->code, STR("bag-")))
		return str_eq(f->claimed, STR("error"));
	for (size_t i = 0; i < COUNT(CODES); i++)
		if (str_eq(f->code, str_of(CODES[i])))
			return true;
	return false;
}

bool preserve_holds(const struct preserve_report *p)
{
	bool holds = p->hashes_differ == 0 && p->findings_left_off == 0;
	for (size_t i = 0; i < p->n_findings; i++)
		holds = holds && !is_breach(&p->findings[i]);
	return holds;
}
