/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence_import.c - what preserve.h found in a file, as statements about the sealed file. */
#include "intake/evidence_priv.h"
#include "intake/preserve.h"

enum { TEXT_MAX = 2000 };

/* Texts of strangers can be long; whoever wants all of one has the file. */
static void member(struct buf *b, const char *name, struct str s)
{
	while (s.n > TEXT_MAX || !str_is_utf8(s))
		s.n = s.n > TEXT_MAX ? TEXT_MAX : s.n - 1;
	buf_printf(b, "%s\"%s\":", b->n > 1 ? "," : "", name);
	json_put_str(b, s);
}

static struct str finding(struct str code, struct str where, struct str claimed, struct str found,
			  struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, 65536);
	buf_char(&b, '{');
	member(&b, "code", code);
	member(&b, "where", where);
	member(&b, "claimed", claimed);
	member(&b, "found", found);
	buf_char(&b, '}');
	return buf_copy(&b, a);
}

static struct str summary(const struct preserve_report *p, struct arena *a)
{
	struct str found = str_printf(
		a,
		"%lld hashes fit, %lld differ, %lld not judged; %lld signatures, %lld time proofs",
		(long long)p->hashes_fit, (long long)p->hashes_differ,
		(long long)p->hashes_unjudged, (long long)p->signatures, (long long)p->time_proofs);
	struct str claimed = str_printf(a, "%.*s%s%.*s", STR_FMT(p->tool),
					p->tool.n && p->created.n ? ", " : "", STR_FMT(p->created));
	return finding(STR("summary"), preserve_kind_name(p->kind), claimed, found, a);
}

static int flush(struct reg_tx *tx, const struct entity *en, struct evidence_fields *f,
		 struct err *e)
{
	const struct statement st = { .subject = *en, .fields = f->f, .n_fields = f->n };
	int64_t seq;
	if (f->n)
		TRY(reg_record(tx, &st, &seq, e));
	memset(f, 0, sizeof *f);
	return 0;
}

int evidence_preserved(struct reg *r, const struct entity *evidence,
		       const struct preserve_report *found, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct evidence_fields *f = NEW(a, struct evidence_fields);
	AUTO_REG_TX tx = { 0 };
	TRY(reg_begin(&tx, r, e));
	fields_text(f, "preservation_finding", summary(found, a));
	for (size_t i = 0; i < found->n_findings && i < EVIDENCE_FINDINGS_MAX; i++) {
		const struct preserve_finding *x = &found->findings[i];
		if (f->n == EVIDENCE_FIELDS_MAX)
			TRY(flush(&tx, evidence, f, e));
		fields_text(f, "preservation_finding",
			    finding(x->code, x->where, x->claimed, x->found, a));
	}
	TRY(flush(&tx, evidence, f, e));
	return reg_commit(&tx, e);
}
