#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of libcurl with NSS, which has no command of its own: nss_client.py URL ANSWER [UPLOAD] stores the answer's body in a
file, after sending the body in another one; prints the connection's addresses and the status."""

import ctypes
import sys

URL, WRITE_DATA, READ_DATA, UPLOAD, VERIFY_PEER, VERIFY_HOST, SIZE, HTTP_VERSION = 10002, 10001, 10009, 46, 64, 81, 30115, 84
LOCAL_IP, LOCAL_PORT, PRIMARY_IP, PRIMARY_PORT, STATUS = 0x100029, 0x20002a, 0x100020, 0x200028, 0x200002

curl = ctypes.CDLL("libcurl-nss.so.4")
libc = ctypes.CDLL("libc.so.6")
curl.curl_easy_init.restype = ctypes.c_void_p
libc.fopen.restype = ctypes.c_void_p


def opened(path, mode):
    return ctypes.c_void_p(libc.fopen(path.encode(), mode))


def main():
    url, answer, *upload = sys.argv[1:]
    handle = ctypes.c_void_p(curl.curl_easy_init())

    def put(option, value):
        if curl.curl_easy_setopt(handle, ctypes.c_int(option), value):
            sys.exit(f"option {option} refused")

    def ask(info, kind):
        value = kind()
        curl.curl_easy_getinfo(handle, ctypes.c_int(info), ctypes.byref(value))
        return value.value

    out = opened(answer, b"wb")
    put(URL, ctypes.c_char_p(url.encode()))
    put(WRITE_DATA, out)
    put(VERIFY_PEER, ctypes.c_long(0))
    put(VERIFY_HOST, ctypes.c_long(0))
    put(HTTP_VERSION, ctypes.c_long(2))
    if upload:
        with open(upload[0], "rb") as data:
            size = len(data.read())
        put(UPLOAD, ctypes.c_long(1))
        put(READ_DATA, opened(upload[0], b"rb"))
        put(SIZE, ctypes.c_int64(size))
    failed = curl.curl_easy_perform(handle)
    print(f"{ask(LOCAL_IP, ctypes.c_char_p).decode()}:{ask(LOCAL_PORT, ctypes.c_long)} "
          f"{ask(PRIMARY_IP, ctypes.c_char_p).decode()}:{ask(PRIMARY_PORT, ctypes.c_long)} {ask(STATUS, ctypes.c_long)}")
    curl.curl_easy_cleanup(handle)
    libc.fclose(out)
    return failed


if __name__ == "__main__":
    sys.exit(main())
