# SPDX-License-Identifier: GPL-3.0-or-later
# SMALL LARGE UPLOAD BODY CA
import requests, sys

small, large, upload, body, ca = sys.argv[1:]
with requests.Session() as session:
    session.verify = ca
    session.get(small).raise_for_status()
    session.get(large).raise_for_status()
    session.post(upload, data=open(body, "rb").read()).raise_for_status()
