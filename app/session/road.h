// SPDX-License-Identifier: GPL-3.0-or-later
// What each message changes: one small function per message. State of the pipeline.
#pragma once

#include "app/capture/sent_bytes.h"
#include "app/session/early_frames.h"
#include "app/session/pipeline.h"
#include "app/session/saved_rows.h"
#include "app/session/tls_table.h"

#include <map>
#include <string>

namespace session {

struct Pipeline::Road {
    Road(std::shared_ptr<const base::BodySource> captured, std::shared_ptr<base::DerivedBytes>, uint64_t bodyMax, Pipeline::Far);

    void process(const wire::Frame &, uint64_t bodyPosition);
    void data(const wire::DataView &, uint64_t position);
    void ciphertext(const wire::DataView &, base::Bytes, base::Time);
    void payload(const wire::DataView &, uint64_t position);
    void on(const wire::SameBytes &);
    void on(const wire::Started &);
    void on(const wire::Process &);
    void on(const wire::ProcessExit &);
    void on(const wire::Socket &);
    void on(const wire::State &);
    void on(const wire::TcpSample &);
    void on(const wire::TcpReading &);
    void on(const wire::UpperLayer &);
    void on(const wire::OtherEnd &);
    void on(const wire::Unread &);
    void on(const wire::DropReason &);
    void on(const wire::Drop &);
    void on(const wire::Translation &);
    void on(const wire::LibraryFile &);
    void on(const wire::TlsLibrary &);
    void on(const wire::Tie &);
    void on(const wire::TlsFacts &);
    void on(const wire::TlsEnd &);
    void on(const wire::Undecrypted &);
    void on(const wire::Coverage &);
    void on(const wire::Losses &);

    template<class Message> void message(const wire::Frame &frame)
    {
        if (const auto message = wire::decode<Message>(frame.body))
            on(*message);
    }
    base::Time at(int64_t clockTime);
    void replayEarly();
    void settle(bool last);
    void reportLosses();

    std::shared_ptr<base::DerivedBytes> derived;
    int64_t clockAhead;
    EarlyFrames early;
    bool clockKnown = false;
    SessionClock clock;
    base::Time now = 0;
    struct Total {
        uint64_t events = 0, bytes = 0;
    };
    std::map<std::string, Total> losses;   // the helper's, by cause
    std::map<uint32_t, wire::DropReason> dropReasons;
    exchange::Builder builder;
    ProcessTable processes;
    CoverageTable coverage;
    SavedRows rows;
    FlowTable flows;
    TlsTable objects;
    capture::SentBytes sent;
};

} // namespace session
