package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.Entry;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.plan.Columns;
import dev.storyc.plan.Usd;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code storyc jobs}: the ledger, and decisions about it. */
@Command(
        name = "jobs",
        description = "Show every paid attempt, and decide the ones in doubt.",
        synopsisSubcommandLabel = "[list|show KEY|resolve KEY …]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  storyc jobs",
            "  storyc jobs show 1f0c2ab4e990",
            "  storyc jobs resolve 1f0c2ab4e990 --adopt JOB_ID"
        })
final class JobsCommand implements Callable<Integer> {
    private final ListCommand list;

    @Mixin
    private RealmOptions realm = new RealmOptions();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private String format = "text";

    private JobsCommand(ListCommand list) {
        this.list = list;
    }

    static CommandLine with(Console console, Path folder) {
        CommandLine jobs = new CommandLine(new JobsCommand(new ListCommand(console, folder)));
        jobs.addSubcommand(new ListCommand(console, folder));
        jobs.addSubcommand(new ShowCommand(console, folder));
        jobs.addSubcommand(new ResolveCommand(console, folder));
        return jobs;
    }

    @Override
    public Integer call() throws IOException {
        return list.list(realm, format);
    }

    /** {@code storyc jobs list}. */
    @Command(name = "list", description = "Every attempt, the oldest first.")
    static final class ListCommand implements Callable<Integer> {
        private final Console console;
        private final Path folder;

        @Mixin
        private RealmOptions realm = new RealmOptions();

        @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
        private String format = "text";

        ListCommand(Console console, Path folder) {
            this.console = console;
            this.folder = folder;
        }

        @Override
        public Integer call() throws IOException {
            return list(realm, format);
        }

        int list(RealmOptions where, String as) throws IOException {
            JobLines lines = JobLines.of(as);
            Optional<Vault> there =
                    Vault.openForJobs(where.place(console, folder).store());
            if (there.isEmpty()) {
                return Exit.DONE;
            }
            try (Vault vault = there.get()) {
                // A line that wraps is no column any more; what is left off stands in `jobs show`.
                int width = console.terminal() ? console.width() : Integer.MAX_VALUE;
                vault.ledger().lookAround();
                vault.troubles().forEach(line -> console.err().println("storyc: " + line));
                List<Job> jobs = vault.ledger().all();
                for (Job job : jobs) {
                    console.out().println(VisibleText.of(lines.line(job, vault, width)));
                }
                if (console.terminal() && lines == JobLines.TEXT && !jobs.isEmpty()) {
                    console.err().println(sum(jobs));
                }
            }
            return Exit.DONE;
        }
    }

    /** Where the money of all these attempts is. */
    private static String sum(List<Job> jobs) {
        BigDecimal spent = BigDecimal.ZERO;
        BigDecimal open = BigDecimal.ZERO;
        BigDecimal given = BigDecimal.ZERO;
        for (Job job : jobs) {
            switch (job.state()) {
                case INTENT, SUBMITTED, SUCCEEDED, IN_DOUBT -> open = open.add(job.counted());
                case ABANDONED, RELEASED -> given = given.add(job.counted());
                case STORED, FAILED, REFUSED, SET_ASIDE -> spent = spent.add(job.counted());
            }
        }
        return Counted.count(jobs.size(), "attempt") + ": " + Usd.words(spent) + " spent"
                + (open.signum() == 0 ? "" : ", " + Usd.words(open) + " under way or in doubt")
                + (given.signum() == 0 ? "" : ", " + Usd.words(given) + " possibly spent on what was given up");
    }

    /** {@code storyc jobs show}. */
    @Command(name = "show", description = "All that is known of a key's newest attempt.")
    static final class ShowCommand implements Callable<Integer> {
        private final Console console;
        private final Path folder;

        @Mixin
        private RealmOptions realm = new RealmOptions();

        @Parameters(paramLabel = "KEY", description = "The key, or its first digits.")
        private String key = "";

        @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
        private String format = "text";

        ShowCommand(Console console, Path folder) {
            this.console = console;
            this.folder = folder;
        }

        @Override
        public Integer call() throws IOException {
            JobLines lines = JobLines.of(format);
            try (Vault vault = Vault.open(realm.place(console, folder).store())) {
                console.out().println(VisibleText.of(lines.whole(RealmOptions.find(vault, key), vault)));
            }
            return Exit.DONE;
        }
    }

    /** How attempts are printed. */
    private enum JobLines {
        TEXT {
            @Override
            String line(Job job, Vault vault, int width) {
                String line = String.format(
                        "%s  %-9s  %-9s  %s  %s",
                        job.key().brief(),
                        state(job, vault),
                        Usd.words(cost(job)),
                        job.since().truncatedTo(ChronoUnit.SECONDS),
                        job.asked().address());
                String whole = line + "  " + Objects.toString(job.jobId(), "-");
                return Columns.width(whole) <= width ? whole : line;
            }

            @Override
            String whole(Job job, Vault vault) {
                List<String> lines = new ArrayList<>(List.of(
                        "key       " + job.key(),
                        "clip      " + job.asked().address(),
                        "attempt   " + job.attempt(),
                        "state     " + state(job, vault) + " since " + job.since(),
                        "started   " + job.started(),
                        "job       " + Objects.toString(job.jobId(), "-"),
                        "estimate  " + Usd.words(job.asked().estimate()),
                        "charged   " + (job.charged() == null ? "-" : Usd.words(job.charged())),
                        "amount    " + Objects.toString(job.amount(), "-"),
                        "reason    " + Objects.toString(job.reason(), "-"),
                        "answer    " + (job.raw() == null || job.raw().isEmpty() ? "-" : job.raw()),
                        "request   " + job.asked().request()));
                for (Entry entry : vault.ledger().history(job.key())) {
                    lines.add(words(entry));
                }
                return String.join("\n", lines);
            }
        },
        JSON {
            @Override
            String line(Job job, Vault vault, int width) {
                return text(fields(job, vault));
            }

            @Override
            String whole(Job job, Vault vault) {
                ObjectNode node = fields(job, vault);
                node.put("started", job.started().toString());
                node.put("amount", job.amount());
                node.put("reason", job.reason());
                node.put("answer", job.raw());
                node.put("request", job.asked().request());
                ArrayNode history = node.putArray("history");
                for (Entry entry : vault.ledger().history(job.key())) {
                    history.addObject()
                            .put("attempt", entry.attempt())
                            .put("at", entry.at().toString())
                            .put("event", entry.event())
                            .put("state", entry.state().word())
                            .put("by", entry.by())
                            .put("reason", entry.words());
                }
                return text(node);
            }
        };

        private static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build();

        abstract String line(Job job, Vault vault, int width);

        abstract String whole(Job job, Vault vault);

        static JobLines of(String format) {
            return switch (format) {
                case "text" -> TEXT;
                case "json" -> JSON;
                default -> throw new UserError(Exit.USAGE, "--format takes text or json, and not " + format);
            };
        }

        private static ObjectNode fields(Job job, Vault vault) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("key", job.key().hex());
            node.put("state", state(job, vault));
            node.put("storyboard", job.asked().storyboard());
            node.put("variant", job.asked().variant());
            node.put("clip", job.asked().clip());
            node.put("take", job.asked().take());
            node.put("attempt", job.attempt());
            node.put("job_id", job.jobId());
            node.put("estimate_usd", job.asked().estimate());
            node.put("charged_usd", job.charged());
            node.put("since", job.since().toString());
            return node;
        }

        private static String text(ObjectNode node) {
            try {
                return MAPPER.writeValueAsString(node);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a tree can always be written", e);
            }
        }

        /** {@code 2026-03-01T10:00:00Z  attempt 1  released, decided by ada}, and why on a line of its own. */
        private static String words(Entry entry) {
            return "history   " + entry.at().truncatedTo(ChronoUnit.SECONDS) + "  attempt " + entry.attempt() + "  "
                    + entry.event()
                    + (entry.event().equals(entry.state().word())
                            ? ""
                            : ", now " + entry.state().word())
                    + (entry.by() == null ? "" : ", decided by " + entry.by())
                    + (entry.words() == null ? "" : "\n          " + entry.words());
        }

        /** An intent whose process is dead is in doubt, though nobody has written that down yet. */
        private static String state(Job job, Vault vault) {
            boolean doubtful = job.state() == JobState.INTENT && !vault.owner().lives(job.owner());
            return (doubtful ? JobState.IN_DOUBT : job.state()).word();
        }

        private static @Nullable BigDecimal cost(Job job) {
            return job.charged() != null ? job.charged() : job.asked().estimate();
        }
    }
}
