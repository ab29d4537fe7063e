package dev.storyc.lsp;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.services.LanguageClient;
import org.jspecify.annotations.Nullable;

/** The other side: what it is told without having asked. Says nothing before it is connected. */
final class Editor {
    private final AtomicBoolean apologized = new AtomicBoolean();
    private volatile @Nullable LanguageClient client;
    private volatile boolean refreshes;

    void connect(LanguageClient remote) {
        client = remote;
    }

    /** Whether it wants to be told that code lenses have changed. */
    void refreshes(boolean wanted) {
        refreshes = wanted;
    }

    void publish(PublishDiagnosticsParams notice) {
        LanguageClient there = client;
        if (there != null) {
            there.publishDiagnostics(notice);
        }
    }

    void refreshLenses() {
        LanguageClient there = client;
        if (there != null && refreshes) {
            // An editor that refuses shows old numbers until it asks again, and nothing is lost.
            CompletableFuture<Void> unused = there.refreshCodeLenses();
        }
    }

    void register(Registration registration) {
        LanguageClient there = client;
        if (there != null) {
            // Without it, changes of files that aren't open are seen at the next keystroke or save.
            CompletableFuture<Void> unused = there.registerCapability(new RegistrationParams(List.of(registration)));
        }
    }

    /** What nothing should throw: told in full to the log, and once to the person. */
    void bug(Throwable e) {
        LanguageClient there = client;
        if (there == null) {
            return;
        }
        StringBuilder words = new StringBuilder("this is a bug in storyc, and nothing you did: ").append(e);
        for (StackTraceElement line : e.getStackTrace()) {
            words.append("\n    at ").append(line);
        }
        there.logMessage(new MessageParams(MessageType.Error, words.toString()));
        if (!apologized.getAndSet(true)) {
            there.showMessage(new MessageParams(
                    MessageType.Error, "storyc met a bug of its own and can't check this; its log says more"));
        }
    }
}
