// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/metrics.h"

#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <charconv>

namespace exporters {

namespace {

// A label's value: backslash, quote and line feed are escaped; it must be UTF-8, and a process may have any name.
std::string inQuotes(std::string_view value)
{
    std::string out = "\"";
    for (const char c : value) {
        if (c == '\\' || c == '"')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f ? '?' : c;
    }
    return out + '"';
}

std::string_view sideLabel(base::Side side)
{
    return side == base::Side::Client ? "client" : side == base::Side::Server ? "server" : "unknown";
}

std::string resultLabels(const exchange::Store &store, exchange::ExchangeId id)
{
    const exchange::State state = store.state(id);
    const protocols::Outcome outcome = store.outcome(id);
    const int status = store.status(id);
    const bool failed = state == exchange::State::Failed || outcome == protocols::Outcome::Error || status >= 400;
    const bool good = outcome == protocols::Outcome::Ok || (status >= 100 && status < 400);
    std::string labels = "outcome=";
    labels += failed ? "\"error\"" : good ? "\"ok\"" : "\"unknown\"";
    labels += ",status=" + inQuotes(status > 0 ? std::to_string(status) : std::string());
    return labels;
}

std::string number(double value)
{
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end.ptr};
}

class Text
{
public:
    void family(std::string_view name, std::string_view type, std::string_view help)
    {
        m_text += "# HELP " + std::string(name) + ' ' + std::string(help) + "\n# TYPE " + std::string(name) + ' ' + std::string(type) + '\n';
    }
    void sample(std::string_view name, std::string_view labels, std::string_view value)
    {
        m_text += name;
        if (!labels.empty())
            m_text += '{' + std::string(labels) + '}';
        m_text += ' ' + std::string(value) + '\n';
    }
    void sample(std::string_view name, std::string_view labels, uint64_t value) { sample(name, labels, std::to_string(value)); }
    std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

} // namespace

std::string_view Metrics::processLabel(std::string_view name)
{
    const auto known = m_processes.find(name);
    if (known != m_processes.end())
        return known->second;
    if (m_processes.size() >= processesMost)
        return "other";
    return m_processes.emplace(name, name).first->second;
}

void Metrics::add(const exchange::Store &store, exchange::ExchangeId id)
{
    const std::string process = store.process(id) == base::noId ? std::string() : std::string(store.processes()[store.process(id)].comm);
    const std::string_view protocol = protocols::protocolInfo(store.protocol(id)).name;
    const std::string labels = "process=" + inQuotes(processLabel(process)) + ",protocol=" + inQuotes(protocol.empty() ? "unknown" : protocol) + ",side=\""
        + std::string(sideLabel(store.side(id))) + '"';
    Series &series = m_series[labels];
    ++series.results[resultLabels(store, id)];
    series.requestBytes += store.requestBytes(id);
    series.responseBytes += store.responseBytes(id);
    series.lostBytes += store.lostBytes(id);
    const base::Duration duration = store.duration(id);
    if (duration == base::unknownDuration)
        return;
    const double seconds = double(duration) / 1e9;
    ++series.timed;
    series.seconds += seconds;
    ++series.durations[size_t(std::ranges::lower_bound(limits, seconds) - limits.begin())];
}

void Metrics::take(const exchange::Store &store)
{
    m_losses.assign(store.losses().begin(), store.losses().end());
    m_capturedBytes = store.capturedBytes();
}

std::string Metrics::text() const
{
    Text out;
    out.family("cleartap_exchanges_total", "counter", "Exchanges that have ended, each end of a call by itself.");
    for (const auto &[labels, series] : m_series)
        for (const auto &[result, count] : series.results)
            out.sample("cleartap_exchanges_total", std::string(labels).append(",").append(result), count);
    out.family("cleartap_exchange_duration_seconds", "histogram", "From the first to the last byte, of those whose times are known.");
    for (const auto &[labels, series] : m_series) {
        uint64_t count = 0;
        for (size_t i = 0; i < limits.size(); ++i) {
            count += series.durations[i];
            out.sample("cleartap_exchange_duration_seconds_bucket", labels + ",le=\"" + number(limits[i]) + '"', count);
        }
        out.sample("cleartap_exchange_duration_seconds_bucket", labels + ",le=\"+Inf\"", series.timed);
        out.sample("cleartap_exchange_duration_seconds_sum", labels, number(series.seconds));
        out.sample("cleartap_exchange_duration_seconds_count", labels, series.timed);
    }
    const auto bytes = [&](std::string_view name, std::string_view help, uint64_t Series::*member) {
        out.family(name, "counter", help);
        for (const auto &[labels, series] : m_series)
            out.sample(name, labels, series.*member);
    };
    bytes("cleartap_request_body_bytes_total", "Bytes of request bodies, captured and lost.", &Series::requestBytes);
    bytes("cleartap_response_body_bytes_total", "Bytes of response bodies, captured and lost.", &Series::responseBytes);
    bytes("cleartap_missing_bytes_total", "Bytes missing from exchanges.", &Series::lostBytes);
    out.family("cleartap_captured_bytes_total", "counter", "Payload captured.");
    out.sample("cleartap_captured_bytes_total", "", m_capturedBytes);
    out.family("cleartap_lost_events_total", "counter", "Events that the capture lost, by cause.");
    for (const exchange::Loss &loss : m_losses)
        out.sample("cleartap_lost_events_total", "cause=" + inQuotes(loss.cause), loss.events);
    return out.take();
}

} // namespace exporters
