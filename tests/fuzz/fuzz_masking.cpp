// SPDX-License-Identifier: GPL-3.0-or-later
// Masking in pieces gives the same as masking at once, and well-formed JSON loses its secret. The
// first byte selects the kind, the size of the pieces, and what else is masked.
#include "app/masking/body_masker.h"
#include "app/masking/rule_file.h"
#include "app/masking/seen_secrets.h"
#include "app/masking/statement.h"

#include <algorithm>
#include <cstdlib>

namespace {

const masking::Masker masker(masking::Key{1, 2});

std::string masked(masking::BodyKind kind, std::string_view body, size_t piece)
{
    masking::Report report;
    masking::BodyMasker rewriter(masker, kind, "b", report);
    std::string out;
    for (size_t at = 0; at < body.size(); at += piece)
        rewriter.feed(body.substr(at, piece), out);
    rewriter.finish(out);
    return out;
}

// A complete, quoted secret is found, whatever comes before it.
void checkSecret(std::string_view text, masking::Report &report)
{
    if (text.find_first_of("\"\\") != std::string_view::npos || text.find("zq") != std::string_view::npos)
        return;
    const std::string json = "{\"a\":\"" + std::string(text) + "\",\"b\":[1,{}],\"password\":\"zqzqzq\"}";
    if (masker.json(json, report).find("zqzqzq") != std::string::npos)
        std::abort();
}

// Each within the text, none within another; and rules that anybody wrote are refused or usable.
void checkForms(std::string_view text)
{
    size_t done = 0;
    for (const masking::FoundForm &form : masking::RuleSet::builtIn().find(text)) {
        if (form.begin < done || form.end <= form.begin || form.end > text.size())
            std::abort();
        done = form.end;
    }
    if (text.size() < 64)
        (void)masking::parseRules(text);
}

std::string erased(const masking::SeenSecrets &seen, std::string_view text, size_t piece)
{
    masking::SecretEraser eraser(seen);
    std::string out;
    for (size_t at = 0; at < text.size(); at += piece)
        eraser.feed(text.substr(at, piece), out);
    eraser.finish(out);
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    const auto kind = masking::BodyKind(data[0] % 7);
    const size_t piece = 1 + data[0] / 7 % 16;
    const std::string_view text(reinterpret_cast<const char *>(data) + 1, size - 1);
    if (masked(kind, text, size) != masked(kind, text, piece))
        std::abort();
    masking::SeenSecrets seen;
    seen.add(text.substr(0, text.size() / 3), "masked-1", true);
    seen.add(text.substr(0, 8), "masked-2", true);
    if (erased(seen, text, size) != erased(seen, text, piece))
        std::abort();
    masking::Report report;
    switch (data[0] >> 6) {
    case 0:
        (void)masker.url(text, report);
        (void)masker.header("Authorization", text, report);
        (void)masker.header("Sec-WebSocket-Protocol", text, report);
        (void)masking::secretParameters(masker, text);
        for (const protocols::ProtocolInfo &protocol : protocols::protocolInfos())
            (void)masking::maskStatement(masker, protocol, text, report);
        break;
    case 1:
        (void)masker.header("Cookie", text, report);
        (void)masker.header("Set-Cookie", text, report);
        break;
    case 2:
        (void)masker.commandLine({"sh", "-c", std::string(text), "--data", std::string(text)}, report);
        break;
    default:
        checkSecret(text, report);
        checkForms(text);
    }
    if (report.names.size() > masking::Report::namesMax)
        std::abort();
    return 0;
}
