package dev.storyc.diagnostic;

import java.util.Locale;

/**
 * Every rule storyc checks: the one list of them. An id in words is the constant's name in lower case with dashes; what
 * a rule means, an example and its source stand in {@code rules.md} beside this class.
 */
public enum Rule {
    // text and structure
    FILE_UNREADABLE(Severity.ERROR),
    NOT_A_STORYBOARD(Severity.NOTE),
    FILE_TOO_LARGE(Severity.ERROR),
    YAML_SYNTAX(Severity.ERROR),
    SECOND_DOCUMENT(Severity.ERROR),
    TOO_DEEP(Severity.ERROR),
    TOO_MANY_ALIASES(Severity.ERROR),
    TOO_MANY_ENTRIES(Severity.ERROR),
    UNKNOWN_TAG(Severity.ERROR),
    DUPLICATE_KEY(Severity.ERROR),
    UNKNOWN_KEY(Severity.ERROR),
    MISSING_KEY(Severity.ERROR),
    MISSING_VALUE(Severity.ERROR),
    WRONG_TYPE(Severity.ERROR),
    COMMENT_CUTS_TEXT(Severity.ERROR),
    QUOTE_THIS_TEXT(Severity.ERROR),
    UNSUPPORTED_VERSION(Severity.ERROR),
    NOT_A_SLUG(Severity.ERROR),
    NUMBER_OUT_OF_RANGE(Severity.ERROR),
    DUPLICATE_STORYBOARD(Severity.ERROR),
    USES_MISSING(Severity.ERROR),

    // references and declarations
    UNKNOWN_MODEL(Severity.ERROR),
    UNKNOWN_SETTING(Severity.ERROR),
    SETTING_OF_SCENE(Severity.ERROR),
    MULTI_SHOT_UNSUPPORTED(Severity.ERROR),
    DUPLICATE_SCENE(Severity.ERROR),
    INPUT_DECLARATION(Severity.ERROR),
    NAME_CLASH(Severity.ERROR),

    // templates
    TEMPLATE_SYNTAX(Severity.ERROR),
    UNKNOWN_NAME(Severity.ERROR),
    UNKNOWN_PARTIAL(Severity.ERROR),
    PARTIAL_CYCLE(Severity.ERROR),
    VALUE_CYCLE(Severity.ERROR),
    TEXT_TOO_LARGE(Severity.ERROR),
    SECTION_ON_TEXT(Severity.WARNING),
    UNUSED_VARIABLE(Severity.WARNING),
    UNUSED_INPUT(Severity.WARNING),
    UNUSED_PARTIAL(Severity.WARNING),

    // variants and values
    ROWS_UNREADABLE(Severity.ERROR),
    ROW_SHAPE(Severity.ERROR),
    EMPTY_AXIS(Severity.ERROR),
    NO_VARIANTS(Severity.ERROR),
    TOO_MANY_VARIANTS(Severity.ERROR),
    VARIANT_NAME(Severity.ERROR),
    DUPLICATE_VARIANT(Severity.ERROR),
    INPUT_MISSING(Severity.ERROR),
    INPUT_TYPE(Severity.ERROR),
    INPUT_NOT_ALLOWED(Severity.ERROR),
    PATTERN_TOO_SLOW(Severity.ERROR),
    UNKNOWN_CONDITION(Severity.ERROR),
    NEVER_MATCHES(Severity.ERROR),
    ALWAYS_MATCHES(Severity.ERROR),
    NO_SCENES(Severity.ERROR),
    UNKNOWN_CLIP(Severity.ERROR),
    UNKNOWN_SET(Severity.ERROR),
    UNKNOWN_SELECTION(Severity.ERROR),

    // what a model allows
    DURATION_NOT_WHOLE(Severity.ERROR),
    NO_SHOTS(Severity.ERROR),
    TOO_MANY_SHOTS(Severity.ERROR),
    SHOT_DURATION(Severity.ERROR),
    SHOT_SUM_MISMATCH(Severity.ERROR),
    CLIP_DURATION(Severity.ERROR),
    CANNOT_SPLIT(Severity.ERROR),
    CROSSFADE_TOO_LONG(Severity.ERROR),
    SETTING_VALUE(Severity.ERROR),
    BLANK_PROMPT(Severity.ERROR),
    SHOT_PROMPT_TOO_LONG(Severity.ERROR),
    PROMPT_TOO_LONG(Severity.ERROR),
    BAD_CHARACTER(Severity.ERROR),
    PROMPT_NEARLY_TOO_LONG(Severity.WARNING),
    SAME_REQUEST(Severity.WARNING),
    PROMPT_IGNORED(Severity.WARNING),
    CUT_WITHOUT_EFFECT(Severity.WARNING),
    UNBOUND_MARK(Severity.WARNING),
    HIDDEN_DIRECTION(Severity.WARNING),

    // the list of findings itself
    MORE_FINDINGS(Severity.NOTE),

    // manifest
    MANIFEST_UNREADABLE(Severity.ERROR),
    MANIFEST_TOO_NEW(Severity.ERROR);

    private final Severity severity;

    Rule(Severity severity) {
        this.severity = severity;
    }

    /** The rule's name for people, such as {@code shot-sum-mismatch}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How much a finding of this rule weighs. */
    public Severity severity() {
        return severity;
    }
}
