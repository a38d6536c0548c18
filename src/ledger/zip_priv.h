/* SPDX-License-Identifier: Apache-2.0 */
/* zip_priv.h - the records of a ZIP file (APPNOTE 4.3), which writing and reading share. */
#ifndef VIGIL_ZIP_PRIV_H
#define VIGIL_ZIP_PRIV_H

#include "ledger/zip.h"

enum {
	ZIP_LOCAL_LEN = 30,
	ZIP_CENTRAL_LEN = 46,
	ZIP_END_LEN = 22,
	ZIP_END64_LEN = 56,
	ZIP_LOCATOR_LEN = 20,
	ZIP_VERSION = 10,   /* needed to unpack: stored */
	ZIP_VERSION64 = 45, /* with ZIP64 */
	ZIP_UTF8 = 1 << 11, /* flag: the name is UTF-8 */
	ZIP_EXTRA64 = 1,    /* header id of the ZIP64 numbers */
	ZIP_DATE = 0x0021   /* 1980-01-01; the time is 0 */
};
#define ZIP_LOCAL_MAGIC	  0x04034b50u
#define ZIP_CENTRAL_MAGIC 0x02014b50u
#define ZIP_END_MAGIC	  0x06054b50u
#define ZIP_END64_MAGIC	  0x06064b50u
#define ZIP_LOCATOR_MAGIC 0x07064b50u
#define ZIP_FULL	  0xFFFFFFFFu /* the number stands in the ZIP64 extra field */

#endif
