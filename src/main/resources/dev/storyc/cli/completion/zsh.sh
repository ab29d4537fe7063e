#compdef storyc
# Completion of storyc for zsh, made by `storyc completion zsh`. In ~/.zshrc, behind compinit:
#     eval "$(storyc completion zsh)"
# or as the file _storyc in a folder of $fpath.

# Sets commands, flags and operands of a command.
_storyc_place() {
    commands=() flags=() operands=free
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
    local place=storyc flag= word operands values i
    local -a commands flags
    _storyc_place "$place"
    for ((i = 2; i < CURRENT; i++)); do
        word=${(Q)words[i]}
        if [[ -n $flag ]]; then
            flag=
            continue
        fi
        case $word in
            (--*=*) ;;
            (-*)
                _storyc_values "$place $word"
                [[ -z $values ]] || flag=$word
                ;;
            (*)
                if (( ${commands[(I)$word:*]} )); then
                    place="$place $word"
                    _storyc_place "$place"
                fi
                ;;
        esac
    done
    if [[ -z $flag && $PREFIX == --*=* ]]; then
        flag=${PREFIX%%=*}
        compset -P '*='
    fi
    if [[ -n $flag ]]; then
        _storyc_values "$place $flag"
    elif [[ $PREFIX == -* ]]; then
        _describe -o option flags
        return
    elif (( $#commands )); then
        _describe command commands
        return
    else
        values=$operands
    fi
    case $values in
        (words\ *) compadd -- ${=values#* } ;;
        (beginnings\ *) compadd -S '' -- ${=values#* } ;;
        (files) _files ;;
        (folders) _files -/ ;;
        (storyboards) _files -g '*.(yaml|yml)' ;;
    esac
}

if [[ ${funcstack[1]} == _storyc ]]; then
    _storyc "$@"
else
    compdef _storyc storyc
fi
