/* SPDX-License-Identifier: GPL-3.0-or-later */
/* slots_file.c - NAME.vigil.keys as text (docs/formats/vault.md, section 1), strictly. */
#include "vault/slots_priv.h"
#include "vault/slot_priv.h"

#include "base/bytes.h"
#include "base/file.h"
#include "base/json.h"

static void put_bytes(struct buf *b, const char *name, const uint8_t *p, size_t n, struct arena *a)
{
	buf_printf(b, ",\"%s\":", name);
	json_put_str(b, b64url_str(a, p, n));
}

void kdf_json_put(struct buf *b, const struct vault_kdf *kdf, const uint8_t salt[static SALT_LEN])
{
	AUTO_ARENA *a = arena_new(0);
	buf_printf(b, "\"kdf\":{\"alg\":\"argon2id13\",\"ops\":%llu,\"mem\":%zu",
		   (unsigned long long)kdf->ops, kdf->mem);
	put_bytes(b, "salt", salt, SALT_LEN, a);
	buf_char(b, '}');
}

int slots_save(const char *path, const struct slots *s, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	buf_init(&b, FILE_MAX);
	buf_lit(&b, "{\"format\":\"vigil/keys/v2\",");
	kdf_json_put(&b, &s->kdf, s->salt);
	buf_lit(&b, ",\"slots\":[");
	for (size_t i = 0; i < s->n; i++) {
		const struct slot *t = &s->slot[i];
		buf_printf(&b, "%s\n{\"id\":\"%s\",\"created\":\"%.*s\"", i ? "," : "",
			   id_str(a, &t->id).p, STR_FMT(t->created));
		put_bytes(&b, "public", t->public, KEY_LEN, a);
		if (t->recovery)
			buf_lit(&b, ",\"kind\":\"recovery\"");
		put_bytes(&b, "secret", t->secret, SECRET_LEN, a);
		put_bytes(&b, "member", t->member, SEALED_MEMBER_LEN, a);
		if (t->has_member_next)
			put_bytes(&b, "member_next", t->member_next, SEALED_MEMBER_LEN, a);
		put_bytes(&b, "key", t->key, SEALED_KEY_LEN, a);
		if (t->has_next)
			put_bytes(&b, "next", t->next, SEALED_KEY_LEN, a);
		buf_char(&b, '}');
	}
	buf_lit(&b, "\n]}\n");
	TRY(buf_check(&b, e));
	return file_write(path, buf_str(&b), 0600, e);
}

static bool get_bytes(const struct json *o, const char *name, uint8_t *ret, size_t n)
{
	struct str s;
	size_t got;
	return json_str(json_get(o, str_of(name)), &s) && b64url_decode(ret, n, &got, s) &&
	       got == n;
}

static bool slot_read(const struct json *o, struct slot *ret)
{
	struct str id;
	struct str kind;
	ret->has_next = json_get(o, STR("next")) != NULL;
	ret->has_member_next = json_get(o, STR("member_next")) != NULL;
	ret->recovery = json_get(o, STR("kind")) != NULL;
	if (ret->recovery &&
	    (!json_str(json_get(o, STR("kind")), &kind) || !str_eq(kind, STR("recovery"))))
		return false;
	return json_str(json_get(o, STR("id")), &id) && id_parse(id, &ret->id) &&
	       json_str(json_get(o, STR("created")), &ret->created) &&
	       get_bytes(o, "public", ret->public, KEY_LEN) &&
	       get_bytes(o, "secret", ret->secret, SECRET_LEN) &&
	       get_bytes(o, "member", ret->member, SEALED_MEMBER_LEN) &&
	       (!ret->has_member_next ||
		get_bytes(o, "member_next", ret->member_next, SEALED_MEMBER_LEN)) &&
	       get_bytes(o, "key", ret->key, SEALED_KEY_LEN) &&
	       (!ret->has_next || get_bytes(o, "next", ret->next, SEALED_KEY_LEN));
}

bool kdf_json_read(const struct json *kdf, struct vault_kdf *ret, uint8_t ret_salt[static SALT_LEN])
{
	struct str alg;
	int64_t ops;
	int64_t mem;
	if (!json_str(json_get(kdf, STR("alg")), &alg) || !str_eq(alg, STR("argon2id13")) ||
	    !json_int(json_get(kdf, STR("ops")), &ops) ||
	    !json_int(json_get(kdf, STR("mem")), &mem) ||
	    !get_bytes(kdf, "salt", ret_salt, SALT_LEN))
		return false;
	*ret = (struct vault_kdf){ (uint64_t)ops, (size_t)mem };
	return ops >= 1 && ops <= KDF_OPS_MAX && ret->mem >= KDF_MEM_MIN && ret->mem <= KDF_MEM_MAX;
}

int slots_load(const char *path, struct arena *a, struct slots *s, struct err *e)
{
	struct str text;
	struct str format;
	const struct json *o;
	int rc = file_read(path, FILE_MAX, a, &text, e);
	if (rc == ERR_NOTFOUND)
		return err_set(
			e, ERR_NOTFOUND,
			"the key slots %s are missing; without them no passphrase opens the vault. "
			"Restore that file from a backup",
			path);
	TRY(rc);
	static const char DAMAGED[] =
		"the key slots %s are damaged; restore that file from a backup";
	memset(s, 0, sizeof *s);
	if (json_read(str_trim(text), FILE_MAX, JSON_ANY, a, &o, NULL) < 0 ||
	    !json_str(json_get(o, STR("format")), &format) ||
	    !str_eq(format, STR("vigil/keys/v2")) ||
	    !kdf_json_read(json_get(o, STR("kdf")), &s->kdf, s->salt))
		return err_set(e, ERR_CORRUPT, DAMAGED, path);
	for (const struct json *i = json_first(json_get(o, STR("slots"))); i; i = i->next) {
		if (s->n == SLOTS_MAX || !slot_read(i, &s->slot[s->n]))
			return err_set(e, ERR_CORRUPT, DAMAGED, path);
		s->n++;
	}
	return s->n ? 0 : err_set(e, ERR_CORRUPT, DAMAGED, path);
}
