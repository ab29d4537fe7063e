package dev.storyc.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.catalog.ModelCatalog;
import java.nio.file.Path;

/** {@code schema/storyboard.schema.json} as the code would have it. */
final class SchemaFile {
    static final Path PATH = Path.of("schema/storyboard.schema.json");

    private SchemaFile() {}

    static String generated() throws JsonProcessingException {
        ObjectNode records = RecordSchemas.generate();
        new ModelSchemas(new ModelCatalog()).addTo(records);
        ObjectNode schema = JsonMapper.builder().build().createObjectNode();
        schema.set("$schema", records.get("$schema"));
        schema.put("title", "storyc storyboard, version 1");
        schema.put("description", "A film in scenes and shots, its variants, and the words for the model.");
        schema.set("type", records.get("type"));
        for (String keyword :
                new String[] {"required", "properties", "patternProperties", "additionalProperties", "allOf"}) {
            schema.set(keyword, records.get(keyword));
        }
        schema.set("$defs", records.get("$defs"));
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indenter)
                .withArrayIndenter(new DefaultPrettyPrinter.FixedSpaceIndenter());
        return JsonMapper.builder().build().writer(printer).writeValueAsString(schema) + "\n";
    }
}
