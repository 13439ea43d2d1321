/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-store-seal.h — 签发 as the store keeps it: events "sign" and "void" of the log. The writer holds every article it
 * writes against the last signature on it, in the same transaction, so no front can change a signed article without the
 * log saying who changed what. For the store alone; all calls run inside a transaction of the caller's. */

#pragma once

#include "galley-store-sqlite.h"
#include "galley-store.h"

G_BEGIN_DECLS

/* Adds an event "void" when @article (as written now) is not what was signed. @author: who changed it. */
gboolean galley_seal_check (
    GalleyDb *db, const char *edition, GalleyArticle *article, const char *author, GError **error);
/* The same where the words of a picture are not what was signed with an article that shows it. @words: the digest of what is
 * written now (the words of @asset itself may be on their way to be others). */
gboolean galley_seal_check_picture (GalleyDb *db,
                                    const char *edition,
                                    GalleyAsset *asset,
                                    const char *words,
                                    const char *author,
                                    GError **error);
/* The same for every article that stands on another page than when it was signed. @pages: id → number of its page, as a
 * pointer. */
gboolean galley_seal_check_pages (
    GalleyDb *db, const char *edition, GHashTable *pages, const char *author, GError **error);
/* The same for an article that is taken out. */
gboolean
galley_seal_remove (GalleyDb *db, const char *edition, const char *id, const char *author, GError **error);
/* Can an event of a round or signature be read? One that cannot would be passed over as if it had not been. */
gboolean galley_seal_is_readable (const GalleyEvent *event);
/* The highest number of a revision that an event of a round or signature names, 0 where it names none. */
gint64 galley_seal_get_revision (const GalleyEvent *event);
/* Is every signed article there, with the text, the pictures and the words of these that were signed? GALLEY_ERROR_MALFORMED,
 * naming the first that is not: then the file was changed by something else. A picture that is there has to be the one its id
 * names, signed or not. */
gboolean galley_seal_verify (GalleyDb *db, const char *edition, GError **error);

G_END_DECLS
