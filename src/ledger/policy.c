/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.c - reading a policy line by line (a line may only name what stands above it, so groups
 * cannot be circular), and judging a checkpoint by it.
 */
#include "ledger/policy.h"

#include "ledger/ledger_priv.h"

enum { WORDS_MAX = POLICY_NODES_MAX + 3 };

struct reading {
	struct arena *a;
	struct err *e;
	int line;
	struct note_key *logs;
	size_t n_logs;
	struct policy_node *nodes;
	bool used[POLICY_NODES_MAX]; /* a member of some group already */
	size_t n_nodes;
	bool has_quorum;
	int quorum;
};

static int fault(const struct reading *r, const char *what)
{
	return err_set(r->e, ERR_INPUT, "policy line %d: %s", r->line, what);
}

static int too_many(const struct reading *r, const char *what)
{
	return err_set(r->e, ERR_TOOBIG, "policy line %d: too many %s", r->line, what);
}

static int find_node(const struct reading *r, struct str name)
{
	for (size_t i = 0; i < r->n_nodes; i++)
		if (str_eq(r->nodes[i].name, name))
			return (int)i;
	return -1;
}

static int read_key(struct reading *r, struct str vkey, struct note_key *ret)
{
	int rc = note_key_read(vkey, r->a, ret, r->e);
	if (rc < 0)
		err_wrap(r->e, "policy line %d", r->line);
	return rc;
}

static bool same_key(const struct note_key *x, const struct note_key *y)
{
	return str_eq(x->material, y->material);
}

static int add_log(struct reading *r, const struct str *w, size_t n)
{
	if (n < 2 || n > 3)
		return fault(r, "expected: log VKEY [URL]");
	if (r->n_logs == POLICY_LOGS_MAX)
		return too_many(r, "logs");
	struct note_key *k = &r->logs[r->n_logs];
	TRY(read_key(r, w[1], k));
	if (k->type == NOTE_COSIGNATURE)
		return fault(r, "a log has a key that signs checkpoints, this is a witness's");
	for (size_t i = 0; i < r->n_logs; i++)
		if (same_key(k, &r->logs[i]))
			return fault(r, "this key is a log already");
	r->n_logs++;
	return 0;
}

static int new_node(struct reading *r, struct str name, struct policy_node **ret)
{
	if (str_eq(name, STR("none")) || find_node(r, name) >= 0)
		return fault(r, "this name is taken");
	if (r->n_nodes == POLICY_NODES_MAX)
		return too_many(r, "witnesses and groups");
	*ret = &r->nodes[r->n_nodes];
	**ret = (struct policy_node){ .name = name };
	return 0;
}

static int add_witness(struct reading *r, const struct str *w, size_t n)
{
	struct policy_node *node = NULL;
	if (n < 3 || n > 4)
		return fault(r, "expected: witness NAME VKEY [URL]");
	TRY(new_node(r, w[1], &node));
	TRY(read_key(r, w[2], &node->key));
	if (node->key.type == NOTE_ED25519)
		return fault(r, "a witness has a cosignature key, this is a log's");
	for (size_t i = 0; i < r->n_nodes; i++)
		if (r->nodes[i].n == 0 && same_key(&node->key, &r->nodes[i].key))
			return fault(r, "this key is a witness already");
	r->n_nodes++;
	return 0;
}

static int add_group(struct reading *r, const struct str *w, size_t n)
{
	struct policy_node *node = NULL;
	int64_t k = 0;
	if (n < 4)
		return fault(r, "expected: group NAME any|all|NUMBER MEMBER...");
	TRY(new_node(r, w[1], &node));
	size_t members = n - 3;
	if (str_eq(w[2], STR("any")))
		k = 1;
	else if (str_eq(w[2], STR("all")))
		k = (int64_t)members;
	else if (!ledger_decimal(w[2], &k) || k < 1 || k > (int64_t)members)
		return fault(r, "a threshold is any, all, or 1 to the number of members");
	int *list = NEW_N(r->a, members, int);
	for (size_t i = 0; i < members; i++) {
		list[i] = find_node(r, w[3 + i]);
		if (list[i] < 0)
			return fault(r, "a member is not named above");
		/* Once in all the file: else one witness could count twice. */
		if (r->used[list[i]])
			return fault(r, "a member is in a group already");
		r->used[list[i]] = true;
	}
	node->members = list;
	node->n = members;
	node->k = (size_t)k;
	r->n_nodes++;
	return 0;
}

static int set_quorum(struct reading *r, const struct str *w, size_t n)
{
	if (n != 2)
		return fault(r, "expected: quorum NAME|none");
	if (r->has_quorum)
		return fault(r, "a second quorum");
	r->has_quorum = true;
	r->quorum = -1;
	if (str_eq(w[1], STR("none")))
		return 0;
	r->quorum = find_node(r, w[1]);
	return r->quorum < 0 ? fault(r, "the quorum is not named above") : 0;
}

/* Words between runs of spaces and tabs. */
static int cut_words(const struct reading *r, struct str line, struct str w[static WORDS_MAX],
		     size_t *ret_n)
{
	size_t n = 0;
	size_t i = 0;
	while (i < line.n) {
		size_t from = i;
		while (i < line.n && line.p[i] != ' ' && line.p[i] != '\t')
			i++;
		if (i > from) {
			if (n == WORDS_MAX)
				return too_many(r, "words");
			w[n++] = str_n(line.p + from, i - from);
		} else {
			i++;
		}
	}
	*ret_n = n;
	return 0;
}

static int read_line(struct reading *r, struct str line)
{
	struct str w[WORDS_MAX];
	size_t n = 0;
	TRY(cut_words(r, line, w, &n));
	if (n == 0 || w[0].p[0] == '#')
		return 0;
	if (str_eq(w[0], STR("log")))
		return add_log(r, w, n);
	if (str_eq(w[0], STR("witness")))
		return add_witness(r, w, n);
	if (str_eq(w[0], STR("group")))
		return add_group(r, w, n);
	if (str_eq(w[0], STR("quorum")))
		return set_quorum(r, w, n);
	return fault(r, "a line begins with log, witness, group, quorum or #");
}

static bool is_policy_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i];
		if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7F)
			return false;
	}
	return true;
}

int policy_read(struct str s, struct arena *a, struct policy *ret, struct err *e)
{
	struct reading r = { .a = a, .e = e, .quorum = -1 };
	if (s.n > POLICY_MAX)
		return err_set(e, ERR_TOOBIG, "a policy has at most %d bytes", POLICY_MAX);
	if (!is_policy_text(s))
		return err_set(e, ERR_INPUT,
			       "a policy has no control characters but tab and newline");
	if (s.n && !str_ends(s, STR("\n")))
		return err_set(e, ERR_INPUT, "the last line of a policy does not end");
	r.logs = NEW_N(a, POLICY_LOGS_MAX, struct note_key);
	r.nodes = NEW_N(a, POLICY_NODES_MAX, struct policy_node);
	while (s.n) {
		struct str line;
		s = str_cut(s, '\n', &line);
		r.line++;
		TRY(read_line(&r, line));
	}
	if (!r.has_quorum)
		return err_set(e, ERR_INPUT, "a policy has a quorum line, if only `quorum none`");
	*ret = (struct policy){ .logs = r.logs,
				.n_logs = r.n_logs,
				.nodes = r.nodes,
				.n_nodes = r.n_nodes,
				.quorum = r.quorum };
	return 0;
}

/* ---- judging ---- */

static bool is_of(const struct note_sig *s, const struct note_key *k)
{
	return str_eq(s->name, k->name) && memcmp(s->id, k->id, NOTE_KEY_ID_LEN) == 0;
}

static bool is_known(const struct policy *p, const struct note_sig *s)
{
	for (size_t i = 0; i < p->n_logs; i++)
		if (is_of(s, &p->logs[i]))
			return true;
	for (size_t i = 0; i < p->n_nodes; i++)
		if (p->nodes[i].n == 0 && is_of(s, &p->nodes[i].key))
			return true;
	return false;
}

/* Members come before their group, so one pass settles every node. */
static int check_witnesses(const struct policy *p, const struct note *n, bool *seen,
			   size_t *ret_cosigned, struct err *e)
{
	size_t cosigned = 0;
	for (size_t i = 0; i < p->n_nodes; i++) {
		const struct policy_node *node = &p->nodes[i];
		if (node->n == 0) {
			TRY(note_check(n, &node->key, &seen[i], NULL, e));
			cosigned += seen[i];
			continue;
		}
		size_t members = 0;
		for (size_t m = 0; m < node->n; m++)
			members += seen[node->members[m]];
		seen[i] = members >= node->k;
	}
	*ret_cosigned = cosigned;
	return 0;
}

int policy_check(const struct policy *p, struct str note, struct arena *a,
		 struct policy_verdict *ret, struct err *e)
{
	struct note n;
	struct policy_verdict v = { 0 };
	bool seen[POLICY_NODES_MAX] = { false };
	TRY(note_parse(note, a, &n, e));
	TRY(checkpoint_parse(n.text, &v.checkpoint, e));
	for (size_t i = 0; i < p->n_logs; i++) {
		bool is_signed = false;
		TRY(note_check(&n, &p->logs[i], &is_signed, NULL, e));
		if (is_signed && str_eq(p->logs[i].name, v.checkpoint.origin))
			v.log = &p->logs[i];
	}
	if (!v.log)
		return err_set(e, ERR_DENIED,
			       "the checkpoint is not signed by a log that the policy trusts");
	TRY(check_witnesses(p, &n, seen, &v.cosigned, e));
	if (p->quorum >= 0 && !seen[p->quorum])
		return err_set(e, ERR_DENIED,
			       "the checkpoint lacks the cosignatures that the policy asks for");
	for (size_t i = 0; i < n.n; i++)
		v.unknown += !is_known(p, &n.sigs[i]);
	*ret = v;
	return 0;
}

void policy_write_log(struct buf *b, struct str vkey)
{
	buf_lit(b, "log ");
	buf_add(b, vkey);
	buf_lit(b, "\nquorum none\n");
}

static void write_quorum(struct buf *b, size_t n, size_t k)
{
	if (n == 0) {
		buf_lit(b, "quorum none\n");
		return;
	}
	if (n == 1) {
		buf_lit(b, "quorum w1\n");
		return;
	}
	buf_printf(b, "group witnesses %zu", k);
	for (size_t i = 0; i < n; i++)
		buf_printf(b, " w%zu", i + 1);
	buf_lit(b, "\nquorum witnesses\n");
}

int policy_write(struct buf *b, const struct str *logs, size_t n_logs, const struct str *witnesses,
		 size_t n_witnesses, size_t k, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct policy check;
	size_t from = b->n;
	if (n_witnesses ? k < 1 || k > n_witnesses : k > 0)
		return err_set(e, ERR_INPUT, "%zu of %zu witnesses cannot be asked for", k,
			       n_witnesses);
	for (size_t i = 0; i < n_logs; i++)
		buf_printf(b, "log %.*s\n", STR_FMT(logs[i]));
	for (size_t i = 0; i < n_witnesses; i++)
		buf_printf(b, "witness w%zu %.*s\n", i + 1, STR_FMT(witnesses[i]));
	write_quorum(b, n_witnesses, k);
	TRY(buf_check(b, e));
	/* Keys that come twice, are of the wrong type, or have something behind them. */
	return policy_read(str_from(buf_str(b), from), a, &check, e);
}
