package dev.storyc.lsp;

import dev.storyc.diagnostic.Source;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextDocumentPositionParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jspecify.annotations.Nullable;

/**
 * What an editor tells and asks about documents. What it tells is taken in at once, in its order; what it asks is
 * answered on another thread, about the text as it was when it was asked.
 */
final class Answers implements TextDocumentService, WorkspaceService {
    private final Surroundings surroundings;
    private final Checker checker;
    private final Positions positions;
    private final Executor answering;
    private final Documents documents = new Documents();
    private final Checks checks;
    private final Completions completions;
    private final Hovers hovers;
    private final Definitions definitions;

    Answers(
            Surroundings surroundings,
            Checker checker,
            Positions positions,
            Editor editor,
            ScheduledExecutorService checking,
            Executor answering) {
        this.surroundings = surroundings;
        this.checker = checker;
        this.positions = positions;
        this.answering = answering;
        this.checks = new Checks(surroundings, documents, checker, new Notices(editor, positions), checking, editor);
        this.completions = new Completions(checker.catalog(), positions);
        this.hovers = new Hovers(checker, positions);
        this.definitions = new Definitions(positions, documents);
    }

    @Override
    public void didOpen(DidOpenTextDocumentParams params) {
        TextDocumentItem item = params.getTextDocument();
        Document document =
                new Document(item.getUri(), surroundings.canonical(item.getUri()), item.getVersion(), item.getText());
        documents.put(document);
        checks.settled(document);
    }

    @Override
    public void didChange(DidChangeTextDocumentParams params) {
        String address = surroundings.canonical(params.getTextDocument().getUri());
        Integer version = params.getTextDocument().getVersion();
        Document changed = documents.change(
                address,
                before -> before.changed(
                        version == null ? before.version() + 1 : version, params.getContentChanges(), positions));
        if (changed != null) {
            checks.typed(changed);
        }
    }

    @Override
    public void didSave(DidSaveTextDocumentParams params) {
        Document saved =
                documents.get(surroundings.canonical(params.getTextDocument().getUri()));
        if (saved != null) {
            checks.settled(saved);
        }
    }

    @Override
    public void didClose(DidCloseTextDocumentParams params) {
        String address = surroundings.canonical(params.getTextDocument().getUri());
        documents.remove(address);
        checks.closed(address);
    }

    @Override
    public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
        params.getChanges().forEach(change -> {
            String address = surroundings.canonical(change.getUri());
            // What is open is as the editor has it, whatever the disk says.
            if (documents.get(address) == null) {
                checks.changedOnDisk(address);
            }
        });
    }

    @Override
    public void didChangeConfiguration(DidChangeConfigurationParams params) {
        // There is nothing to configure: storyc.yaml says it all.
    }

    @Override
    public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams params) {
        return ask(params, completions::at).thenApply(items -> Either.forLeft(items.orElse(List.of())));
    }

    @Override
    public CompletableFuture<Hover> hover(HoverParams params) {
        return ask(params, hovers::at).thenApply(hover -> hover.orElse(null));
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(
            DefinitionParams params) {
        return ask(params, definitions::at).thenApply(places -> Either.forLeft(places.orElse(List.of())));
    }

    @Override
    public CompletableFuture<List<? extends CodeLens>> codeLens(CodeLensParams params) {
        Map<String, Document> open = documents.all();
        String address = surroundings.canonical(params.getTextDocument().getUri());
        Document document = open.get(address);
        if (document == null || !surroundings.isStoryboard(address, document.text())) {
            return CompletableFuture.completedFuture(List.of());
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    Checked latest = checks.upToDate(address) ? checks.latest(address) : null;
                    Checked told = latest == null
                            ? checker.check(
                                    surroundings.around(address, Documents.texts(open)), Checker.GLANCE, () -> false)
                            : latest;
                    if (told == null) {
                        return List.of();
                    }
                    Range top = new Range(new Position(0, 0), new Position(0, 0));
                    return List.of(new CodeLens(top, new Command(told.tally().words(), ""), null));
                },
                answering);
    }

    private interface Reply<T> {
        @Nullable
        T to(Question question);
    }

    private <T> CompletableFuture<Optional<T>> ask(TextDocumentPositionParams place, Reply<T> reply) {
        Map<String, Document> open = documents.all();
        Document document =
                open.get(surroundings.canonical(place.getTextDocument().getUri()));
        return document == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : CompletableFuture.supplyAsync(
                        () -> Optional.ofNullable(reply.to(question(document, place.getPosition(), open))), answering);
    }

    private Question question(Document document, Position position, Map<String, Document> open) {
        Source source = document.source();
        int offset = positions.offset(source, position);
        String address = document.address();
        boolean own = surroundings.isStoryboard(address, document.text()) || checks.latest(address) != null;
        List<String> users = own ? List.of() : checks.users(address);
        String storyboard = own ? address : users.isEmpty() ? "" : users.get(0);
        Draft draft = storyboard.isEmpty()
                ? null
                : Draft.of(
                        checker.parser(),
                        surroundings.around(storyboard, Documents.texts(open)),
                        own ? offset : -1,
                        checks.latest(storyboard));
        Question.Kind kind = own ? Question.Kind.STORYBOARD : kind(document, draft);
        boolean yaml = kind == Question.Kind.STORYBOARD || kind == Question.Kind.SHARED;
        return new Question(
                document,
                source,
                offset,
                kind,
                TagCursor.at(document.text(), offset),
                yaml ? YamlOutline.at(document.text(), offset) : null,
                draft);
    }

    private static Question.Kind kind(Document document, @Nullable Draft draft) {
        String name = document.uri().toLowerCase(Locale.ROOT);
        if (name.endsWith(".mustache")) {
            return Question.Kind.PARTIAL;
        }
        // A file of YAML rows is no file of `uses`.
        boolean shared = draft != null
                && draft.view().text(draft.view().name(document.address())) != null
                && (name.endsWith(".yaml") || name.endsWith(".yml"));
        return shared ? Question.Kind.SHARED : Question.Kind.OTHER;
    }
}
