package dev.storyc.validate;

import dev.storyc.board.Storyboard;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hibernate.validator.HibernateValidatorFactory;
import org.hibernate.validator.engine.HibernateConstraintViolation;

/** Checks what can be decided before anything is rendered, and puts each finding at its place. */
public final class StoryboardValidator {
    /** Rules about what isn't there, which it may only seem because it was refused. */
    private static final Set<Rule> OF_ABSENCE = Set.of(Rule.MISSING_KEY, Rule.NO_SHOTS);

    /** Rules that say nothing if it is not known which model is meant. */
    private static final Set<Rule> OF_THE_MODEL = Set.of(Rule.UNKNOWN_SETTING, Rule.MULTI_SHOT_UNSUPPORTED);

    private static final FieldPath MODEL = FieldPath.ROOT.child("model");

    private final ValidatorFactory factory;
    private final ModelCatalog catalog;

    /**
     * @param factory builds validators; its class path binds the annotations of {@code board} to the validators here
     * @param catalog the models there are
     */
    public StoryboardValidator(ValidatorFactory factory, ModelCatalog catalog) {
        this.factory = factory;
        this.catalog = catalog;
    }

    /** The same storyboard, with what is wrong about it. */
    public Result<Located<Storyboard>> validate(Located<Storyboard> storyboard) {
        // Asked for only here, since the factory may still be starting while the first storyboard is read.
        Validator validator = factory.unwrap(HibernateValidatorFactory.class)
                .usingContext()
                .constraintValidatorPayload(catalog)
                .getValidator();
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (ConstraintViolation<Storyboard> violation : validator.validate(storyboard.value())) {
            FieldPath path = path(violation.getPropertyPath());
            @SuppressWarnings("unchecked") // unwrap can only be told the raw class
            HibernateConstraintViolation<Storyboard> detailed = violation.unwrap(HibernateConstraintViolation.class);
            List<?> findings = detailed.getDynamicPayload(List.class);
            if (findings == null) {
                Diagnostic plain = plain(storyboard, path, violation);
                if (plain.rule() != Rule.MISSING_KEY || !storyboard.brokenWithin(path)) {
                    diagnostics.add(plain);
                }
            } else {
                findings.forEach(finding -> place(storyboard, path, (Finding) finding, diagnostics));
            }
        }
        return new Result<>(storyboard, diagnostics);
    }

    private static void place(
            Located<Storyboard> storyboard, FieldPath path, Finding finding, List<Diagnostic> diagnostics) {
        FieldPath at = finding.way().apply(path);
        boolean model =
                OF_THE_MODEL.contains(finding.rule()) && storyboard.broken().contains(MODEL);
        boolean news = !model && (!OF_ABSENCE.contains(finding.rule()) || !storyboard.brokenWithin(at));
        if (news) {
            Span span = finding.onKey() ? storyboard.keySpan(at) : storyboard.span(at);
            diagnostics.add(Diagnostic.of(finding.rule(), span, finding.message(), finding.hint()));
        }
    }

    /** A standard constraint's message is {@code rule | words with %s | hint}. */
    private static Diagnostic plain(
            Located<Storyboard> storyboard, FieldPath path, ConstraintViolation<Storyboard> violation) {
        String[] parts = violation.getMessageTemplate().split(" \\| ", 3);
        Rule rule = Rule.valueOf(parts[0].toUpperCase(Locale.ROOT).replace('-', '_'));
        String message = parts[1].replace("%s", String.valueOf(violation.getInvalidValue()));
        // A key that is missing has no place: the thing it is missing from has. Of that, the first line will do.
        return Diagnostic.of(rule, storyboard.span(path), message, parts[2]);
    }

    private static FieldPath path(Path path) {
        FieldPath at = FieldPath.ROOT;
        for (Path.Node node : path) {
            if (node.getIndex() != null) {
                at = at.at(node.getIndex());
            } else if (node.getKey() != null) {
                at = at.at(node.getKey());
            }
            if (node.getName() != null && !node.getName().startsWith("<")) {
                at = at.child(node.getName());
            }
        }
        return at;
    }
}
