package dev.storyc.lsp;

import dev.storyc.board.Scene;
import dev.storyc.board.Shot;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Variants;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One place that gives a name its value.
 *
 * @param name what tags say
 * @param kind what it is, for people
 * @param path where it is written; null for a column, which stands in a row file
 */
record Declared(String name, String kind, @Nullable FieldPath path) {
    private static final FieldPath VARIANTS = FieldPath.ROOT.child("variants");

    /**
     * All that a template at a place may name, the nearest first. A name may come more than once.
     *
     * @param scene the scene's position, or -1
     * @param shot the shot's position in it, or -1
     * @param varied the names of axes, columns and include values, as far as they are known
     */
    static List<Declared> around(Located<Storyboard> located, int scene, int shot, Set<String> varied) {
        Storyboard storyboard = located.value();
        List<Declared> all = new ArrayList<>();
        List<Scene> scenes = storyboard.scenes();
        if (scene >= 0 && scene < scenes.size()) {
            FieldPath path = FieldPath.ROOT.child("scenes").at(scene);
            List<Shot> shots = scenes.get(scene).shots();
            if (shots != null && shot >= 0 && shot < shots.size()) {
                FieldPath with = path.child("shots").at(shot).child("with");
                add(all, shots.get(shot).with().keySet(), "`with` of this shot", with);
            }
            add(all, scenes.get(scene).with().keySet(), "`with` of this scene", path.child("with"));
        }
        all.addAll(varied(storyboard, varied));
        add(all, storyboard.variables().keySet(), "variable", FieldPath.ROOT.child("variables"));
        add(all, storyboard.inputs().keySet(), "input", FieldPath.ROOT.child("inputs"));
        return all;
    }

    /** What conditions may ask: axes, columns and include values, and inputs too if wanted. */
    static List<Declared> conditions(Located<Storyboard> located, Set<String> varied, boolean inputs) {
        List<Declared> all = new ArrayList<>(varied(located.value(), varied));
        if (inputs) {
            add(all, located.value().inputs().keySet(), "input", FieldPath.ROOT.child("inputs"));
        }
        return all;
    }

    private static List<Declared> varied(Storyboard storyboard, Set<String> varied) {
        List<Declared> all = new ArrayList<>();
        Variants variants = storyboard.variants();
        if (variants == null) {
            return all;
        }
        add(all, variants.matrix().keySet(), "axis", VARIANTS.child("matrix"));
        List<String> others = new ArrayList<>(varied);
        others.removeAll(variants.matrix().keySet());
        for (int i = 0; i < variants.include().size(); i++) {
            List<String> own = new ArrayList<>(variants.include().get(i).keySet());
            own.removeAll(variants.matrix().keySet());
            own.removeIf(name -> all.stream().anyMatch(one -> one.name().equals(name)));
            if (variants.rows() == null) {
                add(all, own, "include value", VARIANTS.child("include").at(i));
                others.removeAll(own);
            }
        }
        if (variants.rows() != null) {
            others.forEach(name -> all.add(new Declared(name, "column", null)));
        }
        return all;
    }

    private static void add(List<Declared> all, Collection<String> names, String kind, FieldPath around) {
        names.forEach(name -> all.add(new Declared(name, kind, around.at(name))));
    }
}
