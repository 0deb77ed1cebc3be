/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A library shaped like NSS: tables of socket operations, of which only the pair of one plain and one secured table counts.
 *   -DNO_GATE      without the export that every libssl3 has
 *   -DNO_PAIR      without the table for plain sockets
 *   -DOTHER_READ   reading does more than receiving without flags
 */
#define HIDDEN __attribute__((visibility("hidden"), noinline, used))

int lower(void *socket, const void *buffer, int length, int flags);

HIDDEN int like_connect(void *socket) { return lower(socket, 0, 1, 0); }
HIDDEN int like_bind(void *socket) { return lower(socket, 0, 2, 0); }
HIDDEN int like_listen(void *socket) { return lower(socket, 0, 3, 0); }
HIDDEN int like_name(void *socket) { return lower(socket, 0, 4, 0); }
HIDDEN int plain_shutdown(void *socket) { return lower(socket, 0, 5, 0); }
HIDDEN int plain_close(void *socket) { return lower(socket, 0, 6, 0); }
HIDDEN int plain_receive(void *socket, void *buffer, int length, int flags) { return lower(socket, buffer, length, flags) + 1; }
HIDDEN int plain_send(void *socket, const void *buffer, int length, int flags) { return lower(socket, buffer, length, flags) + 2; }
HIDDEN int plain_read(void *socket, void *buffer, int length) { return lower(socket, buffer, length, 9); }
HIDDEN int plain_write(void *socket, const void *buffer, int length) { return lower(socket, buffer, length, 10); }
HIDDEN int like_shutdown(void *socket) { return lower(socket, 0, 7, 0); }
HIDDEN int like_close(void *socket) { return lower(socket, 0, 8, 0) + 1; }
HIDDEN int like_receive(void *socket, void *buffer, int length, int flags) { return lower(socket, buffer, length, flags) + 3; }
HIDDEN int like_send(void *socket, const void *buffer, int length, int flags) { return lower(socket, buffer, length, flags) + 4; }
#ifdef OTHER_READ
HIDDEN int like_read(void *socket, void *buffer, int length) { return like_receive(socket, buffer, length, 1); }
#else
HIDDEN int like_read(void *socket, void *buffer, int length) { return like_receive(socket, buffer, length, 0); }
#endif
HIDDEN int like_write(void *socket, const void *buffer, int length) { return like_send(socket, buffer, length, 0); }

#ifndef NO_PAIR
__attribute__((used)) static void *const plain[] = { like_connect, 0,          like_bind,  like_listen, plain_shutdown, plain_close, plain_receive,
						     plain_send,   plain_read, plain_write, like_name,   like_name };
#endif
__attribute__((used)) static void *const secured[] = { like_connect, 0,         like_bind,  like_listen, like_shutdown, like_close, like_receive,
						       like_send,    like_read, like_write, like_name,   like_name };

#ifdef NO_GATE
const void *operations(void)
#else
const void *SSL_ImportFD(void)
#endif
{
	return secured;
}
