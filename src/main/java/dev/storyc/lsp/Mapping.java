package dev.storyc.lsp;

import dev.storyc.board.Cut;
import dev.storyc.board.Input;
import dev.storyc.board.KeyDescription;
import dev.storyc.board.Keys;
import dev.storyc.board.Pick;
import dev.storyc.board.Scene;
import dev.storyc.board.Shot;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Variants;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of mappings of the language, and which of them stands where. */
enum Mapping {
    STORYBOARD("", Storyboard.class),
    SCENE("scenes/#", Scene.class),
    SHOT("scenes/#/shots/#", Shot.class),
    INPUT("inputs/[^/]+", Input.class),
    VARIANTS("variants", Variants.class),
    OVERRIDE("variants/overrides/#", Variants.OverrideEntry.class),
    PICK("picks/#", Pick.class),
    CUT("(scenes/#/)?cut", Cut.class),
    /** Free names from here on. */
    SETTINGS("(scenes/#/)?settings", null),
    INPUTS("inputs", null),
    VARIABLES("variables", null),
    WITH("scenes/#/(shots/#/)?with", null),
    MATRIX("variants/matrix", null),
    INCLUDE("variants/include/#", null),
    OVERRIDDEN("variants/overrides/#/variables", null),
    /** Asks axes, columns and include values. */
    CONDITION("variants/exclude/#|variants/overrides/#/when|picks/#/when", null),
    /** Asks inputs too. */
    FINAL_CONDITION("scenes/#/(shots/#/)?(when|unless)", null),
    /** Whatever is none of these. */
    NONE(null, null);

    private final java.util.regex.@Nullable Pattern where;
    private final @Nullable Class<? extends Record> type;

    Mapping(@Nullable String where, @Nullable Class<? extends Record> type) {
        this.where = where == null ? null : java.util.regex.Pattern.compile(where);
        this.type = type;
    }

    /** The kind of mapping at a path of keys and list positions. */
    static Mapping of(List<Object> path) {
        String way = path.stream()
                .map(step -> step instanceof Integer ? "#" : step.toString().replace('/', ' '))
                .collect(Collectors.joining("/"));
        for (Mapping mapping : values()) {
            if (mapping.where != null && mapping.where.matcher(way).matches()) {
                return mapping;
            }
        }
        return NONE;
    }

    /** The keys it may have, described; empty where names are free. */
    Map<String, KeyDescription> keys() {
        return type == null ? Map.of() : Keys.of(type);
    }

    /** Whether its keys are names that an author chooses. */
    boolean free() {
        return type == null && this != NONE;
    }

    /** How people call one of these. */
    String words() {
        return switch (this) {
            case STORYBOARD -> "storyboard";
            case SCENE -> "scene";
            case SHOT -> "shot";
            case INPUT -> "input";
            case VARIANTS -> "`variants`";
            case OVERRIDE -> "override";
            case PICK -> "pick";
            case CUT -> "`cut`";
            default -> name();
        };
    }
}
