package dev.storyc.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.fleet.FleetQueue;
import dev.storyc.fleet.QueuedBuild;
import dev.storyc.fleet.QueuedClip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code storyc builds}: what a fleet is asked to do, and what became of it. */
@Command(
        name = "builds",
        description = "Show what the fleet builds, wait for it, and cancel it.",
        synopsisSubcommandLabel = "[list|show ID|wait ID|cancel ID]",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc builds", "  storyc builds wait k7m2x9qd", "  storyc builds cancel k7m2x9qd"})
final class BuildsCommand implements Callable<Integer> {
    private static final int MOST_LISTED = 50;

    private final ListCommand list;

    @Mixin
    private About about = new About();

    private BuildsCommand(ListCommand list) {
        this.list = list;
    }

    static CommandLine with(Console console, Path folder) {
        CommandLine builds = new CommandLine(new BuildsCommand(new ListCommand(console, folder)));
        builds.addSubcommand(new ListCommand(console, folder));
        builds.addSubcommand(new ShowCommand(console, folder));
        builds.addSubcommand(new BuildsWaitCommand(console, folder));
        builds.addSubcommand(new CancelCommand(console, folder));
        return builds;
    }

    @Override
    public Integer call() throws IOException {
        return list.list(about);
    }

    /** Which fleet, and how it is told. */
    static final class About {
        @Mixin
        private RealmOptions realm = new RealmOptions();

        @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
        private String format = "text";

        boolean json() {
            return switch (format) {
                case "json" -> true;
                case "text" -> false;
                default -> throw new UserError(Exit.USAGE, "--format takes text or json, and not " + format);
            };
        }

        Vault open(Console console, Path folder) throws IOException {
            json();
            StorePlace place = realm.place(console, folder).store();
            if (place.team().fleet().isEmpty()) {
                throw Fleets.none();
            }
            return Vault.openOrMake(place);
        }
    }

    /** Which build a command is about, and how. */
    static final class One {
        @Mixin
        private About about = new About();

        @Parameters(paramLabel = "ID", description = "The build, or the first letters of its id.")
        private String id = "";

        boolean json() {
            return about.json();
        }

        Vault open(Console console, Path folder) throws IOException {
            return about.open(console, folder);
        }

        QueuedBuild in(FleetQueue queue) {
            return Fleets.find(queue, id);
        }
    }

    /** {@code storyc builds list}. */
    @Command(name = "list", description = "The fleet's builds, the newest first.")
    static final class ListCommand implements Callable<Integer> {
        private final Console console;
        private final Path folder;

        @Mixin
        private About about = new About();

        ListCommand(Console console, Path folder) {
            this.console = console;
            this.folder = folder;
        }

        @Override
        public Integer call() throws IOException {
            return list(about);
        }

        int list(About how) throws IOException {
            try (Vault vault = how.open(console, folder)) {
                for (QueuedBuild build : Fleets.queue(vault).builds(MOST_LISTED)) {
                    console.out()
                            .println(
                                    how.json()
                                            ? BuildLines.text(BuildLines.fields(build))
                                            : VisibleText.line(BuildLines.line(build)));
                }
            }
            return Exit.DONE;
        }
    }

    /** {@code storyc builds show}. */
    @Command(name = "show", description = "A build, and what became of each of its clips.")
    static final class ShowCommand implements Callable<Integer> {
        private final Console console;
        private final Path folder;

        @Mixin
        private One one = new One();

        ShowCommand(Console console, Path folder) {
            this.console = console;
            this.folder = folder;
        }

        @Override
        public Integer call() throws IOException {
            try (Vault vault = one.open(console, folder)) {
                FleetQueue queue = Fleets.queue(vault);
                QueuedBuild build = one.in(queue);
                List<QueuedClip> clips = queue.clips(build.id());
                if (one.json()) {
                    ObjectNode node = BuildLines.fields(build);
                    ArrayNode all = node.putArray("outcomes");
                    clips.forEach(clip -> all.add(BuildLines.fields(clip)));
                    console.out().println(BuildLines.text(node));
                } else {
                    BuildLines.lines(build, clips).forEach(line -> console.out().println(VisibleText.line(line)));
                }
            }
            return Exit.DONE;
        }
    }

    /** {@code storyc builds cancel}. */
    @Command(name = "cancel", description = "Send nothing more for a build; what is under way is brought home.")
    static final class CancelCommand implements Callable<Integer> {
        private final Console console;
        private final Path folder;

        @Mixin
        private One one = new One();

        CancelCommand(Console console, Path folder) {
            this.console = console;
            this.folder = folder;
        }

        @Override
        public Integer call() throws IOException {
            try (Vault vault = one.open(console, folder)) {
                FleetQueue queue = Fleets.queue(vault);
                QueuedBuild build = one.in(queue);
                boolean cancelled = queue.cancel(build.id());
                QueuedBuild now = queue.build(build.id()).orElse(build);
                if (one.json()) {
                    console.out().println(BuildLines.text(BuildLines.fields(now)));
                } else {
                    console.out().println(now.id() + "  " + words(now, cancelled));
                }
            }
            return Exit.DONE;
        }

        private static String words(QueuedBuild now, boolean cancelled) {
            if (!cancelled) {
                return now.cancelled() != null ? "was cancelled before" : "was over before";
            }
            return now.active() == 0
                    ? "cancelled; nothing of it was under way"
                    : "cancelled; " + Counted.count(now.active(), "clip") + " under way, brought home if sent";
        }
    }
}
