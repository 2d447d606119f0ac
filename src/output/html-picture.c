/* SPDX-License-Identifier: GPL-3.0-or-later
 * The way of a message as a picture: servers from the sender's down to the receiver's last, with
 * what happened between them, the border, and where SPF was judged; see html-parts.h.
 *
 * SVG inside the page: colours come from the style sheet, so it is light or dark like the page. */

#include "output/html-parts.h"
#include "output/report-words.h"
#include "output/screen.h"
#include "output/sentence.h"

#include <glib/gi18n.h>

/* User units.  400 across make text of 14 units readable on the smallest phone. */
enum
{
  WIDTH = 400,
  LANE = 24,        /* where the line of servers stands */
  TEXT = 46,        /* where text begins */
  NODE_HEIGHT = 40, /* a server's name and address */
  EDGE_HEIGHT = 24,
  BORDER_HEIGHT = 68, /* an edge with the verdict on it */
  NAME_COLUMNS = 40,  /* text of that many columns fits beside the lane */
  NOTE_COLUMNS = 48
};

/* Servers in one picture; of a longer way the part at the receiver is shown, the rest is in the
 * table. */
#define HOPS_SHOWN_MAX 25

typedef struct
{
  const SvHtml *html;
  const SvReport *report;
  const GArray *hops;
  guint shown;
  guint y; /* where the next thing is drawn */
} Picture;

static SvRole
role_of (const Picture *picture, guint hop)
{
  return picture->report->identity->roles[hop];
}

static void
put_text (const Picture *picture, guint y, const char *class, int columns, const char *text)
{
  g_autofree char *cut = sv_text_shorten (text, columns);
  fprintf (picture->html->stream, "<text x=\"%d\" y=\"%u\" class=\"%s\">", TEXT, y, class);
  sv_page_put (picture->html->stream, cut);
  fputs ("</text>\n", picture->html->stream);
}

/* A server: its name, and how the next one saw it. */
static void
put_server (Picture *picture, const char *name, const char *note, gboolean ours)
{
  fprintf (picture->html->stream, "<circle cx=\"%d\" cy=\"%u\" r=\"7\" class=\"%s\"/>\n", LANE,
           picture->y + 12, ours ? "ours" : "theirs");
  put_text (picture, picture->y + 17, "name", NAME_COLUMNS, name ? name : "?");
  if (note)
    put_text (picture, picture->y + 34, "note", NOTE_COLUMNS, note);
  picture->y += NODE_HEIGHT;
}

static void
put_lane (const Picture *picture, guint height)
{
  fprintf (picture->html->stream,
           "<line x1=\"%d\" y1=\"%u\" x2=\"%d\" y2=\"%u\" class=\"lane\"/>\n", LANE,
           picture->y - NODE_HEIGHT + 19, LANE, picture->y + height + 5);
}

/* "ESMTPS, 2 s": what is known of the step. */
static char *
edge_text (const Picture *picture, guint i)
{
  const SvReceived *hop = &g_array_index (picture->hops, SvReceived, i);
  gint64 seconds;
  if (!sv_words_hop_delay (picture->hops, i, &seconds))
    return g_strdup (hop->with);
  g_autofree char *delay = sv_words_delay (seconds);
  return hop->with ? g_strdup_printf ("%s, %s", hop->with, delay) : g_steal_pointer (&delay);
}

static gboolean
is_late (const Picture *picture, guint i)
{
  gint64 seconds;
  return sv_words_hop_delay (picture->hops, i, &seconds)
         && (seconds < 0 || seconds >= SV_WORDS_DELAY_LONG);
}

/* The border: who was judged by SPF here, and how it went. */
static void
put_border (Picture *picture)
{
  const SvReport *report = picture->report;
  const SvIdentity *identity = report->identity;
  g_autofree char *ip = sv_ip_to_string (&identity->ip);
  const char *word = report->stored.spf ? report->stored.spf : report->comparison.now;
  const char *domain = report->alignment.spf_domain;
  g_autofree char *text = sv_fill (_ ("SPF judged here: {result}"), "result", word, NULL);
  g_autofree char *who = sv_fill (_ ("{ip} for {domain}"), "ip", ip, "domain", domain, NULL);
  fprintf (picture->html->stream,
           "<line x1=\"0\" y1=\"%u\" x2=\"%d\" y2=\"%u\" class=\"border\"/>\n", picture->y + 52,
           WIDTH, picture->y + 52);
  fprintf (picture->html->stream, "<text x=\"%d\" y=\"%u\" class=\"note end\">", WIDTH,
           picture->y + 67);
  sv_page_put (picture->html->stream, _ ("the receiver's side"));
  fputs ("</text>\n", picture->html->stream);
  g_autofree char *class = g_strdup_printf ("verdict %s",
                                            word ? sv_page_result_class (word) : "plain");
  put_text (picture, picture->y + 28, class, NAME_COLUMNS, text);
  put_text (picture, picture->y + 45, "note", NOTE_COLUMNS, who);
}

static void
put_edge (Picture *picture, guint i)
{
  gboolean border = role_of (picture, i) == SV_ROLE_BORDER;
  guint height = border ? BORDER_HEIGHT : EDGE_HEIGHT;
  g_autofree char *text = edge_text (picture, i);
  put_lane (picture, height);
  if (text)
    put_text (picture, picture->y + 10, is_late (picture, i) ? "edge warning" : "edge",
              NOTE_COLUMNS, text);
  if (border)
    put_border (picture);
  picture->y += height;
}

/* How the hop above saw the server that wrote hop `i`. */
static char *
seen_as (const Picture *picture, guint i)
{
  return i == 0 ? NULL : sv_words_client (&g_array_index (picture->hops, SvReceived, i - 1));
}

static void
put_hops (Picture *picture)
{
  guint last = picture->shown - 1;
  const SvReceived *first = &g_array_index (picture->hops, SvReceived, last);
  g_autofree char *ip = sv_ip_to_string (&first->ip);
  const char *name = first->rdns ? first->rdns : first->helo;
  put_server (picture, name ? name : ip, name ? ip : NULL, FALSE);
  for (guint i = picture->shown; i-- > 0;)
    {
      const SvReceived *hop = &g_array_index (picture->hops, SvReceived, i);
      g_autofree char *seen = seen_as (picture, i);
      SvRole role = role_of (picture, i);
      put_edge (picture, i);
      put_server (picture, hop->by, seen, role == SV_ROLE_BORDER || role == SV_ROLE_INTERNAL);
    }
}

/* What the picture shows, for those who cannot see it; the table behind it has it all. */
static char *
describe (const Picture *picture)
{
  g_autofree char *count = g_strdup_printf ("%u", picture->hops->len);
  int border = picture->report->identity->hop;
  if (border < 0 || (guint)border >= picture->hops->len)
    return sv_fill (ngettext ("{count} hop; the border of the receiver is not known.",
                              "{count} hops; the border of the receiver is not known.",
                              picture->hops->len),
                    "count", count, NULL);
  const SvReceived *hop = &g_array_index (picture->hops, SvReceived, border);
  g_autofree char *client = sv_words_client (hop);
  return sv_fill (ngettext ("{count} hop; at the border {by} took the message from {client}.",
                            "{count} hops; at the border {by} took the message from {client}.",
                            picture->hops->len),
                  "count", count, "by", hop->by, "client", client, NULL);
}

static guint
picture_height (const Picture *picture)
{
  guint height = NODE_HEIGHT;
  for (guint i = 0; i < picture->shown; i++)
    height += NODE_HEIGHT + (role_of (picture, i) == SV_ROLE_BORDER ? BORDER_HEIGHT : EDGE_HEIGHT);
  return height;
}

void
sv_html_picture (const SvHtml *html, const SvReport *report)
{
  Picture picture = { .html = html, .report = report, .hops = report->facts->received };
  picture.shown = MIN (picture.hops->len, HOPS_SHOWN_MAX);
  g_autofree char *text = describe (&picture);
  fprintf (html->stream,
           "<figure class=\"path\">\n<svg role=\"img\" aria-labelledby=\"m%u-svg-t m%u-svg-d\" "
           "viewBox=\"0 0 %d %u\">\n<title id=\"m%u-svg-t\">",
           html->number, html->number, WIDTH, picture_height (&picture), html->number);
  sv_page_put (html->stream, _ ("The way of the message, oldest hop first"));
  fprintf (html->stream, "</title>\n<desc id=\"m%u-svg-d\">", html->number);
  sv_page_put (html->stream, text);
  fputs ("</desc>\n", html->stream);
  put_hops (&picture);
  fputs ("</svg>\n", html->stream);
  if (picture.shown < picture.hops->len)
    sv_page_element (html->stream, "figcaption", "dim",
                     _ ("The picture shows the last hops only; the table has all."));
  fputs ("</figure>\n", html->stream);
}
