package dev.storyc.lsp;

import dev.storyc.CompiledFilm;
import dev.storyc.StoryboardCompiler;
import dev.storyc.board.Storyboard;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.DiagnosticLog;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Result;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.expand.FilmScene;
import dev.storyc.lower.Clip;
import dev.storyc.parse.StoryboardParser;
import jakarta.validation.ValidatorFactory;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks one storyboard as it stands in the editor. Any number may be under way at once. */
final class Checker {
    /** How many variants are judged between two keystrokes: enough for most storyboards, and for a glance at a feed. */
    static final int GLANCE = 200;

    /** More values are of no help to somebody who chooses one. */
    private static final int OFFERED = 100;

    private final ModelCatalog catalog;
    private final ValidatorFactory factory;
    private final StoryboardParser parser = new StoryboardParser(ModelCatalog.DEFAULT_MODEL);

    Checker(ModelCatalog catalog, ValidatorFactory factory) {
        this.catalog = catalog;
        this.factory = factory;
    }

    ModelCatalog catalog() {
        return catalog;
    }

    StoryboardParser parser() {
        return parser;
    }

    /** A compiler that renders one variant at a time: a person types on this machine, and most answers need few. */
    StoryboardCompiler compiler() {
        return new StoryboardCompiler(catalog, factory, Crew.alone());
    }

    /**
     * Checks a storyboard.
     *
     * @param most how many variants at most are judged; findings that need all of them are missing then
     * @param outdated asked between two variants; once true, the answer is null
     */
    @Nullable
    Checked check(Surroundings.View view, int most, BooleanSupplier outdated) {
        Located<Storyboard> storyboard = parser.parse(view.storyboard(), view).value();
        Gathering gathering = new Gathering();
        boolean whole = true;
        try (Stream<Result<CompiledFilm>> stream =
                compiler().compile(view.storyboard(), view, Choices.none(), film -> film)) {
            Iterator<Result<CompiledFilm>> results = stream.iterator();
            while (results.hasNext()) {
                if (outdated.getAsBoolean()) {
                    return null;
                }
                gathering.take(results.next());
                if (gathering.variants >= most && results.hasNext()) {
                    whole = false;
                    break;
                }
            }
        }
        return gathering.checked(view, storyboard, whole);
    }

    private static final class Gathering {
        private final DiagnosticLog log = new DiagnosticLog();
        private final Map<String, Set<String>> values = new LinkedHashMap<>();
        private final Set<String> clipIds = new LinkedHashSet<>();
        // The first sixteen digits of keys: all of a million variants' keys would be too much to hold.
        private final Set<Long> paid = new HashSet<>();
        private @Nullable CompiledFilm first;
        private BigDecimal dollars = BigDecimal.ZERO;
        private int variants;
        private int clips;
        private int unpriced;
        private long seconds;

        void take(Result<CompiledFilm> result) {
            CompiledFilm film = result.value();
            log.addAll(result.diagnostics(), film == null ? "" : film.film().variant());
            if (film == null) {
                return;
            }
            variants++;
            first = first == null ? film : first;
            film.film().values().forEach((name, value) -> {
                Set<String> known = values.computeIfAbsent(name, unused -> new LinkedHashSet<>());
                if (known.size() < OFFERED && !value.isEmpty()) {
                    known.add(value);
                }
            });
            for (FilmScene scene : film.film().scenes()) {
                if (clipIds.size() < OFFERED) {
                    clipIds.add(scene.id());
                }
            }
            film.clips().forEach(this::take);
        }

        private void take(Clip clip) {
            clips++;
            seconds += clip.seconds();
            BigDecimal price = clip.price();
            if (price == null) {
                unpriced++;
            } else if (paid.add(Long.parseUnsignedLong(clip.key().hex().substring(0, 16), 16))) {
                dollars = dollars.add(price);
            }
        }

        Checked checked(Surroundings.View view, @Nullable Located<Storyboard> storyboard, boolean whole) {
            List<Diagnostic> found = log.sorted();
            int errors = (int) found.stream().filter(Diagnostic::isError).count();
            Tally tally = new Tally(whole, variants, errors, clips, seconds, dollars, unpriced);
            return new Checked(view, found, storyboard, first, values, clipIds, tally);
        }
    }
}
