# SPDX-License-Identifier: GPL-3.0-or-later
# SMALL LARGE UPLOAD BODY CA
require 'net/http'

small, large, upload, body, ca = ARGV
uri = URI(small)
Net::HTTP.start(uri.host, uri.port, use_ssl: true, ca_file: ca) do |http|
  http.get(URI(small).path)
  http.get(URI(large).path)
  http.post(URI(upload).path, File.binread(body))
end
