package dev.storyc.validate;

import dev.storyc.board.Storyboard;
import dev.storyc.board.UniqueSceneIds;
import dev.storyc.diagnostic.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;

/** No two scenes share an id: a clip would not know which it is. */
public final class UniqueSceneIdsValidator implements FindingValidator<UniqueSceneIds, Storyboard> {
    @Override
    public void check(Storyboard storyboard, HibernateConstraintValidatorContext context, List<Finding> findings) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < storyboard.scenes().size(); i++) {
            String id = storyboard.scenes().get(i).id();
            Integer before = id == null ? null : seen.putIfAbsent(id, i);
            if (before != null) {
                int at = i;
                findings.add(new Finding(
                        Rule.DUPLICATE_SCENE,
                        path -> path.child("scenes").at(at).child("id"),
                        false,
                        "scene " + (i + 1) + " has the id `" + id + "`, and so has scene " + (before + 1),
                        "give each scene an id of its own, such as `" + id + "-2`"));
            }
        }
    }
}
