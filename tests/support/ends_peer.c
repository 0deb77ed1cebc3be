/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ends_peer - many short lives: what the capture keeps about them must end with them.
 *
 *   ends_peer unix COUNT     COUNT Unix connections, one after the other, each with a request and an answer
 *   ends_peer tls COUNT      COUNT processes, each with a TLS connection to itself through memory that is never freed
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

static const char request[] = "GET /short HTTP/1.1\r\nHost: localhost\r\n\r\n";
static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

static int unix_connections(int count)
{
	char text[256];

	for (int i = 0; i < count; i++) {
		int pair[2];

		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
			return 1;
		if (write(pair[0], request, sizeof(request) - 1) < 0 || read(pair[1], text, sizeof(text)) < 0 ||
		    write(pair[1], answer, sizeof(answer) - 1) < 0 || read(pair[0], text, sizeof(text)) < 0)
			return 1;
		close(pair[0]);
		close(pair[1]);
	}
	return 0;
}

static SSL_CTX *server_context(void)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = X509_new();

	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
	X509_set_pubkey(certificate, key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1, 0);
	X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
	X509_sign(certificate, key, EVP_sha256());
	SSL_CTX_use_certificate(context, certificate);
	SSL_CTX_use_PrivateKey(context, key);
	return context;
}

static int tls_life(SSL_CTX *client_context, SSL_CTX *context)
{
	SSL *client = SSL_new(client_context), *server = SSL_new(context);
	BIO *one, *other;
	char text[256];

	BIO_new_bio_pair(&one, 0, &other, 0);
	SSL_set_bio(client, one, one);
	SSL_set_bio(server, other, other);
	SSL_set_connect_state(client);
	SSL_set_accept_state(server);
	for (int i = 0; i < 10 && !(SSL_is_init_finished(client) && SSL_is_init_finished(server)); i++) {
		SSL_do_handshake(client);
		SSL_do_handshake(server);
	}
	return SSL_write(client, request, sizeof(request) - 1) <= 0 || SSL_read(server, text, sizeof(text)) <= 0 ||
	       SSL_write(server, answer, sizeof(answer) - 1) <= 0 || SSL_read(client, text, sizeof(text)) <= 0;
}

static int tls_processes(int count)
{
	SSL_CTX *client_context = SSL_CTX_new(TLS_client_method()), *context = server_context();
	int failed = 0;

	for (int i = 0; i < count; i++) {
		int status = 1;
		pid_t child = fork();

		if (child == 0)
			_exit(tls_life(client_context, context));
		if (child < 0 || waitpid(child, &status, 0) < 0)
			return 1;
		failed += status != 0;
	}
	return failed != 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "unix"))
		return unix_connections(atoi(argv[2]));
	if (argc == 3 && !strcmp(argv[1], "tls"))
		return tls_processes(atoi(argv[2]));
	fprintf(stderr, "usage: ends_peer unix|tls COUNT\n");
	return 2;
}
