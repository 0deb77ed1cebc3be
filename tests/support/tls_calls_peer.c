/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tls_calls_peer - OpenSSL's less common calls, each with known plaintext.
 *
 *   tls_calls_peer CERT KEY
 *       A server and a client in one process, taking turns over one loopback connection each.
 *       Prints a line for each connection: NAME LOCALPORT SENT RECEIVED, as the client sees it:
 *       the bytes in hexadecimal.  Connections: "peek" (SSL_peek and SSL_peek_ex before each
 *       read), "descriptors" (SSL_set_rfd and SSL_set_wfd on a duplicate), "bio" (a socket BIO
 *       for each direction), "early" (SSL_write_early_data and SSL_read_early_data, resumed),
 *       "flags" (SSL_write_ex2, where the library has it).
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

typedef int (*write_ex2)(SSL *, const void *, size_t, uint64_t, size_t *);

static SSL_CTX *server_context, *client_context;
static int listener;
static SSL_SESSION *session;
static const char *way;

static void require(int good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "%s: %s failed\n", way, what);
	ERR_print_errors_fp(stderr);
	exit(1);
}

static void write_all(SSL *ssl, const char *text)
{
	size_t length = strlen(text), written = 0;
	write_ex2 call = strcmp(way, "flags") == 0 ? (write_ex2)dlsym(RTLD_DEFAULT, "SSL_write_ex2") : NULL;

	if (call)
		require(call(ssl, text, length, 0, &written) == 1 && written == length, "SSL_write_ex2");
	else
		require(SSL_write(ssl, text, (int)length) == (int)length, "SSL_write");
}

static size_t read_some(SSL *ssl, char *text, size_t size)
{
	size_t got = 0, peeked = 0;

	if (strcmp(way, "peek") == 0) {
		require(SSL_peek(ssl, text, 3) == 3, "SSL_peek");
		require(SSL_peek_ex(ssl, text, size, &peeked) == 1, "SSL_peek_ex");
	}
	require(SSL_read_ex(ssl, text, size, &got) == 1, "SSL_read_ex");
	require(!peeked || got >= peeked, "the read after a peek");
	return got;
}

static void *serve(void *unused)
{
	(void)unused;
	char text[4096];
	size_t got = 0, length = 0;
	int fd = accept(listener, NULL, NULL), early = SSL_READ_EARLY_DATA_ERROR;
	SSL *ssl = SSL_new(server_context);

	SSL_set_fd(ssl, fd);
	if (strcmp(way, "early") == 0) {
		while (early != SSL_READ_EARLY_DATA_FINISH) {
			early = SSL_read_early_data(ssl, text + length, sizeof(text) - length, &got);
			require(early != SSL_READ_EARLY_DATA_ERROR, "SSL_read_early_data");
			length += got;
		}
	}
	require(SSL_accept(ssl) == 1, "SSL_accept");
	length += read_some(ssl, text + length, sizeof(text) - 1 - length);
	text[length] = 0;
	for (size_t i = 0; i < length; i++)
		text[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i]);
	write_all(ssl, text);
	require(SSL_read(ssl, text, 1) == 0, "the end");
	SSL_shutdown(ssl);
	SSL_free(ssl);
	close(fd);
	return NULL;
}

static void ask(unsigned short port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), second = -1;
	char sent[256] = "", text[4096];
	size_t written = 0, got;
	SSL *ssl = SSL_new(client_context);

	address.sin_port = htons(port);
	require(connect(fd, (struct sockaddr *)&address, size) == 0, "connect");
	getsockname(fd, (struct sockaddr *)&address, &size);
	if (strcmp(way, "descriptors") == 0) {
		second = dup(fd);
		require(SSL_set_rfd(ssl, fd) == 1 && SSL_set_wfd(ssl, second) == 1, "SSL_set_rfd");
	} else if (strcmp(way, "bio") == 0) {
		SSL_set_bio(ssl, BIO_new_socket(fd, BIO_NOCLOSE), BIO_new_socket(fd, BIO_NOCLOSE));
	} else {
		SSL_set_fd(ssl, fd);
	}
	if (strcmp(way, "early") == 0) {
		SSL_set_session(ssl, session);
		strcpy(sent, "early words, ");
		require(SSL_write_early_data(ssl, sent, strlen(sent), &written) == 1, "SSL_write_early_data");
	}
	require(SSL_connect(ssl) == 1, "SSL_connect");
	if (strcmp(way, "early") == 0)
		require(SSL_get_early_data_status(ssl) == SSL_EARLY_DATA_ACCEPTED, "early data");
	snprintf(text, sizeof(text), "the words of %s", way);
	write_all(ssl, text);
	strcat(sent, text);
	got = read_some(ssl, text, sizeof(text));
	require(got == strlen(sent), "the answer's length");
	printf("%s %u ", way, ntohs(address.sin_port));
	for (size_t i = 0; i < strlen(sent); i++)
		printf("%02x", (unsigned char)sent[i]);
	printf(" ");
	for (size_t i = 0; i < got; i++)
		printf("%02x", (unsigned char)text[i]);
	printf("\n");
	if (!session)
		session = SSL_get1_session(ssl);
	SSL_shutdown(ssl);
	SSL_free(ssl);
	close(fd);
	if (second >= 0)
		close(second);
}

int main(int argc, char **argv)
{
	static const char *const ways[] = { "peek", "descriptors", "bio", "early", "flags" };
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);

	if (argc != 3) {
		fprintf(stderr, "usage: tls_calls_peer CERT KEY\n");
		return 2;
	}
	way = "start";
	server_context = SSL_CTX_new(TLS_server_method());
	client_context = SSL_CTX_new(TLS_client_method());
	require(SSL_CTX_use_certificate_file(server_context, argv[1], SSL_FILETYPE_PEM) == 1 &&
			SSL_CTX_use_PrivateKey_file(server_context, argv[2], SSL_FILETYPE_PEM) == 1, "the certificate");
	SSL_CTX_set_max_early_data(server_context, 16384);
	SSL_CTX_set_session_id_context(server_context, (const unsigned char *)"calls", 5);
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	require(bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 8) == 0 &&
			getsockname(listener, (struct sockaddr *)&address, &size) == 0, "listen");
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		pthread_t server;

		way = ways[i];
		require(pthread_create(&server, NULL, serve, NULL) == 0, "a thread");
		ask(ntohs(address.sin_port));
		pthread_join(server, NULL);
	}
	return 0;
}
