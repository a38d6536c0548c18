/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cluster_moves.c - nodes of one part going from cluster to cluster. */
#include "link/cluster_priv.h"

struct cpart cpart_make(const struct cgraph *g, const uint32_t *nodes, size_t n, uint32_t *place,
			struct arena *a)
{
	struct cpart p = { .nodes = nodes, .n = n, .link_at = NEW_N(a, n + 1, size_t) };
	size_t most = 0;
	for (uint32_t x = 0; x < n; x++) {
		place[nodes[x]] = x;
		most += g->link_at[nodes[x] + 1] - g->link_at[nodes[x]];
	}
	p.link = NEW_N(a, most, struct clink);
	size_t to = 0;
	for (uint32_t x = 0; x < n; x++) {
		p.link_at[x] = to;
		for (size_t i = g->link_at[nodes[x]]; i < g->link_at[nodes[x] + 1]; i++) {
			struct clink l = g->link[i];
			uint32_t at = place[l.to]; /* may be of another part, or of none */
			if (at >= n || nodes[at] != l.to)
				continue;
			l.to = at;
			p.link[to++] = l;
		}
	}
	p.link_at[n] = to;
	return p;
}

void cmoves_begin(struct cmoves *m, const struct cgraph *g, const struct cpart *part,
		  const uint32_t *label, struct arena *a)
{
	size_t n = part->n;
	*m = (struct cmoves){
		.g = g,
		.part = part,
		.nodes = part->nodes,
		.n = n,
		.label = NEW_N(a, n, uint32_t),
		.head = NEW_N(a, n, uint32_t),
		.next = NEW_N(a, n, uint32_t),
		.records = NEW_N(a, n, uint32_t),
		.touched = NEW_N(a, n, uint32_t),
		.with = NEW_N(a, n, struct cmoves_with),
		.lists = g->lists ? NEW_N(a, n, uint64_t) : NULL,
	};
	for (uint32_t x = 0; x < n; x++)
		m->head[x] = (uint32_t)n;
	for (uint32_t x = 0; x < n; x++)
		cmoves_put(m, x, label ? label[x] : x);
}

/* Nodes under one label have no list in common, so what one adds it also takes away. */
static void turn_lists(struct cmoves *m, uint32_t x, uint32_t label)
{
	if (m->lists)
		m->lists[label] ^= m->g->lists[m->nodes[x]];
}

void cmoves_put(struct cmoves *m, uint32_t x, uint32_t label)
{
	m->label[x] = label;
	m->next[x] = m->head[label];
	m->head[label] = x;
	m->records[label] += cgraph_size(m->g, m->nodes[x]);
	turn_lists(m, x, label);
}

void cmoves_take(struct cmoves *m, uint32_t x)
{
	uint32_t label = m->label[x];
	uint32_t *at = &m->head[label];
	while (*at != x)
		at = &m->next[*at];
	*at = m->next[x];
	m->records[label] -= cgraph_size(m->g, m->nodes[x]);
	turn_lists(m, x, label);
	if (!m->records[label] && label < m->all_taken_below)
		m->all_taken_below = label;
}

/* Among n labels and n - 1 nodes under them one is free: usually its own or the one it came from. */
uint32_t cmoves_free(struct cmoves *m, uint32_t x)
{
	if (!m->records[x])
		return x;
	if (!m->records[m->label[x]])
		return m->label[x];
	while (m->records[m->all_taken_below])
		m->all_taken_below++;
	return m->all_taken_below;
}

void cmoves_look(struct cmoves *m, uint32_t x)
{
	const struct cpart *p = m->part;
	for (size_t i = p->link_at[x]; i < p->link_at[x + 1]; i++) {
		const struct clink *l = &p->link[i];
		uint32_t label = m->label[l->to];
		struct cmoves_with *w = &m->with[label];
		if (!w->seen) {
			w->seen = true;
			m->touched[m->n_touched++] = label;
		}
		w->sum += l->sum;
		w->pairs += l->pairs;
		w->never |= l->never;
	}
}

static bool clashes_with(const struct cmoves *m, uint32_t x, uint32_t label)
{
	if (m->lists) {
		uint64_t own = m->g->lists[m->nodes[x]];
		uint64_t others = m->label[x] == label ? m->lists[label] ^ own : m->lists[label];
		return own & others;
	}
	if (!m->g->clash_slow)
		return false;
	for (uint32_t y = m->head[label]; y < m->n; y = m->next[y])
		if (y != x && cgraph_clash(m->g, m->nodes[x], m->nodes[y]))
			return true;
	return false;
}

cbits cmoves_with(const struct cmoves *m, uint32_t x, uint32_t label)
{
	const struct cmoves_with *w = &m->with[label];
	if (w->never || clashes_with(m, x, label))
		return CLUSTER_NEVER;
	cbits own = cgraph_size(m->g, m->nodes[x]);
	cbits others = m->records[label] - (m->label[x] == label ? own : 0);
	return w->sum + (own * others - w->pairs) * m->g->absent;
}

void cmoves_forget(struct cmoves *m)
{
	for (size_t i = 0; i < m->n_touched; i++)
		m->with[m->touched[i]] = (struct cmoves_with){ 0 };
	m->n_touched = 0;
}

bool cmoves_clash(const struct cmoves *m, uint32_t x, uint32_t y)
{
	if (!m->g->clash_slow)
		return m->lists && m->lists[x] & m->lists[y];
	for (uint32_t p = m->head[x]; p < m->n; p = m->next[p])
		for (uint32_t q = m->head[y]; q < m->n; q = m->next[q])
			if (cgraph_clash(m->g, m->nodes[p], m->nodes[q]))
				return true;
	return false;
}

void cmoves_join(struct cmoves *m, uint32_t x, uint32_t y)
{
	while (m->head[y] < m->n) {
		uint32_t moved = m->head[y];
		cmoves_take(m, moved);
		cmoves_put(m, moved, x);
	}
}
