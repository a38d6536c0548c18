/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wacz_package.c - datapackage.json and datapackage-digest.json against the files that are there. */
#include "worker/wacz.h"

#include "base/bytes.h"

static struct str hex(const struct wacz *z, const struct hash *h)
{
	return str_join(z->a, STR("sha256:"), hex_str(z->a, h->b, HASH_LEN));
}

struct wacz_file *wacz_file_find(const struct wacz *z, struct str name)
{
	return map_get(&z->files, name);
}

/* "sha256:..." as of version 1.1; in 1.0 "hash" and "bytes" stand in "stats". */
static void check_hash(struct wacz *z, const struct wacz_file *f, struct str claimed,
		       const char *code)
{
	struct digest_value v = { 0 };
	struct digest_value own = { .kind = DIGEST_SHA256 };
	if (!digest_read(claimed, DIGEST_SHA256, &v) || v.kind != DIGEST_SHA256) {
		findings_add(&z->findings, "wacz-hash-not-understood", f->name, claimed, STR(""));
		return;
	}
	memcpy(own.b, f->sha256.b, HASH_LEN);
	if (digest_eq(&v, &own)) {
		z->hashes_fit++;
		return;
	}
	memcpy(own.b, f->doubled.b, HASH_LEN);
	findings_add(&z->findings, digest_eq(&v, &own) ? "wacz-hash-doubled" : code, f->name,
		     claimed, hex(z, &f->sha256));
}

static void check_bytes(struct wacz *z, const struct wacz_file *f, const struct json *v)
{
	int64_t n = 0;
	if (json_int(v, &n) && n != f->bytes)
		findings_add(&z->findings, "wacz-bytes", f->name,
			     str_printf(z->a, "%lld", (long long)n),
			     str_printf(z->a, "%lld", (long long)f->bytes));
}

static void check_resource(struct wacz *z, const struct json *r)
{
	struct str path = STR("");
	struct str claimed = STR("");
	const struct json *stats = json_get(r, STR("stats"));
	(void)json_str(json_get(r, STR("path")), &path);
	struct wacz_file *f = wacz_file_find(z, path);
	if (!f) {
		findings_add(&z->findings, "wacz-missing", path, STR("listed"), STR("not there"));
		return;
	}
	f->listed = true;
	check_bytes(z, f, json_get(stats ? stats : r, STR("bytes")));
	if (json_str(json_get(stats ? stats : r, STR("hash")), &claimed))
		check_hash(z, f, claimed, "wacz-hash");
	else
		findings_add(&z->findings, "wacz-no-hash", f->name, STR(""), hex(z, &f->sha256));
}

static void check_listed(struct wacz *z)
{
	for (size_t i = 0; i < z->files.n; i++) {
		const struct wacz_file *f = z->files.items[i].value;
		if (!f->listed && !str_eq(f->name, STR("datapackage.json")) &&
		    !str_eq(f->name, STR("datapackage-digest.json")))
			findings_add(&z->findings, "wacz-not-listed", f->name, STR("not listed"),
				     STR("there"));
		if (str_starts(f->name, STR("archive/")) && !f->stored)
			findings_add(
				&z->findings, "wacz-form", f->name, STR(""),
				STR("compressed in the zip, so nothing in it can be found by its place"));
	}
}

/* wacz-auth 0.1: with a domain's certificate, or with a key of its own; read as being there. */
static const char *signature_kind(const struct json *digest)
{
	const struct json *s = json_get(digest, STR("signedData"));
	if (!s)
		return "none";
	return json_get(s, STR("domain")) ? "domain" : "anonymous";
}

static void check_digest(struct wacz *z, struct json_out *o, const struct wacz_file *package)
{
	const struct wacz_file *f = wacz_file_find(z, STR("datapackage-digest.json"));
	const struct json *v = NULL;
	struct str claimed = STR("");
	const char *kind = "none";
	if (f && f->content.p) {
		if (json_read_foreign(f->content, WACZ_KEEP_MAX, z->a, &v, NULL) < 0)
			findings_add(&z->findings, "wacz-json", f->name, STR(""),
				     STR("not to be read"));
		else if (json_str(json_get(v, STR("hash")), &claimed))
			check_hash(z, package, claimed, "wacz-package-hash");
		kind = signature_kind(v);
	}
	json_out_text(o, "signature", str_of(kind));
}

void wacz_check_package(struct wacz *z, struct json_out *o)
{
	static const char *const SAYS[] = { "created", "software", "title", "wacz_version",
					    "mainPageUrl" };
	const struct wacz_file *f = wacz_file_find(z, STR("datapackage.json"));
	const struct json *v = NULL;
	struct str s;
	if (!f || !f->content.p ||
	    json_read_foreign(f->content, WACZ_KEEP_MAX, z->a, &v, NULL) < 0) {
		findings_add(&z->findings, f ? "wacz-json" : "wacz-no-package",
			     STR("datapackage.json"), STR(""),
			     f ? STR("not to be read") : STR("not there"));
		json_out_text(o, "signature", STR("none"));
		return;
	}
	for (size_t i = 0; i < COUNT(SAYS); i++)
		if (json_str(json_get(v, str_of(SAYS[i])), &s))
			json_out_text(o, SAYS[i], s);
	for (const struct json *r = json_first(json_get(v, STR("resources"))); r; r = r->next)
		check_resource(z, r);
	check_listed(z);
	check_digest(z, o, f);
	json_out_int(o, "package_hashes_fit", z->hashes_fit);
}
