package dev.storyc.board;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key says, for the people who write it: the JSON Schema and the language server show these words.
 *
 * <p>It stands on components alone, where Bean Validation doesn't look, so that a check reads none of it.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Key {
    /** One or two sentences, in Markdown. */
    String value();

    /** Values as they may stand after the colon, in YAML. */
    String[] examples();

    /** How authors spell it, where that isn't the component's name in snake case. */
    String name() default "";

    /** Whether the mapping is wrong without it; what a constraint says already needn't be repeated. */
    boolean required() default false;
}
