package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.CompiledFilm;
import dev.storyc.StoryboardCompiler;
import dev.storyc.diagnostic.DiagnosticLog;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.TextDiagnosticFormatter;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.expand.Choices;
import dev.storyc.workspace.TextFile;
import dev.storyc.workspace.Workspace;
import dev.storyc.workspace.WorkspaceSettings;
import dev.storyc.workspace.WorkspaceSources;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** What the program must keep to whatever it is given. */
final class FuzzAnswer {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 4_000_000;

    private FuzzAnswer() {}

    /** The program broke its word. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    /** Checks a workspace, and gives all that was said. */
    static String of(Path workspace, FuzzCase fuzzed, String format) throws Wrong {
        List<String> arguments = new ArrayList<>(List.of("--format", format));
        arguments.addAll(fuzzed.arguments());
        GoldenCase.Answer answer;
        try {
            answer = GoldenCase.run(workspace, "check", arguments);
        } catch (InvalidPathException e) {
            throw new Wrong("a path is refused by an exception: " + e.getMessage());
        }
        return judged(answer, format);
    }

    /**
     * Compiles a workspace's storyboard without the command around it, which is twenty times as fast.
     *
     * @param compiler used by one thread
     */
    static String direct(Path workspace, FuzzCase fuzzed, StoryboardCompiler compiler) throws Wrong {
        Workspace root = new Workspace(workspace, WorkspaceSettings.none(), workspace);
        StringBuilder all = new StringBuilder();
        for (String name : fuzzed.files().keySet()) {
            if (name.endsWith(".yaml") && name.indexOf('/') < 0) {
                Path path = workspace.resolve(name);
                try {
                    Source source = TextFile.read(path, name, TextFile.WRITTEN);
                    compile(source, new WorkspaceSources(root, path), compiler, all);
                } catch (IOException e) {
                    all.append("error[file-unreadable]: ")
                            .append(VisibleText.of(String.valueOf(e.getMessage())))
                            .append('\n');
                }
            }
        }
        return judged(new GoldenCase.Answer(Exit.DONE, all.toString(), ""), "text");
    }

    private static void compile(
            Source source, WorkspaceSources sources, StoryboardCompiler compiler, StringBuilder all) {
        TextDiagnosticFormatter formatter = new TextDiagnosticFormatter(80, false);
        DiagnosticLog log = new DiagnosticLog();
        try (Stream<Result<CompiledFilm>> films = compiler.compile(source, sources, Choices.none(), film -> film)) {
            Iterator<Result<CompiledFilm>> one = films.limit(2000).iterator();
            while (log.overfull() == 0 && one.hasNext()) {
                Result<CompiledFilm> film = one.next();
                log.addAll(film.diagnostics());
                if (film.value() != null
                        && log.hasErrors()
                        && !film.value().clips().isEmpty()) {
                    throw new IllegalStateException("clips after an error");
                }
            }
        }
        log.sorted().forEach(found -> all.append(formatter.format(found)).append('\n'));
    }

    private static String judged(GoldenCase.Answer answer, String format) throws Wrong {
        String all = answer.out() + answer.err();
        if (answer.exit() != Exit.DONE && answer.exit() != Exit.STORYBOARD_WRONG && answer.exit() != Exit.USAGE) {
            throw new Wrong("exit " + answer.exit() + ": " + answer.err());
        }
        if (all.contains("bug in storyc")) {
            throw new Wrong(all);
        }
        if (answer.exit() != Exit.DONE && all.isBlank()) {
            throw new Wrong("exit " + answer.exit() + " without a word");
        }
        if (all.length() > LONGEST) {
            throw new Wrong(all.length() + " characters of answer");
        }
        all.codePoints()
                .filter(c -> c != '\n' && Character.isISOControl(c))
                .findFirst()
                .ifPresent(FuzzAnswer::raw);
        if (format.equals("json") || format.equals("sarif")) {
            parse(answer.out(), format);
        }
        if (format.equals("github") && !answer.out().lines().allMatch(line -> line.startsWith("::"))) {
            throw new Wrong("a line that is no annotation: " + answer.out());
        }
        return all;
    }

    private static void raw(int point) {
        throw new IllegalStateException(String.format("U+%04X is printed as it is", point));
    }

    private static void parse(String out, String format) throws Wrong {
        try {
            for (String json :
                    format.equals("sarif") ? List.of(out) : out.lines().toList()) {
                if (!json.isBlank()) {
                    JSON.readTree(json);
                }
            }
        } catch (JsonProcessingException e) {
            throw new Wrong("no JSON: " + e.getMessage());
        }
    }
}
