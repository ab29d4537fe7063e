package dev.storyc.cli;

import dev.storyc.CompiledFilm;
import dev.storyc.board.Storyboard;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.catalog.VideoModel;
import dev.storyc.console.Counted;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.UserError;
import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import dev.storyc.explain.ClipExplainer;
import dev.storyc.explain.Explanation;
import dev.storyc.lower.Clip;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.plan.Step;
import dev.storyc.plan.Usd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks for one clip among the films of a campaign, and learns the names there are for the case that it isn't there. */
final class ClipSearch implements BiConsumer<Path, CompiledFilm> {
    private final ClipAddress wanted;
    private final Function<Path, @Nullable Located<Storyboard>> storyboards;
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, Integer> variants = new LinkedHashMap<>();
    private final Map<String, String> clips = new LinkedHashMap<>();
    private @Nullable Found found;

    /** A clip, what is told of it, and the storyboard it is from. */
    record Found(CompiledStoryboard board, Clip clip, Function<Step, Explanation> explanation) {}

    /** @param storyboards reads a storyboard's file again */
    ClipSearch(ClipAddress wanted, Function<Path, @Nullable Located<Storyboard>> storyboards) {
        this.wanted = wanted;
        this.storyboards = storyboards;
    }

    @Override
    public void accept(Path file, CompiledFilm compiled) {
        Film film = compiled.film();
        names.add(film.storyboard());
        if (!film.storyboard().equals(wanted.storyboard())) {
            return;
        }
        variants.put(film.variant(), compiled.clips().size());
        if (!film.variant().equals(wanted.variant())) {
            return;
        }
        List<Clip> takes = new ArrayList<>();
        for (Clip clip : compiled.clips()) {
            clips.put(
                    clip.id() + (clip.take() == 1 ? "" : "#" + clip.take()),
                    clip.seconds() + " s  " + Usd.words(clip.price()));
            if (clip.id().equals(wanted.clip())) {
                takes.add(clip);
            }
        }
        takes.stream()
                .filter(clip -> wanted.take() == 0 ? clip.cut() : clip.take() == wanted.take())
                .findFirst()
                .ifPresent(clip -> found = explained(file, compiled, clip, takes));
    }

    private @Nullable Found explained(Path file, CompiledFilm compiled, Clip clip, List<Clip> takes) {
        Film film = compiled.film();
        Located<Storyboard> located = storyboards.apply(file);
        VideoModel model = new ModelCatalog().find(film.model()).orElse(null);
        FilmScene scene = film.scenes().stream()
                .filter(one -> one.id().equals(clip.id()))
                .findFirst()
                .orElse(null);
        if (located == null || model == null || scene == null) {
            return null;
        }
        ClipExplainer explainer = new ClipExplainer(located, model, film, scene);
        // Told now: the lines of a row file can be had only while the storyboard is read.
        List<Explanation.Value> values = explainer.values(clip);
        List<Integer> numbers = takes.stream().map(Clip::take).toList();
        return new Found(
                new CompiledStoryboard(
                        file, film.storyboard(), film.title(), film.budget(), List.of(film), List.of(clip)),
                clip,
                step -> explainer.explain(clip, numbers, values, step));
    }

    /** The clip, or null if only a storyboard or a variant is wanted. */
    @Nullable
    Found found() {
        if (found == null) {
            missing();
        }
        return found;
    }

    /** The addresses that begin with what was wanted, one a line, with what each holds. */
    String listing() {
        StringBuilder lines = new StringBuilder();
        if (wanted.variant().isEmpty()) {
            variants.forEach((variant, count) ->
                    lines.append(wanted.storyboard() + "/" + variant + "  " + Counted.count(count, "clip") + "\n"));
        } else {
            clips.forEach((clip, size) ->
                    lines.append(wanted.storyboard() + "/" + wanted.variant() + "/" + clip + "  " + size + "\n"));
        }
        return lines.toString();
    }

    private void missing() {
        if (!names.contains(wanted.storyboard())) {
            throw none("no storyboard is called", wanted.storyboard(), names);
        }
        if (!wanted.variant().isEmpty() && !variants.containsKey(wanted.variant())) {
            throw none("`" + wanted.storyboard() + "` has no variant", wanted.variant(), variants.keySet());
        }
        if (!wanted.clip().isEmpty()) {
            String clip = wanted.clip() + (wanted.take() > 0 ? "#" + wanted.take() : "");
            throw none("`" + wanted.storyboard() + "/" + wanted.variant() + "` has no clip", clip, clips.keySet());
        }
    }

    private static UserError none(String what, String written, Set<String> known) {
        return new UserError(Exit.USAGE, what + " `" + written + "`; " + NearestName.hint(written, known));
    }
}
