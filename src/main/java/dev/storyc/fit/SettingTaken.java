package dev.storyc.fit;

import dev.storyc.catalog.ArgumentSpec;
import dev.storyc.catalog.VideoModel;
import dev.storyc.catalog.WireType;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.Rendered;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Each setting has a value the model documents. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = SettingTaken.Check.class)
@interface SettingTaken {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rule itself. */
    final class Check implements FitRule<SettingTaken> {
        @Override
        public boolean asksTexts() {
            return false;
        }

        @Override
        public void check(Candidate candidate, VideoModel model, List<Diagnostic> findings) {
            for (Map.Entry<String, Rendered> setting :
                    candidate.scene().settings().entrySet()) {
                ArgumentSpec spec = model.argument(setting.getKey()).orElse(null);
                if (spec != null && !setting.getValue().standIn()) {
                    judge(spec, setting.getValue(), findings);
                }
            }
        }

        private static void judge(ArgumentSpec spec, Rendered value, List<Diagnostic> findings) {
            String text = value.text();
            String wanted = null;
            if (!spec.allowed().isEmpty() && !spec.allowed().contains(text)) {
                wanted = spec.allowed().size() == 1
                        ? "`" + spec.allowed().get(0) + "`"
                        : "one of " + NearestName.list(spec.allowed());
            } else if (spec.type() == WireType.BOOLEAN && !text.equals("true") && !text.equals("false")) {
                wanted = "true or false";
            } else if (spec.type() == WireType.INTEGER && !text.matches("-?[0-9]{1,9}")) {
                wanted = "a whole number" + range(spec);
            } else if (spec.type() == WireType.NUMBER && !text.matches("-?[0-9]{1,9}(\\.[0-9]{1,9})?")) {
                wanted = "a number" + range(spec);
            } else if (outside(spec, text)) {
                wanted = "a number" + range(spec);
            }
            if (wanted != null) {
                findings.add(Findings.at(
                        value.origin(),
                        Rule.SETTING_VALUE,
                        "`" + spec.name() + "` must be " + wanted + ", and here it is `" + text + "`",
                        NearestName.of(text, spec.allowed())
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse(example(spec) + "; source: " + spec.source())));
            }
        }

        private static String example(ArgumentSpec spec) {
            if (spec.type() == WireType.BOOLEAN) {
                return "write `" + spec.name() + ": true` or `" + spec.name() + ": false`";
            }
            if (!spec.allowed().isEmpty()) {
                return "write `" + spec.name() + ": " + spec.allowed().get(0) + "`"
                        + (spec.allowed().size() > 1 ? ", or another of these" : "");
            }
            String least = spec.min() == null ? "1" : spec.min().toPlainString();
            return "write it in digits, such as `" + spec.name() + ": " + least + "`";
        }

        private static boolean outside(ArgumentSpec spec, String text) {
            if (spec.type() != WireType.NUMBER && spec.type() != WireType.INTEGER) {
                return false;
            }
            BigDecimal number = new BigDecimal(text);
            BigDecimal min = spec.min();
            BigDecimal max = spec.max();
            return (min != null && number.compareTo(min) < 0) || (max != null && number.compareTo(max) > 0);
        }

        private static String range(ArgumentSpec spec) {
            return spec.min() == null || spec.max() == null ? "" : " from " + spec.min() + " to " + spec.max();
        }
    }
}
