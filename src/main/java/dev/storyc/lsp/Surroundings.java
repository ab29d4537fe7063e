package dev.storyc.lsp;

import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files around the documents of an editor, handed in by whoever may read files.
 *
 * <p>Every file has one address here, however an editor spells it; {@link #canonical} gives it.
 */
public interface Surroundings {
    /** The one address of what an editor calls by this one. */
    String canonical(String uri);

    /** Whether a document is a storyboard, rather than some other YAML. */
    boolean isStoryboard(String address, String text);

    /** The addresses of the storyboards on the disk in the workspace that a file lies in; some may not use it. */
    List<String> storyboards(String address);

    /**
     * The files as one storyboard names them, for one check.
     *
     * @param address the storyboard's
     * @param open the texts of all open documents by address; they win over what is on the disk
     */
    View around(String address, Map<String, String> open);

    /** One look at a storyboard and at what it names; it remembers what it was asked for. */
    interface View extends Sources {
        /** The storyboard itself. */
        Source storyboard();

        /** The name that findings give a file of this address. */
        String name(String address);

        /** The address of a file by the name that findings give it. */
        String address(String file);

        /** The text of a file by that name, if it was read as a whole through this view. */
        @Nullable
        Source text(String file);

        /** The addresses of all files it was asked for so far, whether they are there or not. */
        Set<String> asked();
    }
}
