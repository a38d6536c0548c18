/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cookie.h - the session cookie.
 *
 * Set with HttpOnly, SameSite=Strict and Path=/, and for the life of the browser window only: no
 * date, nothing on disk. Not Secure: loopback and onion addresses are plain http. Browsers share
 * cookies among all ports of a host, so a name should carry the port ("vigil8484"), and a value
 * proves nothing that the server cannot check.
 */
#ifndef VIGIL_HTTP_COOKIE_H
#define VIGIL_HTTP_COOKIE_H

#include "http/http.h"

/* The value, or STR_NULL when there is none, or when there is more than one: another program on
 * this host may have put it there, and which is ours cannot be told. */
struct str cookie_get(const struct http_request *rq, struct str name);

/* Name and value are ours: letters, digits, '-', '_' and '.', at most 200 bytes. */
void cookie_set(struct http_response *rs, struct str name, struct str value);
void cookie_drop(struct http_response *rs, struct str name);

#endif
