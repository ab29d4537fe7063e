package dev.storyc.diagnostic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a stage made, and what it found.
 *
 * <p>Both may be there at once: after an error a stage goes on with a harmless stand-in, so that later stages find what
 * else is wrong. A value is absent where nothing sensible could stand in for it.
 *
 * @param value what was made, or null
 * @param diagnostics what was found, in the order it was found
 */
public record Result<T>(@Nullable T value, List<Diagnostic> diagnostics) {
    public Result {
        diagnostics = diagnostics.isEmpty() ? List.of() : List.copyOf(diagnostics);
    }

    /** A value without findings. */
    public static <T> Result<T> of(T value) {
        return new Result<>(value, List.of());
    }

    /** Findings without a value. */
    public static <T> Result<T> none(List<Diagnostic> diagnostics) {
        return new Result<>(null, diagnostics);
    }

    /** Hands the value to the next stage, if there is one, and keeps the findings of both. */
    public <U> Result<U> then(Function<? super T, Result<U>> stage) {
        if (value == null) {
            return new Result<>(null, diagnostics);
        }
        Result<U> next = stage.apply(value);
        if (diagnostics.isEmpty()) {
            return next;
        }
        List<Diagnostic> all = new ArrayList<>(diagnostics);
        all.addAll(next.diagnostics);
        return new Result<>(next.value, all);
    }

    /** Whether anything found is an error. */
    public boolean hasErrors() {
        return !diagnostics.isEmpty() && diagnostics.stream().anyMatch(Diagnostic::isError);
    }
}
