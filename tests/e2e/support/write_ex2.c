// SPDX-License-Identifier: GPL-3.0-or-later
// An HTTPS client for 127.0.0.1 that sends by SSL_write_ex2 (OpenSSL 3.3) and reads by SSL_read_ex: PORT PATH COUNT.
// It loads the library at run time, so it needs no headers of that release.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void *library;

static void *find(const char *name)
{
    void *function = dlsym(library, name);
    if (!function) {
        fprintf(stderr, "%s: %s\n", name, dlerror());
        exit(2);
    }
    return function;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    library = dlopen("libssl.so.3", RTLD_NOW);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 2;
    }
    void *(*method)(void) = find("TLS_client_method"), *(*context)(void *) = find("SSL_CTX_new"), *(*make)(void *) = find("SSL_new");
    int (*set_fd)(void *, int) = find("SSL_set_fd"), (*connect_tls)(void *) = find("SSL_connect");
    int (*write_ex2)(void *, const void *, size_t, uint64_t, size_t *) = find("SSL_write_ex2");
    int (*read_ex)(void *, void *, size_t, size_t *) = find("SSL_read_ex");
    void (*free_tls)(void *) = find("SSL_free");

    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    // A library that was never seen is analysed when it is mapped; the speed is not tested.
    sleep(2);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    void *tls = make(context(method()));
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 || !set_fd(tls, fd) || connect_tls(tls) != 1)
        return 3;
    for (int left = atoi(argv[3]); left > 0; left--) {
        char request[1000], answer[65536];
        size_t moved, have = 0;
        const int length = snprintf(request, sizeof request, "GET %s?%d HTTP/1.1\r\nHost: localhost\r\n%s\r\n", argv[2], left,
                                    left == 1 ? "Connection: close\r\n" : "");
        if (write_ex2(tls, request, (size_t)length, 0, &moved) != 1 || moved != (size_t)length)
            return 4;
        // The answer fits; its head states its length.
        const char *body = NULL;
        do {
            if (read_ex(tls, answer + have, sizeof answer - 1 - have, &moved) != 1)
                return 5;
            have += moved;
            answer[have] = 0;
            body = strstr(answer, "\r\n\r\n");
        } while (!body || answer + have - body - 4 < atol(strstr(answer, "Content-Length: ") + 16));
    }
    free_tls(tls);
    puts("done");
    return 0;
}
