package dev.storyc.lower;

import dev.storyc.catalog.ArgumentSpec;
import dev.storyc.catalog.FrameSizes;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.catalog.VideoModel;
import dev.storyc.catalog.WireType;
import dev.storyc.expand.Derived;
import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Rendered;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From a film that fits its model to the clips that are asked for: payload and price. */
public final class FilmLowerer {
    /** Stands in a look for a setting that isn't sent, and for one whose text is not part of the look. */
    private static final String UNSET = "\0unset";

    private static final String FREE = "\0free";
    /** More looks than people write; where a number differs in every row, they are not worth keeping. */
    private static final int MOST_FORMS = 1000;

    /** Scenes whose forms a thread has at hand: some of each scene of a film. A power of two. */
    private static final int LATELY = 32;

    /** Stands for what is made here of a scene's texts. */
    private static final Object PROMPTS = new Object();

    private static final Pattern PART = Pattern.compile("\\.[0-9]+$");

    private final ModelCatalog catalog;

    private final Map<Look, Form> forms = new ConcurrentHashMap<>();
    private final ThreadLocal<Lately> lately = ThreadLocal.withInitial(Lately::new);

    public FilmLowerer(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    /** All of a scene that its request depends on, but the texts of its prompts. */
    private record Look(String model, FilmScene.Form form, int seconds, List<Integer> shots, List<String> settings) {
        // By hand: what a record gets by itself goes through method handles, which only the second compiler makes fast.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Look look
                    && form == look.form
                    && seconds == look.seconds
                    && shots.equals(look.shots)
                    && settings.equals(look.settings)
                    && model.equals(look.model);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * shots.hashCode() + settings.hashCode()) + seconds;
        }
    }

    /** What clips of one look have in common. */
    private record Form(PayloadForm payload, @Nullable BigDecimal price, Expectation expected) {}

    /** A scene's form, and the texts of its settings that are no part of its look. */
    private record Known(FilmScene scene, Form form, PayloadTexts free) {}

    /** The scenes just before, for one thread: those that share a shape share a form, and nothing need be gathered. */
    private static final class Lately {
        private final @Nullable Known[] known = new Known[LATELY];
        private String model = "";
        private int next;

        @Nullable
        Known find(FilmScene scene, String ofModel) {
            for (int i = 1; i <= LATELY && model.equals(ofModel); i++) {
                Known one = known[(next - i) & (LATELY - 1)];
                if (one == null || one.scene().sharesShape(scene)) {
                    return one;
                }
            }
            return null;
        }

        void add(Known one, String ofModel) {
            if (!model.equals(ofModel)) {
                Arrays.fill(known, null);
                model = ofModel;
            }
            known[next] = one;
            next = (next + 1) & (LATELY - 1);
        }
    }

    /**
     * The clips of a film, in order, each with its wanted takes. Any thread may ask.
     *
     * @param film a film without errors, of a known model
     */
    public List<Clip> lower(Film film) {
        VideoModel model = catalog.find(film.model()).orElseThrow();
        Lately before = lately.get();
        List<Clip> clips = new ArrayList<>(film.scenes().size());
        List<FilmScene> scenes = film.scenes();
        for (int i = 0; i < scenes.size(); i++) {
            FilmScene scene = scenes.get(i);
            int seconds = scene.clipSeconds();
            Known known = before.find(scene, model.id());
            if (known == null) {
                List<String> free = new ArrayList<>(1);
                known = new Known(scene, form(scene, seconds, model, free), new PayloadTexts(free));
                before.add(known, model.id());
            }
            Form form = known.form();
            Payload payload = new Payload(model.id(), form.payload(), prompts(scene), known.free());
            int pick = pick(film, scene);
            int first = pick == 0 ? 1 : pick;
            int last = pick == 0 ? scene.takes() : pick;
            for (int take = first; take <= last; take++) {
                clips.add(new Clip(
                        film.storyboard(),
                        film.variant(),
                        scene.id(),
                        scene.number(),
                        take,
                        take == first,
                        payload,
                        seconds,
                        form.price(),
                        form.expected()));
            }
        }
        return clips;
    }

    /** The texts of the prompts, which clips that have them in common share, with what is written of them. */
    private static PayloadTexts prompts(FilmScene scene) {
        Derived ofTexts = scene.body().derived();
        PayloadTexts known = (PayloadTexts) ofTexts.by(PROMPTS);
        if (known == null) {
            known = texts(scene);
            ofTexts.keep(PROMPTS, known);
        }
        return known;
    }

    /** The texts of the prompts that go into a form's holes. */
    private static PayloadTexts texts(FilmScene scene) {
        List<String> texts = new ArrayList<>(1 + scene.shots().size());
        if (scene.form() == FilmScene.Form.LIST) {
            for (FilmShot shot : scene.shots()) {
                texts.add(shot.prompt().text());
            }
        } else if (scene.prompt() != null) {
            texts.add(scene.prompt().text());
        }
        return new PayloadTexts(texts);
    }

    /** The form of a scene's request; the texts of settings that go into its holes are added to the list. */
    private Form form(FilmScene scene, int seconds, VideoModel model, List<String> texts) {
        List<Integer> shots = List.of();
        if (scene.form() == FilmScene.Form.LIST) {
            shots = new ArrayList<>(scene.shots().size());
            for (FilmShot shot : scene.shots()) {
                shots.add(shot.seconds());
            }
        }
        List<String> settings = new ArrayList<>(model.arguments().size());
        for (ArgumentSpec spec : model.arguments()) {
            if (spec.setBy() == ArgumentSpec.SetBy.SETTINGS) {
                String text = setting(spec, scene);
                boolean free = text != null && isFree(spec);
                if (free) {
                    texts.add(text);
                }
                settings.add(text == null ? UNSET : free ? FREE : text);
            }
        }
        Look look = new Look(model.id(), scene.form(), seconds, shots, settings);
        Form known = forms.get(look);
        if (known == null) {
            if (forms.size() >= MOST_FORMS) {
                forms.clear();
            }
            Map<String, Object> args = arguments(scene, model);
            known = new Form(
                    new PayloadForm(args),
                    model.prices().price(args, seconds).orElse(null),
                    expectation(model, args, seconds));
            forms.put(look, known);
        }
        return known;
    }

    /** Whether a setting may be any text, as a negative prompt may. */
    private static boolean isFree(ArgumentSpec spec) {
        return spec.type() == WireType.STRING && spec.allowed().isEmpty();
    }

    /** The take of a scene's clip that goes into the cut: the picked one, else the first. */
    public static int cutTake(Film film, FilmScene scene) {
        return Math.max(1, pick(film, scene));
    }

    /** The take picked for a clip: by its own id, by its scene's, or on the scene itself; 0 if none is. */
    private static int pick(Film film, FilmScene scene) {
        if (film.picks().isEmpty()) {
            return scene.pick();
        }
        Integer own = film.picks().get(scene.id());
        Integer whole = film.picks().get(PART.matcher(scene.id()).replaceFirst(""));
        return own != null ? own : whole != null ? whole : scene.pick();
    }

    /** The arguments, with a hole for each text: those of the prompts first, then those of settings in their order. */
    private static Map<String, Object> arguments(FilmScene scene, VideoModel model) {
        boolean list = scene.form() == FilmScene.Form.LIST;
        int settings = list ? scene.shots().size() : scene.prompt() == null ? 0 : 1;
        Map<String, Object> args = new LinkedHashMap<>();
        for (ArgumentSpec spec : model.arguments()) {
            Object value;
            if (spec.setBy() == ArgumentSpec.SetBy.SCENE) {
                value = ofScene(spec, scene);
            } else {
                String text = setting(spec, scene);
                boolean free = text != null && isFree(spec);
                value = text == null ? null : free ? new PayloadForm.Hole(settings++) : wire(spec.type(), text);
            }
            if (value != null) {
                args.put(spec.name(), value);
            }
        }
        return args;
    }

    private static @Nullable Object ofScene(ArgumentSpec spec, FilmScene scene) {
        boolean multiShot = scene.form() != FilmScene.Form.ONE_SHOT;
        boolean list = scene.form() == FilmScene.Form.LIST;
        return switch (spec.name()) {
            case "duration" -> wire(spec.type(), String.valueOf(scene.clipSeconds()));
            case "multi_shot" -> multiShot;
            case "shot_type" -> multiShot ? (list ? "customize" : "intelligence") : null;
            case "prompt" -> list || scene.prompt() == null ? null : new PayloadForm.Hole(0);
            case "multi_prompt" -> list ? shots(scene) : null;
            default -> throw new IllegalStateException("no scene makes the argument " + spec.name());
        };
    }

    private static List<Map<String, Object>> shots(FilmScene scene) {
        List<Map<String, Object>> shots = new ArrayList<>();
        for (FilmShot shot : scene.shots()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("duration", shot.seconds());
            one.put("prompt", new PayloadForm.Hole(shots.size()));
            shots.add(one);
        }
        return shots;
    }

    /** What is sent for a setting, as text; null if nothing is. */
    private static @Nullable String setting(ArgumentSpec spec, FilmScene scene) {
        Rendered set = scene.settings().get(spec.name());
        String text = set == null || set.isBlank() ? null : set.text();
        return text == null && spec.stated() ? spec.unset() : text;
    }

    private static Object wire(WireType type, String text) {
        return switch (type) {
            case STRING, SHOTS -> text;
            case BOOLEAN -> Boolean.valueOf(text);
            // What is no number was refused, but for where nothing is sent: there it only differs from what was bought.
            case INTEGER -> text.matches("-?[0-9]{1,9}") ? (Object) Integer.valueOf(text) : text;
            // 0.50 and 0.5 are one number, and one key.
            case NUMBER ->
                text.matches("-?[0-9]{1,9}(\\.[0-9]{1,9})?")
                        ? (Object) new BigDecimal(text).stripTrailingZeros()
                        : text;
        };
    }

    private static Expectation expectation(VideoModel model, Map<String, Object> args, int seconds) {
        FrameSizes frames = model.frames();
        Object ratio = args.get("aspect_ratio");
        String shape = ratio != null
                ? ratio.toString()
                : model.argument("aspect_ratio").map(ArgumentSpec::fallback).orElse("16:9");
        // A shape without numbers is one of a model that left the catalogue, whose films are not proved again.
        String known = shape.indexOf(':') > 0 && Character.isDigit(shape.charAt(0)) ? shape : "16:9";
        List<Integer> size = frames.size(String.valueOf(args.get(frames.argument())), known);
        return new Expectation(seconds, size.get(0), size.get(1), Boolean.TRUE.equals(args.get("generate_audio")));
    }
}
