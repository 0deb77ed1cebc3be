/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gnutls_peer - GnuTLS's less common calls: each asks an HTTPS server on 127.0.0.1 for /WAY and reads the answer.
 *
 *   gnutls_peer PORT WAY...     cork (corked, then sent waiting), uncork (corked, sent without waiting), packet (received
 *                               as packets), sequence (gnutls_record_recv_seq), padded (gnutls_record_send2), range
 *                               (gnutls_record_send_range), file (gnutls_record_send_file), protocol (asks for ALPN)
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gnutls/gnutls.h>

static int ask(unsigned short port, const char *way)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	gnutls_certificate_credentials_t credentials;
	gnutls_datum_t protocol = { (unsigned char *)"http/1.1", 8 };
	gnutls_session_t session;
	char text[256], answer[4096];
	size_t length;
	ssize_t got;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	gnutls_certificate_allocate_credentials(&credentials);
	gnutls_init(&session, GNUTLS_CLIENT);
	gnutls_set_default_priority(session);
	gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
	gnutls_alpn_set_protocols(session, &protocol, 1, 0);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return 1;
	gnutls_transport_set_int(session, fd);
	do
		got = gnutls_handshake(session);
	while (got < 0 && !gnutls_error_is_fatal((int)got));
	if (got < 0)
		return 1;
	length = (size_t)snprintf(text, sizeof(text), "GET /%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", way);
	if (!strcmp(way, "cork") || !strcmp(way, "uncork")) {
		gnutls_record_cork(session);
		gnutls_record_send(session, text, 10);
		gnutls_record_send(session, text + 10, length - 10);
		gnutls_record_uncork(session, strcmp(way, "cork") ? 0 : GNUTLS_RECORD_WAIT);
	} else if (!strcmp(way, "padded")) {
		gnutls_record_send2(session, text, length, 40, 0);
	} else if (!strcmp(way, "range")) {
		gnutls_range_st range = { length, length };

		gnutls_record_send_range(session, text, length, &range);
	} else if (!strcmp(way, "file")) {
		int file = memfd_create("request", 0);

		if (write(file, text, length) < 0 || lseek(file, 0, SEEK_SET) < 0)
			return 1;
		gnutls_record_send_file(session, file, NULL, length);
	} else {
		if (!strcmp(way, "protocol"))
			gnutls_alpn_get_selected_protocol(session, &protocol);
		gnutls_record_send(session, text, length);
	}
	do {
		if (!strcmp(way, "packet")) {
			gnutls_packet_t packet;

			got = gnutls_record_recv_packet(session, &packet);
			if (got > 0)
				gnutls_packet_deinit(packet);
		} else if (!strcmp(way, "sequence")) {
			unsigned char sequence[8];

			got = gnutls_record_recv_seq(session, answer, sizeof(answer), sequence);
		} else {
			got = gnutls_record_recv(session, answer, sizeof(answer));
		}
	} while (got > 0 || got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED);
	gnutls_deinit(session);
	gnutls_certificate_free_credentials(credentials);
	close(fd);
	return 0;
}

int main(int argc, char **argv)
{
	for (int i = 2; i < argc; i++) {
		if (ask((unsigned short)atoi(argv[1]), argv[i])) {
			fprintf(stderr, "%s failed\n", argv[i]);
			return 1;
		}
	}
	return argc < 3;
}
