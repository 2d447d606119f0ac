/* SPDX-License-Identifier: GPL-3.0-or-later
 * A small strict streaming JSON writer (RFC 8259): what it lets through is well-formed, whatever
 * the values. */

#pragma once

#include <glib.h>
#include <stdio.h>

/* Objects and arrays inside each other; the report needs 7. */
#define SV_JSON_DEPTH_MAX 16

/* One document under way.  `key` of the functions below is NULL inside arrays and at the top, and
 * only there: anything else is a mistake of the program and stops it. */
typedef struct
{
  FILE *stream;    /* borrowed; write errors stick to it */
  gboolean pretty; /* one member a line, indented by two blanks */
  guint depth;
  struct
  {
    char close;      /* "}" or "]" */
    gboolean filled; /* something is in it */
  } open[SV_JSON_DEPTH_MAX];
} SvJsonWriter;

void sv_json_writer_init (SvJsonWriter *json, FILE *stream, gboolean pretty);

void sv_json_open_object (SvJsonWriter *json, const char *key);
void sv_json_open_array (SvJsonWriter *json, const char *key);
void sv_json_close (SvJsonWriter *json);

/* Any bytes: what is not UTF-8 becomes U+FFFD, and everything unsafe on a terminal is written as
 * \uXXXX.  NULL is null. */
void sv_json_put_string (SvJsonWriter *json, const char *key, const char *value);
void sv_json_put_int (SvJsonWriter *json, const char *key, gint64 value);
void sv_json_put_bool (SvJsonWriter *json, const char *key, gboolean value);
void sv_json_put_null (SvJsonWriter *json, const char *key);

/* Ends the document, which must be closed, with a line end. */
void sv_json_finish (SvJsonWriter *json);
