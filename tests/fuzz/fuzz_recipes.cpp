// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the recipes for files without symbols, on any file: fuzz_analyzer reaches them only if the file also has
// the texts that they start from. Here every word of the data is an address worth referring to, and every function found
// is read. The seeds are libraries built from tests/data/elf.
#include "privhelper/analyzer/boringssl_methods.h"
#include "privhelper/analyzer/code_clues.h"
#include "privhelper/analyzer/data_words.h"
#include "privhelper/analyzer/error_reasons.h"
#include "privhelper/analyzer/linkage.h"
#include "privhelper/analyzer/memory_bio.h"
#include "privhelper/analyzer/nss_plan.h"
#include "privhelper/analyzer/pending_data.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace analyzer;

namespace {

void check(bool good)
{
    if (!good)
        std::abort();
}

void scanAll(const ElfImage &image)
{
    std::vector<uint64_t> wanted;
    forEachPointer(image, [&wanted](uint64_t, uint64_t pointer) { wanted.push_back(pointer); });
    for (const char *text : { "ssl", "s", "" }) {
        for (const TextPlace &place : placesOf(image, text[0] == '\0' ? std::string_view("\0", 1) : text, 16)) {
            const auto starts = beginnings(place);
            check(!starts.empty() && starts.back() == place.address && starts.size() <= 256);
            wanted.insert(wanted.end(), starts.begin(), starts.end());
        }
    }
    std::ranges::sort(wanted);
    const CodeScan scan(image, wanted);
    for (const Reference &reference : scan.references()) {
        check(std::ranges::binary_search(wanted, reference.target) && image.codeOffset(reference.at));
        if (const auto function = scan.functionAt(reference.at)) {
            check(function->contains(reference.at) && scan.beginsFunction(function->start));
            takesData(image, *function, copySources(image, *function));
        }
    }
    for (const ReportingFunction &function : reportingFunctions(image, scan, wanted))
        check(!function.reports.empty() && !function.reasons().empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto image = ElfImage::open(std::as_bytes(std::span(data, size)));
    if (!image)
        return 0;
    scanAll(*image);
    FoundFunctions functions;
    functions.byName["SSL_ImportFD"] = { "SSL_ImportFD", 0, 0 };
    const Linkage linkage(*image, functions);
    const Surroundings around { *image, functions, linkage, {}, {} };
    Stack stack;
    check(planNss(around, stack).has_value() == !stack.sites.empty());
    const DataWords words(*image);
    for (const MemoryBioLayout layout : { MemoryBioLayout::OpenSsl, MemoryBioLayout::BoringSsl }) {
        for (const Site &site : memoryBioSites(around, words, layout))
            stack.sites.push_back(site);
    }
    const CodeClues clues(*image);
    check(clues.scan() != nullptr || (clues.labels().empty() && !clues.has(Clue::LibrarySource)));
    findFreeMethod(*image, clues, words);
    for (const Site &site : stack.sites)
        check(site.fileOffset < size);
    return 0;
}
