/* SPDX-License-Identifier: GPL-3.0-or-later
 * What kind of input a path is, and its messages one after another. */

#pragma once

#include "ip.h"

#include <gio/gio.h>
#include <glib.h>

typedef enum
{
  SV_INPUT_AUTO,
  SV_INPUT_MESSAGE,
  SV_INPUT_MBOX,
  SV_INPUT_MAILDIR
} SvInputFormat;

/* A header block of more bytes is cut here and noted: 30 times the largest block seen in 13,000
 * real messages. */
#define SV_HEADER_BLOCK_MAX (4 * 1024 * 1024)

/* One message as it lies in its file. */
typedef struct
{
  char *file; /* as given by the user, or found below a folder that was given; "-" for standard
                 input */
  SvInputFormat format; /* never SV_INPUT_AUTO */
  guint64 index;        /* 0-based position in its file */
  guint64 offset;  /* byte of the (uncompressed) file at which the message begins, behind its From_
                      line */
  guint64 size;    /* bytes of the message, header and body, without its From_ line */
  GBytes *header;  /* from the first byte up to and with the empty line; that line may be missing */
  GBytes *body;    /* NULL unless it was asked for */
  char *from_line; /* envelope sender of the From_ line in front of the message, or NULL */
  gboolean cut;    /* the header block was longer than SV_HEADER_BLOCK_MAX */
  char *part;      /* MIME part that it was taken from, "2.1"; NULL: it lies in the file itself */
  guint depth;     /* how many messages enclose it */
  SvIp reported_ip;         /* client address that an enclosing report names */
  char *reported_mail_from; /* Original-Mail-From, "" for the null sender; or NULL */
} SvMessage;

void sv_message_free (SvMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvMessage, sv_message_free)

/* A file as the walk meets it. */
typedef struct
{
  char *path;   /* as SvMessage.file */
  guint number; /* 0-based, among the files that hold mail */
  SvInputFormat format;
  gboolean plain; /* neither compressed nor a pipe: reading can begin anywhere */
  guint64 size;   /* bytes on disk; 0: not known */
  gint64 mtime;   /* microseconds since 1970 */
} SvSourceFile;

/* Where reading of a file begins: 0 and 0, or where an earlier run ended. */
typedef struct
{
  guint64 index;  /* of the message that begins there */
  guint64 offset; /* of its From_ line */
} SvSourceStart;

typedef enum
{
  SV_SOURCE_ERROR_OPEN,    /* a path that cannot be opened */
  SV_SOURCE_ERROR_READ,    /* an input that broke off: I/O error, damaged compression */
  SV_SOURCE_ERROR_NO_MAIL, /* a folder without any mail, an empty file, a file that is no mail */
  SV_SOURCE_ERROR_MESSAGE, /* one message that cannot be read; text names its file, index and offset
                            */
  SV_SOURCE_ERROR_CHANGED  /* a file that no longer has a message where reading was to begin */
} SvSourceError;

#define SV_SOURCE_ERROR (sv_source_error_quark ())
GQuark sv_source_error_quark (void);

/* Which bodies are kept. */
typedef enum
{
  SV_BODIES_NONE,
  SV_BODIES_ALL,      /* up to 64 MiB each */
  SV_BODIES_ENCLOSING /* those that may enclose a message or a report, up to 1 MiB each */
} SvBodies;

/* An ordered walk over inputs. */
typedef struct SvSource SvSource;

/* `paths` is NULL-terminated and copied; "-" is standard input.  Nothing is opened yet. */
SvSource *sv_source_new (const char *const *paths, SvInputFormat format, SvBodies bodies);
void sv_source_free (SvSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvSource, sv_source_free)

/* The next message, yours; or NULL.  NULL with `error` set: this input or message could not be
 * read, call again for what follows it.  NULL without an error: that was all.  Folders are walked
 * sorted by name (bytewise), a Maildir as its cur/ and new/ together sorted by file name; inputs
 * are recognised by their content. */
SvMessage *sv_source_next (SvSource *source, GError **error);

/* Whether one of `paths` is a pipe, or standard input: what comes next may be long in coming. */
gboolean sv_source_may_wait (const char *const *paths);

/* Bytes on disk of everything that a walk over `paths` would read; what cannot be read is passed
 * over. */
guint64 sv_source_measure (const char *const *paths);

/* Reads only part `shard` (1-based) of `shards`, each with as many bytes of the walk: a message
 * belongs to the part in which its first byte lies, a file that has to be read whole to the part of
 * its own first byte.  Index and offset stay those of the whole file. */
void sv_source_set_shard (SvSource *source, guint shard, guint shards);

/* Lets reading end once the descriptor `stop` can be read, also while a pipe has nothing to give.
 * What the source gives from then on may be cut. */
void sv_source_set_stop (SvSource *source, int stop);

/* Has `ask` called for every file in front of its first message.  It may set `start`; FALSE passes
 * the file over. */
typedef gboolean (*SvSourceAsk) (const SvSourceFile *file, SvSourceStart *start, gpointer data);
void sv_source_set_ask (SvSource *source, SvSourceAsk ask, gpointer data);

/* Reads no more of the file in hand. */
void sv_source_leave_file (SvSource *source);

/* Whether the next message is near: it needs no other file opened, and no pipe waited for. */
gboolean sv_source_goes_on (const SvSource *source);

/* Bytes of the inputs on disk that were read so far, or passed over as known. */
guint64 sv_source_bytes (const SvSource *source);

/* The file that is being read, NULL between files; and where reading of it has come to.  Borrowed
 * until the next call of sv_source_next(). */
const SvSourceFile *sv_source_file (const SvSource *source, SvSourceStart *next);
