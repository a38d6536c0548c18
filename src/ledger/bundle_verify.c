/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bundle_verify.c - judging a bundle: first that the files are those of a bundle and unchanged since it was
 * packed, then each record by the policy, then what the records say of files and what stamps say of heads.
 *
 * Claims are judged in an arena that is cleared after each, and opened once more for the verdict: what
 * a hostile claim costs is then paid once at a time.
 */
#include "ledger/bundle_priv.h"

#include "base/bytes.h"
#include "ledger/value.h"

struct judging {
	const struct bag_files *files;
	const struct bundle_trust *trust;
	struct arena *a;
	struct arena *scratch;
	struct err *e;
	struct bundle_layout l;
	struct bag_report bag;
	struct bundle_verdict *v;
};

/* ---- the bag -------------------------------------------------------------- */

/* One spelling, so that no byte of a bundle is free: sha256sum's, in order of the paths. */
static int check_tagmanifest(const struct judging *j)
{
	static const struct str PATH = { "tagmanifest-sha256.txt", 22 };
	char hex[2 * HASH_LEN + 1];
	struct str is;
	AUTO_BUF want;
	buf_init(&want, 4096);
	for (size_t i = 0; i < j->files->n; i++) {
		struct str path = j->files->list[i].path;
		if (str_starts(path, STR("data/")) || str_eq(path, PATH))
			continue;
		hex_encode(hex, j->bag.sha256[i].b, HASH_LEN);
		buf_printf(&want, "%s  %.*s\n", hex, STR_FMT(path));
	}
	ptrdiff_t at = bag_files_find(j->files, PATH);
	if (at < 0)
		return err_set(j->e, ERR_INPUT, "the bundle has no %.*s", STR_FMT(PATH));
	TRY(bag_files_read(j->files, (size_t)at, 4096, j->a, &is, j->e));
	if (!str_eq(is, buf_str(&want)))
		return err_set(j->e, ERR_CORRUPT,
			       "tagmanifest-sha256.txt is not what the files give");
	return 0;
}

static int check_bag(struct judging *j)
{
	const struct bag_report *r = &j->bag;
	TRY(bag_check(j->files, j->a, &j->bag, j->e));
	for (size_t i = 0; i < r->n; i++)
		if (r->findings[i].level == BAG_ERROR)
			return err_set(j->e, ERR_CORRUPT, "%.*s: %.*s",
				       STR_FMT(r->findings[i].path.n ? r->findings[i].path
								     : STR("the bag")),
				       STR_FMT(r->findings[i].text));
	if (r->errors || r->warnings || r->version != 100 || !str_eq(r->algorithms, STR("sha256")))
		return err_set(j->e, ERR_INPUT, "the bag is not as bundles are made");
	return check_tagmanifest(j);
}

/* ---- records --------------------------------------------------------------- */

static int open_claim(struct str record, struct arena *a, struct claim_view *ret, struct err *e)
{
	struct str jwt;
	struct str *d;
	size_t n;
	TRY(claim_split(record, a, &jwt, &d, &n, e));
	return claim_open(jwt, d, n, a, ret, e);
}

static int learn_kid(struct judging *j, struct bundle_item *i)
{
	char kid[CLAIM_KID_LEN + 1];
	struct str jwt;
	str_cut(i->item.record, '~', &jwt);
	TRY(claim_read_kid(jwt, kid, j->e));
	i->kid = str_copy(j->a, str_n(kid, CLAIM_KID_LEN));
	return 0;
}

/* What the keys put in force, to find the way from a record to entry 0. That it holds is checked later. */
static int learn_keys(struct judging *j)
{
	static_assert(sizeof j->l.keys->enrols == CLAIM_KID_LEN + 1, "room for a kid");
	for (size_t i = 0; i < j->l.n_keys; i++) {
		struct bundle_item *k = &j->l.keys[i];
		struct claim_view v;
		struct key_claim claim;
		arena_clear(j->scratch);
		TRY(learn_kid(j, k));
		TRY(open_claim(k->item.record, j->scratch, &v, j->e));
		TRY(key_claim_read(&v, &claim, j->e));
		claim_kid(k->enrols, claim.public);
		for (size_t n = 0; n < i; n++)
			if (strcmp(j->l.keys[n].enrols, k->enrols) == 0 &&
			    str_eq(j->l.keys[n].item.proof.note, k->item.proof.note))
				return err_set(j->e, ERR_INPUT, "%.*s and %.*s are of one key",
					       STR_FMT(j->l.keys[n].folder), STR_FMT(k->folder));
	}
	return 0;
}

static struct bundle_item *find_key(struct judging *j, struct str kid, struct str note)
{
	for (size_t i = 0; i < j->l.n_keys; i++)
		if (str_eq(kid, str_of(j->l.keys[i].enrols)) &&
		    str_eq(note, j->l.keys[i].item.proof.note))
			return &j->l.keys[i];
	return NULL;
}

/* The keys from a record back to entry 0; proof_text_verify judges whether they lead there. */
static int gather_keys(struct judging *j, const struct bundle_item *record, struct proof_item *keys,
		       size_t *ret_n)
{
	struct str kid = record->kid;
	size_t n = 0;
	do {
		struct bundle_item *k = find_key(j, kid, record->item.proof.note);
		if (!k)
			return err_set(
				j->e, ERR_INPUT,
				"the bundle does not show who put the author's key of %.*s in force",
				STR_FMT(record->folder));
		if (n == PROOF_KEYS_MAX)
			return err_set(j->e, ERR_TOOBIG, "more than %d keys lead back to the first",
				       PROOF_KEYS_MAX);
		k->used = true;
		keys[n++] = k->item;
		kid = k->kid;
	} while (keys[n - 1].proof.index != 0);
	*ret_n = n;
	return 0;
}

/* Nothing of the verdict may live in the scratch arena. */
static int keep_proof(struct judging *j, const struct bundle_item *i, const struct proof_verdict *v,
		      struct proof_verdict *ret)
{
	*ret = *v;
	ret->log.checkpoint.origin = str_copy(j->a, v->log.checkpoint.origin);
	ret->root_kid = str_copy(j->a, v->root_kid);
	ret->author.recorded = str_copy(j->a, v->author.recorded);
	ret->author.reason = str_copy(j->a, v->author.reason);
	return open_claim(i->item.record, j->a, &ret->claim, j->e);
}

static int judge_records(struct judging *j)
{
	struct proof_item keys[PROOF_KEYS_MAX];
	struct bundle_record *list = NEW_N(j->a, j->l.n_records, struct bundle_record);
	for (size_t i = 0; i < j->l.n_records; i++) {
		struct bundle_item *r = &j->l.records[i];
		struct proof_text text = { .record = r->item, .keys = keys };
		struct proof_verdict v;
		TRY(learn_kid(j, r));
		TRY(gather_keys(j, r, keys, &text.n_keys));
		arena_clear(j->scratch);
		int rc = proof_text_verify(&text, j->trust->policy, j->scratch, &v, j->e);
		if (rc < 0)
			return err_wrap(j->e, "%.*s", STR_FMT(r->folder)), rc;
		list[i].folder = r->folder;
		TRY(keep_proof(j, r, &v, &list[i].proof));
	}
	for (size_t i = 0; i < j->l.n_keys; i++)
		if (!j->l.keys[i].used)
			return err_set(j->e, ERR_INPUT, "no record rests on %.*s",
				       STR_FMT(j->l.keys[i].folder));
	j->v->records = list;
	j->v->n = j->l.n_records;
	return 0;
}

/* ---- evidence -------------------------------------------------------------- */

struct gathering {
	struct judging *j;
	struct bundle_evidence *list;
	size_t n, cap;
	size_t record;
	struct str field;
};

static int add_evidence(struct gathering *g, const struct value *v)
{
	if (g->n == BUNDLE_EVIDENCE_MAX)
		return err_set(g->j->e, ERR_TOOBIG, "the records speak of more than %d files",
			       BUNDLE_EVIDENCE_MAX);
	g->list = arena_grow(g->j->a, g->list, g->n, &g->cap, sizeof *g->list);
	g->list[g->n++] = (struct bundle_evidence){ .record = g->record,
						    .field = g->field,
						    .sha256 = v->u.evidence.sha256,
						    .bytes = v->u.evidence.bytes,
						    .media_type = v->u.evidence.media_type };
	return 0;
}

/* An evidence value wherever it stands: as a field's value, a qualifier, or in a part of its own. */
static int gather(struct gathering *g, const struct json *json)
{
	struct value v;
	if (json->type == JSON_OBJECT && value_read(json, &v, NULL) == 0 &&
	    v.type == VALUE_EVIDENCE)
		return add_evidence(g, &v);
	for (const struct json *i = json_first(json); i; i = i->next)
		TRY(gather(g, i));
	return 0;
}

static struct str top_name(const struct claim_view *v, const struct claim_field *f)
{
	while (f->parent >= 0)
		f = &v->fields[f->parent];
	return f->name;
}

static int judge_files(struct judging *j, struct gathering *g)
{
	for (size_t i = 0; i < j->l.n_evidence; i++) {
		size_t f = j->l.evidence[i];
		struct str hex = hex_str(j->a, j->bag.sha256[f].b, HASH_LEN);
		bool told = false;
		for (size_t k = 0; k < g->n; k++)
			if (str_eq(g->list[k].sha256, hex) &&
			    g->list[k].bytes == j->files->list[f].size) {
				g->list[k].path = j->files->list[f].path;
				told = true;
			}
		if (!told)
			return err_set(j->e, ERR_CORRUPT, "no record shown speaks of %.*s",
				       STR_FMT(j->files->list[f].path));
	}
	return 0;
}

static int judge_evidence(struct judging *j)
{
	struct gathering g = { .j = j };
	for (size_t i = 0; i < j->v->n; i++) {
		const struct claim_view *c = &j->v->records[i].proof.claim;
		g.record = i;
		for (size_t k = 0; k < c->n; k++) {
			if (c->fields[k].parts)
				continue;
			g.field = top_name(c, &c->fields[k]);
			TRY(gather(&g, c->fields[k].value));
		}
	}
	TRY(judge_files(j, &g));
	j->v->evidence = g.list;
	j->v->n_evidence = g.n;
	return 0;
}

/* ---- time ------------------------------------------------------------------- */

static int judge_token(struct judging *j, struct str token, struct str chain, struct str data,
		       struct bundle_time *t)
{
	struct tsp_trust trust = { .roots = j->trust->tsa_roots, .chain = chain };
	struct err why = { 0 };
	if (!trust.roots.n) {
		t->state = BUNDLE_TIME_NOT_JUDGED;
		t->why = STR("no roots of authorities that you trust were given");
		return tsp_read(token, chain, j->a, &t->tsp, j->e);
	}
	int rc = tsp_verify(token, data, &trust, j->a, &t->tsp, &why);
	if (rc == 0) {
		t->state = BUNDLE_TIME_HOLDS;
	} else if (rc == ERR_DENIED || rc == ERR_NOTFOUND) {
		t->state = BUNDLE_TIME_NO_PROOF;
		t->why = str_copy(j->a, str_of(why.text));
		/* As far as it can be read. */
		if (tsp_read(token, chain, j->a, &t->tsp, NULL) < 0)
			t->tsp = (struct tsp_info){ .accuracy_ms = -1 };
	} else {
		return err_set(j->e, rc, "%.*s: %s", STR_FMT(t->path), why.text);
	}
	return 0;
}

static int judge_ots(struct judging *j, struct str bytes, struct bundle_time *t)
{
	struct ots_proof p;
	struct hash h = hash_of(t->text);
	TRY(ots_read(bytes, j->a, &p, j->e));
	TRY(ots_verify(&p, &h, j->trust->headers, j->a, &t->bitcoin, j->e));
	switch (t->bitcoin.state) {
	case OTS_VERIFIED:
		t->state = BUNDLE_TIME_HOLDS;
		break;
	case OTS_COMPLETE:
		t->state = BUNDLE_TIME_NOT_JUDGED;
		t->why = STR("the header of its Bitcoin block was not given");
		break;
	case OTS_PENDING:
		t->state = BUNDLE_TIME_NO_PROOF;
		t->why = STR("it is pending: a calendar's promise, and no proof");
		break;
	case OTS_NOTHING:
		t->state = BUNDLE_TIME_NO_PROOF;
		t->why = STR("it ends in nothing that we can judge");
		break;
	}
	return 0;
}

static int read_beside(struct judging *j, struct str folder, struct str number, const char *end,
		       size_t max, struct str *ret)
{
	struct str path = str_printf(j->a, "%.*s/%.*s%s", STR_FMT(folder), STR_FMT(number), end);
	ptrdiff_t i = bag_files_find(j->files, path);
	*ret = STR("");
	return i < 0 ? 0 : bag_files_read(j->files, (size_t)i, max, j->a, ret, j->e);
}

/* The stamps of authorities in a folder before `number`, by number. *ret_n: how many. */
static int read_covered(struct judging *j, struct str folder, struct str number, size_t want,
			struct tsp_covered *ret, size_t *ret_n, struct err *e)
{
	static const char *const ENDS[] = { ".tsr", ".tst" };
	*ret_n = 0;
	for (size_t i = 1; i < BUNDLE_STAMPS_MAX && *ret_n < want; i++) {
		struct str other = str_printf(j->a, "%03zu", i);
		if (str_cmp(other, number) >= 0)
			break;
		for (size_t k = 0; k < COUNT(ENDS); k++) {
			struct tsp_covered *c = &ret[*ret_n];
			TRY(read_beside(j, folder, other, ENDS[k], TSP_TOKEN_MAX, &c->token));
			if (!c->token.n)
				continue;
			TRY(read_beside(j, folder, other, ".pem", TSP_PEM_MAX, &c->chain));
			++*ret_n;
			break;
		}
	}
	return *ret_n == want ? 0
			      : err_set(e, ERR_INPUT,
					"%.*s/%.*s.renews: there are not so many stamps before it",
					STR_FMT(folder), STR_FMT(number));
}

/* What stamp `number` is over: the text, or with NNN.renews also stamps before it. */
static int read_data(struct judging *j, const struct bundle_stamps *s, struct str number,
		     struct bundle_time *t, struct str *ret)
{
	struct str given;
	struct tsp_covered covered[TSP_COVERED_MAX];
	size_t n = 0;
	int64_t want = 0;
	*ret = s->text;
	TRY(read_beside(j, s->folder, number, ".renews", 16, &given));
	if (!given.n)
		return 0;
	if (!str_to_int(str_trim(given), &want) || want < 1 || want > TSP_COVERED_MAX ||
	    !str_eq(given, str_printf(j->a, "%lld\n", (long long)want)))
		return err_set(j->e, ERR_INPUT, "%.*s/%.*s.renews is not a number of stamps",
			       STR_FMT(s->folder), STR_FMT(number));
	AUTO_BUF data;
	buf_init(&data, 2 * BUNDLE_TIMES_MAX);
	TRY(read_covered(j, s->folder, number, (size_t)want, covered, &n, j->e));
	TRY(tsp_renewal_write(s->text, covered, n, &data, j->e));
	t->renews = n;
	*ret = buf_copy(&data, j->a);
	return 0;
}

static bool has_token(struct judging *j, const struct bundle_stamps *s, struct str number)
{
	struct str with = str_printf(j->a, "%.*s/%.*s", STR_FMT(s->folder), STR_FMT(number));
	return bag_files_find(j->files, str_printf(j->a, "%.*s.tsr", STR_FMT(with))) >= 0 ||
	       bag_files_find(j->files, str_printf(j->a, "%.*s.tst", STR_FMT(with))) >= 0;
}

/* One file of a folder of stamps; not one: *ret_is is false. */
static int judge_stamp(struct judging *j, const struct bundle_stamps *s, size_t i,
		       struct bundle_time *t, bool *ret_is)
{
	struct str path = j->files->list[i].path;
	struct str name = str_from(path, s->folder.n + 1);
	struct str number = str_n(name.p, 3);
	struct str token, bare, chain, data;
	*ret_is = false;
	if (str_eq(name, STR("checkpoint")))
		return 0;
	*t = (struct bundle_time){ .path = path,
				   .text = s->text,
				   .ots = str_ends(name, STR(".ots")) };
	bool tsr = str_ends(name, STR(".tsr"));
	if (str_ends(name, STR(".pem")) || str_ends(name, STR(".renews")))
		return has_token(j, s, number) ? 0
					       : err_set(j->e, ERR_INPUT,
							 "no stamp belongs to %.*s", STR_FMT(path));
	*ret_is = true;
	static_assert((int)OTS_MAX == (int)TSP_TOKEN_MAX, "one ceiling for both");
	TRY(bag_files_read(j->files, i, TSP_TOKEN_MAX, j->a, &token, j->e));
	if (t->ots)
		return judge_ots(j, token, t);
	TRY(tsp_token_of(token, &bare, j->e));
	if (tsr == (bare.n == token.n))
		return err_set(j->e, ERR_INPUT, "%.*s is not of the kind its name says",
			       STR_FMT(path));
	TRY(read_beside(j, s->folder, number, ".pem", TSP_PEM_MAX, &chain));
	TRY(read_data(j, s, number, t, &data));
	return judge_token(j, token, chain, data, t);
}

static int judge_times(struct judging *j)
{
	size_t most = j->l.n_stamps * 4 * BUNDLE_STAMPS_MAX;
	struct bundle_time *list =
		NEW_N(j->a, most < j->files->n ? most : j->files->n, struct bundle_time);
	size_t n = 0;
	for (size_t k = 0; k < j->l.n_stamps; k++) {
		const struct bundle_stamps *s = &j->l.stamps[k];
		struct str in = str_printf(j->a, "%.*s/", STR_FMT(s->folder));
		bool some = false;
		for (size_t i = 0; i < j->v->n && !some; i++)
			some = str_eq(s->text, bundle_note_text(j->l.records[i].item.proof.note));
		if (!some)
			return err_set(j->e, ERR_CORRUPT,
				       "%.*s/checkpoint is not the head of a record",
				       STR_FMT(s->folder));
		for (size_t i = 0; i < j->files->n; i++) {
			bool is;
			if (!str_starts(j->files->list[i].path, in))
				continue;
			TRY(judge_stamp(j, s, i, &list[n], &is));
			n += is;
		}
	}
	j->v->times = list;
	j->v->n_times = n;
	return 0;
}

/* ---- all of it -------------------------------------------------------------- */

static int judge_rest(struct judging *j)
{
	struct str audience = bag_info_value(&j->bag, STR("Vigil-Audience"));
	struct str date = bag_info_value(&j->bag, STR("Bagging-Date"));
	struct hash usual = hash_of(bundle_verify_txt());
	ptrdiff_t i = bag_files_find(j->files, STR("VERIFY.txt"));
	j->v->audience = audience.p ? audience : STR("");
	j->v->date = date.p ? date : STR("");
	j->v->usual_verify_txt = i >= 0 && hash_eq(&usual, &j->bag.sha256[i]);
	return 0;
}

int bundle_verify(const struct bag_files *files, const struct bundle_trust *trust, struct arena *a,
		  struct bundle_verdict *ret, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct bundle_verdict v = { 0 };
	struct judging j = {
		.files = files, .trust = trust, .a = a, .scratch = scratch, .e = e, .v = &v
	};
	TRY(bundle_read(files, a, &j.l, e));
	TRY(check_bag(&j));
	TRY(learn_keys(&j));
	TRY(judge_records(&j));
	TRY(judge_evidence(&j));
	TRY(judge_times(&j));
	TRY(judge_rest(&j));
	*ret = v;
	return 0;
}
