// SPDX-License-Identifier: GPL-3.0-or-later
// What X.509 certificates (RFC 5280) say. Read by OpenSSL; nothing is verified.
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

// A DER certificate, several behind each other, or the CERTIFICATE blocks of a PEM text; at most
// `most`. What is none is left out.
std::vector<Certificate> readCertificates(std::span<const std::byte>, size_t most = 100);

} // namespace decode
