/* SPDX-License-Identifier: GPL-3.0-or-later
 * Messages made of text, for tests of what is concluded from headers. */

#pragma once

#include "mail/facts.h"

/* The message that `text` is, all of it header; yours. */
SvMessage *mail_message (const char *text);

/* The same with header and body in blocks of their own, as if others came before it; yours. */
SvMessage *mail_whole_message (const char *text);

/* A header block in the shape that some receiver writes, by its name in mail-texts.c. */
const char *mail_text (const char *name);

/* What that message states. */
SvFacts *mail_facts (const char *text);

/* The address written in `text`, NULL for none. */
SvIp mail_ip (const char *text);

/* Checks an address against its text; NULL is none. */
#define CHECK_IP(row, actual, expected) \
  mail_check_ip ((row), (actual), (expected), __FILE__, __LINE__)
void mail_check_ip (const char *row, const SvIp *actual, const char *expected, const char *file,
                    int line);
