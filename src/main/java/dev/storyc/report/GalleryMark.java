package dev.storyc.report;

import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Rendered;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Tells one state of a storyboard from every other, so that a page that shows it already is not written again. Made to be
 * quick for ten thousand clips: it guards against nothing but work that would change nothing.
 */
public final class GalleryMark {
    // Two sums of one byte stream; either alone would let one change in four thousand million pass.
    private final CRC32 first = new CRC32();
    private final CRC32C second = new CRC32C();

    private GalleryMark() {}

    /**
     * @param page what the page itself is made by, such as the version of storyc
     */
    public static String of(Showing showing, String page) {
        GalleryMark mark = new GalleryMark();
        mark.add(page);
        mark.add(showing.storyboard());
        mark.add(showing.title());
        mark.add(showing.model());
        StringBuilder line = new StringBuilder();
        for (ShownVariant variant : showing.variants()) {
            line.setLength(0);
            mark.variant(variant, line);
            mark.add(line.toString());
        }
        return String.format("%08x%08x", mark.first.getValue(), mark.second.getValue());
    }

    private void variant(ShownVariant variant, StringBuilder line) {
        line.append(variant.name()).append('\n');
        variant.values()
                .forEach((name, value) ->
                        line.append(name).append('=').append(value).append('\n'));
        ShownCut cut = variant.cut();
        if (cut != null) {
            line.append(cut.file()).append(cut.seconds()).append(cut.poster()).append(cut.sheet());
        }
        for (ShownClip clip : variant.clips()) {
            FilmScene scene = clip.scene();
            line.append('\n').append(scene.id()).append(scene.form());
            text(scene.prompt(), line);
            text(scene.caption(), line);
            text(scene.notes(), line);
            for (FilmShot shot : scene.shots()) {
                line.append('\n').append(shot.number()).append(' ').append(shot.seconds());
                text(shot.prompt(), line);
                text(shot.caption(), line);
                text(shot.notes(), line);
            }
            clip.takes().forEach(take -> take(take, line));
        }
    }

    private static void take(ShownTake take, StringBuilder line) {
        line.append('\n')
                .append(take.clip().key().hex())
                .append(take.clip().number())
                .append(take.clip().cut())
                .append(take.state())
                .append(take.clip().price())
                .append(take.spent())
                .append(take.jobId())
                .append(take.words())
                .append(take.file())
                .append(take.poster() == null)
                .append(take.sheet() == null)
                .append(take.film() == null ? "" : take.film().sha256());
    }

    private static void text(@Nullable Rendered text, StringBuilder line) {
        line.append('\n').append(text == null ? "" : text.text());
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        first.update(bytes);
        second.update(bytes);
    }
}
