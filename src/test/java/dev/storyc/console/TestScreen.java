package dev.storyc.console;

import dev.storyc.plan.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A little terminal: it draws what is written to it, scrolls, wraps, and wraps anew what it shows when it is resized. */
public final class TestScreen {
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[([?0-9;]*)([A-Za-z])");

    private int columns;
    private int rows;
    private final List<String[]> cells = new ArrayList<>();
    private final List<Boolean> wrapped = new ArrayList<>();
    private final List<String> scrolledOff = new ArrayList<>();
    private String unread = "";
    private boolean wraps = true;
    private int x;
    private int y;
    /** How often a line was too long. */
    int lineWraps;

    public TestScreen(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        for (int i = 0; i < rows; i++) {
            append(blank(), false);
        }
    }

    /** What is seen, without blanks at line ends and without empty lines at the end. */
    List<String> shown() {
        List<String> lines = new ArrayList<>();
        cells.forEach(line -> lines.add(text(line)));
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    /** What has scrolled off, and what is seen. */
    public List<String> all() {
        List<String> all = new ArrayList<>(scrolledOff);
        all.addAll(shown());
        return all;
    }

    public void write(String text) {
        unread += text;
        int at = 0;
        while (at < unread.length()) {
            if (unread.charAt(at) == '\u001b') {
                Matcher sequence = SEQUENCE.matcher(unread).region(at, unread.length());
                if (!sequence.lookingAt()) {
                    break;
                }
                obey(sequence.group(1), sequence.group(2));
                at = sequence.end();
            } else {
                int point = unread.codePointAt(at);
                put(point);
                at += Character.charCount(point);
            }
        }
        unread = unread.substring(at);
    }

    private void obey(String argument, String command) {
        int number = argument.matches("[0-9]+") ? Integer.parseInt(argument) : 1;
        switch (command) {
            case "A" -> y = Math.max(0, y - number);
            case "K" -> Arrays.fill(cells.get(y), x, columns, " ");
            case "J" -> {
                Arrays.fill(cells.get(y), x, columns, " ");
                for (int below = y + 1; below < rows; below++) {
                    cells.set(below, blank());
                }
            }
            case "h", "l" -> {
                if (argument.equals("?7")) {
                    wraps = command.equals("h");
                }
            }
            case "m" -> {}
            default -> throw new AssertionError("a sequence this terminal doesn't know: " + argument + command);
        }
    }

    private void put(int point) {
        if (point == '\r') {
            x = 0;
        } else if (point == '\n') {
            lineFeed(false);
        } else if (point < ' ') {
            throw new AssertionError("a control character: " + point);
        } else {
            int width = Columns.width(Character.toString(point));
            if (x + width > columns && wraps) {
                lineWraps++;
                lineFeed(true);
                x = 0;
            } else if (x + width > columns) {
                x = columns - width;
            }
            cells.get(y)[x] = Character.toString(point);
            if (width == 2) {
                cells.get(y)[x + 1] = "";
            }
            x += width;
        }
    }

    private void lineFeed(boolean soft) {
        wrapped.set(y, soft);
        if (y == rows - 1) {
            scrollOff();
            append(blank(), false);
        } else {
            y++;
        }
    }

    /** As terminals do it that wrap anew: the cursor stays at its character. */
    void resize(int newColumns, int newRows) {
        List<String[]> oldCells = new ArrayList<>(cells);
        List<Boolean> oldWrapped = new ArrayList<>(wrapped);
        int oldY = y;
        int oldX = x;
        columns = newColumns;
        rows = newRows;
        cells.clear();
        wrapped.clear();
        List<String> line = new ArrayList<>();
        int cursor = -1;
        for (int i = 0; i < oldCells.size(); i++) {
            if (i == oldY) {
                cursor = line.size() + oldX;
            }
            line.addAll(List.of(oldCells.get(i)));
            if (!oldWrapped.get(i)) {
                lay(line, cursor);
                line.clear();
                cursor = -1;
            }
        }
        while (cells.size() > rows
                && cells.size() - 1 > y
                && text(cells.get(cells.size() - 1)).isEmpty()) {
            cells.remove(cells.size() - 1);
            wrapped.remove(wrapped.size() - 1);
        }
        while (cells.size() > rows && y > 0) {
            scrollOff();
            y--;
        }
        while (cells.size() > rows) {
            cells.remove(cells.size() - 1);
            wrapped.remove(wrapped.size() - 1);
        }
        while (cells.size() < rows) {
            append(blank(), false);
        }
    }

    private void lay(List<String> line, int cursor) {
        int end = line.size();
        while (end > 0 && line.get(end - 1).equals(" ")) {
            end--;
        }
        int first = cells.size();
        for (int from = 0; from == 0 || from < end; from += columns) {
            String[] row = blank();
            for (int i = from; i < Math.min(end, from + columns); i++) {
                row[i - from] = line.get(i);
            }
            append(row, from + columns < end);
        }
        if (cursor >= 0) {
            y = Math.min(first + cursor / columns, cells.size() - 1);
            x = Math.min(cursor % columns, columns - 1);
        }
    }

    private void scrollOff() {
        scrolledOff.add(text(cells.remove(0)));
        wrapped.remove(0);
    }

    private void append(String[] row, boolean soft) {
        cells.add(row);
        wrapped.add(soft);
    }

    private String[] blank() {
        String[] row = new String[columns];
        Arrays.fill(row, " ");
        return row;
    }

    private static String text(String[] row) {
        return String.join("", row).stripTrailing();
    }
}
