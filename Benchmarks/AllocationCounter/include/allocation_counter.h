/* Counts what a thread takes from the heap, by standing in for malloc and its kin. */
#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

/* How many blocks this thread has taken so far; always 0 where a sanitizer has malloc itself. */
unsigned long allocation_count(void);

#endif
