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

typedef enum
{
  SV_SOURCE_ERROR_OPEN,    /* a path that cannot be opened */
  SV_SOURCE_ERROR_READ,    /* an input that broke off: I/O error, damaged compression */
  SV_SOURCE_ERROR_NO_MAIL, /* a folder without any mail, an empty file, a file that is no mail */
  SV_SOURCE_ERROR_MESSAGE  /* one message that cannot be read; text names its file, index and offset
                            */
} SvSourceError;

#define SV_SOURCE_ERROR (sv_source_error_quark ())
GQuark sv_source_error_quark (void);

/* An ordered walk over inputs. */
typedef struct SvSource SvSource;

/* `paths` is NULL-terminated and copied; "-" is standard input.  Nothing is opened yet. */
SvSource *sv_source_new (const char *const *paths, SvInputFormat format, gboolean want_bodies);
void sv_source_free (SvSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvSource, sv_source_free)

/* The next message, yours; or NULL.  NULL with `error` set: this input or message could not be
 * read, call again for what follows it.  NULL without an error: that was all.  Folders are walked
 * sorted by name (bytewise), a Maildir as its cur/ and new/ together sorted by file name; inputs
 * are recognised by their content. */
SvMessage *sv_source_next (SvSource *source, GError **error);
