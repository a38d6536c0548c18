/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_mark.c - a note of how far everything held when it was checked last. */
#include "vault/check_priv.h"

enum { MARK_NAME = 32, MARK_LEN = 8 + HASH_LEN };

static const char *mark_name(int64_t site, char ret[static MARK_NAME])
{
	snprintf(ret, MARK_NAME, "checked %lld", (long long)site);
	return ret;
}

int check_mark_get(struct vault *v, const struct vault_log *logs, size_t n, struct arena *a,
		   struct check_mark **ret, struct err *e)
{
	*ret = NEW_N(a, n, struct check_mark);
	for (size_t i = 0; i < n; i++) {
		char name[MARK_NAME];
		struct str s;
		struct check_mark *m = &(*ret)[i];
		int rc = meta_get(v->st, mark_name(logs[i].site, name), a, &s, e);
		if (rc < 0 && rc != ERR_NOTFOUND)
			return rc;
		if (rc == ERR_NOTFOUND || s.n != MARK_LEN)
			continue;
		for (size_t k = 0; k < 8; k++)
			m->size = m->size << 8 | (uint8_t)s.p[k];
		memcpy(m->root.b, s.p + 8, HASH_LEN);
		if (m->size < 0 ||
		    m->size > logs[i].size) /* the log went back: from the beginning */
			*m = (struct check_mark){ 0 };
	}
	return 0;
}

static int put_one(struct vault *v, const struct vault_log *log, struct err *e)
{
	struct hash root;
	char name[MARK_NAME];
	char mark[MARK_LEN];
	TRY(vault_root(v, number_of(log->site, log->size), &root, e));
	for (int k = 0; k < 8; k++)
		mark[k] = (char)(log->size >> (8 * (7 - k)) & 255);
	memcpy(mark + 8, root.b, HASH_LEN);
	return meta_put(v->st, mark_name(log->site, name), str_n(mark, MARK_LEN), e);
}

static int put_all(struct vault *v, const struct vault_log *logs, size_t n, struct err *e)
{
	AUTO_TX tx = { 0 };
	TRY(tx_begin(&tx, v->st, e));
	for (size_t i = 0; i < n; i++)
		TRY(put_one(v, &logs[i], e));
	return tx_commit(&tx, e);
}

int check_mark_put(struct vault *v, const struct vault_log *logs, size_t n, struct err *e)
{
	struct err why;
	int rc = put_all(v, logs, n, &why);
	/* All holds; that nobody can note it now is no fault of what was checked. */
	if (rc == 0 || rc == ERR_DENIED || rc == ERR_BUSY)
		return 0;
	if (e)
		*e = why;
	return rc;
}
