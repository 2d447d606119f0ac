/* SPDX-License-Identifier: GPL-3.0-or-later
 * GLib's locks made of POSIX ones, for helgrind: preloaded, by tests/helgrind.sh alone.
 *
 * On Linux GLib's locks are its own, on futexes, and helgrind knows only those of POSIX: it would
 * take everything that a GMutex guards for unguarded. */

#include <errno.h>
#include <glib.h>
#include <pthread.h>

/* The POSIX lock behind a GLib one, whose first member is a pointer; made when it is first needed,
 * as a static GMutex is never initialized. */
#define LOCK_OF(type, init) \
  static pthread_##type##_t *sv_test_##type (gpointer *place) \
  { \
    pthread_##type##_t *lock = g_atomic_pointer_get (place); \
    if (lock) \
      return lock; \
    lock = g_new (pthread_##type##_t, 1); \
    init (lock, NULL); \
    if (g_atomic_pointer_compare_and_exchange (place, NULL, lock)) \
      return lock; \
    g_free (lock); \
    return g_atomic_pointer_get (place); \
  }

LOCK_OF (mutex, pthread_mutex_init)
LOCK_OF (cond, pthread_cond_init)
LOCK_OF (rwlock, pthread_rwlock_init)

void
g_mutex_init (GMutex *mutex)
{
  mutex->p = NULL;
  sv_test_mutex (&mutex->p);
}

void
g_mutex_clear (GMutex *mutex)
{
  if (mutex->p)
    pthread_mutex_destroy (mutex->p);
  g_clear_pointer (&mutex->p, g_free);
}

void
g_mutex_lock (GMutex *mutex)
{
  pthread_mutex_lock (sv_test_mutex (&mutex->p));
}

void
g_mutex_unlock (GMutex *mutex)
{
  pthread_mutex_unlock (mutex->p);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  return pthread_mutex_trylock (sv_test_mutex (&mutex->p)) == 0;
}

void
g_cond_init (GCond *cond)
{
  cond->p = NULL;
  sv_test_cond (&cond->p);
}

void
g_cond_clear (GCond *cond)
{
  if (cond->p)
    pthread_cond_destroy (cond->p);
  g_clear_pointer (&cond->p, g_free);
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  pthread_cond_wait (sv_test_cond (&cond->p), mutex->p);
}

void
g_cond_signal (GCond *cond)
{
  pthread_cond_signal (sv_test_cond (&cond->p));
}

void
g_cond_broadcast (GCond *cond)
{
  pthread_cond_broadcast (sv_test_cond (&cond->p));
}

/* GLib's clock is the monotonic one, that of a POSIX condition is not. */
gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gint64 end = g_get_real_time () + MAX (0, end_time - g_get_monotonic_time ());
  struct timespec until = { end / G_USEC_PER_SEC, end % G_USEC_PER_SEC * 1000 };
  return pthread_cond_timedwait (sv_test_cond (&cond->p), mutex->p, &until) != ETIMEDOUT;
}

void
g_rw_lock_init (GRWLock *lock)
{
  lock->p = NULL;
  sv_test_rwlock (&lock->p);
}

void
g_rw_lock_clear (GRWLock *lock)
{
  if (lock->p)
    pthread_rwlock_destroy (lock->p);
  g_clear_pointer (&lock->p, g_free);
}

void
g_rw_lock_reader_lock (GRWLock *lock)
{
  pthread_rwlock_rdlock (sv_test_rwlock (&lock->p));
}

void
g_rw_lock_writer_lock (GRWLock *lock)
{
  pthread_rwlock_wrlock (sv_test_rwlock (&lock->p));
}

void
g_rw_lock_reader_unlock (GRWLock *lock)
{
  pthread_rwlock_unlock (lock->p);
}

void
g_rw_lock_writer_unlock (GRWLock *lock)
{
  pthread_rwlock_unlock (lock->p);
}
