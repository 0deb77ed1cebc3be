// SPDX-License-Identifier: GPL-3.0-or-later
// Hands work to another thread through Qt. Qt's libraries are not built with ThreadSanitizer, which cannot see their
// synchronisation and would report every hand-over as a race. The annotations here let it find only the real ones.
#pragma once

#include <QMetaObject>
#include <QObject>

#include <utility>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CLEARTAP_THREAD_SANITIZER
#endif
#elif defined(__SANITIZE_THREAD__)
#define CLEARTAP_THREAD_SANITIZER
#endif
#if defined(CLEARTAP_THREAD_SANITIZER)
#include <sanitizer/tsan_interface.h>
#endif

namespace ui {

// Everything this thread has done so far happens before what another thread does after noteReceived() of the same place.
inline void noteHandedOver([[maybe_unused]] const void *place)
{
#if defined(CLEARTAP_THREAD_SANITIZER)
    __tsan_release(const_cast<void *>(place));
#endif
}

inline void noteReceived([[maybe_unused]] const void *place)
{
#if defined(CLEARTAP_THREAD_SANITIZER)
    __tsan_acquire(const_cast<void *>(place));
#endif
}

// A function created on one thread and called once on another; its captures are destroyed when it returns. It may also
// be destroyed there without being called.
template <typename Function>
class HandedOver
{
public:
    explicit HandedOver(Function function) : m_function(std::move(function)) { noteHandedOver(this); }
    HandedOver(HandedOver &&other) noexcept : m_function(std::move(other.m_function)) { noteHandedOver(this); }
    HandedOver &operator=(HandedOver &&) = delete;
    ~HandedOver() { noteReceived(this); }

    void operator()()
    {
        noteReceived(this);
        Function function = std::move(m_function);
        noteHandedOver(this); // its creator may be the last to release it
        function();
    }

private:
    Function m_function;
};

// Calls the function on the thread of `receiver`, which must still exist; not if it is destroyed before that.
template <typename Function>
void post(QObject *receiver, Function function)
{
    QMetaObject::invokeMethod(receiver, HandedOver(std::move(function)), Qt::QueuedConnection);
}

} // namespace ui
