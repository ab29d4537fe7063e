package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.fleet.QueuedBuild;
import dev.storyc.fleet.QueuedClip;
import dev.storyc.plan.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds of a fleet as they are printed. */
final class BuildLines {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private BuildLines() {}

    static String text(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static int over(QueuedBuild build) {
        return build.clips() - build.waiting() - build.active();
    }

    static String line(QueuedBuild build) {
        String priority = build.priority() == 0 ? "" : "  priority " + build.priority();
        return String.format(
                "%s  %-10s  %d/%d  %s  %s%s",
                build.id(),
                build.state(),
                over(build),
                build.clips(),
                build.created().truncatedTo(ChronoUnit.SECONDS),
                build.name(),
                priority);
    }

    static ObjectNode fields(QueuedBuild build) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("build", build.id());
        node.put("state", build.state());
        node.put("name", build.name());
        node.put("who", build.who());
        node.put("priority", build.priority());
        node.put("clips", build.clips());
        node.put("waiting", build.waiting());
        node.put("active", build.active());
        node.put("over", over(build));
        node.put("created", build.created().toString());
        node.put("ended", text(build.ended()));
        node.put("cancelled", text(build.cancelled()));
        node.put("reason", build.haltWords());
        return node;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    static List<String> lines(QueuedBuild build, List<QueuedClip> clips) {
        List<String> lines = new ArrayList<>(List.of(
                "build     " + build.id(),
                "state     " + build.state() + (build.haltWords() == null ? "" : ": " + build.haltWords()),
                "of        " + build.name(),
                "by        " + build.who() + ", " + build.created().truncatedTo(ChronoUnit.SECONDS),
                "priority  " + build.priority(),
                "clips     " + build.clips() + ": " + counts(clips)));
        for (QueuedClip clip : clips) {
            String words = clip.marks().words();
            lines.add(String.format(
                            "%s  %-11s  %s",
                            clip.clip().key().brief(), word(clip), clip.clip().address())
                    + (words == null ? "" : ": " + words));
        }
        return lines;
    }

    private static String counts(List<QueuedClip> clips) {
        Map<String, Long> counts =
                clips.stream().collect(Collectors.groupingBy(BuildLines::word, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String word(QueuedClip clip) {
        Outcome.Kind outcome = clip.outcome();
        return outcome == null ? clip.state().word() : outcome.word();
    }

    static ObjectNode fields(QueuedClip clip) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("key", clip.clip().key().hex());
        node.put("storyboard", clip.clip().storyboard());
        node.put("variant", clip.clip().variant());
        node.put("clip", clip.clip().id());
        node.put("take", clip.clip().take());
        node.put("state", clip.state().word());
        Outcome.Kind outcome = clip.outcome();
        node.put("outcome", outcome == null ? null : outcome.word());
        node.put("reason", clip.marks().words());
        return node;
    }
}
