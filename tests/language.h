/* SPDX-License-Identifier: GPL-3.0-or-later
 * The language of a test: English, or a catalogue that `make check` compiles from po/. */

#pragma once

/* Sets the language of all messages: "C", or "ja".  Aborts where the catalogue is not there. */
void language_set (const char *language);
