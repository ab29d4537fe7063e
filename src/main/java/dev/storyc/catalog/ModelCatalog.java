package dev.storyc.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models that come with storyc. An entry is read when it is first asked for; a new model is a new file and a line
 * here.
 */
public final class ModelCatalog {
    /** The model of a storyboard that names none. */
    public static final String DEFAULT_MODEL = "kwaivgi/kling-3.0/text-to-video";

    private static final Map<String, String> FILES = new TreeMap<>(Map.of(
            DEFAULT_MODEL,
            "kling-3.0-text-to-video.json",
            "kwaivgi/kling-2.6/text-to-video",
            "kling-2.6-text-to-video.json",
            "kwaivgi/kling-o1/text-to-video",
            "kling-o1-text-to-video.json"));

    private final Map<String, VideoModel> read = new ConcurrentHashMap<>();
    private final Map<String, VideoModel> bought;

    public ModelCatalog() {
        this(Map.of());
    }

    /** @param bought what is known of models that are in no file any more, from what was bought of them */
    public ModelCatalog(Map<String, VideoModel> bought) {
        this.bought = Map.copyOf(bought);
    }

    /** The ids of all known models, sorted. */
    public List<String> ids() {
        return List.copyOf(FILES.keySet());
    }

    /** The model of this id, if it is known. */
    public Optional<VideoModel> find(String id) {
        VideoModel known = read.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        String file = FILES.get(id);
        return file == null
                ? Optional.ofNullable(bought.get(id))
                : Optional.of(read.computeIfAbsent(id, unused -> ModelEntryReader.read(file)));
    }
}
