/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE 1
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#define HAVE_LANDLOCK 1
#endif
#ifdef HAVE_SECCOMP
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#endif

#include "galley-lock.h"

/* Sanitizers reserve terabytes of addresses, and are slow. */
#ifdef __SANITIZE_ADDRESS__
#define MAX_SECONDS 300
#else
#define MAX_SECONDS 30
#define MAX_MEMORY (448ul << 20)  /* written to */
#define MAX_ADDRESSES (1ul << 30) /* with what is only mapped: the file, the libraries */
#endif

static gboolean
limit (__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
  const struct rlimit now = { soft, hard };

  return setrlimit (what, &now) == 0;
}

static gboolean
lock_limits (void)
{
  const char *given = g_getenv ("GALLEY_WORKER_SECONDS");
  rlim_t seconds = given != NULL ? CLAMP ((rlim_t) atoi (given), 1, MAX_SECONDS) : MAX_SECONDS;
  gboolean good = limit (RLIMIT_CPU, seconds, seconds + 5);

#ifdef MAX_MEMORY
  good &= limit (RLIMIT_DATA, MAX_MEMORY, MAX_MEMORY);
  good &= limit (RLIMIT_AS, MAX_ADDRESSES, MAX_ADDRESSES);
#endif
  good &= limit (RLIMIT_CORE, 0, 0);
  good &= limit (RLIMIT_FSIZE, 0, 0);
  good &= limit (RLIMIT_NOFILE, 64, 64);
  return good;
}

/* --- files ------------------------------------------------------------------------------------------------------- */

#ifdef HAVE_LANDLOCK
static void
allow_reading (int rules, const char *path)
{
  struct landlock_path_beneath_attr attr = {
    .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    .parent_fd = open (path, O_PATH | O_CLOEXEC),
  };

  if (attr.parent_fd < 0)
    return;
  (void) syscall (SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &attr, 0);
  close (attr.parent_fd);
}

/* Encodings, types of files and the words of the house are read when they are first wanted. */
static void
lock_files (const char *root)
{
  const char *const system[] = {
    "/usr/lib", "/usr/share", "/lib", "/lib64", g_getenv ("GALLEY_DATA_PATH"), GALLEY_DATA_DIR
  };
  struct landlock_ruleset_attr attr = { .handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1 };
  long version = syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  int rules;

  if (version < 1)
    return;
#ifdef LANDLOCK_ACCESS_FS_REFER
  attr.handled_access_fs |= version >= 2 ? LANDLOCK_ACCESS_FS_REFER : 0;
#endif
#ifdef LANDLOCK_ACCESS_FS_TRUNCATE
  attr.handled_access_fs |= version >= 3 ? LANDLOCK_ACCESS_FS_TRUNCATE : 0;
#endif
  rules = (int) syscall (SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
  if (rules < 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (system); i++)
    {
      if (system[i] != NULL && *system[i] == '/')
        allow_reading (rules, system[i]);
    }
  if (root != NULL)
    allow_reading (rules, root);
  (void) syscall (SYS_landlock_restrict_self, rules, 0);
  close (rules);
}
#else
static void
lock_files (const char *root)
{
}
#endif

/* --- calls of the system ----------------------------------------------------------------------------------------- */

#ifdef HAVE_SECCOMP
/* What is refused, and not what is allowed: libraries and systems differ. Opening is refused for writing. */
static scmp_filter_ctx
make_filter (void)
{
  static const int refused[] = {
    SCMP_SYS (socket),
    SCMP_SYS (socketpair),
    SCMP_SYS (connect),
    SCMP_SYS (bind),
    SCMP_SYS (listen),
    SCMP_SYS (accept),
    SCMP_SYS (accept4),
    SCMP_SYS (sendto),
    SCMP_SYS (sendmsg),
    SCMP_SYS (sendmmsg),
    SCMP_SYS (fork),
    SCMP_SYS (vfork),
    SCMP_SYS (execve),
    SCMP_SYS (execveat),
    SCMP_SYS (ptrace),
    SCMP_SYS (process_vm_readv),
    SCMP_SYS (process_vm_writev),
    SCMP_SYS (kill),
    SCMP_SYS (pidfd_open),
    SCMP_SYS (pidfd_getfd),
    SCMP_SYS (pidfd_send_signal),
    SCMP_SYS (mount),
    SCMP_SYS (umount2),
    SCMP_SYS (pivot_root),
    SCMP_SYS (chroot),
    SCMP_SYS (unshare),
    SCMP_SYS (setns),
    SCMP_SYS (bpf),
    SCMP_SYS (perf_event_open),
    SCMP_SYS (userfaultfd),
    SCMP_SYS (keyctl),
    SCMP_SYS (add_key),
    SCMP_SYS (request_key),
    SCMP_SYS (io_uring_setup),
    SCMP_SYS (io_uring_enter),
    SCMP_SYS (io_uring_register),
    SCMP_SYS (init_module),
    SCMP_SYS (finit_module),
    SCMP_SYS (delete_module),
    SCMP_SYS (kexec_load),
    SCMP_SYS (open_by_handle_at),
    SCMP_SYS (name_to_handle_at),
    SCMP_SYS (creat),
    SCMP_SYS (truncate),
    SCMP_SYS (unlink),
    SCMP_SYS (unlinkat),
    SCMP_SYS (rename),
    SCMP_SYS (renameat),
    SCMP_SYS (renameat2),
    SCMP_SYS (mkdir),
    SCMP_SYS (mkdirat),
    SCMP_SYS (rmdir),
    SCMP_SYS (link),
    SCMP_SYS (linkat),
    SCMP_SYS (symlink),
    SCMP_SYS (symlinkat),
    SCMP_SYS (mknod),
    SCMP_SYS (mknodat),
    SCMP_SYS (chmod),
    SCMP_SYS (fchmod),
    SCMP_SYS (fchmodat),
    SCMP_SYS (chown),
    SCMP_SYS (lchown),
    SCMP_SYS (fchown),
    SCMP_SYS (fchownat),
    SCMP_SYS (utime),
    SCMP_SYS (utimes),
    SCMP_SYS (utimensat),
    SCMP_SYS (futimesat),
    SCMP_SYS (setxattr),
    SCMP_SYS (lsetxattr),
    SCMP_SYS (fsetxattr),
    SCMP_SYS (removexattr),
    SCMP_SYS (shmget),
    SCMP_SYS (shmat),
    SCMP_SYS (msgget),
  };
  static const int absent[] = { SCMP_SYS (clone3), SCMP_SYS (openat2) };
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  if (filter == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    (void) seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), refused[i], 0);
  /* The C library falls back on calls whose arguments can be looked at. */
  for (guint i = 0; i < G_N_ELEMENTS (absent); i++)
    (void) seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), absent[i], 0);
  (void) seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (clone), 1,
                           SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
  for (int way = O_WRONLY; way <= O_RDWR; way++)
    {
      (void) seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (open), 1,
                               SCMP_A1 (SCMP_CMP_MASKED_EQ, O_ACCMODE, (scmp_datum_t) way));
      (void) seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (openat), 1,
                               SCMP_A2 (SCMP_CMP_MASKED_EQ, O_ACCMODE, (scmp_datum_t) way));
    }
  (void) seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (open), 1,
                           SCMP_A1 (SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT));
  (void) seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (openat), 1,
                           SCMP_A2 (SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT));
  return filter;
}

/* The filter as the kernel takes it. Made once, and known to the processes forked since. */
static struct sock_fprog program;

void
galley_lock_prepare (void)
{
  scmp_filter_ctx filter = program.filter == NULL ? make_filter () : NULL;
  int fd = filter != NULL ? memfd_create ("galley-filter", MFD_CLOEXEC) : -1;
  off_t size = fd >= 0 && seccomp_export_bpf (filter, fd) == 0 ? lseek (fd, 0, SEEK_END) : 0;
  g_autofree struct sock_filter *steps = size > 0 ? g_malloc ((gsize) size) : NULL;

  if (steps != NULL && pread (fd, steps, (size_t) size, 0) == size)
    {
      program.len = (unsigned short) ((gsize) size / sizeof *steps);
      program.filter = g_steal_pointer (&steps);
    }
  if (fd >= 0)
    close (fd);
  if (filter != NULL)
    seccomp_release (filter);
}

static void
lock_calls (void)
{
  galley_lock_prepare ();
  if (program.filter != NULL)
    (void) prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
#else
void
galley_lock_prepare (void)
{
}

static void
lock_calls (void)
{
}
#endif

gboolean
galley_lock (const char *root)
{
  if (!lock_limits ())
    return FALSE;
  (void) prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
    {
      lock_files (root);
      lock_calls ();
    }
  return TRUE;
}
