package dev.storyc.lsp;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeLensOptions;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.DidChangeWatchedFilesRegistrationOptions;
import org.eclipse.lsp4j.FileSystemWatcher;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.SaveOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jspecify.annotations.Nullable;

/** One editor's session: what both sides can do is agreed on here, and when it is over. */
final class Session implements LanguageServer {
    private static final List<String> TRIGGERS = List.of("{", ">", "#", "^", "/", "&", " ", ":", "[", ",");
    private static final String WATCHED = "**/*.{yaml,yml,mustache,csv,tsv,json,jsonl,ndjson}";

    private final String version;
    private final Editor editor;
    private final Positions positions = new Positions();
    private final Answers answers;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final AtomicBoolean shutDown = new AtomicBoolean();
    private volatile boolean watches;

    /**
     * @param checking where checks run
     * @param answering where questions are answered, so that no check keeps them waiting
     */
    Session(
            String version,
            Surroundings surroundings,
            Checker checker,
            Editor editor,
            ScheduledExecutorService checking,
            Executor answering) {
        this.version = version;
        this.editor = editor;
        this.answers = new Answers(surroundings, checker, positions, editor, checking, answering);
    }

    /** The exit code, once it is over: 0 only after a proper shutdown, as the protocol wants it. */
    CompletableFuture<Integer> end() {
        return end;
    }

    /** The stream has ended, with or without a word. */
    void streamEnded() {
        exit();
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
        @Nullable ClientCapabilities client = params.getCapabilities();
        boolean general = client != null && client.getGeneral() != null;
        String encoding = positions.agree(general ? client.getGeneral().getPositionEncodings() : null);
        boolean workspace = client != null && client.getWorkspace() != null;
        editor.refreshes(workspace
                && client.getWorkspace().getCodeLens() != null
                && Boolean.TRUE.equals(client.getWorkspace().getCodeLens().getRefreshSupport()));
        watches = workspace
                && client.getWorkspace().getDidChangeWatchedFiles() != null
                && Boolean.TRUE.equals(
                        client.getWorkspace().getDidChangeWatchedFiles().getDynamicRegistration());
        if (params.getProcessId() != null) {
            // An editor that crashed leaves its end of the stream open where others inherited it.
            ProcessHandle.of(params.getProcessId()).ifPresent(process -> {
                CompletableFuture<Void> unused = process.onExit().thenRun(this::streamEnded);
            });
        }
        TextDocumentSyncOptions sync = new TextDocumentSyncOptions();
        sync.setOpenClose(true);
        sync.setChange(TextDocumentSyncKind.Incremental);
        sync.setSave(new SaveOptions(false));
        ServerCapabilities can = new ServerCapabilities();
        can.setPositionEncoding(encoding);
        can.setTextDocumentSync(sync);
        can.setCompletionProvider(new CompletionOptions(false, TRIGGERS));
        can.setHoverProvider(true);
        can.setDefinitionProvider(true);
        can.setCodeLensProvider(new CodeLensOptions(false));
        return CompletableFuture.completedFuture(new InitializeResult(can, new ServerInfo("storyc", version)));
    }

    @Override
    public void initialized(InitializedParams params) {
        if (watches) {
            DidChangeWatchedFilesRegistrationOptions options = new DidChangeWatchedFilesRegistrationOptions(
                    List.of(new FileSystemWatcher(Either.forLeft(WATCHED))));
            editor.register(new Registration("storyc-files", "workspace/didChangeWatchedFiles", options));
        }
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        shutDown.set(true);
        return CompletableFuture.completedFuture(new Object());
    }

    @Override
    public void exit() {
        end.complete(shutDown.get() ? 0 : 1);
    }

    @Override
    public void setTrace(SetTraceParams params) {
        // Nothing is traced: whoever wants to see the protocol reads the stream.
    }

    @Override
    public TextDocumentService getTextDocumentService() {
        return answers;
    }

    @Override
    public WorkspaceService getWorkspaceService() {
        return answers;
    }
}
