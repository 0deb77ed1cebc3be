/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * ciphertext.h - TLS objects with memory BIOs have no known socket.  The beginning of a
 * record that such an object has written is remembered until a socket of the same process
 * sends the same bytes, if ever.
 */
#ifndef CLEARTAP_CIPHERTEXT_H
#define CLEARTAP_CIPHERTEXT_H

#include "bpf/maps.h"
#include "bpf/record.h"

/*
 * Whether no other connection has a record that begins with these bytes: hello messages
 * contain a random (RFC 8446 section 4.1.2), from byte 11 of the record on; application
 * data is encrypted.  All HelloRetryRequests have the same "random" (section 4.1.3), and
 * of messages in between little is known.
 */
static __always_inline bool ciphertext__is_unique(const u8 *b)
{
	if (!record__begins(b) || record__length(b) < CIPHERTEXT_START - RECORD_HEAD)
		return false;
	if (b[0] == RECORD_APPLICATION)
		return true;
	if (b[0] != RECORD_HANDSHAKE || (b[5] != 1 && b[5] != 2) || b[6] != 0 || b[9] != 3)
		return false;
	return b[11] != 0xcf || b[12] != 0x21 || b[13] != 0xad || b[14] != 0x74;
}

#endif
