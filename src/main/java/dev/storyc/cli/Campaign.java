package dev.storyc.cli;

import dev.storyc.CompiledFilm;
import dev.storyc.StoryboardCompiler;
import dev.storyc.board.Storyboard;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.DiagnosticLog;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import dev.storyc.diagnostic.Span;
import dev.storyc.diagnostic.UserError;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.expand.Film;
import dev.storyc.expand.Selection;
import dev.storyc.lower.Clip;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.parse.StoryboardParser;
import dev.storyc.workspace.StoryboardFiles;
import dev.storyc.workspace.StoryboardNames;
import dev.storyc.workspace.WatchScope;
import dev.storyc.workspace.Workspace;
import dev.storyc.workspace.WorkspaceSettings;
import dev.storyc.workspace.WorkspaceSources;
import jakarta.validation.ValidatorFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All storyboards one command reads, compiled in order, with everything found about them. */
final class Campaign {
    private final Workspace workspace;
    private final StoryboardFiles files;
    private final Choices choices;
    private final DiagnosticLog log = new DiagnosticLog();
    private final List<Path> named;
    private final Set<Path> asked = ConcurrentHashMap.newKeySet();
    private final Set<Path> partials = new HashSet<>();
    private final Map<Path, Diagnostic> wrong = new LinkedHashMap<>();
    private boolean all;

    private Campaign(Workspace workspace, List<Path> named, StoryboardFiles files, Choices choices) {
        this.workspace = workspace;
        this.named = named;
        this.files = files;
        this.choices = choices;
    }

    /** Finds the workspace and the storyboards that the options name. */
    static Campaign open(ReadOptions options, Path folder) throws IOException {
        return open(options.paths(), options.choices(), folder);
    }

    /** The same of these paths; without any, of the workspace's {@code storyboards/}. */
    static Campaign open(List<String> paths, Choices choices, Path folder) throws IOException {
        List<Path> named = paths.stream().map(folder::resolve).toList();
        Path root = Workspace.rootOf(named.isEmpty() ? folder : named.get(0), folder);
        Workspace bare = new Workspace(root, WorkspaceSettings.none(), folder);
        WorkspaceSettings settings = WorkspaceSettings.read(root, bare.shown(root.resolve(WorkspaceSettings.FILE)));
        Workspace workspace = new Workspace(root, settings, folder);
        StoryboardFiles files = new StoryboardFiles(workspace);
        List<Path> places = named.isEmpty() ? List.of(workspace.storyboards()) : named;
        for (Path place : places) {
            files.add(place);
        }
        if (files.found().isEmpty() && files.diagnostics().isEmpty()) {
            throw new UserError(Exit.USAGE, "no storyboard was found; `storyc check FILE.yaml` names one");
        }
        return new Campaign(workspace, places, files, choices);
    }

    /**
     * Storyboards of a workspace that is known already; there may be none.
     *
     * @param places files, and folders that are read with their sub-folders
     */
    static Campaign within(Workspace workspace, List<Path> places, Choices choices) throws IOException {
        StoryboardFiles files = new StoryboardFiles(workspace);
        for (Path place : places) {
            files.add(place);
        }
        return new Campaign(workspace, places, files, choices);
    }

    /** The same storyboards, of which everything is wanted. */
    Campaign whole() {
        return new Campaign(workspace, named, files, new Choices(choices.sets(), Selection.all()));
    }

    Workspace workspace() {
        return workspace;
    }

    Choices choices() {
        return choices;
    }

    /** The files it depends on, as far as they are known: all of them, once it was compiled. */
    WatchScope scope() {
        Set<Path> single = new HashSet<>(asked);
        single.add(workspace.root().resolve(WorkspaceSettings.FILE));
        List<Path> templates = workspace.settings().list("templates", List.of("templates")).stream()
                .map(workspace.root()::resolve)
                .toList();
        return new WatchScope(named, templates, single);
    }

    /** A storyboard as it was read, for those who say where its parts are written. */
    Result<Located<Storyboard>> read(Path file) {
        return files.found().stream()
                .filter(found -> found.path().equals(file))
                .findFirst()
                .map(found -> new StoryboardParser(ModelCatalog.DEFAULT_MODEL)
                        .parse(found.source(), new WorkspaceSources(workspace, file)))
                .orElseGet(() -> Result.none(List.of()));
    }

    /** The texts of the storyboards in order, each with the files it may name. */
    void sources(BiConsumer<Source, Sources> taker) {
        files.found().forEach(found -> taker.accept(found.source(), new WorkspaceSources(workspace, found.path())));
    }

    /** The names of the storyboards, of those that can be read. */
    List<String> names() {
        return files.found().stream()
                .map(found -> read(found.path()).value())
                .flatMap(Stream::ofNullable)
                .map(located -> located.value().name())
                .toList();
    }

    /** How many storyboards there are. */
    int size() {
        return files.found().size();
    }

    /** All findings so far, in order. */
    List<Diagnostic> diagnostics() {
        return log.sorted();
    }

    /** What the findings mean for the exit code. */
    int exit() {
        if (!log.hasErrors()) {
            return Exit.DONE;
        }
        List<Diagnostic> errors =
                log.sorted().stream().filter(Diagnostic::isError).toList();
        // What stands on the command line is shown with its flag in the place of a file.
        return errors.stream().allMatch(e -> e.span().file().startsWith("--")) ? Exit.USAGE : Exit.STORYBOARD_WRONG;
    }

    /** Compiles everything, and holds the clips: for commands that plan. Empty if anything is wrong. */
    List<CompiledStoryboard> compile() {
        ModelCatalog catalog = new ModelCatalog();
        return hold(crew -> new StoryboardCompiler(catalog, EarlyStart.validators(), crew));
    }

    /** The same of the storyboards that nothing is wrong with, whatever is wrong with others. */
    List<CompiledStoryboard> compileSound() {
        ModelCatalog catalog = new ModelCatalog();
        return held(crew -> new StoryboardCompiler(catalog, EarlyStart.validators(), crew)).stream()
                .filter(board -> !wrong.containsKey(board.file()))
                .toList();
    }

    /** The first error of each storyboard that has any. */
    Map<Path, Diagnostic> wrong() {
        return wrong;
    }

    /** The same for commands that send nothing, and ask only whether what is compiled is what was bought. */
    List<CompiledStoryboard> compile(Bought bought) {
        ModelCatalog catalog = new ModelCatalog(bought.models());
        return hold(crew -> new StoryboardCompiler(catalog, EarlyStart.validators(), crew, bought::shots));
    }

    /** The files of the storyboards. */
    List<Path> paths() {
        return files.found().stream().map(StoryboardFiles.Found::path).toList();
    }

    private List<CompiledStoryboard> hold(Function<Crew, StoryboardCompiler> compiler) {
        List<CompiledStoryboard> boards = held(compiler);
        return log.hasErrors() ? List.of() : boards;
    }

    private List<CompiledStoryboard> held(Function<Crew, StoryboardCompiler> compiler) {
        Map<Path, List<Clip>> clips = new HashMap<>();
        Map<Path, List<Film>> films = new HashMap<>();
        compile(compiler, film -> film, (file, film) -> {
            films.computeIfAbsent(file, unused -> new ArrayList<>()).add(film.film());
            clips.computeIfAbsent(file, unused -> new ArrayList<>()).addAll(film.clips());
        });
        List<CompiledStoryboard> storyboards = new ArrayList<>();
        for (StoryboardFiles.Found found : files.found()) {
            List<Film> variants = films.getOrDefault(found.path(), List.of());
            if (!variants.isEmpty()) {
                Film film = variants.get(0);
                @Nullable BigDecimal budget = film.budget();
                storyboards.add(new CompiledStoryboard(
                        found.path(),
                        film.storyboard(),
                        film.title(),
                        budget,
                        variants,
                        clips.getOrDefault(found.path(), List.of())));
            }
        }
        return storyboards;
    }

    /** Compiles everything and hands over each film, holding none: for commands that only look. */
    void compile(BiConsumer<Path, CompiledFilm> films) {
        compile(new ModelCatalog(), EarlyStart.validators(), films);
    }

    /** The same, with what one who compiles more than once keeps. */
    void compile(ModelCatalog catalog, ValidatorFactory factory, BiConsumer<Path, CompiledFilm> films) {
        compile(catalog, factory, film -> film, films);
    }

    /**
     * Compiles everything and hands over what is made of each film, in order, holding none: for commands that stream.
     *
     * @param make may be called by several threads at once
     */
    <T> void compile(Function<CompiledFilm, T> make, BiConsumer<Path, T> taker) {
        compile(new ModelCatalog(), EarlyStart.validators(), make, taker);
    }

    private <T> void compile(
            ModelCatalog catalog, ValidatorFactory factory, Function<CompiledFilm, T> make, BiConsumer<Path, T> taker) {
        compile(crew -> new StoryboardCompiler(catalog, factory, crew), make, taker);
    }

    private <T> void compile(
            Function<Crew, StoryboardCompiler> made, Function<CompiledFilm, T> make, BiConsumer<Path, T> taker) {
        log.addAll(files.diagnostics());
        StoryboardNames names = new StoryboardNames(workspace, log);
        try (RenderThreads threads = new RenderThreads()) {
            StoryboardCompiler compiler = made.apply(threads.crew());
            for (StoryboardFiles.Found found : files.found()) {
                WorkspaceSources sources = new WorkspaceSources(workspace, found.path(), asked::add);
                try (Stream<Result<Made<T>>> results =
                        compiler.compile(found.source(), sources, choices, film -> made(film, make))) {
                    // One result at a time, so that a file full of errors isn't read to its end.
                    Iterator<Result<Made<T>>> one = results.iterator();
                    int overfull = log.overfull();
                    while (log.overfull() == overfull && one.hasNext()) {
                        take(found, one.next(), names, taker);
                    }
                }
                partials.addAll(sources.partialsRead());
            }
        }
        all = names.besideOthers(paths()) && choices.selection().isEverything();
        for (String name : choices.undeclared()) {
            log.addAll(List.of(Diagnostic.of(
                    Rule.UNKNOWN_SET,
                    Span.ofFile("--set " + name),
                    "no storyboard here declares an input or a variable `" + name + "`",
                    "declare it under `inputs`, or correct the name")));
        }
        if (!log.hasErrors()) {
            for (String selector : choices.selection().unmatched()) {
                if (!selector.startsWith("state:")) {
                    log.addAll(List.of(Diagnostic.of(
                            Rule.UNKNOWN_SELECTION,
                            Span.ofFile("--select " + selector),
                            "`" + selector + "` matches nothing",
                            "`storyc compile` prints the names of all variants and clips")));
                }
            }
        }
    }

    /** Adds a warning for each partial that nobody uses; only where every storyboard was read, and read whole. */
    void unusedPartials() throws IOException {
        if (!all || log.hasErrors()) {
            return;
        }
        Map<Path, String> unused = new TreeMap<>(new WorkspaceSources(workspace, workspace.storyboards()).partials());
        unused.keySet().removeAll(partials);
        unused.forEach((file, name) -> log.addAll(List.of(Diagnostic.of(
                Rule.UNUSED_PARTIAL,
                Span.ofFile(workspace.shown(file)),
                "no storyboard of this workspace uses the partial `" + name + "`",
                "remove the file, or write `{{> " + name + "}}` where it is meant"))));
    }

    private <T> void take(
            StoryboardFiles.Found found, Result<Made<T>> result, StoryboardNames names, BiConsumer<Path, T> taker) {
        Made<T> film = result.value();
        if (!result.diagnostics().isEmpty()) {
            log.addAll(result.diagnostics(), film == null ? "" : film.variant());
            result.diagnostics().stream()
                    .filter(Diagnostic::isError)
                    .findFirst()
                    .ifPresent(error -> wrong.putIfAbsent(found.path(), error));
        }
        if (film == null) {
            return;
        }
        names.give(film.storyboard(), found.path());
        taker.accept(found.path(), film.made());
    }

    private <T> Made<T> made(CompiledFilm film, Function<CompiledFilm, T> make) {
        T made = make.apply(new CompiledFilm(film.film(), selected(film)));
        return new Made<>(film.film().storyboard(), film.film().variant(), made);
    }

    /** What a command made of a film, and whose it is. */
    private record Made<T>(String storyboard, String variant, T made) {}

    private List<Clip> selected(CompiledFilm film) {
        return choices.selection().isEverything()
                ? film.clips()
                : film.clips().stream()
                        .filter(clip -> choices.selection().takesClip(film.film(), clip.id(), clip.take()))
                        .toList();
    }
}
