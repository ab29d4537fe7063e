package dev.storyc.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** What {@link FilmCutterTest} runs in a process of its own and kills: a cut that takes long. */
public final class SlowCut {
    private SlowCut() {}

    public static void main(String[] args) throws IOException {
        List<FilmCutter.Piece> pieces = Collections.nCopies(200, new FilmCutter.Piece(Path.of(args[0]), 0.5));
        new FilmCutter().cut(pieces, Path.of(args[1]));
    }
}
