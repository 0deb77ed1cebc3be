// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/guide_text.h"

#include <QCoreApplication>
#include <QUrl>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::GuideText)
};

QString paragraph(const QString &text)
{
    return QStringLiteral("<p>%1</p>").arg(text);
}

QString list(const QStringList &items)
{
    return QStringLiteral("<ul><li>%1</li></ul>").arg(items.join(QStringLiteral("</li><li>")));
}

// A filter to click, and what it finds.
QString filter(const char *text, const QString &finds)
{
    const QString term = QString::fromLatin1(text);
    QString shown = term.toHtmlEscaped();
    shown.replace(QStringLiteral("&gt;="), QStringLiteral("&gt;&zwnj;="));   // not the ligature of the two, which nobody can type
    return QStringLiteral("<a href=\"filter:%1\"><code>%2</code></a> &nbsp; %3").arg(QString::fromLatin1(QUrl::toPercentEncoding(term)), shown, finds);
}

} // namespace

QList<GuidePage> guidePages()
{
    return {
        {Words::tr("Capture"),
         paragraph(Words::tr("Press <b>Start</b> (Ctrl+E). Cleartap attaches to the programs that run and to those that start later. They need no proxy, "
                      "certificate or restart, and do not notice it.")) +
             paragraph(Words::tr("The menu beside it chooses what is captured: your processes, one of them with its children, a command that Cleartap starts, or all processes."))
             + paragraph(Words::tr("<b>Save capture</b> (Ctrl+S) keeps all of it in one file, which opens again as it was. What was not saved is offered again after a crash."))},
        {Words::tr("Read an exchange"),
         paragraph(Words::tr("A row is one call: a request with its response, a query with its result, or a channel with its messages. On one machine both programs "
                      "are seen, and their halves are one row; Ctrl+J shows them as two."))
             + paragraph(Words::tr("Select a row for its details: heads, bodies as text, tree or hex, timing, the connection and both processes. "
                            "<b>o</b> shows the other side, Ctrl+. the next exchange on the same connection."))
             + paragraph(Words::tr("<i>Unknown</i> means just that. What was lost or cut is marked in the row and counted in the status bar."))},
        {Words::tr("Filter"),
         paragraph(Words::tr("Type into the box above the list (Ctrl+F). Words match host, path, process and statement. Terms side by side must all match; "
                      "<code>or</code>, <code>-</code> and parentheses combine them. Click one to try it:"))
             + list({filter("status>=400", Words::tr("failed requests")), filter("dur>500ms", Words::tr("slow ones")), filter("is:error or is:failed", Words::tr("whatever went wrong")),
                     filter("host:*.local path:/api", Words::tr("by host and path, with wildcards")), filter("proc:curl -type:image", Words::tr("of a process, without images")),
                     filter("is:query", Words::tr("database queries")), filter("body:\"invoice\"", Words::tr("text in bodies and messages")),
                     filter("header:\"x-request-id: 42\"", Words::tr("a header field")), filter("retrans>0", Words::tr("with retransmitted segments")),
                     filter("mark:any", Words::tr("what you marked"))})
             + paragraph(Words::tr("Right-click a value to filter by it, to exclude it, or to show it as a column."))},
        {Words::tr("Why is it slow?"),
         paragraph(Words::tr("Sort by <b>Duration</b>, or filter:")) + list({filter("dur>500ms", Words::tr("took long")), filter("wait>200ms", Words::tr("waited for the answer"))})
             + paragraph(Words::tr("<b>Timing</b> in the details names what took the time: name lookup, connecting, TLS, a server that was busy, the network, the "
                            "server's own work, or a client that read late; with the figures and how sure that is."))
             + paragraph(Words::tr("The connection page plots round-trip time, window, throughput and retransmits. "
                            "<b>d</b> compares the exchange with the previous one to the same path, or the two that you selected."))},
        {Words::tr("Keep and share"),
         paragraph(Words::tr("<b>1</b> to <b>6</b> mark a row with a colour, <b>F2</b> adds a comment.")) +
             paragraph(Words::tr("Right-click to copy as cURL, fetch, Python, HTTPie or raw text. <b>Export HAR</b> (Ctrl+Shift+S) writes the selected, the shown or all exchanges. "
                          "Passwords, tokens, cookies and keys are masked in every export; the dialog says how many of which kind."))},
        {Words::tr("Nothing shows up?"),
         paragraph(Words::tr("<b>Readable</b>, below the processes, lists the programs that use TLS, with their library. Where one cannot be read, <b>why?</b> gives the reason and what would help.")) +
             list({filter("is:unreadable", Words::tr("connections that are seen but not read")), filter("is:lost", Words::tr("exchanges with missing bytes"))})
             + paragraph(Words::tr("<code>cleartap-cli doctor</code> says what this kernel and your rights allow."))},
    };
}

} // namespace ui
