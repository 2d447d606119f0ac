/* SPDX-License-Identifier: GPL-3.0-or-later
 * One message on its way through the engine, and behind it those that it encloses. */

#include "audit/engine-parts.h"

/* What a message costs beside its bytes, and how many times its bytes: measured over real mail,
 * with everything that is read out of them. */
#define WEIGHT_OF_MESSAGE ((gsize)24 * 1024)
#define WEIGHT_OF_BYTE ((gsize)3)

/* What is left of it once it is finished: a row, or a text. */
#define WEIGHT_OF_FINISHED ((gsize)4 * 1024)

SvEngineTask *
sv_engine_task_new (SvSourceFile *file, SvMessage *message, GError *error)
{
  SvEngineTask *task = g_new0 (SvEngineTask, 1);
  task->file = file;
  task->place.file = file;
  task->error = error;
  task->weight = WEIGHT_OF_MESSAGE;
  g_queue_init (&task->waiting);
  if (!message)
    return task;
  task->place.in_message = TRUE;
  task->place.index = message->index;
  task->place.offset = message->offset;
  task->made = g_ptr_array_new ();
  task->weight += WEIGHT_OF_BYTE * g_bytes_get_size (message->header);
  if (message->body)
    task->weight += g_bytes_get_size (message->body);
  g_queue_push_head (&task->waiting, message);
  return task;
}

void
sv_engine_task_free (SvEngineTask *task, const SvEngineHooks *hooks)
{
  g_queue_clear_full (&task->waiting, (GDestroyNotify)sv_message_free);
  for (guint i = 0; task->made && i < task->made->len; i++)
    if (hooks->make)
      hooks->unmake (task->made->pdata[i]);
    else
      sv_report_free (task->made->pdata[i]);
  g_clear_pointer (&task->made, g_ptr_array_unref);
  g_clear_error (&task->error);
  g_free (task);
}

/* What a report encloses is examined right behind it, each message in front of its own: a list,
 * because how they are nested is a stranger's to choose. */
static void
take_report (SvEngineTask *task, SvReport *report, const SvEngineHooks *hooks)
{
  GPtrArray *inner = report->enclosed->messages;
  for (guint i = inner->len; i > 0; i--)
    g_queue_push_head (&task->waiting, g_steal_pointer (&inner->pdata[i - 1]));
  g_ptr_array_add (task->made, hooks->make ? hooks->make (report, hooks->data) : report);
  if (hooks->make)
    sv_report_free (report);
}

gboolean
sv_engine_task_run (SvEngineTask *task, const SvWorld *world, const SvEngineHooks *hooks,
                    void (*ready) (gpointer task))
{
  for (;;)
    {
      if (!task->examination)
        {
          SvMessage *message
              = task->n <= SV_ENCLOSED_MAX ? g_queue_pop_head (&task->waiting) : NULL;
          if (!message)
            break;
          task->n++;
          task->examination = sv_examination_new (message, world);
          task->left = world->dns_timeout;
        }
      while (!sv_examination_step (task->examination))
        if (sv_ask_post (world->ask, sv_examination_lookups (task->examination), world->answers,
                         &task->left, ready, task))
          return FALSE;
      take_report (task, sv_examination_finish (g_steal_pointer (&task->examination)), hooks);
    }
  if (hooks->make)
    task->weight = WEIGHT_OF_FINISHED * task->made->len;
  return TRUE;
}
