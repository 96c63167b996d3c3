/* An authentication method as part of an operation (miniport/form.h; base/form.h): which one it
 * is, and its state. The tables are the methods' own. */
#include "base/wipe.h"
#include "miniport/form.h"
#include "miniport/miniport.h"
#include "miniport/mlme/auth.h"

static const struct auth_ops *const methods[] = {&auth_open, &auth_shared, &auth_sae, &auth_owe,
                                                 &auth_ft};
#define METHODS (sizeof methods / sizeof *methods)

static bool is_no_method(const void *member)
{
    return form_pointer(member) == NULL;
}

static void put_method(struct form_out *f, const void *member)
{
    const struct auth_method *m = form_pointer(member);
    size_t i = 0;
    while (i < METHODS && methods[i] != m->ops) {
        i++;
    }
    form_put_number(f, i);
    if (i == METHODS || !m->ops->form) {
        form_refuse(f, "a fast transition is under way");
    } else {
        form_put(f, m->ops->form, m);
    }
}

static void get_method(struct form_in *f, void *member)
{
    const struct auth_ops *ops = methods[form_get_number(f, METHODS - 1)];
    f->failed = f->failed || !ops->form;
    struct auth_method *m = form_in_ok(f) ? form_alloc(f, ops->size) : NULL;
    form_set_pointer(member, m);
    if (m) {
        *m = (struct auth_method){
            .ops = ops, .mp = f->hand[FORM_DRIVER], .peer = f->hand[FORM_PEER]};
        form_get(f, ops->form, m);
    }
}

static void drop_method(struct extsta_context *ctx, void *member, bool keep_shared)
{
    struct auth_method *m = form_pointer(member);
    if (m) {
        size_t size = m->ops->size;
        form_drop(ctx, m->ops->form, m, keep_shared);
        wipe(m, size);
        pool_release(&ctx->pool, m, size);
        form_set_pointer(member, NULL);
    }
}

const struct form_special auth_method_special = {
    .is_usual = is_no_method, .put = put_method, .get = get_method, .drop = drop_method};
