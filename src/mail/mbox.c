/* SPDX-License-Identifier: GPL-3.0-or-later
 * Framing of mboxes (mboxo, mboxrd, mboxcl2) in one pass and in little memory: a message is found,
 * its header block is copied, its body passes by. */

#include "mail/mbox.h"

#include "mail/from-line.h"
#include "mail/headers.h"
#include "mail/line-search.h"
#include "mail/may-enclose.h"

#include <glib/gi18n.h>
#include <string.h>

/* A body larger than this is not kept even when bodies are wanted: twice what large receivers
 * accept as a message. */
#define BODY_MAX ((gsize)64 * 1024 * 1024)

/* Of those kept for what they enclose: a report gives a message back, or its header, and large
 * messages are seldom given back whole. */
#define ENCLOSING_MAX ((gsize)1024 * 1024)

/* What is read to see what a stream is. */
#define DETECT_LEN ((gsize)64 * 1024)

/* "\n\r\nFrom ": so much of a window may be the first part of a boundary. */
#define BOUNDARY_LEN 8

/* What lies in front of the window's first byte. */
typedef enum
{
  BEHIND_ANYTHING,
  BEHIND_LINE,
  BEHIND_EMPTY_LINE
} Place;

struct SvMbox
{
  SvStream *stream;
  char *file;
  SvInputFormat format;
  SvBodies bodies;
  guint64 range_begin, range_end; /* sv_mbox_set_range() */
  gboolean begun;
  gboolean done;
  guint64 index;
  SvSourceStart next; /* behind the last message that was read whole */
  /* Of the message that is being read: */
  guint64 taken; /* bytes of it that the window has left behind */
  Place place;
  GByteArray *body;
};

/* Where a message ends and the next one's From_ line begins, as bytes of the window. */
typedef struct
{
  gsize end;
  gsize from;
} Boundary;

static gsize
top_len (const char *data, gsize len)
{
  gsize top = len >= 3 && memcmp (data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  while (top < len && strchr (" \t\r\n", data[top]) && data[top])
    top++;
  return top;
}

static gsize
line_len (const char *data, gsize len)
{
  const char *newline = memchr (data, '\n', len);
  return newline ? (gsize)(newline + 1 - data) : len;
}

SvInputFormat
sv_mbox_detect (SvStream *stream)
{
  gsize len;
  sv_stream_fill (stream, DETECT_LEN);
  const char *data = sv_stream_window (stream, &len);
  gsize top = top_len (data, len);
  if (sv_from_line_parse (data + top, line_len (data + top, len - top), NULL))
    return SV_INPUT_MBOX;
  return sv_headers_look_like (data, len) ? SV_INPUT_MESSAGE : SV_INPUT_AUTO;
}

SvMbox *
sv_mbox_new (SvStream *stream, const char *file, SvInputFormat format, SvBodies bodies)
{
  SvMbox *mbox = g_new0 (SvMbox, 1);
  mbox->stream = stream;
  mbox->file = g_strdup (file);
  mbox->format = format;
  mbox->bodies = bodies;
  mbox->range_end = G_MAXUINT64;
  return mbox;
}

void
sv_mbox_free (SvMbox *mbox)
{
  if (!mbox)
    return;
  sv_stream_free (mbox->stream);
  g_clear_pointer (&mbox->body, g_byte_array_unref);
  g_free (mbox->file);
  g_free (mbox);
}

static gboolean
divided (const SvMbox *mbox)
{
  return mbox->format == SV_INPUT_MBOX;
}

/* Lets `len` bytes of the message pass. */
static void
take (SvMbox *mbox, gsize len)
{
  gsize held;
  const char *data = sv_stream_window (mbox->stream, &held);
  gsize most = mbox->bodies == SV_BODIES_ALL ? BODY_MAX : ENCLOSING_MAX;
  if (mbox->body && len > most - mbox->body->len)
    g_clear_pointer (&mbox->body, g_byte_array_unref);
  if (mbox->body)
    g_byte_array_append (mbox->body, (const guint8 *)data, (guint)len);
  sv_stream_skip (mbox->stream, len);
  mbox->taken += len;
  if (len > 0)
    mbox->place = BEHIND_ANYTHING;
}

/* Whether the line that ends in front of `at` is empty; `begin` gets where it begins. */
static gboolean
behind_empty_line (const SvMbox *mbox, const char *data, gsize at, gsize *begin)
{
  *begin = at;
  if (at == 0)
    return mbox->place == BEHIND_EMPTY_LINE;
  if (data[at - 1] != '\n')
    return FALSE;
  gsize p = at - 1;
  if (p > 0 && data[p - 1] == '\r')
    p--;
  *begin = p;
  return p > 0 ? data[p - 1] == '\n' : mbox->place != BEHIND_ANYTHING;
}

/* Whether a From_ line stands at `from`.  Not to be known yet: `whole` is FALSE. */
static gboolean
is_from_line (const char *data, gsize len, gsize from, gboolean ended, gboolean *whole)
{
  gsize line = line_len (data + from, MIN (len - from, SV_FROM_LINE_MAX + 1));
  *whole = ended || line > SV_FROM_LINE_MAX || (line > 0 && data[from + line - 1] == '\n');
  return *whole && sv_from_line_parse (data + from, line, NULL);
}

/* Looks for a From_ line behind an empty line.  Where there is none, `found->end` is how much of
 * the window may pass. */
static gboolean
find_boundary (SvMbox *mbox, gsize len, gboolean ended, Boundary *found)
{
  gsize held;
  const char *data = sv_stream_window (mbox->stream, &held);
  for (gsize from = 0; from < len;)
    {
      gboolean whole = TRUE;
      gsize begin;
      if (sv_from_line_begins (data + from, len - from)
          && behind_empty_line (mbox, data, from, &begin))
        {
          *found = (Boundary){ begin, from };
          if (is_from_line (data, len, from, ended, &whole))
            return TRUE;
          if (!whole)
            {
              found->end -= MIN (begin, 1); /* with the line end that makes the line empty */
              return FALSE;
            }
        }
      const char *next = sv_line_search (data + from, len - from, "From ");
      from = next ? (gsize)(next + 1 - data) : len;
    }
  found->end = ended ? len : len - MIN (len, BOUNDARY_LEN);
  return FALSE;
}

/* A header cannot hold a boundary, but where blank lines stand on top of it: then the message has
 * no header.  Returns where it ends. */
static gsize
end_of_headerless (SvMbox *mbox, gsize end)
{
  gsize len;
  Boundary boundary;
  const char *data = sv_stream_window (mbox->stream, &len);
  if (!divided (mbox) || top_len (data, end) == 0 || !find_boundary (mbox, len, TRUE, &boundary)
      || boundary.end >= end)
    return end;
  return boundary.end;
}

static gboolean
wants_body (const SvMbox *mbox, const SvMessage *message)
{
  gsize len;
  const char *header = g_bytes_get_data (message->header, &len);
  return mbox->bodies == SV_BODIES_ALL
         || (mbox->bodies == SV_BODIES_ENCLOSING && header && sv_may_enclose (header, len));
}

/* Reads the header block; the window is then behind it. */
static void
read_header (SvMbox *mbox, SvMessage *message)
{
  gsize len, end;
  const char *data = sv_stream_window (mbox->stream, &len);
  gboolean more = TRUE;
  /* Twice as much each time: what is looked at again is never more than what is new. */
  while (!(end = sv_headers_end (data, len)) && len <= SV_HEADER_BLOCK_MAX && more)
    {
      more = sv_stream_fill (mbox->stream, 2 * MAX (len, SV_FROM_LINE_MAX));
      data = sv_stream_window (mbox->stream, &len);
    }
  gsize whole = end_of_headerless (mbox, end ? end : len);
  message->cut = whole > SV_HEADER_BLOCK_MAX;
  gsize kept = MIN (whole, SV_HEADER_BLOCK_MAX);
  message->header = g_bytes_new (data, kept);
  /* Where it was cut, what may be the first part of a boundary stays in the window. */
  take (mbox, message->cut ? kept - BOUNDARY_LEN : kept);
  if (!message->cut)
    mbox->place = whole == end ? BEHIND_EMPTY_LINE : BEHIND_LINE;
  if (!message->cut && wants_body (mbox, message))
    mbox->body = g_byte_array_new ();
}

/* The value of Content-Length; mbox writers that count write it themselves, on one line. */
static gboolean
content_length (GBytes *header, guint64 *length)
{
  gsize len;
  const char *data = g_bytes_get_data (header, &len);
  if (!data)
    return FALSE;
  const char *end = data + len;
  static const char name[] = "Content-Length:";
  const gsize name_len = sizeof name - 1;
  for (const char *p = data; p && (gsize)(end - p) >= name_len;)
    {
      if (g_ascii_strncasecmp (p, name, name_len) == 0)
        {
          p += name_len;
          g_autofree char *value = g_strndup (p, line_len (p, (gsize)(end - p)));
          return g_ascii_string_to_unsigned (g_strstrip (value), 10, 0, G_MAXINT64, length, NULL);
        }
      p = sv_line_search (p, (gsize)(end - p), "Content-");
      p = p ? p + 1 : NULL;
    }
  return FALSE;
}

/* Whether a From_ line, or the end, lies `length` bytes behind the window's beginning; an empty
 * line may be between, `between` gets its length. */
static gboolean
ends_after (SvMbox *mbox, guint64 length, gsize *between)
{
  char place[1 + 2 + SV_FROM_LINE_MAX];
  gsize lead = length > 0;
  gssize got = sv_stream_look_ahead (mbox->stream, length - lead, place, sizeof place);
  if (got < (gssize)lead)
    return FALSE;
  const char *p = place + lead;
  gsize len = (gsize)got - lead;
  *between = len > 0 && p[0] == '\n' ? 1 : len > 1 && p[0] == '\r' && p[1] == '\n' ? 2 : 0;
  if (len == *between)
    return TRUE;
  if (lead && *between == 0 && place[0] != '\n')
    return FALSE;
  p += *between;
  return sv_from_line_parse (p, line_len (p, len - *between), NULL);
}

/* Lets `len` bytes pass, however many; fewer where the input ends. */
static void
take_far (SvMbox *mbox, guint64 len)
{
  gsize held = 0;
  while (len > 0 && sv_stream_fill (mbox->stream, 1))
    {
      sv_stream_window (mbox->stream, &held);
      gsize piece = (gsize)MIN (held, len);
      take (mbox, piece);
      len -= piece;
    }
}

/* Reads up to the next From_ line behind an empty line, or the end.  The empty line in front of a
 * From_ line, or at the end, is the mbox's and not the message's (RFC 4155 appendix A), but where
 * it ends the header. */
static void
take_to_boundary (SvMbox *mbox)
{
  gboolean more = TRUE;
  Boundary boundary;
  for (;;)
    {
      gsize len;
      const char *data = sv_stream_window (mbox->stream, &len);
      if (find_boundary (mbox, len, !more, &boundary))
        break;
      if (!more)
        {
          boundary.from = len;
          if (!behind_empty_line (mbox, data, len, &boundary.end))
            boundary.end = len;
          break;
        }
      take (mbox, boundary.end);
      more = sv_stream_more (mbox->stream);
    }
  take (mbox, boundary.end);
  sv_stream_skip (mbox->stream, boundary.from - boundary.end);
}

static void
read_body (SvMbox *mbox, SvMessage *message)
{
  guint64 length;
  gsize between;
  if (divided (mbox) && !message->cut && content_length (message->header, &length)
      && ends_after (mbox, length, &between))
    {
      take_far (mbox, length);
      sv_stream_skip (mbox->stream, between);
    }
  else if (divided (mbox))
    take_to_boundary (mbox);
  else if (mbox->body)
    take_far (mbox, G_MAXUINT64);
  else
    {
      guint64 begin = sv_stream_offset (mbox->stream);
      sv_stream_skip_rest (mbox->stream);
      mbox->taken += sv_stream_offset (mbox->stream) - begin;
    }
  message->size = mbox->taken;
  if (mbox->body)
    message->body = g_byte_array_free_to_bytes (g_steal_pointer (&mbox->body));
}

/* Reads the From_ line that the window begins with; in the first place also what stands on top of
 * it.  A file that is not to be divided may have none. */
static char *
read_from_line (SvMbox *mbox)
{
  gsize len;
  char *sender = NULL;
  sv_stream_fill (mbox->stream, mbox->begun ? SV_FROM_LINE_MAX + 1 : DETECT_LEN);
  const char *data = sv_stream_window (mbox->stream, &len);
  gsize top = mbox->begun ? 0 : top_len (data, len);
  gsize line = line_len (data + top, len - top);
  if (sv_from_line_parse (data + top, line, &sender)
      || (divided (mbox) && sv_from_line_begins (data + top, line)))
    sv_stream_skip (mbox->stream, top + line);
  mbox->begun = TRUE;
  return sender;
}

static SvMessage *
read_message (SvMbox *mbox)
{
  SvMessage *message = g_new0 (SvMessage, 1);
  message->file = g_strdup (mbox->file);
  message->format = mbox->format;
  message->index = mbox->index++;
  message->from_line = read_from_line (mbox);
  message->offset = sv_stream_offset (mbox->stream);
  mbox->taken = 0;
  mbox->place = BEHIND_LINE;
  read_header (mbox, message);
  read_body (mbox, message);
  return message;
}

/* A message without any field is no message, but it has its place in the count. */
static SvMessage *
check_message (SvMessage *message, GError **error)
{
  gsize len;
  const char *data = g_bytes_get_data (message->header, &len);
  if (len > 0 && sv_headers_have_field (data, len))
    return message;
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, message->index + 1);
  g_autofree char *index = g_strdup_printf ("%" G_GUINT64_FORMAT, message->index);
  g_autofree char *offset = g_strdup_printf ("%" G_GUINT64_FORMAT, message->offset);
  g_set_error (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_MESSAGE,
               _ ("%s: message %s (index %s, byte %s) has no header field"), message->file, number,
               index, offset);
  sv_message_free (message);
  return NULL;
}

/* Whether the window holds the next message and the From_ line behind it. */
static gboolean
holds_message (const SvMbox *mbox)
{
  gsize len;
  const char *data = sv_stream_window (mbox->stream, &len);
  const char *end = len > SV_FROM_LINE_MAX ? sv_line_search (data, len, "From ") : NULL;
  return end && memchr (end + 1, '\n', (gsize)(data + len - end) - 1);
}

gboolean
sv_mbox_goes_on (const SvMbox *mbox)
{
  return !mbox->done && (!sv_stream_may_wait (mbox->stream) || holds_message (mbox));
}

SvSourceStart
sv_mbox_place (const SvMbox *mbox)
{
  return mbox->next;
}

guint64
sv_mbox_bytes (const SvMbox *mbox)
{
  return sv_stream_bytes (mbox->stream);
}

gboolean
sv_mbox_go_on (SvMbox *mbox, guint64 index, guint64 offset, GError **error)
{
  gsize len;
  gboolean there = sv_stream_skip_to (mbox->stream, offset);
  mbox->index = index;
  mbox->next = (SvSourceStart){ index, offset };
  sv_stream_fill (mbox->stream, SV_FROM_LINE_MAX + BOUNDARY_LEN);
  const char *data = sv_stream_window (mbox->stream, &len);
  mbox->done = there && len == 0 && !sv_stream_error (mbox->stream);
  gsize top = top_len (data, len);
  if (mbox->done
      || (there && divided (mbox)
          && sv_from_line_parse (data + top, line_len (data + top, len - top), NULL)))
    return TRUE;
  if (sv_stream_error (mbox->stream))
    {
      g_propagate_error (error, g_error_copy (sv_stream_error (mbox->stream)));
      return FALSE;
    }
  g_autofree char *byte = g_strdup_printf ("%" G_GUINT64_FORMAT, offset);
  g_set_error (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_CHANGED,
               _ ("%s: changed since it was read: no message begins at byte %s"), mbox->file, byte);
  return FALSE;
}

void
sv_mbox_set_range (SvMbox *mbox, guint64 begin, guint64 end)
{
  mbox->range_begin = begin;
  mbox->range_end = end;
}

/* Whether the file ends in the middle of a line of this header: its writer was stopped, or is still
 * at it.  A lone message may have been pasted so. */
static gboolean
breaks_off (const SvMbox *mbox, const SvMessage *message)
{
  gsize len;
  const char *header = g_bytes_get_data (message->header, &len);
  return divided (mbox) && message->index > 0 && !message->cut && len > 0 && header[len - 1] != '\n'
         && sv_headers_end (header, len) == 0;
}

static void
set_broken_off (const SvMbox *mbox, const SvMessage *message, GError **error)
{
  g_autofree char *index = g_strdup_printf ("%" G_GUINT64_FORMAT, message->index);
  g_autofree char *offset = g_strdup_printf ("%" G_GUINT64_FORMAT, message->offset);
  g_set_error (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_READ,
               _ ("%s: ends inside the header of the last message (index %s, byte %s)"), mbox->file,
               index, offset);
}

/* The next message, whoever wants it; `begin` gets where its From_ line begins. */
static SvMessage *
next_message (SvMbox *mbox, guint64 *begin, GError **error)
{
  *begin = sv_stream_offset (mbox->stream);
  g_autoptr (SvMessage) message = read_message (mbox);
  gboolean more = sv_stream_fill (mbox->stream, 1);
  const GError *broken = sv_stream_error (mbox->stream);
  mbox->done = !more || !divided (mbox);
  if (!more && !broken && breaks_off (mbox, message))
    {
      set_broken_off (mbox, message, error);
      return NULL;
    }
  if (more || !broken)
    {
      mbox->next = (SvSourceStart){ mbox->index, sv_stream_offset (mbox->stream) };
      return check_message (g_steal_pointer (&message), error);
    }
  /* The input broke off inside this message. */
  g_propagate_error (error, g_error_copy (broken));
  return NULL;
}

SvMessage *
sv_mbox_next (SvMbox *mbox, GError **error)
{
  while (!mbox->done && sv_stream_offset (mbox->stream) < mbox->range_end)
    {
      guint64 begin;
      g_autoptr (GError) trouble = NULL;
      g_autoptr (SvMessage) message = next_message (mbox, &begin, &trouble);
      if (begin < mbox->range_begin)
        continue;
      if (trouble)
        g_propagate_error (error, g_steal_pointer (&trouble));
      return g_steal_pointer (&message);
    }
  return NULL;
}
