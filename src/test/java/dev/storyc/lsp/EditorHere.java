package dev.storyc.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.CodeLensWorkspaceCapabilities;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.GeneralClientCapabilities;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;

/** An editor that has started {@code storyc lsp} as a process and talks with it as editors do. */
final class EditorHere implements LanguageClient, AutoCloseable {
    private static final long PATIENCE_S = 60;

    final Path folder;
    final Process process;
    final LanguageServer server;
    final List<PublishDiagnosticsParams> notices = new ArrayList<>();
    final List<String> complaints = new ArrayList<>();
    int refreshes;

    private final Future<Void> listening;
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    EditorHere(Path workspace) throws IOException {
        folder = Files.createDirectories(workspace).toRealPath();
        process = JavaProcess.of("dev.storyc.cli.Main", List.of(), "lsp")
                .directory(folder.toFile())
                .redirectError(folder.resolve("lsp.stderr").toFile())
                .start();
        Launcher<LanguageServer> launcher =
                LSPLauncher.createClientLauncher(this, process.getInputStream(), process.getOutputStream());
        server = launcher.getRemoteProxy();
        listening = launcher.startListening();
    }

    /** Begins the session as most editors do. */
    InitializeResult begin() throws Exception {
        return begin(List.of());
    }

    /** Begins the session, offering these position encodings. */
    InitializeResult begin(List<String> encodings) throws Exception {
        InitializeParams params = new InitializeParams();
        ClientCapabilities can = new ClientCapabilities();
        GeneralClientCapabilities general = new GeneralClientCapabilities();
        if (!encodings.isEmpty()) {
            general.setPositionEncodings(encodings);
            can.setGeneral(general);
        }
        WorkspaceClientCapabilities workspace = new WorkspaceClientCapabilities();
        workspace.setCodeLens(new CodeLensWorkspaceCapabilities(true));
        can.setWorkspace(workspace);
        params.setCapabilities(can);
        params.setProcessId((int) ProcessHandle.current().pid());
        InitializeResult result = answer(server.initialize(params));
        server.initialized(new InitializedParams());
        return result;
    }

    Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    String uri(String file) {
        return folder.resolve(file).toUri().toString();
    }

    void open(String file, String text) {
        versions.put(file, 1);
        texts.put(file, text);
        server.getTextDocumentService()
                .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri(file), "yaml", 1, text)));
    }

    /** Replaces the whole text. */
    void type(String file, String text) {
        texts.put(file, text);
        change(file, new TextDocumentContentChangeEvent(text));
    }

    /** Replaces a part of a line; the editor's own copy is not kept then. */
    void type(String file, int line, int from, int to, String text) {
        change(
                file,
                new TextDocumentContentChangeEvent(new Range(new Position(line, from), new Position(line, to)), text));
    }

    private void change(String file, TextDocumentContentChangeEvent event) {
        int version = versions.merge(file, 1, Integer::sum);
        server.getTextDocumentService()
                .didChange(new DidChangeTextDocumentParams(
                        new VersionedTextDocumentIdentifier(uri(file), version), List.of(event)));
    }

    int version(String file) {
        return versions.getOrDefault(file, 0);
    }

    void save(String file) {
        server.getTextDocumentService().didSave(new DidSaveTextDocumentParams(new TextDocumentIdentifier(uri(file))));
    }

    void close(String file) {
        server.getTextDocumentService().didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier(uri(file))));
    }

    /** Opens a text with the cursor at {@code ¦} and asks what may be written there. */
    List<CompletionItem> complete(String file, String marked) throws Exception {
        Position at = show(file, marked);
        return answer(server.getTextDocumentService()
                        .completion(new CompletionParams(new TextDocumentIdentifier(uri(file)), at)))
                .getLeft();
    }

    /** The words of a hover at {@code ¦}; empty if there is none. */
    String hover(String file, String marked) throws Exception {
        Position at = show(file, marked);
        Hover hover = answer(
                server.getTextDocumentService().hover(new HoverParams(new TextDocumentIdentifier(uri(file)), at)));
        return hover == null ? "" : hover.getContents().getRight().getValue();
    }

    /** Where the thing at {@code ¦} is defined, as {@code FILE:LINE:CHARACTER} from 0. */
    List<String> define(String file, String marked) throws Exception {
        Position at = show(file, marked);
        List<String> found = new ArrayList<>();
        for (Location location : answer(server.getTextDocumentService()
                        .definition(new DefinitionParams(new TextDocumentIdentifier(uri(file)), at)))
                .getLeft()) {
            Path path = folder.relativize(Path.of(java.net.URI.create(location.getUri())));
            Position start = location.getRange().getStart();
            found.add(path + ":" + start.getLine() + ":" + start.getCharacter());
        }
        return found;
    }

    String lens(String file) throws Exception {
        List<? extends CodeLens> lenses = answer(
                server.getTextDocumentService().codeLens(new CodeLensParams(new TextDocumentIdentifier(uri(file)))));
        assertThat(lenses).hasSize(1);
        assertThat(lenses.get(0).getRange().getStart()).isEqualTo(new Position(0, 0));
        return lenses.get(0).getCommand().getTitle();
    }

    private Position show(String file, String marked) {
        int at = marked.indexOf('¦');
        String text = marked.replace("¦", "");
        if (!versions.containsKey(file)) {
            open(file, text);
        } else if (!text.equals(texts.get(file))) {
            type(file, text);
        }
        String before = text.substring(0, at);
        int line = (int) before.chars().filter(c -> c == '\n').count();
        return new Position(line, at - (before.lastIndexOf('\n') + 1));
    }

    /** Waits for what is published last about a file to be as wanted. */
    synchronized PublishDiagnosticsParams await(String file, Predicate<PublishDiagnosticsParams> wanted)
            throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (true) {
            for (int i = notices.size() - 1; i >= 0; i--) {
                PublishDiagnosticsParams notice = notices.get(i);
                if (notice.getUri().equals(uri(file))) {
                    if (wanted.test(notice)) {
                        return notice;
                    }
                    break;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            assertThat(left)
                    .as("still waiting; so far %s, %s", notices, complaints)
                    .isPositive();
            wait(left);
        }
    }

    /** Waits until the server has asked for the lenses to be read again. */
    synchronized void awaitRefresh() throws InterruptedException {
        while (refreshes == 0) {
            wait(TimeUnit.SECONDS.toMillis(PATIENCE_S));
        }
    }

    /** The versions that findings were published about, but for the first few. */
    synchronized List<Integer> versionsSince(int first) {
        return notices.subList(first, notices.size()).stream()
                .map(PublishDiagnosticsParams::getVersion)
                .toList();
    }

    /** Waits for the findings about the file's present version. */
    PublishDiagnosticsParams current(String file) throws InterruptedException {
        return await(file, notice -> notice.getVersion() != null && notice.getVersion() == version(file));
    }

    static <T> T answer(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** Says good-bye properly; the process's exit code. */
    int end() throws Exception {
        answer(server.shutdown());
        server.exit();
        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    String stderr() throws IOException {
        return Files.readString(folder.resolve("lsp.stderr"), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        listening.cancel(true);
        process.getOutputStream().close();
    }

    @Override
    public synchronized void publishDiagnostics(PublishDiagnosticsParams notice) {
        notices.add(notice);
        notifyAll();
    }

    @Override
    public synchronized CompletableFuture<Void> refreshCodeLenses() {
        refreshes++;
        notifyAll();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized void showMessage(MessageParams message) {
        complaints.add(message.getMessage());
    }

    @Override
    public synchronized void logMessage(MessageParams message) {
        complaints.add(message.getMessage());
    }

    @Override
    public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams params) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void telemetryEvent(Object event) {
        throw new AssertionError("storyc has no telemetry, and sent " + event);
    }
}
