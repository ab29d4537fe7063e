package dev.storyc.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An export that makes one text of each variant's cut.
 *
 * @param ending what the file's name ends with, after the variant's name
 * @param contents what is in it, in the plural, for those that have none
 */
record PerVariant(String ending, String contents, Form form) implements Export {
    /** Makes the text of a variant. */
    interface Form {
        /**
         * The text, or none where there is nothing of its kind to tell.
         *
         * @param list with at least one clip
         */
        Optional<String> text(Showing showing, ShownVariant variant, EditList list, FilmPlace place);
    }

    @Override
    public void write(Showing showing, FilmPlace place, Taker taker) throws IOException {
        for (ShownVariant variant : showing.variants()) {
            EditList list = EditList.of(variant);
            if (list.edits().isEmpty()) {
                taker.note(left(variant));
            } else {
                Optional<String> text = form.text(showing, variant, list, place);
                if (text.isPresent()) {
                    taker.file(variant.name() + ending, text.get().getBytes(StandardCharsets.UTF_8));
                } else {
                    taker.note(variant.name() + " is left out: it has no " + contents);
                }
            }
        }
    }

    /** What is said of a variant that has no cut. */
    static String left(ShownVariant variant) {
        return variant.name() + " is left out: none of its clips is in the cut, by `cut: { enabled: false }`";
    }
}
