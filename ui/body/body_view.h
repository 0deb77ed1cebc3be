// SPDX-License-Identifier: GPL-3.0-or-later
// Shows what loadBody made: code, image, table or bytes; above it what is wrong or left out.
#pragma once

#include "ui/body/body_content.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace ui {

class CodeView;
class FieldList;
class HexView;
class ImageView;
class Theme;

class BodyView : public QWidget
{
    Q_OBJECT
public:
    explicit BodyView(Theme &, QWidget *parent = nullptr);

    // `sameBody` keeps scroll position and selection. `extraNotices` come first.
    void showContent(const BodyContent &, const QStringList &extraNotices, bool sameBody);
    void showRaw(const RawContent &, bool sameBody);
    // One dim sentence instead of a body.
    void showSentence(const QString &);
    // Offers the rest when not everything is shown; 0 takes the offer back.
    void offerAll(uint64_t bytes);

    QString sentence() const;
    QStringList notices() const { return m_noticeTexts; }
    CodeView *code() const { return m_code; }
    FieldList *table() const { return m_table; }
    HexView *hex() const { return m_hex; }
    ImageView *image() const { return m_image; }
    QWidget *currentPage() const;
    QPushButton *allButton() const { return m_all; }

Q_SIGNALS:
    void loadAllRequested();

private:
    void setNotices(const QStringList &);

    Theme &m_theme;
    QWidget *m_strip;
    QLabel *m_stripIcon, *m_notices;
    QPushButton *m_all;
    QStackedWidget *m_stack;
    QLabel *m_sentence;
    CodeView *m_code;
    ImageView *m_image;
    FieldList *m_table;
    HexView *m_hex;
    QStringList m_noticeTexts;
};

} // namespace ui
