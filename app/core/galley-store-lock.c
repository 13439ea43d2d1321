/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "galley-error.h"
#include "galley-store-lock.h"

struct _GalleyLock
{
  char *path; /* of the hidden file */
  int fd;
};

static gboolean
lock_whole (int fd)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  return fcntl (fd, F_OFD_SETLK, &lock) == 0;
}

/* Somebody may have taken the file away between our opening and our locking it. */
static gboolean
still_there (int fd, const char *path)
{
  struct stat mine, there;

  return fstat (fd, &mine) == 0 && stat (path, &there) == 0 && mine.st_dev == there.st_dev &&
         mine.st_ino == there.st_ino;
}

static gboolean
sign (int fd, const char *author)
{
  g_autofree char *holder =
      g_strdup_printf ("%s\n%s\n%d\n%s\n", author, g_get_prgname () != NULL ? g_get_prgname () : "galley",
                       (int) getpid (), g_get_host_name ());
  gssize length = (gssize) strlen (holder);

  return ftruncate (fd, 0) == 0 && pwrite (fd, holder, (gsize) length, 0) == length;
}

static void
set_conflict (int fd, const char *name, GError **error)
{
  char text[1024] = "";
  gssize n_read = 0;

  /* The holder writes its name just after it has locked. */
  for (guint i = 0; i < 20 && n_read <= 0; i++)
    {
      if (i > 0)
        g_usleep (5000);
      n_read = pread (fd, text, sizeof text - 1, 0);
    }

  g_auto (GStrv) holder = g_strsplit (n_read > 0 ? text : "", "\n", 5);

  if (g_strv_length (holder) == 5 && g_utf8_validate (text, n_read, NULL))
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT,
                 /* Translators: edition, user, program, process number, computer. */
                 _ ("“%s” is open for writing already: %s has it in %s (process %s) on %s."), name, holder[0],
                 holder[1], holder[2], holder[3]);
  else
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT, _ ("“%s” is open for writing already."), name);
}

GalleyLock *
galley_lock_take (const char *path, const char *author, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *hidden = g_strdup_printf (".%s.lock", name);
  g_autofree char *lock_path = g_build_filename (folder, hidden, NULL);
  gboolean locked;
  int fd;

  for (;;)
    {
      fd = open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
      locked = fd >= 0 && lock_whole (fd);
      /* A lock that the file system cannot give will not come by asking again. */
      if (!locked || still_there (fd, lock_path))
        break;
      close (fd);
    }
  if (fd >= 0 && !locked && (errno == EAGAIN || errno == EACCES))
    {
      set_conflict (fd, name, error);
      close (fd);
      return NULL;
    }
  if (!locked || !sign (fd, author))
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("“%s” cannot be opened for writing in this folder: %s."), name, g_strerror (code));
      /* Without a lock on it the file may be another’s. */
      if (locked)
        g_unlink (lock_path);
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  GalleyLock *self = g_new (GalleyLock, 1);

  self->path = g_steal_pointer (&lock_path);
  self->fd = fd;
  return self;
}

void
galley_lock_free (GalleyLock *self)
{
  /* First away, then unlocked: who waits for the old file finds that it is gone, and makes a new one. */
  g_unlink (self->path);
  close (self->fd);
  g_free (self->path);
  g_free (self);
}
