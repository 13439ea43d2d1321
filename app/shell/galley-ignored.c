/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-ignored.h"

struct _GalleyIgnored
{
  GObject parent_instance;

  char *key;
  char *scope;
  char *article;
  char *rule_id;
  char *rule_name;
  char *text;
};

G_DEFINE_FINAL_TYPE (GalleyIgnored, galley_ignored, G_TYPE_OBJECT)

static void
galley_ignored_finalize (GObject *object)
{
  GalleyIgnored *self = GALLEY_IGNORED (object);

  g_free (self->key);
  g_free (self->scope);
  g_free (self->article);
  g_free (self->rule_id);
  g_free (self->rule_name);
  g_free (self->text);
  G_OBJECT_CLASS (galley_ignored_parent_class)->finalize (object);
}

static void
galley_ignored_class_init (GalleyIgnoredClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_ignored_finalize;
}

static void
galley_ignored_init (GalleyIgnored *self)
{
}

GalleyIgnored *
galley_ignored_new (const char *key, const char *scope, const char *article, const char *rule_name)
{
  GalleyIgnored *self;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (scope != NULL, NULL);

  self = g_object_new (GALLEY_TYPE_IGNORED, NULL);
  self->key = g_strdup (key);
  self->scope = g_strdup (scope);
  self->article = g_str_equal (scope, "edition") ? NULL : g_strdup (article);
  /* A key is rule, text, what stands before and behind. */
  parts = g_strsplit (key, "\x1f", 3);
  self->rule_id = g_strdup (parts[0] != NULL ? parts[0] : "");
  self->text = g_strdup (parts[0] != NULL && parts[1] != NULL ? parts[1] : "");
  self->rule_name = g_strdup (rule_name);
  return self;
}

const char *
galley_ignored_get_key (GalleyIgnored *self)
{
  g_return_val_if_fail (GALLEY_IS_IGNORED (self), NULL);

  return self->key;
}

const char *
galley_ignored_get_scope (GalleyIgnored *self)
{
  g_return_val_if_fail (GALLEY_IS_IGNORED (self), NULL);

  return self->scope;
}

const char *
galley_ignored_get_article (GalleyIgnored *self)
{
  g_return_val_if_fail (GALLEY_IS_IGNORED (self), NULL);

  return self->article;
}

const char *
galley_ignored_get_text (GalleyIgnored *self)
{
  g_return_val_if_fail (GALLEY_IS_IGNORED (self), NULL);

  return self->text;
}

const char *
galley_ignored_get_rule (GalleyIgnored *self)
{
  g_return_val_if_fail (GALLEY_IS_IGNORED (self), NULL);

  return self->rule_name != NULL ? self->rule_name : self->rule_id;
}

const char *
galley_ignored_get_rule_id (GalleyIgnored *self)
{
  g_return_val_if_fail (GALLEY_IS_IGNORED (self), NULL);

  return self->rule_id;
}
