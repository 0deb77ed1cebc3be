// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/mark_store.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace ui {

namespace {

constexpr int writeAfterMs = 400;

template <typename Writes>
std::expected<void, MarksError> writeAll(const Writes &writes)
{
    for (const auto &write : writes)
        if (const auto done = writeMarks(write.capture, write.marks); !done)
            return done;
    return {};
}

} // namespace

MarkStore::MarkStore(CaptureController &capture, CaptureFiles &files, Marks &marks, QObject *parent)
    : QObject(parent)
    , m_capture(capture)
    , m_marks(marks)
    , m_reading(this)
    , m_writing(this)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(writeAfterMs);
    connect(&m_soon, &QTimer::timeout, this, &MarkStore::writeInBackground);
    connect(&marks, &Marks::edited, this, [this] {
        if (!keeps())
            return;
        m_pending = writes();
        m_soon.start();
    });
    connect(&capture, &CaptureController::opened, this, &MarkStore::read);
    connect(&capture, &CaptureController::emptied, this, [this] {
        m_reading.cancel();
        writeNow();
        m_places.clear();
        m_refused.clear();
        m_marks.restore({});
    });
    connect(&files, &CaptureFiles::saved, this, [this](const CaptureFiles::Saved &saved) {
        // Comments may say what is masked.
        if (saved.errnoValue == 0 && !saved.masked)
            keepBeside(saved.paths);
    });
}

MarkStore::~MarkStore()
{
    writeNow();
}

void MarkStore::read(const QString &capture)
{
    if (capture.isEmpty() || capture.endsWith(harEnding, Qt::CaseInsensitive))
        return;
    m_reading.start([capture](const Background::Superseded &) { return readMarks(capture); },
                    [this, capture](const std::expected<std::vector<SavedMark>, MarksError> &marks) {
                        if (marks)
                            return take(capture, *marks);
                        m_refused = capture;
                        Q_EMIT failed(marks.error());
                    });
}

void MarkStore::take(const QString &capture, const std::vector<SavedMark> &marks)
{
    const auto &store = m_capture.captured();
    Place place { capture, 0, store.size(), {} };
    std::unordered_map<base::Time, base::ExchangeId> byBegin;
    Marks::All all = m_marks.all(); // edited meanwhile
    for (const SavedMark &saved : marks) {
        base::ExchangeId id = saved.exchange;
        if (id >= store.size() || (saved.begin != 0 && store.begin(id) != saved.begin)) {
            if (byBegin.empty())
                for (base::ExchangeId other = 0; other < store.size(); ++other)
                    byBegin.emplace(store.begin(other), other);
            const auto found = byBegin.find(saved.begin);
            id = saved.begin == 0 || found == byBegin.end() ? base::noId : found->second;
        }
        if (id == base::noId)
            place.unmatched.push_back(saved);
        else
            all.emplace(id, saved.mark);
    }
    m_places = { std::move(place) };
    m_marks.restore(std::move(all));
}

void MarkStore::keepBeside(const QStringList &captures)
{
    const auto &firsts = m_capture.firstIds();
    std::vector<Place> places;
    for (size_t i = 0; i < firsts.size() && qsizetype(i) < captures.size(); ++i) {
        if (captures[qsizetype(i)] == m_refused)
            continue;
        Place place { captures[qsizetype(i)], firsts[i], i + 1 < firsts.size() ? firsts[i + 1] : base::noId, {} };
        if (i == 0 && !m_places.empty())
            place.unmatched = std::move(m_places[0].unmatched);
        places.push_back(std::move(place));
    }
    m_places = std::move(places);
    m_pending = writes();
    writeInBackground();
}

std::vector<MarkStore::Write> MarkStore::writes() const
{
    std::vector<Write> writes;
    for (const Place &place : m_places) {
        Write write { place.capture, place.unmatched };
        for (auto at = m_marks.all().lower_bound(place.begin); at != m_marks.all().end() && at->first < place.end; ++at)
            write.marks.push_back({ at->first - place.begin, m_capture.captured().begin(at->first), at->second });
        writes.push_back(std::move(write));
    }
    return writes;
}

// What the timer still waits for.
void MarkStore::writeNow()
{
    if (!m_soon.isActive())
        return;
    m_soon.stop();
    if (const auto done = writeAll(m_pending); !done)
        Q_EMIT failed(done.error());
}

void MarkStore::writeInBackground()
{
    m_soon.stop();
    m_writing.add([all = m_pending](const Background::Superseded &) { return writeAll(all); },
                  [this](const std::expected<void, MarksError> &done) {
                      if (!done)
                          Q_EMIT failed(done.error());
                  });
}

} // namespace ui
