// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/certificate.h"

#include "app/decode/base64.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>

namespace decode {

namespace {

constexpr size_t certificateMax = 1024 * 1024;
constexpr size_t valueMax = 16 * 1024;

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T *object) const { Free(object); }
};
using X509Pointer = std::unique_ptr<X509, Freed<X509_free>>;
using BioPointer = std::unique_ptr<BIO, Freed<BIO_free>>;

// What `print` writes, as a single line.
template <typename Print>
std::string printed(Print print)
{
    const BioPointer out(BIO_new(BIO_s_mem()));
    if (!out || print(out.get()) <= 0)
        return {};
    char *data = nullptr;
    const long length = BIO_get_mem_data(out.get(), &data);
    return {data, std::min(size_t(std::max(0L, length)), valueMax)};
}

std::string nameText(const X509_NAME *name)
{
    return printed([&](BIO *out) { return X509_NAME_print_ex(out, name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB); });
}

std::string timeText(const ASN1_TIME *time)
{
    tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    std::array<char, 64> text;
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts)};
}

std::string hexText(std::span<const unsigned char> bytes)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        if (!text.empty())
            text += ':';
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::string objectName(const ASN1_OBJECT *object)
{
    std::array<char, 128> text;
    const int length = OBJ_obj2txt(text.data(), text.size(), object, 0);
    return length > 0 ? std::string(text.data(), std::min(size_t(length), text.size() - 1)) : std::string();
}

std::string keyText(X509 *certificate)
{
    EVP_PKEY *key = X509_get0_pubkey(certificate);
    if (!key) {
        ASN1_OBJECT *algorithm = nullptr;
        X509_PUBKEY_get0_param(&algorithm, nullptr, nullptr, nullptr, X509_get_X509_PUBKEY(certificate));
        return objectName(algorithm);
    }
    const char *type = EVP_PKEY_get0_type_name(key);
    std::string text = type ? type : "";
    std::array<char, 64> group;
    if (EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1)
        text.append(" ").append(group.data());
    return text + ", " + std::to_string(EVP_PKEY_get_bits(key)) + " bits";
}

// Extensions that people know by another name; the rest have OpenSSL's.
std::string extensionName(const X509_EXTENSION *extension)
{
    switch (OBJ_obj2nid(X509_EXTENSION_get_object(const_cast<X509_EXTENSION *>(extension)))) {
    case NID_subject_alt_name:
        return "Names";
    case NID_key_usage:
        return "Key usage";
    case NID_ext_key_usage:
        return "Purposes";
    case NID_basic_constraints:
        return "Constraints";
    case NID_subject_key_identifier:
        return "Subject key id";
    case NID_authority_key_identifier:
        return "Authority key id";
    default:
        return objectName(X509_EXTENSION_get_object(const_cast<X509_EXTENSION *>(extension)));
    }
}

std::string oneLine(std::string text)
{
    std::replace(text.begin(), text.end(), '\n', ' ');
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

Certificate factsOf(X509 *certificate)
{
    Certificate facts;
    const auto add = [&facts](std::string name, std::string value) {
        if (!value.empty())
            facts.push_back({std::move(name), std::move(value)});
    };
    add("Subject", nameText(X509_get_subject_name(certificate)));
    add("Issuer", nameText(X509_get_issuer_name(certificate)));
    add("Valid from", timeText(X509_get0_notBefore(certificate)));
    add("Valid to", timeText(X509_get0_notAfter(certificate)));
    const ASN1_INTEGER *serial = X509_get0_serialNumber(certificate);
    if (serial)
        add("Serial", hexText({ASN1_STRING_get0_data(serial), size_t(std::min(64, ASN1_STRING_length(serial)))}));
    add("Key", keyText(certificate));
    const X509_ALGOR *algorithm = X509_get0_tbs_sigalg(certificate);
    const ASN1_OBJECT *object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    add("Signed with", objectName(object));
    for (int i = 0; i < std::min(100, X509_get_ext_count(certificate)); ++i) {
        X509_EXTENSION *extension = X509_get_ext(certificate, i);
        add(extensionName(extension), oneLine(printed([&](BIO *out) { return X509V3_EXT_print(out, extension, X509V3_EXT_DUMP_UNKNOWN, 0); })));
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned length = 0;
    if (X509_digest(certificate, EVP_sha256(), digest.data(), &length) == 1)
        add("SHA-256", hexText({digest.data(), length}));
    return facts;
}

void readDer(std::string_view der, size_t most, std::vector<Certificate> &found)
{
    const auto *at = reinterpret_cast<const unsigned char *>(der.data());
    const unsigned char *const end = at + der.size();
    while (at < end && found.size() < most) {
        const X509Pointer certificate(d2i_X509(nullptr, &at, long(std::min<size_t>(size_t(end - at), certificateMax))));
        if (!certificate)
            break;
        found.push_back(factsOf(certificate.get()));
    }
    ERR_clear_error();
}

} // namespace

std::vector<Certificate> readCertificates(std::span<const std::byte> bytes, size_t most)
{
    constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----", end = "-----END CERTIFICATE-----";
    const std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    std::vector<Certificate> found;
    size_t block = text.find(begin);
    if (block == std::string_view::npos)
        readDer(text, most, found);
    while (block != std::string_view::npos && found.size() < most) {
        const size_t from = block + begin.size();
        const size_t to = text.find(end, from);
        if (to == std::string_view::npos)
            break;
        if (to - from < 2 * certificateMax) {
            if (const auto der = fromBase64(text.substr(from, to - from)))
                readDer(*der, std::min(most, found.size() + 1), found);
        }
        block = text.find(begin, to);
    }
    return found;
}

} // namespace decode
