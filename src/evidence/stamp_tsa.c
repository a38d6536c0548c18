/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stamp_tsa.c - asking authorities and taking their answers.
 *
 * Requests that wait are lines of one setting, oldest first:
 *
 *	<nonce in hex> <site> <size> <over> <base64 of the request>\n
 */
#include "evidence/stamp_priv.h"

#include "base/bytes.h"

static const char WAITING[] = "stamp requests";

struct waiting {
	struct stamp of; /* site, size, over */
	struct str request;
};

/* ---- requests that wait ------------------------------------------------------------ */

static bool read_line(struct str line, struct arena *a, struct str *ret_nonce, struct waiting *ret)
{
	struct str word[4];
	uint8_t *der = arena_alloc(a, TSP_REQUEST_MAX, 1);
	size_t n;
	for (size_t i = 0; i < COUNT(word); i++)
		line = str_cut(line, ' ', &word[i]);
	*ret = (struct waiting){ .of = { .kind = STAMP_RFC3161 } };
	if (!str_to_int(word[1], &ret->of.site) || !str_to_int(word[2], &ret->of.size) ||
	    !str_to_int(word[3], &ret->of.over) || !b64_decode(der, TSP_REQUEST_MAX, &n, line))
		return false;
	*ret_nonce = word[0];
	ret->request = str_n((const char *)der, n);
	return true;
}

static size_t count_lines(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

static int remember(struct vault *v, const struct stamp *of, struct str request, struct arena *a,
		    struct err *e)
{
	struct str all;
	struct str nonce;
	struct str first;
	TRY(tsp_request_nonce(request, a, &nonce, e));
	TRY(stamp_setting(v, WAITING, a, &all, e));
	while (count_lines(all) >= STAMP_WAITING_MAX)
		all = str_cut(all, '\n', &first);
	struct str b64 = b64_str(a, (const uint8_t *)request.p, request.n);
	struct str more = str_printf(a, "%.*s%.*s %lld %lld %lld %.*s\n", STR_FMT(all),
				     STR_FMT(nonce), (long long)of->site, (long long)of->size,
				     (long long)of->over, STR_FMT(b64));
	return vault_setting_put(v, WAITING, more, e);
}

/* The request with this nonce, and the setting without it. ERR_NOTFOUND. */
static int recall(struct vault *v, struct str nonce, struct arena *a, struct waiting *ret,
		  struct str *ret_rest, struct err *e)
{
	struct str all;
	struct str rest = STR("");
	bool found = false;
	TRY(stamp_setting(v, WAITING, a, &all, e));
	while (all.n) {
		struct str line;
		struct str its;
		struct waiting w;
		all = str_cut(all, '\n', &line);
		if (!read_line(line, a, &its, &w))
			return err_set(e, ERR_CORRUPT, "the time-stamp requests kept are damaged");
		if (!found && nonce.n && str_eq(its, nonce)) {
			*ret = w;
			found = true;
		} else {
			rest = str_printf(a, "%.*s%.*s\n", STR_FMT(rest), STR_FMT(line));
		}
	}
	*ret_rest = rest;
	return found ? 0
		     : err_set(e, ERR_NOTFOUND,
			       "this token answers no request of this vault that is waiting");
}

static int ask(struct vault *v, const struct stamp *of, struct str data, struct arena *a,
	       struct str *ret_der, struct err *e)
{
	struct str der;
	TRY(tsp_request_make(data, a, &der, e));
	TRY(remember(v, of, der, a, e));
	*ret_der = der;
	return 0;
}

int stamp_request(struct vault *v, struct arena *a, struct str *ret_der, int64_t *ret_size,
		  struct err *e)
{
	struct stamp of = { .site = vault_site(v) };
	struct str text;
	TRY(stamp_head(v, a, &of.size, &text, e));
	TRY(ask(v, &of, text, a, ret_der, e));
	*ret_size = of.size;
	return 0;
}

int stamp_renew_request(struct vault *v, int64_t id, struct arena *a, struct str *ret_der,
			struct err *e)
{
	struct stamp s;
	struct stamp *list;
	size_t n;
	struct str data;
	TRY(stamp_get(v, id, a, &s, e));
	if (s.kind != STAMP_RFC3161)
		return err_set(e, ERR_INPUT,
			       "time stamp %lld is a proof by OpenTimestamps, which does not end",
			       (long long)id);
	TRY(stamp_list(v, s.site, s.size, a, &list, &n, e));
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == STAMP_RFC3161)
			s.over = list[i].id;
	TRY(stamp_data(v, &s, a, &data, e));
	return ask(v, &s, data, a, ret_der, e);
}

/* ---- answers ------------------------------------------------------------------------- */

/* The stamp we have of this authority with this serial number; id 0: none. */
static int same_token(struct vault *v, const struct tsp_info *info, struct arena *a,
		      struct stamp *ret, bool *ret_covered, struct err *e)
{
	struct stamp *list;
	size_t n;
	*ret = (struct stamp){ 0 };
	*ret_covered = false;
	TRY(stamp_all(v, a, &list, &n, e));
	for (size_t i = 0; i < n; i++) {
		struct tsp_info its;
		if (list[i].kind != STAMP_RFC3161 ||
		    tsp_read(list[i].token, list[i].chain, a, &its, NULL) < 0)
			continue;
		if (str_eq(its.tsa, info->tsa) && str_eq(its.serial, info->serial))
			*ret = list[i];
	}
	for (size_t i = 0; ret->id && i < n; i++)
		*ret_covered =
			*ret_covered || (list[i].site == ret->site && list[i].size == ret->size &&
					 list[i].over >= ret->id);
	return 0;
}

/* Certificates and lists, each once. */
static int join_pem(struct str x, struct str y, struct arena *a, struct str *ret, struct err *e)
{
	struct str clean;
	TRY(tsp_pem_clean(y, a, &clean, NULL, NULL, e));
	if (clean.n == 0 || str_has(x, clean))
		*ret = x;
	else
		TRY(tsp_pem_clean(str_join(a, x, clean), a, ret, NULL, NULL, e));
	return 0;
}

/* The token is here. What came beside it now is kept too, unless a renewal is over what was kept then. */
static int complete(struct vault *v, const struct stamp *s, bool covered, struct str chain,
		    struct arena *a, struct err *e)
{
	struct str both;
	TRY(join_pem(s->chain, chain, a, &both, e));
	if (both.n == s->chain.n)
		return 0;
	if (covered)
		return err_set(e, ERR_CONFLICT,
			       "time stamp %lld was renewed: what is kept beside it cannot change",
			       (long long)s->id);
	return stamp_set_chain(v, s->id, both, e);
}

/* Good by the roots kept here, or, without any, only the answer to our question. */
static int check(struct vault *v, struct str token, struct str data, struct str chain,
		 struct str request, struct arena *a, struct stamp_taken *ret, struct err *e)
{
	struct tsp_trust trust = { .chain = chain, .request = request };
	TRY(stamp_setting(v, STAMP_ROOTS, a, &trust.roots, e));
	ret->verified = trust.roots.n > 0;
	if (ret->verified)
		return tsp_verify(token, data, &trust, a, &ret->tsp, e);
	TRY(tsp_match(token, data, request, e));
	return tsp_read(token, chain, a, &ret->tsp, e);
}

static int take_new(struct vault *v, struct str response, struct str chain, struct arena *a,
		    struct stamp_taken *ret, struct err *e)
{
	struct waiting w;
	struct str nonce;
	struct str rest;
	struct str data;
	TRY(tsp_token_nonce(response, a, &nonce, e));
	TRY(recall(v, nonce, a, &w, &rest, e));
	TRY(stamp_data(v, &w.of, a, &data, e));
	TRY(check(v, response, data, chain, w.request, a, ret, e));
	w.of.token = response;
	TRY(tsp_pem_clean(chain, a, &w.of.chain, NULL, NULL, e));
	TRY(stamp_insert(v, &w.of, e));
	ret->id = w.of.id;
	ret->size = w.of.size;
	return vault_setting_put(v, WAITING, rest, e);
}

static int take_again(struct vault *v, const struct stamp *s, bool covered, struct str response,
		      struct str chain, struct arena *a, struct stamp_taken *ret, struct err *e)
{
	struct str data;
	TRY(stamp_data(v, s, a, &data, e));
	TRY(check(v, response, data, chain, STR(""), a, ret, e));
	TRY(complete(v, s, covered, chain, a, e));
	ret->id = s->id;
	ret->size = s->size;
	ret->again = true;
	return 0;
}

int stamp_response(struct vault *v, struct str response, struct str chain, struct arena *a,
		   struct stamp_taken *ret, struct err *e)
{
	AUTO_TX tx = { 0 };
	struct stamp_taken taken = { 0 };
	struct tsp_info info;
	struct stamp same;
	bool covered;
	struct str bare;
	TRY(tsp_token_of(response, &bare, e)); /* a refusal says so first */
	TRY(tsp_read(response, chain, a, &info, e));
	TRY(tx_begin(&tx, vault_store(v), e));
	TRY(same_token(v, &info, a, &same, &covered, e));
	if (same.id)
		TRY(take_again(v, &same, covered, response, chain, a, &taken, e));
	else
		TRY(take_new(v, response, chain, a, &taken, e));
	TRY(tx_commit(&tx, e));
	*ret = taken;
	return 0;
}

/* ---- judging ---------------------------------------------------------------------------- */

int stamp_roots_add(struct vault *v, struct str pem, size_t *ret_n, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct str roots;
	size_t n;
	TRY(tsp_pem_clean(pem, a, &roots, &n, NULL, e));
	if (n == 0)
		return err_set(e, ERR_INPUT, "there is no certificate among the roots");
	TRY(stamp_setting(v, STAMP_ROOTS, a, &roots, e));
	TRY(join_pem(roots, pem, a, &roots, e));
	if (roots.n > STAMP_ROOTS_MAX)
		return err_set(e, ERR_TOOBIG, "the roots have over %d bytes", STAMP_ROOTS_MAX);
	TRY(tsp_pem_clean(roots, a, &roots, ret_n, NULL, e));
	return vault_setting_put(v, STAMP_ROOTS, roots, e);
}

static void judge_tsa(const struct stamp *s, struct str data, struct str roots, struct arena *a,
		      struct stamp_judged *ret)
{
	struct tsp_trust trust = { .roots = roots, .chain = s->chain };
	struct err why;
	if (roots.n && tsp_verify(s->token, data, &trust, a, &ret->tsp, &why) == 0) {
		ret->verified = true;
		return;
	}
	ret->why = roots.n ? str_copy(a, str_of(why.text))
			   : STR("no roots are known here by which it could be judged");
	if (tsp_read(s->token, s->chain, a, &ret->tsp, NULL) < 0)
		ret->tsp = (struct tsp_info){ .accuracy_ms = -1 };
}

static void judge_ots(const struct stamp *s, struct str data, struct str headers, struct arena *a,
		      struct stamp_judged *ret)
{
	struct ots_headers hs = { 0 };
	struct ots_proof p;
	struct hash h = hash_of(data);
	struct err why = { 0 };
	ret->ots = (struct ots_verdict){ .height = -1 };
	if (ots_read(s->token, a, &p, &why) < 0 || ots_headers_read(headers, a, &hs, &why) < 0 ||
	    ots_verify(&p, &h, &hs, a, &ret->ots, &why) < 0) {
		ret->why = str_copy(a, str_of(why.text));
		return;
	}
	ret->verified = ret->ots.state == OTS_VERIFIED;
	if (ret->ots.state == OTS_PENDING)
		ret->why = STR("a calendar promised to put it into a block; that is no proof yet");
	else if (ret->ots.state == OTS_COMPLETE)
		ret->why = STR("the header of its block is needed to judge it");
	else if (!ret->verified)
		ret->why = STR("it leads to nothing that proves a time");
}

int stamp_judge(struct vault *v, const struct stamp *s, struct arena *a, struct stamp_judged *ret,
		struct err *e)
{
	struct str data;
	struct str by;
	TRY(stamp_data(v, s, a, &data, e));
	TRY(stamp_setting(v, s->kind == STAMP_OTS ? STAMP_HEADERS : STAMP_ROOTS, a, &by, e));
	*ret = (struct stamp_judged){ .why = STR("") };
	if (s->kind == STAMP_OTS)
		judge_ots(s, data, by, a, ret);
	else
		judge_tsa(s, data, by, a, ret);
	return 0;
}
