/* SPDX-License-Identifier: Apache-2.0 */
/* verify_log.c - heads of a log, what lies between two of them, and a whole log as exported. */
#include "ledger/verify_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"
#include "ledger/consistency.h"
#include "ledger/tiles.h"

static void put_head(struct verifying *w, const char *member, const struct checkpoint *c)
{
	struct str root = b64_str(w->a, c->root.b, HASH_LEN);
	if (w->q.json) {
		buf_printf(w->out, ",\"%s\":{\"log\":", member);
		verify_put_quoted(w->out, c->origin);
		buf_printf(w->out, ",\"size\":%lld,\"root\":\"%.*s\"}", (long long)c->size,
			   STR_FMT(root));
	} else {
		buf_printf(w->out, "\n%s\n  ", member);
		verify_put_safe(w->out, c->origin);
		buf_printf(w->out, "\n  %lld entries\n  root %.*s\n", (long long)c->size,
			   STR_FMT(root));
	}
}

static void begin(struct verifying *w, const char *kind)
{
	if (w->q.json)
		buf_printf(w->out, "{\"verdict\":\"accepted\",\"judged\":\"%s\"", kind);
	else
		buf_lit(w->out, "accepted\n");
}

static int end(struct verifying *w, const char *const *limits, size_t n)
{
	verify_put_limits(w, limits, n);
	if (w->q.json)
		buf_lit(w->out, "}\n");
	return ACCEPTED;
}

/* ---- one head ---- */

int verify_checkpoint(struct verifying *w, struct str note)
{
	static const char *const LIMITS[] = {
		"what the entries of the log say, or that any of them is true",
		"that nobody was shown another history, beyond what your witnesses saw",
		"when it was signed: that takes a time stamp",
	};
	struct policy_verdict v;
	struct err e;
	if (!w->has_policy)
		return verify_no_policy(w, verify_origin(w, note));
	if (policy_check(&w->policy, note, w->a, &v, &e) < 0)
		return verify_refuse(w, e.text);
	begin(w, "checkpoint");
	put_head(w, w->q.json ? "head" : "Head", &v.checkpoint);
	struct verify_list l = verify_list_begin(w, "This shows", "shows");
	verify_item(&l,
		    "that this head is signed by a log key of your policy and %zu of its "
		    "witnesses",
		    v.cosigned);
	if (v.unknown)
		verify_item(&l, "nothing by %zu more signatures, of keys your policy does not name",
			    v.unknown);
	verify_list_end(&l);
	return end(w, LIMITS, COUNT(LIMITS));
}

/* ---- two heads ---- */

int verify_consistency(struct verifying *w, struct str text)
{
	static const char *const LIMITS[] = {
		"what the entries of the log say, or that any of them is true",
		"that nobody was shown a third history",
	};
	struct consistency c;
	struct consistency_verdict v;
	struct err e;
	bool fork = false;
	if (consistency_read(text, w->a, &c, &e) < 0)
		return verify_refuse(w, e.text);
	if (!w->has_policy)
		return verify_no_policy(w, verify_origin(w, c.note));
	if (consistency_verify(&c, &w->policy, w->a, &v, &fork, &e) < 0)
		return verify_refuse(
			w,
			fork ? str_printf(
				       w->a,
				       "FORK: both heads are signed and they cannot both be. Keep this "
				       "file, it proves that somebody was shown another history. %s",
				       e.text)
					.p
			     : e.text);
	begin(w, "consistency");
	put_head(w, w->q.json ? "old" : "Older head", &v.old);
	put_head(w, w->q.json ? "head" : "Newer head", &v.head);
	struct verify_list l = verify_list_begin(w, "This shows", "shows");
	verify_item(&l,
		    "that both heads are signed by the log, and that between them it was only "
		    "added to: %lld entries came, none was changed or taken out",
		    (long long)(v.head.size - v.old.size));
	verify_item(&l, "that the newer head is signed by %zu witnesses of your policy",
		    v.policy.cosigned);
	verify_list_end(&l);
	return end(w, LIMITS, COUNT(LIMITS));
}

/* ---- a whole log ---- */

struct counting {
	int64_t kinds[ENTRY_KINDS];
	int64_t other;
};

static int count_entry(void *ctx, int64_t index, struct str entry, struct err *e)
{
	struct counting *n = ctx;
	enum entry_kind kind;
	struct hash h;
	(void)index;
	(void)e;
	if (entry_parse(entry, &kind, &h, NULL) == 0)
		n->kinds[kind]++;
	else
		n->other++;
	return 0;
}

/* Only plain files below the folder; each is small, so it is read whole. */
static int get(void *ctx, struct str path, size_t max, struct arena *a, struct str *ret,
	       struct err *e)
{
	struct str full = str_printf(a, "%s/%.*s", (const char *)ctx, STR_FMT(path));
	struct stat st;
	if (stat(full.p, &st) < 0)
		return err_set(e, errno == ENOENT || errno == ENOTDIR ? ERR_NOTFOUND : ERR_IO,
			       "%.*s: %s", STR_FMT(path), strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_INPUT, "%.*s is no plain file", STR_FMT(path));
	return file_read(full.p, max, a, ret, e);
}

static int check_tiles(struct verifying *w, const char *folder, struct policy_verdict *ret,
		       struct counting *n, struct err *e)
{
	struct tiles_source src = { .ctx = (void *)(uintptr_t)folder, .get = get };
	struct str note;
	TRY(get(src.ctx, STR("checkpoint"), NOTE_MAX, w->a, &note, e));
	TRY(policy_check(&w->policy, note, w->a, ret, e));
	src.size = ret->checkpoint.size;
	return tiles_check(&src, &ret->checkpoint, count_entry, n, e);
}

int verify_tiles(struct verifying *w, const char *folder)
{
	static const char *const LIMITS[] = {
		"what the entries say: the log holds commitments, and nothing that speaks",
		"that nobody was shown another history, beyond what your witnesses saw",
	};
	struct policy_verdict v;
	struct counting n = { .other = 0 };
	struct str note;
	struct err e;
	if (!w->has_policy) {
		int rc = get((void *)(uintptr_t)folder, STR("checkpoint"), NOTE_MAX, w->a, &note,
			     &e);
		return verify_no_policy(w, rc < 0 ? STR("unknown") : verify_origin(w, note));
	}
	if (check_tiles(w, folder, &v, &n, &e) < 0)
		return verify_refuse(w, e.text);
	begin(w, "tiles");
	put_head(w, w->q.json ? "head" : "Head", &v.checkpoint);
	struct verify_list l = verify_list_begin(w, "Entries", "entries");
	for (int k = 0; k < ENTRY_KINDS; k++)
		if (n.kinds[k])
			verify_item(&l, "%lld of kind %.*s", (long long)n.kinds[k],
				    STR_FMT(entry_kind_name((enum entry_kind)k)));
	if (n.other)
		verify_item(&l, "%lld of other kinds", (long long)n.other);
	verify_list_end(&l);
	l = verify_list_begin(w, "This shows", "shows");
	verify_item(&l, "that this is the whole log up to its head: every entry was hashed, every "
			"tile made again, and the root is the one that was signed");
	verify_item(&l,
		    "that the head is signed by a log key of your policy and %zu of its "
		    "witnesses",
		    v.cosigned);
	verify_list_end(&l);
	return end(w, LIMITS, COUNT(LIMITS));
}
