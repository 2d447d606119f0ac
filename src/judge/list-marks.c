/* SPDX-License-Identifier: GPL-3.0-or-later
 * Subject tags and footers; see list-marks.h. */

#include "judge/list-marks.h"

#include <string.h>

/* A footer stands in the last lines; the longest that lists write are about this long. */
#define FOOTER_BYTES 2048

/* Mailman's line has 47 characters, others' are shorter; a signature's "-- " is none. */
#define RULE_MIN 10

/* Longer ones are no list's name. */
#define TAG_MAX 64

/* "[tag]" behind any number of "Re:" and the like. */
static char *
subject_tag (const char *subject)
{
  const char *open = subject ? strchr (subject, '[') : NULL;
  const char *close = open ? strchr (open, ']') : NULL;
  if (!close || close - open > TAG_MAX)
    return NULL;
  for (const char *p = subject; p < open; p++)
    if (!g_ascii_isalpha (*p) && *p != ':' && *p != ' ')
      return NULL;
  gboolean bare = open == subject || open[-1] == ' ';
  return bare ? g_strndup (open, (gsize)(close - open) + 1) : NULL;
}

static gboolean
is_rule (const char *line, const char *end)
{
  const char *p = line;
  while (p < end && (*p == '_' || *p == '-') && *p == *line)
    p++;
  while (p - line >= RULE_MIN && p < end && g_ascii_isspace (*p))
    p++;
  return p - line >= RULE_MIN && p == end;
}

static gboolean
has_footer (GBytes *body)
{
  gsize len;
  const char *data = g_bytes_get_data (body, &len);
  if (len == 0)
    return FALSE;
  const char *end = data + len;
  const char *p = len > FOOTER_BYTES ? end - FOOTER_BYTES : data;
  while (p < end)
    {
      const char *newline = memchr (p, '\n', (gsize)(end - p));
      if (!newline)
        return FALSE;
      if (is_rule (p, newline))
        return TRUE;
      p = newline + 1;
    }
  return FALSE;
}

void
sv_list_marks_find (const SvFacts *facts, GBytes *body, SvListMarks *marks)
{
  *marks = (SvListMarks){ .list_id = facts->list_id };
  if (!facts->list_id)
    return;
  marks->tag = subject_tag (facts->subject);
  marks->footer = body && has_footer (body);
}

void
sv_list_marks_clear (SvListMarks *marks)
{
  g_clear_pointer (&marks->tag, g_free);
}
