// SPDX-License-Identifier: GPL-3.0-or-later
// Shows the result of loadBody: code, image, table or bytes; above it what is wrong or omitted.
#pragma once

#include "ui/body/body_content.h"

#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace ui {

class CodeView;
class FieldList;
class HexView;
class ImageView;
class JsonPage;
class JsonTreeView;
class PartsView;
class Theme;

class BodyView : public QWidget
{
    Q_OBJECT
public:
    explicit BodyView(Theme &, QWidget *parent = nullptr);

    // `sameBody` keeps scroll position and selection. `extraNotices` come first.
    void showContent(const BodyContent &, const QStringList &extraNotices, bool sameBody);
    void showRaw(const RawContent &, bool sameBody);
    // Adds a sentence above the contents.
    void say(const QString &);
    // Shows one dim sentence instead of a body.
    void showSentence(const QString &);
    // Offers to load the rest if not everything is shown; 0 withdraws the offer.
    void offerAll(uint64_t bytes);
    // Offers to save the body; `coded`: it was sent with a content coding, so there are two forms.
    void offerSaving(bool offered, bool coded = false);

    QString sentence() const;
    QStringList notices() const { return m_noticeTexts; }
    CodeView *code() const { return m_code; }
    FieldList *table() const { return m_table; }
    HexView *hex() const { return m_hex; }
    ImageView *image() const { return m_image; }
    JsonPage *json() const { return m_json; }
    JsonTreeView *tree() const;
    PartsView *parts() const { return m_parts; }
    // The looks offered, in order.
    std::vector<QToolButton *> lookButtons() const { return m_lookButtons; }
    QToolButton *saveButton() const { return m_save; }
    QWidget *currentPage() const;
    QPushButton *allButton() const { return m_all; }

Q_SIGNALS:
    void loadAllRequested();
    void lookRequested(ui::BodyLook);
    void saveRequested(bool decoded);

private:
    void setNotices(const QStringList &);
    void setLooks(const std::vector<BodyLook> &, BodyLook);
    void arrangeStrip();
    void showMultipart(const BodyContent &);

    Theme &m_theme;
    QWidget *m_strip;
    QLabel *m_stripIcon, *m_notices;
    QPushButton *m_all;
    QHBoxLayout *m_looks;
    std::vector<QToolButton *> m_lookButtons;
    std::vector<BodyLook> m_lookKinds;
    QToolButton *m_save;
    QAction *m_saveDecoded, *m_saveAsSent;
    QStackedWidget *m_stack;
    QLabel *m_sentence;
    CodeView *m_code;
    ImageView *m_image;
    FieldList *m_table;
    HexView *m_hex;
    JsonPage *m_json;
    PartsView *m_parts = nullptr;   // created when there is a multipart body
    QStringList m_noticeTexts;
};

} // namespace ui
