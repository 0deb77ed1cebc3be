/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * static_client - OpenSSL linked into the program, and a request as soon as it starts.
 *
 *   static_client PORT PATH [SECONDS]
 *       One GET over TLS to 127.0.0.1; prints the size of the answer. With SECONDS: repeats twice a second for that long.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/ssl.h>

static int ask(SSL_CTX *context, int port, const char *path)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), total = 0, got;
	SSL *ssl = SSL_new(context);
	char request[512], answer[16384];

	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) || !SSL_set_fd(ssl, fd) || SSL_connect(ssl) != 1)
		return -1;
	snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
	if (SSL_write(ssl, request, (int)strlen(request)) <= 0)
		return -1;
	while ((got = SSL_read(ssl, answer, sizeof(answer))) > 0)
		total += got;
	SSL_free(ssl);
	close(fd);
	return total;
}

int main(int argc, char **argv)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	int rounds = argc > 3 ? 2 * atoi(argv[3]) : 1, total = 0;

	if (argc < 3)
		return 2;
	for (; rounds > 0 && total >= 0; rounds--) {
		total = ask(context, atoi(argv[1]), argv[2]);
		printf("%d\n", total);
		fflush(stdout);
		if (rounds > 1)
			usleep(500000);
	}
	return total > 0 ? 0 : 1;
}
