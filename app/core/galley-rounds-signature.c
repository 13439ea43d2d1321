/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a signature was given for: the article, its pictures and its page. */

#include "config.h"

#include "galley-rounds-private.h"

void
galley_signature_free (GalleySignature *self)
{
  g_free (self->signer);
  g_free (self->digest);
  g_free (self->override);
  g_clear_pointer (&self->pictures, g_hash_table_unref);
  g_strfreev (self->obstacles);
  g_free (self->breaker);
  g_free (self->changes);
  g_free (self);
}

GalleySignature *
galley_signature_new (GalleyEdition *edition,
                      GalleyArticle *article,
                      const char *person,
                      const char *const *obstacles,
                      const char *override)
{
  GalleySignature *signature = g_new0 (GalleySignature, 1);

  signature->state = GALLEY_SIGNATURE_VALID;
  signature->signer = galley_person_dup_name (person);
  signature->time = g_get_real_time ();
  signature->digest = galley_article_dup_digest (article);
  signature->override = g_strdup (override);
  signature->pictures = galley_rounds_list_pictures (edition, article);
  signature->page = galley_rounds_find_page (edition, article);
  signature->obstacles = override != NULL ? g_strdupv ((char **) obstacles) : NULL;
  return signature;
}

GalleySignature *
galley_signature_copy (const GalleySignature *self)
{
  GalleySignature *copy = g_memdup2 (self, sizeof *self);

  copy->signer = g_strdup (self->signer);
  copy->digest = g_strdup (self->digest);
  copy->override = g_strdup (self->override);
  copy->pictures = self->pictures != NULL ? g_hash_table_ref (self->pictures) : NULL;
  copy->obstacles = g_strdupv (self->obstacles);
  copy->breaker = g_strdup (self->breaker);
  copy->changes = g_strdup (self->changes);
  return copy;
}

/* Every picture that was signed is there with the words it had? */
static gboolean
shows_pictures (GalleyEdition *edition, const GalleySignature *signature)
{
  GHashTableIter iter;
  gpointer id, words;

  g_hash_table_iter_init (&iter, signature->pictures);
  while (g_hash_table_iter_next (&iter, &id, &words))
    {
      GalleyAsset *asset = galley_edition_get_asset (edition, id);
      g_autofree char *now = asset != NULL ? galley_asset_dup_info_digest (asset) : NULL;

      if (g_strcmp0 (now, words) != 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
galley_signature_holds (const GalleySignature *self, GalleyEdition *edition, GalleyArticle *article)
{
  g_autofree char *digest = galley_article_dup_digest (article);

  return g_strcmp0 (digest, self->digest) == 0 && shows_pictures (edition, self) &&
         (self->page == 0 || self->page == galley_rounds_find_page (edition, article));
}
