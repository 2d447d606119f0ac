/* SPDX-License-Identifier: GPL-3.0-or-later
 * Questions of many at a time, got answered by the asker's own thread: sv_ask_post(). */

#include "dns-server.h"
#include "dns-text.h"
#include "dns/ask.h"
#include "suite.h"

#include <glib/gstdio.h>

/* Far enough away for any machine; only a hanging test reaches it. */
#define LONG (20 * G_USEC_PER_SEC)

static const char server_zone[] = "$TTL 300\n$DEFAULT NXDOMAIN\n"
                                  "example.com. TXT \"v=spf1 -all\"\n"
                                  "example.com. A 192.0.2.1\n"
                                  "alias.example.com. CNAME example.com.\n"
                                  "slow.example.com. ANY !TIMEOUT\n";

/* One who waits, and what became of it. */
typedef struct
{
  SvAnswers *answers;
  SvLookups *lookups;
  gint64 left;
  gboolean posted;  /* what sv_ask_post() said */
  guint done;       /* calls of done(); guarded by `lock` */
  GThread *done_in; /* the thread that called; guarded by `lock` */
} Waiter;

static GMutex lock;
static GCond changed;

static void
done (gpointer data)
{
  Waiter *waiter = data;
  g_mutex_lock (&lock);
  waiter->done++;
  waiter->done_in = g_thread_self ();
  g_cond_signal (&changed);
  g_mutex_unlock (&lock);
}

static void
waiter_init (Waiter *waiter, SvAnswers *answers, gint64 left)
{
  *waiter = (Waiter){ .answers = answers, .left = left };
  waiter->lookups = sv_lookups_new (answers);
}

static void
waiter_clear (Waiter *waiter)
{
  g_clear_pointer (&waiter->lookups, sv_lookups_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Waiter, waiter_clear)

static void
post (SvAsk *ask, Waiter *waiter, const char *name, SvDnsType type)
{
  sv_lookups_get (waiter->lookups, name, type);
  waiter->posted = sv_ask_post (ask, waiter->lookups, waiter->answers, &waiter->left, done, waiter);
}

/* Until somebody's turn has come. */
static void
wait_for (Waiter *waiter)
{
  gint64 until = g_get_monotonic_time () + LONG;
  g_mutex_lock (&lock);
  while (waiter->done == 0 && g_cond_wait_until (&changed, &lock, until))
    ;
  CHECK_INT ("done once", waiter->done, 1);
  CHECK ("in another thread", waiter->done_in && waiter->done_in != g_thread_self ());
  g_mutex_unlock (&lock);
}

/* What somebody sees, as text; a question that it has to ask is "(null)". */
static void
check_sees (Waiter *waiter, const char *name, SvDnsType type, const char *expected)
{
  g_autofree char *text = dns_text (sv_lookups_get (waiter->lookups, name, type));
  CHECK_STR (name, text, expected);
}

static SvAsk *
new_ask (const DnsServer *server, const char *file, guint in_flight)
{
  const char *const resolvers[] = { dns_server_address (server), NULL };
  const char *const files[] = { file, NULL };
  const SvAskOptions options = { .resolvers = resolvers, .files = files, .in_flight = in_flight };
  g_autoptr (GError) error = NULL;
  SvAsk *ask = sv_ask_new (&options, &error);
  CHECK_STR ("a new asker", error ? error->message : NULL, NULL);
  return ask;
}

static void
test_answer (void)
{
  g_autoptr (DnsServer) server = dns_server_new (server_zone, NULL);
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvAsk) ask = new_ask (server, NULL, 0);
  g_auto (Waiter) first, second;
  waiter_init (&first, answers, LONG);
  waiter_init (&second, answers, LONG);
  post (ask, &first, "alias.example.com", SV_DNS_TXT);
  CHECK ("has to wait", first.posted);
  wait_for (&first);
  check_sees (&first, "alias.example.com", SV_DNS_TXT, "noerror 300 \"v=spf1 -all\"");
  CHECK ("time is less", first.left <= LONG && first.left > 0);
  CHECK_INT ("nothing in flight", sv_ask_in_flight (ask), 0);

  post (ask, &second, "alias.example.com", SV_DNS_TXT);
  CHECK ("known already", !second.posted);
  CHECK_INT ("known already", second.done, 0);
  CHECK_INT ("known already", dns_server_udp_questions (server), 1);
  CHECK ("takes no time", second.left == LONG);
}

/* What the files know is not asked, and nobody has to wait for it. */
static void
test_files (void)
{
  g_autoptr (DnsServer) server = dns_server_new (server_zone, NULL);
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("test-ask-post-XXXXXX.zone", &path, NULL);
  CHECK ("a file", fd >= 0 && g_close (fd, NULL));
  CHECK ("a file", g_file_set_contents (path, "example.com. 7 TXT \"file\"\n", -1, NULL));
  g_autoptr (SvAsk) ask = new_ask (server, path, 0);
  g_unlink (path);
  g_auto (Waiter) file, both;
  waiter_init (&file, answers, LONG);
  post (ask, &file, "example.com", SV_DNS_TXT);
  CHECK ("known", !file.posted);
  check_sees (&file, "example.com", SV_DNS_TXT, "noerror 7 \"file\"");
  waiter_init (&both, answers, LONG);
  sv_lookups_get (both.lookups, "example.com", SV_DNS_TXT);
  post (ask, &both, "other.example.com", SV_DNS_TXT);
  CHECK ("one of two", both.posted);
  wait_for (&both);
  check_sees (&both, "example.com", SV_DNS_TXT, "noerror 7 \"file\"");
  check_sees (&both, "other.example.com", SV_DNS_TXT, "nxdomain 0");
  CHECK_INT ("the other", dns_server_udp_questions (server), 1);
}

/* A hundred who ask the same, and one thing of their own, before any answer comes. */
static void
test_once (void)
{
  enum
  {
    WAITERS = 100
  };
  g_autoptr (DnsServer) server = dns_server_new (server_zone, &(DnsServerSwitches){ .delay = 50 });
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvAsk) ask = new_ask (server, NULL, 0);
  Waiter waiters[WAITERS];
  for (guint i = 0; i < WAITERS; i++)
    {
      g_autofree char *own = g_strdup_printf ("n%u.example.com", i);
      waiter_init (&waiters[i], answers, LONG);
      sv_lookups_get (waiters[i].lookups, "example.com", SV_DNS_TXT);
      sv_lookups_get (waiters[i].lookups, "EXAMPLE.com.", SV_DNS_TXT);
      sv_lookups_get (waiters[i].lookups, "example.com", SV_DNS_A);
      post (ask, &waiters[i], own, SV_DNS_A);
    }
  for (guint i = 0; i < WAITERS; i++)
    {
      if (waiters[i].posted)
        wait_for (&waiters[i]);
      check_sees (&waiters[i], "example.com", SV_DNS_TXT, "noerror 300 \"v=spf1 -all\"");
      check_sees (&waiters[i], "example.com", SV_DNS_A, "noerror 300 192.0.2.1");
      waiter_clear (&waiters[i]);
    }
  CHECK_INT ("each question once", dns_server_udp_questions (server), WAITERS + 2);
  CHECK ("many at a time", dns_server_most_waiting (server) > 8);
}

/* Whose time is over gives up for itself alone: another gets the answer, and the store never has a
 * time-out that the network did not give. */
static void
test_time (void)
{
  g_autoptr (DnsServer) server = dns_server_new (server_zone, &(DnsServerSwitches){ .delay = 400 });
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvAsk) ask = new_ask (server, NULL, 0);
  g_auto (Waiter) hasty, patient, late;
  waiter_init (&hasty, answers, 50 * 1000);
  waiter_init (&patient, answers, LONG);
  waiter_init (&late, answers, 0);
  post (ask, &patient, "example.com", SV_DNS_TXT);
  post (ask, &hasty, "example.com", SV_DNS_TXT);
  wait_for (&hasty);
  check_sees (&hasty, "example.com", SV_DNS_TXT, "timeout 0");
  CHECK ("used up", hasty.left <= 0);
  /* Nor does anybody who has no time left wait for what is being asked. */
  post (ask, &late, "example.com", SV_DNS_A);
  CHECK ("no time", !late.posted);
  check_sees (&late, "example.com", SV_DNS_A, "timeout 0");
  wait_for (&patient);
  check_sees (&patient, "example.com", SV_DNS_TXT, "noerror 300 \"v=spf1 -all\"");
  CHECK ("of the patient's time", patient.left <= LONG - 300 * 1000);
  CHECK ("not in the store", !sv_answers_get (answers, "example.com", SV_DNS_A));
  CHECK_INT ("one question", dns_server_udp_questions (server), 1);
}

/* The clock of a question runs from when it is sent, not while it waits for room. */
static void
test_queue (void)
{
  enum
  {
    WAITERS = 4
  };
  g_autoptr (DnsServer) server = dns_server_new (server_zone, &(DnsServerSwitches){ .delay = 100 });
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvAsk) ask = new_ask (server, NULL, 1);
  Waiter waiters[WAITERS];
  gint64 begun = g_get_monotonic_time ();
  for (guint i = 0; i < WAITERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u.example.com", i);
      waiter_init (&waiters[i], answers, LONG);
      post (ask, &waiters[i], name, SV_DNS_A);
    }
  for (guint i = 0; i < WAITERS; i++)
    wait_for (&waiters[i]);
  gint64 whole = g_get_monotonic_time () - begun, sum = 0;
  for (guint i = 0; i < WAITERS; i++)
    {
      sum += LONG - waiters[i].left;
      waiter_clear (&waiters[i]);
    }
  CHECK ("one behind the other", whole >= WAITERS * 100 * 1000);
  /* Were waiting for room counted, the sum would be some two and a half times the whole. */
  CHECK ("only their own time", sum <= whole + whole / 2);
  CHECK_INT ("one at a time", dns_server_most_waiting (server), 1);
}

static void
ask_many (SvAsk *ask, SvAnswers *answers, const char *kind, guint count)
{
  Waiter waiter;
  waiter_init (&waiter, answers, LONG);
  for (guint i = 1; i < count; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u.example.com", kind, i);
      sv_lookups_get (waiter.lookups, name, SV_DNS_A);
    }
  post (ask, &waiter, "example.com", kind[0] == 'a' ? SV_DNS_TXT : SV_DNS_A);
  wait_for (&waiter);
  waiter_clear (&waiter);
}

/* A resolver that loses questions is asked them again, but fewer at a time: half as many after a
 * loss, and more again with what it answers. */
static void
test_back_off (void)
{
  enum
  {
    ROOM = 64
  };
  g_autoptr (DnsServer) server
      = dns_server_new (server_zone, &(DnsServerSwitches){ .delay = 50, .lose = ROOM });
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvAsk) ask = new_ask (server, NULL, ROOM);
  ask_many (ask, answers, "a", ROOM);
  CHECK_INT ("lost and asked again", dns_server_udp_questions (server), 2 * ROOM);
  const SvDnsAnswer *answer = sv_answers_get (answers, "a1.example.com", SV_DNS_A);
  CHECK ("not given up", answer && answer->status == SV_DNS_NXDOMAIN);
  dns_server_most_waiting (server);
  ask_many (ask, answers, "b", ROOM);
  guint most = dns_server_most_waiting (server);
  CHECK ("fewer at a time", most >= 8 && most <= ROOM * 3 / 4);
  ask_many (ask, answers, "c", 4 * ROOM);
  CHECK ("more again", dns_server_most_waiting (server) > most);
}

/* An asker that is freed lets go of those that wait, at once. */
static void
test_end (void)
{
  g_autoptr (DnsServer) server = dns_server_new (server_zone, NULL);
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  SvAsk *ask = new_ask (server, NULL, 0);
  g_auto (Waiter) waiter;
  waiter_init (&waiter, answers, LONG);
  post (ask, &waiter, "slow.example.com", SV_DNS_A);
  CHECK ("has to wait", waiter.posted);
  gint64 begun = g_get_monotonic_time ();
  sv_ask_free (ask);
  CHECK ("at once", g_get_monotonic_time () - begun < 2 * G_USEC_PER_SEC);
  CHECK_INT ("let go", waiter.done, 1);
  check_sees (&waiter, "slow.example.com", SV_DNS_A, "timeout 0");
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "answer", test_answer }, { "files", test_files }, { "once", test_once },
    { "time", test_time },     { "queue", test_queue }, { "back-off", test_back_off },
    { "end", test_end },       { NULL, NULL },
  };
  return suite_run ("ask-post", tests);
}
