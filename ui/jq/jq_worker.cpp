// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jq/jq_worker.h"

extern "C" {
#include <jq.h>
#include <jv.h>
}

#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>

namespace ui {

namespace {

constexpr rlim_t processorSeconds = 10;
constexpr rlim_t memoryBytes = rlim_t(2) << 30;

void limit(__rlimit_resource resource, rlim_t value)
{
    const rlimit both{value, value};
    setrlimit(resource, &both);
}

// The message of an error, which it takes.
std::string messageOf(jv message)
{
    if (jv_get_kind(message) != JV_KIND_STRING)
        message = jv_dump_string(message, 0);
    std::string text(jv_string_value(message), size_t(jv_string_length_bytes(jv_copy(message))));
    jv_free(message);
    return text;
}

int fail(const std::string &text)
{
    std::fputs(text.c_str(), stderr);
    return JqWrong;
}

void keepFirst(void *text, jv message)
{
    auto &first = *static_cast<std::string *>(text);
    std::string next = messageOf(message);
    if (first.empty())
        first = std::move(next);
}

// "jq: error: syntax error, unexpected $end (Unix shell quoting issues?) at <top-level>, line 1:" without what concerns shells.
std::string plain(std::string text)
{
    const auto remove = [&text](std::string_view part) {
        if (const size_t at = text.find(part); at != std::string::npos)
            text.erase(at, part.size());
    };
    remove("jq: error: ");
    remove(" (Unix shell quoting issues?)");
    return text.substr(0, text.find(" at <top-level>"));
}

// All results for one value, which it takes. Empty, or an error's message.
std::string apply(jq_state *jq, jv value)
{
    jq_start(jq, value, 0);
    while (true) {
        const jv result = jq_next(jq);
        if (!jv_is_valid(result)) {
            if (jv_invalid_has_msg(jv_copy(result)))
                return messageOf(jv_invalid_get_msg(result));
            jv_free(result);
            return {};
        }
        const jv line = jv_dump_string(result, 0);
        std::fwrite(jv_string_value(line), 1, size_t(jv_string_length_bytes(jv_copy(line))), stdout);
        std::fputc('\n', stdout);
        jv_free(line);
    }
}

} // namespace

int runJq(const char *filter)
{
    limit(RLIMIT_CPU, processorSeconds);
    limit(RLIMIT_AS, memoryBytes);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, STDERR_FILENO + 1);   // a filter can name modules: nothing is opened
    jq_state *jq = jq_init();
    if (!jq)
        return fail("out of memory");
    std::string wrong;
    jq_set_error_cb(jq, keepFirst, &wrong);
    if (!jq_compile(jq, filter))
        return fail(plain(wrong));
    jv_parser *parser = jv_parser_new(0);
    std::array<char, 64 * 1024> piece;
    for (bool more = true; more;) {
        const size_t count = std::fread(piece.data(), 1, piece.size(), stdin);
        more = count == piece.size();
        jv_parser_set_buf(parser, piece.data(), int(count), more);
        while (true) {
            const jv value = jv_parser_next(parser);
            if (!jv_is_valid(value)) {
                if (jv_invalid_has_msg(jv_copy(value)))
                    return fail(messageOf(jv_invalid_get_msg(value)));
                jv_free(value);
                break;
            }
            if (const std::string error = apply(jq, value); !error.empty())
                return fail(error);
        }
    }
    return std::fflush(stdout) == 0 ? JqDone : JqWrong;
}

} // namespace ui
