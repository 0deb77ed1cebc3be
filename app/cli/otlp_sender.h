// SPDX-License-Identifier: GPL-3.0-or-later
// Sends spans to a collector by OTLP over HTTP (JSON), or writes them to a file, a request a line. On a thread of its own: a collector that is slow or gone costs
// the capture nothing; what it does not take is counted.
#pragma once

#include "app/exporters/otlp_spans.h"
#include "app/exporters/output_file.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace cli {

class OtlpSender
{
public:
    static constexpr size_t waitingMost = 8192;   // spans
    static constexpr size_t batchMost = 512;

    struct Figures {
        uint64_t sent = 0;        // taken by the collector, or written
        uint64_t dropped = 0;     // not taken in time by a slow collector
        uint64_t refused = 0;     // the collector said no, or was not there at all
        std::string problem = {}; // the latest, a part of a sentence; empty: none
    };

    // `target`: http://HOST:PORT[/PATH], https://…, or a file. The path of a collector is /v1/traces unless given. Further header fields come from
    // OTEL_EXPORTER_OTLP_HEADERS ("name=value,name=value"). Error: a sentence.
    static std::expected<std::unique_ptr<OtlpSender>, std::string> create(const std::string &target);
    ~OtlpSender();

    // Never waits.
    void add(exporters::Span);
    // Sends what waits, for `patience` at most; then nothing more is taken.
    Figures finish(std::chrono::milliseconds patience);

private:
    class Collector;
    OtlpSender();
    void run();
    void send(const std::vector<exporters::Span> &);
    // False once there is no time left.
    bool pause(std::chrono::milliseconds);

    std::unique_ptr<Collector> m_collector;       // null: a file
    std::optional<exporters::OutputFile> m_file;
    std::mutex m_mutex;                           // of all below
    std::condition_variable m_changed;
    std::deque<exporters::Span> m_waiting;
    Figures m_figures;
    std::optional<std::chrono::steady_clock::time_point> m_deadline;   // after finish()
    std::thread m_thread;
};

} // namespace cli
