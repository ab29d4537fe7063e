package dev.storyc.expand;

import dev.storyc.board.Input;
import dev.storyc.board.Value;
import dev.storyc.diagnostic.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a name is bound to, before it is rendered for a variant. */
final class Binding {
    private final String name;
    private final @Nullable Input input;
    private final @Nullable Template single;
    private final List<Template> items;
    private final boolean flag;
    private final Origin origin;
    // What a constant evaluated to, if nothing was wrong with it; two threads that find it at once find the same.
    private @Nullable Plain fixed;

    /**
     * @param name the name
     * @param input its declaration, or null if it has none
     * @param single the text, if it is one
     * @param items the entries, if it is a list
     * @param flag whether an undeclared text is a boolean
     * @param origin where it was written
     */
    Binding(
            String name,
            @Nullable Input input,
            @Nullable Template single,
            List<Template> items,
            boolean flag,
            Origin origin) {
        this.name = name;
        this.input = input;
        this.single = single;
        this.items = List.copyOf(items);
        this.flag = flag;
        this.origin = origin;
    }

    String name() {
        return name;
    }

    /** The text, if it is one. */
    @Nullable
    Template single() {
        return single;
    }

    /** The entries, if it is a list. */
    List<Template> items() {
        return items;
    }

    Origin origin() {
        return origin;
    }

    /** The same, held against a declaration. */
    Binding declared(@Nullable Input as) {
        return new Binding(name, as, single, items, flag, origin);
    }

    /** The same, read as a boolean where nothing declares it, or as text. */
    Binding flagged(boolean as) {
        return new Binding(name, input, single, items, as, origin);
    }

    /** Its value if it is the same for every variant and was asked for before, else null. */
    @Nullable
    Plain fixed() {
        return fixed;
    }

    /** The names its templates use. */
    Set<String> uses() {
        if (single != null) {
            return single.uses().keySet();
        }
        Set<String> uses = new HashSet<>();
        items.forEach(item -> uses.addAll(item.uses().keySet()));
        return uses;
    }

    /** Data, in which tags are text. */
    static Binding data(String name, @Nullable Input input, Value value, Origin origin) {
        if (value instanceof Value.Listing list) {
            List<Template> items = list.items().stream()
                    .map(i -> Template.data(i.text(), origin))
                    .toList();
            return new Binding(name, input, null, items, false, origin);
        }
        return new Binding(name, input, Template.data(((Value.Scalar) value).text(), origin), List.of(), false, origin);
    }

    /** The value for one variant; what does not fit its declaration is reported and stood in for. */
    Plain evaluate(Names names, InputReader reader) {
        if (single == null) {
            return listing(names, reader);
        }
        if (!single.known(names)) {
            return Plain.STAND_IN;
        }
        String text = single.raw(names);
        Plain value = input != null
                ? reader.read(name, input, text, origin)
                : flag ? new Plain.Flag(text.equalsIgnoreCase("true"), text) : new Plain.Text(text);
        if (value != Plain.STAND_IN && single.isConstant()) {
            fixed = value;
        }
        return value;
    }

    private Plain listing(Names names, InputReader reader) {
        List<Plain.Text> texts = new ArrayList<>();
        for (Template item : items) {
            if (!item.known(names)) {
                return Plain.STAND_IN;
            }
            texts.add(new Plain.Text(item.raw(names)));
        }
        Plain.Listing list = new Plain.Listing(texts);
        if (input == null) {
            return list;
        }
        return input.type() == Input.Type.LIST
                ? reader.checked(name, input, list, origin)
                : reader.wrong(
                        name,
                        "one value",
                        list.toString(),
                        "write one value, or declare the input with `type: list`",
                        origin);
    }
}
