package dev.storyc.report;

import dev.storyc.report.EditList.Edit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * CMX 3600 edit lists: one file a variant, in ASCII, its lines ended by CR LF.
 *
 * <p>A list has at most 999 events, since three digits number them: what is over goes into further files, their record
 * times running on.
 */
final class EdlExport implements Export {
    private static final int MOST_EVENTS = 999;

    @Override
    public void write(Showing showing, FilmPlace place, Taker taker) throws IOException {
        for (ShownVariant variant : showing.variants()) {
            List<Edit> edits = EditList.of(variant).edits();
            if (edits.isEmpty()) {
                taker.note(PerVariant.left(variant));
            }
            Reels reels = new Reels();
            int part = 1;
            for (int from = 0; from < edits.size(); from += MOST_EVENTS, part++) {
                int to = Math.min(edits.size(), from + MOST_EVENTS);
                String ending = edits.size() <= MOST_EVENTS ? "" : part(part);
                EdlText text = new EdlText(title(showing, variant, ending), place, reels);
                for (int i = from; i < to; i++) {
                    text.event(edits.get(i), i == 0 ? null : edits.get(i - 1));
                }
                taker.file(variant.name() + ending + ".edl", text.toString().getBytes(StandardCharsets.US_ASCII));
            }
            forget(showing, variant, part, taker);
            if (edits.size() > MOST_EVENTS) {
                taker.note(variant.name() + " has " + edits.size() + " clips, and an EDL holds " + MOST_EVENTS
                        + ": it is in " + (part - 1) + " files");
            }
        }
    }

    /** What was in more files when the variant was longer, or in one when it was shorter, would be taken for a part of it. */
    private static void forget(Showing showing, ShownVariant variant, int next, Taker taker) throws IOException {
        boolean parted = next > 2;
        if (parted) {
            taker.gone(variant.name() + ".edl", head(showing, variant, ""));
        }
        int part = parted ? next : 1;
        while (taker.gone(variant.name() + part(part) + ".edl", head(showing, variant, part(part)))) {
            part++;
        }
    }

    private static byte[] head(Showing showing, ShownVariant variant, String ending) {
        return EdlText.head(title(showing, variant, ending)).getBytes(StandardCharsets.US_ASCII);
    }

    private static String title(Showing showing, ShownVariant variant, String ending) {
        return showing.storyboard() + " " + variant.name() + ending;
    }

    private static String part(int number) {
        return ".part-" + number;
    }
}
