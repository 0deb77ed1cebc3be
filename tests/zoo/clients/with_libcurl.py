# SPDX-License-Identifier: GPL-3.0-or-later
# libcurl of any TLS stack, by its C interface: LIBRARY SMALL LARGE UPLOAD BODY CA
import ctypes, sys

library, small, large, upload, body, ca = sys.argv[1:]
curl = ctypes.CDLL(library)
curl.curl_easy_init.restype = ctypes.c_void_p
curl.curl_easy_perform.argtypes = [ctypes.c_void_p]
curl.curl_easy_setopt.argtypes = [ctypes.c_void_p, ctypes.c_int]   # more follow
WRITEFUNCTION, URL, POSTFIELDS, CAINFO, POSTFIELDSIZE = 20011, 10002, 10015, 10065, 60
TAKE = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_void_p)
take = TAKE(lambda data, size, count, user: size * count)
data = open(body, "rb").read()
curl.curl_global_init(3)
handle = curl.curl_easy_init()
curl.curl_easy_setopt(handle, WRITEFUNCTION, take)
curl.curl_easy_setopt(handle, CAINFO, ctypes.c_char_p(ca.encode()))
for url, sent in ((small, None), (large, None), (upload, data)):
    curl.curl_easy_setopt(handle, URL, ctypes.c_char_p(url.encode()))
    if sent:
        curl.curl_easy_setopt(handle, POSTFIELDSIZE, ctypes.c_long(len(sent)))
        curl.curl_easy_setopt(handle, POSTFIELDS, ctypes.c_char_p(sent))
    if code := curl.curl_easy_perform(handle):
        sys.exit(code)
