package dev.storyc;

import dev.storyc.board.Cut;
import dev.storyc.board.Scene;
import dev.storyc.board.Settings;
import dev.storyc.board.Shot;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A scene validated for nobody, so that Hibernate Validator has read its classes when the first real one comes. It is done
 * while files are read and a storyboard is prepared; what goes wrong in it goes wrong again where it matters.
 */
public final class Rehearsal {
    private final ValidatorFactory factory;

    /** @param factory the one the real storyboards will have, for it remembers what it has read */
    public Rehearsal(ValidatorFactory factory) {
        this.factory = factory;
    }

    /** What is wrong with the scene: nothing, as the test knows that shows it gets to its end. */
    public Set<ConstraintViolation<Scene>> run() {
        Shot shot = new Shot("4", "A pier.", Map.of(), null, null, false, null, null);
        Scene scene = new Scene(
                "pier",
                false,
                List.of(shot),
                null,
                null,
                Settings.NONE,
                Map.of(),
                null,
                null,
                false,
                null,
                null,
                Cut.UNSAID,
                null,
                null);
        Validator validator = factory.getValidator();
        // From below, for the real one is validated from the top.
        validator.validate(shot);
        return validator.validate(scene);
    }
}
