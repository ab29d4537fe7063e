package dev.storyc.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.console.Console;
import dev.storyc.console.OutputOptions;
import dev.storyc.fleet.FleetQueue;
import dev.storyc.fleet.FleetWatch;
import dev.storyc.fleet.QueuedBuild;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.Step;
import dev.storyc.plan.StepState;
import dev.storyc.progress.BuildProgress;
import dev.storyc.progress.BuildTally;
import dev.storyc.progress.RenderTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code storyc builds wait}. */
@Command(name = "wait", description = "Wait until a build is over; its exit codes are those of a build.")
final class BuildsWaitCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Mixin
    private BuildsCommand.One one = new BuildsCommand.One();

    @Mixin
    private OutputOptions output = new OutputOptions();

    BuildsWaitCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean json = one.json();
        try (Interruption interruption = Interruption.listen(console);
                Vault vault = one.open(console, folder)) {
            PostgresRealm realm = vault.fleet().orElseThrow(Fleets::none);
            FleetQueue queue = Fleets.queue(vault);
            QueuedBuild build = one.in(queue);
            List<Step> steps = queue.clips(build.id()).stream()
                    .map(clip -> new Step(
                            clip.clip(),
                            StepState.NEW,
                            clip.action() == Step.Action.BUY ? Step.Action.BUY : Step.Action.RESUME,
                            List.of(),
                            null,
                            null))
                    .toList();
            BuildTally tally = new BuildTally(steps, vault.owner().me(), Math.max(1, steps.size()), new RenderTimes());
            RunRecord record;
            try (BuildProgress progress = BuildProgress.of(console, output, json, false, tally)) {
                FleetWatch watch = new FleetWatch(queue, realm, null, progress, note -> note(note, json));
                interruption.leaves(watch::stop);
                record = watch.watch(build.id(), steps);
            }
            BuildEnd end = new BuildEnd(record);
            told(build.id(), record, end, json);
            return end.exit();
        }
    }

    private void note(String words, boolean json) {
        if (!output.quiet() && !json) {
            console.err().println("storyc: " + words);
        }
    }

    private void told(String build, RunRecord record, BuildEnd ended, boolean json) {
        if (json) {
            ObjectNode end = JsonNodeFactory.instance.objectNode();
            end.put("event", "end");
            end.put("version", 1);
            end.put("exit", ended.exit());
            end.put("build", build);
            end.put("interrupted", record.interrupted());
            end.put("created", record.created());
            end.put("spent_usd", record.bought().spent());
            end.put("reserved_usd", record.bought().reserved());
            console.out().println(BuildLines.text(end));
            return;
        }
        if (!output.quiet()) {
            console.out().println(build + ": " + String.join("\n", ended.lines()));
        }
        new Advice("", console.width()).lines(record).forEach(console.err()::println);
    }
}
