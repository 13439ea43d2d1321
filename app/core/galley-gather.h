/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-gather.h — many files at once, into one edition: folders and archives are opened, each file is read by its importer, one
 * that fails keeps none of the others, and what has come in twice is found. One thread at a time. */

#pragma once

#include "galley-open.h"

G_BEGIN_DECLS

/* No run takes more files, nor goes deeper into folders. */
#define GALLEY_GATHER_MAX_FILES 5000u
#define GALLEY_GATHER_MAX_DEPTH 12u

typedef struct _GalleyGather GalleyGather;

GalleyGather *galley_gather_new (GalleyPlugins *plugins);
/* Takes the files that were unpacked away again. */
void galley_gather_free (GalleyGather *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyGather, galley_gather_free)

/* Adds a file; of a folder all files in it, of an archive (a format with the key Importer-Holds=files) all that it holds, as if
 * they lay in a folder. FALSE with one sentence where there is nothing to take. Hidden files, and those that links lead to,
 * are left alone. */
gboolean galley_gather_add (GalleyGather *self, GFile *file, GalleyJob *job, GError **error);

guint galley_gather_get_n_files (GalleyGather *self);
/* What to call a file: its path as it was given, or below the folder or archive that was given. */
const char *galley_gather_get_name (GalleyGather *self, guint index);
GFile *galley_gather_get_file (GalleyGather *self, guint index); /* borrowed */

typedef enum
{
  GALLEY_GATHER_READ,
  GALLEY_GATHER_PART,    /* read with another file: a picture of a page, an article of an e-paper */
  GALLEY_GATHER_SKIPPED, /* of a folder, and nothing here reads files of its kind */
  GALLEY_GATHER_FAILED,
} GalleyGatherResult;

/* Reads one of them; in the order of their indices, or parts are not known. @edition (transfer full) where it was read; @error where it
 * failed. @format as in galley_open_source(). */
GalleyGatherResult galley_gather_read (GalleyGather *self,
                                       guint index,
                                       const char *format,
                                       GalleyJob *job,
                                       GalleyEdition **edition,
                                       GError **error);

/* An article that there is already. */
typedef struct
{
  const char *headline; /* of the other one */
  const char *file;     /* that it came from in this run; NULL: it was in the edition before */
  double likeness;      /* GALLEY_ALIKE_NEAR … 1 */
} GalleyDouble;

/* What @article is the double of, among those that were shown before; FALSE where it is none. It is one of them from now on.
 * @file as above. Texts in @found are borrowed until the gather is freed. */
gboolean
galley_gather_compare (GalleyGather *self, GalleyArticle *article, const char *file, GalleyDouble *found);
/* Shows it all articles of an edition that is there already. */
void galley_gather_know (GalleyGather *self, GalleyEdition *edition);
/* One sentence about a double (newly allocated). */
char *galley_double_describe (const GalleyDouble *self, GalleyArticle *article);

/* What came of one file. */
typedef struct
{
  char *name; /* as galley_gather_get_name() has it */
  GalleyGatherResult result;
  guint n_articles; /* that it held, without furniture */
  char *failure;    /* one sentence, or NULL */
  GStrv notes;      /* what was not kept as it was, one sentence each */
  GStrv doubles;    /* what was there already, one sentence each */
} GalleyGathered;

GalleyGathered *galley_gathered_copy (const GalleyGathered *self);
void galley_gathered_free (GalleyGathered *self);

/* What came of a whole run. */
typedef struct
{
  GPtrArray *editions; /* of GalleyEdition, in the order of the files */
  GPtrArray *files;    /* of GalleyGathered *, in their order; what could not be taken at all too */
  GStrv failures;      /* one sentence each, with the name of the file */
  GStrv doubles;       /* one sentence each */
} GalleyHarvest;

void galley_harvest_free (GalleyHarvest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyHarvest, galley_harvest_free)

/* All of @files (GListModel of GFile) in a thread, beside what @present (frozen, or NULL) holds. Notes and progress go to @job. */
void galley_gather_run_async (GalleyPlugins *plugins,
                              GListModel *files,
                              GalleyEdition *present,
                              GalleyJob *job,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* NULL where it was cancelled. */
GalleyHarvest *galley_gather_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
