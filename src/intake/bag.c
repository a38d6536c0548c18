/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bag.c - a BagIt bag: ledger/bag.h judges it, this tells it as a report. */
#include "intake/preserve_priv.h"

static void tell(struct making *m, const struct bag_report *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct bag_finding *f = &b->findings[i];
		static const char *const LEVELS[] = { "note", "warning", "error" };
		struct str code = str_join(m->a, STR("bag-"), bag_code_name(f->code));
		making_finding(m, code, f->path, str_of(LEVELS[f->level]), f->text);
		m->r.hashes_differ += f->code == BAG_CHANGED;
	}
	if (b->errors + b->warnings > b->n)
		m->r.findings_left_off += (int64_t)(b->errors + b->warnings - b->n);
}

int preserve_bag(struct making *m, const struct bag_files *files, struct err *e)
{
	struct bag_report b;
	TRY(bag_check(files, m->a, &b, e));
	struct preserve_member *list = NEW_N(m->a, files->n, struct preserve_member);
	for (size_t i = 0; i < files->n; i++) {
		bool payload = str_starts(files->list[i].path, STR("data/"));
		list[i] = (struct preserve_member){
			.name = text_made_valid(m->a, files->list[i].path, JSON_OUT_TEXT_MAX),
			.bytes = files->list[i].size,
			.sha256 = b.sha256[i],
			.role = payload ? STR("payload") : STR("tag file"),
		};
		m->r.hashes_fit += b.in_manifest[i] || b.in_tagmanifest[i];
	}
	tell(m, &b);
	m->r.kind = PRESERVE_BAGIT;
	m->r.members = list;
	m->r.n_members = files->n;
	m->r.tool = bag_info_value(&b, STR("Bag-Software-Agent"));
	m->r.created = bag_info_value(&b, STR("Bagging-Date"));
	m->r.title = bag_info_value(&b, STR("External-Description"));
	return 0;
}
