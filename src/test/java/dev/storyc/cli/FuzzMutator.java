package dev.storyc.cli;

import dev.storyc.workspace.WorkspaceSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes a case a little worse. It works on bytes, one char a byte, so that halves of characters come about too, and
 * prefers what means something to a reader: lines, tags, brackets, quotes, anchors, numbers, pieces of other cases.
 */
final class FuzzMutator {
    private static final int LARGEST = 200_000;
    private static final List<String> WORDS = latin(List.of(
            "{{",
            "}}",
            "{{{",
            "{{#a}}",
            "{{/a}}",
            "{{^a}}",
            "{{.}}",
            "{{> p}}",
            "{{> look}}",
            "{{! x }}",
            "{{=<% %>=}}",
            "{",
            "}",
            "[",
            "]",
            "[[",
            "{a: ",
            ": ",
            ":",
            " #x",
            "# ",
            "\"",
            "'",
            "- ",
            "\n",
            "\n  ",
            "\r",
            "\r\n",
            "\t",
            "&a ",
            "*a",
            "<<: *a",
            "<<: [*a, *a]",
            "!!x ",
            "!!binary ",
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "|\n",
            ">-\n",
            "|2-\n",
            "? ",
            "0",
            "-1",
            "5",
            "16",
            "99999999999",
            "1e999999999",
            "1E+1000000000",
            ".inf",
            ".nan",
            "0x7fffffff",
            "19.90",
            "null",
            "~",
            "true",
            "false",
            "yes",
            "16:9",
            "auto",
            "\\ud800",
            "\\u202e",
            "\\x00",
            "\\",
            "\u0000",
            "\u001b[31m",
            "\uFEFF",
            "\u0085",
            "\u2028",
            "\u202e",
            "\u200d",
            "🎬",
            "é",
            "e\u0301",
            "İ",
            "ß",
            "\uFDD0",
            "\uFFFF",
            "rows: feed.csv",
            "rows: s.yaml",
            "uses: storyboard.yaml",
            "scenes:",
            "shots: auto",
            "shots:\n",
            "variants:",
            "matrix: {a: [1, 2]}",
            "include: [{a: 1}]",
            "exclude: [{a: 1}]",
            "overrides: [{when: {a: 1}, variables: {a: 2}}]",
            "picks: [{clip: a, take: 2}]",
            "when: {a: [1, 2]}",
            "unless: {a: 1}",
            "with: {a: \"{{a}}\"}",
            "settings: {mode: std}",
            "split: true",
            "starts_clip: true",
            "inputs: {a: {type: list, pattern: \"(a+)+$\", enum: [1], min: 1, default: \"{{b}}\"}}",
            "takes: 3",
            "pick: 9",
            "budget: 1",
            "duration: 3",
            "prompt: x",
            "id: a",
            "name: \"{{a}}\"",
            "version: 1",
            "model: kwaivgi/kling-2.6/text-to-video",
            "__proto__",
            "class",
            "toString",
            "con",
            "../",
            "/",
            "templates: [.]",
            "\"a\":",
            "{\"a\":1}",
            "[{\"a\":[1,2]}]",
            "\u00ff",
            "\u00c0\u0080"));
    private static final List<String> SELECTORS = List.of(
            "variant:*",
            "variant:a=*",
            "clip:*a*",
            "take:1",
            "storyboard:x",
            "state:new",
            "variant:",
            ":",
            "x",
            "variant:=",
            "variant:a=\u202e");

    private final Random random;
    private final List<FuzzCase> pool;

    FuzzMutator(Random random, List<FuzzCase> pool) {
        this.random = random;
        this.pool = pool;
    }

    FuzzCase mutate(FuzzCase from) {
        FuzzCase changed = from;
        int slips = 1 + random.nextInt(random.nextInt(4) == 0 ? 12 : 3);
        for (int i = 0; i < slips; i++) {
            List<String> names = new ArrayList<>(changed.files().keySet());
            int choice = random.nextInt(40);
            if (choice == 0) {
                changed = changed.with(arguments(changed.arguments()));
            } else if (choice == 1) {
                changed = changed.with(
                        WorkspaceSettings.FILE,
                        bytes(pick(WORDS) + "budget: 5\ntemplates: [templates, " + pick(WORDS) + "]\n"));
            } else if (!names.isEmpty()) {
                String name = pick(names);
                changed = changed.with(name, change(changed.files().getOrDefault(name, new byte[0]), name));
            }
        }
        return changed;
    }

    private List<String> arguments(List<String> old) {
        List<String> some = new ArrayList<>(old);
        String[] more = switch (random.nextInt(4)) {
            case 0 -> new String[] {"--set", pick(WORDS) + "=" + pick(WORDS)};
            case 1 -> new String[] {"--set", "a=" + pick(WORDS)};
            case 2 -> new String[] {"--select", pick(SELECTORS)};
            default -> new String[] {"--exclude", pick(SELECTORS)};
        };
        some.addAll(0, Arrays.asList(more));
        return some;
    }

    private byte[] change(byte[] bytes, String name) {
        StringBuilder text = new StringBuilder(new String(bytes, StandardCharsets.ISO_8859_1));
        int length = text.length();
        int at = length == 0 ? 0 : random.nextInt(length);
        int to = Math.min(length, at + 1 + random.nextInt(random.nextInt(5) == 0 ? 200 : 12));
        String slice = text.substring(at, to);
        switch (random.nextInt(13)) {
            case 0 -> text.delete(at, to);
            case 1 -> text.insert(at, slice);
            case 2 -> text.replace(at, to, pick(WORDS));
            case 3, 4 -> text.insert(at, pick(WORDS));
            case 5 -> text.insert(at, slice.repeat(1 + random.nextInt(random.nextInt(8) == 0 ? 3000 : 40)));
            case 6 -> text.insert(at, pick(WORDS).repeat(1 + random.nextInt(random.nextInt(8) == 0 ? 3000 : 70)));
            case 7 -> swapLines(text);
            case 8 -> spliceFrom(text, at, to, name);
            case 9 -> afterColon(text, at);
            case 10 -> text.setLength(at);
            case 11 -> text.replace(at, to, String.valueOf((char) random.nextInt(256)));
            default -> indent(text, at);
        }
        if (text.length() > LARGEST) {
            text.setLength(LARGEST);
        }
        return bytes(text.toString());
    }

    private void swapLines(StringBuilder text) {
        List<String> lines = new ArrayList<>(text.toString().lines().toList());
        if (lines.size() > 1) {
            int from = random.nextInt(lines.size());
            String moved = random.nextBoolean() ? lines.remove(from) : lines.get(from);
            lines.add(random.nextInt(lines.size() + 1), moved);
        }
        text.setLength(0);
        text.append(String.join("\n", lines)).append('\n');
    }

    /** A piece of another case, of the same kind of file if it has one. */
    private void spliceFrom(StringBuilder text, int at, int to, String name) {
        Map<String, byte[]> other = pick(pool).files();
        byte[] bytes = other.getOrDefault(name, other.isEmpty() ? new byte[0] : pick(new ArrayList<>(other.values())));
        if (bytes.length > 0) {
            String there = new String(bytes, StandardCharsets.ISO_8859_1);
            int start = random.nextInt(there.length());
            int end = Math.min(there.length(), start + 1 + random.nextInt(120));
            text.replace(at, random.nextBoolean() ? at : to, there.substring(start, end));
        }
    }

    private void afterColon(StringBuilder text, int from) {
        int colon = text.indexOf(": ", from);
        if (colon >= 0) {
            int end = text.indexOf("\n", colon);
            text.replace(
                    colon + 2, end < 0 || random.nextBoolean() ? Math.min(text.length(), colon + 4) : end, pick(WORDS));
        }
    }

    private void indent(StringBuilder text, int at) {
        int line = text.lastIndexOf("\n", at) + 1;
        text.insert(line, " ".repeat(random.nextInt(6)));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> latin(List<String> words) {
        return words.stream()
                .map(word -> new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList();
    }
}
