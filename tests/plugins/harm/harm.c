/* SPDX-License-Identifier: GPL-3.0-or-later */
/* harm — an importer that does what its file says: break down, run on, eat memory, look around. What it could do becomes text. */

#include <errno.h>
#include <fcntl.h>
#include <gmodule.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "galley-importer.h"
#include "galley-peas.h"

#define HARM_TYPE_IMPORTER (harm_importer_get_type ())
G_DECLARE_FINAL_TYPE (HarmImporter, harm_importer, HARM, IMPORTER, GObject)

struct _HarmImporter
{
  GObject parent_instance;
};

static guint
harm_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  return 100;
}

static void
tell (GalleyBuilder *builder, const char *what, gboolean could)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", what, could ? "yes" : "no");

  galley_builder_begin (builder, GALLEY_ROLE_BODY);
  galley_builder_text (builder, line, -1, GALLEY_STYLE_PLAIN);
}

/* A way back into the program that asked: a socket or pipe besides the two that are meant for it. */
static gboolean
has_way_back (void)
{
  gboolean found = FALSE;

  for (int fd = 3; fd < 1024; fd++)
    {
      struct stat info;

      found |= fstat (fd, &info) == 0 && (S_ISSOCK (info.st_mode) || S_ISFIFO (info.st_mode));
    }
  return found;
}

static void
look_around (GalleyBuilder *builder, const char *target)
{
  int in = open (target, O_RDONLY);
  int out = open (target, O_WRONLY | O_CREAT | O_APPEND, 0600);
  g_autofree char *other = g_strconcat (target, ".new", NULL);
  int made = open (other, O_RDWR | O_CREAT, 0600);
  int net = socket (AF_INET, SOCK_STREAM, 0);
  int local = socket (AF_UNIX, SOCK_STREAM, 0);
  pid_t child = fork ();

  if (child == 0)
    _exit (0);
  tell (builder, "server", has_way_back ());
  tell (builder, "read", in >= 0);
  tell (builder, "write", out >= 0);
  tell (builder, "create", made >= 0);
  tell (builder, "network", net >= 0);
  tell (builder, "socket", local >= 0);
  tell (builder, "fork", child > 0);
  tell (builder, "exec", system ("true") == 0);
  tell (builder, "unlink", unlink (target) == 0);
  tell (builder, "passwd", open ("/etc/passwd", O_RDONLY) >= 0);
  tell (builder, "kill", kill (getppid (), 0) == 0);
}

static gboolean
harm_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (galley_source_get_bytes (source), &length);
  g_autofree char *text = g_strstrip (g_strndup (data, length));
  volatile char *nothing = NULL;
  volatile gsize spins = 0;

  galley_builder_begin (builder, GALLEY_ROLE_BODY);
  galley_builder_text (builder, "Before.", -1, GALLEY_STYLE_PLAIN);
  if (g_str_equal (text, "crash"))
    *nothing = 1;
  else if (g_str_equal (text, "exit"))
    _exit (0);
  else if (g_str_equal (text, "loop"))
    for (;;)
      spins++;
  else if (g_str_equal (text, "sleep"))
    for (;;)
      g_usleep (G_USEC_PER_SEC);
  else if (g_str_equal (text, "memory"))
    for (;;)
      memset (g_malloc (1 << 20), 1, 1 << 20);
  else if (g_str_equal (text, "flood"))
    while (!galley_builder_is_full (builder))
      galley_builder_text (builder, "And again, and again, and again, and again.\n", -1, GALLEY_STYLE_PLAIN);
  else if (g_str_equal (text, "junk"))
    (void) !write (STDOUT_FILENO, "\377\377\377\377\377\377\377\377", 8);
  else if (g_str_has_prefix (text, "look "))
    look_around (builder, text + 5);
  return TRUE;
}

static void
harm_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = harm_importer_probe;
  iface->load = harm_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HarmImporter,
                               harm_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, harm_importer_iface_init))

static void
harm_importer_class_init (HarmImporterClass *klass)
{
}

static void
harm_importer_init (HarmImporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, HARM_TYPE_IMPORTER);
}
