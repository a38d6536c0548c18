/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz.h - a fuzz target is a file in this folder with one function:
 *
 *	int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
 *
 * `make fuzz` links it with libFuzzer; the tests link it with corpus.c, which runs every file of
 * tests/fuzz/corpus/NAME/ (and each with a byte changed, removed and doubled) and prints the
 * usual line. A target asserts what must hold for any bytes: no crash, and whatever round trip
 * the parser promises.
 */
#ifndef VIGIL_FUZZ_H
#define VIGIL_FUZZ_H

#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#endif
