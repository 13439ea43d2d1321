/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE 1
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gio/gio.h>
#include <gio/gunixinputstream.h>

#include "galley-remote-worker.h"

struct _GalleyRemoteWorker
{
  GSubprocess *process; /* of a program, or NULL, and then */
  int server;           /* its socket, */
  int pid;              /* its process where it reads the file itself, else 0, */
  int fd;               /* and the end of the pipe that is read, which is ours */
};

/* The server has one worker at a time. */
G_LOCK_DEFINE_STATIC (server);

/* The bytes of the file as something to read from: a file without a name. */
static int
open_bytes (GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  int fd = memfd_create ("galley-copy", MFD_CLOEXEC);

  for (gsize done = 0; fd >= 0 && done < length;)
    {
      gssize n = write (fd, data + done, length - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          close (fd);
          fd = -1;
          break;
        }
      done += (gsize) n;
    }
  if (fd < 0 || lseek (fd, 0, SEEK_SET) != 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
  return fd;
}

static const char *
get_path (GalleySource *source)
{
  GFile *folder = galley_source_get_folder (source);
  const char *path = folder != NULL ? g_file_peek_path (folder) : NULL;

  return path != NULL ? path : "";
}

/* --- the program ------------------------------------------------------------------------------------------------- */

/* Takes @file. */
static GSubprocess *
spawn (
    const char *worker, GalleyPluginInfo *info, gboolean ask, GalleySource *source, int file, GError **error)
{
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDOUT_PIPE;
  g_autoptr (GSubprocessLauncher) launcher = NULL;

#ifndef __SANITIZE_ADDRESS__
  /* What libraries think of the file is told by the importer, in a sentence. */
  flags |= G_SUBPROCESS_FLAGS_STDERR_SILENCE;
#endif
  launcher = g_subprocess_launcher_new (flags);
  g_subprocess_launcher_take_stdin_fd (launcher, file);
  return g_subprocess_launcher_spawn (launcher, error, worker, info->folder, info->module,
                                      galley_source_get_name (source), galley_source_get_mime_type (source),
                                      get_path (source), ask ? "ask" : "read", NULL);
}

/* --- the server -------------------------------------------------------------------------------------------------- */

static GString *
pack (GalleyPluginInfo *info, gboolean ask, GalleySource *source, gboolean is_last)
{
  const char *texts[GALLEY_REMOTE_N_TEXTS] = { info->folder,
                                               info->module,
                                               galley_source_get_name (source),
                                               galley_source_get_mime_type (source),
                                               get_path (source),
                                               ask ? "ask" : "read",
                                               is_last ? "last" : "more" };
  GString *packet = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_string_append_len (packet, texts[i], (gssize) strlen (texts[i]) + 1);
  return packet;
}

static gboolean
send_packet (int socket, const GString *packet, int file, int frames)
{
  const int fds[2] = { file, frames };
  union
  {
    struct cmsghdr head;
    char space[CMSG_SPACE (sizeof fds)];
  } control = { 0 };
  struct iovec text = { .iov_base = packet->str, .iov_len = packet->len };
  struct msghdr message = {
    .msg_iov = &text, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space
  };
  struct cmsghdr *rights = CMSG_FIRSTHDR (&message);

  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN (sizeof fds);
  memcpy (CMSG_DATA (rights), fds, sizeof fds);
  return packet->len <= GALLEY_REMOTE_MAX_PACKET &&
         sendmsg (socket, &message, MSG_NOSIGNAL) == (ssize_t) packet->len;
}

/* Where the frames come from, or -1. */
static int
ask_server (
    int socket, GalleyPluginInfo *info, gboolean ask, GalleySource *source, gboolean is_last, int file)
{
  g_autoptr (GString) packet = pack (info, ask, source, is_last);
  int ends[2];
  gboolean sent;

  if (pipe2 (ends, O_CLOEXEC) != 0)
    return -1;
  sent = send_packet (socket, packet, file, ends[1]);
  close (ends[1]);
  if (sent)
    return ends[0];
  close (ends[0]);
  return -1;
}

/* --- both -------------------------------------------------------------------------------------------------------- */

GalleyRemoteWorker *
galley_remote_worker_start (
    GalleyPlugins *plugins, GalleyPluginInfo *info, gboolean ask, GalleySource *source, GError **error)
{
  int pid;
  int socket = galley_plugins_get_server (plugins, &pid);
  gboolean is_last = galley_plugins_is_last (plugins);
  const char *program = galley_plugins_get_worker (plugins);
  GalleyRemoteWorker *self;
  int file = open_bytes (galley_source_get_bytes (source), error);

  if (file < 0)
    return NULL;
  self = g_new0 (GalleyRemoteWorker, 1);
  self->fd = -1;
  if (socket >= 0)
    {
      G_LOCK (server);
      self->server = socket;
      self->pid = is_last ? pid : 0;
      self->fd = ask_server (socket, info, ask, source, is_last, file);
      if (self->fd >= 0)
        {
          close (file);
          return self;
        }
      G_UNLOCK (server);
    }
  self->process = spawn (program != NULL ? program : "", info, ask, source, file, error);
  if (self->process == NULL)
    g_clear_pointer (&self, g_free);
  return self;
}

int
galley_remote_worker_get_fd (GalleyRemoteWorker *self)
{
  return self->process == NULL ? self->fd
                               : g_unix_input_stream_get_fd (
                                     G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (self->process)));
}

void
galley_remote_worker_stop (GalleyRemoteWorker *self)
{
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  else if (self->pid > 0)
    (void) kill (self->pid, SIGKILL);
  else
    (void) send (self->server, "", 1, MSG_NOSIGNAL);
}

static int
wait_server (GalleyRemoteWorker *self, gboolean is_done)
{
  int status = 0;
  ssize_t n = 0;

  /* The last one is waited for by who started the server: it may end while its copy is worked on here. */
  while (self->pid == 0 || !is_done)
    {
      n = self->pid > 0 ? waitpid (self->pid, &status, 0) : recv (self->server, &status, sizeof status, 0);
      if (n >= 0 || errno != EINTR)
        break;
    }
  G_UNLOCK (server);
  close (self->fd);
  return n > 0 && WIFSIGNALED (status) ? WTERMSIG (status) : 0;
}

int
galley_remote_worker_wait (GalleyRemoteWorker *self, gboolean is_done)
{
  int number = 0;

  if (self->process == NULL)
    number = wait_server (self, is_done);
  else
    {
      (void) g_subprocess_wait (self->process, NULL, NULL);
      if (g_subprocess_get_if_signaled (self->process))
        number = g_subprocess_get_term_sig (self->process);
      g_object_unref (self->process);
    }
  g_free (self);
  return number;
}
