/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.c - names on a remote: keyed hashes, so that they tell nobody whose they are. */
#include "sync/sync_priv.h"

#include "base/bytes.h"

enum { NAME_BYTES = 16, PLACE_DIGITS = 10 };

static struct str keyed(const struct key *k, struct str what, struct str of, size_t bytes,
			struct arena *a)
{
	struct hash h = hash_hmac(
		k->b, str_printf(a, "vigil/name/v1 %.*s %.*s", STR_FMT(what), STR_FMT(of)));
	return hex_str(a, h.b, bytes);
}

struct str name_top(const struct key *k, struct str register_vkey, struct arena *a)
{
	return str_join(a, STR("vigil-"), keyed(k, STR("register"), register_vkey, NAME_BYTES, a));
}

struct str name_log(const struct sync *s, struct str origin)
{
	return keyed(&s->key, STR("log"), origin, NAME_BYTES, s->a);
}

struct str name_tag(const struct sync *s, struct str origin, int64_t end, const struct hash *root)
{
	struct str head = str_printf(s->a, "%.*s %lld %.*s", STR_FMT(origin), (long long)end,
				     STR_FMT(hex_str(s->a, root->b, HASH_LEN)));
	return keyed(&s->key, STR("head"), head, TAG_BYTES, s->a);
}

struct str name_pack(const struct sync *s, struct str origin, int64_t first, int64_t end,
		     const struct hash *root)
{
	return str_printf(s->a, "%.*s/log/%.*s/%010lld-%010lld-%.*s", STR_FMT(s->top),
			  STR_FMT(name_log(s, origin)), (long long)first, (long long)end,
			  STR_FMT(name_tag(s, origin, end, root)));
}

static bool digits(struct str s, int64_t *ret)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n == PLACE_DIGITS && str_to_int(s, ret);
}

bool name_pack_parse(struct str name, struct pack_name *ret)
{
	struct str first;
	struct str end;
	struct str rest = str_cut(name, '-', &first);
	ret->tag = str_cut(rest, '-', &end);
	return digits(first, &ret->first) && digits(end, &ret->end) && ret->first < ret->end &&
	       ret->tag.n == 2 * TAG_BYTES;
}
