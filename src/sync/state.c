/* SPDX-License-Identifier: GPL-3.0-or-later */
/* state.c - what a remote had when we last saw it: to read only what is new, and to notice what is gone. */
#include "sync/sync_priv.h"

#include "base/bytes.h"
#include "base/json.h"
#include "base/map.h"

enum { STATE_MAX = 4 << 20 };

/* One value in the map: text of a hash, or a number. */
static void set(const struct sync *s, struct str name, struct str value)
{
	struct str *v = NEW(s->a, struct str);
	*v = str_copy(s->a, value);
	*map_at(s->seen, name) = v;
}

static struct str setting_name(const struct sync *s)
{
	struct hash h = hash_of(s->place);
	return str_printf(s->a, "remote %.*s", STR_FMT(hex_str(s->a, h.b, HASH_LEN)));
}

int sync_state_load(struct sync *s, struct err *e)
{
	struct str text;
	const struct json *o;
	s->seen = NEW(s->a, struct map);
	map_init(s->seen, s->a);
	int rc = vault_setting_get(s->v, setting_name(s).p, s->a, &text, e);
	if (rc == ERR_NOTFOUND)
		return 0;
	TRY(rc);
	TRY(json_read(text, STATE_MAX, JSON_ANY, s->a, &o, e));
	for (const struct json *i = json_first(o); i; i = i->next)
		if (i->type == JSON_STRING)
			set(s, i->name, i->u.text);
	return 0;
}

int sync_state_save(struct sync *s, struct err *e)
{
	AUTO_BUF b;
	buf_init(&b, STATE_MAX);
	for (size_t i = 0; i < s->seen->n; i++) {
		const struct str *v = s->seen->items[i].value;
		buf_char(&b, i ? ',' : '{');
		json_put_str(&b, s->seen->items[i].key);
		buf_char(&b, ':');
		json_put_str(&b, *v);
	}
	buf_add(&b, s->seen->n ? STR("}") : STR("{}"));
	TRY(buf_check(&b, e));
	return vault_setting_put(s->v, setting_name(s).p, buf_str(&b), e);
}

bool sync_state_keys(const struct sync *s, struct str name, struct hash *ret)
{
	const struct str *v = map_get(s->seen, name);
	return v && v->n == 2 * HASH_LEN && hex_decode(ret->b, HASH_LEN, *v);
}

void sync_state_keys_set(struct sync *s, struct str name, const struct hash *h)
{
	set(s, name, hex_str(s->a, h->b, HASH_LEN));
}

int64_t sync_state_log(const struct sync *s, struct str log)
{
	int64_t n = 0;
	const struct str *v = map_get(s->seen, log);
	if (v && !str_to_int(*v, &n))
		n = 0;
	return n;
}

void sync_state_log_set(struct sync *s, struct str log, int64_t end)
{
	set(s, log, str_printf(s->a, "%lld", (long long)end));
}
