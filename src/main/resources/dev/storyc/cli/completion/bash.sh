# Completion of storyc for bash, made by `storyc completion bash`. In ~/.bashrc:
#     eval "$(storyc completion bash)"

# Sets commands, flags and operands of a command.
_storyc_place() {
    commands= flags= operands=free
    case $1 in
@PLACES@
    esac
}

# Sets values: what a flag of a command takes, or nothing for a switch.
_storyc_values() {
    values=
    case $1 in
@VALUES@
    esac
}

_storyc() {
    local line=${COMP_LINE:0:COMP_POINT} place=storyc flag= word cur commands flags operands values i
    local -a typed
    # By blanks alone: bash itself also parts at = and :, which storyc's values contain.
    read -ra typed <<<"$line"
    case $line in *[[:space:]]) typed+=('') ;; esac
    cur=${typed[${#typed[@]} - 1]}
    _storyc_place "$place"
    for ((i = 1; i < ${#typed[@]} - 1; i++)); do
        word=${typed[i]}
        if [ -n "$flag" ]; then
            flag=
            continue
        fi
        case $word in
            --*=*) ;;
            -*)
                _storyc_values "$place $word"
                [ -z "$values" ] || flag=$word
                ;;
            *)
                case " $commands " in
                    *" $word "*)
                        place="$place $word"
                        _storyc_place "$place"
                        ;;
                esac
                ;;
        esac
    done
    if [ -z "$flag" ]; then
        case $cur in
            --*=*)
                flag=${cur%%=*}
                cur=${cur#*=}
                ;;
        esac
    fi
    if [ -n "$flag" ]; then
        _storyc_values "$place $flag"
    elif [ "${cur:0:1}" = - ]; then
        values="words $flags"
    elif [ -n "$commands" ]; then
        values="words $commands"
    else
        values=$operands
    fi
    COMPREPLY=()
    local IFS=$'\n'
    case $values in
        words\ *) COMPREPLY=($(IFS=' ' && compgen -W "${values#* }" -- "$cur")) ;;
        beginnings\ *)
            COMPREPLY=($(IFS=' ' && compgen -W "${values#* }" -- "$cur"))
            compopt -o nospace 2>/dev/null
            ;;
        files)
            COMPREPLY=($(compgen -f -- "$cur"))
            compopt -o filenames 2>/dev/null
            ;;
        folders)
            COMPREPLY=($(compgen -d -- "$cur"))
            compopt -o filenames 2>/dev/null
            ;;
        storyboards)
            COMPREPLY=($(
                compgen -d -- "$cur"
                compgen -f -X '!*.yaml' -- "$cur"
                compgen -f -X '!*.yml' -- "$cur"
            ))
            compopt -o filenames 2>/dev/null
            ;;
    esac
    # bash wants only what stands behind the last of its own separators.
    case $cur in
        *:*)
            case $COMP_WORDBREAKS in
                *:*) COMPREPLY=("${COMPREPLY[@]#"${cur%"${cur##*:}"}"}") ;;
            esac
            ;;
    esac
}

complete -F _storyc storyc
