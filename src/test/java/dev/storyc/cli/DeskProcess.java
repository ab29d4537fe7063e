package dev.storyc.cli;

import dev.storyc.JavaProcess;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link Desk} in a Java of its own, so that a test can give it another world below Java; used by one thread. */
final class DeskProcess implements AutoCloseable {
    private static final String SIT = "sit";

    private final Process process;
    private final DataOutputStream to;
    private final DataInputStream from;
    String out = "";
    String err = "";

    DeskProcess(Path log, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                JavaProcess.of(DeskProcess.class.getName(), List.of()).redirectError(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C.UTF-8");
        process = builder.start();
        to = new DataOutputStream(process.getOutputStream());
        from = new DataInputStream(process.getInputStream());
    }

    /** Sets up the desk in this folder, at which all that follows is run. */
    void sit(Path folder, String api) throws IOException {
        run(SIT, folder.toString(), api);
    }

    /** Runs a command at the desk; what it said is in {@link #out} and {@link #err} then. */
    int run(String... args) throws IOException {
        to.writeUTF(String.join("\n", args));
        to.flush();
        int code = from.readInt();
        out = text(from);
        err = text(from);
        return code;
    }

    @Override
    public void close() throws IOException {
        to.close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String text(DataInputStream from) throws IOException {
        return new String(from.readNBytes(from.readInt()), StandardCharsets.UTF_8);
    }

    public static void main(String[] unused) throws IOException {
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out = new DataOutputStream(System.out);
        // Whatever a library prints must not come between answers.
        System.setOut(System.err);
        @Nullable Desk desk = null;
        while (true) {
            String[] args;
            try {
                args = in.readUTF().split("\n", -1);
            } catch (EOFException e) {
                return;
            }
            int code = 0;
            if (args[0].equals(SIT)) {
                desk = new Desk(Path.of(args[1]));
                desk.environment.put("STORYC_API_URL", args[2]);
            } else {
                code = Objects.requireNonNull(desk).run(args);
            }
            out.writeInt(code);
            write(out, Objects.requireNonNull(desk).out);
            write(out, desk.err);
            out.flush();
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
