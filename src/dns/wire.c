/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS packets (RFC 1035 4); see wire.h. */

#include "dns/wire.h"

#include "dns/wire-data.h"

#include <string.h>

/* Aliases followed within one packet, as in DNS files. */
#define CNAME_MAX 8

/* TTLs of 2^31 and more are to be taken for zero (RFC 2181 8). */
#define TTL_MAX 0x7fffffffu

enum
{
  HEADER_SIZE = 12,
  CLASS_IN = 1,
  TYPE_OPT = 41,
  FLAG_QR = 0x8000,
  FLAG_AA = 0x0400,
  FLAG_TC = 0x0200,
  FLAG_RD = 0x0100,
  FLAG_RA = 0x0080,
  RCODE_FORMERR = 1,
  RCODE_NXDOMAIN = 3,
  RCODE_REFUSED = 5
};

static gsize
put_u16 (guint8 *out, gsize at, guint value)
{
  out[at] = (guint8)(value >> 8);
  out[at + 1] = (guint8)value;
  return at + 2;
}

gsize
sv_dns_wire_question (const char *name, SvDnsType type, guint16 id, gboolean edns,
                      guint8 out[SV_DNS_QUESTION_MAX])
{
  gsize len;
  memset (out, 0, SV_DNS_QUESTION_MAX);
  if (!sv_dns_name_encode (name, out + HEADER_SIZE, &len))
    return 0;
  put_u16 (out, 0, id);
  put_u16 (out, 2, FLAG_RD);
  put_u16 (out, 4, 1);
  put_u16 (out, 10, edns ? 1 : 0);
  gsize at = put_u16 (out, HEADER_SIZE + len, (guint)type);
  at = put_u16 (out, at, CLASS_IN);
  if (!edns)
    return at;
  /* OPT (RFC 6891 6.1.2): the root, type, size, then extended RCODE, flags and length, all 0. */
  at = put_u16 (out, at + 1, TYPE_OPT);
  at = put_u16 (out, at, SV_DNS_UDP_SIZE);
  return at + 6;
}

/* One record, its data not yet read. */
typedef struct
{
  char *owner; /* in the form of keys */
  guint type, class;
  guint32 ttl;
  gsize data, data_len;
} Record;

static void
record_clear (gpointer data)
{
  g_free (((Record *)data)->owner);
}

static gboolean
read_record (SvDnsPacket *packet, Record *record)
{
  guint length;
  *record = (Record){ 0 };
  g_autofree char *owner = sv_dns_read_name (packet);
  if (!owner || !sv_dns_read_u16 (packet, &record->type)
      || !sv_dns_read_u16 (packet, &record->class) || !sv_dns_read_u32 (packet, &record->ttl)
      || !sv_dns_read_u16 (packet, &length) || packet->len - packet->at < length)
    return FALSE;
  record->owner = sv_dns_name_normal (owner);
  if (record->ttl > TTL_MAX && record->type != TYPE_OPT)
    record->ttl = 0;
  record->data = packet->at;
  record->data_len = length;
  packet->at += length;
  return TRUE;
}

/* A packet as read. */
typedef struct
{
  SvDnsPacket packet;
  guint flags, rcode;
  GArray *answers; /* Record of class IN */
  gboolean has_soa, has_ns, has_opt;
  guint32 negative_ttl; /* RFC 2308 5; 0 without SOA */
} Reply;

/* Takes notice of a record behind the answer section. */
static void
note_other (Reply *reply, const Record *record)
{
  if (record->type == TYPE_OPT)
    {
      /* The upper bits of the RCODE (RFC 6891 6.1.3). */
      reply->rcode |= record->ttl >> 24 << 4;
      reply->has_opt = TRUE;
    }
  else if (record->type == SV_DNS_NS)
    reply->has_ns = TRUE;
  else if (record->type == SV_DNS_SOA && !reply->has_soa && record->data_len >= 4)
    {
      SvDnsPacket end = reply->packet;
      guint32 minimum = 0;
      end.at = record->data + record->data_len - 4;
      sv_dns_read_u32 (&end, &minimum);
      reply->has_soa = TRUE;
      reply->negative_ttl = MIN (record->ttl, minimum);
    }
}

/* Header, question and all three sections.  The answer section must be sound; what is broken behind
 * it is not needed. */
static gboolean
read_reply (Reply *reply)
{
  SvDnsPacket *packet = &reply->packet;
  guint id, questions, answers, authorities, additional;
  if (!sv_dns_read_u16 (packet, &id) || !sv_dns_read_u16 (packet, &reply->flags)
      || !sv_dns_read_u16 (packet, &questions) || !sv_dns_read_u16 (packet, &answers)
      || !sv_dns_read_u16 (packet, &authorities) || !sv_dns_read_u16 (packet, &additional)
      || !(reply->flags & FLAG_QR))
    return FALSE;
  reply->rcode = reply->flags & 0xf;
  for (; questions > 0; questions--)
    {
      guint type, class;
      g_autofree char *name = sv_dns_read_name (packet);
      if (!name || !sv_dns_read_u16 (packet, &type) || !sv_dns_read_u16 (packet, &class))
        return FALSE;
    }
  Record record;
  for (; answers > 0; answers--)
    {
      if (!read_record (packet, &record))
        return FALSE;
      if (record.class == CLASS_IN)
        g_array_append_val (reply->answers, record);
      else
        record_clear (&record);
    }
  for (guint others = authorities + additional; others > 0 && read_record (packet, &record);
       others--)
    {
      note_other (reply, &record);
      record_clear (&record);
    }
  return TRUE;
}

/* Adds the records of one owner to the answer; FALSE if one is malformed. */
static gboolean
collect (const Reply *reply, const char *owner, SvDnsAnswer *answer)
{
  for (guint i = 0; i < reply->answers->len; i++)
    {
      const Record *record = &g_array_index (reply->answers, Record, i);
      SvDnsRecord read;
      if (record->type != (guint)answer->type || strcmp (record->owner, owner) != 0)
        continue;
      if (!sv_dns_wire_data (reply->packet.bytes, reply->packet.len, record->data, record->data_len,
                             answer->type, &read))
        return FALSE;
      sv_dns_answer_add (answer, &read);
      answer->ttl = MIN (answer->ttl, record->ttl);
    }
  return TRUE;
}

/* The name that `owner` is an alias of, in the form of keys, or NULL; lowers `ttl`. */
static char *
alias_of (const Reply *reply, const char *owner, guint32 *ttl)
{
  for (guint i = 0; i < reply->answers->len; i++)
    {
      const Record *record = &g_array_index (reply->answers, Record, i);
      SvDnsRecord read;
      if (record->type != SV_DNS_CNAME || strcmp (record->owner, owner) != 0
          || !sv_dns_wire_data (reply->packet.bytes, reply->packet.len, record->data,
                                record->data_len, SV_DNS_CNAME, &read))
        continue;
      *ttl = MIN (*ttl, record->ttl);
      char *target = sv_dns_name_normal (read.name);
      sv_dns_record_clear (&read);
      return target;
    }
  return NULL;
}

/* Follows the aliases from the asked name; fills `answer` if they lead to records.  `*last` is the
 * name at their end.  FALSE for a loop and for malformed data. */
static gboolean
follow (const Reply *reply, SvDnsAnswer *answer, char **last, guint *aliases)
{
  *last = g_strdup (answer->name);
  for (*aliases = 0; *aliases <= CNAME_MAX; ++*aliases)
    {
      if (!collect (reply, *last, answer))
        return FALSE;
      char *target = answer->records->len == 0 ? alias_of (reply, *last, &answer->ttl) : NULL;
      if (!target)
        return TRUE;
      g_free (*last);
      *last = target;
    }
  return FALSE;
}

/* Without records: whether the name was denied, is to be asked for again, or is somebody else's. */
static SvDnsStatus
status_without_records (const Reply *reply)
{
  if (reply->rcode == RCODE_NXDOMAIN)
    return SV_DNS_NXDOMAIN;
  /* A referral (RFC 2308 2.2) of a server that is no resolver: it says nothing of the name. */
  if (!(reply->flags & (FLAG_AA | FLAG_RA)) && reply->has_ns && !reply->has_soa)
    return SV_DNS_SERVFAIL;
  return SV_DNS_NODATA;
}

/* The answer of a sound packet with RCODE 0 or 3, or NULL (see sv_dns_wire_read()). */
static SvDnsAnswer *
interpret (const Reply *reply, const char *name, SvDnsType type, char **unknown, guint32 *ttl)
{
  g_autoptr (SvDnsAnswer) answer = sv_dns_answer_new (name, type, SV_DNS_NOERROR);
  g_autofree char *last = NULL;
  guint aliases;
  answer->ttl = G_MAXUINT32;
  if (!follow (reply, answer, &last, &aliases))
    return sv_dns_answer_new (name, type, SV_DNS_SERVFAIL);
  if (reply->rcode == 0 && answer->records->len > 0)
    return g_steal_pointer (&answer);
  if (reply->rcode == 0 && aliases > 0 && !reply->has_soa)
    {
      *unknown = g_steal_pointer (&last);
      *ttl = answer->ttl;
      return NULL;
    }
  SvDnsAnswer *negative = sv_dns_answer_new (name, type, status_without_records (reply));
  negative->ttl = MIN (answer->ttl, reply->negative_ttl);
  return negative;
}

static Reply
reply_init (const guint8 *packet, gsize len)
{
  Reply reply = { .packet = { .bytes = packet, .len = len } };
  reply.answers = g_array_new (FALSE, FALSE, sizeof (Record));
  g_array_set_clear_func (reply.answers, record_clear);
  return reply;
}

gboolean
sv_dns_wire_rejects_edns (const guint8 *packet, gsize len)
{
  Reply reply = reply_init (packet, len);
  gboolean rejects = read_reply (&reply) && reply.rcode == RCODE_FORMERR && !reply.has_opt;
  g_array_unref (reply.answers);
  return rejects;
}

SvDnsAnswer *
sv_dns_wire_read (const guint8 *packet, gsize len, const char *name, SvDnsType type, char **unknown,
                  guint32 *ttl)
{
  Reply reply = reply_init (packet, len);
  *unknown = NULL;
  *ttl = G_MAXUINT32;
  SvDnsAnswer *answer = NULL;
  /* An answer still cut off after TCP was tried is none. */
  if (!read_reply (&reply) || (reply.flags & FLAG_TC))
    answer = sv_dns_answer_new (name, type, SV_DNS_SERVFAIL);
  else if (reply.rcode == RCODE_REFUSED)
    answer = sv_dns_answer_new (name, type, SV_DNS_REFUSED);
  else if (reply.rcode == 0 || reply.rcode == RCODE_NXDOMAIN)
    answer = interpret (&reply, name, type, unknown, ttl);
  else
    answer = sv_dns_answer_new (name, type, SV_DNS_SERVFAIL);
  g_array_unref (reply.answers);
  return answer;
}
