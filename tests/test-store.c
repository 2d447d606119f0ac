/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the store: what goes in comes out, in order, and it knows where to go on. */

#include "suite.h"

#include "audit/store.h"
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const SvStoreRun run = { .program = "test", .arguments = "a.mbox", .started = 1000 };

typedef struct
{
  char *folder, *path;
} Place;

static void
place_init (Place *place)
{
  place->folder = g_dir_make_tmp ("spfview-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "audit.db", NULL);
}

static void
place_clear (Place *place)
{
  g_unlink (place->path);
  g_rmdir (place->folder);
  g_free (place->path);
  g_free (place->folder);
}

static SvStore *
begin (const Place *place, SvStoreMode mode)
{
  g_autoptr (GError) error = NULL;
  SvStore *store = sv_store_open (place->path, mode, &error);
  CHECK ("opens", store != NULL);
  CHECK ("begins", sv_store_begin (store, &run, NULL, &error));
  return store;
}

static SvRow *
row_new (const char *file, gint64 index, const char *part)
{
  SvRow *row = sv_row_new_empty ();
  row->file = file;
  row->format = "mbox";
  row->index = index;
  row->part = part;
  row->offset = index * 100;
  row->helo = "mail.example.org";
  row->mail_from = "";
  row->lookups = 3;
  const char *const values[] = { "domain", "example.org", NULL };
  SvRowFinding finding
      = { "spf-none-no-record", "warning",       7,
          "example.org",        SV_VARIANT_LIST, g_memdup2 (values, sizeof values) };
  SvRowHop hop = { .line = 2, .ip = "192.0.2.1", .date = SV_ROW_NO_TIME };
  SvRowVerdict verdict = { .line = 9, .header = "received-spf", .method = "spf", .trusted = TRUE };
  g_array_append_val (row->findings, finding);
  g_array_append_val (row->hops, hop);
  g_array_append_val (row->verdicts, verdict);
  return row;
}

static void
put (SvStore *store, const char *file, gint64 index, const char *part)
{
  g_autoptr (SvRow) row = row_new (file, index, part);
  sv_store_message (store, row);
}

static SvSourceFile
file_of (const char *path, guint number)
{
  return (SvSourceFile){
    .path = (char *)path, .number = number, .format = SV_INPUT_MBOX, .size = 400, .mtime = 5
  };
}

static void
reach (SvStore *store, guint64 index)
{
  SvSourceStart next = { index, index * 100 };
  sv_store_reached (store, &next);
}

/* Two files, the second one first: they come out in the order of the archive. */
static void
fill (SvStore *store)
{
  SvSourceFile second = file_of ("b.mbox", 1), first = file_of ("a.mbox", 0);
  sv_store_file (store, &second);
  put (store, "b.mbox", 0, "");
  reach (store, 1);
  sv_store_file_end (store, &(SvSourceStart){ 1, 100 });
  sv_store_file (store, &first);
  put (store, "a.mbox", 0, "");
  put (store, "a.mbox", 0, "2");
  put (store, "a.mbox", 0, "10");
  reach (store, 1);
  put (store, "a.mbox", 1, "");
  reach (store, 2);
  sv_store_file_end (store, &(SvSourceStart){ 2, 200 });
}

static void
test_order (void)
{
  static const struct
  {
    const char *file;
    gint64 index;
    const char *part;
  } expected[] = { { "a.mbox", 0, "" },
                   { "a.mbox", 0, "2" },
                   { "a.mbox", 0, "10" },
                   { "a.mbox", 1, "" },
                   { "b.mbox", 0, "" } };
  Place place;
  place_init (&place);
  SvStore *store = begin (&place, SV_STORE_NEW);
  fill (store);
  CHECK ("closes", sv_store_close (store, 2000, NULL));
  store = sv_store_open (place.path, SV_STORE_READ, NULL);
  g_autoptr (SvStoreCursor) cursor = sv_store_cursor_new (store, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (SvRow) row = sv_store_cursor_next (cursor, NULL);
      CHECK ("a row", row != NULL);
      CHECK_STR ("file", row->file, expected[i].file);
      CHECK_INT ("index", row->index, expected[i].index);
      CHECK_STR ("part", row->part, expected[i].part);
    }
  CHECK ("no more", sv_store_cursor_next (cursor, NULL) == NULL);
  g_clear_pointer (&cursor, sv_store_cursor_free);
  sv_store_close (store, 0, NULL);
  place_clear (&place);
}

static void
test_members (void)
{
  Place place;
  place_init (&place);
  SvStore *store = begin (&place, SV_STORE_NEW);
  fill (store);
  sv_store_close (store, 2000, NULL);
  store = sv_store_open (place.path, SV_STORE_READ, NULL);
  SvStoreCursor *cursor = sv_store_cursor_new (store, NULL);
  g_autoptr (SvRow) row = sv_store_cursor_next (cursor, NULL);
  CHECK_STR ("text", row->helo, "mail.example.org");
  CHECK_STR ("the null sender", row->mail_from, "");
  CHECK_STR ("no text", row->receiver, NULL);
  CHECK_STR ("format", row->format, "mbox");
  CHECK_INT ("number", row->lookups, 3);
  CHECK_INT ("no number", row->void_lookups, -1);
  CHECK ("no time", row->date == SV_ROW_NO_TIME);
  const SvRowFinding *finding = &g_array_index (row->findings, SvRowFinding, 0);
  CHECK_STR ("finding", finding->id, "spf-none-no-record");
  CHECK_INT ("variant", finding->variant, SV_VARIANT_LIST);
  CHECK_STR ("value", finding->values[1], "example.org");
  CHECK ("the end of the values", finding->values[2] == NULL);
  CHECK_INT ("line", finding->line, 7);
  CHECK_STR ("hop", g_array_index (row->hops, SvRowHop, 0).ip, "192.0.2.1");
  CHECK ("verdict", g_array_index (row->verdicts, SvRowVerdict, 0).trusted);
  sv_store_cursor_free (cursor);
  sv_store_close (store, 0, NULL);
  place_clear (&place);
}

static void
test_resume (void)
{
  Place place;
  place_init (&place);
  SvStore *store = begin (&place, SV_STORE_NEW);
  SvSourceFile file = file_of ("a.mbox", 0);
  SvSourceStart start = { 0 };
  CHECK ("unknown: from the beginning", sv_store_where (store, &file, &start) && start.index == 0);
  sv_store_file (store, &file);
  put (store, "a.mbox", 0, "");
  reach (store, 1);
  sv_store_close (store, 0, NULL);

  store = begin (&place, SV_STORE_RESUME);
  CHECK_INT ("it remembers", sv_store_messages_before (store), 1);
  CHECK ("half: goes on", sv_store_where (store, &file, &start));
  CHECK_INT ("half: goes on", start.index, 1);
  CHECK_INT ("half: goes on", start.offset, 100);
  sv_store_file (store, &file);
  sv_store_file_end (store, &(SvSourceStart){ 1, 100 });
  sv_store_close (store, 2000, NULL);

  store = begin (&place, SV_STORE_RESUME);
  CHECK ("whole: passed over", !sv_store_where (store, &file, &start));
  file.mtime++;
  start = (SvSourceStart){ 0 };
  CHECK ("changed: from the beginning", sv_store_where (store, &file, &start) && start.index == 0);
  sv_store_close (store, 2000, NULL);
  store = begin (&place, SV_STORE_RESUME);
  CHECK_INT ("changed: its rows are gone", sv_store_messages_before (store), 0);
  sv_store_close (store, 2000, NULL);
  place_clear (&place);
}

/* A run ended between a file's last message and its end: the next one finds nothing more in it. */
static void
test_end (void)
{
  Place place;
  place_init (&place);
  SvStore *store = begin (&place, SV_STORE_NEW);
  SvSourceFile file = file_of ("a.mbox", 0);
  SvSourceStart start = { 0 };
  sv_store_file (store, &file);
  put (store, "a.mbox", 0, "");
  reach (store, 1);
  sv_store_close (store, 0, NULL);
  for (guint whole = 0; whole < 2; whole++)
    {
      store = begin (&place, SV_STORE_RESUME);
      CHECK ("read to its end by nobody", sv_store_where (store, &file, &start));
      sv_store_close (store, whole ? 2000 : 0, NULL);
    }
  store = begin (&place, SV_STORE_RESUME);
  CHECK ("read to its end", !sv_store_where (store, &file, &start));
  sv_store_close (store, 2000, NULL);
  place_clear (&place);
}

static void
test_refused (void)
{
  Place place;
  place_init (&place);
  g_autoptr (GError) error = NULL;
  CHECK ("nothing to read", sv_store_open (place.path, SV_STORE_READ, &error) == NULL);
  CHECK ("says which", error && strstr (error->message, place.path));
  g_clear_error (&error);
  sv_store_close (begin (&place, SV_STORE_NEW), 1, NULL);
  CHECK ("not twice", sv_store_open (place.path, SV_STORE_NEW, &error) == NULL);
  CHECK ("says why", g_error_matches (error, SV_STORE_ERROR, SV_STORE_ERROR_EXISTS));
  g_clear_error (&error);
  CHECK ("a text",
         g_file_set_contents (place.path, "no database, but long enough to be one", -1, NULL));
  CHECK ("no database", sv_store_open (place.path, SV_STORE_RESUME, &error) == NULL);
  CHECK ("says why", g_error_matches (error, SV_STORE_ERROR, SV_STORE_ERROR_SQLITE));
  place_clear (&place);
}

static void
count_failure (const SvStoreFailure *failure, gpointer data)
{
  CHECK_STR ("reason", failure->reason, "torn");
  *(guint *)data += 1;
}

static void
test_failures (void)
{
  Place place;
  place_init (&place);
  SvStore *store = begin (&place, SV_STORE_NEW);
  SvStoreFailure known = { "a.mbox", 4, 17, "message", "torn" },
                 unknown = { NULL, -1, -1, "open", "torn" };
  sv_store_unreadable (store, &known);
  sv_store_unreadable (store, &unknown);
  sv_store_close (store, 1, NULL);
  store = begin (&place, SV_STORE_RESUME);
  guint n = 0;
  CHECK ("read", sv_store_failures (store, count_failure, &n, NULL));
  CHECK_INT ("what could not be opened is tried again", n, 1);
  sv_store_close (store, 1, NULL);
  place_clear (&place);
}

/* A disk may have come back: reading goes on with the message in which it failed. */
static void
test_read_again (void)
{
  Place place;
  place_init (&place);
  SvStore *store = begin (&place, SV_STORE_NEW);
  SvSourceFile file = file_of ("a.mbox", 0);
  SvSourceStart start = { 0 };
  SvStoreFailure failure = { "a.mbox", -1, -1, "read", "torn" };
  sv_store_file (store, &file);
  put (store, "a.mbox", 0, "");
  reach (store, 1);
  sv_store_unreadable (store, &failure);
  sv_store_file_end (store, &(SvSourceStart){ 1, 100 });
  sv_store_close (store, 2000, NULL);
  store = begin (&place, SV_STORE_RESUME);
  guint n = 0;
  CHECK ("read", sv_store_failures (store, count_failure, &n, NULL));
  CHECK_INT ("not told until it is tried", n, 0);
  CHECK ("goes on", sv_store_where (store, &file, &start) && start.index == 1);
  CHECK_INT ("behind what is stored", sv_store_messages_before (store), 1);
  sv_store_close (store, 2000, NULL);
  place_clear (&place);
}

/* Whatever a file is called, the database holds text, and another one for each file. */
static void
test_names (void)
{
  static const char *const names[]
      = { "a.mbox",   "\303\244 b.mbox", "a\033[31m.mbox", "a\\x1b[31m.mbox",
          "\377\300", "a\342\200\256b",  "a\tb\n",         "a\\x5cx\\y\\" };
  Place place;
  place_init (&place);
  SvStore *store = begin (&place, SV_STORE_NEW);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      SvSourceFile file = file_of (names[i], i);
      g_autofree char *text = sv_row_path (names[i]);
      sv_store_file (store, &file);
      put (store, text, 0, "");
      reach (store, 1);
      sv_store_file_end (store, &(SvSourceStart){ 1, 100 });
    }
  sv_store_close (store, 2000, NULL);
  store = begin (&place, SV_STORE_RESUME);
  g_autoptr (SvStoreCursor) cursor = sv_store_cursor_new (store, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      SvSourceFile file = file_of (names[i], i);
      SvSourceStart start = { 0 };
      g_autoptr (SvRow) row = sv_store_cursor_next (cursor, NULL);
      g_autofree char *text = sv_row_path (names[i]);
      CHECK_STR ("the name", row ? row->file : NULL, text);
      CHECK (text, g_utf8_validate (text, -1, NULL) && !strpbrk (text, "\033\t\n"));
      CHECK ("is found by it", !sv_store_where (store, &file, &start));
    }
  g_clear_pointer (&cursor, sv_store_cursor_free);
  sv_store_close (store, 2000, NULL);
  place_clear (&place);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "order", test_order }, { "members", test_members },       { "resume", test_resume },
    { "end", test_end },     { "refused", test_refused },       { "failures", test_failures },
    { "names", test_names }, { "read-again", test_read_again }, { NULL, NULL },
  };
  return suite_run ("store", tests);
}
