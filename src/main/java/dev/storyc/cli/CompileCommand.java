package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.lower.Clip;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code storyc compile}. */
@Command(
        name = "compile",
        description = "Print the request of every clip and take, one JSON object a line.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc compile storyboards/aurora-launch.yaml", "  storyc compile -o clips.jsonl"})
final class CompileCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this file instead of standard output.")
    private @Nullable Path file;

    CompileCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    // Nothing may be printed of a campaign that turns out wrong at its last variant, and it may be too large to hold:
    // so
    // it goes to a file first.
    @Override
    public Integer call() throws IOException {
        Path target = file == null ? null : folder.resolve(file).toAbsolutePath();
        Path parent = target == null ? null : target.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new UserError(Exit.USAGE, "there is no folder " + parent + " to write into");
        }
        Campaign campaign = Campaign.open(read, folder);
        // A temporary file is its maker's alone; what people asked for is as their other files are.
        Path draft = target == null || parent == null
                ? Files.createTempFile("storyc", ".jsonl")
                : parent.resolve("." + target.getFileName() + "."
                        + ProcessHandle.current().pid() + ".part");
        try {
            write(campaign, draft);
            Findings.print(campaign, console, output);
            if (campaign.exit() == Exit.DONE) {
                if (target == null) {
                    Files.copy(draft, console.out());
                    console.out().flush();
                } else {
                    Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return campaign.exit();
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void write(Campaign campaign, Path draft) throws IOException {
        JsonFactory factory = JsonMapper.builder().build().getFactory();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16);
                JsonGenerator json = factory.createGenerator(out)) {
            json.setRootValueSeparator(null);
            campaign.compile((path, film) -> film.clips().forEach(clip -> {
                try {
                    line(json, clip);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void line(JsonGenerator json, Clip clip) throws IOException {
        json.writeStartObject();
        json.writeStringField("storyboard", clip.storyboard());
        json.writeStringField("variant", clip.variant());
        json.writeStringField("clip", clip.id());
        json.writeNumberField("take", clip.take());
        json.writeStringField("key", clip.key().hex());
        json.writeNumberField("seconds", clip.seconds());
        BigDecimal price = clip.price();
        json.writeFieldName("price_usd");
        if (price == null) {
            json.writeNull();
        } else {
            json.writeNumber(price);
        }
        json.writeObjectFieldStart("payload");
        json.writeStringField("model", clip.payload().model());
        json.writeObjectField("args", clip.payload().args());
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
    }
}
