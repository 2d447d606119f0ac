/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS answers, the store of them, and one evaluation's view of it; see answers.h. */

#include "dns/answers.h"

#include "dns/name.h"

#include <string.h>

/* clang-format off */
static const struct
{
  SvDnsType type;
  const char *name;
} types[] = {
  { SV_DNS_A,     "A" },
  { SV_DNS_NS,    "NS" },
  { SV_DNS_CNAME, "CNAME" },
  { SV_DNS_SOA,   "SOA" },
  { SV_DNS_PTR,   "PTR" },
  { SV_DNS_MX,    "MX" },
  { SV_DNS_TXT,   "TXT" },
  { SV_DNS_AAAA,  "AAAA" },
  { SV_DNS_SPF,   "SPF" },
};
/* clang-format on */

const char *
sv_dns_type_name (SvDnsType type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return types[i].name;
  return NULL;
}

gboolean
sv_dns_type_from_name (const char *name, SvDnsType *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (types[i].name, name) == 0)
      {
        *type = types[i].type;
        return TRUE;
      }
  return FALSE;
}

const char *
sv_dns_status_name (SvDnsStatus status)
{
  static const char *const names[]
      = { "noerror", "nodata", "nxdomain", "servfail", "timeout", "refused", "unrecorded" };
  return names[status];
}

void
sv_dns_record_clear (SvDnsRecord *record)
{
  g_clear_pointer (&record->name, g_free);
  g_clear_pointer (&record->rest, g_free);
  g_clear_pointer (&record->strings, g_ptr_array_unref);
}

SvDnsAnswer *
sv_dns_answer_new (const char *name, SvDnsType type, SvDnsStatus status)
{
  SvDnsAnswer *answer = g_new0 (SvDnsAnswer, 1);
  answer->references = 1;
  answer->name = sv_dns_name_normal (name);
  answer->type = type;
  answer->status = status;
  answer->records = g_array_new (FALSE, FALSE, sizeof (SvDnsRecord));
  g_array_set_clear_func (answer->records, (GDestroyNotify)sv_dns_record_clear);
  return answer;
}

void
sv_dns_answer_add (SvDnsAnswer *answer, const SvDnsRecord *record)
{
  g_array_append_val (answer->records, *record);
}

SvDnsAnswer *
sv_dns_answer_ref (const SvDnsAnswer *answer)
{
  SvDnsAnswer *shared = (SvDnsAnswer *)answer;
  g_atomic_int_inc (&shared->references);
  return shared;
}

void
sv_dns_answer_unref (SvDnsAnswer *answer)
{
  if (!answer || !g_atomic_int_dec_and_test (&answer->references))
    return;
  g_free (answer->name);
  g_array_unref (answer->records);
  g_free (answer);
}

/* character-string = DQUOTE *( printable / "\" DQUOTE / "\\" / "\" 3DIGIT ) DQUOTE */
static void
append_string (GString *out, GBytes *string)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (string, &len);
  g_string_append_c (out, '"');
  for (gsize i = 0; i < len; i++)
    if (bytes[i] == '"' || bytes[i] == '\\')
      g_string_append_printf (out, "\\%c", bytes[i]);
    else if (g_ascii_isprint (bytes[i]))
      g_string_append_c (out, (char)bytes[i]);
    else
      g_string_append_printf (out, "\\%03u", bytes[i]);
  g_string_append_c (out, '"');
}

static char *
strings_text (const GPtrArray *strings)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < strings->len; i++)
    {
      if (i)
        g_string_append_c (out, ' ');
      append_string (out, strings->pdata[i]);
    }
  return g_string_free (out, FALSE);
}

/* An AAAA record may hold a mapped address, which SvIp always has as IPv4; as data of AAAA it must
 * be written in its long form again. */
static char *
address_text (const SvIp *ip, SvDnsType type)
{
  char text[SV_IP_TEXT_MAX];
  gboolean mapped = type == SV_DNS_AAAA && ip->family == 4;
  return g_strconcat (mapped ? "::ffff:" : "", sv_ip_format (ip, text), NULL);
}

char *
sv_dns_record_text (const SvDnsRecord *record, SvDnsType type)
{
  if (type == SV_DNS_A || type == SV_DNS_AAAA)
    return address_text (&record->ip, type);
  if (type == SV_DNS_TXT || type == SV_DNS_SPF)
    return strings_text (record->strings);
  g_autofree char *name = sv_dns_name_master (record->name);
  if (type == SV_DNS_MX)
    return g_strdup_printf ("%u %s", record->preference, name);
  if (type == SV_DNS_SOA)
    return g_strconcat (name, " ", record->rest, NULL);
  return g_steal_pointer (&name);
}

GBytes *
sv_dns_record_joined (const SvDnsRecord *record)
{
  if (record->strings && record->strings->len == 1)
    return g_bytes_ref (record->strings->pdata[0]);
  GByteArray *joined = g_byte_array_new ();
  for (guint i = 0; record->strings && i < record->strings->len; i++)
    {
      gsize len;
      const guint8 *bytes = g_bytes_get_data (record->strings->pdata[i], &len);
      g_byte_array_append (joined, bytes, (guint)len);
    }
  return g_byte_array_free_to_bytes (joined);
}

guint
sv_dns_question_hash (gconstpointer data)
{
  const SvDnsQuestion *question = data;
  return g_str_hash (question->name) * 31 + (guint)question->type;
}

gboolean
sv_dns_question_equal (gconstpointer a, gconstpointer b)
{
  const SvDnsQuestion *one = a, *other = b;
  return one->type == other->type && strcmp (one->name, other->name) == 0;
}

static void
question_free (gpointer data)
{
  SvDnsQuestion *question = data;
  g_free (question->name);
  g_free (question);
}

/* Answers are never changed: the lock guards the tables alone.  With `kept`, the younger table
 * becomes the older one when it is full, and the older one is forgotten; what is found in the older
 * one goes into the younger one. */
struct SvAnswers
{
  GRWLock lock;
  GHashTable *table; /* SvDnsQuestion, its name borrowed from the answer → SvDnsAnswer */
  GHashTable *older; /* the same; NULL: nothing is old */
  guint kept;        /* 0: nothing is forgotten */
};

static GHashTable *
table_new (void)
{
  return g_hash_table_new_full (sv_dns_question_hash, sv_dns_question_equal, g_free,
                                (GDestroyNotify)sv_dns_answer_unref);
}

SvAnswers *
sv_answers_new (void)
{
  SvAnswers *answers = g_new0 (SvAnswers, 1);
  g_rw_lock_init (&answers->lock);
  answers->table = table_new ();
  return answers;
}

void
sv_answers_free (SvAnswers *answers)
{
  if (!answers)
    return;
  g_hash_table_unref (answers->table);
  g_clear_pointer (&answers->older, g_hash_table_unref);
  g_rw_lock_clear (&answers->lock);
  g_free (answers);
}

void
sv_answers_forget (SvAnswers *answers, guint kept)
{
  answers->kept = kept;
}

static SvDnsAnswer *
look_up (const SvAnswers *answers, const SvDnsQuestion *question)
{
  SvDnsAnswer *answer = g_hash_table_lookup (answers->table, question);
  return answer || !answers->older ? answer : g_hash_table_lookup (answers->older, question);
}

/* Puts an answer, a reference of which is taken, into the younger table if it is not there. */
static void
insert (SvAnswers *answers, SvDnsAnswer *answer)
{
  SvDnsQuestion question = { .name = answer->name, .type = answer->type };
  if (g_hash_table_contains (answers->table, &question))
    {
      sv_dns_answer_unref (answer);
      return;
    }
  if (answers->kept && g_hash_table_size (answers->table) >= answers->kept)
    {
      g_clear_pointer (&answers->older, g_hash_table_unref);
      answers->older = answers->table;
      answers->table = table_new ();
    }
  g_hash_table_insert (answers->table, g_memdup2 (&question, sizeof question), answer);
}

void
sv_answers_put (SvAnswers *answers, SvDnsAnswer *answer)
{
  SvDnsQuestion question = { .name = answer->name, .type = answer->type };
  g_rw_lock_writer_lock (&answers->lock);
  const SvDnsAnswer *known = look_up (answers, &question);
  if (!known)
    insert (answers, answer);
  g_rw_lock_writer_unlock (&answers->lock);
  if (known)
    sv_dns_answer_unref (answer);
}

/* A new reference to the answer, or NULL. */
static SvDnsAnswer *
find (SvAnswers *answers, const SvDnsQuestion *question)
{
  g_rw_lock_reader_lock (&answers->lock);
  SvDnsAnswer *answer = look_up (answers, question);
  gboolean old = answer && answers->older && !g_hash_table_contains (answers->table, question);
  if (answer)
    sv_dns_answer_ref (answer);
  g_rw_lock_reader_unlock (&answers->lock);
  if (!old)
    return answer;
  g_rw_lock_writer_lock (&answers->lock);
  insert (answers, sv_dns_answer_ref (answer));
  g_rw_lock_writer_unlock (&answers->lock);
  return answer;
}

const SvDnsAnswer *
sv_answers_get (SvAnswers *answers, const char *name, SvDnsType type)
{
  g_autofree char *normal = sv_dns_name_normal (name);
  SvDnsAnswer *answer = find (answers, &(SvDnsQuestion){ .name = normal, .type = type });
  /* The store has a reference of its own. */
  sv_dns_answer_unref (answer);
  return answer;
}

gboolean
sv_answers_have (SvAnswers *answers, const char *name, SvDnsType type)
{
  return sv_answers_get (answers, name, type) != NULL;
}

struct SvLookups
{
  SvAnswers *answers;
  GPtrArray *held;                          /* SvDnsAnswer: a reference for each that was given */
  GPtrArray *sections[SV_LOOKUPS_SECTIONS]; /* const SvDnsAnswer *, as they were read */
  guint section;                            /* the present one */
  GPtrArray *used;                          /* of all sections, none twice; made when asked for */
  GPtrArray *wanted;                        /* SvDnsQuestion */
  GHashTable *wanted_set;                   /* the same, borrowed; NULL until something is */
  gboolean given_up;                        /* what is not in the store is a time-out */
};

SvLookups *
sv_lookups_new (SvAnswers *answers)
{
  SvLookups *lookups = g_new0 (SvLookups, 1);
  lookups->answers = answers;
  lookups->held = g_ptr_array_new_with_free_func ((GDestroyNotify)sv_dns_answer_unref);
  for (guint i = 0; i < SV_LOOKUPS_SECTIONS; i++)
    lookups->sections[i] = g_ptr_array_new ();
  lookups->used = g_ptr_array_new ();
  lookups->wanted = g_ptr_array_new_with_free_func (question_free);
  return lookups;
}

void
sv_lookups_free (SvLookups *lookups)
{
  if (!lookups)
    return;
  g_clear_pointer (&lookups->wanted_set, g_hash_table_unref);
  g_ptr_array_unref (lookups->wanted);
  for (guint i = 0; i < SV_LOOKUPS_SECTIONS; i++)
    g_ptr_array_unref (lookups->sections[i]);
  g_ptr_array_unref (lookups->used);
  g_ptr_array_unref (lookups->held);
  g_free (lookups);
}

/* Keeps the reference for as long as the view. */
static const SvDnsAnswer *
hold (SvLookups *lookups, SvDnsAnswer *answer)
{
  g_ptr_array_add (lookups->held, answer);
  return answer;
}

/* The answer in the store, or NULL after noting the question. */
static const SvDnsAnswer *
find_or_want (SvLookups *lookups, const char *name, SvDnsType type)
{
  g_autofree char *normal = sv_dns_name_normal (name);
  SvDnsQuestion question = { .name = normal, .type = type };
  SvDnsAnswer *answer = find (lookups->answers, &question);
  if (answer)
    return hold (lookups, answer);
  if (lookups->wanted_set && g_hash_table_contains (lookups->wanted_set, &question))
    return NULL;
  /* Others, who still have time, do not see this one. */
  if (lookups->given_up)
    return hold (lookups, sv_dns_answer_new (normal, type, SV_DNS_TIMEOUT));
  SvDnsQuestion *noted = g_memdup2 (&question, sizeof question);
  noted->name = g_steal_pointer (&normal);
  g_ptr_array_add (lookups->wanted, noted);
  if (!lookups->wanted_set)
    lookups->wanted_set = g_hash_table_new (sv_dns_question_hash, sv_dns_question_equal);
  g_hash_table_add (lookups->wanted_set, noted);
  return NULL;
}

const SvDnsAnswer *
sv_lookups_get (SvLookups *lookups, const char *name, SvDnsType type)
{
  const SvDnsAnswer *answer = find_or_want (lookups, name, type);
  if (answer)
    g_ptr_array_add (lookups->sections[lookups->section], (gpointer)answer);
  return answer;
}

void
sv_lookups_begin (SvLookups *lookups, guint section)
{
  lookups->section = section;
  g_ptr_array_set_size (lookups->sections[section], 0);
}

void
sv_lookups_prefetch (SvLookups *lookups, const char *name, SvDnsType type)
{
  find_or_want (lookups, name, type);
}

GPtrArray *
sv_lookups_take_wanted (SvLookups *lookups)
{
  GPtrArray *taken = lookups->wanted;
  g_clear_pointer (&lookups->wanted_set, g_hash_table_unref);
  lookups->wanted = g_ptr_array_new_with_free_func (question_free);
  return taken;
}

void
sv_lookups_give_up (SvLookups *lookups)
{
  g_clear_pointer (&lookups->wanted_set, g_hash_table_unref);
  g_ptr_array_set_size (lookups->wanted, 0);
  lookups->given_up = TRUE;
}

const GPtrArray *
sv_lookups_used (const SvLookups *lookups)
{
  g_autoptr (GHashTable) listed = g_hash_table_new (NULL, NULL);
  g_ptr_array_set_size (lookups->used, 0);
  for (guint i = 0; i < SV_LOOKUPS_SECTIONS; i++)
    for (guint k = 0; k < lookups->sections[i]->len; k++)
      if (g_hash_table_add (listed, lookups->sections[i]->pdata[k]))
        g_ptr_array_add (lookups->used, lookups->sections[i]->pdata[k]);
  return lookups->used;
}
