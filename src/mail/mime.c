/* SPDX-License-Identifier: GPL-3.0-or-later
 * The walk over MIME parts.  Boundaries are found here, because nesting is a stranger's to choose
 * and GMime's parser recurses into it; GMime reads Content-Type and takes transfer encodings off.
 */

#include "mail/mime.h"

#include <gmime/gmime.h>
#include <string.h>

/* A Content-Type that is longer is not read: a boundary has 70 characters at most (RFC 2046
 * 5.1.1). */
#define CONTENT_TYPE_MAX 4096

/* Where a line of the body belongs. */
typedef enum
{
  BETWEEN, /* preamble or epilogue of a multipart */
  HEADER,
  CONTENT
} Place;

/* A multipart whose parts are being read. */
typedef struct
{
  char *boundary;
  gsize len;
  gboolean digest;
  guint parts; /* begun so far */
} Multipart;

/* What a Content-Type says. */
typedef struct
{
  char *type;     /* lower case */
  char *boundary; /* of a multipart, or NULL */
} Kind;

typedef struct
{
  GBytes *body;
  const char *data;
  const char *number; /* of the message itself, or NULL */
  Multipart open[SV_MIME_DEPTH_MAX];
  guint depth;
  guint parts;
  Place place;
  const char *begin; /* of the header or content that is being read */
  guint line;        /* number of the line that is being read */
  guint begin_line;  /* of the content */
  Kind kind;         /* of the part that is being read */
  char *encoding;
  SvMimeVisit visit;
  gpointer user;
} Walk;

static void
clear_kind (Kind *kind)
{
  g_clear_pointer (&kind->type, g_free);
  g_clear_pointer (&kind->boundary, g_free);
}

static const char *
field_value (const SvHeaders *headers, const char *name, gsize max)
{
  const SvField *field = sv_headers_find (headers, name);
  return field && field->len > 0 && field->len <= max ? field->value : NULL;
}

/* Without a Content-Type a part is text, and in a digest a message (RFC 2046 5.1.5). */
static void
read_kind (const SvHeaders *headers, gboolean digest, Kind *kind)
{
  const char *value = field_value (headers, "content-type", CONTENT_TYPE_MAX);
  clear_kind (kind);
  if (!value)
    {
      kind->type = g_strdup (digest ? "message/rfc822" : "text/plain");
      return;
    }
  GMimeContentType *content = g_mime_content_type_parse (NULL, value);
  g_autofree char *type = g_strconcat (g_mime_content_type_get_media_type (content), "/",
                                       g_mime_content_type_get_media_subtype (content), NULL);
  kind->type = g_ascii_strdown (type, -1);
  if (g_str_has_prefix (kind->type, "multipart/"))
    kind->boundary = g_strdup (g_mime_content_type_get_parameter (content, "boundary"));
  g_object_unref (content);
}

/* Opens the multipart that `kind` speaks of; FALSE where it has no boundary, or lies too deep. */
static gboolean
open_multipart (Walk *walk, Kind *kind)
{
  if (!kind->boundary || !kind->boundary[0] || walk->depth == SV_MIME_DEPTH_MAX)
    return FALSE;
  Multipart *open = &walk->open[walk->depth++];
  *open = (Multipart){ .boundary = g_steal_pointer (&kind->boundary),
                       .digest = strcmp (kind->type, "multipart/digest") == 0 };
  open->len = strlen (open->boundary);
  walk->place = BETWEEN;
  return TRUE;
}

static void
close_multiparts (Walk *walk, guint depth)
{
  while (walk->depth > depth)
    g_free (walk->open[--walk->depth].boundary);
}

static char *
part_number (const Walk *walk)
{
  GString *number = g_string_new (walk->number);
  if (walk->depth == 0)
    g_string_append (number, number->len ? ".1" : "1");
  for (guint i = 0; i < walk->depth; i++)
    g_string_append_printf (number, "%s%u", number->len ? "." : "", walk->open[i].parts);
  return g_string_free (number, FALSE);
}

/* 7bit, 8bit, binary and what nobody knows are taken as they are. */
static gboolean
is_encoded (const char *encoding, GMimeContentEncoding *how)
{
  *how = encoding ? g_mime_content_encoding_from_string (encoding) : GMIME_CONTENT_ENCODING_DEFAULT;
  return *how == GMIME_CONTENT_ENCODING_BASE64 || *how == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

static void
show (Walk *walk, const char *begin, const char *end)
{
  GMimeContentEncoding how;
  g_autofree char *number = part_number (walk);
  SvMimePart part = { .type = walk->kind.type,
                      .part = number,
                      .encoding = walk->encoding,
                      .body = walk->body,
                      .offset = (gsize)(begin - walk->data),
                      .len = (gsize)(end - begin),
                      .line = is_encoded (walk->encoding, &how) ? 0 : walk->begin_line };
  walk->visit (&part, walk->user);
}

/* The line end in front of a delimiter belongs to the delimiter (RFC 2046 5.1.1). */
static const char *
without_line_end (const char *begin, const char *end)
{
  if (end > begin && end[-1] == '\n')
    end--;
  while (end > begin && end[-1] == '\r')
    end--;
  return end;
}

static void
end_part (Walk *walk, const char *end)
{
  if (walk->place == CONTENT)
    show (walk, walk->begin, end);
  walk->place = BETWEEN;
}

/* The part's header ends in front of `empty`, its content begins at `content`. */
static void
end_header (Walk *walk, const char *empty, const char *content)
{
  g_autoptr (GBytes) block = g_bytes_new_from_bytes (walk->body, (gsize)(walk->begin - walk->data),
                                                     (gsize)(empty - walk->begin));
  g_autoptr (SvHeaders) headers = sv_headers_parse (block);
  const char *encoding = field_value (headers, "content-transfer-encoding", CONTENT_TYPE_MAX);
  read_kind (headers, walk->open[walk->depth - 1].digest, &walk->kind);
  g_free (walk->encoding);
  walk->encoding = g_strdup (encoding);
  if (open_multipart (walk, &walk->kind))
    return;
  walk->place = CONTENT;
  walk->begin = content;
  walk->begin_line = walk->line + 1;
}

/* delimiter := "--" boundary, close-delimiter := delimiter "--" (RFC 2046 5.1.1), white space
 * behind either.  Returns how many multiparts are open around the one that the line belongs to, or
 * -1 where it is no delimiter. */
static int
find_delimiter (const Walk *walk, const char *line, const char *end, gboolean *closes)
{
  if (end - line < 3 || line[0] != '-' || line[1] != '-')
    return -1;
  line += 2;
  while (end > line && strchr (" \t\r\n", end[-1]) && end[-1])
    end--;
  gsize len = (gsize)(end - line);
  for (int i = (int)walk->depth - 1; i >= 0; i--)
    {
      const Multipart *open = &walk->open[i];
      if (len < open->len || memcmp (line, open->boundary, open->len) != 0)
        continue;
      *closes = len == open->len + 2 && memcmp (end - 2, "--", 2) == 0;
      if (*closes || len == open->len)
        return i;
    }
  return -1;
}

static gboolean
is_empty_line (const char *line, const char *end)
{
  return without_line_end (line, end) == line && end > line;
}

/* One line; FALSE where the walk is over. */
static gboolean
take_line (Walk *walk, const char *line, const char *next)
{
  gboolean closes;
  int around = find_delimiter (walk, line, next, &closes);
  if (around < 0)
    {
      if (walk->place == HEADER && is_empty_line (line, next))
        end_header (walk, line, next);
      return TRUE;
    }
  end_part (walk, walk->place == CONTENT ? without_line_end (walk->begin, line) : line);
  close_multiparts (walk, (guint)around + !closes);
  if (closes)
    return walk->depth > 0;
  walk->open[around].parts++;
  walk->place = HEADER;
  walk->begin = next;
  return walk->parts++ < SV_MIME_PARTS_MAX;
}

static void
take_lines (Walk *walk, const char *end)
{
  const char *next;
  for (const char *line = walk->data; line < end; line = next)
    {
      const char *newline = memchr (line, '\n', (gsize)(end - line));
      next = newline ? newline + 1 : end;
      walk->line++;
      if (!take_line (walk, line, next))
        return;
    }
  end_part (walk, end);
}

void
sv_mime_walk (const SvHeaders *headers, GBytes *body, const char *number, SvMimeVisit visit,
              gpointer data)
{
  gsize len;
  Walk walk = { .body = body, .number = number, .visit = visit, .user = data, .begin_line = 1 };
  walk.data = g_bytes_get_data (body, &len);
  if (len == 0)
    return;
  walk.encoding = g_strdup (field_value (headers, "content-transfer-encoding", CONTENT_TYPE_MAX));
  read_kind (headers, FALSE, &walk.kind);
  if (open_multipart (&walk, &walk.kind))
    take_lines (&walk, walk.data + len);
  else
    show (&walk, walk.data, walk.data + len);
  close_multiparts (&walk, 0);
  clear_kind (&walk.kind);
  g_free (walk.encoding);
}

GBytes *
sv_mime_content (const SvMimePart *part)
{
  GMimeContentEncoding encoding;
  if (!is_encoded (part->encoding, &encoding))
    return g_bytes_new_from_bytes (part->body, part->offset, part->len);
  const char *data = (const char *)g_bytes_get_data (part->body, NULL) + part->offset;
  GMimeEncoding state;
  g_mime_encoding_init_decode (&state, encoding);
  char *decoded = g_malloc (g_mime_encoding_outlen (&state, part->len) + 1);
  gsize len = g_mime_encoding_step (&state, data, part->len, decoded);
  return g_bytes_new_take (decoded, len);
}
