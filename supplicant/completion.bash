# Completion of extsta-supplicant's arguments for bash; installed where bash-completion looks for it, and
# can be sourced without it. Options are read from -h when they are asked for, so they are those of the
# program at hand; what follows them is listed here (tests/control/completion.py holds both against the
# program).

# The options. They stand where a line begins with them, after two blanks; several of one line are divided
# by commas.
_extsta_supplicant_options() {
    "$1" -h 2>/dev/null | sed -n 's/^  \(-.*\)/\1/p' | sed 's/   *.*//; s/ [A-Z].*//; s/, /\n/g'
}

# Sets COMPREPLY to those of the words on standard input that begin with $1, one a line.
_extsta_supplicant_words() {
    mapfile -t COMPREPLY < <(compgen -W "$(cat)" -- "$1")
}

_extsta_supplicant_files() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen "$2" -- "$1")
}

# What follows the option $2. Fails where nothing does.
_extsta_supplicant_value() {
    case $2 in
    -i) _extsta_supplicant_words "$1" < <(ls /sys/class/net 2>/dev/null) ;;
    -D | -o) _extsta_supplicant_words "$1" <<<'nl80211 hwsim monitor: udp: air' ;;
    -p) compopt -o nospace 2>/dev/null
        _extsta_supplicant_words "$1" <<<'address= channels= config=' ;;
    -c | -I | -f | -P | -g) _extsta_supplicant_files "$1" -f ;;
    -C | -O) _extsta_supplicant_files "$1" -d ;;
    -G) mapfile -t COMPREPLY < <(compgen -g -- "$1") ;;
    --sandbox) _extsta_supplicant_words "$1" <<<'yes kill no' ;;
    *) return 1 ;;
    esac
}

_extsta_supplicant() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    # --option=value is three words
    [[ $current == = ]] && current='' && previous==
    [[ $previous == = ]] && previous=${COMP_WORDS[COMP_CWORD - (${#current} > 0 ? 2 : 1)]}
    _extsta_supplicant_value "$current" "$previous" && return
    _extsta_supplicant_words "$current" < <(_extsta_supplicant_options "$1")
}

complete -F _extsta_supplicant extsta-supplicant
