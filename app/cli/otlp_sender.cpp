// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/otlp_sender.h"

#include "app/cli/error_text.h"

#include <fmt/format.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <cstring>

namespace cli {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto gather = std::chrono::milliseconds(500);        // spans that come together are sent together
constexpr int triesMost = 4;
constexpr auto firstPause = std::chrono::milliseconds(250);    // doubled with each try

struct Reply {
    bool taken = false, mayRetry = false;
    uint64_t rejected = 0;         // of those taken
    std::string problem = {};
};

httplib::Headers headersOf(const char *text)
{
    httplib::Headers headers;
    std::string_view rest = text ? text : "";
    while (!rest.empty()) {
        const std::string_view each = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(each.size() + 1, rest.size()));
        const size_t sign = each.find('=');
        if (sign != std::string_view::npos && each.find_first_of("\r\n") == std::string_view::npos)
            headers.emplace(std::string(each.substr(0, sign)), std::string(each.substr(sign + 1)));
    }
    return headers;
}

} // namespace

// One endpoint.
class OtlpSender::Collector
{
public:
    Collector(const std::string &origin, std::string path)
        : m_client(origin)
        , m_path(std::move(path))
        , m_headers(headersOf(std::getenv("OTEL_EXPORTER_OTLP_HEADERS")))
    {
        m_client.set_connection_timeout(2);
        m_client.set_read_timeout(5);
        m_client.set_write_timeout(5);
        m_client.set_keep_alive(true);
    }
    bool isValid() const { return m_client.is_valid(); }

    Reply post(const std::string &body)
    {
        const httplib::Result result = m_client.Post(m_path, m_headers, body, "application/json");
        if (!result)
            return {.mayRetry = true, .problem = "the collector cannot be reached (" + httplib::to_string(result.error()) + ")"};
        const int status = result->status;
        if (status < 200 || status > 299)
            return {.mayRetry = status == 429 || status == 502 || status == 503 || status == 504, .problem = fmt::format("the collector answered {}", status)};
        Reply reply{.taken = true};
        // A partial success (OTLP 1.x, section "Partial Success"); the counter is 64 bits, so a text.
        const auto json = nlohmann::json::parse(result->body, nullptr, false);
        const auto partial = json.is_object() ? json.find("partialSuccess") : json.end();
        if (!json.is_object() || partial == json.end() || !partial->is_object())
            return reply;
        const auto rejected = partial->find("rejectedSpans");
        if (rejected != partial->end() && rejected->is_string())
            reply.rejected = std::strtoull(rejected->get_ref<const std::string &>().c_str(), nullptr, 10);
        else if (rejected != partial->end() && rejected->is_number_unsigned())
            reply.rejected = rejected->get<uint64_t>();
        if (reply.rejected)
            reply.problem = "the collector rejected some of them";
        return reply;
    }

private:
    httplib::Client m_client;
    std::string m_path;
    httplib::Headers m_headers;
};

OtlpSender::OtlpSender() = default;

std::expected<std::unique_ptr<OtlpSender>, std::string> OtlpSender::create(const std::string &target)
{
    auto sender = std::unique_ptr<OtlpSender>(new OtlpSender);
    if (target.starts_with("http://") || target.starts_with("https://")) {
        const size_t slash = target.find('/', target.find("://") + 3);
        const std::string path = slash == std::string::npos ? "" : target.substr(slash);
        sender->m_collector = std::make_unique<Collector>(target.substr(0, slash), path.empty() || path == "/" ? "/v1/traces" : path);
        if (!sender->m_collector->isValid())
            return std::unexpected(fmt::format("{} is not the address of a collector: write http://HOST:4318.", target));
    } else {
        auto file = exporters::OutputFile::create(target);
        if (!file)
            return std::unexpected(fileText("write", target, file.error()));
        sender->m_file.emplace(std::move(*file));
    }
    sender->m_thread = std::thread([self = sender.get()] { self->run(); });
    return sender;
}

OtlpSender::~OtlpSender()
{
    finish(std::chrono::milliseconds(0));
}

void OtlpSender::add(exporters::Span span)
{
    const std::scoped_lock lock(m_mutex);
    if (m_waiting.size() >= waitingMost) {
        ++m_figures.dropped;
        return;
    }
    m_waiting.push_back(std::move(span));
    if (m_waiting.size() == batchMost)
        m_changed.notify_all();
}

OtlpSender::Figures OtlpSender::finish(std::chrono::milliseconds patience)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_deadline)
            m_deadline = Clock::now() + patience;
        m_changed.notify_all();
    }
    if (m_thread.joinable())
        m_thread.join();
    if (m_file && m_file->error() == 0)
        if (const auto committed = m_file->commit(); !committed)
            m_figures.problem = fmt::format("the file cannot be written ({})", strerror(committed.error()));
    m_file.reset();
    return m_figures;
}

bool OtlpSender::pause(std::chrono::milliseconds time)
{
    std::unique_lock lock(m_mutex);
    const auto end = Clock::now() + time;
    while (Clock::now() < end) {
        if (m_deadline && Clock::now() >= *m_deadline)
            return false;
        m_changed.wait_until(lock, m_deadline ? std::min(end, *m_deadline) : end);
    }
    return true;
}

void OtlpSender::run()
{
    for (bool over = false; !over;) {
        std::vector<exporters::Span> batch;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait_for(lock, gather, [this] { return m_deadline || m_waiting.size() >= batchMost; });
            const bool late = m_deadline && Clock::now() >= *m_deadline && m_collector;
            if (late) {
                m_figures.dropped += m_waiting.size();
                m_waiting.clear();
            }
            while (!m_waiting.empty() && batch.size() < batchMost) {
                batch.push_back(std::move(m_waiting.front()));
                m_waiting.pop_front();
            }
            over = m_deadline && m_waiting.empty();
        }
        if (!batch.empty())
            send(batch);
    }
}

void OtlpSender::send(const std::vector<exporters::Span> &batch)
{
    const std::string body = exporters::traceRequest(batch);
    if (m_file) {
        m_file->write(body);
        m_file->write("\n");
        m_file->flush();
        const std::scoped_lock lock(m_mutex);
        (m_file->error() ? m_figures.refused : m_figures.sent) += batch.size();
        if (m_file->error())
            m_figures.problem = fmt::format("the file cannot be written ({})", strerror(m_file->error()));
        return;
    }
    Reply reply;
    auto wait = firstPause;
    for (int tries = 0; tries < triesMost; ++tries, wait *= 2) {
        reply = m_collector->post(body);
        if (reply.taken || !reply.mayRetry || !pause(wait))
            break;
    }
    const std::scoped_lock lock(m_mutex);
    const uint64_t rejected = reply.taken ? std::min<uint64_t>(reply.rejected, batch.size()) : batch.size();
    m_figures.sent += batch.size() - rejected;
    m_figures.refused += rejected;
    if (!reply.problem.empty())
        m_figures.problem = reply.problem;
}

} // namespace cli
