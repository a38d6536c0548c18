/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * evidence.h - what the room is for. There is nothing to include here but this page.
 *
 * A photo, a video, a document, a captured page: a file that somebody gave. From the moment it is
 * received nothing may change it, nobody may read it who should not, and anybody may be shown, years
 * later, that it is the file that was received. The file shows that it has not changed since; what it
 * shows was made, where and when, is a claim like any other and stands in the register.
 *
 *	payload.h   the file itself: sealed as age, stored under the hash of its sealed bytes, read back
 *		    before it is acknowledged; scrubbed with and without keys
 *	worker.h    vigil-worker, the confined program that alone looks into files of strangers
 *	look.h      what it is asked: the kind of a file, what it says of itself, small pictures of it,
 *		    what is in an archive
 *	stamp.h     when it existed at the latest: RFC 3161 and OpenTimestamps over signed heads
 *
 * The original is never transcoded, turned, stripped or repaired. Pictures made from it are working
 * copies, kept apart and marked as made. EXIF, Content Credentials and the like are told as what the
 * file says of itself, never as what is so.
 *
 * Preservation work of others (BagIt, WARC, WACZ, ProofMode, auto-archiver) is read by
 * intake/preserve.h: sealed as it came, hashes made again, differences told.
 */
