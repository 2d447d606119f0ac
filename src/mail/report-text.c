/* SPDX-License-Identifier: GPL-3.0-or-later
 * Bounces that are texts for people, without RFC 3464: a table of who writes them. */

#include "mail/report-parts.h"

#include <string.h>

/* So much of a text is read: the reasons stand on top, and Exim quotes the whole message below. */
#define TEXT_MAX ((gsize)64 * 1024)

/* Lines in front of the one that names the writer; some prefix a greeting of their own. */
#define INTRO_LINES_MAX 20

/* A line that begins so makes the text a bounce; one that begins with `copy` ends it. */
static const struct
{
  const char *intro;
  const char *copy;
} writers[] = {
  { "Hi. This is the qmail-send program", "--- Below this line is a copy of the message" },
  { "This message was created automatically by mail delivery software",
    "------ This is a copy of" },
  { "----- The following addresses had permanent fatal errors", "----- Original message" },
};

/* A text under way. */
typedef struct
{
  SvEnclosed *enclosed;
  int writer;        /* row of `writers`, -1: not known yet */
  guint line;        /* of the message that is being read, 0: not known */
  SvSlice recipient; /* of the paragraph that is being read */
  guint recipient_line;
  GString *paragraph; /* what is said of that recipient */
} Reading;

/* A line of one word with "@" in it, whatever brackets and colons are around it: "<a@b>:", "a@b".
 */
static gboolean
is_recipient (SvSlice line, SvSlice *recipient)
{
  SvScanner scanner;
  sv_scanner_init_slice (&scanner, line);
  sv_scanner_accept (&scanner, '<');
  if (!sv_scanner_run (&scanner, "<>", recipient) || !memchr (recipient->data, '@', recipient->len))
    return FALSE;
  sv_scanner_accept (&scanner, '>');
  sv_scanner_accept (&scanner, ':');
  if (recipient->data[recipient->len - 1] == ':')
    recipient->len--;
  return sv_scanner_at_end (&scanner);
}

static void
end_recipient (Reading *reading)
{
  SvEnclosed *enclosed = reading->enclosed;
  SvSlice text = { reading->paragraph->str, reading->paragraph->len };
  SvDelivery delivery = { .action = "failed", .line = reading->recipient_line };
  if (reading->recipient.len && enclosed->deliveries->len < SV_DELIVERIES_MAX)
    {
      sv_reply_read (text, enclosed->strings, &delivery.reply);
      delivery.recipient = sv_slice_keep (reading->recipient, enclosed->strings);
      delivery.status = delivery.reply.status;
      if (delivery.reply.code || delivery.reply.status)
        g_array_append_val (enclosed->deliveries, delivery);
    }
  reading->recipient = (SvSlice){ NULL, 0 };
  g_string_truncate (reading->paragraph, 0);
}

static void
find_writer (Reading *reading, SvSlice line)
{
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    if (sv_slice_starts (line, writers[i].intro))
      reading->writer = (int)i;
}

/* One line, white space off both ends.  FALSE where the copy of the message begins. */
static gboolean
take_line (Reading *reading, SvSlice line)
{
  SvSlice recipient;
  if (reading->writer >= 0 && sv_slice_starts (line, writers[reading->writer].copy))
    return FALSE;
  if (reading->writer < 0)
    find_writer (reading, line);
  else if (is_recipient (line, &recipient))
    {
      end_recipient (reading);
      reading->recipient = recipient;
      reading->recipient_line = reading->line;
    }
  else if (line.len == 0 && reading->paragraph->len > 0)
    end_recipient (reading);
  else if (reading->recipient.len)
    {
      g_string_append_len (reading->paragraph, line.data, (gssize)line.len);
      g_string_append_c (reading->paragraph, ' ');
    }
  return TRUE;
}

gsize
sv_report_text (GBytes *content, guint line, SvEnclosed *enclosed)
{
  gsize len;
  const char *data = g_bytes_get_data (content, &len);
  SvScanner scanner;
  g_autoptr (GString) paragraph = g_string_new (NULL);
  Reading reading = { .enclosed = enclosed, .writer = -1, .line = line, .paragraph = paragraph };
  gboolean more = TRUE;
  sv_scanner_init (&scanner, data, MIN (len, TEXT_MAX));
  for (guint lines = 0; more && !sv_scanner_at_end (&scanner); lines++)
    {
      SvSlice text = sv_scanner_until (&scanner, "\n");
      sv_scanner_accept (&scanner, '\n');
      more = take_line (&reading, sv_slice_trim (text))
             && (reading.writer >= 0 || lines < INTRO_LINES_MAX);
      reading.line += reading.line > 0;
    }
  end_recipient (&reading);
  return more || reading.writer < 0 ? 0 : sv_scanner_offset (&scanner);
}
