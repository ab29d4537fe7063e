package dev.storyc.expand;

import dev.storyc.board.Input;
import dev.storyc.board.Value;
import dev.storyc.diagnostic.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a name is bound to, before it is rendered for a variant.
 *
 * @param name the name
 * @param input its declaration, or null if it has none
 * @param single the text, if it is one
 * @param items the entries, if it is a list
 * @param flag whether an undeclared text is a boolean
 * @param origin where it was written
 */
record Binding(
        String name,
        @Nullable Input input,
        @Nullable Template single,
        List<Template> items,
        boolean flag,
        Origin origin) {
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
        Rendered rendered = single.render(names);
        if (rendered.standIn()) {
            return Plain.STAND_IN;
        }
        String text = single.raw(names);
        if (input != null) {
            return reader.read(name, input, text, origin);
        }
        return flag ? new Plain.Flag(text.equalsIgnoreCase("true"), text) : new Plain.Text(text);
    }

    private Plain listing(Names names, InputReader reader) {
        List<Plain.Text> texts = new ArrayList<>();
        for (Template item : items) {
            if (item.render(names).standIn()) {
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
