/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * record.h - the header of a TLS record (RFC 8446 section 5.1), which distinguishes
 * ciphertext from plain bytes.
 */
#ifndef CLEARTAP_RECORD_H
#define CLEARTAP_RECORD_H

#include "bpf/kernel_types.h"

#define RECORD_HEAD 5
#define RECORD_HANDSHAKE 22
#define RECORD_APPLICATION 23

static __always_inline u32 record__length(const u8 *b)
{
	return (u32)b[3] << 8 | b[4];
}

/* Type, version 3.0 to 3.4, length.  Reads RECORD_HEAD bytes. */
static __always_inline bool record__begins(const u8 *b)
{
	u32 length = record__length(b);

	return b[0] >= 20 && b[0] <= RECORD_APPLICATION && b[1] == 3 && b[2] <= 4 && length && length <= 16384 + 2048;
}

#endif
