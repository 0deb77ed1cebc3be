/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A program whose code uses the labels of the key log.  -DSOURCE="…": the source file named in its errors;
 * -DVERSION="…": a text that names a version; -DIMPORT: imports SSL_read from a library.
 */
extern void write_line(const char *label, const void *secret);
extern int SSL_read(void *ssl, void *buffer, int length);

#ifdef SOURCE
const char source[] = SOURCE;
#endif
#ifdef VERSION
const char version[] = VERSION;
#endif
const char words[] = "rustls boringssl BoringSSL OpenSSL crypto/tls";

void log_secrets(const void *secret)
{
	write_line("CLIENT_HANDSHAKE_TRAFFIC_SECRET", secret);
	write_line("SERVER_HANDSHAKE_TRAFFIC_SECRET", secret);
	write_line("CLIENT_TRAFFIC_SECRET_0", secret);
	write_line("SERVER_TRAFFIC_SECRET_0", secret);
#ifdef IMPORT
	SSL_read((void *)secret, 0, 0);
#endif
}
