# Completion of extsta's arguments for bash; installed where bash-completion looks for it, and can be
# sourced without it. Commands and options are read from --help when they are asked for, so they are
# those of the program at hand. What follows an option is known by the word that --help puts behind it
# (FILE.lua, DIR, INTERFACE, ...), or from the lists here (tests/cli/completion.py holds them against
# --help).

# Sets COMPREPLY to those of the words on standard input that begin with $1, one a line.
_extsta_words() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        [[ -n $word && $word == "$1"* ]] && COMPREPLY+=("$word")
    done
}

# Files whose names end as the pattern $2 says, and folders.
_extsta_files() {
    local file
    COMPREPLY=()
    compopt -o filenames 2>/dev/null
    while IFS= read -r file; do
        [[ -d $file || $file == $2 ]] && COMPREPLY+=("$file")
    done < <(compgen -f -- "$1")
}

# Files of the folder $2 below the installed documentation, where none in reach begins so.
_extsta_installed() {
    local folder=${1%/*}/
    [[ $1 == */* ]] || folder=
    ((${#COMPREPLY[@]})) && return
    # --help says where they are
    local doc
    doc=$("$_extsta" --help 2>/dev/null | grep -o '/[^ ]*/share/doc/extsta' | head -n 1)
    [[ -n $doc && ($folder == "" || $folder == "$2/") ]] || return
    _extsta_words "$doc/$2/${1##*/}" < <(compgen -f -- "$doc/$2/${1##*/}" | grep '\.lua$')
}

_extsta_interfaces() {
    _extsta_words "$1" < <(ls /sys/class/net 2>/dev/null)
}

# The options of a command as --help spells them, each with what follows it: "--seed N". They stand in
# the usage (the first lines) and where a line begins with one, up to two blanks.
_extsta_options() {
    "$_extsta" "$1" --help 2>/dev/null | awk '
        NR == 1 { usage = 1 }
        /^$/ { usage = 0 }
        usage { spec = $0; gsub(/[][|]/, " ", spec) }
        !usage {
            spec = ""
            if (match($0, /^  --/)) {
                spec = substr($0, 3)
                if (match(spec, /  +[^-]/)) spec = substr(spec, 1, RSTART - 1)
            }
        }
        {
            gsub(/,/, " ", spec)
            n = split(spec, words, " ")
            for (i = 1; i <= n; i++) {
                if (!usage && words[i] !~ /^(--[a-z]|[A-Z[])/) break # its text, after one blank
                if (words[i] !~ /^--[a-z]/) continue
                what = words[i + 1] ~ /^[A-Z[]/ && i < n ? words[i + 1] : ""
                if (!(words[i] in seen) || what != "") seen[words[i]] = what
            }
        }
        END { for (option in seen) print option, seen[option]; print "--help" }' | sort -u
}

# The words that the option $2 of the command $3 may have: those of a list, from the command itself, or
# from the machine.
# Fails where it knows none.
_extsta_values() {
    local words
    case $2 in
    --radio) words='hwsim monitor: udp:' ;;
    --view) words='station ap both' ;;
    --type) words='infrastructure ibss' ;;
    --manager) words='os miniport' ;;
    --pmf) words='capable required off' ;;
    --ft) words='air ds off' ;;
    --sae-pwe) words='any h2e hunt' ;;
    --eap) words='peap ttls tls mschapv2' ;;
    --inner) words='eap-mschapv2 mschapv2 pap' ;;
    --security) words='wpa2 wpa3 owe eap'; [[ $3 == fleet ]] && words='open wpa2-psk sae wpa2-sae owe eap' ;;
    --storm) words='power@ deauth@ passphrase@ switch@' ;;
    --case) words=$("$_extsta" conform --list 2>/dev/null | sed -n 's/^\([^ ][^ ]*\).*/\1/p') ;;
    --rule | --explain) _extsta_rules "$1"; return ;;
    --tap) words=$(cd /sys/class/net && ls -d */tun_flags 2>/dev/null | sed 's,/.*,,') ;;
    *) return 1 ;;
    esac
    _extsta_words "$1" < <(tr ' ' '\n' <<<"$words")
}

_extsta_rules() {
    _extsta_words "$1" < <("$_extsta" contract --json 2>/dev/null |
        sed -n 's/.*"rule":"\([A-Z]*-[0-9]*\)".*/\1/p')
}

# What follows the option $2 of the command $3, whose --help calls it $4.
_extsta_value() {
    _extsta_values "$1" "$2" "$3" && return
    case $4 in
    FILE.so) _extsta_files "$1" '*.so' ;;
    FILE*)
        case $2 in
        --profile) _extsta_files "$1" '*.[xX][mM][lL]' ;;
        *) _extsta_files "$1" '*' ;;
        esac ;;
    DIR | FOLDER) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$1") ;;
    IFACE | INTERFACE | WLAN) _extsta_interfaces "$1" ;;
    esac
}

# The words behind `extsta ctl`: a command, then mostly a station, as a running daemon knows them.
_extsta_ctl() {
    local i operands=0 ask=(ctl --json)
    for ((i = 2; i < COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == --socket ]]; then
            [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))
            ask+=(--socket "${COMP_WORDS[++i]}")
        elif [[ ${COMP_WORDS[i]} != -* ]]; then
            ((operands++))
        fi
    done
    case $operands in
    0) _extsta_words "$1" < <("$_extsta" "${ask[@]}" commands 2>/dev/null |
        sed -n 's/.*"name":"\([^"]*\)".*/\1/p') ;;
    1) _extsta_words "$1" < <("$_extsta" "${ask[@]}" stations 2>/dev/null |
        sed -n 's/.*"sta":"\([^"]*\)".*/\1/p') ;;
    esac
}

# What the command $2 takes without an option.
_extsta_operand() {
    case $2 in
    run) _extsta_files "$1" '*.lua'; _extsta_installed "$1" scenarios ;;
    explain) _extsta_files "$1" '*.@(pcap|pcapng|cap|dump)?(.gz)' ;;
    check | replay) _extsta_files "$1" '*' ;;
    medium) _extsta_files "$1" '*.lua'; _extsta_installed "$1" scenarios ;;
    profile) _extsta_files "$1" '*.[xX][mM][lL]' ;;
    daemon) _extsta_files "$1" '*.@(yaml|yml)' ;;
    watch | radios) _extsta_interfaces "$1" ;;
    ctl) _extsta_ctl "$1" ;;
    contract) _extsta_rules "$1" ;;
    causes) _extsta_words "$1" < <("$_extsta" causes 2>/dev/null | sed -n 's/^  \([a-z0-9-]*\)  *.*/\1/p') ;;
    esac
}

_extsta_commands() {
    "$_extsta" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z-]*\)  .*/\1/p'
}

_extsta_complete() {
    local _extsta=$1 current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]} option what extglob
    COMPREPLY=()
    if ((COMP_CWORD == 1)) || [[ $COMP_CWORD == 2 && $command == help ]]; then
        _extsta_words "$current" < <(_extsta_commands; [[ $current == -* ]] && printf '%s\n' --help --version)
        return
    fi
    # --option=value is three words
    [[ $current == = ]] && current='' && previous==
    [[ $previous == = ]] && previous=${COMP_WORDS[COMP_CWORD - (${#current} > 0 ? 2 : 1)]}
    extglob=$(shopt -p extglob)
    shopt -s extglob
    if [[ $previous == --?* ]]; then
        while read -r option what; do
            if [[ $option == "$previous" && -n $what ]]; then
                _extsta_value "$current" "$option" "$command" "$what"
                $extglob
                return
            fi
        done < <(_extsta_options "$command")
    fi
    if [[ $current == -* ]]; then
        _extsta_words "$current" < <(_extsta_options "$command" | sed 's/ .*//')
    else
        _extsta_operand "$current" "$command"
    fi
    $extglob
}

complete -F _extsta_complete extsta
