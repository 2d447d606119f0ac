/* SPDX-License-Identifier: GPL-3.0-or-later
 * Domain names as text and as on the wire; see name.h. */

#include "dns/name.h"

#include <string.h>

/* Whether an escape \DDD stands at `text`; its byte. */
static gboolean
read_escape (const char *text, guint8 *byte)
{
  if (text[0] != '\\' || !g_ascii_isdigit (text[1]) || !g_ascii_isdigit (text[2])
      || !g_ascii_isdigit (text[3]))
    return FALSE;
  guint value = (guint)((text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0'));
  *byte = (guint8)value;
  return value <= 255;
}

/* Reads one byte of a label at `*text` and steps over it. */
static guint8
next_byte (const char **text)
{
  guint8 byte;
  if (read_escape (*text, &byte))
    {
      *text += 4;
      return byte;
    }
  byte = (guint8) * *text;
  (*text)++;
  return byte;
}

void
sv_dns_name_append_byte (GString *text, guint8 byte)
{
  if (g_ascii_isgraph (byte) && byte != '.' && byte != '\\')
    g_string_append_c (text, (char)byte);
  else
    g_string_append_printf (text, "\\%03u", byte);
}

/* The final dot goes, unless the label before it is empty too: "a.." is a name that no packet can
 * carry and must not become one that can. */
static void
drop_final_dot (GString *name)
{
  gsize len = name->len;
  if (len > 0 && name->str[len - 1] == '.' && (len == 1 || name->str[len - 2] != '.'))
    g_string_truncate (name, len - 1);
}

static char *
rewrite (const char *name, gboolean lower)
{
  GString *out = g_string_sized_new (strlen (name));
  while (*name)
    if (*name == '.')
      {
        g_string_append_c (out, '.');
        name++;
      }
    else
      {
        guint8 byte = next_byte (&name);
        sv_dns_name_append_byte (out, lower ? (guint8)g_ascii_tolower ((char)byte) : byte);
      }
  drop_final_dot (out);
  return g_string_free (out, FALSE);
}

char *
sv_dns_name_normal (const char *name)
{
  return rewrite (name, TRUE);
}

char *
sv_dns_name_kept (const char *name)
{
  return rewrite (name, FALSE);
}

gboolean
sv_dns_name_encode (const char *name, guint8 out[SV_DNS_WIRE_NAME_MAX], gsize *len)
{
  gsize n = 0;
  if (strcmp (name, ".") == 0)
    name++;
  while (*name)
    {
      /* The length byte goes first; the zero of the root must still fit behind the label. */
      gsize start = n++;
      while (*name && *name != '.')
        {
          if (n >= SV_DNS_WIRE_NAME_MAX - 1 || n - start > SV_DNS_LABEL_MAX)
            return FALSE;
          out[n++] = next_byte (&name);
        }
      if (n - start == 1)
        return FALSE;
      out[start] = (guint8)(n - start - 1);
      if (*name == '.')
        name++;
    }
  out[n++] = 0;
  *len = n;
  return TRUE;
}

gboolean
sv_dns_name_encodable (const char *name)
{
  guint8 wire[SV_DNS_WIRE_NAME_MAX];
  gsize len;
  return sv_dns_name_encode (name, wire, &len);
}

char *
sv_dns_name_master (const char *name)
{
  GString *out = g_string_sized_new (strlen (name) + 1);
  g_autofree char *kept = sv_dns_name_kept (name);
  for (const char *p = kept; *p; p++)
    if (strchr ("\"();@$", *p) || (*p == '!' && p == kept)) /* "!WORD" stands in place of data */
      g_string_append_printf (out, "\\%03u", (guint8)*p);
    else
      g_string_append_c (out, *p);
  g_string_append_c (out, '.');
  return g_string_free (out, FALSE);
}
