/* SPDX-License-Identifier: GPL-3.0-or-later */
/* invite.c - inviting a site: enrol its member, then seal what they need. */
#include "vault/invite.h"

#include "base/bytes.h"
#include "base/json.h"
#include "vault/access_priv.h"
#include "vault/compartment_priv.h"
#include "vault/slot_priv.h"
#include "vault/vault_priv.h"

enum {
	PAD = 512, /* so that the length says nothing of the name */
	VKEY_MAX = 256
};
static const char FORMAT[] = "vigil/invitation/v1";

void invitation_wipe(struct invitation *in)
{
	key_wipe(&in->reg_secret);
	key_wipe(&in->seed);
}

/* ---- the file ---- */

static bool get_bytes(const struct json *o, const char *name, uint8_t *ret, size_t n)
{
	struct str s;
	size_t got;
	return json_str(json_get(o, str_of(name)), &s) && b64url_decode(ret, n, &got, s) &&
	       got == n;
}

int invitation_read(struct str file, struct arena *a, struct invitation_file *ret, struct err *e)
{
	struct invitation_file f = { 0 };
	const struct json *o;
	struct str format;
	struct str sealed;
	size_t n = 0;
	if (json_read(str_trim(file), INVITATION_MAX, JSON_ANY, a, &o, NULL) < 0 ||
	    !json_str(json_get(o, STR("format")), &format) || !str_eq(format, str_of(FORMAT)))
		return err_set(e, ERR_INPUT, "not an invitation to a register of Vigil");
	if (!kdf_json_read(json_get(o, STR("kdf")), &f.kdf, f.salt) ||
	    !json_str(json_get(o, STR("sealed")), &sealed))
		return err_set(e, ERR_INPUT, "the invitation is damaged");
	uint8_t *p = NEW_N(a, sealed.n, uint8_t);
	if (!b64url_decode(p, sealed.n, &n, sealed) || n < AEAD_NONCE_LEN + AEAD_TAG_LEN)
		return err_set(e, ERR_INPUT, "the invitation is damaged");
	f.sealed = str_n((char *)p, n);
	*ret = f;
	return 0;
}

int invitation_parse(struct str plain, struct arena *a, struct invitation *ret, struct err *e)
{
	struct invitation in = { 0 };
	const struct json *o;
	struct str member = STR_NULL;
	struct str role = STR_NULL;
	struct note_key k;
	if (json_read(str_trim(plain), INVITATION_MAX, JSON_ANY, a, &o, NULL) < 0 ||
	    !json_str(json_get(o, STR("register")), &in.reg) || in.reg.n > VKEY_MAX ||
	    note_key_read(in.reg, a, &k, NULL) < 0 || k.type != NOTE_ED25519 ||
	    !get_bytes(o, "secret", in.reg_secret.b, KEY_LEN) ||
	    !json_str(json_get(o, STR("member")), &member) || !id_parse(member, &in.member) ||
	    !get_bytes(o, "seed", in.seed.b, KEY_LEN) ||
	    !json_str(json_get(o, STR("name")), &in.name) || in.name.n > MEMBER_NAME_MAX ||
	    !json_str(json_get(o, STR("role")), &role) || !vault_role_parse(role, &in.role)) {
		invitation_wipe(&in);
		return err_set(e, ERR_INPUT,
			       "the invitation holds what this version of Vigil does "
			       "not understand");
	}
	*ret = in;
	return 0;
}

int invitation_open(struct str file, struct str passphrase, struct arena *a, struct invitation *ret,
		    struct err *e)
{
	struct invitation_file f;
	AUTO_KEY k;
	TRY(invitation_read(file, a, &f, e));
	TRY(key_from_passphrase(&k, passphrase, f.salt, f.kdf.ops, f.kdf.mem, e));
	size_t n = f.sealed.n - AEAD_NONCE_LEN;
	const uint8_t *p = (const uint8_t *)f.sealed.p;
	uint8_t *plain = NEW_N(a, n, uint8_t);
	if (!aead_open(plain, p + AEAD_NONCE_LEN, n, str_of(FORMAT), p, &k))
		return err_set(e, ERR_DENIED, "this passphrase does not open the invitation");
	n -= AEAD_TAG_LEN;
	int rc = invitation_parse(str_n((char *)plain, n), a, ret, e);
	if (rc == 0)
		ret->name = str_copy(a, ret->name);
	if (rc == 0)
		ret->reg = str_copy(a, ret->reg);
	wipe(plain, n);
	return rc;
}

static void put(struct buf *b, const char *name, struct str value)
{
	buf_printf(b, "%s\"%s\":", b->n > 1 ? "," : "", name);
	json_put_str(b, value);
}

int invitation_seal(const struct invitation *in, struct str passphrase, const struct vault_kdf *kdf,
		    struct arena *a, struct str *ret_file, struct err *e)
{
	AUTO_KEY k;
	AUTO_BUF plain;
	AUTO_BUF file;
	uint8_t salt[SALT_LEN];
	buf_init(&plain, INVITATION_MAX);
	buf_init(&file, INVITATION_MAX);
	buf_char(&plain, '{');
	put(&plain, "register", in->reg);
	put(&plain, "secret", b64url_str(a, in->reg_secret.b, KEY_LEN));
	put(&plain, "member", id_str(a, &in->member));
	put(&plain, "seed", b64url_str(a, in->seed.b, KEY_LEN));
	put(&plain, "name", in->name);
	put(&plain, "role", vault_role_name(in->role));
	buf_char(&plain, '}');
	while (plain.n % PAD && !plain.full)
		buf_char(&plain, ' ');
	TRY(buf_check(&plain, e));

	random_bytes(salt, SALT_LEN);
	TRY(key_from_passphrase(&k, passphrase, salt, kdf->ops, kdf->mem, e));
	size_t n = AEAD_NONCE_LEN + plain.n + AEAD_TAG_LEN;
	uint8_t *sealed = NEW_N(a, n, uint8_t);
	random_bytes(sealed, AEAD_NONCE_LEN);
	aead_seal(sealed + AEAD_NONCE_LEN, buf_str(&plain), str_of(FORMAT), sealed, &k);
	wipe(plain.p, plain.n);
	buf_printf(&file, "{\"format\":\"%s\",", FORMAT);
	kdf_json_put(&file, kdf, salt);
	put(&file, "sealed", b64url_str(a, sealed, n));
	buf_lit(&file, "}\n");
	TRY(buf_check(&file, e));
	*ret_file = buf_copy(&file, a);
	return 0;
}

/* ---- inviting ---- */

int vault_invite(struct vault *v, struct str member_name, enum vault_role role,
		 struct str passphrase, struct arena *a, struct str *ret_file, struct err *e)
{
	AUTO(invitation_wipe)
	struct invitation in = { .reg = v->reg, .name = member_name, .role = role };
	struct vault_member *m;
	struct vault_kdf kdf;
	size_t n;
	uint8_t sign_public[KEY_LEN];
	uint8_t box_public[KEY_LEN];
	if (member_name.n > MEMBER_NAME_MAX)
		return err_set(e, ERR_TOOBIG, "a name has at most %d bytes", MEMBER_NAME_MAX);
	TRY(vault_members(v, a, &m, &n, e));
	TRY(member_require_officer(v, m, n, e));
	TRY(slots_kdf(v->keys_path, &kdf, e));
	in.member = id_new();
	in.reg_secret = v->reg_secret;
	random_bytes(in.seed.b, KEY_LEN);
	member_public_keys(&in.seed, sign_public, box_public);
	/* Sealed before it is enrolled: what costs time or memory fails while nothing is written. */
	TRY(invitation_seal(&in, passphrase, &kdf, a, ret_file, e));
	AUTO_VAULT_TX tx = { 0 };
	TRY(vault_begin(&tx, v, e));
	TRY(member_enrol(&tx, &in.member, member_name, role, sign_public, box_public, e));
	TRY(compartment_admit(v, &in.member, box_public, e));
	return vault_commit(&tx, e);
}
