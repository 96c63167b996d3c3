/* Outputs that are inputs, or one another, for all commands (outputs.h). */
#include "outputs.h"
#include "out_file.h"

static const char *shown(const char *path)
{
    return path[0] == '-' && !path[1] ? "standard input" : path;
}

static int check_input(const struct command *command, const struct output *outputs,
                       size_t count, const char *input)
{
    for (size_t i = 0; i < count; i++) {
        if (outputs[i].path && out_file_is_input(outputs[i].path, input)) {
            return command_fail(command, EXIT_USAGE,
                                "%s %s would destroy what is read: it is %s", outputs[i].option,
                                outputs[i].path, shown(input));
        }
    }
    if (out_file_is_input("-", input)) {
        return command_fail(command, EXIT_USAGE,
                            "standard output would destroy what is read: it is %s",
                            shown(input));
    }
    return EXIT_OK;
}

int outputs_check(const struct command *command, const struct output *outputs, size_t count,
                  const char *const *inputs, size_t input_count)
{
    for (size_t i = 0; i < input_count; i++) {
        int status = inputs[i] ? check_input(command, outputs, count, inputs[i]) : (int)EXIT_OK;
        if (status != EXIT_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; outputs[i].path && j < i; j++) {
            if (outputs[j].path && out_file_same(outputs[j].path, outputs[i].path)) {
                return command_fail(command, EXIT_USAGE, "%s and %s both want %s",
                                    outputs[j].option, outputs[i].option,
                                    out_file_is_stdout(outputs[i].path) ? "standard output"
                                                                        : outputs[i].path);
            }
        }
    }
    return EXIT_OK;
}
