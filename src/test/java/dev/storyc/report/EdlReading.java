package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads CMX 3600 lists as their readers do, by columns: no registry we build from has such a reader, so this holds lines
 * to the format's and times to each other.
 */
final class EdlReading {
    private static final Pattern STATEMENT =
            Pattern.compile("(\\d{3})  ([A-Z0-9]{8}) (V   |AA/V)  (C       |D    \\d{3}) "
                    + "(\\d\\d:\\d\\d:\\d\\d:\\d\\d) (\\d\\d:\\d\\d:\\d\\d:\\d\\d) "
                    + "(\\d\\d:\\d\\d:\\d\\d:\\d\\d) (\\d\\d:\\d\\d:\\d\\d:\\d\\d)");

    /** One statement, its times in frames. */
    record Statement(int event, String reel, String channels, int dissolve, long in, long out, long from, long to) {}

    final List<Statement> statements = new ArrayList<>();
    final List<String> comments = new ArrayList<>();

    EdlReading(byte[] bytes) {
        String text = new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
        for (byte each : bytes) {
            assertThat(each == '\r' || each == '\n' || (each >= 0x20 && each < 0x7F))
                    .isTrue();
        }
        assertThat(text).endsWith("\r\n").doesNotContain("\uFFFD");
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        List<String> lines = text.lines().toList();
        assertThat(lines.get(0)).startsWith("TITLE: ").hasSizeLessThanOrEqualTo(77);
        assertThat(lines.get(1)).isEqualTo("FCM: NON-DROP FRAME");
        for (String line : lines.subList(2, lines.size())) {
            if (line.startsWith("* ")) {
                comments.add(line);
            } else if (!line.isEmpty()) {
                statements.add(statement(line));
            }
        }
        tiles();
    }

    private static Statement statement(String line) {
        Matcher matcher = STATEMENT.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        String kind = matcher.group(4);
        return new Statement(
                Integer.parseInt(matcher.group(1)),
                matcher.group(2),
                matcher.group(3).strip(),
                kind.startsWith("C") ? 0 : Integer.parseInt(kind.substring(5)),
                frames(matcher.group(5)),
                frames(matcher.group(6)),
                frames(matcher.group(7)),
                frames(matcher.group(8)));
    }

    /** Times are as long at both sides, and each begins where the one before ends. */
    private void tiles() {
        long at = statements.get(0).from();
        int event = 0;
        for (Statement each : statements) {
            assertThat(each.to() - each.from()).isEqualTo(each.out() - each.in());
            assertThat(each.from()).isEqualTo(at);
            assertThat(each.event()).isIn(event, event + 1);
            assertThat(each.dissolve()).isLessThanOrEqualTo((int) (each.to() - each.from()));
            event = each.event();
            at = each.to();
        }
    }

    long end() {
        return statements.get(statements.size() - 1).to();
    }

    Set<String> reels() {
        Set<String> reels = new HashSet<>();
        statements.forEach(each -> reels.add(each.reel()));
        return reels;
    }

    static long frames(String timecode) {
        String[] parts = timecode.split(":", -1);
        assertThat(Integer.parseInt(parts[3])).isLessThan(24);
        return ((Long.parseLong(parts[0]) * 60 + Long.parseLong(parts[1])) * 60 + Long.parseLong(parts[2])) * 24
                + Long.parseLong(parts[3]);
    }
}
