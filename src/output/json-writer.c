/* SPDX-License-Identifier: GPL-3.0-or-later
 * The JSON writer of json-writer.h. */

#include "output/json-writer.h"

#include "output/escape.h"
#include <string.h>

void
sv_json_writer_init (SvJsonWriter *json, FILE *stream, gboolean pretty)
{
  memset (json, 0, sizeof *json);
  json->stream = stream;
  json->pretty = pretty;
}

static void
new_line (SvJsonWriter *json)
{
  if (!json->pretty)
    return;
  fputc ('\n', json->stream);
  for (guint i = 0; i < json->depth; i++)
    fputs ("  ", json->stream);
}

/* \uXXXX, as two surrogates beyond the first plane (RFC 8259 section 7). */
static void
write_escape (FILE *stream, gunichar c)
{
  if (c >= 0x10000)
    {
      fprintf (stream, "\\u%04x", 0xd800 + ((c - 0x10000) >> 10));
      c = 0xdc00 + ((c - 0x10000) & 0x3ff);
    }
  fprintf (stream, "\\u%04x", c);
}

static void
write_string (FILE *stream, const char *value)
{
  g_autofree char *text = g_utf8_make_valid (value, -1);
  fputc ('"', stream);
  const char *plain = text;
  for (const char *next, *c = text; *c; c = next)
    {
      next = g_utf8_next_char (c);
      gunichar character = g_utf8_get_char (c);
      gboolean special = character == '"' || character == '\\';
      if (!special && !sv_char_is_unsafe (character))
        continue;
      fwrite (plain, 1, (gsize)(c - plain), stream);
      plain = next;
      if (special)
        fprintf (stream, "\\%c", (char)character);
      else
        write_escape (stream, character);
    }
  fputs (plain, stream);
  fputc ('"', stream);
}

/* What stands in front of every value: comma, line, key. */
static void
begin_value (SvJsonWriter *json, const char *key)
{
  if (json->depth == 0)
    {
      g_assert (key == NULL);
      return;
    }
  g_assert ((key != NULL) == (json->open[json->depth - 1].close == '}'));
  if (json->open[json->depth - 1].filled)
    fputc (',', json->stream);
  json->open[json->depth - 1].filled = TRUE;
  new_line (json);
  if (!key)
    return;
  write_string (json->stream, key);
  fputs (json->pretty ? ": " : ":", json->stream);
}

static void
open_value (SvJsonWriter *json, const char *key, char open, char close)
{
  g_assert (json->depth < SV_JSON_DEPTH_MAX);
  begin_value (json, key);
  fputc (open, json->stream);
  json->open[json->depth].close = close;
  json->open[json->depth].filled = FALSE;
  json->depth++;
}

void
sv_json_open_object (SvJsonWriter *json, const char *key)
{
  open_value (json, key, '{', '}');
}

void
sv_json_open_array (SvJsonWriter *json, const char *key)
{
  open_value (json, key, '[', ']');
}

void
sv_json_close (SvJsonWriter *json)
{
  g_assert (json->depth > 0);
  json->depth--;
  if (json->open[json->depth].filled)
    new_line (json);
  fputc (json->open[json->depth].close, json->stream);
}

void
sv_json_put_string (SvJsonWriter *json, const char *key, const char *value)
{
  if (!value)
    {
      sv_json_put_null (json, key);
      return;
    }
  begin_value (json, key);
  write_string (json->stream, value);
}

void
sv_json_put_int (SvJsonWriter *json, const char *key, gint64 value)
{
  begin_value (json, key);
  fprintf (json->stream, "%" G_GINT64_FORMAT, value);
}

void
sv_json_put_bool (SvJsonWriter *json, const char *key, gboolean value)
{
  begin_value (json, key);
  fputs (value ? "true" : "false", json->stream);
}

void
sv_json_put_null (SvJsonWriter *json, const char *key)
{
  begin_value (json, key);
  fputs ("null", json->stream);
}

void
sv_json_finish (SvJsonWriter *json)
{
  g_assert (json->depth == 0);
  fputc ('\n', json->stream);
}
