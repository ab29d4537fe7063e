package dev.storyc.serve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What became of one storyboard's takes since its page was made, for readers that come and go. Of each take only the
 * newest change is kept, so a reader that is slow, or comes late, has less to read, and nobody waits for it.
 */
final class LiveChanges {
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long newest;
    private boolean over;

    private record Entry(long number, String event) {}

    /**
     * What a reader has to be told.
     *
     * @param newest the number to ask with the next time
     * @param over whether nothing will come after these
     */
    record News(List<String> events, long newest, boolean over) {}

    /**
     * Takes the place of what was said before under this name.
     *
     * @param event as it goes over the wire, with the empty line at its end
     */
    synchronized void put(String name, String event) {
        if (over) {
            return;
        }
        // Taken out first, so that the order is that of the changes.
        entries.remove(name);
        entries.put(name, new Entry(++newest, event));
        notifyAll();
    }

    /** Says the last, after which nothing is taken. */
    synchronized void end(String event) {
        put("end", event);
        over = true;
        notifyAll();
    }

    /** All that came after a number; waits for it, but not longer than this. */
    synchronized News after(long number, long milliseconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        long left = milliseconds;
        while (newest <= number && !over && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        List<String> events = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.number() > number) {
                events.add(entry.event());
            }
        }
        return new News(events, newest, over);
    }

    /** An event as a browser reads it. The text may be anything without line ends, as JSON is. */
    static String event(@Nullable String kind, String json) {
        return (kind == null ? "" : "event: " + kind + "\n") + "data: " + json + "\n\n";
    }
}
