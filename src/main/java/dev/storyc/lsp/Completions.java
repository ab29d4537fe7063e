package dev.storyc.lsp;

import dev.storyc.board.Input;
import dev.storyc.board.KeyDescription;
import dev.storyc.board.Scene;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Value;
import dev.storyc.board.Variants;
import dev.storyc.catalog.ArgumentSpec;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.catalog.VideoModel;
import dev.storyc.catalog.WireType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.jspecify.annotations.Nullable;

/** What may be written at a place of a storyboard: keys, and values where there are few of them. */
final class Completions {
    private static final List<String> OF_SHARED = List.of("version", "model", "settings", "inputs", "variables", "cut");
    private static final List<String> FLAGS = List.of("required", "split", "starts_clip", "enabled");

    private final ModelCatalog catalog;
    private final Positions positions;

    Completions(ModelCatalog catalog, Positions positions) {
        this.catalog = catalog;
        this.positions = positions;
    }

    List<CompletionItem> at(Question question) {
        Offers offers = new Offers(question, positions);
        TagCursor tag = question.tag();
        if (tag != null) {
            new TagCompletions(question, offers, tag).add();
            return offers.items();
        }
        Spot spot = question.spot();
        if (spot == null || !question.yaml()) {
            return List.of();
        }
        offers.replace(spot.start(), spot.end());
        if (spot.entry()) {
            entries(question, spot, offers);
        }
        if (!spot.entry() || offers.items().isEmpty()) {
            values(question, spot, offers);
        }
        return offers.items();
    }

    private void entries(Question question, Spot spot, Offers offers) {
        Mapping mapping = Mapping.of(spot.path());
        Draft draft = question.draft();
        offers.asKeys(spot.colon());
        for (KeyDescription key : mapping.keys().values()) {
            boolean wanted = question.shared() ? OF_SHARED.contains(key.name()) : true;
            if (wanted && !taken(spot, question, key.name())) {
                offers.add(
                        key.name(),
                        CompletionItemKind.Property,
                        key.required() ? "required" : mapping.words(),
                        Words.of(key));
            }
        }
        if (draft == null) {
            return;
        }
        Storyboard storyboard = draft.storyboard().value();
        switch (mapping) {
            case SETTINGS -> {
                for (ArgumentSpec spec : settings(storyboard)) {
                    if (!taken(spot, question, spec.name())) {
                        offers.add(
                                spec.name(),
                                CompletionItemKind.Property,
                                spec.type().word(),
                                Words.of(spec));
                    }
                }
            }
            case CONDITION, FINAL_CONDITION ->
                names(
                        Declared.conditions(
                                draft.storyboard(), draft.values().keySet(), mapping == Mapping.FINAL_CONDITION),
                        spot,
                        question,
                        offers);
            case MATRIX -> declared(storyboard.inputs().keySet(), "input", spot, question, offers);
            case INCLUDE -> {
                names(Declared.conditions(draft.storyboard(), draft.values().keySet(), true), spot, question, offers);
            }
            case OVERRIDDEN -> {
                declared(storyboard.variables().keySet(), "variable", spot, question, offers);
                declared(storyboard.inputs().keySet(), "input", spot, question, offers);
            }
            default -> {}
        }
    }

    private static void names(List<Declared> names, Spot spot, Question question, Offers offers) {
        Set<String> seen = new LinkedHashSet<>();
        for (Declared one : names) {
            if (seen.add(one.name()) && !taken(spot, question, one.name())) {
                offers.add(one.name(), CompletionItemKind.Variable, one.kind(), "");
            }
        }
    }

    private static void declared(Collection<String> names, String kind, Spot spot, Question question, Offers offers) {
        names.stream()
                .filter(name -> !taken(spot, question, name))
                .forEach(name -> offers.add(name, CompletionItemKind.Variable, kind, ""));
    }

    /** A key that is there already; not the one that is being typed. */
    private static boolean taken(Spot spot, Question question, String name) {
        return spot.siblings().contains(name)
                && !question.source().text().substring(spot.start(), spot.end()).equals(name);
    }

    private List<ArgumentSpec> settings(Storyboard storyboard) {
        return catalog.find(storyboard.model()).map(VideoModel::arguments).orElse(List.of()).stream()
                .filter(spec -> spec.setBy() == ArgumentSpec.SetBy.SETTINGS)
                .toList();
    }

    private void values(Question question, Spot spot, Offers offers) {
        offers.asValues();
        List<Object> path = new ArrayList<>(spot.path());
        while (!path.isEmpty() && path.get(path.size() - 1) instanceof Integer) {
            path.remove(path.size() - 1);
        }
        if (path.isEmpty()) {
            return;
        }
        String key = (String) path.get(path.size() - 1);
        Mapping mapping = Mapping.of(path.subList(0, path.size() - 1));
        Draft draft = question.draft();
        Storyboard storyboard = draft == null ? null : draft.storyboard().value();
        if (FLAGS.contains(key) && !mapping.free()) {
            texts(List.of("true", "false"), "boolean", offers);
        }
        switch (mapping) {
            case STORYBOARD -> {
                if (key.equals("version")) {
                    texts(List.of("1"), "the language's version", offers);
                } else if (key.equals("model")) {
                    for (String id : catalog.ids()) {
                        catalog.find(id)
                                .ifPresent(model ->
                                        offers.add(id, CompletionItemKind.Class, model.title(), Words.of(model)));
                    }
                }
            }
            case SCENE -> {
                if (key.equals("shots")) {
                    texts(List.of("auto"), "the model cuts by itself", offers);
                }
            }
            case INPUT -> {
                if (key.equals("type")) {
                    for (Input.Type type : Input.Type.values()) {
                        offers.add(
                                type.name().toLowerCase(Locale.ROOT), CompletionItemKind.EnumMember, "input type", "");
                    }
                }
            }
            case PICK -> clips(key, draft, offers);
            case CUT -> {
                if (key.equals("transition")) {
                    texts(List.of("cut", "crossfade"), "into the scene", offers);
                } else if (key.equals("captions")) {
                    texts(List.of("sidecar", "none"), "files beside the cut", offers);
                }
            }
            case SETTINGS -> setting(key, storyboard, offers);
            case CONDITION, FINAL_CONDITION, MATRIX, INCLUDE, OVERRIDDEN -> known(key, draft, offers);
            default -> {}
        }
    }

    private void setting(String name, @Nullable Storyboard storyboard, Offers offers) {
        if (storyboard == null) {
            return;
        }
        for (ArgumentSpec spec : settings(storyboard)) {
            if (spec.name().equals(name)) {
                texts(
                        spec.type() == WireType.BOOLEAN ? List.of("true", "false") : spec.allowed(),
                        spec.unset() == null ? "setting" : "unset: " + spec.unset(),
                        offers);
            }
        }
    }

    private static void clips(String key, @Nullable Draft draft, Offers offers) {
        if (draft == null || !key.equals("clip")) {
            return;
        }
        Set<String> ids = new LinkedHashSet<>();
        draft.storyboard().value().scenes().stream()
                .map(Scene::id)
                .flatMap(id -> Optional.ofNullable(id).stream())
                .forEach(ids::add);
        texts(ids, "scene", offers);
        if (draft.last() != null) {
            texts(
                    draft.last().clipIds().stream()
                            .filter(id -> !ids.contains(id))
                            .toList(),
                    "clip of a scene that is split",
                    offers);
        }
    }

    /** The values an axis, a column or an input is known to have. */
    private static void known(String name, @Nullable Draft draft, Offers offers) {
        if (draft == null) {
            return;
        }
        Set<String> values = new LinkedHashSet<>();
        Storyboard storyboard = draft.storyboard().value();
        Variants variants = storyboard.variants();
        if (variants != null) {
            variants.matrix().getOrDefault(name, List.of()).forEach(value -> values.add(value.text()));
            for (Map<String, Value> include : variants.include()) {
                Value value = include.get(name);
                if (value instanceof Value.Scalar scalar && scalar.kind() != Value.Kind.NULL) {
                    values.add(scalar.text());
                }
            }
        }
        Input input = storyboard.inputs().get(name);
        if (input != null) {
            input.allowed().stream().map(Value.Scalar::text).forEach(values::add);
            if (input.type() == Input.Type.BOOLEAN) {
                values.addAll(List.of("true", "false"));
            }
        }
        values.addAll(draft.values().getOrDefault(name, Set.of()));
        texts(values, "value of " + name, offers);
    }

    private static void texts(Collection<String> values, String detail, Offers offers) {
        values.forEach(value -> offers.add(value, CompletionItemKind.Value, detail, ""));
    }
}
