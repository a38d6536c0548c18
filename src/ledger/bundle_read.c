/* SPDX-License-Identifier: Apache-2.0 */
/* bundle_read.c - which file of a bundle is what. Every path has to be one that the format knows. */
#include "ledger/bundle_priv.h"

struct reading {
	const struct bag_files *files;
	struct arena *a;
	struct err *e;
	struct bundle_layout *l;
	size_t claims; /* bytes read so far */
	int64_t times; /* bytes of the files in folders of stamps */
};

/* A number of three digits, from 1. */
static bool is_number(struct str s, size_t *ret)
{
	if (s.n != 3)
		return false;
	size_t v = 0;
	for (size_t i = 0; i < 3; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = 10 * v + (size_t)(s.p[i] - '0');
	}
	*ret = v;
	return v > 0;
}

static int unknown(const struct reading *r, struct str path)
{
	/* Names went through bag_path_fault; who prints escapes the rest. */
	return err_set(r->e, ERR_INPUT, "a bundle has no file %.*s",
		       (int)(path.n < 200 ? path.n : 200), path.p);
}

static bool is_item_file(struct str name)
{
	return str_eq(name, STR("record.sdjwt")) || str_eq(name, STR("entry")) ||
	       str_eq(name, STR("proof.tlog-proof"));
}

/* checkpoint, NNN.tsr, NNN.tst, NNN.pem, NNN.renews, NNN.ots */
static bool is_time_file(struct str name)
{
	size_t n;
	if (str_eq(name, STR("checkpoint")))
		return true;
	if (name.n < 7 || !is_number(str_n(name.p, 3), &n) || n > BUNDLE_STAMPS_MAX)
		return false;
	struct str end = str_from(name, 3);
	return str_eq(end, STR(".tsr")) || str_eq(end, STR(".tst")) || str_eq(end, STR(".pem")) ||
	       str_eq(end, STR(".renews")) || str_eq(end, STR(".ots"));
}

/* What stands in the folder of a record. */
static bool is_record_file(struct str rest)
{
	static const struct str TIME = { "time/", 5 };
	return is_item_file(rest) ||
	       (str_starts(rest, TIME) && is_time_file(str_from(rest, TIME.n)));
}

/* They are held in memory until all is judged. */
static int count_times(struct reading *r, size_t i)
{
	r->times += r->files->list[i].size;
	if (r->times > BUNDLE_TIMES_MAX)
		return err_set(r->e, ERR_TOOBIG, "the time stamps have more than %d bytes",
			       BUNDLE_TIMES_MAX);
	return 0;
}

static int classify(struct reading *r, size_t i)
{
	static const struct str RECORDS = { "data/records/", 13 };
	static const struct str KEYS = { "data/keys/", 10 };
	static const struct str FILES = { "data/files/", 11 };
	struct str path = r->files->list[i].path;
	struct str head;
	size_t number = 0;
	if (str_eq(path, STR("data/policy")))
		return r->files->list[i].size <= POLICY_MAX ? 0 : unknown(r, path);
	if (str_starts(path, FILES)) {
		if (!bundle_is_name(str_from(path, FILES.n)) ||
		    r->l->n_evidence == BUNDLE_EVIDENCE_MAX)
			return unknown(r, path);
		r->l->evidence[r->l->n_evidence++] = i;
		return 0;
	}
	if (str_starts(path, RECORDS)) {
		struct str rest = str_cut(str_from(path, RECORDS.n), '/', &head);
		if (!rest.p || !is_number(head, &number) || number < 2 || !is_record_file(rest))
			return unknown(r, path);
		if (number > r->l->n_records)
			r->l->n_records = number;
		return str_starts(rest, STR("time/")) ? count_times(r, i) : 0;
	}
	if (str_starts(path, KEYS)) {
		struct str rest = str_cut(str_from(path, KEYS.n), '/', &head);
		if (!rest.p || !is_number(head, &number) || number > BUNDLE_KEYS_MAX ||
		    !is_item_file(rest))
			return unknown(r, path);
		if (number > r->l->n_keys)
			r->l->n_keys = number;
		return 0;
	}
	if (!is_record_file(str_from(path, STR("data/").n)))
		return unknown(r, path);
	return str_starts(path, STR("data/time/")) ? count_times(r, i) : 0;
}

static bool is_tag_file(struct str path)
{
	static const char *const TAGS[] = { "VERIFY.txt", "bag-info.txt", "bagit.txt",
					    "manifest-sha256.txt", "tagmanifest-sha256.txt" };
	for (size_t i = 0; i < COUNT(TAGS); i++)
		if (str_eq(path, str_of(TAGS[i])))
			return true;
	return false;
}

static int read_file(struct reading *r, struct str folder, const char *name, size_t max,
		     struct str *ret)
{
	struct str path = str_printf(r->a, "%.*s/%s", STR_FMT(folder), name);
	ptrdiff_t i = bag_files_find(r->files, path);
	if (i < 0)
		return err_set(r->e, ERR_INPUT, "the bundle has no %.*s", STR_FMT(path));
	return bag_files_read(r->files, (size_t)i, max, r->a, ret, r->e);
}

static int read_item(struct reading *r, struct str folder, size_t max, struct bundle_item *ret)
{
	struct str proof;
	ret->folder = folder;
	TRY(read_file(r, folder, "record.sdjwt", max, &ret->item.record));
	TRY(read_file(r, folder, "entry", ENTRY_MAX, &ret->item.entry));
	TRY(read_file(r, folder, "proof.tlog-proof", PROOF_MAX, &proof));
	r->claims += ret->item.record.n + proof.n;
	if (r->claims > BUNDLE_CLAIMS_MAX)
		return err_set(r->e, ERR_TOOBIG, "the records and proofs have more than %d bytes",
			       BUNDLE_CLAIMS_MAX);
	TRY(tlog_proof_read(proof, r->a, &ret->item.proof, r->e));
	if (ret->item.proof.extra.p)
		return err_set(r->e, ERR_INPUT, "a tlog-proof has an extra line");
	return 0;
}

static bool has_folder(const struct reading *r, struct str folder)
{
	struct str first = str_printf(r->a, "%.*s/", STR_FMT(folder));
	size_t lo = 0;
	size_t hi = r->files->n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (str_cmp(r->files->list[mid].path, first) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < r->files->n && str_starts(r->files->list[lo].path, first);
}

static int read_stamps(struct reading *r, struct str record_folder)
{
	struct bundle_stamps *s = &r->l->stamps[r->l->n_stamps];
	s->folder = str_printf(r->a, "%.*s/time", STR_FMT(record_folder));
	if (!has_folder(r, s->folder))
		return 0;
	r->l->n_stamps++;
	return read_file(r, s->folder, "checkpoint", NOTE_MAX, &s->text);
}

int bundle_read(const struct bag_files *files, struct arena *a, struct bundle_layout *ret,
		struct err *e)
{
	struct bundle_layout l = { .n_records = 1 };
	struct reading r = { .files = files, .a = a, .e = e, .l = &l };
	l.evidence =
		NEW_N(a, files->n < BUNDLE_EVIDENCE_MAX ? files->n : BUNDLE_EVIDENCE_MAX, size_t);
	for (size_t i = 0; i < files->n; i++) {
		struct str path = files->list[i].path;
		if (!str_starts(path, STR("data/"))) {
			if (!is_tag_file(path))
				return unknown(&r, path);
			continue;
		}
		TRY(classify(&r, i));
	}
	l.records = NEW_N(a, l.n_records, struct bundle_item);
	l.keys = NEW_N(a, l.n_keys, struct bundle_item);
	l.stamps = NEW_N(a, l.n_records, struct bundle_stamps);
	for (size_t i = 0; i < l.n_records; i++) {
		struct str folder = bundle_record_folder(i, a);
		TRY(read_item(&r, folder, CLAIM_COMPACT_MAX, &l.records[i]));
		TRY(read_stamps(&r, folder));
	}
	for (size_t i = 0; i < l.n_keys; i++)
		TRY(read_item(&r, str_printf(a, "data/keys/%03zu", i + 1), BUNDLE_KEY_CLAIM_MAX,
			      &l.keys[i]));
	*ret = l;
	return 0;
}

struct str bundle_origin(const struct bag_files *files, struct arena *a)
{
	struct tlog_proof p;
	struct note n;
	struct checkpoint c;
	struct str s;
	ptrdiff_t i = bag_files_find(files, STR("data/proof.tlog-proof"));
	if (i < 0 || bag_files_read(files, (size_t)i, PROOF_MAX, a, &s, NULL) < 0 ||
	    tlog_proof_read(s, a, &p, NULL) < 0 || note_parse(p.note, a, &n, NULL) < 0 ||
	    checkpoint_parse(n.text, &c, NULL) < 0)
		return STR("unknown");
	return c.origin;
}
