/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>

#include "galley-error.h"

#include "galley-xml.h"

static void
ignore_entity (void *user_data,
               const xmlChar *name,
               int type,
               const xmlChar *public_id,
               const xmlChar *system_id,
               xmlChar *content)
{
}

/* Counts what the tree will have to hold before it is built. */
static void
start_element (void *user_data,
               const xmlChar *name,
               const xmlChar *prefix,
               const xmlChar *uri,
               int n_namespaces,
               const xmlChar **namespaces,
               int n_attributes,
               int n_defaulted,
               const xmlChar **attributes)
{
  xmlParserCtxt *context = user_data;
  guint *n_nodes = context->_private;

  *n_nodes += 1 + (guint) n_namespaces + (guint) n_attributes;
  if (*n_nodes > GALLEY_XML_MAX_NODES)
    xmlStopParser (context);
  else
    xmlSAX2StartElementNs (user_data, name, prefix, uri, n_namespaces, namespaces, n_attributes, n_defaulted,
                           attributes);
}

static void
set_too_large (const char *shown, GError **error)
{
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” is larger than a document may be."),
               shown);
}

static xmlDoc *
take_document (xmlParserCtxt *context, guint n_nodes, const char *shown, GError **error)
{
  xmlDoc *document = context->myDoc;

  context->myDoc = NULL;
  if (n_nodes <= GALLEY_XML_MAX_NODES && context->wellFormed && document != NULL &&
      xmlDocGetRootElement (document) != NULL)
    return document;
  if (document != NULL)
    xmlFreeDoc (document);
  if (n_nodes > GALLEY_XML_MAX_NODES)
    set_too_large (shown, error);
  else
    {
      const xmlError *last = xmlCtxtGetLastError (context);

      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is damaged near line %d."), shown,
                   last != NULL ? last->line : 0);
    }
  return NULL;
}

xmlDoc *
galley_xml_parse (GBytes *bytes, const char *shown, GError **error)
{
  g_return_val_if_fail (bytes != NULL && shown != NULL, NULL);

  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  xmlParserCtxt *context;
  xmlDoc *document;
  guint n_nodes = 0;

  if (length > GALLEY_XML_MAX_BYTES)
    {
      set_too_large (shown, error);
      return NULL;
    }
  context = length > 0 ? xmlCreateMemoryParserCtxt (data, (int) length) : NULL;
  if (context == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is empty."), shown);
      return NULL;
    }
  xmlCtxtUseOptions (context, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA |
                                  XML_PARSE_COMPACT);
  context->_private = &n_nodes;
  context->sax->startElementNs = start_element;
  context->sax->entityDecl = ignore_entity;
  xmlParseDocument (context);
  document = take_document (context, n_nodes, shown, error);
  xmlFreeParserCtxt (context);
  return document;
}
