# SPDX-License-Identifier: GPL-3.0-or-later
# ssl through http.client: SMALL LARGE UPLOAD BODY CA
import http.client, ssl, sys, urllib.parse

small, large, upload, body, ca = sys.argv[1:]
place = urllib.parse.urlsplit(small)
connection = http.client.HTTPSConnection(place.hostname, place.port, context=ssl.create_default_context(cafile=ca))
for method, url, data in (("GET", small, None), ("GET", large, None), ("POST", upload, open(body, "rb").read())):
    connection.request(method, urllib.parse.urlsplit(url).path, body=data)
    connection.getresponse().read()
