/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * ciphertext.h - TLS objects with memory BIOs know no socket.  The start of a record
 * that such an object has written is remembered until a socket of the same process
 * sends the same bytes, or never.
 */
#ifndef CLEARTAP_CIPHERTEXT_H
#define CLEARTAP_CIPHERTEXT_H

#include "bpf/maps.h"

/*
 * Whether no other connection has a record that starts with these bytes: hello
 * messages hold a random (RFC 8446 section 4.1.2), from byte 11 of the record on;
 * application data is encrypted.  All requests to say hello again have one "random"
 * (section 4.1.3), and of what is between little is known.
 */
static __always_inline bool ciphertext__is_unique(const u8 *b)
{
	u32 length = (u32)b[3] << 8 | b[4];

	if (b[1] != 3 || b[2] > 4 || length < CIPHERTEXT_START - 5 || length > 16384 + 2048)
		return false;
	if (b[0] == 23)
		return true;
	if (b[0] != 22 || (b[5] != 1 && b[5] != 2) || b[6] != 0 || b[9] != 3)
		return false;
	return b[11] != 0xcf || b[12] != 0x21 || b[13] != 0xad || b[14] != 0x74;
}

#endif
