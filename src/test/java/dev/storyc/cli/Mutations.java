package dev.storyc.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Slips of the pen, one kind a name: each turns a right storyboard into some that have one mistake. */
final class Mutations {
    private static final int SITES = 4;
    private static final String KEYS =
            "version|name|model|uses|settings|inputs|variables|variants|picks|scenes|id|shots"
                    + "|duration|prompt|with|when|unless|split|starts_clip|takes|pick|caption|notes|type|default|enum|required"
                    + "|matrix|exclude|include|overrides|rows|clip|take";

    private final Map<String, Function<String, List<String>>> kinds = new LinkedHashMap<>();

    Mutations() {
        keys();
        values();
        names();
        templates();
        syntax();
    }

    /** The kinds by name, each giving what becomes of a text at the first few places where it can happen. */
    Map<String, Function<String, List<String>>> kinds() {
        return kinds;
    }

    private void keys() {
        replace("a key misspelt", "(?m)^(\\s*(?:- )?)(" + KEYS + ")(?=:)", m -> m.group(1) + misspelt(m.group(2)));
        replace("a key misspelt in braces", "([{,] )(" + KEYS + ")(?=: )", m -> m.group(1) + misspelt(m.group(2)));
        replace("a key nobody knows", "(?m)^(\\s*)- id: .*$", m -> m.group() + "\n" + m.group(1) + "  zzz: 1");
        replace("a key nobody knows in braces", "\\{ duration: [0-9]+,", m -> m.group() + " zzz: 1,");
        replace("a key twice", "(?m)^(\\s+)(duration|takes): .*$", m -> m.group() + "\n" + m.group());
        replace("a key twice in braces", "\\{ (duration: [0-9]+),", m -> m.group() + " " + m.group(1) + ",");
        replace("version left out", "(?m)^version: .*\n", m -> "");
        replace("id left out", "(?m)^(\\s*)- id: .*\n(\\s*)(?=\\S)", m -> m.group(1) + "- ");
        replace("id left out in braces", "\\{ id: [^,{}]+, ", m -> "{ ");
        replace("duration left out", "(?m)^\\s+duration: .*\n", m -> "");
        replace("duration left out in braces", " duration: [0-9]+,", m -> "");
        replace("prompt left out in braces", ", prompt: (\"[^\"]*\"|[^,\"}]+)(?= })", m -> "");
        replace("an input undeclared", "(?m)^  (\\w+): +\\{ type: .*\n", m -> "");
        replace("a variable undeclared", "(?m)^variables:\n  \\w+: .*\n", m -> "variables:\n  unheard: of\n");
    }

    private void values() {
        value("version 2", "version", "2");
        value("version as text", "version", "one");
        value("a name that is no slug", "name", "Bad Name");
        value("an id that is no slug", "id", "Bad_Id");
        value("a model nobody knows", "model", "kwaivgi/kling-9/text-to-video");
        value("a file that is not there", "uses", "nowhere.yaml");
        value("rows that are not there", "rows", "nowhere.csv");
        value("no duration", "duration", "");
        value("a duration of no digits", "duration", "long");
        value("a duration with a point", "duration", "4.5");
        value("a duration that is a list", "duration", "[5]");
        value("a duration that is a mapping", "duration", "{ seconds: 5 }");
        value("a duration far too long", "duration", "99");
        value("a duration of nothing", "duration", "0");
        value("takes of none", "takes", "0");
        value("takes in words", "takes", "two");
        value("a pick of none", "pick", "0");
        value("a split in words", "split", "maybe");
        value("a clip nobody makes", "clip", "nowhere");
        value("a take of none", "take", "0");
        value("a mode nobody knows", "mode", "max");
        value("a shape nobody knows", "aspect_ratio", "4:3");
        value("sound in words", "generate_audio", "loud");
        value("a type nobody knows", "type", "text");
        value("a condition of no mapping", "when", "Lisbon");
        replace("scenes in a mapping", "(?m)^scenes:\n", m -> "scenes:\n  first: 1\nx-scenes:\n");
        value("an empty prompt", "prompt", "\"\"");
        value("no prompt", "prompt", "~");
        value("a prompt that is a list", "prompt", "[a, b]");
        replace("an empty list of shots", "shots: \\[[^\\]]*\\]", m -> "shots: []");
        replace("shots in a word", "shots: auto", m -> "shots: autos");
        replace("an axis without values", "(\\w+): \\[[^\\]]*\\](?=.*\\} *\\}?$)", m -> m.group(1) + ": []");
        replace("settings in a word", "(?m)^settings: \\{.*\\}$", m -> "settings: pro");
        replace("a setting nobody knows", "settings: \\{ ", m -> "settings: { moode: 1, ");
        replace("a setting that scenes make", "settings: \\{ ", m -> "settings: { shot_type: customize, ");
    }

    private void names() {
        replace("a variable misspelt", "\\{\\{([a-z]{3,})\\}\\}", m -> "{{" + misspelt(m.group(1)) + "}}");
        replace("a partial misspelt", "\\{\\{> ?([\\w/-]+)\\}\\}", m -> "{{> " + misspelt(m.group(1)) + "}}");
        replace(
                "an axis misspelt in a condition",
                "(when|unless): \\{ (\\w+):",
                m -> m.group(1) + ": { " + misspelt(m.group(2)) + ":");
        replace(
                "a value misspelt in a condition",
                "(when|unless): \\{ (\\w+): (\\w{4,})",
                m -> m.group(1) + ": { " + m.group(2) + ": " + misspelt(m.group(3)));
        replace("an id twice", "(?s)(?<=- id: )([\\w-]+)(.*?- id: )[\\w-]+", m -> m.group(1) + m.group(2) + m.group(1));
    }

    private void templates() {
        replace("a tag never closed", "\\{\\{(\\w+)\\}\\}", m -> "{{" + m.group(1) + "}");
        replace("a section never closed", "\\{\\{/\\w+\\}\\}", m -> "");
        replace("a section never opened", "\\{\\{#\\w+\\}\\}", m -> "");
        replace("a dotted name", "\\{\\{(\\w+)\\}\\}", m -> "{{" + m.group(1) + ".x}}");
        replace("an empty tag", "\\{\\{(\\w+)\\}\\}", m -> "{{}}");
        replace(
                "a value that needs itself",
                "(?m)^(  )(\\w+): \"\\{\\{\\w+\\}\\}",
                m -> m.group(1) + m.group(2) + ": \"{{" + m.group(2) + "}}");
    }

    private void syntax() {
        replace("a tab", "(?m)^  (?=\\S)", m -> "\t");
        replace("a quote never closed", "(?m)(\"[^\"\n]+)\"(?= ?\\}?$)", m -> m.group(1));
        replace("a brace never closed", "(?m) \\}$", m -> "");
        replace("a bracket never closed", "(?m)\\](?=[ ,}]*$)", m -> "");
        replace("a second document", "(?m)^scenes:", m -> "---\nscenes:");
        replace("a tag of YAML", "duration: (?=[0-9])", m -> "duration: !seconds ");
        replace("an alias of nothing", "duration: [0-9]+", m -> "duration: *five");
        replace("a merge of text", "(?m)^(\\s*)- id: .*$", m -> m.group() + "\n" + m.group(1) + "  <<: slow");
        replace(
                "a comment that cuts text",
                "(?m)prompt: ([A-Z]\\w+) (?=[a-z][^{}\"]*$)",
                m -> "prompt: " + m.group(1) + " #1 ");
        replace(
                "a colon in plain text",
                "(?m)prompt: ([A-Z]\\w+) (?=[a-z][^{}\"]*$)",
                m -> "prompt: " + m.group(1) + ": ");
        replace(
                "a colon in plain text in braces",
                "prompt: ([A-Z]\\w+) (?=[a-z][^{}\",]* \\})",
                m -> "prompt: " + m.group(1) + ": ");
        replace(
                "a comma in plain text in braces",
                "prompt: ([A-Z]\\w+) (?=[a-z][^{}\",]* \\})",
                m -> "prompt: " + m.group(1) + ", ");
        replace("braces without quotes", "prompt: \"(\\{\\{\\w+\\}\\}[^\"\n]*)\"", m -> "prompt: " + m.group(1));
        replace("indented too deep", "(?m)^    (duration|prompt|takes):", m -> "      " + m.group(1) + ":");
        replace("indented too little", "(?m)^    (duration|prompt|takes):", m -> "   " + m.group(1) + ":");
    }

    private void value(String kind, String key, String value) {
        replace(
                kind,
                "(?<=[\\s{])" + key
                        + ": (\"[^\"]*\"|\\[[^\\]\n]*\\]|\\{[^{}\n]*\\}|[^\\s,{}\\[\\]#>|\"&*][^,{}\\[\\]#\n]*?)(?=\\s*[,}\n]| #)",
                m -> key + ": " + value);
    }

    private void replace(String kind, String regex, Function<MatchResult, String> with) {
        Pattern pattern = Pattern.compile(regex);
        kinds.put(kind, text -> {
            List<String> made = new ArrayList<>();
            Matcher matcher = pattern.matcher(text);
            while (made.size() < SITES && matcher.find()) {
                String mutated = text.substring(0, matcher.start())
                        + with.apply(matcher.toMatchResult())
                        + text.substring(matcher.end());
                if (!mutated.equals(text)) {
                    made.add(mutated);
                }
            }
            return made;
        });
    }

    /** Two neighbours swapped, the commonest slip; a word of one letter twice over is doubled. */
    static String misspelt(String word) {
        for (int i = word.length() - 2; i > 0; i--) {
            if (word.charAt(i) != word.charAt(i + 1)
                    && Character.isLetter(word.charAt(i))
                    && Character.isLetter(word.charAt(i + 1))) {
                return word.substring(0, i) + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2);
            }
        }
        return word + word.charAt(word.length() - 1);
    }
}
