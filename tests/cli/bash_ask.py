"""What a completion script offers, asked as bash asks it: the function that it registers is called with
COMP_WORDS."""
import subprocess

from tap import expect

ASK = r"""
source "$1"; shift
function=$(complete -p "$1"); function=${function#*-F }; function=${function%% *}
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
"$function" "$1" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""


def offered(script, name, program, *words, cwd):
    """For the last one of the words behind the program, whose completion is registered by this name."""
    done = subprocess.run(["bash", "--norc", "-c", ASK, "bash", script, name, program, *words], cwd=cwd,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    expect(done.returncode == 0 and not done.stderr, words, done.stderr)
    return set(done.stdout.split("\n")) - {""}
