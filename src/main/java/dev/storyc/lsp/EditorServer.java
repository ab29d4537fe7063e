package dev.storyc.lsp;

import dev.storyc.catalog.ModelCatalog;
import jakarta.validation.ValidatorFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.services.LanguageClient;

/** Serves one editor over two streams until it says good-bye. */
public final class EditorServer {
    private final String version;
    private final Surroundings surroundings;
    private final Checker checker;

    /**
     * @param version of storyc, as the editor shows it
     * @param surroundings where files come from
     * @param factory builds validators
     */
    public EditorServer(String version, Surroundings surroundings, ModelCatalog catalog, ValidatorFactory factory) {
        this.version = version;
        this.surroundings = surroundings;
        this.checker = new Checker(catalog, factory);
    }

    /**
     * Speaks the Language Server Protocol until the client exits or its stream ends.
     *
     * @return the exit code the protocol wants: 0 after a shutdown, else 1
     */
    public int serve(InputStream in, OutputStream out) {
        ExecutorService readers = Executors.newCachedThreadPool(EditorServer::daemon);
        // Two at once, so that a storyboard of a million rows keeps no other waiting.
        ScheduledExecutorService checking = Executors.newScheduledThreadPool(2, EditorServer::daemon);
        ExecutorService answering = Executors.newSingleThreadExecutor(EditorServer::daemon);
        try {
            Editor editor = new Editor();
            Session session = new Session(version, surroundings, checker, editor, checking, answering);
            Launcher<LanguageClient> launcher = new Launcher.Builder<LanguageClient>()
                    .setLocalService(session)
                    .setRemoteInterface(LanguageClient.class)
                    .setInput(in)
                    .setOutput(out)
                    .setExecutorService(readers)
                    .create();
            editor.connect(launcher.getRemoteProxy());
            Future<Void> listening = launcher.startListening();
            readers.execute(() -> await(listening, session));
            return session.end().join();
        } finally {
            readers.shutdownNow();
            checking.shutdownNow();
            answering.shutdownNow();
        }
    }

    private static void await(Future<Void> listening, Session session) {
        try {
            listening.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CancellationException e) {
            // However it ended, there is nobody left to talk to.
            session.streamEnded();
            return;
        }
        session.streamEnded();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "storyc-lsp");
        thread.setDaemon(true);
        return thread;
    }
}
