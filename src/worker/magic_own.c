/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/magic_own.h"

#define LIT(s)                                                                                     \
	{                                                                                          \
		s, sizeof(s) - 1                                                                   \
	} /* STR is no constant for a static table */

static const struct {
	size_t at;
	struct str bytes;
	const char *type;
} TABLE[] = {
	{ 0, LIT("\xFF\xD8\xFF"), "image/jpeg" },
	{ 0, LIT("\x89PNG\r\n\x1A\n"), "image/png" },
	{ 0, LIT("GIF87a"), "image/gif" },
	{ 0, LIT("GIF89a"), "image/gif" },
	{ 8, LIT("WEBP"), "image/webp" },
	{ 8, LIT("AVI "), "video/x-msvideo" },
	{ 8, LIT("WAVE"), "audio/x-wav" },
	{ 0, LIT("II*\0"), "image/tiff" },
	{ 0, LIT("MM\0*"), "image/tiff" },
	{ 4, LIT("ftypheic"), "image/heic" },
	{ 4, LIT("ftypmif1"), "image/heif" },
	{ 4, LIT("ftypavif"), "image/avif" },
	{ 4, LIT("ftypqt"), "video/quicktime" },
	{ 4, LIT("ftyp3gp"), "video/3gpp" },
	{ 4, LIT("ftypM4A"), "audio/x-m4a" },
	{ 4, LIT("ftyp"), "video/mp4" },
	{ 0, LIT("\x1A\x45\xDF\xA3"), "video/x-matroska" },
	{ 0, LIT("OggS"), "application/ogg" },
	{ 0, LIT("ID3"), "audio/mpeg" },
	{ 0, LIT("fLaC"), "audio/flac" },
	{ 0, LIT("%PDF-"), "application/pdf" },
	{ 0, LIT("PK\x03\x04"), "application/zip" },
	{ 0, LIT("\x1F\x8B"), "application/gzip" },
	{ 0, LIT("7z\xBC\xAF\x27\x1C"), "application/x-7z-compressed" },
	{ 0, LIT("Rar!\x1A\x07"), "application/x-rar" },
	{ 0, LIT("SQLite format 3\0"), "application/x-sqlite3" },
	{ 0, LIT("WARC/1."), "application/warc" },
	{ 0, LIT("\177ELF"), "application/x-executable" },
	{ 0, LIT("MZ"), "application/x-dosexec" },
	{ 0, LIT("BM"), "image/bmp" },
};

const char *magic_own(struct str head)
{
	for (size_t i = 0; i < COUNT(TABLE); i++)
		if (str_starts(str_from(head, TABLE[i].at), TABLE[i].bytes) &&
		    (TABLE[i].at != 8 || str_starts(head, STR("RIFF"))))
			return TABLE[i].type;
	return "";
}

/* Beginnings that are shared: what is written in one is of the family. */
static const struct {
	const char *ours;
	const char *theirs; /* a prefix */
} FAMILY[] = {
	{ "application/zip", "application/vnd." },
	{ "application/zip", "application/java-archive" },
	{ "application/zip", "application/epub+zip" },
	{ "application/zip", "application/x-wacz" },
	{ "application/gzip", "application/x-gzip" },
	{ "application/warc", "text/plain" },
	{ "application/warc", "application/octet-stream" },
	{ "application/warc", "text/" },
	{ "video/mp4", "audio/" },
	{ "video/mp4", "video/" },
	{ "video/mp4", "image/" },
	{ "video/quicktime", "video/" },
	{ "video/3gpp", "video/" },
	{ "audio/x-m4a", "audio/" },
	{ "audio/x-m4a", "video/mp4" },
	{ "image/heic", "image/hei" },
	{ "image/heif", "image/" },
	{ "video/x-matroska", "video/webm" },
	{ "video/x-matroska", "audio/webm" },
	{ "video/x-matroska", "audio/x-matroska" },
	{ "application/ogg", "audio/ogg" },
	{ "application/ogg", "video/ogg" },
	{ "application/x-sqlite3", "application/vnd.sqlite3" },
	{ "application/x-executable", "application/x-" },
	{ "application/x-dosexec", "application/" },
	{ "audio/flac", "audio/x-flac" },
	{ "image/bmp", "image/x-ms-bmp" },
	/* Two letters begin many texts. */
	{ "image/bmp", "text/" },
	{ "application/x-dosexec", "text/" },
};

bool magic_agrees(struct str ours, struct str theirs)
{
	if (ours.n == 0 || str_eq(ours, theirs))
		return true;
	for (size_t i = 0; i < COUNT(FAMILY); i++)
		if (str_eq(ours, str_of(FAMILY[i].ours)) &&
		    str_starts(theirs, str_of(FAMILY[i].theirs)))
			return true;
	return false;
}

/* ---- Content Credentials: C2PA specification, annex A ---- */

static uint32_t be(struct str s, size_t at, size_t n)
{
	uint32_t v = 0;
	for (size_t i = 0; i < n; i++)
		v = v << 8 | (uint8_t)s.p[at + i];
	return v;
}

/* JPEG: APP11 segments with JUMBF boxes. */
static bool in_jpeg(struct str s)
{
	size_t at = 2;
	while (at + 4 <= s.n && (uint8_t)s.p[at] == 0xFF) {
		uint8_t marker = (uint8_t)s.p[at + 1];
		size_t len = be(s, at + 2, 2);
		if (marker == 0xDA || len < 2 || at + 2 + len > s.n)
			return false;
		if (marker == 0xEB && str_has(str_n(s.p + at + 4, len - 2), STR("c2pa")))
			return true;
		at += 2 + len;
	}
	return false;
}

/* PNG: a chunk caBX. RIFF: a chunk "C2PA". Both: length and name in front of the content. */
static bool in_chunks(struct str s, size_t at, bool png, struct str name)
{
	while (at + 8 <= s.n) {
		const uint8_t *p = (const uint8_t *)s.p + at;
		uint64_t len = png ? be(s, at, 4)
				   : (uint64_t)p[4] | (uint64_t)p[5] << 8 | (uint64_t)p[6] << 16 |
					       (uint64_t)p[7] << 24;
		if (str_eq(str_n(s.p + at + (png ? 4 : 0), 4), name))
			return true;
		len = png ? len + 12 : (len + 1) / 2 * 2 + 8;
		if (len > s.n - at)
			return false;
		at += (size_t)len;
	}
	return false;
}

/* ISO base media: a uuid box with the identifier of C2PA. */
static bool in_boxes(struct str s)
{
	size_t at = 0;
	while (at + 24 <= s.n) {
		uint64_t len = be(s, at, 4);
		if (str_eq(str_n(s.p + at + 4, 4), STR("uuid")) &&
		    str_eq(str_n(s.p + at + 8, 16),
			   STR("\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81")))
			return true;
		if (len < 8 || len > s.n - at)
			return false;
		at += (size_t)len;
	}
	return false;
}

bool magic_has_c2pa(struct str head)
{
	if (str_starts(head, STR("\xFF\xD8\xFF")))
		return in_jpeg(head);
	if (str_starts(head, STR("\x89PNG\r\n\x1A\n")))
		return in_chunks(head, 8, true, STR("caBX"));
	if (str_starts(head, STR("RIFF")))
		return in_chunks(head, 12, false, STR("C2PA"));
	return str_starts(str_from(head, 4), STR("ftyp")) && in_boxes(head);
}
