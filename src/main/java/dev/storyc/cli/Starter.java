package dev.storyc.cli;

import dev.storyc.schema.StoryboardSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * One file of a new workspace.
 *
 * @param path from the workspace's folder, with {@code /}
 * @param text what it says
 * @param program whether people run it
 */
record Starter(String path, Supplier<String> text, boolean program) {
    /** All of them, in the order people are told of them. */
    static List<Starter> all() {
        return List.of(
                of("storyc.yaml", "storyc.yaml"),
                of("storyboards/first-film.yaml", "first-film.yaml"),
                of("templates/look/dusk.mustache", "dusk.mustache"),
                of("data/towns.csv", "towns.csv"),
                new Starter("schema/storyboard.schema.json", () -> new StoryboardSchema().text(), false),
                of(".gitignore", "gitignore"),
                of(".gitattributes", "gitattributes"),
                new Starter(".githooks/pre-commit", () -> resource("pre-commit"), true),
                of(".github/workflows/storyboards.yml", "storyboards.yml"),
                of(".github/workflows/storyboards-price.yml", "storyboards-price.yml"),
                of("README.md", "README.md"));
    }

    private static Starter of(String path, String resource) {
        return new Starter(path, () -> resource(resource), false);
    }

    private static String resource(String name) {
        try (InputStream in = Starter.class.getResourceAsStream("init/" + name)) {
            if (in == null) {
                throw new IllegalStateException("init/" + name + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
