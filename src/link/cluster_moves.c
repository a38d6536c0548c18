/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cluster_moves.c - nodes of one part going from cluster to cluster. */
#include "link/cluster_priv.h"

void cmoves_begin(struct cmoves *m, const struct cgraph *g, const uint32_t *nodes, size_t n,
		  uint32_t *place, struct arena *a)
{
	*m = (struct cmoves){
		.g = g,
		.nodes = nodes,
		.n = n,
		.place = place,
		.label = NEW_N(a, n, uint32_t),
		.head = NEW_N(a, n, uint32_t),
		.next = NEW_N(a, n, uint32_t),
		.records = NEW_N(a, n, uint32_t),
		.touched = NEW_N(a, n, uint32_t),
		.sum = NEW_N(a, n, cbits),
		.pairs = NEW_N(a, n, uint32_t),
		.seen = NEW_N(a, n, bool),
		.never = NEW_N(a, n, bool),
	};
	for (uint32_t x = 0; x < n; x++) {
		place[nodes[x]] = x;
		m->head[x] = (uint32_t)n;
		cmoves_put(m, x, x);
	}
}

void cmoves_put(struct cmoves *m, uint32_t x, uint32_t label)
{
	m->label[x] = label;
	m->next[x] = m->head[label];
	m->head[label] = x;
	m->records[label] += cgraph_size(m->g, m->nodes[x]);
}

void cmoves_take(struct cmoves *m, uint32_t x)
{
	uint32_t *at = &m->head[m->label[x]];
	while (*at != x)
		at = &m->next[*at];
	*at = m->next[x];
	m->records[m->label[x]] -= cgraph_size(m->g, m->nodes[x]);
}

/* Among n labels and n - 1 nodes under them one is free: usually its own or the one it came from. */
uint32_t cmoves_free(const struct cmoves *m, uint32_t x)
{
	if (!m->records[x])
		return x;
	if (!m->records[m->label[x]])
		return m->label[x];
	uint32_t label = 0;
	while (m->records[label])
		label++;
	return label;
}

void cmoves_look(struct cmoves *m, uint32_t x)
{
	const struct cgraph *g = m->g;
	uint32_t node = m->nodes[x];
	for (size_t i = g->link_at[node]; i < g->link_at[node + 1]; i++) {
		const struct clink *l = &g->link[i];
		uint32_t place = m->place[l->to];
		if (place >= m->n || m->nodes[place] != l->to)
			continue;
		uint32_t label = m->label[place];
		if (!m->seen[label]) {
			m->seen[label] = true;
			m->touched[m->n_touched++] = label;
		}
		m->sum[label] += l->sum;
		m->pairs[label] += l->pairs;
		m->never[label] |= l->never;
	}
}

cbits cmoves_with(const struct cmoves *m, uint32_t x, uint32_t label)
{
	if (m->never[label])
		return CLUSTER_NEVER;
	for (uint32_t y = m->head[label]; y < m->n; y = m->next[y])
		if (y != x && cgraph_clash(m->g, m->nodes[x], m->nodes[y]))
			return CLUSTER_NEVER;
	cbits own = cgraph_size(m->g, m->nodes[x]);
	cbits others = m->records[label] - (m->label[x] == label ? own : 0);
	return m->sum[label] + (own * others - m->pairs[label]) * m->g->absent;
}

void cmoves_forget(struct cmoves *m)
{
	for (size_t i = 0; i < m->n_touched; i++) {
		uint32_t label = m->touched[i];
		m->sum[label] = 0;
		m->pairs[label] = 0;
		m->seen[label] = m->never[label] = false;
	}
	m->n_touched = 0;
}

bool cmoves_clash(const struct cmoves *m, uint32_t x, uint32_t y)
{
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
