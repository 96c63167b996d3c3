/* Doubly linked intrusive list: the links are members of what is listed, so that putting in
 * and taking out needs no memory and cannot fail. An empty list's head points to itself. */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* Head and link alike. A link is not zero-initialized: list_push_back or list_init first. */
struct list {
    struct list *next, *prev;
};

/* The object whose `member` this link is. */
#define list_entry(ptr, type, member) ((type *)((char *)(ptr)-offsetof(type, member)))

/* In order. The current element must stay where it is. */
#define list_for_each(it, head) for (struct list *it = (head)->next; it != (head); it = it->next)

/* Allows the current element to be removed. */
#define list_for_each_safe(it, head)                                                               \
    for (struct list *it = (head)->next, *it##_next = it->next; it != (head);                      \
         it = it##_next, it##_next = it->next)

static inline void list_init(struct list *head)
{
    head->next = head->prev = head;
}

static inline bool list_empty(const struct list *head)
{
    return head->next == head;
}

static inline void list_push_back(struct list *head, struct list *e)
{
    e->prev = head->prev;
    e->next = head;
    head->prev->next = e;
    head->prev = e;
}

/* Out of whatever list it is in; the link points to itself then, removing it again does
 * nothing. */
static inline void list_remove(struct list *e)
{
    e->prev->next = e->next;
    e->next->prev = e->prev;
    e->next = e->prev = e;
}

#endif
