/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE 1
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "galley-remote-worker.h"
#include "galley-serve.h"
#include "galley-work.h"

#define SERVER_FD 3

/* Nothing of the terminal and of what this program has open is left to those that read files. */
static void
let_go (int socket)
{
  int nothing = open ("/dev/null", O_RDWR);

  dup2 (nothing, STDIN_FILENO);
  dup2 (nothing, STDOUT_FILENO);
#ifndef __SANITIZE_ADDRESS__
  /* What libraries think of the file is told by the importer, in a sentence. */
  dup2 (nothing, STDERR_FILENO);
#endif
  if (socket != SERVER_FD)
    dup2 (socket, SERVER_FD);
  close_range (SERVER_FD + 1, ~0u, 0);
}

/* The next file: its texts, and the two descriptors. FALSE at the end, or where a packet is none. */
static gboolean
take_packet (char *packet, const char *texts[GALLEY_REMOTE_N_TEXTS], int fds[2])
{
  union
  {
    struct cmsghdr head;
    char space[CMSG_SPACE (2 * sizeof (int))];
  } control = { 0 };
  struct iovec text = { .iov_base = packet, .iov_len = GALLEY_REMOTE_MAX_PACKET };
  struct msghdr message = {
    .msg_iov = &text, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space
  };
  const struct cmsghdr *rights;
  ssize_t length;
  const char *at = packet;

  /* A word to stop may come when the worker has ended already. */
  do
    length = recvmsg (SERVER_FD, &message, MSG_CMSG_CLOEXEC);
  while (length == 1 || (length < 0 && errno == EINTR));
  rights = length > 0 ? CMSG_FIRSTHDR (&message) : NULL;
  if (rights == NULL || rights->cmsg_len != CMSG_LEN (2 * sizeof (int)))
    return FALSE;
  memcpy (fds, CMSG_DATA (rights), 2 * sizeof (int));
  for (guint i = 0; i < GALLEY_REMOTE_N_TEXTS; i++)
    {
      const char *end = memchr (at, '\0', (size_t) (packet + length - at));

      if (end == NULL)
        return FALSE;
      texts[i] = at;
      at = end + 1;
    }
  return TRUE;
}

static void
work (const char *texts[GALLEY_REMOTE_N_TEXTS], const int fds[2])
{
  /* Nobody would wait for what it reads. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  dup2 (fds[0], STDIN_FILENO);
  dup2 (fds[1], STDOUT_FILENO);
  close_range (SERVER_FD, ~0u, 0);
  galley_work (texts[0], texts[1], texts[2], texts[3], texts[4], texts[5]);
}

/* Until it ends, or is to end. FALSE: who asked is gone. */
static gboolean
follow (pid_t worker, const sigset_t *open_signals)
{
  gboolean there = TRUE;
  int status;

  while (waitpid (worker, &status, WNOHANG) == 0)
    {
      struct pollfd asked = { .fd = there ? SERVER_FD : -1, .events = POLLIN };
      char word;

      /* The end of a child wakes it: that signal is let in here alone. */
      if (ppoll (&asked, 1, NULL, open_signals) <= 0)
        continue;
      there = recv (SERVER_FD, &word, sizeof word, MSG_DONTWAIT) > 0;
      kill (worker, SIGKILL);
    }
  return there && send (SERVER_FD, &status, sizeof status, MSG_NOSIGNAL) == (ssize_t) sizeof status;
}

static void
on_child (int number)
{
}

static void
serve (int socket)
{
  static char packet[GALLEY_REMOTE_MAX_PACKET];
  const char *texts[GALLEY_REMOTE_N_TEXTS];
  sigset_t child, before;
  int fds[2];

  let_go (socket);
  /* Ctrl+C is for the one who asked: it stops the worker. */
  signal (SIGINT, SIG_IGN);
  signal (SIGTERM, SIG_IGN);
  signal (SIGPIPE, SIG_DFL);
  signal (SIGCHLD, on_child);
  sigemptyset (&child);
  sigaddset (&child, SIGCHLD);
  sigprocmask (SIG_BLOCK, &child, &before);
  galley_work_prepare ();

  while (take_packet (packet, texts, fds))
    {
      /* The last file takes no process of its own. */
      gboolean is_last = g_str_equal (texts[GALLEY_REMOTE_N_TEXTS - 1], "last");
      pid_t worker = is_last ? 0 : fork ();

      if (worker == 0)
        {
          sigprocmask (SIG_SETMASK, &before, NULL);
          work (texts, fds);
        }
      close (fds[0]);
      close (fds[1]);
      if (worker < 0 || !follow (worker, &before))
        break;
    }
  _exit (0);
}

int
galley_serve_start (int *pid)
{
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return -1;
  *pid = fork ();
  if (*pid == 0)
    serve (ends[1]);
  close (ends[1]);
  if (*pid > 0)
    return ends[0];
  close (ends[0]);
  return -1;
}

void
galley_serve_end (int socket, int pid)
{
  close (socket);
  while (waitpid (pid, NULL, 0) < 0 && errno == EINTR)
    continue;
}
