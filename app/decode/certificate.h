// SPDX-License-Identifier: GPL-3.0-or-later
// The contents of X.509 certificates (RFC 5280). Parsed by OpenSSL; nothing is verified.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace decode {

struct CertificateFact {
    std::string name, value;       // "Subject", "CN = example.org"
};

using Certificate = std::vector<CertificateFact>;

// A DER certificate, several in sequence, or the CERTIFICATE blocks of a PEM text; at most `most`. Invalid ones are
// skipped.
std::vector<Certificate> readCertificates(std::span<const std::byte>, size_t most = 100);

} // namespace decode
