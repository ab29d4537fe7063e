# Completion of storyc for fish, made by `storyc completion fish`. In ~/.config/fish/config.fish:
#     storyc completion fish | source

# The command that stands before the cursor, with those above it.
function __storyc_place
    set -l place storyc
    set -l typed (commandline -opc)
    for word in $typed[2..-1]
        switch "$place $word"
            case @KNOWN@
                set place "$place $word"
        end
    end
    echo $place
end

function __storyc_at
    test (__storyc_place) = "$argv"
end

complete -c storyc -f
@LINES@
