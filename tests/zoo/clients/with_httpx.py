# SPDX-License-Identifier: GPL-3.0-or-later
# SMALL LARGE UPLOAD BODY CA
import httpx, sys

small, large, upload, body, ca = sys.argv[1:]
with httpx.Client(verify=ca, timeout=60) as client:
    client.get(small).raise_for_status()
    client.get(large).raise_for_status()
    client.post(upload, content=open(body, "rb").read()).raise_for_status()
