package dev.storyc.expand;

import dev.storyc.diagnostic.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The makeup of one rendered text, told from the template and the names it was rendered with. */
final class RenderedMakeup implements Makeup {
    private final Template template;
    private final Names names;
    private final Trail trail;

    RenderedMakeup(Template template, Names names) {
        this.template = template;
        this.names = names;
        this.trail = Trail.of(template, names);
    }

    @Override
    public String shares() {
        Map<String, Integer> shares = new LinkedHashMap<>();
        int total = length(template.text(names));
        int elsewhere = 0;
        for (Map.Entry<String, Template> part : template.parts().entrySet()) {
            int share = length(part.getValue().text(names));
            shares.put(part.getKey(), share);
            elsewhere += share;
        }
        List<String> words = new ArrayList<>();
        shares.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(4)
                .forEach(e -> words.add(e.getValue() + " " + e.getKey()));
        if (words.isEmpty()) {
            return "";
        }
        words.add(Math.max(0, total - elsewhere) + " here");
        return String.join(", ", words);
    }

    @Override
    public Origin at(int from, int to) {
        return trail.at(raw(from), raw(to));
    }

    @Override
    public Origin bringing(int from, int to) {
        return trail.bringing(raw(from), raw(to));
    }

    @Override
    public List<Ingredient> ingredients() {
        return trail.ingredients();
    }

    /** The offset before tidying: what is stripped in front, and what NFC joins, lies between the two. */
    private int raw(int tidied) {
        String text = trail.text();
        int lead = 0;
        while (lead < text.length() && Character.isWhitespace(text.charAt(lead))) {
            lead++;
        }
        String rest = text.substring(lead).stripTrailing();
        if (Template.tidy(rest).length() == rest.length()) {
            return Math.min(lead + tidied, text.length());
        }
        int from = 0;
        int to = rest.length();
        while (from < to) {
            int middle = (from + to) / 2;
            if (Template.tidy("|" + rest.substring(0, middle) + "|").length() - 2 < tidied) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return lead + from;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
