/* SPDX-License-Identifier: GPL-3.0-or-later
 * Columns, line breaks and colour; see screen.h. */

#include "output/screen.h"

#include "output/escape.h"
#include <string.h>

/* Narrower than this no table can be read; wider than this no sentence can. */
#define WIDTH_MIN 40
#define WIDTH_MAX 120

/* ECMA-48 SGR. */
static const char *const sgr[] = {
  [SV_STYLE_PLAIN] = "",        [SV_STYLE_BOLD] = "\033[1m", [SV_STYLE_DIM] = "\033[2m",
  [SV_STYLE_GOOD] = "\033[32m", [SV_STYLE_BAD] = "\033[31m", [SV_STYLE_WARN] = "\033[33m",
};
static const char sgr_reset[] = "\033[0m";

SvStyle
sv_style_of_result (const char *word)
{
  static const struct
  {
    const char *word;
    SvStyle style;
  } styles[] = {
    { "pass", SV_STYLE_GOOD },     { "fail", SV_STYLE_BAD },     { "permerror", SV_STYLE_BAD },
    { "softfail", SV_STYLE_WARN }, { "neutral", SV_STYLE_WARN }, { "temperror", SV_STYLE_WARN },
    { "none", SV_STYLE_WARN },     { "policy", SV_STYLE_WARN },  { "bestguesspass", SV_STYLE_WARN },
  };
  for (gsize i = 0; word && i < G_N_ELEMENTS (styles); i++)
    if (strcmp (styles[i].word, word) == 0)
      return styles[i].style;
  return SV_STYLE_PLAIN;
}

void
sv_screen_init (SvScreen *screen, FILE *stream, const SvOutputOptions *options)
{
  screen->stream = stream;
  screen->width = CLAMP (options->width, WIDTH_MIN, WIDTH_MAX);
  screen->color = options->color;
}

static int
columns_of (gunichar c)
{
  return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

int
sv_text_columns (const char *text)
{
  int columns = 0;
  for (; *text; text = g_utf8_next_char (text))
    columns += columns_of (g_utf8_get_char (text));
  return columns;
}

char *
sv_text_shorten (const char *text, int columns)
{
  static const char dots[] = "...";
  const int room = columns - (int)strlen (dots);
  char *safe = sv_escape (text);
  int used = 0;
  char *cut = safe;
  for (char *c = safe; *c; c = g_utf8_next_char (c))
    {
      used += columns_of (g_utf8_get_char (c));
      if (used <= room)
        cut = g_utf8_next_char (c);
      if (used > columns)
        {
          g_autofree char *whole = safe;
          return g_strdup_printf ("%.*s%s", (int)(cut - whole), whole, dots);
        }
    }
  return safe;
}

/* Japanese line breaking (JIS X 4051): these do not begin a line, those do not end one.  ASCII
 * punctuation beside East Asian text is held to the same. */
static const char no_start[]
    = "、。，．・：；？！ー）］｝〉》」』】〕〟ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々"
      "゛゜…)]}.,:;?!%";
static const char no_end[] = "（［｛〈《「『【〔〝([{";

static gboolean
is_in (const char *set, gunichar c)
{
  return c < 0x80 ? strchr (set, (int)c) != NULL : g_utf8_strchr (set, -1, c) != NULL;
}

/* Whether a line may end between `before` and `after`, which no blank parts. */
static gboolean
may_break (gunichar before, gunichar after)
{
  if (!g_unichar_iswide (before) && !g_unichar_iswide (after))
    return FALSE;
  return columns_of (after) > 0 && !is_in (no_start, after) && !is_in (no_end, before);
}

/* Behind these a word that must be cut is cut first. */
static gboolean
is_joint (gunichar c)
{
  return c < 0x80 && strchr (".@-/:=,;_", (int)c) != NULL;
}

/* A line being filled. */
typedef struct
{
  GPtrArray *lines;
  const char *start; /* of the line */
  int used;          /* columns of it so far */
  const char *end;   /* where it may end, NULL: nowhere yet */
  const char *next;  /* where the next line begins then */
  int next_at;       /* columns from `start` to `next` */
  const char *joint; /* behind the last joint of a word, NULL: none */
  int joint_at;
} Line;

static void
end_line (Line *line, const char *end, const char *next, int next_at)
{
  g_ptr_array_add (line->lines, g_strndup (line->start, (gsize)(end - line->start)));
  line->start = next;
  line->used -= next_at;
  if (line->joint && line->joint <= next)
    line->joint = NULL;
  line->joint_at -= next_at;
  line->end = NULL;
}

/* Ends lines until the character at `c` (of `wide` columns, counted in already) has its place. */
static void
make_room (Line *line, const char *c, int wide, int columns, SvBreak mode)
{
  while (line->used > columns)
    {
      if (line->end)
        end_line (line, line->end, line->next, line->next_at);
      else if (mode == SV_BREAK_FIT && line->joint && line->joint_at > columns / 2)
        end_line (line, line->joint, line->joint, line->joint_at);
      else if (mode == SV_BREAK_FIT && c > line->start)
        end_line (line, c, c, line->used - wide);
      else
        return;
    }
}

GPtrArray *
sv_text_break (const char *text, int columns, SvBreak mode)
{
  g_autofree char *safe = sv_escape (text);
  Line line = { .lines = g_ptr_array_new_with_free_func (g_free), .start = safe };
  gunichar before = ' ';
  for (const char *c = safe; *c; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      int wide = columns_of (character);
      if (character == ' ')
        {
          if (before != ' ')
            line.end = c;
          line.used++;
          line.next = c + 1;
          line.next_at = line.used;
          before = character;
          continue;
        }
      if (c > line.start && before != ' ' && may_break (before, character))
        {
          line.end = line.next = c;
          line.next_at = line.used;
        }
      line.used += wide;
      make_room (&line, c, wide, columns, mode);
      if (is_joint (character))
        {
          line.joint = g_utf8_next_char (c);
          line.joint_at = line.used;
        }
      before = character;
    }
  gsize rest = strlen (line.start);
  while (rest > 0 && line.start[rest - 1] == ' ')
    rest--;
  g_ptr_array_add (line.lines, g_strndup (line.start, rest));
  return line.lines;
}

void
sv_screen_write (SvScreen *screen, SvStyle style, const char *text)
{
  g_autofree char *safe = sv_escape (text);
  gboolean styled = screen->color && style != SV_STYLE_PLAIN && *safe;
  fprintf (screen->stream, "%s%s%s", styled ? sgr[style] : "", safe, styled ? sgr_reset : "");
}

void
sv_screen_indent (SvScreen *screen, int columns)
{
  fprintf (screen->stream, "%*s", columns, "");
}

void
sv_screen_end_line (SvScreen *screen)
{
  fputc ('\n', screen->stream);
}

void
sv_screen_line (SvScreen *screen, SvStyle style, int indent, const char *text)
{
  sv_screen_indent (screen, indent);
  sv_screen_write (screen, style, text);
  sv_screen_end_line (screen);
}

void
sv_screen_paragraph (SvScreen *screen, SvStyle style, int indent, const char *lead,
                     const char *text)
{
  int hang = indent + (lead ? sv_text_columns (lead) : 0);
  g_autoptr (GPtrArray) lines = sv_text_break (text, screen->width - hang, SV_BREAK_WORDS);
  for (guint i = 0; i < lines->len; i++)
    {
      sv_screen_indent (screen, i == 0 ? indent : hang);
      if (i == 0 && lead)
        sv_screen_write (screen, style, lead);
      sv_screen_write (screen, style, g_ptr_array_index (lines, i));
      sv_screen_end_line (screen);
    }
}

void
sv_screen_text (SvScreen *screen, SvStyle style, int indent, const char *lead, const char *text)
{
  int hang = indent + (lead ? sv_text_columns (lead) : 0);
  g_auto (GStrv) parts = g_strsplit (text, "\n", -1);
  for (char **part = parts; *part; part++)
    {
      if (!**part)
        sv_screen_end_line (screen);
      else if (part == parts)
        sv_screen_paragraph (screen, style, indent, lead, *part);
      else if (**part == ' ')
        sv_screen_line (screen, style, hang, *part);
      else
        sv_screen_paragraph (screen, style, hang, NULL, *part);
    }
}

/* Writes the line; the word of `len` bytes at `at` in its own style. */
static void
write_marked (SvScreen *screen, const char *line, const char *at, gsize len, SvStyle style)
{
  g_autofree char *front = g_strndup (line, (gsize)(at - line));
  g_autofree char *word = g_strndup (at, len);
  sv_screen_write (screen, SV_STYLE_PLAIN, front);
  sv_screen_write (screen, style, word);
  sv_screen_write (screen, SV_STYLE_PLAIN, at + len);
}

/* The first whole word of `line` that is `word`, or NULL. */
static const char *
find_word (const char *line, const char *word, gsize len)
{
  for (const char *c = line; *c;)
    {
      gsize run = strcspn (c, " ");
      if (run == len && memcmp (c, word, len) == 0)
        return c;
      c += run + strspn (c + run, " ");
    }
  return NULL;
}

void
sv_screen_marked (SvScreen *screen, int indent, const char *text, const char *mark,
                  SvStyle mark_style)
{
  g_autofree char *word = sv_escape (mark);
  gsize len = word ? strlen (word) : 0;
  g_autoptr (GPtrArray) lines = sv_text_break (text, screen->width - indent, SV_BREAK_WORDS);
  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      const char *at = len > 0 ? find_word (line, word, len) : NULL;
      sv_screen_indent (screen, indent);
      if (at)
        write_marked (screen, line, at, len, mark_style);
      else
        sv_screen_write (screen, SV_STYLE_PLAIN, line);
      sv_screen_end_line (screen);
      if (at)
        len = 0;
    }
}
